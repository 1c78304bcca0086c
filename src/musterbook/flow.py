"""The whole flow on one page: what a person has -> files -> texts -> documents -> extracts -> the evidence base.

    files_from_sources      a folder is walked in sorted order                     ingest
    texts_from_pieces       bytes -> texts, through every container                ingest
    document_from_found     text -> Document: name, language, date                 ingest
    extract                 Document -> Extract: pure, the reader proper           one_document
    intake                  what is new -> rows, a batch a transaction             intake, store
    copies_from_signatures  which documents are copies of which                    link

One bad file never stops the others: `attempt` is the boundary around one document. The clock is read by intake, fetch and
the store, nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from musterbook.codebook.load import LANGUAGES
from musterbook.errors import InputError
from musterbook.frozen import frozen
from musterbook.ingest.coded import Coded
from musterbook.ingest.document_from_found import document_from_found
from musterbook.ingest.files_from_sources import File, files_from_sources
from musterbook.ingest.piece import Fault, Found, Known, Piece
from musterbook.ingest.sidecar import SIDECAR_BYTES, known_from_sidecar
from musterbook.ingest.texts_from_piece import Passed, texts_from_pieces
from musterbook.ingest.worker import Worker
from musterbook.model import Document, Extract, demand, digest

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook

Extractor = Callable[[Document], Extract]
NOTHING = Known()
RELEASED = "a release, with no page in it; give it to `build`"
READER_PARTS = ("codebook", "read", "extract", "resolve", "model.py", "one_document.py")
INGEST_LIBRARIES = ("trafilatura", "htmldate", "lxml", "pypdfium2", "python-docx", "feedparser", "fastwarc", "openpyxl")


@frozen
class Failure:
    """A file or a part of one that could not be read, and the line that says why."""

    path: str
    why: str


@frozen
class Reading:
    """A document and all it was read to say."""

    path: str
    document: Document
    extract: Extract


def extractor(codebook: Codebook) -> Extractor:
    """Return the reader for a codebook as one function; it is made when the first document comes."""
    from musterbook.one_document import build_reader, extract

    made = cache(lambda: build_reader(codebook))
    return lambda document: extract(document, made())


def reader_version() -> str:
    """Return a hash of the reader's own source: other rules, other version."""
    return source_version(READER_PARTS)


def ingest_version() -> str:
    """Return a hash of what makes texts of bytes: our own source and the versions of the libraries it stands on."""
    from importlib.metadata import version

    return digest(source_version(("ingest",)), *(version(name) for name in INGEST_LIBRARIES))


def source_version(parts: Iterable[str]) -> str:
    """Return a hash of the source of some parts of the package."""
    home = Path(__file__).parent
    found = (path for part in parts for path in (home / part, *(home / part).glob("**/*")))
    files = sorted(path for path in found if path.suffix in (".py", ".csv"))
    return digest(*(path.read_text(encoding="utf-8") for path in files))


def readings(
    sources: Iterable[Path], read: Extractor, languages: Sequence[str], given: Known = NOTHING
) -> Iterator[Reading | Failure]:
    """Read every document in the files the sources name, one by one, storing nothing."""
    with Worker() as worker:
        for file, step in texts_from_pieces(pieces(sources, given), worker):
            if isinstance(step, Fault):
                yield Failure(step.name, step.why)
            elif isinstance(step, Passed) and file is not None and file.named:
                yield Failure(step.name, passed_over(step))
            elif isinstance(step, Coded) and file is not None and step.row == 1:
                yield Failure(file.label, f"{file.label}: a table of coded figures, not of texts; give it to `build`")
            elif isinstance(step, Found):
                document = document_in(step, file, languages)
                yield document if isinstance(document, Failure) else attempt(document, read, named(file, step))


def document_at(path: Path, languages: Sequence[str] = LANGUAGES) -> Document:
    """Return the first document in a file; raises InputError (one line) when there is none."""

    def nothing(document: Document) -> Extract:
        return Extract(document.id)

    for reading in readings([path], nothing, languages):
        if isinstance(reading, Failure):
            raise InputError(reading.why)
        return reading.document
    raise InputError(f"{path}: no document in it")


def pieces(sources: Iterable[Path], given: Known) -> Iterator[tuple[File | None, Piece | Fault]]:
    """Yield every file with its bytes to come and what is known of it."""
    for file in files_from_sources(sources):
        if isinstance(file, InputError):
            yield None, Fault(name_in(file), "", str(file))
            continue
        if file.release:
            yield file, Fault(file.label, "", f"{file.label}: {RELEASED}")
            continue
        try:
            yield file, piece_from_file(file, file.path, given.over(known_beside(file)))
        except InputError as fault:
            yield file, Fault(file.label, "", str(fault))


def piece_from_file(file: File, path: Path, known: Known) -> Piece:
    """Return the bytes of a file as a piece; `path` is where they are read from, the file's own place or the archive."""
    return Piece(file.label, "", file.stamp[0], lambda: path.open("rb"), known)


def known_beside(file: File) -> Known:
    """Return what the sidecar of a file says; raises InputError (one line: file, fault, what to do)."""
    if file.side is None:
        return NOTHING
    name = File(file.sidecar, file.side).label
    if file.side[0] > SIDECAR_BYTES:
        raise InputError(f"{name}: larger than the limit of {SIDECAR_BYTES:,} bytes; correct or remove it")
    try:
        return known_from_sidecar(file.sidecar.read_bytes(), name)
    except OSError as fault:
        raise InputError(f"{name}: cannot be read ({fault.strerror}); check its permissions") from fault


def document_in(found: Found, file: File | None, languages: Sequence[str]) -> Document | Failure:
    """Return the document a text is, or why it is none."""
    name = named(file, found)
    try:
        return document_from_found(found, Path(file.label).stem if file else name, languages)
    except InputError as fault:
        return Failure(name, f"{name}: {fault}")


def named(file: File | None, found: Found) -> str:
    """Return how messages call a text: its file, and its place in it."""
    return ": ".join(part for part in (file.label if file else "", found.part) if part)


def name_in(fault: InputError) -> str:
    """Return the file that a message begins with."""
    return str(fault).partition(": ")[0]


def passed_over(step: Passed) -> str:
    """Return the line for a named file that holds no text."""
    return f"{step.name}: {step.what}, not a text; leave it out or extract its text first"


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
