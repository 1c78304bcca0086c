"""Public -> entities of FollowTheMoney: pages, those who are named, happenings and figures, and who is behind which page.

`Event` is an incident, `Note` every other fact, `Documentation` ties somebody to the pages that name them, `proof` a fact to
its pages. What that model calls a Statement is one value of one entity with where it comes from; it is no statement of ours,
and no entity here is named so. Checksums there are SHA-1; ours is another one, and stands in the notes of the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from musterbook.model import digest
from musterbook.publish.linked.iri_from_record import PAPER, day, moment, persons, published, web
from musterbook.publish.linked.sentence_from_fact import lead, sentence_from_claim
from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact, PublicSource

Json = dict[str, Any]

LANGUAGES = {"en": "eng", "ru": "rus", "uk": "ukr"}
BODIES = ("public body", "court records")  # groups of the source kinds
CHANNEL = "anonymous channel"  # nobody knows whether it is one person or an organisation
PUTS_OUT, PASSES_ON, ORIGIN = "publisher", "passes on", "origin"
_CODE = re.compile(r"[A-Z]{2}")
NAME = 300  # letters; the model takes no longer names


def ftm_from_public(public: Public) -> list[Json]:
    """Return the entities, sorted by id."""
    documents = {it.id: it for it in public.documents}
    claims = {it.id: it for it in public.claims if it.doc in documents}
    people = persons(public)
    sources = [it for it in public.sources if it.kind != PAPER and it.name]
    made = [
        *(of_document(it) for it in public.documents),
        *(of_source(it, people) for it in sources),
        *links(documents, claims, {it.id for it in sources}),
        *of_facts(public, documents, claims),
    ]
    return sorted(made, key=lambda it: str(it["id"]))


def entity(schema: str, name: str, properties: Mapping[str, str | list[str]]) -> Json:
    """Return one entity; every property is a list, and those without a value are left out."""
    listed = {key: [value] if isinstance(value, str) else value for key, value in properties.items()}
    cleaned = {key: sorted({it.strip() for it in values} - {""}) for key, values in listed.items()}
    return {"id": name, "schema": schema, "properties": {key: values for key, values in cleaned.items() if values}}


def named(kind: str, *parts: str) -> str:
    """Return an id that the model takes: letters, digits and hyphens."""
    return f"musterbook-{kind}-{digest(*parts)}"


def of_document(doc: PublicDocument) -> Json:
    """Return a page: an Article when it has an address, else a Document."""
    sums = (("archived bytes", doc.raw), ("text", doc.sha256))
    return entity(
        "Article" if web(doc.url) else "Document",
        named("document", doc.id),
        {
            "fileName": shortened(doc.name or doc.id),
            "title": doc.title.readable if doc.title else "",
            "sourceUrl": web(doc.url),
            "publisher": doc.publisher,
            "publishedAt": published(doc),
            "language": LANGUAGES.get(doc.lang, ""),
            "retrievedAt": moment(doc.captured)[: len("2024-03-05T10:00:00")],
            "notes": [f"SHA-256 of the {of}: {sum}" for of, sum in sums if sum],
        },
    )


def of_source(source: PublicSource, people: frozenset[str]) -> Json:
    """Return somebody who is named: a person only where they speak in public."""
    properties = {
        "name": shortened(source.name),
        "country": country(source.side),
        "summary": source.kind_label,
        "notes": f"Reliability {source.reliability}" if source.reliability else "",
    }
    return entity(schema_of(source, people), named("source", source.id), properties)


def schema_of(source: PublicSource, people: frozenset[str]) -> str:
    """Return what somebody is in that model; who is not known to be an organisation is a legal entity."""
    if source.id in people:
        return "Person"
    if source.group in BODIES:
        return "PublicBody"
    return "Organization" if source.kind and source.group != CHANNEL else "LegalEntity"


def links(
    documents: Mapping[str, PublicDocument], claims: Mapping[str, PublicClaim], sources: set[str]
) -> Iterator[Json]:
    """Yield one tie for each page and each one named on it, with every part they play there."""
    roles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for doc in documents.values():
        roles[doc.id, doc.source].add(PUTS_OUT)
    for claim in claims.values():
        for at, hop in enumerate(claim.chain, 1):
            roles[claim.doc, hop.source].add(ORIGIN if at == len(claim.chain) else PASSES_ON)
    for (page, source), said in roles.items():
        if source in sources:
            ends = {"document": named("document", page), "entity": named("source", source)}
            yield entity("Documentation", named("link", page, source), {**ends, "role": sorted(said)})


def of_facts(
    public: Public, documents: Mapping[str, PublicDocument], claims: Mapping[str, PublicClaim]
) -> Iterator[Json]:
    """Yield an Event for each happening, a Note for each other fact, with its pages as proof."""
    for fact in public.facts:
        if (best := lead(fact, claims, documents)) is not None:
            told = [claims[id] for id in fact.members if id in claims]
            proof = [named("document", it.doc) for it in told]
            if fact.kind == "incident":
                yield entity("Event", named("event", fact.id), {**about(fact, best), **timed(best), "proof": proof})
            else:
                yield entity("Note", named("note", fact.id), {**about(fact, best), "entity": proof, "proof": proof})


def about(fact: PublicFact, best: PublicClaim) -> dict[str, str | list[str]]:
    """Return what both kinds of fact say: a name, what it comes to, where it is."""
    return {
        "name": shortened(sentence_from_claim(best)),
        "summary": fact.verdict.replace("_", " "),
        "description": list(fact.reasons),
        "country": country(best.country or best.dim("side")),
    }


def timed(best: PublicClaim) -> dict[str, str | list[str]]:
    """Return when and where something happened; an interval has two ends."""
    first, slash, last = best.period.partition("/")
    when = {"startDate": day(first), "endDate": day(last)} if slash else {"date": day(first)}
    return {**when, "location": best.place}


def country(code: str) -> str:
    """Return a country as that model writes it, "" for anything that is no code of one.

    >>> country("GB"), country("north")
    ('gb', '')
    """
    return code.lower() if _CODE.fullmatch(code) else ""


def shortened(text: str) -> str:
    """Return a name on one line that is no longer than the model takes."""
    line = " ".join(text.split())
    return line if len(line) <= NAME else f"{line[: NAME - 2]} …"
