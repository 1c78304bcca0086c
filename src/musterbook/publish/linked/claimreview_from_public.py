"""Public -> ClaimReview of schema.org: one for each fact that several pages tell, or that is more than one origin's word.

A verdict is about origins, not about truth: it stands in words (`alternateName`), and the number beside it is the grade of
the Admiralty scale turned round (5 the best). Where that scale says that nothing can be judged there is no number at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from musterbook.compared import Verdict
from musterbook.publish.linked.iri_from_record import (
    HIDDEN,
    PERSON,
    bytes_of,
    day,
    filled,
    persons,
    published,
    urn,
    web,
)
from musterbook.publish.linked.sentence_from_fact import lead, sentence_from_claim
from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact, PublicOrigin

Json = dict[str, Any]

CONTEXT = "https://schema.org"
BEST, WORST = 5, 1
AUTHOR = {"@type": "Organization", "name": "Musterbook"}
UNNAMED = "unnamed"
NOBODY = "nobody named"


@dataclass(frozen=True, slots=True)
class Known:
    """What a fact's ids stand for."""

    claims: Mapping[str, PublicClaim]
    documents: Mapping[str, PublicDocument]
    persons: frozenset[str]
    day: str


def claimreview_from_public(public: Public) -> Json:
    """Return one graph of reviews, sorted by fact."""
    seen = [time for it in public.documents for time in (day(it.captured), published(it))]
    known = Known(
        {it.id: it for it in public.claims},
        {it.id: it for it in public.documents},
        persons(public),
        day(public.as_of) or max(seen, default=""),  # a review is no older than the last page it looked at
    )
    reviews = [review(fact, known) for fact in sorted(public.facts, key=lambda it: it.id) if is_reviewed(fact)]
    return {"@context": CONTEXT, "@graph": [it for it in reviews if it]}


def is_reviewed(fact: PublicFact) -> bool:
    """True for a fact of two pages or more, or one whose verdict is not that of a single origin."""
    return fact.pages >= 2 or fact.verdict != Verdict.single_origin


def review(fact: PublicFact, known: Known) -> Json:
    """Return the review of one fact, empty when none of its claims may be told."""
    best = lead(fact, known.claims, known.documents)
    if best is None:
        return {}
    return filled(
        {
            "@type": "ClaimReview",
            "@id": urn("review", fact.id),
            "url": urn("fact", fact.id),
            "datePublished": known.day,
            "author": AUTHOR,
            "claimReviewed": sentence_from_claim(best),
            "reviewBody": "; ".join(fact.reasons),
            "reviewRating": rating(fact),
            "itemReviewed": item(fact, known),
        }
    )


def rating(fact: PublicFact) -> Json:
    """Return the verdict in words, with a number only where the grade is one that says something."""
    word = {"@type": "Rating", "alternateName": fact.verdict.replace("_", " ")}
    why = filled({"ratingExplanation": fact.reasons[0] if fact.reasons else ""})
    grade = int(fact.credibility) if fact.credibility in tuple("12345") else 0
    number = {"ratingValue": BEST + WORST - grade, "bestRating": BEST, "worstRating": WORST} if grade else {}
    return {**word, **why, **number}


def item(fact: PublicFact, known: Known) -> Json:
    """Return the claim itself: who made it, where it stood first, and where it stands as well."""
    order = pages(fact.members, known)
    rooted = pages([id for origin in fact.origins for id in origin.members], known) or order
    first = rooted[0]
    made = {
        "@type": "Claim",
        "@id": urn("fact", fact.id),
        "author": list(authors(fact, known)),
        "datePublished": published(first),
        "firstAppearance": work(first),
        "appearance": [work(it) for it in order if it.id != first.id],
    }
    return filled(made)


def pages(members: Iterable[str], known: Known) -> list[PublicDocument]:
    """Return the pages of claims, the earliest first; those that nobody dates come last."""
    ids = {known.claims[id].doc for id in members if id in known.claims} & known.documents.keys()
    return sorted((known.documents[id] for id in ids), key=lambda it: (it.published or "9", it.captured or "9", it.id))


def authors(fact: PublicFact, known: Known) -> Iterator[Json]:
    """Yield the origins that have a name: those that confirm, else whoever else there is."""
    named = [it for it in fact.origins if it.key != NOBODY and it.kind != UNNAMED and not it.key.endswith(HIDDEN)]
    for origin in [it for it in named if it.confirms] or named:
        yield {"@type": "Person" if is_person(origin, known) else "Organization", "name": origin.label}


def is_person(origin: PublicOrigin, known: Known) -> bool:
    """True for an origin that the codebook or a page calls a person."""
    return origin.kind == PERSON or (not origin.kind and origin.key in known.persons)


def work(doc: PublicDocument) -> Json:
    """Return a page: its address, the name of its archived bytes, who put it out and when."""
    return filled(
        {
            "@type": "CreativeWork",
            "@id": urn("document", doc.id),
            "url": web(doc.url),
            "identifier": bytes_of(doc),
            "headline": doc.title.readable if doc.title else "",
            "publisher": {"@type": "Organization", "name": doc.publisher} if doc.publisher else "",
            "datePublished": published(doc),
            "inLanguage": doc.lang,
        }
    )
