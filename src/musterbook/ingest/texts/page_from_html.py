"""A page of HTML -> its article's text and what is known about it."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version

from musterbook.errors import InputError
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.texts.article_from_tree import article_from_tree
from musterbook.ingest.texts.furniture_from_line import rows
from musterbook.ingest.texts.html_from_bytes import html_from_bytes
from musterbook.ingest.texts.lines_from_tree import lines_from_tree
from musterbook.ingest.texts.metadata_from_html import known_from_page
from musterbook.ingest.texts.notices_from_tree import notices_from_tree
from musterbook.ingest.texts.repairs_from_lines import all_readable
from musterbook.ingest.texts.tree_from_html import tree_from_html

# Tags; above, the libraries take longer than a reader may, and the page's own lines without its furniture are its text.
LARGE = 40_000
SHORT = 300
LONG = 1_000_000  # letters, likewise: a long book
EMPTY = "no text in this page (it is built by scripts?); save the page from a browser after it has loaded, or print it to PDF"


def found_from_html(data: bytes, known: Known) -> list[Found]:
    """Return the article of a page; raises InputError for a page without text or with more tags than pages have.

    >>> page = b"<title>A</title><article><h1>A</h1><p>Officials said on Monday that 858 cases were registered.</p></article>"
    >>> found = found_from_html(page, Known())[0]
    >>> found.text.splitlines()[-1], found.known.title
    ('Officials said on Monday that 858 cases were registered.', 'A')
    """
    html = html_from_bytes(data, _declared(known))
    tree = tree_from_html(html)
    lines = lines_from_tree(tree)
    notices = notices_from_tree(tree)
    large = html.count("<") > LARGE or sum(len(line.text) for line in lines) > LONG
    own = known_from_page(tree, lines, notices, before=known, search=not large)
    if large:
        text = "\n".join(lines[index].text for index in all_readable(lines))
    else:
        text = article_from_tree(tree, lines, notices, author=known.author or own.author)
    if not any(sign.isalnum() for sign in text) or (len(text) < SHORT and _scripted(text)):
        raise InputError(EMPTY)
    return [Found(part="", text=text, known=known.over(own), extractor=extractor())]


def _scripted(text: str) -> bool:
    """True for what a page says that shows nothing before its scripts have run."""
    return re.search(rf"(?:{'|'.join(sorted(rows('scripted')))})\s+javascript", text, re.IGNORECASE) is not None


@cache
def extractor() -> str:
    """Return the name and version of what makes the text."""
    return f"trafilatura {version('trafilatura')}"


def _declared(known: Known) -> str | None:
    """Return the encoding in the header that the page came with."""
    kind = next((value for name, value in known.headers or () if name.lower() == "content-type"), "")
    return kind.lower().partition("charset=")[2].strip("\"' ;") or None
