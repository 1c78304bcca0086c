"""View -> frames: who is said to say what, and over which stretch of the sentence each attribution reaches."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.language_rows import Cue
from musterbook.codebook.match import Hit, fold
from musterbook.extract.acts_from_view import (
    PUTS_AT,
    are_counted,
    is_counted,
    is_deed,
    number_after,
    says_nothing,
    tells_of,
)
from musterbook.extract.asides_from_frames import with_asides
from musterbook.extract.bases_from_view import basis, learned_from, made_from, worked_from
from musterbook.extract.frames_from_figures import figure_frames
from musterbook.extract.frames_from_names import (
    MADE,
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
    owned_frames,
    surfaced_frames,
    whom_frames,
    works_frames,
)
from musterbook.extract.frames_from_papers import behind_finders, made_public, opens_with, paper_frames
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.openers_from_view import opener_frame
from musterbook.extract.reaches_from_frames import reaches_from_frames, with_holders
from musterbook.extract.speaker_from_cue import is_no_account, speaker_from_cue
from musterbook.extract.subject_from_view import IF_WE, subject_of
from musterbook.extract.views_from_page import View

_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are|being|am|to|got)(?: \w+ly)? $")
_NOUN = re.compile(r"\b(?:the|a|an|its|his|her|their|our|of|in|on|no|any|such|recent|previous|earlier|latest|by) $")
_NAMED = re.compile(
    r"\b(?:an?|this|that|every|each|no|another) (?:[\w-]+ ){1,3}$"
)  # "a wanted notice", where one "notices"
_OF_TALK = ("that ", "about ", "despite ", "amid ", "dismissed ", "rejected ", "denied ")
_KNOWN_AS = (" as ", " by ", " to ", " for ", " under ")
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
            if tells_of(view, cue, row):
                continue
            frame = (
                _also(view, cue, row, speakers, frames) or _verb(view, cue, row, speakers, lexis, frames)
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
    frames.extend(owned_frames(view, speakers, frames))
    frames.extend(figure_frames(view, speakers, frames))
    if not frames and (label := labelled_frame(view, speakers)):
        frames.append(label)
    if not frames and (named := named_frame(view, speakers, lexis)):
        frames.append(named)
    if not frames and (opener := opener_frame(view, speakers)):
        frames.append(opener)
    frames.extend(surfaced_frames(view, speakers, frames))
    if bracket := bracket_frame(view, speakers, frames):
        frames.append(bracket)
    frames.extend(other_frames(view, speakers, frames))
    frames.extend(own_frames(view, speakers, frames))
    if opening := opening_frame(view, speakers, frames):
        frames.append(opening)
    frames.extend(paper_frames(view, speakers, frames))
    marked = with_asides(view, sorted(behind_finders(view, frames), key=lambda f: f.begin))
    mains = reaches_from_frames(view, [frame for frame in marked if not frame.aside])
    return (*with_holders(view, speakers, mains), *(frame for frame in marked if frame.aside))


def _verb(
    view: View, cue: Hit, row: Cue, speakers: tuple[Speaker, ...], lexis: Lexis, frames: list[Frame]
) -> Frame | None:
    """X said that …; …, X said; …, said X; X told Y that …"""
    at, end = cue.start - view.start, cue.end - view.start
    before = view.left(at)
    speakers = tuple(
        s
        for s in speakers
        if not (row.family == "counts" and s.kind in ("person", "group") and s.source is None and not _finds(s))
    )
    if not _is_verb(view, cue, row, speakers):
        return None
    back = before.strip() == "so"
    inverted = _inverted(view, cue, speakers) if back or re.search(r"[,\"”'-]\s*$", before) else None
    if inverted and (view.folded[at:end].split()[0] in _TELLS or row.surface == "list"):
        inverted = None  # whom it was told to, whom somebody lists
    subject = None if inverted else subject_of(view, cue, speakers)
    speaker = subject or inverted
    if speaker is None or is_counted(view, row, speaker, lexis) or not _can_say(view, cue, row, speaker, speakers):
        return None
    if is_deed(view, cue, row, speaker, lexis) or (
        speaker.kind in ("product", "document") and any(f.begin <= speaker.start < f.cue.start for f in frames)
    ):
        return None  # done, not said; or a paper whose maker is named already
    if row.family == "counts" and subject and _acts(speaker) and not _claims(view, end):
        return None
    found = _hops(view, cue, row, speaker, speakers, lexis)
    if found is None:
        return None
    hops, stop, told = found
    rest = view.folded[stop - view.start :]
    begin = min(cue.start, speaker.start)
    trails = bool(inverted) or (
        bool(re.search(r"(?:[,\"”'-]|, as)\s*$", view.left(begin - view.start))) and not _claim_follows(rest)
    )
    page = back or (bool(_THIS.match(rest)) and begin - view.start < 45 and not trails)
    return Frame(cue, row.family, hops, begin, stop, view.start, view.sentence.end, trails=trails, page=page, told=told)


def _is_verb(view: View, cue: Hit, row: Cue, speakers: tuple[Speaker, ...]) -> bool:
    """The word is used as a verb, and where it may also be an act, something follows or stands before that is said."""
    at, end = cue.start - view.start, cue.end - view.start
    before, first = view.left(at), view.folded[at:end].split()[0]
    if _PASSIVE.search(view.last(at, 2)) or _NOUN.search(view.last(at, 1)) or view.folded[end : end + 1] == "-":
        return False
    if view.folded[at:end] == row.surface and _NAMED.search(before):
        return False
    if (first == "known" and view.folded.startswith(_KNOWN_AS, end)) or (first == "telling" and before.endswith("'s ")):
        return False
    if says_nothing(view, cue, row, speakers):
        return False
    if first in ("talk", "talks") and before.endswith(_OF_TALK):
        return False
    if first == "reaching" and not before.endswith(", "):
        return False  # "files reaching the courts"
    if first.endswith("ing") and (before.endswith(" as ") or row.family == "relays"):
        return False  # "X quoted Y as saying": Y has its frame already; "citing X" adds a hop, it has no subject of its own
    if row.form != "S cue that C":
        return True
    papers = any(s.kind == "document" and 0 <= cue.start - s.end <= 2 for s in speakers)
    if _AFTER.search(before) or _QUOTED.search(before) or (papers and row.surface not in _ACTS):
        return True
    if row.surface in _ACTS:
        return bool(PUTS_AT.match(view.folded, end))
    return _claims(view, end) or (row.surface == "list" and number_after(view, cue))


def _can_say(view: View, cue: Hit, row: Cue, speaker: Speaker, speakers: tuple[Speaker, ...]) -> bool:
    """The subject is somebody or something that could say this by this verb."""
    if row.family == "counts" and row.form == "S cue that C" and _gathers(view, speaker, speakers):
        return False  # "data which X has gathered" say whose the data are
    if row.surface in _YIELDS and speaker.kind not in ("document", "product"):
        return False  # a search turns up men; only papers say so
    return not (speaker.noun == "we" and IF_WE.search(view.left(speaker.start - view.start)))


def _hops(
    view: View, cue: Hit, row: Cue, speaker: Speaker, speakers: tuple[Speaker, ...], lexis: Lexis
) -> tuple[tuple[Speaker, ...], int, bool] | None:
    """Who passes on what the subject says and what that was made from; where these words end; whether it was told to somebody."""
    hops, stop = [speaker], max(cue.end, speaker.end)
    asked = answered(view, speaker, speakers)
    told = None if asked else _told(view, cue, speakers, lexis)
    if asked:
        hops, stop = [asked, *hops], max(stop, asked.end)
    elif told:
        hops, stop = [told, *hops], told.end
    if row.family != "relays" and (before_it := worked_from(view, speaker, speakers)):
        hops = [*hops, before_it]
    if row.family == "relays":
        cited = _cited(view, cue, speakers)
        if cited is None:
            return None
        hops, stop = [*hops, cited], cited.end
    if cue.value in ("learn", "hear", "know") and (told_by := learned_from(view, cue, speakers)):
        hops, stop = [*hops, told_by], told_by.end
    elif row.family in ("counts", "says") and (papers := basis(view, stop, speakers)) is not None:
        hops = [*hops, papers]
    return tuple(hops), stop, bool(asked or told)


def _cited(view: View, cue: Hit, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """Whom a verb of passing on names right after it."""
    cited = next((s for s in speakers if 0 <= s.start - cue.end <= 40), None)
    between = view.folded[cue.end - view.start : cited.start - view.start] if cited else ","
    return None if re.search(r"[:;,]", between) else cited


def _gathers(view: View, speaker: Speaker, speakers: tuple[Speaker, ...]) -> bool:
    """The speaker is that of a relative clause about a work."""
    works = (s for s in speakers if s.kind in ("product", "document") and 0 <= speaker.start - s.end <= 60)
    return any(MADE.fullmatch(view.folded[s.end - view.start : speaker.start - view.start]) for s in works)


_AND = re.compile(r"\b(?:and|but)(?: here| in turn| in this| itself| also)? $")


def _also(view: View, cue: Hit, row: Cue, speakers: tuple[Speaker, ...], frames: list[Frame]) -> Frame | None:
    """ "X says that 300 left and refers to Y": who speaks goes on, and has it from Y."""
    if row.family != "relays" or not frames or not _AND.search(view.left(cue.start - view.start)):
        return None
    cited = _cited(view, cue, speakers)
    if cited is None:
        return None
    return Frame(cue, row.family, (cited,), cue.start, cited.end, view.start, view.sentence.end, trails=True, adds=True)


_QUOTED = re.compile(r"(?:[\"”],?|,[\"”']) (?:(?:the|an?) )?(?:[\w.'-]+ ){0,5}$")
_ACTS = ("put", "puts")  # papers say where they put a number, but a decree puts men into uniform
_YIELDS = frozenset(("yield", "turn up", "throw up", "produce", "feature", "register", "have it"))


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
    r"\s+(?:(?:us|me) )?(?:whether|from|about(?! \d)|of|there|the number|some|"
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


_TELLS = frozenset("told tell tells telling informed informs inform informing assured assures assure".split())
_TO = re.compile(r" to (?:the )?(?:[\w-]+ ){0,2}[\"“'*]?")


def _told(view: View, cue: Hit, speakers: tuple[Speaker, ...], lexis: Lexis) -> Speaker | None:
    """The one who was told: an outlet or its people, not an audience."""
    word = view.folded[cue.start - view.start : cue.end - view.start]
    if word.split()[0] not in _TELLS:
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
            if speaker.kind == "office" and fold(speaker.label).split()[-1] in lexis.words_of(
                "audience"
            ):  # it hears and passes nothing on
                return None
            if (
                (speaker.kind in ("outlet", "office") and not speaker.refers)
                or speaker.kind == "outlet"
                or (speaker.kind == "group" and speaker.refers)
                or speaker.kind == "self"
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
    if row.form == "work S" and (
        speaker is None or (speaker.source is None and speaker.kind != "office" and not _papers_say(row, speaker))
    ):
        return None  # "data of cases": the work is described, not ascribed
    if is_no_account(view, cue):
        return None
    speaker = speaker or speaker_from_cue(view, cue, lexis)
    if speaker is None or (row.family == "obtains" and speaker.source is None and speaker.kind == "group"):
        return None  # "files received by the courts"
    if are_counted(view, cue, speaker, lexis):
        return None  # "explained by 96 soldiers"
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
            return Frame(cue, row.family, (taker, speaker), begin, speaker.end, view.start, end, told=True)
    made = made_public(view, cue, speakers)
    adds = row.family == "relays" and row.form == "cue S"
    hops, stop = (speaker,), speaker.end
    if made_of := made_from(view, speaker, speakers):
        hops, stop = (speaker, made_of), max(speaker.end, made_of.end)
    page = bool(_NEWS.fullmatch(view.left(cue.start - view.start)))
    leads = not view.left(cue.start - view.start).strip(" \"“'-") or bool(
        re.search(r"(?:[,;]|^|\b(?:but|and|while|that))\s*$", view.left(cue.start - view.start))
        and re.match(r"\s*[\"”]?,\s*\S", view.folded[stop - view.start :])
        and not re.search(r"\w.*,\s*$", view.left(cue.start - view.start))
    )
    if made:
        leads = opens_with(view, made)
        hops = (
            (*hops, made) if made.kind == "document" and made.of else hops
        )  # "papers of the ministry made public by X"
    return Frame(
        cue,
        row.family,
        hops,
        made.start if made else cue.start,
        stop,
        view.start,
        view.sentence.end,
        trails=not leads,
        adds=adds,
        page=page,
    )


def _papers_say(row: Cue, speaker: Speaker) -> bool:
    """ "The figure rests on secret documents", "per court records": the words ascribe; "data of cases" only describes."""
    return row.family == "says" and speaker.kind == "document"


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
_WRONG = re.compile(r"\b(?:with|in|for|at|that(?! $)|left|which|who|to)\b")
