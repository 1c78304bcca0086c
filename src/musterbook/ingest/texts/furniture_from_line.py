"""A line of a page -> whether it is furniture: what stands around an article, not in it. The words are rows of a table."""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from lxml.etree import _Element  # type: ignore[import-untyped]

from musterbook import regex as re
from musterbook.ingest.texts.lines_from_tree import LISTS, Line, plain

# Elements that hold furniture by what they are. A <figure> may hold a table and is judged by its caption.
TAGS = frozenset(
    "nav footer aside form button label figcaption dialog menu fieldset amp-ad amp-embed amp-sidebar".split()
)
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
MARKS = re.compile(r"[^\w\s:©'’]+")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SHORT = 160  # letters; a longer line says something
CREDIT = 100


@cache
def rows(kind: str) -> frozenset[str]:
    """Return the words of one kind in the table."""
    text = files(__package__).joinpath("furniture.csv").read_text(encoding="utf-8")
    return frozenset(row["word"].strip() for row in csv.DictReader(text.splitlines()) if row["kind"] == kind)


@cache
def _openings(kind: str) -> tuple[str, ...]:
    return tuple(sorted(rows(kind)))


def tokens(element: _Element) -> frozenset[str]:
    """Return the words in the class and id of an element, and each two neighbours joined.

    >>> from lxml.html import fromstring
    >>> sorted(tokens(fromstring('<div class="articleRelated read-more">')))
    ['article', 'article-related', 'more', 'read', 'read-more', 'related']
    """
    return _tokens(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=4096)
def _split(name: str) -> tuple[str, ...]:
    words = [word.casefold() for word in PART.findall(name)]
    return (*words, *(f"{a}-{b}" for a, b in pairwise(words)))


def _tokens(names: str, name: str) -> frozenset[str]:
    if len(names) + len(name) > 1_000:
        return frozenset()
    return frozenset(token for part in (*names.split(), *name.split()) for token in _split(part))


def strong(element: _Element) -> bool:
    """True when its name says that it holds other articles, advertisements or buttons."""
    return not tokens(element).isdisjoint(rows("token"))


def weak(element: _Element) -> bool:
    """True when it may hold furniture: nothing is put back from there, nothing is taken away for it."""
    if element.tag == "figure":
        return element.find(".//table") is None
    named = not tokens(element).isdisjoint(rows("weak"))
    return element.tag in TAGS or element.get("role") == "dialog" or named or hidden(element)


def doubtful(element: _Element) -> bool:
    """True when only lists and tables of words without links are put back from there: "table-widget", "menu-style"."""
    return not tokens(element).isdisjoint(rows("doubt"))


def hidden(element: _Element) -> bool:
    """True when the page itself does not show it."""
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and HIDDEN.search(style) is not None)
    )


def promo(text: str, link_share: float = 0.0) -> bool:
    """True for a line that only leads elsewhere: buttons, "Read also: …", who took the picture.

    >>> promo("Read also: Another story of the day"), promo("Read more", 1.0), promo("Read more books, he said.")
    (True, True, False)
    """
    if len(text) > SHORT:
        return link_share > 0.8 and text.casefold().startswith(_openings("sure"))
    bare = plain(MARKS.sub(" ", text)).casefold()
    if bare.rstrip(":").rstrip() in rows("whole"):
        return True
    if bare.startswith(_openings("sure")):
        return True
    if link_share >= 0.5 and bare.startswith(_openings("opening")):
        return True
    return credit(text, bare)


def credit(text: str, bare: str) -> bool:
    """True for a line that says who took a picture, and nothing else: no sentence."""
    if len(text) > CREDIT or text.endswith((".", "!", "?", "…")):
        return False
    return bare.startswith(_openings("photo")) and len(text.split()) <= 12


def foot(text: str) -> bool:
    """True for the line that says whose the page is."""
    return len(text) <= 300 and plain(text).casefold().startswith(_openings("foot"))


def group(line: Line) -> _Element:
    """Return what is kept or left as one: the outermost list, the table, else the block itself."""
    found = line.block
    for element in line.block.iterancestors():
        if element.tag in LISTS or element.tag == "table":
            found = element
        elif element.tag in ("li", "td", "th", "tr", "tbody", "thead", "tfoot", "dd", "dt"):
            continue
        elif found.tag in LISTS or found.tag == "table" or found is line.block:
            break
    return found
