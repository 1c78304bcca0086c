"""Views -> terms: the codebook's concepts as the page writes them, with a wrong expansion where one stands beside them."""

from __future__ import annotations

from musterbook.codebook.match import fold, hits_from_text
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, TermUse
from musterbook.read.page_from_document import Page

BESIDE = 60  # code points between a term and the expansion that glosses it


def terms_from_views(document: Document, views: tuple[View, ...], page: Page, lexis: Lexis) -> tuple[TermUse, ...]:
    """Return the first use of each written form of a term, in text order, and every wrong expansion; tags come last."""
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
    found.extend(_in_furniture(document, page, lexis, {(it.quote.text, it.concept) for it in found}))
    return tuple(found)


def _in_furniture(document: Document, page: Page, lexis: Lexis, seen: set[tuple[str, str]]) -> list[TermUse]:
    """Terms that stand only in what is not read further: tags, a glossary, the line of sources."""
    found = []
    for block in page.blocks:
        if block.kind != "furniture":
            continue
        text = document.text[block.start : block.end]
        for hit in hits_from_text(text, fold(text), lexis.matcher):
            if hit.table != "terms":
                continue
            concept = lexis.terms[hit.value].concept
            if (text[hit.start : hit.end], concept) not in seen:
                seen.add((text[hit.start : hit.end], concept))
                quote = document.quote(block.start + hit.start, block.start + hit.end)
                found.append(TermUse(quote, concept, None, None))
    return found
