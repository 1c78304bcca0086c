"""The record of a checked article -> what the terminal shows: the summary first, then a block for each claim."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from musterbook.assess.finding import GRAVE, Kind
from musterbook.publish.lineage import plain
from musterbook.publish.records_from_findings import CALLED, SIGNS, Json, about, read_as, told_once
from musterbook.publish.tables_from_claims import amount, arrows, where

MANY = 3  # pages under one remark that are quoted in a table; the others are counted
LONGEST = 160  # letters of a quote; the other formats have all of it
COLOURS = {
    Kind.contradicted: "bold red",
    Kind.mutated: "bold yellow",
    Kind.does_not_add_up: "bold magenta",
    Kind.term_suspicious: "bold cyan",
    Kind.law_suspicious: "bold cyan",
    Kind.corroborated: "green",
    Kind.adds_up: "green",
}


def finding_tables(record: Json) -> Iterator[RenderableType]:
    """Yield the view of one checked article."""
    document, summary = record["document"], record["summary"]
    line = plain(" · ".join(about(document))) or "publisher and date not known"
    yield Rule(Text(plain(document["doc"]), style="bold"), align="left")
    yield Text(line, style="dim")
    yield Text(summary["words"], style="bold")
    for remark in told_once(summary["remarks"]):
        yield remark_block(remark, 0)
    shown = len(record["claims"])
    if shown != summary["claims"]:
        yield Text(f"Shown: {shown:,} of {summary['claims']:,}", style="dim")
    yield Text("")
    width = max((len(f"[{row['number']}]") for row in record["claims"]), default=0)
    for row in record["claims"]:
        yield claim_block(row, width)


def claim_block(row: Json, width: int) -> RenderableType:
    """Return one claim: its words, what was read, then the remarks, the gravest first."""
    head = Table.grid(padding=(0, 1, 0, 0))
    head.add_column(width=width, justify="right")
    head.add_column()
    head.add_row(Text(f"[{row['number']}]", style="bold"), Text(spoken(row["quote"]), style="bold"))
    head.add_row("", Text(read_line(row), style="dim"))
    return Group(head, *(remark_block(remark, width + 1) for remark in told_once(row["remarks"])), Text(""))


def remark_block(remark: Json, indent: int) -> RenderableType:
    """Return one remark with its sign, and below it who says so, on which page, in which words."""
    kind = Kind(remark["kind"])
    grave = kind in GRAVE
    sign = Text(SIGNS[kind], style=COLOURS.get(kind, ""))
    words = plain(remark["words"])
    called = CALLED[kind].upper() if grave else CALLED[kind]
    said = (
        Text(words)
        if named(kind, words) and not grave
        else Text.assemble((called, COLOURS.get(kind, "")), f": {words}")
    )
    made = Table.grid(padding=(0, 1, 0, 0))
    made.add_column(width=1)
    made.add_column()
    made.add_row(sign, said)
    for line in other_lines(remark["others"]):
        made.add_row("", Padding(Text(line, style="dim"), (0, 0, 0, 2)))
    return Padding(made, (0, 0, 0, indent))


def named(kind: Kind, words: str) -> bool:
    """True when the words of a remark hold the name of its kind already."""
    return CALLED[kind] in words.casefold()


def other_lines(others: list[Json]) -> Iterator[str]:
    """Yield a line for each claim that a remark rests on, as many as can be read at a glance."""
    for other in others[:MANY]:
        yield f"{plain(place_of(other))}: {spoken(other['quote'])}"
    if len(others) > MANY:
        yield f"and {len(others) - MANY:,} more (--format json has all)"


def place_of(other: Json) -> str:
    """Return on which page a claim stands that a remark rests on."""
    return "this article" if other["here"] else f"{other['publisher']}, {other['published'] or 'undated'}"


def spoken(words: str) -> str:
    """Return words in quotation marks on one line, cut where a table has no room for them.

    >>> spoken("They left."), len(spoken("left " * 90)) <= LONGEST
    ('“They left.”', True)
    """
    words = plain(words)
    if len(words) > LONGEST - 2:
        words = words[: LONGEST - 4].rpartition(" ")[0] + " …"
    return f"“{words}”"


def read_line(row: Json) -> str:
    """Return what was read of a claim: how much of what, when, where, from whom."""
    shape = read_as(row)
    number = amount(shape) if row["bound"] else ""
    said = " ".join(part for part in (number, row["what"].replace("_", " ").replace(".", ": ")) if part)
    return plain(" · ".join(part for part in (said, row["period"], where(shape), f"from {arrows(shape)}") if part))
