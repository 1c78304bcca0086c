"""Count -> measure: what the number measures, by the rules of the pack, with the words that decided."""

from __future__ import annotations

from collections import Counter

from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Measure, MeasureRule
from musterbook.extract.counts_from_view import ABOVE, Count, Cue
from musterbook.frozen import frozen

ENOUGH = 0.5  # a rule must be worth more than its distance
BARE = 2.0  # what a predicate loses when the words do not say what is counted
NEXT_TO = 0.8  # a class whose name ends in _of governs only what follows it directly ("mobilisation of 300,000")
FAR = 9.0  # beyond this a predicate belongs to another clause
CROWD = 1000  # so many never took part in one happening


@frozen
class Measured:
    """A measure, how sure (the rule's weight less the distance) and the cue that decided, None for the noun alone."""

    measure: str
    score: float
    cue: Cue | None
    rule: str


@frozen
class Measuring:
    """The measure rules of a pack by counted class, and which measures are background."""

    rules: dict[str, tuple[tuple[str, MeasureRule], ...]]  # each with the class of its predicate
    counted: frozenset[str]
    predicates: frozenset[str]
    background: frozenset[str]
    families: dict[str, str]
    settings: dict[str, str]
    stocks: frozenset[str]
    incidents: dict[str, tuple[str, bool, float]]  # measure -> kind, needs a formation, least number


def measuring_from_codebook(codebook: Codebook) -> Measuring:
    """Group the rules of a codebook for look-up."""
    rules: dict[str, tuple[tuple[str, MeasureRule], ...]] = {}
    for row in codebook.rows("measure_rules", MeasureRule):
        rules[row.counted] = (*rules.get(row.counted, ()), (row.predicate.removesuffix("_event"), row))
    every = codebook.rows("measure_rules", MeasureRule)
    return Measuring(
        rules,
        frozenset(row.counted for row in every),
        frozenset(
            row.predicate.removesuffix("_event") for row in every if row.predicate != "*" and ":" not in row.predicate
        ),
        frozenset(row.id for row in codebook.rows("measures", Measure) if row.background),
        {row.id: row.family or row.id for row in codebook.rows("measures", Measure)},
        {row.id: row.setting for row in codebook.rows("measures", Measure)},
        frozenset(row.id for row in codebook.rows("measures", Measure) if row.kind == "stock"),
        {row.id: _incident(row.incident) for row in codebook.rows("measures", Measure) if row.incident},
    )


def _incident(cell: str) -> tuple[str, bool, float]:
    """Read a cell such as `mass_desertion:formation:20`."""
    kind, *rest = cell.split(":")
    least = next((float(part) for part in rest if part.isdigit()), 0.0)
    return kind, "formation" in rest, least


def tells_one_happening(page: Counter[str]) -> bool:
    """True when a page's words are those of one happening: strong words for it, or one and a day."""
    return page["event"] >= 2 or (page["event"] >= 1 and page["event"] + page["escape"] >= 2 and page["day"] > 0)


def measure_from_count(
    count: Count, measuring: Measuring, page: Counter[str], default: str = "", *, listed: bool = False
) -> Measured | None:
    """Return the best measure for a count, None when no rule reaches.

    `page` counts the word classes of the whole page: `page:X` in a rule asks that X occurs on it, `X_event` that X stands on
    a page that tells of one happening. `default` is the class of a number whose noun the words do not say ("four fled"); `listed` that
    the line above a list says it.
    """
    if count.number.kind in ("percent", "share"):
        return Measured("share", 10.0, None, f"measure.{count.number.kind}@1")
    if count.number.kind == "ratio":
        return Measured("ratio", 10.0, None, "measure.ratio@1")
    noun = count.noun or default
    own = _best(count, tuple(cue for cue in count.cues if not cue.above), noun, measuring, page, listed=listed)
    said = own is not None and own.cue is not None and own.cue.cost <= ABOVE
    if said or not any(cue.above for cue in count.cues):
        return own
    return _best(count, count.cues, noun, measuring, page, listed=listed)


def _best(
    count: Count, cues: tuple[Cue, ...], noun: str, measuring: Measuring, page: Counter[str], *, listed: bool
) -> Measured | None:
    """The rule of the noun's class that is worth most, by the nearest word of each class of predicates."""
    best: Measured | None = None
    nearest: dict[str, Cue] = {}
    for cue in cues:
        if cue.cost <= FAR:
            nearest.setdefault(cue.cls, cue)
    happening = tells_one_happening(page) and count.number.low < CROWD
    for cls, rule in measuring.rules.get(noun, ()):
        if cls not in nearest and cls != "*" and ":" not in cls:
            continue
        weight = float(rule.weight) - (0 if count.noun or listed else BARE)
        name = f"measure.{rule.counted}+{rule.predicate}@1"
        if rule.predicate == "*" or (rule.predicate.startswith("page:") and page[rule.predicate[5:]]):
            found = Measured(rule.measure, weight, None, name)
        else:
            if (cls != rule.predicate and not happening) or cls not in nearest:
                continue
            cue = nearest[cls]
            if cls.endswith("_of") and cue.cost > NEXT_TO:
                continue
            found = Measured(rule.measure, weight - cue.cost + (1.0 if cue.inside else 0.0), cue, name)
        if found.score > ENOUGH and (best is None or found.score > best.score):
            best = found
    return best
