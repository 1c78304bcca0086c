"""A per cent or a part -> the change it measures: up 42% is 1.42 times, half as many again is one and a half times.

The direction comes from a word of change beside it, a verb of comparing, a sign, or growth as the subject of the sentence.
"""

from __future__ import annotations

from dataclasses import replace

from musterbook.extract.number_piece import Mark, Piece, mark
from musterbook.extract.number_tokens import Tokens
from musterbook.extract.number_words import NumberGrammar
from musterbook.model import Bound

FLIPPED = {
    Bound.over: Bound.under,
    Bound.under: Bound.over,
    Bound.at_least: Bound.up_to,
    Bound.up_to: Bound.at_least,
    Bound.nearly: Bound.over,
}
BY_REACH = 12  # tokens between the word of change and "by 42%"
SINCE = frozenset("since compared year over from versus against on in".split())


AS_WORDS = frozenset("many much often large high big strong numerous likely".split())
MORE_WORDS = frozenset("more fewer less higher lower greater larger smaller again up down".split())
OUTDO = frozenset(
    "outnumber outnumbers outnumbered outnumbering exceed exceeds exceeded exceeding surpass surpasses surpassed surpassing "
    "outstrip outstrips outstripped outpace outpaces outpaced outdo outdoes outdid eclipse eclipsed beat beats overtook overtaken "
    "topped tops outran outruns dwarfs dwarfed outgrew outgrown bettered".split()
)
OUTDO_REACH = 18
MARGIN = frozenset("so that this such".split())  # "by so much", "by that margin"
SIGNS = {"plus": 1.0, "+": 1.0, "minus": -1.0, "−": -1.0}
SIZE_OF = frozenset(
    "is was are were one of at to made makes brought meant means measures measured amounts "
    "amounted comes came stands stood equals works out reaches reached "
    "totals totalled totaled being".split()
)
TOLD_REACH = 9
FAR_REACH = 24  # the same, where "and" or "it" takes the growth up again
JOINS = ("and", "it", "which", "this")
TOLD_OPENERS = frozenset("the a an this that its their year-on-year annual overall".split())
TOLD_STOPS = frozenset("and but while whereas share proportion percentage rate who which".split())
CHANGE_GAP = frozenset("is was of at to - – : stands stood comes came a by the".split())
CHANGE_NOUNS = frozenset("rise climb increase growth jump surge leap fall drop decline decrease".split())


def percent_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise per cent, and the growth or fall it measures when a word of change stands by: up 42% is 1.42 times."""
    if not x.percent:
        return None
    direction, p, q = change_beside(t, x, g)
    if not direction:
        return mark(x, "percent", "percent")
    ends = sorted(
        max(0.0, round(1 + direction * end / 100, 6)) for end in (x.low, x.high if x.high is not None else x.low)
    )
    bound = x.bound if direction > 0 else FLIPPED.get(x.bound, x.bound)
    return mark(replace(x, low=ends[0], high=ends[1], bound=bound), "ratio", "change", p=p, q=q)


def outdone(t: Tokens, x: Piece, g: NumberGrammar) -> float:
    """The direction of a difference told by a verb of comparing: "outnumber those of 2003 … by 80%", "80% – by so much …"."""
    if t.word(x.p - 1) == "by":
        back = range(x.p - 2, max(-1, x.p - OUTDO_REACH), -1)
        return 1.0 if any(t.words[k] in OUTDO for k in back) else 0.0
    if t.word(x.q) in (":", ",", "-", "–", "—", "(") and t.word(x.q + 1) == "by" and t.word(x.q + 2) in MARGIN:
        ahead = t.words[x.q + 3 : x.q + OUTDO_REACH]
        return -1.0 if any(g.changes.get(word, 0) < 0 for word in ahead) else 1.0
    if t.word(x.p - 1) in SIGNS and (x.p < 2 or not t.is_word(x.p - 2)):
        return SIGNS[t.words[x.p - 1]]
    return 0.0


def told_change(t: Tokens, x: Piece, g: NumberGrammar) -> float:
    """The direction of "the rise over last year is (one of) 42%": the growth is the subject, the per cent its size."""
    k = x.p - 1
    while k > 0 and t.words[k] in SIZE_OF:
        k -= 1
    if k == x.p - 1:
        return 0.0
    if (t.word(x.p - 2), t.word(x.p - 1)) == ("one", "of"):  # "a rise was seen for four years, and one of 42%"
        named = (t.words[i] for i in range(k, max(-1, k - OUTDO_REACH), -1) if t.words[i] in CHANGE_NOUNS)
        return g.changes.get(next(named, ""), 0.0)
    joined = t.words[k] in JOINS  # "the growth went on and came to 42%", "…, and it amounted to 42%"
    reach = FAR_REACH if joined else TOLD_REACH
    for back in range(k - joined, max(-1, k - reach), -1):
        if t.words[back] in CHANGE_NOUNS and t.word(back - 1) in TOLD_OPENERS:
            return g.changes.get(t.words[back], 0.0)
        if joined and t.words[back] in (",", "and"):
            continue
        if t.kinds[back] != "num" and (not t.is_word(back) or t.words[back] in TOLD_STOPS):
            return 0.0
    return 0.0


def change_beside(t: Tokens, x: Piece, g: NumberGrammar) -> tuple[float, int, int]:
    """Return the direction (+1, -1, 0 for none) and the span of the change around a per cent."""
    if beyond := outdone(t, x, g) or told_change(t, x, g):
        return beyond, x.p, x.q
    k = x.q + 1 if t.word(x.q) in ("-", ")") and t.glued(x.q) else x.q
    after = g.changes.get(t.word(k), 0.0)
    if after and t.word(k) not in ("up", "down", "cut") and not (t.word(k) == "more" and t.word(k + 1) in ("or",)):
        return after, x.p, k + 1
    if t.word(k) == "above" and t.word(k + 1) in ("where", "the", "what", "that"):
        return 1.0, x.p, k + 1
    if t.word(x.p - 1) == "by":
        for back in range(x.p - 2, max(x.floor - 1, x.p - 2 - BY_REACH, -1), -1):
            if t.words[back] in g.changes:
                return g.changes[t.words[back]], back if back == x.p - 2 else x.p - 1, x.q
        return (1.0 if t.word(x.q) in SINCE else 0.0), x.p - 1, x.q
    start = x.p - 1 if t.word(x.p - 1) != "of" else x.p - 2
    before = g.changes.get(t.word(start), 0.0) if start >= x.floor else 0.0
    if t.word(start) == "up" and t.word(start - 1).startswith("ma"):
        before = 0.0  # "make up 4.5 per cent of": a share, no rise
    if not before:
        back = x.p - 1
        while back > x.floor and t.word(back) in CHANGE_GAP and x.p - back < 4:
            back -= 1
        if back < x.p - 1 and (t.word(back) in CHANGE_NOUNS or t.word(x.p - 1) in ("-", "–")):
            before = g.changes.get(t.word(back), 0.0)
            start = x.p - 1 if before else start
    if t.word(start) in ("more", "less", "fewer", "higher", "lower", "greater", "larger", "smaller"):
        before = 0.0
    return before, start, x.q


def fraction_of_other(t: Tokens, x: Piece, g: NumberGrammar) -> tuple[float, int] | None:
    """Return the ratio of "half as many (again)", "half again as many", "a third more (than)", and the token after it."""
    k = x.j
    if t.word(k) == "again" and t.word(k + 1) == "as":
        return 1 + x.low, k + 1
    if t.word(k) == "as" and t.word(k + 1) in AS_WORDS:
        again = next((i for i in range(k + 2, min(k + 4, len(t.words))) if t.words[i] == "again"), None)
        return (1 + x.low, again + 1) if again else (x.low, k + 2)
    if t.word(k) in MORE_WORDS and (t.words[x.i] in g.articles or x.j - x.i > 1) and t.word(k + 1) != "or":
        return round(1 + g.changes.get(t.words[k], 1.0) * x.low, 4), k + 1
    return None
