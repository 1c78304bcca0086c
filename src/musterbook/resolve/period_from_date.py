"""A date mention -> an ISO 8601 period, against the publication date; precision is kept, no year is guessed in silence.

A resolved time is a pair of ISO prefixes (first, last); a pair of equals is printed once. Yearless: "--04-18".
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from musterbook.extract.date_letters import (
    Calendar,
    Clock,
    Event,
    Point,
    Range,
    Shift,
    Since,
    Unknown,
    Value,
    Weekday,
    Window,
    Years,
)
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.frozen import frozen
from musterbook.model import How


@frozen
class Period:
    """An ISO month, year, date or start/end (clock: HH:MM); `value` None: seen, but it cannot be resolved."""

    value: str | None
    how: How
    by: str


@frozen
class Ends:
    """First and last ISO prefix of a time, and what its year rests on."""

    first: str
    last: str
    how: How = How.stated


@frozen
class Frame:
    """What a document gives to resolve a date by: its publication date and the period the text already speaks of."""

    published: str
    context: str

    def year(self) -> int | None:
        """Return the year of publication."""
        return int(self.published[:4]) if self.published else None

    def near(self) -> int | None:
        """Return the single year the text speaks of."""
        first, _, last = self.context.partition("/")
        same = first[:4].isdigit() and (not last or last[:4] == first[:4])
        return int(first[:4]) if same else None


def valid(prefix: str | None) -> str:
    """Return an ISO date prefix, "" when it is not one.

    >>> valid("2024-04-12"), valid("2024-13"), valid("soon")
    ('2024-04-12', '', '')
    """
    if not prefix or not prefix.isascii():
        return ""
    size, year, month, day = len(prefix), prefix[:4], prefix[5:7] or "1", prefix[8:] or "1"
    if size not in (4, 7, 10) or not (year.isdigit() and month.isdigit() and day.isdigit()):
        return ""
    if prefix[4:5] not in ("", "-") or prefix[7:8] not in ("", "-") or int(year) < 1 or not 0 < int(month) < 13:
        return ""
    last = 28 if size < 10 or int(day) <= 28 else monthrange(int(year), int(month))[1]
    return prefix if 0 < int(day) <= last else ""


def month_at(year: int, month: int, shift: int = 0) -> str:
    """Return the ISO month `shift` months after one, "" outside the years 1 to 9999."""
    years, month = divmod(year * 12 + month - 1 + shift, 12)
    return f"{years:04}-{month + 1:02}" if 0 < years < 10000 else ""


def spell(when: Calendar, year: int) -> tuple[str, str]:
    """Return the first and last ISO prefix of a calendar place in a year; ("", "") for 29 February in the wrong one."""
    if when.month is None:
        return f"{year:04}", f"{year:04}"
    if when.day is not None:
        iso = valid(f"{year:04}-{when.month:02}-{when.day:02}")
        return iso, iso
    return month_at(year, when.month), month_at(year, when.month, max(when.months, 1) - 1)


def not_after(prefix: str, published: str) -> bool:
    """True when an ISO prefix does not begin after another, compared at the coarser precision."""
    size = min(len(prefix), len(published))
    return prefix[:size] <= published[:size]


SEASON = 3  # months in which a season is still "this" one
LONG = 6  # months; a stretch of a year not named is told when it is over


def latest(when: Calendar, frame: Frame) -> Ends | None:
    """Resolve a yearless place to the latest one not after publication; "last" is over by then, "next" begins later."""
    now = frame.year()
    if now is None:
        return None
    if when.hint == "this":
        ending = (when.month or 0) + when.months - 13  # "this winter" in March is the one that began last year
        first, last = spell(when, now - (0 < ending + 1 and int(frame.published[5:7] or 12) <= ending + SEASON))
        return Ends(first, last, How.metadata) if first else None
    for year in range(now + (when.hint == "next"), max(now - 9, 0), -1):
        first, last = spell(when, year)
        begun = bool(first) and not_after(first, frame.published)
        over = begun and not not_after(frame.published, last)
        if when.hint == "next" or (over if when.hint == "last" or when.months >= LONG else begun):
            return Ends(first, last, How.metadata) if first else None
    return None


def yearless(when: Calendar, frame: Frame) -> Ends | None:
    """Find the year of "in March": the text's own, when publication does not gainsay it, else the latest; else none."""
    near, found = frame.near(), latest(when, frame)
    if near is not None and not when.hint:
        first, last = spell(when, near)
        if first and (found.first == first if found else not frame.published):
            return Ends(first, last, How.context)
    if found or when.hint or frame.published:
        return found
    if when.month is None:
        return None
    if when.day is not None:
        return Ends(f"--{when.month:02}-{when.day:02}", f"--{when.month:02}-{when.day:02}")
    last_month = (when.month + max(when.months, 1) - 2) % 12 + 1
    return Ends(f"--{when.month:02}", f"--{last_month:02}")


def calendar(when: Calendar, frame: Frame) -> Ends | None:
    """Resolve a place in the calendar."""
    if when.year is None:
        return yearless(when, frame)
    if isinstance(when.year, int):
        first, last = spell(when, when.year)
        return Ends(first, last) if first and last else None
    base = shifted(when.year, frame)
    if base is None:
        return None
    first, last = spell(when, int(base.first[:4]))
    return Ends(first, last, base.how) if first and last else None


def shifted(shift: Shift, frame: Frame) -> Ends | None:
    """Resolve "last year", "two months ago", "yesterday"; needs a base as precise as its unit."""
    near, how, base = frame.near(), How.metadata, frame.published
    agrees = near is not None and (not base or f"{near:04}" <= base[:4])
    if shift.near and agrees:
        how, base = How.context, frame.context.partition("/")[0]
    if shift.unit == "year_told":  # "of that year": the one told of, or the one that an open stretch began in
        if not agrees and frame.context.endswith("/.."):
            frame, agrees = replace(frame, context=frame.context[:4]), True
        return shifted(replace(shift, unit="year"), frame) if agrees else None
    if not base or (shift.near and not agrees and (shift.by > 0 or shift.unit == "day")):
        return None
    year, month, day = (*map(int, base.split("-")), 0, 0)[:3]
    if shift.unit == "year":
        iso = f"{year + shift.by:04}" if 0 < year + shift.by < 10000 else ""
    elif shift.unit == "month":
        iso = month_at(year, month, shift.by) if month else ""
    elif shift.unit == "quarter":
        first = (month - 1) // 3 * 3 + 1 + 3 * shift.by
        return Ends(month_at(year, first), month_at(year, first + 2), how) if month else None
    else:
        return days(date(year, month, day), shift, how) if day else None
    return Ends(iso, iso, how) if iso else None


def days(base: date, shift: Shift, how: How) -> Ends | None:
    """Resolve a day, or a week from Monday to Sunday; this week ends on its base."""
    try:
        if shift.unit == "day":
            there = base + timedelta(days=shift.by)
            return Ends(there.isoformat(), there.isoformat(), how)
        weekend = shift.unit == "weekend"
        there = base + timedelta(days=7 * shift.by - base.weekday() + 5 * weekend)
        last = there + timedelta(days=1 if weekend else 6)
    except OverflowError:
        return None
    return Ends(there.isoformat(), (min(last, base) if shift.by == 0 else last).isoformat(), how)


def weekday(number: int, published: str) -> Ends | None:
    """Resolve a weekday to the latest one not after publication."""
    if len(published) != 10:
        return None
    base = date.fromisoformat(published)
    try:
        there = (base - timedelta(days=(base.isoweekday() - number) % 7)).isoformat()
    except OverflowError:
        return None
    return Ends(there, there, How.metadata)


DAY = 24  # hours
DAYS = {"week": 7, "fortnight": 14}


def window(past: Window, frame: Frame) -> Ends | None:
    """Resolve "the past three months" to the months from three before publication to publication."""
    months = {"month": past.count, "year": 12 * past.count}.get(past.unit)
    if past.unit == "hour" or (past.unit, past.count) == ("day", 1):
        past = Window("day", past.count // DAY if past.unit == "hour" else 1)
        if past.count < 2:
            return Ends(frame.published, frame.published, How.metadata) if len(frame.published) == 10 else None
    if not frame.published or (months is None and len(frame.published) != 10):
        return None
    if months is None:
        back = -past.count * DAYS.get(past.unit, 1)
        start = days(date.fromisoformat(frame.published), Shift("day", back), How.metadata)
        return Ends(start.first, frame.published, How.metadata) if start else None
    if len(frame.published) < 7:
        return None
    first = month_at(int(frame.published[:4]), int(frame.published[5:7]), -months)
    return Ends(first, frame.published, How.metadata) if first else None


def point(value: Point, frame: Frame) -> Ends | None:
    """Resolve a point of time."""
    match value:
        case Calendar():
            return calendar(value, frame)
        case Shift():
            return shifted(value, frame)
        case Weekday():
            return weekday(value.number, frame.published)
        case Window():
            return window(value, frame)
        case Years():
            return Ends(f"{value.first:04}", f"{value.last:04}")
        case Event():
            return Ends(value.start, value.start) if valid(value.start) else None
        case Clock():
            return Ends(value.time, value.time)
        case Unknown():
            return None


MONTH_BEGUN = {"mid": 6, "late": 10}  # where a part of a year begins: the middle of it, its last quarter
MONTH_ENDED = {"early": 3, "mid": 6}  # where it ends


def leaning(value: Point, months: dict[str, int]) -> Point:
    """As the end of a stretch, a part of a year is a month; by itself it stays the year."""
    if isinstance(value, Calendar) and value.hint in months and value.month is None:
        return replace(value, month=months[value.hint], hint="")
    return value


def since(value: Since, frame: Frame) -> Ends | None:
    """Resolve an open period; a year it begins with is its January, "mid-2024" June, "late 2024" October."""
    start = point(leaning(value.start, MONTH_BEGUN), frame)
    if isinstance(value.start, Unknown) and frame.context:
        start = Ends(frame.context.partition("/")[0], frame.context, How.context)
    if start is None:
        return None
    first = f"{start.first}-01" if start.first.isdigit() else start.first
    if not frame.published:
        return Ends(first, "..", start.how)
    return Ends(first, frame.published, start.how) if not_after(first, frame.published) or first[0] == "-" else None


def between(value: Range, frame: Frame) -> Ends | None:
    """Resolve a range; an end without year takes the other's ("from November to February 2024" begins in 2023)."""
    low, high = leaning(value.first, MONTH_BEGUN), leaning(value.last, MONTH_ENDED)
    if isinstance(high, Calendar) and high.year is None and high.hint:
        return ordered(point(low, frame), point(high, frame), How.metadata)
    if isinstance(low, Calendar) and isinstance(high, Calendar):
        if low.year is None and high.year is not None and low.month:
            base = calendar(replace(high, month=None, day=None, months=0), frame)
            if base is None:
                return None
            wraps = (low.month, low.day or 0) > (high.month or 12, high.day or 31)
            low = replace(low, year=int(base.first[:4]) - wraps)
            return ordered(point(low, frame), point(high, frame), base.how)
        if low.year is None and high.year is None and low.month and high.month:
            return yearless_range(low, high, frame)
        if high.year is None and isinstance(low.year, int) and high.month and low.month:
            high = replace(high, year=low.year + ((high.month, high.day or 31) < (low.month, low.day or 0)))
    return ordered(point(low, frame), point(high, frame), How.stated)


def yearless_range(low: Calendar, high: Calendar, frame: Frame) -> Ends | None:
    """Resolve "from January to May" by its end."""
    end = yearless(high, frame)
    if end is None:
        return None
    if end.last.startswith("--"):
        return ordered(point(low, frame), end, end.how)
    year = int(end.first[:4]) - ((low.month or 0, low.day or 0) > (high.month or 0, high.day or 31))
    return ordered(point(replace(low, year=year, hint=""), frame), end, end.how)


def ordered(low: Ends | None, high: Ends | None, how: How) -> Ends | None:
    """Join two resolved ends; None when one is missing or they run backwards."""
    if low is None or high is None or low.first.startswith("--") != high.last.startswith("--"):
        return None
    hows = [how, low.how, high.how]
    joint = How.metadata if How.metadata in hows else How.context if How.context in hows else How.stated
    ok = low.first.startswith("--") or not_after(low.first, high.last)
    return Ends(low.first, high.last, joint) if ok else None


def ends(value: Value, frame: Frame) -> Ends | None:
    """Resolve any value of a mention."""
    if isinstance(value, Since):
        return since(value, frame)
    return between(value, frame) if isinstance(value, Range) else point(value, frame)


def period_from_date(mention: DateMention, published: str | None, context: str | None = None) -> Period:
    """Resolve a mention against the publication date (ISO prefix) and a period the text around it already gave.

    >>> march = DateMention(3, 8, "month", Calendar(month=3), "date.month")
    >>> period_from_date(march, "2024-04-12").value, period_from_date(march, None).value
    ('2024-03', '--03')
    """
    frame = Frame(valid(published), context if context and valid(context.partition("/")[0]) else "")
    found = ends(mention.value, frame)
    if found is None:
        return Period(None, How.stated, mention.by)
    joined = found.first if found.first == found.last else f"{found.first}/{found.last}"
    return Period(joined, found.how, mention.by)
