"""A cluster -> what to be wary of: one origin only, one side only, nobody named, no date, a circle of pages, a broken term or sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from musterbook.assess.roots_from_entries import Roots
from musterbook.compared import Entry, Mutation, Sort, Sum
from musterbook.link.rules_from_codebook import Rules

ROUND_TRIP = 3  # pages of one origin that look like several
SPOILT = {
    "digit_lost",
    "digit_swapped",
    "unit_changed",
    "year_slip",
    "cumulative_as_rate",
    "rate_as_total",
    "stock_as_flow",
    "base_changed",
}


def flags_from_cluster(
    mine: Mapping[str, Entry],
    roots: Roots,
    rules: Rules,
    *,
    mutations: Sequence[Mutation] = (),
    sums: Sequence[Sum] = (),
) -> tuple[str, ...]:
    """Return the flags of a cluster, sorted."""
    return tuple(sorted({*of_roots(mine, roots, rules), *of_members(mine, roots), *of_changes(mutations, sums)}))


def of_roots(mine: Mapping[str, Entry], roots: Roots, rules: Rules) -> Iterator[str]:
    """Yield what follows from whom the claim comes from."""
    if len(roots.counted) == 1:
        yield "single_source"
        if len({entry.doc for entry in mine.values()}) >= ROUND_TRIP:
            yield "round_trip"
    kinds = [rules.kinds.get(root.kind) for root in roots.counted]
    relays = [rules.sources.get(root.key.removesuffix(" ?")) for root in roots.counted]
    partisan = [
        bool(kind and kind.partisan) or bool(row and (own := rules.kinds.get(row.kind)) and own.partisan)
        for kind, row in zip(kinds, relays, strict=True)
    ]
    if partisan and all(partisan):
        yield "only_a_party"
    sides = {row.side for row in relays if row}
    about = {entry.dim("side") for entry in mine.values()} - {""}
    if partisan and all(partisan) and about and not about & sides:
        yield "other_side_silent"
    if roots.loops:
        yield "circle"


def of_members(mine: Mapping[str, Entry], roots: Roots) -> Iterator[str]:
    """Yield what follows from the claims themselves."""
    if any(entry.chain and entry.chain[-1].sort == Sort.unnamed for entry in mine.values()):
        yield "anonymous"
    if roots.open:
        yield "no_origin_named"
    if not any(entry.published or entry.period for entry in mine.values()):
        yield "undated"
    if any(entry.terms for entry in mine.values()):
        yield "term_error"
    if mine and all(entry.stance == "alleged" for entry in mine.values()):
        yield "alleged"


def of_changes(mutations: Sequence[Mutation], sums: Sequence[Sum]) -> Iterator[str]:
    """Yield what follows from how the figure changed, and from what does not add up."""
    if SPOILT & {mutation.kind for mutation in mutations}:
        yield "figure_changed"
    if any(sum.verdict == "broken" for sum in sums):
        yield "sum_broken"
