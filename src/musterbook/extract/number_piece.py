"""A bare number -> a piece: with its range partner, per cent sign, currency sign, bound words and the exact number in brackets."""

from __future__ import annotations

from dataclasses import replace

from musterbook.extract.number_tokens import Phrases, Tokens
from musterbook.extract.number_words import Core, NumberGrammar, core_at
from musterbook.frozen import frozen
from musterbook.model import Bound

SPATIAL = frozenset(("over", "under", "above", "below", "around", "beyond", "topping"))
TOPIC = frozenset(
    "talk talks talked talking story stories report reports told tell tells ask asked wrote write know knew learn learned spoke "
    "speak film information news video article message messages think thought complained complaints worried".split()
)
DASHES = ("-", "–", "—", "~")
JOINTS = frozenset((*DASHES, "and", "to", "through", "till", "until", "or"))
THOUSAND = 1000
MOVED = frozenset(
    "lift lifts lifted lifting raise raises raised raising extend extends extended lengthen lengthens lengthened".split()
)  # what a law does to a term: "lifts the maximum … from 10 to 12 years" gives two terms, no range
MOVED_REACH = 24  # tokens
ADDING = frozenset("add adds added adding sum sums summed tot tots totted".split())  # "adds up to 1,010" is no limit
SAID_TO_BE = frozenset("is was are were be been of at to stands stood".split())
SMALL_WORD = 10  # below, "over two villages" is as likely a place as a bound
# How far the exact number in brackets may lie from the rounded one before it, as its multiple.
BRACKET_FIT = {
    Bound.over: (1.0, 1.6),
    Bound.at_least: (1.0, 1.6),
    Bound.nearly: (0.7, 1.0),
    Bound.about: (0.75, 1.25),
    Bound.up_to: (0.6, 1.0),
}
EXACT_REACH = 5  # words of what a rounded number counts
EXACT_OPENERS = ("(", "-", "–", "—", ",", ":")
EXACT_WORDS = frozenset("there were was namely exactly precisely in fact actually it to be exact precise".split())
EXACTLY = ("exactly", "precisely")
MEASURED = ("year", "month", "week", "day", "hour", "minute", "decade", "per", "%", "m", "k")


@frozen
class Piece:
    """A number in its setting: tokens [i, j) bare (with per cent), [p, q) with bound words and signs."""

    i: int
    j: int
    p: int
    q: int
    low: float
    high: float | None
    bound: Bound
    form: str
    plain: bool
    percent: bool
    money: bool
    years: bool
    floor: int


@frozen
class Mark:
    """A piece whose kind is known; an empty `kind` means that it is no number at all."""

    i: int
    j: int
    p: int
    q: int
    low: float
    high: float | None
    bound: Bound
    kind: str
    unit: str | None
    by: str


PEOPLE_PLURAL = frozenset(
    "males russians ukrainians people men women personnel troops children police staff prisoners".split()
)


def mark(x: Piece, kind: str, by: str, unit: str | None = None, p: int | None = None, q: int | None = None) -> Mark:
    """Return a piece as a mark of `kind`, its span widened to [p, q) where given."""
    left, right = x.p if p is None else min(p, x.p), x.q if q is None else max(q, x.q)
    return Mark(x.i, x.j, left, right, x.low, x.high, x.bound, kind, unit, f"numbers.{by}@1")


def plural_at(t: Tokens, i: int) -> bool:
    """True when token `i` looks like a plural noun: soldiers, people."""
    word = t.word(i)
    many = len(word) > 3 and word.endswith("s") and not word.endswith(("'s", "ss", "us", "is"))
    return t.is_word(i) and (many or word in PEOPLE_PLURAL)


def piece_at(t: Tokens, i: int, floor: int, g: NumberGrammar) -> Piece | None:
    """Return the number at token `i` with all that belongs to it to the left (not before `floor`) and to the right."""
    core = core_at(t, i, g)
    if core is None:
        return None
    percent_end = unit_end(t, core.j, g, "percent")
    j = percent_end or core.j
    p = sign_start(t, i, floor, g)
    high = core.value if core.form != "vague" else None
    bound = {"vague": Bound.at_least, "about": Bound.about}.get(core.form, Bound.exact)
    single = Piece(
        i, j, p, j, core.value, high, bound, core.form, core.plain, bool(percent_end), p < i, is_year(core), floor
    )
    piece = range_piece(t, single, core, g) or single
    return with_brackets(t, with_bounds(t, piece, g), g)


def is_year(core: Core) -> bool:
    """True for four plain digits that may be a year of our time."""
    return core.form == "year" or (core.plain and 1900 <= core.value <= 2100)


def unit_end(t: Tokens, i: int, g: NumberGrammar, kind: str) -> int | None:
    """Return the token after a unit of `kind` at token `i` (a hyphen may tie it), None when there is none."""
    k = i + 1 if t.word(i) == "-" and t.glued(i) else i
    hit = g.units_after.after(t, k) if t.word(k) in g.units_after.heads else None
    return hit[1] if hit and hit[0] == kind else None


def sign_start(t: Tokens, i: int, floor: int, g: NumberGrammar) -> int:
    """Return the first token of a currency sign right before token `i`, else `i`."""
    hit = g.units_before.before(t, i, floor)
    return hit[1] if hit and hit[0] == "money" else i


def range_piece(t: Tokens, a: Piece, first: Core, g: NumberGrammar) -> Piece | None:
    """Return the range that begins with number `a`: 20-30, 20 to 30, between 20 and 30, two or three; else None."""
    if first.form not in ("digits", "words") or a.j >= len(t.words):
        return None
    joint, k, opener = joint_at(t, a, g)
    if not joint or k >= len(t.words):
        return None
    sign = g.units_after.after(t, k) if t.word(k) in ("$", "€", "£", "₽", "₴") else None
    k = k + 1 if sign else k
    if k < len(t.words) and joint == "and":
        hit = None
        for words in range(k, min(k + 4, len(t.words))):
            hit = g.bounds_before.before(t, words, k)
            if hit and hit[1] == k:
                k = words
                break
    second = core_at(t, k, g) if k < len(t.words) else None
    if second is None or second.form not in ("digits", "words"):
        return None
    percent_end = unit_end(t, second.j, g, "percent")
    scale = first_scale(first, second)
    low, high = first.value * scale, second.value
    if is_year(first) and first.plain and second.plain and high < 100:
        high += low - low % 100
    if not fits(t, a, first, second, low, joint):
        return None
    if a.percent and not percent_end:
        return None
    j = percent_end or second.j
    years = is_year(first) and (
        is_year(second) or (first.plain and second.plain and second.value < 100 and joint == "-")
    )
    return replace(
        a,
        j=j,
        q=j,
        p=opener,
        low=low,
        high=max(high, low),
        bound=Bound.between,
        percent=bool(percent_end),
        plain=first.plain and second.plain,
        years=years,
    )


def first_scale(first: Core, second: Core) -> float:
    """Return what the first end of a range is multiplied with: "two to three thousand", "5-6 million"."""
    smaller = first.scale == 1 and first.value < second.value / second.scale
    if first.form == "digits":
        return second.scale if smaller else 1.0
    if second.form != "words" or (first.scale == 1 and first.value < 20 and second.scale == second.value):
        return 1.0
    if first.scale == 1 and second.scale >= THOUSAND:
        lead = replace(second, value=second.value / second.scale)  # "four to five hundred thousand"
        return second.scale * word_scale(first, lead) if smaller else 1.0
    return word_scale(first, second) if second.scale == 1 else 1.0


def word_scale(first: Core, second: Core) -> float:
    """Return what "two" is multiplied with in "two to three hundred"."""
    lead = second.value / 100
    return (
        100.0 if first.value < 10 and 100 <= second.value < 1000 and lead == int(lead) and first.value < lead else 1.0
    )


def joint_at(t: Tokens, a: Piece, g: NumberGrammar) -> tuple[str, int, int]:
    """Return the joint after number `a`, the token after it, and the first token of the range."""
    word = t.words[a.j]
    climbs = word == "up" and t.word(a.j + 1) == "to"  # "from 4% up to 9%"
    if word not in JOINTS and not climbs:
        return "", 0, 0
    before = bound_start(t, a.p, a.floor, g)
    opener = t.word(before - 1) if before > a.floor else ""
    if climbs:
        return ("to", a.j + 2, before - 1) if opener == "from" else ("", 0, 0)
    if word in DASHES:
        spaced = not t.glued(a.j)
        both = spaced != t.glued(a.j + 1)
        tied = both and (
            not spaced or (word != "—" and t.kinds[a.i] == "num" and t.kinds[min(a.j + 1, len(t.words) - 1)] == "num")
        )
        if word == "-" and t.word(a.j + 1) == "to" and t.word(a.j + 2) == "-":
            return "to", a.j + 3, a.p
        return ("-" if tied else ""), a.j + 1, a.p
    if word == "and" and opener == "between":
        return "and", a.j + 1, before - 1
    if word == "and":
        return ("and", a.j + 1, before) if floor_and_ceiling(t, a, g) else ("", 0, 0)
    if word in ("to", "through", "till", "until"):
        if opener == "from":
            back = range(max(a.floor, before - 5), before - 1)
            changed = any(t.words[k] in g.changes or t.words[k] in g.multiples for k in back) or any(
                t.words[k] in MOVED for k in range(max(0, before - MOVED_REACH), before - 1)
            )
            return ("", 0, 0) if changed else ("to", a.j + 1, before - 1)
        return "to", a.j + 1, a.p
    return ("or", a.j + 1, a.p) if word == "or" else ("", 0, 0)


def floor_and_ceiling(t: Tokens, a: Piece, g: NumberGrammar) -> bool:
    """True for "no fewer than 20 and no more than 30": one range said by its two limits."""
    least = bound_before(t, a.p, a.floor, g)
    if least is None or least[0] != Bound.at_least:
        return False
    for k in range(a.j + 2, min(a.j + 6, len(t.words))):
        most = g.bounds_before.before(t, k, a.j + 1)
        if most and most[1] == a.j + 1:
            return most[0] == Bound.up_to and starts_number(t, k)
    return False


def fits(t: Tokens, a: Piece, first: Core, second: Core, low: float, joint: str) -> bool:
    """True when the two ends are one range: rising, and alike enough for their joint."""
    dated = is_year(first) and first.plain and t.word(a.i - 1) in ("in", "of", "for", "since", "during")
    if dated and joint == "to" and not (is_year(second) and second.plain):
        return False  # "from 4,600 in 2022 to 17,700 in 2023"
    if is_year(first) and first.plain and joint == "-" and second.plain and second.value < 100:
        return True
    if not low < second.value:
        return False
    if joint == "-":
        return t.glued(a.j) or second.value <= 10 * low
    if joint == "or":
        return second.value <= max(2 * low, low + 5) and first.form == second.form
    return True


def bound_start(t: Tokens, p: int, floor: int, g: NumberGrammar) -> int:
    """Return the first token of all bound words that end right before token `p`."""
    for _ in range(3):
        hit = bound_before(t, p, floor, g)
        if hit is None:
            break
        p = hit[1]
    return p


def bound_before(t: Tokens, p: int, floor: int, g: NumberGrammar) -> tuple[str, int] | None:
    """Return the bound and first token of the bound words right before token `p`."""
    if p <= floor or t.words[p - 1] not in g.bounds_before.heads:
        return None
    return g.bounds_before.before(t, p, floor)


def with_bounds(t: Tokens, piece: Piece, g: NumberGrammar) -> Piece:
    """Widen a piece over its bound words, before and after; the narrower of two bounds counts."""
    p = piece.p
    found: list[Bound] = []
    while len(found) < 3 and (hit := bound_before(t, p, piece.floor, g)):
        if misread(t, piece, hit[1], p):
            break
        found.append(Bound(hit[0]))
        p = hit[1]
    q = piece.q
    hit = after_bound(t, q, g.bounds_after)
    if hit:
        found.append(Bound(hit[0]))
        q = hit[1]
    elif later := late_bound(t, q, g.bounds_after):
        found.append(later)
    return replace(piece, p=p, q=q, bound=strongest(piece.bound, found)) if found else piece


def strongest(own: Bound, found: list[Bound]) -> Bound:
    """Return the bound that limits most: a range stays one; over, at least ... before about, about before none."""
    if own == Bound.between or not found:
        return own
    limits = [b for b in found if b not in (Bound.exact, Bound.about)]
    if own == Bound.at_least:  # a vague plural is open above whatever stands before it
        return own
    return limits[-1] if limits else (Bound.about if Bound.about in found else own)


def misread(t: Tokens, piece: Piece, start: int, p: int) -> bool:
    """True when the bound word is a preposition of place or topic: "under two commanders", "told about two men"."""
    word = t.words[start]
    if word == "up" and t.word(start - 1) in ADDING:
        return True
    small = piece.form == "words" and piece.low < SMALL_WORD
    if not small or p - start > 1:
        return False
    if word == "about":
        return t.word(start - 1) in TOPIC
    measured = t.word(piece.j).startswith(MEASURED) or t.word(start - 1) in SAID_TO_BE
    return word in SPATIAL and not measured


def after_bound(t: Tokens, q: int, bounds: Phrases) -> tuple[str, int] | None:
    """Return the bound and end of bound words at token `q`: 500+, 200-odd, or more."""
    if q >= len(t.words):
        return None
    k = q + 1 if (t.words[q] == "-" and t.glued(q)) or comma_bound(t, q) else q
    hit = bounds.after(t, k) if t.word(k) in bounds.heads else None
    if (
        hit is None
        or (t.words[k] in ("+", "odd", "ish") and not t.glued(k))
        or starts_number(t, hit[1])
        or t.word(hit[1]) == "than"
    ):
        return None
    return hit


def comma_bound(t: Tokens, i: int) -> bool:
    """True for the comma of "ten, at a minimum" and "three hundred, or very nearly"."""
    return i < len(t.words) and t.words[i] == "," and t.word(i + 1) in ("at", "or", "if", "give")


def starts_number(t: Tokens, i: int) -> bool:
    """True when token `i` is digits: the bound words before it are its own."""
    return i < len(t.words) and t.kinds[i] == "num"


def late_bound(t: Tokens, q: int, bounds: Phrases) -> Bound | None:
    """Return the bound that follows the counted noun and ends the clause: "two dozen divisions at the least"."""
    for k in range(q + 1, min(q + 3, len(t.words))):
        if not t.is_word(k - 1):
            return None
        k = k + 1 if comma_bound(t, k) else k
        hit = bounds.after(t, k) if t.word(k) in ("at", "or") else None
        if hit and hit[1] - k > 1 and not t.is_word(hit[1]) and not starts_number(t, hit[1]):
            return Bound(hit[0])
    return None


def exact_after(t: Tokens, m: Mark, g: NumberGrammar) -> tuple[float, int] | None:
    """The exact number told after what a rounded one counts, and its token: "over 700 such cases (718)", "… – 718, to be exact"."""
    if m.bound not in BRACKET_FIT or m.high is None or m.q >= len(t.words):
        return None
    k = m.q
    while k < min(m.q + EXACT_REACH, len(t.words)) and t.is_word(k):
        k += 1
    if k == m.q or k + 1 >= len(t.words) or t.words[k] not in EXACT_OPENERS:
        return None
    opener = t.words[k]
    while opener == "(" and t.word(k + 1) in EXACT_WORDS:
        k += 1
    if k + 1 >= len(t.words) or t.kinds[k + 1] != "num":
        return None
    core = core_at(t, k + 1, g)
    if core is None or core.form != "digits":
        return None
    comma = core.j + 1 if t.word(core.j) == "," else core.j
    spoken = t.word(comma) in EXACTLY or (t.word(comma), t.word(comma + 1)) == ("to", "be")
    closed = opener == "(" and t.word(core.j) == ")"
    least, most = BRACKET_FIT[m.bound]
    fitting = least * m.low <= core.value <= most * m.low
    return (core.value, k + 1) if (spoken or closed) and fitting else None


def with_brackets(t: Tokens, piece: Piece, g: NumberGrammar) -> Piece:
    """Take the exact number in brackets for the rounded one before it: "over seven hundred (718)" is 718."""
    q = piece.q
    if piece.bound == Bound.between or t.word(q) != "(" or q + 2 >= len(t.words) or t.kinds[q + 1] != "num":
        return piece
    core = core_at(t, q + 1, g)
    if (
        core is None
        or core.form != "digits"
        or t.word(core.j) != ")"
        or piece.percent
        or piece.form not in ("digits", "words")
    ):
        return piece
    least, most = BRACKET_FIT.get(piece.bound, (1.0, 1.0))
    if not least * piece.low <= core.value <= most * piece.low:
        return piece
    return replace(piece, q=core.j + 1, low=core.value, high=core.value, bound=Bound.exact)
