"""Bytes of an office file -> the zip archive in it, looked through before any parser of XML sees it."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from musterbook.errors import InputError
from musterbook.ingest.budget import MEGA, Budget

MEMBERS = 5_000  # every picture is one
TOTAL = 200 * MEGA
XML = 40 * MEGA  # unfolded; a tree of it takes ten times as much memory. A thesis of 300 pages has 5
# What zipfile, its decoders, lxml (a SyntaxError) and python-docx (any line that misses a part) raise on odd bytes.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, SyntaxError, OSError, EOFError),
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError, AssertionError),
)
MENDING = "open it in a word processor and save it again"


def members_from_office(data: bytes) -> zipfile.ZipFile:
    """Return the archive; raises InputError for a damaged, locked or oversized one, and for XML that declares entities.

    No office program writes a document type into its parts: who does wants entities to unfold.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("is locked with a password or of the time before 2007; open it and save it without, as .docx")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        within_limits(archive, len(data))
        for info in archive.infolist():
            if is_xml(info) and declares_entities(archive.read(info)):
                raise InputError(
                    f"{info.filename[:80]!r} in it declares entities, as no office program does; {MENDING}"
                )
    except BROKEN as fault:
        raise damaged(fault) from None
    return archive


def within_limits(archive: zipfile.ZipFile, size: int) -> None:
    """Raise InputError for what looks like a bomb, by the sizes declared: zipfile never unfolds more than these."""
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise InputError(f"holds more than {MEMBERS:,} parts; {MENDING}")
    budget = Budget(packed=size)
    for info in infos:
        if info.flag_bits & 1:
            raise InputError("is locked with a password; open it and save it without one")
        budget.unfold(info.file_size, info.compress_size)
    for most, total in ((TOTAL, budget.unfolded), (XML, sum(info.file_size for info in infos if is_xml(info)))):
        if total > most:
            raise InputError(f"unfolds to {total:,} bytes, more than {most:,}; split it into single documents")


def is_xml(info: zipfile.ZipInfo) -> bool:
    """True for the parts that a reader parses."""
    return info.filename.lower().endswith((".xml", ".rels"))


def declares_entities(part: bytes) -> bool:
    """True for XML with a document type, in whatever width its letters are written."""
    narrow = part.replace(b"\x00", b"") if b"\x00" in part[:200] else part
    return b"<!DOCTYPE" in narrow or b"<!ENTITY" in narrow


def damaged(fault: Exception) -> InputError:
    """Return the error for an office file that its library cannot read."""
    why = " ".join(str(fault).split())[:120] or type(fault).__name__
    return InputError(f"damaged office file ({why}); {MENDING}")
