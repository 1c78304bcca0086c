"""The folder of a release -> its pages and decisions, as the base keeps them: what somebody released, others can build on.

Nothing is believed that is not as it was released: every file is held to its hash in the manifest. What was hidden stays hidden.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.files_from_sources import MANIFEST, shown
from musterbook.ingest.lists.rows_from_sheet import rows_from_sheet
from musterbook.ingest.piece import Fault, Piece
from musterbook.publish.tables.csv_from_tables import unguarded
from musterbook.store.rows_from_released import (
    NEEDED,
    Decision,
    Record,
    ReleasedPage,
    Whose,
    decisions_from_released,
    pages_from_released,
)

INSIDE = ("", "data/")  # where tables lie in a release: a data package has a folder for them
FORMS = ("parquet", "csv")
COPY = "take a copy that nobody changed"


@dataclass(frozen=True, slots=True)
class Released:
    """A release, read: its files, the manifest first, its pages, and what was decided about their claims."""

    whose: Whose
    files: tuple[Path, ...]
    pages: tuple[ReleasedPage, ...]
    decisions: tuple[Decision, ...]


def released_from_folder(folder: Path) -> Released:
    """Return what a release holds; raises InputError (one line) for one that was changed, or that holds no tables of claims."""
    about, hashes = manifest(folder)
    paths = {name: path_of(folder, name, hashes) for name in NEEDED}
    tables = {name: rows_of(path, hashes[path.relative_to(folder).as_posix()]) for name, path in paths.items()}
    whose = Whose(f"release {about['version']} of {about['released']}", f"{about['released']} {about['content']}")
    try:
        pages = tuple(pages_from_released(tables, whose))
        decided = tuple(decisions_from_released(tables))
    except (KeyError, ValueError) as fault:
        why = " ".join(str(fault).split())[:100]
        raise InputError(f"{shown(folder)}: its tables do not fit each other ({why}); {COPY}") from fault
    return Released(whose, (folder / MANIFEST, *paths.values()), pages, decided)


def manifest(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a release says of itself, and the hash of each of its files."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        hashes = {str(it["path"]): str(it["sha256"]) for it in found["files"]}
        return {name: str(found[name]) for name in ("version", "released", "content")}, hashes
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        why = " ".join(str(fault).split())[:100]
        raise InputError(f"{shown(path)}: no manifest of a release ({why}); {COPY}") from fault


def path_of(folder: Path, name: str, hashes: dict[str, str]) -> Path:
    """Return the file that holds a table."""
    for inside in INSIDE:
        for form in FORMS:
            if f"{inside}{name}.{form}" in hashes:
                return folder / f"{inside}{name}.{form}"
    raise InputError(
        f"{shown(folder)}: a release without its table {name}; ask for one made with `export --as parquet`, csv or datapackage"
    )


def rows_of(path: Path, hash: str) -> list[Record]:
    """Return the rows of a table, each cell as text; guards against formulas and the row of tags are taken out."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise InputError(f"{shown(path)}: cannot be read ({fault.strerror}); {COPY}") from fault
    if sha256(data).hexdigest() != hash:
        raise InputError(f"{shown(path)}: not as it was released; {COPY}")
    piece = Piece(shown(path), "", len(data), lambda: BytesIO(data))
    found: list[Record] = []
    for row in rows_from_sheet(piece, path.suffix.removeprefix("."), Budget()):
        if isinstance(row, Fault):
            raise InputError(f"{shown(path)}: {row.why}")
        found.append(row if path.suffix == ".parquet" else {key: unguarded(cell) for key, cell in row.items()})
    return [row for row in found if not next(iter(row.values())).startswith("#")]
