"""What is new -> the evidence base: files are archived, read and committed a batch at a time; the rest is left alone."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from musterbook.compare import Compared, compare
from musterbook.errors import InputError
from musterbook.flow import (
    Extractor,
    Failure,
    Reading,
    attempt,
    document_in,
    ingest_version,
    known_beside,
    name_in,
    named,
    passed_over,
    piece_from_file,
    reader_version,
)
from musterbook.ingest.coded import Coded
from musterbook.ingest.files_from_sources import File, files_from_sources
from musterbook.ingest.piece import Fault, Found, Known, Piece
from musterbook.ingest.texts_from_piece import REGISTER, Passed, Step, is_list_of_persons, texts_from_pieces
from musterbook.ingest.worker import Worker
from musterbook.link.copies_from_signatures import Item, copies_from_signatures
from musterbook.link.likeness_from_signatures import Kind
from musterbook.link.signature_from_text import Signature, signature_from_text
from musterbook.model import Document, digest
from musterbook.released import COPY, Released, released_from_folder
from musterbook.store.archive import hash_of
from musterbook.store.batch import SIGN, Batch, claims_of_others, put, put_copies, state, state_of_released
from musterbook.store.comparison_rows import adopt
from musterbook.store.removal_of_document import removed_hashes
from musterbook.store.rows_from_capture import NOT_ASSESSED, Capture, FileRow
from musterbook.store.rows_from_extract import Row
from musterbook.store.rows_from_released import ReleasedPage

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.store.sqlite import Base

BATCH = 50  # documents a transaction: a kill costs at most the reading of these, under a second
FRESH = 2_000_000_000  # nanoseconds: a file that changed this shortly before may change again in the same tick
MANUAL = "manual upload"
REMOVED = "was removed from this base for good; take it out of the folder"


@dataclass(slots=True)
class Summary:
    """What one build did. `unchanged` counts documents that were there; `known`: failures of files that did not change."""

    new: int = 0
    reread: int = 0
    released: int = 0  # of the new and the changed, those that a release alone knows
    unchanged: int = 0
    known: int = 0
    copies: int = 0
    coded: int = 0
    compared: Compared = field(default_factory=Compared)
    failures: list[Failure] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@dataclass(slots=True)
class Ticket:
    """A file on its way in: None where there was none to open."""

    file: File | None
    id: str = ""
    raw: str = ""
    about: str = ""
    documents: int = 0
    failed: list[str] = field(default_factory=list)
    passed: int = 0
    coded: int = 0  # number of the last row of coded figures

    @property
    def label(self) -> str:
        """Return how messages call it."""
        return self.file.label if self.file else ""


class Intake:
    """One build: takes files in, remembers what waits to be committed."""

    def __init__(self, base: Base, codebook: Codebook, *, read: Extractor, step: Callable[[], None]) -> None:
        self.base, self.codebook, self.read, self.step = base, codebook, read, step
        self.versions = (codebook.version, reader_version())
        self.all_versions = (ingest_version(), *self.versions)
        self.batch, self.summary, self.finished = Batch(), Summary(), 0
        sql = "SELECT seen.*, ingest, codebook, reader, documents, failed FROM seen JOIN files ON files.id = seen.file"
        self.seen = {row["path"]: row for row in base.rows(sql)}
        self.files = {row["id"]: row for row in base.rows("SELECT * FROM files")}
        self.removed = removed_hashes(base)

    def pieces(self, sources: Iterable[Path]) -> Iterator[tuple[Ticket, Piece | Fault]]:
        """Archive every file that is not settled, and yield it as read back from the archive."""
        for file in files_from_sources(sources):
            if isinstance(file, InputError):
                yield Ticket(None), Fault(name_in(file), "", str(file))
            elif self.settled(file):
                continue
            elif file.release:
                self.adopt(file)
            else:
                ticket, piece = self.admitted(file)
                if not self.same_content(ticket):
                    yield ticket, piece

    def settled(self, file: File) -> bool:
        """True when a file looks as it did when it was taken in, by the same versions: nothing to do."""
        row = self.seen.get(os.path.abspath(file.path))
        same = row is not None and row["settled"] and (row["size"], row["changed"]) == file.stamp
        if not same or row is None or (row["side_size"], row["side_changed"]) != (file.side or (None, None)):
            return False
        if (row["ingest"], row["codebook"], row["reader"]) != self.all_versions:
            return False
        self.leave(row["documents"], row["failed"])
        return True

    def same_content(self, ticket: Ticket) -> bool:
        """True when a file only looks changed, or has another name: these bytes were taken in, by the same versions."""
        row = self.files.get(ticket.id)
        if row is None or (row["ingest"], row["codebook"], row["reader"]) != self.all_versions:
            return False
        self.batch.seen.append(seen_row(ticket))
        self.leave(row["documents"], row["failed"])
        return True

    def leave(self, documents: int, failed: int) -> None:
        """Count a file that there is nothing to do about."""
        self.summary.unchanged += documents
        self.summary.known += failed
        self.step()

    def admitted(self, file: File) -> tuple[Ticket, Piece | Fault]:
        """Archive a file; return it to be read, or the fault that forbids it."""
        try:
            known = known_beside(file)
            self.refuse(file, known)
            raw = self.base.archive.keep(file.path)
        except InputError as fault:
            return Ticket(file), Fault(file.label, "", str(fault))
        except OSError as fault:
            why = f"cannot be read ({fault.strerror or fault}); check the file and its permissions"
            return Ticket(file), Fault(file.label, "", f"{file.label}: {why}")
        about = {name: value for name, value in asdict(known).items() if value is not None}
        said = json.dumps(about, ensure_ascii=False, sort_keys=True)
        ticket = Ticket(file, digest(raw, file.path.stem, said), raw, said)
        return ticket, piece_from_file(file, self.base.archive.path(raw), known)

    def refuse(self, file: File, known: Known) -> None:
        """Raise InputError for what is not even archived: a list of persons, and bytes that were removed for good."""
        if is_list_of_persons(piece_from_file(file, file.path, known)):
            raise InputError(f"{file.label}: {REGISTER}")
        if self.removed:
            with file.path.open("rb") as stream:
                if hash_of(stream) in self.removed:
                    raise InputError(f"{file.label}: {REMOVED}")

    def take(self, ticket: Ticket, step: Step | None) -> None:
        """Take in one thing that was found in a file; None: the file is done."""
        if step is None:
            self.finish(ticket)
        elif isinstance(step, Fault):
            self.fail(ticket, Failure(step.name, step.why))
        elif isinstance(step, Passed):
            if ticket.file is not None and ticket.file.named and step.name == ticket.label:
                self.fail(ticket, Failure(step.name, passed_over(step)))
            else:
                ticket.passed += 1
                self.summary.passed[step.what] += 1
        elif isinstance(step, Coded):
            ticket.coded = step.row
            self.summary.coded += 1
            self.batch.coded.append(coded_row(ticket.label, step))
        else:
            self.found(ticket, step)
        if len(self.batch) >= BATCH:
            self.commit()

    def fail(self, ticket: Ticket, failure: Failure) -> None:
        """Record what could not be read."""
        ticket.failed.append(failure.path)
        self.batch.failures.append((failure.path, failure.why, ticket.label or failure.path))
        self.summary.failures.append(failure)

    def found(self, ticket: Ticket, found: Found) -> None:
        """Read a text, unless the base holds this very reading, and record where it came from."""
        document = document_in(found, ticket.file, self.codebook.languages)
        if isinstance(document, Failure):
            return self.fail(ticket, document)
        source = named(ticket.file, found)
        if sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest() in self.removed:
            return self.fail(ticket, Failure(source, f"{source}: {REMOVED}"))
        how = self.state(document, source)
        if how in ("new", "changed"):
            done = attempt(document, self.read, source)
            if isinstance(done, Failure):
                return self.fail(ticket, done)
            self.keep(done, source)
            self.summary.new += how == "new"
            self.summary.reread += how == "changed"
        else:
            self.summary.unchanged += 1
        ticket.documents += 1
        self.batch.captures.append(capture(ticket, found, document, self.base.who))
        return None

    def state(self, document: Document, source: str) -> str:
        """Return what is known of a document, by the base or by the batch that waits."""
        if document.id in self.batch.readings or document.id in self.batch.released:
            self.commit()
        return state(self.base, document, source, self.versions)

    def keep(self, done: Reading, source: str) -> None:
        """Put a reading into the batch."""
        self.batch.readings[done.document.id] = (source, done.document, done.extract)
        self.batch.signatures[done.document.id] = signature_from_text(done.document.text).to_bytes()

    def adopt(self, file: File) -> None:
        """Take in a release: its files are archived, and of its pages those that nobody here has read themselves."""
        ticket = Ticket(file)
        try:
            it = released_from_folder(file.path.parent)
            raws = [self.base.archive.keep(path) for path in it.files]
        except InputError as fault:
            self.fail(ticket, Failure(file.label, str(fault)))
            return self.finish(ticket)
        ticket.raw, ticket.id, ticket.about = raws[0], digest(raws[0], "release"), "{}"
        for raw, path in zip(raws[1:], it.files[1:], strict=True):
            self.batch.files.append(self.part(raw, path))
        self.commit()  # what waits may be pages of this release
        for page in it.pages:
            self.adopt_page(ticket, page, it)
        adopt(self.base, it.decisions, it.whose.label)
        return self.finish(ticket)

    def adopt_page(self, ticket: Ticket, page: ReleasedPage, of: Released) -> None:
        """Take in a page of a release."""
        if page.sha256 in self.removed:
            why = f"{ticket.label}: page {page.doc} {REMOVED}"
            return self.fail(ticket, Failure(f"{ticket.label}: page {page.doc}", why))
        if taken := claims_of_others(self.base, page.doc, page.rows):
            why = f"{ticket.label}: page {page.doc}: its claim {taken} is another page's here; {COPY}"
            return self.fail(ticket, Failure(f"{ticket.label}: page {page.doc}", why))
        how = state_of_released(self.base, page.doc, page.rows)
        if how in ("new", "changed"):
            self.batch.released[page.doc] = page.rows
            self.summary.new += how == "new"
            self.summary.reread += how == "changed"
            self.summary.released += 1
        else:
            self.summary.unchanged += 1
        ticket.documents += 1
        self.batch.captures.append(capture_of_released(ticket, page, of, self.base.who))
        if len(self.batch) >= BATCH:
            self.commit()
        return None

    def part(self, raw: str, path: Path) -> FileRow:
        """Return the row of a file that is part of a release."""
        label = File(path, (0, 0)).label
        return FileRow(
            id=digest(raw, path.name, "release"),
            raw=raw,
            size=path.stat().st_size,
            label=label,
            about="{}",
            versions=self.all_versions,
            documents=0,
        )

    def finish(self, ticket: Ticket) -> None:
        """Record that a file is done for good."""
        self.finished += 1
        if ticket.file is None or not ticket.raw:
            return
        file = ticket.file
        row = FileRow(
            id=ticket.id,
            raw=ticket.raw,
            size=file.stamp[0],
            label=ticket.label,
            about=ticket.about,
            versions=self.all_versions,
            documents=ticket.documents,
            failed=tuple(ticket.failed),
            passed=ticket.passed,
            coded=ticket.coded,
        )
        self.batch.files.append(row)
        self.batch.seen.append(seen_row(ticket))

    def commit(self) -> None:
        """Commit what waits, and say so for every file that is done with it."""
        if len(self.batch) or self.batch.seen:
            self.base.archive.settle()
            put(self.base, self.batch, self.versions)
            self.batch = Batch()
        for _ in range(self.finished):
            self.step()
        self.finished = 0


def seen_row(ticket: Ticket) -> Row:
    """Return what a file looks like from outside now."""
    assert ticket.file is not None
    file = ticket.file
    settled = int(time.time_ns() - file.stamp[1] > FRESH)
    return (os.path.abspath(file.path), *file.stamp, *(file.side or (None, None)), settled, ticket.id)


def coded_row(source: str, it: Coded) -> Row:
    """Return the row of a coded figure."""
    about = (source, it.row, it.id, it.outlet, "; ".join(it.chain), it.measure, it.population, it.value)
    return (*about, it.low, it.high, it.bound, it.per, it.side, it.formation, it.place, it.period, it.url)


def capture(ticket: Ticket, found: Found, document: Document, who: str) -> Capture:
    """Return the record of one item."""
    known = found.known
    return Capture(
        file=ticket.id,
        raw=ticket.raw,
        part=found.part,
        doc=document.id,
        target_url=known.url,
        final_url=known.final_url,
        captured=known.captured,
        collector=who,
        method=known.method or MANUAL,
        item_sha256=found.sha256,
        text_sha256=sha256(document.text.encode("utf-8")).hexdigest(),
        extractor=found.extractor,
        record=known.record,
        headers=known.headers or (),
        context=known.context or (),
        sensitivity=known.sensitivity or NOT_ASSESSED,
    )


def capture_of_released(ticket: Ticket, page: ReleasedPage, of: Released, who: str) -> Capture:
    """Return the record of a page that a release knows: its bytes are with whoever made the release."""
    return Capture(
        file=ticket.id,
        raw=ticket.raw,
        part=page.doc,
        doc=page.doc,
        target_url=page.url or None,
        captured=page.captured or None,
        collector=who,
        method=page.method,
        item_sha256=page.raw,
        text_sha256=page.text_sha256,
        extractor="",
        context=(("known by", of.whose.label),),
    )


def build(
    sources: Iterable[Path],
    base: Base,
    codebook: Codebook,
    *,
    read: Extractor,
    step: Callable[[], None] = lambda: None,
) -> Summary:
    """Take in what is new or would now read differently; `step` is called once per file that is done for good."""
    began = time.perf_counter()
    intake = Intake(base, codebook, read=read, step=step)
    base.archive.sweep()
    with Worker() as worker:
        for ticket, found in texts_from_pieces(intake.pieces(sources), worker):
            intake.take(ticket, found)
    intake.commit()
    find_copies(base)
    intake.summary.compared = compare(base, codebook)
    intake.summary.copies = base.rows("SELECT count(*) AS n FROM copies")[0]["n"]
    intake.summary.seconds = time.perf_counter() - began
    return intake.summary


def find_copies(base: Base) -> None:
    """Find anew which documents are copies of which, if any document changed since that was last done."""
    if not base.rows("SELECT 1 FROM pending WHERE task = ?", (SIGN,)):
        return
    bare = "SELECT id, text FROM documents WHERE id NOT IN (SELECT doc FROM signatures UNION SELECT doc FROM released)"
    unsigned = {row["id"]: signature_from_text(row["text"]).to_bytes() for row in base.rows(bare)}
    if unsigned:
        put(base, Batch(signatures=unsigned), ("", ""))
    sql = "SELECT doc, published, signature FROM signatures JOIN documents ON documents.id = doc ORDER BY doc"
    items = [Item(row["doc"], row["published"], Signature.from_bytes(row["signature"])) for row in base.rows(sql)]
    groups = [group for group in copies_from_signatures(items) if group.kind == Kind.copy]
    found = {it.id: (it.id, group.representative, it.similarity, it.reason) for group in groups for it in group.others}
    told = base.rows("SELECT doc, copy_of, likeness, release FROM released WHERE copy_of IN (SELECT id FROM documents)")
    released = {row["doc"]: (row["doc"], row["copy_of"], row["likeness"], f"by {row['release']}") for row in told}
    put_copies(base, [row for _, row in sorted((released | found).items())])
