"""Two entries of one fact -> the ways in which the figure changed from the one nearer to its end to the other."""

from __future__ import annotations

from collections.abc import Iterator

from musterbook.compared import Entry, Mutation, Sort
from musterbook.link.likeness_from_amounts import TELLING, Values
from musterbook.link.pair_from_entries import Pair
from musterbook.link.relation_from_shapes import APART, CONTAINS, NARROWER, OTHER, OVERLAPS, WITHIN, cases_from_shapes
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape
from musterbook.link.span_from_period import Span
from musterbook.model import Bound, Stance, printed, significant

PEOPLE = "people"
PERSONS = "persons"
YEAR = range(360, 370)
BASED = ("share", "ratio", "rate")


def mutations_from_pair(pair: Pair, rules: Rules) -> tuple[Mutation, ...]:
    """Return every mutation between two entries of one fact; `before` is the one nearer to where it comes from."""
    return changes_between(turned(pair, rules) if nearer(pair.right, pair.left) else pair, rules)


def turned(pair: Pair, rules: Rules) -> Pair:
    """Return a pair seen from its other side."""
    return Pair(pair.right, pair.left, pair.two, pair.one, cases_from_shapes(pair.two, pair.one, rules), pair.values)


def changes_between(pair: Pair, rules: Rules) -> tuple[Mutation, ...]:
    """Return how a figure changed from the left entry to the right one."""
    found = [*of_number(pair), *of_slots(pair, rules), *of_words(pair, rules)]
    return tuple(Mutation(kind, pair.left.id, pair.right.id, words) for kind, words in found)


def nearer(left: Entry, right: Entry) -> bool:
    """True when the left entry stands nearer to the end of its chain than the right one, or was published before it."""
    if left.publisher.key in {hop.key for hop in right.chain}:
        return True
    if right.publisher.key in {hop.key for hop in left.chain}:
        return False
    first, second = (
        (left.published or "9", len(left.chain), left.id),
        (right.published or "9", len(right.chain), right.id),
    )
    return first < second


def of_number(pair: Pair) -> Iterator[tuple[str, str]]:
    """Yield what happened to the digits and to the word that bounds them."""
    one, two = pair.one, pair.two
    told = f"{printed(one.low)} → {printed(two.low)}"
    if pair.values in (Values.digit_lost, Values.digit_swapped):
        lost = "lost" if len(printed(two.low)) < len(printed(one.low)) else "added"
        yield pair.values.value, f"{told}: a digit {lost if pair.values == Values.digit_lost else 'out of place'}"
    elif pair.values == Values.rounded:
        shorter = significant(two.low) < significant(one.low)
        kind, how = ("rounded", "told shorter") if shorter else ("made_exact", "told with more digits")
        yield kind, f"{bounded(one)} → {bounded(two)}: {how}"
    elif pair.values == Values.equal and one.bound != two.bound:
        kind = (
            "bound_dropped"
            if two.bound == Bound.exact
            else "bound_added"
            if one.bound == Bound.exact
            else "bound_changed"
        )
        yield kind, f"{bounded(one)} → {bounded(two)}"


def bounded(shape: Shape) -> str:
    """Return a number with the word that bounds it."""
    bound = "" if shape.bound in (None, Bound.exact) else f"{shape.bound.value.replace('_', ' ')} "
    return f"{bound}{printed(shape.low)}"


def of_slots(pair: Pair, rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield what happened to what the number is of; only where the number itself shows that it is the same one."""
    if pair.values not in TELLING:
        return
    one, two, cases = pair.one, pair.two, pair.cases
    if cases["measure"] == OTHER:
        yield "unit_changed", f"{label(one.what, rules)} → {label(two.what, rules)}"
    elif persons(one, rules) != persons(two, rules) and pair.digits > 1:
        yield "unit_changed", f"{counted(one, rules)} → {counted(two, rules)}"
    if cases["per"] == OTHER:
        yield "cumulative_as_rate" if two.per else "rate_as_total", f"{rate(one)} → {rate(two)}"
    if cases["kind"] == OTHER:
        yield "stock_as_flow", f"{one.how} → {two.how}"
    if cases["population"] == OTHER:
        yield "base_changed" if one.how in BASED else "population_changed", f"{one.population} → {two.population}"
    if cases["formation"] == OTHER:
        yield "scope_changed", "another formation"
    wider = [slot for slot in ("law", "place", "population") if cases[slot] == NARROWER]
    if wider and pair.digits > 1:
        yield "scope_widened", f"{', '.join(wider)}: a part told as the whole"
    yield from of_period(cases["period"], one.span, two.span)


def rate(shape: Shape) -> str:
    """Return what time a number is for."""
    return f"a {shape.per}" if shape.per else "the whole time"


def of_period(case: str, one: Span | None, two: Span | None) -> Iterator[tuple[str, str]]:
    """Yield what happened to the time a number is of."""
    if one is None or two is None or case not in (APART, WITHIN, CONTAINS, OVERLAPS):
        return
    if case == APART and abs(one.start - two.start) in YEAR and abs(one.end - two.end) in YEAR:
        yield "year_slip", "the same days of another year"
    elif case == APART or (not one.yearless and not two.yearless):
        yield "period_changed", "told of another time" if case == APART else "told of a longer or shorter time"


def of_words(pair: Pair, rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield what happened to who says it and in which words."""
    before, after = pair.left, pair.right
    done = pair.one.done, pair.two.done
    if pair.values in TELLING and done == ("tried", "done"):
        yield "outcome_changed", "an attempt → told as done"
    if before.stance == Stance.alleged and after.stance in (Stance.asserted, Stance.reported):
        yield "hedge_lost", "the doubt of the one is not in the other"
    if after.terms and not before.terms:
        yield "term_mistranslated", "; ".join(dict.fromkeys(after.terms))
    ends = [chain[-1] for chain in (before.chain, after.chain) if chain and chain[-1].sort == Sort.named]
    shared = {hop.key for hop in before.chain[:-1]} & {hop.key for hop in after.chain[:-1]}
    if len(ends) == 2 and ends[0].key != ends[1].key and shared:
        yield "speaker_swapped", f"{ends[0].label} → {ends[1].label}"


def persons(shape: Shape, rules: Rules) -> bool:
    """True when the words say that persons were counted by a measure that counts something else."""
    row = rules.measures.get(shape.what)
    return row is not None and bool(row.unit) and row.unit != PERSONS and shape.counted == PEOPLE and not shape.laws


def counted(shape: Shape, rules: Rules) -> str:
    """Return what a figure says it counts."""
    row = rules.measures.get(shape.what)
    return PERSONS if persons(shape, rules) or row is None else row.unit


def label(what: str, rules: Rules) -> str:
    """Return how a measure is printed."""
    row = rules.measures.get(what)
    return row.label.lower() if row else what.replace("_", " ")
