"""Lineage -> the text that Graphviz draws: every node and hop, nothing folded, for those who want a layout of their own."""

from __future__ import annotations

from musterbook.publish.lineage import (
    CALLED,
    CHANGED,
    NOBODY,
    Edge,
    Lineage,
    Node,
    NodeSort,
    hop_words,
    in_order,
    name,
    open_ends,
    plain,
    remarks,
)

SHAPES = {
    NodeSort.origin: "shape=box, peripheries=2",
    NodeSort.relay: 'shape=box, style="rounded,bold"',
    NodeSort.page: "shape=box",
    NodeSort.document: "shape=note",
    NodeSort.unnamed: 'shape=box, style="rounded,dotted"',
    NodeSort.probable: "shape=box, style=dashed",
    NodeSort.more: "shape=folder",
}


def dot_from_lineage(lineage: Lineage) -> str:
    """Return the lineage as a directed graph, the origin on the left; the same text in any order of its parts.

    >>> court = Node("n", "Court", NodeSort.origin, "2024-03-05")
    >>> print(dot_from_lineage(Lineage("684", (court,))).splitlines()[4])
      "n" [shape=box, peripheries=2, label="2024-03-05 · origin\\nCourt", tooltip="Court"];
    """
    nodes, ends = lineage.by_id(), {*open_ends(lineage)}
    foot = [f"As of {plain(lineage.as_of)}." if lineage.as_of else "", plain(lineage.note)]
    title = "\n".join(part for part in (plain(lineage.title), " ".join(filter(None, foot))) if part)
    sources = lineage.sources()
    lines = ["digraph lineage {"]
    lines.append(f'  graph [rankdir=LR, labelloc=t, fontname="sans-serif", label={quoted(title)}];')
    lines.append('  node [fontname="sans-serif", fontsize=11];')
    lines.append('  edge [fontname="sans-serif", fontsize=9];')
    for node in in_order(lineage.nodes):
        givers = [nodes[edge.source] for edge in sources[node.id]]
        lines.append(node_line(node, givers, is_open=node.id in ends))
    for node in in_order(lineage.nodes):
        lines += [edge_line(edge, nodes[edge.source]) for edge in sources[node.id]]
    return "\n".join([*lines, "}"]) + "\n"


def node_line(node: Node, givers: list[Node], *, is_open: bool) -> str:
    """Return the line of one node."""
    head = " · ".join(part for part in (node.date, CALLED[node.sort]) if part)
    nobody = NOBODY if is_open and node.sort != NodeSort.unnamed else ""
    changes = [f"{CHANGED} {plain(text)}" for text in node.changes]
    flags = [f"* {text}" for text in remarks(node, givers)]
    parts = [head, name(node, first=not givers), plain(node.figure), nobody, *changes, *flags]
    label = "\n".join(part for part in parts if part)
    heavy = ", penwidth=2" if node.changes else ""
    tip = plain(node.quote) or plain(node.label) or name(node)
    return f"  {identity(node.id)} [{SHAPES[node.sort]}{heavy}, label={quoted(label)}, tooltip={quoted(tip)}];"


def edge_line(edge: Edge, giver: Node) -> str:
    """Return the line of one hop with the words that prove it."""
    style = "" if edge.certain else "style=dashed, "
    words = hop_words(edge, giver, named=False)
    return f"  {identity(edge.source)} -> {identity(edge.target)} [{style}label={quoted(words)}];"


def identity(text: str) -> str:
    """Return a quoted name: Graphviz unescapes nothing in it but the quotation mark, so a backslash is spelt out.

    >>> print(identity('a"b'), identity("a\\\\"))
    "a\\"b" "a&#92;"
    """
    return '"' + text.replace("&", "&amp;").replace("\\", "&#92;").replace('"', '\\"') + '"'


def quoted(text: str) -> str:
    """Return a label: quotation marks, backslashes and what Graphviz would read as a character's name are escaped.

    >>> print(quoted('5 & "6" \\\\N'))
    "5 &amp; \\"6\\" \\\\N"
    """
    safe = text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{safe}"'
