"""Taking a document out for good: its text, its claims and, where nothing else is in them, its bytes. Its hash stays.

Somebody who is named on a page may ask for that, and a document may turn out to be one that no base should hold. The custody
log keeps that there was something, which hash it had, who took it out and why; no build takes the same text in again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass

from musterbook.store.batch import remove
from musterbook.store.custody import Event
from musterbook.store.rows_from_capture import digest_of_captures
from musterbook.store.sqlite import Base, said

DID = "removed"


@dataclass(frozen=True, slots=True)
class Removal:
    """What was taken out: the document's id, the hash of its text, its claims, and what had to stay.

    `files` were deleted from the archive; `kept` hold other documents too; `alike` are documents that repeat its text.
    """

    doc: str
    sha256: str
    claims: int
    files: tuple[str, ...]
    kept: tuple[str, ...]
    alike: tuple[str, ...]


def remove_document(base: Base, doc: str, why: str) -> Removal:
    """Take a document out in one transaction, then overwrite what it leaves on the disk. The id must exist."""
    link = base.connection
    row = base.rows("SELECT sha256 FROM documents WHERE id = ?", (doc,))[0]
    claims = sum(
        base.rows(f"SELECT count(*) AS n FROM {table} WHERE doc = ?", (doc,))[0]["n"]
        for table in ("figures", "incidents", "statements")
    )
    alike = [it["doc"] for it in base.rows('SELECT doc FROM copies WHERE "of" = ? ORDER BY doc', (doc,))]
    alike += [it["of"] for it in base.rows('SELECT "of" FROM copies WHERE doc = ?', (doc,))]
    files = base.rows("SELECT DISTINCT file, raw FROM captures WHERE doc = ? ORDER BY file", (doc,))
    lines = len(base.custody)
    with said(base.folder):
        link.execute("PRAGMA secure_delete = ON")
        link.execute("BEGIN IMMEDIATE")
        try:
            link.execute("DELETE FROM captures WHERE doc = ?", (doc,))
            remove(link, {doc})
            base.log(Event(DID, f"document {doc}", row["sha256"], why))
            gone, kept = _files(base, files, why)
            link.execute("COMMIT")
        except BaseException:
            if link.in_transaction:
                link.execute("ROLLBACK")
            del base.custody[lines:]
            raise
    base.copy_custody()
    _wipe(base, gone)
    return Removal(doc, row["sha256"], claims, tuple(gone), tuple(kept), tuple(sorted(alike)))


def _files(base: Base, files: list[dict[str, str]], why: str) -> tuple[list[str], list[str]]:
    """Bring the files' rows up to what is left of them; return the hashes of those to delete, and of those with more in them."""
    link = base.connection
    for file in files:
        rows = link.execute("SELECT * FROM captures WHERE file = ? ORDER BY id", (file["file"],)).fetchall()
        if rows:
            digest = digest_of_captures(rows)
            link.execute(
                "UPDATE files SET captures = ?, documents = documents - 1 WHERE id = ?", (digest, file["file"])
            )
            base.log(Event("read", f"file {file['file']}", digest, "one document of it was removed"))
        else:
            link.execute("DELETE FROM files WHERE id = ?", (file["file"],))
            link.execute("DELETE FROM seen WHERE file = ?", (file["file"],))
    held = {raw for (raw,) in link.execute("SELECT raw FROM files UNION SELECT raw FROM captures")}
    raws = sorted({file["raw"] for file in files})
    for raw in raws:
        if raw not in held:
            base.log(Event(DID, "its bytes", raw, why))
    return [raw for raw in raws if raw not in held], [raw for raw in raws if raw in held]


def _wipe(base: Base, files: list[str]) -> None:
    """Delete bytes from the archive, and write the base anew so that nothing of the text is left between its pages."""
    with base.archive.said():
        for raw in files:
            base.archive.path(raw).unlink(missing_ok=True)
            base.archive.touched.add(base.archive.path(raw).parent)
        base.archive.touched = {folder for folder in base.archive.touched if folder.is_dir()}
        base.archive.settle()
    with said(base.folder):
        base.connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        base.connection.execute("VACUUM")
        base.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def removed_hashes(base: Base) -> frozenset[str]:
    """Return the hashes of texts and bytes that were taken out for good."""
    found = set()
    for row in base.rows("SELECT line FROM custody WHERE instr(line, ?) > 0", (f'"did":"{DID}"',)):
        with suppress(ValueError, KeyError, TypeError):
            line = json.loads(row["line"])
            if line["did"] == DID:
                found.add(str(line["hash"]))
    return frozenset(found)
