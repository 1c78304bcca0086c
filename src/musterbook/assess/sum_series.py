"""Cells -> breaks in what one origin says over time: revisions, jumps, claims out of reach, numbers taken for each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from musterbook.assess import checks_from_numbers as check
from musterbook.assess.sum_cells import PERIOD, Cell, alike, counts, found, telling, together
from musterbook.assess.sum_parts import adds_up_over_time, within
from musterbook.assess.sum_rules import SumRules
from musterbook.compared import Sum
from musterbook.link.span_from_period import span_from_period
from musterbook.model import Bound, printed

LONG_ENOUGH = 90  # days: before, nobody knows the pace of a running count


def sums_of_series(stated: Sequence[Cell], derived: Sequence[Cell], rules: SumRules) -> list[Sum]:
    """Return what comes of setting the numbers of a time beside those of other times."""
    cells = counts(stated, rules)
    sums = [*revisions(cells, rules), *collisions(cells, rules), *jumps(cells, rules)]
    return [*sums, *paces(cells, derived, rules)]


def revisions(cells: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Tell of one origin that gives one cell two values at two dates: both are kept, with their dates."""
    for pair in combinations(cells, 2):
        if pair[0].what != pair[1].what or pair[0].origin != pair[1].origin or not telling(pair, rules):
            continue
        old, new = sorted(pair, key=lambda it: (as_of(it), it.key()))
        if not (as_of(old) and as_of(old) < as_of(new)) or not old.days or old.slots != new.slots or old.low == new.low:
            continue
        told = span_from_period(as_of(old))
        if told and old.days[1] <= told.end + 1 and abs(new.low - old.low) <= rules.revision * old.low:
            change = f"{new.low - old.low:+,.10g}, {100 * (new.low - old.low) / old.low:+.2g} %"
            words = f"{printed(old.low)} (as of {as_of(old)}) -> {printed(new.low)} (as of {as_of(new)}): {change}"
            yield found("revision", check.NOT_ADDITIVE, f"{words}: a revision, keep both", (old, new))


def as_of(cell: Cell) -> str:
    """Return when a number was first published, "" when no page has a date."""
    return min((entry.published for entry in cell.entries if entry.published), default="")


def collisions(cells: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Tell of numbers of other things that are the same or nearly so: they must not be merged."""
    for one, other in combinations(cells, 2):
        apart = abs(one.low - other.low)
        if apart > rules.collide * max(one.low, other.low) or not telling((one, other), rules):
            continue
        differ = differences(one, other)
        same = apart == 0 and not differ - {"measure"}  # the same number of another unit is a slip, not a collision
        if not differ or same or min(one.low, other.low) * rules.collide < 0.5:  # a step of one is more than "nearly"
            continue
        if together((one, other)):
            words = (
                f"{printed(one.low)} and {printed(other.low)}: other {', '.join(sorted(differ))}; must not be merged"
            )
            yield found("collision", check.NOT_ADDITIVE, words, (one, other))


def differences(one: Cell, other: Cell) -> set[str]:
    """Return what keeps two numbers apart: how groups and places are worded does not, nor a time inside the other one."""
    names = {name for name, _ in one.slots if other.slot(name) and one.slot(name) != other.slot(name)}
    meet = one.days and other.days and max(one.days[0], other.days[0]) < min(one.days[1], other.days[1])
    names -= {"population", "place", *((PERIOD,) if meet and one.low == other.low else ())}
    return names | ({"measure"} if one.what != other.what else set())


def jumps(cells: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Tell of a running count that grows many times faster than before: its difference is no count of that time."""
    for before, after in combinations(cells, 2):
        old, new = sorted((before, after), key=lambda it: it.days or (0, 0))
        if not runs_on(old, new, rules) or not old.days or not new.days:
            continue
        length = old.days[1] - old.days[0]
        between = [it for it in cells if runs_on(old, it, rules) and runs_on(it, new, rules)]
        pace = (new.low - old.low) / (new.days[1] - old.days[1])
        earlier = [it for it in cells if runs_on(it, old, rules) and it.days and it.days[1] - it.days[0] >= LONG_ENOUGH]
        rates = [(old.low - it.low) / (old.days[1] - it.days[1]) for it in earlier if it.days]
        usual = max(old.low / length, *rates, 0.0)
        soon = 2 * (new.days[1] - old.days[1]) <= length  # over years a count may grow as it likes
        if soon and length >= LONG_ENOUGH and not between and usual and pace > rules.jump * usual:
            words = (
                f"{printed(old.low)} -> {printed(new.low)} = {printed(new.low - old.low)} more, at {pace / usual:.2g}"
            )
            yield found(
                "jump", check.NOT_ADDITIVE, f"{words} times the pace before: counted otherwise, no flow", (old, new)
            )


def runs_on(old: Cell, new: Cell, rules: SumRules) -> bool:
    """True when the second is the running count of the first, at a later day."""
    if old.what != new.what or not old.days or not new.days or not adds_up_over_time(old, rules):
        return False
    same = old.days[0] == new.days[0] and old.days[1] < new.days[1] and old.origin == new.origin
    return same and telling((old, new), rules) and alike(old, new, skip=(PERIOD,), strict=True)


def paces(cells: Sequence[Cell], derived: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Set a claim about a time against the count that runs over most of it, at the highest pace that was ever met."""
    for claim in cells:
        whole = claim.days
        if (
            whole is None
            or not adds_up_over_time(claim, rules)
            or claim.amount.bound not in (Bound.exact, Bound.over, Bound.at_least)
        ):
            continue
        known = [it for it in (*cells, *derived) if it.what == claim.what and it.days and it.days[0] == whole[0]]
        known = [it for it in known if it.exact and it.days and it.days[1] < whole[1]]
        known = [it for it in known if alike(it, claim, skip=(PERIOD,), strict=True) and it.origin != claim.origin]
        for running in sorted(known, key=lambda it: (it.low, it.key()))[-1:]:
            tops = [it for it in cells if is_step(it, running)]
            if not tops or not running.days:
                continue
            top = max(tops, key=lambda it: (it.low, it.key()))
            left = round((whole[1] - running.days[1]) / length_of(top))
            if left >= 1 and length_of(running) >= rules.cover * length_of(claim):
                judged = check.pace_check(running.low, top.low, claim.amount, left=left)
                if judged.verdict == check.BROKEN:
                    yield found("upper_bound", judged.verdict, judged.words, (running, top, claim))


def is_step(cell: Cell, running: Cell) -> bool:
    """True for one step of the time that a running count covers, counted the same way by the same origin."""
    same = (
        cell.what == running.what
        and cell.origin == running.origin
        and alike(cell, running, skip=(PERIOD,), strict=True)
    )
    inside = bool(cell.days and running.days) and within(cell.days or (0, 0), running.days or (0, 0))
    return same and inside and 3 * length_of(cell) <= length_of(running)


def length_of(cell: Cell) -> int:
    """Return how many days a number is over."""
    return cell.days[1] - cell.days[0] if cell.days else 0
