"""Web archive -> the pages in it, each with its address, its time, and how it was reached. Streams.

Responses with status 200 and resources are taken; a revisit gives the page it repeats, under its own address and time.
A record that is damaged costs itself. Parts are named "record" and its id.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.frozen import frozen
from musterbook.ingest.budget import Budget
from musterbook.ingest.containers.body_from_response import AGAIN, body_from_response, check_size, dechunked
from musterbook.ingest.containers.frames_from_stream import Frame, frames_from_stream, pairs_from_lines
from musterbook.ingest.containers.member_from_stream import printable
from musterbook.ingest.kind_from_piece import passed_from_head
from musterbook.ingest.piece import Fault, Found, Known, Piece
from musterbook.ingest.sidecar import iso_time

REMEMBERED = 200_000  # payloads and redirects kept in mind: 60 MB at most
HOPS = 10
PASSED, UNREACHABLE = -1, -2  # places of payloads that are no page, or not at the start of a packed member
HEADERS = 200
HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5}
STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})\b")
HEAD_END = re.compile(rb"\r?\n\r?\n")
# What is no page by the type it is said to be; how its bytes begin tells the rest.
NO_PAGE = re.compile(
    r"(?:image|audio|video|font)/|text/(?:css|(?:x-)?javascript|ecmascript|vcard|vtt|dns)"
    r"|application/(?:x-)?(?:javascript|ecmascript|font|shockwave|wasm|protobuf|vnd\.apple\.mpegurl|dash\+xml)"
)
# Records that crawlers with a browser add about a page, beside the page itself.
ABOUT = re.compile(r"urn:(?:pageinfo|text|view|thumbnail|fullpage|screenshot)", re.IGNORECASE)


def pieces_from_warc(piece: Piece, budget: Budget) -> Iterator[Piece | Found | Fault]:
    """Yield the pages of a WARC (packed or not) or an ARC, and a Fault for each record that cannot be read."""
    archive = Archive(piece, budget)
    try:
        with piece.open() as stream:
            for frame in frames_from_stream(stream, budget, piece.size):
                budget.member(piece.depth + 1)
                yield from archive.read(frame)
    except InputError as fault:
        yield Fault(piece.name, piece.part, str(fault))


@frozen
class Answer:
    """What a server said: as it was sent, not yet unpacked."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of that lower-case name, "" for none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def media(self) -> str:
        """The media type it says the body has, without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def no_page(self) -> bool:
        """Tell whether this is a picture, a script, a film: by its type or by its first bytes."""
        return bool(NO_PAGE.match(self.media)) or passed_from_head(self.body) is not None


@dataclass(slots=True)
class Archive:
    """One web archive being read; what earlier records said is kept in mind, the oldest forgotten first."""

    piece: Piece
    budget: Budget
    places: dict[str, int] = field(default_factory=dict)  # record id, payload digest, address and time -> place
    redirects: dict[str, str] = field(default_factory=dict)  # where to -> where from
    count: int = 0

    def read(self, frame: Frame) -> Iterator[Piece | Fault]:
        """Yield the page of one record, or its Fault; nothing for records that hold no page."""
        self.count += 1
        kind = frame.fields.get("warc-type", "").lower()
        if frame.damage:
            yield self.fault(frame, f"{frame.damage}; {AGAIN}")
            return
        if kind not in ("response", "resource", "revisit") or ABOUT.match(self.url(frame)):
            return
        try:
            page = self.repeated(frame) if kind == "revisit" else self.page(frame)
        except InputError as fault:
            yield self.fault(frame, str(fault))
        else:
            if page is not None:
                yield page

    def page(self, frame: Frame) -> Piece | None:
        """Return the page of a response or resource; None for a redirect, an error, a picture."""
        answer = answer_from_frame(frame)
        self.keep(frame, PASSED)
        if self.redirect(frame, answer) or answer.status != 200 or answer.no_page():
            return None
        if frame.length > len(frame.block):
            check_size(frame.length, self.budget)
        if cut := frame.fields.get("warc-truncated"):
            raise InputError(f"the crawler cut it off ({printable(cut)}); {AGAIN}")
        joined = dechunked(answer.body) if "chunked" in answer.header("transfer-encoding").lower() else answer.body
        data = body_from_response(joined, answer.header("content-encoding"), self.budget)
        if not data or passed_from_head(data):
            return None
        self.keep(frame, UNREACHABLE if frame.place is None else frame.place)
        context = [("redirected_from", url) for url in self.chain(self.url(frame))]
        if differs(frame, (answer.body, joined, data)):
            context.append(("digest", "differs"))
        return self.made(frame, answer, (data, context))

    def made(self, frame: Frame, answer: Answer, found: tuple[bytes, list[tuple[str, str]]]) -> Piece:
        """Return the Piece for a page's bytes, with what the record says about it."""
        data, context = found
        name, part = self.piece.inside(f"record {self.id(frame)}")
        known = Known(
            url=self.url(frame) or None,
            captured=time_from_date(frame.fields.get("warc-date", "")),
            method="crawler",
            record=self.id(frame),
            headers=tuple(pair for pair in answer.headers[:HEADERS] if not pair[0].lower().startswith("set-cookie")),
            context=tuple(sorted({*context, *(self.piece.known.context or ())})) or None,
        )
        known = known.over(self.piece.known)
        return Piece(name, part, len(data), lambda: io.BytesIO(data), known, self.piece.depth + 1, answer.media)

    def repeated(self, frame: Frame) -> Piece | None:
        """Return the page that a revisit repeats, under the address and the time of the revisit."""
        fields = frame.fields
        if frame.block.startswith(b"HTTP/"):
            answer = answer_from_frame(frame)
            if self.redirect(frame, answer) or answer.status not in (200, 304):
                return None
        url, when = fields.get("warc-refers-to-target-uri", ""), fields.get("warc-refers-to-date", "")
        keys = (fields.get("warc-refers-to"), fields.get("warc-payload-digest"), url and f"{url} {when}")
        place = next((self.places[key] for key in keys if key and key in self.places), None)
        if place == PASSED:
            return None
        if place is None or place == UNREACHABLE:
            which = printable(url or fields.get("warc-refers-to") or "not named")
            why = "is not in this file; give the file that holds it, or" if place is None else "cannot be reached;"
            raise InputError(f"repeats a record that {why} fetch the page again: {which}")
        return self.again(frame, place)

    def again(self, frame: Frame, place: int) -> Piece | None:
        """Read the record at that place once more, as the payload of this revisit."""
        with self.piece.open() as stream:
            stream.seek(place)
            first = next(frames_from_stream(stream, self.budget, self.piece.size), None)
        if first is None or first.damage:
            raise InputError("repeats a record that cannot be read")
        repeats = f"{self.url(first)} {first.fields.get('warc-date', '')}".strip()
        page = Archive(self.piece, self.budget, redirects=self.redirects).page(first)
        if page is None:
            return None
        with page.open() as stream:
            data = stream.read()
        answer = answer_from_frame(first)
        context = [("redirected_from", url) for url in self.chain(self.url(frame))]
        return self.made(frame, answer, (data, [*context, ("repeats", repeats)]))

    def redirect(self, frame: Frame, answer: Answer) -> bool:
        """Remember where a redirect leads; False for an answer that is none."""
        location = answer.header("location")
        if not 300 <= answer.status < 400 or answer.status == 304:
            return False
        try:
            target = urljoin(self.url(frame), location)
        except ValueError:  # an address such as "http://[": nothing can have been found there
            return True
        if location and target != self.url(frame):
            remember(self.redirects, target, self.url(frame))
        return True

    def chain(self, url: str) -> list[str]:
        """Return the addresses that were redirected to this one, nearest first."""
        chain = [url]
        while len(chain) <= HOPS and (url := self.redirects.get(url, "")) and url not in chain:
            chain.append(url)
        return chain[1:]

    def keep(self, frame: Frame, place: int) -> None:
        """Remember where the payload of a record lies, by all the names a revisit may use for it."""
        fields = frame.fields
        stamp = f"{self.url(frame)} {fields.get('warc-date', '')}"
        for key in (fields.get("warc-record-id"), fields.get("warc-payload-digest"), stamp):
            # A page that was read stays reachable, whatever a later record says under the same name.
            if key and (place != PASSED or key not in self.places):
                remember(self.places, key, place)

    def url(self, frame: Frame) -> str:
        """Return the address of a record; the first writers put it in angle brackets."""
        return frame.fields.get("warc-target-uri", "").strip("<>")

    def id(self, frame: Frame) -> str:
        """Return the id of a record, or its number in the file."""
        given = frame.fields.get("warc-record-id", "").strip("<>").removeprefix("urn:uuid:")
        return printable(given) if given else f"number {self.count}"

    def fault(self, frame: Frame, why: str) -> Fault:
        """Return the Fault of one record."""
        return Fault(*self.piece.inside(f"record {self.id(frame)}"), why)


def remember(kept: dict[str, int] | dict[str, str], key: str, value: int | str) -> None:
    """Keep a value, and forget the oldest where there are too many."""
    kept[key] = value  # type: ignore[assignment]
    if len(kept) > REMEMBERED:
        del kept[next(iter(kept))]


def answer_from_frame(frame: Frame) -> Answer:
    """Return what the server said; of a record without HTTP, what the record says about its block.

    >>> answer_from_frame(Frame({}, b"HTTP/1.0 404 Not Found\\r\\nA: b\\r\\n\\r\\nGone"))
    Answer(status=404, headers=[('A', 'b')], body=b'Gone')
    """
    block = frame.block
    media = frame.fields.get("content-type", "")
    if not block.startswith(b"HTTP/"):
        if media.lower().startswith("application/http"):
            raise InputError(f"holds no HTTP response; {AGAIN}")
        return Answer(200, [("Content-Type", media)] if media else [], block)
    status, head = STATUS.match(block), HEAD_END.search(block)
    if status is None:
        raise InputError(f"its HTTP status is damaged; {AGAIN}")
    end = head.end() if head else len(block)
    return Answer(int(status[1]), pairs_from_lines(block[:end]), block[end:])


def time_from_date(text: str) -> str | None:
    """Return a WARC-Date as an ISO time in UTC; None for what is no time.

    >>> time_from_date("2024-03-01T10:00:00.123456Z"), time_from_date("2024-03-01T12:00:00+02:00"), time_from_date("?")
    ('2024-03-01T10:00:00Z', '2024-03-01T10:00:00Z', None)
    """
    try:
        return iso_time(text)
    except (ValueError, OverflowError):
        return None


def differs(frame: Frame, bodies: tuple[bytes, ...]) -> bool:
    """Tell whether a record is not what its digests say. Writers disagree on what a payload is: any body will do."""
    for name, candidates in (("warc-block-digest", (frame.block,)), ("warc-payload-digest", bodies)):
        kind, _, value = frame.fields.get(name, "").partition(":")
        make = HASHES.get(kind.strip().lower().replace("-", ""))
        if make and value and not any(same(make(data).digest(), value.strip()) for data in candidates):
            return True
    return False


def same(digest: bytes, written: str) -> bool:
    """Compare a digest with one written in base 32, 16 or 64."""
    plain = written.rstrip("=")
    return (
        base64.b32encode(digest).decode().rstrip("=") == plain.upper()
        or digest.hex() == plain.lower()
        or base64.b64encode(digest).decode().rstrip("=") == plain
    )
