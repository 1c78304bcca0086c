"""The whole flow on one page: folders -> files -> documents -> extracts -> the evidence base.

    files_from_sources      a folder is walked in sorted order                     ingest
    document_from_file      bytes -> Document, with what its sidecar knows         ingest
    extract                 Document -> Extract: pure, the reader proper           one_document
    put                     Document + Extract -> rows, a batch a transaction      store

One bad file never stops the others: `attempt` is the boundary around one document and holds the project's only
`except Exception`. The clock is read here and in the store's table of runs, nowhere else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from musterbook.errors import InputError
from musterbook.ingest.documents_from_folder import Given, document_from_file, files_from_sources, shown
from musterbook.model import Document, Extract, demand, digest

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.store.sqlite import Base

Extractor = Callable[[Document], Extract]
BATCH = 50  # documents a transaction: a kill costs at most the reading of these, under a second
READER_PARTS = ("codebook", "read", "extract", "resolve", "model.py", "one_document.py")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and the line that says why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and all it was read to say."""

    path: str
    document: Document
    extract: Extract


@dataclass(slots=True)
class Summary:
    """What one build did."""

    new: int = 0
    reread: int = 0
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    seconds: float = 0.0

    def seen(self) -> int:
        """Return how many files were looked at."""
        return self.new + self.reread + self.unchanged + len(self.failures)


def extractor(codebook: Codebook) -> Extractor:
    """Return the reader for a codebook as one function."""
    from musterbook.one_document import build_reader, extract

    reader = build_reader(codebook)
    return lambda document: extract(document, reader)


def reader_version() -> str:
    """Return a hash of the reader's own source: other rules, other version."""
    home = Path(__file__).parent
    parts = [home / part for part in READER_PARTS]
    files = sorted(path for part in parts for path in (part, *part.glob("**/*.py")) if path.is_file())
    return digest(*(path.read_text(encoding="utf-8") for path in files))


def readings(sources: Iterable[Path], read: Extractor, given: Given | None = None) -> Iterator[Reading | Failure]:
    """Read every file the sources name, one by one, storing nothing."""
    for path in files_from_sources(sources):
        document = load(path, given)
        yield document if isinstance(document, Failure) else attempt(document, read, label(path))


def load(path: Path | InputError, given: Given | None = None) -> Document | Failure:
    """Return the document in a file, or why there is none."""
    try:
        if isinstance(path, InputError):
            raise path
        return document_from_file(path, given)
    except InputError as fault:
        return Failure(label(path), str(fault))


def label(path: Path | InputError) -> str:
    """Return the name a file is known by in messages and in the table of failures."""
    return str(path).partition(": ")[0] if isinstance(path, InputError) else shown(path)


def attempt(document: Document, read: Extractor, path: str) -> Reading | Failure:
    """Read one document; whatever goes wrong costs this document alone and is recorded."""
    try:
        extract = read(document)
        check(document, extract)
    except Exception as fault:
        why = " ".join(str(fault).split())[:200]
        what = f"the reader failed ({type(fault).__name__}: {why})"
        return Failure(path, f"{path}: {what}; please report it with the file")
    return Reading(path, document, extract)


def check(document: Document, extract: Extract) -> None:
    """Raise ValueError unless every claim stands on words of this document and has an id of its own."""
    claims = extract.claims()
    for claim in claims:
        demand(document.holds(claim.anchor.quote), "a claim quotes its document", claim.anchor.quote)
    ids = [claim.anchor.id for claim in claims]
    demand(len(ids) == len({*ids}), "one id, one claim", sorted({id for id in ids if ids.count(id) > 1}))


def build(
    sources: Iterable[Path], base: Base, codebook: Codebook, *, read: Extractor, step: Callable[[], None] = lambda: None
) -> Summary:
    """Read what is new or would now read differently into the base, a batch a transaction; the rest is left alone.

    `step` is called once per file that is done for good: committed, unchanged or failed.
    """
    began, summary = time.perf_counter(), Summary()
    versions = (codebook.version, reader_version())
    waiting: dict[str, Reading] = {}
    faults: list[Failure] = []

    def commit() -> None:
        if waiting or faults:
            done = [(reading.path, reading.document, reading.extract) for reading in waiting.values()]
            base.put(done, [(fault.path, fault.why) for fault in faults], versions)
        for _ in range(len(waiting) + len(faults)):
            step()
        waiting.clear()
        faults.clear()

    for path in files_from_sources(sources):
        document = load(path)
        state = base.state(document, versions) if isinstance(document, Document) else "new"
        if isinstance(document, Document) and (state == "same" or document.id in waiting):
            summary.unchanged += 1
            step()
            continue
        done = attempt(document, read, label(path)) if isinstance(document, Document) else document
        if isinstance(done, Failure):
            faults.append(done)
            summary.failures.append(done)
        else:
            waiting[done.document.id] = done
            summary.new += state == "new"
            summary.reread += state == "changed"
        if len(waiting) + len(faults) >= BATCH:
            commit()
    commit()
    summary.seconds = time.perf_counter() - began
    return summary
