"""The evidence base on disk: BASE/muster.sqlite, one writer, many readers. Opens, migrates and writes.

WAL, so that readers never wait for the writer; FULL, so that what was reported as done survives the power going. One
build at a time holds a lock of its own (BASE/muster.lock) while it runs: the system frees it when the process dies.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from musterbook.errors import BaseError
from musterbook.store.archive import Archive, full
from musterbook.store.custody import FILE as CUSTODY
from musterbook.store.custody import START, Event, append, bring_up, hash_of_line, line_from_event
from musterbook.store.rows_from_extract import Versions

FILE, LOCK = "muster.sqlite", "muster.lock"
APPLICATION = 0x4D555354  # "MUST": says whose file this is
SCHEMA = 4
WAIT_SECONDS = 5.0  # another writer's transaction is a batch, well under a second
MIGRATIONS = Path(str(files("musterbook"))) / "store" / "migrations"
Args = Sequence[object] | dict[str, object]


class Base:
    """An open evidence base; use it as a context manager. Made by `open_base`."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, lock: sqlite3.Connection | None) -> None:
        self.folder, self.connection, self.lock = folder, connection, lock
        self.run: int | None = None
        self.began = now()
        self.archive = Archive(folder)
        self.who = "musterbook"  # whom the custody log names
        self.custody: list[str] = []
        self.copied = 0  # lines of it that the copy is known to hold
        if lock is not None:
            self.custody = [line for (line,) in connection.execute("SELECT line FROM custody ORDER BY number")]
            self.copy_custody()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; the writer's lock goes with them."""
        for connection in (self.connection, self.lock):
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()

    def rows(self, sql: str, args: Args = ()) -> list[dict[str, Any]]:
        """Return the rows of a query as dicts; raises BaseError when the file is damaged."""
        with said(self.folder):
            cursor = self.connection.execute(sql, args)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def log(self, event: Event) -> None:
        """Append a line to the chain of custody, inside the transaction that is open."""
        before = hash_of_line(self.custody[-1]) if self.custody else START
        line = line_from_event(event, len(self.custody) + 1, before, at=now(), who=self.who)
        self.connection.execute("INSERT INTO custody VALUES (?, ?)", (len(self.custody) + 1, line))
        self.custody.append(line)

    def copy_custody(self) -> None:
        """Bring the copy of the custody log up to the base."""
        if len(self.custody) > self.copied:
            with self.archive.said():
                self.archive.folder.mkdir(parents=True, exist_ok=True)
                if not self.copied:
                    bring_up(self.archive.folder / CUSTODY, self.custody)
                else:
                    append(self.archive.folder / CUSTODY, self.custody[self.copied :])
            self.copied = len(self.custody)

    def note(self, versions: Versions, documents: int, failures: int) -> None:
        """Record what this run has committed so far."""
        if self.run is None:
            sql = "INSERT INTO runs (began, committed, codebook, reader, documents, failures) VALUES (?, ?, ?, ?, 0, 0)"
            self.run = self.connection.execute(sql, (self.began, now(), *versions)).lastrowid
        sql = "UPDATE runs SET committed = ?, documents = documents + ?, failures = failures + ? WHERE id = ?"
        self.connection.execute(sql, (now(), documents, failures, self.run))


def open_base(folder: Path, *, write: bool = False) -> Base:
    """Open the base in a folder, to write (creating it) or to read; raises BaseError that says what to do."""
    path = folder / FILE
    if not write and not path.is_file():
        raise BaseError(f"no evidence base at {folder}; make one with `musterbook build FOLDER --base {folder}`")
    try:
        lock = hold(folder) if write else None
    except OSError as fault:
        raise BaseError(f"{folder}: cannot be made ({fault.strerror}); give another --base") from fault
    connection = None
    try:
        with said(folder):
            connection = connect(path, write)
            migrate(connection, path, write)
    except BaseException:
        for one in (connection, lock):
            if one is not None:
                one.close()
        raise
    return Base(folder, connection, lock)


def hold(folder: Path) -> sqlite3.Connection:
    """Take the writer's lock of a base for as long as the connection is open."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as fault:
        lock.close()
        if "locked" in str(fault):
            raise BaseError(f"{folder}: another build is writing; wait for it, or give another --base") from None
        raise BaseError(f"{folder}: cannot be written ({fault}); check the folder's permissions") from fault
    except sqlite3.DatabaseError as fault:
        lock.close()
        raise BaseError(f"{folder / LOCK}: not a lock file of musterbook ({fault}); remove it") from fault
    return lock


def connect(path: Path, write: bool) -> sqlite3.Connection:
    """Open the file; a reader on a medium that cannot be written reads it as it is."""
    mode = "mode=rwc" if write else "mode=ro" if os.access(path.parent, os.W_OK) else "immutable=1"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=WAIT_SECONDS, isolation_level=None
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def migrate(connection: sqlite3.Connection, path: Path, write: bool) -> None:
    """Bring the tables to this version; refuses a file that is somebody else's, damaged or from a later version."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if owner != APPLICATION and not (empty and write):
        raise BaseError(f"{path}: not an evidence base of musterbook; move it away or give another --base")
    if found > SCHEMA:
        raise BaseError(f"{path}: made by a later musterbook (version {found} > {SCHEMA}); update musterbook")
    if found < SCHEMA and not write:
        raise BaseError(f"{path}: of an earlier version; run `musterbook build` on it once")
    if not write:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for version in range(found + 1, SCHEMA + 1):
        script = (MIGRATIONS / f"{version:04}.sql").read_text(encoding="utf-8")
        settings = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {version};"
        connection.executescript(f"BEGIN IMMEDIATE; {script} {settings} COMMIT;")


@contextmanager
def said(folder: Path) -> Iterator[None]:
    """Turn what SQLite complains about into one line that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise BaseError(f"{folder}: another program is writing; try again when it is done") from fault
        if "full" in str(fault) or "disk I/O error" in str(fault):
            raise BaseError(full(folder / FILE)) from fault
        raise BaseError(f"{folder / FILE}: {fault}; check the folder and the free space") from fault
    except sqlite3.DatabaseError as fault:
        what = f"{folder / FILE}: damaged or not an evidence base ({fault})"
        raise BaseError(f"{what}; move it away and build again, or give another --base") from fault


def now() -> str:
    """Return the time in UTC, or the fixed one that SOURCE_DATE_EPOCH (seconds since 1970) asks for."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    at = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
    return at.isoformat(timespec="seconds")
