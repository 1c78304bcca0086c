"""A period as written -> the days it spans: ISO periods, and what people write into a table ("to 2024-05", "2023H1")."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST, LAST = date(1900, 1, 1).toordinal(), date(2999, 12, 31).toordinal()
POINT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?|-?[HQ](?P<part>[1-4]))?(?![\d])"
)
SHORT = re.compile(r"(?:\.\.|/)(?P<month>0[1-9]|1[0-2])(?![\d-])")  # "2024-01..09": the year is that of the first end
YEARLESS = re.compile(r"--(\d\d)-(\d\d)")
SINCE = re.compile(r"(?:since|from|after)\W", re.I)
UNTIL = re.compile(r"(?:to|until|till|by|as of end)\W", re.I)
BETWEEN = re.compile(r"\.\.|/|\s*[–—-]\s*$|\bto\b")  # what joins the two ends of a period


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day as ordinals; FIRST and LAST are open ends. `yearless`: (month, day) when no year is known."""

    start: int
    end: int
    yearless: tuple[int, int] | None = None

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return self.end - self.start + 1

    @property
    def begun(self) -> bool:
        """True when its first day is known."""
        return self.start != FIRST


def point(found: re.Match[str]) -> tuple[int, int]:
    """Return the first and last day of a year, half, quarter, month or day."""
    year, month, day, part = int(found["year"]), found["month"], found["day"], found["part"]
    if part:
        size = 6 if found[0][-2] == "H" else 3
        first = size * (int(part) - 1) % 12 + 1
        return date(year, first, 1).toordinal(), date(
            year, first + size - 1, monthrange(year, first + size - 1)[1]
        ).toordinal()
    if day and int(day) in range(1, monthrange(year, int(month))[1] + 1):
        one = date(year, int(month), int(day)).toordinal()
        return one, one
    if month:
        return date(year, int(month), 1).toordinal(), date(
            year, int(month), monthrange(year, int(month))[1]
        ).toordinal()
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


@lru_cache(maxsize=200_000)
def span_from_period(period: str) -> Span | None:
    """Return the days of a period, None when it names none.

    >>> span = span_from_period("2024-03"); date.fromordinal(span.start).isoformat(), span.days
    ('2024-03-01', 31)
    >>> span_from_period("2022-09/..").end == LAST, span_from_period("to 2024-05").start == FIRST
    (True, True)
    >>> span_from_period("2024-01..09") == span_from_period("2024-01/2024-09"), span_from_period("not stated")
    (True, None)
    """
    yearless = YEARLESS.fullmatch(period)
    if yearless:
        return Span(FIRST, LAST, (int(yearless[1]), int(yearless[2])))
    points = list(POINT.finditer(period))
    if not points:
        return None
    start, end = point(points[0])
    short = SHORT.match(period, points[0].end())
    if short and points[0]["month"]:
        month = int(short["month"])
        end = date(int(points[0]["year"]), month, monthrange(int(points[0]["year"]), month)[1]).toordinal()
    elif len(points) > 1 and BETWEEN.search(period[points[0].end() : points[1].start()]):
        end = max(point(points[1])[1], end)
    elif SINCE.match(period) or re.fullmatch(r".*(?:/|\.\.)\s*\.\.\s*|.*\.\.\s*", period):
        end = LAST
    elif UNTIL.match(period) or period.startswith(("../", "..")):
        start = FIRST
    return Span(start, end)


@lru_cache(maxsize=100_000)
def month_of(day: int) -> str:
    """Return the year and month of a day."""
    return date.fromordinal(day).isoformat()[:7]
