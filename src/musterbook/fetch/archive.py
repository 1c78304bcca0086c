"""The file that answers are kept in: WARC 1.1, one gzip member a record, each on the disk before the next is asked for.

A run that is killed leaves at most one torn record at the end; the next run cuts it off and goes on. The address that
a person asked for stands in each record of the hops it took, as WARC-Seed-URI.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from musterbook.errors import InputError
from musterbook.fetch.connection import Exchange
from musterbook.fetch.options import Options

PIECE = 1 << 14  # of packed bytes: unfolds to 16 MB at most
TAIL = 200_000_000  # bytes that one torn record is never longer than
MAGIC = b"\x1f\x8b\x08"
BEGINNING = 4_000  # holds the headers of a record, and of the first one also what they describe
SEED = "WARC-Seed-URI"
MOVED = (301, 302, 303, 307, 308)
OURS = b"software: musterbook/"
MORE = "give another file, or move this one away"
HTTP = "application/http; msgtype="


class Archive:
    """An archive that grows by one exchange at a time."""

    def __init__(self, path: Path, options: Options, now: datetime) -> None:
        self.path = path
        info = f"software: {options.agent}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n".encode()
        fields = {"Content-Type": "application/warc-fields", "WARC-Filename": path.name}
        record, self.info = record_of(WarcRecordType.warcinfo, fields, info, when=now)
        if path.exists():
            self._append(record)
        else:
            self._begin(record)

    def _begin(self, record: bytes) -> None:
        """Make the file with its first record in one step: a file that is there has a whole beginning."""
        fresh = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as out:
                out.write(record)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(self.path)
        except OSError as fault:
            raise unwritable(self.path, fault) from None

    def _append(self, data: bytes) -> None:
        try:
            with self.path.open("ab") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        except OSError as fault:
            raise unwritable(self.path, fault) from None

    def add(self, exchange: Exchange, seed: str) -> None:
        """Append a request and its answer; the answer last, so that where it is whole both are."""
        common = {"WARC-Target-URI": exchange.url, "WARC-Warcinfo-ID": self.info, SEED: seed}
        common |= {"WARC-IP-Address": exchange.ip}
        fields = {"Content-Type": f"{HTTP}response", "WARC-Payload-Digest": digest_of(exchange.body), **common}
        if exchange.cut:
            fields["WARC-Truncated"] = exchange.cut
        response = WarcRecordType.response
        answer, record_id = record_of(response, fields, exchange.head + exchange.body, when=exchange.when)
        fields = {"Content-Type": f"{HTTP}request", "WARC-Concurrent-To": record_id, **common}
        asked, _ = record_of(WarcRecordType.request, fields, exchange.sent, when=exchange.when)
        self._append(asked + answer)


def record_of(kind: WarcRecordType, fields: dict[str, str], block: bytes, *, when: datetime) -> tuple[bytes, str]:
    """Return a record as one gzip member, and its id."""
    record = WarcRecord()
    record.init_headers(kind)
    record.record_date = when.astimezone(UTC)
    for key, value in fields.items():
        record.headers[key] = value
    record.headers["WARC-Block-Digest"] = digest_of(block)
    record.set_bytes_content(block)
    out = BytesIO()
    with GzipWriter(out) as packed:
        record.write(packed)
        packed.finish()
        return out.getvalue(), str(record.headers["WARC-Record-ID"])


def digest_of(data: bytes) -> str:
    """Return a digest as the headers of a record write it."""
    return f"sha256:{sha256(data).hexdigest()}"


def unwritable(path: Path, fault: OSError) -> InputError:
    """Return what to say of a file that takes no more."""
    return InputError(f"{path}: cannot be written ({fault.strerror}); make room or give another file")


def resume(out: Path) -> set[str]:
    """Return the addresses that an archive answers already, after cutting off a record torn at its end.

    Answers that were cut short by the network, and those that asked to come back later, count as not here.
    Raises InputError for a file that is not such an archive, or is damaged elsewhere; it is left as it is.
    """
    if not out.exists():
        return set()
    try:
        with out.open("r+b") as stream:
            whole = end_of_whole(stream, out)
            if whole < stream.seek(0, os.SEEK_END):
                stream.truncate(whole)
                os.fsync(stream.fileno())
            stream.seek(0)
            return {seed for seed, status, leads, cut in answers_in(stream) if is_done(status, leads, cut)}
    except OSError as fault:
        raise InputError(f"{out}: cannot be read ({fault.strerror}); {MORE}") from None


def is_done(status: int, leads: bool, cut: str) -> bool:
    """Whether an answer ends the matter: it is whole, leads nowhere else and does not ask to come back."""
    return not leads and cut in ("", "length") and status != 429 and status < 500


def answers_in(stream: BinaryIO) -> Iterator[tuple[str, int, bool, str]]:
    """Yield of each answer: for which address, its status, whether it leads elsewhere, why it is not whole."""
    for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
        seed, http = record.headers.get(SEED), record.http_headers
        if seed is None or http is None:
            continue
        status = http.status_code or 0
        leads = led_to(str(record.headers["WARC-Target-URI"]), status, http.get("Location")) is not None
        yield seed, status, leads, record.headers.get("WARC-Truncated") or ""


def led_to(url: str, status: int, location: str | None) -> str | None:
    """Return the address that an answer leads to.

    >>> led_to("http://a.example/1", 302, "/2"), led_to("http://a.example/1", 200, "/2")
    ('http://a.example/2', None)
    """
    if status not in MOVED or not location:
        return None
    try:
        led = urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace").strip())
    except ValueError:
        led = location
    return led.replace(" ", "%20")  # not allowed, and often met


def end_of_whole(stream: BinaryIO, out: Path) -> int:
    """Return where the last whole answer ends; raises InputError for what no run of ours can have left."""
    end = 0
    for start, after, beginning in members_of(stream, out):
        if after is None:
            if holds_records(stream, start + 1):
                raise damaged(out, start)
            break
        if not beginning.startswith(b"WARC/1.1\r\n") or (start == 0 and OURS not in beginning):
            raise foreign(out)
        if b"\r\nWARC-Type: request\r\n" not in beginning:  # a request without its answer is asked again
            end = after
    if not end:
        raise foreign(out)
    return end


def foreign(out: Path) -> InputError:
    """Return what to say of a file that must not be added to."""
    return InputError(f"{out}: is not an archive that fetch has made; {MORE}")


def damaged(out: Path, start: int) -> InputError:
    """Return what to say of an archive that something else than a broken-off run has spoilt."""
    return InputError(f"{out}: is damaged from byte {start:,} on; keep what is before it, and {MORE}")


def holds_records(stream: BinaryIO, start: int) -> bool:
    """Whether a whole beginning of a record comes after this place: then what is before it was not torn off."""
    stream.seek(start)
    rest = stream.read(TAIL + 1)
    places = (match.start() for match in re.finditer(re.escape(MAGIC), rest))
    return len(rest) > TAIL or any(begins_record(rest[place : place + PIECE]) for place in places)


def begins_record(data: bytes) -> bool:
    """Whether packed bytes begin with those of a record."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, 10).startswith(b"WARC/1.1")
    except zlib.error:
        return False


def members_of(stream: BinaryIO, out: Path) -> Iterator[tuple[int, int | None, bytes]]:
    """Yield where each gzip member begins and ends (None: the file ends first), and how its text begins."""
    start, held = 0, stream.read(PIECE)
    while held:
        if held[0] == 0 and only_zeros(held, stream):  # room that a lost power supply left empty
            yield start, None, b""
            return
        unzip, beginning = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
        while held and not unzip.eof:
            try:
                text = unzip.decompress(held)
            except zlib.error:
                raise (damaged(out, start) if start else foreign(out)) from None
            beginning += text[: BEGINNING - len(beginning)]
            held = unzip.unused_data or stream.read(PIECE)
        after = stream.tell() - len(held) if unzip.eof else None
        yield start, after, beginning
        start = after or start


def only_zeros(held: bytes, stream: BinaryIO) -> bool:
    """Whether nothing but empty room follows; the stream goes on where it was otherwise."""
    place = stream.tell()
    while held and not held.strip(b"\0"):
        held = stream.read(PIECE)
    stream.seek(place)
    return not held
