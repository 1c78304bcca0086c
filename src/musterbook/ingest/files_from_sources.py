"""Folders and files that a person names -> File, one after the other in sorted order. Opens nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from musterbook.errors import InputError
from musterbook.frozen import frozen
from musterbook.ingest.sidecar import SUFFIX as SIDECAR

BASE_FILE = "muster.sqlite"  # a folder that holds one is an evidence base, and no source
MANIFEST, INDEX = "release.json", "index.csv"  # a folder that holds both is a release, taken in as one
Stamp = tuple[int, int]  # size in bytes, time of change in nanoseconds


@frozen
class File:
    """A file to take in. `stamp` and `side` (of its sidecar) tell without opening it whether it changed since."""

    path: Path
    stamp: Stamp
    side: Stamp | None = None
    named: bool = True  # the person named it; False: it was met in a folder
    release: bool = False  # the manifest of a release: the files beside it are parts of it

    @property
    def label(self) -> str:
        """Return how messages call it."""
        return shown(self.path)

    @property
    def sidecar(self) -> Path:
        """Return where its sidecar would be."""
        return self.path.with_name(self.path.stem + SIDECAR)


def files_from_sources(sources: Iterable[Path]) -> Iterator[File | InputError]:
    """Yield every file that `sources` name: a file as it is, a folder walked in sorted order.

    A folder without any, a file that is not there or not a file, yields the InputError that says so.
    """
    for source in sources:
        if source.is_dir():
            found = False
            for file in walk(source):
                found = True
                yield file
            if not found:
                yield InputError(f"{shown(source)}: no file in this folder; name another")
            continue
        if source.name == MANIFEST and source.with_name(INDEX).is_file():
            yield manifest(source)
            continue
        try:
            yield file_at(source, named=True)
        except InputError as fault:
            yield fault


def walk(folder: Path) -> Iterator[File | InputError]:
    """Yield the files under a folder, sorted; hidden ones, sidecars and evidence bases are passed over, links to folders not followed."""
    for home, folders, names in os.walk(folder):
        if BASE_FILE in names:
            folders.clear()
            continue
        if {MANIFEST, INDEX} <= {*names}:
            folders.clear()
            yield manifest(Path(home, MANIFEST))
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        listed = set(names)
        for name in sorted(names):
            if name.startswith(".") or name.endswith(SIDECAR):
                continue
            try:
                stem = name.rpartition(".")[0] or name
                yield file_at(Path(home, name), named=False, beside=stem + SIDECAR in listed)
            except InputError as fault:
                yield fault


def manifest(path: Path) -> File | InputError:
    """Return the file that stands for a whole release."""
    try:
        return replace(file_at(path, named=False, beside=False), release=True)
    except InputError as fault:
        return fault


def file_at(path: Path, *, named: bool, beside: bool = True) -> File:
    """Return the file at a path with its stamps; raises InputError when it is none. `beside`: there may be a sidecar."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise InputError(f"{shown(path)}: no such file; check the path") from None
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise InputError(f"{shown(path)}: cannot be read ({why}); check the file and its permissions") from fault
    if not stat.S_ISREG(found.st_mode):
        raise InputError(f"{shown(path)}: not a regular file; name a file or a folder")
    file = File(path, (found.st_size, found.st_mtime_ns), named=named)
    if not beside:
        return file
    try:
        side = file.sidecar.stat()
    except (OSError, ValueError):
        return file
    return File(path, file.stamp, (side.st_size, side.st_mtime_ns), named)


def shown(path: Path) -> str:
    """Return a path as text that any terminal and JSON can carry (what cannot be decoded is U+FFFD)."""
    return " ".join(os.fsencode(path).decode("utf-8", "replace").splitlines())
