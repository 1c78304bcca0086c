"""Views -> terms: the codebook's concepts as the page writes them, with a wrong expansion where one stands beside them."""

from __future__ import annotations

from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, TermUse

BESIDE = 60  # code points between a term and the expansion that glosses it


def terms_from_views(document: Document, views: tuple[View, ...], lexis: Lexis) -> tuple[TermUse, ...]:
    """Return the first use of each written form of a term, in text order, and every wrong expansion."""
    found: list[TermUse] = []
    seen: set[tuple[str, str, str | None]] = set()
    for view in views:
        faults = view.of("faults")
        for hit in view.of("terms"):
            concept = lexis.terms[hit.value].concept
            near = next(
                (f for f in faults if abs(f.start - hit.end) <= BESIDE or abs(hit.start - f.end) <= BESIDE), None
            )
            key = (document.text[hit.start : hit.end], concept, near.value if near else None)
            if key in seen:
                continue
            seen.add(key)
            fault = lexis.faults[near.value] if near else None
            quote = document.quote(near.start, near.end) if near else None
            found.append(TermUse(document.quote(hit.start, hit.end), concept, fault.fault if fault else None, quote))
        for hit in faults:
            fault = lexis.faults[hit.value]
            if not any(t.fault_quote and t.fault_quote.start == hit.start for t in found):
                quote = document.quote(hit.start, hit.end)
                found.append(TermUse(quote, fault.concept, fault.fault, quote))
    return tuple(found)
