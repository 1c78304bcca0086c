"""Archives for tests, written by other hands than those that read them: warcio, zipfile, tarfile."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from musterbook.ingest.budget import Budget
from musterbook.ingest.piece import Fault, Found, Known, Piece

Reader = Callable[[Piece, Budget], Iterator[Piece | Found | Fault]]
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def piece(data: bytes, name: str = "given", known: Known | None = None, depth: int = 0) -> Piece:
    return Piece(name, "", len(data), lambda: io.BytesIO(data), known or Known(), depth)


def told(reader: Reader, data: bytes, budget: Budget | None = None) -> tuple[list[Piece], list[str]]:
    """Return the pieces, and what the faults say."""
    pieces, faults = [], []
    for step in reader(piece(data), budget or Budget()):
        if isinstance(step, Fault):
            faults.append(step.why)
        else:
            assert isinstance(step, Piece)
            pieces.append(step)
    return pieces, faults


def content(piece: Piece) -> bytes:
    with piece.open() as stream:
        return stream.read()


def contents(reader: Reader, data: bytes) -> list[bytes]:
    pieces, faults = told(reader, data)
    assert not faults
    return [content(piece) for piece in pieces]


class Crawl:
    """A web archive under way."""

    def __init__(self, *, packed: bool = False) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=packed)
        self.starts: list[int] = []

    def page(
        self,
        url: str,
        body: bytes,
        headers: Sequence[tuple[str, str]] = HTML,
        *,
        status: str = "200 OK",
        kind: str = "response",
        date: str = "2024-03-01T10:00:00Z",
        warc: Mapping[str, str] | None = None,
    ) -> Crawl:
        self.starts.append(self.out.tell())
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind != "resource" else None
        # Of itself warcio draws an id: packed, every run would meet other bytes.
        id = f"<urn:uuid:00000000-0000-4000-8000-{len(self.starts):012}>"
        more = {"WARC-Date": date, "WARC-Record-ID": id, **(warc or {})}
        media = dict(headers).get("Content-Type", "") if kind == "resource" else ""
        record = self.writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=more, warc_content_type=media
        )
        self.writer.write_record(record)
        record.raw_stream.close()  # warcio leaves its temporary file open
        return self

    def revisit(self, url: str, of: str, digest: str, date: str = "2024-04-01T10:00:00Z") -> Crawl:
        self.starts.append(self.out.tell())
        record = self.writer.create_revisit_record(url, digest, of, "2024-03-01T10:00:00Z")
        record.rec_headers.replace_header("WARC-Date", date)
        self.writer.write_record(record)
        record.raw_stream.close()  # warcio leaves its temporary file open
        return self

    @property
    def bytes(self) -> bytes:
        return self.out.getvalue()


def three(*, packed: bool) -> tuple[bytes, list[int]]:
    """Return an archive of three pages, and where each begins."""
    crawl = Crawl(packed=packed)
    for number in (1, 2, 3):
        crawl.page(f"https://a.example/{number}", b"<p>page %d</p>" % number * 20)
    return crawl.bytes, crawl.starts


def zipped(members: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zeros(size: int) -> bytes:
    """Return so many bytes packed into next to nothing."""
    return gzip.compress(bytes(size), 9)
