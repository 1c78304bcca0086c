"""Fetching: polite, within its limits, never where it must not go, and whole after being killed."""

from __future__ import annotations

import _socket
import gzip
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as Fast
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator as Slow

from musterbook.errors import InputError, UsageError
from musterbook.fetch.archive import resume
from musterbook.fetch.options import Options, Outcome
from musterbook.fetch.target_from_address import addresses_from_list, target_from_address
from musterbook.fetch.vetted_from_target import is_public
from musterbook.fetch.warc_from_addresses import fetch
from tests.server import Page, Site, answer, chunked, endless, in_turn, moved, packed, raw, serving

OPEN: dict[str, Any] = {"allow_private": True, "pause": 0.0, "backoff": 0.0}
DAY = datetime(2024, 5, 1, 12, tzinfo=UTC)
PUBLIC = "93.184.216.34"


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.time, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def __call__(self) -> float:
        return self.time


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Where connections were tried to; those to this machine are let through."""
    tried: list[tuple[Any, ...]] = []

    def connect(self: socket.socket, where: tuple[Any, ...]) -> None:
        tried.append(where)
        if where[0] not in ("127.0.0.1", "::1"):
            raise ConnectionRefusedError("outside of the test")
        _socket.socket.connect(self, where)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc.gz"


def fetched(addresses: Iterable[str], out: Path, clock: Clock | None = None, /, **options: Any) -> list[Outcome]:
    world: dict[str, Any] = {key: options.pop(key) for key in ("resolve", "done") if key in options}
    if clock is not None:
        world |= {"sleep": clock.sleep, "clock": clock, "now": lambda: DAY}
    return list(fetch(addresses, out, Options(**(OPEN | options)), **world))


def one(page: Page, out: Path, **options: Any) -> Outcome:
    """What becomes of one page of a site without a robots.txt."""
    with serving({"/page": page}) as site:
        (outcome,) = fetched([site.url("/page")], out, **options)
    return outcome


def answers(out: Path) -> list[tuple[dict[str, str], dict[str, str], bytes]]:
    """Headers of record and answer, and the body, of each answer; every digest holds for two readers."""
    with out.open("rb") as stream:
        for slow in Slow(stream, check_digests="raise"):
            slow.content_stream().read()
            assert slow.digest_checker.passed is not False
    with out.open("rb") as stream:
        assert all(record.verify_block_digest() for record in Fast(stream, parse_http=False))
    with out.open("rb") as stream:
        kept = []
        for fast in Fast(stream, record_types=WarcRecordType.response):
            assert fast.verify_payload_digest()
            kept.append((fast.headers.to_dict(), fast.http_headers.to_dict(), fast.reader.read()))
        return kept


def resolving(**names: list[str]) -> Any:
    """A resolver that knows these names (_ for a dot); of several lists it gives one after the other."""

    def resolve(host: str, port: int, *_: Any) -> list[tuple[Any, ...]]:
        found = names.get(host.replace(".", "_"))
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        ips = (found.pop(0) if len(found) > 1 else found[0]).split()
        return [
            (socket.AF_INET6, 1, 6, "", (ip, port, 0, 0)) if ":" in ip else (socket.AF_INET, 1, 6, "", (ip, port))
            for ip in ips
        ]

    return resolve


# --- what is kept


def test_a_page_is_kept_with_the_request_word_for_word(out: Path) -> None:
    with serving({"/a": answer(200, b"<p>words</p>", X_Odd="yes")}) as site:
        url = site.url("/a")
        (outcome,) = fetched([url], out, contact="mailto:desk@office.example")
    assert outcome == Outcome(address=url, kind="kept", status=200, final=url, size=12)
    assert site.asked == ["/robots.txt", "/a"]
    assert site.requests[1]["User-Agent"].endswith(" (+mailto:desk@office.example)")
    ((record, http, body),) = answers(out)
    assert body == b"<p>words</p>" and http["X-Odd"] == "yes"
    assert record["WARC-Target-URI"] == record["WARC-Seed-URI"] == url
    assert record["WARC-IP-Address"] == "127.0.0.1" and "WARC-Truncated" not in record
    with out.open("rb") as stream:
        records = [(r.rec_type, r.rec_headers, r.raw_stream.read()) for r in Slow(stream, no_record_parse=True)]
    assert [kind for kind, _, _ in records] == ["warcinfo", "request", "response"]
    request = records[1]
    assert request[2].startswith(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1:") and request[2].endswith(b"\r\n\r\n")
    assert request[1].get_header("WARC-Concurrent-To") == records[2][1].get_header("WARC-Record-ID")
    assert request[1].get_header("WARC-Warcinfo-ID") == records[0][1].get_header("WARC-Record-ID")


def test_each_record_is_a_gzip_member_of_its_own(out: Path) -> None:
    one(answer(200, b"x"), out)
    with out.open("rb") as stream:
        places = []
        reader = Slow(stream)
        for record in reader:
            record.content_stream().read()
            places.append((reader.get_record_offset(), reader.get_record_length()))
    data = out.read_bytes()
    assert [gzip.decompress(data[start : start + size])[:8] for start, size in places] == [b"WARC/1.1"] * 3


def test_packed_body_stays_packed_and_chunks_are_joined(out: Path) -> None:
    with serving({"/gzip": packed(b"words" * 99), "/chunks": chunked(b"one ", b"two")}) as site:
        fetched([site.url("/gzip"), site.url("/chunks")], out)
    (_, zipped, body), (_, joined, text) = answers(out)
    assert zipped["Content-Encoding"] == "gzip" and gzip.decompress(body) == b"words" * 99
    assert "transfer-encoding" not in {key.lower() for key in joined} and text == b"one two"


def test_not_found_is_an_answer_too(out: Path) -> None:
    outcome = one(answer(410, b"gone"), out)
    assert (outcome.kind, outcome.status, outcome.why) == ("kept", 410, "answered 410")
    assert len(answers(out)) == 1


def test_head_with_odd_lines_can_be_read_again(out: Path) -> None:
    page = raw(b"HTTP/1.1 200\nX-A: \xff\n folded\nno colon here\nContent-Length: 2\n\nok")
    assert one(page, out).kind == "kept"
    assert one(raw(b"HTTP/1.1 200 OK\r\nX: y\r\n\r\r\n \r\nContent-Length: 2\r\n\r\nok"), out).kind == "kept"
    assert [body for _, _, body in answers(out)] == [b"ok"] * 2


# --- redirects


def test_every_hop_is_kept_under_the_address_that_was_asked_for(out: Path) -> None:
    pages = {
        "/1": moved("/2", 301),
        "/2": moved("3 a?x=\u00e9".encode().decode("latin-1")),
        "/3%20a": answer(200, b"z"),
    }
    with serving(pages) as site:
        url = site.url("/1#part")
        (outcome,) = fetched([url], out)
        last = site.url("/3%20a?x=%C3%A9")
    assert (outcome.kind, outcome.final, outcome.redirects) == ("kept", last, (site.url("/2"), last))
    assert [record["WARC-Seed-URI"] for record, _, _ in answers(out)] == [url] * 3
    assert resume(out) == {url}


def test_circles_and_endless_chains_end(out: Path) -> None:
    pages: dict[str, Page] = {"/a": moved("/b"), "/b": moved("/a"), "/self": moved("/self")}
    pages |= {f"/{n}": moved(f"/{n + 1}") for n in range(20)}
    with serving(pages) as site:
        circle, itself, chain = fetched([site.url("/a"), site.url("/self"), site.url("/0")], out)
    assert [o.kind for o in (circle, itself, chain)] == ["failed"] * 3
    assert circle.why == itself.why == "leads round in a circle"
    assert chain.why == "leads on over 10 times" and len(chain.redirects) == 10
    assert resume(out) == set()


@pytest.mark.parametrize(
    "where",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://0x7f.1:{port}/secret",
        "http://127\u30020\u30020\u30021:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0:{port}/secret",
        "http://inside.example:{port}/secret",
        "http://a.localhost:{port}/secret",
        "//127.0.0.1:{port}/secret",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/",
        "http://user:word@outside.example/",
        "http://a.example:99999/",
        "http://[::1",
    ],
)
def test_redirects_to_what_is_private_are_refused(where: str, out: Path, connected: list[Any]) -> None:
    pages = {"/robots.txt": answer(404), "/page": moved("x"), "/secret": answer(200, b"secret")}
    with serving(pages) as site:
        location = where.format(port=site.port).encode().decode("latin-1")
        site.pages["/page"] = moved(location)
        real = resolving(outside_example=[PUBLIC], inside_example=["10.1.2.3"])

        def resolve(host: str, port: int, *rest: Any) -> list[tuple[Any, ...]]:
            known = host.endswith(".example")
            return real(host, port) if known else socket.getaddrinfo(host, port, *rest)

        outcome = through_the_front(site, resolve, out)
    assert outcome.kind == "refused" and outcome.why.count("\n") == 0
    assert "/secret" not in site.asked
    assert [where[0] for where in connected if where[0] != PUBLIC] == []


def through_the_front(site: Site, resolve: Any, out: Path) -> Outcome:
    """Fetch a page that stands on a public address as far as anyone can tell; its packets come to the local site."""
    with pytest.MonkeyPatch.context() as patch:
        before = socket.socket.connect

        def connect(self: socket.socket, where: tuple[Any, ...]) -> None:
            if where[0] == PUBLIC:
                _socket.socket.connect(self, ("127.0.0.1", site.port))
            else:
                before(self, where)

        patch.setattr(socket.socket, "connect", connect)
        url = f"http://outside.example:{site.port}/page"
        (outcome,) = fetched([url], out, allow_private=False, resolve=resolve)
    return outcome


def test_look_alike_redirects_to_a_public_host_are_followed(out: Path) -> None:
    with serving({"/page": moved("http://outside.example/next"), "/next": answer(200, b"fine")}) as site:
        outcome = through_the_front(site, resolving(outside_example=[PUBLIC]), out)
    assert (outcome.kind, outcome.final) == ("kept", "http://outside.example/next")


# --- where it must not go


def test_a_name_that_changes_its_mind_is_never_followed_inside(out: Path, connected: list[Any]) -> None:
    clock = Clock()
    names = resolving(a_example=[PUBLIC, "127.0.0.1"])
    with serving({"/page": answer(200, b"secret")}) as site:
        url = f"http://a.example:{site.port}/page"
        (outcome,) = fetched([url], out, clock, allow_private=False, resolve=names)
    assert site.asked == [] and connected == [(PUBLIC, site.port)]
    assert (outcome.kind, outcome.why) == ("refused", "a.example: leads to 127.0.0.1, which is not a public address")


def test_one_private_address_among_public_ones_is_enough(out: Path, connected: list[Any]) -> None:
    names = resolving(a_example=[f"{PUBLIC} 10.0.0.1"], b_example=["2606:2800:220:1::1 fe80::1%eth0"])
    outcomes = fetched(["http://a.example/", "http://b.example/"], out, allow_private=False, resolve=names)
    assert [o.kind for o in outcomes] == ["refused"] * 2 and connected == []


@pytest.mark.parametrize(
    "ip",
    "0.0.0.0 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1 172.31.255.255 "
    "192.0.0.8 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 "
    ":: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12::1 ff02::1 2001:db8::1 "
    "64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::1 2001:0:a00:1::1 3fff::1 5f00::1 100::1 "
    "nonsense 127.1 1".split(),
)
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip",
    "1.1.1.1 93.184.216.34 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1 198.17.0.1 223.255.255.1 "
    "2606:2800:220:1::1 2a00:1450:4001::1 64:ff9b::101:101 2002:101:101::1".split(),
)
def test_look_alikes_that_are_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "javascript:alert(1)",
        "a.example/page",
        "",
        "http://",
        "http:///path",
        "http://u@a.example/",
        "http://u:p@a.example/",
        "http://a.example:0/",
        "http://a.example:port/",
        "http://a.example:-1/",
        "http://a..example/",
        "http://a.example/one two",
        "http://a.example/\r\nHost: b.example",
        "http://[::1",
        "http://\u2100.example/",
        "http://" + "a" * 300 + ".example/",
        "http://a.example/" + "x" * 9_000,
        "http://\ud800.example/",
    ],
)
def test_what_is_no_address_of_a_page_is_refused_in_one_line(address: str, out: Path, connected: list[Any]) -> None:
    (outcome,) = fetched([address], out)
    assert outcome.kind == "refused" and connected == []
    assert outcome.why.isprintable() and len(outcome.why) < 250


def test_one_address_has_one_spelling() -> None:
    assert target_from_address("http://A.Example:80/x/../y?q=ї#z").url == "http://a.example/y?q=%D1%97"
    assert target_from_address("http://a%2eexample\\@b.example/").url == "http://a.example/%5C@b.example/"
    assert target_from_address("https://[2606:2800:220:1::1]:8443").url == "https://[2606:2800:220:1::1]:8443/"


def test_names_of_this_machine_are_refused_unasked(out: Path) -> None:
    def resolve(*_: Any) -> list[tuple[Any, ...]]:
        raise AssertionError("was looked up")

    urls = ["http://localhost/", "http://LOCALHOST./", "http://x.localhost/", "http://printer.local/"]
    outcomes = fetched(urls, out, allow_private=False, resolve=resolve)
    assert [o.kind for o in outcomes] == ["refused"] * 4


def test_unknown_names_are_not_asked_twice(out: Path) -> None:
    clock = Clock()
    outcomes = fetched(["http://a.example/", "http://a.example/2"], out, clock, resolve=resolving())
    assert [o.why for o in outcomes] == ["a.example: no such host is known"] * 2
    assert [o.kind for o in outcomes] == ["failed"] * 2 and clock.slept == []


# --- robots.txt


def test_robots_are_asked_once_and_respected(out: Path) -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Musterbook\nDisallow: /shut\n"
    with serving({"/robots.txt": answer(200, rules), "/free": answer(200, b"x")}) as site:
        outcomes = {o.address: o for o in fetched([site.url("/shut/1"), site.url("/free"), site.url("/shut/2")], out)}
        assert site.asked == ["/robots.txt", "/free"]
        assert outcomes[site.url("/free")].kind == "kept"
        shut = outcomes[site.url("/shut/1")]
    assert shut.kind == "refused" and "robots.txt asks programs not to read this" in shut.why


def test_robots_are_respected_where_a_redirect_leads(out: Path) -> None:
    with serving({"/robots.txt": answer(200, b"User-agent: *\nDisallow: /shut"), "/a": moved("/shut")}) as site:
        (outcome,) = fetched([site.url("/a")], out)
    assert outcome.kind == "refused" and site.asked == ["/robots.txt", "/a"]


def test_robots_may_lie_elsewhere_and_be_packed(out: Path) -> None:
    rules = packed(b"User-agent: *\nDisallow: /shut")
    with serving({"/robots.txt": moved("/r2", 301), "/r2": rules}) as site:
        (outcome,) = fetched([site.url("/shut")], out)
    assert outcome.kind == "refused" and site.asked == ["/robots.txt", "/r2"]


@pytest.mark.parametrize("page", [answer(403), answer(404), moved("/robots.txt"), answer(200, b"\xff\x00" * 999)])
def test_no_robots_that_can_be_read_allow_all(page: Page, out: Path) -> None:
    with serving({"/robots.txt": page, "/a": answer(200, b"x")}) as site:
        assert [o.kind for o in fetched([site.url("/a")], out)] == ["kept"]


def test_robots_that_lead_inside_close_their_site(out: Path) -> None:
    names = resolving(outside_example=[PUBLIC], inside_example=["10.0.0.1"])
    with serving({"/robots.txt": moved("http://inside.example/robots.txt"), "/page": answer(200, b"x")}) as site:
        outcome = through_the_front(site, names, out)
    assert (outcome.kind, site.asked) == ("refused", ["/robots.txt"])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_trouble_with_robots_means_not_now(status: int, out: Path) -> None:
    with serving({"/robots.txt": answer(status), "/a": answer(200, b"x")}) as site:
        outcomes = fetched([site.url("/a"), site.url("/b")], out)
    assert site.asked == ["/robots.txt"] * 3
    assert [o.kind for o in outcomes] == ["refused"] * 2
    assert f"answered {status}, so nothing is read there for now" in outcomes[0].why


def test_robots_that_recover_are_read(out: Path) -> None:
    with serving({"/robots.txt": in_turn(answer(500), answer(404)), "/a": answer(200, b"x")}) as site:
        assert [o.kind for o in fetched([site.url("/a")], out)] == ["kept"]


# --- pace


def test_hosts_take_turns_and_none_is_hurried(out: Path) -> None:
    clock = Clock()
    names = resolving(a_example=["127.0.0.1"], b_example=["127.0.0.1"])
    with serving({}) as site:
        urls = [site.url(f"/{n}", host) for host in ("a.example", "b.example") for n in range(3)]
        fetched(urls, out, clock, pause=2.0, resolve=names)
        hosts = [request["Host"][0] for request in site.requests]
    assert hosts == ["a", "b"] * 4
    assert clock.slept == [2.0] * 3


def test_a_longer_pause_is_kept_where_a_site_asks_for_it_up_to_a_limit(out: Path) -> None:
    for asked, kept in ((b"7", 7.0), (b"9999", 60.0), (b"1", 2.0)):
        clock = Clock()
        with serving({"/robots.txt": answer(200, b"User-agent: *\nCrawl-delay: " + asked)}) as site:
            fetched([site.url("/1"), site.url("/2")], out, clock, pause=2.0)
        assert clock.slept == [kept] * 2


def test_come_back_later_is_heard(out: Path) -> None:
    clock = Clock()
    busy = answer(503, b"busy", Retry_After="40")
    until = answer(429, b"slow", Retry_After="Wed, 01 May 2024 12:01:00 GMT")
    with serving({"/a": in_turn(busy, until, answer(200, b"x"))}) as site:
        (outcome,) = fetched([site.url("/a")], out, clock, pause=2.0, backoff=5.0)
    assert (outcome.kind, outcome.status, outcome.why) == ("kept", 200, "")
    assert clock.slept == [2.0, 40.0, 60.0]
    assert len(answers(out)) == 1


def test_a_wait_beyond_patience_ends_the_attempt_and_is_open_for_another_run(out: Path) -> None:
    clock = Clock()
    with serving({"/a": answer(503, b"busy", Retry_After="86400"), "/b": answer(200, b"x")}) as site:
        outcomes = fetched([site.url("/a"), site.url("/b")], out, clock)
        assert (outcomes[0].kind, outcomes[0].status, outcomes[0].why) == ("kept", 503, "answered 503")
        assert clock.slept == [300.0] and resume(out) == {site.url("/b")}


def test_attempts_back_off_and_end(out: Path) -> None:
    clock = Clock()
    with serving({"/a": answer(500)}) as site:
        (outcome,) = fetched([site.url("/a")], out, clock, attempts=4, backoff=5.0)
    assert (outcome.status, clock.slept) == (500, [5.0, 10.0, 20.0])
    assert site.asked == ["/robots.txt"] + ["/a"] * 4


# --- hostile answers


def reset(handler: Any) -> None:
    handler.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


DRIP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def test_a_drip_is_cut_at_the_time_limit(out: Path) -> None:
    outcome = one(endless(DRIP, b"x", 0.02), out, total=0.2, attempts=1)
    assert (outcome.kind, outcome.cut) == ("kept", "time") and "took longer than the limit" in outcome.why
    ((record, _, body),) = answers(out)
    assert record["WARC-Truncated"] == "time" and set(body) == {ord("x")} and resume(out) == set()


def test_a_drip_in_the_head_is_no_answer(out: Path) -> None:
    outcome = one(endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.02), out, total=0.2, attempts=1)
    assert (outcome.kind, outcome.why) == ("failed", "127.0.0.1: does not answer in time; try again later")


def test_silence_is_not_waited_for(out: Path) -> None:
    outcome = one(endless(DRIP + b"x", b"", 0.02), out, silence=0.1, attempts=1)
    assert outcome.cut == "time" and outcome.size == 1


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    ],
)
def test_an_endless_body_is_cut_at_the_size_limit(head: bytes, out: Path) -> None:
    outcome = one(endless(head, b"words " * 1000), out, size=100_000)
    assert (outcome.kind, outcome.cut) == ("kept", "length")
    ((record, _, body),) = answers(out)
    assert record["WARC-Truncated"] == "length"
    assert body == (b"words " * 20_000)[:100_000] and outcome.size == 100_000
    assert len(resume(out)) == 1


def test_a_body_of_just_the_limit_is_whole(out: Path) -> None:
    assert one(answer(200, b"x" * 5000), out, size=5000).cut == ""


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (b"Content-Length: 99\r\n\r\nshort", b"short"),
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n9\r\npart", b"wholepart"),
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\nnonsense\r\n", b"whole"),
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n" + b"0" * 99_999, b"whole"),
    ],
)
def test_a_body_that_breaks_off_is_tried_again_and_then_kept_as_such(data: bytes, kept: bytes, out: Path) -> None:
    with serving({"/a": raw(b"HTTP/1.1 200 OK\r\n" + data)}) as site:
        (outcome,) = fetched([site.url("/a")], out)
    assert site.asked.count("/a") == 3 and (outcome.kind, outcome.cut) == ("kept", "disconnect")
    ((record, _, body),) = answers(out)
    assert record["WARC-Truncated"] == "disconnect" and kept.startswith(body) and resume(out) == set()


def test_what_comes_after_the_promised_length_is_not_read(out: Path) -> None:
    assert one(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshort and more"), out).cut == ""
    assert answers(out)[0][2] == b"short"


@pytest.mark.parametrize(
    "page",
    [
        reset,
        raw(b""),
        raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
        raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\nbody"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5_000)) + b"\r\nbody"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 900) for n in range(90)) + b"\r\nbody"),
        raw(b"<html>an answer without a head</html>"),
        raw(b"HTTP/1.1 abc OK\r\n\r\n"),
        raw(b"HTTP/9.9 200 OK\r\n\r\n"),
        raw(b"ICY 200 OK\r\n\r\n"),
        raw(bytes(range(256)) * 100),
        raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 5_000),
    ],
)
def test_an_answer_that_is_none_costs_nothing_but_itself(page: Page, out: Path) -> None:
    with serving({"/bad": page, "/good": answer(200, b"x")}) as site:
        bad, good = sorted(fetched([site.url("/bad"), site.url("/good")], out), key=lambda o: o.address)
    assert good.kind == "kept"
    assert bad.kind == "failed" or bad.cut == "disconnect"
    assert bad.why.isprintable() and len(bad.why) < 250
    answers(out)


def test_the_answer_after_continue_is_the_answer(out: Path) -> None:
    page = raw(b"HTTP/1.1 100 Continue\r\nX: no\r\n\r\nHTTP/1.1 200 OK\r\nX: yes\r\nContent-Length: 2\r\n\r\nok")
    one(page, out)
    ((_, http, body),) = answers(out)
    assert (http["X"], body) == ("yes", b"ok")


def test_nobody_there_is_tried_again_and_said(out: Path) -> None:
    with serving({}) as site:
        url = site.url("/a")
    clock = Clock()
    (outcome,) = fetched([url], out, clock, backoff=5.0)
    assert (outcome.kind, outcome.why) == ("failed", "127.0.0.1: takes no connections; try again later")
    assert clock.slept == [5.0, 10.0]


# --- encryption


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[tuple[ssl.SSLContext, Path, list[str | None]]]:
    """A server's context, the certificate (of site.example) to trust, and the names that clients ask it for."""
    tool = shutil.which("openssl")
    if tool is None:
        pytest.skip("no openssl to make a certificate with")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=site.example -addext"
    command = [tool, *make.split(), "subjectAltName=DNS:site.example", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    names: list[str | None] = []
    context.sni_callback = lambda _sock, name, _context: names.append(name)
    yield context, cert, names


def test_a_certificate_is_checked_against_the_name_not_the_address(tls: Any, out: Path) -> None:
    context, cert, asked = tls
    names = resolving(site_example=["127.0.0.1"], other_example=["127.0.0.1"])
    with serving({"/a": answer(200, b"x")}, context) as site:
        urls = [site.url("/a", host, "https") for host in ("site.example", "other.example")]
        good, bad = sorted(fetched(urls, out, resolve=names, authorities=cert), key=lambda o: o.kind, reverse=True)
        (strange,) = fetched([urls[0]], out.with_name("b.warc.gz"), resolve=names)
    assert (good.kind, good.address) == ("kept", urls[0]) and set(asked) == {"site.example", "other.example"}
    assert site.requests[-1]["Host"] == f"site.example:{site.port}"
    assert bad.kind == strange.kind == "failed" and "certificate is not to be trusted" in bad.why


def test_a_file_without_certificates_is_refused_at_once(tmp_path: Path, out: Path) -> None:
    (tmp_path / "x.pem").write_text("nothing")
    with pytest.raises(UsageError, match=r"x\.pem: holds no certificates"):
        fetched([], out, authorities=tmp_path / "x.pem")


# --- broken off, and going on

CHILD = """
import sys
from pathlib import Path
from musterbook.fetch.options import Options
from musterbook.fetch.warc_from_addresses import fetch
for outcome in fetch(sys.argv[2:], Path(sys.argv[1]), Options(allow_private=True, pause=0.0)):
    print(outcome.kind, outcome.address, flush=True)
"""


def test_a_killed_run_goes_on_where_it_was(out: Path) -> None:
    pages = {f"/{n}": answer(200, b"page %d" % n) for n in range(5)}
    with serving(pages | {"/2": endless(DRIP, b"x", 0.01)}) as site:
        urls = [site.url(f"/{n}") for n in range(5)]
        command = [sys.executable, "-c", CHILD, str(out), *urls]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert [child.stdout.readline() for _ in range(2)] == [f"kept {url}\n" for url in urls[:2]]
            os.kill(child.pid, signal.SIGKILL)
        assert resume(out) == set(urls[:2])
        site.pages["/2"] = pages["/2"]
        site.asked.clear()
        outcomes = fetched(urls, out)
        assert [o.kind for o in outcomes] == ["skipped"] * 2 + ["kept"] * 3
        assert site.asked == ["/robots.txt", "/2", "/3", "/4"]
    assert [body for _, _, body in answers(out)] == [b"page %d" % n for n in range(5)]


def test_an_archive_torn_anywhere_is_whole_again(out: Path) -> None:
    with serving({"/1": answer(200, b"one"), "/2": answer(200, b"two" * 50)}) as site:
        urls = [site.url("/1"), site.url("/2")]
        fetched(urls, out)
        data = out.read_bytes()
        first = data.index(b"\x1f\x8b\x08", 30)  # where the records of the first page begin
        for cut in (*range(first, len(data), 61), len(data) - 1):
            out.write_bytes(data[:cut])
            done = resume(out)
            assert done in (set(), {urls[0]})
            size = out.stat().st_size
            assert size <= cut and resume(out) == done and out.stat().st_size == size
        out.write_bytes(data[: len(data) - 5])
        assert [o.kind for o in fetched(urls, out)] == ["skipped", "kept"]
    assert [body for _, _, body in answers(out)] == [b"one", b"two" * 50]


def test_empty_room_at_the_end_is_cut_off_and_other_damage_is_not_touched(out: Path) -> None:
    one(answer(200, b"one"), out)
    data = out.read_bytes()
    out.write_bytes(data + bytes(100_000))
    assert len(resume(out)) == 1 and out.read_bytes() == data
    for spoilt in (data + b"words", data[:-40] + bytes(20) + data[-20:] + data, data + bytes(99) + data):
        out.write_bytes(spoilt)
        with pytest.raises(InputError, match="is damaged from byte"):
            resume(out)
        assert out.read_bytes() == spoilt


def test_damage_that_swallows_what_follows_is_not_taken_for_a_torn_end(out: Path) -> None:
    with serving({f"/{n}": answer(200, b"page %d" % n) for n in range(4)}) as site:
        fetched([site.url(f"/{n}") for n in range(4)], out)
    data = out.read_bytes()
    last = data.rindex(b"\x1f\x8b\x08")
    for place in range(400, last, 97):
        spoilt = data[:place] + data[place + 9 :]
        out.write_bytes(spoilt)
        with pytest.raises(InputError, match=r"is damaged from byte|is not an archive"):
            resume(out)
        assert out.read_bytes() == spoilt


@pytest.mark.parametrize(
    "data", [b"", b"text", gzip.compress(b"text"), gzip.compress(b"text")[:9], bytes(50), b"\x1f\x8b"]
)
def test_a_file_of_somebody_else_is_never_touched(data: bytes, out: Path) -> None:
    out.write_bytes(data)
    with pytest.raises(InputError, match="is not an archive that fetch has made"):
        fetched(["http://a.example/"], out)
    assert out.read_bytes() == data
    with pytest.raises(InputError):
        resume(out.parent)


def test_what_is_done_elsewhere_is_skipped(out: Path) -> None:
    (outcome,) = fetched(["http://a.example/"], out, done={"http://a.example/"})
    assert outcome.kind == "skipped"


def test_a_folder_that_takes_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be"):
        fetched([], tmp_path / "file" / "out.warc.gz")


# --- lists and options


def test_lists_are_read_line_by_line() -> None:
    text = "\ufeff# pages\r\nhttp://a.example/1#top\n\n  http://a.example/2  # note\nhttp://A.EXAMPLE:80/1\n"
    text += "www.a.example\nhttp://a.example/x y"
    found = list(addresses_from_list(text))
    assert found[:2] == ["http://a.example/1#top", "http://a.example/2"]
    assert [str(fault) for fault in found[2:]] == [
        "line 6: www.a.example: begins with neither http nor https",
        "line 7: http://a.example/x?y: is longer than any address, or holds a blank; write the blank as %20",
    ]


@pytest.mark.parametrize(
    "bad", [{"contact": "a\r\nb"}, {"contact": "a b"}, {"pause": -1.0}, {"total": 0.0}, {"attempts": 0}]
)
def test_options_that_cannot_be_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Options(**bad)


def test_a_fetched_archive_holds_nothing_of_the_robots(out: Path) -> None:
    one(answer(200, b"x"), out)
    assert b"robots.txt" not in b"".join(record.reader.read() for record in Fast(BytesIO(out.read_bytes())))
