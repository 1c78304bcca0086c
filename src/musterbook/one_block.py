"""Entries -> links -> clusters: the linker proper. Pure: the same entries in any order give the same clusters.

A block is all entries under one key. Entries of one shape in it are one to the linker: the first stands for them, and each
of the others is linked to it alone. So a block costs what its different figures cost. Whether two that are compared are
linked depends on the two alone; which are compared depends on their blocks, so a stranger to all of them changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from musterbook.compared import Cluster, Entry, Judgement, Link
from musterbook.link.clusters_from_links import Guard, Union, clusters_from_links
from musterbook.link.keys_from_entry import BARE, keys_from_entry
from musterbook.link.link_from_pair import KIN, link_from_pair
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape, shape_from_entry


def blocks_from_entries(entries: Iterable[Entry], shapes: Mapping[str, Shape]) -> dict[str, list[Entry]]:
    """Return the entries under each key that more than one of them has, sorted by id."""
    blocks: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda it: it.id):
        for key in keys_from_entry(entry, shapes[entry.id]):
            blocks[key].append(entry)
    return {key: block for key, block in blocks.items() if len(block) > 1}


def pairs_from_block(
    key: str, block: Sequence[Entry], shapes: Mapping[str, Shape], rules: Rules
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a block that are compared; `block` is sorted by id.

    Entries of one shape are each compared with the first of them, and only the first ones with each other: in a kin block
    each with the one before it, in a short one those that tell the number with those that have it in full.
    """
    firsts: dict[Shape, Entry] = {}
    for entry in block:
        shape = shapes[entry.id]
        first = firsts.setdefault(shape, entry)
        if (first is not entry and not key.startswith("kin|")) or (first is not entry and first.doc == entry.doc):
            yield first.id, entry.id
    heads = sorted(firsts.values(), key=lambda it: (shapes[it.id].low, it.id))
    if key.startswith(BARE) and len(heads) > rules.tolerances.bare:
        return  # so many numbers under one question show that it is not one
    if key.startswith("kin|"):
        yield from ((one.id, two.id) for one, two in pairwise(heads))
    elif key.startswith("short|"):
        number = float(key.split("|", 2)[1])
        told = [it for it in heads if shapes[it.id].low == number]
        yield from ((one.id, two.id) for one in told for two in heads if shapes[two.id].low != number)
    else:
        reach = len(heads) if len(heads) <= rules.tolerances.bucket else rules.tolerances.bucket // 20
        yield from ((one.id, two.id) for at, one in enumerate(heads) for two in heads[at + 1 : at + 1 + reach])


def links_from_entries(
    entries: Sequence[Entry], rules: Rules, shapes: dict[str, Shape] | None = None
) -> tuple[Link, ...]:
    """Return every link between entries, sorted by their ids."""
    shapes = shapes or {entry.id: shape_from_entry(entry, rules) for entry in entries}
    by_id = {entry.id: entry for entry in entries}
    seen: set[tuple[str, str]] = set()
    found: list[Link] = []
    for key, block in blocks_from_entries(entries, shapes).items():
        for one, two in pairs_from_block(key, block, shapes, rules):
            pair = (one, two) if one < two else (two, one)
            if pair in seen:
                continue
            seen.add(pair)
            link = link_from_pair(by_id[one], by_id[two], shapes, rules)
            if link is not None:
                found.append(link)
    return tuple(sorted(found, key=lambda it: (it.left, it.right)))


def clusters_from_entries(
    entries: Sequence[Entry],
    rules: Rules,
    *,
    decided: Iterable[tuple[str, str, Judgement]] = (),
    known: dict[str, Shape] | None = None,
) -> tuple[Cluster, ...]:
    """Return the facts that entries tell, each a cluster of one entry or more; `known`: their shapes, where the caller has them."""
    shapes = known or {entry.id: shape_from_entry(entry, rules) for entry in entries}
    links = links_from_entries(entries, rules, shapes)
    return clusters_from_links([(it.id, it.kind) for it in entries], links, decided=decided, guard=Guard(shapes, rules))


def stories_from_links(clusters: Iterable[Cluster], links: Iterable[Link]) -> list[tuple[Cluster, ...]]:
    """Return facts in groups: those that kin links join are parts of one story."""
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
