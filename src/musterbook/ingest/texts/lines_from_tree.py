"""A tree of HTML (or of an extractor's own XML) -> its lines of text, in order: a paragraph, an item, a table row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element, iterwalk  # type: ignore[import-untyped]

from musterbook import regex as re

# Nothing in these is read by a visitor as text.
UNREAD = frozenset(
    "script style head template noscript svg iframe frame frameset noframes select option datalist button textarea object "
    "embed canvas audio video map math applet input source track param progress meter dialog link meta title base".split()
)
BLOCKS = frozenset(
    "html body p div h1 h2 h3 h4 h5 h6 head ul ol dl list li dt dd item table thead tbody tfoot tr row td th cell caption "
    "section article main header footer nav aside figure figcaption blockquote quote pre address form fieldset legend "
    "details summary center hgroup menu dir label amp-ad amp-embed amp-sidebar search".split()
)
BREAKS = frozenset(("br", "lb", "hr"))
LISTS = frozenset(("ul", "ol", "dl", "list"))
ROWS = frozenset(("tr", "row"))
CELLS = frozenset(("td", "th", "cell"))
HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LONGEST_CELL = 300  # a table with longer cells, or tables in its cells, lays out a page; it has no figures side by side

SPACE = re.compile(r"\s+")
# Controls, soft hyphens, zero-width and direction marks, halves of pairs: seen by nobody, and able to split a number.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
KEY = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Line:
    """One line of a page and where it stands in the tree."""

    text: str
    block: _Element  # the paragraph, item, row or container that the words stand in
    linked: int  # letters of it that are links
    broken: bool  # one of several lines of its block, parted by line breaks

    @property
    def link_share(self) -> float:
        """Return how much of it is links, 0 to 1."""
        return min(self.linked / len(self.text), 1.0)


def plain(text: str) -> str:
    """Return a line's words with single spaces and without what cannot be seen.

    >>> plain("sen\\u00adtences:\\u00a015\\u202f000 ")
    'sentences: 15 000'
    """
    return SPACE.sub(" ", INVISIBLE.sub("", text)).strip()


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Return letters and digits only, in one case: two renderings of the same words have the same key.

    >>> key("| 858 | men, «in all» |") == key("858 men in ALL")
    True
    """
    return KEY.sub("", text).casefold()


class _Writer:
    """Collects words until a block begins or ends, then makes a line of them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.words: list[str] = []
        self.linked = 0
        self.links = 0  # how deep in links
        self.broken = False
        self.figures = 0  # how deep in the rows of a table of figures

    def add(self, words: str | None) -> None:
        if words:
            self.words.append(words)
            if self.links:
                self.linked += len(words.strip())

    def close(self, block: _Element, broken: bool = False) -> None:
        text = plain("".join(self.words)) if self.words else ""
        if text:
            self.lines.append(Line(text, block, self.linked, self.broken or broken))
        self.words, self.linked = [], 0
        self.broken = broken


def lines_from_tree(root: _Element) -> list[Line]:
    """Return the lines of a tree, cells of a row parted by " | "; what scripts, styles and controls hold is left out.

    >>> from lxml.html import fromstring
    >>> [line.text for line in lines_from_tree(fromstring("<div>One<br>two<ul><li>Three <b>3</b></ul><script>x</script>"))]
    ['One', 'two', 'Three 3']
    """
    writer = _Writer()
    blocks: list[_Element] = [root]
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if not isinstance(tag, str) or (tag in UNREAD and element.getparent() is not None and not _holds(element)):
                walk.skip_subtree()
                continue
            _begin(writer, blocks, element)
            continue
        if isinstance(tag, str) and (tag not in UNREAD or _holds(element) or element is root):
            _end(writer, blocks, element)
        if element is not root:
            _tail(writer, blocks, element)
    writer.close(blocks[-1])
    return writer.lines


def _holds(element: _Element) -> bool:
    """True for a heading of an extractor's own XML, which shares its name with the head of a page."""
    return element.tag == "head" and element.get("rend") is not None


def _begin(writer: _Writer, blocks: list[_Element], element: _Element) -> None:
    tag = element.tag
    if tag in BREAKS:
        if writer.figures:
            writer.add(" ")
        else:
            writer.close(blocks[-1], broken=True)
    elif tag in BLOCKS:
        if writer.figures:
            writer.add(" | " if tag in CELLS and writer.words else " ")
        else:
            writer.close(blocks[-1])
            writer.broken = False
        if tag in ROWS and (writer.figures or _row_of_figures(element)):
            writer.figures += 1
        blocks.append(element)
    elif tag == "a":
        writer.links += 1
    if tag == "pre" and element.text:
        _verbatim(writer, blocks, element.text)
    else:
        writer.add(element.text)


def _end(writer: _Writer, blocks: list[_Element], element: _Element) -> None:
    tag = element.tag
    if tag in BREAKS:
        return
    if tag in BLOCKS:
        if tag in ROWS and writer.figures:
            writer.figures -= 1
        if writer.figures:
            writer.add(" ")
        else:
            if tag in ROWS and writer.words:
                writer.words = [_without_ends("".join(writer.words))]
            writer.close(blocks[-1])
            writer.broken = False
        if len(blocks) > 1:
            blocks.pop()
    elif tag == "a":
        writer.links -= 1


def _tail(writer: _Writer, blocks: list[_Element], element: _Element) -> None:
    tail = element.tail
    if not tail:
        return
    if blocks[-1].tag == "pre":
        _verbatim(writer, blocks, tail)
    else:
        writer.add(tail)


def _verbatim(writer: _Writer, blocks: list[_Element], words: str) -> None:
    first, *rest = words.split("\n")
    writer.add(first)
    for line in rest:
        writer.close(blocks[-1], broken=True)
        writer.add(line)


def _without_ends(row: str) -> str:
    """Return a row without the bars of empty cells at its ends."""
    return row.strip().strip("|").strip() if row.strip(" |\n\t") else ""


def _row_of_figures(row: _Element) -> bool:
    """True when a table sets cells side by side, as against one that lays out a page."""
    table = next(row.iterancestors("table"), None)
    if table is None or table.get("role") in ("presentation", "none") or row.find(".//table") is not None:
        return False
    cells = [cell for cell in row if cell.tag in CELLS]
    return len(cells) > 1 and all(_letters(cell) <= LONGEST_CELL for cell in cells)


def _letters(cell: _Element) -> int:
    """Count the letters of a cell as shown, no further than needed."""
    count = 0
    for words in cell.itertext():
        count += len(words) if not words.isspace() else 1
        if count > 4 * LONGEST_CELL:
            return count
    return count if count <= LONGEST_CELL else len(SPACE.sub(" ", "".join(cell.itertext())))


def blocks_above(line: Line) -> Iterator[_Element]:
    """Yield the line's block and everything around it, inside out."""
    yield line.block
    yield from line.block.iterancestors()


def longer(element: _Element, letters: int) -> bool:
    """True when an element holds more letters than this; reads no further."""
    count = 0
    for words in element.itertext():
        count += len(words.strip())
        if count > letters:
            return True
    return False
