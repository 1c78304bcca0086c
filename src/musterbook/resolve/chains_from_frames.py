"""Frames of all sentences -> chains: pronouns and "the agency" resolved, hops put in order, the publisher left out of its own chain."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from musterbook.codebook.match import fold
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.frames_from_view import frames_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker, capitals_of
from musterbook.extract.speakers_from_view import cast_from_speakers, speakers_from_view, with_cast
from musterbook.extract.views_from_page import View
from musterbook.model import Chain, Document, Hop
from musterbook.resolve.hops_from_speakers import (
    Memory,
    hop_of,
    hops_of_frame,
    is_enacted,
    is_own,
    origin_last,
    own_names,
    remember_papers,
    remember_staff,
)
from musterbook.resolve.offices_from_speakers import with_offices
from musterbook.resolve.talks_from_credits import credited
from musterbook.resolve.talks_from_neighbours import NUMBERS, POINTED, Reach, Talk, quoted, whole_page


def talks_from_views(document: Document, views: tuple[View, ...], lexis: Lexis) -> tuple[Talk, ...]:
    """Return, for each sentence, who is said to say what."""
    memory = Memory(document, lexis, own_names(document, lexis), _speakers(document, views, lexis))
    blocks = [view.sentence.block for view in views]
    memory.openers = frozenset(
        v.start
        for i, v in enumerate(views[:-1])
        if blocks[i] == blocks[i + 1] and (not i or blocks[i - 1] != blocks[i])
    )
    memory.page = _source_line(document, views, lexis, memory)
    memory.page = memory.page or _dateline(views, memory)
    memory.story, memory.story_is_page = memory.page, bool(memory.page)
    talks = [_talk(view, memory) for view in views]
    talks = _interview(views, talks, memory)
    talks = _named_next(views, talks, memory)
    talks = credited(views, whole_page(views, talks))
    return tuple(_continued(views, quoted(document.text, views, talks)))


def cited_on(views: tuple[View, ...], talks: tuple[Talk, ...]) -> tuple[Talk, ...]:
    """ "X, citing sources in the army. According to the agency, …": what X tells next is still theirs.

    For what happens and what is found; a number has a memory of its own for whom it was had from.
    """
    out = list(talks)
    for i in range(1, len(out)):
        before = {
            r.chain.hops[0].label: r.chain for r in out[i - 1].reaches if len(r.chain.hops) > 1 and r.chain.open()
        }
        if before:
            out[i] = replace(out[i], reaches=tuple(_still(r, before, views[i]) for r in out[i].reaches))
    return tuple(out)


def _still(reach: Reach, before: dict[str, Chain], view: View) -> Reach:
    """A reach that ends with who passed on in the sentence before, and only points back to them, goes on to whom they had it from."""
    hops = reach.chain.hops
    on = before.get(hops[0].label) if len(hops) == 1 and hops[0].role == "outlet" else None
    return replace(reach, chain=on) if on and hops[0].label not in view.text else reach


def _continued(views: tuple[View, ...], talks: list[Talk]) -> list[Talk]:
    """Let a sentence without attribution know whose words the one before it in its paragraph were."""
    out = list(talks)
    for i in range(1, len(out)):
        last = out[i - 1]
        if out[i].reaches or views[i].sentence.block != views[i - 1].sentence.block:
            continue
        before = last.reaches[-1].chain if last.reaches and not last.reaches[-1].own else last.before
        if before is not None:
            out[i] = replace(out[i], before=before, opened=last.opens or last.opened)
    return out


def _chain_of(hops: tuple[Hop, ...]) -> Chain:
    """A chain in which a name met twice keeps its last place."""
    labels = [hop.label for hop in hops]
    return Chain(tuple(hop for i, hop in enumerate(hops) if hop.label not in labels[i + 1 :]))


def _speakers(document: Document, views: tuple[View, ...], lexis: Lexis) -> dict[int, tuple[Speaker, ...]]:
    page = capitals_of(document.text)
    found = tuple(speakers_from_view(view, lexis, page) for view in views)
    cast = cast_from_speakers(found)
    cast_in = {
        view.start: tuple(_who_left(s, view) for s in with_cast(view, speakers, cast))
        for view, speakers in zip(views, found, strict=True)
    }
    return with_offices(document, views, cast_in, lexis)


_LEFT = re.compile(
    r",? \(?(?:(?:and|until|before|who|he|she|has|had|himself|herself|once|also|too|then|since|later|recently|"
    r"a|an|is|was|in turn) ){0,4}(defect|desert)(?:or|er|ed)\b"
)


def _who_left(speaker: Speaker, view: View) -> Speaker:
    """ "A captain, himself a defector": what he did goes with the rank he is called by."""
    if speaker.kind != "person" or speaker.source or speaker.refers or not speaker.noun:
        return speaker
    left = _LEFT.match(view.folded, speaker.end - view.start)
    deed = f"{left.group(1)}ed " if left else ""
    return speaker if speaker.label.startswith(deed) else replace(speaker, label=deed + speaker.label)


def _talk(view: View, memory: Memory) -> Talk:
    memory.age += 1
    if view.sentence.kind in ("title", "heading"):
        _slug(view, memory)
        _title_source(view, memory)
        story = memory.story
        reaches = [
            r
            for frame in frames_from_view(view, memory.lexis, memory.speakers[view.start])
            if not frame.aside and (r := _reach(frame, memory))
        ]
        memory.story = story or memory.story
        return Talk(
            tuple(r for r in reaches if r.chain.hops),
            _chain_of(memory.story),
            page=memory.story_is_page,
            age=0 if reaches else memory.age,
            item=memory.item,
        )
    _slug(view, memory)
    _home(view, memory)
    memory.subjects = frozenset(s.start for s in memory.speakers[view.start] if _leads(view, s, memory))
    found = frames_from_view(view, memory.lexis, memory.speakers[view.start])
    frames = tuple(frame for frame in found if not frame.aside)
    if view.text.rstrip(" \"'”’").endswith("?") and not any(n.kind in ("count", "percent") for n in view.numbers):
        frames = ()  # nobody says what is asked
    opens = view.start in memory.openers and len(frames) == 1 and _opens(view, frames[0])
    frames = (replace(frames[0], page=False),) if opens else frames
    speaking = {s.start: s for frame in frames for s in frame.speakers}
    first = min(speaking, default=view.sentence.end)
    mentions = [_staff(s, memory) for s in memory.speakers[view.start] if s.start not in speaking]
    _mention([s for s in mentions if s.start < first], memory)  # so that "he" or "the paper" may point to them
    reaches = [reach for frame in frames if (reach := _reach(frame, memory))]
    if not frames and (leader := _leader(view, mentions, memory)):
        reaches = [Reach(view.start, view.sentence.end, _chain_of((*memory.page, hop_of(leader, memory))), "counts")]
    _works(view, reaches, memory)
    reporters = {s.source for s in mentions if s.source in memory.lexis.sources and _reports(s, memory)}
    if not frames and len(reporters) == 1 and not memory.story_is_page:
        one = next(s for s in mentions if s.source in reporters)
        memory.story, memory.age = (*memory.page, hop_of(one, memory)), 0
    giver = None if frames or memory.story_is_page else _giver(view, mentions, memory)
    if giver:
        memory.story, memory.age = (*memory.page, hop_of(giver, memory)), 0
    kinds = {s.kind for s in speaking.values()}
    _mention([s for s in mentions if s.start > first and s.kind not in kinds], memory)
    asides = tuple(it for frame in found if frame.aside and (it := _aside(frame, memory)))
    return Talk(
        tuple(reaches),
        _chain_of(memory.story),
        page=memory.story_is_page,
        age=memory.age,
        item=memory.item,
        source=_sourcing(view, reaches, memory),
        block=view.sentence.block,
        opens=opens,
        asides=asides,
    )


def _aside(frame: Frame, memory: Memory) -> Reach | None:
    """Whose a number in passing is; it opens no story."""
    hops = hops_of_frame(frame.speakers, memory) if frame.speakers else ()
    return None if hops is None else Reach(frame.start, frame.end, _chain_of(hops), frame.family, own=not hops)


def _opens(view: View, frame: Frame) -> bool:
    """ "The lawyers did the sums." at the head of a paragraph: what they found comes after it."""
    told = view.text[frame.stop - view.start :]
    return frame.page and not view.folded.startswith("so ") and not re.search(r"\w", told)


def _home(view: View, memory: Memory) -> None:
    """Whoever is brought in beside the source a page began with speaks to the end of a paragraph; then that one is there again."""
    if view.sentence.kind != "body" or view.sentence.block == memory.block:
        return
    memory.block, memory.paragraphs = view.sentence.block, memory.paragraphs + 1
    first = memory.story[0] if memory.story else None
    if first is None or memory.story_is_page:
        return
    if memory.main and first.label != memory.main[0].label:
        memory.story, memory.age = memory.main, BACK
    elif not memory.main and memory.paragraphs <= BEGUN and first.named and first.role in ("outlet", "office"):
        memory.main = memory.story


BACK = 4  # sentences since it was named that a story taken up again counts as: not as if it were named here
BEGUN = 3  # paragraphs in which a page says whose story it tells


def _leader(view: View, mentions: list[Speaker], memory: Memory) -> Speaker | None:
    """ "Mesarvot, a network of teenagers, lists nine": a sentence with a number that begins with who counts for others is theirs."""
    first = mentions[0] if mentions else None
    if (
        first is None
        or first.start != view.start
        or not first.source
        or view.sentence.kind != "body"
        or is_own(first, memory)
    ):
        return None
    row = memory.lexis.sources.get(first.source)
    if row.kind in ("party", "court", "ministry") if row else first.kind != "person":
        return None
    return first if any(n.kind in ("count", "percent", "ratio", "share") for n in view.numbers) else None


_SLUG = re.compile(r"\W*\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?\b\W*(?:(?:[A-Z]{2,4}|updated)\b\W*)?")


def _slug(view: View, memory: Memory) -> None:
    """A line that begins with the time opens the next item of a live page: the story before it is over; it may name whose the item is."""
    match = _SLUG.match(view.text)
    if match is None or len(view.text) > SOURCE_LINE:
        return
    memory.page, memory.story, memory.story_is_page = (), (), False
    memory.item += 1
    for speaker in memory.speakers[view.start]:
        alone = not re.search(r"\w", view.text[match.end() : speaker.start - view.start])
        if (
            speaker.source
            and alone
            and not re.search(r"\w", view.text[speaker.end - view.start :])
            and not is_own(speaker, memory)
        ):
            memory.page = memory.story = (hop_of(speaker, memory),)
            memory.story_is_page = True


_GIVES = re.compile(
    r" (?:has |had )?(?:published|released|presented|issued|answered|disclosed|put out|made public|unveiled|updated|posted) "
)


def _giver(view: View, mentions: list[Speaker], memory: Memory) -> Speaker | None:
    """ "The ministry published figures on Monday.": what follows is the ministry's."""
    counts = any(n.kind in ("count", "percent", "ratio", "share") for n in view.numbers)
    first = next(
        (s for s in mentions if s.start in memory.subjects and s.source and s.kind in ("office", "outlet")), None
    )
    if counts or first is None or is_own(first, memory):
        return None
    return first if _GIVES.match(view.folded, first.end - view.start) else None


_ARTICLE = re.compile(r"(?:[^,;:]{1,80}, |[^,;:]{1,60} (?:is|was) )?(?:an?|the|one|another) (?:[\w-]+ ){0,2}")


def _leads(view: View, speaker: Speaker, memory: Memory) -> bool:
    """The speaker is what a sentence begins with, and somebody, not a crowd."""
    return speaker.label not in memory.lexis.words_of("unnamed_person") and (
        speaker.start == view.start or bool(_ARTICLE.fullmatch(view.folded[: speaker.start - view.start]))
    )


def _reports(speaker: Speaker, memory: Memory) -> bool:
    row = memory.lexis.sources.get(speaker.source or "")
    return row is not None and row.kind in memory.lexis.group("reporter") and not is_own(speaker, memory)


def _staff(speaker: Speaker, memory: Memory) -> Speaker:
    """ "The journalists of X" stand for X."""
    row = memory.lexis.sources.get(speaker.of or "") if speaker.source is None and speaker.kind == "group" else None
    if row is None or row.kind not in memory.lexis.group("reporter"):
        return speaker
    return replace(speaker, label=row.name, kind="outlet", source=row.id, noun="", of=None, refers=False)


def _sourcing(view: View, reaches: list[Reach], memory: Memory) -> Chain | None:
    """A sentence without a count that speaks of figures and names whose they are: every name in it, the last the origin."""
    if any(n.kind in ("count", "percent", "ratio", "share") for n in view.numbers) or not NUMBERS.search(view.folded):
        return None
    hops = [hop for reach in reaches for hop in reach.chain.hops if hop.named and hop.role in ("outlet", "office")]
    others = [
        s
        for s in memory.speakers[view.start]
        if not is_own(s, memory) and (not s.refers or view.text[s.start - view.start].isupper())
    ]
    hops += [h for s in others if s.source and _reports(s, memory) and (h := hop_of(s, memory)) not in hops]
    offices = [
        s for s in others if s.kind == "office" and not _reports(s, memory) and _lasts(hop_of(s, memory), memory)
    ]
    alone = [s for s in others if s.kind in ("office", "outlet") and (s.source or s.kind == "office")]
    if not hops and len(alone) == 1 and POINTED.search(view.folded):
        return _chain_of((*memory.page, hop_of(alone[0], memory)))
    if hops and len(offices) == 1 and offices[0].label not in {h.label for h in hops}:
        hops.append(hop_of(offices[0], memory))
        return _chain_of(tuple(origin_last(hops, memory)))
    if not hops and memory.age == 0:
        hops = [hop for hop in memory.story if hop.named]
    hops.sort(key=lambda hop: bool((row := memory.lexis.sources.get(hop.source or "")) and row.origin))
    return _chain_of(tuple(hops)) if hops else None


def _mention(speakers: list[Speaker], memory: Memory) -> None:
    """Remember who was mentioned without being said to say anything."""
    for speaker in speakers:
        if is_own(speaker, memory) or speaker.noun in ("he", "she", "it", "they", "we") or speaker.kind == "self":
            continue
        if speaker.noun in memory.lexis.words_of("anonymous") and not speaker.refers:
            memory.by_kind["unnamed"] = (*memory.story[:1], hop_of(speaker, memory))
        remember_staff(speaker, memory)
        remember_papers(speaker, memory)
        if speaker.source:
            memory.note(speaker, (*memory.page, hop_of(speaker, memory)))
        elif (
            speaker.kind == "person"
            and speaker.refers
            and speaker.start in memory.subjects
            and speaker.noun in memory.by_noun
        ):
            memory.by_kind["person"] = memory.by_noun[speaker.noun]
        elif speaker.kind == "office" and speaker.start in memory.subjects and " " in speaker.label:
            memory.by_kind["it"] = memory.by_kind["office"] = (hop_of(speaker, memory),)
        elif speaker.kind == "outlet" and not speaker.refers:
            memory.by_kind["it"] = (hop_of(speaker, memory),)
        elif speaker.kind == "person" and not speaker.refers and speaker.start in memory.subjects:
            memory.by_kind["person"] = (*memory.story[:1], hop_of(speaker, memory))
            if speaker.noun:
                memory.by_noun.setdefault(speaker.noun, (hop_of(speaker, memory),))
        elif speaker.kind == "document" and not speaker.refers and not speaker.of:
            memory.by_kind["it"] = (*memory.story, hop_of(speaker, memory))


def _works(view: View, reaches: list[Reach], memory: Memory) -> None:
    """ "In a letter the office disclosed …": the letter goes on being the office's."""
    chains = {reach.chain for reach in reaches if reach.chain.hops}
    if len(chains) != 1:
        return
    hops = next(iter(chains)).hops
    for speaker in memory.speakers[view.start]:
        if (
            speaker.kind == "product"
            and not speaker.refers
            and speaker.noun in memory.lexis.words_of("generic_product")
        ):
            for noun in (speaker.noun, *(LETTERS if speaker.noun in LETTERS else ())):
                memory.by_noun[noun] = hops


LETTERS = ("letter", "answer", "reply", "response")


def _reach(frame: Frame, memory: Memory) -> Reach | None:
    hops = hops_of_frame(frame.speakers, memory, told=frame.told)
    if hops is None:
        return None
    if frame.speakers[-1].kind != "self":
        first = hops[0] if hops else None
        lasting = (
            first is None
            or (first.role in ("outlet", "office") and _lasts(first, memory))
            or (first.named and first.role != "group" and not memory.story)
            or (first.role == "document" and not memory.story and frame.family == "counts")
        )
        if frame.page or (lasting and not memory.story_is_page):
            memory.story, memory.age = _lasting(hops), 0
            memory.story_is_page = frame.page
        elif first and memory.story and first.label == memory.story[0].label:
            memory.age = 0
    own = any(s.kind == "self" or is_own(s, memory) for s in frame.speakers)
    return Reach(frame.start, frame.end, _chain_of(hops), frame.family, frame.page, own)


def _lasts(hop: Hop, memory: Memory) -> bool:
    """A party to the events is quoted for a sentence; only one that counts for others carries a story."""
    row = memory.lexis.sources.get(hop.source or "")
    return row is None or row.kind != "party" or bool(row.origin)


def _lasting(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The part of a chain a story goes on with: without the unnamed person, group or paper at its end."""
    last = hops[-1] if hops else None
    return hops[:-1] if len(hops) > 1 and last and not last.named else hops


def _title_source(view: View, memory: Memory) -> None:
    """A headline that ends in "– X" or begins with "X:" names the source of the page's story."""
    for speaker in memory.speakers[view.start]:
        tail = view.folded[speaker.end - view.start :].strip(" .\"'")
        head = view.folded[: speaker.start - view.start]
        if (
            speaker.source
            and not is_own(speaker, memory)
            and ((not tail and re.search(r"[-,:|] $", head)) or (tail.startswith(":") and not head.strip()))
        ):
            memory.story = (*memory.page, hop_of(speaker, memory))
            memory.note(speaker, memory.story)
            return


def _source_line(document: Document, views: tuple[View, ...], lexis: Lexis, memory: Memory) -> tuple[Hop, ...]:
    """A line "Source: X" puts X before every chain of the page."""
    for view in views:
        match = _CREDIT_LINE.match(view.folded)
        short = view.folded.startswith(("via ", "h/t ")) and len(view.text.split()) <= SIGNED
        if (
            not match
            or len(view.text) > SOURCE_LINE
            or not (":" in match.group() or "published" in match.group() or short)
        ):
            continue
        named = [s for s in memory.speakers[view.start] if s.source and not is_own(s, memory)]
        offices = [s for s in memory.speakers[view.start] if s.kind == "office" and not s.source and not s.refers]
        if named:
            return tuple(hop_of(s, memory) for s in (named[0], *offices[:1]))
        name = view.text[match.end() :].strip(" .")
        if name and len(name.split()) <= 5 and fold(name) not in memory.own:
            start = view.start + match.end()
            label = name if not name.islower() else name.capitalize()
            return (Hop(label, fold(name), "outlet", document.quote(start, start + len(name))),)
    return ()


def _dateline(views: tuple[View, ...], memory: Memory) -> tuple[Hop, ...]:
    """ "KYIV (Reuters) -": the page is told after an agency that is not its publisher."""
    for view in views[:HEAD]:
        for speaker in memory.speakers[view.start]:
            before, at = view.text[: speaker.start - view.start], speaker.end - view.start
            opened = before.endswith(("(", "/")) and re.fullmatch(r"[^()/]{0,60}[(/]", before)
            known = opened and speaker.source in memory.lexis.sources and _DASH.match(view.text, at)
            if known and not is_own(speaker, memory):
                return (hop_of(speaker, memory),)
    return ()


HEAD = 8  # sentences in which a dateline may stand
_DASH = re.compile(r"(?:/[\w ]{1,20})?[)/]\.?\s*[-–—]|/\.")
_CREDIT_LINE = re.compile(
    r"(?:sources?|via|h/t|originally published (?:by|in|on)|first published (?:by|in|on))\s*:?\s+"
)
SOURCE_LINE = 120  # code points of a line that names the source of the page
SIGNED = 5  # words of a line that only says by whom the page came
ASKED = 2  # sentences of a paragraph that only asks
_QUESTIONS = 3  # lines that only ask, after which a page is an interview


def _interview(views: tuple[View, ...], talks: list[Talk], memory: Memory) -> list[Talk]:
    """Questions on lines of their own make an interview: what is no question is said by whom the page presents at its head."""
    last = {v.sentence.block: v for v in views}
    length = Counter(v.sentence.block for v in views)
    closed = {block for block, v in last.items() if v.text.endswith("?") and length[block] <= ASKED}
    asked = [i for i, v in enumerate(views) if v.sentence.block in closed]
    if len(closed) < _QUESTIONS:
        return talks
    guest = _guest(views[: asked[0]], memory)
    if guest is None:
        return talks
    hops = (*memory.page, hop_of(guest, memory))
    out = list(talks)
    for i in range(asked[0], len(views)):
        if i in asked or views[i].sentence.kind not in ("body", "bullet"):
            continue
        own = tuple(replace(r, chain=_chain_of((*hops, *r.chain.hops)), own=False) for r in talks[i].reaches)
        whole = Reach(views[i].start, views[i].sentence.end, _chain_of(hops), "says")
        out[i] = replace(talks[i], reaches=own or (whole,))
    return out


_SPOKEN = re.compile(
    r"\b(?:interview\w*|we (?:spoke|talked|met|asked)|spoke (?:to|with)|talked (?:to|with)|in conversation|q ?& ?a|answers|"
    r"(?:receives?|received|tells?|told|meets?|met) us|sat down with|(?:a )?(?:talk|conversation|chat) with)\b"
)


def _guest(lead: tuple[View, ...], memory: Memory) -> Speaker | None:
    """Whom the head of an interview presents: somebody named, else the first person of a role."""
    found = [s for v in lead for s in memory.speakers[v.start] if not is_own(s, memory) and s.kind != "self"]
    found = [s for s in found if not is_enacted(s, memory)]
    people = [s for s in found if s.kind == "person" or memory.lexis.is_person(s.source)]
    spoken = any(_SPOKEN.search(v.folded) for v in lead)
    named = [s for s in people if s.source] or [s for s in people if spoken and s.noun and not s.refers]
    return next(iter(named or [s for s in found if s.source]), None)


NAMED_WITHIN = 4  # sentences after which somebody unnamed is no longer given a name
_IS_NAMED = re.compile(
    r"(?:the|this|that|it) ?(?:[\w-]+ ){0,2}?[\w-]*,? ?(?:(?:which|that) )?(?:(?:is|was|goes|styles itself|calls itself|itself) )?"
    r"(?:(?:called|named|known|calling itself|by the name|under the name|as|of) ){0,3}[\"'(]?"
)

_CALLED = re.compile(
    r"(?:(?:better |also |commonly |generally )?(?:known|named|called|dubbed|registered|operating|working|going|"
    r"calling itself|styling itself)"
    r"(?: (?:as|by|under|to \w+ as))?(?: the name)?(?: of)?) [\"'(]?"
)


def _named_next(views: tuple[View, ...], talks: list[Talk], memory: Memory) -> list[Talk]:
    """ "A group of helpers says … . Open Door, as it calls itself, expects …": soon after it is named whom the page meant."""
    out = list(talks)
    for i in range(len(out) - 1):
        chains = [r.chain for r in out[i].reaches[-1:]] or [c for c in (out[i].source,) if c]
        last = chains[0].hops[-1] if chains and chains[0].hops else None
        if last is None or last.named or last.role not in ("outlet", "office", "group"):
            continue
        noun = last.label.split()[-1]
        if noun not in memory.lexis.words_of("nameless"):
            continue
        for k in range(i + 1, min(len(out), i + 1 + NAMED_WITHIN)):
            named = _introduced(views[k], noun, memory, near=k == i + 1)
            if named is not None and (named.kind, last.role) == ("outlet", "office"):
                break
            if named is not None and named.label not in chains[0].labels():
                hop = hop_of(named, memory)
                out[i : k + 1] = [_renamed(talk, last, hop) for talk in out[i : k + 1]]
                break
    return out


def _introduced(view: View, noun: str, memory: Memory, *, near: bool) -> Speaker | None:
    """Whom a sentence names at its head: at once, or after "the group, named …" where that is what went before."""
    for speaker in memory.speakers[view.start]:
        at = speaker.start - view.start
        if speaker.source and not is_own(speaker, memory):
            again = noun in view.folded[:at].split(",")[0].split() and _IS_NAMED.fullmatch(view.folded, 0, at)
            called = near and _CALLED.fullmatch(view.folded, 0, at)
            return speaker if (near and at <= 4) or called or again else None
    return None


def _renamed(talk: Talk, last: Hop, hop: Hop) -> Talk:
    """The talk with a named hop for the unnamed one."""

    def chain(of: Chain) -> Chain:
        ends = of.hops and of.hops[-1].label == last.label and not of.hops[-1].named
        return _chain_of((*of.hops[:-1], hop)) if ends else of

    reaches = tuple(replace(r, chain=chain(r.chain)) for r in talk.reaches)
    return replace(talk, reaches=reaches, story=chain(talk.story), source=chain(talk.source) if talk.source else None)
