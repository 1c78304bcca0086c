"""Two entries -> their link: whether they are about one fact, how they lie to each other, and why, in words.

A link is `same` when both tell one quantity of one matter, whatever number they give: a number that contradicts is linked,
a number that is a part is not. `kin` are figures of one matter that tell other parts of it; they make up a story.
"""

from __future__ import annotations

from musterbook.compared import Entry, Judgement, Link, Outcome, Relation, Sort
from musterbook.link.likeness_from_amounts import TELLING, Values, significant
from musterbook.link.mutations_from_pair import mutations_from_pair
from musterbook.link.outcome_from_pair import outcome_from_pair
from musterbook.link.pair_from_entries import Pair, anchored, narrow, number, pair_from_entries
from musterbook.link.relation_from_shapes import CONTAINS, MISSING, OTHER, OVERLAPS, SAME, WITHIN, same_end
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape

KIN = 0.5  # figures that tell other parts of one matter
FACTOR = 5  # two answers to one question are seldom further apart; a part and its whole often are
EVENT_FACTOR = 2  # of one happening, a page that counts half as many counts other people in it
LARGE = 10_000  # round numbers of this size seldom meet by chance; smaller ones do


def link_from_pair(left: Entry, right: Entry, shapes: dict[str, Shape], rules: Rules) -> Link | None:
    """Return the link of two entries, None when they have nothing to do with each other."""
    if left.id > right.id:
        left, right = right, left
    pair = pair_from_entries(left, right, shapes, rules)
    if pair is None:
        return None
    score, reasons = JUDGES[pair.one.kind](pair, rules)
    if score <= 0:
        return None
    judgement = Judgement.same if score >= 1 else Judgement.unsure
    relation, why = relation_from_pair(pair, rules)
    mutations = mutations_from_pair(pair, rules) if score != KIN else ()
    outcome = (
        outcome_from_pair(pair, relation, mutations, rules) if judgement == Judgement.same else Outcome.not_comparable
    )
    return Link(left.id, right.id, judgement, relation, outcome, score, (*reasons, *why), mutations)


def relation_from_pair(pair: Pair, rules: Rules) -> tuple[Relation, tuple[str, ...]]:
    """Return how the left lies to the right, by the codebook's table: the first slot that keeps apart decides, then the first part."""
    rows = [rules.compared[slot, case] for slot, case in pair.cases.items() if (slot, case) in rules.compared]
    apart = [row for row in rows if row.effect == "keep_apart"]
    for row in apart or rows:
        return Relation(row.relation), (row.words,)
    return Relation.same, ()


def figure_score(pair: Pair, rules: Rules) -> tuple[float, tuple[str, ...]]:
    """Return 1 and more when two figures tell one quantity, 0.5 when they are kin, 0 when neither; with the words for it."""
    if pair.values == Values.none or pair.cases["measure"] == OTHER:
        return unit_score(pair, rules)
    others, parts = pair.others(), pair.parts()
    if pair.copied and pair.values == Values.equal:
        return 3.0, ("the text of one page is that of the other",)
    if others:
        return slipped_score(pair, others, rules)
    if pair.values == Values.equal and (pair.digits >= rules.tolerances.digits or anchored(pair)):
        return 2.0 + (not parts), (f"the same number, {number(pair.one.low)}", *anchors(pair))
    if pair.values == Values.rounded and anchored(pair):
        return 1.5, (f"{number(pair.one.low)} and {number(pair.two.low)} are one number, told shorter", *anchors(pair))
    if pair.values in TELLING and running(pair, rules):
        return 1.0, (f"{number(pair.one.low)} and {number(pair.two.low)}, of times that overlap", *anchors(pair))
    if parts and not (parts == ["period"] and pair.one.per):
        return kin_score(pair, rules)
    if pair.values in (Values.digit_lost, Values.digit_swapped) and anchored(pair):
        return 1.2, (f"{number(pair.one.low)} and {number(pair.two.low)} differ by one slip of the pen", *anchors(pair))
    if one_question(pair):
        return 1.0, (f"both answer one question: {number(pair.one.low)} and {number(pair.two.low)}", *anchors(pair))
    return kin_score(pair, rules)


def unit_score(pair: Pair, rules: Rules) -> tuple[float, tuple[str, ...]]:
    """Return the score of two figures of other measures: one number that was passed on under another name."""
    kin = neighbours(pair.one.what, pair.two.what, rules)
    if pair.values not in TELLING or pair.others():
        return 0.0, ()
    if kin and unclaimed(pair, rules):
        return 0.3, (
            f"{number(pair.one.low)} and {number(pair.two.low)} may be one number under two measures: nobody is named for one of them",
        )
    if pair.cases["period"] in (WITHIN, CONTAINS, OVERLAPS) and not pair.same_root:
        return 0.0, ()
    exact = pair.values == Values.equal and pair.digits >= rules.tolerances.digits and kin
    same = f"{number(pair.one.low)} and {number(pair.two.low)} are one number under two measures"
    if exact:
        return 1.1, (same, *anchors(pair))
    if pair.same_root and kin and max(pair.one.low, pair.two.low) >= 100 and told_shorter(pair):
        return 0.3, (same.replace("are", "may be"), *anchors(pair))
    return 0.0, ()


def unclaimed(pair: Pair, rules: Rules) -> bool:
    """True when a large number that nobody is named for is an exact one of somebody's, told shorter, of times that overlap."""
    exact, told = (
        (pair.left, pair.right) if significant(pair.one.low) > significant(pair.two.low) else (pair.right, pair.left)
    )
    if pair.values != Values.rounded or not told.chain or told.chain[-1].sort == Sort.named or not exact.chain:
        return False
    low, high = sorted((pair.one.low, pair.two.low))
    timed = pair.one.span is not None and pair.two.span is not None
    return (
        timed
        and low >= LARGE
        and exact.chain[-1].sort == Sort.named
        and high - low <= rules.tolerances.rounding / 2 * low
    )


def told_shorter(pair: Pair) -> bool:
    """True when two numbers are equal, or one of them says itself that it is not exact."""
    from musterbook.model import Bound

    return (pair.values == Values.equal and pair.digits >= 2) or (
        pair.values == Values.rounded
        and Bound.exact not in (min(pair.one, pair.two, key=lambda it: significant(it.low)).bound,)
    )


def neighbours(left: str, right: str, rules: Rules) -> bool:
    """True when the codebook warns of taking one measure for the other, or does not know one of them."""
    one, two = rules.measures.get(left), rules.measures.get(right)
    if one is None or two is None:
        return True
    return (
        right in one.never_with.split(";")
        or left in two.never_with.split(";")
        or (bool(one.family) and one.family == two.family)
    )


def slipped_score(pair: Pair, others: list[str], rules: Rules) -> tuple[float, tuple[str, ...]]:
    """Return the score of two figures that differ in one slot: one number whose slot was changed on the way, or kin."""
    slip = others[0]
    telling = pair.values == Values.equal and (
        pair.digits >= rules.tolerances.digits or (pair.digits >= 2 and pair.same_root)
    )
    telling = telling or (
        pair.values in TELLING and pair.same_root and narrow(pair) and slip == "period" and pair.one.low >= 100
    )
    if len(others) == 1 and telling and slip in ("period", "per", "kind", "population", "formation"):
        words = rules.compared[slip, pair.cases[slip]].words if (slip, pair.cases[slip]) in rules.compared else slip
        if slip != "formation" or not any(letter.isdigit() for letter in pair.one.formation + pair.two.formation):
            return 1.1, (f"the same number, {number(pair.one.low)}, told of {words}", *anchors(pair))
    return kin_score(pair, rules)


def kin_score(pair: Pair, rules: Rules) -> tuple[float, tuple[str, ...]]:
    """Return 0.5 for figures of one matter: of one page and end, of one end at one time, or of one narrow scope."""
    if pair.cases["measure"] != SAME or (pair.cases["per"] == OTHER and pair.left.doc != pair.right.doc):
        return 0.0, ()
    root = pair.one.root == pair.two.root
    if pair.left.doc == pair.right.doc and root:
        return KIN, ("figures of one page, from one end",)
    if (
        root
        and pair.one.root
        and same_end(pair.one.span, pair.two.span, rules)
        and not {"formation", "side"} & {*pair.others()}
    ):
        return KIN, ("counts of one source that end on one day",)
    if pair.cases["period"] == SAME and pair.one.span is not None and not pair.others():
        return KIN, ("counts of one period",)
    foreign = {"formation", "place", "side", "period", "kind"} & {*pair.others()}
    scoped = narrow(pair) and (not foreign or (foreign == {"period"} and pair.same_root and bool(pair.one.formation)))
    return (KIN, ("figures of one narrow scope", *anchors(pair))) if scoped else (0.0, ())


def running(pair: Pair, rules: Rules) -> bool:
    """True when both count something that goes on, over long times that overlap, on the same scale."""
    one, two = pair.one, pair.two
    if one.how != "cumulative" or two.how != "cumulative" or one.span is None or two.span is None:
        return False
    long = min(one.span.days, two.span.days) >= rules.tolerances.long
    return long and set(pair.parts()) <= {"period"} and min(one.low, two.low) >= LARGE


def one_question(pair: Pair) -> bool:
    """True when two figures answer one question, whatever they say: scope and time are the same, and stated."""
    low, high = sorted((pair.one.low, pair.two.low))
    factor = EVENT_FACTOR if pair.one.how == "event" else FACTOR
    if low * factor < high or (pair.left.doc == pair.right.doc and pair.one.root == pair.two.root):
        return False  # a page that tells two numbers of one source tells two things; so do numbers that far apart
    rate = pair.one.per == pair.two.per != "" and pair.cases["period"] in (WITHIN, CONTAINS)
    stated = (pair.cases["period"] == SAME or rate) and pair.one.span is not None
    scope = pair.cases["formation"] in (SAME, MISSING) and pair.cases["place"] in (SAME, MISSING)
    if narrow(pair):
        return pair.cases["period"] in (SAME, MISSING) and pair.cases["law"] in (SAME, MISSING)
    return stated and scope and not (pair.one.specific or pair.two.specific) and pair.cases["law"] in (SAME, MISSING)


def anchors(pair: Pair) -> tuple[str, ...]:
    """Return in words what two entries have in common beside their numbers."""
    found = []
    if pair.same_root:
        found.append(f"one end: {pair.one.root or pair.two.root}")
    if pair.one.formation and pair.one.formation == pair.two.formation:
        found.append("one formation")
    if pair.one.place and pair.one.place == pair.two.place:
        found.append("one place")
    if pair.cases["period"] == SAME and pair.one.span is not None:
        found.append("one period")
    return tuple(found)


def incident_score(pair: Pair, rules: Rules) -> tuple[float, tuple[str, ...]]:
    """Return 1 and more when two reports tell of one happening: kind, place and day agree, and the numbers may differ."""
    if pair.cases["measure"] == OTHER or pair.cases["place"] in (OTHER, MISSING) or pair.cases["formation"] == OTHER:
        return 0.0, ()
    one, two = pair.one.span, pair.two.span
    if one is None or two is None:
        close = pair.same_root or pair.copied
        return (1.0, ("one kind of happening in one place", *anchors(pair))) if close else (0.0, ())
    near = pair.cases["period"] in (SAME, WITHIN, CONTAINS)
    if not near and not one.yearless and not two.yearless:
        gap = max(one.start - two.end, two.start - one.end)
        near = gap <= rules.tolerances.incident_days
    if not near or (max(one.days, two.days) > 40 and not (one.yearless or two.yearless)):
        return 0.0, ()
    return 1.5, ("one kind of happening, in one place, on one day or the next", *anchors(pair))


def statement_score(pair: Pair, rules: Rules) -> tuple[float, tuple[str, ...]]:
    """Return 1 and more when two statements are one finding passed on: one theme, one end, one scope."""
    if pair.cases["measure"] == OTHER or pair.others():
        return 0.0, ()
    if pair.copied or (
        pair.same_root and (narrow(pair) or pair.one.root == pair.two.root) and pair.left.doc != pair.right.doc
    ):
        return 1.0, ("one theme", *anchors(pair))
    return 0.0, ()


JUDGES = {"figure": figure_score, "incident": incident_score, "statement": statement_score}
