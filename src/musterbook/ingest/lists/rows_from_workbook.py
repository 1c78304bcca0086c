"""An XLSX workbook -> the rows of the first sheet that has a header, streamed; formulas give the values saved with them."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any, BinaryIO

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.columns_from_header import named_apart
from musterbook.ingest.lists.rows_from_child import rows_from_child
from musterbook.ingest.lists.rows_from_lines import known
from musterbook.ingest.lists.rows_from_sheet import Row, Rows, cell_from_value
from musterbook.ingest.piece import Piece

ROWS = 1_048_576  # what the format can hold
TITLE_ROWS = 20  # a header may stand below a title and some remarks
# What openpyxl, zipfile and the parsers below them raise on damaged files; of theirs, syntax errors are SyntaxErrors.
BROKEN = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, NotImplementedError, AssertionError,
    OSError, EOFError, zipfile.BadZipFile, zlib.error, SyntaxError,
)  # fmt: skip


def rows_from_workbook(piece: Piece, budget: Budget) -> Rows:
    """Yield the rows below the header; raises InputError for a workbook that is damaged or made to fill the memory."""
    with piece.open() as stream:
        inspected(stream, budget)
    return rows_from_child(f"{__name__}:rows_from_path", piece, budget)


def rows_from_path(path: str) -> Iterator[Row | str]:
    """Yield the rows of a workbook; the child's side."""
    with open(path, "rb") as stream:
        cells = unbroken(cells_from_stream(stream))
        columns = named_apart(next(cells, []))
        for row in cells:
            row += [""] * (len(columns) - len(row))
            if any(row[len(columns) :]):
                yield f"cells beside the {len(columns)} columns that have a name; name their columns or remove them"
            else:
                yield dict(zip(columns, row, strict=False))


def unbroken(cells: Iterator[list[str]]) -> Iterator[list[str]]:
    """Pass rows on; what the libraries raise on damaged files becomes an InputError, what they warn of is passed over."""
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                row = next(cells)
        except StopIteration:
            return
        except BROKEN as fault:
            raise InputError(damaged(fault)) from None
        yield row


def cells_from_stream(stream: BinaryIO) -> Iterator[list[str]]:
    """Yield the header, then the rows that are not blank, of the first sheet with columns that are known, else of the first."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    fallback = None
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the sheet says of its size may be a lie: rows would be padded to it
        for place, cells in enumerate(islice(filled(sheet), TITLE_ROWS)):
            if known(cells) >= 2:
                yield from islice(filled(sheet), place, None)
                return
            fallback = fallback or sheet
    if fallback is not None:
        yield from filled(fallback)


def filled(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of a sheet in which something stands, as text."""
    for row in sheet.iter_rows(values_only=True, max_row=ROWS):
        if any(value is not None and value != "" for value in row):
            cells = [text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield cells


def text(value: Any) -> str:
    """Return a cell as text; a date as ISO."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else cell_from_value(value).strip()


def inspected(stream: BinaryIO, budget: Budget) -> None:
    """Look through the parts of a workbook; raises InputError for what looks like a bomb."""
    try:
        with zipfile.ZipFile(stream) as archive:
            for info in archive.infolist():
                budget.unfold(info.file_size, info.compress_size)
                if info.filename.casefold().endswith((".xml", ".rels", ".vml")):
                    with archive.open(info) as part:
                        look_through(part, info.filename)
    except BROKEN as fault:
        raise InputError(damaged(fault)) from None


def look_through(part: IO[bytes], name: str) -> None:
    """Refuse a part that declares a document type: spreadsheets have none, and with it come entities."""
    carried = b""
    while block := part.read(1 << 18):
        both = carried + block
        if b"<!DOCTYPE" in both or b"<!ENTITY" in both:
            what = f"{name} declares entities, as markup does that is made to fill the memory"
            raise InputError(f"{what}; save the table as CSV")
        carried = both[-16:]


def damaged(fault: Exception) -> str:
    """Return what is wrong with a workbook that the libraries cannot read."""
    why = " ".join(str(fault).split())[:100]
    return f"not readable as a workbook ({type(fault).__name__}: {why}); save it again, or as CSV"
