"""A date as people and programs write it -> an ISO date, or None when it cannot be told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_tz

from musterbook import regex as re

FIRST, LAST = 1800, 2100  # years: outside of these it is a slip or a filler
SHEET_DAYS = (36_526, 73_050)  # 2000 to 2099 in the day numbers of spreadsheets
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ ,T]+\d{1,2}:\d{2}(?::\d{2})?)?")
_STAMP = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


def day_from_cell(cell: str) -> str | None:
    """Return an ISO date (YYYY, YYYY-MM or YYYY-MM-DD), None for what is no date or could be two.

    The day is the one written down: a time zone beside it does not move it.

    >>> [day_from_cell(cell) for cell in ("2024-03-05T23:00:00-05:00", "05.03.2024", "25/03/2024", "2024-03", "45356")]
    ['2024-03-05', '2024-03-05', '2024-03-25', '2024-03', '2024-03-05']
    >>> [day_from_cell(cell) for cell in ("03/04/2024", "0000-01-01", "5.3.99999", "soon")]
    [None, None, None, None]
    """
    cell = cell.strip()
    if not cell.isascii() or len(cell) > 60:
        return None
    try:
        return partial(cell) or timestamp(cell) or day_first(cell) or number(cell) or mail_date(cell)
    except (ValueError, OverflowError, TypeError, IndexError):  # parsedate_tz raises the last two on odd text
        return None


def sane(day: date | None) -> str | None:
    """Return a day as ISO, None when its year is a slip."""
    return day.isoformat() if day is not None and FIRST <= day.year <= LAST else None


def day_of_stamp(seconds: float) -> str | None:
    """Return the day, in UTC, of a number of seconds since 1970; None when it is absurd.

    >>> day_of_stamp(1709600400), day_of_stamp(-5), day_of_stamp(1e18)
    ('2024-03-05', None, None)
    """
    if not 0 < seconds < 5_000_000_000:
        return None
    return sane(datetime.fromtimestamp(seconds, tz=UTC).date())


def partial(cell: str) -> str | None:
    """Return a year, a month or a day that is written from the year down."""
    found = _ISO.fullmatch(cell)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part]
    if sane(date(*[*parts, 1, 1][:3])) is None:
        return None
    return "-".join(f"{part:02d}" for part in parts)


def timestamp(cell: str) -> str | None:
    """Return the day of an ISO timestamp, or of one without separators."""
    if not cell[:4].isdigit() or len(cell) < 8 or re.fullmatch(r"\d{10,}(?:\.\d+)?", cell):
        return None
    try:
        return sane(datetime.fromisoformat(cell).date())
    except ValueError:
        loose = re.match(r"(\d{4}-\d{2}-\d{2})[ T]\d", cell)  # "2024-03-05 10:00:00 UTC"
        return sane(date.fromisoformat(loose[1])) if loose else None


def day_first(cell: str) -> str | None:
    """Return a day written DD.MM.YYYY, or with slashes where only one reading is a date."""
    found = _DAY_FIRST.fullmatch(cell)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > 12 or first == second:
        return sane(date(year, second, first))
    return sane(date(year, first, second)) if second > 12 else None


def number(cell: str) -> str | None:
    """Return the day of a spreadsheet's day number or of a timestamp in seconds or milliseconds."""
    if _STAMP.fullmatch(cell):
        whole = cell.partition(".")[0]
        return day_of_stamp(int(whole) / (1000 if len(whole) == 13 else 1))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", cell) and SHEET_DAYS[0] <= float(cell) < SHEET_DAYS[1]:
        return sane(date(1899, 12, 30) + timedelta(days=int(float(cell))))
    return None


def mail_date(cell: str) -> str | None:
    """Return the day of a date as mail and feeds write it."""
    found = parsedate_tz(cell) if re.search(r"[A-Za-z]{3}.*\d:\d\d", cell) else None
    return sane(date(*found[:3])) if found else None
