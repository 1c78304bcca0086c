"""Document -> Page: which stretches of the text are headings, paragraphs, bullets, furniture. Spans only, the text is never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from musterbook.codebook.match import fold
from musterbook.codebook.schema import Furniture
from musterbook.model import Document

_BULLET = re.compile(r"\s*(?:[-•·*▪◦‣–—]|\d{1,2}[.)])\s+")
_ENDS = re.compile(r"[.!?…:;,]['\"”’»)\]]*\s*$|[,–—-]\s*$")
_LINE = re.compile(r"[^\n]+")
HEADING_WORDS = 18  # longer lines without a full stop are prose whose end was cut


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch [start, end) of the text. `kind`: title · heading · body · bullet · furniture."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a document in text order."""

    blocks: tuple[Block, ...]


def page_from_document(document: Document, furniture: tuple[Furniture, ...]) -> Page:
    """Return the blocks of a document; hard-wrapped lines are one paragraph, a repeated heading is furniture."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(document.text) if m.group().strip()]
    wrapped = _is_wrapped(document.text, lines)
    skip = _furniture_lines(document.text, lines, furniture)
    blocks: list[Block] = []
    seen: set[str] = set()
    for i, (start, end) in enumerate(lines):
        text = document.text[start:end]
        if i in skip:
            kind = "furniture"
        elif bullet := _BULLET.match(text):
            start, kind = start + bullet.end(), "bullet"
        else:
            kind = _kind(text, first=not any(b.kind != "furniture" for b in blocks))
        if kind in ("title", "heading"):
            key = fold(text).strip()
            kind = "furniture" if key in seen and not wrapped else kind
            seen.add(key)
        if wrapped and blocks and _continues(document.text, blocks[-1], start, kind):
            blocks[-1] = Block(blocks[-1].start, end, "body")
        else:
            blocks.append(Block(*_trim(document.text, start, end), kind))
    return Page(tuple(block for block in blocks if block.start < block.end))


def _kind(text: str, *, first: bool) -> str:
    short = len(text.split()) <= HEADING_WORDS
    if first and short and not re.search(r"\.\s*$", text):
        return "title"
    return "heading" if short and not _ENDS.search(text) else "body"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """A page is hard-wrapped when most lines that another follows directly stop in the middle of a sentence."""
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if text[a[1] : b[0]].count("\n") == 1]
    if len(pairs) < 4:
        return False
    broken = sum(not _ENDS.search(text[a[0] : a[1]]) or text[b[0]].islower() for a, b in pairs)
    longest = max(end - start for start, end in lines)
    return broken >= 0.5 * len(pairs) and longest <= 100


def _continues(text: str, last: Block, start: int, kind: str) -> bool:
    """In a wrapped page a line goes on where the one before stands directly above it."""
    return last.kind in ("body", "heading") and kind in ("body", "heading") and text[last.end : start].count("\n") == 1


def _furniture_lines(text: str, lines: list[tuple[int, int]], furniture: tuple[Furniture, ...]) -> set[int]:
    """Numbers of the lines that are page furniture by the rows of the language."""
    skip: set[int] = set()
    rows = [(fold(row.surface), row.match) for row in furniture]
    for i, (start, end) in enumerate(lines):
        line = fold(text[start:end]).strip()
        for surface, match in rows:
            if _matches(line, surface, match):
                skip.add(i)
                if match == "after" and i + 1 < len(lines) and not line[len(surface) :].strip(" :-"):
                    skip.add(i + 1)
                break
    return skip


def _matches(line: str, surface: str, match: str) -> bool:
    if match == "line":
        return line.strip(" :.!-|()0123456789") == surface.strip(" :.!-|()0123456789")
    if match in ("start", "after"):
        return line.startswith(surface) and not line[len(surface) : len(surface) + 1].isalpha()
    return match == "anywhere" and surface in line
