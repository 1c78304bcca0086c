"""Cells -> shares and ratios against the counts they may be of, the bases one count is set against, and steps of a procedure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from musterbook.assess import checks_from_numbers as check
from musterbook.assess.checks_from_numbers import Check, percent, said
from musterbook.assess.sum_cells import PERIOD, Cell, alike, counts, found, gap, near, telling, together
from musterbook.assess.sum_parts import adds_up_over_time, within
from musterbook.assess.sum_rules import SumRules
from musterbook.compared import Sum
from musterbook.model import Amount, Bound, printed

Pair = tuple[Cell, Cell]
NESTED, STEP, FREE = range(3)
AS_OF = 31  # days: a shorter period of a running count may be the day it was read off, not the time it is over


def sums_of_shares(stated: Sequence[Cell], derived: Sequence[Cell], rules: SumRules) -> list[Sum]:
    """Return what comes of setting shares and ratios against counts."""
    told = [it for it in stated if rules.kind(it.what) == "share"]
    pairs = {share.key(): pairs_of(share, counts([*stated, *derived], rules), rules) for share in told}
    fits: list[tuple[Check, Cell, Pair]] = []
    others: list[Sum] = []
    for share in told:
        best = best_pair(share, pairs[share.key()], rules)
        fits += [best] if best else []
        others += [] if best else misfits(share, pairs[share.key()], rules)
    sums = [found("percent", judged.verdict, judged.words, (*pair, share)) for judged, share, pair in fits]
    sums += [*others, *denominators(fits)]
    used = [set(it.members) for it in sums if it.kind == "percent"]
    steps = [it for it in steps_of(stated, rules) if not any(set(it.members) <= ids for ids in used)]
    ratios = [it for ratio in stated if rules.kind(ratio.what) == "ratio" for it in ratio_of(ratio, stated, rules)]
    met = [set(cells[:2]) for judged, cells in ratios if judged.verdict != check.BROKEN]  # they are spoken for
    ratios = [(it, cells) for it, cells in ratios if it.verdict != check.BROKEN or set(cells[:2]) not in met]
    sums += [found("ratio", judged.verdict, judged.words, cells) for judged, cells in ratios]
    return [*sums, *steps, *crowds(stated, rules)]


def pairs_of(share: Cell, cells: Sequence[Cell], rules: SumRules) -> list[tuple[int, Pair]]:
    """Return the parts and wholes a share may be of, each with how they lie to each other."""
    close = [it for it in cells if gap(it, share) <= rules.near]
    wide = [it for it in cells if it.docs & share.docs]
    pairs: list[tuple[int, Pair]] = []
    for part, whole in permutations(wide, 2):
        if not (part in close or whole in close) or not 0 < part.low < (whole.amount.high or whole.low):
            continue
        if bool(part.how) != bool(whole.how) or part.docs.isdisjoint(whole.docs):
            continue
        relation = lies(part, whole, rules)
        if relation is not None and (
            relation != FREE or (part in close and whole in close and gap(part, whole) <= rules.near)
        ):
            pairs.append((relation, (part, whole)))
    return pairs


def lies(part: Cell, whole: Cell, rules: SumRules) -> int | None:
    """Return how one count lies to another: inside it, after it in a procedure, beside it; None where they cannot meet."""
    if part.what == whole.what:
        differ = [name for name, _ in part.slots if part.slot(name) != whole.slot(name)]
        inner = [not whole.slot(name) or part.values(name) < whole.values(name) for name in differ]
        if differ and all(inner) and PERIOD not in differ and all(part.slot(name) for name, _ in whole.slots):
            return NESTED
        return FREE if alike(part, whole, skip=set(differ) - {PERIOD, "per"}) else None
    if part.how and part.slots != whole.slots:
        return None
    if not alike(part, whole, skip=("population",)):
        return None
    return STEP if (part.what, whole.what) in rules.steps else FREE


def best_pair(share: Cell, pairs: Sequence[tuple[int, Pair]], rules: SumRules) -> tuple[Check, Cell, Pair] | None:
    """Return the counts that a share fits best: those that belong together first, then the nearest."""
    fits = []
    for relation, (part, whole) in pairs:
        judged = check.percent_check(part.amount, whole.amount, share.amount, rules)
        bounded = any(it.amount.interval()[0] != it.amount.interval()[1] for it in (part, whole))
        if judged.verdict == check.OK or (judged.verdict == check.ROUNDING and not bounded):
            apart = gap(part, share) + gap(whole, share)
            rank = (check.RANK.index(judged.verdict), relation, apart, judged.off, part.key(), whole.key())
            fits.append((rank, judged, (part, whole)))
    if not fits:
        return None
    _, judged, pair = min(fits, key=lambda it: it[0])
    return judged, share, pair


def misfits(share: Cell, pairs: Sequence[tuple[int, Pair]], rules: SumRules) -> list[Sum]:
    """Tell of a share that fits what its counts leave over, or, where it can only be of one pair, that it does not fit."""
    belong = [pair for relation, pair in pairs if relation != FREE]
    for part, whole in (pair for pair in belong if near((*pair, share), rules)):
        rest = Amount(whole.low - part.low, whole.low - part.low, Bound.exact)
        judged = check.percent_check(rest, whole.amount, share.amount, rules)
        if judged.verdict == check.OK:
            words = f"{said(part.amount)} / {said(whole.amount)} = {percent(100 * part.low / whole.low)} % leaves"
            left = percent(100 * rest.low / whole.low)
            words = f"{words} {left} %, fits {said(share.amount)} % only where all the others are meant"
            return [found("complement", check.NOT_TESTABLE, words, (part, whole, share))]
    if len(belong) == 1 and share.exact and all(it.exact for it in belong[0]):
        part, whole = belong[0]
        beside = all(entry.quote for it in (part, whole, share) for entry in it.entries)
        beside = (
            beside and min(gap(part, share), gap(whole, share)) <= rules.beside and near((part, whole, share), rules)
        )
        same_group = all(not value or part.slot(name) == value for name, value in share.slots)
        if beside and same_group:
            judged = check.percent_check(part.amount, whole.amount, share.amount, rules)
            return [found("percent", judged.verdict, judged.words, (part, whole, share))]
    return []


def denominators(fits: Sequence[tuple[Check, Cell, Pair]]) -> Iterator[Sum]:
    """Tell of one count that shares set against several bases: such shares are never compared."""
    groups: dict[tuple[str, float], list[tuple[Check, Cell, Pair]]] = defaultdict(list)
    for fit in fits:
        part = fit[2][0]
        groups[part.what, part.low].append(fit)
    for key in sorted(groups):
        bases = {(whole.what, said(whole.amount)) for _, _, (_, whole) in groups[key]}
        if len(bases) > 1:
            words = "; ".join(sorted({judged.words for judged, _, _ in groups[key]}))
            cells = [it for _, share, pair in groups[key] for it in (*pair, share)]
            yield found("denominator", check.NOT_ADDITIVE, f"{words}: {len(bases)} bases", cells)


def steps_of(cells: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Set a later step of a procedure against an earlier one of the same time: how many of those went on."""
    for part, whole in permutations(cells, 2):
        if (
            (part.what, whole.what) not in rules.steps
            or not together((part, whole))
            or not telling((part, whole), rules)
        ):
            continue
        if part.days and part.days == whole.days and alike(part, whole, skip=("population",), strict=True):
            share = percent(100 * part.low / whole.low)
            words = f"{printed(part.low)} / {printed(whole.low)} = {share} %: {part.what} of {whole.what}"
            fits = part.low <= whole.low
            words = words if fits else f"{words}, more than there were: other cases or another time"
            yield found("steps", check.OK if fits else check.NOT_TESTABLE, words, (part, whole))


def crowds(cells: Sequence[Cell], rules: SumRules) -> Iterator[Sum]:
    """Tell of a part of a time that holds nearly all that the whole time counts: its scope is not what it says."""
    for part, whole in permutations(counts(cells, rules), 2):
        same = part.what == whole.what or (part.what, whole.what) in rules.steps
        if (
            not same
            or not part.days
            or not whole.days
            or not within(part.days, whole.days)
            or not together((part, whole))
        ):
            continue
        length, all_of = part.days[1] - part.days[0], whole.days[1] - whole.days[0]
        if length <= AS_OF or 2 * length > all_of or not adds_up_over_time(part, rules):
            continue
        if rules.crowded * whole.low <= part.low <= whole.low and alike(part, whole, skip=(PERIOD, "population")):
            held, time = percent(100 * part.low / whole.low), percent(100 * length / all_of)
            words = f"{said(part.amount)} / {said(whole.amount)} = {held} % in {time} % of the time: scope unclear"
            yield found("scope", check.NOT_TESTABLE, words, (part, whole))


def ratio_of(ratio: Cell, cells: Sequence[Cell], rules: SumRules) -> list[tuple[Check, tuple[Cell, ...]]]:
    """Set "so many times" against two times of one measure; that it does not fit is told where it can be of no other two."""
    pool = [it for it in counts(cells, rules) if it.docs & ratio.docs and it.days and it.low]
    pairs = [pair for pair in permutations(pool, 2) if is_growth(pair, ratio, rules)]
    judged = [(check.ratio_check(new.amount, old.amount, ratio.amount, rules), (new, old)) for new, old in pairs]
    if not judged:
        return []
    best, pair = min(
        judged, key=lambda it: (check.RANK.index(it[0].verdict), it[0].off, it[1][0].key(), it[1][1].key())
    )
    if best.verdict == check.BROKEN and not (len(pairs) == 1 and ratio.slot(PERIOD)):
        return []
    return [(best, (*pair, ratio))]


def is_growth(pair: Pair, ratio: Cell, rules: SumRules) -> bool:
    """True for two times of one measure, the first the later one, that a ratio near them may be about."""
    new, old = pair
    if new.what != old.what or not new.days or not old.days or new.days[0] < old.days[1]:
        return False
    meets = not ratio.days or (ratio.days[0] < new.days[1] and new.days[0] < ratio.days[1])
    of_it = all(alike(ratio, it, skip=(PERIOD, "population")) for it in pair)
    return meets and of_it and alike(new, old, skip=(PERIOD,)) and min(gap(ratio, new), gap(ratio, old)) <= rules.near
