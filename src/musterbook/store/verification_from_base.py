"""The base and its archive -> what is damaged, missing or changed, one line each. Trusts nothing: every hash is computed again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from musterbook.store.archive import hash_of
from musterbook.store.custody import FILE, faults_from_lines
from musterbook.store.rows_from_capture import digest_of_captures
from musterbook.store.sqlite import Base

CLAIMS = ("figures", "incidents", "statements")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that does not hold: where, what, and whether it means damage (False: worth knowing, nothing is lost)."""

    where: str
    what: str
    damage: bool = True


@dataclass(slots=True)
class Checked:
    """How much was checked."""

    files: int = 0
    documents: int = 0
    claims: int = 0
    lines: int = 0


def verification_from_base(base: Base, checked: Checked, step: Callable[[], None] = lambda: None) -> Iterator[Trouble]:
    """Yield all that is wrong with a base; `step` is called once per archived file."""
    yield from of_tables(base)
    yield from of_archive(base, checked, step)
    yield from of_custody(base, checked)
    yield from of_captures(base)
    yield from of_texts(base, checked)


def of_tables(base: Base) -> Iterator[Trouble]:
    """Yield what SQLite finds wrong with its own pages and with rows that point to nothing."""
    for row in base.rows("PRAGMA integrity_check"):
        if row["integrity_check"] != "ok":
            yield Trouble("muster.sqlite", row["integrity_check"])
    for row in base.rows("PRAGMA foreign_key_check"):
        yield Trouble("muster.sqlite", f"a row of {row['table']} belongs to no row of {row['parent']}")


def of_archive(base: Base, checked: Checked, step: Callable[[], None]) -> Iterator[Trouble]:
    """Yield archived bytes that are missing or no longer what their name says."""
    wanted = {row["raw"]: row["label"] for row in base.rows("SELECT raw, max(label) AS label FROM files GROUP BY raw")}
    used = wanted | {
        row["raw"]: "" for row in base.rows("SELECT DISTINCT raw FROM captures") if row["raw"] not in wanted
    }
    held = dict(base.archive.held())
    for raw, label in sorted(used.items()):
        path = base.archive.path(raw)
        where = f"{shown(base, path)}{f' ({label})' if label else ''}"
        if raw not in held:
            yield Trouble(where, "missing: put the file back, or build again from the original")
        elif (found := hash_at(path)) != raw:
            what = "cannot be read" if found is None else "changed: its bytes no longer have this hash"
            yield Trouble(where, what)
        checked.files += 1
        step()
    for raw in sorted(held.keys() - used.keys()):
        yield Trouble(shown(base, held[raw]), "belongs to nothing: a build was interrupted here", damage=False)


def hash_at(path: Path) -> str | None:
    """Return the SHA-256 of a file, None when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hash_of(stream)
    except OSError:
        return None


def of_custody(base: Base, checked: Checked) -> Iterator[Trouble]:
    """Yield breaks of the chain of custody, in the base and in its copy."""
    lines = [row["line"] for row in base.rows("SELECT line FROM custody ORDER BY number")]
    checked.lines = len(lines)
    for number, what in faults_from_lines(lines):
        yield Trouble(f"muster.sqlite: custody, line {number}", what)
    path = base.archive.folder / FILE
    where = shown(base, path)
    try:
        copy = path.read_bytes().decode("utf-8", "surrogateescape").split("\n")[:-1] if lines else []
    except OSError:
        yield Trouble(where, "missing: the next build writes it again from the base")
        return
    for number, (ours, theirs) in enumerate(zip(lines, copy, strict=False), 1):
        if ours != theirs:
            yield Trouble(f"{where}: line {number}", "differs from the line in the base: one of the two was changed")
    if len(copy) > len(lines):
        yield Trouble(
            f"{where}: line {len(lines) + 1}", "is not in the base: it was added by hand, or the base is older"
        )
    elif len(copy) < len(lines):
        missing = len(lines) - len(copy)
        yield Trouble(where, f"lacks the last {missing} lines: the next build completes it", damage=False)


def of_captures(base: Base) -> Iterator[Trouble]:
    """Yield files whose capture records are no longer those that the custody log holds."""
    logged = {hash_in(row["line"]) for row in base.rows("SELECT line FROM custody")}
    for file in base.rows("SELECT id, label, captures FROM files ORDER BY label, id"):
        rows = base.rows("SELECT * FROM captures WHERE file = ? ORDER BY id", (file["id"],))
        now = digest_of_captures(tuple(row.values()) for row in rows)
        if now != file["captures"] or now not in logged:
            yield Trouble(f"muster.sqlite: captures of {file['label']}", "changed since they were logged")


def hash_in(line: str) -> str:
    """Return the hash that a line of the log is about, "" for a line that is none."""
    with suppress(ValueError, AttributeError, RecursionError):
        return str(json.loads(line).get("hash", ""))
    return ""


def of_texts(base: Base, checked: Checked) -> Iterator[Trouble]:
    """Yield documents whose text changed, and claims whose quote is not in the text at its place.

    The hash of a page that only a release knows is that of the page; what is kept of its text has one of its own.
    """
    sql = (
        "SELECT id, name, text, coalesce(text_sha256, sha256) FROM documents LEFT JOIN released ON doc = id ORDER BY id"
    )
    for id, name, text, said in base.connection.execute(sql):
        checked.documents += 1
        if sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != said:
            yield Trouble(f"muster.sqlite: text of {name} ({id})", "changed: it no longer has its hash")
    for table in CLAIMS:
        checked.claims += base.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]
        sql = f"""SELECT {table}.id AS id, name FROM {table} JOIN documents ON documents.id = doc
                  WHERE substr(text, "start" + 1, "end" - "start") <> quote ORDER BY 1"""
        for row in base.rows(sql):
            yield Trouble(f"muster.sqlite: claim {row['id']} of {row['name']}", "its quote is not in the text")


def shown(base: Base, path: Path) -> str:
    """Return a path inside the base as messages call it."""
    return path.relative_to(base.folder).as_posix()
