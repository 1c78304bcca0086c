"""ISO dates and intervals -> how they are written in a sentence, and whether two of them meet."""

from __future__ import annotations

import re

from musterbook.assess.steps_from_days import days_from_period

MONTHS = (
    "",
    *"January February March April May June July August September October November December".split(),
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?", re.ASCII)
_OPEN = ("", "..")


def day_in_words(iso: str) -> str:
    """Return a date, or what is known of one.

    >>> day_in_words("2024-03-05"), day_in_words("2024-03"), day_in_words("2024"), day_in_words("--03")
    ('5 March 2024', 'March 2024', '2024', '--03')
    """
    found = _DATE.fullmatch(iso)
    if found is None or not 0 <= int(found[2] or 0) <= 12:
        return iso
    month = MONTHS[int(found[2] or 0)]
    return " ".join(part for part in (str(int(found[3])) if found[3] else "", month, found[1]) if part)


def period_in_words(period: str) -> str:
    """Return a period.

    >>> period_in_words("2022-09/2024-06-18"), period_in_words("2022-09/.."), period_in_words("/2024"), period_in_words("2024")
    ('September 2022 to 18 June 2024', 'since September 2022', 'until 2024', '2024')
    """
    start, stroke, end = period.partition("/")
    if not stroke:
        return day_in_words(start)
    if end in _OPEN:
        return "" if start in _OPEN else f"since {day_in_words(start)}"
    if start in _OPEN:
        return f"until {day_in_words(end)}"
    return f"{day_in_words(start)} to {day_in_words(end)}"


def meets(period: str, asked: str, published: str) -> bool:
    """True when a period has a day in common with the one that is asked for; an undated one has none.

    >>> meets("2024-03", "2024", ""), meets("2022-09/..", "2024", "2024-06"), meets("2023", "2024", ""), meets("", "2024", "2024-01")
    (True, True, False, True)
    """
    mine, other = days_from_period(period or published, published), days_from_period(asked, "9999")
    if mine is None or other is None:
        return False
    starts_in_time = mine.first is None or mine.first <= other.last
    return starts_in_time and (other.first is None or other.first <= mine.last)
