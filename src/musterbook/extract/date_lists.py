"""Dates that stand in a list: a year said once for all its months, and months or years that follow on each other."""

from __future__ import annotations

from dataclasses import replace

from musterbook.extract.date_letters import Calendar, Line, Range
from musterbook.extract.date_mentions import Found, Stretch


def with_years_of_lists(line: Line, every: list[Found | Stretch]) -> list[Found | Stretch]:
    """In "March, April and May 2024" the year belongs to every month."""
    for i in range(len(every) - 2, -1, -1):
        this, after = every[i], every[i + 1]
        value, told = this.value, after.value
        if line.letters[this.last : after.first] not in (",", "&", ",&") or this.kind != after.kind:
            continue
        if not (isinstance(this, Found) and isinstance(value, Calendar) and isinstance(told, Calendar)):
            continue
        later = told.year is not None and (value.month or 0) <= (told.month or 0)
        if later and value.year is None and not value.hint:
            every[i] = replace(this, value=replace(value, year=told.year))
    return every


def joined_lists(line: Line, every: list[Found | Stretch]) -> list[Found | Stretch]:
    """Join months or years that follow on each other: "in January and February", "in 2023 and 2024 combined"."""
    out: list[Found | Stretch] = []
    for found in every:
        last = out[-1] if out else None
        if last is not None and follows_on(line, last, found):
            first = last.value.first if isinstance(last.value, Range) else last.value
            if isinstance(first, Calendar) and isinstance(found.value, Calendar):
                out[-1] = Stretch(last.first, found.last, "range", Range(first, found.value), "date.joined")
                continue
        out.append(found)
    return out


def follows_on(line: Line, this: Found | Stretch, after: Found | Stretch) -> bool:
    """True when two months or years of a list come one after the other and nothing tells them apart."""
    end = this.value.last if isinstance(this.value, Range) and this.by == "date.joined" else this.value
    begin = after.value
    if line.letters[this.last : after.first] not in (",", "&", ",&") or "respectively" in line.words:
        return False
    if not (isinstance(end, Calendar) and isinstance(begin, Calendar)) or end.day or begin.day or after.kind != "month":
        return after.kind == "year" and this.kind in ("year", "range") and years_follow(end, begin)
    if this.kind not in ("month", "range") or not end.month or not begin.month:
        return False
    same = end.year == begin.year and begin.month == end.month + 1
    return same or (begin.month == 1 and end.month == 12 and end.year is None)


def years_follow(end: object, begin: object) -> bool:
    """True for a year and the next."""
    if not (isinstance(end, Calendar) and isinstance(begin, Calendar)) or end.month or begin.month:
        return False
    return isinstance(end.year, int) and isinstance(begin.year, int) and begin.year == end.year + 1
