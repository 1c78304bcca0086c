"""Figures of one measure -> lines over time. Each line counts one thing in one way; nothing is averaged, nothing is mixed.

Which line a figure is on. Its period is taken as days, so 2024, 2024-01/2024-12 and 2024-01-01/2024-12-31 are one.
- forecast: the measure's name ends in _forecast, the dimension `forecast` is set, or the period begins after publication.
  A forecast keeps its way of counting (below) beside it, and is never on a line with what was observed.
- rate: a figure per day, week, month or year is on a line of rates, at the whole period it is said of.
- stock: the measure is a stock and the period is a date or one step (month, quarter, year) that is not written as a stretch.
- flow: the period is exactly one step.
- cumulative: the period is longer than a step: the count since its first day, standing at its last. Lines with different
  first days are different lines. A day of a cumulative measure is a count whose beginning nobody said: a line of its own.
- A measure whose name ends in _stock, _flow or _cumulative has said so itself.
- What is shorter than a step, has no date, is denied, or may be younger than the day asked about is on no line: `apart`.
Sides, formations, places, laws, populations, units that differ make different lines, too.

Which figure counts: one vote for each origin (votes_from_entries.py). Of the closed origins, or where there is none of the
open ones:
- low is the least lower end, high the greatest upper end, over all votes. An end that words leave open ("up to", "over") is
  not an end anybody said; low or high is None when nobody said one that holds for all votes.
- best is the median of what they said; of two middle figures the lower one. So best is always a figure that one origin
  said, never a number between two that nobody stands for; and of two the lower is the one that both claim at least.
- When two votes cannot both hold, the point is contradicted: both are kept in `votes`, low and high reach over both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from musterbook.assess.steps_from_days import (
    MONTHS,
    Days,
    days_from_period,
    days_of,
    days_of_step,
    month_or_day,
    spelled,
    step_of,
)
from musterbook.assess.votes_from_entries import Origin, Revision, Told, Vote, overlap, votes_from_entries
from musterbook.compared import Entry
from musterbook.model import Stance, demand, printed

STOCK, FLOW, CUMULATIVE, FORECAST = WAYS = ("stock", "flow", "cumulative", "forecast")
FLAG = "forecast"  # the dimension that says of a figure that it has not happened yet
NOT_SET = ("", "no", "false", "0")
PARTS = ("share", "ratio")  # kinds of measure that are no counts: they may fall while time goes on
INFINITE = float("inf")
OriginOf = Callable[[Entry], Origin]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a series is asked of: `kind` the measure's way of counting in the codebook, `dims` what every figure must have.

    `as_of` is an ISO date or its beginning: what was published later is not seen. `about`: how far off "about" may be.
    """

    measure: str
    by: str = "month"
    dims: tuple[tuple[str, str], ...] = ()
    as_of: str | None = None
    kind: str = ""
    about: float = 0.1

    def __post_init__(self) -> None:
        demand(self.by in MONTHS, "by month, quarter or year", self.by)
        demand(self.as_of is None or days_of(self.as_of) is not None, "as_of is an ISO date", self.as_of)
        demand(0 <= self.about < 1, "about is a share", self.about)


@dataclass(frozen=True, slots=True)
class Point:
    """What is known of one period. `open` are the claims that end in nobody named; `members` all claims that were looked at."""

    period: str
    low: float | None
    best: float
    high: float | None
    origins: int
    origin_names: tuple[str, ...]
    open: tuple[str, ...]
    members: tuple[str, ...]
    revised: tuple[Revision, ...] = ()
    contradicted: bool = False
    note: str = ""
    votes: tuple[Vote, ...] = ()

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.best, self.high) if end is not None]
        demand(ends == sorted(ends), "low <= best <= high", self.period)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing counted in one way. `of` is how a forecast counts; `since` where a cumulative line begins, "" when not said."""

    measure: str
    how: str
    by: str
    scope: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    of: str = ""
    since: str = ""
    per: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """A figure of the measure that is on no line, and why."""

    id: str
    doc: str
    value: float
    period: str
    why: str


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What makes two figures belong to one line."""

    how: str
    of: str
    per: str
    unit: str
    scope: tuple[tuple[str, str], ...]
    since: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure's line, its period on it (as it is sorted and as it is printed), and what is to be said of that."""

    key: Key
    at: tuple[date, str]
    told: Told
    note: str = ""


def series_from_entries(
    entries: Sequence[Entry], ask: Asked, *, origin_of: OriginOf, spoilt: Collection[str] = ()
) -> tuple[Line, ...]:
    """Return the lines of a measure, the fullest first within each way of counting; the order of entries changes nothing.

    `spoilt` are ids of figures that changed on their way: they stand for their origin only where nothing else does.
    """
    lines: dict[Key, list[Placed]] = {}
    for entry in wanted(entries, ask):
        placed = place(entry, ask, origin_of)
        if isinstance(placed, Placed):
            if entry.id in spoilt:
                placed = replace(placed, told=replace(placed.told, spoilt=True))
            lines.setdefault(placed.key, []).append(placed)
    made = [(key, line_of(key, placed, ask)) for key, placed in lines.items()]
    made.sort(key=lambda it: (WAYS.index(it[0].how), bool(it[0].per), -len(it[1].points), it[0]))
    return tuple(line for _, line in made)


def apart_from_entries(entries: Sequence[Entry], ask: Asked, *, origin_of: OriginOf) -> tuple[Apart, ...]:
    """Return the figures of the measure that no line shows, with the reason; what was surely published later is left out."""
    return tuple(it for entry in wanted(entries, ask) if isinstance(it := place(entry, ask, origin_of), Apart))


def wanted(entries: Iterable[Entry], ask: Asked) -> list[Entry]:
    """Return the figures of the measure within what is asked, each once, sorted."""
    names = {ask.measure, *(f"{ask.measure}_{way}" for way in WAYS)}
    found = {entry.id: entry for entry in entries if entry.kind == "figure" and entry.amount and entry.what in names}
    return [found[id] for id in sorted(found) if within(found[id], ask) and not later(found[id], ask)]


def within(entry: Entry, ask: Asked) -> bool:
    """True when an entry has every dimension that is asked for; place and population are asked for like any other."""
    has = {**dict(entry.dims), "place": entry.place, "population": entry.population}
    return all(has.get(name, "") == value for name, value in ask.dims)


def later(entry: Entry, ask: Asked) -> bool:
    """True when an entry was surely published after the day that is asked about."""
    published, until = days_of(entry.published), days_of(ask.as_of or "")
    return published is not None and until is not None and published[0] > until[1]


def place(entry: Entry, ask: Asked, origin_of: OriginOf) -> Placed | Apart:
    """Return where a figure belongs, or why it belongs nowhere."""
    why = unfit(entry, ask)
    span = days_from_period(entry.period, entry.published)
    if not why and span is None:
        why = dateless(entry)
    if why or span is None:
        return apart(entry, why)
    published = days_of(entry.published)
    ahead = is_forecast(entry) or (published is not None and (span.first or span.last) > published[1])
    found = (FLOW, "", span.last, spelled(span.first, span.last)) if entry.per else spot(entry, span, ask, ahead)
    if isinstance(found, str):
        return apart(entry, found)
    way, since, last, period = found
    assert entry.amount is not None  # `wanted` lets no others through
    key = Key(FORECAST if ahead else way, way if ahead else "", entry.per, entry.amount.unit or "", scope(entry), since)
    early = not ahead and published is not None and last > published[1]
    note = "published before the period was over" if early else ""
    return Placed(key, (last, period), Told(entry, entry.amount, last, origin_of(entry)), note)


def dateless(entry: Entry) -> str:
    """Return why nobody can say which days a figure is of."""
    if not entry.period:
        return "no period"
    if entry.period.endswith(("/", "..")) and days_of(entry.published) is None:
        return f"its period, {entry.period}, is open, and its page has no date"
    return f"its period, {entry.period}, has no place in the calendar"


def apart(entry: Entry, why: str) -> Apart:
    """Return an entry as one that is on no line."""
    assert entry.amount is not None
    return Apart(entry.id, entry.doc, entry.amount.low, entry.period, why)


def unfit(entry: Entry, ask: Asked) -> str:
    """Return why a figure says nothing here, whatever its period; "" when it may."""
    if entry.stance == Stance.denied:
        return "denied by who passes it on"
    until, published = days_of(ask.as_of or ""), days_of(entry.published)
    if until is None:
        return ""
    if published is None:
        return "no date of publication, so nobody knows whether it was known by then"
    return "may have been published after the day asked about" if published[1] > until[1] else ""


def is_forecast(entry: Entry) -> bool:
    """True when a figure says itself that it has not happened yet."""
    return entry.what.endswith(f"_{FORECAST}") or entry.dim(FLAG).casefold() not in NOT_SET


def spot(entry: Entry, span: Days, ask: Asked, ahead: bool) -> tuple[str, str, date, str] | str:
    """Return way of counting, beginning, last day and period of a figure that is no rate; or why it has no place."""
    said = next((way for way in (STOCK, FLOW, CUMULATIVE) if entry.what.endswith(f"_{way}")), "")
    kind = said or ask.kind
    begin, end = days_of_step(span.last, ask.by)
    inside = span.first is not None and begin <= span.first
    if kind == STOCK and not span.stretch:
        stock = (STOCK, "", span.last, step_of(span.last, ask.by))
        return stock if inside else f"dated to {entry.period}, not to a {ask.by}"
    if said == STOCK:
        return "a stock has a date, not a stretch of time"
    day = span.first == span.last and not span.stretch
    if kind == CUMULATIVE and (day or (said and not span.stretch)):
        return (CUMULATIVE, "", span.last, step_of(span.last, ask.by))
    if inside and (span.first, span.last) == (begin, end):
        return (FLOW, "", span.last, step_of(span.last, ask.by))
    if inside:
        return f"covers {'one day' if day else 'a part'} of a {ask.by}"
    if said == FLOW:
        return f"covers more than a {ask.by}"
    published = days_of(entry.published)  # nobody counts what has not happened: "since 2022, to 2024" stops here
    last = min(span.last, published[1]) if published and not ahead else span.last
    return (CUMULATIVE, month_or_day(span.first) if span.first else "", last, step_of(last, ask.by))


def scope(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return what a figure is limited to, by name."""
    pairs = {name: value for name, value in entry.dims if name != FLAG}
    pairs |= {"place": entry.place, "population": entry.population}
    return tuple(sorted((name, value) for name, value in pairs.items() if value))


def line_of(key: Key, placed: Iterable[Placed], ask: Asked) -> Line:
    """Return one line with its points in the order of time."""
    steps: dict[str, list[Placed]] = {}
    for it in placed:
        steps.setdefault(it.at[1], []).append(it)
    order = sorted(steps.items(), key=lambda step: (max(it.at[0] for it in step[1]), step[0]))
    points = tuple(point_of(period, found, key, ask) for period, found in order)
    return Line(ask.measure, key.how, ask.by, key.scope, points, key.of, key.since, key.per, key.unit)


def point_of(period: str, placed: Sequence[Placed], key: Key, ask: Asked) -> Point:
    """Return what the figures of one period come to."""
    ballot = votes_from_entries((it.told for it in placed), ask.about)
    closed = tuple(it for it in ballot.votes if it.confirms)
    votes = closed or ballot.votes
    low, best, high = estimate(votes)
    adds_up = CUMULATIVE in (key.how, key.of) and ask.kind not in PARTS
    against = clashes(closed, adds_up)
    passed = any(it.origin for it in votes)  # somebody is named who has it from elsewhere
    unnamed = () if closed else (f"no origin that {'counts by itself' if passed else 'can be named'}",)
    notes = (*unnamed, *against, *ballot.otherwise, *sorted({it.note for it in placed if it.note}))
    names = sorted({it.label for it in closed})
    return Point(
        period,
        low,
        best,
        high,
        len(closed),
        tuple(names),
        tuple(sorted(it.told.entry.id for it in placed if not it.told.origin[2])),
        tuple(sorted(it.told.entry.id for it in placed)),
        ballot.revised,
        bool(against),
        "; ".join(notes),
        votes,
    )


def estimate(votes: Sequence[Vote]) -> tuple[float | None, float, float | None]:
    """Return low, best and high of votes (the rule stands above)."""
    lows = [it.low for it in votes if it.low is not None]
    highs = [it.high for it in votes if it.high is not None]
    values = sorted(it.value for it in votes)
    best = values[(len(values) - 1) // 2]  # the lower one of two in the middle
    low = min(lows) if lows and min(lows) <= min(values) else None
    high = max(highs) if highs and max(highs) >= max(values) else None
    return low, best, high


def clashes(votes: Sequence[Vote], adds_up: bool) -> tuple[str, ...]:
    """Return in words which votes cannot both hold: disjoint on one day, or a running count that has fallen since."""
    found = []
    for one, other in combinations(sorted(votes, key=lambda it: (it.last, it.label, it.origin)), 2):
        low, high = one.low or 0.0, INFINITE if one.high is None else one.high
        others = (other.low or 0.0, INFINITE if other.high is None else other.high)
        fallen = adds_up and one.last < other.last and low > others[1]
        if fallen or (one.last == other.last and not overlap((low, high), others)):
            found.append(f"{one.label} says {printed(one.value)}, {other.label} {printed(other.value)}")
    return tuple(found)
