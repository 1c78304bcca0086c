"""Tokens -> the bare number that begins at one of them; what the number means is decided elsewhere.

The words come from the tables `number_words`, `bounds`, `units`, `rates` and `calendar`; here is only how they combine.
"""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.language_rows import BoundWord, CalendarWord, NumberWord, RateWord, UnitWord
from musterbook.codebook.load import Codebook
from musterbook.extract.number_tokens import Phrases, Tokens, fold, words_of
from musterbook.frozen import frozen

INFINITE = float("inf")
DOZEN = 12
VOWELS = frozenset("aeiou")  # a scale word without one is a short form
GROUPS = frozenset("pair brace trio threesome quartet foursome quintet sextet score".split())  # a number after "a" only
LONGEST_DIGITS = 15  # above, a run of digits names something; a float would not hold it exactly either

_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[^\W\d_]+")


@frozen
class NumberGrammar:
    """The number words of one language, ready to be looked up."""

    small: dict[str, float]
    hundreds: dict[str, float]
    scales: dict[str, float]
    fractions: dict[str, float]
    vague: dict[str, float]
    about: dict[str, float]
    ordinals: dict[str, float]
    multiples: dict[str, float]
    changes: dict[str, float]
    articles: frozenset[str]
    joiners: frozenset[str]
    months: frozenset[str]
    starters: frozenset[str]
    bounds_before: Phrases
    bounds_after: Phrases
    units_before: Phrases
    units_after: Phrases
    rates: Phrases
    rate_words: frozenset[str]


@frozen
class Core:
    """A bare number: tokens [i, j), its value, and its form: digits · words · vague · about · ordinal · fraction · year."""

    i: int
    j: int
    value: float
    form: str
    scale: float = 1.0
    plain: bool = False


def words_in(folded: str) -> frozenset[str]:
    """Return the words of a folded text, for a quick look at what may be in it."""
    return frozenset(_WORD.findall(folded))


def has_number(folded: str, words: frozenset[str], grammar: NumberGrammar) -> bool:
    """True when the folded text holds a digit or a word that may begin a number."""
    return not words.isdisjoint(grammar.starters) or _DIGIT.search(folded) is not None


def number_grammar(codebook: Codebook) -> NumberGrammar:
    """Build the number grammar of a codebook's language from its tables, once."""
    words = codebook.rows("number_words", NumberWord)

    def kind(*names: str) -> dict[str, float]:
        return {fold(row.surface): float(row.value or 0) for row in words if row.kind in names}

    bounds = codebook.rows("bounds", BoundWord)
    units = codebook.rows("units", UnitWord)
    rates = codebook.rows("rates", RateWord)
    vague = kind("vague")
    starters = [*kind("unit", "ten", "hundred", "scale", "fraction", "vague", "about", "ordinal", "multiple")]
    months = [fold(row.surface) for row in codebook.rows("calendar", CalendarWord) if row.kind.startswith("month")]
    return NumberGrammar(
        small=kind("unit", "ten"),
        hundreds=kind("hundred"),
        scales=kind("scale"),
        fractions=kind("fraction"),
        vague=vague,
        about=kind("about"),
        ordinals=kind("ordinal"),
        multiples=kind("multiple"),
        changes=kind("change"),
        articles=frozenset(kind("article")),
        joiners=frozenset(kind("joiner")),
        months=frozenset(months),
        starters=frozenset(starters),
        bounds_before=Phrases(((row.surface, row.bound) for row in bounds if row.position == "before"), last=True),
        bounds_after=Phrases((row.surface, row.bound) for row in bounds if row.position == "after"),
        units_before=Phrases(((row.surface, row.kind) for row in units if row.position == "before"), last=True),
        units_after=Phrases((row.surface, row.kind) for row in units if row.position == "after"),
        rates=Phrases((row.surface, row.per) for row in rates),
        rate_words=frozenset(word for row in rates for word in _last_long(words_of(fold(row.surface)))),
    )


def _last_long(words: list[str]) -> list[str]:
    """The last word of a surface that is longer than two letters: where it is missing, the surface is."""
    return [word for word in words if len(word) > 2][-1:]


def core_at(t: Tokens, i: int, g: NumberGrammar) -> Core | None:
    """Return the bare number that begins at token `i`, the longest reading."""
    if t.kinds[i] == "num":
        return digits_core(t, i, g)
    if t.kinds[i] != "word":
        return None
    if t.words[i] in g.multiples:
        return Core(i, i + 1, g.multiples[t.words[i]], "multiple")
    return half_core(t, i, g) or vague_core(t, i, g) or words_core(t, i, g)


def past_hyphen(t: Tokens, i: int) -> int:
    """Return the token after a hyphen that ties `i` to what stands before it, else `i`."""
    return i + 1 if t.word(i) == "-" and t.glued(i) and t.glued(i + 1) else i


def scale_at(t: Tokens, i: int, g: NumberGrammar, digits: bool) -> tuple[float, int] | None:
    """Return a scale word at token `i`; short forms (18k, 5 bn) stand after digits only."""
    k = past_hyphen(t, i)
    word = t.word(k)
    size = g.scales.get(word)
    if size is None and not digits and word in g.vague and word.endswith("s") and t.word(k + 1) != "of":
        return g.vague[word] / 2, k + 1
    if size is None or (not digits and not VOWELS.intersection(word)):
        return None
    return (size, k + 1) if len(word) > 1 or t.glued(k) or digits else None


def digits_core(t: Tokens, i: int, g: NumberGrammar) -> Core | None:
    """Read digits with an optional fraction, scale words or ordinal ending after them: 2.3 thousand, 18k, 1/2, 20th."""
    word = t.words[i]
    plain = word.isdecimal()
    value = digits_value(word)
    if len(word) > LONGEST_DIGITS and plain:
        return Core(i, i + 1, value, "code")
    j, scale = i + 1, 1.0
    if t.word(j) in ("st", "nd", "rd", "th") and t.glued(j):
        return Core(i, j + 1, value, "ordinal")
    if t.word(j) == "/" and t.glued(j) and t.glued(j + 1) and t.kinds[j + 1] == "num" and plain:
        below = digits_value(t.words[j + 1])
        form = "fraction" if 0 < value < below <= 10 else "code"
        return Core(i, j + 2, value / below if form == "fraction" else 0.0, form)
    with_half = and_fraction(t, j, g)
    if with_half:
        value, j = value + with_half[0], with_half[1]
    while step := scale_at(t, j, g, digits=True) or hundred_at(t, j, g):
        scale, j = scale * step[0], step[1]
        plain = False
    if scale >= 1000 and not with_half and (more := and_fraction(t, j, g)):
        value, j = value + more[0], more[1]
    return Core(i, j, value * scale, "digits", scale, plain and j == i + 1)


def digits_value(word: str) -> float:
    """Return the value of digits with commas, spaces or points between thousands.

    >>> digits_value("18 000"), digits_value("2.3"), digits_value("7,4"), digits_value("1.000.000")
    (18000.0, 2.3, 7.4, 1000000.0)
    """
    if word.count(",") == 1 and len(word.split(",")[1]) < 3:
        return float(word.replace(",", "."))
    if word.count(".") > 1:
        word = word.replace(".", "")
    return float(word.replace(",", "").replace(" ", ""))


def hundred_at(t: Tokens, i: int, g: NumberGrammar) -> tuple[float, int] | None:
    """Return the hundred at token `i`, hyphenated or not."""
    k = past_hyphen(t, i)
    return (g.hundreds[t.words[k]], k + 1) if t.word(k) in g.hundreds else None


def small_at(t: Tokens, i: int, g: NumberGrammar) -> tuple[float, int] | None:
    """Return a number below a hundred: nine, forty, forty-two."""
    value = g.small.get(t.word(i))
    if value is None:
        return None
    if value >= 20:
        k = past_hyphen(t, i + 1)
        unit = g.small.get(t.word(k), 0)
        if 0 < unit < 10:
            return value + unit, k + 1
    return value, i + 1


def group_at(t: Tokens, i: int, g: NumberGrammar) -> tuple[float, int] | None:
    """Return a number below a thousand (or "sixty-six hundred")."""
    head = small_at(t, i, g)
    value, j = head or (1.0, i)
    hundred = hundred_at(t, j, g)
    if hundred is None:
        return head
    value, j = value * hundred[0], hundred[1]
    k = past_hyphen(t, j)
    tail = small_at(t, k + 1 if t.word(k) in g.joiners else k, g)
    return (value + tail[0], tail[1]) if tail else (value, j)


def cardinal_at(t: Tokens, i: int, g: NumberGrammar) -> tuple[float, int, float] | None:
    """Return a cardinal in words, the token after it and its last scale: two million three hundred thousand."""
    total, limit, j = 0.0, INFINITE, i
    while True:
        k = j
        if total and t.word(k) in g.joiners:
            k += 1
        part = group_at(t, past_hyphen(t, k) if total else k, g)
        value, k = part or (1.0, k)
        size = 1.0
        while step := scale_at(t, k, g, digits=False):
            size, k = size * step[0], step[1]
        if (part is None and (size == 1 or total)) or size >= limit or (total and value * size >= limit):
            return (total, j, 1.0 if limit == INFINITE else limit) if j > i else None
        total, limit, j = total + value * size, size, k
        if size in (1, 12):
            return total, j, size


def and_fraction(t: Tokens, j: int, g: NumberGrammar) -> tuple[float, int] | None:
    """Return the fraction of "and a half" at token `j`, hyphenated or not."""
    k = past_hyphen(t, j)
    if t.word(k) not in g.joiners:
        return None
    k = past_hyphen(t, k + 1)
    if t.word(k) not in g.articles:
        return None
    k = past_hyphen(t, k + 1)
    return (g.fractions[t.words[k]], k + 1) if t.word(k) in g.fractions else None


def words_core(t: Tokens, i: int, g: NumberGrammar) -> Core | None:
    """Read a cardinal, ordinal or fraction in words, with its article: a hundred, one and a half million, two-thirds."""
    start = i
    article = t.words[i] in g.articles
    if article:
        i += 1
        if not (t.word(i) in g.hundreds or t.word(i) in g.scales or t.word(i) in g.fractions):
            return None
    elif t.words[i] in GROUPS:
        return None  # "the pair" refers back, "a pair of officers" counts
    elif t.words[i] in g.ordinals and t.words[i] not in g.small:
        return Core(i, i + 1, g.ordinals[t.words[i]], "ordinal")
    if t.word(i) in g.fractions and (article or t.words[i].startswith("hal")):
        return fraction_of_scale(t, Core(start, i + 1, g.fractions[t.words[i]], "fraction"), g)
    found = cardinal_at(t, i, g)
    if found is None:
        return Core(i, i + 1, g.ordinals[t.words[i]], "ordinal") if t.words[i] in g.ordinals else None
    value, j, scale = found
    return ending_core(t, Core(start, j, value, "words", scale), g)


def ending_core(t: Tokens, core: Core, g: NumberGrammar) -> Core:
    """Let a cardinal in words go on: and a half (million), -thirds, -fifth, point five, twenty-four as in a year."""
    value, j = core.value, core.j
    if more := and_fraction(t, j, g):
        value, j, scale = value + more[0] * (core.scale if core.scale >= DOZEN else 1), more[1], core.scale
        while scale == 1 and (step := scale_at(t, j, g, digits=False)):
            value, j, scale = value * step[0], step[1], scale * step[0]
        return Core(core.i, j, value, "words", scale)
    k = past_hyphen(t, j)
    word = t.word(k)
    if word in g.fractions and value < 20 and (word.endswith("s") or value == 1):
        return fraction_of_scale(t, Core(core.i, k + 1, value * g.fractions[word], "fraction"), g)
    after_and = k + 1 if word in g.joiners and value >= 100 else k
    last = g.ordinals.get(t.word(after_and), 0)
    if last and (k > j or after_and > k) and value % 10 == 0 and last < (10 if value % 100 else 100):
        return Core(core.i, after_and + 1, value + last, "ordinal")
    if word == "point" and t.word(k + 1) in g.small:
        return decimal_core(t, core, k + 1, g)
    if 10 <= value <= 20 and k == j and core.scale == 1 and (second := small_at(t, j, g)) and 10 <= second[0] < 100:
        return Core(core.i, second[1], value * 100 + second[0], "year")
    return core


def decimal_core(t: Tokens, core: Core, i: int, g: NumberGrammar) -> Core:
    """Read the words after "point": seven point five, two hundred point zero three."""
    digits = ""
    while (found := small_at(t, i, g)) is not None and (not digits or len(digits) < 6):
        digits, i = digits + str(int(found[0])), found[1]
    return Core(core.i, i, float(f"{int(core.value)}.{digits}"), "words")


def fraction_of_scale(t: Tokens, core: Core, g: NumberGrammar) -> Core:
    """Turn half a million, a quarter of a million, half a dozen into their number; else leave the fraction."""
    k = past_hyphen(t, core.j)
    if t.word(k) == "of" and t.word(k + 1) in g.articles:
        k += 1
    if t.word(k) in g.articles:
        k = past_hyphen(t, k + 1)
    size = g.scales.get(t.word(k)) or g.hundreds.get(t.word(k))
    if size is None or len(t.word(k)) < 5:
        return core
    return Core(core.i, k + 1, round(core.value * size, 3), "words", size)


def half_core(t: Tokens, i: int, g: NumberGrammar) -> Core | None:
    """Return "half a million", "half"; None for other words."""
    if t.words[i] not in g.fractions or not t.words[i].startswith("hal"):
        return None
    return fraction_of_scale(t, Core(i, i + 1, g.fractions[t.words[i]], "fraction"), g)


PLURAL = 2.0  # the least that a plural can mean


def vague_core(t: Tokens, i: int, g: NumberGrammar) -> Core | None:
    """Return several, dozens, tens of thousands, a few hundred, a couple of thousand, with their least value."""
    start, i = i, i + 1 if t.words[i] in g.articles else i
    word = t.word(i)
    article = i > start or t.word(i - 1) in ("last", "past", "next", "first")
    form = "vague" if word in g.vague else "about"
    value = g.vague.get(word) or g.about.get(word)
    if value is None or (i > start and word.endswith("s")) or (word == "several" and i > start):
        return None
    j = i + 1
    k = j + 1 if t.word(j) == "of" else j
    single = g.scales.get(t.word(k)) if len(t.word(k)) > 4 else None
    single = single or g.hundreds.get(t.word(k))
    plural = g.vague.get(t.word(k))
    if single:
        many = min(value, PLURAL) if form == "vague" else value  # "a few hundred" says no more than "hundreds"
        return Core(start, k + 1, many * single, form, single)
    if plural and t.word(k).endswith("s") and (k > j or not word.endswith("s")) and t.word(k) != "scores":
        inner = vague_core(t, k, g) if t.word(k) != "dozens" and not word.endswith("s") else None
        return Core(
            start, inner.j if inner else k + 1, value * (inner.value if inner else plural) / 2, form, plural / 2
        )
    if word == "tens" or (word in ("few", "couple") and not article):
        return None
    return Core(start, k if form == "about" and k > j else j, value, form)
