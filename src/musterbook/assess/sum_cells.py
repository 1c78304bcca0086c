"""Entries -> cells: one number with its slots and everything that says it, so that a repeated number is one addend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf

from musterbook.assess.sum_rules import SumRules
from musterbook.compared import Entry, Sort, Sum
from musterbook.link.span_from_period import FIRST, LAST, span_from_period
from musterbook.model import Amount, Bound, Stance, significant

PERIOD = "period"
Days = tuple[int, int]  # half-open


@dataclass(frozen=True, eq=False)  # one object for each number: compared and hashed as itself
class Cell:
    """A number as one origin counts it; `entries` say it, `how` is its arithmetic when nobody said it."""

    what: str
    amount: Amount
    origin: str
    slots: tuple[tuple[str, str], ...]
    days: Days | None
    entries: tuple[Entry, ...]
    ids: tuple[str, ...]
    how: str = ""

    @cached_property
    def by_slot(self) -> dict[str, str]:
        """Return the slots that are filled."""
        return dict(self.slots)

    @cached_property
    def docs(self) -> frozenset[str]:
        """Return the documents it stands in."""
        return frozenset(entry.doc for entry in self.entries)

    @property
    def low(self) -> float:
        """Return the number as it is written."""
        return self.amount.low

    @property
    def exact(self) -> bool:
        """True when no word bounds it."""
        return self.amount.bound is Bound.exact

    def slot(self, name: str) -> str:
        """Return the value of a slot, "" when it is empty."""
        return self.by_slot.get(name, "")

    def values(self, name: str) -> frozenset[str]:
        """Return the values of a slot that may hold several."""
        return frozenset(filter(None, self.slot(name).split(";")))

    def key(self) -> tuple[object, ...]:
        """Return what it is sorted by, whatever order the entries came in."""
        return (self.what, self.slots, self.low, self.amount.high or inf, self.amount.bound.value, self.ids)


def cells_from_entries(entries: Iterable[Entry]) -> list[Cell]:
    """Return the numbers that are said, each once for each origin; what is denied is not counted with."""
    groups: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        amount = entry.amount
        if entry.kind == "figure" and amount and amount.high is not None and entry.stance is not Stance.denied:
            groups[origin(entry), entry.what, slots_of(entry), amount.low, amount.high, amount.bound].append(entry)
    cells = []
    for group in groups.values():
        own = tuple(sorted(group, key=place_in_text))
        first = own[0]
        assert first.amount
        days = days_of(first.period)
        cells.append(Cell(first.what, first.amount, origin(first), slots_of(first), days, own, (first.id,)))
    return sorted(cells, key=Cell.key)


def place_in_text(entry: Entry) -> tuple[str, int, str]:
    """Return where an entry stands."""
    return entry.doc, entry.quote.start if entry.quote else 0, entry.id


def origin(entry: Entry) -> str:
    """Return whom a number is from: the end of the chain, each unnamed end apart, else the publisher."""
    last = entry.chain[-1] if entry.chain else entry.publisher
    return f"{last.key}@{entry.doc}" if last.sort is Sort.unnamed else last.key


def slots_of(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the filled slots, sorted; a period that has days is written as its days, so that 2024 is 2024-01/2024-12."""
    days = days_of(entry.period)
    period = f"{days[0]}:{days[1]}" if days else entry.period
    own = {"population": entry.population, "place": entry.place, "per": entry.per, PERIOD: period}
    return tuple(sorted((name, value) for name, value in {**own, **dict(entry.dims)}.items() if value))


def days_of(period: str) -> Days | None:
    """Return the days of a closed period as a half-open interval of ordinals, None for an open or yearless one."""
    span = span_from_period(period) if period else None
    if span is None or span.yearless or span.start == FIRST or span.end == LAST:
        return None
    return span.start, span.end + 1


def alike(one: Cell, other: Cell, *, skip: Collection[str] = (), strict: bool = False) -> bool:
    """True when no slot keeps them apart; inside one document an empty slot is filled by what stands around it."""
    names = {name for name, _ in (*one.slots, *other.slots)}.difference(skip)
    lenient = not strict and bool(one.docs & other.docs)
    return all(
        (a := one.slot(name)) == (b := other.slot(name)) or (lenient and name != "per" and not (a and b))
        for name in names
    )


def together(cells: Sequence[Cell]) -> bool:
    """True when one origin counts them all, or one document holds them all."""
    first, *others = cells
    return all(it.origin == first.origin for it in others) or bool(first.docs.intersection(*(it.docs for it in others)))


def gap(one: Cell, other: Cell) -> float:
    """Return how many characters lie between them where they stand nearest; without quotes a document is one place."""
    found = inf
    for a in one.entries:
        for b in other.entries:
            if a.doc == b.doc:
                found = min(found, gap_of(a, b))
    return found


def gap_of(a: Entry, b: Entry) -> float:
    """Return how many characters lie between two entries of one document."""
    if a.quote is None or b.quote is None:
        return 0
    return max(0, max(a.quote.start, b.quote.start) - min(a.quote.end, b.quote.end))


def near(cells: Sequence[Cell], rules: SumRules) -> bool:
    """True when each stands near another one of them, so that they are told together."""
    reached, left = {0}, set(range(1, len(cells)))
    while left:
        step = {at for at in left if any(gap(cells[at], cells[to]) <= rules.near for to in reached)}
        if not step:
            return False
        reached |= step
        left -= step
    return True


def telling(cells: Iterable[Cell], rules: SumRules) -> bool:
    """True when every number is exact and has so many digits that an equality is no chance."""
    return all(it.exact and significant(it.low) >= rules.digits for it in cells)


def as_told(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return addends in the order a reader meets them in one document, else the largest first."""
    run = sorted(cells, key=lambda it: (-it.low, it.key()))
    shared = sorted(frozenset.intersection(*(it.docs for it in run)))
    firsts = [[e.quote.start for e in it.entries if e.quote and e.doc in shared[:1]] for it in run]
    if shared and all(firsts):
        places = {it.ids: min(starts) for it, starts in zip(run, firsts, strict=True)}
        run.sort(key=lambda it: places[it.ids])
    return tuple(run)


def ids_of(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return the ids behind cells, sorted."""
    return tuple(sorted({id_ for cell in cells for id_ in cell.ids}))


def found(kind: str, verdict: str, words: str, cells: Sequence[Cell]) -> Sum:
    """Return a finding; what computed numbers rest on is printed before it."""
    before = [cell.how for cell in sorted(cells, key=Cell.key) if cell.how]
    return Sum(kind, verdict, "; ".join((*dict.fromkeys(before), words)), ids_of(cells))


def counts(cells: Iterable[Cell], rules: SumRules) -> list[Cell]:
    """Return the cells that count something: no shares, no ratios."""
    return [cell for cell in cells if rules.kind(cell.what) not in ("share", "ratio")]


def lists_of(cells: Sequence[Cell], rules: SumRules) -> list[tuple[Cell, ...]]:
    """Return the runs in which numbers are told one after the other; in a table a document is one run."""
    runs: set[tuple[Cell, ...]] = set()
    for doc in sorted({doc for cell in cells for doc in cell.docs}):
        told = [
            (min((e for e in cell.entries if e.doc == doc), key=place_in_text), cell)
            for cell in cells
            if doc in cell.docs
        ]
        told.sort(key=lambda pair: place_in_text(pair[0]))
        breaks = [at for at, (a, b) in enumerate(pairwise(told), 1) if gap_of(a[0], b[0]) > rules.in_list]
        for start, end in pairwise((0, *breaks, len(told))):
            runs.add(tuple(sorted((cell for _, cell in told[start:end]), key=Cell.key)))
    return sorted(runs, key=lambda run: [cell.key() for cell in run])


def runs_that_make(value: float, parts: Iterable[Cell], rules: SumRules) -> list[tuple[Cell, ...]]:
    """Return every choice of exact parts that is a number to its last digit, unless there are too many to try."""
    run = sorted((it for it in parts if it.exact and it.low > 0), key=lambda it: (-it.low, it.key()))
    if len(run) > rules.most_parts:
        return []
    rest = [sum(it.low for it in run[at:]) for at in range(len(run) + 1)]
    made: list[tuple[Cell, ...]] = []
    ways: list[tuple[int, float, tuple[Cell, ...]]] = [(0, value, ())]
    while ways:
        at, left, chosen = ways.pop()
        if abs(left) < 1e-6:
            made.append(tuple(sorted(chosen, key=Cell.key)))
        elif 0 < left <= rest[at] + 1e-6:
            ways += [(at + 1, left, chosen), (at + 1, left - run[at].low, (*chosen, run[at]))]
    return made
