"""A release -> its folder, whole or not at all: written beside its place under another name, and put there when it is done."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from musterbook.publish.release_from_tables import (
    CHANGES,
    CITED,
    FIRST,
    INDEX,
    MANIFEST,
    TOMBSTONES,
    Change,
    Release,
    ReleaseError,
    changes_between,
    changes_text,
    citation_text,
    counted,
    index_text,
    manifest,
    release_from_folder,
    release_from_tables,
    tombstones_after,
    tombstones_text,
    version_after,
)
from musterbook.publish.tables.citation import Citation
from musterbook.publish.tables.table import Table

Writer = Callable[[Path, Citation], list[Path]]


@dataclass(frozen=True, slots=True)
class Made:
    """A release that was written, and what changed since the one before."""

    release: Release
    hash: str
    files: int
    changes: tuple[Change, ...]


def planned(tables: Sequence[Table], version: str | None, before: Release | None) -> tuple[Release, tuple[Change, ...]]:
    """Return the release that follows another (None: the first), under its version, and what changes."""
    release = release_from_tables(tables)
    changes = tuple(changes_between(before, release)) if before else ()
    version = version or (version_after(before, release) if before else FIRST)
    if before and version == before.version and before.content != release.content:
        raise ReleaseError(f"version {version} is out already, with other rows; leave out --version or raise it")
    stones = tombstones_after(before, release, version) if before else ()
    return replace(release, version=version, tombstones=stones), changes


def folder_from_release(
    out: Path, tables: Sequence[Table], cited: Citation, write: Writer, *, previous: Path | None = None, **about: Any
) -> Made:
    """Write a release into `out`. `cited.version` "" is the next after that in `previous`; `about` goes into its manifest."""
    before = release_from_folder(previous) if previous else None
    release, changes = planned(tables, cited.version or None, before)
    cited = replace(cited, version=release.version)
    check_place(out, release, before if previous and previous.resolve() == out.resolve() else None)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as spare:
            folder = Path(spare, "new")
            folder.mkdir()
            write(folder, cited)
            made = beside(folder, release, cited, changes, before, about)
            put(folder, out, Path(spare, "old"))
    except OSError as fault:
        raise ReleaseError(f"{out}: cannot be written ({fault.strerror}); nothing was released") from fault
    return made


def beside(
    folder: Path,
    release: Release,
    cited: Citation,
    changes: tuple[Change, ...],
    before: Release | None,
    about: dict[str, Any],
) -> Made:
    """Write what every form of a release has beside its rows, the manifest last."""
    texts = {
        CITED: citation_text(cited, release.content),
        INDEX: index_text(release),
        TOMBSTONES: tombstones_text(release.tombstones),
    }
    if before:
        texts[CHANGES] = changes_text(changes)
        about = {
            **about,
            "previous": {"version": before.version, "content": before.content},
            "changes": counted(changes),
        }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
    files = {it.relative_to(folder).as_posix(): it.read_bytes() for it in sorted(folder.rglob("*")) if it.is_file()}
    text, whole = manifest(release, cited, files, **about)
    (folder / MANIFEST).write_bytes(text.encode("utf-8"))
    return Made(release, whole, len(files) + 1, changes)


def check_place(out: Path, release: Release, before: Release | None) -> None:
    """Raise ReleaseError unless `out` is free, or holds the release that this one follows or repeats."""
    if out.is_file():
        raise ReleaseError(f"{out}: a file; give a folder")
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not (out / MANIFEST).is_file():
        raise ReleaseError(f"{out}: not empty, and no release; give another folder")
    if before is None and (held := release_from_folder(out)).content != release.content:
        raise ReleaseError(
            f"{out}: holds release {held.version}; give --previous {out} to follow it, or another folder"
        )


def put(folder: Path, out: Path, old: Path) -> None:
    """Put a finished folder in its place; what was there before goes only then."""
    if out.exists():
        out.rename(old)
    try:
        folder.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
