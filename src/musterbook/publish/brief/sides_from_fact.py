"""A fact and its claims -> who says what: one side for each origin, the claim that tells it best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from musterbook.assess.flags_from_cluster import SPOILT
from musterbook.publish.brief.nouns import Piece, Pieces
from musterbook.publish.brief.pieces_from_claim import name, number, page_name, plain
from musterbook.publish.brief.words_from_codebook import Words
from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact

NOBODY = "nobody named"  # the key of an end that differs from the others and that nobody names


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a brief is written from, looked up by id."""

    public: Public
    words: Words
    claims: Mapping[str, PublicClaim]
    docs: Mapping[str, PublicDocument]

    def doc(self, claim: PublicClaim) -> PublicDocument:
        """Return the page of a claim."""
        return self.docs[claim.doc]

    def pages(self, claims: Iterable[PublicClaim]) -> list[PublicDocument]:
        """Return the pages of claims, each once, the oldest first."""
        docs = {claim.doc: self.docs[claim.doc] for claim in claims}
        return sorted(docs.values(), key=lambda it: (it.published or "9", it.id))


@dataclass(frozen=True, slots=True)
class Side:
    """An origin and the claims that lead to it; `label` "" for pages that name nobody."""

    key: str
    label: str
    kind: str
    confirms: bool
    claims: tuple[PublicClaim, ...]

    def lead(self) -> PublicClaim:
        """Return the claim that tells it best."""
        return self.claims[0]

    def ids(self) -> tuple[str, ...]:
        """Return the ids of its claims."""
        return tuple(claim.id for claim in self.claims)


def shown_from_public(public: Public, words: Words) -> Shown:
    """Return what is public, by id."""
    return Shown(public, words, {it.id: it for it in public.claims}, {it.id: it for it in public.documents})


def members(fact: PublicFact, shown: Shown) -> list[PublicClaim]:
    """Return the claims of a fact that are public."""
    return [shown.claims[id] for id in fact.members if id in shown.claims]


def best_first(
    claims: Iterable[PublicClaim], fact: PublicFact, shown: Shown, end: tuple[str, str] = ("", "")
) -> tuple[PublicClaim, ...]:
    """Return claims: unspoilt ones first, then the nearest to the end, exact before vague, early before late.

    `end`: key and label of the origin, whose own pages are nearest whatever papers of its own they cite.
    """
    spoilt = {it.after for it in fact.mutations if it.kind in SPOILT}

    def order(it: PublicClaim) -> tuple[object, ...]:
        readable = number(it, shown.words) is not None or it.low is None
        hops = 0 if is_own(shown.doc(it), *end) else len(it.chain)
        return it.id in spoilt, not readable, hops, it.bound != "exact", shown.doc(it).published or "9", it.id

    ranked = sorted(claims, key=order)
    first = {claim.doc: claim.id for claim in reversed(ranked)}  # of every page one, before a second of any
    return tuple(sorted(ranked, key=lambda it: first[it.doc] != it.id))


def sides_from_fact(fact: PublicFact, shown: Shown) -> tuple[Side, ...]:
    """Return the sides of a fact, one for each origin, those that count by themselves first."""
    sides = []
    for origin in fact.origins:
        mine = [shown.claims[id] for id in origin.members if id in shown.claims]
        if mine:
            label = "" if origin.key == NOBODY else origin.label
            sides.append(
                Side(
                    origin.key,
                    label,
                    origin.kind,
                    origin.confirms,
                    best_first(faithful(mine, fact), fact, shown, (origin.key, label)),
                )
            )
    return tuple(sorted(sides, key=lambda it: (not it.confirms, not it.label, it.label, it.lead().id)))


def faithful(claims: list[PublicClaim], fact: PublicFact) -> list[PublicClaim]:
    """Return claims without those whose figure was spoilt on the way: they do not tell what their origin said."""
    spoilt = {it.after for it in fact.mutations if it.kind in SPOILT}
    return [it for it in claims if it.id not in spoilt] or claims


def silent(fact: PublicFact, sides: Sequence[Side], shown: Shown) -> tuple[PublicClaim, ...]:
    """Return the claims that lead to no origin."""
    told = {id for origin in fact.origins for id in origin.members} if sides else set[str]()
    return best_first((it for it in members(fact, shown) if it.id not in told), fact, shown)


def teller(side: Side, shown: Shown) -> Pieces:
    """Return whom a side is from, as a sentence names it."""
    if side.label:
        return (name(side.label),)
    return (name(page_name(shown.doc(side.lead()))), plain(" (naming no origin)"))


def own_word(side: Side, shown: Shown) -> bool:
    """True when a page of the origin itself is among those that tell it."""
    return any(is_own(shown.doc(it), side.key, side.label) for it in side.claims)


def is_own(doc: PublicDocument, key: str, label: str) -> bool:
    """True for a page that an origin published itself."""
    by_key = bool(key) and doc.source == key.removesuffix(" ?")
    return by_key or (bool(label) and page_name(doc).casefold() == label.casefold())


def amount_of(claim: PublicClaim, shown: Shown) -> Piece | None:
    """Return the amount of a claim."""
    return number(claim, shown.words)
