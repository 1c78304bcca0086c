"""A pack folder, a language and the user's own rows -> Codebook: frozen tables with a hash. Reads files, so it is not pure."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from musterbook.codebook.row import Row
from musterbook.codebook.schema import LANGUAGE_TABLES, PACK_TABLES, Series, SeriesPoints
from musterbook.errors import CodebookError
from musterbook.frozen import frozen
from musterbook.model import digest

R = TypeVar("R", bound=Row)
LANGUAGES = ("en",)
ID_TABLES = (
    "measures",
    "concepts",
    "sources",
    "source_kinds",
    "formations",
    "places",
    "themes",
    "incident_kinds",
    "series",
)


@frozen
class Codebook:
    """Every table of one pack in one language. `version` is a hash over all rows: same version, same reading."""

    pack: str
    language: str
    version: str
    tables: dict[str, tuple[Row, ...]]
    languages: tuple[str, ...] = LANGUAGES  # that documents of this world come in, read or not

    def rows(self, table: str, kind: type[R]) -> tuple[R, ...]:
        """Return the rows of a table, typed; an absent table is empty."""
        return tuple(row for row in self.tables.get(table, ()) if isinstance(row, kind))


def pack_folder(pack: str) -> Path:
    """Return the folder of a built-in pack, or of a path that is one."""
    own = Path(pack)
    if own.is_dir():
        return own
    return Path(str(files("musterbook"))) / "packs" / pack


def language_folder(language: str) -> Path:
    """Return the folder with the tables of a language."""
    return Path(str(files("musterbook"))) / "languages" / language


def table_files(folder: Path, table: str, language: str) -> list[Path]:
    """Return the files of one table: the one for all languages, then the one of this language."""
    return [path for path in (folder / f"{table}.csv", folder / f"{table}.{language}.csv") if path.is_file()]


def read_rows(path: Path, kind: type[R]) -> Iterator[R]:
    """Yield the rows of one CSV file; a missing column is empty, an unknown one is left to `codebook check`."""
    known = {name for name in kind.__dataclass_fields__ if name != "where"}
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        columns = {name: at for at, name in enumerate(next(reader, [])) if name in known}
        for record in reader:
            if not record:
                continue  # an empty line
            cells = {name: record[at].strip() if at < len(record) else "" for name, at in columns.items()}
            yield kind(**cells, where=f"{path.name}:{reader.line_num}")


def merge(base: list[Row], own: list[Row], table: str) -> list[Row]:
    """Add the user's rows; one with the same key (id, or surface) takes the place of the pack's."""
    key = "id" if table in ID_TABLES else "bound" if table == "bound_intervals" else "surface"
    taken = {getattr(row, key, None) for row in own} - {None}
    return [row for row in base if getattr(row, key, None) not in taken] + own


def load_codebook(pack: str = "desertion", language: str = "en", own: Path | None = None) -> Codebook:
    """Load a pack for one language with the user's own rows (a folder of the same file names) on top.

    Raises CodebookError when the pack does not exist or a file is not UTF-8 CSV.
    """
    folder = pack_folder(pack)
    if not folder.is_dir():
        raise CodebookError(f"no pack named {pack!r}: give a built-in name (desertion, lighthouse) or a folder")
    tables: dict[str, tuple[Row, ...]] = {}
    for home, known in ((language_folder(language), LANGUAGE_TABLES), (folder, PACK_TABLES)):
        for table, kind in known.items():
            tables[table] = tuple(load_table(home, own, table, kind, language))
    tables["series_points"] = tuple(load_points(tables["series"], (own, folder)))
    version = digest(*(f"{name}|{row}" for name in sorted(tables) for row in tables[name]))
    return Codebook(folder.name, language, version, tables, declared(folder))


def declared(folder: Path) -> tuple[str, ...]:
    """Return the languages a pack says its documents come in; its own check reports a file that cannot be read."""
    try:
        said = json.loads((folder / "pack.json").read_text(encoding="utf-8")).get("languages")
    except (OSError, ValueError, AttributeError):
        return LANGUAGES
    return tuple(map(str, said)) if isinstance(said, list) and said else LANGUAGES


def load_points(rows: Iterable[Row], homes: Iterable[Path | None]) -> Iterator[SeriesPoints]:
    """Yield the file of each series, from the first folder that has it; `codebook check` reports one that no folder has."""
    folders = [home / "series" for home in homes if home is not None]
    for row in rows:
        if isinstance(row, Series) and row.file and Path(row.file).name == row.file:
            path = next((path for path in (folder / row.file for folder in folders) if path.is_file()), None)
            if path is not None:
                yield SeriesPoints(series=row.id, text=read_points(path), where=row.where)


def read_points(path: Path) -> str:
    """Return the text of a file of points; raises CodebookError when it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise CodebookError(f"{path}: {fault}; save it as UTF-8 CSV and run `musterbook codebook check`") from fault


def load_table(home: Path, own: Path | None, table: str, kind: type[Row], language: str) -> list[Row]:
    """Read one table from its home folder and the user's folder."""
    try:
        base: list[Row] = [row for path in table_files(home, table, language) for row in read_rows(path, kind)]
        if own is None or not own.is_dir():
            return base
        mine: list[Row] = [row for path in table_files(own, table, language) for row in read_rows(path, kind)]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise CodebookError(
            f"{home}/{table}: {fault}; save it as UTF-8 CSV and run `musterbook codebook check`"
        ) from fault
    return merge(base, mine, table) if mine else base
