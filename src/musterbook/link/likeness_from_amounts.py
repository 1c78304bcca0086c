"""Two amounts -> how they lie: equal, rounded, compatible by their bounds, a digit lost or swapped, or apart."""

from __future__ import annotations

from enum import StrEnum

from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape
from musterbook.model import Bound, digits, significant


class Values(StrEnum):
    """How two numbers lie, the nearest first."""

    equal = "equal"
    rounded = "rounded"
    compatible = "compatible"
    digit_lost = "digit_lost"
    digit_swapped = "digit_swapped"
    apart = "apart"
    none = "none"


TELLING = {Values.equal, Values.rounded}
SLIPS = {Values.digit_lost, Values.digit_swapped}


def values_from_shapes(left: Shape, right: Shape, rules: Rules) -> Values:
    """Return how the numbers of two shapes lie; none when one of them has no number."""
    if left.bound is None or right.bound is None:
        return Values.none
    if (left.low, left.high) == (right.low, right.high):
        return Values.equal
    if is_rounding(left, right, rules) or is_rounding(right, left, rules):
        return Values.rounded
    if meet(interval(left, rules), interval(right, rules)):
        return Values.compatible
    if left.bound == right.bound == Bound.exact:
        return slip(digits(left.low), digits(right.low))
    return Values.apart


def interval(shape: Shape, rules: Rules) -> tuple[float, float]:
    """Return what a number with its bound commits its speaker to, by the codebook's table of bounds."""
    low, high = rules.intervals.get(shape.bound or Bound.exact, (1.0, 1.0))
    return shape.low * low, float("inf") if high is None else shape.high * high


def meet(left: tuple[float, float], right: tuple[float, float]) -> bool:
    """True when two intervals have a number in common."""
    return left[0] <= right[1] and right[0] <= left[1]


def is_rounding(told: Shape, meant: Shape, rules: Rules) -> bool:
    """True when the first number is the second one told shorter: fewer digits, near by, on the side its bound says.

    An exact number is never a rounding of a number with as few digits: 20 is not 19 told shorter.
    """
    if (
        meant.low <= 0
        or told.low != told.high
        or meant.low != meant.high
        or significant(told.low) >= significant(meant.low)
    ):
        return told.low != told.high and meant.low == meant.high and told.low <= meant.low <= told.high
    off = (told.low - meant.low) / meant.low
    if abs(off) > rules.tolerances.rounding:
        return False
    if told.bound in (Bound.over, Bound.at_least):
        return off <= 0
    return off >= 0 if told.bound in (Bound.nearly, Bound.under) else True


def slip(left: str, right: str) -> Values:
    """Return which slip of the pen makes one row of digits of the other, apart when none does.

    >>> slip("684", "64").value, slip("1484", "1844").value, slip("684", "700").value
    ('digit_lost', 'digit_swapped', 'apart')
    """
    short, long = sorted((left, right), key=len)
    if len(long.rstrip("0")) < 3:
        return Values.apart
    if len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
        return Values.digit_lost
    if len(long) == len(short):
        differ = [at for at in range(len(long)) if long[at] != short[at]]
        if (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and long[differ[0]] == short[differ[1]]
            and long[differ[1]] == short[differ[0]]
        ):
            return Values.digit_swapped
    return Values.apart


def is_near(told: float, meant: float, rules: Rules) -> bool:
    """True when one bare number is another one, or is it told shorter."""
    return told == meant or (
        significant(told) < significant(meant) and abs(told - meant) <= rules.tolerances.rounding * meant
    )
