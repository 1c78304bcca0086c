"""Bytes of a sidecar (`X.meta.json` beside `X.txt`) -> Known; and what counts as a date wherever a person writes one."""

from __future__ import annotations

import codecs
import json
from datetime import UTC, date, datetime
from typing import Any

from musterbook.errors import InputError
from musterbook.ingest.piece import CLASSES, Known

SUFFIX = ".meta.json"
SIDECAR_BYTES = 1_000_000  # above this it is no note about a document
ISO = "an ISO date: YYYY, YYYY-MM or YYYY-MM-DD"
ISO_TIME = "an ISO time: YYYY-MM-DDThh:mm:ssZ"
KEYS = (
    *("url", "title", "publisher", "published", "language"),
    *("author", "captured", "updated", "final_url", "forwarded", "method", "sensitivity"),
)


def known_from_sidecar(data: bytes, name: str) -> Known:
    """Return what a sidecar says; empty values and unknown keys are ignored. Raises InputError (name, fault, what to do).

    >>> known_from_sidecar(b'{"title": "A", "mood": 1}', "a.meta.json") == Known(title="A")
    True
    """
    known: dict[str, Any] = dict(texts_of_keys(data, name))
    for key, form, words in (
        ("published", iso_date, f"a date; write {ISO}"),
        ("updated", iso_date, f"a date; write {ISO}"),
        ("captured", iso_time, f"a time; write {ISO_TIME}"),
    ):
        if key in known:
            try:
                known[key] = form(known[key])
            except (ValueError, OverflowError):
                raise InputError(f"{name}: {key}: {known[key]!r} is not {words}") from None
    if known.get("sensitivity", CLASSES[0]) not in CLASSES:
        raise InputError(f"{name}: sensitivity: {known['sensitivity']!r} is not known; write {', '.join(CLASSES)}")
    if "language" in known:
        known["language"] = known["language"].lower()
    if "published" in known:
        return Known(**known, published_how="sidecar", guessed=False)
    return Known(**known)


def texts_of_keys(data: bytes, name: str) -> dict[str, str]:
    """Return the known, non-empty keys of a JSON object."""
    try:
        record = json.loads(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{name}: not valid JSON ({str(fault)[:80]}); correct or remove it") from fault
    if not isinstance(record, dict):
        raise InputError(f'{name}: not a JSON object such as {{"published": "2024-03"}}; correct or remove it')
    known: dict[str, str] = {}
    for key in KEYS:
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{name}: {key}: {repr(value)[:80]} is not a text; write it in double quotes")
        if value and value.strip():
            known[key] = value.strip().encode("utf-8", "replace").decode("utf-8")  # JSON may escape half a character
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


def iso_time(value: str) -> str:
    """Return an ISO time as UTC, to the second; a time without a zone is UTC. Raises ValueError for anything else.

    >>> iso_time("2024-03-05T10:00:00+03:00"), iso_time("2024-03-05")
    ('2024-03-05T07:00:00Z', '2024-03-05T00:00:00Z')
    """
    if not value.isascii():
        raise ValueError(value)
    time = datetime.fromisoformat(value)
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")
