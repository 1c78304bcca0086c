"""Lineage -> where everything stands in a picture of it: boxes in columns of time and lanes of one giver, wires between.

Pure: whole numbers from texts and dates alone. Wires run only between columns and in channels above a lane, never through a box.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from musterbook.publish.columns_from_lineage import Columns, columns_from_lineage
from musterbook.publish.lanes_from_lineage import Heights, lanes_from_lineage
from musterbook.publish.lineage import CALLED, Lineage, Node, NodeSort, folded, plain
from musterbook.publish.lines_from_text import lines_from_text, width_from_text
from musterbook.publish.saying_from_node import BOX, PAD, ROLES, Said, Words, sayings_from_lineage
from musterbook.publish.wires_from_boxes import Grid, Routes, Stand, Wire, routes_from_boxes, wires_from_routes

MARGIN = 24
LEAST = 620  # so that title, legend and note of a small picture have room
SAMPLE = 34  # of the legend: its picture and the space before its words
CHANGED, LIKELY = "changed", "likely"


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its place and its lines; `full` is all there is to say of it, uncut."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    lines: tuple[Words, ...]
    full: str


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: what its sample shows (a sort of node, `changed` or `likely`), and its words."""

    what: str
    x: int
    y: int
    words: Words


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture. `rules` are thin level lines: x, y and width."""

    lineage: Lineage
    width: int
    height: int
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    captions: tuple[Words, ...]
    rules: tuple[tuple[int, int, int], ...]
    legend: tuple[Key, ...]

    def texts(self) -> Iterator[Words]:
        """Yield every line of text of the picture."""
        yield from self.captions
        for box in self.boxes:
            yield from box.lines
        for key in self.legend:
            yield key.words


def layout_from_lineage(lineage: Lineage) -> Layout:
    """Return the places of all that is drawn of a lineage; pages that would look alike are told as one."""
    drawn = folded(lineage)
    columns, said = columns_from_lineage(drawn), sayings_from_lineage(drawn)
    wide = max(
        LEAST, 2 * MARGIN + columns.count * BOX
    )  # the gutters are not known yet: the title may be a little narrower
    title = paragraph(plain(lineage.title) or "Lineage", "title", (MARGIN, MARGIN + 14), wide)
    axis = title[-1].y + 34
    heights = lanes_from_lineage(drawn, columns, said, top=axis + 22)
    stands = {it: Stand(columns.at[it], heights.tops[it], said[it].height) for it in sorted(said)}
    routes = routes_from_boxes(drawn, stands, heights)
    grid = grid_of(columns, routes)
    width = max(LEAST, grid.lefts[-1] + BOX + MARGIN)
    wires = wires_from_routes(drawn, stands, heights, routes=routes, grid=grid)
    boxes = boxes_of(drawn, grid, stands, said)
    heads, rules = axis_of(columns, grid, axis)
    undated = undated_heading(heights, width)
    legend = legend_of(drawn, width, heights.floor + 36)
    notes = foot_of(lineage, width, (legend[-1].words.y if legend else heights.floor) + 30)
    captions = (*title, *heads, *undated[0], *notes)
    low = max(heights.floor, *(words.y for words in (*captions, *(key.words for key in legend))))
    return Layout(drawn, width, low + MARGIN, boxes, wires, captions, (*rules, *undated[1]), legend)


def paragraph(text: str, role: str, at: tuple[int, int], width: int) -> list[Words]:
    """Return a text in as many lines as it needs between the margins; `at` is where its first line begins."""
    size, bold, leading = ROLES[role]
    lines = lines_from_text(text, width - 2 * MARGIN, size, bold=bold, most=60).lines
    return [Words(at[0], at[1] + leading * step, line, role) for step, line in enumerate(lines)]


def grid_of(columns: Columns, routes: Routes) -> Grid:
    """Return the columns with gutters as wide as their wires need."""
    steps = [BOX + routes.width(gutter) for gutter in range(columns.count - 1)]
    return Grid(tuple(accumulate(steps, initial=MARGIN)), BOX)


def boxes_of(lineage: Lineage, grid: Grid, stands: dict[str, Stand], said: dict[str, Said]) -> tuple[Box, ...]:
    """Return the boxes, from left to right and downwards."""
    nodes, made = lineage.by_id(), []
    for it, stand in sorted(stands.items(), key=lambda pair: (pair[1].column, pair[1].top)):
        x, y, lines = grid.lefts[stand.column], stand.top + 5, []
        for role, text in said[it].lines:
            y += ROLES[role][2]
            lines.append(Words(x + PAD, y, text, role))
        made.append(Box(nodes[it], x, stand.top, BOX, stand.height, tuple(lines), said[it].full))
    return tuple(made)


Captions = tuple[list[Words], list[tuple[int, int, int]]]


def axis_of(columns: Columns, grid: Grid, y: int) -> Captions:
    """Return the days above the columns, each with a rule below."""
    headed = [(left, text) for left, text in zip(grid.lefts, columns.heads, strict=True) if text]
    return [Words(left, y, text, "axis") for left, text in headed], [(left, y + 6, BOX) for left, _ in headed]


def undated_heading(heights: Heights, width: int) -> Captions:
    """Return the heading of the lane of pages without a date, nothing when there is none."""
    if not heights.undated:
        return [], []
    return [Words(MARGIN, heights.undated, "date not known", "axis")], [
        (MARGIN, heights.undated + 6, width - 2 * MARGIN)
    ]


def legend_of(lineage: Lineage, width: int, y: int) -> tuple[Key, ...]:
    """Return the legend: only what occurs, in lines as long as the picture is wide."""
    sorts = {node.sort for node in lineage.nodes}
    whats = [(sort.value, CALLED[sort]) for sort in NodeSort if sort in sorts]
    whats += [(CHANGED, "! changed on this hop")] * any(node.changes for node in lineage.nodes)
    whats += [(LIKELY, "~ probably, no source named")] * any(not edge.certain for edge in lineage.edges)
    made, x = [], MARGIN
    for what, text in whats:
        long = SAMPLE + int(width_from_text(text, ROLES["legend"][0])) + 24
        if x > MARGIN and x + long > width - MARGIN:
            x, y = MARGIN, y + ROLES["legend"][2] + 4
        made.append(Key(what, x, y, Words(x + SAMPLE, y, text, "legend")))
        x += long
    return tuple(made)


def foot_of(lineage: Lineage, width: int, y: int) -> list[Words]:
    """Return what stands at the bottom: up to which day documents were known, and the note."""
    as_of = f"As of {plain(lineage.as_of)}." if lineage.as_of else ""
    text = " ".join(part for part in (as_of, plain(lineage.note)) if part)
    return paragraph(text, "note", (MARGIN, y), width)
