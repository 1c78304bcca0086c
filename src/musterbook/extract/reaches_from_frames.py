"""Frames of a sentence -> the stretch each one covers; frames that hand on to each other are one, nearest first."""

from __future__ import annotations

import re
from dataclasses import replace

from musterbook.extract.frames_from_names import Frame
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
        done.append(replace(frame, start=start, end=max(end, start)))
    done = _seen_by(done)
    for i in range(1, len(done)):
        if done[i].trails and not done[i - 1].trails and done[i].family != "counts":
            # "The minister said …, Reuters reports": what the first covers was passed on by the second.
            done[i - 1] = replace(done[i - 1], speakers=(*done[i].speakers, *done[i - 1].speakers))
    for extra in (f for f in frames if f.adds):
        done = _with_extra(done, extra)
    return tuple(done)


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


def _seen_by(frames: list[Frame]) -> list[Frame]:
    """ "According to documents seen by X": one attribution, X before the documents."""
    merged: list[Frame] = []
    for frame in frames:
        last = merged[-1] if merged else None
        if last and frame.trails and 0 <= frame.begin - last.stop <= 2:
            merged[-1] = replace(
                last, speakers=(*frame.speakers, *last.speakers), stop=frame.stop, end=max(last.end, frame.end)
            )
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
