"""Figures of one period -> one vote for each origin, with what it said before and what others made of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from musterbook.compared import Entry, Sort
from musterbook.model import Amount, Bound, printed

Origin = tuple[str, str, bool]  # key, label, whether it confirms


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with the last day it speaks of and the origin it comes from. `spoilt`: it is known to have changed on its way."""

    entry: Entry
    amount: Amount
    last: date
    origin: Origin
    spoilt: bool = False

    @property
    def hops(self) -> int:
        """How many hands it went through: a copy of a page is one more, papers that somebody holds are none."""
        return sum(party.sort != Sort.document for party in self.entry.chain) + bool(self.entry.copy_of)


@dataclass(frozen=True, slots=True)
class Vote:
    """What one origin says. `low` and `high` None: it gives no lower, no upper end."""

    origin: str
    label: str
    confirms: bool
    low: float | None
    value: float
    high: float | None
    last: date
    published: str
    entry: str


@dataclass(frozen=True, slots=True)
class Revision:
    """An origin gave another figure for the same days later on."""

    label: str
    old: float
    new: float
    when: str
    entry: str  # the claim that held the old figure


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes on one period. `otherwise`: words on figures that go under an origin's name and are not its vote."""

    votes: tuple[Vote, ...]
    revised: tuple[Revision, ...]
    otherwise: tuple[str, ...]


def votes_from_entries(told: Iterable[Told], about: float) -> Ballot:
    """Return one vote for each origin, whatever the order; `about` is the share by which about and nearly may be off.

    Of figures up to different days the latest day counts. Of different figures for the same days the latest published one
    counts, and what it replaces is a revision, unless it went through more hands than the one before: a number that changes
    on its way is the carrier's fault until a page as near to the origin says it. A figure in vaguer words (over 1,000) is no
    other than the number inside them (1,010), and an old figure that a later page repeats does not come back to life.
    """
    groups: dict[str, list[Told]] = {}
    for it in told:
        groups.setdefault(voter(it), []).append(it)
    votes: list[Vote] = []
    revised: list[Revision] = []
    otherwise: list[str] = []
    for _, group in sorted(groups.items()):
        latest = max(it.last for it in group)
        standing, changes, strange = settled([it for it in group if it.last == latest], about)
        votes.append(vote(standing, about))
        revised += changes
        otherwise += strange
    return Ballot(tuple(votes), tuple(revised), tuple(otherwise))


def voter(told: Told) -> str:
    """Return whom a figure is counted under; unnamed ones are told apart by what they say, as nothing else is known."""
    key, _, confirms = told.origin
    return f"{int(not confirms)}{key}" if key else f"2{told.amount.low:020.6f} {told.amount.high} {told.amount.bound}"


def settled(told: Sequence[Told], about: float) -> tuple[Told, list[Revision], list[str]]:
    """Return the figure that stands for one origin, its revisions, and words on figures that only go under its name.

    Of different figures of one day the nearest to the origin stands, then the one on most pages, then the greatest: what a
    page tells beside a total are its parts, and what is lost on the way are digits. Undated figures revise nothing, nor do spoilt
    ones, which stand only where there is no other.
    """
    pages: dict[Amount, set[str]] = {}
    for it in told:
        pages.setdefault(it.amount, set()).add(it.entry.doc)

    def rank(it: Told) -> tuple[bool, str, int, int, float, str]:
        dated = it.entry.published
        return (not dated, dated, it.hops, -len(pages[it.amount]), -middle(it.amount), it.entry.id)

    sound = [it for it in told if not it.spoilt] or told
    standing, *rest = sorted(sound, key=rank)
    day, replaced = standing.entry.published, list[Amount]()
    changes: list[Revision] = []
    strange = Counter(middle(it.amount) for it in told if it not in sound)
    for it in rest:
        ordered = it.entry.published and not it.entry.published.startswith(day)
        if same(it, standing, about):
            standing = min(standing, it, key=lambda one: (width(one.amount, about), one.hops))
        elif it.amount in replaced and it.hops:
            continue
        elif ordered and it.hops <= standing.hops:
            old, new, day = middle(standing.amount), middle(it.amount), it.entry.published
            changes.append(Revision(it.origin[1], old, new, day, standing.entry.id))
            replaced.append(standing.amount)
            standing = it
        else:
            strange[middle(it.amount)] += 1
    values = ", ".join(f"{printed(value)} ({times})" for value, times in sorted(strange.items()))
    words = [f"under the name of {standing.origin[1]} also {values}, not counted"] if values else []
    if standing.spoilt:
        words.append(f"what goes under the name of {standing.origin[1] or 'nobody'} changed on its way")
    return standing, changes, words


def same(left: Told, right: Told, about: float) -> bool:
    """True when two figures of one origin are one: the same number, or one number in words of another precision."""
    one, other = left.amount, right.amount
    return one == other or (one.bound != other.bound and overlap(ends(one, about), ends(other, about)))


def ends(amount: Amount, about: float) -> tuple[float, float]:
    """Return the interval of an amount: as its words commit to, about and nearly widened by a share.

    >>> ends(Amount(929, 929, Bound.about), 0.1), ends(Amount(500, 500, Bound.up_to), 0.1)
    ((836, 1022), (0, 500))
    """
    low, high = amount.interval()
    if amount.bound in (Bound.about, Bound.nearly):
        low = rounded(amount.low * (1 - about), amount.low, math.floor)
    if amount.bound == Bound.about and amount.high is not None:
        high = rounded(amount.low * (1 + about), amount.low, math.ceil)
    return low, high


def rounded(end: float, value: float, whole: Callable[[float], int]) -> float:
    """Return an end without the dust of floating point; whole where the number it belongs to counts things."""
    clean = round(end, 6)
    return whole(clean) if value >= 10 and float(value).is_integer() else clean


def width(amount: Amount, about: float) -> float:
    """Return how wide an amount's interval is."""
    low, high = ends(amount, about)
    return high - low


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """True when two closed intervals share a number."""
    return one[0] <= other[1] and other[0] <= one[1]


def middle(amount: Amount) -> float:
    """Return the number that was said; of a range its middle."""
    return amount.low if amount.high is None else round((amount.low + amount.high) / 2, 6)


def vote(told: Told, about: float) -> Vote:
    """Return the vote of a figure; an end that its words leave open is None."""
    low, high = ends(told.amount, about)
    no_low = told.amount.bound in (Bound.up_to, Bound.under)
    key, label, confirms = told.origin
    return Vote(
        key,
        label,
        confirms,
        None if no_low else float(low),
        float(middle(told.amount)),
        None if math.isinf(high) else float(high),
        told.last,
        told.entry.published,
        told.entry.id,
    )
