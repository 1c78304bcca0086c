"""Frames of a sentence -> the stretch each one covers; frames that hand on to each other are one, nearest first."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_CONTRAST = re.compile(r"\s*[,;]?\s*(?:while|whereas|but|although|though|however)\b|\s*;")


def reaches_from_frames(view: View, frames: list[Frame]) -> tuple[Frame, ...]:
    """Give each frame the stretch it covers: up to its neighbour, not across a contrast after it."""
    mains = _handed_on(view, [f for f in frames if not f.adds])
    done: list[Frame] = []
    for i, frame in enumerate(mains):
        start = view.start if i == 0 else done[-1].end
        end = view.sentence.end
        if i + 1 < len(mains):
            end = (
                mains[i + 1].begin if not mains[i + 1].trails else (frame.stop if frame.trails else mains[i + 1].begin)
            )
        if frame.trails:
            contrast = _CONTRAST.match(view.folded[frame.stop - view.start :])
            if contrast and frame.stop < end:
                end = frame.stop
        if i + 1 < len(mains) and mains[i + 1].trails and (cut := _break(view, frame.stop, mains[i + 1].begin)):
            end = cut
        end = max(end, start)
        done.append(frame if (frame.start, frame.end) == (start, end) else replace(frame, start=start, end=end))
    done = _seen_by(view, done)
    for i in range(1, len(done)):
        if _break(view, done[i - 1].stop, done[i].begin):
            continue
        if done[i].trails and not done[i - 1].trails and done[i].family != "counts":
            # "The minister said …, Reuters reports": what the first covers was passed on by the second.
            done[i - 1] = replace(done[i - 1], speakers=(*done[i].speakers, *done[i - 1].speakers))
    for extra in (f for f in frames if f.adds):
        done = _with_extra(done, extra)
    return tuple(done)


_BREAK = re.compile(r"; |, (?:while|whereas|whilst) ")
_MARKS = re.compile(r"[\"“”]")


def _break(view: View, start: int, end: int) -> int | None:
    """Where between two attributions the second one's clause begins; nothing inside a quotation begins one."""
    last = None
    for match in _BREAK.finditer(view.folded, max(0, start - view.start), max(0, end - view.start)):
        last = match
    if last is None or _MARKS.search(view.text, start - view.start, end - view.start):
        return None
    return view.start + last.start() + 1


_WHICH = re.compile(r",? (?:which|who)(?: in turn| itself| then)? ")


def _handed_on(view: View, frames: list[Frame]) -> list[Frame]:
    """ "X, which has it from Y, which relies on Z": one attribution, nearest first."""
    merged: list[Frame] = []
    for frame in frames:
        last = merged[-1] if merged else None
        after = frame.speakers[0].start >= frame.cue.end
        if last and after and _WHICH.fullmatch(view.folded[last.stop - view.start : frame.cue.start - view.start]):
            merged[-1] = replace(last, speakers=(*last.speakers, *frame.speakers), stop=frame.stop)
        else:
            merged.append(frame)
    return merged


_AND_SEEN = re.compile(
    r" and |,? (?:(?:a|one) (?:copy|scan|photo|version) of )?(?:which|that|it) (?:was|is|has been|were|are|have been|had been)(?: also)? "
)


def _seen_by(view: View, frames: list[Frame]) -> list[Frame]:
    """ "According to documents seen by X": one attribution, X before the documents."""
    merged: list[Frame] = []
    for frame in frames:
        last = merged[-1] if merged else None
        beside = last is not None and (
            (frame.trails and 0 <= frame.begin - last.stop <= 2)
            or (
                frame.family == "obtains"
                and _AND_SEEN.fullmatch(view.folded[last.stop - view.start : frame.begin - view.start])
            )
            or (frame.family == "obtains" and frame.speakers[-1] == last.speakers[-1])
        )
        if last and beside:
            more = tuple(s for s in frame.speakers if s not in last.speakers)
            merged[-1] = replace(last, speakers=(*more, *last.speakers), stop=frame.stop, end=max(last.end, frame.end))
        else:
            merged.append(frame)
    return merged


def _with_extra(frames: list[Frame], extra: Frame) -> list[Frame]:
    """Add "citing X" to the frame before it in the sentence, or let it stand alone."""
    hosts = [i for i, f in enumerate(frames) if f.begin < extra.begin]
    if not hosts:
        return sorted(
            [*frames, replace(extra, end=frames[0].begin if frames and not frames[0].trails else extra.end)],
            key=lambda f: f.start,
        )
    i = hosts[-1]
    return [replace(f, speakers=(*f.speakers, *extra.speakers)) if k == i else f for k, f in enumerate(frames)]


_MET = re.compile(
    r"(?:,? which| who)?(?: has| had| have)?(?: also| since)? (?:sp(?:oke|oken|eaks) (?:to|with)|talk(?:s|ed) (?:to|with)|"
    r"met(?: with)?|interview(?:s|ed)|reached|contact(?:s|ed)|asked|tracked down|found|heard from|hears from|consulted)"
    r"(?: an?| the| one| another| some| several| two)? (?:[\w-]+ ){0,2}"
)
_HELD = re.compile(
    r"(?:,? which)?(?: has| had| have)?(?: also| now| since)? (?:seen|saw|obtained|reviewed|examined|studied|read|viewed|analysed|"
    r"analyzed|acquired|received|got hold of|gained access to|published|publishes|released|posted|leaked|printed|prints|"
    r"(?:combed|gone|went|sifted|trawled|searched|looked|worked|leafed|waded)(?: its way)? through|combed|searched|trawled|scoured)"
    r"(?: an?| the| some| several)? (?:[\w-]+ ){0,2}"
)
_BY_WHOM = re.compile(
    r",? (?:(?:who|which) (?:was|were|is|are|has been|have been) )?(?:also )?(?:interviewed|quoted|cited|contacted|reached|approached|"
    r"consulted|questioned|asked|polled|surveyed|tracked down|spoken to|obtained|seen|reviewed|published|released) by (?:the )?"
)


def with_holders(view: View, speakers: tuple[Speaker, ...], frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """ "X spoke to a lawyer, who said …", "X obtained papers that list …": X passes on what those say, and stands before them."""
    return tuple(_held(view, speakers, frame) for frame in frames)


def _held(view: View, speakers: tuple[Speaker, ...], frame: Frame) -> Frame:
    first = frame.speakers[0]
    if first.source or first.kind not in ("person", "group", "document"):
        return frame
    passes = _HELD if first.kind == "document" else _MET
    for holder in speakers:
        if not holder.source or holder.kind != "outlet" or holder in frame.speakers:
            continue
        before = passes.fullmatch(view.folded[holder.end - view.start : first.start - view.start])
        after = _BY_WHOM.fullmatch(view.folded[first.end - view.start : holder.start - view.start])
        if (holder.end <= first.start and before) or (first.end <= holder.start and after):
            return replace(frame, speakers=(holder, *frame.speakers))
    return frame
