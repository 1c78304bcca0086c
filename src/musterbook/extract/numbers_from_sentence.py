"""A sentence -> the numbers in it, each with its bound, its end points and what kind of number it is.

The kind is decided by `KINDS`, in order; what is no date, label, sum of money, age, share ... is a count.
"""

from __future__ import annotations

from dataclasses import replace

from musterbook.extract.number_kinds import KINDS
from musterbook.extract.number_piece import Mark, exact_after, piece_at
from musterbook.extract.number_tokens import Tokens, fold, tokens_from_text
from musterbook.extract.number_words import NumberGrammar, has_number, number_grammar, words_in
from musterbook.frozen import frozen
from musterbook.model import Bound

__all__ = [
    "HOW_MANY",
    "NumberGrammar",
    "NumberMention",
    "RateMention",
    "number_grammar",
    "numbers_and_rates",
    "numbers_from_sentence",
    "rates_from_sentence",
]


HOW_MANY = ("count", "percent", "ratio", "share")  # kinds of number that say how many


@frozen
class NumberMention:
    """A number as it stands: [start, end) with its bound words and unit sign, `core` the bare number.

    `low`, `high` as stated (equal unless a range; `high` None after a vague plural). `kind`: count · percent · ratio · share ·
    ordinal · year · article · measurement · clock · identifier · date. `unit` is the unit kind of a measurement, else None.
    """

    start: int
    end: int
    core: tuple[int, int]
    low: float
    high: float | None
    bound: Bound
    kind: str
    unit: str | None
    by: str


@frozen
class RateMention:
    """Words that make a count a rate: [start, end) and `per`: day, week, month or year."""

    start: int
    end: int
    per: str


PLAIN = ("word", None)


def numbers_and_rates(
    text: str, grammar: NumberGrammar, lower: frozenset[str] | None = None
) -> tuple[tuple[NumberMention, ...], tuple[RateMention, ...]]:
    """Return the numbers of a sentence, left to right, not overlapping, and the words that make one a rate; never raises.

    `lower`: the words of the text in lower case, if they are known; where all is ASCII they are those of the folded text.
    """
    folded = fold(text)
    words = lower if lower is not None and text.isascii() else words_in(folded)
    counts, rated = has_number(folded, words, grammar), not words.isdisjoint(grammar.rate_words)
    if not counts and not rated:
        return (), ()
    t = tokens_from_text(text, folded)
    return _numbers(t, grammar) if counts else (), _rates(t, grammar) if rated else ()


def numbers_from_sentence(text: str, grammar: NumberGrammar) -> tuple[NumberMention, ...]:
    """Return the numbers of a sentence, left to right, not overlapping; never raises."""
    return numbers_and_rates(text, grammar)[0]


def rates_from_sentence(text: str, grammar: NumberGrammar) -> tuple[RateMention, ...]:
    """Return the words that make a count a rate ("34 a day", "monthly"); "a day later" and "a year in" are none."""
    return numbers_and_rates(text, grammar)[1]


def _numbers(t: Tokens, grammar: NumberGrammar) -> tuple[NumberMention, ...]:
    found: list[NumberMention] = []
    floor = 0
    told: int | None = None
    for k, word in enumerate(t.words):
        if (
            k == told
            or k < floor
            or (t.kinds[k] in PLAIN and word not in grammar.starters and word not in grammar.articles)
        ):
            continue
        mark = mark_at(t, k, floor, grammar)
        if mark is None:
            continue
        exact = exact_after(t, mark, grammar) if mark.kind == "count" else None
        if exact:
            mark, told = replace(mark, low=exact[0], high=exact[0], bound=Bound.exact), exact[1]
        if mark.kind:
            found.append(mention_from_mark(t, mark))
        floor = max(mark.q, k + 1)
    return tuple(found)


def mark_at(t: Tokens, i: int, floor: int, g: NumberGrammar) -> Mark | None:
    """Return what begins at token `i`: a number with its kind, a number to be skipped (no kind), or None."""
    kind = t.kinds[i]
    if kind in ("date", "clock", "code"):
        q = i + 1
        hit = g.units_after.after(t, q) if kind == "clock" else None
        q = hit[1] if hit and hit[0] == "clock" else q
        return Mark(
            i, i + 1, i, q, 0.0, 0.0, Bound.exact, "identifier" if kind == "code" else kind, None, f"numbers.{kind}@1"
        )
    word = t.words[i]
    if kind != "num" and word not in g.starters and not (word in g.articles and t.word(i + 1) in g.starters):
        return None
    piece = piece_at(t, i, floor, g)
    if piece is None:
        return None
    for rule in KINDS:
        mark = rule(t, piece, g)
        if mark is not None:
            return mark
    return None


def mention_from_mark(t: Tokens, m: Mark) -> NumberMention:
    """Turn token positions into spans of the text."""
    span = t.starts[m.p], t.ends[m.q - 1]
    return NumberMention(*span, (t.starts[m.i], t.ends[m.j - 1]), m.low, m.high, m.bound, m.kind, m.unit, m.by)


RATE_STOP = frozenset("ago later after before earlier of and or since long when until from in to old".split())
RATE_NUMBER_REACH = 7  # tokens between the number and "a day": "34 guilty verdicts on average a day"


def _rates(t: Tokens, grammar: NumberGrammar) -> tuple[RateMention, ...]:
    found: list[RateMention] = []
    i = 0
    while i < len(t.words):
        hit = grammar.rates.after(t, i) if t.words[i] in grammar.rates.heads else None
        if hit and is_rate(t, i, hit[1], grammar):
            found.append(RateMention(t.starts[i], t.ends[hit[1] - 1], hit[0]))
        i = hit[1] if hit else i + 1
    return tuple(found)


def is_rate(t: Tokens, i: int, q: int, g: NumberGrammar) -> bool:
    """True when the rate words [i, q) count something: a number stands before "a day", "daily" is no name."""
    near = any(t.kinds[k] == "num" or t.words[k] in g.starters for k in range(max(0, i - RATE_NUMBER_REACH), i))
    if t.words[i] in g.articles:
        dated = t.word(q) == "in" and q + 1 < len(t.words) and (t.capital(q + 1) or t.kinds[q + 1] == "num")
        dated = dated or (
            t.word(q) == "to" and q + 1 < len(t.words) and t.kinds[q + 1] != "num"
        )  # "2,500 a year to flight"
        dated = dated or (t.word(q) in ("since", "from", "until", "over") and i > 0 and t.kinds[i - 1] == "num")
        stops = (
            t.word(q) in RATE_STOP and not dated
        )  # "a year in", but "1,255 a day in February", "34 a day since March"
        return near and not stops and t.word(i - 1) not in NO_RATE_BEFORE
    named = i > 0 and t.capital(i)
    return not named or near


NO_RATE_BEFORE = frozenset(
    "in for within half after during over than about nearly almost once of is was just only least".split()
)
