"""A table that only a foreign library can read -> its rows, read in a process of its own, which may die or be killed.

The libraries hold more than a row at a time, and some parts of them are not Python: a file made for it takes all the
memory there is. Here it takes what one process is allowed, and costs itself. Rows come as JSON: nothing of the child's is run.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.rows_from_sheet import Rows
from musterbook.ingest.piece import Piece
from musterbook.ingest.worker import confine, loaded

SECONDS = 15.0  # to the next rows: a batch takes hundredths of one, loading the library half of one
MEMORY = 600_000_000  # bytes of its own: ordinary tables take 150 MB
HERE = "musterbook.ingest.lists"
LIBRARIES = ("duckdb", "openpyxl")
BATCH = 1_000_000  # letters sent together


def rows_from_child(reader: str, piece: Piece, budget: Budget) -> Rows:
    """Yield what the reader "module:name" makes of a piece; it is given the path of a copy, and the child's rights.

    Raises InputError for a table that its reader cannot read, or that unfolds to far more than its size.
    """
    own, unfolded = Budget(budget.limits), 0
    with TemporaryDirectory(prefix="musterbook-") as folder:
        path = Path(folder, "table")
        with piece.open() as stream, path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
        size = path.stat().st_size
        for row in messages(reader, path):
            length = len(row) if isinstance(row, str) else sum(map(len, row.values()))
            unfolded += length
            budget.unfold(length)
            own.unfolded = 0
            own.unfold(unfolded, size)  # the ratio is that of all rows so far
            yield row


def messages(reader: str, path: Path) -> Rows:
    """Start the child and yield what it sends, until it ends, fails, dies or is silent for too long."""
    context = children()
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=send_rows, args=(reader, str(path), theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        while ours.poll(SECONDS):
            message = json.loads(ours.recv_bytes())
            if not isinstance(message, list):
                if message is not None:
                    raise InputError(str(message))
                return
            yield from message
        raise InputError(f"gave nothing for {SECONDS:.0f} s and was given up; save the table as CSV")
    except EOFError:
        raise InputError("brought its reader down; save the table as CSV") from None
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()


@cache
def children() -> Any:
    """Return what starts children: a server without threads that has the libraries loaded, where the system has such a thing.

    A fork of this process would copy its threads half way; a fresh interpreter for every table takes half a second.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    mine = sorted(
        name for name in sys.modules if name.startswith("musterbook.")
    )  # a child runs this program's first lines
    context.set_forkserver_preload([*mine, f"{HERE}.rows_from_parquet", f"{HERE}.rows_from_workbook", *LIBRARIES])
    return context


def send_rows(reader: str, path: str, connection: Connection) -> None:
    """Send the rows in batches, then null or the words of the fault; the child's side."""
    confine(MEMORY)
    sys.stderr = None  # what a library says of a damaged file is no message to a person
    read: Callable[[str], Iterator[Any]] = loaded(reader)
    end: str | None = None
    batch: list[Any] = []
    room = BATCH
    with contextlib.suppress(OSError), connection:  # OSError: the parent has had enough
        try:
            for row in read(path):
                batch.append(row)
                room -= len(row) if isinstance(row, str) else sum(map(len, row.values()))
                if room < 0:
                    connection.send_bytes(json.dumps(batch).encode())
                    batch, room = [], BATCH
        except InputError as fault:
            end = str(fault)
        except MemoryError:
            end = f"takes more than {MEMORY:,} bytes of memory to read; save the table as CSV"
        connection.send_bytes(json.dumps(batch).encode())
        connection.send_bytes(json.dumps(end).encode())
