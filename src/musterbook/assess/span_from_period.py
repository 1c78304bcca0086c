"""A period as claims write it -> the days it covers, and the steps of the calendar they fall into."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_PREFIX = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_OPEN = ("", "..")
MONTHS = {"month": 1, "quarter": 3, "year": 12}  # how many months a step has


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of a period; `first` None: nobody said when it begins. `stretch`: written as X/Y."""

    first: date | None
    last: date
    stretch: bool


def days_of(prefix: str) -> tuple[date, date] | None:
    """Return the first and last day of an ISO date prefix, None when it is not one.

    >>> [day.isoformat() for day in days_of("2024-02")]
    ['2024-02-01', '2024-02-29']
    >>> days_of("--02"), days_of("2024-13"), days_of("2023-02-29")
    (None, None, None)
    """
    found = _PREFIX.fullmatch(prefix)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if year < 1 or (found[2] and not 1 <= month <= 12):
        return None
    if found[3]:
        whole = date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None
        return (whole, whole) if whole else None
    end = month or 12
    return date(year, month or 1, 1), date(year, end, monthrange(year, end)[1])


def span_from_period(period: str, published: str = "") -> Span | None:
    """Return the days of a period; an open end is the day of publication; None when there is no year, or it runs backwards.

    >>> span_from_period("2022-09/..", "2024-06-18").last.isoformat()
    '2024-06-18'
    >>> span_from_period("2022-09/.."), span_from_period("--09")
    (None, None)
    """
    start, stroke, end = period.partition("/")
    if not stroke:
        whole = days_of(period)
        return Span(*whole, False) if whole else None
    first = days_of(start)
    last = days_of(published if end in _OPEN else end)
    if last is None or (first is None and start not in _OPEN):
        return None
    if first is not None and first[0] > last[1]:
        return None
    return Span(first[0] if first else None, last[1], True)


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
