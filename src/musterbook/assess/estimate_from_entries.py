"""The figures of a fact -> low, best and high: one vote an origin, intervals by the table of bounds, nothing averaged away.

An origin votes with the figure that stands nearest to it (fewest hops, exact before rounded, then the latest page). `low` is
the least lower end, `high` the greatest upper one, `best` the middle vote; of an even number the lower of the two in the
middle, since a figure that is passed on grows more often than it shrinks. Where no origin has a vote, every page is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from musterbook.assess.roots_from_entries import Roots
from musterbook.compared import Entry, Mutation, Sort
from musterbook.link.likeness_from_amounts import interval
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape
from musterbook.model import Bound

DECIMALS = 6  # of a product with a factor of the table of bounds
SPOILT = {"digit_lost", "digit_swapped", "unit_changed"}


def estimate_from_entries(
    entries: Mapping[str, Entry],
    roots: Roots,
    shapes: Mapping[str, Shape],
    rules: Rules,
    *,
    mutations: Sequence[Mutation] = (),
) -> tuple[float | None, float | None, float | None]:
    """Return (low, best, high) of a fact, None where there is no number, or no upper end."""
    spoilt = {mutation.after for mutation in mutations if mutation.kind in SPOILT}
    groups = [root.members for root in roots.counted] or [(id,) for id in sorted(entries)]
    votes = []
    for members in groups:
        able = [id for id in members if entries[id].amount is not None]
        if able:
            votes.append(shapes[min(able, key=lambda id: rank(entries[id], shapes[id], spoilt=id in spoilt))])
    if not votes:
        return None, None, None
    ends = [interval(vote, rules) for vote in votes]
    tops = [high for _, high in ends if high != float("inf")]
    best = sorted(vote.low for vote in votes)[(len(votes) - 1) // 2]
    low = round(min(low for low, _ in ends), DECIMALS)
    return min(low, best), best, max([*(round(top, DECIMALS) for top in tops), best]) if tops else None


def hops(entry: Entry) -> int:
    """Return through how many hands a figure went; a document is held by whoever comes before it."""
    return sum(hop.sort != Sort.document for hop in entry.chain)


def rank(entry: Entry, shape: Shape, *, spoilt: bool) -> tuple[bool, int, bool, tuple[int, ...], str]:
    """Return what orders the figures of one origin: unspoilt, near, exact, late."""
    late = tuple(-ord(letter) for letter in entry.published)
    return spoilt, hops(entry), shape.bound != Bound.exact, late or (1,), entry.id
