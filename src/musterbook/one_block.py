"""Entries -> links -> clusters: the linker proper. Pure: the same entries in any order give the same clusters.

A block is all entries under one key. Entries of one shape in it are one to the linker: the first stands for them, and each
of the others is linked to it alone. So a block costs what its different figures cost, and a stranger changes nothing about
the others: whether two are linked depends on the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from musterbook.compared import Cluster, Entry, Judgement, Link
from musterbook.link.clusters_from_links import clusters_from_links
from musterbook.link.keys_from_entry import keys_from_entry
from musterbook.link.link_from_pair import KIN, link_from_pair
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape, shape_from_entry


def blocks_from_entries(entries: Iterable[Entry], shapes: dict[str, Shape]) -> dict[str, list[Entry]]:
    """Return the entries under each key that more than one of them has."""
    blocks: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for key in keys_from_entry(entry, shapes[entry.id]):
            blocks[key].append(entry)
    return {key: block for key, block in blocks.items() if len(block) > 1}


def pairs_from_block(block: Sequence[Entry], shapes: dict[str, Shape], rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a block that are compared: each with the first of its shape and page, the first ones with each other."""
    alike: dict[object, list[Entry]] = defaultdict(list)
    for entry in sorted(block, key=lambda it: it.id):
        alike[shapes[entry.id], entry.publisher.key, entry.doc if len(block) < 40 else ""].append(entry)
    firsts = sorted((group[0] for group in alike.values()), key=lambda it: (shapes[it.id].low, it.id))
    for group in alike.values():
        for other in group[1:]:
            yield group[0].id, other.id
    reach = len(firsts) if len(firsts) <= rules.tolerances.bucket else rules.tolerances.bucket // 20
    for at, first in enumerate(firsts):
        for other in firsts[at + 1 : at + 1 + reach]:
            yield first.id, other.id


def links_from_entries(entries: Sequence[Entry], rules: Rules) -> tuple[Link, ...]:
    """Return every link between entries, sorted by their ids."""
    shapes = {entry.id: shape_from_entry(entry, rules) for entry in entries}
    by_id = {entry.id: entry for entry in entries}
    seen: set[tuple[str, str]] = set()
    found: list[Link] = []
    for _, block in sorted(blocks_from_entries(entries, shapes).items()):
        for one, two in pairs_from_block(block, shapes, rules):
            pair = (one, two) if one < two else (two, one)
            if pair in seen:
                continue
            seen.add(pair)
            link = link_from_pair(by_id[one], by_id[two], shapes, rules)
            if link is not None:
                found.append(link)
    return tuple(sorted(found, key=lambda it: (it.left, it.right)))


def clusters_from_entries(
    entries: Sequence[Entry], rules: Rules, *, decided: Iterable[tuple[str, str, Judgement]] = ()
) -> tuple[Cluster, ...]:
    """Return the facts that entries tell, each a cluster of one entry or more."""
    kinds = [(entry.id, entry.kind) for entry in entries]
    return clusters_from_links(kinds, links_from_entries(entries, rules), decided=decided)


def stories_from_links(clusters: Iterable[Cluster], links: Iterable[Link]) -> list[tuple[Cluster, ...]]:
    """Return facts in groups: those that kin links join are parts of one story."""
    from musterbook.link.clusters_from_links import Union

    clusters = list(clusters)
    of = {id: cluster.id for cluster in clusters for id in cluster.members}
    union = Union()
    for link in links:
        if link.score >= KIN:
            union.join(of[link.left], of[link.right])
    groups: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        groups[union.find(cluster.id)].append(cluster)
    return sorted((tuple(group) for group in groups.values()), key=lambda group: group[0].members)
