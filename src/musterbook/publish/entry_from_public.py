"""A public claim and its page -> the claim as comparing sees it: with the names, places and words that may be told, and no others."""

from __future__ import annotations

from musterbook.compared import Entry, Party, Sort
from musterbook.link.party_from_label import party_from_label, publisher_from_name
from musterbook.link.rules_from_codebook import Rules
from musterbook.model import Amount, Bound, Quote, Stance
from musterbook.publish.public import PublicClaim, PublicDocument


def entry_from_public(claim: PublicClaim, document: PublicDocument, rules: Rules) -> Entry:
    """Return a claim as an entry; its quote has a block for every letter that is hidden, so that its place holds."""
    publisher = Party(f"page {document.id}", document.name or document.id, "", Sort.unnamed)
    return Entry(
        id=claim.id,
        doc=claim.doc,
        kind=claim.kind,
        what=claim.what,
        publisher=publisher_from_name(document.publisher, rules) if document.publisher else publisher,
        published=document.published,
        amount=None if claim.low is None else Amount(claim.low, claim.high, Bound(claim.bound), claim.unit or None),
        per=claim.per,
        population=claim.population,
        place=claim.place or claim.country,
        period=claim.period,
        dims=claim.dims,
        chain=tuple(party_from_label(hop.label, hop.source or None, rules) for hop in claim.chain),
        stance=Stance(claim.stance),
        quote=Quote(claim.doc, claim.start, claim.end, claim.quote.text) if claim.quote.text else None,
        title=document.title.readable if document.title else "",
        copy_of=document.copy_of,
    )
