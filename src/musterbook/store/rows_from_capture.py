"""Capture, file -> their rows: what has to be known about an item of digital evidence, in the tables' column order. Pure.

The fields follow the Berkeley Protocol on Digital Open Source Investigations. When an item came into the base, and by
whose hand, is in the custody log under the hash of its file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from musterbook.model import digest
from musterbook.store.rows_from_extract import Row

Pairs = tuple[tuple[str, str], ...]
NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One item: a text, the bytes it was made of, and how these came to be here."""

    file: str  # id of the file it is in
    raw: str  # SHA-256 of that file
    part: str  # its place inside the file
    doc: str
    target_url: str | None = None
    final_url: str | None = None
    captured: str | None = None  # ISO UTC; None: not said, see the custody log for when it came in
    collector: str
    method: str
    item_sha256: str
    text_sha256: str
    extractor: str
    record: str | None = None
    headers: Pairs = ()
    context: Pairs = ()
    sensitivity: str = NOT_ASSESSED
    stage: str = "preservation"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file that is done. `versions`: of ingest, codebook and reader; `failed`: names of what could not be read."""

    id: str
    raw: str
    size: int
    label: str
    about: str
    versions: tuple[str, str, str]
    documents: int
    failed: tuple[str, ...] = ()
    passed: int = 0
    coded: int = 0  # number of its last row of coded figures

    def row(self, captures: str) -> Row:
        """Return the row of this file; `captures` is the digest of its captures."""
        head = (self.id, self.raw, self.size, self.label, self.about)
        return (*head, *self.versions, self.documents, len(self.failed), self.passed, captures)


def capture_row(it: Capture) -> Row:
    """Return the row of a capture; its id names the file and the place in it."""
    where = (digest(it.file, it.part), it.file, it.raw, it.part, it.doc)
    how = (it.target_url, it.final_url, it.captured, it.collector, it.method)
    proof = (it.item_sha256, it.text_sha256, it.extractor, it.record)
    return (*where, *how, *proof, pairs(it.headers), pairs(it.context), it.sensitivity, it.stage)


def pairs(them: Pairs) -> str:
    """Return pairs as JSON."""
    return json.dumps([list(pair) for pair in them], ensure_ascii=False)


def digest_of_captures(rows: Iterable[Iterable[object]]) -> str:
    """Return what the custody log holds of a file's captures: change one, and it no longer fits."""
    return digest(*(tuple(row) for row in rows))
