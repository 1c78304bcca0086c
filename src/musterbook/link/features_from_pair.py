"""A pair -> what speaks for and against its being one fact: each feature returns a weight and the words for it.

The weights add up like evidence: ENOUGH is enough. Two exact numbers of four digits are one fact unless something speaks
against it; a round number needs a source, a scope and a time in common; an article, a unit or a place that differs
outweighs every number. They were set on the figures of 25 groups of real pages and on one seed of the synthetic corpus,
and are changed together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from musterbook.link.likeness_from_amounts import TELLING, Values
from musterbook.link.pair_from_entries import Pair, narrow, published
from musterbook.link.relation_from_shapes import (
    APART,
    CONTAINS,
    MISSING,
    NARROWER,
    OTHER,
    SAME,
    WIDER,
    WITHIN,
    same_end,
)
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.span_from_period import FIRST, LAST, Span, month_of
from musterbook.model import printed, significant

ENOUGH = 3.5
NEVER = -8.0
FACTOR = 5  # two answers to one question are seldom further apart; a part and its whole often are
EVENT_FACTOR = 2  # of one happening, a page that counts half as many counts other people in it
LARGE = 10_000  # round numbers of this size seldom meet by chance; smaller ones do
YEAR = range(360, 370)
YEAR_DAYS = (364, 365, 366, 367)  # the same day of another year, or the one next to it
Feature = Callable[[Pair, Rules], tuple[float, str]]


def of_number(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The number: each significant digit of an equal one counts; one told shorter counts as two."""
    if pair.values == Values.equal:
        return float(min(pair.digits, 5)), "the same number, {low}"
    if pair.values == Values.rounded:
        return 2.0, "{low} and {high} are one number, told shorter"
    if pair.values in (Values.digit_lost, Values.digit_swapped):
        return 1.0, "{low} and {high} differ by one slip of the pen"
    return (0.5, "") if pair.values == Values.compatible else (-3.0, "")


def of_end(pair: Pair, rules: Rules) -> tuple[float, str]:
    """Whom they have it from."""
    return (2.0, "one end: {root}") if pair.same_root else (0.0, "")


def of_period(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The time: a stated one in common; a year that slipped weighs less than another month."""
    case = pair.cases["period"]
    if case == SAME:
        return (2.0, "one period") if pair.one.span is not None else (0.0, "")
    if case == MISSING and pair.values == Values.equal and pair.same_root and min(pair.one.low, pair.two.low) >= LARGE:
        return 1.0, ""  # a large number of one source is seldom told of two times
    if case == APART:
        if not slipped(pair.one.span, pair.two.span):
            return -4.0, ""
        sharp = narrow(pair) or pair.digits >= rules.tolerances.digits
        return (-1.0 if pair.same_root and sharp and pair.values == Values.equal else -2.0), ""
    if case == MISSING:
        return of_published(pair), ""
    if pair.values == Values.equal and pair.digits >= (2 if pair.same_root else rules.tolerances.digits):
        return -0.5 if pair.same_root else -1.0, ""
    return -1.0 if pair.one.formation else -3.0, ""


def of_published(pair: Pair) -> float:
    """Return what the days of two pages say where one of them does not say what time it is about."""
    days = [published(day) for day in (pair.left.published, pair.right.published)]
    if days[0] is None or days[1] is None:
        return 0.0
    apart = abs(days[0] - days[1])
    return 0.5 if apart <= 31 else 0.0 if apart <= 200 else -1.0


def slipped(one: Span | None, two: Span | None) -> bool:
    """True when two periods are the same days of two years that follow each other."""
    return one is not None and two is not None and abs(one.start - two.start) in YEAR and abs(one.end - two.end) in YEAR


def of_formation(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The unit; two names without a number may be one misspelt."""
    if pair.cases["formation"] == OTHER:
        known = {pair.one.formation, pair.two.formation} <= rules.known_formations
        named = known or any(letter.isdigit() for letter in pair.one.formation + pair.two.formation)
        return (-2.0 if pair.values == Values.equal and pair.digits >= 2 and not named else -8.0), ""
    if pair.cases["formation"] == MISSING:
        return -0.5, ""
    return (2.5, "one formation") if pair.one.formation else (0.0, "")


def of_place(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The place; the whole country says little."""
    case = pair.cases["place"]
    if case == SAME:
        return (1.5, "one place") if pair.one.place and pair.one.specific else (0.0, "")
    return {OTHER: -8.0, NARROWER: -3.0, WIDER: -3.0, MISSING: 0.0}[case], ""


def of_law(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The articles of law."""
    case = pair.cases["law"]
    if case == SAME:
        return (1.0, "the same articles") if pair.one.laws else (0.0, "")
    return {OTHER: -8.0, NARROWER: -3.0, WIDER: -3.0, MISSING: -0.5}[case], ""


def of_population(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The people."""
    case = pair.cases["population"]
    if case == SAME:
        return (1.0, "the same people") if pair.one.population else (0.0, "")
    return (-5.0 if case == OTHER else -1.0 if pair.digits >= 2 else -2.0), ""


def of_rate(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The rate, and the way of counting."""
    rate = -4.0 if pair.cases["per"] == OTHER else 0.5 if pair.one.per else 0.0
    return rate - 2.0 * (pair.cases["kind"] == OTHER), ""


def of_measure(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The measure: a number may be passed on under its neighbour's name, and only a telling one."""
    if pair.cases["measure"] == SAME:
        return 0.0, ""
    near = pair.values in TELLING and neighbours(pair.one.what, pair.two.what, rules)
    return (-3.0, "under two measures") if near else (-20.0, "")


def neighbours(left: str, right: str, rules: Rules) -> bool:
    """True when the codebook warns of taking one measure for the other, or does not know one of them."""
    one, two = rules.measures.get(left), rules.measures.get(right)
    if one is None or two is None:
        return True
    family = bool(one.family) and one.family == two.family
    return family or right in one.never_with.split(";") or left in two.never_with.split(";")


def of_text(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The text: a copy's figure is that of the page it copies; one page that tells two numbers tells two things."""
    if pair.copied:
        return 4.0, "the text of one page is that of the other"
    twice = pair.left.doc == pair.right.doc and pair.one.root == pair.two.root and pair.values not in TELLING
    return (-5.0 if twice else 0.0), ""


def of_question(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The question: all that is stated is the same, so that two numbers are two answers to it."""
    low, high = sorted((pair.one.low, pair.two.low))
    factor = EVENT_FACTOR if pair.one.how == "event" else FACTOR
    slots = [pair.cases[slot] for slot in ("law", "population", "formation", "measure", "per", "kind")]
    if low * factor < high or any(case != SAME for case in slots) or pair.cases["place"] not in (SAME, MISSING):
        return 0.0, ""
    rate = bool(pair.one.per) and pair.cases["period"] in (WITHIN, CONTAINS)
    stated = (pair.cases["period"] == SAME and pair.one.span is not None) or rate
    if stated and (narrow(pair) or not (pair.one.specific or pair.two.specific)):
        # Of a whole country in a month, with no article and no group named, many things are counted: only two named sources
        # that both say nothing more are taken to mean the same. One source with two such numbers has left something out.
        bare = not (narrow(pair) or pair.one.laws or pair.one.population) and pair.values not in TELLING
        unclaimed = not pair.one.root or not pair.two.root
        vague = (bare and (pair.same_root or unclaimed)) or (
            unclaimed and pair.values == Values.apart and pair.one.how != "event"
        )
        return (2.0, "") if vague else (5.0, "both answer one question")
    if narrow(pair) and pair.cases["period"] in (SAME, MISSING):
        return 5.0, "both answer one question"
    return 0.0, ""


def of_running(pair: Pair, rules: Rules) -> tuple[float, str]:
    """A large number of something that goes on, told of long times that overlap."""
    one, two = pair.one, pair.two
    if {one.how, two.how} != {"cumulative"} or one.span is None or two.span is None or pair.values not in TELLING:
        return 0.0, ""
    long = min(one.span.days, two.span.days) >= rules.tolerances.long and pair.cases["period"] not in (APART, SAME)
    long = long and (in_years(one.span) or in_years(two.span))  # counts of two months of a series are two counts
    alike = all(pair.cases[slot] == SAME for slot in ("formation", "place", "population", "law"))
    large = min(one.low, two.low) >= LARGE and min(significant(one.low), significant(two.low)) <= 2
    return (4.0, "of long times that overlap") if long and alike and large else (0.0, "")


def in_years(span: Span) -> bool:
    """True when the ends of a period are those of years, or open: told so coarsely, other ends may be meant."""
    return all(end in (FIRST, LAST) or month_of(end)[5:] in ("01", "12") for end in (span.start, span.end))


FIGURE: tuple[Feature, ...] = (  # what rules most pairs out comes first
    of_measure,
    of_law,
    of_place,
    of_formation,
    of_number,
    of_end,
    of_period,
    of_population,
    of_rate,
    of_text,
    of_question,
    of_running,
)


def score(pair: Pair, rules: Rules, features: tuple[Feature, ...] = FIGURE) -> tuple[float, tuple[str, ...]]:
    """Return what all features come to, and the words of those that speak for it; one that rules it out ends the matter."""
    total, said = 0.0, []
    for feature in features:
        weight, words = feature(pair, rules)
        total += weight
        if weight <= NEVER:
            return total, ()
        if words and weight > 0:
            said.append(words)
    if total < ENOUGH:
        return total, ()
    slots = {"low": printed(pair.one.low), "high": printed(pair.two.low), "root": pair.one.root or pair.two.root}
    return total, tuple(words.format(**slots) for words in said)


# ---------------------------------------------------------------- happenings


def same_kind(pair: Pair, rules: Rules) -> tuple[float, str]:
    """The kind of happening."""
    return (0.0, "one kind of happening") if pair.cases["measure"] == SAME else (-3.0, "")


def near_place(pair: Pair, rules: Rules) -> tuple[float, str]:
    """Where it was; the country alone says nothing."""
    case = pair.cases["place"]
    if case == SAME and pair.one.place:
        return (2.5, "in one place") if pair.one.specific else (0.0, "")
    return {SAME: 0.0, OTHER: -9.0, NARROWER: 0.5, WIDER: 0.5, MISSING: 0.0}[case], ""


def near_day(pair: Pair, rules: Rules) -> tuple[float, str]:
    """When it was: the day, the next one, or a month that holds it."""
    one, two = pair.one.span, pair.two.span
    case = pair.cases["period"]
    if one is None or two is None:
        return 0.0, ""
    if one.yearless or two.yearless:
        return (2.0, "on one day") if case == SAME else (-6.0, "") if case == APART else (0.0, "")
    gap = max(one.start - two.end, two.start - one.end)
    short = max(one.days, two.days) <= 2
    if gap <= 0:
        return (2.0, "on one day") if short else (0.5, "at one time") if max(one.days, two.days) <= 31 else (0.0, "")
    if gap <= rules.tolerances.incident_days:
        return 1.5, "on one day or the next"
    return (-0.5 if short and gap in YEAR_DAYS else -9.0), ""


def same_count(pair: Pair, rules: Rules) -> tuple[float, str]:
    """How many: a number in common helps; another one is often that of a part."""
    if pair.values == Values.none:
        return 0.0, ""
    if pair.values in TELLING:
        return 0.5 + 0.5 * min(pair.digits, 3), "the same number, {low}"
    return (-0.5 if pair.values == Values.apart else 0.0), ""


INCIDENT: tuple[Feature, ...] = (near_place, near_day, of_formation, same_kind, same_count, of_end, of_text)


def kin(pair: Pair, rules: Rules) -> Iterator[str]:
    """Yield why two figures are parts of one matter, though they are not one fact."""
    if pair.cases["measure"] != SAME or (pair.cases["per"] == OTHER and pair.left.doc != pair.right.doc):
        return
    others = set(pair.others())
    root = pair.one.root == pair.two.root
    if pair.left.doc == pair.right.doc and root:
        yield "figures of one page, from one end"
    if root and pair.one.root and same_end(pair.one.span, pair.two.span, rules) and not {"formation", "side"} & others:
        yield "counts of one source that end on one day"
    if pair.cases["period"] == SAME and pair.one.span is not None and not others:
        yield "counts of one period"
    if pair.one.per and pair.one.per == pair.two.per and pair.cases["period"] in (WITHIN, CONTAINS) and not others:
        yield "rates of one time"
    foreign = {"formation", "place", "side", "period", "kind"} & others
    if narrow(pair) and (not foreign or (foreign == {"period"} and pair.same_root and bool(pair.one.formation))):
        yield "figures of one narrow scope"
