"""Facts -> one row a measure, side and month, with small cells of persons withheld.

A count of persons is small by formation, month and place when it is below what the shield calls small, unless at least two
independent origins tell it. No row adds facts up, so that no withheld number can be worked out from others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from musterbook.publish.public import Public, PublicClaim, PublicFact
from musterbook.publish.tables.edtf_from_period import month_from_period
from musterbook.publish.tables.table import Cell
from musterbook.shield.cells_from_table import LEAST

HEADLINES = 2  # origins that make a small number public
Key = tuple[str, str, str]


def summary_from_public(public: Public, persons: Collection[str]) -> Iterator[dict[str, Cell]]:
    """Yield the rows; `persons` are the measures that count persons."""
    claims = {it.id: it for it in public.claims}
    groups: dict[Key, list[tuple[PublicFact, PublicClaim]]] = defaultdict(list)
    for fact in public.facts:
        figures = [claims[id] for id in fact.members if id in claims and claims[id].kind == "figure"]
        if figures:
            first = min(figures, key=lambda it: (not month_from_period(it.period), it.id))
            groups[first.what, first.dim("side"), month_from_period(first.period)].append((fact, first))
    small = small_facts([pair for group in groups.values() for pair in group if pair[1].what in persons])
    for (measure, side, month), group in sorted(groups.items()):
        shown = [fact for fact, _ in group if fact.id not in small]
        yield {
            "measure": measure,
            "side": side,
            "month": month,
            "label": min(claim.label for _, claim in group),
            "facts": len(group),
            **ends(shown),
            "origins": len({origin.key for fact, _ in group for origin in fact.origins}),
            "withheld": len(group) - len(shown),
        }


def ends(facts: list[PublicFact]) -> dict[str, Cell]:
    """Return low, best and high of facts: the widest ends, and the number of the fact with most origins."""
    numbered = [it for it in facts if it.best is not None or it.low is not None]
    if not numbered:
        return {"low": None, "best": None, "high": None}
    lead = min(numbered, key=lambda it: (-sum(end.confirms for end in it.origins), -len(it.origins), -it.pages, it.id))
    lows = [it.low for it in numbered if it.low is not None]
    highs = [it.high for it in numbered]
    closed = [high for high in highs if high is not None]
    return {
        "low": min(lows, default=None),
        "best": lead.best,
        "high": max(closed) if len(closed) == len(highs) else None,
    }


def small_facts(facts: list[tuple[PublicFact, PublicClaim]]) -> set[str]:
    """Return the facts that count few persons of one formation, month and place, and are not public otherwise.

    Each fact is looked at by itself: two small counts of one cell may be of the same men, and are never added to a large one.
    """
    found = set()
    for fact, claim in facts:
        number = fact.best if fact.best is not None else fact.low
        public = sum(end.confirms for end in fact.origins) >= HEADLINES
        if number is not None and 0 < number < LEAST and not public and (claim.dim("formation") or claim.place):
            found.add(fact.id)
    return found
