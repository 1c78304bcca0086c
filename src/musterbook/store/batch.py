"""A batch of what was taken in -> one transaction of the base: all of it, or nothing.

Order on disk: the bytes are in the archive and settled, then this transaction commits, then the copy of the custody log
is brought up to it. Killed between any two, the next build finds nothing acknowledged that is not there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from musterbook.model import Document, Extract, digest
from musterbook.store.custody import Event
from musterbook.store.rows_from_capture import Capture, FileRow, capture_row, digest_of_captures
from musterbook.store.rows_from_extract import Row, Rows, Versions, fingerprint, rank, rank_of, rows_from_extract
from musterbook.store.sqlite import Base, said

TABLES = ("documents", "figures", "incidents", "statements", "hops", "slots", "terms", "leftovers", "released")
CLAIMS = ("figures", "incidents", "statements")
OF_DOCUMENT = ("copies", "signatures")  # rows that go with a document and are not part of its reading
COMPARED = ("entries", "meetings", "links", "clusters", "assessments", "sums", "probables", "stale")
FINGERPRINT = 12  # column of documents
SIGN = "copies"  # the task of finding copies anew


@dataclass(slots=True)
class Batch:
    """What waits to be committed. `files` are done with the last of what is in this batch or an earlier one."""

    readings: dict[str, tuple[str, Document, Extract]] = field(default_factory=dict)  # by document id; with its source
    signatures: dict[str, bytes] = field(default_factory=dict)
    released: dict[str, Rows] = field(default_factory=dict)  # pages that a release alone knows, by document id
    captures: list[Capture] = field(default_factory=list)
    failures: list[tuple[str, str, str]] = field(default_factory=list)  # name, why, source
    coded: list[Row] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    seen: list[Row] = field(default_factory=list)

    def __len__(self) -> int:
        """How much waits: documents and faults, or what little there is to note about files that hold nothing new."""
        return max(
            len(self.readings) + len(self.released) + len(self.failures),
            len(self.captures),
            len(self.files),
            len(self.coded),
        )


def put(base: Base, batch: Batch, versions: Versions) -> None:
    """Write a batch in one transaction and bring the copy of the custody log up to it."""
    lines = len(base.custody)
    with said(base.folder):
        base.connection.execute("BEGIN IMMEDIATE")
        try:
            write(base, batch, versions)
            base.connection.execute("COMMIT")
        except BaseException:
            if base.connection.in_transaction:
                base.connection.execute("ROLLBACK")
            del base.custody[lines:]
            raise
    base.copy_custody()


def write(base: Base, batch: Batch, versions: Versions) -> None:
    """Write a batch inside the transaction that is open."""
    link = base.connection
    every = batch.readings.values()
    read = [rows_from_extract(document, extract, versions, source) for source, document, extract in every]
    replace(link, [*read, *batch.released.values()])
    link.executemany("INSERT OR REPLACE INTO signatures VALUES (?, ?)", sorted(batch.signatures.items()))
    if docs := sorted({*batch.readings, *batch.released}):
        link.execute("INSERT OR IGNORE INTO pending VALUES (?)", (SIGN,))
        link.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(doc,) for doc in docs])
    captured(link, batch.captures)
    link.executemany("INSERT OR REPLACE INTO failures (path, why, source) VALUES (?, ?, ?)", batch.failures)
    put_rows(link, "coded", batch.coded)
    for file in batch.files:
        done(base, file)
    put_rows(link, "seen", batch.seen)
    if batch.readings or batch.failures:
        base.note(versions, len(batch.readings), len(batch.failures))


def captured(link: sqlite3.Connection, captures: Iterable[Capture]) -> None:
    """Write captures; a document that the same bytes no longer give, and nothing else does, is taken out."""
    rows = [capture_row(capture) for capture in captures]
    gone = set()
    for row in rows:
        gone |= {doc for (doc,) in link.execute("SELECT doc FROM captures WHERE id = ? AND doc <> ?", (row[0], row[4]))}
    put_rows(link, "captures", rows)
    remove(link, unheld(link, gone))


def unheld(link: sqlite3.Connection, docs: set[str]) -> set[str]:
    """Return the documents that no capture is of any more."""
    return {doc for doc in docs if not link.execute("SELECT 1 FROM captures WHERE doc = ?", (doc,)).fetchone()}


def done(base: Base, file: FileRow) -> None:
    """Record that a file is done: what it failed on before and no longer does is forgotten, and so is what it was called before."""
    link = base.connection
    before = link.execute("SELECT captures FROM files WHERE id = ?", (file.id,)).fetchone()
    if not link.execute("SELECT 1 FROM files WHERE raw = ?", (file.raw,)).fetchone():
        base.log(Event("kept", file.label, file.raw, f"{file.size} bytes"))
    older = "SELECT id FROM files WHERE raw = ? AND label = ? AND id <> ?"
    these = (file.raw, file.label, file.id)
    gone = {doc for (doc,) in link.execute(f"SELECT doc FROM captures WHERE file IN ({older})", these)}
    link.execute(f"DELETE FROM captures WHERE file IN ({older})", these)
    remove(link, unheld(link, gone))
    link.execute("DELETE FROM files WHERE raw = ? AND label = ? AND id <> ?", these)
    link.execute("DELETE FROM coded WHERE source = ? AND number > ?", (file.label, file.coded))
    failed = set(file.failed)
    for (path,) in link.execute("SELECT path FROM failures WHERE source = ?", (file.label,)).fetchall():
        if path not in failed:
            link.execute("DELETE FROM failures WHERE path = ?", (path,))
    captures = digest_of_captures(link.execute("SELECT * FROM captures WHERE file = ? ORDER BY id", (file.id,)))
    if before is None or before[0] != captures:
        note = f"{file.documents} documents of {file.raw}, ingest {file.versions[0]}"
        base.log(Event("read", file.label, captures, note))
    put_rows(link, "files", [file.row(captures)])


def put_rows(link: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    """Insert rows, each in place of the one with its key."""
    if rows:
        link.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def replace(link: sqlite3.Connection, batch: list[Rows]) -> None:
    """Put a batch of documents in place of what they had, and keep the full-text index in step."""
    these = chosen(link, [rows["documents"][0][0] for rows in batch])
    unindex(link, these)
    for table in reversed(TABLES):
        if table != "documents":
            link.execute(f"DELETE FROM {table} WHERE doc IN (SELECT doc FROM batch)")
    for table in TABLES:
        rows = [row for of_one in batch for row in of_one.get(table, ())]
        if rows and table == "documents":
            update(link, rows)
        elif rows:
            link.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    fresh = link.execute(f"SELECT rowid, quote, title {these}").fetchall()
    link.executemany("INSERT INTO search (rowid, quote, title) VALUES (?, ?, ?)", fresh)


def update(link: sqlite3.Connection, rows: list[Row]) -> None:
    """Write rows of documents without taking the old ones out: captures and copies point to them."""
    names = [row[1] for row in link.execute("PRAGMA table_info(documents)")]
    to = ", ".join(f'"{name}" = excluded."{name}"' for name in names[1:])
    link.executemany(
        f"INSERT INTO documents VALUES ({', '.join('?' * len(names))}) ON CONFLICT (id) DO UPDATE SET {to}", rows
    )


def remove(link: sqlite3.Connection, docs: set[str]) -> None:
    """Take documents out with all that was read of them."""
    if not docs:
        return
    unindex(link, chosen(link, sorted(docs)))
    link.execute('DELETE FROM copies WHERE "of" IN (SELECT doc FROM batch)')
    for table in (*OF_DOCUMENT, *reversed(TABLES[1:])):
        link.execute(f"DELETE FROM {table} WHERE doc IN (SELECT doc FROM batch)")
    link.execute("DELETE FROM documents WHERE id IN (SELECT doc FROM batch)")
    link.execute("INSERT OR IGNORE INTO pending VALUES (?)", (SIGN,))
    link.execute("INSERT OR IGNORE INTO stale SELECT doc FROM batch")


def chosen(link: sqlite3.Connection, docs: Iterable[Any]) -> str:
    """Name the documents that a step is about; return the query for their rows of the full-text index."""
    link.execute("CREATE TEMP TABLE IF NOT EXISTS batch (doc TEXT PRIMARY KEY) STRICT")
    link.execute("DELETE FROM batch")
    link.executemany("INSERT INTO batch VALUES (?)", [(doc,) for doc in docs])
    # Ordered by row number: the index would start a new segment at every step back.
    return "FROM searchable WHERE doc IN (SELECT doc FROM batch) ORDER BY 1"


def unindex(link: sqlite3.Connection, these: str) -> None:
    """Take rows out of the full-text index, while what they say can still be read."""
    gone = link.execute(f"SELECT rowid, quote, title {these}").fetchall()
    link.executemany("INSERT INTO search (search, rowid, quote, title) VALUES ('delete', ?, ?, ?)", gone)


def put_copies(base: Base, rows: list[Row]) -> None:
    """Replace what is known of copies: (document, what it is a copy of, similarity, why)."""
    with said(base.folder):
        base.connection.execute("BEGIN IMMEDIATE")
        try:
            before = dict(base.connection.execute('SELECT doc, "of" FROM copies').fetchall())
            after = {row[0]: row[1] for row in rows}
            moved = sorted(doc for doc in {*before, *after} if before.get(doc) != after.get(doc))
            base.connection.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(doc,) for doc in moved])
            base.connection.execute("DELETE FROM copies")
            put_rows(base.connection, "copies", rows)
            base.connection.execute("DELETE FROM pending WHERE task = ?", (SIGN,))
            base.connection.execute("COMMIT")
        except BaseException:
            if base.connection.in_transaction:
                base.connection.execute("ROLLBACK")
            raise


def state(base: Base, document: Document, source: str, versions: Versions) -> str:
    """Return what the base holds of a document: "new", "same" (this very reading), "kept" or "changed".

    Kept: it is there from another source that knows at least as much about it, read by these versions, so its reading
    stays. Which one stays does not depend on which came first.
    """
    found = base.rows("SELECT * FROM documents WHERE id = ?", (document.id,))
    if not found:
        return "new"
    held = found[0]
    if held["fingerprint"] == fingerprint(document, versions):
        return "same"
    there = rank_of(held["published"], bool(held["guessed"]), held["title"], held["publisher"], held["name"])
    current = (held["codebook"], held["reader"]) == versions
    return "kept" if current and held["source"] != source and there <= rank(document) else "changed"


def state_of_released(base: Base, doc: str, rows: Rows) -> str:
    """Return what the base holds of a page that a release knows: "new", "same", "kept" (the page itself, or a later release), "changed"."""
    found = base.rows("SELECT fingerprint, rank FROM documents LEFT JOIN released ON doc = id WHERE id = ?", (doc,))
    if not found:
        return "new"
    ((_, _, rank, *_),) = rows["released"]
    if found[0]["rank"] is None or found[0]["rank"] > str(rank):
        return "kept"
    return "same" if found[0]["fingerprint"] == rows["documents"][0][FINGERPRINT] else "changed"


def claims_of_others(base: Base, doc: str, rows: Rows) -> str:
    """Return a claim of a released page that the base holds for another page, "" where there is none."""
    every = " UNION ALL ".join(f"SELECT id, doc FROM {kind}" for kind in CLAIMS)
    sql = f"SELECT id FROM ({every}) WHERE id = ? AND doc <> ?"
    ids = (str(row[0]) for kind in CLAIMS for row in rows[kind])
    return next((id for id in ids if base.rows(sql, (id, doc))), "")


def table_hash(base: Base) -> dict[str, str]:
    """Return a digest of each compared table: equal bases have equal digests, whatever their history."""
    order = {
        "documents": "id",
        "figures": "id",
        "incidents": "id",
        "statements": "id",
        "failures": "path",
        "stale": "doc",
    }
    digests = {}
    for table in (*TABLES, "failures", "files", "captures", "signatures", "copies", "coded", *COMPARED):
        by = order.get(table, "1, 2")
        digests[table] = digest(*(tuple(row.values()) for row in base.rows(f"SELECT * FROM {table} ORDER BY {by}")))
    return digests
