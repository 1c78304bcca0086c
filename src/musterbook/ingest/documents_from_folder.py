"""Files -> Document: `X.txt` or `X.md`, with what is known about it in `X.meta.json` beside it. Changes no file.

The text of a document is the bytes of its file decoded as UTF-8, less a byte order mark, with `\\r\\n` and `\\r`
read as `\\n` (as `Path.read_text` does), so that offsets mean the same to every reader. Everything else is kept:
zero-width and right-to-left marks too, because a quote is verbatim.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from musterbook.errors import InputError
from musterbook.ingest.text_from_bytes import text_from_bytes
from musterbook.model import Document, digest

SUFFIXES = (".txt", ".md")
LIMIT_BYTES = 5_000_000  # the longest real report met so far is 60 kB; above this it is a dump, not a document
SIDECAR_BYTES = 1_000_000
ISO = "an ISO date: YYYY, YYYY-MM or YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class Given:
    """What the person says about the files, over what their sidecars say."""

    published: str | None = None
    publisher: str | None = None


def files_from_sources(sources: Iterable[Path]) -> Iterator[Path | InputError]:
    """Yield every text file that `sources` name: a file as it is, a folder walked in sorted order.

    A folder without any yields the InputError that says so.
    """
    for source in sources:
        if not source.is_dir():
            yield source
            continue
        empty = True
        for path in walk(source):
            empty = False
            yield path
        if empty:
            kinds = " or ".join(f"*{suffix}" for suffix in SUFFIXES)
            yield InputError(f"{shown(source)}: no {kinds} file in this folder; name another")


def walk(folder: Path) -> Iterator[Path]:
    """Yield the text files under a folder, sorted; hidden ones are passed over, links to folders not followed."""
    for home, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(home, name)


def document_from_file(path: Path, given: Given | None = None) -> Document:
    """Read one file with its sidecar; raises InputError (one line: file, fault, what to do)."""
    given = given or Given()
    text = text_from_bytes(content(path, LIMIT_BYTES), shown(path))
    known = sidecar(path.with_name(path.stem + ".meta.json"))
    name = shown(Path(path.stem))
    url = known.get("url") or ""
    return Document(
        id=digest(url or name, text),
        name=name,
        url=url,
        text=text,
        lang=(known.get("language") or language_from_letters(text)).lower(),
        title=known.get("title"),
        publisher=given.publisher or known.get("publisher"),
        published=given.published or known.get("published"),
    )


def content(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes."""
    try:
        if not path.exists():
            raise InputError(f"{shown(path)}: no such file; check the path")
        if not path.is_file():
            raise InputError(f"{shown(path)}: not a regular file; name a text file or a folder")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or fault
        raise InputError(f"{shown(path)}: cannot be read ({why}); check the file and its permissions") from fault
    if len(data) > limit:
        raise InputError(f"{shown(path)}: larger than the limit of {limit:,} bytes; split it into single documents")
    return data


def sidecar(path: Path) -> dict[str, str]:
    """Return the known, non-empty keys of a sidecar; {} when there is none. Unknown keys are ignored."""
    if not path.exists():
        return {}
    data = content(path, SIDECAR_BYTES).removeprefix(b"\xef\xbb\xbf")
    try:
        record = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{shown(path)}: not valid JSON ({str(fault)[:80]}); correct or remove it") from fault
    if not isinstance(record, dict):
        raise InputError(f'{shown(path)}: not a JSON object such as {{"published": "2024-03"}}; correct or remove it')
    known: dict[str, str] = {}
    for key in ("url", "title", "publisher", "published", "language"):
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{shown(path)}: {key}: {value!r} is not a text; write it in double quotes")
        if value and value.strip():
            known[key] = value.strip().encode("utf-8", "replace").decode("utf-8")  # JSON may escape half a character
    if "published" in known:
        try:
            known["published"] = iso_date(known["published"])
        except ValueError:
            raise InputError(f"{shown(path)}: published: {known['published']!r} is not a date; write {ISO}") from None
    return known


def iso_date(value: str) -> str:
    """Return the date part of an ISO date, month, year or timestamp; raises ValueError for anything else.

    >>> iso_date("2024-03"), iso_date("2024-03-05T10:00:00+03:00")
    ('2024-03', '2024-03-05')
    """
    if not value.isascii():
        raise ValueError(value)
    if len(value) > 10:
        return datetime.fromisoformat(value).date().isoformat()
    parts = value.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or not "".join(parts).isdigit():
        raise ValueError(value)
    date(*(int(part) for part in (*parts, "01", "01")[:3]))
    return value


def language_from_letters(text: str) -> str:
    """Return "uk", "ru" or "en" by alphabet alone: mostly Cyrillic letters, and the four that only Ukrainian has.

    >>> language_from_letters("Їх шукають"), language_from_letters("Их ищут"), language_from_letters("They are sought")
    ('uk', 'ru', 'en')
    """
    sample = text[:20_000].lower()
    cyrillic = sum("а" <= letter <= "ӿ" for letter in sample)
    if cyrillic * 2 <= sum(letter.isalpha() for letter in sample):
        return "en"
    own = sum(sample.count(letter) for letter in "іїєґ")
    return "uk" if own * 200 > cyrillic else "ru"


def shown(path: Path) -> str:
    """Return a path as text that any terminal and JSON can carry (what cannot be decoded is U+FFFD)."""
    return " ".join(os.fsencode(path).decode("utf-8", "replace").splitlines())
