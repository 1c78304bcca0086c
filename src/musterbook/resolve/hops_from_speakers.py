"""Speakers -> hops: whom the words of one sentence mean, by what the page has named so far; the publisher is nobody's source."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.frames_from_papers import LISTS
from musterbook.extract.lexis_from_codebook import PERSON, Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.model import Chain, Document, Hop

INTERVIEWERS = ("ngo", "research")  # offices that pass on what people tell them


@dataclass(slots=True)
class Memory:
    """Whom the page has named so far. Local to one document; never leaves this module."""

    document: Document
    lexis: Lexis
    own: frozenset[str]
    speakers: dict[int, tuple[Speaker, ...]]  # by where the sentence begins
    subjects: frozenset[int] = frozenset()  # where the speakers stand that a sentence is about
    page: tuple[Hop, ...] = ()
    story: tuple[Hop, ...] = ()
    story_is_page: bool = False
    main: tuple[Hop, ...] = ()  # the story the page began with
    openers: frozenset[int] = frozenset()  # where a paragraph of several sentences begins
    block: int = -1  # the paragraph last begun
    paragraphs: int = 0  # begun so far
    age: int = 0
    item: int = 0  # of a live page
    by_kind: dict[str, tuple[Hop, ...]] = field(default_factory=dict)
    by_noun: dict[str, tuple[Hop, ...]] = field(default_factory=dict)

    def note(self, speaker: Speaker, hops: tuple[Hop, ...]) -> None:
        """Remember whom a speaker stands for, by its kind and by the word it goes by."""
        if not hops:
            return
        self.by_kind[speaker.kind] = hops
        if speaker.kind in ("group", "office"):
            self.by_kind.pop("newsroom", None)  # "they" are no more the journalists
        if speaker.kind in ("outlet", "office"):
            self.by_kind["it"] = hops
        if not hops[-1].named and speaker.kind in ("person", "group", "office"):
            self.by_kind["unnamed"] = hops
        if speaker.noun and speaker.noun not in ("he", "she", "they", "it"):
            self.by_noun[speaker.noun] = self.by_noun[speaker.noun.split()[-1]] = hops
        if speaker.source:
            for word in fold(speaker.label).split():
                self.by_noun.setdefault(word, hops)


def own_names(document: Document, lexis: Lexis) -> frozenset[str]:
    """The codebook ids and folded names of the publisher: it is never a hop of its own chains."""
    if not document.publisher:
        return frozenset()
    name = fold(document.publisher)
    bare = re.sub(r"\s*\(.*?\)", "", name)
    initials = "".join(word[0] for word in re.findall(r"\b[A-Z]\w*", document.publisher)).lower()
    short = {initials} if len(initials) > 2 else set()
    return frozenset({name, bare} | short | {lexis.aliases[n] for n in (name, bare) if n in lexis.aliases})


def hop_of(speaker: Speaker, memory: Memory) -> Hop:
    """Return the one link of a chain that a speaker is, by its own words."""
    quote = memory.document.quote(speaker.start, speaker.end)
    label = memory.lexis.named_as.get(speaker.label) or _as_spelt(speaker.label, quote.text)
    return Hop(label if speaker.source is None else speaker.label, speaker.source, speaker.kind, quote)


def _as_spelt(label: str, words: str) -> str:
    """A label as the page spells it: texts are compared in one spelling, "legal advizers", which nobody should read."""
    at = fold(words).find(label) if label.islower() else -1
    return words[at : at + len(label)].lower() if at >= 0 else label


def is_own(speaker: Speaker, memory: Memory) -> bool:
    """True for the publisher of the page under any of its names."""
    label = fold(speaker.label)
    if label in memory.own or (speaker.source or "") in memory.own:
        return True
    if " " in label and any(name.startswith(f"{label} ") for name in memory.own):
        return True
    return bool(speaker.source) and speaker.source not in memory.lexis.sources and label in _short_names(memory)


def _short_names(memory: Memory) -> set[str]:
    """ "Northwind" and "the Agency" for "Northwind Agency": the first and the last word of a publisher's name, when it has several."""
    ends = {(words[0], words[-1]) for name in memory.own if len(words := name.split()) > 1}
    return {word for pair in ends for word in pair if len(word) > 4} - memory.lexis.words_of("no_short_name")


def hops_of(speaker: Speaker, memory: Memory) -> tuple[Hop, ...] | None:
    """The hops a speaker stands for; () is the page itself, None somebody who cannot be told."""
    if speaker.kind == "self" or is_own(speaker, memory):
        return ()
    if is_enacted(speaker, memory):
        return None
    if speaker.source:
        hops: tuple[Hop, ...] = (hop_of(speaker, memory),)
        memory.note(speaker, hops)
        return hops
    if speaker.of == "he":
        return memory.by_kind.get("person") or memory.story or None
    if speaker.of == "it":
        return _of_it(speaker, memory)
    if speaker.of:
        return _with_maker(speaker, memory)
    words = memory.lexis.words_of
    if speaker.noun in words("newsroom") and (speaker.refers or memory.story or "outlet" in memory.by_kind):
        people = memory.by_kind.get("outlet") or memory.story
        return people if not speaker.label.startswith("local") else (*memory.story, hop_of(speaker, memory))
    same = memory.by_kind.get("unnamed") or memory.story
    if speaker.refers and speaker.noun in words("anonymous") and same:
        return same
    if speaker.refers and (back := _back(speaker, memory)) is not None:
        return back
    if speaker.kind in ("outlet", "office") and speaker.refers:
        return memory.story or None
    if speaker.kind == "product":
        return _of_work(speaker, memory)
    if (
        speaker.kind == "document"
        and speaker.refers
        and not (" " in speaker.noun and LISTS.search(speaker.noun))
        and ("office" in memory.by_kind or "it" in memory.by_kind)
    ):
        return _paper(speaker, memory)
    if speaker.noun in ("he", "she", "they", "it"):
        return memory.by_kind.get("person" if speaker.noun in ("he", "she") else "group") or memory.story or None
    hops = (*_told_to(speaker, memory), hop_of(speaker, memory))
    memory.note(speaker, hops)
    return hops


_ENACTED = re.compile(  # what a law says is nobody's count
    r"\b(?:acts?|codes?|decrees?|bills?|constitutions?|conventions?|statutes?|ordinances?|laws?|"
    r"(?:article|section|clause|part|paragraph)s? (?:no\.? ?)?\d[\d.]*)$"
)


def is_enacted(speaker: Speaker, memory: Memory) -> bool:
    """A law, a decree or an article of one, which gives no numbers of anything that happened."""
    return speaker.source not in memory.lexis.sources and bool(_ENACTED.search(fold(speaker.label)))


def _told_to(speaker: Speaker, memory: Memory) -> tuple[Hop, ...]:
    """The outlet whose story somebody unnamed speaks in; an office has no interviews."""
    first = memory.story[0] if memory.story else None
    row = memory.lexis.sources.get(first.source or "") if first else None
    holds = first is not None and first.role == "outlet" and first.label != speaker.label
    return (first,) if first and (holds or (row is not None and row.kind in INTERVIEWERS)) else ()


def _of_work(speaker: Speaker, memory: Memory) -> tuple[Hop, ...]:
    """Whose a work is that no name stands beside: "the report", "official figures"."""
    bare = memory.lexis.words_of("bare_work")
    if speaker.refers:
        return memory.story
    if speaker.label in bare:
        return ()
    return (hop_of(speaker, memory),) if speaker.label.split()[-1] in bare else memory.story


def _paper(speaker: Speaker, memory: Memory) -> tuple[Hop, ...]:
    """ "The documents" of the office named last."""
    office = memory.by_kind.get("office") or memory.by_kind["it"]
    last = office[-1]
    label = memory.lexis.named_as.get(speaker.noun)
    quote = memory.document.quote(speaker.start, speaker.end)
    if label and label.split()[-1] != label:
        return (*[h for h in office if h.label != label], Hop(label, None, "document", quote))
    paper = Hop(f"{last.label} {label or speaker.noun}", last.source, "document", quote)
    return (*[h for h in memory.story if h.label not in (last.label, paper.label)], paper)


def _named_before(speaker: Speaker, memory: Memory) -> tuple[Hop, ...] | None:
    """ "The X editor" after somebody was named without a role: it is that person."""
    last = memory.by_kind.get("person")
    if not last or not last[-1].named or speaker.noun in memory.by_noun:
        return None
    roles = memory.lexis.roles
    paper = memory.lexis.sources.get(speaker.of or "")
    reports = paper is not None and paper.kind in memory.lexis.group("reporter")
    like = memory.lexis.words_of("newsroom") if reports else frozenset[str]()  # a journalist may be the editor
    nouns = (noun for noun, hops in memory.by_noun.items() if hops == last and noun not in like)
    known = any(roles.get(noun, ("", ""))[0] == "person" for noun in nouns)
    return None if known else last


def _body_before(noun: str, memory: Memory) -> tuple[Hop, ...] | None:
    """ "The bureau's lawyers" after a bureau was named: its people speak for it."""
    known = memory.by_noun.get(noun.split()[-1]) if noun.islower() else None
    return known if known and known[-1].named and known[-1].role in ("office", "outlet") else None


def _of_it(speaker: Speaker, memory: Memory) -> tuple[Hop, ...]:
    """ "Its spokesman": one of the office or outlet named last."""
    last = memory.by_kind.get("it") or memory.story
    if not last:
        return (hop_of(speaker, memory),)
    office = last[-1]
    label = office.label if " " not in office.label and office.named else f"{office.label} {speaker.noun}"
    hops = (Hop(label, office.source, "office", memory.document.quote(speaker.start, speaker.end)),)
    memory.by_kind["person"] = memory.by_noun[speaker.noun] = hops
    return hops


def _of_nobody(speaker: Speaker, memory: Memory) -> bool:
    """ "The organisation's lawyers": whose they are is no name, and they speak for themselves."""
    owner = str(speaker.of)
    words = memory.lexis.words_of
    return (
        speaker.kind == "group"
        and owner.islower()
        and owner.split()[-1] in words("bare_owner")
        and speaker.noun not in words("staff_word")
        and owner not in memory.by_noun
    )


def _with_maker(speaker: Speaker, memory: Memory) -> tuple[Hop, ...]:
    """Sources within X, documents of X: X stands for them where X is known, else the words do."""
    if speaker.kind == "person" and speaker.refers and (named := _named_before(speaker, memory)):
        return named
    row = memory.lexis.sources.get(speaker.of or "")
    if not row and _of_nobody(speaker, memory):
        noun = replace(
            speaker, label=_as_spelt(speaker.noun, memory.document.text[speaker.start : speaker.end]), of=None
        )
        return (*_told_to(noun, memory), hop_of(noun, memory))
    if not row and speaker.refers and (body := _body_before(str(speaker.of), memory)):
        return body
    label = row.name if row else str(speaker.of)
    if {row.id if row else "", fold(label)} & memory.own:
        return () if speaker.kind != "document" else (hop_of(speaker, memory),)
    quote = memory.document.quote(speaker.start, speaker.end)
    if not row and (speaker.kind in ("person", "group") or speaker.noun in memory.lexis.words_of("staff_word")):
        label = f"{label} {speaker.noun}"
    kind = memory.lexis.kind_of_source(row.kind) if row else "office"
    if not row and speaker.noun in memory.lexis.words_of("staff_word"):
        kind = "group"  # who leads a unit is asked about that unit; no page leans on them for its numbers
    maker = Hop(label, row.id if row else None if label.islower() else fold(label), kind, quote)
    for word in fold(row.name if row else str(speaker.of)).split():
        if word in memory.lexis.words_of("office_word"):
            memory.by_noun[word] = (maker,)
    if speaker.kind == "document" and row and row.kind in memory.lexis.group("reporter"):
        return (maker, hop_of(speaker, memory))
    if speaker.kind == "document":
        paper = memory.lexis.named_as.get(speaker.noun, speaker.noun)
        maker = Hop(f"{label} {paper}", row.id if row else None, "document", quote)
    memory.note(speaker, (maker,))
    memory.by_kind["it"] = memory.by_kind["office"] = (maker,)
    return (maker,)


def _back(speaker: Speaker, memory: Memory) -> tuple[Hop, ...] | None:
    """Whom "he", "the agency" or "the lawyer" points back to."""
    noun = speaker.noun
    if noun in ("he", "she"):
        return memory.by_kind.get("person")
    if noun == "it":
        return memory.by_kind.get("it")
    if noun == "they":
        return _of_they(memory)
    if speaker.kind == "group" and noun not in memory.by_noun and _is_of(noun, memory):
        return memory.by_kind["office"]
    staff = memory.lexis.words_of("staff_word")  # "the commanders" and "the command" are one
    for word in (*reversed(noun.split()), *(sorted(staff) if noun in staff else ())):
        if word in memory.by_noun:
            return memory.by_noun[word]
    if speaker.kind == "outlet" or noun in memory.lexis.words_of("nameless") or _is_a(noun, memory):
        return memory.by_kind.get(speaker.kind) or memory.by_kind.get("it")
    if speaker.kind == "office":
        return (*memory.story[:1], hop_of(speaker, memory)) if memory.story_is_page else (hop_of(speaker, memory),)
    if speaker.kind == "product":
        return _whose(speaker, memory)
    last = memory.by_kind.get("person") if speaker.kind == "person" else None
    return last if last and (last[-1].named or noun in memory.lexis.words_of("anonymous")) else None


def _whose(speaker: Speaker, memory: Memory) -> tuple[Hop, ...] | None:
    """ "Its count" is that of the office named last, "their count" also that of the journalists whose story it is."""
    its = memory.by_kind.get("it")
    before = fold(memory.document.text[max(0, speaker.start - len("their own ")) : speaker.start + len("their")])
    if "their " in before and "newsroom" in memory.by_kind:
        return memory.by_kind["newsroom"]
    if its and memory.story and "its " not in before and memory.lexis.is_party(its[-1].source):
        return memory.story
    return its or memory.story or None


def _of_they(memory: Memory) -> tuple[Hop, ...] | None:
    """ "They counted 40": the papers or people that spoke last, else the office named last; of a party only if no story is told."""
    spoke = memory.by_kind.get("papers") or memory.by_kind.get("newsroom") or memory.by_kind.get("group")
    office = memory.by_kind.get("office") or memory.by_kind.get("it")
    return spoke or (memory.story if memory.story and office and memory.lexis.is_party(office[-1].source) else office)


ROOT = 8  # letters by which people and their office are one: prosecutors, investigators


def _is_of(noun: str, memory: Memory) -> bool:
    """ "The prosecutors" after a prosecutor's office was named last: they speak for it."""
    office = memory.by_kind.get("office")
    name = fold(office[-1].label) if office and office[-1].named else ""
    return len(noun) > ROOT and any(word.startswith(noun[:ROOT]) for word in name.split())


def _is_a(noun: str, memory: Memory) -> bool:
    """ "The ministry" may stand for the office named last when that is one, by its kind or by one of its names."""
    last = memory.by_kind.get("office")
    row = memory.lexis.sources.get(last[-1].source or "") if last else None
    return row is not None and noun.split()[-1] in {
        row.kind,
        *fold(f"{row.name} {row.aliases}").replace(";", " ").split(),
    }


def remember_staff(speaker: Speaker, memory: Memory) -> None:
    """Let "that command" mean the command of the unit that a sentence only tells something of."""
    if speaker.of and speaker.of not in ("he", "it") and speaker.noun in memory.lexis.words_of("staff_word"):
        _with_maker(speaker, memory)


def hops_of_frame(speakers: tuple[Speaker, ...], memory: Memory, *, told: bool = False) -> tuple[Hop, ...] | None:
    """Join the hops of a frame, nearest first; a name met twice keeps its last place. `told`: their order is certain."""
    joined: list[Hop] = []
    known = False
    back = {s.start: hops_of(s, memory) for s in speakers if s.refers}  # "it told X": it is none of those named here
    for speaker in speakers:
        hops = back[speaker.start] if speaker.start in back else hops_of(speaker, memory)
        if hops is None:
            continue
        if known and len(hops) > 1 and not hops[-1].named:
            hops = hops[-1:]  # "X quoted an officer": the officer stands behind X, not behind the page's story
        known = True
        joined = [hop for hop in joined if hop.label not in {h.label for h in hops}] + list(hops)
    if not known:
        return None
    for speaker in speakers:
        if speaker.noun == "it" and back.get(speaker.start):
            memory.by_kind["it"] = back[speaker.start] or ()  # who speaks goes on being "it", not who was told
    if not speakers[-1].refers and not remember_papers(speakers[-1], memory):
        memory.by_kind.pop("papers", None)
    page = [hop for hop in memory.page if hop.label not in {h.label for h in joined}]
    return tuple(page + joined if told else origin_last(page + joined, memory))


_PAPERS_OF = re.compile(
    r"\b(?:papers|documents|files|records|figures|data|statistics|lists|reports) (?:of|from) (?:the )?$"
)


def remember_papers(speaker: Speaker, memory: Memory) -> bool:
    """ "Papers of the ministry show it. In one year, they say, …": until somebody else speaks, "they" are the papers."""
    if speaker.kind not in ("office", "document") or speaker.refers:
        return False
    if not _PAPERS_OF.search(fold(memory.document.text[max(0, speaker.start - 40) : speaker.start])):
        return False
    memory.by_kind["papers"] = (*memory.story[:1], replace(hop_of(speaker, memory), role="document"))
    return True


def origin_last(hops: list[Hop], memory: Memory) -> list[Hop]:
    """A source that counts for itself stands behind an office or outlet that passes it on, in whatever order they are named."""
    rows = [memory.lexis.sources.get(hop.source or "") for hop in hops]
    first = next((i for i, row in enumerate(rows) if row and row.origin), None)
    last = rows[-1] if rows else None
    paper = bool(hops) and hops[-1].role == "document"  # nothing stands behind what is written
    if first is None or last is None or last.origin or last.kind == PERSON or first == len(hops) - 1 or paper:
        return hops
    return [*hops[:first], *hops[first + 1 :], hops[first]]


def chain_of(hops: tuple[Hop, ...]) -> Chain:
    """A chain in which a name met twice keeps its last place."""
    labels = [hop.label for hop in hops]
    return Chain(tuple(hop for i, hop in enumerate(hops) if hop.label not in labels[i + 1 :]))
