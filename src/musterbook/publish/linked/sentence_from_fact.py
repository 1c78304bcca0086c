"""A fact -> one sentence by template: what is counted, where, when, and the number with the words that limit it."""

from __future__ import annotations

from collections.abc import Mapping

from musterbook.assess.flags_from_cluster import SPOILT
from musterbook.model import Bound
from musterbook.publish.public import PublicClaim, PublicDocument, PublicFact
from musterbook.publish.tables_from_claims import amount, one_line, where


def lead(
    fact: PublicFact, claims: Mapping[str, PublicClaim], documents: Mapping[str, PublicDocument]
) -> PublicClaim | None:
    """Return the claim that tells a fact best: of an origin, not changed on the way, near to its end, exact, full, early."""
    counted = {id for origin in fact.origins for id in origin.members}
    spoilt = {it.after for it in fact.mutations if it.kind in SPOILT}

    def order(it: PublicClaim) -> tuple[object, ...]:
        said = bool(it.period) + bool(it.place) + len(it.dims)
        day = documents[it.doc].published if it.doc in documents else ""
        return it.id not in counted, it.id in spoilt, len(it.chain), it.bound != Bound.exact, -said, day or "9", it.id

    return min((claims[id] for id in fact.members if id in claims), key=order, default=None)


def sentence_from_claim(claim: PublicClaim) -> str:
    """Return a claim in one sentence; a bound word is never dropped, and words with something hidden in them are not told."""
    scope = where({"place": claim.place, "country": claim.country, **dict(claim.dims), "population": claim.population})
    parts = [claim.label or claim.what, *scope.split(" · "), span(claim.period)]
    head = ", ".join(one_line(part) for part in parts if part)
    return f"{head}: {said}." if (said := said_of(claim)) else f"{head}."


def said_of(claim: PublicClaim) -> str:
    """Return the number of a claim with its bound word and unit, or the words of one that has none."""
    if claim.low is not None:
        row = {"low": claim.low, "high": claim.high, "bound": claim.bound, "unit": claim.unit, "per": claim.per}
        return amount(row)
    if claim.kind != "statement" or claim.quote.masks:
        return ""
    return f"“{one_line(claim.quote.readable).rstrip('.')}”"


def span(period: str) -> str:
    """Return an interval of days in words.

    >>> span("2024-01/2024-06"), span("2024"), span("../2024-06")
    ('2024-01 to 2024-06', '2024', 'until 2024-06')
    """
    first, slash, last = period.partition("/")
    if not slash or first == last:
        return first
    if first in ("", "..") or last in ("", ".."):
        return f"until {last}" if first in ("", "..") else f"since {first}"
    return f"{first} to {last}"
