"""Page -> sentences: half-open spans of the text, one language-wide rule, never lower-cased or changed."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.frozen import frozen
from musterbook.read.page_from_document import Page

# A stop, closing quotes or brackets, then space and something that can begin a sentence.
_STOP = re.compile(
    r"[.!?…](?:[.!?…]*[\"”’»')\]]*(?=\s+[\"“„«‘'(\[]*[A-ZА-ЯІЇЄҐ0-9•*])|[.!?…]*[\"”’»]+(?=\s+[A-ZА-ЯІЇЄҐ]))"
)
_LAST_WORD = re.compile(r"(\S+)$")
LONGEST_WORD = 40  # code points of text before a stop that can be an abbreviation
LONGEST = 2_000  # code points; a "sentence" beyond this is cut, so that no page can make the reader slow


@frozen
class Sentence:
    """A span [start, end) of the text, the block it stands in and that block's kind."""

    start: int
    end: int
    block: int
    kind: str


def sentences_from_page(text: str, page: Page, abbreviations: frozenset[str]) -> tuple[Sentence, ...]:
    """Return the sentences of every block that is not furniture, in text order."""
    found: list[Sentence] = []
    for number, block in enumerate(page.blocks):
        if block.kind == "furniture":
            continue
        for start, end in spans_from_text(text, block.start, block.end, abbreviations):
            found.append(Sentence(start, end, number, block.kind))
    return tuple(found)


def spans_from_text(text: str, start: int, end: int, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Split [start, end) at stops that end a sentence; a stop after an abbreviation or an initial does not."""
    spans: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if _is_abbreviation(text[max(begin, stop.end() - LONGEST_WORD) : stop.end()], abbreviations):
            continue
        spans.extend(_cut(text, begin, stop.end()))
        begin = stop.end()
    spans.extend(_cut(text, begin, end))
    return spans


def _is_abbreviation(piece: str, abbreviations: frozenset[str]) -> bool:
    last = _LAST_WORD.search(piece)
    if last is None or not piece.endswith("."):
        return False
    word = last.group().lstrip("(\"“‘'[").lower()
    return word in abbreviations or bool(re.fullmatch(r"(?:[a-zа-яіїєґ]\.)+", word))


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Trim the span and cut what is too long to be a sentence."""
    piece = text[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
    return [(at, min(end, at + LONGEST)) for at in range(start, end, LONGEST)]
