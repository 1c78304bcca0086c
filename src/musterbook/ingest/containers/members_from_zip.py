"""ZIP or WACZ -> the files in it. Names are labels for messages and parts, never paths on a disk."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from musterbook.errors import InputError
from musterbook.ingest.budget import MEGA, Budget
from musterbook.ingest.containers.member_from_stream import (
    BombError,
    Labels,
    Wary,
    label,
    passed_over,
    spooled,
)
from musterbook.ingest.piece import Fault, Found, Known, Piece
from musterbook.ingest.sidecar import SIDECAR_BYTES
from musterbook.ingest.sidecar import SUFFIX as SIDECAR

Sidecar = Callable[[str, bytes], Known]
CONTENTS = 16 * MEGA  # bytes of the table of contents: 120,000 members with names of usual length
SHARED = "shares its bytes with another member, as archives do that are made to fill a disk"
MOST_OVERLAPS = 1_000
UTF8_NAMES, ENCRYPTED = 0x800, 0x1
LOCAL_HEAD = 30
UNPACK = "unpack it and give the folder"
# What zipfile raises on bytes that are no zip file, or a broken one; found by mutating archives.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, IndexError)
UNKNOWN = (NotImplementedError, RuntimeError)  # a kind of packing it does not know; a password
KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)  # not LZMA: its head may ask for 4 GB of memory


def pieces_from_zip(piece: Piece, budget: Budget, *, sidecar: Sidecar | None = None) -> Iterator[Piece | Found | Fault]:
    """Yield the files of a ZIP, in the order of its table; of a WACZ its web archives only.

    `sidecar` reads `X.meta.json`, which says what is known about `X.html` beside it: (its label, its bytes) -> Known.
    """
    try:
        with piece.open() as stream, opened(stream) as archive:
            yield from Members(piece, budget, archive, sidecar).all()
    except InputError as fault:
        yield Fault(piece.name, piece.part, str(fault))


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """Open a ZIP; raises InputError for what is none."""
    try:
        return zipfile.ZipFile(cast(BinaryIO, Wary(stream, CONTENTS)))
    except (*BROKEN, *UNKNOWN) as fault:
        raise InputError(f"its table of contents cannot be read; {UNPACK}") from fault


class Members:
    """The members of one open ZIP."""

    def __init__(self, piece: Piece, budget: Budget, archive: zipfile.ZipFile, sidecar: Sidecar | None) -> None:
        self.piece, self.budget, self.archive, self.sidecar = piece, budget, archive, sidecar
        infos = archive.infolist()
        self.names = {id(info): name_of(info) for info in infos}
        self.overlaps = overlaps(infos)
        if len(self.overlaps) > MOST_OVERLAPS:
            raise InputError(f"{SHARED}; {UNPACK}")
        self.beside = {name: info for info in infos if (name := self.names[id(info)]).endswith(SIDECAR)}

    def all(self) -> Iterator[Piece | Fault]:
        """Yield every member that is to be read."""
        labels, only = Labels(), self.web_archives()
        for info in self.archive.infolist():
            name = self.names[id(info)]
            if (
                name.endswith("/")
                or passed_over(name)
                or name.endswith(SIDECAR)
                or (only and not name.startswith(only))
            ):
                continue
            self.budget.member(self.piece.depth + 1)
            step = labels.of(name)
            try:
                yield self.member(info, step)
            except Spoilt as fault:
                yield Fault(*self.piece.inside(step), str(fault))

    def web_archives(self) -> str:
        """Return the folder that alone is read, when this is a WACZ."""
        names = self.names.values()
        packed = any(name.startswith("archive/") and name.endswith((".warc", ".warc.gz")) for name in names)
        return "archive/" if packed and "datapackage.json" in names else ""

    def member(self, info: zipfile.ZipInfo, step: str) -> Piece:
        """Return one member as a Piece; raises Spoilt."""
        known = self.known(self.names[id(info)])
        size, again = self.content(info)
        return Piece(*self.piece.inside(step), size, again, known.over(self.piece.known), self.piece.depth + 1)

    def content(self, info: zipfile.ZipInfo) -> tuple[int, Callable[[], BinaryIO]]:
        """Unpack one member; raises Spoilt for what is no plain file, or damaged, or a bomb."""
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Spoilt("is a link; links are not followed, give the file itself")
        if info.flag_bits & ENCRYPTED:
            raise Spoilt(f"is encrypted; {UNPACK}")
        if info.compress_type not in KINDS:
            raise Spoilt(f"is packed in an unusual way; {UNPACK}")
        if id(info) in self.overlaps:
            raise Spoilt(SHARED)
        try:
            with self.archive.open(info) as stream:
                return spooled(cast(BinaryIO, stream), self.budget, lambda: info.compress_size)
        except BombError as fault:
            raise Spoilt(str(fault)) from None
        except (*BROKEN, *UNKNOWN) as fault:
            raise Spoilt(f"is damaged or packed in an unknown way; {UNPACK}") from fault

    def known(self, name: str) -> Known:
        """Return what the sidecar beside a member says; raises Spoilt when it cannot be read."""
        beside = str(PurePosixPath(name).with_suffix("")) + SIDECAR if PurePosixPath(name).name else ""
        info = self.beside.get(name + SIDECAR) or self.beside.get(beside)
        if info is None or self.sidecar is None:
            return Known()
        if info.file_size > SIDECAR_BYTES:
            raise Spoilt(f"its sidecar is larger than {SIDECAR_BYTES:,} bytes; shorten it")
        _, again = self.content(info)
        with again() as stream:
            data = stream.read(SIDECAR_BYTES)
        try:
            return self.sidecar(label(self.names[id(info)]), data)
        except InputError as fault:
            raise Spoilt(str(fault)) from fault


class Spoilt(Exception):
    """One member that is not read, and why."""


def overlaps(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Return the members whose bytes reach into the next: one core unfolded under many names."""
    ordered = sorted(infos, key=lambda info: (info.header_offset, info.compress_size))
    found: set[int] = set()
    furthest = -1
    for info in ordered:
        if info.header_offset < furthest:
            found.add(id(info))
        furthest = max(furthest, info.header_offset + LOCAL_HEAD + info.compress_size)
    return found


def name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name: as UTF-8 where it is, else as Windows wrote it for Cyrillic names.

    >>> info = zipfile.ZipInfo("Новости.html".encode("cp866").decode("cp437"))
    >>> name_of(info), name_of(zipfile.ZipInfo("a.html"))
    ('Новости.html', 'a.html')
    """
    if info.flag_bits & UTF8_NAMES or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp866"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
