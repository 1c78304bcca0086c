"""A file -> the texts in it, through every container it is wrapped in; documents are opened by the worker, in order.

kind_from_piece     what the bytes are                                kind_from_piece
CONTAINERS          Piece -> Pieces inside it, streamed, on a budget  containers/, lists/
worker              bytes of one document -> Found                    worker, texts/
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TypeVar

from musterbook.errors import InputError
from musterbook.frozen import frozen
from musterbook.ingest.budget import Budget
from musterbook.ingest.coded import Coded
from musterbook.ingest.kind_from_piece import kind_from_piece
from musterbook.ingest.piece import Fault, Found, Piece
from musterbook.ingest.sidecar import known_from_sidecar
from musterbook.ingest.worker import READERS, Worker, loaded

# Kind of piece -> what takes it apart, by name: a module is loaded when the first piece of its kind comes.
CONTAINERS = {
    "warc": "musterbook.ingest.containers.records_from_warc:pieces_from_warc",
    "zip": "musterbook.ingest.containers.members_from_zip:pieces_from_zip",
    "tar": "musterbook.ingest.containers.members_from_tar:pieces_from_tar",
    "gzip": "musterbook.ingest.containers.bytes_from_gzip:pieces_from_gzip",
    "bzip2": "musterbook.ingest.containers.bytes_from_gzip:pieces_from_gzip",
    "xz": "musterbook.ingest.containers.bytes_from_gzip:pieces_from_gzip",
    "mail": "musterbook.ingest.containers.parts_from_mail:pieces_from_mail",
    "mbox": "musterbook.ingest.containers.parts_from_mail:pieces_from_mail",
    "telegram_json": "musterbook.ingest.lists.posts_from_telegram_json:pieces_from_telegram_json",
    "telegram_html": "musterbook.ingest.lists.posts_from_telegram_html:pieces_from_telegram_html",
}
LISTS = ("telegram_json", "telegram_html")  # they hold texts, not files
TABLES = ("csv", "tsv", "jsonl", "json", "parquet", "xlsx")
LIMIT_TEXT = 5_000_000  # bytes or characters: the longest real report met so far is 60 kB; above this it is a dump
REGISTER = (
    "a list of persons (names with dates of birth, addresses or numbers); not taken in: give its totals, or an article"
)
AHEAD = 4  # documents the worker may be ahead: it opens them while the parent reads

T = TypeVar("T")


@frozen
class Passed:
    """A piece that holds no text of its own, and what it is: a picture, a style sheet."""

    name: str
    what: str


Step = Found | Fault | Passed | Coded
Job = tuple[str, Piece, bytes]


def texts_from_pieces(tagged: Iterable[tuple[T, Piece | Fault]], worker: Worker) -> Iterator[tuple[T, Step | None]]:
    """Yield (tag, what was found) in order, and (tag, None) when a piece is done. Never raises for a piece's own fault."""
    waiting: deque[tuple[T, Step | tuple[Piece, str, Future[list[Found]]] | None]] = deque()
    opening = 0

    def settle() -> Iterator[tuple[T, Step | None]]:
        tag, what = waiting.popleft()
        if not isinstance(what, tuple):
            yield tag, what
            return
        piece, sha256, future = what
        try:
            for found in worker.result(future):
                yield tag, placed(found, piece, sha256)
        except InputError as fault:
            yield tag, Fault(piece.name, piece.part, f"{piece.name}: {fault}")

    for tag, piece in tagged:
        for step in chain_end(piece):
            if isinstance(step, tuple):
                kind, leaf, data = step
                digest = hashlib.sha256(data).hexdigest()
                waiting.append((tag, (leaf, digest, worker.submit(kind, data, leaf.known))))
                opening += 1
            else:
                waiting.append((tag, step))
            while waiting and (opening > AHEAD or not isinstance(waiting[0][1], tuple)):
                opening -= isinstance(waiting[0][1], tuple)
                yield from settle()
    while waiting:
        yield from settle()


def chain_end(piece: Piece | Fault) -> Iterator[Step | Job | None]:
    """Yield all that a piece unfolds to, then None."""
    if isinstance(piece, Fault):
        yield piece
    else:
        yield from unfold(piece, Budget(packed=piece.size))
    yield None


def unfold(piece: Piece, budget: Budget) -> Iterator[Step | Job]:
    """Yield the texts, faults and jobs for the worker that a piece holds, depth first, in the order they lie in it."""
    try:
        kind = kind_from_piece(piece)
        if kind.startswith("passed:"):
            yield Passed(piece.name, kind.partition(":")[2])
        elif kind in READERS:
            yield kind, piece, whole(piece, budget.limits.document)
        elif kind in CONTAINERS:
            yield from members(kind, piece, budget)
        elif kind in TABLES:
            yield from table(kind, piece, budget)
        else:
            yield from plain(piece)
    except InputError as fault:
        yield Fault(piece.name, piece.part, f"{piece.name}: {fault}")
    except OSError as fault:
        why = f"cannot be read ({fault.strerror or fault}); check the file and its permissions"
        yield Fault(piece.name, piece.part, f"{piece.name}: {why}")


def leaves(piece: Piece, budget: Budget) -> Iterator[Piece]:
    """Yield what is left of a piece when every container is opened: documents, and files that list many; faults are passed over."""
    try:
        kind = kind_from_piece(piece)
        if kind not in CONTAINERS or kind in LISTS:
            yield piece
            return
        for inner in loaded(CONTAINERS[kind])(piece, budget):
            if isinstance(inner, Piece):
                yield from leaves(inner, budget)
    except (InputError, OSError):
        return


def table(kind: str, piece: Piece, budget: Budget) -> Iterator[Step]:
    """Yield the texts of a table of articles, or the figures of a table that somebody coded."""
    from musterbook.ingest.lists.coded_from_table import coded_from_sheet
    from musterbook.ingest.lists.columns_from_header import holds_text, is_coded, is_register
    from musterbook.ingest.lists.rows_from_sheet import rows_from_sheet
    from musterbook.ingest.lists.rows_from_table import pieces_from_table

    first = next((row for row in rows_from_sheet(piece, kind, Budget()) if isinstance(row, dict)), {})
    if is_register(first):
        raise InputError(REGISTER)
    if is_coded(first) and not holds_text(first):
        for coded in coded_from_sheet(piece, kind, budget):
            yield placed(coded, piece, "") if isinstance(coded, Fault) else coded
        return
    for row in pieces_from_table(piece, budget):
        yield from (placed(row, piece, ""),) if not isinstance(row, Piece) else ()


def is_list_of_persons(piece: Piece) -> bool:
    """True for a table whose columns say who people are and how to find them: not even its bytes are kept."""
    from musterbook.ingest.lists.columns_from_header import is_register
    from musterbook.ingest.lists.rows_from_sheet import rows_from_sheet

    try:
        kind = kind_from_piece(piece)
        rows = rows_from_sheet(piece, kind, Budget()) if kind in TABLES else ()
        return any(is_register(row) for row in islice(rows, 1) if isinstance(row, dict))
    except (InputError, OSError):
        return False  # what is wrong with it is said when it is read


def members(kind: str, piece: Piece, budget: Budget) -> Iterator[Step | Job]:
    """Yield what is in a container; whatever its reader raises costs the rest of this container alone."""
    reader = loaded(CONTAINERS[kind])
    if kind == "zip":
        reader = partial(reader, sidecar=known_from_sidecar)
    try:
        for inner in reader(piece, budget):
            yield from unfold(inner, budget) if isinstance(inner, Piece) else (placed(inner, piece, ""),)
    except (InputError, OSError, MemoryError, GeneratorExit):
        raise
    except Exception as fault:  # the net under libraries that take apart what others wrote
        why = " ".join(str(fault).split())[:120]
        what = f"its reader failed ({type(fault).__name__}: {why}); please report it with the file"
        yield Fault(piece.name, piece.part, f"{piece.name}: {what}")


def plain(piece: Piece) -> Iterator[Found | Fault]:
    """Yield the text of a plain text file, read in this process: there is nothing in it to fear but its size."""
    from musterbook.ingest.texts.text_from_plain import found_from_plain

    data = whole(piece, LIMIT_TEXT)
    for found in found_from_plain(data, piece.known):
        yield placed(found, piece, hashlib.sha256(data).hexdigest())


def whole(piece: Piece, limit: int) -> bytes:
    """Return all bytes of a piece of at most `limit` bytes."""
    if piece.size > limit:
        raise InputError(f"larger than the limit of {limit:,} bytes; split it into single documents")
    with piece.open() as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"larger than the limit of {limit:,} bytes; split it into single documents")
    return data


def placed(step: Found | Fault, piece: Piece, sha256: str) -> Found | Fault:
    """Return what was found with its full place in the file, and the hash of its bytes where the reader gave none."""
    if isinstance(step, Fault):
        return step if step.why.startswith(step.name) else replace(step, why=f"{step.name}: {step.why}")
    if len(step.text) > LIMIT_TEXT:
        why = f"holds more than {LIMIT_TEXT:,} characters; split it into single documents"
        return Fault(piece.name, piece.part, f"{piece.name}: {why}")
    part = "/".join(step_ for step_ in (piece.part, step.part) if step_)
    return replace(step, part=part, sha256=step.sha256 or sha256)
