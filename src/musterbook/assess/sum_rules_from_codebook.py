"""Codebook -> what the sums need of it: which measures are made of which, which groups divide people alike, what lies in what."""

from __future__ import annotations

from collections.abc import Iterator

from musterbook.assess.sum_rules import SumRules
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Measure, Place, Population


def sum_rules_from_codebook(codebook: Codebook) -> SumRules:
    """Return the tolerances with what the codebook knows of its measures, groups and places."""
    measures = codebook.rows("measures", Measure)
    axes = {row.label: row.axis for row in codebook.rows("populations", Population) if row.axis}
    return SumRules(
        kinds=tuple((row.id, row.kind) for row in measures),
        made_of=tuple((row.id, tuple(listed(row.made_of))) for row in measures if row.made_of),
        steps=tuple((row.id, earlier) for row in measures for earlier in listed(row.after)),
        axes=tuple(sorted(axes.items())),
        within=tuple(sorted(set(inside(codebook)))),
    )


def listed(cell: str) -> list[str]:
    """Return what a cell lists."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def inside(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Yield (inner, outer) for every place and all that it lies in, as both are printed."""
    places = {row.id: row for row in codebook.rows("places", Place)}
    for row in places.values():
        above, seen = places.get(row.within), {row.id}
        while above is not None and above.id not in seen:
            yield row.name, above.name
            seen.add(above.id)
            above = places.get(above.within)
