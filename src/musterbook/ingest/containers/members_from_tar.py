"""TAR -> the files in it, streamed. Names are labels; links, devices and sparse files are refused."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from musterbook.errors import InputError
from musterbook.ingest.budget import MEGA, Budget
from musterbook.ingest.containers.member_from_stream import Labels, Wary, passed_over, spooled
from musterbook.ingest.piece import Fault, Found, Piece

BLOCK = 512
MOST_AT_ONCE = MEGA  # bytes of a long name or of extended fields
UNPACK = "unpack it and give the folder"
# What tarfile raises on bytes that are no tar file; a chain of long names ends in a RecursionError.
BROKEN = (
    tarfile.TarError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RecursionError,
    IndexError,
    KeyError,
    TypeError,
)


def pieces_from_tar(piece: Piece, budget: Budget) -> Iterator[Piece | Found | Fault]:
    """Yield the files of a TAR that is not packed (a packed one comes out of its gzip first)."""
    try:
        with piece.open() as stream:
            yield from members(piece, budget, stream)
    except InputError as fault:
        yield Fault(piece.name, piece.part, str(fault))
    except BROKEN:
        yield Fault(piece.name, piece.part, f"is damaged or cut off from here on; {UNPACK}")


def members(piece: Piece, budget: Budget, stream: BinaryIO) -> Iterator[Piece | Fault]:
    """Yield the members of an open TAR; raises one of BROKEN where it breaks."""
    labels, furthest = Labels(), -1
    with tarfile.open(fileobj=cast(BinaryIO, Wary(stream, MOST_AT_ONCE)), mode="r:") as archive:
        while (info := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # or a million members stay in memory
            if archive.offset <= furthest:  # a size below zero leads back to a member that was read
                raise InputError(f"leads back into itself; {UNPACK}")
            furthest = archive.offset
            if info.isdir() or passed_over(info.name):
                continue
            budget.member(piece.depth + 1)
            step = labels.of(info.name)
            name, part = piece.inside(step)
            if not info.isreg() or info.issparse():
                yield Fault(name, part, f"is a {kind(info)}; give the file itself")
                continue
            content = archive.extractfile(info)
            if content is None or not 0 <= info.size <= piece.size:
                raise InputError(f"is damaged or cut off at {step}; {UNPACK}")
            with content:
                size, again = spooled(cast(BinaryIO, content), budget)
            yield Piece(name, part, size, again, piece.known, piece.depth + 1)
        stream.seek(archive.offset)
        if stream.read(BLOCK).strip(b"\0"):  # tarfile takes a damaged head for the end
            raise tarfile.ReadError


def kind(info: tarfile.TarInfo) -> str:
    """Name what is no plain file."""
    return "link" if info.issym() or info.islnk() else "sparse file" if info.issparse() else "device"
