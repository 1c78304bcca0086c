"""Tables -> CSV: UTF-8, a header, one line a row, an HXL tag row where it is asked for.

A spreadsheet takes a text that begins with = + - @ for a formula and runs it. Such a text gets an apostrophe before it, which
spreadsheets do not show; numbers are numbers and stay as they are. A text that begins with an apostrophe and one of these gets
another one, so that taking one away always gives back what was there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from musterbook.publish.tables.table import Cell, Column, Table, digits

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def csv_from_tables(tables: Iterable[Table], folder: Path, *, hxl: bool = False) -> list[Path]:
    """Write a file a table; return them."""
    made = []
    for table in tables:
        path = folder / f"{table.name}.csv"
        path.write_text(text_from_table(table, hxl=hxl), encoding="utf-8", newline="")
        made.append(path)
    return made


def text_from_table(table: Table, *, hxl: bool = False) -> str:
    """Return a table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names())
    if hxl:
        writer.writerow([column.hxl for column in table.columns])
    for row in table.rows:
        writer.writerow([written(cell, column) for cell, column in zip(row, table.columns, strict=True)])
    return out.getvalue()


def written(cell: Cell, column: Column) -> str:
    """Return a cell as it is written.

    >>> text = Column("quote", "string", "", ""); [written(it, text) for it in ("=1+1", "'=1", "'tis", None)]
    ["'=1+1", "''=1", "'tis", '']
    >>> written(-5.0, Column("low", "number", "", ""))
    '-5'
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return digits(cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return a text of a CSV as it was before it was guarded.

    >>> unguarded("'=1+1"), unguarded("''=1"), unguarded("'tis"), unguarded("=1")
    ('=1+1', "'=1", "'tis", '=1')
    """
    return cell[1:] if _GUARDED.match(cell) else cell
