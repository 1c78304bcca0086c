"""Two shapes -> how each slot of the one lies to the other's: the cases that the codebook's table of comparisons judges."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape
from musterbook.link.span_from_period import FIRST, LAST, Span

SAME, MISSING, OTHER, NARROWER, WIDER = "same", "missing", "other", "narrower", "wider"
APART, WITHIN, CONTAINS, OVERLAPS = "apart", "within", "contains", "overlaps"


def cases_from_shapes(left: Shape, right: Shape, rules: Rules) -> dict[str, str]:
    """Return the case of every slot: same · missing (one of the two is silent) · other · narrower · wider · a period's own."""
    return {
        "side": plain_case(left.side, right.side),
        "measure": plain_case(left.what, right.what),
        "kind": SAME if left.how == right.how or "stock" not in (left.how, right.how) else OTHER,
        "per": SAME if left.per == right.per else OTHER,
        "law": set_case(left.laws, right.laws),
        "formation": plain_case(left.formation, right.formation),
        "place": place_case(left, right),
        "population": name_case(left.population, right.population),
        "period": SAME if one_happening(left, right, rules) else period_case(left.span, right.span, rules),
    }


def one_happening(left: Shape, right: Shape, rules: Rules) -> bool:
    """True when two days in one narrow place are so near that they may be told of one happening."""
    one, two = left.span, right.span
    if one is None or two is None or one.days > 2 or two.days > 2 or not left.place or left.place != right.place:
        return False
    return left.specific and max(one.start - two.end, two.start - one.end) <= rules.tolerances.incident_days


def plain_case(left: str, right: str) -> str:
    """Return same, missing or other for two values."""
    return SAME if left == right else MISSING if not left or not right else OTHER


def set_case(left: frozenset[str], right: frozenset[str]) -> str:
    """Return how two sets lie; an empty one is one that nobody named."""
    if left == right:
        return SAME
    if not left or not right:
        return MISSING
    return NARROWER if left < right else WIDER if left > right else OTHER


def name_case(left: str, right: str) -> str:
    """Return how two names lie: one that is not there is the whole."""
    return SAME if left == right else WIDER if not left else NARROWER if not right else OTHER


def place_case(left: Shape, right: Shape) -> str:
    """Return how two places lie, by what each is in."""
    if left.place == right.place:
        return SAME
    if not left.place or not right.place:
        return MISSING
    if right.place in left.above:
        return NARROWER
    return WIDER if left.place in right.above else OTHER


def period_case(left: Span | None, right: Span | None, rules: Rules) -> str:
    """Return how two periods lie: same · missing · apart · within · contains · overlaps; long ones may differ by some weeks."""
    if left is None or right is None:
        return SAME if left is right else MISSING
    if left.yearless or right.yearless:
        return yearless_case(left, right, rules)
    if left == right:
        return SAME
    if left.end < right.start or right.end < left.start:
        return APART
    if same_month(left.start, right.start) and same_month(left.end, right.end) and min(left.days, right.days) > 31:
        return SAME
    if left.start >= right.start and left.end <= right.end:
        return WITHIN
    return CONTAINS if left.start <= right.start and left.end >= right.end else OVERLAPS


@lru_cache(maxsize=100_000)
def same_month(left: int, right: int) -> bool:
    """True when two days are of one month: "to June" and "to 18 June" are one end."""
    if left == right or FIRST in (left, right) or LAST in (left, right):
        return left == right
    one, two = date.fromordinal(left), date.fromordinal(right)
    return (one.year, one.month) == (two.year, two.month)


def yearless_case(left: Span, right: Span, rules: Rules) -> str:
    """Return how a day without a year lies to a period: the same day of any year, or one next to it, is the same day."""
    if left.yearless and right.yearless:
        return SAME if left.yearless == right.yearless else APART
    day, other = (left.yearless, right) if left.yearless else (right.yearless, left)
    if day is None or other.start == FIRST or other.end == LAST or other.days > 366:
        return MISSING
    days = {(it.month, it.day) for it in map(date.fromordinal, range(other.start - 1, other.end + 2))}
    return SAME if day in days else APART


def same_end(left: Span | None, right: Span | None, rules: Rules) -> bool:
    """True when two periods end together: two counts of one day of counting."""
    if left is None or right is None or left.yearless or right.yearless or LAST in (left.end, right.end):
        return False
    slack = 0 if min(left.days, right.days) <= 31 and max(left.days, right.days) <= 31 else rules.tolerances.slack // 2
    return abs(left.end - right.end) <= slack
