"""A figure that somebody coded by hand before: what a row of their table says, checked, nothing added."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A coded figure. `low` and `high` are equal for one number, None where the value holds no digits ("dozens", "-")."""

    row: int
    id: str
    outlet: str
    chain: tuple[str, ...]  # nearest first, the origin last
    measure: str
    population: str
    value: str  # as written
    low: float | None
    high: float | None
    bound: str  # as written; where the column is blank, what the value's own sign says
    per: str
    side: str
    formation: str
    place: str
    period: str
    url: str
