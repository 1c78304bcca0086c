"""A lineage as a plain value: who published what, from whom, and what changed on the way. What the pictures are drawn from."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Any

from musterbook.model import demand

Json = dict[str, Any]
DATE = re.compile(r"(\d{4}(-\d\d(-\d\d([T ][\d:.+Z-]*)?)?)?)?")
SIBLINGS = 12  # pages that have it from one source, say the same, and are still drawn one by one
JOINERS = "\u200c\u200d"  # format characters that some scripts cannot be spelt without
NOBODY = "? nobody named"
PROBABLY = "~ probably"
CHANGED = "!"


class NodeSort(StrEnum):
    """What stands at a place of a lineage; `more` is drawn for many pages that would look alike."""

    origin = "origin"
    relay = "relay"
    page = "page"
    document = "document"
    unnamed = "unnamed"
    probable = "probable"
    more = "more"


ENDS = (NodeSort.origin, NodeSort.document, NodeSort.unnamed)  # where a lineage may begin

# What a sort is called in a picture, where its shape alone would need the legend.
CALLED = {
    NodeSort.origin: "origin",
    NodeSort.relay: "passed it on",
    NodeSort.page: "page",
    NodeSort.document: "document",
    NodeSort.unnamed: "open end",
    NodeSort.probable: "not proven",
    NodeSort.more: "pages",
}


@dataclass(frozen=True, slots=True)
class Node:
    """One who said it. `date` is an ISO date prefix or "", `figure` the number as written with its bound.

    `changes` are what changed against the node it has it from; `flags` whatever else a reader must know.
    """

    id: str
    label: str
    sort: NodeSort
    date: str = ""
    figure: str = ""
    quote: str = ""
    url: str = ""
    changes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        demand(bool(self.id) and self.id == plain(self.id), "a node's id can be printed", self.id)
        demand(bool(DATE.fullmatch(self.date)), "a date is ISO or empty", self.date)


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` passed it on to `target`; `words` prove the hop, or say why it is only likely (`certain` False)."""

    source: str
    target: str
    words: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Lineage:
    """Nodes and edges without a cycle; `as_of` is the day up to which documents were known, `note` what to read it with."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    as_of: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        ids = {node.id for node in self.nodes}
        pairs = {(edge.source, edge.target) for edge in self.edges}
        demand(len(ids) == len(self.nodes), "ids are unique", self.title)
        demand(len(pairs) == len(self.edges), "two nodes have one edge", self.title)
        demand({end for pair in pairs for end in pair} <= ids, "edges name nodes", self.title)
        order: TopologicalSorter[str] = TopologicalSorter()
        for source, target in pairs:
            order.add(target, source)
        try:
            order.prepare()
        except CycleError:
            demand(False, "a lineage has no loop", self.title)

    def by_id(self) -> dict[str, Node]:
        """Return the nodes by their ids."""
        return {node.id: node for node in self.nodes}

    def sources(self) -> dict[str, list[Edge]]:
        """Return for every node the edges that lead to it, the nearest hop first.

        Nearest is what is proven, then what lies farthest from the ends, then what is latest.
        """
        nodes, far = self.by_id(), depths(self)
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in sorted(self.edges, key=lambda edge: edge.source):
            found[edge.target].append(edge)
        for edges in found.values():
            edges.sort(key=lambda edge: (edge.certain, far[edge.source], nodes[edge.source].date), reverse=True)
        return found


def plain(text: str) -> str:
    """Return a text on one line without what steers the screen or may not stand in XML: controls, turns of direction.

    >>> plain("He said\\t5\\u202e men\\x1b[0m ")
    'He said 5 men [0m'
    """
    return " ".join("".join(map(printable, text)).split())


def printable(letter: str) -> str:
    """Return a character, a space for a control, nothing for what has no shape."""
    kind, code = unicodedata.category(letter), ord(letter)
    if kind == "Cc":
        return " "
    shapeless = kind == "Cs" or (kind == "Cf" and letter not in JOINERS)
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return "" if shapeless or no_character else letter


def depths(lineage: Lineage) -> dict[str, int]:
    """Return how many hops each node lies from the end it is farthest from; sources come before their targets."""
    back: dict[str, set[str]] = {node.id: set() for node in in_order(lineage.nodes)}
    for edge in sorted(lineage.edges, key=lambda edge: (edge.target, edge.source)):
        back[edge.target].add(edge.source)
    found: dict[str, int] = {}
    for it in TopologicalSorter(back).static_order():
        found[it] = max((found[source] + 1 for source in back[it]), default=0)
    return found


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Return nodes by date, those without one last, then by label and id."""
    return sorted(nodes, key=lambda node: (not node.date, node.date, node.label, node.id))


def open_ends(lineage: Lineage) -> tuple[str, ...]:
    """Return the ids of what ends in nobody who can be asked: unnamed sources, and pages that have it from nowhere."""
    sources = lineage.sources()
    return tuple(
        node.id
        for node in in_order(lineage.nodes)
        if node.sort == NodeSort.unnamed or (node.sort not in ENDS and not sources[node.id])
    )


def likely(edges: Iterable[Edge]) -> bool:
    """True when there are edges and none of them is proven."""
    found = [edge.certain for edge in edges]
    return bool(found) and not any(found)


def folded(lineage: Lineage, *, most: int = SIBLINGS) -> Lineage:
    """Return a lineage in which of more than `most` pages that have it from one source and say the same the rest is told as one.

    >>> court = Node("c", "Court", NodeSort.origin)
    >>> pages = tuple(Node(f"p{at:02}", "Page", NodeSort.page) for at in range(60))
    >>> told = folded(Lineage("", (court, *pages), tuple(Edge("c", page.id) for page in pages)))
    >>> len(told.nodes), told.nodes[-1].label
    (14, 'and 48 more pages that repeat it')
    """
    sources = lineage.sources()
    giving = {edge.source for edge in lineage.edges}
    alike: dict[object, list[Node]] = defaultdict(list)
    for node in in_order(lineage.nodes):
        if sources[node.id] and node.id not in giving:
            hops = frozenset((edge.source, edge.certain) for edge in sources[node.id])
            alike[hops, node.sort, node.changes, node.flags].append(node)
    rest = {group[most].id: group[most:] for group in alike.values() if len(group) > most}
    if not rest:
        return lineage
    gone = {node.id for group in rest.values() for node in group}
    made = tuple(more_from(group, sure=not likely(sources[group[0].id])) for group in rest.values())
    kept = tuple(node for node in lineage.nodes if node.id not in gone)
    edges = tuple(
        replace(edge, words="" if edge.certain else edge.words) if edge.target in rest else edge
        for edge in lineage.edges
        if edge.target not in gone or edge.target in rest
    )
    return replace(lineage, nodes=(*kept, *made), edges=edges)


def more_from(group: list[Node], *, sure: bool) -> Node:
    """Return the one node that stands for pages that would look alike, under the id of the first of them."""
    first, dates = group[0], [node.date for node in group if node.date]
    span = "" if not dates or dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"
    one = len(group) == 1
    repeats = f"that {'' if sure else 'probably '}repeat{'s' if one else ''} it"
    label = f"and {len(group):,} more page{'' if one else 's'} {'changed alike' if first.changes else repeats}"
    return Node(first.id, label, NodeSort.more, first.date, span, changes=first.changes, flags=first.flags)


def record_from_lineage(lineage: Lineage) -> Json:
    """Return a lineage as plain JSON values: nodes by date, edges from the origin outwards, its ends and what is open."""
    sources, far = lineage.sources(), depths(lineage)
    ordered = sorted(lineage.edges, key=lambda edge: (far[edge.target], edge.target, edge.source))
    return {
        "title": lineage.title,
        "as_of": lineage.as_of or None,
        "note": lineage.note or None,
        "origins": [node.id for node in in_order(lineage.nodes) if node.sort == NodeSort.origin],
        "open": list(open_ends(lineage)),
        "nodes": [node_row(node, sources) for node in in_order(lineage.nodes)],
        "edges": [
            {"source": edge.source, "target": edge.target, "words": edge.words or None, "certain": edge.certain}
            for edge in ordered
        ],
    }


def node_row(node: Node, sources: Mapping[str, list[Edge]]) -> Json:
    """Return one node; `from` names whom it has it from, the nearest hop first."""
    return {
        "id": node.id,
        "label": node.label,
        "sort": node.sort.value,
        "date": node.date or None,
        "figure": node.figure or None,
        "quote": node.quote or None,
        "url": node.url or None,
        "from": [edge.source for edge in sources[node.id]],
        "changes": list(node.changes),
        "flags": list(node.flags),
    }


def name(node: Node, *, first: bool = False) -> str:
    """Return how a node is called in a picture; an open end is marked, and a likely one that is `first` of its line.

    >>> name(Node("a", "a clerk", NodeSort.unnamed)), name(Node("b", "Wire", NodeSort.probable), first=True)
    ('? nobody named: “a clerk”', '~ probably Wire')
    """
    label = plain(node.label)
    if node.sort == NodeSort.unnamed:
        return f"{NOBODY}: {spoken(label)}" if label else NOBODY
    marked = f"{PROBABLY} " if first and node.sort == NodeSort.probable else ""
    return marked + (label or "(no name)")


def remarks(node: Node, givers: Iterable[Node]) -> list[str]:
    """Return the flags of a node, and one more when it is dated before what it has it from.

    >>> remarks(Node("b", "B", NodeSort.page, "2024-03-01"), [Node("a", "A", NodeSort.origin, "2024-03-05")])
    ['dated before what it cites']
    >>> remarks(Node("b", "B", NodeSort.page, "2024-03"), [Node("a", "A", NodeSort.origin, "2024-03-05")])
    []
    """
    days = [
        (node.date[:size], giver.date[:size]) for giver in givers if (size := min(len(node.date), len(giver.date), 10))
    ]
    before = any(own < other for own, other in days)
    return [*map(plain, node.flags), *(["dated before what it cites"] if before else [])]


def spoken(text: str) -> str:
    """Return words in quotation marks, unless they have some."""
    return text if text[:1] in "“\"«„'" else f"“{text}”"


def hop_words(edge: Edge, giver: Node, *, named: bool) -> str:
    """Return what is to be said of a hop: the words that prove it (and the giver, if `named`), or that it is likely, and why.

    >>> wire = Node("a", "Wire", NodeSort.relay)
    >>> hop_words(Edge("a", "b", "Wire reports"), wire, named=False), hop_words(Edge("a", "b", "", False), wire, named=False)
    ('“Wire reports”', '~ probably from Wire')
    """
    words = plain(edge.words)
    said = spoken(words) if words and edge.certain else words
    who = "somebody not named" if giver.sort == NodeSort.unnamed else name(giver)
    whom = f"from {who}" if edge.certain else f"{PROBABLY} from {who}"
    return ": ".join(part for part in (whom if named or not edge.certain else "", said) if part)
