"""What changed in the base -> its claims set beside the others, as if all had been compared anew.

Only the blocks are touched in which a claim came, changed or went. A pair that both blocks of old and new would compare keeps
its link, since a link depends on its two claims alone; what is no longer compared under any key loses it. One transaction:
a build that is killed here begins this step again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from musterbook.assess.origin_from_series import Imported, imported_from_codebook, probable_by_claim
from musterbook.assess.sum_rules import SumRules
from musterbook.assess.sum_rules_from_codebook import sum_rules_from_codebook
from musterbook.assess.sums_from_entries import sums_from_entries
from musterbook.compared import Assessment, Cluster, Entry, Judgement, Link, Sum
from musterbook.flow import source_version
from musterbook.link.clusters_from_links import Guard, clusters_from_links
from musterbook.link.keys_from_entry import keys_from_entry
from musterbook.link.link_from_pair import link_from_pair
from musterbook.link.rules_from_codebook import Rules, rules_from_codebook
from musterbook.link.shape_from_entry import Shape, shape_from_entry
from musterbook.model import digest
from musterbook.one_block import pairs_from_block, stories_from_links
from musterbook.one_cluster import assess
from musterbook.store import comparison_rows as rows
from musterbook.store.entries_from_base import entries_from_base
from musterbook.store.sqlite import Base

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook

PARTS = ("link", "assess", "compared.py", "one_block.py", "one_cluster.py", "compare.py")
Pair = tuple[str, str]


@dataclass(slots=True)
class Compared:
    """What one step did: documents and claims looked at, links made, facts assessed."""

    documents: int = 0
    claims: int = 0
    links: int = 0
    facts: int = 0


@dataclass(slots=True)
class Work:
    """What a step works with: the rules, and every entry and shape it has had to look at."""

    base: Base
    rules: Rules
    sums: SumRules
    series: tuple[Imported, ...]
    entries: dict[str, Entry] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take an entry in."""
        self.entries[entry.id] = entry
        self.shapes[entry.id] = shape_from_entry(entry, self.rules)

    def need(self, claims: Iterable[str]) -> None:
        """Fetch what is missing of some claims."""
        missing = {claim for claim in claims if claim not in self.entries}
        for entry in rows.held_entries(self.base, missing).values():
            self.add(entry)


def version(codebook: Codebook) -> str:
    """Return a hash of what comparing depends on beside the claims."""
    return digest(codebook.version, source_version(PARTS))


def compare(base: Base, codebook: Codebook, step: Callable[[str], None] = lambda _: None) -> Compared:
    """Compare what is new, changed or gone since this was last done; `step` is told what begins."""
    now = version(codebook)
    if base.rows("SELECT version FROM compared") != [{"version": now}]:
        forget(base, now)
    stale = [row["doc"] for row in base.rows("SELECT doc FROM stale ORDER BY doc")]
    if not stale:
        return Compared()
    rules = rules_from_codebook(codebook)
    work = Work(base, rules, sum_rules_from_codebook(codebook), imported_from_codebook(codebook))
    with rows.transaction(base):
        step("claims")
        changed = renew(work, stale)
        step("links")
        touched, made = relink(work, changed)
        step("facts")
        facts = reassess(work, touched | set(changed))
        base.connection.execute("DELETE FROM stale")
    return Compared(len(stale), len(changed), made, facts)


def forget(base: Base, version: str) -> None:
    """Take out all that another version compared, and have every document compared anew."""
    with rows.transaction(base):
        for table in ("entries", "meetings", "links", "clusters", "assessments", "sums", "probables", "compared"):
            base.connection.execute(f"DELETE FROM {table}")
        base.connection.execute("INSERT OR IGNORE INTO stale SELECT id FROM documents")
        base.connection.execute("INSERT INTO compared VALUES (?)", (version,))


def renew(work: Work, stale: Collection[str]) -> dict[str, tuple[set[str], set[str]]]:
    """Write the entries of documents anew; return the keys, before and after, of every claim that came, changed or went."""
    base = work.base
    before = rows.entry_texts(base, stale)
    fresh = {entry.id: entry for entry in entries_from_base(base, work.rules, stale)}
    after = {id: rows.text(entry) for id, entry in fresh.items()}
    different = {id for id in {*before, *after} if before.get(id) != after.get(id)}
    old = rows.keys_of(base, different)
    rows.delete(base, "entries", "claim", different)
    rows.delete(base, "meetings", "claim", different)
    changed: dict[str, tuple[set[str], set[str]]] = {}
    for id in sorted(different):
        if id in fresh:
            work.add(fresh[id])
        keys = set(keys_from_entry(work.entries[id], work.shapes[id])) if id in fresh else set()
        changed[id] = (old.get(id, set()), keys)
    new = [id for id in sorted(different) if id in fresh]
    base.connection.executemany("INSERT INTO entries VALUES (?, ?, ?)", [(id, fresh[id].doc, after[id]) for id in new])
    base.connection.executemany(
        "INSERT INTO meetings VALUES (?, ?)", sorted((key, id) for id in new for key in changed[id][1])
    )
    recount(work, stale, list(fresh.values()))
    return changed


def recount(work: Work, stale: Collection[str], entries: list[Entry]) -> None:
    """Write anew what adds up in documents, and where their figures without a source may be from."""
    pages: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        pages[entry.doc].append(entry)
    rows.delete(work.base, "sums", "doc", stale)
    rows.delete(work.base, "probables", "doc", stale)
    for doc, page in sorted(pages.items()):
        sums = sums_from_entries(page, work.sums)
        made = [(doc, at, it.kind, it.verdict, rows.text(it)) for at, it in enumerate(sums)]
        work.base.connection.executemany("INSERT INTO sums VALUES (?, ?, ?, ?, ?)", made)
        for claim, found in sorted(probable_by_claim(page, work.series).items()):
            likely = [(claim, at, doc, rows.text(it)) for at, it in enumerate(found)]
            work.base.connection.executemany("INSERT INTO probables VALUES (?, ?, ?, ?)", likely)


def relink(work: Work, changed: dict[str, tuple[set[str], set[str]]]) -> tuple[set[str], int]:
    """Bring the links up to the claims; return the claims whose links changed, and how many links were made."""
    keys = {key for before, after in changed.values() for key in before | after}
    blocks = {key: set(claims) for key, claims in rows.meetings(work.base, keys).items()}
    work.need({id for claims in blocks.values() for id in claims})
    wanted = pairs(work, blocks)
    there = {
        (it.left, it.right)
        for it in rows.links(work.base, {*changed, *(id for claims in blocks.values() for id in claims)})
    }
    old = {pair for pair in there if {*pair} & {*changed}}
    kept = there - old
    gone = {pair for pair in kept if pair not in wanted and met(pair, blocks) and not elsewhere(work, pair, keys)}
    made = [
        link
        for one, two in sorted(wanted - kept)
        if (link := link_from_pair(work.entries[one], work.entries[two], work.shapes, work.rules))
    ]
    work.base.connection.executemany('DELETE FROM links WHERE "left" = ? AND "right" = ?', sorted(old | gone))
    rows.put_links(work.base, made)
    return {id for pair in (*old, *gone, *((it.left, it.right) for it in made)) for id in pair}, len(made)


def met(pair: Pair, blocks: dict[str, set[str]]) -> bool:
    """True when two claims meet in one of the blocks."""
    return any(pair[0] in claims and pair[1] in claims for claims in blocks.values())


def pairs(work: Work, blocks: dict[str, set[str]]) -> set[Pair]:
    """Return the pairs that blocks compare."""
    found: set[Pair] = set()
    for key, claims in blocks.items():
        found |= block_pairs(work, key, claims)
    return found


def block_pairs(work: Work, key: str, claims: Collection[str]) -> set[Pair]:
    """Return the pairs that one block compares, each ordered."""
    block = [work.entries[id] for id in sorted(claims) if id in work.entries]
    return {
        (one, two) if one < two else (two, one) for one, two in pairs_from_block(key, block, work.shapes, work.rules)
    }


def elsewhere(work: Work, pair: Pair, keys: Collection[str]) -> bool:
    """True when two claims are compared under a key that nothing happened to."""
    of = rows.keys_of(work.base, pair)
    shared = of.get(pair[0], set()) & of.get(pair[1], set()) - set(keys)
    for key, claims in rows.meetings(work.base, shared).items():
        work.need(claims)
        if pair in block_pairs(work, key, claims):
            return True
    return False


def reassess(work: Work, touched: Collection[str]) -> int:
    """Make the clusters anew and assess those that changed; return how many."""
    base = work.base
    kinds = [(row["claim"], KINDS[row["n"]]) for row in base.rows(KIND_OF)]
    every = rows.links(base)
    decided = rows.decisions(base)
    work.need({id for link in every if link.judgement == Judgement.same for id in (link.left, link.right)})
    work.need({id for left, right, said in decided if said == Judgement.same for id in (left, right)})
    guard = Guard(work.shapes, work.rules)
    clusters = clusters_from_links(kinds, every, decided=decided, guard=guard)
    stories = stories_from_links(clusters, every)
    story = {cluster.id: f"s{group[0].id[1:]}" for group in stories for cluster in group}
    known = {row["cluster"] for row in base.rows("SELECT cluster FROM assessments")}
    touched = set(touched)
    todo = [cluster for cluster in clusters if cluster.id not in known or touched & set(cluster.members)]
    base.connection.execute("DELETE FROM clusters")
    places = sorted((claim, cluster.id, story[cluster.id]) for cluster in clusters for claim in cluster.members)
    base.connection.executemany("INSERT INTO clusters VALUES (?, ?, ?)", places)
    rows.delete(base, "assessments", "cluster", known - {cluster.id for cluster in clusters})
    work.need({claim for cluster in todo for claim in cluster.members})
    beside = crossing(every, {claim: cluster for claim, cluster, _ in places})
    found = rows.sums(base, {work.entries[claim].doc for cluster in todo for claim in cluster.members})
    made = [assessed(work, cluster, beside, found) for cluster in todo]
    rows.put_assessments(base, {cluster.id: cluster.kind for cluster in todo}, made)
    return len(made)


KINDS = ("figure", "incident", "statement")
KIND_OF = """SELECT id AS claim, 0 AS n FROM figures WHERE id IN (SELECT claim FROM entries)
             UNION ALL SELECT id, 1 FROM incidents WHERE id IN (SELECT claim FROM entries)
             UNION ALL SELECT id, 2 FROM statements WHERE id IN (SELECT claim FROM entries) ORDER BY 1"""


def crossing(links: Iterable[Link], cluster_of: dict[str, str]) -> dict[str, list[Link]]:
    """Return, by cluster, the links to claims outside it that show how a figure changed on the way."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        one, two = cluster_of[link.left], cluster_of[link.right]
        if one != two and link.mutations:
            found[one].append(link)
            found[two].append(link)
    return found


def assessed(work: Work, cluster: Cluster, beside: dict[str, list[Link]], sums: dict[str, list[Sum]]) -> Assessment:
    """Return what a cluster comes to, with the sums its figures are part of."""
    members = set(cluster.members)
    docs = sorted({work.entries[claim].doc for claim in members})
    mine = [it for doc in docs for it in sums.get(doc, []) if members & set(it.members)]
    return assess(cluster, work.entries, work.rules, sums=mine, beside=beside.get(cluster.id, []), known=work.shapes)
