"""Public -> PROV-O: captures, pages, claims, what is behind them hop by hop, and who is answerable for each.

A claim is quoted from its page. Each hop of its chain is a saying of its own, derived from the next one. The hop that the
claim is counted with is its primary source: one saying for all claims of a fact, so that the graph comes together where the
pages do. All others belong to one claim, so that two pages that cite each other make no circle. Nobody named is a saying
without an agent, and never a primary source. The words for a hop stand on its qualified derivation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from typing import Any

from musterbook.model import digest
from musterbook.publish.linked.iri_from_record import (
    PAPER,
    VOCABULARY,
    bytes_of,
    filled,
    moment,
    persons,
    published,
    urn,
    web,
)
from musterbook.publish.linked.sentence_from_fact import lead, sentence_from_claim
from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact, PublicHop

Json = dict[str, Any]

PROV = "http://www.w3.org/ns/prov#"
TERMS = "http://purl.org/dc/terms/"
LINKS = (
    *("wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasRevisionOf", "alternateOf", "specializationOf"),
    *("wasAttributedTo", "wasGeneratedBy", "wasAssociatedWith", "used", "entity", "hadMember"),
)
CONTEXT: Json = {
    "prov": PROV,
    "dcterms": TERMS,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "comment": "rdfs:comment",
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in LINKS},
    "qualifiedDerivation": "prov:qualifiedDerivation",
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    **{name: f"dcterms:{name}" for name in ("title", "issued", "language", "publisher", "hasVersion")},
    "identifier": {"@id": "dcterms:identifier", "@type": "@id"},
    **{name: f"{VOCABULARY}{name}" for name in ("verdict", "stance", "role", "pages", "reliability", "credibility")},
}
SEVERAL = ("wasDerivedFrom", "qualifiedDerivation")
SOFTWARE, READING, COMPARING = (f"urn:musterbook:{name}" for name in ("software", "reading", "comparing"))


@dataclass(frozen=True, slots=True)
class Known:
    """What is public, by id."""

    documents: Mapping[str, PublicDocument]
    claims: Mapping[str, PublicClaim]
    agents: Mapping[str, str]  # to what they are called
    ends: Mapping[str, tuple[str, str]]  # claim -> its fact, and whom it is counted with


def prov_from_public(public: Public) -> Json:
    """Return one graph with its context inside, every node once, sorted by id."""
    agents = {it.id: it.name for it in public.sources if it.kind != PAPER}
    ends = {id: (it.id, end.key) for it in public.facts for end in it.origins for id in end.members}
    documents = {it.id: it for it in public.documents}
    claims = {it.id: it for it in sorted(public.claims, key=lambda it: it.id) if it.doc in documents}
    known = Known(documents, claims, agents, ends)
    nodes: dict[str, Json] = {}
    for node in all_nodes(public, known):
        merge(nodes.setdefault(node["id"], node), node)
    return {"@context": CONTEXT, "@graph": [filled(nodes[id]) for id in sorted(nodes)]}


def merge(node: Json, other: Json) -> None:
    """Add what another claim says of a saying that both share."""
    for name in SEVERAL:
        if name in node or name in other:
            had = node.get(name, [])
            node[name] = [*had, *(it for it in other.get(name, []) if it not in had)]


def all_nodes(public: Public, known: Known) -> Iterator[Json]:
    """Yield every node; one that several records name may come more than once."""
    yield from machine(public, known)
    people = persons(public)
    for source in public.sources:
        if source.id in known.agents:
            kind = "prov:Person" if source.id in people else "prov:Organization"
            yield {"id": urn("agent", source.id), "type": ["prov:Agent", kind], "label": source.name}
    older = older_versions(public)
    for doc in public.documents:
        yield from of_document(doc, known, older.get(doc.id, ""))
    for claim in known.claims.values():
        yield from of_claim(claim, known)
    for fact in public.facts:
        yield from of_fact(fact, known)


def machine(public: Public, known: Known) -> Iterator[Json]:
    """Yield the software and the two things it did: reading pages, comparing what they say."""
    name = f"Musterbook {version('musterbook')}, codebook {public.pack} {public.codebook}"
    yield {
        "id": SOFTWARE,
        "type": ["prov:Agent", "prov:SoftwareAgent"],
        "label": name,
        "hasVersion": version("musterbook"),
    }
    for activity, used in ((READING, ("document", known.documents)), (COMPARING, ("claim", known.claims))):
        yield {
            "id": activity,
            "type": "prov:Activity",
            "wasAssociatedWith": SOFTWARE,
            "used": [urn(used[0], id) for id in sorted(used[1])],
        }


def older_versions(public: Public) -> Mapping[str, str]:
    """Return the version before each page that was taken more than once from one address and had changed."""
    taken: dict[str, list[PublicDocument]] = defaultdict(list)
    for doc in public.documents:
        if web(doc.url) and moment(doc.captured):
            taken[doc.url].append(doc)
    found = {}
    for docs in taken.values():
        docs.sort(key=lambda it: (it.captured, it.id))
        found.update({new.id: old.id for old, new in pairwise(docs) if old.captured < new.captured})
    return found


def of_document(doc: PublicDocument, known: Known, older: str) -> Iterator[Json]:
    """Yield a page, the capture it was read from, and its address as the thing of which that is one state."""
    capture, address = urn("capture", doc.id), web(doc.url)
    copied = doc.copy_of if doc.copy_of in known.documents and doc.copy_of != doc.id else ""
    yield {
        "id": urn("document", doc.id),
        "type": "prov:Entity",
        "title": doc.title.readable if doc.title else "",
        "label": doc.name,
        "issued": published(doc),
        "language": doc.lang,
        "publisher": doc.publisher,
        "wasDerivedFrom": [capture],
        "wasRevisionOf": urn("document", older) if older else "",
        "alternateOf": urn("document", copied) if copied else "",
        "wasAttributedTo": agent(doc.source, known),
    }
    yield {
        "id": capture,
        "type": "prov:Entity",
        "identifier": bytes_of(doc),
        "generatedAtTime": moment(doc.captured),
        "specializationOf": address,
    }
    if address:
        yield {"id": address, "type": "prov:Entity"}


def of_claim(claim: PublicClaim, known: Known) -> Iterator[Json]:
    """Yield a claim and the sayings behind it, nearest first."""
    end = primary(claim, known)
    names = [saying(claim, at, end, known) for at in range(len(claim.chain))]
    yield {
        "id": urn("claim", claim.id),
        "type": "prov:Entity",
        "label": sentence_from_claim(claim),
        "stance": claim.stance,
        "wasQuotedFrom": urn("document", claim.doc),
        "wasGeneratedBy": READING,
        **derived(names, claim.chain, 0),
        "hadPrimarySource": names[end] if end >= 0 else urn("document", claim.doc) if is_own(claim, known) else "",
    }
    for at, hop in enumerate(claim.chain):
        yield {
            "id": names[at],
            "type": "prov:Entity",
            "label": known.agents[hop.source] if at == end else hop.label,
            "role": hop.role,
            "wasAttributedTo": agent(hop.source, known),
            **derived(names, claim.chain, at + 1),
        }


def primary(claim: PublicClaim, known: Known) -> int:
    """Return the place in a claim's chain of whom it is counted with, else of an end that has a name; -1 for none.

    Papers that somebody holds are counted with the holder, so this need not be the last hop.
    """
    _, key = known.ends.get(claim.id, ("", ""))
    named = [at for at, hop in enumerate(claim.chain) if hop.source in known.agents]
    counted = [at for at in named if claim.chain[at].source == key]
    if counted:
        return counted[-1]
    return named[-1] if named and not claim.open and named[-1] == len(claim.chain) - 1 else -1


def is_own(claim: PublicClaim, known: Known) -> bool:
    """True for a claim that names nobody and is counted with whoever put its page out."""
    _, key = known.ends.get(claim.id, ("", ""))
    return not claim.chain and bool(key) and key == known.documents[claim.doc].source


def derived(names: list[str], chain: tuple[PublicHop, ...], at: int) -> Json:
    """Return what comes from the hop at a place of a chain, with the words that say so; empty past its end."""
    if at >= len(chain):
        return {}
    cue = chain[at].cue
    why = filled({"type": "prov:Derivation", "entity": names[at], "comment": cue.readable if cue else ""})
    return {"wasDerivedFrom": [names[at]], "qualifiedDerivation": [why]}


def saying(claim: PublicClaim, at: int, end: int, known: Known) -> str:
    """Return the name of what a hop says: that of its fact where the hop is the end, else that of its claim alone."""
    if at == end:
        fact, _ = known.ends.get(claim.id, (claim.cluster or claim.id, ""))
        return urn("saying", digest(fact, claim.chain[at].source))
    return urn("saying", digest(claim.id, at))


def agent(source: str, known: Known) -> str:
    """Return the name of somebody who is answerable, "" for nobody named and for papers."""
    return urn("agent", source) if source in known.agents else ""


def of_fact(fact: PublicFact, known: Known) -> Iterator[Json]:
    """Yield a fact as the collection of its claims, with what it comes to."""
    members = [urn("claim", id) for id in fact.members if id in known.claims]
    best = lead(fact, known.claims, known.documents)
    if best is not None:
        yield {
            "id": urn("fact", fact.id),
            "type": ["prov:Entity", "prov:Collection"],
            "label": sentence_from_claim(best),
            "comment": list(fact.reasons),
            "verdict": fact.verdict,
            "pages": fact.pages,
            "reliability": fact.reliability,
            "credibility": fact.credibility,
            "wasGeneratedBy": COMPARING,
            "hadMember": members,
        }
