"""Entries of one document or one cluster -> which of their figures add up, which do not, and which must not be added."""

from __future__ import annotations

from collections.abc import Sequence

from musterbook.assess.checks_from_numbers import BROKEN, NOT_ADDITIVE, NOT_TESTABLE, OK, ROUNDING
from musterbook.assess.sum_cells import cells_from_entries
from musterbook.assess.sum_derived import residuals, totals
from musterbook.assess.sum_parts import sums_of_parts
from musterbook.assess.sum_rules import SumRules
from musterbook.assess.sum_series import sums_of_series
from musterbook.assess.sum_shares import sums_of_shares
from musterbook.compared import Entry, Sum

GRAVEST = (BROKEN, NOT_ADDITIVE, NOT_TESTABLE, ROUNDING, OK)


def sums_from_entries(entries: Sequence[Entry], rules: SumRules) -> tuple[Sum, ...]:
    """Return every computation that the figures allow, the gravest first, whatever order the entries come in."""
    cells = cells_from_entries(entries)
    rests, wholes = residuals(cells, rules), list(totals(cells, rules))
    sums = [
        *sums_of_parts(cells, rests, rules),
        *sums_of_shares(cells, wholes, rules),
        *sums_of_series(cells, wholes, rules),
    ]
    first: dict[tuple[str, str, str], Sum] = {}  # one computation over equal numbers is told once
    for it in sorted(sums, key=lambda it: it.members):
        first.setdefault((it.kind, it.verdict, it.computation), it)
    return tuple(
        sorted(first.values(), key=lambda it: (GRAVEST.index(it.verdict), it.kind, it.members, it.computation))
    )
