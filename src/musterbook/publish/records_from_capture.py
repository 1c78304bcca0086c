"""Capture -> the records of a web archive that hold it: the crawler's own, word for word, or one made of its bytes."""

from __future__ import annotations

import gzip
import re
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from musterbook.errors import InputError

LARGEST = 256_000_000  # bytes of the records of one capture
FOUND = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit  # what an index leads to
MIME = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,99}/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}")
SAFE = "!#$%&'()*+,/:;=?@[]~"
FIELD = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One page as it was got hold of, with its bytes to be had when they are wanted."""

    url: str  # "" where it has none: the digest of its bytes names it then
    captured: str  # ISO time, in UTC where it does not say
    body: Callable[[], bytes]
    record: Callable[[], bytes] | None = None  # whole WARC records, packed or not, if a crawler made them
    title: str | None = None
    mime: str = ""
    status: int | None = None
    http_headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record, packed as one gzip member. `found`: an index leads to it."""

    data: bytes
    id: str
    url: str
    when: datetime
    mime: str
    status: str  # of an answer; a page without one has none
    digest: str
    found: bool


def records_from_capture(capture: Capture) -> list[Record]:
    """Return the records of a capture; raises InputError where its own cannot be read.

    >>> page = Capture(url="https://a.example/1", captured="2024-05-01T12:00:00Z", mime="text/html", body=lambda: b"x")
    >>> [(record.url, record.mime, record.found) for record in records_from_capture(page)]
    [('https://a.example/1', 'text/html', True)]
    """
    return records_made(capture) if capture.record is None else records_copied(capture.record())


def time_of(text: str) -> datetime:
    """Return a time in UTC, to the second.

    >>> time_of("2024-05-01T14:00:00.5+02:00").isoformat()
    '2024-05-01T12:00:00+00:00'
    """
    try:
        when = datetime.fromisoformat(text)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError(f"{text[:40]!r} is not a time; write YYYY-MM-DDThh:mm:ssZ") from None
    return when.replace(microsecond=0)


def records_copied(data: bytes) -> list[Record]:
    """Return records as a crawler wrote them, each packed anew; raises InputError for what is not whole."""
    try:
        if data.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=BytesIO(data)) as packed:
                data = packed.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise InputError(f"its records in the web archive hold more than {LARGEST:,} bytes")
        records = list(whole_records(data))
    except (OSError, EOFError, ValueError, zlib.error):
        raise InputError("its record in the web archive cannot be read") from None
    if not any(record.found for record in records):
        raise InputError("its record in the web archive holds no answer")
    return records


def whole_records(data: bytes) -> Iterator[Record]:
    """Yield each record of unpacked ones; raises InputError where one is cut or changed."""
    for record in ArchiveIterator(BytesIO(data), parse_http=False):
        start = record.stream_pos
        body = data.find(b"\r\n\r\n", start) + 4
        text = data[start : body + record.content_length]
        if body < 4 or not text.startswith(b"WARC/") or len(text) < body - start + record.content_length:
            raise InputError("its record in the web archive is cut off")
        if record.headers.get("WARC-Block-Digest") and not record.verify_block_digest():
            raise InputError("its record in the web archive is not what its digest says")
        yield described(record, text + b"\r\n\r\n")


def described(record: WarcRecord, text: bytes) -> Record:
    """Return a copied record with what an index says of it."""
    headers, kind = record.headers, record.record_type
    mime, status = headers.get("Content-Type") or "", ""
    if kind & (WarcRecordType.response | WarcRecordType.revisit) and record.is_http:
        record.parse_http()
        mime, status = record.http_content_type or "", str(record.http_headers.status_code or "-")
    if kind == WarcRecordType.revisit:
        mime = "warc/revisit"
    return Record(
        data=gzip.compress(text, mtime=0),
        id=headers.get("WARC-Record-ID") or digest_of(text),
        url=ascii_address((headers.get("WARC-Target-URI") or "").strip("<>")),
        when=time_of(headers.get("WARC-Date") or ""),
        mime=mime_from(mime),
        status=status,
        digest=headers.get("WARC-Payload-Digest") or digest_of(record.reader.read()),
        found=bool(kind & FOUND),
    )


def records_made(capture: Capture) -> list[Record]:
    """Return a resource record of bytes that no crawler fetched, and one that says what else is known of them."""
    body, when = capture.body(), time_of(capture.captured)
    url = ascii_address(capture.url) or "urn:" + digest_of(body)
    fields = {"WARC-Type": "resource", "WARC-Target-URI": url, "Content-Type": mime_from(capture.mime)}
    resource = record_made(fields, body, when=when)
    lines = [f"http-status: {capture.status}"] if capture.status is not None else []
    lines += [f"http-header: {FIELD.sub(' ', key)}: {FIELD.sub(' ', value)}" for key, value in capture.http_headers]
    if not lines:
        return [resource]
    known = "".join(f"{line}\r\n" for line in lines).encode()
    fields = {"WARC-Type": "metadata", "WARC-Target-URI": url, "WARC-Refers-To": resource.id}
    return [resource, record_made(fields | {"Content-Type": "application/warc-fields"}, known, when=when)]


def record_made(fields: dict[str, str], block: bytes, *, when: datetime) -> Record:
    """Return a new record; its id is made of what it holds, so that the same capture gives the same bytes."""
    stamp, digest = f"{when:%Y-%m-%dT%H:%M:%SZ}", digest_of(block)
    name = sha256("\n".join([stamp, digest, *fields.values()]).encode()).digest()[:16]
    record_id = f"<{uuid.UUID(bytes=name, version=5).urn}>"
    own = {"WARC-Record-ID": record_id, "WARC-Date": stamp, "WARC-Block-Digest": digest}
    if fields["WARC-Type"] == "resource":
        own["WARC-Payload-Digest"] = digest
    lines = [f"{key}: {value}" for key, value in (fields | own | {"Content-Length": str(len(block))}).items()]
    head = "\r\n".join(["WARC/1.1", *lines, "", ""]).encode()
    return Record(
        data=gzip.compress(head + block + b"\r\n\r\n", mtime=0), id=record_id, url=fields.get("WARC-Target-URI", ""),
        when=when, mime=fields["Content-Type"], status="", digest=digest, found=fields["WARC-Type"] == "resource",
    )  # fmt: skip


def digest_of(data: bytes) -> str:
    """Return a digest as records write it."""
    return f"sha256:{sha256(data).hexdigest()}"


def mime_from(text: str) -> str:
    """Return a media type without its parameters, or the one for bytes of no known kind.

    >>> mime_from("Text/HTML; charset=utf-8"), mime_from("a page")
    ('text/html', 'application/octet-stream')
    """
    kind = text.partition(";")[0].strip().lower()
    return kind if MIME.fullmatch(kind) else "application/octet-stream"


def ascii_address(url: str) -> str:
    """Return an address with all that is not plain ASCII escaped, so that it fits on one line of an index."""
    return quote(url.strip().encode("utf-8", "surrogatepass"), safe=SAFE)
