"""Document + Extract -> the rows of each table, in the tables' column order. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from musterbook.model import Amount, Anchor, Claim, Document, Extract, Figure, Incident, Quote, Slot, digest

Cell = str | int | float | None
Row = tuple[Cell, ...]
Rows = dict[str, list[Row]]
Versions = tuple[str, str]  # of the codebook, of the reader


def fingerprint(document: Document, versions: Versions) -> str:
    """Return a hash over everything a reading depends on: text, metadata, codebook, reader."""
    about = (document.name, document.title, document.publisher, document.published, document.lang)
    more = (document.published_how, document.guessed, document.updated, document.author, document.forwarded)
    return digest(document.id, *about, *more, document.languages, document.pages, *versions)


def rank(document: Document) -> tuple[object, ...]:
    """Return how much is known about a document, as what sorts: the least is the best known. No two differ by order alone."""
    return rank_of(document.published, document.guessed, document.title, document.publisher, document.name)


def rank_of(
    published: str | None, guessed: bool, title: str | None, publisher: str | None, name: str
) -> tuple[object, ...]:
    """Return the rank of what is known: a stated date before a guessed one, the more precise first, then what else there is."""
    missing = (published is None, guessed, -len(published or ""), title is None, publisher is None)
    return (*missing, published or "", title or "", publisher or "", name)


def rows_from_extract(document: Document, extract: Extract, versions: Versions, source: str = "") -> Rows:
    """Return every row that one document fills, by table; claims in text order. `source`: the file it is from."""
    rows: Rows = {"figures": [], "incidents": [], "statements": []}
    rows["documents"] = [document_row(document, extract, versions, source)]
    claims = extract.claims()
    for claim in claims:
        table, row = claim_row(claim, document.id)
        rows[table].append(row)
    rows["hops"] = [row for claim in claims for row in hop_rows(claim.anchor, document.id)]
    rows["slots"] = [row for claim in claims for row in slot_rows(claim, document.id)]
    rows["terms"] = [
        (document.id, at, it.quote.start, it.quote.end, it.quote.text, it.concept, it.fault, *place(it.fault_quote))
        for at, it in enumerate(extract.terms)
    ]
    rows["leftovers"] = [
        (document.id, at, it.quote.start, it.quote.end, it.quote.text, it.why)
        for at, it in enumerate(extract.leftovers)
    ]
    return rows


def document_row(document: Document, extract: Extract, versions: Versions, source: str) -> Row:
    """Return the row of a document."""
    about = (document.id, document.name, document.url, document.title, document.publisher, document.published)
    text = (document.lang, document.text, sha256(document.text.encode("utf-8")).hexdigest(), extract.sentences)
    how = (document.published_how, int(document.guessed), document.updated, document.author, document.forwarded)
    shape = (json.dumps(document.languages), json.dumps(document.pages), source)
    return (*about, *text, *versions, fingerprint(document, versions), *how, *shape)


def claim_row(claim: Claim, doc: str) -> tuple[str, Row]:
    """Return the table of a claim and its row."""
    anchor = claim.anchor
    head = (anchor.id, key_of(anchor.id), doc, anchor.quote.start, anchor.quote.end, anchor.quote.text)
    tail = (anchor.stance.value, anchor.chain.origin(), int(anchor.chain.open()), anchor.by)
    if isinstance(claim, Figure):
        slots = (value(claim.per), value(claim.population), value(claim.place), value(claim.period))
        return "figures", (*head, claim.measure.value, *amount(claim.amount), *slots, *tail)
    if isinstance(claim, Incident):
        slots = (value(claim.when), value(claim.time), value(claim.place), value(claim.country))
        return "incidents", (*head, claim.kind.value, *slots, *amount(claim.amount), *tail)
    return "statements", (*head, claim.theme.value, *tail)


def key_of(claim: str) -> int:
    """Return the id of a claim (hexadecimal, or any text) as a number of 63 bits.

    >>> key_of("00000000000000ff")
    255
    """
    try:
        return int(claim, 16) & (2**63 - 1)
    except ValueError:
        return int(digest(claim), 16) & (2**63 - 1)


def hop_rows(anchor: Anchor, doc: str) -> Iterator[Row]:
    """Yield the links of a chain, nearest first."""
    for position, hop in enumerate(anchor.chain.hops):
        yield anchor.id, position, doc, hop.label, hop.source, hop.role, *place(hop.cue)


def slot_rows(claim: Claim, doc: str) -> Iterator[Row]:
    """Yield every filled slot of a claim, the pack's own dimensions last."""
    for dim, slots in enumerate((own_slots(claim), claim.dims)):
        for name, slot in slots:
            if slot is not None:
                yield claim.anchor.id, name, doc, dim, slot.value, slot.how.value, *place(slot.quote), slot.by


def own_slots(claim: Claim) -> tuple[tuple[str, Slot | None], ...]:
    """Return the slots that every pack has, by the name of their column."""
    if isinstance(claim, Figure):
        own = (("measure", claim.measure), ("per", claim.per), ("population", claim.population))
        return (*own, ("place", claim.place), ("period", claim.period))
    if isinstance(claim, Incident):
        when = (("type", claim.kind), ("date", claim.when), ("time", claim.time))
        return (*when, ("place", claim.place), ("country", claim.country))
    return (("theme", claim.theme),)


def amount(said: Amount | None) -> tuple[float | None, float | None, str | None, str | None]:
    """Return low, high, bound and unit."""
    return (None, None, None, None) if said is None else (said.low, said.high, said.bound.value, said.unit)


def place(quote: Quote | None) -> tuple[int | None, int | None, str | None]:
    """Return where a quote stands and its words."""
    return (None, None, None) if quote is None else (quote.start, quote.end, quote.text)


def value(slot: Slot | None) -> str | None:
    """Return the value of a slot."""
    return None if slot is None else slot.value
