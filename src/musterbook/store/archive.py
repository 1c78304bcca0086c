"""BASE/archive: the bytes of every file as it was given, under its SHA-256, written once and never changed.

`archive/ab/cdef...`: temp file, fsync, rename, fsync of the folder. Whatever happens, a name there means whole bytes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from musterbook.errors import BaseError

FOLDER = "archive"
CHUNK = 1 << 20
READ_ONLY = 0o444
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Archive:
    """The archive of one base. `keep` writes, `settle` makes sure that what was written survives the power going."""

    def __init__(self, base: Path) -> None:
        self.folder = base / FOLDER
        self.touched: set[Path] = set()

    def path(self, sha256: str) -> Path:
        """Return where the bytes with this hash are, or would be."""
        return self.folder / sha256[:2] / sha256[2:]

    def keep(self, source: Path) -> str:
        """Archive a file and return the SHA-256 of the bytes archived.

        Raises BaseError when the archive cannot be written, OSError when the source cannot be read.
        """
        with source.open("rb") as stream:
            sha256 = hash_of(stream)
            if self.path(sha256).is_file():
                return sha256
            stream.seek(0)
            with self.said():
                return self.write(stream)

    def write(self, stream: BinaryIO) -> str:
        """Copy a stream into place under the hash of what was copied (a file may change while it is read)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(prefix=".part-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as out:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(name, READ_ONLY)
            target = self.path(digest.hexdigest())
            if not target.parent.is_dir():
                target.parent.mkdir(exist_ok=True)
                self.touched.add(self.folder)
            os.replace(name, target)
            self.touched.add(target.parent)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
        return digest.hexdigest()

    def settle(self) -> None:
        """Make the names of what was written last: call it before saying that anything is done."""
        for folder in sorted(self.touched):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        self.touched.clear()

    def sweep(self) -> None:
        """Remove what a killed build left half written."""
        for part in self.folder.glob(".part-*"):
            with suppress(OSError):
                part.unlink()

    def held(self) -> Iterator[tuple[str, Path]]:
        """Yield (SHA-256 as named, path) of all that is archived, sorted."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            yield path.parent.name + path.name, path

    @contextmanager
    def said(self) -> Iterator[None]:
        """Turn what the disk complains about into one line that says what to do."""
        try:
            yield
        except OSError as fault:
            if fault.errno in FULL:
                raise BaseError(full(self.folder)) from fault
            raise BaseError(f"{self.folder}: cannot be written ({fault.strerror}); check its permissions") from fault


def hash_of(stream: BinaryIO) -> str:
    """Return the SHA-256 of what is left in a stream."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def full(where: Path) -> str:
    """Return the line for a disk without room."""
    return (
        f"{where}: the disk is full; free some space and run the same command again (what was reported as done is kept)"
    )
