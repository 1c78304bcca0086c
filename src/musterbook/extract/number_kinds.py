"""A piece -> its kind: the ordered tuple `KINDS` of rules, each a function that returns a Mark or None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from musterbook.extract.number_changes import fraction_of_other, percent_kind
from musterbook.extract.number_names import base_kind, name_kind, share_of_base, years_kind
from musterbook.extract.number_piece import PEOPLE_PLURAL, Mark, Piece, after_bound, mark, plural_at
from musterbook.extract.number_tokens import Tokens
from musterbook.extract.number_words import NumberGrammar, core_at
from musterbook.model import Bound

YEAR_BEFORE = frozenset(
    "in of since by during until till from before after early late mid through spring summer autumn fall winter year years month "
    "to and or the for between late- end beginning start mid- throughout circa".split()
)
ONE_STOP = frozenset(
    "count estimate account tally you of another by who which that could can must should would may might will is was has had were "
    "are or and but to in at on with as for from if when where than way thing side hand does did do says said after before because "
    "there here he she they we i it not never also only still simply just cannot being having so while whose it's be been what how "
    "why whom form sort kind type respect sense about over such reason example factor result exception".split()
)
SMALL_BASE = 10
ENDLESS = 1e-3  # what two decimals leave of a share that never ends: a third, one in seven
ELDEST = frozenset("youngest oldest eldest".split())
ELDEST_GAP = frozenset("of them these whom among one is was being were just only barely aged turned about , at".split())
ELDEST_REACH = 5  # tokens between "the youngest" and the age
IS_OR_WAS = frozenset("is was has does".split())
ONE_BEFORE = frozenset("no any every each some which another the".split())
SHARE_BASES = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000, 10_000, 100_000, 1_000_000))
OF_WHOLE = frozenset("of the its their his her our all those these that this as were are have had was is".split())
LONG_DAYS = frozenset(
    "long more full whole calendar consecutive straight working additional extra further entire solid".split()
)
TIME_WORDS = frozenset(
    "day days week weeks month months year years hour hours minute minutes second time seconds night".split()
)
LIST_JOINTS = (",", "and", "or", "(", ")", "-", "–", ".", "to")
COMPARED = frozenset(
    "as more greater higher larger bigger fewer less lower smaller the that its their likelier longer faster".split()
)
THAN_ITS = frozenset("as the that what its their more this last".split())
BY_SIDE = frozenset("last next per other in each".split())
ONE_ASKED = frozenset("if when unless".split())
ONE_VERB = frozenset("went left ran told knew took got fled died saw felt made".split())
ONE_OBJECT = frozenset("the a an his her their this me us them".split())


def month_at(t: Tokens, i: int, g: NumberGrammar) -> bool:
    """True when token `i` is the name of a month, with its capital."""
    return t.word(i) in g.months and t.capital(i)


def date_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise the day beside a month, and the year after it: April 18th, 18 April 2025, October 2, 2024, March 2024."""
    if x.percent or x.money or x.form not in ("digits", "ordinal", "words"):
        return None
    left = x.i - 1
    left = left - 1 if t.word(left) in (".", ",", "the") and left > 0 else left
    if x.years and x.plain and month_at(t, left, g):
        return mark(x, "date", "date", p=max(left, x.floor))
    if not (0 < x.low <= 31 and (x.high or 0) <= 31 and (x.plain or x.form == "ordinal" or x.bound == Bound.between)):
        return None
    right = x.j + 1 if t.word(x.j) == "of" else x.j
    if month_at(t, right, g) and not (t.words[right] in ("may", "march") and x.form == "words"):
        return mark(x, "date", "date", q=year_end(t, right + 1))
    if t.word(x.j) in ("and", "or", ",") and x.plain and t.word(x.j + 1).isdecimal() and month_at(t, x.j + 2, g):
        return mark(x, "date", "date")
    named = month_at(t, left, g) and left >= x.floor
    if named and not (t.word(left - 1) in ("in", "during", "since") and plural_at(t, x.j)) and t.word(x.i - 1) != ",":
        return mark(x, "date", "date", p=left, q=year_end(t, x.j))
    return None


def year_end(t: Tokens, i: int) -> int:
    """Return the token after a year that stands at token `i` (a comma before it allowed), else `i`."""
    k = i + 1 if t.word(i) == "," else i
    word = t.word(k)
    return k + 1 if len(word) == 4 and word.isdecimal() and "1900" <= word <= "2100" else i


def year_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise years by their four plain digits, unless a plural noun or a bound says that they count."""
    if x.form == "year" or (x.years and x.bound == Bound.between):
        return mark(x, "year", "year")
    if len(t.words[x.i]) == 2 and x.plain and t.word(x.i - 1) == "'" and t.glued(x.i) and not t.glued(x.i - 1):
        return mark(x, "year", "short", p=max(x.floor, x.i - 1)) if not plural_at(t, x.j) else None
    if t.word(x.j) == "s" and t.glued(x.j) and x.plain and x.low % 10 == 0:
        return mark(x, "year", "decade", q=x.j + 1)
    if not x.plain or x.percent or x.money or len(t.words[x.i]) != 4:
        return None
    before = t.word(x.p - 1)
    counted = plural_at(t, x.j) or g.scales.get(t.word(x.j)) is not None
    if not x.years:
        return mark(x, "year", "year") if 1700 <= x.low < 1900 and before in YEAR_BEFORE and not counted else None
    if t.word(x.i - 1) == "over" and t.word(x.j) in ("the", "its", "their") and x.low % 100:
        return mark(x, "year", "year")  # over 2024 the courts heard fewer
    if x.bound not in (Bound.exact, Bound.about) or (x.low % 100 == 0 and (counted or x.bound == Bound.about)):
        return None
    return mark(x, "year", "year")


def label_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise parts of laws and numbers that name: Article 338, Articles 337 and 338, No. 40304, unit 71718."""
    if x.form == "code":
        return mark(x, "identifier", "code")
    if x.form not in ("digits", "words") or x.percent or x.money or t.word(x.p - 1) == ")":
        return None
    hit = g.units_before.before(t, x.i, 0)
    if hit is None or hit[0] not in ("article", "identifier"):
        return after_label(t, x, g)
    kind, p = hit
    strict = kind == "article" or not t.is_word(x.i - 1)
    naming = "," not in t.words[x.i] and x.form == "digits" and (strict or x.low >= 10_000 or not plural_at(t, x.j))
    spoken = (
        kind == "article"
        and x.form == "words"
        and (t.word(x.j) == "of" or not t.is_word(x.j))
        and not t.words[p].endswith("s")
    )
    return mark(x, kind, kind, p=max(p, x.floor)) if naming or spoken else None


def after_label(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Go on with a list of parts of a law: Articles 337, 338 and 339; 337(2)."""
    k, steps = x.i - 1, 0
    while k > 0 and steps < 8 and (t.words[k].isdecimal() or t.words[k] in LIST_JOINTS):
        k, steps = k - 1, steps + 1
    if not steps or not x.plain or plural_at(t, x.j) or t.words[x.i - 1] == ".":
        return None
    hit = g.units_before.before(t, k + 1, 0)
    first = k + 2 if t.words[k + 1] in (",", ":") else k + 1  # "three articles, 337, 338 and 332"
    if hit is None or hit[0] != "article" or t.kinds[first] != "num":
        return None
    return mark(x, "article", "article")


def money_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise sums of money by the sign before or the word after."""
    if x.money:
        k = x.j
        big = t.word(k) == "m" and t.glued(k)
        low, high = (x.low * 1e6, None if x.high is None else x.high * 1e6) if big else (x.low, x.high)
        return mark(replace(x, low=low, high=high), "measurement", "money", "money", q=k + 1 if big else None)
    return None


def times_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise ratios (doubled, 33 times greater, twice as many, 3x, 12-fold) and occurrences (targeted eight times)."""
    if x.form == "multiple":
        return multiple_kind(t, x)
    k = x.j + 1 if t.word(x.j) == "-" and t.glued(x.j) else x.j
    word = t.word(k)
    if (word == "x" and t.glued(k)) or word == "fold":
        return mark(x, "ratio", "fold", q=k + 1)
    if (
        word not in ("times", "time")
        or x.form not in ("digits", "words", "vague", "about")
        or (word, k) == ("time", x.j)
    ):
        return None
    after = t.word(k + 1)
    compared = after in COMPARED
    grown = t.word(x.p - 1) in g.changes or (t.word(x.p - 1) == "by" and t.word(x.p - 2) in g.changes)
    if compared or (grown and t.word(x.p - 1) != "more"):
        return mark(x, "ratio", "times", q=k + 1)
    return mark(x, "count", "occasions")


def multiple_kind(t: Tokens, x: Piece) -> Mark:
    """Decide on a word that multiplies: doubled is a ratio, twice alone counts occasions, double agent is nothing."""
    word, after = t.words[x.i], t.word(x.j)
    bare = word in ("double", "triple", "twice", "thrice")
    timed = word == "twice" and after in ("last", "this", "the") and t.word(x.j + 1) in TIME_WORDS
    if not timed and (not bare or after in THAN_ITS):
        return mark(x, "ratio", "multiple")
    return mark(x, "count", "repeated") if word in ("twice", "thrice") else mark(x, "", "none")


def share_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise parts of a whole, in per cent: a third of, half of, one in ten, nine X in every 1,000, every tenth."""
    if x.form == "ordinal":
        every = t.word(x.p - 1) == "every" and t.is_word(x.j) and t.word(x.j) not in TIME_WORDS and x.low >= 2
        return mark(as_share(x, 100 / x.low), "share", "every", p=x.p - 1) if every else None
    if x.form == "fraction":
        return fraction_kind(t, x, g)
    if x.form not in ("digits", "words") or x.bound == Bound.between:
        return None
    tied = t.word(x.j) == "-" and t.glued(x.j)  # one-in-five
    for k in range(x.j + tied, min(x.j + 4, len(t.words))):
        base = base_after(t, k, g, x) if t.words[k] in ("in", "out", "per", "of", "for", "to") else None
        if base:
            return mark(as_share(x, 100 * x.low / base[0]), "share", "of_every", q=base[1])
        if not t.is_word(k):
            break
    apart = share_of_base(t, x, g)
    return mark(as_share(x, 100 * x.low / apart[0]), "share", "of_base", q=apart[1]) if apart else None


def base_after(t: Tokens, k: int, g: NumberGrammar, x: Piece) -> tuple[float, int] | None:
    """Return the base of "in every 1,000", "out of ten", "per 1,000" at token `k`, and the token after it."""
    joint, near = t.words[k], k == x.j or t.word(x.j) == "-"
    i = k + 2 if joint == "out" and t.word(k + 1) == "of" else k + 1
    i = i + 1 if t.word(i) == "-" else i
    every = t.word(i) in ("every", "each")
    i = i + 1 if every else i
    hundreds = joint == "for" and near and t.word(i) in g.articles
    if i >= len(t.words) or (
        joint in ("of", "for", "out") and not every and not hundreds and not (joint == "out" and near)
    ):
        return None
    core = core_at(t, i, g)
    if (
        core is None
        or core.form not in ("digits", "words")
        or core.value <= x.low
        or (core.plain and 1900 <= core.value <= 2100)
    ):
        return None
    usual = core.value in SHARE_BASES
    if t.word(core.j) in TIME_WORDS or t.word(core.j) in ("%", "percent") or month_at(t, core.j, g):
        return None
    beside = near and joint in ("in", "out") and (x.low == 1 or (usual and x.low < 100))
    if joint == "in" and not near and core.value <= SMALL_BASE:  # "one man in five", "six verdicts in ten"
        after = t.word(core.j)
        beside = x.low == 1 or (usual and not (after.endswith("s") and after not in IS_OR_WAS))
    thousand = joint in ("for", "to") and near and t.word(i) in ("a", "the") and usual and core.value >= SMALL_BASE**2
    if every or beside or thousand or (joint == "per" and usual):
        return core.value, core.j
    return None


def as_share(x: Piece, percent: float) -> Piece:
    """Return the piece with its value in per cent, to one decimal where it has no end ("two thirds" is 66.7)."""
    value = round(percent, 2)
    value = value if percent < 1 or abs(value - percent) < ENDLESS else round(percent, 1)
    return replace(x, low=value, high=value)


def fraction_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Tell a share (a third of, two-thirds, more than half) from an ordinal (a third soldier), a term (second half), half a year."""
    after, before = t.word(x.j), t.word(x.p - 1)
    whole = g.units_after.after(t, x.p - 2) if before in g.joiners and t.words[x.i] in g.articles else None
    if whole and whole[0].startswith("duration"):
        x = replace(x, low=1 + x.low, high=1 + x.low)
        return mark(x, "measurement", "duration", whole[0], p=max(x.floor, x.p - 3))
    if grown := fraction_of_other(t, x, g):
        return mark(replace(x, low=grown[0], high=grown[0]), "ratio", "part", q=grown[1])
    percent = as_share(x, 100 * x.low)
    k = x.j + 1 if after in g.articles or (after == "-" and t.glued(x.j)) else x.j
    halved = t.words[x.j - 1].startswith("hal") and x.j - x.i > 1
    unit = g.units_after.after(t, k) if k > x.j or halved else None
    if unit and unit[0].startswith("duration"):
        return mark(x, "measurement", "duration", unit[0], q=unit[1])
    aside = before in BY_SIDE and t.words[x.i] in ("half", "a") and after not in OF_WHOLE
    if before in g.ordinals or aside:
        return mark(x, "", "none")
    if before == "by" and (
        direction := next((g.changes[w] for w in t.words[max(0, x.p - 4) : x.p - 1] if w in g.changes), 0.0)
    ):
        value = round(1 + direction * x.low, 4)
        return mark(replace(x, low=value, high=value), "ratio", "change")
    certain = (x.j - x.i > 1 and t.words[x.i] not in g.articles) or t.kinds[x.i] == "num"
    bounded = x.bound != Bound.exact or x.p < x.i
    if certain or bounded or after in OF_WHOLE or (t.words[x.i] in g.articles and not t.is_word(x.j)):
        return mark(percent, "share", "fraction")
    place = g.ordinals.get(t.words[x.j - 1])
    return mark(replace(x, low=place, high=place), "ordinal", "ordinal") if place else mark(x, "", "none")


def age_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise ages: aged 18 to 45, at the age of 20, 39-year-old, 18 to 45 years old, men of 39 and 37."""
    if x.form not in ("digits", "words") or x.low > 120:
        return None
    k = x.j + 1 if t.word(x.j) == "-" and t.glued(x.j) else x.j
    hit = g.units_after.after(t, k)
    if hit and hit[0] == "age":
        return mark(x, "measurement", "age", "age", q=hit[1])
    label = g.units_before.before(t, x.p, x.floor) or g.units_before.before(t, x.i, x.floor)
    if label and label[0] == "age" and not (t.is_word(x.j) and plural_at(t, x.j)):
        return mark(x, "measurement", "age", "age", p=label[1])
    grown = 14 <= x.low < 100 and t.word(x.j) in ("and", ",", ".", ";", "", ")", "or")
    if (
        grown
        and t.word(x.p - 1) == "of"
        and t.word(x.p - 2) in ("man", "men", "woman", "women", "boy", "boys", "girl", "girls")
    ):
        return mark(x, "measurement", "age", "age")
    if 14 <= x.low < 100 and eldest(t, x.p - 1) and not plural_at(t, x.j):
        return mark(x, "measurement", "age", "age")
    people = t.word(x.p - 1) in PEOPLE_PLURAL or t.word(x.p - 2) in PEOPLE_PLURAL
    if people and x.bound == Bound.between and 14 <= x.low and (x.high or 0) <= 70 and not plural_at(t, x.j):
        return mark(x, "measurement", "age", "age")
    second = grown and t.word(x.p - 1) in ("and", "or", ",") and not t.is_word(x.j)
    if second and t.word(x.p - 3) == "of" and t.word(x.p - 4) in ("man", "men", "woman", "women"):
        return mark(x, "measurement", "age", "age")
    return None


def eldest(t: Tokens, i: int) -> bool:
    """True when the words up to token `i` name the youngest or the oldest: "the youngest of them was 18"."""
    k = i
    while k > 0 and i - k < ELDEST_REACH and t.words[k] in ELDEST_GAP:
        k -= 1
    return t.word(k) in ELDEST and t.word(k - 1) in ("the", "whose", "their")


def unit_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise measurements by the unit after the number: 155 mm, 30 days, three more years, 50,000 rubles, 8 a.m."""
    if x.form in ("ordinal", "multiple"):
        return None
    k = x.j + 1 if t.word(x.j) == "-" and t.glued(x.j) else x.j
    k = k + 1 if x.form == "about" and t.word(k) == "of" else k
    hit = g.units_after.after(t, k)
    if hit is None and t.word(k) == "to" and t.kinds[x.i] == "num":
        later = core_at(t, k + 1, g) if k + 1 < len(t.words) else None
        unit = g.units_after.after(t, later.j) if later else None
        hit = (unit[0], k) if unit and unit[0].startswith("duration") else None
    if hit is None and t.word(k) in LONG_DAYS:
        hit = g.units_after.after(t, k + 1)
        hit = hit if hit and hit[0].startswith("duration") else None
    if hit is None or (x.form == "digits" and t.word(k) == "second" and t.is_word(k + 1) and k == x.j):
        return None
    kind, q = hit
    if kind in ("percent", "age") or (t.words[k] == "m" and t.glued(k) and (t.is_word(k + 1) or t.capital(k))):
        return None
    months = months_after(t, q, g) if kind == "duration_year" and x.bound != Bound.between else None
    if months:
        term = x.low + months[0] / 12
        return mark(replace(x, low=term, high=term), "measurement", "unit", kind, q=months[1])
    bound = after_bound(t, q, g.bounds_after)
    if bound:
        x, q = replace(x, bound=Bound(bound[0]) if x.bound == Bound.exact else x.bound), bound[1]
    return mark(x, "clock", "clock", q=q) if kind == "clock" else mark(x, "measurement", "unit", kind, q=q)


def months_after(t: Tokens, q: int, g: NumberGrammar) -> tuple[float, int] | None:
    """Return the months that follow years, and the token after them: "five years and six months", "five years, six months"."""
    i = q + 1 if t.word(q) in ("and", ",") else q
    core = core_at(t, i, g) if i < len(t.words) else None
    unit = g.units_after.after(t, core.j) if core and core.value < 12 else None
    return (core.value, unit[1]) if core and unit and unit[0] == "duration_month" else None


def one_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Drop "one" the pronoun (one of the, no one, that one), keep the number (one soldier, one killed, two wounded)."""
    if x.form != "words" or x.bound == Bound.between or x.low != 1 or x.j - x.i != 1:
        return None
    after, before = t.word(x.j), t.word(x.i - 1)
    if t.word(x.j) in ("-", "/") and t.glued(x.j):
        return mark(x, "", "pronoun")
    follows = any(t.words[k] in g.small or t.kinds[k] == "num" for k in range(x.j + 1, min(x.j + 5, len(t.words))))
    if after in ("and", ",") and follows and before.endswith(("ed", "ing")):
        return None
    if before in ONE_ASKED and after.endswith("s") and not after.endswith("ss"):
        return mark(x, "", "pronoun")  # if one goes back further
    if before in ONE_BEFORE or after in ONE_STOP or not t.is_word(x.j) or after.endswith(("ly", "n't", "'s")):
        return mark(x, "", "pronoun")
    if after.endswith("ed") or after in ONE_VERB:
        noun = t.is_word(x.j + 1) and t.words[x.j + 1] not in ONE_STOP and t.words[x.j + 1] not in ONE_OBJECT
        return None if noun or follows else mark(x, "", "pronoun")
    return mark(x, "", "pronoun") if before in ("that", "this") and not t.is_word(x.j) else None


def rest_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Call an ordinal an ordinal, and everything else a count."""
    if x.form == "ordinal":
        return mark(x, "ordinal", "ordinal")
    glued = (
        t.kinds[x.j - 1] == "num" and t.word(x.j) and t.glued(x.j) and t.words[x.j].isalpha() and t.words[x.j].isascii()
    )
    if glued and t.words[x.j] == "m":
        x = replace(x, low=x.low * 1e6, high=(x.high or x.low) * 1e6, j=x.j + 1, q=x.j + 1)
    elif glued and len(t.words[x.j]) < 4 and x.q == x.j:
        return mark(x, "identifier", "code", q=x.j + 1)
    return mark(x, "count", x.form)


Kind = Callable[[Tokens, Piece, NumberGrammar], Mark | None]
KINDS: tuple[Kind, ...] = (
    date_kind,
    label_kind,
    name_kind,
    year_kind,
    money_kind,
    age_kind,
    years_kind,
    percent_kind,
    times_kind,
    share_kind,
    base_kind,
    unit_kind,
    one_kind,
    rest_kind,
)
