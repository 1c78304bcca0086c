"""Boxes in columns -> the wires between them: out to the right, up or down between columns, along a channel, in at the left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from musterbook.publish.lanes_from_lineage import Heights
from musterbook.publish.lineage import Edge, Lineage

PORT, PORT_STEP = 18, 8  # where a wire meets a box, from its top
TRACK, SIDE = 8, 16  # between two wires of one gutter; between wires and boxes
APART = 6  # of two wires on one track


@dataclass(frozen=True, slots=True)
class Wire:
    """One drawn edge: its corners from the giver's box to the taker's."""

    edge: Edge
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """The column of a box, its top and its height."""

    column: int
    top: int
    height: int

    def ports(self) -> range:
        """Return the heights at which wires may come in, the first where one goes out."""
        return range(self.top + PORT, max(self.top + PORT + 1, self.top + self.height - 6), PORT_STEP)


@dataclass(slots=True)
class Routes:
    """Wires before the columns have their places: where each comes in, and its tracks in the gutters right of a column."""

    ins: dict[Edge, int] = field(default_factory=dict)
    reach: dict[tuple[int, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    tracks: dict[tuple[int, str, str], int] = field(default_factory=dict)

    def width(self, gutter: int) -> int:
        """Return how wide the gutter right of a column must be."""
        return 2 * SIDE + TRACK * max([track for (at, _, _), track in self.tracks.items() if at == gutter], default=0)


def routes_from_boxes(lineage: Lineage, stands: Mapping[str, Stand], heights: Heights) -> Routes:
    """Return the ports and tracks of all wires; a giver has one track out, and one more where a channel ends."""
    made = Routes()
    exits: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for it in sorted({edge.source for edge in lineage.edges}):
        exits[stands[it].column][stands[it].top + PORT].add(it)
    for it, edges in sorted(lineage.sources().items()):
        free = list(stands[it].ports())
        for edge in edges:
            made.ins[edge] = port_for(edge, free, exits[stands[it].column - 1])
            for key, height in stretches(edge, stands, heights, made.ins[edge]):
                made.reach[key].append(height)
    tracked(made)
    return made


def port_for(edge: Edge, free: list[int], exits: Mapping[int, set[str]]) -> int:
    """Return the first free port that no other giver's wire leaves at, or it would seem to lead here; take it away."""
    clear = [
        port for port in free if all(abs(port - at) >= 3 or givers <= {edge.source} for at, givers in exits.items())
    ]
    port = (clear or free)[0]
    if len(free) > 1:
        free.remove(port)
    return port


def stretches(
    edge: Edge, stands: Mapping[str, Stand], heights: Heights, port: int
) -> Iterator[tuple[tuple[int, str, str], int]]:
    """Yield (gutter, giver, lane of the channel) with each height that the wire has there."""
    giver, taker = stands[edge.source], stands[edge.target]
    out = (giver.column, edge.source, "")
    yield out, giver.top + PORT
    if taker.column == giver.column + 1:
        yield out, port
        return
    lane = heights.lanes[edge.target]
    channel = heights.channels[edge.source, lane]
    yield out, channel
    yield (taker.column - 1, edge.source, lane), channel
    yield (taker.column - 1, edge.source, lane), port


def tracked(made: Routes) -> None:
    """Give every upright stretch a track on which it meets no other."""
    ends: dict[tuple[int, int], int] = {}
    for key in sorted(made.reach, key=lambda key: (key[0], min(made.reach[key]), max(made.reach[key]), key)):
        low, high = min(made.reach[key]), max(made.reach[key])
        track = next(at for at in range(len(made.reach)) if ends.get((key[0], at), low - APART - 1) + APART < low)
        ends[key[0], track] = high
        made.tracks[key] = track


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns stand: the left edge of each, and how wide all boxes are."""

    lefts: tuple[int, ...]
    wide: int

    def track(self, gutter: int, track: int) -> int:
        """Return the place of a track in the gutter right of a column."""
        return self.lefts[gutter] + self.wide + SIDE - 4 + TRACK * track


def wires_from_routes(
    lineage: Lineage, stands: Mapping[str, Stand], heights: Heights, *, routes: Routes, grid: Grid
) -> tuple[Wire, ...]:
    """Return the corners of all wires, once the columns have their places; the likely ones first, so that none hides a proven one."""
    ordered = sorted(lineage.edges, key=lambda edge: (edge.certain, edge.source, edge.target))
    return tuple(Wire(edge, tuple(corners(edge, stands, heights, routes=routes, grid=grid))) for edge in ordered)


def corners(
    edge: Edge, stands: Mapping[str, Stand], heights: Heights, *, routes: Routes, grid: Grid
) -> Iterator[tuple[int, int]]:
    """Yield the corners of one wire."""
    giver, taker = stands[edge.source], stands[edge.target]
    start, port = giver.top + PORT, routes.ins[edge]
    yield grid.lefts[giver.column] + grid.wide, start
    x = grid.track(giver.column, routes.tracks[giver.column, edge.source, ""])
    yield x, start
    if taker.column > giver.column + 1:
        lane = heights.lanes[edge.target]
        channel = heights.channels[edge.source, lane]
        yield x, channel
        x = grid.track(taker.column - 1, routes.tracks[taker.column - 1, edge.source, lane])
        yield x, channel
    yield x, port
    yield grid.lefts[taker.column], port
