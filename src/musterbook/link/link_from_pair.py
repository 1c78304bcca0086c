"""Two entries -> their link: whether they are about one fact, how they lie to each other, and why, in words.

A link is `same` when both tell one quantity of one matter, whatever number they give: a number that contradicts is linked,
a number that is a part is not. `kin` are figures of one matter that tell other parts of it; they make up a story.
"""

from __future__ import annotations

from musterbook.compared import Entry, Judgement, Link, Outcome, Relation, Sort
from musterbook.link.features_from_pair import ENOUGH, FIGURE, INCIDENT, LARGE, kin, neighbours, score
from musterbook.link.likeness_from_amounts import TELLING, Values
from musterbook.link.mutations_from_pair import mutations_from_pair
from musterbook.link.outcome_from_pair import outcome_from_pair
from musterbook.link.pair_from_entries import Pair, narrow, pair_from_entries
from musterbook.link.relation_from_shapes import OTHER, SAME
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape
from musterbook.model import Bound, printed, significant

KIN = 0.5  # parts of one matter
MAYBE = 0.3  # one number under two measures, perhaps
Judged = tuple[float, tuple[str, ...]]


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
    judgement = Judgement.same if score >= ENOUGH else Judgement.unsure
    relation, why = relation_from_pair(pair, rules)
    mutations = mutations_from_pair(pair, rules) if score == MAYBE else ()
    outcome = outcome_from_pair(pair, relation, rules) if judgement == Judgement.same else Outcome.not_comparable
    return Link(left.id, right.id, judgement, relation, outcome, score, (*reasons, *why), mutations)


def relation_from_pair(pair: Pair, rules: Rules) -> tuple[Relation, tuple[str, ...]]:
    """Return how the left lies to the right by the codebook's table: the first slot that keeps apart decides, then the first part."""
    first = None
    for slot, case in pair.cases.items():
        row = rules.compared.get((slot, case))
        if row is not None and row.effect == "keep_apart":
            return Relation(row.relation), (row.words,)
        first = first or row
    return (Relation(first.relation), (first.words,)) if first else (Relation.same, ())


def figure_score(pair: Pair, rules: Rules) -> Judged:
    """Return the weight of two figures' being one fact, or of their being kin; with the words for it."""
    if pair.values == Values.none:
        return 0.0, ()
    other = pair.cases["measure"] == OTHER
    if other and not (pair.values == Values.equal and pair.digits >= telling_digits(pair, rules)):
        return maybe_score(pair, rules)
    found, words = score(pair, rules, FIGURE)
    if found >= ENOUGH:
        return found, words
    if other:
        return maybe_score(pair, rules)
    why = next(kin(pair, rules), "")
    return (KIN, (why,)) if why else (0.0, ())


def telling_digits(pair: Pair, rules: Rules) -> int:
    """Return how many digits make a number the same one under another measure: fewer where end, scope and time agree."""
    near = pair.same_root and narrow(pair) and pair.cases["period"] == SAME
    return rules.tolerances.digits - 1 if near else rules.tolerances.digits


def maybe_score(pair: Pair, rules: Rules) -> Judged:
    """Return the score of two figures of neighbouring measures that may be one number, passed on under another name."""
    if pair.values not in TELLING or pair.others() or not neighbours(pair.one.what, pair.two.what, rules):
        return 0.0, ()
    words = f"{printed(pair.one.low)} and {printed(pair.two.low)} may be one number under two measures"
    if pair.same_root and max(pair.one.low, pair.two.low) >= 100 and told_shorter(pair):
        return MAYBE, (words, f"one end: {pair.one.root or pair.two.root}")
    return (MAYBE, (words, "nobody is named for one of them")) if unclaimed(pair, rules) else (0.0, ())


def told_shorter(pair: Pair) -> bool:
    """True when two numbers are equal, or one of them says itself that it is not exact."""
    if pair.values == Values.equal:
        return pair.digits >= 2
    shorter = min(pair.one, pair.two, key=lambda it: significant(it.low))
    return pair.values == Values.rounded and shorter.bound != Bound.exact


def unclaimed(pair: Pair, rules: Rules) -> bool:
    """True when a large number that nobody is named for is an exact one of somebody's, told shorter, of times that overlap."""
    sharp = significant(pair.one.low) > significant(pair.two.low)
    exact, told = (pair.left, pair.right) if sharp else (pair.right, pair.left)
    if pair.values != Values.rounded or not told.chain or told.chain[-1].sort == Sort.named or not exact.chain:
        return False
    low, high = sorted((pair.one.low, pair.two.low))
    timed = pair.one.span is not None and pair.two.span is not None
    near = low >= LARGE and high - low <= rules.tolerances.rounding / 2 * low
    return timed and near and exact.chain[-1].sort == Sort.named


def incident_score(pair: Pair, rules: Rules) -> Judged:
    """Return the weight of two reports' telling of one happening: kind, place and day; the numbers may differ."""
    found, words = score(pair, rules, INCIDENT)
    return (found, words) if found >= ENOUGH else (0.0, ())


def statement_score(pair: Pair, rules: Rules) -> Judged:
    """Return the weight of two statements' being one finding passed on: one theme, one end, one scope."""
    if pair.cases["measure"] == OTHER or pair.others():
        return 0.0, ()
    passed = pair.same_root and (narrow(pair) or pair.one.root == pair.two.root) and pair.left.doc != pair.right.doc
    if pair.copied or passed:
        why = (
            "the text of one page is that of the other" if pair.copied else f"one end: {pair.one.root or pair.two.root}"
        )
        return ENOUGH, ("one theme", why)
    return 0.0, ()


JUDGES = {"figure": figure_score, "incident": incident_score, "statement": statement_score}
