"""Rows of text -> a table that fits the terminal: words are broken between their parts, dates never, the quote is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

GAP = 2  # columns between two columns: one of padding, one of the box
LEAST = 6  # a narrower column is a ladder of letters
# What is not broken: a date with the stroke of its interval, a run of letters with the joint that ends it.
PARTS = re.compile(r"\d{4}(?:-\d\d){1,2}/?|[^\s\-_/]+[\-_/]*|[\-_/]+|\s+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how wide at most, whether it is never narrowed, its style, how wide at least."""

    head: str
    most: int = 26
    fixed: bool = False
    style: str = ""
    least: int = LEAST


QUOTE = Column("quote", most=10_000, least=14)


@dataclass(slots=True)
class Grid:
    """A table whose columns are as wide as the terminal allows; the widest ones give way first."""

    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """Add a row, a cell a column; a cell may have several lines."""
        self.rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield the table for the width at hand, then an empty line."""
        headed = any(column.head for column in self.columns)
        made = Table(box=SIMPLE_HEAD, show_header=headed, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
        wide = widths(self.columns, self.rows, options.max_width)
        for column, width in zip(self.columns, wide, strict=True):
            made.add_column(column.head, width=width, overflow="fold", style=column.style)
        for cells in self.rows:
            made.add_row(*(Text(fitted(cell, width)) for cell, width in zip(cells, wide, strict=True)))
        if self.title:
            yield Text(self.title, style="bold")
        yield made
        yield Text("")


def widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column: what its cells need, less where the room is short.

    >>> widths((Column("id", fixed=True), Column("quote", 99)), [("12345678", "They left the unit.")], 24)
    [8, 14]
    """
    wide = [natural(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    least = [width if column.fixed else min(width, column.least) for column, width in zip(columns, wide, strict=True)]
    over = sum(wide) + GAP * (len(wide) - 1) - room
    while over > 0 and wide != least:
        at = max(range(len(wide)), key=lambda it: (wide[it] > least[it], wide[it]))
        wide[at] -= 1
        over -= 1
    return wide


def natural(column: Column, cells: Sequence[str]) -> int:
    """Return how wide a column would be if there were room."""
    lines = [line for cell in cells for line in cell.splitlines()]
    return min(column.most, max(len(column.head), *map(len, lines), 1) if lines else len(column.head))


def fitted(text: str, width: int) -> str:
    """Return a text in lines of at most `width`, broken between words or behind a joint, inside only where it must be.

    >>> fitted("absent_persons 2024-01/2024-03-05", 12).splitlines()
    ['absent_', 'persons', '2024-01/', '2024-03-05']
    """
    return "\n".join(line for part in text.split("\n") for line in lines_of(part, width))


def lines_of(text: str, width: int) -> Iterator[str]:
    """Yield the lines of one line that may be too long."""
    line = ""
    for part in PARTS.findall(text):
        if len(line) + len(part.rstrip()) > width and line.strip():
            yield line.rstrip()
            line = ""
        while len(part) > width and not part.isspace():
            yield part[:width]
            part = part[width:]
        line += part if line else part.lstrip()
    yield line.rstrip()
