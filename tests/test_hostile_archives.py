"""What is broken, or made to do harm, costs itself and a line that says so. Each case of the kind has a test here."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from musterbook.errors import InputError
from musterbook.ingest.budget import MEGA, Budget, Limits
from musterbook.ingest.containers.bytes_from_gzip import pieces_from_gzip
from musterbook.ingest.containers.members_from_tar import pieces_from_tar
from musterbook.ingest.containers.members_from_zip import pieces_from_zip
from musterbook.ingest.containers.parts_from_mail import pieces_from_mail
from musterbook.ingest.containers.records_from_warc import pieces_from_warc
from musterbook.ingest.piece import Known, Piece
from tests.archives import HTML, Crawl, Reader, content, contents, piece, tarred, three, told, zeros, zipped

SMALL = Limits(document=2 * MEGA, total=30 * MEGA, members=50, depth=2, ratio=250, free=MEGA)
PAGES = [b"<p>page %d</p>" % number * 20 for number in (1, 2, 3)]
Members = tuple[bytes, bytes, bytes]


def read(data: bytes) -> tuple[list[bytes], list[str]]:
    pieces, faults = told(pieces_from_warc, data)
    return [content(page) for page in pieces], faults


def split(*, packed: bool) -> Members:
    data, starts = three(packed=packed)
    return data[: starts[1]], data[starts[1] : starts[2]], data[starts[2] :]


# Web archives: broken records


def as_it_is(members: Members) -> bytes:
    return b"".join(members)


def each_packed(members: Members) -> bytes:
    return b"".join(gzip.compress(member) for member in members)


def packed_as_one(members: Members) -> bytes:
    return gzip.compress(b"".join(members))


PACKINGS = [as_it_is, each_packed, packed_as_one]


@pytest.mark.parametrize("pack", PACKINGS)
@pytest.mark.parametrize("length", ["0", "10", "700", "99999", "-1", "abc", "", "9" * 30, "1e3", "0x10", "٣"])
def test_wrong_length_costs_its_record_only(pack: Callable[[Members], bytes], length: str) -> None:
    first, second, third = split(packed=False)
    second = re.sub(rb"Content-Length: \d+", f"Content-Length: {length}".encode(), second, count=1)
    pages, faults = read(pack((first, second, third)))
    assert pages == [PAGES[0], PAGES[2]]
    assert [fault.split(";")[0].split(",")[0] for fault in faults] in (
        [["its length is wrong"], ["its length is missing or no number"]]
    )


@pytest.mark.parametrize("pack", [as_it_is, each_packed])
def test_length_beyond_the_file_costs_its_record_only(pack: Callable[[Members], bytes]) -> None:
    first, second, third = split(packed=False)
    second = re.sub(rb"Content-Length: \d+", b"Content-Length: 99999999999999", second, count=1)
    pages, faults = read(pack((first, second, third)))
    assert (pages, len(faults)) == ([PAGES[0], PAGES[2]], 1)


@pytest.mark.parametrize("packed", [False, True])
def test_archive_cut_off_anywhere_keeps_what_was_whole(packed: bool) -> None:
    data, starts = three(packed=packed)
    for cut in range(starts[1] + 1, starts[2] - 8):
        pages, faults = read(data[:cut])
        assert pages[0] == PAGES[0]
        assert len(faults) == 1 or (len(pages) == 2 and not faults), cut


@pytest.mark.parametrize("packed", [False, True])
def test_archive_cut_off_and_gone_on_with_loses_the_record_that_was_cut(packed: bool) -> None:
    first, second, third = split(packed=packed)
    pages, faults = read(first + second[: len(second) // 2] + third)
    assert (pages, len(faults)) == ([PAGES[0], PAGES[2]], 1)


def test_archive_cut_off_anywhere_and_gone_on_with_keeps_the_record_after_it() -> None:
    # The bytes of the next member are taken for the rest of the one that was cut: as often as not they fit for a while.
    first, second, third = split(packed=True)
    for cut in range(20, len(second) - 9):
        pages, faults = read(first + second[:cut] + third)
        assert pages == [PAGES[0], PAGES[2]] and faults, cut


def test_fields_of_two_records_are_never_mixed() -> None:
    first, second, third = split(packed=False)
    for cut in range(2, second.index(b"\r\n\r\n")):
        pages, _ = told(pieces_from_warc, first + second[:cut] + third)
        assert [(page.known.url, content(page)) for page in pages][1:] == [("https://a.example/3", PAGES[2])]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("rubbish", [b"rubbish\r\n\r\nmore", b"\xff" * 300_000, b"WARC/", b"\0" * 100 + b"x"])
def test_rubbish_between_records_costs_a_line(packed: bool, rubbish: bytes) -> None:
    first, second, third = split(packed=packed)
    pages, faults = read(first + rubbish + second + rubbish + third)
    assert (pages, len(faults)) == (PAGES, 2)


def test_empty_lines_between_records_cost_nothing() -> None:
    first, second, third = split(packed=False)
    assert read(first[:-2] + second + b"\r\n\r\n\r\n" + third + b"\n") == (PAGES, [])


def test_damaged_gzip_member_costs_its_record_only() -> None:
    first, second, third = split(packed=True)
    for at in (1, 30, len(second) // 2, len(second) - 6):
        pages, faults = read(first + second[:at] + bytes([second[at] ^ 0xFF]) + second[at + 1 :] + third)
        assert (pages, len(faults)) == ([PAGES[0], PAGES[2]], 1), at


def test_archive_in_a_page_is_not_taken_for_records() -> None:
    inner, _ = three(packed=False)
    assert read(Crawl().page("https://a.example/", inner, [("Content-Type", "text/plain")]).bytes) == ([inner], [])


def test_more_damage_than_can_be_told_ends_the_file() -> None:
    _, faults = read(b"WARC/1.0\r\nContent-Length: x\r\n\r\n" * 2_000)
    assert len(faults) == 1_002
    assert faults[-1] == "more than 1,000 damaged records; repair it, or fetch it again"


def test_empty_gzip_members_without_end_are_left_there() -> None:
    pages, faults = read(Crawl(packed=True).page("https://a.example/1", PAGES[0]).bytes + gzip.compress(b"") * 5_000)
    assert (pages, faults) == ([PAGES[0]], ["more than 1,000 empty gzip members; fetch the page again"])


def test_endless_head_is_no_record() -> None:
    first, _, third = split(packed=False)
    pages, faults = read(first + b"WARC/1.0\r\n" + b"X: y\r\n" * 50_000 + b"\r\n" + third)
    assert (pages, len(faults)) == ([PAGES[0], PAGES[2]], 1)


def test_record_that_the_crawler_cut_off_is_no_page() -> None:
    pages, faults = read(Crawl().page("https://a.example/", PAGES[0], warc={"WARC-Truncated": "length"}).bytes)
    assert (pages, faults) == ([], ["the crawler cut it off (length); fetch the page again"])


@pytest.mark.parametrize("block", [b"", b"rubbish", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/", b"HTTP/1.1 200"])
def test_broken_answer_raises_nothing(block: bytes) -> None:
    data = Crawl().page("https://a.example/", b"").bytes
    head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % len(block), data.split(b"\r\n\r\n")[0])
    pages, faults = read(head + b"\r\n\r\n" + block + b"\r\n\r\n")
    assert not pages
    assert len(faults) <= 1


@pytest.mark.parametrize("location", ["http://[", "", "\x01", "x" * 5000, "//", "http://a.example:99999999/"])
def test_redirect_to_nowhere_raises_nothing(location: str) -> None:
    crawl = Crawl().page("https://a.example/", b"", [("Location", location)], status="301 Moved")
    assert read(crawl.bytes) == ([], [])


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGES[0])[:-9]),
        ("gzip", b"\x1f\x8b" + b"\xff" * 50),
        ("br", b"\xff" * 50),
        ("deflate", b"\xff" * 50),
        ("zstd", b"\xff" * 50),
        ("gzip", b"\x1f\x8b"),
    ],
)
def test_damaged_body_costs_its_record_only(encoding: str, body: bytes) -> None:
    crawl = Crawl().page("https://a.example/1", body, [*HTML, ("Content-Encoding", encoding)])
    pages, faults = read(crawl.page("https://a.example/2", PAGES[1]).bytes)
    assert (pages, faults) == ([PAGES[1]], [f"its {encoding} body is damaged or cut off; fetch the page again"])


@pytest.mark.parametrize(
    "body", [b"5\r\nhello\r\n5\r\nhe", b"5\r\nhello\r\nxyz\r\n", b"ffffffff\r\nhello", b"3\r\nabc\r\n"]
)
def test_chunks_that_end_too_early_are_no_page(body: bytes) -> None:
    pages, faults = read(Crawl().page("https://a.example/1", body, [*HTML, ("Transfer-Encoding", "chunked")]).bytes)
    assert (pages, faults) == ([], ["its chunked body is damaged or cut off; fetch the page again"])


# Bombs


def test_packed_body_that_unfolds_too_far_is_refused() -> None:
    crawl = Crawl().page("https://a.example/1", zeros(20 * MEGA), [*HTML, ("Content-Encoding", "gzip")])
    data = crawl.page("https://a.example/2", PAGES[1]).bytes
    for limits, why in ((Limits(), "unfolds to more than 250 times its size"), (SMALL, "larger than the limit of")):
        budget = Budget(limits)
        pages, faults = told(pieces_from_warc, data, budget)
        assert [content(page) for page in pages] == [PAGES[1]]
        assert [why in fault for fault in faults] == [True]
        assert budget.unfolded < 11 * MEGA


def test_packed_record_that_unfolds_too_far_is_passed_over_unfolded_no_further() -> None:
    first, _, third = split(packed=True)
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % (500 * MEGA)
    bomb = gzip.compress(head + bytes(40 * MEGA))
    budget = Budget(SMALL)
    pages, faults = told(pieces_from_warc, first + bomb + third, budget)
    assert [content(page) for page in pages] == [PAGES[0], PAGES[2]]
    assert ["unfolds to more than 250 times its size" in fault for fault in faults] == [True]
    assert budget.unfolded < 12 * MEGA


@pytest.mark.parametrize("packed", [False, True])
def test_page_larger_than_the_limit_says_so_and_the_next_is_read(packed: bool) -> None:
    noise = random.Random(1).randbytes(3 * MEGA).hex().encode()[: 3 * MEGA]
    crawl = Crawl(packed=packed).page("https://a.example/1", noise)
    crawl.page("https://a.example/2.mp4", noise, [("Content-Type", "video/mp4")])
    pages, faults = told(pieces_from_warc, crawl.page("https://a.example/3", PAGES[2]).bytes, Budget(SMALL))
    assert [content(page) for page in pages] == [PAGES[2]]
    assert faults == ["larger than the limit of 2,000,000 bytes; give its text by itself"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_file_that_unfolds_too_far_is_refused(pack: Callable[[bytes], bytes]) -> None:
    budget = Budget(SMALL)
    pieces, faults = told(pieces_from_gzip, pack(bytes(25 * MEGA)), budget)
    assert (pieces, len(faults)) == ([], 1)
    assert "250 times" in faults[0]
    assert budget.unfolded <= 20 * MEGA
    assert contents(pieces_from_gzip, pack(bytes(25_000))) == [bytes(25_000)]


def test_zip_member_that_unfolds_too_far_costs_itself() -> None:
    pieces, faults = told(pieces_from_zip, zipped({"a": bytes(20 * MEGA), "b": b"1"}), Budget(SMALL))
    assert [page.part for page in pieces] == ["b"]
    assert "250 times" in faults[0]


def test_all_that_a_file_unfolds_to_is_limited() -> None:
    noise = random.Random(1).randbytes(10 * MEGA)
    members = {str(number): noise for number in range(5)}
    for reader, data in ((pieces_from_zip, zipped(members, zipfile.ZIP_STORED)), (pieces_from_tar, tarred(members))):
        pieces, faults = told(reader, data, Budget(SMALL))
        assert len(pieces) == 3
        assert faults == ["unfolds to more than 30,000,000 bytes; unpack it and give the folder"]


def test_too_many_members_end_the_file() -> None:
    members = {f"{number}.txt": b"1" for number in range(100)}
    for reader, data in ((pieces_from_zip, zipped(members)), (pieces_from_tar, tarred(members))):
        pieces, faults = told(reader, data, Budget(SMALL))
        assert len(pieces) == 50
        assert faults == ["holds more than 50 members; unpack it and give the folder"]


def test_archives_in_archives_end_at_a_depth() -> None:
    def down(inner: Piece, budget: Budget) -> Iterator[str]:
        for step in pieces_from_zip(inner, budget):
            if isinstance(step, Piece):
                yield from down(step, budget)
            else:
                yield str(getattr(step, "why", ""))

    data = b"1"
    for _ in range(4):
        data = zipped({"a.zip": data})
    assert list(down(piece(data), Budget(SMALL))) == [
        "archives inside archives deeper than 2; unpack it and give the folder"
    ]


def overlapping(count: int) -> bytes:
    """Return a ZIP of many names for one core of bytes, as made to unfold without end."""
    core = zipped({"a": PAGES[0] * 100})
    start = core.index(b"PK\x01\x02")
    end = core.index(b"PK\x05\x06")
    entry, tail = core[start:end], core[end:]
    tail = tail[:8] + struct.pack("<HHLL", count, count, len(entry) * count, start) + tail[20:]
    return core[:start] + entry * count + tail


def test_members_that_share_their_bytes_are_refused() -> None:
    pieces, faults = told(pieces_from_zip, overlapping(100))
    assert (len(pieces), len(faults)) == (1, 99)
    why = "shares its bytes with another member, as archives do that are made to fill a disk"
    assert set(faults) == {why}
    assert told(pieces_from_zip, overlapping(2_000)) == ([], [f"{why}; unpack it and give the folder"])


def test_huge_table_of_contents_is_not_read_into_memory() -> None:
    core = zipped({"a": b"1"})
    at = core.index(b"PK\x05\x06")
    size = 40 * MEGA
    start = core.index(b"PK\x01\x02")
    data = core[:at] + bytes(size) + core[at : at + 12] + struct.pack("<LL", size + at - start, start) + b"\0\0"
    _, faults = told(pieces_from_zip, data)
    assert faults == ["its table of contents is larger than 16,000,000 bytes; unpack it and give the folder"]


# Names, links, passwords


ESCAPES = [
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\a.txt",
    "a/../../b.txt",
    "..",
    "a\0b",
    "x" * 5000,
    "\u202egnp",
]


@pytest.mark.parametrize("name", ESCAPES)
def test_names_are_labels_and_nothing_is_written(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for reader, data in ((pieces_from_zip, zipped({name: b"1"})), (pieces_from_tar, tarred({name: b"1"}))):
        (page,), faults = told(reader, data)
        assert not faults
        assert ".." not in page.part.split("/")
        assert not page.part.startswith("/")
        assert len(page.part) <= 300
        assert page.part.isprintable()
    assert not list(tmp_path.iterdir())


def test_links_in_a_zip_are_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.html")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert told(pieces_from_zip, out.getvalue()) == ([], ["is a link; links are not followed, give the file itself"])


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (tarfile.SYMTYPE, "link"),
        (tarfile.LNKTYPE, "link"),
        (tarfile.CHRTYPE, "device"),
        (tarfile.BLKTYPE, "device"),
        (tarfile.FIFOTYPE, "device"),
    ],
)
def test_links_and_devices_in_a_tar_are_refused(kind: bytes, name: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.html")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
        plain = tarfile.TarInfo("b.html")
        archive.addfile(plain)
    pieces, faults = told(pieces_from_tar, out.getvalue())
    assert ([page.part for page in pieces], faults) == (["b.html"], [f"is a {name}; give the file itself"])


def test_sparse_file_is_refused() -> None:
    info = tarfile.TarInfo("a.html")
    info.type = tarfile.GNUTYPE_SPARSE
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[483:495] = b"77777777777\0"
    head[148:156] = b"%06o\0 " % (sum(head[:148]) + 8 * 32 + sum(head[156:]))
    pieces, faults = told(pieces_from_tar, bytes(head) + bytes(1024))
    assert (pieces, faults) == ([], ["is a sparse file; give the file itself"])


def test_tar_with_an_endless_name_is_refused() -> None:
    info = tarfile.TarInfo("a")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 50 * MEGA
    pieces, faults = told(pieces_from_tar, info.tobuf(tarfile.GNU_FORMAT) + bytes(50 * MEGA))
    assert (pieces, len(faults)) == ([], 1)


def test_tar_of_names_of_names_is_refused() -> None:
    info = tarfile.TarInfo("a")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2
    pieces, faults = told(pieces_from_tar, (info.tobuf(tarfile.GNU_FORMAT) + bytes(512)) * 5_000)
    assert (pieces, len(faults)) == ([], 1)


def test_tar_that_leads_back_into_itself_ends() -> None:
    data = tarred({"a.html": b"1", "b.html": b"2"})
    head = bytearray(data[1024:1536])
    head[124:136] = b"\xff" * 10 + struct.pack(">H", 0x10000 - 512)  # a size of -512
    for kind, expected in ((tarfile.REGTYPE, 1), (tarfile.DIRTYPE, 1), (tarfile.CONTTYPE, 1)):
        head[156:157] = kind
        head[148:156] = b"%06o\0 " % (sum(head[:148]) + 8 * 32 + sum(head[156:]))
        pieces, faults = told(pieces_from_tar, data[:1024] + bytes(head) + data[1536:])
        assert ([page.part for page in pieces], len(faults)) == (["a.html"], expected)


def test_tar_damaged_or_cut_off_keeps_what_was_whole() -> None:
    data = tarred({"a.html": PAGES[0], "b.html": PAGES[1] * 9})
    for broken in (data[:1100], data[:1600], data[:1030] + b"?" + data[1031:]):
        pieces, faults = told(pieces_from_tar, broken)
        assert ([page.part for page in pieces], len(faults)) == (["a.html"], 1)


def test_encrypted_member_costs_itself() -> None:
    data = bytearray(zipped({"a": b"1", "b": b"2"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    pieces, faults = told(pieces_from_zip, bytes(data))
    assert ([page.part for page in pieces], faults) == (["b"], ["is encrypted; unpack it and give the folder"])


def test_damaged_member_costs_itself() -> None:
    data = bytearray(zipped({"a": PAGES[0], "b": b"2"}, zipfile.ZIP_STORED))
    data[40] ^= 0xFF
    pieces, faults = told(pieces_from_zip, bytes(data))
    assert [page.part for page in pieces] == ["b"]
    assert faults == ["is damaged or packed in an unknown way; unpack it and give the folder"]


def test_sidecar_that_cannot_be_read_costs_its_document_only() -> None:
    def sidecar(name: str, data: bytes) -> Known:
        raise InputError(f"{name}: not valid JSON; repair it")

    data = zipped({"a.html": b"1", "a.meta.json": b"{", "b.html": b"2"})
    steps = list(pieces_from_zip(piece(data), Budget(), sidecar=sidecar))
    assert [getattr(step, "why", step.part) for step in steps] == ["a.meta.json: not valid JSON; repair it", "b.html"]


# Mail


def test_mail_of_many_parts_in_parts_raises_nothing() -> None:
    data = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))
    pieces, faults = told(pieces_from_mail, data)
    assert (pieces, len(faults)) == ([], 1)


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000,
        b"From: " + b"(" * 500_000,
        b"From: " + b"a@b.example, " * 50_000,
        b"Content-Type: text/plain; " + b'a="b; ' * 100_000,
        b"Content-Disposition: attachment; " + b"a*0=b; " * 100_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 100_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 100_000,
        b"Date: " + b"1 " * 100_000,
        b"Subject: =?klingon?b?!!!?=\nFrom: =?utf-8?b?\xff?= <\xff>\nDate: Fri, 99 Foo 0000 99:99:99 +9999",
    ],
)
def test_fields_without_end_raise_nothing(head: bytes) -> None:
    pieces, faults = told(pieces_from_mail, head + b"\n\nOne.\n")
    assert len(pieces) + len(faults) == 1


def test_one_huge_mail_of_an_mbox_costs_itself() -> None:
    head = b"From x Fri Mar  1 12:00:00 2024\nSubject: S\n\n"
    data = head + b"x" * 99 + b"\n\n" + head + (b"y" * 99 + b"\n") * 40_000 + b"\n" + head + b"z\n"
    pieces, faults = told(pieces_from_mail, data, Budget(SMALL))
    assert [page.part for page in pieces] == ["message 1", "message 3"]
    assert faults == ["larger than the limit of 2,000,000 bytes; give its text by itself"]


# Any bytes


def mutated(data: bytes, hand: random.Random) -> bytes:
    work = bytearray(data)
    for _ in range(hand.randint(1, 8)):
        at = hand.randrange(len(work) + 1)
        match hand.randrange(4):
            case 0:
                work[at : at + 1] = hand.randbytes(1)
            case 1:
                del work[at : at + hand.randint(1, 60)]
            case 2:
                work[at:at] = hand.choice(
                    [b"\r\n\r\n", b"WARC/1.0\r\n", b"-1", b"9" * 18, b"\0" * 9, b"\xff" * 4, b"--b\n"]
                )
            case _:
                work[at:at] = work[max(0, at - 40) : at]
    return bytes(work)


def seeds() -> dict[str, tuple[Reader, bytes]]:
    packed = Crawl(packed=True).page(
        "https://a.example/1", gzip.compress(PAGES[0]), [*HTML, ("Content-Encoding", "gzip")]
    )
    crawl = Crawl().page("https://a.example/1", b"3\r\nabc\r\n0\r\n\r\n", [*HTML, ("Transfer-Encoding", "chunked")])
    crawl.revisit("https://a.example/2", "https://a.example/1", "sha1:AAAA")
    crawl.page("https://a.example/3", b"", [("Location", "/4")], status="302 Found")
    mail = b"Subject: =?utf-8?b?0L8=?=\nDate: Fri, 1 Mar 2024 12:00:00 +0200\nContent-Type: multipart/mixed; boundary=b\n\n"
    mail += b"--b\nContent-Type: text/plain; charset=koi8-r\n\n\xc1\n--b\nContent-Disposition: attachment; filename=a\n\nx\n--b--\n"
    return {
        "warc": (pieces_from_warc, crawl.bytes),
        "warc.gz": (pieces_from_warc, packed.bytes),
        "zip": (pieces_from_zip, zipped({"a.html": PAGES[0], "б.html": PAGES[1]})),
        "tar": (pieces_from_tar, tarred({"a.html": PAGES[0], "b" * 150: PAGES[1]})),
        "gz": (pieces_from_gzip, gzip.compress(PAGES[0])),
        "bz2": (pieces_from_gzip, bz2.compress(PAGES[0])),
        "xz": (pieces_from_gzip, lzma.compress(PAGES[0])),
        "mail": (pieces_from_mail, mail),
        "mbox": (pieces_from_mail, b"From x Fri Mar  1 12:00:00 2024\n" + mail),
    }


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", ["warc", "warc.gz", "zip", "tar", "gz", "bz2", "xz", "mail", "mbox"])
def test_mutated_archives_raise_nothing(kind: str) -> None:
    reader, data = seeds()[kind]
    hand = random.Random(kind)
    for _ in range(150):
        pieces, _ = told(reader, mutated(data, hand), Budget(SMALL))
        for page in pieces:
            assert len(content(page)) == page.size


# Memory


def pages(packed: bool, path: Path, count: int) -> None:
    """Write an archive of so many pages of 100 kB."""
    first = Crawl(packed=packed)
    body = random.Random(1).randbytes(50_000).hex().encode()
    for number in range(4):
        first.page(f"https://a.example/{number}", body)
    with path.open("wb") as out:
        for _ in range(count // 4):
            out.write(first.bytes)


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True])
def test_memory_does_not_grow_with_the_archive(packed: bool, tmp_path: Path) -> None:
    peaks = []
    for count in (100, 600):
        path = tmp_path / f"{count}.warc"
        pages(packed, path, count)
        given = Piece(path.name, "", path.stat().st_size, lambda path=path: path.open("rb"))  # type: ignore[misc]
        tracemalloc.start()
        found = sum(isinstance(step, Piece) for step in pieces_from_warc(given, Budget()))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found == count
    assert peaks[1] < peaks[0] + MEGA
    assert peaks[1] < 5 * MEGA
