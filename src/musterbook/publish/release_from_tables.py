"""Tables -> a release: its version, its hashes, how it is cited, and what changed since the last.

A release is a folder with `release.json`. Beside its form it holds `index.csv`: a digest for every row of every table, whatever
form they are written in, so that any two releases can be set side by side. A row that was there and is not any more leaves a
tombstone in `tombstones.csv`: its id and the digest it had, nothing of what it said; later releases carry it on.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from musterbook.errors import MusterbookError
from musterbook.publish.tables.citation import Citation
from musterbook.publish.tables.table import Cell, Table, digits

MANIFEST, INDEX, TOMBSTONES, CHANGES, CITED = (
    "release.json",
    "index.csv",
    "tombstones.csv",
    "changes.csv",
    "CITATION.cff",
)
FIRST = "1.0.0"
SHORT = 6  # hex digits a cell: enough to say which column changed in a row whose whole digest did
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
Key = tuple[str, str]  # table, row


class ReleaseError(MusterbookError):
    """A release cannot be made, read or set beside another."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """The digest of a row, and that of each of its cells."""

    digest: str
    cells: str


@dataclass(frozen=True, slots=True, order=True)
class Tombstone:
    """A row that was withdrawn: in which version it is gone, and which was the last that had it."""

    table: str
    id: str
    digest: str
    gone_in: str
    last_in: str


@dataclass(frozen=True, slots=True)
class Release:
    """What is known of a release without its rows."""

    version: str
    content: str  # digest of all rows: the same in every form
    columns: Mapping[str, tuple[str, ...]]
    index: Mapping[Key, Indexed]
    tombstones: tuple[Tombstone, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One row that differs between two releases; `what`: added, changed or withdrawn; `columns` that changed."""

    table: str
    id: str
    what: str
    columns: tuple[str, ...] = ()


# ---------------------------------------------------------------- tables -> index


def release_from_tables(tables: Sequence[Table], version: str = "") -> Release:
    """Return the release that some tables would be."""
    index = {(table.name, id): indexed(row) for table in tables for id, row in table.keyed()}
    columns = {table.name: tuple(table.names()) for table in tables}
    lines = [json.dumps(sorted(columns.items()))]
    lines += [f"{table}\x1f{id}\x1f{it.digest}" for (table, id), it in sorted(index.items())]
    return Release(version, f"sha256:{hashed(chr(10).join(lines))}", columns, index)


def indexed(row: Sequence[Cell]) -> Indexed:
    """Return the digests of a row."""
    cells = [plain(cell) for cell in row]
    return Indexed(hashed("\x1f".join(cells))[:16], "".join(short(cell) for cell in cells))


def hashed(text: str) -> str:
    """Return the SHA-256 of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=100_000)
def short(text: str) -> str:
    """Return the beginning of the SHA-256 of a text."""
    return hashed(text)[:SHORT]


def plain(cell: Cell) -> str:
    """Return a cell as the text that is hashed; True is not 1, and an empty cell is not a text."""
    if cell is None:
        return "\x00"
    if isinstance(cell, bool | str):
        return str(cell)
    return digits(cell)


# ---------------------------------------------------------------- two releases -> changes


def changes_between(before: Release, after: Release) -> list[Change]:
    """Return the rows that were added, changed or withdrawn, by table and id."""
    found = [Change(*key, "withdrawn") for key in before.index if key not in after.index]
    for key, now in after.index.items():
        was = before.index.get(key)
        if was is None:
            found.append(Change(*key, "added"))
        elif was.digest != now.digest:
            found.append(Change(*key, "changed", differing(before, after, key)))
    return sorted(found)


def differing(before: Release, after: Release, key: Key) -> tuple[str, ...]:
    """Return the columns in which a row differs, those that only one release has among them."""
    was, now = cells_of(before, key), cells_of(after, key)
    return tuple(name for name in {**was, **now} if was.get(name) != now.get(name))


def cells_of(release: Release, key: Key) -> dict[str, str]:
    """Return the digest of each cell of a row by column."""
    cells = release.index[key].cells
    pieces = [cells[at : at + SHORT] for at in range(0, len(cells), SHORT)]
    return dict(zip(release.columns[key[0]], pieces, strict=True))


def tombstones_after(before: Release, after: Release, version: str) -> tuple[Tombstone, ...]:
    """Return the tombstones of a release: those of the one before, and one for each row it withdraws; a row that is back has none."""
    kept = {(it.table, it.id): it for it in before.tombstones if (it.table, it.id) not in after.index}
    for key, was in before.index.items():
        if key not in after.index:
            kept[key] = Tombstone(*key, was.digest, version, before.version)
    return tuple(sorted(kept.values()))


def version_after(before: Release, after: Release) -> str:
    """Return the next version: the first part for other columns or withdrawn rows, the second for new rows, the third for others."""
    found = _VERSION.fullmatch(before.version)
    if found is None:
        raise ReleaseError(f"version {before.version!r} is not of the form 1.2.3; say which comes next with --version")
    major, minor, patch = map(int, found.groups())
    what = {it.what for it in changes_between(before, after)}
    if "withdrawn" in what or before.columns != after.columns:
        return f"{major + 1}.0.0"
    if "added" in what:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if what else before.version


def counted(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Return how many rows of each table were added, changed and withdrawn."""
    counts = Counter((it.table, it.what) for it in changes)
    tables = sorted({table for table, _ in counts})
    return {table: {what: counts[table, what] for what in ("added", "changed", "withdrawn")} for table in tables}


# ---------------------------------------------------------------- a release <-> its folder


def index_text(release: Release) -> str:
    """Return the index as CSV."""
    rows = ((*key, it.digest, it.cells) for key, it in sorted(release.index.items()))
    return csv_text(("table", "id", "digest", "cells"), rows)


def tombstones_text(tombstones: Iterable[Tombstone]) -> str:
    """Return tombstones as CSV."""
    rows = ((it.table, it.id, it.digest, it.gone_in, it.last_in) for it in tombstones)
    return csv_text(("table", "id", "digest", "gone_in", "last_in"), rows)


def changes_text(changes: Iterable[Change]) -> str:
    """Return changes as CSV."""
    return csv_text(
        ("table", "id", "what", "columns"), ((it.table, it.id, it.what, ";".join(it.columns)) for it in changes)
    )


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows under a header as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def release_from_folder(folder: Path) -> Release:
    """Return the release in a folder; raises ReleaseError where there is none, or one that was changed by hand."""
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        columns = {table: tuple(names) for table, names in about["columns"].items()}
        index = {(row["table"], row["id"]): Indexed(row["digest"], row["cells"]) for row in csv_rows(folder / INDEX)}
        stones = tuple(Tombstone(**row) for row in csv_rows(folder / TOMBSTONES))
        release = Release(about["version"], about["content"], columns, index, stones, about)
        files = {it["path"]: it["sha256"] for it in about["files"]}
    except FileNotFoundError as fault:
        raise ReleaseError(
            f"{folder}: not a release ({Path(fault.filename).name} is missing); `musterbook export` makes one"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error) as fault:
        why = " ".join(str(fault).split())[:100]
        raise ReleaseError(f"{folder}: its release cannot be read ({why}); take a copy that nobody changed") from None
    for name in (INDEX, TOMBSTONES):
        if files.get(name) != sha256((folder / name).read_bytes()).hexdigest():
            raise ReleaseError(f"{folder / name}: not as it was released; take a copy that nobody changed")
    return release


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file of ours."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def manifest(release: Release, cited: Citation, files: Mapping[str, bytes], **more: Any) -> tuple[str, str]:
    """Return release.json, with the hash of every file in the release, and the hash over all of them."""
    listed = [
        {"path": path, "bytes": len(raw), "sha256": sha256(raw).hexdigest()} for path, raw in sorted(files.items())
    ]
    whole = sha256("".join(f"{it['sha256']}  {it['path']}\n" for it in listed).encode()).hexdigest()
    rows = Counter(table for table, _ in release.index)
    about = {
        "title": cited.title,
        "version": cited.version,
        "released": cited.released,
        "hash": f"sha256:{whole}",
        "content": release.content,
        "licence": cited.licence,
        **more,
        "rows": {table: rows[table] for table in release.columns},
        "columns": {table: list(names) for table, names in release.columns.items()},
        "files": listed,
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n", str(about["hash"])


def citation_text(cited: Citation, content: str) -> str:
    """Return CITATION.cff; JSON's texts are YAML's."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {said('Please cite this release with its version, and the reports themselves for what they say.')}",
        f"title: {said(cited.title)}",
        f"abstract: {said(cited.abstract)}",
        "type: dataset",
        f"version: {said(cited.version)}",
        f"date-released: {said(cited.released)}",
        f"license: {said(cited.licence)}",
        "authors:",
        f"  - name: {said(cited.author)}",
        "identifiers:",
        "  - type: other",
        f"    value: {said(content)}",
        "    description: hash of all rows, whatever form they are written in",
        *(["keywords:", *(f"  - {said(word)}" for word in cited.keywords)] if cited.keywords else []),
    ]
    return "\n".join(lines) + "\n"


def said(text: str) -> str:
    """Return a text as YAML in double quotes."""
    return json.dumps(text, ensure_ascii=False)
