"""A text and the spans that claims stand on -> its paragraphs, cut wherever a span begins or ends. Nothing is lost or told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]
BLANK = re.compile(r"\n\s*\n")
WRAPPED = 100  # letters: a text without a longer line was broken by hand, and only an empty line ends a paragraph of it


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch [start, end) of the text that the same claims stand on; `ends` are those whose words end with it."""

    start: int
    end: int
    on: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the text with its pieces; from `gap` on it holds only what parts it from the next one."""

    start: int
    gap: int
    end: int
    pieces: tuple[Piece, ...]


def paragraphs_from_text(text: str) -> list[Span]:
    """Return the paragraphs of a text, each with what parts it from the next: together they are the text.

    >>> paragraphs_from_text("One.\\n\\nTwo,\\nstill.\\n")
    [(0, 6), (6, 18)]
    >>> paragraphs_from_text("")
    []
    """
    wrapped = all(len(line) <= WRAPPED for line in text.split("\n")) and BLANK.search(text) is not None
    found = BLANK.finditer(text) if wrapped else re.finditer(r"\n\s*\n|\n", text)
    ends = [at.end() for at in found if at.start() > 0]
    stops = [*(end for end in ends if end < len(text)), *([len(text)] if text else [])]
    return list(zip([0, *stops[:-1]], stops, strict=True)) if stops else []


def marked_from_text(text: str, spans: Mapping[int, Span]) -> list[Paragraph]:
    """Return the paragraphs of a text with the numbered spans marked in them; spans may lie across each other.

    >>> [(piece.start, piece.end, piece.on, piece.ends) for piece in marked_from_text("abcdef", {1: (1, 4), 2: (3, 5)})[0].pieces]
    [(0, 1, (), ()), (1, 3, (1,), ()), (3, 4, (1, 2), (1,)), (4, 5, (2,), (2,)), (5, 6, (), ())]
    """
    made = []
    for start, end in paragraphs_from_text(text):
        gap = start + len(text[start:end].rstrip("\n"))
        gap = end if gap == start else gap  # line breaks alone are a paragraph too
        inside = {number: span for number, span in spans.items() if span[0] < end and span[1] > start}
        made.append(Paragraph(start, gap, end, tuple(pieces(start, gap, inside, whole=end))))
    return made


def pieces(start: int, stop: int, spans: Mapping[int, Span], *, whole: int) -> Iterator[Piece]:
    """Yield [start, stop) cut at the ends of spans; what ends between `stop` and `whole` is told by the last piece."""
    cuts = sorted({start, stop, *(end for span in spans.values() for end in span if start < end < stop)})
    begin: dict[int, list[int]] = {}
    finish: dict[int, list[int]] = {}
    for number, (low, high) in sorted(spans.items()):
        begin.setdefault(max(low, start), []).append(number)
        if start < high <= whole:
            finish.setdefault(min(high, stop), []).append(number)
    on: set[int] = set()
    for low, high in pairwise(cuts):
        on |= {*begin.get(low, ())}
        yield Piece(low, high, tuple(sorted(on)), tuple(finish.get(high, ())))
        on -= {*finish.get(high, ())}
