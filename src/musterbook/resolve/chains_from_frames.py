"""Frames of all sentences -> chains: pronouns and "the agency" resolved, hops put in order, the publisher left out of its own chain."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.bodies_from_speakers import bodies_from_speakers
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.frames_from_view import frames_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.lists_from_view import puts_out_list
from musterbook.extract.names_from_view import Speaker, capitals_of
from musterbook.extract.speakers_from_view import cast_from_speakers, speakers_from_view, with_bodies, with_cast
from musterbook.extract.views_from_page import View
from musterbook.model import Chain, Document, Hop
from musterbook.resolve.hops_from_speakers import (
    Memory,
    chain_of,
    hop_of,
    hops_of_frame,
    is_own,
    origin_last,
    own_names,
    remember_papers,
    remember_staff,
)
from musterbook.resolve.offices_from_speakers import with_offices
from musterbook.resolve.people_from_next import with_people
from musterbook.resolve.story_from_heads import dateline, slug, source_line, title_source
from musterbook.resolve.talks_from_announcements import announced
from musterbook.resolve.talks_from_credits import credited
from musterbook.resolve.talks_from_interview import interview
from musterbook.resolve.talks_from_namings import named_next
from musterbook.resolve.talks_from_neighbours import (
    Reach,
    Talk,
    asks,
    points_to_figures,
    quoted,
    speaks_of_figures,
    whole_page,
)
from musterbook.resolve.talks_from_provenance import provenance
from musterbook.resolve.talks_from_work import worked, worker


def talks_from_views(document: Document, views: tuple[View, ...], lexis: Lexis) -> tuple[Talk, ...]:
    """Return, for each sentence, who is said to say what."""
    memory = Memory(document, lexis, own_names(document, lexis), _speakers(document, views, lexis))
    blocks = [view.sentence.block for view in views]
    memory.openers = frozenset(
        v.start
        for i, v in enumerate(views[:-1])
        if blocks[i] == blocks[i + 1] and (not i or blocks[i - 1] != blocks[i])
    )
    memory.page = source_line(document, views, lexis, memory)
    memory.page = memory.page or dateline(views, memory)
    memory.story, memory.story_is_page = memory.page, bool(memory.page)
    talks = [_talk(view, memory) for view in views]
    talks = interview(views, talks, memory)
    talks = named_next(views, talks, memory)
    talks = announced(views, credited(views, whole_page(views, talks)), memory)
    return tuple(_continued(views, worked(views, quoted(document.text, views, talks))))


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
        says = last.reaches[-1:] if not any(r.list for r in last.reaches) else ()
        before = says[0].chain if says and not says[0].own else last.before
        if before is not None:
            out[i] = replace(out[i], before=before, opened=last.opens or last.opened)
    return out


def _speakers(document: Document, views: tuple[View, ...], lexis: Lexis) -> dict[int, tuple[Speaker, ...]]:
    page = capitals_of(document.text)
    found = tuple(speakers_from_view(view, lexis, page) for view in views)
    bodies = bodies_from_speakers(found, lexis)
    found = tuple(with_bodies(view, some, bodies, lexis, page) for view, some in zip(views, found, strict=True))
    cast = cast_from_speakers(found)
    cast_in = {
        view.start: tuple(_who_left(s, view, lexis) for s in with_cast(view, speakers, cast))
        for view, speakers in zip(views, found, strict=True)
    }
    return with_people(document, views, with_offices(document, views, cast_in, lexis), lexis)


_LEFT = re.compile(
    r",? \(?(?:(?:and|until|before|who|he|she|has|had|himself|herself|once|also|too|then|since|later|recently|"
    r"a|an|is|was|in turn) ){0,4}(?P<deed>(\w+)(?:or|er|ed))\b"
)


def _who_left(speaker: Speaker, view: View, lexis: Lexis) -> Speaker:
    """ "A captain, himself a defector": what he did goes with the rank he is called by."""
    if speaker.kind != "person" or speaker.source or speaker.refers or not speaker.noun:
        return speaker
    left = _LEFT.match(view.folded, speaker.end - view.start)
    if left is None:
        return speaker
    did = lexis.group("departure") | lexis.group("left")
    if not any(h.start == view.start + left.start("deed") and h.value in did for h in view.of("lexicon")):
        return speaker
    if left["deed"] == speaker.noun:
        return speaker  # "X, a deserter"
    deed = f"{left.group(2)}ed "
    return speaker if speaker.label.startswith(deed) else replace(speaker, label=deed + speaker.label)


def _talk(view: View, memory: Memory) -> Talk:
    memory.age += 1
    if view.sentence.kind in ("title", "heading"):
        slug(view, memory)
        title_source(view, memory)
        story = memory.story
        reaches = [
            r
            for frame in frames_from_view(view, memory.lexis, memory.speakers[view.start])
            if not frame.aside and (r := _reach(frame, memory))
        ]
        memory.story = story or memory.story
        return Talk(
            tuple(r for r in reaches if r.chain.hops),
            chain_of(memory.story),
            page=memory.story_is_page,
            age=0 if reaches else memory.age,
            item=memory.item,
        )
    slug(view, memory)
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
    reaches = [
        r for f in frames if (r := _listing(f, memory) if puts_out_list(view, f) else _reach(f, memory)) is not None
    ]
    if not frames and (leader := _leader(view, mentions, memory)):
        reaches = [Reach(view.start, view.sentence.end, chain_of((*memory.page, hop_of(leader, memory))), "counts")]
    _works(view, reaches, memory)
    if not frames and not memory.story_is_page:
        _taken_up(view, mentions, memory)
    kinds = {s.kind for s in speaking.values()}
    _mention([s for s in mentions if s.start > first and s.kind not in kinds], memory)
    asides = tuple(it for frame in found if frame.aside and (it := _aside(frame, memory)))
    source, made = _made(view, reaches, memory)
    return Talk(
        tuple(reaches),
        chain_of(memory.story),
        page=memory.story_is_page,
        age=memory.age,
        item=memory.item,
        source=source,
        block=view.sentence.block,
        opens=opens,
        asides=asides,
        made=made and not opens,
        works=None if reaches and view.says_how_many() else worker(view, memory),
    )


def _taken_up(view: View, mentions: list[Speaker], memory: Memory) -> None:
    """Let a sentence in which nobody speaks go on with the one house in it that reports, or that put its numbers out."""
    reporters = {s.source for s in mentions if s.source in memory.lexis.sources and _reports(s, memory)}
    if len(reporters) == 1:
        one = next(s for s in mentions if s.source in reporters)
        memory.story, memory.age = (*memory.page, hop_of(one, memory)), 0
    giver = _giver(view, mentions, memory)
    if giver:
        memory.story, memory.age = (*memory.page, hop_of(giver, memory)), 0


def _made(view: View, reaches: list[Reach], memory: Memory) -> tuple[Chain | None, bool]:
    """Whom a sentence says the page has its numbers from, and whether it tells how they came about; a house that made them goes on."""
    source = _sourcing(view, reaches, memory)
    base = source or next((r.chain for r in reaches if r.chain.hops), None)
    made = provenance(view, base, memory, told=bool(reaches))
    if made and base is None and not memory.story_is_page and made.hops[0].role in ("outlet", "office"):
        memory.story, memory.age = _lasting(made.hops), 0
    return source if made == base else made or source, made is not None


def _aside(frame: Frame, memory: Memory) -> Reach | None:
    """Whose a number in passing is; it opens no story."""
    hops = hops_of_frame(frame.speakers, memory) if frame.speakers else ()
    return None if hops is None else Reach(frame.start, frame.end, chain_of(hops), frame.family, own=not hops)


def _listing(frame: Frame, memory: Memory) -> Reach | None:
    """Whose list a number was found on; it opens no story, and "the outlet" goes on being who it was."""
    known = {kind: memory.by_kind.get(kind) for kind in ("outlet", "it")}
    reach = _aside(frame, memory)
    for kind, hops in known.items():
        memory.by_kind[kind] = hops or memory.story
    return reach and replace(reach, list=True)


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
    if first.label in memory.lexis.words_of("open_record"):
        memory.story = memory.main if memory.main != memory.story else ()
        return  # records open to all bear out the numbers of their paragraph
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
    return first if view.says_how_many() else None


_GIVES = re.compile(
    r" (?:has |had )?(?:published|released|presented|issued|answered|disclosed|put out|made public|unveiled|updated|posted) "
)


def _giver(view: View, mentions: list[Speaker], memory: Memory) -> Speaker | None:
    """ "The ministry published figures on Monday.": what follows is the ministry's."""
    first = next(
        (s for s in mentions if s.start in memory.subjects and s.source and s.kind in ("office", "outlet")), None
    )
    if first is None or is_own(first, memory):
        return None
    if first.work and first.start == min(s.start for s in mentions):
        return first  # "the ombudsman's yearly review runs to 40 pages"
    if view.says_how_many():
        return None
    return first if _GIVES.match(view.folded, first.end - view.start) else None


_ARTICLE = re.compile(
    r"(?:[^,;:]{1,80}, |[^,;:]{1,60} (?:is|was) )?(?:an?|the|one|another) (?:[\w-]+ ){0,2}|[\w-]+(?:'s|s') (?:[\w-]+ )?"
)


def _leads(view: View, speaker: Speaker, memory: Memory) -> bool:
    """The speaker is what a sentence begins with, and somebody, not a crowd."""
    return speaker.label not in memory.lexis.words_of("unnamed_person") and (
        speaker.start == view.start
        or (
            view.folded[speaker.start - view.start - 1] == " "
            and bool(_ARTICLE.fullmatch(view.folded, 0, speaker.start - view.start))
        )
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
    if view.says_how_many() or not speaks_of_figures(view) or asks(view):
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
    if not hops and len(alone) == 1 and points_to_figures(view):
        return chain_of((*memory.page, hop_of(alone[0], memory)))
    if hops and len(offices) == 1 and offices[0].label not in {h.label for h in hops}:
        hops.append(hop_of(offices[0], memory))
        return chain_of(tuple(origin_last(hops, memory)))
    if not hops and memory.age == 0:
        hops = [hop for hop in memory.story if hop.named]
    hops.sort(key=lambda hop: bool((row := memory.lexis.sources.get(hop.source or "")) and row.origin))
    return chain_of(tuple(hops)) if hops else None


def _mention(speakers: list[Speaker], memory: Memory) -> None:
    """Remember who was mentioned without being said to say anything."""
    for speaker in speakers:
        if is_own(speaker, memory) or speaker.noun in ("he", "she", "it", "they", "we") or speaker.kind == "self":
            continue
        if speaker.noun in memory.lexis.words_of("anonymous") and not speaker.refers:
            memory.by_kind["unnamed"] = (*memory.story[:1], hop_of(speaker, memory))
        remember_staff(speaker, memory)
        remember_papers(speaker, memory)
        if speaker.noun in memory.lexis.words_of("newsroom") and speaker.refers and memory.story:
            memory.by_kind["newsroom"] = memory.by_kind.get("outlet") or memory.story
        if speaker.source:
            memory.note(speaker, (*memory.page, hop_of(speaker, memory)))
        elif (
            speaker.kind == "person"
            and speaker.refers
            and speaker.start in memory.subjects
            and speaker.noun in memory.by_noun
        ):
            memory.by_kind["person"] = memory.by_noun[speaker.noun]
        elif speaker.kind == "office" and _is_again(speaker, memory):
            continue  # "the exile group" after it was named
        elif speaker.kind == "office" and speaker.start in memory.subjects and " " in speaker.label:
            memory.by_kind["it"] = memory.by_kind["office"] = (hop_of(speaker, memory),)
        elif speaker.kind == "outlet" and not speaker.refers:
            memory.by_kind["it"] = (hop_of(speaker, memory),)
        elif speaker.kind == "person" and not speaker.refers and speaker.start in memory.subjects:
            memory.by_kind["person"] = (*memory.story[:1], hop_of(speaker, memory))
            if speaker.noun:
                memory.by_noun.setdefault(speaker.noun, (hop_of(speaker, memory),))
        elif speaker.kind == "group" and speaker.start in memory.subjects and _answers(speaker, memory):
            memory.by_kind["group"] = (*memory.story[:1], hop_of(speaker, memory))
        elif speaker.kind == "document" and not speaker.refers and not speaker.of:
            memory.by_kind["it"] = (*memory.story, hop_of(speaker, memory))


def _is_again(speaker: Speaker, memory: Memory) -> bool:
    """ "The exile group" points back to whom a word for any body may mean, when one was named."""
    known = memory.by_kind.get("it") if speaker.refers else None
    nouns = memory.lexis.words_of("nameless")
    return bool(known and known[-1].named and speaker.noun.split()[-1:] and speaker.noun.split()[-1] in nouns)


def _answers(speaker: Speaker, memory: Memory) -> bool:
    """A group that may go on as "they": nobody in uniform, who are told of, and no newsroom, which is its outlet."""
    quiet = memory.lexis.words_of("newsroom") | memory.lexis.words_of("in_uniform")
    return not memory.lexis.private(speaker.noun) and speaker.noun not in quiet


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
        if frame.page or (lasting and (not memory.story_is_page or memory.page)):
            memory.story, memory.age = _lasting(hops), 0
            memory.story_is_page = frame.page
        elif first and memory.story and first.label == memory.story[0].label:
            memory.age = 0
    own = any(s.kind == "self" or is_own(s, memory) for s in frame.speakers)
    return Reach(frame.start, frame.end, chain_of(hops), frame.family, frame.page, own)


def _lasts(hop: Hop, memory: Memory) -> bool:
    """A party to the events is quoted for a sentence; only one that counts for others carries a story."""
    return not memory.lexis.is_party(hop.source)


def _lasting(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The part of a chain a story goes on with: without the unnamed person, group or paper at its end."""
    last = hops[-1] if hops else None
    return hops[:-1] if len(hops) > 1 and last and (not last.named or last.role == "document") else hops
