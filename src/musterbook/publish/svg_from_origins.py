"""Public -> a picture of who stands behind it: a row for each origin, a dot for each page, a bar for its facts; unnamed apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from musterbook.publish.labels_from_sources import DECIDED
from musterbook.publish.public import Public
from musterbook.publish.sheet_of_picture import (
    BODY,
    INK,
    PAPER,
    SMALL,
    SOFT,
    Drawn,
    Sheet,
    alt_from_parts,
    box,
    counted,
    dot,
    legend,
    rule,
    short,
    svg_from_sheet,
    words,
)

ROWS = 24  # origins that have a row; the others are counted
NAMES, ROOM, NUMBERS = 300, 360, 140  # width of the three columns
ROW, STEP, BAR = 36, 12, 9
LEAD = "Who the claims come from in the end, however many pages repeat them."
OPEN = "nobody named"
BEHIND = ", from nobody named"  # ends the label of an origin that is somebody's unnamed source
APART = "Apart: ends that nobody names. They prove nothing, and several may be one."


@dataclass(frozen=True, slots=True)
class Row:
    """An origin with the pages and facts that lead to it; `confirms`: it counts by itself."""

    label: str
    about: str
    confirms: bool
    pages: int
    facts: int


def svg_from_origins(public: Public, *, title: str, source: str) -> tuple[str, str]:
    """Return the picture and its words."""
    named, apart = rows_from_public(public)
    told = [f"{it.label}{' (only passes it on)' if not it.confirms else ''}: {numbers(it)}" for it in named]
    told += [f"Apart, {', '.join(filter(None, (it.label, it.about)))}: {numbers(it)}" for it in apart]
    alt = alt_from_parts((title, LEAD, source, public.as_of), told or ["It holds no claims"])
    return svg_from_sheet(Sheet(title, LEAD, source, public.as_of, alt), drawn(named, apart)), alt


def rows_from_public(public: Public) -> tuple[list[Row], list[Row]]:
    """Return the origins, the most told first, and what ends in nobody with a name."""
    doc_of = {claim.id: claim.doc for claim in public.claims}
    kinds = {source.id: source.kind_label for source in public.sources}
    pages: dict[str, set[str]] = defaultdict(set)
    facts: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, tuple[str, str, bool]] = {}
    for fact in public.facts:
        ends = [(it.key, it.label, it.confirms, it.members) for it in fact.origins]
        for key, label, confirms, members in [*ends, ("", OPEN, False, fact.open_chains)]:
            if members or key:
                pages[key] |= {doc_of[id] for id in members}
                facts[key].add(fact.id)
                labels.setdefault(key, (label.removesuffix(BEHIND), about_of(key, label, kinds), confirms))
    rows = {key: Row(*labels[key], len(pages[key]), len(facts[key])) for key in labels}
    unnamed = sorted(key for key in rows if key == "" or key.endswith(DECIDED))
    apart = [rows.pop(key) for key in unnamed]
    return ordered(rows.values()), ordered(apart)


def about_of(key: str, label: str, kinds: Mapping[str, str]) -> str:
    """Return what is said below a name: the kind of a source, or that it names nobody it has it from."""
    return "which names nobody it has it from" if label.endswith(BEHIND) else kinds.get(key, "")


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Return rows, the most told first."""
    return sorted(rows, key=lambda it: (-it.pages, -it.facts, it.label))


def drawn(named: Sequence[Row], apart: Sequence[Row]) -> Drawn:
    """Return the rows under their legend, those without a name below a line."""
    width = NAMES + ROOM + NUMBERS
    keys = legend(
        [
            (dot(), "a page, of an origin that counts by itself"),
            (dot(full=False), "a page, of one that passes on what others say"),
            (box((-7, -4), (14, BAR), fill="#cccccc", stroke=INK), "its facts"),
        ],
        width,
    )
    parts, y = list(keys.parts), float(keys.height + 6)
    most = max((it.facts for it in (*named, *apart)), default=1)
    for group in (named, apart):
        if group is apart and apart:
            parts += [rule(0, y + 2, (width, y + 2), stroke=INK)]
            parts.append(words(APART, (0, y + 18), size=SMALL, fill=SOFT))
            y += 28
        for it in group[:ROWS]:
            parts += row_svg(it, y, most, apart=group is apart)
            y += ROW
        if len(group) > ROWS:
            parts.append(words(f"and {len(group) - ROWS:,} more", (0, y + 12), size=SMALL, fill=SOFT))
            y += 24
    if not named and not apart:
        parts.append(words("No claim fits.", (0, y + 14)))
        y += 24
    return Drawn(tuple(parts), width, int(y))


def row_svg(it: Row, y: float, most: int, *, apart: bool = False) -> Iterator[str]:
    """Yield one row: its name, its dots over its bar, its numbers."""
    name = {"font_style": "italic"} if apart else {"font_weight": "bold"}
    yield words(short(it.label, NAMES - 14, BODY * 1.13), (0, y + 13), size=BODY, **name)
    yield words(short(it.about, NAMES - 14, SMALL), (0, y + 27), size=SMALL, fill=SOFT)
    shown = min(it.pages, ROOM // STEP - 4)
    for at in range(shown):
        yield dot((NAMES + 6 + at * STEP, y + 9), full=it.confirms, dash="2 1.6" if apart else "")
    if shown < it.pages:
        yield words(f"… {it.pages:,}", (NAMES + 4 + shown * STEP, y + 13), size=SMALL)
    wide = max(3.0, round((ROOM - 20) * it.facts / most, 1))
    yield box((NAMES, y + 18), (wide, BAR), fill=PAPER if apart else "#cccccc", stroke=INK, dash="3 2" if apart else "")
    yield words(numbers(it), (NAMES + ROOM + NUMBERS, y + 20), size=BODY, anchor="end")


def numbers(it: Row) -> str:
    """Return on how many pages an origin is told, and for how many facts."""
    return f"{counted(it.pages, 'page')} · {counted(it.facts, 'fact')}"
