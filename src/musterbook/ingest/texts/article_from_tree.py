"""A page's tree and lines -> the text of its article: what trafilatura finds, with guarded repairs.

The library decides where the article is. Its lines are then found again among the page's own lines, and only near them,
and only by signs the page itself gives, is something put back (a list, a table, a paragraph between two that were kept)
or taken out (a box of links inside the article). Where the two cannot be matched the library's text stays as it is.
"""

from __future__ import annotations

import logging

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from musterbook.ingest.texts.kept_from_lines import Kept, kept_from_lines
from musterbook.ingest.texts.lines_from_tree import Line, key, lines_from_tree
from musterbook.ingest.texts.notices_from_tree import Notices
from musterbook.ingest.texts.repairs_from_lines import Page, all_readable, repaired

# The library tells every fault of a page to the log; here the text, or its absence, is the answer.
for _name in ("trafilatura", "htmldate", "charset_normalizer", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

SAID = 400  # letters; a shorter copy of the article is a summary
MATCHED = 0.6  # of the letters: below, the library rewrote the page and its text stands alone


def article_from_tree(tree: HtmlElement, lines: list[Line], notices: Notices, *, author: str | None = None) -> str:
    """Return the text of the article, "" when the page has none.

    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring("<nav>Home</nav><article><p>Courts heard 12 cases.</p><ul><li>8 in May</ul></article>")
    >>> print(article_from_tree(page, lines_from_tree(page), Notices()))
    Courts heard 12 cases.
    8 in May
    """
    base = extracted(tree)
    said = notices.body()
    if not base and not said:
        return "\n".join(lines[i].text for i in all_readable(lines))
    kept = kept_from_lines(base, lines)
    if kept.share < MATCHED and key(said)[:200] not in key("".join(base)):
        kept = _vouched(said, lines, kept)
    if kept.share < MATCHED:
        return said if len(said) > 1.5 * sum(map(len, base)) else "\n".join(base)
    text = "\n".join(repaired(Page(lines, kept, said, notices.live, author)))
    # The publisher's own copy is far longer: the page shows the article only after its scripts have run.
    return said if len(said) >= SAID and len(key(said)) > 2 * len(key(text)) else text


def _vouched(said: str, lines: list[Line], kept: Kept) -> Kept:
    """Return the page's lines that the publisher's own copy of the article holds, when that is nearly all of it."""
    if len(said) < SAID:
        return kept
    found = kept_from_lines(said.splitlines(), lines)
    return found if found.share >= 0.8 else kept


def extracted(tree: HtmlElement) -> list[str]:
    """Return the lines that trafilatura takes for the article; none for what it refuses."""
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(tree, include_comments=False, include_tables=True, date_extraction_params={})
    except Exception:  # a net: the library meets any tree here, and its page is then read by its own lines
        return []
    body = getattr(document, "body", None)
    return [line.text for line in lines_from_tree(body)] if body is not None else []
