"""What every form of a release is written from: tables of typed rows. What a column means is a row of columns.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import isinf

from musterbook.model import demand

Cell = str | int | float | bool | None  # None is empty; an empty text is None too
DIMS = "{dims}"  # where the pack's own dimensions stand


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` is string, integer, number or boolean, `hxl` its tag, `own`: it is a dimension of the pack."""

    name: str
    type: str
    description: str
    hxl: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose cells, where they are filled, are the key of another table."""

    column: str
    table: str
    to: str = "id"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows sorted by their key; `key` are the names of the columns that tell one row from another."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    references: tuple[Reference, ...] = field(default=())

    def names(self) -> list[str]:
        """Return the names of its columns."""
        return [column.name for column in self.columns]

    def records(self) -> list[dict[str, Cell]]:
        """Return its rows by column name."""
        names = self.names()
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def keyed(self) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        """Yield its rows, each with what names it within the table."""
        places = [self.names().index(name) for name in self.key]
        for row in self.rows:
            yield "/".join("" if row[at] is None else str(row[at]) for at in places), row


@dataclass(frozen=True, slots=True)
class About:
    """What a table is, apart from its columns."""

    description: str
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()


_OF_CLAIM = (Reference("doc", "documents"), Reference("fact", "facts"))
ABOUT: dict[str, About] = {
    "documents": About("The archived pages, without their texts", ("id",)),
    "figures": About("Claims of a number: one row each time one is told", ("id",), _OF_CLAIM),
    "incidents": About("Claims of a happening: one row each time one is told", ("id",), _OF_CLAIM),
    "statements": About("Claims on a theme of the codebook", ("id",), _OF_CLAIM),
    "hops": About("Whom a claim is from: one row a hop, nearest first", ("claim", "position")),
    "slots": About("Every value of a claim and what it stands on: words of the page, or the rule", ("claim", "name")),
    "facts": About("What claims come to that are about one quantity or happening", ("id",)),
    "members": About(
        "Which claims tell which fact", ("fact", "claim"), (Reference("fact", "facts"), Reference("doc", "documents"))
    ),
    "origins": About(
        "The ends that the claims of a fact lead to, each counted once", ("fact", "key"), (Reference("fact", "facts"),)
    ),
    "mutations": About("How figures changed on their way from page to page", ("id",), (Reference("fact", "facts"),)),
    "sums": About("What adds up and what does not", ("id",), (Reference("fact", "facts"),)),
    "sources": About("Who is named: outlets, offices, those who speak in public", ("id",)),
    "terms": About("Wrong words for a term, signs of a poor translation", ("id",), (Reference("doc", "documents"),)),
    "decisions": About("What people decided about two claims: that they are one fact, or two", ("id",)),
    "summary": About("Facts by measure, side and month; small cells are withheld", ("measure", "side", "month")),
    "incidents_ucdp": About("Happenings in the columns of UCDP GED: one row a fact", ("id",)),
}


@cache
def _known() -> dict[str, tuple[Column, ...]]:
    text = files(__package__).joinpath("columns.csv").read_text(encoding="utf-8")
    found: dict[str, list[Column]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["table"], []).append(Column(row["name"], row["type"], row["description"], row["hxl"]))
    return {name: tuple(columns) for name, columns in found.items()}


def columns_of(table: str, dims: Iterable[str] = ()) -> tuple[Column, ...]:
    """Return the columns of a table in their order, the dimensions of a pack in their place.

    >>> [column.name for column in columns_of("statements", ["side"])][6:9]
    ['label', 'side', 'stance']
    """
    made: list[Column] = []
    for it in _known()[table]:
        if it.name != DIMS:
            made.append(it)
            continue
        said = it.description.replace("{name}", "{0}")
        made += [Column(name, it.type, said.format(name), it.hxl.replace("{name}", name), True) for name in dims]
    return tuple(made)


def table_from_records(name: str, records: Iterable[Mapping[str, Cell]], dims: Iterable[str] = ()) -> Table:
    """Return records as a table, sorted by its key; raises ValueError for one with other columns or a key that is there twice."""
    about, columns = ABOUT[name], columns_of(name, dims)
    names = [column.name for column in columns]
    wanted = set(names)
    rows: dict[tuple[str, ...], tuple[Cell, ...]] = {}
    for record in records:
        demand(record.keys() == wanted, f"columns of {name}", list(record))
        key = tuple(sortable(record[part]) for part in about.key)
        demand(key not in rows, f"one row of {name} a key", key)
        rows[key] = tuple(cell(record[column]) for column in names)
    return Table(
        name, about.description, about.key, columns, tuple(rows[key] for key in sorted(rows)), about.references
    )


def sortable(value: Cell) -> str:
    """Return a part of a key as a text that sorts as it does.

    >>> sortable(7) < sortable(12)
    True
    """
    return f"{value:09}" if isinstance(value, int) else "" if value is None else str(value)


def cell(value: Cell) -> Cell:
    """Return a value as it is kept: empty is None, and so is a number that is open above."""
    if value == "" and isinstance(value, str):
        return None
    return None if isinstance(value, float) and isinf(value) else value


def digits(value: float) -> str:
    """Return a number in full, without an exponent or a tail of noughts.

    >>> digits(1250000.0), digits(0.5), digits(12.345)
    ('1250000', '0.5', '12.345')
    """
    return str(int(value)) if value == int(value) else repr(value)
