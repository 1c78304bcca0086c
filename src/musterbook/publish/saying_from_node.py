"""Node -> the lines of its box: date and sort, name, figure, the words of the hop, what changed, what else to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from musterbook.publish.lineage import (
    CALLED,
    CHANGED,
    NOBODY,
    Edge,
    Lineage,
    Node,
    NodeSort,
    hop_words,
    name,
    open_ends,
    plain,
    remarks,
    spoken,
)
from musterbook.publish.lines_from_text import lines_from_text, width_from_text

BOX, PAD = 204, 10
MOST = {"cue": 3, "change": 5, "flag": 3}  # of one role in a box; the others are counted
# role: size, bold, leading
ROLES: Mapping[str, tuple[float, bool, int]] = {
    "title": (17, True, 23),
    "axis": (11, False, 15),
    "head": (10, False, 14),
    "name": (12, True, 15),
    "figure": (12, False, 15),
    "cue": (10.5, False, 14),
    "change": (11, True, 14),
    "open": (11, True, 14),
    "flag": (10.5, False, 14),
    "legend": (10.5, False, 18),
    "note": (11, False, 15),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: where it begins, its baseline, what it is, and how wide it is at most."""

    x: int
    y: int
    text: str
    role: str

    def frame(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the room the line takes."""
        size, bold, _ = ROLES[self.role]
        right = self.x + width_from_text(self.text, size, bold=bold)
        return self.x, self.y - 0.93 * size, right, self.y + 0.24 * size


@dataclass(frozen=True, slots=True)
class Said:
    """The lines of a box before it has a place, its height, and all there is to say, uncut."""

    lines: tuple[tuple[str, str], ...]
    height: int
    full: str


def sayings_from_lineage(lineage: Lineage) -> dict[str, Said]:
    """Return the lines of every box."""
    nodes, sources, ends = lineage.by_id(), lineage.sources(), {*open_ends(lineage)}
    return {
        it: saying_from_node(node, [(edge, nodes[edge.source]) for edge in sources[it]], is_open=it in ends)
        for it, node in nodes.items()
    }


def saying_from_node(node: Node, hops: Sequence[tuple[Edge, Node]], *, is_open: bool) -> Said:
    """Return the lines of one box."""
    lines: list[tuple[str, str]] = []
    whole: list[str] = []
    for role, text, most in parts_of(node, hops, is_open):
        size, bold, _ = ROLES[role]
        whole += [text] if most != 1 or role in ("head", "open") else []  # a count of what is left out is not the whole
        lines += [(role, line) for line in lines_from_text(text, BOX - 2 * PAD, size, bold=bold, most=most).lines]
    quote, url = plain(node.quote), plain(node.url)
    whole += [text for text in (quote and spoken(quote), url) if text]
    return Said(tuple(lines), 14 + sum(ROLES[role][2] for role, _ in lines), "\n".join(dict.fromkeys(whole)))


def parts_of(node: Node, hops: Sequence[tuple[Edge, Node]], is_open: bool) -> Iterator[tuple[str, str, int]]:
    """Yield role, text and how many lines it may take at most (none: only in the whole)."""
    yield "head", head_of(node), 1
    yield "name", name(node, first=not hops), 3
    quote = plain(node.quote)
    figure = "" if node.sort == NodeSort.more else plain(node.figure) or (spoken(quote) if quote else "")
    if figure:
        yield "figure", figure, 2
    if is_open and node.sort != NodeSort.unnamed:
        yield "open", NOBODY, 1
    said = [hop_words(edge, giver, named=len(hops) > 1) for edge, giver in hops]
    yield from first_of("cue", [text for text in said if text], 2)
    yield from first_of("change", [f"{CHANGED} {plain(text)}" for text in node.changes], 4)
    yield from first_of("flag", [f"* {text}" for text in remarks(node, [giver for _, giver in hops])], 3)


def first_of(role: str, texts: Sequence[str], most: int) -> Iterator[tuple[str, str, int]]:
    """Yield the first of the texts of a role with their lines, the others without, then how many those are."""
    for at, text in enumerate(texts):
        yield role, text, most if at < MOST[role] else 0
    if len(texts) > MOST[role]:
        yield role, f"and {len(texts) - MOST[role]} more", 1


def head_of(node: Node) -> str:
    """Return date and sort in a few words.

    >>> head_of(Node("a", "Wire", NodeSort.relay, "2024-03-05")), head_of(Node("b", "Court", NodeSort.origin))
    ('2024-03-05 · passed it on', 'origin')
    """
    date = plain(node.figure) or node.date if node.sort == NodeSort.more else node.date.replace("T", " ")
    dateless = "no date" if node.sort in (NodeSort.page, NodeSort.probable) else ""
    return " · ".join(part for part in (date or dateless, CALLED[node.sort]) if part)
