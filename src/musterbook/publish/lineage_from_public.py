"""A public fact -> its lineage: the same picture as of the base's own, made of shielded words and public names only."""

from __future__ import annotations

from dataclasses import replace

from musterbook.compared import Assessment, Cluster, Entry, Outcome, Root, Verdict
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import shape_from_entry
from musterbook.model import Quote
from musterbook.one_block import links_from_entries
from musterbook.publish.entry_from_public import entry_from_public
from musterbook.publish.facts_from_entries import Fact
from musterbook.publish.layout_from_lineage import layout_from_lineage
from musterbook.publish.lineage import Lineage, plain
from musterbook.publish.lineage_from_cluster import Told, lineage_from_cluster
from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact
from musterbook.publish.record_from_fact import title_from_fact
from musterbook.publish.sheet_of_picture import known
from musterbook.publish.svg_from_lineage import told


def lineage_from_public(public: Public, fact: PublicFact, rules: Rules, *, note: str = "") -> Lineage:
    """Return who has a fact from whom."""
    told = told_from_public(public, fact, rules)
    title = title_from_fact(told.fact, told.entries)
    return lineage_from_cluster(told, rules, title=title, as_of=public.as_of, note=note)


def alt_from_lineage(lineage: Lineage) -> str:
    """Return in words what the picture of a lineage shows, a line for each who tells it."""
    day = f"{known(lineage.as_of)}." if lineage.as_of else ""
    head = (f"{plain(lineage.title)}.", day, plain(lineage.note))
    return "\n".join([*(line for line in head if line), told(layout_from_lineage(lineage))])


def told_from_public(public: Public, fact: PublicFact, rules: Rules) -> Told:
    """Return a fact with its claims and the words that prove its hops, as far as they are public."""
    documents = {document.id: document for document in public.documents}
    beside = {id for it in fact.mutations for id in (it.before, it.after)}
    claims = {claim.id: claim for claim in public.claims if claim.id in beside or claim.id in fact.members}
    entries = {
        id: readable(entry_from_public(claim, documents[claim.doc], rules), claim) for id, claim in claims.items()
    }
    mine = [entries[id] for id in fact.members if id in entries]
    shapes = {entry.id: shape_from_entry(entry, rules) for entry in mine}
    # Only what stands against each other is drawn; the links themselves are not public.
    opposed = [it for it in links_from_entries(mine, rules, shapes) if it.outcome == Outcome.contradicts]
    links = tuple(it for it in opposed if {it.left, it.right} <= {*fact.against})
    cluster = Cluster(fact.id, fact.kind, tuple(sorted(entry.id for entry in mine)), links)
    return Told(
        Fact(cluster, assessment_from_public(fact)),
        entries,
        {id: [hop.cue.readable if hop.cue else "" for hop in claim.chain] for id, claim in claims.items()},
        {claim.doc: page_of(documents[claim.doc]) for claim in claims.values()},
    )


def page_of(document: PublicDocument) -> tuple[str, str]:
    """Return name and address of a page."""
    return document.name or document.id, document.url


def readable(entry: Entry, claim: PublicClaim) -> Entry:
    """Return a claim with the quote that a reader may read: roles in place of blocks."""
    said = claim.quote.readable
    return replace(entry, quote=Quote(claim.doc, 0, len(said), said) if said else None)


def assessment_from_public(fact: PublicFact) -> Assessment:
    """Return what a fact comes to."""
    return Assessment(
        cluster=fact.id,
        verdict=Verdict(fact.verdict),
        origins=tuple(Root(it.key, it.label, it.kind, it.confirms, it.members) for it in fact.origins),
        open_chains=fact.open_chains,
        pages=fact.pages,
        support=fact.support,
        against=fact.against,
        low=fact.low,
        best=fact.best,
        high=fact.high,
        reliability=fact.reliability,
        credibility=fact.credibility,
        flags=fact.flags,
        reasons=fact.reasons,
        mutations=fact.mutations,
        sums=fact.sums,
    )
