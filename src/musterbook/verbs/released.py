"""The tables of a release, read again: what somebody else released can be compared without their base."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from musterbook.errors import InputError
from musterbook.ingest.piece import Fault

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.compared import Entry
    from musterbook.publish.facts_from_entries import Known

MANIFEST = "release.json"
CLAIMS = ("figures", "incidents", "statements")
INSIDE = "data"  # where a data package has its tables
FORMS = (".parquet", ".csv")
Row = dict[str, str]


def is_release(path: Path) -> bool:
    """True for the folder of a release, and for one of its tables of claims."""
    return folder_of(path) is not None


def folder_of(path: Path) -> Path | None:
    """Return the folder with the tables of the release that a path names, None when it names none."""
    if path.is_dir():
        tables = path / INSIDE if (path / INSIDE).is_dir() else path
        return tables if (path / MANIFEST).is_file() else None
    if path.stem not in CLAIMS or path.suffix not in FORMS:
        return None
    folder = path.parent
    above = folder.parent if folder.name == INSIDE else folder
    return folder if (above / MANIFEST).is_file() else None


def known_in_release(path: Path, codebook: Codebook) -> Known:
    """Return what the claims of a release come to: of all kinds for its folder, of one for one of its tables."""
    from musterbook.assess.sum_rules_from_codebook import sum_rules_from_codebook
    from musterbook.assess.sums_from_entries import sums_from_entries
    from musterbook.link.rules_from_codebook import rules_from_codebook
    from musterbook.publish.facts_from_entries import known_from_entries
    from musterbook.publish.tables.entries_from_rows import NEEDED, entries_from_rows

    folder = folder_of(path)
    if folder is None:
        raise InputError(f"{path}: not a release; `musterbook export` makes one")
    names = CLAIMS if path.is_dir() else (path.stem,)
    tables = {name: rows_of(folder, name) for name in (*NEEDED, *names)}
    rules, adding = rules_from_codebook(codebook), sum_rules_from_codebook(codebook)
    try:
        entries = entries_from_rows(tables, rules)
        pages: dict[str, list[Entry]] = {}
        for entry in entries:
            pages.setdefault(entry.doc, []).append(entry)
        sums = {doc: sums_from_entries(page, adding) for doc, page in pages.items()}
        return known_from_entries(entries, rules, sums=sums)
    except (KeyError, ValueError) as fault:
        why = " ".join(str(fault).split())[:100]
        raise InputError(f"{path}: not as it was released ({why}); take a copy that nobody changed") from fault


def rows_of(folder: Path, name: str) -> list[Row]:
    """Return the rows of a table, each cell as text; guards against formulas and the row of tags are taken out."""
    from musterbook import flow
    from musterbook.ingest.budget import Budget
    from musterbook.ingest.kind_from_piece import kind_from_piece
    from musterbook.ingest.lists.rows_from_sheet import rows_from_sheet
    from musterbook.publish.tables.csv_from_tables import unguarded

    path = next((held for form in FORMS if (held := folder / f"{name}{form}").is_file()), None)
    if path is None:
        raise InputError(f"{folder}: holds no table {name}; export as csv, parquet or datapackage")
    found: list[Row] = []
    for _, piece in flow.pieces([path], flow.NOTHING):
        if isinstance(piece, Fault):
            raise InputError(piece.why)
        for row in rows_from_sheet(piece, kind_from_piece(piece), Budget()):
            if isinstance(row, Fault):
                raise InputError(f"{path}: {row.why}")
            found.append(row if path.suffix == ".parquet" else {key: unguarded(cell) for key, cell in row.items()})
    return [row for row in found if not next(iter(row.values())).startswith("#")]
