"""A piece -> a number that names, dates or bases instead of counting: rules for `KINDS`, each a Mark or None.

Clock times of live pages, points of a list, counters of comments, outlets called by a number, articles of law named again, ages beside a
name, the base of a share.
"""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.number_piece import Mark, Piece, mark, plural_at
from musterbook.extract.number_tokens import Tokens
from musterbook.extract.number_words import NumberGrammar, core_at
from musterbook.model import Bound

_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]")
POINTS = 30  # a list has hardly more points
AGES = range(16, 100)
NEAR = 20  # an article named by its number alone is a neighbour of the one named in full
WHOLE_BASES = frozenset((10, 20, 50, 100, 1000, 10_000, 100_000))
PERSONS = frozenset("man woman boy girl men women boys girls".split())
TOGETHER = frozenset(
    "two pair both they duo photos pictured soldiers servicemen deserters fugitives brothers runaways".split()
)
ONE_PERSON = frozenset(
    "man woman other one first second third former latter younger older elder youngest oldest".split()
)
AGED_NOW = frozenset("now today then when and".split())
AGENTS = (
    "er",
    "or",
    "ist",
    "man",
    "eer",
    "ian",
    "ant",
    "smith",
    "ee",
    "private",
    "captain",
    "sergeant",
    "corporal",
    "conscript",
    "student",
)
NO_AGENTS = frozenset(
    "number order cluster quarter letter matter counter chapter member offer power transfer under over after other rather factor sector "
    "corridor error mirror majority minor major tenor committee refugee fee guarantee list checklist contingent tier corner layer paper "
    "register roster muster manner tower river water border remainder rota human per summer winter september october november december "
    "squadron unit plan van".split()
)
VOTES = frozenset("voted votes vote".split())
NUMBERED = frozenset(
    "compartment carriage coach wagon flat apartment room cell ward cabin berth seat gate platform track bus tram route highway motorway "
    "decree operation order resolution regulation directive protocol form annex appendix chapter verse episode volume issue edition "
    "day step stage phase round level channel frequency pit hut block building house corpus wing floor desk window lot plot grave".split()
)
AM = frozenset("am i'm turn turns turned turning".split())
OPENERS = frozenset("told by channel site outlet agency citing with says said wrote".split())
SAID = frozenset(
    "said says reported reports writes wrote claims claimed told adds added was is has had could couldn't were cites quoted".split()
)
SURE = frozenset("sure certain convinced ready right wrong true false behind loyal confident committed honest".split())
PLACED = frozenset("in at from near of for to around outside".split())
IDIOM = frozenset("story battle truth picture job fun trouble point".split())
SIZED = frozenset("page point storey story seat part line word mile metre meter kilometre kilometer hectare".split())
DIALLED = frozenset("call calling dial dialling phone ring text".split())
TIED = ("hundredth", "thousandth")  # "two-hundredth" names a rank or a part
PARTICLES = frozenset("up out back away down off into to the a an his her home over".split())


def name_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise a number that stands for a thing: a clock time, a point of a list, a counter, an outlet, an article named again."""
    after = t.word(x.j)
    if after == "-" and t.glued(x.j) and t.word(x.j + 1).startswith(TIED):
        return mark(x, "", "tied", q=x.j + 2)
    if x.percent and x.low == 100 and after in SURE:
        return mark(x, "", "idiom")
    if x.form == "words" and t.word(x.i - 1) == "the" and t.capital(x.i) and t.capital(x.j):
        return mark(x, "identifier", "named")  # "the Three Brotherhood Alliance"
    if t.words[x.i] == "zero" and after in ("line", "hour", "tolerance", "point"):
        return mark(x, "", "idiom")
    if x.form == "fraction":
        idiom = after == "the" and t.word(x.j + 1) in IDIOM
        return mark(x, "", "idiom") if idiom else None
    if x.form != "digits" or x.percent or x.money:
        return None
    if len(t.words) <= x.j + 1 and x.i == 0 and _CLOCK.fullmatch(t.words[x.i]):
        return mark(x, "clock", "clock")
    before = t.word(x.i - 1)
    if after == "-" and t.glued(x.j) and t.word(x.j + 1) in SIZED:
        return mark(x, "identifier", "size", q=x.j + 2)
    if before in DIALLED and x.plain and not plural_at(t, x.j):
        return mark(x, "identifier", "telephone")
    for word in (before, t.words[x.i]):
        if word[:1] == "0" and word.isdecimal() and len(word) > 2:
            return mark(x, "identifier", "telephone")
    if before in VOTES or after in ("votes", "vote") or (before == "to" and t.word(x.i - 3) in VOTES):
        return mark(x, "identifier", "votes")
    if not x.plain or x.bound != Bound.exact:
        return None
    if before in NUMBERED and not plural_at(t, x.j):
        return mark(x, "identifier", "numbered")
    if before == "(" and after == ")":
        return bracket_kind(t, x)
    if before == "number" and t.word(x.i - 2) in (",", "article", "law", "bill", "unit", "case", "(", "road"):
        return mark(x, "identifier", "number")
    return mark(x, "identifier", "outlet") if outlet(t, x, g) else None


def bracket_kind(t: Tokens, x: Piece) -> Mark | None:
    """Tell a point of a list, "(2)", a counter, "Letters (17)", and an article, "disobedience (332)", from a count in brackets."""
    before = t.word(x.i - 2)
    if x.low <= POINTS and before in ("", ";", ":") and t.is_word(x.j + 1):
        return mark(x, "identifier", "point")
    if x.i == 2 and len(t.words) <= x.j + 2 and t.capital(0):
        return mark(x, "identifier", "counter")
    named = [k for k in range(x.i) if t.kinds[k] == "num" and t.words[k - 1] in ("article", "articles") and k > 0]
    near = any(t.words[k].isdecimal() and 0 < abs(float(t.words[k]) - x.low) <= NEAR for k in named)
    return mark(x, "article", "again") if near and x.low >= 100 else None


def outlet(t: Tokens, x: Piece, g: NumberGrammar) -> bool:
    """True for "told Don Courier 24", "Global Feed 24 was unable": two capitals right before, and somebody speaks."""
    if x.low >= 1000 or plural_at(t, x.j):
        return False
    k = x.i
    while k > 0 and t.is_word(k - 1) and t.capital(k - 1) and t.words[k - 1] not in g.months:
        k -= 1
    if x.i - k < 2:
        return False
    before, after = t.word(k - 1), t.word(x.j)
    return before in OPENERS or (before not in PLACED and (after in SAID) and k <= 1)


def years_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise the age beside a name or a person: "Fedorov, 34, ran", "(34, a painter)", "a man of 41", "I am 38", "18 to 45" of age."""
    if x.form not in ("digits", "words") or x.percent or x.money or x.low not in AGES or plural_at(t, x.j):
        return None
    if x.bound == Bound.between:
        aged = (x.high or 0) <= 70 and any(t.words[k] in ("age", "ages", "aged") for k in range(max(0, x.p - 12), x.p))
        return mark(x, "measurement", "age", "age") if aged else None
    before, after = t.word(x.i - 1), t.word(x.j)
    if before == "of" and t.word(x.i - 2) in PERSONS and after != "the":
        return mark(x, "measurement", "age", "age")
    if (
        before in AM
        or (before in ("is", "was", "turned") and t.word(x.i - 2) in ("he", "she") and after in AGED_NOW)
        or (before in ("is", "was") and t.word(x.i - 2) in ("he", "she") and not t.is_word(x.j))
    ):
        return mark(x, "measurement", "age", "age")
    if before in ("is", "was") and t.word(x.i - 2) in ONE_PERSON and not t.is_word(x.j):
        return mark(x, "measurement", "age", "age")
    if old_of(t, x):
        return mark(x, "measurement", "age", "age")
    if two_ages(t, x):
        return mark(x, "measurement", "age", "age")
    if before in ("is", "was") and after == "when" and t.is_word(x.i - 2) and not plural_at(t, x.i - 2):
        return mark(x, "measurement", "age", "age")
    if x.form != "digits" or not x.plain or x.bound != Bound.exact or not t.is_word(x.i - 2):
        return None
    person = t.word(x.i - 3) in ("the", "a", "an") and not plural_at(t, x.i - 2) and before == "," and 18 <= x.low <= 80
    if not t.capital(x.i - 2) and not person:
        return None
    if (before, after) == ("(", ","):
        return mark(x, "measurement", "age", "age")
    alone = before == "," == after and t.is_word(x.j + 1) and not t.capital(x.j + 1)
    named = alone and t.words[x.i - 2] not in g.months and t.word(x.i - 3) not in PLACED
    listed = any(
        t.kinds[k] == "num" and t.words[k - 1] == "," for k in range(x.j + 1, min(x.j + 6, len(t.words)))
    ) or any(t.kinds[k] == "num" and t.words[k + 1] == "," for k in range(max(0, x.i - 6), x.i - 2))
    return mark(x, "measurement", "age", "age") if named and not listed and t.words[x.j + 1] != "and" else None


def old_of(t: Tokens, x: Piece) -> bool:
    """True for "a surveyor of 47,", "the youngest of them 18", "Smith, 41 today": somebody's age, told without a word for it."""
    before, after = t.word(x.i - 1), t.word(x.j)
    if x.bound != Bound.exact or (t.is_word(x.j) and after not in AGED_NOW):
        return False
    if before in ("youngest", "oldest", "eldest") or (
        t.word(x.i - 3) in ("youngest", "oldest") and t.word(x.i - 2) == "of"
    ):
        return True
    if before == "," and after in ("now", "today"):
        return True
    calling = t.word(x.i - 2)
    somebody = calling.endswith(AGENTS) and calling not in NO_AGENTS and not plural_at(t, x.i - 2)
    return before == "of" and somebody and any(t.word(k) in ("a", "an") for k in range(max(0, x.i - 6), x.i - 2))


def two_ages(t: Tokens, x: Piece) -> bool:
    """True for ages told one after the other: "two men, 39 and 37", "the pair are 39 and 37", "aged 39 and 37"."""
    if (
        x.form != "digits"
        or not x.plain
        or x.bound != Bound.exact
        or (t.is_word(x.j) and t.words[x.j] not in ("and", "or"))
    ):
        return False
    first = x.i
    while (
        first > 1 and t.words[first - 1] in ("and", "or", ",") and t.words[first - 2].isdecimal() and aged(t, first - 2)
    ):
        first -= 2
    other = first < x.i or (t.word(x.j) in ("and", "or", ",") and aged(t, x.j + 1))
    before, two = t.word(first - 1), t.word(first - 2)
    return other and (before == "aged" or (before in (",", "are", "were", "(") and (two in PERSONS or two in TOGETHER)))


def aged(t: Tokens, i: int) -> bool:
    """True when token `i` is digits that may be an age."""
    return t.word(i).isdecimal() and int(t.word(i)) in AGES and (t.word(i + 1) == "years" or not plural_at(t, i + 1))


def base_kind(t: Tokens, x: Piece, g: NumberGrammar) -> Mark | None:
    """Recognise the base of a share, which counts nothing: "per 1,000 soldiers", "of every ten men … seven"."""
    if x.form not in ("digits", "words") or x.low not in WHOLE_BASES or x.bound != Bound.exact:
        return None
    before, two = t.word(x.i - 1), t.word(x.i - 2)
    based = (
        before == "per"
        or (before in ("every", "each") and two in ("of", "for", "in"))
        or (two, before) == ("out", "of")
    )
    return mark(x, "", "base") if based and plural_at(t, x.j) else None


def share_of_base(t: Tokens, x: Piece, g: NumberGrammar) -> tuple[float, int] | None:
    """Return the base apart from its share, and the token after both: "four clients in ten", "of every ten men …, seven"."""
    if x.form not in ("digits", "words") or x.percent or x.money or x.bound == Bound.between:
        return None
    for k in range(x.j + 1, min(x.j + 3, len(t.words))):
        core = core_at(t, k + 1, g) if t.words[k] == "in" and k + 1 < len(t.words) else None
        if core and core.form == "words" and core.value <= 100 and x.low < core.value and x.low <= 10:
            noun = plural_at(t, core.j) and not (x.low == 1 and t.word(core.j + 1) in PARTICLES)
            return None if noun else (core.value, core.j)
        if not t.is_word(k):
            break
    for k in range(max(0, x.p - 12), x.p - 2):
        if t.words[k] == "of" and t.words[k + 1] in ("every", "each"):
            core = core_at(t, k + 2, g)
            apart = core is not None and (t.word(x.p - 1) == "," or 0 < x.p - core.j <= 1)
            if core and core.value in WHOLE_BASES and x.low < core.value and apart:
                return core.value, x.q
    return None
