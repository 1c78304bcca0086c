"""A period as claims write it -> EDTF (ISO 8601-2), and its first and last day."""

from __future__ import annotations

import re
from datetime import date

from musterbook.link.span_from_period import FIRST, LAST, span_from_period

_PREFIX = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|--\d\d(?:-\d\d)?", re.ASCII)


def edtf_from_period(period: str) -> str:
    """Return a period as EDTF, "" for one that is not made of ISO prefixes.

    >>> [edtf_from_period(it) for it in ("2024-05", "2022-09/..", "../2024-05", "--04-18", "--04/--06")]
    ['2024-05', '2022-09/..', '../2024-05', 'XXXX-04-18', 'XXXX-04/XXXX-06']
    >>> edtf_from_period("last summer"), edtf_from_period("")
    ('', '')
    """
    first, stroke, last = period.partition("/")
    ends = [_end(first, bool(stroke)), *([_end(last, True)] if stroke else [])]
    return stroke.join(ends) if all(ends) and ends != ["..", ".."] else ""


def _end(prefix: str, one_of_two: bool) -> str:
    if one_of_two and prefix in ("", ".."):
        return ".."
    return prefix.replace("--", "XXXX-", 1) if _PREFIX.fullmatch(prefix) else ""


def days_from_period(period: str) -> tuple[str, str]:
    """Return the first and the last day of a period, "" for an end that is open or of no known year.

    >>> days_from_period("2024-02"), days_from_period("2022-09/.."), days_from_period("--04-18")
    (('2024-02-01', '2024-02-29'), ('2022-09-01', ''), ('', ''))
    """
    span = span_from_period(period) if period else None
    if span is None:
        return "", ""
    first = "" if span.start == FIRST else date.fromordinal(span.start).isoformat()
    return first, "" if span.end == LAST else date.fromordinal(span.end).isoformat()


def month_from_period(period: str) -> str:
    """Return the month that a period lies in, "" for one that spans more or has an open end.

    >>> month_from_period("2024-05-03/2024-05-09"), month_from_period("2024-05/2024-06"), month_from_period("2024")
    ('2024-05', '', '')
    """
    first, last = days_from_period(period)
    return first[:7] if first[:7] == last[:7] else ""


def precision_from_period(period: str) -> int | None:
    """Return how exact a day is said: 1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 more; None: nobody said.

    >>> [precision_from_period(it) for it in ("2024-05-03", "2024-05-03/2024-05-06", "2024-05", "2024", "2022-09/..", "")]
    [1, 2, 4, 5, 5, None]
    """
    first, last = days_from_period(period)
    if not first and not last:
        return None
    if not first or not last:
        return 5
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((code for code, most in enumerate((1, 6, 7, 31), 1) if days <= most), 5)
