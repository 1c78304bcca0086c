"""The evidence base -> what leaves it: packages that other people's tools open. Bytes come out of the archive, as they were given."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from musterbook.errors import BaseError
from musterbook.ingest.budget import Budget
from musterbook.ingest.kind_from_piece import kind_from_piece
from musterbook.ingest.piece import Piece
from musterbook.ingest.texts_from_piece import leaves
from musterbook.publish.records_from_capture import Capture
from musterbook.publish.wacz_from_captures import Package, wacz_from_captures
from musterbook.store.sqlite import Base

MEDIA = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "feed": "application/xml",
    "telegram_json": "application/json",
    "telegram_html": "text/html",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "parquet": "application/vnd.apache.parquet",
}
NEVER = "1970-01-01T00:00:00Z"  # of a file whose line is lost: `verify` names it
SQL = """SELECT captures.*, title, label FROM captures JOIN documents ON documents.id = doc JOIN files ON files.id = captures.file
         WHERE doc NOT IN (SELECT doc FROM released)
         ORDER BY captures.raw, captures.part, captures.id"""


def wacz_from_base(base: Base, out: Path, *, title: str, step: Callable[[], None] = lambda: None) -> Package:
    """Write every archived page of a base into one WACZ; `step` is called once per file.

    Records that a crawler made are copied word for word; for everything else a record is made of its bytes.
    """
    files: dict[str, list[dict[str, Any]]] = {}
    kept = kept_at(base)
    for row in base.rows(SQL):
        row["captured"] = row["captured"] or kept.get(row["raw"], NEVER)
        files.setdefault(row["raw"], []).append(row)
    with tempfile.TemporaryFile() as spool:
        captures: list[Capture] = []
        for raw, rows in files.items():
            captures += captures_in(base.archive.path(raw), rows, spool)
            step()
        return wacz_from_captures(captures, out, title=title)


def captures_in(path: Path, rows: list[dict[str, Any]], spool: IO[bytes]) -> Iterator[Capture]:
    """Yield the captures of one archived file, with their bytes put by in the spool."""
    if not path.is_file():
        raise BaseError(f"{path}: missing; run `musterbook verify` to see what else is")
    top = Piece(rows[0]["label"], "", path.stat().st_size, lambda: path.open("rb"))
    places = records_in(path) if kind_from_piece(top) == "warc" else {}
    for leaf in leaves(top, Budget(packed=top.size)):
        mine = [row for row in rows if belongs(row["part"], leaf.part)]
        if not mine:
            continue
        body = put_by(leaf, spool)
        mime = MEDIA.get(kind_from_piece(leaf), "text/plain; charset=utf-8")
        for row in mine if len(mine) == 1 or mine[0]["part"] == leaf.part else mine[:1]:
            whole = row["part"] == leaf.part
            yield Capture(
                url=(row["final_url"] or row["target_url"] or "") if whole else "",
                captured=row["captured"],
                body=body,
                record=reading(path, *places[row["record"]]) if row["record"] in places else None,
                title=row["title"] if whole else leaf.name,
                mime=mime,
                http_headers=tuple((name, value) for name, value in json.loads(row["headers"])),
                status=200 if json.loads(row["headers"]) else None,
            )


def belongs(part: str, leaf: str) -> bool:
    """True when a capture lies in a leaf: is it, or is one of the many that it lists.

    >>> belongs("a.zip/x.html", "a.zip/x.html"), belongs("result.json/message 3", "result.json"), belongs("ab", "a")
    (True, True, False)
    """
    return part == leaf or leaf == "" or part.startswith(f"{leaf}/")


def put_by(leaf: Piece, spool: IO[bytes]) -> Callable[[], bytes]:
    """Append the bytes of a piece to the spool; return what reads them back."""
    start = spool.seek(0, 2)
    with leaf.open() as stream:
        while chunk := stream.read(1 << 20):
            spool.write(chunk)
    size = spool.tell() - start

    def body() -> bytes:
        spool.seek(start)
        return spool.read(size)

    return body


def records_in(path: Path) -> dict[str, tuple[int, int]]:
    """Return where each record of a web archive stands: id -> (start, end); up to the first that is damaged."""
    from fastwarc.warc import ArchiveIterator

    starts: list[tuple[str, int]] = []
    with path.open("rb") as stream, suppress(OSError, ValueError, EOFError):
        for record in ArchiveIterator(stream, parse_http=False):
            starts.append(((record.headers.get("WARC-Record-ID") or "").strip("<>"), record.stream_pos))
    ends = [start for _, start in starts[1:]] + [path.stat().st_size]
    return {id.removeprefix("urn:uuid:"): (start, end) for (id, start), end in zip(starts, ends, strict=True)}


def reading(path: Path, start: int, end: int) -> Callable[[], bytes]:
    """Return what reads a stretch of a file."""

    def read() -> bytes:
        with path.open("rb") as stream:
            stream.seek(start)
            return stream.read(end - start)

    return read


def kept_at(base: Base) -> dict[str, str]:
    """Return when each file came in, by its line of the custody log: SHA-256 -> time."""
    lines = (json.loads(row["line"]) for row in base.rows("SELECT line FROM custody ORDER BY number"))
    return {line["hash"]: line["at"] for line in lines if line["did"] == "kept"}
