"""A pack's folder `release` and the user's own -> what a release needs beside the codebook: floors and coordinates.

They do not change how a page is read, so they are no part of the codebook's version: a floor that moves has nothing read anew.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from musterbook.codebook.load import pack_folder, read_rows
from musterbook.codebook.row import Row
from musterbook.errors import CodebookError
from musterbook.frozen import frozen
from musterbook.publish.tables.places_from_codebook import Coordinate

FOLDER = "release"
R = TypeVar("R", bound=Row)


@frozen
class Floor(Row):
    """A least value that a release must reach; of two rows with one name the user's own counts."""

    name: str = ""
    minimum: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """What a release needs of a pack."""

    dims: tuple[str, ...]
    licence: str
    floors: tuple[Floor, ...]
    coordinates: tuple[Coordinate, ...]


def pack_from_folder(name: str, own: Path | None = None) -> Pack:
    """Return what a pack, and the user's own rows over it, say; raises CodebookError for a table that cannot be read."""
    folder = pack_folder(name)
    homes = [it / FOLDER for it in (folder, own) if it is not None]
    about = described(folder / "pack.json")
    floors = {row.name: row for home in homes for row in rows(home / "floors.csv", Floor)}
    points = {row.id: row for home in homes for row in rows(home / "coordinates.csv", Coordinate)}
    return Pack(
        tuple(map(str, about.get("dimensions", ()))),
        str(about.get("licence", "")),
        tuple(floors[key] for key in sorted(floors)),
        tuple(points[key] for key in sorted(points)),
    )


def described(path: Path) -> dict[str, Any]:
    """Return what a pack says of itself, nothing where it says nothing."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:
        raise CodebookError(f"{path}: {fault}; correct it and run `musterbook codebook check`") from fault
    return found if isinstance(found, dict) else {}


def rows(path: Path, kind: type[R]) -> list[R]:
    """Return the rows of a table, none where there is no such file; every number in them is one."""
    if not path.is_file():
        return []
    try:
        found = list(read_rows(path, kind))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise CodebookError(f"{path}: {fault}; save it as UTF-8 CSV") from fault
    for row in found:
        for name in ("minimum", "lat", "lon"):
            try:
                float(getattr(row, name, 0))
            except ValueError:
                raise CodebookError(f"{path}: {row.where}: {name} is no number; write one, such as 0.5") from None
    return found
