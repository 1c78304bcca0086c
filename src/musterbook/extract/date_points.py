"""The shapes of a date: patterns over the letters of date_letters, each with the builder of what it says.

`M` month, `Y` year, `D` 1-31, `d` 18th, `S` season, `P` last year, `h` the, `o` of, `k` start or end, `n` first, `l` last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.date_letters import Calendar, Clock, Line, Point, Shift, Weekday, Window, Years, iso_day
from musterbook.frozen import frozen


@frozen
class Hit:
    """A match of a pattern over the letters of a line."""

    line: Line
    match: re.Match[str]

    def at(self, name: str) -> int:
        """Return the token index of a group, -1 when it is absent."""
        return self.match.start(name) if name in self.match.re.groupindex else -1

    def number(self, name: str) -> int:
        """Return the whole number in a group."""
        value = self.line.values[self.at(name)]
        return value if isinstance(value, int) else 1

    def year(self) -> int | Shift | None:
        """Return the year of group y: a number, a shift ("last year", "the year"), or None."""
        i = self.at("y")
        if i < 0:
            return None
        value = self.line.values[i]
        return value if isinstance(value, int | Shift) else Shift("year", 0, near=True)


Build = Callable[[Hit], Point | None]


def day(hit: Hit) -> Point | None:
    """Month and day, in either order, with or without year."""
    year, month, number = hit.year(), hit.number("m"), hit.number("d")
    real = iso_day(year if isinstance(year, int) else 2024, month, number)  # 2024 has a 29 February
    return Calendar(year, month, number) if real else None


def full(hit: Hit) -> Point | None:
    """A date or year-month written in digits."""
    value = hit.line.values[hit.at("t")]
    return value if isinstance(value, Calendar) else None


def month(hit: Hit) -> Point | None:
    """A month, whole or a part of it ("mid-May", "the first week of April")."""
    return Calendar(hit.year(), hit.number("m"), hint=hint(hit))


def hint(hit: Hit) -> str:
    """Return this, last or next before a month or season."""
    return {"j": "this", "l": "last", "v": "next"}[hit.line.letters[hit.at("v")]] if hit.at("v") >= 0 else ""


def season(hit: Hit) -> Point | None:
    """Three months; "winter 2023/24" names both years of a winter, "winter 2023" the one it begins in."""
    year, last = hit.year(), hit.at("z")
    if last >= 0 and isinstance(year, int):
        told = hit.number("z")
        if told % 100 != (year + 1) % 100 or hit.number("m") != 12:
            return None
    return Calendar(year, hit.number("m"), months=3, hint=hint(hit))


def stretch(length: int) -> Build:
    """Return the builder of the n-th quarter (3) or half (6) of a year."""

    def build(hit: Hit) -> Point | None:
        number, count = hit.number("n"), 12 // length
        number = count if number < 0 or hit.line.letters[hit.at("n")] == "l" else number
        return Calendar(hit.year(), 1 + length * (number - 1), months=length) if 0 < number <= count else None

    return build


def ending(hit: Hit) -> Point | None:
    """The months up to one ("the year to 31 March", "the six months to June 2024")."""
    length = hit.number("c") if hit.at("c") >= 0 else 12
    last = hit.number("m")
    if not 1 < length < 13:
        return None
    named, before = hit.year(), last < length
    if isinstance(named, int):
        named -= before
    return Calendar(named, (last - length) % 12 + 1, months=length)


def some_quarters(hit: Hit) -> Point | None:
    """The first or last n quarters of a year."""
    count = hit.number("c")
    at_end = hit.line.letters[hit.at("n")] == "l" or hit.number("n") < 0
    if not 0 < count < 5 or not (at_end or hit.number("n") == 1):
        return None
    return Calendar(hit.year(), 13 - 3 * count if at_end else 1, months=3 * count)


def last_quarter(hit: Hit) -> Point | None:
    """The quarter before the one of publication, or that one."""
    return Shift("quarter", -1 if hit.line.letters[hit.match.start()] == "l" else 0)


def feast(hit: Hit) -> Point | None:
    """A day that has a name ("Christmas Eve 2024")."""
    day = hit.line.values[hit.at("t")]
    return replace(day, year=hit.year()) if isinstance(day, Calendar) else None


def ordinal_day(hit: Hit) -> Point | None:
    """ "The first of November"."""
    number = hit.number("d")
    return Calendar(hit.year(), hit.number("m"), number) if number > 0 else None


def some_months(hit: Hit) -> Point | None:
    """The first or last n months of a year; without n, days and weeks: its first or last month."""
    count = hit.number("c") if hit.at("c") >= 0 and hit.line.letters[hit.at("u")] == "m" else 1
    at_end = hit.line.letters[hit.at("n")] == "l" or hit.number("n") < 0
    if not 0 < count < 13 or not (at_end or hit.number("n") == 1):
        return None
    return Calendar(hit.year(), 13 - count if at_end else 1, months=0 if count == 1 else count)


def edge(hit: Hit) -> Point | None:
    """The start or end of a year is its first or last month, its middle the year."""
    return Calendar(hit.year(), {"start": 1, "end": 12}.get(str(hit.line.values[hit.at("k")])))


def opening(hit: Hit) -> Point | None:
    """ "The opening of 2024" is its first month, not "the first of 2024"."""
    word = hit.line.word(hit.at("n"))
    return Calendar(hit.year(), 1 if word == "opening" else 12) if word in ("opening", "closing") else None


def year(hit: Hit) -> Point | None:
    """A year, whole or its early, middle or late part."""
    return Calendar(hit.year(), hint=str(hit.line.values[hit.at("p")]) if hit.at("p") >= 0 else "")


def fiscal(hit: Hit) -> Point | None:
    """Twelve months named by the year they end in; the row says which month they begin in, "ended ..." overrules it."""
    named, first = hit.year(), hit.number("f")
    if hit.at("e") >= 0:
        first = hit.number("e") % 12 + 1
    if not isinstance(named, int):  # "the fiscal year that closed on September 30": the last one over
        return Calendar(None, first, months=12) if hit.at("e") >= 0 else None
    return Calendar(named - (first > 1), first, months=12)


def split_fiscal(hit: Hit) -> Point | None:
    """Twelve months that lie in two years: "the 2023/24 financial year"."""
    begins, ends = hit.number("s"), hit.number("z")
    return Calendar(begins, hit.number("f"), months=12) if (begins + 1 - ends) % 100 == 0 else None


def decade(hit: Hit) -> Point | None:
    """Ten years, or the early, middle or late part of them."""
    first = hit.number("z")
    part = str(hit.line.values[hit.at("p")]) if hit.at("p") >= 0 else ""
    low, high = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}.get(part, (0, 9))
    return Years(first + low, first + high)


def weekday(hit: Hit) -> Point | None:
    """A day of the week."""
    return Weekday(hit.number("w"))


def window(hit: Hit) -> Point | None:
    """The past n units, the past year and a half."""
    unit = str(hit.line.values[hit.at("u")])
    day = unit == "day" and hit.line.at(hit.at("l") - 1) == "h"  # over the last day
    if hit.at("c") < 0 and ((hit.line.word(hit.at("l")) == "last" and not day) or hit.line.word(hit.at("u")) != unit):
        return None
    count = hit.number("c") if hit.at("c") >= 0 else 1
    if hit.at("x") >= 0:
        return Window("month", 12 * count + 6) if unit == "year" else None
    return Window(unit, count)


def window_of_one(hit: Hit) -> Point | None:
    """ "The last year" is the twelve months up to now, where "last year" is the calendar's."""
    value = hit.line.values[hit.at("w")]
    bare = hit.line.spans[hit.at("w")][1] - hit.line.spans[hit.at("w")][0] <= len("last month")
    if hit.line.word(hit.at("w")) != "last" or not bare or not isinstance(value, Shift) or value.by != -1:
        return None
    return Window(value.unit, 1)


def ago(hit: Hit) -> Point | None:
    """N units before publication (ago) or before the time spoken of (earlier)."""
    return Shift(str(hit.line.values[hit.at("u")]), -hit.number("c"), near=hit.line.letters[hit.at("g")] == "e")


def later(hit: Hit) -> Point | None:
    """N units after the time spoken of."""
    return Shift(str(hit.line.values[hit.at("u")]), hit.number("c"), near=True)


def as_is(hit: Hit) -> Point | None:
    """The value of the token itself."""
    value = hit.line.values[hit.match.start()]
    return value if isinstance(value, Shift | Clock) else None


WHOLE = "h?(?P<y>[YyP]|hr)"  # a year, last year, the year
YEARS_OWN = "(?P<y>[YP]|hr)"  # this year's first, the year's last
PART = "(?:h?ko|p-?|h?[nl][cD]?[Xgw]o)?"  # the end of, mid-, the first week of
ENDED = "(?:(?P<c>[cD])m|r)[tZ]I?h?(?:kh?o)?(?:[Dd]o?)?"  # the year to 31, the six months ended
POINTS: tuple[tuple[str, str, str, Build], ...] = (
    ("day", "VhM", "(?:V,?)?h?(?P<m>M)(?P<d>[Dd])(?:[,-]?o?(?P<y>[YyP]))?", day),
    ("day", "VDd", "(?:V,?h?)?(?P<d>[Dd])(?:(?<=d)o)?(?P<m>M)(?:[,o]?(?P<y>[YyP]))?", day),
    ("day", "VT", "(?:V,?)?(?P<t>T)", full),
    ("day", "L", "(?P<t>L)(?:,?o?(?P<y>[YyP]))?", feast),
    ("day", "n", "(?P<d>n)o(?P<m>M)(?:[,o]?(?P<y>[YyP]))?", ordinal_day),
    ("month", "U", "(?P<t>U)", full),
    ("month", "hkpnljvM", PART + "(?P<v>[jlv])?(?P<m>M)(?:[,o]?(?P<y>[YyP]))?", month),
    ("season", "hkpnljvS", PART + "(?P<v>[jlv])?(?P<m>S)(?:,?o?(?P<y>[YyP])(?:[-/](?P<z>[YD#]))?)?", season),
    ("quarter", "nl", "(?P<n>[nl])qo?" + WHOLE, stretch(3)),
    ("quarter", "nl", "(?P<n>n)q", stretch(3)),
    ("quarter", "jl", "[jl]q", last_quarter),
    ("quarter", "YPh", YEARS_OWN + "(?P<n>[nl])q", stretch(3)),
    ("half", "YPh", YEARS_OWN + "(?P<n>[nl])X", stretch(6)),
    ("range", "YPh", YEARS_OWN + "(?P<n>[nl])(?P<c>[cD])(?P<u>m)", some_months),
    ("range", "nl", "(?P<n>[nl])(?P<c>[cD])qo?" + WHOLE, some_quarters),
    ("range", "n", "(?P<n>n)(?P<c>[cD])q", some_quarters),
    ("quarter", "Q", "(?P<n>Q)(?:o?(?P<y>[YyP]))?", stretch(3)),
    ("quarter", "Y", "(?P<y>Y)(?P<n>Q)", stretch(3)),
    ("half", "nl", "(?P<n>[nl])Xo?" + WHOLE, stretch(6)),
    ("half", "n", "(?P<n>n)X", stretch(6)),
    ("half", "H", "(?P<n>H)(?:o?(?P<y>[YyP]))?", stretch(6)),
    ("range", "n", "(?P<n>n)(?P<c>[cD])(?P<u>m)", some_months),
    ("range", "cDr", ENDED + "(?P<m>M)[Dd]?(?:,?o?(?P<y>[YyP]))?", ending),
    ("range", "hnl", "h?(?P<n>[nl])(?P<c>[cD])(?P<u>m)o" + WHOLE, some_months),
    ("month", "hnl", "h?(?P<n>[nl])(?:[cD]?[gw]|(?P<u>m))o" + WHOLE, some_months),
    ("month", "hk", "h?(?P<k>k)o" + WHOLE, edge),
    ("month", "hn", "h?(?P<n>n)o(?P<y>[YP])", opening),
    ("year", "p", "(?P<p>p)-?i?(?P<y>[YyP])", year),
    ("year", "YyP", "(?P<y>[YyP])", year),
    ("fiscal", "F", "(?P<f>F)(?P<y>[Yy])(?:[,(]?(?:ar)?Z,?I?h?(?:[Dd]o?)?(?P<e>M)[Dd]?)?", fiscal),
    ("fiscal", "Y", "(?P<y>Y)(?P<f>F)", fiscal),
    ("fiscal", "Y", "(?P<s>Y)[-/](?P<z>[D#Y])(?P<f>F)", split_fiscal),
    ("fiscal", "F", "(?P<f>F)o?(?P<s>Y)[-/](?P<z>[D#Y])", split_fiscal),
    ("fiscal", "F", "(?P<f>F),?[Zt]I?h?(?:[Dd]o?)?(?P<e>M)[Dd]?(?:[,o]?(?P<y>[YyP]))?", fiscal),
    ("decade_part", "hpz", "h?(?:(?P<p>p)-?)?(?P<z>z)", decade),
    ("weekday", "jlvV", "[jlv]?(?P<w>V)", weekday),
    ("relative", "l", "(?P<l>l)(?P<c>[cD#])?(?P<u>[Ogwmr])(?P<x>&aX)?", window),
    ("relative", "l", "(?P<l>l)(?P<c>[cD])(?P<x>&aX)(?P<u>r)", window),
    ("relative", "h", "h(?P<w>[PR])(?!o)", window_of_one),
    ("relative", "cDa", "(?P<c>[cDa])(?P<u>[gwmr])(?P<g>[Ae])", ago),
    ("relative", "cDa", "(?P<c>[cDa])(?P<u>[gwmr])K", later),
    ("relative", "R", "R", as_is),
    ("clock", "C", "C", as_is),
)
PATTERNS = tuple((kind, starts, re.compile(pattern), build) for kind, starts, pattern, build in POINTS)
# the patterns a letter can begin: most letters begin none, and the scanner passes over them
BY_LETTER = {
    letter: tuple((kind, pattern, build) for kind, starts, pattern, build in PATTERNS if letter in starts)
    for letter in sorted(set("".join(starts for _, starts, _, _ in PATTERNS)))
}
