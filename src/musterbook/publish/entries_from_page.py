"""A public page -> its claims as comparing sees them: with the names, places and words that may be told, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from musterbook.compared import Entry, Party, Sort
from musterbook.link.entry_from_claim import fault_words, faults_near
from musterbook.link.party_from_label import party_from_label, publisher_from_name
from musterbook.link.rules_from_codebook import Rules
from musterbook.model import Amount, Bound, Quote, Stance
from musterbook.publish.public import PublicClaim
from musterbook.publish.public_page_from_rows import Page


def entries_from_page(page: Page, text: str, rules: Rules) -> Iterator[Entry]:
    """Yield the claims of a page as entries, equal to those of a base that was built from them; `text` is the page's own."""
    faults = [(it.at, fault_words(it.concept, it.fault)) for it in page.terms]
    document = page.document
    publisher = Party(f"page {document.id}", document.name or document.id, "", Sort.unnamed)
    if document.publisher:
        publisher = publisher_from_name(document.publisher, rules)
    for claim in page.claims:
        yield Entry(
            id=claim.id,
            doc=claim.doc,
            kind=claim.kind,
            what=claim.what,
            publisher=publisher,
            published=document.published,
            amount=amount(claim),
            per=claim.per,
            population=claim.population,
            place=claim.place or claim.country,
            period=claim.period,
            dims=claim.dims,
            chain=tuple(party_from_label(hop.label, hop.source or None, rules) for hop in claim.chain),
            stance=Stance(claim.stance),
            quote=Quote(claim.doc, claim.start, claim.end, claim.quote.text),
            title=document.title.readable if document.title else "",
            copy_of=document.copy_of,
            terms=faults_near(faults, claim.start, claim.end, text),
        )


def amount(claim: PublicClaim) -> Amount | None:
    """Return the number of a claim, None where it has none."""
    return None if claim.low is None else Amount(claim.low, claim.high, Bound(claim.bound), claim.unit or None)
