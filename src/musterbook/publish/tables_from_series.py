"""Lines of a series -> tables for the terminal, rows for JSON and CSV. Prints nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import RenderableType

from musterbook.assess.series_from_entries import Apart, Line, Point
from musterbook.assess.votes_from_entries import Revision
from musterbook.model import printed
from musterbook.publish.grid_from_rows import Column, Grid
from musterbook.publish.tables_from_claims import one_line

PERIOD = Column("period", 11, fixed=True)
NUMBERS = (Column("low", 12, least=9), Column("best", 12, least=9), Column("high", 12, least=9))
COUNT, WHO, NOTES = Column("origins", 7, fixed=True), Column("who", 30), Column("remarks", 10_000)
NAMED = 6  # figures of one reason that the table of those on no line names
LINE_FIELDS = ("measure", "how", "of", "by", "since", "per", "unit", "scope")
POINT_FIELDS = ("period", "low", "best", "high", "origins", "origin_names", "open", "contradicted", "revised", "note")
MEASURE_FIELDS = ("measure", "label", "kind", "figures", "with_period", "pages")
CSV_COLUMNS = (*LINE_FIELDS, *POINT_FIELDS, "members")


def title_of(line: Line) -> str:
    """Return what a line counts, in words.

    >>> title_of(Line("boats", "cumulative", "month", (("flag", "NL"), ("place", "Harbour")), (), since="2022-09"))
    'boats, cumulative since 2022-09, by month · flag NL · place Harbour'
    """
    way = line.of if line.how == "forecast" else line.how
    if way == "cumulative":
        way = f"cumulative since {line.since}" if line.since else "cumulative, beginning not said"
    rate = f"rate per {line.per}" if line.per else way
    parts = [line.measure, f"forecast, {rate}" if line.how == "forecast" else rate]
    head = ", ".join([*parts, "by period it is said of" if line.per else f"by {line.by}"])
    units = [f"in {line.unit}"] if line.unit else []
    return one_line(" · ".join([head, *units, *(f"{name} {value}" for name, value in line.scope)]))


def series_tables(lines: Iterable[Line], apart: Iterable[Apart] = ()) -> Iterator[RenderableType]:
    """Yield a table for each line, then one of the figures that are on none."""
    for line in lines:
        made = Grid(title_of(line), (PERIOD, *NUMBERS, COUNT, WHO, NOTES))
        for point in line.points:
            ends = (shown(point.low), printed(point.best), shown(point.high))
            made.add(point.period.replace("/", "/\n"), *ends, f"{point.origins}", who(point), one_line(remarks(point)))
        yield made
    rest = list(apart)
    if rest:
        yield apart_table(rest)


def who(point: Point) -> str:
    """Return whose figures a point stands on; in brackets who only passes on what nobody counts by himself."""
    passing = ", ".join(sorted({it.label for it in point.votes if it.origin})) or "nobody named"
    return one_line(", ".join(point.origin_names) or f"({passing})")


def apart_table(apart: Iterable[Apart]) -> Grid:
    """Return why figures are on no line, the most frequent reason first, each with some of them and their ids."""
    reasons: dict[str, list[Apart]] = {}
    for it in apart:
        reasons.setdefault(it.why, []).append(it)
    made = Grid(
        "Apart", (Column("figures", 7, fixed=True), Column("on no line because", 40), Column("which (id)", 10_000))
    )
    for why, found in sorted(reasons.items(), key=lambda it: (-len(it[1]), it[0])):
        some = ", ".join(f"{printed(it.value)} ({it.id[:8]})" for it in found[:NAMED])
        more = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
        made.add(printed(len(found)), one_line(why), one_line(some + more))
    return made


def measures_table(rows: Iterable[dict[str, Any]]) -> Grid:
    """Return the measures of a base, each with how often and on how many pages it is told."""
    counts = (Column("figures", 7, fixed=True), Column("dated", 7, fixed=True), Column("pages", 7, fixed=True))
    made = Grid("", (Column("measure", 22, least=14), Column("what it counts", 30), Column("kind", 11), *counts))
    for row in rows:
        numbers = (printed(row[name]) for name in ("figures", "with_period", "pages"))
        made.add(row["measure"], one_line(row["label"]), row["kind"], *numbers)
    return made


def shown(end: float | None) -> str:
    """Return an end of an estimate; one that nobody said is a dash."""
    return "–" if end is None else printed(end)


def remarks(point: Point) -> str:
    """Return what has to be said of a point: contradiction, revisions, open figures, other notes."""
    said = ["contradicted"] if point.contradicted else []
    said += [revision_words(it) for it in point.revised]
    if point.open:
        said.append(f"{len(point.open)} open claim{'' if len(point.open) == 1 else 's'}")
    return "; ".join([*said, *([point.note] if point.note else [])])


def revision_words(revision: Revision) -> str:
    """Return a revision in words.

    >>> revision_words(Revision("Harbour master", 64, 684, "2024-05-02", "c1"))
    'Harbour master revised 64 to 684 on 2024-05-02'
    """
    on = "on" if len(revision.when) == 10 else "in"
    return f"{revision.label} revised {printed(revision.old)} to {printed(revision.new)} {on} {revision.when}"


def rows_from_series(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Return each line as one JSON object with its points, their votes and their revisions."""
    return [line_row(line) | {"points": [point_row(point) for point in line.points]} for line in lines]


def line_row(line: Line) -> dict[str, Any]:
    """Return what a line is, without its points."""
    return {name: getattr(line, name) for name in LINE_FIELDS} | {"scope": dict(line.scope), "title": title_of(line)}


def point_row(point: Point) -> dict[str, Any]:
    """Return a point as JSON; an end that nobody said is null."""
    row = {name: getattr(point, name) for name in POINT_FIELDS}
    votes = [
        {
            "origin": it.label,
            "low": it.low,
            "value": it.value,
            "high": it.high,
            "last": it.last.isoformat(),
            "published": it.published,
            "claim": it.entry,
        }
        for it in point.votes
    ]
    revised = [
        {"origin": it.label, "old": it.old, "new": it.new, "when": it.when, "claim": it.entry} for it in point.revised
    ]
    lists = {name: list(getattr(point, name)) for name in ("origin_names", "open", "members")}
    return row | lists | {"revised": revised, "votes": votes}


def apart_rows(apart: Sequence[Apart]) -> list[dict[str, Any]]:
    """Return the figures that are on no line as JSON objects."""
    return [{"claim": it.id, "document": it.doc, "value": it.value, "period": it.period, "why": it.why} for it in apart]


def flat_rows(lines: Iterable[Line]) -> Iterator[dict[str, str]]:
    """Yield a CSV row for each point, every cell a text; the columns are CSV_COLUMNS."""
    for line in lines:
        scope = "; ".join(f"{name}={value}" for name, value in line.scope)
        about = {name: str(getattr(line, name)) for name in LINE_FIELDS} | {"scope": scope}
        for point in line.points:
            ends = {name: bare(getattr(point, name)) for name in ("low", "best", "high")}
            lists = {name: "; ".join(getattr(point, name)) for name in ("origin_names", "open", "members")}
            revised = "; ".join(map(revision_words, point.revised))
            contradicted = "yes" if point.contradicted else ""
            told = {"period": point.period, "origins": str(point.origins), "note": point.note}
            yield about | told | ends | lists | {"revised": revised, "contradicted": contradicted}


def bare(value: float | None) -> str:
    """Return a number without separators, for machines; "" for an end that nobody said."""
    return "" if value is None else f"{value:.12g}"
