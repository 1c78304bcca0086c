"""A pack and its languages -> Guard. Reads files, so it is not pure."""

from __future__ import annotations

import csv
from pathlib import Path

from musterbook.codebook.guard import (
    LANGUAGE_GUARD_TABLES,
    PACK_GUARD_TABLES,
    Guard,
    faults_of_guard,
    guard_from_tables,
)
from musterbook.codebook.load import Codebook, R, language_folder, load_codebook, pack_folder, read_rows
from musterbook.codebook.row import Row
from musterbook.codebook.schema import Measure, Source, Theme
from musterbook.errors import CodebookError


def load_guard(pack: str, own: Path | None = None) -> Guard:
    """Load the guard of a pack: its languages' tables of names and the codebooks that say who and what is public."""
    first = load_codebook(pack, "en", own)
    books = (first, *(load_codebook(pack, code, own) for code in first.languages if code != "en"))
    return guard_from_tables(books, guard_rows(first, pack_folder(pack), own))


def guard_rows(book: Codebook, folder: Path, own: Path | None = None) -> dict[str, list[tuple[str, Row]]]:
    """Return the guard's own tables as (language, row); `folder` is the pack's, `own` the user's."""
    rows: dict[str, list[tuple[str, Row]]] = {}
    for code in sorted({*book.languages, "en"}):
        for table, kind in LANGUAGE_GUARD_TABLES.items():
            found = _read(language_folder(code) / "guard" / f"{table}.csv", kind)
            found += _read(own / "guard" / f"{table}.{code}.csv", kind) if own else []
            rows.setdefault(table, []).extend((code, row) for row in found)
    for table, kind in PACK_GUARD_TABLES.items():
        of_pack = _read(folder / "guard" / f"{table}.csv", kind)
        of_pack += _read(own / "guard" / f"{table}.csv", kind) if own else []
        rows[table] = [("", row) for row in of_pack]
    return rows


def check_guard(folder: Path, under: Path) -> list[str]:
    """Return what is wrong with the guard tables of a pack, or with a user's on top of one, each as "guard/file:line: what"."""
    try:
        book = load_codebook(str(under), "en", None if folder == under else folder)
        rows = guard_rows(book, under, None if folder == under else folder)
    except (CodebookError, UnicodeDecodeError, csv.Error):
        return []  # the check of the tables below names what cannot be read
    named = (book.rows("themes", Theme), book.rows("sources", Source), book.rows("measures", Measure))
    found = [f"guard/{fault}" for fault in faults_of_guard(rows, *named)]
    mine = {f"guard/{path.name}" for path in (folder / "guard").glob("*.csv")}
    return [fault for fault in found if folder == under or fault.partition(":")[0] in mine]


def _read(path: Path, kind: type[R]) -> list[R]:
    return list(read_rows(path, kind)) if path.is_file() else []
