"""Public -> Web Annotations: one for each claim, on the words of the page that it stands on.

The words (`TextQuoteSelector`) are given only where nothing in them is hidden: a quote with blocks stands on no page, and
roles beside offsets would give the length of a name away. Then the place alone (`TextPositionSelector`) says where it is.
Places are code points of the text that the page was read to, the same text that the words are taken from. What stands before
and after the words is not told: it is the page's, not the claim's. No time of making is written: same base, same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from musterbook.publish.linked.iri_from_record import bytes_of, moment, place_of, urn
from musterbook.publish.linked.sentence_from_fact import sentence_from_claim
from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact

Json = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NAME = "annotations"
SOFTWARE = {"id": "urn:musterbook:software", "type": "Software", "name": "Musterbook"}


@dataclass(frozen=True, slots=True)
class Known:
    """The pages by id, and the fact that each claim tells."""

    documents: Mapping[str, PublicDocument]
    facts: Mapping[str, PublicFact]


def annotations_from_public(public: Public) -> Json:
    """Return one collection with one page: an annotation for each claim whose document is public, sorted by claim."""
    known = Known({it.id: it for it in public.documents}, {id: it for it in public.facts for id in it.members})
    shown = sorted((it for it in public.claims if it.doc in known.documents), key=lambda it: it.id)
    items = [annotation(claim, known) for claim in shown]
    name = f"urn:musterbook:{NAME}"
    collection = {"@context": CONTEXT, "id": name, "type": "AnnotationCollection", "total": len(items)}
    label = {"label": public.title} if public.title else {}
    page = {"id": f"{name}:1", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    return {**collection, **label, "first": page, "last": f"{name}:1"}


def annotation(claim: PublicClaim, known: Known) -> Json:
    """Return the annotation of one claim: what it is, what it was read to say, what the fact it tells comes to."""
    bodies = [
        {"type": "SpecificResource", "purpose": "identifying", "source": urn("claim", claim.id)},
        text_body("classifying", claim.what),
        text_body("describing", sentence_from_claim(claim)),
    ]
    motivation = ["identifying", "classifying", "describing"]
    if fact := known.facts.get(claim.id):
        bodies.append(text_body("assessing", assessed(fact)))
        motivation.append("assessing")
    return {
        "id": urn("annotation", claim.id),
        "type": "Annotation",
        "motivation": motivation,
        "creator": SOFTWARE,
        "body": bodies,
        "target": target(claim, known.documents[claim.doc]),
    }


def text_body(purpose: str, words: str) -> Json:
    """Return a body of plain words."""
    return {"type": "TextualBody", "purpose": purpose, "value": words, "format": "text/plain", "language": "en"}


def assessed(fact: PublicFact) -> str:
    """Return what a fact comes to in one line: verdict, count of pages and origins, both grades."""
    count = f": {fact.reasons[0]}" if fact.reasons else ""
    return f"{fact.verdict.replace('_', ' ')}{count}; reliability {fact.reliability}, credibility {fact.credibility}"


def target(claim: PublicClaim, doc: PublicDocument) -> Json:
    """Return the words of a page, with when the page was taken and the archived bytes it was read from."""
    place = {"type": "TextPositionSelector", "start": claim.start, "end": claim.end}
    words = [] if claim.quote.masks else [{"type": "TextQuoteSelector", "exact": claim.quote.text}]
    state: Json = {"type": "TimeState"}
    if time := moment(doc.captured):
        state["sourceDate"] = time
    if copy := bytes_of(doc):
        state["cached"] = copy
    made = {"type": "SpecificResource", "source": place_of(doc), "selector": [*words, place]}
    return {**made, "state": state} if len(state) > 1 else made
