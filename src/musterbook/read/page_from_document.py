"""Document -> Page: which stretches of the text are headings, paragraphs, bullets, furniture. Spans only, the text is never changed."""

from __future__ import annotations

import itertools

from musterbook import regex as re
from musterbook.codebook.language_rows import Furniture
from musterbook.codebook.match import fold
from musterbook.frozen import frozen
from musterbook.model import Document

_BULLET = re.compile(r"\s*(?:[-•·*▪◦‣–—→⇒►▸▶➤➜●○■□✓✔⁃∙]|->|=>|\d{1,2}[.)])\s+")
_ENDS = re.compile(r"[.!?…:;,]['\"”’»)\]]*\s*$|[,–—-]\s*$")
_LINE = re.compile(r"[^\n]+")
HEADING_WORDS = 18  # longer lines without a full stop are prose whose end was cut


@frozen
class Block:
    """A stretch [start, end) of the text. `kind`: title · heading · body · bullet · furniture."""

    start: int
    end: int
    kind: str


@frozen
class Page:
    """The blocks of a document in text order."""

    blocks: tuple[Block, ...]


def page_from_document(document: Document, furniture: FurnitureWords) -> Page:
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
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if text[a[1] : b[0]].count("\n") == 1]
    if len(pairs) < 4:
        return False
    broken = sum(not _ENDS.search(text[a[0] : a[1]]) or text[b[0]].islower() for a, b in pairs)
    longest = max(end - start for start, end in lines)
    return broken >= 0.5 * len(pairs) and longest <= 100


def _continues(text: str, last: Block, start: int, kind: str) -> bool:
    """In a wrapped page a line goes on where the one before stands directly above it."""
    return last.kind in ("body", "heading") and kind in ("body", "heading") and text[last.end : start].count("\n") == 1


@frozen
class FurnitureWords:
    """The furniture rows of a language, folded and grouped by how they match."""

    lines: frozenset[str]
    starts: tuple[str, ...]
    anywhere: tuple[str, ...]
    after: tuple[str, ...]


LONGEST_NOTICE = 200
_FRAME = " :.!-|()0123456789"


def furniture_words(rows: tuple[Furniture, ...]) -> FurnitureWords:
    """Compile the furniture rows."""
    by_match: dict[str, list[str]] = {}
    for row in rows:
        by_match.setdefault(row.match, []).append(fold(row.surface))
    return FurnitureWords(
        frozenset(surface.strip(_FRAME) for surface in by_match.get("line", ())),
        tuple(by_match.get("start", ())),
        tuple(by_match.get("anywhere", ())),
        tuple(by_match.get("after", ())),
    )


def _furniture_lines(text: str, lines: list[tuple[int, int]], furniture: FurnitureWords) -> set[int]:
    """Numbers of the lines that are page furniture by the rows of the language."""
    skip: set[int] = set()
    page = fold(text)
    anywhere = [surface for surface in furniture.anywhere if surface in page]
    for i, (start, end) in enumerate(lines):
        line = fold(text[start:end]).strip()
        bare = line.lstrip("([*_ ")  # "(Photo: …)"
        if (
            line.strip(_FRAME) in furniture.lines
            or any(surface in line for surface in anywhere)
            or (bare.startswith(furniture.starts) and _is_notice(bare, _begins(bare, furniture.starts)))
        ):
            skip.add(i)
        elif line.startswith(furniture.after) and (surface := _begins(line, furniture.after)):
            skip.add(i)
            if i + 1 < len(lines) and not line[len(surface) :].strip(" :-"):
                skip.add(i + 1)
    return skip


def _is_notice(line: str, surface: str) -> bool:
    """A line that begins like a notice is one, unless it goes on as prose does: "Listen to the numbers. In March …"."""
    return bool(surface) and (len(line) <= LONGEST_NOTICE or not surface[-1].isalpha())


def _begins(line: str, surfaces: tuple[str, ...]) -> str:
    """The surface a line begins with, as whole words; empty when there is none."""
    return next((s for s in surfaces if line.startswith(s) and not line[len(s) : len(s) + 1].isalpha()), "")
