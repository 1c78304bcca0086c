"""Codebook -> what the sums need of it: the kinds of its measures, which are made of which, which come before which."""

from __future__ import annotations

from musterbook.assess.sum_rules import SumRules
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Measure


def sum_rules_from_codebook(codebook: Codebook) -> SumRules:
    """Return the tolerances with the codebook's measures."""
    measures = codebook.rows("measures", Measure)
    return SumRules(kinds=tuple((row.id, row.kind) for row in measures))
