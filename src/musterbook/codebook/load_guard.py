"""A pack and its languages -> Guard. Reads files, so it is not pure."""

from __future__ import annotations

from pathlib import Path

from musterbook.codebook.guard import (
    LANGUAGE_GUARD_TABLES,
    PACK_GUARD_TABLES,
    Guard,
    guard_from_tables,
)
from musterbook.codebook.load import R, language_folder, load_codebook, pack_folder, read_rows
from musterbook.codebook.row import Row


def load_guard(pack: str, own: Path | None = None) -> Guard:
    """Load the guard of a pack: its languages' tables of names and the codebooks that say who and what is public."""
    first = load_codebook(pack, "en", own)
    books = (first, *(load_codebook(pack, code, own) for code in first.languages if code != "en"))
    rows: dict[str, list[tuple[str, Row]]] = {}
    for code in sorted({*first.languages, "en"}):
        for table, kind in LANGUAGE_GUARD_TABLES.items():
            found = _read(language_folder(code) / "guard" / f"{table}.csv", kind)
            found += _read(own / "guard" / f"{table}.{code}.csv", kind) if own else []
            rows.setdefault(table, []).extend((code, row) for row in found)
    kind = PACK_GUARD_TABLES["themes"]
    details = _read(pack_folder(pack) / "guard" / "themes.csv", kind)
    details += _read(own / "guard" / "themes.csv", kind) if own else []
    rows["themes"] = [("", row) for row in details]
    return guard_from_tables(books, rows)


def _read(path: Path, kind: type[R]) -> list[R]:
    return list(read_rows(path, kind)) if path.is_file() else []
