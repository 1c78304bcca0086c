"""A packed file (gzip, bzip2 or xz, not a web archive) -> the file in it, never further than the budget goes."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO, cast

from musterbook.errors import InputError
from musterbook.ingest.budget import MEGA, Budget
from musterbook.ingest.containers.member_from_stream import label, spooled
from musterbook.ingest.piece import Fault, Found, Piece

SUFFIXES = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".gz": "", ".bz2": "", ".xz": ""}
XZ_MEMORY = 100 * MEGA  # xz -9 asks for 65 MB; a file may ask for 4 GB
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


def pieces_from_gzip(piece: Piece, budget: Budget) -> Iterator[Piece | Found | Fault]:
    """Yield the file in a packed file, all its members joined; a Fault when it is damaged, cut off or a bomb.

    A file cut off gives nothing: half a text would be taken for a whole one.
    """
    step = unpacked_name(piece.part or piece.name)
    name, part = piece.inside(step)
    try:
        budget.member(piece.depth + 1)
        with piece.open() as packed, closing(unpacker(packed)) as stream:
            size, again = spooled(stream, budget, packed.tell)
        yield Piece(name, part, size, again, piece.known, piece.depth + 1)
    except InputError as fault:
        yield Fault(piece.name, piece.part, str(fault))
    except BROKEN:
        yield Fault(piece.name, piece.part, "is damaged or cut off; unpack what can be saved of it and give that")


def unpacker(packed: BinaryIO) -> BinaryIO:
    """Return the stream that unpacks this one, by its first bytes."""
    magic = packed.read(3)
    packed.seek(0)
    if magic.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(packed))
    if magic.startswith(b"\xfd7z"):
        return cast(BinaryIO, XzFile(packed))
    return cast(BinaryIO, gzip.GzipFile(fileobj=packed, mode="rb"))


class XzFile:
    """An xz file read with a limit on the memory that its head may ask for, which lzma's own file has not."""

    def __init__(self, packed: BinaryIO) -> None:
        self.packed = packed
        self.unpack = lzma.LZMADecompressor(memlimit=XZ_MEMORY)

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, b"" at the end; raises EOFError when it is cut off."""
        while True:
            if self.unpack.eof:
                rest = self.unpack.unused_data or self.packed.read(size)
                rest = rest.lstrip(b"\0") or self.packed.read(size).lstrip(b"\0")
                if not rest:
                    return b""
                self.unpack = lzma.LZMADecompressor(memlimit=XZ_MEMORY)
                data = self.unpack.decompress(rest, size)
            else:
                packed = self.packed.read(size) if self.unpack.needs_input else b""
                if self.unpack.needs_input and not packed:
                    raise EOFError
                data = self.unpack.decompress(packed, size)
            if data:
                return data

    def close(self) -> None:
        """Nothing to close: the packed stream is another's."""


def unpacked_name(name: str) -> str:
    """Return what a packed file is called when it is unpacked.

    >>> unpacked_name("a/posts.jsonl.gz"), unpacked_name("a.tgz"), unpacked_name("a")
    ('posts.jsonl', 'a.tar', 'a')
    """
    last = label(name.replace(": ", "/")).rpartition("/")[2]
    for suffix, instead in SUFFIXES.items():
        if last.lower().endswith(suffix) and len(last) > len(suffix):
            return last[: -len(suffix)] + instead
    return last
