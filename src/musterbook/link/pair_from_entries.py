"""Two entries -> a pair: how every slot and the numbers of the one lie to the other's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from musterbook.compared import Entry
from musterbook.link.likeness_from_amounts import Values, values_from_shapes
from musterbook.link.relation_from_shapes import (
    APART,
    CONTAINS,
    NARROWER,
    OTHER,
    OVERLAPS,
    SAME,
    WIDER,
    WITHIN,
    cases_from_shapes,
)
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape
from musterbook.model import significant

PARTS = (NARROWER, WIDER, WITHIN, CONTAINS, OVERLAPS)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries with their shapes, and how their slots and numbers lie."""

    left: Entry
    right: Entry
    one: Shape
    two: Shape
    cases: dict[str, str]
    values: Values

    @property
    def digits(self) -> int:
        """Return how many significant digits the shorter of the two numbers has."""
        return min(significant(self.one.low), significant(self.two.low)) if self.values != Values.none else 0

    @property
    def same_root(self) -> bool:
        """True when both lead to one end, or one leads to the publisher of the other."""
        ends = {self.one.root, self.two.root} - {""}
        if len(ends) == 1 and self.one.root == self.two.root:
            return True
        return self.left.publisher.key in ends or self.right.publisher.key in ends

    @property
    def copied(self) -> bool:
        """True when the text of one page is that of the other."""
        left, right = self.left, self.right
        return bool({left.copy_of, left.doc} & {right.copy_of, right.doc} - {""}) and left.doc != right.doc

    def parts(self) -> list[str]:
        """Return the slots in which one is a part of the other."""
        return [slot for slot, case in self.cases.items() if case in PARTS]

    def others(self) -> list[str]:
        """Return the slots that tell two different things, the measure aside."""
        return [slot for slot, case in self.cases.items() if case in (OTHER, APART) and slot != "measure"]


def pair_from_entries(left: Entry, right: Entry, shapes: dict[str, Shape], rules: Rules) -> Pair | None:
    """Return two entries as a pair, None for those that nothing can be said about: other kinds, other sides."""
    one, two = shapes[left.id], shapes[right.id]
    if one.kind != two.kind or (one.side and two.side and one.side != two.side):
        return None
    return Pair(left, right, one, two, cases_from_shapes(one, two, rules), values_from_shapes(one, two, rules))


def narrow(pair: Pair) -> bool:
    """True when both name one formation, or one place that is not the whole country."""
    formation = bool(pair.one.formation) and pair.one.formation == pair.two.formation
    place = bool(pair.one.place) and pair.cases["place"] == SAME and pair.one.specific
    return formation or place


@lru_cache(maxsize=100_000)
def published(day: str) -> int | None:
    """Return a day of publication as an ordinal, None for one that is not known to the day."""
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None
