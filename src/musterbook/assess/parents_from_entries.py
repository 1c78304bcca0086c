"""The entries of a fact -> whom each has it from among them: the page that it cites, else the one nearest to its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from musterbook.assess.estimate_from_entries import hops
from musterbook.compared import Entry, Mutation
from musterbook.link.likeness_from_amounts import Values, values_from_shapes
from musterbook.link.mutations_from_pair import changes_between
from musterbook.link.pair_from_entries import pair_from_entries
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape
from musterbook.model import Bound

MILD = {"rounded", "made_exact", "bound_dropped", "bound_added", "bound_changed", "period_changed", "scope_widened"}


@dataclass(frozen=True, slots=True)
class Near:
    """What entries are compared with: their shapes, and the rules."""

    shapes: Mapping[str, Shape]
    rules: Rules


LIKELY = {
    value: at
    for at, value in enumerate(
        (Values.equal, Values.digit_lost, Values.digit_swapped, Values.rounded, Values.compatible, Values.apart)
    )
}
LIKELY[Values.none] = 0


def parents_from_entries(entries: Sequence[Entry], shapes: Mapping[str, Shape], rules: Rules) -> dict[str, str]:
    """Return, by id, the entry of another page that each has its figure from; those that begin a lineage are not in it."""
    near = Near(shapes, rules)
    order = sorted(entries, key=lambda it: rank(it, shapes[it.id]))
    found: dict[str, str] = {}
    for at, entry in enumerate(order):
        earlier = [it for it in order[:at] if it.doc != entry.doc]
        parent = cited(entry, earlier, near) or first_of_root(entry, earlier, near) or copied(entry, earlier)
        if parent is not None:
            found[entry.id] = parent.id
    return found


def rank(entry: Entry, shape: Shape) -> tuple[bool, int, str, bool, int, str]:
    """Return what orders entries from their end on: the end's own page, fewer hops, earlier, exact, first in its text."""
    own = bool(shape.root) and entry.publisher.key != shape.root and bool(entry.chain)
    at = entry.quote.start if entry.quote else 0
    return own, hops(entry), entry.published or "9", shape.bound != Bound.exact, at, entry.id


def best(entry: Entry, among: Sequence[Entry], near: Near) -> Entry | None:
    """Return the entry that another most likely repeats: its number first, then one it may be made of, the nearest to the end."""
    mine = near.shapes[entry.id]

    def order(it: Entry) -> tuple[object, ...]:
        shape = near.shapes[it.id]
        return LIKELY[values_from_shapes(shape, mine, near.rules)], shape.what != mine.what, *rank(it, shape)

    return min(among, key=order, default=None)


def cited(entry: Entry, earlier: Sequence[Entry], near: Near) -> Entry | None:
    """Return an entry of the page that this one names as its nearest hop that has one."""
    for hop in entry.chain:
        found = best(entry, [it for it in earlier if it.publisher.key == hop.key], near)
        if found is not None:
            return found
    return None


def first_of_root(entry: Entry, earlier: Sequence[Entry], near: Near) -> Entry | None:
    """Return the entry nearest to the end that both lead to."""
    root = near.shapes[entry.id].root
    return best(entry, [it for it in earlier if root and root in (near.shapes[it.id].root, it.publisher.key)], near)


def copied(entry: Entry, earlier: Sequence[Entry]) -> Entry | None:
    """Return an entry of the page whose text this page's repeats."""
    return next((it for it in earlier if entry.copy_of and entry.copy_of in (it.doc, it.copy_of)), None)


def mutations_from_parents(
    entries: Mapping[str, Entry], parents: Mapping[str, str], shapes: dict[str, Shape], rules: Rules
) -> tuple[Mutation, ...]:
    """Return how each figure changed against the one it was taken from; a page that also tells it right only shortened it."""
    found = []
    for child, parent in sorted(parents.items()):
        pair = pair_from_entries(entries[parent], entries[child], shapes, rules)
        found += list(changes_between(pair, rules)) if pair else []
    right = {(entries[child].doc, shapes[child].low, shapes[child].bound) for child in parents}
    return tuple(it for it in found if it.kind not in MILD or not told_right(it, entries, shapes, right))


def told_right(
    mutation: Mutation,
    entries: Mapping[str, Entry],
    shapes: Mapping[str, Shape],
    right: set[tuple[str, float, Bound | None]],
) -> bool:
    """True when the page of a changed figure also tells it as it was."""
    before = shapes[mutation.before]
    return (entries[mutation.after].doc, before.low, before.bound) in right
