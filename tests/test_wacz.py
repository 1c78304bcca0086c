"""A package of web archives holds what it lists, byte for byte, and every line of its index leads to its record."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as Fast
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator as Slow
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from musterbook.errors import InputError
from musterbook.publish.records_from_capture import Capture, records_from_capture
from musterbook.publish.surt_from_address import surt_from_address
from musterbook.publish.wacz_from_captures import Package, wacz_from_captures

PAGE = b"<html><title>One</title><p>Words.</p></html>"
WHEN = "2024-05-01T12:00:00Z"


def made(url: str = "https://a.example/1", **known: Any) -> Capture:
    """A page that somebody saved."""
    body = known.pop("data", PAGE)
    return Capture(**{"url": url, "captured": WHEN, "mime": "text/html", "body": lambda: body, **known})


def crawled(url: str, body: bytes = PAGE, *, when: str = WHEN, zipped: bool = True, headers: Any = ()) -> bytes:
    """An answer and its request, as another hand writes them."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=zipped, warc_version="1.1")
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers], protocol="HTTP/1.1")
    answer = writer.create_warc_record(
        url, "response", BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": when}
    )
    asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
    request = writer.create_warc_record(url, "request", http_headers=asked, warc_headers_dict={"WARC-Date": when})
    writer.write_request_response_pair(request, answer)
    for record in (request, answer):
        record.raw_stream.close()
    return out.getvalue()


def crawl(url: str, **how: Any) -> Capture:
    """A page that a crawler fetched."""
    record = crawled(url, **how)
    return made(url, record=lambda: record, captured=how.get("when", WHEN), title="A page")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}
        return {name: package.read(name) for name in package.namelist()}


def index(files: dict[str, bytes]) -> list[tuple[str, str, dict[str, str]]]:
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).splitlines()
    assert lines == sorted(lines)
    return [
        (key.decode(), when.decode(), json.loads(says)) for key, when, says in (line.split(b" ", 2) for line in lines)
    ]


def packaged(tmp_path: Path, *captures: Capture, **how: Any) -> tuple[Package, dict[str, bytes]]:
    out = tmp_path / "pages.wacz"
    package = wacz_from_captures(captures, out, **how)
    assert [path.name for path in tmp_path.iterdir()] == ["pages.wacz"]
    return package, parts(out)


def test_listed_parts_are_there_with_their_hashes(tmp_path: Path) -> None:
    package, files = packaged(tmp_path, made(), crawl("https://b.example/"), title="Sources of a brief")
    listing = json.loads(files["datapackage.json"])
    assert (package.pages, package.records, package.faults) == (2, 4, ())
    assert (listing["profile"], listing["wacz_version"], listing["title"]) == (
        "data-package",
        "1.1.1",
        "Sources of a brief",
    )
    assert listing["created"] == WHEN
    for part in listing["resources"]:
        data = files.pop(part["path"])
        assert part["bytes"] == len(data) and part["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    proof = json.loads(files.pop("datapackage-digest.json"))
    data = files.pop("datapackage.json")
    assert proof == {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    assert files == {}


def test_every_line_of_the_index_leads_to_its_record(tmp_path: Path) -> None:
    zipped = crawl("https://b.example/?b=2&a=1", body=gzip.compress(PAGE), headers=[("Content-Encoding", "gzip")])
    _, files = packaged(tmp_path, made(), made("", data=b"%PDF-", mime="application/pdf"), zipped)
    lines = index(files)
    assert [key for key, _, _ in lines][:2] == ["example,a)/1", "example,b)/?a=1&b=2"]
    kinds = [(says["mime"], says.get("status")) for _, _, says in lines]
    assert kinds == [("text/html", None), ("text/html", "200"), ("application/pdf", None)]
    archive = files["archive/data.warc.gz"]
    for _, when, says in lines:
        stream = BytesIO(archive[int(says["offset"]) :][: int(says["length"])])
        record = next(Slow(stream, check_digests="raise"))
        body = record.content_stream().read()
        assert body in (PAGE, b"%PDF-") and stream.read() == b""
        assert record.rec_headers.get_header("WARC-Target-URI") == says["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == says["digest"]
        assert when == "20240501120000" and says["filename"] == "data.warc.gz"
    assert lines[2][2]["url"] == f"urn:sha256:{hashlib.sha256(b'%PDF-').hexdigest()}"


def test_another_reader_reads_the_archive(tmp_path: Path) -> None:
    _, files = packaged(tmp_path, made(), crawl("https://b.example/"))
    stream = BytesIO(files["archive/data.warc.gz"])
    kinds = []
    for record in Fast(stream, parse_http=False):
        assert record.verify_block_digest()
        kinds.append(record.record_type)
    kind = WarcRecordType
    assert kinds == [kind.warcinfo, kind.resource, kind.response, kind.request]


def test_what_a_crawler_wrote_is_copied_word_for_word(tmp_path: Path) -> None:
    for zipped in (True, False):
        _, files = packaged(tmp_path, crawl("https://b.example/", zipped=zipped))
        data = gzip.decompress(files["archive/data.warc.gz"])
        wrote = crawled("https://b.example/", zipped=False)
        shape = [line for line in wrote.split(b"\r\n") if not line.startswith((b"WARC-Record-ID", b"WARC-Concurrent"))]
        copied = [line for line in data.split(b"\r\n") if not line.startswith((b"WARC-Record-ID", b"WARC-Concurrent"))]
        assert copied[-len(shape) :] == shape


def test_what_is_known_of_a_saved_answer_stands_beside_it(tmp_path: Path) -> None:
    _, files = packaged(tmp_path, made(status=404, http_headers=(("Server", "x\r\nWARC-Type: y"),)))
    records = [
        (r.record_type, r.headers.to_dict(), r.reader.read()) for r in Fast(BytesIO(files["archive/data.warc.gz"]))
    ]
    assert [kind for kind, _, _ in records[1:]] == [WarcRecordType.resource, WarcRecordType.metadata]
    assert records[2][1]["WARC-Refers-To"] == records[1][1]["WARC-Record-ID"]
    assert records[2][2] == b"http-status: 404\r\nhttp-header: Server: x WARC-Type: y\r\n"


def test_pages_are_listed_once_each_under_the_address_of_their_record(tmp_path: Path) -> None:
    again = crawl("https://b.example/", when="2024-06-01T00:00:00Z")
    asked = replace(again, url="https://short.example/b", title="From a feed")
    package, files = packaged(tmp_path, made(title="Один «page»"), again, asked)
    first, *pages = [json.loads(line) for line in files["pages/pages.jsonl"].splitlines()]
    assert first == {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    assert [(page["url"], page["ts"], page["title"]) for page in pages] == [
        ("https://a.example/1", WHEN, "Один «page»"),
        ("https://b.example/", "2024-06-01T00:00:00Z", "From a feed"),
    ]
    assert len({page["id"] for page in pages}) == 2 and package.records == 4  # the second record is there once


def test_order_changes_no_byte(tmp_path: Path) -> None:
    captures = [made(f"https://a.example/{n % 7}", data=b"page %d" % n) for n in range(20)]
    captures += [crawl(f"https://b.example/{n}") for n in range(3)]
    seen = set()
    for seed in range(4):
        random.Random(seed).shuffle(captures)
        wacz_from_captures(iter(captures), tmp_path / "x.wacz")
        seen.add((tmp_path / "x.wacz").read_bytes())
    assert len(seen) == 1


def test_a_long_index_is_packed_in_blocks_that_can_be_read_alone(tmp_path: Path) -> None:
    _, files = packaged(tmp_path, *(made(f"https://a.example/{n}", data=b"%d" % n) for n in range(3_100)))
    meta, *blocks = files["indexes/index.idx"].splitlines()
    assert json.loads(meta.split(b" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    counts = []
    for line in blocks:
        key, when, text = line.split(b" ", 2)
        says = json.loads(text)
        block = files["indexes/index.cdx.gz"][says["offset"] :][: says["length"]]
        assert says["digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        lines = gzip.decompress(block).splitlines()
        assert lines[0].startswith(key + b" " + when + b" ")
        counts.append(len(lines))
    assert counts == [3_000, 100]


def failing() -> bytes:
    raise InputError("its bytes are not in the archive; build it anew")


@pytest.mark.parametrize(
    "capture",
    [
        made("https://bad.example/", captured="yesterday"),
        made("https://bad.example/", body=failing),
        made("https://bad.example/", record=failing),
        made("https://bad.example/", record=lambda: b""),
        made("https://bad.example/", record=lambda: b"no record"),
        made("https://bad.example/", record=lambda: b"\x1f\x8b\x08 torn"),
        made("https://bad.example/", record=lambda: crawled("https://bad.example/")[:-90]),
        made("https://bad.example/", record=lambda: crawled("https://bad.example/", zipped=False)[:-600]),
        made(
            "https://bad.example/",
            record=lambda: crawled("https://bad.example/", zipped=False).replace(b"Words", b"Wards"),
        ),
        made("https://bad.example/", record=lambda: gzip.compress(bytes(3_000_000))),
    ],
)
def test_a_capture_that_cannot_be_had_costs_itself(
    capture: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musterbook.publish.records_from_capture.LARGEST", 1_000_000)
    package, files = packaged(tmp_path, made(), capture)
    (fault,) = package.faults
    assert fault.startswith("https://bad.example/: ") and fault.endswith("; it is not in the package")
    assert [says["url"] for _, _, says in index(files)] == ["https://a.example/1"]


def test_odd_addresses_and_types_stay_on_their_line(tmp_path: Path) -> None:
    odd = made('https://a.example/"x y"\r\nWARC-Type: z\u2028\ud800', mime="text/html\r\nX: y", title="a\nb\ud800")
    package, files = packaged(tmp_path, odd)
    ((key, _, says),) = index(files)
    assert package.faults == () and says["mime"] == "application/octet-stream" and key.isascii()
    assert len(files["pages/pages.jsonl"].splitlines()) == 2
    records = list(Fast(BytesIO(files["archive/data.warc.gz"])))
    assert len(records) == 2


def test_no_captures_make_an_empty_package(tmp_path: Path) -> None:
    package, files = packaged(tmp_path)
    assert (package.pages, package.records) == (0, 1) and index(files) == []


def test_a_place_that_takes_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        wacz_from_captures([made()], tmp_path / "missing" / "x.wacz")


def test_a_revisit_is_indexed_as_one() -> None:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    http = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_revisit_record("https://a.example/", "sha1:X", "https://a.example/", WHEN, http_headers=http)
    )
    (record,) = records_from_capture(made(record=out.getvalue))
    assert (record.mime, record.found) == ("warc/revisit", True)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("http://example.com", "com,example)/"),
        ("https://www2.example.com:443/A/B/", "com,example)/a/b"),
        ("http://example.com:8080/?", "com,example:8080)/"),
        ("http://user@example.com/x?Z&b=2&b=1&a", "com,example)/x?a&b=1&b=2&z"),
        ("http://example.com/%2561%20b/../c//./d#e", "com,example)/c/d"),
        ("http://example.com/новини?q=їжа", "com,example)/%d0%bd%d0%be%d0%b2%d0%b8%d0%bd%d0%b8?q=%d1%97%d0%b6%d0%b0"),
        ("http://10.0.0.1/x", "1,0,0,10)/x"),
        ("http://[::1", "http://[::1"),
        ("", ""),
    ],
)
def test_keys_are_those_that_readers_look_for(address: str, key: str) -> None:
    assert surt_from_address(address) == key
