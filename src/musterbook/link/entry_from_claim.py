"""A claim as it was read -> an entry that can be set beside others: names resolved, nothing else changed."""

from __future__ import annotations

from collections.abc import Sequence

from musterbook.compared import Entry, Party, Sort
from musterbook.link.party_from_label import party_from_label, publisher_from_name
from musterbook.link.rules_from_codebook import Rules
from musterbook.model import Claim, Document, Extract, Figure, Incident, Slot

FAULT_REACH = 200  # letters around a quote in which a wrong term casts doubt on it


def entries_from_extract(document: Document, extract: Extract, rules: Rules, *, copy_of: str = "") -> tuple[Entry, ...]:
    """Return every claim of a document as an entry, in text order."""
    faults = tuple((use.quote.start, fault_words(use.concept, use.fault)) for use in extract.terms if use.fault)
    return tuple(entry_from_claim(document, claim, rules, copy_of=copy_of, faults=faults) for claim in extract.claims())


def entry_from_claim(
    document: Document, claim: Claim, rules: Rules, *, copy_of: str = "", faults: tuple[tuple[int, str], ...] = ()
) -> Entry:
    """Return one claim as an entry; `faults` are the places and names of wrong terms in its document."""
    kind, what, slots = parts(claim)
    quote = claim.anchor.quote
    return Entry(
        id=claim.anchor.id,
        doc=document.id,
        kind=kind,
        what=what.value,
        publisher=publisher(document, rules),
        published=document.published or "",
        amount=None if kind == "statement" else getattr(claim, "amount", None),
        per=value(slots.get("per")),
        population=value(slots.get("population")),
        place=value(slots.get("place")) or value(slots.get("country")),
        period=value(slots.get("period")),
        dims=tuple((name, slot.value) for name, slot in claim.dims),
        chain=tuple(party_from_label(hop.label, hop.source, rules) for hop in claim.anchor.chain.hops),
        stance=claim.anchor.stance,
        quote=quote,
        title=document.title or "",
        copy_of=copy_of,
        terms=faults_near(faults, quote.start, quote.end, document.text),
    )


def fault_words(concept: str, fault: str) -> str:
    """Return a wrong term in words: what it should say, and what kind of fault it is.

    >>> fault_words("lamp_room", "literal_noun"), fault_words("", "literal_adjective")
    ('a wrong word for lamp room (literal noun)', 'a wrong word (literal adjective)')
    """
    what = f" for {concept.replace('_', ' ')}" if concept else ""
    return f"a wrong word{what} ({fault.replace('_', ' ')})"


def faults_near(faults: Sequence[tuple[int, str]], start: int, end: int, text: str) -> tuple[str, ...]:
    """Return the faults that stand in the paragraph of a quote and near it, each once."""
    near = (
        fault
        for at, fault in faults
        if start - FAULT_REACH <= at <= end + FAULT_REACH and "\n" not in text[min(at, start) : max(at, end)]
    )
    return tuple(dict.fromkeys(near))


def parts(claim: Claim) -> tuple[str, Slot, dict[str, Slot | None]]:
    """Return the kind of a claim, what it is of, and its slots by the names that all kinds share."""
    if isinstance(claim, Figure):
        slots = {"per": claim.per, "population": claim.population, "place": claim.place, "period": claim.period}
        return "figure", claim.measure, slots
    if isinstance(claim, Incident):
        return "incident", claim.kind, {"place": claim.place, "country": claim.country, "period": claim.when}
    return "statement", claim.theme, {}


def publisher(document: Document, rules: Rules) -> Party:
    """Return who published a document; one that nobody named is counted as itself."""
    if document.publisher:
        return publisher_from_name(document.publisher, rules)
    return Party(f"page {document.id}", document.name, "", Sort.unnamed)


def value(slot: Slot | None) -> str:
    """Return the value of a slot, "" for one that is not there."""
    return slot.value if slot else ""
