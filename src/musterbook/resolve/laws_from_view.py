"""View -> law: the article of a code a claim names, by country."""

from __future__ import annotations

import re

from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot

_ARTICLE = re.compile(r"\b(?:articles?|art\.) (\d{2,3}(?:\.\d)?)\b(?!\d)")


def articles_from_view(view: View) -> list[tuple[int, int, str]]:
    """Return [start, end) in the document and the number of each article named."""
    return [(view.start + m.start(), view.start + m.end(), m.group(1)) for m in _ARTICLE.finditer(view.folded)]


def law_from_view(document: Document, view: View, span: tuple[int, int], country: str | None = None) -> Slot | None:
    """Return the article nearest to the span, as `RU-CC-337`; without a country an article names nothing."""
    found = articles_from_view(view)
    if not found:
        return None
    start, end, number = min(found, key=lambda a: (min(abs(a[0] - span[1]), abs(span[0] - a[1])), a[0]))
    if country is None:
        return None
    return Slot(f"{country}-CC-{number}", How.stated, document.quote(start, end))
