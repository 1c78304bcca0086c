"""Days -> the steps of the calendar they fall into (months, quarters, years), and a period -> its first and last day.

Which days a period spans is said by link/span_from_period.py. A line is stricter than comparing: its dates are whole, no
period runs backwards, and an open end is the day of publication.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from musterbook.link.span_from_period import LAST, POINT, Span, span_from_period

MONTHS = {"month": 1, "quarter": 3, "year": 12}  # how many months a step has
DAY = len("2024-12-31")


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of a period; `first` None: nobody said when it begins. `stretch`: two ends were written."""

    first: date | None
    last: date
    stretch: bool


def days_of(prefix: str) -> tuple[date, date] | None:
    """Return the first and last day of an ISO date, of the date of a time, or of the beginning of one; else None.

    >>> [day.isoformat() for day in days_of("2024-02")]
    ['2024-02-01', '2024-02-29']
    >>> days_of("--02"), days_of("2024-13"), days_of("2023-02-29")
    (None, None, None)
    >>> days_of("2024-05-03T10:20Z")[0].isoformat()
    '2024-05-03'
    """
    text = prefix[:DAY]
    span = span_from_period(text) if POINT.fullmatch(text) else None
    if span is None or (len(text) == DAY and span.days > 1):  # a day that its month has not
        return None
    return ends(span)


def ends(span: Span) -> tuple[date, date]:
    """Return the first and last day of a span as dates."""
    return date.fromordinal(span.start), date.fromordinal(span.end)


def days_from_period(period: str, published: str = "") -> Days | None:
    """Return the days of a period; an open end is the day of publication; None when there is no year, or it runs backwards.

    >>> days_from_period("2022-09/..", "2024-06-18").last.isoformat()
    '2024-06-18'
    >>> days_from_period("2022-09/.."), days_from_period("--09"), days_from_period("2024-03/2024-02")
    (None, None, None)
    """
    span = span_from_period(period)
    if span is None or span.yearless is not None or backwards(period):
        return None
    known = days_of(published)
    first, last = ends(span)
    if span.end == LAST:
        if known is None:
            return None
        last = known[1]
    if span.begun and first > last:
        return None
    return Days(first if span.begun else None, last, POINT.fullmatch(period) is None)


def backwards(period: str) -> bool:
    """True when the second end of a period lies before its first one."""
    low, _, high = period.partition("/")
    first, last = days_of(low), days_of(high)
    return first is not None and last is not None and last[1] < first[0]


def step_of(day: date, by: str) -> str:
    """Return the name of the month, quarter or year that holds a day.

    >>> [step_of(date(2024, 5, 3), by) for by in ("month", "quarter", "year")]
    ['2024-05', '2024-Q2', '2024']
    """
    if by == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: 7 if by == "month" else 4]


def days_of_step(day: date, by: str) -> tuple[date, date]:
    """Return the first and last day of the step that holds a day."""
    begin = (day.month - 1) // MONTHS[by] * MONTHS[by] + 1
    end = begin + MONTHS[by] - 1
    return date(day.year, begin, 1), date(day.year, end, monthrange(day.year, end)[1])


def steps_between(first: date, last: date, by: str) -> list[str]:
    """Return the names of all steps from one day to another, so that an axis has room for those nobody spoke of.

    >>> steps_between(date(2023, 12, 1), date(2024, 2, 1), "month")
    ['2023-12', '2024-01', '2024-02']
    """
    found: list[str] = []
    day = first
    while not found or day <= last:
        found.append(step_of(day, by))
        end = days_of_step(day, by)[1]
        if end == date.max:
            break
        day = end + timedelta(days=1)
    return found


def spelled(first: date | None, last: date) -> str:
    """Return a span as short as its ends allow.

    >>> spelled(date(2024, 1, 1), date(2024, 12, 31)), spelled(date(2024, 1, 1), date(2024, 9, 30))
    ('2024', '2024-01/2024-09')
    >>> spelled(None, date(2024, 5, 3))
    '../2024-05-03'
    """
    if first is None:
        return f"../{month_or_day(last, last=True)}"
    if (first, last) == days_of_step(first, "year"):
        return step_of(first, "year")
    low, high = month_or_day(first), month_or_day(last, last=True)
    if first == last:
        return first.isoformat()
    return low if low == high else f"{low}/{high}"


def month_or_day(day: date, *, last: bool = False) -> str:
    """Return the month of a day that begins (or ends) it, else the day.

    >>> month_or_day(date(2022, 9, 1)), month_or_day(date(2022, 2, 24)), month_or_day(date(2022, 2, 28), last=True)
    ('2022-09', '2022-02-24', '2022-02')
    """
    edge = days_of_step(day, "month")[last]
    return day.isoformat()[:7] if day == edge else day.isoformat()
