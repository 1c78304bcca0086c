"""Lineage -> a tree for the terminal: the origin on top, below it who has it from there; every mark can be read without colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from musterbook.publish.lineage import (
    CALLED,
    CHANGED,
    ENDS,
    NOBODY,
    PROBABLY,
    Edge,
    Lineage,
    Node,
    NodeSort,
    depths,
    folded,
    hop_words,
    in_order,
    name,
    open_ends,
    plain,
    remarks,
    spoken,
)

STEP = 4  # columns to a level
TEXT = 32  # columns that must be left for text: what lies deeper stands at the last level
STYLES = {CHANGED: "bold red", "?": "bold yellow", "~": "yellow", "*": "yellow", "": "dim italic", "+": "dim"}
Line = tuple[str, str]  # a mark, and what it marks


def tree_from_lineage(lineage: Lineage, *, width: int = 80) -> Tree:
    """Return the tree for a terminal of `width`; a page with several sources stands below the nearest and names the others."""
    levels = max(0, (width - TEXT) // STEP)
    drawn = folded(lineage)
    nodes, sources, ends, far = drawn.by_id(), drawn.sources(), {*open_ends(drawn)}, depths(drawn)
    tree = Tree(heading(lineage), guide_style="dim")
    branches: dict[str, tuple[Tree, int]] = {}
    for node in listed(drawn, far):
        hops = sources[node.id]
        above, level = branches[hops[0].source] if hops else (tree, 0)
        deep = level > levels
        branch = above.add(labelled(node, hops, nodes, is_open=node.id in ends, deep=deep))
        branches[node.id] = (above, level) if deep else (branch, level + 1)
    return tree


def heading(lineage: Lineage) -> RenderableType:
    """Return what the lineage is of, up to which day documents were known, and the note."""
    about = [f"as of {plain(lineage.as_of)}" if lineage.as_of else "", plain(lineage.note)]
    told = " · ".join(part for part in about if part)
    title = Text(plain(lineage.title) or "Lineage", style="bold")
    return Group(title, Text(told, style="dim")) if told else title


def listed(lineage: Lineage, far: Mapping[str, int]) -> Iterator[Node]:
    """Yield givers before takers, ends in the order of their sorts, siblings by date, those told as one last."""
    order = {node.id: at for at, node in enumerate(in_order(lineage.nodes))}

    def place(node: Node) -> tuple[int, bool, int, int]:
        sort = ENDS.index(node.sort) if node.sort in ENDS and not far[node.id] else 1
        return far[node.id], node.sort == NodeSort.more, sort, order[node.id]

    yield from sorted(lineage.nodes, key=place)


def labelled(
    node: Node, hops: Sequence[Edge], nodes: Mapping[str, Node], *, is_open: bool, deep: bool
) -> RenderableType:
    """Return a node: its line, and below it the words of the hop, what changed and what else to know."""
    head = head_of(node, is_end=not hops)
    lines = list(details(node, hops, nodes, is_open=is_open, deep=deep))
    if not lines:
        return head
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    for mark, text in lines:
        style = STYLES[mark]
        grid.add_row(Text("" if mark == "+" else mark, style=style), Text(text, style=style))
    return Group(head, grid)


def head_of(node: Node, *, is_end: bool) -> Text:
    """Return date, name and figure of a node, and its sort unless it is a page like others."""
    more = node.sort == NodeSort.more
    dateless = "" if more or node.sort in ENDS or node.sort == NodeSort.relay else "no date"
    date = "" if more else node.date.replace("T", " ") or dateless
    figure = f"({plain(node.figure)})" if more and node.figure else plain(node.figure)
    if not (figure or more) and node.quote:
        figure = spoken(plain(node.quote))
    sort = "" if node.sort in (NodeSort.page, NodeSort.more, NodeSort.unnamed) else CALLED[node.sort]
    style = "bold yellow" if node.sort == NodeSort.unnamed else "italic" if more else "bold"
    parts = [(date, "dim"), (name(node, first=is_end), style), (figure, ""), (sort, "dim")]
    joined = Text(" " if more else " · ", style="dim").join(Text(text, style=style) for text, style in parts if text)
    joined.overflow = "fold"
    return joined


def details(
    node: Node, hops: Sequence[Edge], nodes: Mapping[str, Node], *, is_open: bool, deep: bool
) -> Iterator[Line]:
    """Yield the lines below a node, each with its mark."""
    if hops:
        words = hop_words(hops[0], nodes[hops[0].source], named=deep)
        yield from [marked(words)] if words else []
    for change in node.changes:
        yield CHANGED, plain(change)
    if is_open and node.sort != NodeSort.unnamed:
        yield marked(NOBODY)
    for edge in hops[1:]:
        yield "+", f"see also: {hop_words(edge, nodes[edge.source], named=True)}"
    for text in remarks(node, [nodes[edge.source] for edge in hops]):
        yield "*", text


def marked(words: str) -> Line:
    """Return words with the mark they begin with apart.

    >>> marked("~ probably from Wire"), marked("“Wire reports”")
    (('~', 'probably from Wire'), ('', '“Wire reports”'))
    """
    return (words[0], words[2:]) if words.startswith((NOBODY, PROBABLY)) else ("", words)
