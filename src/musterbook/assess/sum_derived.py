"""Cells -> numbers that nobody said and that follow: what is left of a running count, and a total over a dimension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from musterbook.assess.sum_cells import PERIOD, Cell, Days, alike, as_told, counts, together
from musterbook.assess.sum_parts import OWN, adds_up_over_time, all_alike, tilings, within
from musterbook.assess.sum_rules import SumRules
from musterbook.model import Amount, Bound, printed


def residuals(stated: Sequence[Cell], rules: SumRules) -> list[Cell]:
    """Return the rest of each running count once the periods at its beginning are taken off."""
    cells = [it for it in counts(stated, rules) if it.exact and adds_up_over_time(it, rules)]
    known = {(it.what, it.slots) for it in cells}
    rests = [rest for total in cells if (rest := rest_of(total, cells, rules))]
    return [rest for rest in rests if (rest.what, rest.slots) not in known]


def rest_of(total: Cell, cells: Sequence[Cell], rules: SumRules) -> Cell | None:
    """Return what follows the longest run of periods that fills the beginning of a total's period."""
    whole = total.days
    if whole is None:
        return None
    parts = [
        it for it in cells if it.what == total.what and it.days and within(it.days, whole) and together((it, total))
    ]
    parts = [it for it in parts if alike(it, total, skip=(PERIOD,), strict=True)]
    for end in sorted({it.days[1] for it in parts if it.days and it.days[1] < whole[1]}, reverse=True):
        for way in tilings((whole[0], end), parts, rules.most_ways):
            value = total.low - sum(it.low for it in way)
            if value > 0 and all_alike(way, (PERIOD,)):
                how = f"{' - '.join(printed(it.low) for it in (total, *way))} = {printed(value)}"
                return computed(value, (total, *way), how, slots=total.by_slot | {PERIOD: f"{end}:{whole[1]}"})
    return None


def computed(value: float, cells: Sequence[Cell], how: str, *, slots: dict[str, str]) -> Cell:
    """Return a number that follows from others."""
    first = cells[0]
    entries = tuple(entry for it in cells for entry in it.entries)
    ids = tuple(id_ for it in cells for id_ in it.ids)
    start, colon, end = slots.get(PERIOD, "").partition(":")
    days: Days | None = (int(start), int(end)) if colon else None
    kept = tuple(sorted((name, value) for name, value in slots.items() if value))
    return Cell(first.what, Amount(value, value, Bound.exact), first.origin, kept, days, entries, ids, how)


def totals(stated: Sequence[Cell], rules: SumRules) -> Iterator[Cell]:
    """Return the total over each dimension of the pack whose parts stand in one place and whose total nobody says."""
    cells = [it for it in counts(stated, rules) if it.exact]
    names = {name for it in cells for name, _ in it.slots} - set(OWN)
    for name in sorted(names):
        groups: dict[tuple[object, ...], list[Cell]] = defaultdict(list)
        for it in cells:
            others = tuple((slot, value) for slot, value in it.slots if slot not in (name, "population"))
            groups[it.what, it.origin, others].append(it)
        for group in groups.values():
            parts = [it for it in group if len(it.values(name)) == 1]
            alone = all(it in parts for it in group if not it.slot("population") or it.slot(name))
            values = {it.slot(name) for it in parts}
            if alone and len(parts) == len(values) > 1 and all(together(pair) for pair in combinations(parts, 2)):
                value = sum(it.low for it in parts)
                how = f"{' + '.join(printed(it.low) for it in as_told(parts))} = {printed(value)}"
                slots = parts[0].by_slot | {name: ";".join(sorted(values)), "population": ""}
                yield computed(value, parts, how, slots=slots)
