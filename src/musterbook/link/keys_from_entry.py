"""An entry -> the keys under which it meets others: only entries that share a key are ever compared."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log

from musterbook.compared import Entry, Sort
from musterbook.link.likeness_from_amounts import significant
from musterbook.link.shape_from_entry import Shape
from musterbook.link.span_from_period import FIRST, LAST, Span

LARGE = 10_000
STEP = log(1.1)  # numbers that are roundings of each other fall into one step or the next
DAYS = 8  # days of a bucket of incidents; each looks into its own and the next


def keys_from_entry(entry: Entry, shape: Shape) -> tuple[str, ...]:
    """Return the keys of an entry, sorted: by number, by question, by page, by end and time, by place and day."""
    return tuple(sorted({f"{shape.kind}|{shape.side}|{key}" for key in JUDGED[shape.kind](entry, shape)}))


def figure_keys(entry: Entry, shape: Shape) -> Iterator[str]:
    """Yield the keys of a figure."""
    if shape.bound is not None:
        near = floor(log(max(shape.low, 1)) / STEP)
        if significant(shape.low) >= 3:
            yield f"number|{shape.low:g}"
        for root in roots(entry, shape):
            yield f"root|{shape.low:g}|{root}"
            yield f"near|{near}|{root}"
            yield f"near|{near + 1}|{root}"
        if shape.span is not None:
            yield f"time|{shape.what}|{'|'.join(ends(shape.span))}|{shape.per}"
            if shape.per and shape.span.end != LAST:
                yield f"rate|{shape.what}|{shape.per}|{shape.span.end // 366}"
        if shape.low >= LARGE and entry.chain and (entry.chain[-1].sort != Sort.named or significant(shape.low) > 3):
            yield f"large|{near}"
            yield f"large|{near + 1}"
        if entry.copy_of:
            yield f"copy|{entry.copy_of}|{shape.low:g}"
        yield f"copy|{entry.doc}|{shape.low:g}"
    yield f"page|{entry.doc}|{shape.what}"
    if shape.formation:
        yield f"formation|{shape.what}|{shape.formation}"
    if shape.place and shape.specific:
        yield f"place|{shape.what}|{shape.place}"
    for root in roots(entry, shape):
        if shape.span is not None and shape.span.end != LAST:
            yield f"end|{shape.what}|{shape.span.end // 16}|{root}"
            yield f"end|{shape.what}|{shape.span.end // 16 + 1}|{root}"


def roots(entry: Entry, shape: Shape) -> set[str]:
    """Return whom a figure may be known by: its end, and its publisher."""
    return {shape.root, entry.publisher.key} - {""}


def ends(span: Span) -> tuple[str, str]:
    """Return a period in steps so coarse that the same period falls into the same step, whoever wrote it down."""
    return (f"{span.yearless}", "") if span.yearless else (step(span.start), step(span.end))


def step(day: int) -> str:
    """Return the month of a day, roughly; open ends stand for themselves."""
    return "open" if day in (FIRST, LAST) else str(day // 31)


def incident_keys(entry: Entry, shape: Shape) -> Iterator[str]:
    """Yield the keys of an incident: its place with its days; its end, when one of them is missing."""
    if shape.place and shape.span is not None and shape.span.days <= 40:
        for bucket in (shape.span.start // DAYS, shape.span.start // DAYS + 1):
            yield f"day|{shape.what}|{shape.place}|{bucket}"
    if shape.place and (shape.span is None or shape.span.yearless):
        yield f"undated|{shape.what}|{shape.place}"
    if shape.place:
        for root in roots(entry, shape):
            yield f"root|{shape.what}|{shape.place}|{root}"
    yield f"copy|{entry.copy_of or entry.doc}|{shape.what}"


def statement_keys(entry: Entry, shape: Shape) -> Iterator[str]:
    """Yield the keys of a statement: its theme with its end."""
    if shape.root:
        yield f"theme|{shape.what}|{shape.root}|{shape.formation or shape.place}"
    yield f"copy|{entry.copy_of or entry.doc}|{shape.what}"


JUDGED = {"figure": figure_keys, "incident": incident_keys, "statement": statement_keys}
