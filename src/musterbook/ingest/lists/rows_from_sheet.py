"""A table in any of six forms -> its rows, one by one: what each column holds, as text.

csv, tsv    rows_from_lines      parquet    rows_from_parquet
jsonl       rows_from_lines      xlsx       rows_from_workbook
json        here: an array of objects, or a single object
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.item_from_list import canonical, fault_at
from musterbook.ingest.piece import Fault, Piece
from musterbook.ingest.worker import loaded

Row = dict[str, str]
Rows = Iterator[Row | str]  # a row, or what is wrong with it
HERE = "musterbook.ingest.lists"
READERS = {
    "csv": f"{HERE}.rows_from_lines:rows_from_csv",
    "tsv": f"{HERE}.rows_from_lines:rows_from_csv",
    "jsonl": f"{HERE}.rows_from_lines:rows_from_jsonl",
    "json": f"{HERE}.rows_from_sheet:rows_from_json",
    "parquet": f"{HERE}.rows_from_parquet:rows_from_parquet",
    "xlsx": f"{HERE}.rows_from_workbook:rows_from_workbook",
}


def rows_from_sheet(piece: Piece, kind: str, budget: Budget) -> Iterator[Row | Fault]:
    """Yield each row of data, in order, as column -> text, or its Fault; a fault of the table itself comes last."""
    number = 0
    try:
        for row in loaded(READERS[kind])(piece, budget):
            budget.member(piece.depth + 1)
            number += 1
            yield row if isinstance(row, dict) else fault_at(piece, f"row {number}", row)
    except InputError as fault:
        yield fault_at(piece, "", f"{fault} ({number:,} rows were read before it)")


def rows_from_json(piece: Piece, _: Budget) -> Rows:
    """Yield the objects of an array, or the one object that a file is; raises InputError where the JSON breaks."""
    from musterbook.ingest.lists.values_from_json import values_from_json

    with piece.open() as stream:
        for place, value in values_from_json(stream, {(), ("item",)} if is_object(piece) else {("item",)}):
            yield row_from_value(value) if place in ((), ("item",)) else "not an object"


def is_object(piece: Piece) -> bool:
    """True when a JSON file is a single object."""
    with piece.open() as stream:
        return stream.read(1_024).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def row_from_value(value: Any) -> Row | str:
    """Return a JSON object as a row, or what is wrong with it.

    >>> row_from_value({"title": "A", "authors": ["B", "C"], "views": 5.0, "tags": None})
    {'title': 'A', 'authors': 'B; C', 'views': '5', 'tags': ''}
    """
    if not isinstance(value, dict):
        return "not a JSON object; write one object for each row"
    return {str(key): cell_from_value(held) for key, held in value.items()}


def cell_from_value(value: Any) -> str:
    """Return what a cell holds as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list) and all(isinstance(one, str | int | float) or one is None for one in value):
        return "; ".join(filter(None, map(cell_from_value, value)))
    return canonical(value).decode() if isinstance(value, list | dict) else str(value)
