"""Body of an HTTP response as it was sent -> the bytes of the page: chunks joined, compression undone, never too far."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.containers.member_from_stream import check_ratio

STEP = 256 * 1024
CHUNK_HEAD = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
LAYERS = 3
MOST_CHUNKS = 500_000  # servers send some kilobytes in each
GZIP, DEFLATE, RAW = 31, 15, -15  # zlib's numbers
AGAIN = "fetch the page again"


def body_from_response(body: bytes, encodings: str, budget: Budget) -> bytes:
    """Undo a `Content-Encoding`; raises InputError for what is damaged, too large or a bomb.

    Archives often keep the header of a body they already unpacked: a body that is not packed is left as it is.

    >>> body_from_response(zlib.compress(b"<p>one</p>"), "deflate", Budget())
    b'<p>one</p>'
    >>> body_from_response(b"<p>one</p>", "gzip, br", Budget())
    b'<p>one</p>'
    """
    layers = [name.strip().lower() for name in encodings.split(",")]
    for name in [name for name in reversed(layers) if name in UNPACK][:LAYERS]:
        if name in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b"):
            continue
        try:
            body = unpacked(body, name, budget)
        except (zlib.error, OSError, EOFError) as fault:
            if not like_text(body):
                raise InputError(f"its {name} body is damaged or cut off; {AGAIN}") from fault
    return body


def unpacked(body: bytes, name: str, budget: Budget) -> bytes:
    """Unpack one layer; raises InputError past a limit, and what the unpacker raises on damage."""
    parts: list[bytes] = []
    size = 0
    for part in UNPACK[name](body):
        size += len(part)
        budget.unfold(len(part))
        check_ratio(budget, size, len(body))
        check_size(size, budget)
        parts.append(part)
    return b"".join(parts)


def check_size(size: int, budget: Budget) -> None:
    """Raise InputError when a document is larger than the limit."""
    if size > budget.limits.document:
        raise InputError(f"larger than the limit of {budget.limits.document:,} bytes; give its text by itself")


def gunzipped(body: bytes) -> Iterator[bytes]:
    """Yield the parts of a gzip body, every member of it; raises EOFError where it is cut off."""
    while body.startswith(b"\x1f\x8b"):
        unpack = zlib.decompressobj(GZIP)
        yield from inflated(unpack, body)
        body = unpack.unused_data


def deflated(body: bytes) -> Iterator[bytes]:
    """Yield the parts of a deflate body; half of the servers leave out the zlib head."""
    headed = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    yield from inflated(zlib.decompressobj(DEFLATE if headed else RAW), body)


def inflated(unpack: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """Yield parts of at most one step; raises EOFError where the packed bytes are cut off."""
    while not unpack.eof:
        part = unpack.decompress(packed, STEP)
        packed = unpack.unconsumed_tail
        if not part and not packed and not unpack.eof:
            raise EOFError
        yield part


def unbrotlied(body: bytes) -> Iterator[bytes]:
    """Yield the parts of a Brotli body."""
    from fastwarc.stream_io import BrotliReader

    with BrotliReader(io.BytesIO(body)) as reader:
        yield from iter(lambda: reader.read(STEP), b"")


def unzstd(body: bytes) -> Iterator[bytes]:
    """Yield the parts of a Zstandard body."""
    from fastwarc.stream_io import ZstdReader

    with ZstdReader(io.BytesIO(body)) as reader:
        yield from iter(lambda: reader.read(STEP), b"")


UNPACK = {
    "gzip": gunzipped,
    "x-gzip": gunzipped,
    "deflate": deflated,
    "br": unbrotlied,
    "zstd": unzstd,
}


def like_text(body: bytes) -> bool:
    """Tell whether bytes begin as a page does that was never packed."""
    return b"\0" not in body[:4096] and body.lstrip()[:1] in (b"<", b"{", b"[")


def dechunked(body: bytes) -> bytes:
    """Join the chunks of a body; one that does not begin with a chunk was joined before. Raises InputError when cut.

    >>> dechunked(b"5;a=b\\r\\nhello\\r\\n2\\r\\n!!\\r\\n0\\r\\n\\r\\n"), dechunked(b"<p>")
    (b'hello!!', b'<p>')
    """
    parts: list[bytes] = []
    at = 0
    while found := CHUNK_HEAD.match(body, at):
        size = int(found[1], 16)
        if not size:
            return b"".join(parts)
        at = found.end() + size
        if at > len(body) or len(parts) > MOST_CHUNKS:
            break
        parts.append(body[found.end() : at])
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    if not at:
        return body
    raise InputError(f"its chunked body is damaged or cut off; {AGAIN}")
