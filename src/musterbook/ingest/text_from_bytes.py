"""Bytes -> text, or one line that says what the bytes seem to be instead."""

from __future__ import annotations

import codecs

from musterbook.errors import InputError

# What a file that is no text begins with; the name is for the message only.
MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "an image"),
)


def text_from_bytes(data: bytes, name: str = "") -> str:
    """Return the text of a UTF-8 file with `\\n` line ends; raises InputError that names the likely encoding.

    `name` stands before the fault; without one, whoever catches the error puts it there.

    >>> text_from_bytes(b"\\xef\\xbb\\xbfone\\r\\ntwo", "x.txt")
    'one\\ntwo'
    """
    before = f"{name}: " if name else ""
    kind = next((kind for magic, kind in MAGIC if data.startswith(magic)), None)
    if kind is not None:
        raise InputError(f"{before}{kind}, not a text; extract its text first")
    if wide(data):
        raise InputError(f"{before}looks like UTF-16, not UTF-8; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
    if b"\x00" in data:
        raise InputError(f"{before}binary (holds NUL bytes), not a text; leave it out or extract its text first")
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as fault:
        guess = likely(data)
        byte = f"byte {fault.start:,} is 0x{data[fault.start]:02x}"
        like = f"looks like {guess}, not UTF-8" if guess else f"not UTF-8 ({byte})"
        how = f"iconv -f {guess} -t UTF-8" if guess else "iconv, or your editor's Save As"
        raise InputError(f"{before}{like}; save it as UTF-8 ({how})") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not visible(text):
        raise InputError(f"{before}empty, nothing to read; leave it out")
    return text


def visible(text: str) -> bool:
    """True when some character can be seen (zero-width marks and spaces cannot)."""
    return any(not letter.isspace() and letter.isprintable() for letter in text)


def wide(data: bytes) -> bool:
    """True for UTF-16, with its byte order mark or by the many NULs in every second place."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    head = data[:2000]
    half = len(head) // 2
    few, many = sorted((head[::2].count(0), head[1::2].count(0)))
    return half >= 4 and many > half * 0.6 and few < half * 0.1


def likely(data: bytes) -> str:
    """Return the likely one-byte encoding, or "" when nothing speaks for one.

    Cyrillic text is mostly small letters: these are 0xE0-0xFF in CP1251 and 0xC0-0xDF in KOI8-R. Western text has few
    high bytes, and each stands among ASCII letters.
    """
    head = data[:20_000]
    high = sum(byte >= 0xC0 for byte in head)
    low = sum(0x80 <= byte < 0xA0 for byte in head)
    letters = sum(chr(byte).isalpha() for byte in head if byte < 0x80)
    if high > letters:
        return "CP1251" if sum(byte >= 0xE0 for byte in head) * 2 > high else "KOI8-R"
    return "CP1252" if high + low < letters * 0.2 else ""
