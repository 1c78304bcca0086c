"""Containers give what they hold, with what they know about it. What is made to do harm: test_hostile_archives.py."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from musterbook.ingest.budget import Budget
from musterbook.ingest.containers.bytes_from_gzip import pieces_from_gzip
from musterbook.ingest.containers.members_from_tar import pieces_from_tar
from musterbook.ingest.containers.members_from_zip import pieces_from_zip
from musterbook.ingest.containers.parts_from_mail import pieces_from_mail
from musterbook.ingest.containers.records_from_warc import pieces_from_warc
from musterbook.ingest.piece import Known, Piece
from tests.archives import HTML, Crawl, content, contents, piece, tarred, three, told, zipped

PAGE = b"<html><body><p>One page.</p></body></html>"


def only(data: bytes) -> Piece:
    pieces, faults = told(pieces_from_warc, data)
    assert (len(pieces), faults) == (1, [])
    return pieces[0]


# Web archives


@pytest.mark.parametrize("packed", [False, True])
def test_page_of_a_web_archive_knows_its_address_its_time_and_its_record(packed: bool) -> None:
    headers = [("Content-Type", "text/html; charset=windows-1251"), ("Set-Cookie", "secret=1"), ("Server", "x")]
    crawl = Crawl(packed=packed).page("https://a.example/1", PAGE, headers, warc={"WARC-Record-ID": "<urn:uuid:r-1>"})
    page = only(crawl.bytes)
    assert (page.part, page.name, page.hint, page.depth) == ("record r-1", "given: record r-1", "text/html", 1)
    assert page.known == Known(
        url="https://a.example/1",
        captured="2024-03-01T10:00:00Z",
        method="crawler",
        record="r-1",
        headers=(("Content-Type", "text/html; charset=windows-1251"), ("Server", "x")),
    )
    assert content(page) == content(page) == PAGE


def test_resource_is_a_page_without_http() -> None:
    page = only(Crawl().page("file:///a.html", PAGE, [("Content-Type", "text/html")], kind="resource").bytes)
    assert (page.hint, page.known.url, content(page)) == ("text/html", "file:///a.html", PAGE)


def test_records_that_are_no_pages_are_passed_over_quietly() -> None:
    crawl = Crawl().page("https://a.example/1", PAGE)
    for kind in ("request", "metadata", "conversion"):
        crawl.page("https://a.example/2", PAGE, kind=kind)
    crawl.page("https://a.example/3", PAGE, status="404 Not Found").page("https://a.example/4", PAGE, status="500 Oops")
    crawl.page("urn:pageinfo:https://a.example/1", b"{}", kind="resource")
    assert only(crawl.bytes).known.url == "https://a.example/1"


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("image/png", b"x"),
        ("text/css", b"p {}"),
        ("application/javascript", b"x()"),
        ("font/woff2", b"x"),
        ("video/mp4", b"x"),
        ("text/html", b"\x89PNG\r\n\x1a\n"),
        ("application/octet-stream", b"\0\0\0\x18ftypmp42"),
    ],
)
def test_pictures_scripts_and_films_are_passed_over(media: str, body: bytes) -> None:
    data = Crawl().page("https://a.example/1", body, [("Content-Type", media)]).bytes
    assert told(pieces_from_warc, data) == ([], [])


@pytest.mark.parametrize("media", ["text/html", "text/plain", "application/pdf", "application/rss+xml", "", "text/csv"])
def test_whatever_may_hold_a_text_is_taken(media: str) -> None:
    headers = [("Content-Type", media)] if media else [("Server", "x")]
    assert only(Crawl().page("https://a.example/1", b"one", headers).bytes).hint == media


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:])) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:])),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", raw_deflate(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
        ("identity", PAGE),
        ("utf-8", PAGE),
        ("gzip", PAGE),  # unpacked by the crawler, which left the header as it was
        ("br", PAGE),
        ("deflate", PAGE),
    ],
)
def test_body_is_unpacked_as_its_header_says(encoding: str, body: bytes) -> None:
    headers = [*HTML, ("Content-Encoding", encoding)]
    assert content(only(Crawl().page("https://a.example/1", body, headers).bytes)) == PAGE
    both = [*headers, ("Transfer-Encoding", "chunked")]
    assert content(only(Crawl().page("https://a.example/1", chunked(body), both).bytes)) == PAGE
    assert content(only(Crawl().page("https://a.example/1", body, both).bytes)) == PAGE  # joined by the crawler


def test_redirects_before_a_page_are_its_context() -> None:
    crawl = Crawl()
    crawl.page("http://a.example/", b"", [("Location", "https://a.example/")], status="301 Moved")
    crawl.page("https://a.example/", b"", [("Location", "/news?id=1")], status="302 Found")
    crawl.page("https://a.example/news?id=1", PAGE)
    page = only(crawl.bytes)
    assert page.known.url == "https://a.example/news?id=1"
    assert page.known.context == (
        ("redirected_from", "http://a.example/"),
        ("redirected_from", "https://a.example/"),
    )


def test_redirects_in_a_ring_end() -> None:
    crawl = Crawl()
    for one, other in (("a", "b"), ("b", "a")):
        crawl.page(f"https://a.example/{one}", b"", [("Location", f"/{other}")], status="301 Moved")
    page = only(crawl.page("https://a.example/a", PAGE).bytes)
    assert page.known.context == (("redirected_from", "https://a.example/b"),)


def payload_digest(data: bytes) -> str:
    first = next(iter(ArchiveIterator(io.BytesIO(data))))
    return str(first.rec_headers.get_header("WARC-Payload-Digest"))


@pytest.mark.parametrize("packed", [False, True])
def test_revisit_gives_the_page_again_under_its_own_address_and_time(packed: bool) -> None:
    crawl = Crawl(packed=packed).page("https://a.example/1", PAGE)
    crawl.page("https://a.example/2", b"<p>Between.</p>")
    crawl.revisit("https://a.example/1?again", "https://a.example/1", payload_digest(crawl.bytes))
    pieces, faults = told(pieces_from_warc, crawl.bytes)
    assert not faults
    again = pieces[2]
    assert (content(again), again.known.url) == (PAGE, "https://a.example/1?again")
    assert again.known.captured == "2024-04-01T10:00:00Z"
    assert again.known.context == (("repeats", "https://a.example/1 2024-03-01T10:00:00Z"),)


def test_revisit_of_a_page_elsewhere_says_which() -> None:
    crawl = Crawl().revisit("https://a.example/1", "https://a.example/first", "sha1:AAAA")
    _, faults = told(pieces_from_warc, crawl.bytes)
    why = "repeats a record that is not in this file; give the file that holds it, or fetch the page again"
    assert faults == [f"{why}: https://a.example/first"]


def test_revisit_of_a_picture_is_passed_over() -> None:
    crawl = Crawl().page("https://a.example/1.png", b"\x89PNG", [("Content-Type", "image/png")])
    crawl.revisit("https://a.example/1.png", "https://a.example/1.png", payload_digest(crawl.bytes))
    assert told(pieces_from_warc, crawl.bytes) == ([], [])


def test_digest_that_differs_is_noted_and_the_page_still_read() -> None:
    data = Crawl().page("https://a.example/1", PAGE).bytes
    assert only(data).known.context is None
    page = only(data.replace(b"One page", b"Two page"))
    assert page.known.context == (("digest", "differs"),)
    assert b"Two page" in content(page)


def test_names_of_fields_are_read_in_any_case() -> None:
    data = Crawl().page("https://a.example/1", PAGE).bytes
    head, rest = data.split(b"\r\n\r\n", 1)
    first, *fields = head.split(b"\r\n")
    lower = [name.lower() + b":" + value for name, _, value in (line.partition(b":") for line in fields)]
    assert only(b"\r\n".join([first, *lower]) + b"\r\n\r\n" + rest).known.url == "https://a.example/1"


def test_whole_archive_in_one_gzip_member_is_read() -> None:
    data, _ = three(packed=False)
    assert len(contents(pieces_from_warc, gzip.compress(data))) == 3


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_archive_of_the_old_kind_is_read(pack: partial[bytes]) -> None:
    version = b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n"
    http = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    data = b"filedesc://a.arc 0.0.0.0 20240301100000 text/plain %d\n%s\n" % (len(version), version)
    for number in (b"1", b"2"):
        data += b"http://a.example/%s 192.0.2.1 20240301100000 text/html %d\n%s\n" % (number, len(http), http)
    pieces, faults = told(pieces_from_warc, pack(data))
    assert not faults
    assert [(page.known.url, page.known.captured, content(page)) for page in pieces] == [
        (f"http://a.example/{number}", "2024-03-01T10:00:00Z", PAGE) for number in (1, 2)
    ]


def test_what_is_known_of_the_archive_is_known_of_its_pages() -> None:
    given = piece(Crawl().page("https://a.example/1", PAGE).bytes, known=Known(publisher="A", url="https://b.example"))
    (page,) = pieces_from_warc(given, Budget())
    assert isinstance(page, Piece)
    assert (page.known.publisher, page.known.url) == ("A", "https://a.example/1")


# ZIP, TAR, gzip


def test_zip_gives_its_files_by_their_labels() -> None:
    data = zipped({"a/one.html": PAGE, "два.txt": b"2", "empty/": b""})
    pieces, faults = told(pieces_from_zip, data)
    assert [(page.part, content(page)) for page in pieces] == [("a/one.html", PAGE), ("два.txt", b"2")]
    assert not faults


def test_traces_of_the_system_are_passed_over() -> None:
    names = ["__MACOSX/._a.html", ".DS_Store", "a/.hidden", "Thumbs.db", "a.html"]
    for reader, make in ((pieces_from_zip, zipped), (pieces_from_tar, tarred)):
        pieces, _ = told(reader, make(dict.fromkeys(names, b"1")))
        assert [page.part for page in pieces] == ["a.html"]


def test_cyrillic_names_of_old_windows_are_read() -> None:
    data = zipped({"abcdefg.html": b"1"}).replace(b"abcdefg", "новости".encode("cp866"))
    pieces, _ = told(pieces_from_zip, data)
    assert [page.part for page in pieces] == ["новости.html"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_parts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.html", b"1")
        archive.writestr("a.html", b"2")
    pieces, _ = told(pieces_from_zip, out.getvalue())
    assert [(page.part, content(page)) for page in pieces] == [("a.html", b"1"), ("a.html (2)", b"2")]


def test_sidecar_in_a_zip_belongs_to_the_file_beside_it() -> None:
    data = zipped({"x/a.html": PAGE, "x/a.meta.json": b'{"title": "T"}', "a.html": b"other"})

    def read(name: str, data: bytes) -> Known:
        return Known(title=json.loads(data)["title"], author=name)

    pieces = [step for step in pieces_from_zip(piece(data), Budget(), sidecar=read) if isinstance(step, Piece)]
    assert [(page.part, page.known.title, page.known.author) for page in pieces] == [
        ("x/a.html", "T", "x/a.meta.json"),
        ("a.html", None, None),
    ]


def test_of_a_wacz_only_the_web_archives_are_read() -> None:
    data, _ = three(packed=True)
    other = {"indexes/index.cdx.gz": b"x", "pages/pages.jsonl": b"{}", "logs/a.log": b"x"}
    wacz = zipped({"datapackage.json": b"{}", "archive/data.warc.gz": data, **other}, zipfile.ZIP_STORED)
    (inner,), _ = told(pieces_from_zip, wacz)
    assert (inner.part, inner.depth, inner.size) == ("archive/data.warc.gz", 1, len(data))
    pages = [step for step in pieces_from_warc(inner, Budget()) if isinstance(step, Piece)]
    assert [page.part.split("/record ")[0] for page in pages] == ["archive/data.warc.gz"] * 3
    (look_alike, *_), _ = told(pieces_from_zip, zipped({"pages/a.html": b"1", "archive/data.warc.gz": data}))
    assert look_alike.part == "pages/a.html"


def test_tar_gives_its_files() -> None:
    pieces, faults = told(pieces_from_tar, tarred({"a/one.html": PAGE, "b" * 150: b"2"}))
    assert [(page.part, content(page)) for page in pieces] == [("a/one.html", PAGE), ("b" * 150, b"2")]
    assert not faults


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_file_is_unpacked_all_its_members_joined(pack: partial[bytes]) -> None:
    assert contents(pieces_from_gzip, pack(b"one ") + pack(b"two")) == [b"one two"]


def test_large_member_lies_outside_memory_and_is_read_by_two_at_once() -> None:
    (page,), _ = told(pieces_from_gzip, gzip.compress(bytes(range(256)) * 40_000, 1))
    with page.open() as one, page.open() as other:
        one.seek(-256, io.SEEK_END)
        assert other.read(3) == b"\0\1\2"
        assert one.read(3) == b"\0\1\2"
        assert page.size == one.seek(0, io.SEEK_END) == 10_240_000


# Mail

SAVED = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://a.example/news/1
Subject: =?utf-8?B?0J3QvtCy0L7RgdGC0Lg=?=
Date: Fri, 1 Mar 2024 12:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html
Content-Location: https://a.example/frame

<p>A frame.</p>
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://a.example/news/1

<p>One =D0=B0.</p>
--b
Content-Type: image/png
Content-Location: https://a.example/1.png

x
--b--
"""

MAIL = b"""From: "Press office" <press@office.example>
To: someone@private.example
Subject: Monthly
 figures
Date: Fri, 1 Mar 2024 23:30:00 -0500
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=koi8-r
Content-Transfer-Encoding: 8bit

\xc1
--a
Content-Type: text/html; charset=utf-8

<p>Rich.</p>
--a--
--m
Content-Type: application/pdf
Content-Disposition: attachment; filename="../a.pdf"
Content-Transfer-Encoding: base64

JVBERg==
--m
Content-Type: image/png
Content-Disposition: attachment; filename="a.png"

x
--m--
"""


def test_saved_page_is_its_root_with_its_address() -> None:
    (page,), faults = told(pieces_from_mail, SAVED)
    assert not faults
    assert (page.part, page.hint, content(page).strip()) == ("", "text/html", "<p>One а.</p>".encode())
    assert (page.known.url, page.known.title) == ("https://a.example/news/1", "Новости")
    assert (page.known.captured, page.known.published) == ("2024-03-01T10:00:00Z", None)


def test_mail_gives_its_richer_body_and_what_is_attached() -> None:
    (body, attached), faults = told(pieces_from_mail, MAIL)
    assert not faults
    assert (body.part, content(body).strip(), body.known.title) == ("", b"<p>Rich.</p>", "Monthly figures")
    assert (body.known.published, body.known.published_how, body.known.guessed) == ("2024-03-02", "mail header", False)
    assert (attached.part, attached.hint, content(attached)) == ("a.pdf", "application/pdf", b"%PDF")


def test_mail_keeps_no_address_of_a_person() -> None:
    pieces, _ = told(pieces_from_mail, MAIL + b"")
    assert pieces[0].known.context is None, "who sent it stays in its bytes"
    assert not [page for page in pieces if "@" in repr((page.name, page.part, page.known))]


def test_plain_mail_is_read_in_its_own_letters() -> None:
    mail = b"Subject: A\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n\xc1\xc2\n"
    assert contents(pieces_from_mail, mail) == ["аб\n".encode()]


def test_mbox_gives_every_mail() -> None:
    def box() -> Iterator[bytes]:
        for number in (b"1", b"2"):
            yield (
                b"From x@a.example Fri Mar  1 12:00:00 2024\nSubject: S" + number + b"\n\n>From here.\nFrom there.\n\n"
            )

    pieces, faults = told(pieces_from_mail, b"".join(box()))
    assert not faults
    assert [(page.part, page.known.title) for page in pieces] == [("message 1", "S1"), ("message 2", "S2")]
    assert content(pieces[0]).split(b"\n")[:2] == [b"From here.", b"From there."]
