"""Bytes of a page -> its letters, whatever encoding it is in and whatever encoding it says it is in."""

from __future__ import annotations

import codecs
from itertools import pairwise

from musterbook import regex as re

# What the page says of itself, in its first bytes: <meta charset=x>, content="text/html; charset=x", encoding="x".
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.-]{3,40})""", re.IGNORECASE)
HEAD = 8_000  # bytes searched for it; the standard asks for the first 1,024, pages put it later
SAMPLE = 200_000  # letters judged: enough for any page, bounded for the largest
# Taken in turn when the declared encoding makes no sense of the letters.
USUAL = ("cp1251", "koi8-u", "cp1252", "cp866", "iso8859-5", "cp1250")
BROKEN = 0.02  # odd words among the foreign ones; a true decoding has next to none
WORD = re.compile(r"[^\W\d_]{3,}")
BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}


def html_from_bytes(data: bytes, declared: str | None = None) -> str:
    """Return the letters of a page; `declared` is the encoding its container named. Never fails: the last resort marks.

    >>> html_from_bytes("<meta charset=utf-8><p>Сьогодні надійшло повідомлення".encode("cp1251"))[-30:]
    'Сьогодні надійшло повідомлення'
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    head = data[:2_000]
    if (wide := _wide(head)) is not None:
        return data.decode(wide, "replace")
    text = _utf8(data)
    return text if text is not None else _one_byte(data, declared)


def _wide(head: bytes) -> str | None:
    """Return the kind of UTF-16 that bytes without a mark are in: markup has a NUL beside every sign."""
    half = max(len(head) // 2, 1)
    if len(head) >= 8 and head[1::2].count(0) > half * 0.3 and head[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if len(head) >= 8 and head[::2].count(0) > half * 0.3 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def _utf8(data: bytes) -> str | None:
    """Return the letters when the bytes are UTF-8, or are but for a few damaged places."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    foreign = len(data) - len(text)  # every letter of more than one byte counts here, every damaged byte does not
    return text if foreign > 20 * damaged else None


def _one_byte(data: bytes, declared: str | None) -> str:
    names = [name for name in (declared, *(m[1].decode("ascii") for m in DECLARED.finditer(data[:HEAD]))) if name]
    known = dict.fromkeys(found for name in names if (found := _codec(name)) is not None)
    best, least = "", 2.0
    for encoding in (*known, *USUAL):
        text = _decoded(data, encoding)
        odd = oddness(text) if text is not None else 2.0
        if text is not None and odd <= BROKEN and encoding in known:
            return text
        if text is not None and odd < least - 0.001:
            best, least = text, odd
    return best if least <= 0.2 else _guessed(data) or best or data.decode("utf-8", "replace")


def _codec(name: str) -> str | None:
    """Return the one-byte or Asian encoding meant by a name, as browsers take it; Unicode was tried before."""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    # Only those that make letters of bytes: codecs knows "rot13" and "hex" too.
    plain = found.startswith(
        ("cp", "iso8859", "koi8", "mac", "gb", "big5", "shift", "euc", "iso2022", "windows", "ascii", "ptcp", "kz")
    )
    return BROWSERS.get(found, found) if plain else None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    text = data.decode(encoding, "replace")  # undefined places of cp1252 and a cut last letter
    return text if text.count("\ufffd") * 500 <= len(text) else None


def oddness(text: str) -> float:
    """Return the share of foreign words that no writer wrote: capitals inside, alphabets mixed, boxes for letters.

    >>> oddness("тривога"), oddness("рПЕБНЦЮ"), oddness("plain")
    (0.0, 1.0, 0.0)
    """
    sample = text[:SAMPLE]
    words = {word for word in WORD.findall(sample) if not word.isascii()}
    signs = sum("\x80" <= sign <= "\x9f" or "\u2500" <= sign <= "\u259f" for sign in sample if sign > "\x7f")
    total = len(words) + signs
    return (sum(map(_odd, words)) + signs) / total if total else 0.0


def _odd(word: str) -> bool:
    if word.islower() or word.istitle():
        foreign = sum("\xaa" <= letter <= "\u024f" for letter in word)
        cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in word)
        # Western words have one or two accents; Cyrillic ones have no Western accents and few rare letters.
        rare = sum("\u0400" <= letter <= "\u040f" or "\u0450" <= letter <= "\u04ff" for letter in word)
        return (foreign > 0 and cyrillic > 0) or foreign * 2 > len(word) or rare * 2 > len(word)
    return not word.isupper() and any(a.islower() and b.isupper() for a, b in pairwise(word))


def _guessed(data: bytes) -> str | None:
    """Return what charset-normalizer takes the bytes for: the rare encodings."""
    from charset_normalizer import from_bytes

    found = from_bytes(data[:5_000] + data[-5_000:]).best()
    return _decoded(data, found.encoding) if found is not None else None
