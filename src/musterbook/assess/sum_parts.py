"""Cells -> sums of parts against their totals, what must not be added to them, and lists that overlap.

Where the slots say that the parts are all there are (periods that tile the total's, laws that make up its laws), parts that
do not add up are an error. Elsewhere parts may be missing, so only a fit, a remainder or a small excess is told, and only
where they are told together, are three and more, or agree to the last of three and more digits: numbers that happen to add
up are common.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from musterbook.assess import checks_from_numbers as check
from musterbook.assess.checks_from_numbers import Check, said
from musterbook.assess.sum_cells import (
    PERIOD,
    Cell,
    Days,
    alike,
    as_told,
    counts,
    found,
    gap,
    lists_of,
    near,
    runs_that_make,
    telling,
    together,
)
from musterbook.assess.sum_rules import SumRules
from musterbook.compared import Sum
from musterbook.model import Amount, Bound, printed

Way = tuple[Cell, ...]
Label = Callable[[Cell], object]
FITS, IS_NEAR, LEAVES, LEAVES_OPEN, EXCEEDS, INSIDE = range(6)


@dataclass(frozen=True, slots=True)
class Told:
    """A list of parts with what comes of it: `rank` how well it fits, `off` by how much it does not."""

    rank: int
    off: float
    run: Way
    sum: Sum


OWN = ("per", PERIOD, "place", "population")  # every claim has these; all other slots are the pack's own dimensions


def sums_of_parts(stated: Sequence[Cell], derived: Sequence[Cell], rules: SumRules) -> list[Sum]:
    """Return what comes of setting numbers against the totals they may be parts of."""
    cells = counts(stated, rules)
    sums: list[Sum] = []
    lists: list[Told] = []
    for total in cells:
        peers = [it for it in cells if it is not total and it.what == total.what and together((it, total))]
        sums += tiled(total, peers, rules)
        sums += united(
            total, [*peers, *(it for it in derived if it.what == total.what and together((it, total)))], rules
        )
        lists += listed(total, peers, cells, rules)
    return [*sums, *once(lists), *overlapping(cells, rules)]


def once(lists: Sequence[Told]) -> list[Sum]:
    """Return for each list of parts every total that it fits, or else the one that it comes nearest to."""
    groups: dict[Way, list[Told]] = defaultdict(list)
    for told in lists:
        groups[told.run].append(told)
    sums: list[Sum] = []
    for group in groups.values():
        fits = [it.sum for it in group if it.rank == 0]
        sums += fits or [min(group, key=lambda it: (it.rank, it.off, it.sum.members)).sum]
    return sums


def adds_up_over_time(cell: Cell, rules: SumRules) -> bool:
    """True for a count over a closed period; a stock or a rate of two months is no sum."""
    return bool(cell.days) and rules.kind(cell.what) not in rules.single and not cell.slot("per")


def within(inner: Days, outer: Days) -> bool:
    """True for a period that is part of another one and not all of it."""
    return outer[0] <= inner[0] < inner[1] <= outer[1] and inner != outer


def tiled(total: Cell, peers: Sequence[Cell], rules: SumRules) -> list[Sum]:
    """Judge the periods that fill the total's period without a hole."""
    if not total.days or not adds_up_over_time(total, rules):
        return []
    parts = [it for it in peers if it.days and within(it.days, total.days) and alike(it, total, skip=(PERIOD,))]
    ways = [way for way in tilings(total.days, parts, rules.most_ways) if len(way) > 1 and all_alike(way, (PERIOD,))]
    judged = [(tiling_check(way, total, rules), way) for way in ways]
    return best_of(total, judged, rules, skip=(PERIOD,))


def tilings(days: Days, parts: Sequence[Cell], most: int) -> list[Way]:
    """Return the ways to fill a period, at most so many."""
    filled: list[Way] = []
    open_ways: list[tuple[int, Way]] = [(days[0], ())]
    while open_ways and len(filled) < most and len(open_ways) < 16 * most:
        at, way = open_ways.pop()
        for part in parts:
            if part.days and part.days[0] == at:
                longer = (part.days[1], (*way, part))
                if longer[0] == days[1]:
                    filled.append(longer[1])
                else:
                    open_ways.append(longer)
    return filled[:most]


def tiling_check(way: Way, total: Cell, rules: SumRules) -> Check:
    """Judge periods against the whole: a running count and the time since as a difference, all others as a sum."""
    if runs_to(way):
        return check.difference_check(way[0].amount, total.amount, way[1].amount, rules)
    judged = check.sum_check([it.amount for it in way], total.amount, rules)
    if judged.verdict == check.BROKEN and judged.off <= rules.drift * total.low:
        return Check(check.ROUNDING, judged.words, judged.off)
    return judged


def runs_to(way: Way) -> bool:
    """True for a longer time with a shorter one after it: a running count and what came to it."""
    lengths = [it.days[1] - it.days[0] for it in way if it.days]
    return len(lengths) == len(way) == 2 and lengths[0] > lengths[1]


def united(total: Cell, peers: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Judge parts whose values of one dimension make up the total's values ("A" and "B" of "A;B")."""
    for name in (name for name, _ in total.slots if name not in OWN and len(total.values(name)) > 1):
        skip = (name, "population")
        parts = [
            it
            for it in peers
            if it.values(name) < total.values(name) and it.values(name) and alike(it, total, skip=skip)
        ]
        ways = [way for way in covers(total.values(name), parts, name, rules.most_ways) if all_alike(way, skip)]
        judged = [(check.sum_check([it.amount for it in as_told(way)], total.amount, rules), way) for way in ways]
        yield from best_of(total, judged, rules, skip=skip)


def covers(values: frozenset[str], parts: Sequence[Cell], name: str, most: int) -> list[Way]:
    """Return the ways to make up values of disjoint parts, at most so many."""
    filled: list[Way] = []
    open_ways: list[tuple[frozenset[str], Way]] = [(values, ())]
    while open_ways and len(filled) < most and len(open_ways) < 16 * most:
        left, way = open_ways.pop()
        for part in parts:
            if min(left) in part.values(name) and part.values(name) <= left:
                rest = left - part.values(name)
                if rest:
                    open_ways.append((rest, (*way, part)))
                else:
                    filled.append((*way, part))
    return filled[:most]


def all_alike(way: Way, skip: Collection[str]) -> bool:
    """True when no two of them are kept apart by another slot."""
    return all(alike(a, b, skip=skip) for a, b in combinations(way, 2))


def best_of(total: Cell, judged: list[tuple[Check, Way]], rules: SumRules, *, skip: Collection[str]) -> list[Sum]:
    """Return the way that fits best. That it does not fit is told only of numbers that can be nothing else."""
    if not judged:
        return []
    verdict, way = min(judged, key=lambda it: (check.RANK.index(it[0].verdict), it[0].off, [c.key() for c in it[1]]))
    cells = (*way, total)
    if verdict.verdict == check.BROKEN:
        sure = all(it.exact for it in cells) and all(alike(it, total, skip=skip, strict=True) for it in way)
        if not sure or not telling([total], rules) or verdict.off > rules.slip * total.low:
            return []
    kind = "difference" if PERIOD in skip and runs_to(way) else "sum"
    return [found(kind, verdict.verdict, verdict.words, cells)]


def listed(total: Cell, peers: Sequence[Cell], cells: Sequence[Cell], rules: SumRules) -> list[Told]:
    """Judge the lists of parts that say nothing of being complete, one slot after the other."""
    sums: list[Told] = []
    for name in sorted({name for it in peers for name, _ in it.slots} - {"per", PERIOD}):
        skip = (name,) if name in OWN else (name, "population")
        fit = [it for it in peers if is_part(it, total, name, rules) and alike(it, total, skip=skip)]
        sums += of_lists(total, fit, lambda it, name=name: it.slot(name), rules)  # type: ignore[misc]
    made_of = dict(rules.made_of).get(total.what, ())
    mixed = [it for it in cells if it.what in made_of and together((it, total)) and near((it, total), rules)]
    mixed = [it for it in mixed if it.low < total.low and alike(it, total, skip=("population",))]
    return sums + of_lists(total, mixed, lambda it: (it.what, it.slot("population")), rules)


def is_part(part: Cell, total: Cell, name: str, rules: SumRules) -> bool:
    """True when a number may count part of a total that has no value there, or another one; whole unions are not asked here."""
    own, whole = part.values(name), total.values(name)
    return bool(own) and own != whole and not own < whole and 0 < part.low < check.meant(total.amount, rules)[1]


def of_lists(total: Cell, parts: Sequence[Cell], label: Label, rules: SumRules) -> list[Told]:
    """Return the list of parts that fills a total, with what it leaves over; else a remainder, or a small excess."""
    told_together = (*lists_of(parts, rules), tuple(parts))
    runs = [run for together_told in told_together for run in by_axis(together_told, rules) if distinct(run, label)]
    runs = [run for run in dict.fromkeys(runs) if near((total, *run), rules) or len(run) > 2]
    fits = [(judged, run) for run in runs if (judged := fit_of(run, total, rules))]
    if telling([total], rules):
        tries = [run for axis in by_axis(parts, rules) for run in runs_that_make(total.low, axis, rules)]
        tries = [run for run in tries if distinct(run, label)]
        tries = [run for run in tries if total.exact and (len(run) > 2 or telling(run, rules))]  # two are a chance
        fits += [(check.sum_check([it.amount for it in as_told(run)], total.amount, rules), run) for run in tries]
    if not fits:
        return list(left_over(total, [run for run in runs if near((total, *run), rules)], rules))
    order = [(check.RANK.index(it.verdict), it.off, spread(run), [c.key() for c in run]) for it, run in fits]
    judged, run = fits[order.index(min(order))]
    rank = FITS if judged.verdict == check.OK else IS_NEAR
    told = Told(rank, judged.off, run, found("sum", judged.verdict, judged.words, (*run, total)))
    rest = [it for it in parts if it not in run]
    return [told, *(inside(run, rest, total, rules) if rank == FITS else ())]


def by_axis(run: Sequence[Cell], rules: SumRules) -> list[Way]:
    """Return a list apart by the ways in which its groups divide people."""
    axes = {it: rules.axis(it.slot("population")) for it in run}
    return [tuple(it for it in run if axes[it] == axis) for axis in sorted(set(axes.values()))]


def distinct(run: Way, label: Label) -> bool:
    """True for two and more parts, each with its own value."""
    return len(run) > 1 and len({label(it) for it in run}) == len(run)


def spread(run: Way) -> float:
    """Return how far the members of a list stand apart."""
    return sum(gap(a, b) for a, b in combinations(run, 2))


def fit_of(run: Way, total: Cell, rules: SumRules) -> Check | None:
    """Return how a list fits a total, None where it does not, or where so small a near miss says nothing."""
    judged = check.sum_check([it.amount for it in as_told(run)], total.amount, rules)
    enough = sum(it.low for it in run) >= rules.cover * total.low  # nearly nothing is "up to" everything
    trifle = total.low < rules.small and not (total.exact and judged.verdict == check.OK)
    return judged if judged.verdict != check.BROKEN and enough and not trifle else None


def plus(run: Way) -> str:
    """Return the printed sum of parts; one part is itself."""
    value = printed(sum(it.low for it in run))
    return f"{' + '.join(printed(it.low) for it in as_told(run))} = {value}" if len(run) > 1 else value


def inside(filled: Way, rest: Sequence[Cell], total: Cell, rules: SumRules) -> Iterator[Told]:
    """Tell of other parts of a total that is filled already: they are among those counted, and not to be added."""
    whole, _, full = plus(filled).partition(" = ")
    for run in lists_of([it for it in rest if near((it, *filled), rules)], rules):
        if sum(it.low for it in run) < total.low:
            words = f"{plus(run)} inside {full}, which {whole} already fill"
            yield Told(INSIDE, 0.0, run, found("subset", check.NOT_ADDITIVE, words, (*run, *filled, total)))


def left_over(total: Cell, runs: Iterable[Way], rules: SumRules) -> Iterator[Told]:
    """Tell what of a total its parts do not name, or by how much a list is more than its total."""
    least = total.amount.interval()[0]
    for run in runs if total.low >= rules.small else ():
        value = sum(it.low for it in run)
        if rules.remainder * least <= value < least:
            more = "" if total.exact else " or more"
            words = f"{plus(run)} of {said(total.amount)}: remainder {printed(least - value)}{more} not said"
            rank = LEAVES if total.exact else LEAVES_OPEN
            yield Told(rank, least - value, run, found("sum", check.OK, words, (*run, total)))
        listed_all = len(run) > 2 and all(it.exact for it in (*run, total)) and telling([total], rules)
        if listed_all and total.low < value <= (1 + rules.excess) * total.low:
            words = f"{plus(run)} of {said(total.amount)}: {printed(value - total.low)} too many"
            yield Told(EXCEEDS, value - total.low, run, found("sum", check.BROKEN, words, (*run, total)))


def overlapping(cells: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Tell of two lists of two origins, each with more than half of what a third one counts without doubles."""
    told: dict[tuple[Amount, ...], Way] = {}
    lists = (it for it in cells if not it.slot("per") and not rules.axis(it.slot("population")))  # a group is no list
    large = sorted((it for it in lists if it.low >= rules.small), key=lambda it: (it.low, it.key()))
    lows = [it.low for it in large]
    for one in large:
        most = one.low / rules.cover  # the union of which the smaller list is still more than half
        for other in large[bisect_right(lows, one.low) : bisect_left(lows, most)]:
            if one.what == other.what and one.origin != other.origin and other_lists(one, other):
                above = large[bisect_right(lows, other.low) : bisect_left(lows, most)]
                whole = next((it for it in above if is_union(it, one, other, rules)), None)
                if whole:
                    told.setdefault((one.amount, other.amount, whole.amount), (one, other, whole))
    unions = {(whole.what, whole.low) for _, _, whole in told.values()}
    for one, other, whole in told.values():
        if not unions & {(one.what, one.low), (other.what, other.low)}:  # a union is no list beside its own parts
            judged = check.union_check([one.amount, other.amount], whole.amount)
            yield found("union", judged.verdict, judged.words, (one, other, whole))


def other_lists(one: Cell, other: Cell) -> bool:
    """True when two counts of one time are of another place or unit, neither inside the other; two guesses are no lists."""
    meet = not (one.days and other.days) or max(one.days[0], other.days[0]) < min(one.days[1], other.days[1])
    shared = {name for name, _ in one.slots if other.slot(name)} - {PERIOD, "population"}
    apart = {name for name in shared if one.slot(name) != other.slot(name)}
    nested = any(one.values(name) < other.values(name) or other.values(name) < one.values(name) for name in apart)
    return meet and bool(apart) and bool(shared - apart) and not nested


def is_union(whole: Cell, one: Cell, other: Cell, rules: SumRules) -> bool:
    """True for the count of a third origin whose place and unit hold those of both lists."""
    if whole.what != one.what or whole.origin in (one.origin, other.origin):
        return False
    stated = whole.amount.bound in (Bound.exact, Bound.at_least, Bound.over)
    return stated and all(lies_in(it, whole, rules) for it in (one, other))


def lies_in(part: Cell, whole: Cell, rules: SumRules) -> bool:
    """True when every slot of the whole has the same value in the part, none, or one that lies inside it."""
    values = [(part.slot(name), value) for name, value in whole.slots if name not in (PERIOD, "population")]
    meet = not (part.days and whole.days) or max(part.days[0], whole.days[0]) < min(part.days[1], whole.days[1])
    return meet and all(own in ("", value) or (own, value) in rules.within for own, value in values)
