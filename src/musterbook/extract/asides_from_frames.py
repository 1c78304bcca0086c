"""Frames of a sentence -> the stretches of it that are not covered as the rest is: a number in passing has a source of its own, or none."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.numbers_from_sentence import HOW_MANY
from musterbook.extract.views_from_page import View

NEAR = 40  # code points between a number and the relative clause that is about it
LONGEST = 110  # code points between two dashes
_RELATIVE = re.compile(
    r"\b(?:(?:of )?(?:who|whom|which|that),? (?:as |according to )?|whose (?:number|numbers|strength|total|size|count)"
    r"(?: is| are| was| were)?(?: put| estimated| given| set)? ?)(?:the )?(?:[\w-]+ )?$"
)
_APART = re.compile(r"[,;:.]")
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
    if not view.says_how_many():
        return frames
    return [*(_aside(view, frame, frames) for frame in frames if frame.speakers), *_described(view)]


def _aside(view: View, frame: Frame, frames: list[Frame]) -> Frame:
    """Return the frame with the stretch it covers where that is only a clause, a bracket or what stands between two dashes."""
    span = _clause(view, frame) or _bracket(view, frame) or _in_speech(view, frame, frames)
    return replace(frame, start=view.start + span[0], end=view.start + span[1], aside=True) if span else frame


def _clause(view: View, frame: Frame) -> tuple[int, int] | None:
    """ "Of the 400,000 who, X believes, are at the front, a tenth ran": what X believes ends with the clause."""
    begin, stop = frame.begin - view.start, frame.stop - view.start
    clause = _RELATIVE.search(view.left(begin))
    if clause is None:
        return None
    at = begin - len(clause.group())
    end = _end_of_clause(view, stop)
    number = next((n for n in reversed(view.numbers) if n.end <= at and n.kind in HOW_MANY), None)
    if number and at - number.end <= NEAR and not _APART.search(view.folded[number.end : at].rstrip(", ")):
        return number.start, end
    people = clause.group().startswith(("who", "of who"))
    inside = any(n.kind in HOW_MANY and stop <= n.start < end for n in view.numbers)
    return (begin, end) if people and inside else None


def _in_speech(view: View, frame: Frame, frames: list[Frame]) -> tuple[int, int] | None:
    """ "… of whom there are 400,000 according to X," the lawyers said: who is named inside a quotation gives the number beside it."""
    begin = frame.begin - view.start
    if not _is_quoted(view, begin) or all(_is_quoted(view, f.begin - view.start) for f in frames):
        return None
    number = next((n for n in reversed(view.numbers) if n.end <= begin and n.kind in HOW_MANY), None)
    if number is None or begin - number.end > NEAR or _APART.search(view.folded[number.end : begin].rstrip(", ")):
        return None
    return number.start, frame.stop - view.start


def _is_quoted(view: View, at: int) -> bool:
    """True inside quotation marks of the sentence."""
    return view.folded.count('"', 0, at) % 2 == 1 and '"' in view.folded[at:]


def _end_of_clause(view: View, stop: int) -> int:
    while stop < len(view.folded) and view.folded[stop] in ", ":
        stop += 1
    match = _STOP.search(view.folded, stop)
    return match.start() if match else len(view.folded)


def _bracket(view: View, frame: Frame) -> tuple[int, int] | None:
    """ "Those at war - 400,000, as X reckons - are a tenth", "…, 400,000 in X's estimate, …": a number set off with its source."""
    begin, stop = frame.begin - view.start, frame.stop - view.start
    before = view.left(begin)
    person = frame.cue.value == "by" and frame.speakers[0].kind == "person"
    opened = _OPEN.search(before) or (_COMMA.search(before) if person else None)
    closed = (_COMMAS if person else _CLOSE).search(view.folded, stop)
    if opened is None or closed is None:
        return None
    start, end = begin - len(opened.group()), closed.start()
    counts = [n for n in view.numbers if n.kind in HOW_MANY]
    inside = [n for n in counts if start <= n.start < end]
    heads = bool(inside) and (counts[0] is inside[0] or opened.group().startswith(("(", ", ")))
    return (start, end) if heads and counts[-1].start >= end and end - start <= LONGEST else None


def _described(view: View) -> list[Frame]:
    """ "A lawyer who represents two of the hundred detainees told X …": the page says whom the lawyer represents."""
    nobody: tuple[Speaker, ...] = ()
    return [
        Frame(Hit(start, end, "cues", ""), "says", nobody, start, start, start, end, aside=True)
        for number in view.numbers
        if number.kind in HOW_MANY and _CLIENTS.search(view.left(number.core[0]))
        for start, end in ((view.start + number.start, view.start + _noun_end(view, number.end)),)
    ]


def _noun_end(view: View, at: int) -> int:
    """Where the words that a number counts may end."""
    match = _COUNTED.match(view.folded, at)
    return match.end() if match else at


_COUNTED = re.compile(r"[^,;:.\d]{0,40}")
