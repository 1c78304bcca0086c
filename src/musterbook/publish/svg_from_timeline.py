"""Public -> a picture of what happened when: a row for each dated fact, its days on one axis, its verdict as a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from musterbook.assess.steps_from_days import MONTHS, Days, days_from_period, days_of_step, step_of, steps_between
from musterbook.compared import Verdict
from musterbook.model import printed
from musterbook.publish.public import Public, PublicClaim, PublicFact
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

CHANGED = "! changed on its way"
ROWS = 36  # facts that have a row, the most told ones; the others are counted
NAMES, AXIS, ROW, PAD = 360, 440, 34, 12
TICKS = 12
SAID = 3  # numbers that stand against each other and are all printed
LEAD = (
    "What is told of, by the days it is said of; a line is a period, and the mark at its end says who stands behind it."
)
CROSS = f'<path d="M-5 -5L5 5M5 -5L-5 5" stroke="{INK}" stroke-width="2.4" fill="none"/>'
MARKS = {  # told apart by shape, not by colour
    Verdict.corroborated: (dot(radius=5.5), "two origins agree"),
    Verdict.single_origin: (dot(radius=5.5, full=False) + dot(radius=1.2), "one origin"),
    Verdict.contradicted: (CROSS, "contradicted"),
    Verdict.not_comparable: (box((-5, -5), (10, 10), fill=PAPER, stroke=INK), "several, none confirms"),
    Verdict.no_origin: (dot(radius=5.5, full=False, dash="2 1.8"), "nobody named"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A dated fact: what it is, more about it, its days as said, and what it comes to."""

    what: str
    about: str
    period: str
    days: Days
    verdict: Verdict
    pages: int
    id: str


def svg_from_timeline(public: Public, *, title: str, source: str) -> tuple[str, str]:
    """Return the picture and its words."""
    rows, undated = rows_from_public(public)
    shown = sorted(rows, key=lambda it: (-it.pages, it.id))[:ROWS]
    shown.sort(key=lambda it: (it.days.last, it.days.first or it.days.last, it.id))
    told = [f"{it.period}: {it.what}, {it.about}; {MARKS[it.verdict][1]}" for it in shown]
    rest = [f"{counted(len(rows) - len(shown), 'more fact')} of fewer pages"] if len(rows) > len(shown) else []
    rest += [f"{counted(undated, 'fact')} without a date"] if undated else []
    alt = alt_from_parts((title, LEAD, source, public.as_of), [*(told or ["No dated fact fits"]), *rest])
    return svg_from_sheet(Sheet(title, LEAD, source, public.as_of, alt), drawn(shown, rest)), alt


def rows_from_public(public: Public) -> tuple[list[Row], int]:
    """Return the dated happenings and figures, and how many have no date."""
    claims = {claim.id: claim for claim in public.claims}
    published = {document.id: document.published for document in public.documents}
    found, undated = [], 0
    for fact in public.facts:
        mine = [claims[id] for id in fact.members if id in claims]
        if fact.kind == "statement" or not mine:
            continue
        dated = period_of(mine, published)
        if dated is None:
            undated += 1
        else:
            found.append(row_of(fact, mine, *dated))
    return found, undated


def period_of(claims: Sequence[PublicClaim], published: Mapping[str, str]) -> tuple[str, Days] | None:
    """Return the period that most claims of a fact name, and its days; of several the shortest."""
    counts: Counter[tuple[str, Days]] = Counter()
    for claim in claims:
        days = days_from_period(claim.period, published.get(claim.doc, ""))
        if days is not None:
            counts[claim.period, days] += 1
    order = sorted(counts, key=lambda it: (-counts[it], it[1].last, it[0]))
    return order[0] if order else None


def row_of(fact: PublicFact, claims: Sequence[PublicClaim], period: str, days: Days) -> Row:
    """Return one fact as a row."""
    lead = min(claims, key=lambda it: (it.low is None, -len(it.place), it.id))
    against = sorted({it.low for it in claims if it.id in fact.against and it.low is not None})
    unit = f" {lead.unit}" if lead.unit else ""
    per = f" a {lead.per}" if lead.per else ""
    what = f"{lead.label}: {amount_words(fact, against)}{unit}{per}" if lead.low is not None else lead.label
    side = "" if lead.place else lead.dim("side") or lead.country
    scope = (lead.population, lead.place or side, *(value for name, value in lead.dims if name != "side"))
    counts = (counted(fact.pages, "page"), counted(len(fact.origins), "origin") if fact.origins else "")
    changed = CHANGED if "figure_changed" in fact.flags else ""
    about = " · ".join(dict.fromkeys(part for part in (changed, *scope, *counts) if part))
    return Row(what, about, period, days, Verdict(fact.verdict), fact.pages, fact.id)


def amount_words(fact: PublicFact, against: Sequence[float]) -> str:
    """Return the number of a fact; of one that is contradicted the numbers that stand against each other."""
    if len(against) > 1:
        more = f" and {len(against) - SAID} more" if len(against) > SAID else ""
        return " against ".join(map(printed, against[:SAID])) + more
    return "open" if fact.best is None else printed(fact.best)


# ---------------------------------------------------------------- how it is drawn


def drawn(rows: Sequence[Row], rest: Sequence[str]) -> Drawn:
    """Return the rows under the axis, and below them what is not shown."""
    width = NAMES + AXIS + 2 * PAD
    used = {row.verdict for row in rows}
    head = legend([MARKS[verdict] for verdict in MARKS if verdict in used], width)
    top = head.height + 26.0
    bottom = top + ROW * len(rows)
    parts = list(head.parts)
    if rows:
        low, high, ticks = axis_of(rows)
        parts += axis_svg(ticks, (low, high), (top, bottom))
        for at, row in enumerate(rows):
            parts += row_svg(row, top + at * ROW, (low, high))
    else:
        parts.append(words("No dated fact fits.", (0, bottom)))
        bottom += 10
    for line in rest:
        bottom += 18
        parts.append(words(f"{line}.", (0, bottom), size=SMALL, font_style="italic"))
    return Drawn(tuple(parts), width, int(bottom))


def axis_of(rows: Sequence[Row]) -> tuple[date, date, list[tuple[date, str]]]:
    """Return the first and last day of the axis, and its ticks: months, quarters or years, whichever have room."""
    first = min(it.days.first or it.days.last for it in rows)
    last = max(it.days.last for it in rows)
    for by in MONTHS:
        steps = steps_between(first, last, by)
        if len(steps) <= TICKS:
            break
    begin, end = days_of_step(first, by)[0], days_of_step(last, by)[1]
    starts, day = [], begin
    while day <= end:
        starts.append((day, step_of(day, by)))
        after = days_of_step(day, by)[1].toordinal() + 1
        if after > date.max.toordinal():
            break
        day = date.fromordinal(after)
    return begin, end, starts[:: -(-len(starts) // TICKS)]


def axis_svg(ticks: Sequence[tuple[date, str]], ends: tuple[date, date], room: tuple[float, float]) -> Iterator[str]:
    """Yield the axis: a thin line where each step begins, its name above it."""
    top, bottom = room
    for day, name in ticks:
        x = place(day, ends)
        yield rule(x, top - 6, (x, bottom), width=0.8)
        said = name if name.endswith(("-01", "-Q1")) or day == ticks[0][0] or len(name) == 4 else name[5:]
        yield words(said, (x + 2, top - 10), size=SMALL, fill=SOFT)
    yield rule(NAMES + PAD, top - 2, (NAMES + PAD + AXIS, top - 2), stroke=INK)


def row_svg(row: Row, y: float, ends: tuple[date, date]) -> Iterator[str]:
    """Yield one fact: its words, its days as a line, its verdict at the end."""
    yield words(short(row.what, NAMES - 10, BODY * 1.13), (0, y + 14), size=BODY, font_weight="bold")
    yield words(short(f"{row.period} · {row.about}", NAMES - 10, SMALL), (0, y + 27), size=SMALL, fill=SOFT)
    middle, x = y + ROW / 2, place(row.days.last, ends)
    since = row.days.first
    start = place(since, ends) if since else float(NAMES + PAD)
    if since is None or since < row.days.last:
        yield rule(start, middle, (x, middle), width=2, stroke=INK, dash="" if since else "4 3")
        if since:
            yield rule(start, middle - 4, (start, middle + 4), width=2, stroke=INK)
    yield f'<g transform="translate({x:g} {middle:g})">{MARKS[row.verdict][0]}</g>'
    yield rule(0, y + ROW - 1, (NAMES + 2 * PAD + AXIS, y + ROW - 1), width=0.5)


def place(day: date, ends: tuple[date, date]) -> float:
    """Return where a day stands on the axis."""
    low, high = ends
    share = (day - low).days / max(1, (high - low).days)
    return round(NAMES + PAD + share * AXIS, 1)
