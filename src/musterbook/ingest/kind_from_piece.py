"""Piece -> what kind of thing its bytes are, told by content; a name only breaks ties. Reads the head of it, no more."""

from __future__ import annotations

import zipfile
import zlib

from musterbook import regex as re
from musterbook.ingest.piece import Piece

HEAD = 65_536

# How bytes begin that hold no text of their own: in a folder they are passed over, and counted. Letters that a text
# may begin with, too ("BM", "MZ"), count with what follows them in such a file.
PASSED = (
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|BM.{4}\x00{4}|\x00\x00[\x01\x02]\x00", "image"),
    (rb"wOF[F2]\x00\x01|wOF[F2]OTTO|OTTO\x00|\x00\x01\x00\x00\x00", "font"),
    (rb"OggS\x00|ID3[\x02-\x04]|fLaC\x00|\xff[\xf2\xf3\xfb]|RIFF.{4}WAVE", "sound"),
    (rb".{4}ftyp|\x1aE\xdf\xa3|FLV\x01|RIFF.{4}AVI ", "film"),
    (rb"\x7fELF|MZ(?=.{0,510}\x00)|\x00asm", "program"),
)
BEGINS = tuple((re.compile(rb"(?:%b)" % pattern, re.DOTALL), what) for pattern, what in PASSED)
# Kinds of text that only their name tells: a saved page drags them along.
BY_NAME = {"js": "script", "mjs": "script", "css": "style", "map": "script", "svg": "image", "download": "script"}
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"WARC/", "warc"),
    (b"filedesc://", "warc"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"From ", "mbox"),
)
MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
MAIL_FIELDS = re.compile(rb"^(?:mime-version|message-id|received|snapshot-content-location|return-path):", re.I | re.M)
MARKUP = re.compile(
    rb"\A\s*+(?:(?:<\?(?>.*?\?>)|<!--(?>.*?-->))\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|table|script|h1)\b",
    re.I | re.S,
)


def kind_from_piece(piece: Piece) -> str:
    """Return the kind of a piece: the name of what reads it, "passed:..." for what holds no text, "unknown".

    Raises OSError when the piece cannot be read.
    """
    with piece.open() as stream:
        head = stream.read(HEAD)
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return refined(kind, piece, head)
    if what := passed_from_head(head):
        return f"passed:{what}"
    if head[257:262] == b"ustar":
        return "tar"
    return kind_of_text(head, piece)


def passed_from_head(head: bytes) -> str | None:
    """Return what bytes are that hold no text, None for all others.

    >>> passed_from_head(b"GIF89a\\x01\\x00"), passed_from_head(b"BMW said on Monday"), passed_from_head(b"MZ is a code. " * 9)
    ('image', None, None)
    """
    return next((what for pattern, what in BEGINS if pattern.match(head)), None)


def refined(kind: str, piece: Piece, head: bytes) -> str:
    """Return the kind of something packed, by what is inside."""
    if kind == "gzip":
        try:
            inner = zlib.decompressobj(wbits=31).decompress(head, 512)
        except zlib.error:
            return "gzip"
        return "warc" if inner.startswith((b"WARC/", b"filedesc://")) else "gzip"
    if kind == "zip":
        return kind_of_zip(piece)
    if kind == "mbox" and not re.match(rb"From \S+.* \d{4}\r?\n", head):
        return kind_of_text(head, piece)
    return kind


def kind_of_zip(piece: Piece) -> str:
    """Return which kind of document a zip file is, or "zip" for an archive."""
    try:
        with piece.open() as stream, zipfile.ZipFile(stream) as archive:
            names = archive.NameToInfo
            if "[Content_Types].xml" in names:
                for name, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
                    if name in names:
                        return kind
            if "mimetype" in names and "content.xml" in names:
                return "odt"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return "zip"  # its reader says what is wrong with it
    return "zip"


def kind_of_text(head: bytes, piece: Piece) -> str:
    """Return the kind of something that should be a text."""
    from musterbook.ingest.lists.entries_from_feed import looks_like_feed, looks_like_json_feed
    from musterbook.ingest.lists.posts_from_telegram_html import looks_like_telegram_html
    from musterbook.ingest.lists.posts_from_telegram_json import looks_like_telegram_json
    from musterbook.ingest.lists.rows_from_table import table_kind

    name = piece.name.rpartition(": ")[2].lower()
    suffix = name.rpartition(".")[2] if "." in name else ""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[:1] in (b"{", b"["):
        if looks_like_telegram_json(head):
            return "telegram_json"
        if looks_like_json_feed(head):
            return "feed"
        data = suffix in ("json", "geojson", "webmanifest") or "json" in piece.hint
        return table_kind(head, name) or ("passed:data" if data else "plain")
    if bare[:1] == b"<" or wide_markup(head):
        if looks_like_telegram_html(head):
            return "telegram_html"
        if looks_like_feed(head):
            return "feed"
        if MARKUP.match(bare) or wide_markup(head) or suffix in ("html", "htm", "xhtml", "php", "asp", "aspx"):
            return f"passed:{BY_NAME[suffix]}" if suffix in BY_NAME else "html"
        if suffix == "svg":
            return "passed:image"
        return "html" if piece.hint.startswith(("text/html", "application/xhtml")) else "plain"
    if MAIL.match(bare) and MAIL_FIELDS.search(bare[:8192]):
        return "mail"
    if kind := table_kind(head, name):
        return kind
    if suffix in BY_NAME:
        return f"passed:{BY_NAME[suffix]}"
    if piece.hint.startswith(("text/html", "application/xhtml")) or suffix in ("html", "htm", "xhtml"):
        return "html"
    return "plain"


def wide_markup(head: bytes) -> bool:
    """True for markup in UTF-16."""
    return (
        head[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<" in head[:200].replace(b"\x00", b"") and b"h\x00t\x00m" in head
    )
