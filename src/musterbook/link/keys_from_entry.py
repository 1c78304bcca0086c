"""An entry -> the keys under which it meets others: only entries that share a key are ever compared.

Three families. `same|`: entries that may be one fact, all compared with each other. `short|`: an exact number under each way
in which it may be told shorter; only those that do tell it so are compared with it. `kin|`: parts of one matter, of which it
is enough that each meets one other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import floor, log10

from musterbook.compared import Entry, Sort
from musterbook.link.features_from_pair import LARGE
from musterbook.link.shape_from_entry import Shape
from musterbook.link.span_from_period import FIRST, LAST, Span, month_of
from musterbook.model import Bound, significant

BARE = "same|bare"  # a question that states nothing but measure, side and time: many things may be meant
DAYS = 8  # days of a bucket of happenings; each looks into its own and the next
ROUNDING = 0.05  # as rules_from_codebook.Tolerances.rounding
SHORTEST = 3  # significant digits from which a number may be told shorter


def keys_from_entry(entry: Entry, shape: Shape) -> tuple[str, ...]:
    """Return the keys of an entry, sorted."""
    return tuple(sorted({f"{key}|{shape.kind}|{shape.side}" for key in JUDGED[shape.kind](entry, shape)}))


def figure_keys(entry: Entry, shape: Shape) -> Iterator[str]:
    """Yield the keys of a figure."""
    yield f"kin|page|{entry.doc}|{shape.what}|{shape.root}"
    if shape.root and shape.span is not None and shape.span.end != LAST:
        yield f"kin|end|{shape.what}|{step(shape.span.end)}|{shape.root}"
    if shape.formation:
        yield f"kin|formation|{shape.what}|{shape.formation}"
    elif shape.place and shape.specific:
        yield f"kin|place|{shape.what}|{shape.place}"
    if shape.span is not None:
        yield f"kin|time|{shape.what}|{'|'.join(ends(shape.span))}|{shape.per}"
    if shape.bound is None:
        return
    yield from number_keys(entry, shape)
    scope = shape.formation or (shape.place if shape.specific else "")
    time = "|".join(ends(shape.span)) if shape.span is not None else ""
    if scope:
        yield f"same|scope|{shape.what}|{scope}|{scale(shape.low)}"
        yield f"same|scope|{shape.what}|{scope}|{scale(shape.low) + 1}"
    elif time:
        law = ";".join(sorted(shape.laws))
        family = "same|question" if law or shape.population else BARE
        yield f"{family}|{shape.what}|{time}|{shape.per}|{law}|{shape.population}|{scale(shape.low)}"
        yield f"{family}|{shape.what}|{time}|{shape.per}|{law}|{shape.population}|{scale(shape.low) + 1}"
    if shape.per and shape.span is not None and shape.span.end != LAST:
        yield f"same|rate|{shape.what}|{shape.per}|{shape.span.end // 366}|{scope}"


def number_keys(entry: Entry, shape: Shape) -> Iterator[str]:
    """Yield the keys of a number: as it is, and as it may be told shorter."""
    exact = significant(shape.low)
    whom = {shape.root, entry.copy_of, entry.doc} - {""}
    narrow = {shape.formation or (shape.place if shape.specific else "")} - {""}
    time = {f"{shape.what}|{'|'.join(ends(shape.span))}"} if shape.span is not None else set()
    if exact >= SHORTEST:
        yield f"same|number|{shape.low:g}"
    for anchor in whom | narrow | time:
        yield f"same|number|{shape.low:g}|{anchor}"
        for short in shorter(shape.low) if exact > 1 else ():
            yield f"short|{short:g}|{anchor}"
        if exact <= SHORTEST:
            yield f"short|{shape.low:g}|{anchor}"
    if shape.root and shape.bound == Bound.exact and exact >= 2 and shape.low == int(shape.low):
        for digits in slips(str(int(shape.low))):
            yield f"short|{digits}|slip|{shape.what}|{shape.root}"
    if shape.low >= LARGE:
        if exact <= 2 and shape.how == "cumulative":
            yield f"same|large|{shape.what}|{shape.low:g}"
        open_end = bool(entry.chain) and entry.chain[-1].sort != Sort.named
        for short in (
            *(shorter(shape.low) if exact >= SHORTEST else ()),
            *((shape.low,) if open_end and exact <= 2 else ()),
        ):
            yield f"short|{short:g}|large"
        for near in range(
            int(shape.low * 0.96 // 10 ** floor(log10(shape.low))),
            int(shape.low * 1.04 // 10 ** floor(log10(shape.low))) + 1,
        ):
            if shape.how == "cumulative" and exact <= 2:
                yield f"same|running|{shape.what}|{near}|{floor(log10(shape.low))}"


@lru_cache(maxsize=200_000)
def slips(digits: str) -> tuple[str, ...]:
    """Return a row of digits, what is left of it when one is lost, and what becomes of it when two change places.

    >>> slips("684")
    ('684', '64', '648', '68', '84', '864')
    """
    lost = {digits[:at] + digits[at + 1 :] for at in range(len(digits))} if len(digits) > 2 else set()
    swapped = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)}
    near = {it for it in (*lost, *swapped) if it[0] != "0"} if len(digits) > 2 else set()
    return (digits, *sorted(near - {digits}))


@lru_cache(maxsize=200_000)
def shorter(number: float) -> frozenset[float]:
    """Return a number as people shorten it: to one, two and three digits, to the nearest and downwards.

    >>> sorted(shorter(1484))
    [1000.0, 1480.0, 1490.0, 1500.0]
    """
    found: set[float] = set()
    for digits in (1, 2, 3):
        unit = 10 ** (floor(log10(number)) + 1 - digits) if number >= 1 else 1
        if unit >= 1:
            found |= {
                float(floor(number / unit) * unit),
                float(round(number / unit) * unit),
                float(-(-number // unit) * unit),
            } - {number}
    near = {short for short in found if abs(short - number) <= ROUNDING * number}
    whole = float(10 ** floor(log10(max(number, 1))))  # 1,484 told as "over 1,000"
    return frozenset(near | ({whole} & found))


def scale(number: float) -> int:
    """Return the step of a number on a scale of fives; answers to one question are in one step or the next."""
    return floor(log10(max(number, 1)) / 0.7)


def ends(span: Span) -> tuple[str, str]:
    """Return a period in steps so coarse that the same period falls into the same step, whoever wrote it down."""
    return (f"{span.yearless}", "") if span.yearless else (step(span.start), step(span.end))


def step(day: int) -> str:
    """Return the month of a day as a number; open ends stand for themselves."""
    return "open" if day in (FIRST, LAST) else month_of(day)


def incident_keys(entry: Entry, shape: Shape) -> Iterator[str]:
    """Yield the keys of a happening: its place with its days; its end with its days, where the place is missing or coarse."""
    dated = shape.span is not None and shape.span.days <= 40
    days = sorted({shape.span.start // DAYS, shape.span.start // DAYS + 1}) if dated and shape.span is not None else []
    for bucket in days:
        for place in {shape.place, *shape.above} - {""}:
            yield f"same|day|{shape.what}|{place}|{bucket}"
        if shape.bound is not None and (shape.root or shape.low >= 10):
            yield f"same|count|{shape.low:g}|{shape.root}|{bucket}"
    if shape.place and (shape.span is None or shape.span.yearless):
        yield f"same|undated|{shape.what}|{shape.place}"
    if shape.place and shape.specific and shape.root:
        yield f"same|root|{shape.what}|{shape.place}|{shape.root}"
    yield f"same|copy|{entry.copy_of or entry.doc}|{shape.what}"


def statement_keys(entry: Entry, shape: Shape) -> Iterator[str]:
    """Yield the keys of a statement: its theme with its end."""
    if shape.root:
        yield f"same|theme|{shape.what}|{shape.root}|{shape.formation or shape.place}"
    yield f"same|copy|{entry.copy_of or entry.doc}|{shape.what}"


JUDGED = {"figure": figure_keys, "incident": incident_keys, "statement": statement_keys}
