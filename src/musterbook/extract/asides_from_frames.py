"""Frames of a sentence -> the stretches of it that are not covered as the rest is: a number in passing has a source of its own, or none."""

from __future__ import annotations

import re
from dataclasses import replace

from musterbook.codebook.match import Hit
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

KINDS = ("count", "percent", "ratio", "share")
NEAR = 40  # code points between a number and the relative clause that is about it
LONGEST = 110  # code points between two dashes
_RELATIVE = re.compile(
    r"\b(?:(?:of )?(?:who|whom|which|that),? (?:as |according to )?|whose (?:number|numbers|strength|total|size|count)"
    r"(?: is| are| was| were)?(?: put| estimated| given| set)? ?)(?:the )?(?:[\w-]+ )?$"
)
_STOP = re.compile(r"[,;:()]| - |$")
_OPEN = re.compile(r"(?: - |\()[^()]*$")
_COMMA = re.compile(r", [^,;:()]*$")
_COMMAS = re.compile(r" - |[,)]")
_CLOSE = re.compile(r" - |\)")
_CLIENTS = re.compile(
    r"\b(?:(?:who |that )?(?:represent(?:s|ed|ing)?|defend(?:s|ed|ing)?|act(?:s|ed|ing)? (?:for|on behalf of)|advis(?:es|ed|ing))|"
    r"(?:whose|his|her|their|with|has|having) (?:clients? )?(?:\w+ )?(?:clients? )?(?:include[sd]?|including|are|were|among|number)|"
    r"speak(?:s|ing)? for|on behalf of|(?:lawyers?|counsel|attorneys?|relatives|families|wives|mothers|parents) (?:of|for)) "
    r"(?:(?:some|only|just|about|at least|the) )*"
    r"(?:[\w-]+ (?:clients? )?(?:of|from|among|amongst|from among|out of) (?:the |those |these )?)?$"
)


def with_asides(view: View, frames: list[Frame]) -> list[Frame]:
    """Mark the frames that only cover a number in passing, and add a frame of nobody's where a number only describes a speaker."""
    if not any(n.kind in KINDS for n in view.numbers):
        return frames
    return [*(_aside(view, frame) for frame in frames if frame.speakers), *_described(view)]


def _aside(view: View, frame: Frame) -> Frame:
    """ "Of the 400,000 who, X believes, are at the front, a tenth ran": what X believes ends with the clause."""
    before = view.left(frame.begin - view.start)
    clause = _RELATIVE.search(before)
    if clause:
        at = frame.begin - view.start - len(clause.group())
        number = next((n for n in reversed(view.numbers) if n.end <= at and n.kind in KINDS), None)
        joined = (
            number and at - number.end <= NEAR and not re.search(r"[,;:.]", view.folded[number.end : at].rstrip(", "))
        )
        rest = view.folded[frame.stop - view.start :]
        skip = len(rest) - len(rest.lstrip(", "))
        end = _STOP.search(view.folded, frame.stop - view.start + skip)
        inside = any(n.kind in KINDS and frame.stop <= view.start + n.start for n in view.numbers)
        if number and joined and end:
            return replace(frame, start=view.start + number.start, end=view.start + end.start(), aside=True)
        people = clause.group().lstrip().startswith(("who", "of who"))
        return (
            frame
            if not (inside and end and people)
            else replace(frame, start=frame.begin, end=view.start + end.start(), aside=True)
        )
    persons = frame.cue.value == "by" and frame.speakers[0].kind == "person"  # "…, 400,000 in X's estimate, …"
    opened = _OPEN.search(before) or (_COMMA.search(before) if persons else None)
    closed = (_COMMAS if persons else _CLOSE).search(view.folded, frame.stop - view.start)
    if opened and closed:
        start, end = view.start + frame.begin - view.start - len(opened.group()), view.start + closed.start()
        inside = [n for n in view.numbers if n.kind in KINDS and start <= view.start + n.start < end]
        after = [n for n in view.numbers if n.kind in KINDS and view.start + n.start >= end]
        first = next(n for n in view.numbers if n.kind in KINDS)
        bracket = opened.group().startswith(("(", ", "))
        if inside and after and (first is inside[0] or bracket) and end - start <= LONGEST:
            return replace(frame, start=start, end=end, aside=True)
    return frame


def _described(view: View) -> list[Frame]:
    """ "A lawyer who represents two of the hundred detainees told X …": the page says whom the lawyer represents."""
    nobody: tuple[Speaker, ...] = ()
    return [
        Frame(Hit(start, end, "cues", ""), "says", nobody, start, start, start, end, aside=True)
        for number in view.numbers
        if number.kind in KINDS and _CLIENTS.search(view.left(number.core[0]))
        for start, end in ((view.start + number.start, view.start + _noun_end(view, number.end)),)
    ]


def _noun_end(view: View, at: int) -> int:
    """Where the words that a number counts may end."""
    match = _COUNTED.match(view.folded, at)
    return match.end() if match else at


_COUNTED = re.compile(r"[^,;:.\d]{0,40}")
