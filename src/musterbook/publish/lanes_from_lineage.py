"""Lineage -> how high everything stands: a lane for each giver with those who have it from him, below it those of the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from musterbook.publish.columns_from_lineage import Columns, undated_takers
from musterbook.publish.lineage import ENDS, Lineage, Node, depths, in_order
from musterbook.publish.saying_from_node import Said

LOOSE, UNDATED = "\x00loose", "\x00undated"  # lanes that are no node's: ids of nodes hold no controls
GAP, LANE_GAP, CHANNEL = 12, 24, 10


@dataclass(frozen=True, slots=True)
class Heights:
    """The top of each box, the height of each channel (giver, lane), the lane of each box, and where it all ends.

    `undated` is the baseline of the heading of the lane for pages without a date, 0 when there is none.
    """

    tops: Mapping[str, int]
    channels: Mapping[tuple[str, str], int]
    lanes: Mapping[str, str]
    undated: int
    floor: int


def lanes_from_lineage(lineage: Lineage, columns: Columns, said: Mapping[str, Said], *, top: int) -> Heights:
    """Return the heights of all boxes and channels, from `top` downwards."""
    lanes = lane_of_each(lineage)
    members: dict[str, list[Node]] = defaultdict(list)
    for node in in_order(lineage.nodes):
        members[lanes[node.id]].append(node)
    far: dict[str, set[str]] = defaultdict(set)
    for edge in lineage.edges:
        if columns.at[edge.target] > columns.at[edge.source] + 1:
            far[lanes[edge.target]].add(edge.source)
    floors = dict.fromkeys(range(columns.count), top - LANE_GAP)
    tops: dict[str, int] = {}
    channels: dict[tuple[str, str], int] = {}
    undated = 0
    for lane in lane_order(lineage, lanes):
        if lane == UNDATED:
            undated = max(floors.values()) + LANE_GAP + 16
            floors = dict.fromkeys(floors, undated)
        givers = sorted(far[lane], key=lambda it: (columns.at[it], it))
        at = [columns.at[it] for it in [*givers, *(node.id for node in members[lane])]]
        span = range(min(at), max(at) + 1)
        high = max(floors[column] for column in span) + LANE_GAP
        for step, giver in enumerate(givers):
            channels[giver, lane] = high + CHANNEL * step
        heights = dict.fromkeys(span, high + CHANNEL * len(givers))
        for node in members[lane]:
            column = columns.at[node.id]
            tops[node.id] = heights[column]
            heights[column] += said[node.id].height + GAP
        # A lane keeps its columns to itself down to its lowest box, or the eye loses which belong together.
        floors |= {column: max(heights.values()) - GAP for column in span}
    return Heights(tops, channels, lanes, undated, max(floors.values()))


def lane_of_each(lineage: Lineage) -> dict[str, str]:
    """Return the lane of each node: its giver's, its own when it passes on itself and is not its giver's only taker."""
    sources = lineage.sources()
    takers = takers_of(lineage)
    giving, aside = {edge.source for edge in lineage.edges}, undated_takers(lineage)
    lanes: dict[str, str] = {}
    for it in depths(lineage):  # givers first
        giver = sources[it][0].source if sources[it] else None
        if it in aside:
            lanes[it] = UNDATED
        elif giver is None:
            lanes[it] = it if it in giving else LOOSE
        else:
            lanes[it] = it if takers[it] and len(takers[giver]) > 1 else lanes[giver]
    return lanes


def takers_of(lineage: Lineage) -> dict[str, list[str]]:
    """Return for each node those whose nearest hop it is, by date."""
    sources = lineage.sources()
    found: dict[str, list[str]] = {node.id: [] for node in lineage.nodes}
    for node in in_order(lineage.nodes):
        if sources[node.id]:
            found[sources[node.id][0].source].append(node.id)
    return found


def lane_order(lineage: Lineage, lanes: Mapping[str, str]) -> list[str]:
    """Return the lanes from top to bottom: a giver's before those of his takers; pages alone, then without a date, last."""
    takers = takers_of(lineage)
    taken = {it for every in takers.values() for it in every}
    roots = sorted(
        (node for node in in_order(lineage.nodes) if node.id not in taken),
        key=lambda node: ENDS.index(node.sort) if node.sort in ENDS else 1,
    )
    found: dict[str, None] = {}
    waiting = [node.id for node in reversed(roots)]
    while waiting:
        it = waiting.pop()
        found.setdefault(lanes[it])
        waiting += reversed(takers[it])
    last = (LOOSE, UNDATED)
    return [lane for lane in found if lane not in last] + [lane for lane in last if lane in found]
