"""A figure without a source + imported series -> whose figure it probably is, and of which day.

Likeness is no proof: what comes out is printed as probable, never joins a chain and is never counted as an origin. So it is
asked for little: the value to the last digit, the same side, a measure that the series is passed on under, and a day that the
document could know of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Measure, Series, SeriesPoints, Source
from musterbook.compared import Entry, Sort
from musterbook.model import Amount, Bound, significant

BACK = timedelta(60)  # a page seldom gives a running total that is older than this
AHEAD = timedelta(1)  # nor can it know one of a later day; a day for the clocks of two countries
SPAN = timedelta(30)  # what "a day" on average is taken over
DIGITS = 4  # significant digits that make an exact figure telling; fewer are anybody's
HEDGED_DIGITS = 5  # the same for one with the bound the series itself has: "about" may stand for rounding
RATE_DIGITS = 2  # "1,000 a day" fits half of all months
YEARS = range(1900, 2101)
SIDE = "side"

EQUAL = "equals"
MEAN = f"mean of the {SPAN.days} days before"


@dataclass(frozen=True, slots=True)
class Imported:
    """A running total of one source, day by day. `also`: measures that others pass it on under; `counts`: its own, as printed."""

    id: str
    source: str
    label: str
    measure: str
    also: frozenset[str]
    side: str
    counts: str
    values: Mapping[str, float] = field(repr=False)
    bounds: Mapping[str, Bound] = field(repr=False)
    days: Mapping[float, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Probable:
    """What a figure without a source is like: `label` has stated it (or what it is a mean of) for `date`. Never to be counted."""

    series: str
    source: str
    label: str
    date: str
    how: str
    words: str


def imported_from_codebook(codebook: Codebook) -> tuple[Imported, ...]:
    """Return the running totals that a pack has imported, sorted; a series without its file, or of another kind, is left out."""
    texts = {row.series: row.text for row in codebook.rows("series_points", SeriesPoints)}
    names = {row.id: row.name for row in codebook.rows("sources", Source)}
    labels = {row.id: row.label for row in codebook.rows("measures", Measure)}
    rows = [row for row in codebook.rows("series", Series) if row.kind == "cumulative" and row.id in texts]
    return tuple(
        imported_from_row(row, texts[row.id], names.get(row.source, row.source), labels.get(row.measure, row.measure))
        for row in sorted(rows, key=lambda row: row.id)
    )


def imported_from_row(row: Series, text: str, name: str, label: str) -> Imported:
    """Return a series with its points; lines that are none are left to `codebook check`."""
    values: dict[str, float] = {}
    bounds: dict[str, Bound] = {}
    for line in text.splitlines()[1:]:
        day, value, bound = [*line.split(","), "", ""][:3]
        if len(day) == 10 and ends(day) and value.isascii() and value.replace(".", "", 1).isdecimal():
            values[day] = float(value)
            bounds[day] = Bound(bound) if bound in frozenset(Bound) else Bound.exact
    by_value = sorted((value, day) for day, value in values.items())
    days = {value: tuple(day for _, day in run) for value, run in groupby(by_value, key=lambda pair: pair[0])}
    also = frozenset(part.strip() for part in row.retold.split(";")) - {""}
    return Imported(row.id, row.source, name, row.measure, also, row.side, label.lower(), values, bounds, days)


def probable_from_series(entry: Entry, series: Sequence[Imported], *, before: str = "") -> tuple[Probable, ...]:
    """Return what the figure of an entry probably is, sorted; () for one that says its source, or that nothing is like.

    `before`: the day to which another figure of the same document was traced; a mean per day is taken up to it, and without
    it up to the publication.
    """
    if entry.kind != "figure" or entry.amount is None or not sourceless(entry):
        return ()
    found: list[Probable] = []
    for one in series:
        if not fits(entry, one):
            continue
        if not entry.per:
            found += equals(entry, entry.amount, one)
        elif entry.per == "day":
            found += means(entry, entry.amount, one, before or entry.published)
    return tuple(sorted(found, key=lambda it: (it.series, it.date)))


def probable_by_claim(entries: Iterable[Entry], series: Sequence[Imported]) -> dict[str, tuple[Probable, ...]]:
    """Return what is probable of each claim, by its id: totals first, and then rates up to the day the totals of a page are of."""
    by_doc: dict[str, list[Entry]] = {}
    for entry in entries:
        by_doc.setdefault(entry.doc, []).append(entry)
    found: dict[str, tuple[Probable, ...]] = {}
    for page in by_doc.values():
        totals = {entry.id: probable_from_series(entry, series) for entry in page if not entry.per}
        traced = [probable for every in totals.values() for probable in every]
        rates = {entry.id: rates_of(entry, series, traced) for entry in page if entry.per}
        found |= totals | rates
    return {claim: found[claim] for claim in sorted(found) if found[claim]}


def rates_of(entry: Entry, series: Sequence[Imported], traced: Sequence[Probable]) -> tuple[Probable, ...]:
    """Return what a rate probably is, each series taken up to the day to which totals of the same document were traced."""
    ordered = sorted(series, key=lambda one: one.id)
    return tuple(it for one in ordered for it in probable_from_series(entry, [one], before=only_day(one, traced)))


def only_day(one: Imported, found: Iterable[Probable]) -> str:
    """Return the day of a series that totals were traced to, "" when they are of none or of several."""
    days = {it.date for it in found if it.series == one.id}
    return days.pop() if len(days) == 1 else ""


# ---------------------------------------------------------------- may they be the same at all?


def sourceless(entry: Entry) -> bool:
    """True when the chain is empty, or ends in nobody who can be asked."""
    return not entry.chain or entry.chain[-1].sort is Sort.unnamed


def fits(entry: Entry, one: Imported) -> bool:
    """True when measure, side and scope are those of the series, and its source is not the publisher itself."""
    narrower = entry.population or any(value for name, value in entry.dims if name != SIDE)
    known = entry.what == one.measure or entry.what in one.also
    return known and not narrower and entry.dim(SIDE) == one.side and entry.publisher.key != one.source


def telling(amount: Amount, bound: Bound) -> bool:
    """True when a number is too particular to be anybody's; `bound` is the one that the series has.

    >>> telling(Amount(724050, 724050, Bound.exact), Bound.about), telling(Amount(2024, 2024, Bound.exact), Bound.about)
    (True, False)
    >>> telling(Amount(700000, 700000, Bound.about), Bound.about)
    False
    """
    if amount.high != amount.low or amount.low in YEARS:
        return False
    digits = significant(amount.low)
    return digits >= DIGITS if amount.bound is Bound.exact else amount.bound is bound and digits >= HEDGED_DIGITS


# ---------------------------------------------------------------- a running total


def equals(entry: Entry, amount: Amount, one: Imported) -> list[Probable]:
    """Return the days on which a series stands at this value and of which the document could know."""
    every = one.days.get(amount.low, ())
    days = [day for day in every if telling(amount, one.bounds[day])]
    if len(every) > 1 and not ends(entry.published):
        return []  # nothing says which of them
    known = [day for day in days if in_reach(day, entry.published) and in_period(day, entry.period)]
    return [Probable(one.id, one.source, one.label, day, EQUAL, equal_words(entry, one, day)) for day in known]


def equal_words(entry: Entry, one: Imported, day: str) -> str:
    """Return the words for a value that a series has, with the other days that have it too."""
    others = [other for other in one.days[one.values[day]] if other != day]
    alone = f"of {' and '.join(others)} too" if others else "of no other day"
    return f"equals the figure of {one.label} for {day} and {alone}{other_measure(entry, one)}"


def other_measure(entry: Entry, one: Imported) -> str:
    """Return a warning where the document calls the figure something that the source does not count."""
    return "" if entry.what == one.measure else f"; it counts {one.counts} there"


def in_reach(day: str, published: str) -> bool:
    """True when a document could give the value of a day: it came out on it or not long after; True when nobody knows.

    >>> in_reach("2024-11-19", "2024-11"), in_reach("2024-11-19", "2024-10-20"), in_reach("2024-11-19", "")
    (True, False, True)
    """
    span, at = ends(published), ends(day)
    return not span or not at or (span[0] - BACK <= at[0] <= span[1] + AHEAD)


def in_period(day: str, period: str) -> bool:
    """True when a day lies in the period that a figure states, give or take a day; an open or unknown end says nothing.

    >>> in_period("2024-11-19", "2022-02-24/.."), in_period("2024-11-19", "2022-06/2022-08"), in_period("2024-11-19", "")
    (True, False, True)
    """
    start, _, end = period.partition("/")
    first, last, at = ends(start), ends(end or start), ends(day)
    return not at or ((not first or first[0] - AHEAD <= at[0]) and (not last or at[0] <= last[1] + AHEAD))


def ends(prefix: str) -> tuple[date, date] | None:
    """Return the first and the last day of an ISO date or a prefix of one, None for anything else.

    >>> ends("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> ends("--04-18"), ends("")
    (None, None)
    """
    head = prefix[:10]
    first = head if len(head) == 10 else f"{head}-01" if len(head) == 7 else f"{head}-01-01"
    try:
        start = date.fromisoformat(first)
    except ValueError:
        return None
    if len(head) == 10:
        return start, start
    month = 12 if len(head) == 4 else start.month
    after = date(start.year + month // 12, month % 12 + 1, 1) if start.year < date.max.year else date.max
    return start, after - timedelta(1)


# ---------------------------------------------------------------- so many a day


def means(entry: Entry, amount: Amount, one: Imported, until: str) -> list[Probable]:
    """Return the mean increase a day up to a day, when the figure is that mean rounded."""
    day = ends(until)
    if day is None or day[0] != day[1] or not in_period(until[:10], entry.period):
        return []
    last, first = day[0].isoformat(), (day[0] - SPAN).isoformat()
    if last not in one.values or first not in one.values:
        return []
    mean = (one.values[last] - one.values[first]) / SPAN.days
    if not rounded(mean, amount):
        return []
    words = f"near the mean of {mean:,.0f} a day over the {SPAN.days} days before {last} in the figures of {one.label}"
    return [Probable(one.id, one.source, one.label, last, MEAN, words + other_measure(entry, one))]


def rounded(mean: float, amount: Amount) -> bool:
    """True when words such as "over 1,500" are what somebody makes of a mean.

    >>> [rounded(1518, Amount(1500, 1500, bound)) for bound in (Bound.exact, Bound.about, Bound.over, Bound.nearly)]
    [True, True, True, False]
    >>> rounded(1518, Amount(1000, 1000, Bound.about)), rounded(1518, Amount(1400, 1400, Bound.about))
    (False, False)
    """
    stated = amount.low
    if amount.high != stated or significant(stated) < RATE_DIGITS or not float(stated).is_integer():
        return False
    step = 10.0 ** (len(f"{stated:.0f}") - significant(stated))
    if amount.bound in (Bound.exact, Bound.about):
        return abs(mean - stated) <= step / 2
    if amount.bound in (Bound.over, Bound.at_least):
        return stated <= mean < stated + step
    return stated - step < mean <= stated
