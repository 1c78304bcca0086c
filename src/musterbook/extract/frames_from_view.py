"""View -> frames: who is said to say what, and over which stretch of the sentence each attribution reaches."""

from __future__ import annotations

import re
from dataclasses import replace

from musterbook.codebook.language_rows import Cue
from musterbook.codebook.match import Hit, fold
from musterbook.extract.frames_from_names import (
    Frame,
    answered,
    bracket_frame,
    labelled_frame,
    learned_frames,
    made_frames,
    named_frame,
    opening_frame,
    other_frames,
    own_frames,
    surfaced_frames,
    whom_frames,
    works_frames,
)
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.reaches_from_frames import reaches_from_frames
from musterbook.extract.subject_from_view import WHOM_WE, subject_of
from musterbook.extract.views_from_page import View

_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are|being|am|to|got)(?: \w+ly)? $")
_NOUN = re.compile(r"\b(?:the|a|an|its|his|her|their|our|of|in|no|any|such|recent|previous|earlier|latest|by) $")
_THIS = re.compile(r"(?: (?:about|on))? (?:this|it|the (?:news|incident|story))\W*$|\W*$|(?: and [^\d]*)$")


def frames_from_view(view: View, lexis: Lexis, all_speakers: tuple[Speaker, ...]) -> tuple[Frame, ...]:
    """Return the attributions of a sentence in order; their stretches do not overlap unless one nests in the other."""
    if not all_speakers:
        return ()
    roles = view.of("roles")
    spans = [(c.start, c.end) for c in view.of("cues") if " " in c.value]
    speakers = tuple(s for s in all_speakers if s.source or not any(a <= s.start and s.end <= b for a, b in spans))
    cues = [
        c
        for c in view.of("cues")
        if not any((r.start < c.start and c.end <= r.end) or (r.start <= c.start and c.end < r.end) for r in roles)
    ]
    frames: list[Frame] = []
    for cue in cues:
        for row in lexis.cues.get(cue.value, ()):
            frame = (
                _verb(view, cue, row, speakers, lexis)
                if row.form.startswith("S cue")
                else _preposition(view, cue, row, speakers, lexis)
            )
            if frame and not any(f.begin <= frame.cue.start < f.stop for f in frames):
                frames.append(frame)
                break
    frames.extend(learned_frames(view, speakers, frames))
    frames.extend(whom_frames(view, speakers, frames))
    frames.extend(works_frames(view, speakers, frames))
    frames.extend(made_frames(view, speakers, frames))
    if not frames and (label := labelled_frame(view, speakers)):
        frames.append(label)
    if not frames and (named := named_frame(view, speakers, lexis)):
        frames.append(named)
    frames.extend(surfaced_frames(view, speakers, frames))
    if bracket := bracket_frame(view, speakers, frames):
        frames.append(bracket)
    frames.extend(other_frames(view, speakers, frames))
    frames.extend(own_frames(view, speakers, frames))
    if opening := opening_frame(view, speakers, frames):
        frames.append(opening)
    return reaches_from_frames(view, sorted(frames, key=lambda f: f.begin))


def _verb(view: View, cue: Hit, row: Cue, speakers: tuple[Speaker, ...], lexis: Lexis) -> Frame | None:
    """X said that …; …, X said; …, said X; X told Y that …"""
    at, end = cue.start - view.start, cue.end - view.start
    before = view.left(at)
    speakers = tuple(
        s
        for s in speakers
        if not (row.family == "counts" and s.kind in ("person", "group") and s.source is None and not _finds(s))
    )
    if _PASSIVE.search(before) or _NOUN.search(before) or view.folded[end : end + 1] == "-":
        return None
    if before.endswith(" as ") and view.folded[at:end].split()[0].endswith("ing"):
        return None  # "X quoted Y as saying": Y has its frame already
    papers = any(s.kind == "document" and 0 <= cue.start - s.end <= 2 for s in speakers)
    if row.form == "S cue that C" and not _claims(view, end) and not _AFTER.search(before) and not papers:
        return None
    if row.family == "relays" and view.folded[at:end].split()[0].endswith("ing"):
        return None  # "citing X" adds a hop; it has no subject of its own
    back = before.strip() == "so"
    inverted = _inverted(view, cue, speakers) if back or re.search(r"[,\"”'-]\s*$", before) else None
    if inverted and view.folded[at:end].split()[0] in ("told", "tells", "tell"):
        inverted = None  # whom it was told to
    subject = None if inverted else subject_of(view, cue, speakers)
    if not subject and not inverted:
        return None
    speaker = subject or inverted
    assert speaker is not None
    if speaker.noun == "we" and WHOM_WE.search(view.left(speaker.start - view.start)):
        return None
    if row.family == "counts" and subject and _acts(speaker) and not _claims(view, end):
        return None
    hops = [speaker]
    stop = max(cue.end, speaker.end)
    if asked := answered(view, speaker, speakers):
        hops.insert(0, asked)
        stop = max(stop, asked.end)
    elif told := _told(view, cue, speakers, lexis):
        hops.insert(0, told)
        stop = told.end
    if row.family != "relays" and (before_it := _worked_from(view, speaker, speakers)):
        hops = [*hops, before_it]
    if row.family == "relays":
        cited = next((s for s in speakers if 0 <= s.start - cue.end <= 40), None)
        if cited is None or re.search(r"[:;,]", view.folded[cue.end - view.start : cited.start - view.start]):
            return None
        hops, stop = [*hops, cited], cited.end
    if cue.value in ("learn", "hear", "know") and (told_by := _learned_from(view, cue, speakers)):
        hops, stop = [*hops, told_by], told_by.end
    elif row.family in ("counts", "says") and (basis := _basis(view, stop, speakers)) is not None:
        hops = [*hops, basis]
    rest = view.folded[stop - view.start :]
    begin = min(cue.start, speaker.start)
    trails = bool(inverted) or (
        bool(re.search(r"(?:[,\"”'-]|, as)\s*$", view.left(begin - view.start))) and not _claim_follows(rest)
    )
    page = back or (bool(_THIS.match(rest)) and begin - view.start < 45 and not trails)
    return Frame(cue, row.family, tuple(hops), begin, stop, view.start, view.sentence.end, trails=trails, page=page)


_BASIS = re.compile(r"\b(?:from|in|using|through|based on|on the basis of|thanks to|citing)(?: \w+){0,2} $")


_WORKED = re.compile(r"(?:\w+ing(?: through| over| to)?|based on|from|after \w+ing|having \w+) (?:[\w-]+ ){0,3}")


def _worked_from(view: View, subject: Speaker, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """ "Going through court records, X counted …": the papers stand behind X."""
    first = speakers[0]
    if first.kind != "document" or first.end > subject.start or first is subject:
        return None
    return first if _WORKED.fullmatch(view.left(first.start - view.start)) else None


def _learned_from(view: View, cue: Hit, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """ "X learned from Y that …" """
    for speaker in speakers:
        gap = view.folded[cue.end - view.start : speaker.start - view.start] if speaker.start >= cue.end else ""
        if re.fullmatch(r" from (?:\w+ ){0,3}", gap):
            return speaker
    return None


def _basis(view: View, stop: int, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """The document a count or a finding was made from: "counted from court records"."""
    for speaker in speakers:
        if speaker.start >= stop and speaker.kind == "document" and not speaker.refers:
            return speaker if _BASIS.search(view.left(speaker.start - view.start)) else None
    return None


def _finds(speaker: Speaker) -> bool:
    """People whose findings are claims: not soldiers who find themselves somewhere."""
    return (
        speaker.refers
        or bool(speaker.of)
        or (
            speaker.noun.endswith(("ists", "ers", "tors", "rs", "ors")) and not speaker.noun.endswith(("diers", "ters"))
        )
    )


def _acts(speaker: Speaker) -> bool:
    """An office nobody names may find, reach or show as an act: a court finds a man guilty."""
    return speaker.kind == "office" and speaker.source is None


_AFTER = re.compile(r", (?:(?:the|a|an) )?(?:[\w.'-]+ ){1,5}$")


_CLAIM = re.compile(
    r"[\s\"”']*(?:,|:|\.|$)|"
    r"\s+(?:(?:on|in|to|via|at|during) (?:[\w'-]+ ){1,5})?(?:that|how|why)|"
    r"\s+(?:whether|from|about(?! \d)|of|there|the number|some|"
    r"at least|over|more than|\d|[\"“'])|\s+(?:[\w'-]+ ){1,7}at (?:[a-z]+ ){0,3}\d"
)


def _claims(view: View, end: int) -> bool:
    """After a verb that may also be an act ("wrote a law"), only a clause, a quotation or a number is a claim."""
    return bool(_CLAIM.match(view.folded[end:]))


def _inverted(view: View, cue: Hit, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """…, said X: the speaker directly after the verb, articles and adjectives between."""
    for speaker in speakers:
        if speaker.start >= cue.end:
            gap = view.folded[cue.end - view.start : speaker.start - view.start]
            return (
                speaker
                if re.fullmatch(
                    r" (?:[\w'-]+, (?:an? |the )|(?:the|a|an|one|its|their|his|her|\w+'s) )?(?:[\w-]+ ){0,3}", gap
                )
                and not re.search(r"\b(?:that|to|in|on|at|by|for|of)\b|\d", gap)
                else None
            )
    return None


def _claim_follows(rest: str) -> bool:
    return not re.match(r"^[\s\"”']*(?:[,.;:!?)-]|$)", rest) or bool(re.match(r"\s*:\s*\S|\s*, [\"“']", rest))


_TO = re.compile(r" to (?:the )?(?:[\w-]+ ){0,2}[\"“'*]?")


def _told(view: View, cue: Hit, speakers: tuple[Speaker, ...], lexis: Lexis) -> Speaker | None:
    """The one who was told: an outlet or its people, not an audience."""
    word = view.folded[cue.start - view.start : cue.end - view.start]
    if word.split()[0] not in ("told", "tell", "tells", "telling"):
        return next(
            (
                s
                for s in speakers
                if s.kind == "outlet"
                and s.source
                and s.start > cue.end
                and _TO.fullmatch(view.folded[cue.end - view.start : s.start - view.start])
            ),
            None,
        )
    gap_limit = 30
    for speaker in speakers:
        gap = speaker.start - cue.end
        if 0 <= gap <= gap_limit:
            between = view.folded[cue.end - view.start : speaker.start - view.start]
            if re.search(r"\b(?:that|how|of|about)\b|[,:\"]", between):
                return None
            if speaker.kind == "office" and fold(speaker.label).split()[-1] in lexis.words_of("audience"):  # it hears and passes nothing on
                return None
            if (
                (speaker.kind in ("outlet", "office") and not speaker.refers)
                or speaker.kind == "outlet"
                or (speaker.kind == "group" and speaker.refers)
                or speaker.noun == "we"
            ):
                return speaker
            return None
    return None


def _preposition(view: View, cue: Hit, row: Cue, speakers: tuple[Speaker, ...], lexis: Lexis) -> Frame | None:
    """According to X, …; …, as reported by X; …, citing X."""
    if row.form not in ("cue S", "work S"):
        return None
    if "whose" in cue.value:
        back = [s for s in speakers if s.end <= cue.start]
        return Frame(cue, row.family, (back[-1],), cue.start, cue.end, view.start, view.sentence.end) if back else None
    speaker = _after(view, cue, speakers)
    if row.form == "work S" and (speaker is None or (speaker.source is None and speaker.kind != "office")):
        return None  # "data of cases": the work is described, not ascribed
    speaker = speaker or _unknown(view, cue, lexis)
    if speaker is None:
        return None
    paper = row.family == "obtains" and next(
        (s for s in speakers if s.kind in PAPERS and s.source is None and 0 <= cue.start - s.end <= 2),
        None,
    )
    if paper:
        behind = paper.kind in ("document", "office") or paper.label in lexis.words_of("paper")
        hops = (speaker, paper) if behind else (speaker,)
        return Frame(cue, row.family, hops, paper.start, speaker.end, view.start, view.sentence.end)
    if _HAS_FROM.search(cue.value):
        taker = next((s for s in reversed(speakers) if s.end <= cue.start and cue.start - s.end <= 2), None)
        if taker and (taker.source or taker.kind == "outlet"):
            begin, end = taker.start, view.sentence.end
            return Frame(cue, row.family, (taker, speaker), begin, speaker.end, view.start, end)
    adds = row.family == "relays" and row.form == "cue S"
    page = bool(_NEWS.fullmatch(view.left(cue.start - view.start)))
    leads = not view.left(cue.start - view.start).strip(" \"“'-") or bool(
        re.search(r"(?:[,;]|^|\b(?:but|and|while|that))\s*$", view.left(cue.start - view.start))
        and re.match(r"\s*[\"”]?,\s*\S", view.folded[speaker.end - view.start :])
        and not re.search(r"\w.*,\s*$", view.left(cue.start - view.start))
    )
    return Frame(
        cue,
        row.family,
        (speaker,),
        cue.start,
        speaker.end,
        view.start,
        view.sentence.end,
        trails=not leads,
        adds=adds,
        page=page,
    )


PAPERS = (
    "document",
    "product",
    "office",
)  # an office stands for its figures: "interior ministry figures obtained by X"
_HAS_FROM = re.compile(r"^(?:has|had|have|took|takes|got|gets|obtained) (?:it|this|that|them|these|all this) from$")


_NEWS = re.compile(
    r"(?:so says|(?:every|all|all the|each|the|most) (?:number|figure|count|data|total|statistic)s? "
    r"(?:in (?:this|the) \w+|below|here|above|we \w+) (?:\w+ )?|"
    r"(?:the|this|that|these|it|such)(?: (?:news|information|story|incident|data|figures?|"
    r"numbers?|count|details?|statement|total|estimate|tally|list|account|report|case))? (?:was|were|"
    r"is|are|has been|have been|comes?|came)(?: (?:first|also|all|earlier))? )"
)


def _after(view: View, cue: Hit, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """The first speaker in the noun phrase after the cue; a maker named inside the phrase wins over the work."""
    chosen: Speaker | None = None
    for speaker in speakers:
        if speaker.start < cue.end:
            continue
        gap = view.folded[(chosen.end if chosen else cue.end) - view.start : speaker.start - view.start]
        if len(gap) > 60 or re.search(r"[,;:.()]", gap) or (chosen is None and _WRONG.search(gap)):
            break
        if chosen is None:
            chosen = speaker
        elif _PASSED.search(gap):
            break
        elif gap == "'s " and speaker.kind == "office":
            chosen = speaker  # "the court's press service"
        elif chosen.source is None and speaker.source and re.fullmatch(r"(?:'s?)?(?: [\w'-]+){0,4} ?[\"“'*]?", gap):
            return replace(speaker, of=None)
        else:
            break
    return chosen


_PASSED = re.compile(r"\b(?:\w+ed|seen|shown|given) (?:by|to)\b")
_WRONG = re.compile(r"\b(?:with|in|for|at|that|left|which|who|to)\b")


def _unknown(view: View, cue: Hit, lexis: Lexis) -> Speaker | None:
    """Words after the cue that the codebook does not know: a capitalised name is a named source, other words an unnamed one."""
    rest = view.text[cue.end - view.start :]
    match = re.match(r"\s+((?:the |a |an )?[^,.;:()\n]{2,60}?)(?=[,.;:()\n]|$| that | said | who | which )", rest)
    if match is None or re.match(r"(?:the|a|an)?\s*\d", match.group(1)):
        return None
    words = match.group(1)
    start = cue.end + match.start(1)
    name = re.search(r"[\"“'*]?([A-Z][\w.’'-]*(?: (?:of |and |the )?[A-Z0-9][\w.’'-]*)*)", words)
    if name and fold(name.group(1).split()[0]) not in lexis.words_of("not_name"):
        label = name.group(1).rstrip(".'’")
        return Speaker(start, start + len(words), label, fold(label), "outlet")
    if not re.match(r"(?:the|an?|one|some|several) ", fold(words)):
        return None  # "according to schedule"
    label = " ".join(fold(words).split()[:6]).removeprefix("the ").removeprefix("a ").removeprefix("an ")
    return Speaker(start, start + len(words), label, None, "group") if label else None
