"""What a sentence says of time: mentions, and over the tokens of a line the points and stretches they are made of."""

from __future__ import annotations

from musterbook.extract.date_letters import Length, Point, Range, Since, Value
from musterbook.frozen import frozen


@frozen
class DateMention:
    """A date in the half-open span [start, end) of the sentence; `by` names the pattern that found it."""

    start: int
    end: int
    kind: str
    value: Value
    by: str


@frozen
class Found:
    """A point of time over the tokens [first, last) of a line."""

    first: int
    last: int
    kind: str
    value: Point
    by: str


@frozen
class Stretch:
    """A range or an open period over the tokens [first, last) of a line."""

    first: int
    last: int
    kind: str
    value: Since | Range | Length
    by: str
