"""Captures -> one WACZ 1.1.1 file: the pages behind a publication, to be replayed by any reader of web archives.

The same captures give the same bytes, in whatever order they come; every time in the file is that of a capture.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from musterbook.errors import InputError
from musterbook.model import digest
from musterbook.publish.records_from_capture import (
    Capture,
    Record,
    digest_of,
    record_made,
    records_from_capture,
    time_of,
)
from musterbook.publish.surt_from_address import surt_from_address

WARC = "data.warc.gz"
BLOCK = 3_000  # lines of the index that are packed together
PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
ZIP_YEARS = (datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Package:
    """What went into a package, and a line for each capture that did not."""

    pages: int
    records: int
    faults: tuple[str, ...]


def wacz_from_captures(captures: Iterable[Capture], out: Path, *, title: str = "") -> Package:
    """Write a package; a capture whose bytes cannot be had costs itself. Raises InputError if `out` cannot be written."""
    fresh = out.with_name(out.name + ".new")
    try:
        with tempfile.TemporaryFile(dir=out.parent) as archive:
            filling = Filling(archive)
            filling.fill(captures)
            with zipfile.ZipFile(fresh, "w") as package:
                write_package(package, filling, title)
        os.replace(fresh, out)
    except OSError as fault:
        raise InputError(f"{out}: cannot be written ({fault.strerror}); make room or give another file") from None
    return Package(len(filling.pages), len(filling.known), tuple(filling.faults))


class Filling:
    """The archive of a package as it grows, with the lines that lead into it."""

    def __init__(self, archive: BinaryIO) -> None:
        self.archive = archive
        self.known: set[str] = set()  # ids of records
        self.lines: list[bytes] = []  # of the index
        self.pages: dict[tuple[str, str], str] = {}
        self.faults: list[str] = []
        self.latest = ZIP_YEARS[0]

    def fill(self, captures: Iterable[Capture]) -> None:
        """Write the records of all captures, in an order of their own."""
        rows = sorted(captures, key=place)
        self.latest = max((time for row in rows if (time := known_time(row)) is not None), default=self.latest)
        info = f"software: musterbook/{version('musterbook')}\r\nformat: WARC File Format 1.1\r\n".encode()
        fields = {"WARC-Type": "warcinfo", "Content-Type": "application/warc-fields", "WARC-Filename": WARC}
        self.write(record_made(fields, info, when=self.latest))
        for capture in in_order(rows):
            try:
                records = records_from_capture(capture)
            except InputError as fault:
                self.faults.append(f"{capture.url or 'a page without an address'}: {fault}; it is not in the package")
                continue
            for record in records:
                self.write(record)
            page = next(record for record in records if record.found)
            title = (capture.title or "").strip() or self.pages.get((page.url, stamp(page.when)), "")
            self.pages[page.url, stamp(page.when)] = title

    def write(self, record: Record) -> None:
        """Append a record, unless it is here already."""
        if record.id in self.known:
            return
        self.known.add(record.id)
        offset = self.archive.tell()
        self.archive.write(record.data)
        if record.found:
            says = {"url": record.url, "mime": record.mime} | ({"status": record.status} if record.status else {})
            says["digest"] = record.digest
            says |= {"length": str(len(record.data)), "offset": str(offset), "filename": WARC}
            key = f"{surt_from_address(record.url)} {record.when:%Y%m%d%H%M%S}"
            self.lines.append(f"{key} {json.dumps(says)}\n".encode())


def place(capture: Capture) -> tuple[Any, ...]:
    """Return where a capture stands among others, as far as that can be told without its bytes."""
    about = (capture.title or "", capture.mime, capture.status or 0, capture.http_headers)
    return (capture.url, capture.captured, *about, capture.record is None)


def in_order(rows: list[Capture]) -> Iterator[Capture]:
    """Yield sorted captures; those that differ in their bytes alone are told apart by them."""
    for _, group in groupby(rows, key=place):
        alike = list(group)
        yield from alike if len(alike) == 1 else sorted(alike, key=digest_from_capture)


def digest_from_capture(capture: Capture) -> str:
    """Return the digest of a capture's bytes; nothing where they cannot be had."""
    try:
        return digest_of(capture.body() if capture.record is None else capture.record())
    except InputError:
        return ""


def known_time(capture: Capture) -> datetime | None:
    """Return when a page was captured, if that can be read."""
    try:
        return time_of(capture.captured)
    except InputError:
        return None


def stamp(when: datetime) -> str:
    """Return a time as JSON writes it."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def write_package(package: zipfile.ZipFile, filling: Filling, title: str) -> None:
    """Write the parts of a package, and what lists them last."""
    packed, blocks = packed_index(sorted(filling.lines))
    parts: list[tuple[str, BinaryIO]] = [
        (f"archive/{WARC}", filling.archive),
        ("indexes/index.cdx.gz", BytesIO(packed)),
        ("indexes/index.idx", BytesIO(blocks)),
        ("pages/pages.jsonl", BytesIO(page_lines(filling.pages))),
    ]
    resources = []
    for path, stream in parts:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        named = f"sha256:{file_digest(stream, 'sha256').hexdigest()}"  # type: ignore[arg-type]
        stream.seek(0)
        store(package, path, stream, size=size, when=filling.latest)
        resources.append({"name": path.rpartition("/")[2], "path": path, "hash": named, "bytes": size})
    listing = {"profile": "data-package", "wacz_version": "1.1.1", "title": title or "Archived pages"}
    listing |= {"software": f"musterbook {version('musterbook')}", "created": stamp(filling.latest)}
    data = json.dumps({**listing, "resources": resources}, indent=2).encode()
    proof = json.dumps({"path": "datapackage.json", "hash": digest_of(data)}, indent=2).encode()
    for path, text in (("datapackage.json", data), ("datapackage-digest.json", proof)):
        store(package, path, BytesIO(text), size=len(text), when=filling.latest)


def store(package: zipfile.ZipFile, path: str, stream: BinaryIO, *, size: int, when: datetime) -> None:
    """Write one part as it is, so that readers can take pieces of it, with nothing of this machine or day."""
    entry = zipfile.ZipInfo(path, min(max(when, ZIP_YEARS[0]), ZIP_YEARS[1]).timetuple()[:6])
    entry.create_system, entry.external_attr, entry.file_size = 3, 0o644 << 16, size
    with package.open(entry, "w") as part:
        shutil.copyfileobj(stream, part)


def packed_index(lines: list[bytes]) -> tuple[bytes, bytes]:
    """Return the index in packed blocks, and the list of where each begins.

    >>> packed_index([b'example,a)/ 20240501120000 {}\\n'])[1].splitlines()[0]
    b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    """
    packed = bytearray()
    says: dict[str, Any] = {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    blocks = [f"!meta 0 {json.dumps(says)}\n".encode()]
    for start in range(0, len(lines), BLOCK):
        block = gzip.compress(b"".join(lines[start : start + BLOCK]), mtime=0)
        says = {"offset": len(packed), "length": len(block), "digest": f"sha256:{sha256(block).hexdigest()}"}
        key = b" ".join(lines[start].split(b" ", 2)[:2])
        blocks.append(key + f" {json.dumps({**says, 'filename': 'index.cdx.gz'})}\n".encode())
        packed += block
    return bytes(packed), b"".join(blocks)


def page_lines(pages: dict[tuple[str, str], str]) -> bytes:
    """Return the list of pages, one a line, by address and time."""
    rows: list[dict[str, str]] = [PAGES]
    for (url, when), title in sorted(pages.items()):
        rows.append({"id": digest(url, when), "url": url, "ts": when, "title": title or url})
    return "".join(json.dumps(row) + "\n" for row in rows).encode()
