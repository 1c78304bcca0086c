"""Two entries of one fact -> what the later one does to the earlier one: repeats, corroborates, contradicts, updates …"""

from __future__ import annotations

from musterbook.compared import Outcome, Relation, Sort
from musterbook.link.likeness_from_amounts import Values
from musterbook.link.pair_from_entries import Pair, published
from musterbook.link.relation_from_shapes import OTHER
from musterbook.link.rules_from_codebook import Rules
from musterbook.model import Bound

AGREE = {Values.equal, Values.rounded, Values.compatible}
PART = 5  # numbers of one happening that are further apart count other people in it
GROWING = ("cumulative", "stock")


def outcome_from_pair(pair: Pair, relation: Relation, rules: Rules) -> Outcome:
    """Return what two entries of one fact are to each other; a slip of the pen repeats, whatever the number says."""
    if pair.values == Values.none:
        return Outcome.repeats if pair.same_root or pair.copied else Outcome.not_comparable
    if pair.values in (Values.digit_lost, Values.digit_swapped) or pair.cases["measure"] == OTHER:
        return Outcome.repeats
    if pair.values in AGREE:
        if old(pair, rules):
            return Outcome.recycles
        return Outcome.corroborates if independent(pair) and relation == Relation.same else Outcome.repeats
    low, high = sorted((pair.one.low, pair.two.low))
    if pair.one.kind == "incident" and (low * PART < high or pair.left.doc == pair.right.doc):
        return Outcome.repeats  # one happening, of which one page counts a part
    if pair.same_root:
        return of_one_end(pair)
    vague = Bound.about in (pair.one.bound, pair.two.bound) and pair.one.kind == "incident"
    return Outcome.not_comparable if relation != Relation.same or vague else Outcome.contradicts


def independent(pair: Pair) -> bool:
    """True when both chains end in somebody named, and not in the same; a page's own word is its publisher's."""
    ends = [entry.chain[-1] if entry.chain else entry.publisher for entry in (pair.left, pair.right)]
    return (
        not pair.same_root
        and not pair.copied
        and all(end.sort == Sort.named for end in ends)
        and ends[0].key != ends[1].key
    )


def of_one_end(pair: Pair) -> Outcome:
    """Return what another number from the same end is: a later count, a corrected one, or a contradiction."""
    one, two = pair.one.span, pair.two.span
    later = one is not None and two is not None and one.end != two.end
    if later and (pair.one.how in GROWING or pair.one.specific):
        return Outcome.updates
    if pair.left.published and pair.right.published and pair.left.published != pair.right.published:
        return Outcome.supersedes
    return Outcome.updates if later else Outcome.contradicts


def old(pair: Pair, rules: Rules) -> bool:
    """True when the later page tells as news what was out long before, without saying when it is from."""
    days = sorted(day for day in map(published, (pair.left.published, pair.right.published)) if day)
    if len(days) < 2 or days[1] - days[0] <= rules.tolerances.old:
        return False
    later, shape = max(((pair.left, pair.one), (pair.right, pair.two)), key=lambda it: (it[0].published, it[0].id))
    return not later.period or shape.span is None
