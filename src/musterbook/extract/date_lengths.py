"""Stretches told by their length: "the two years after the decree", "in eighteen months", and times "two years before"."""

from __future__ import annotations

from collections.abc import Callable

from musterbook import regex as re
from musterbook.extract.date_letters import Length, Line, Point, Shift, Since, Unknown
from musterbook.extract.date_mentions import Found, Stretch

PointAt = Callable[[Line, int], Found | None]
EventAt = Callable[[Line, int], tuple[int, Point] | None]

_LENGTH = re.compile("n?(?P<c>[cD])?(?P<u>[gwmr])")
UNIT = {"g": "day", "w": "week", "m": "month", "r": "year"}
AFTER = frozenset("after following from".split())
BEFORE = frozenset("before preceding until".split())
JOINTS = AFTER | BEFORE | {"to", "prior", "leading", "that", "which", "of", "ending", "ended"}
IT = frozenset("it that this".split())
CLAUSE_END = frozenset(("", ",", "(", "-", "x", "&"))
LIGHT = frozenset("just only barely under less than little well as scarcely hardly".split())
BESIDE = frozenset("than from against versus and but while where was were".split())  # "than two years before"
AHEAD = frozenset("will would could may might shall should must can cannot unless until if expires expire".split())
FAR = 7  # tokens from "after" to the date of what came before it
MOST = 60  # months that a stretch without a beginning may last


def length_at(line: Line, i: int, point_at: PointAt, event_at: EventAt) -> Found | Stretch | None:
    """Return the stretch or the time told by a length that begins at token i."""
    if line.at(i) in "PR":
        return _year_beside(line, i, point_at, event_at)
    match = _LENGTH.match(line.letters, i)
    if match is None:
        return None
    unit, end = UNIT[match["u"]], match.end()
    told = line.values[match.start("c")] if match["c"] else 1
    count = told if isinstance(told, int) else 0
    alone = not match["c"] and line.word(end - 1) != unit  # in the years after, not so many
    if alone and line.word(end) in AFTER and line.at(i - 1) == "h" and (event := event_at(line, end + 1)):
        return Stretch(i, event[0], "since", Since(event[1]), "date.years_after")
    one_day = unit == "day" and count < 2  # the day after the raid is a day
    if line.word(end) in JOINTS and count and not alone and not one_day and _pointed(line, i):
        found = _beside(line, i, end, unit, count, point_at, event_at)
        if found:
            return found
    if line.word(end) == "before" and line.at(end) == "e" and count and not alone and _pointed(line, i):
        return Stretch(
            i, end + 1, "range", Length(unit, count, "before", Unknown()), "date.length"
        )  # the week before that
    if not match["c"] or line.at(i) == "n":
        return None
    return _before_that(line, i, end, unit, count) or _up_to_now(line, i, end, unit, count)


def _pointed(line: Line, i: int) -> bool:
    """ "The two years", "those six months", "first year", "within a month": not "two years after the war he …"."""
    return (
        line.at(i) == "n" or line.at(i - 1) == "h" or line.word(i - 1) in ("those", "these", "within", "full", "whole")
    )


def _year_beside(line: Line, i: int, point_at: PointAt, event_at: EventAt) -> Stretch | None:
    """ "In the year after the invasion": the words of "the year after" are a row of the calendar."""
    value, words = line.values[i], line.text[slice(*line.spans[i])].lower()
    if not isinstance(value, Shift) or abs(value.by) != 1 or not words.endswith((" after", " before")):
        return None
    if value.unit not in ("week", "month", "year"):
        return None
    return _stretch(line, i, i + 1, Length(value.unit, 1, "after" if value.by > 0 else "before"), point_at, event_at)


def _beside(
    line: Line, i: int, end: int, unit: str, count: int, point_at: PointAt, event_at: EventAt
) -> Stretch | None:
    """ "The two years after …", "the six months leading up to …", "the year that followed …", "within a year of …"."""
    word, after = line.word(end), end + 1
    if word in ("that", "which"):
        if line.word(after) not in ("followed", "preceded"):
            return None
        side, after = ("after" if line.word(after) == "followed" else "before"), after + 1
    elif word == "of":
        if line.word(i - 1) != "within":
            return None
        side = "after"
    elif word in ("prior", "leading"):
        if line.at(after) not in ("t", "u"):
            return None
        side, after = "before", after + 1
    elif word in ("to", "ending", "ended"):
        if unit == "month" or (unit == "year" and (count < 2 or word != "to")):
            return None  # the year to March is a row of its own
        side = "to"
    else:
        side = "after" if word in AFTER else "before"
    return _stretch(line, i, after, Length(unit, count, side), point_at, event_at)


def _stretch(line: Line, i: int, at: int, length: Length, point_at: PointAt, event_at: EventAt) -> Stretch | None:
    """Return the stretch that lies beside the date or event at a token."""
    if line.word(at) in IT and (length.side == "before") and line.at(at + 1) != "r":
        return Stretch(i, at + 1, "range", Length(length.unit, length.count, length.side, Unknown()), "date.length")
    event = event_at(line, at)
    if event:
        return Stretch(
            i, event[0], "range", Length(length.unit, length.count, length.side, event[1], True), "date.length"
        )
    article = line.at(at) == "h"
    point = point_at(line, at + article)
    happening = article
    if point is None:
        point, happening = _date_of_happening(line, at, point_at), True
    if point is None or point.kind not in ("day", "month", "year") or line.at(point.last) in ("t", "u", "-"):
        return None  # the two years from May 2022 to May 2024: the ends are told
    value = Length(length.unit, length.count, length.side, point.value, happening)
    return Stretch(i, point.last, "range", value, "date.length")


def _date_of_happening(line: Line, at: int, point_at: PointAt) -> Found | None:
    """ "After the decree of May 2022", "following the raid on 4 March": the date told with what happened."""
    for k in range(at + 1, at + FAR):
        letter = line.at(k)
        if letter in ("o", "i", "I"):
            found = point_at(line, k + 1)
            if found and found.kind in ("day", "month", "year"):
                return found
        elif letter not in (".", "h", "a") or letter == "":
            return None
    return None


def _before_that(line: Line, i: int, end: int, unit: str, count: int) -> Found | None:
    """ "Against 1% two years before", "three months previously": so long before the time spoken of."""
    if line.word(end) not in ("before", "previously", "prior", "beforehand"):
        return None
    after = end + 1
    told_beside = line.at(i - 1) in ("", ",", "(", "-", "%", "#", "D") or line.word(i - 1) in BESIDE
    if line.at(after) not in CLAUSE_END or unit in ("day", "week") or not told_beside:
        return None
    return Found(i, after, "relative", Shift(unit, -count, near=True), "date.before")


def _up_to_now(line: Line, i: int, end: int, unit: str, count: int) -> Stretch | None:
    """ "54 requests in two years", "in just eight months": the months up to the day of the paper."""
    if (
        unit in ("day", "week")
        or not 1 < count * (12 if unit == "year" else 1) <= MOST
        or not AHEAD.isdisjoint(line.words)
    ):
        return None
    k = i - 1
    while k > 0 and (line.at(k) == "~" or line.word(k) in LIGHT):
        k -= 1
    opens = k == 0 and line.at(end) != "o"
    if line.word(k) != "in" or not (opens or line.at(end) in CLAUSE_END):
        return None
    return Stretch(i, end, "range", Length(unit, count, "now"), "date.in_months")
