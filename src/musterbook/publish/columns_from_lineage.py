"""Lineage -> the column of each node: whoever passed it on stands left of whoever has it from him, earlier left of later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from musterbook.publish.lineage import ENDS, Lineage, NodeSort, depths

COLUMNS = 5  # a printed page across; only a longer chain of hops takes more
FULL = 5  # boxes in a column that is worth cutting in two


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each node, and what stands above each column: the days it is from."""

    at: Mapping[str, int]
    heads: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many columns there are."""
        return len(self.heads)


def columns_from_lineage(lineage: Lineage, *, most: int = COLUMNS) -> Columns:
    """Return columns in the order of time, at most `most` unless a chain of hops needs more."""
    aside = undated_takers(lineage)
    days = {it: day for it, day in placing_dates(lineage).items() if it not in aside}
    far = depths(lineage)
    cuts = columns_by_time(lineage, days)
    if len(cuts) > max(most, 1 + max((far[it] for it in days), default=0)):
        cuts = columns_by_hops(days, far)
    while len(cuts) < most and (halves := widest_in_two(cuts, days)):
        cuts = halves
    at = moved_near(lineage, {it: column for column, members in enumerate(cuts) for it in members})
    sources = lineage.sources()
    for it in far:  # sources first
        if it in aside:
            at[it] = 1 + max((at[edge.source] for edge in sources[it]), default=-1)
    beyond = 1 + max(at.values(), default=0) - len(cuts)
    return Columns(at, tuple(span(days[it] for it in members) for members in cuts) + ("no date",) * beyond)


def undated_takers(lineage: Lineage) -> set[str]:
    """Return the pages without a date that nobody has it from: their place in time cannot be known."""
    giving = {edge.source for edge in lineage.edges}
    return {it.id for it in lineage.nodes if not it.date and it.id not in giving and it.sort not in ENDS}


def placing_dates(lineage: Lineage) -> dict[str, str]:
    """Return the date each node is placed by: its own, or a source's when that is later or its own is not known."""
    nodes, sources = lineage.by_id(), lineage.sources()
    found: dict[str, str] = {}
    for it in depths(lineage):  # sources first
        found[it] = max([nodes[it].date[:10], *(found[edge.source] for edge in sources[it])])
    return found


def columns_by_time(lineage: Lineage, days: Mapping[str, str]) -> list[list[str]]:
    """Return the nodes in the order of time, a new column whenever one has it from another of the column so far."""
    sources, far = lineage.sources(), depths(lineage)
    made: list[list[str]] = [[]]
    for it in sorted(days, key=lambda it: (days[it], far[it], it)):
        if {edge.source for edge in sources[it]} & {*made[-1]}:
            made.append([])
        made[-1].append(it)
    return made


def columns_by_hops(days: Mapping[str, str], far: Mapping[str, int]) -> list[list[str]]:
    """Return the nodes by how far they lie from their ends, each column in the order of time."""
    made: list[list[str]] = [[] for _ in range(1 + max(far[it] for it in days))]
    for it in sorted(days, key=lambda it: (days[it], it)):
        made[far[it]].append(it)
    return [column for column in made if column]


def widest_in_two(cuts: list[list[str]], days: Mapping[str, str]) -> list[list[str]]:
    """Return the columns with the fullest one cut between two days, nothing when none is worth it."""
    for at in sorted(range(len(cuts)), key=lambda at: (-len(cuts[at]), at)):
        column = cuts[at]
        places = [place for place in range(1, len(column)) if days[column[place - 1]] != days[column[place]]]
        if len(column) < FULL:
            break
        if places:
            place = min(places, key=lambda place: abs(2 * place - len(column)))
            return [*cuts[:at], column[:place], column[place:], *cuts[at + 1 :]]
    return []


def moved_near(lineage: Lineage, at: Mapping[str, int]) -> dict[str, int]:
    """Return the columns with each unnamed end that has no date of its own beside the first who has it from there."""
    sources = lineage.sources()
    takers: dict[str, list[int]] = defaultdict(list)
    for edge in lineage.edges:
        takers[edge.source] += [at[edge.target]] if edge.target in at else []
    ends = (node for node in lineage.nodes if node.sort == NodeSort.unnamed and not (node.date or sources[node.id]))
    return {**at, **{node.id: min(takers[node.id]) - 1 for node in ends if takers[node.id]}}


def span(days: Iterable[str]) -> str:
    """Return the first and the last of some days in words; days that nobody knows are said only where there are no others.

    >>> span(["2024-03-01", "", "2024-02-11"]), span([""]), span([])
    ('2024-02-11 – 2024-03-01', 'no date', '')
    """
    every = sorted(days)
    known = [day for day in every if day]
    if not known:
        return "no date" if every else ""
    return known[0] if known[0] == known[-1] else f"{known[0]} – {known[-1]}"
