"""One request, one answer, word for word: urllib3's connections, tied to vetted addresses and to a deadline.

The head is kept as received (line ends made CRLF), the body as received and still compressed; only chunked transfer is
undone, and the header that announced it dropped, so that the record's body is the body. No proxy is used and no cookie
kept: a proxy would resolve names for us, and nobody could vet what it finds.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from musterbook.errors import UsageError
from musterbook.fetch.options import Options
from musterbook.fetch.target_from_address import Target
from musterbook.fetch.vetted_from_target import Resolve, Sockaddr, Unreachable, vetted_from_target

HEAD = 32_000  # bytes of all headers; readers of web archives stop there too
PIECE = 65_536
CHUNKED = re.compile(rb"^transfer-encoding[ \t]*:.*\n(?:[ \t].*\n)*", re.IGNORECASE | re.MULTILINE)
LINE_END = re.compile(rb"\r*\n")
NO_LINE = re.compile(
    rb"^(?!\r\n)[ \t\r\v\f]+\n", re.MULTILINE
)  # some readers take it for the end of the head, others do not
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where time and names come from: the only things about a run that a test replaces."""

    resolve: Resolve
    sleep: Callable[[float], None]
    clock: Callable[[], float]  # seconds that only grow
    now: Callable[[], datetime]  # aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and the answer to it."""

    url: str
    when: datetime
    ip: str
    sent: bytes  # the request as sent
    head: bytes  # of the answer, with the empty line that ends it
    body: bytes
    status: int
    location: str | None  # where a redirect leads
    retry_after: str | None
    cut: str  # "", or why the body is not whole: "length", "time", "disconnect"


class Wire(io.RawIOBase):
    """The bytes of one answer: whatever ends them early is an end of file here, and a `fault` for who asks why."""

    def __init__(self, sock: socket.socket, *, options: Options, clock: Callable[[], float]) -> None:
        self.raw = sock.makefile("rb", buffering=0)  # keeps the socket open when the connection lets go of it
        self.sock, self.options, self.clock = sock, options, clock
        self.until = clock() + options.total
        self.left = 2 * options.size + PIECE  # framing may double a body; a nonsensical length may ask for everything
        self.fault = ""

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there before the deadline."""
        seconds = min(self.until - self.clock(), self.options.silence)
        if not self.fault and (seconds <= 0 or self.left <= 0):
            self.fault = "time" if seconds <= 0 else "length"
        if self.fault:
            return 0
        try:
            self.sock.settimeout(seconds)
            size = self.raw.readinto(buffer) or 0
        except TimeoutError:
            self.fault = "time"
            return 0
        except OSError:
            self.fault = "disconnect"
            return 0
        self.left -= size
        return size

    def close(self) -> None:
        """Close the socket too, once nobody else holds it."""
        self.raw.close()
        super().close()


class Lines(io.BufferedReader):
    """Reads an answer, and notes the lines of its head as they come."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire, PIECE)
        self.head = bytearray()
        self.noting = True

    def whole(self) -> bool:
        """Whether the empty line has come that ends a head."""
        return self.head.endswith((b"\n\r\n", b"\n\n"))

    def readline(self, limit: int | None = -1, /) -> bytes:
        """Read one line; raises HTTPException when the head grows beyond all measure."""
        line = super().readline(limit)
        if self.noting:
            if self.whole():  # what came before said "100 Continue"
                self.head.clear()
            self.head += line
            if len(self.head) > HEAD:
                raise http.client.HTTPException(f"headers of more than {HEAD:,} bytes")
        return line


class Answer(http.client.HTTPResponse):
    """The library's reading of an answer, over a wire with a deadline, with the head kept as received."""

    def __init__(self, sock: socket.socket, *args: Any, options: Options, clock: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.wire = Wire(sock, options=options, clock=clock)
        self.fp = self.lines = Lines(self.wire)

    def begin(self, **limits: Any) -> None:
        """Read the head."""
        try:
            super().begin(**limits)
            if not self.lines.whole():
                raise http.client.RemoteDisconnected("headers that break off")
        except http.client.HTTPException:
            if self.wire.fault == "time":
                raise TimeoutError from None
            raise
        self.lines.noting = False

    def head(self) -> bytes:
        """Return the head as received, but for line ends, and without the framing that is undone in the body."""
        head = NO_LINE.sub(b"", bytes(self.lines.head))
        return LINE_END.sub(b"\r\n", CHUNKED.sub(b"", head) if self.chunked else head)


class _Pinned:
    """What both kinds of connection share: they go to the addresses they are given and note what they send."""

    vetted: list[Sockaddr]
    ip = ""
    sent = b""

    def _new_conn(self) -> socket.socket:
        fault: OSError | None = None
        for family, where in self.vetted:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(cast(HTTPConnection, self).timeout)
                sock.connect(where)
            except OSError as refused:
                sock.close()
                fault = refused
                continue
            self.ip = str(where[0])
            return sock
        raise fault or OSError("no address")

    def send(self, data: Any) -> None:
        """Send, and note what was sent."""
        self.sent += bytes(data)
        super().send(data)  # type: ignore[misc]


class PinnedHTTP(_Pinned, HTTPConnection):
    """A plain connection to a vetted address."""


class PinnedHTTPS(_Pinned, HTTPSConnection):
    """An encrypted connection to a vetted address; the certificate is checked against the name that was asked for."""


def exchange_with_target(target: Target, options: Options, world: World, *, packed: bool = True) -> Exchange:
    """Ask for one page; raises Refused or Unreachable. `packed`: the answer may be compressed."""
    vetted = vetted_from_target(target, world.resolve, allow_private=options.allow_private)
    when = world.now()
    connection = connection_to(target, vetted, options)
    connection.response_class = partial(Answer, options=options, clock=world.clock)  # type: ignore[assignment]
    headers = {"User-Agent": options.agent, "Accept": ACCEPT, "Connection": "close"}
    headers["Accept-Encoding"] = "gzip" if packed else "identity"
    try:
        connection.request("GET", target.path, headers=headers)
        # The library's own reading, not urllib3's over it: that one would undo what the body is packed in.
        answer = cast(Answer, http.client.HTTPConnection.getresponse(connection))
        with answer:
            body, cut = body_of(answer, options.size)
    except (OSError, http.client.HTTPException, HTTPError, ValueError) as fault:
        raise unreachable(target, fault) from None
    finally:
        connection.close()
    return Exchange(
        url=target.url, when=when, ip=connection.ip, sent=connection.sent, head=answer.head(), body=body, cut=cut,
        status=answer.status, location=answer.headers.get("Location"), retry_after=answer.headers.get("Retry-After"),
    )  # fmt: skip


def connection_to(target: Target, vetted: list[Sockaddr], options: Options) -> PinnedHTTP | PinnedHTTPS:
    """Return a connection that is not made yet."""
    connection: PinnedHTTP | PinnedHTTPS
    if target.scheme == "https":
        trust = trusted(options.authorities)
        connection = PinnedHTTPS(target.name, target.port, timeout=options.connect, ssl_context=trust)
    else:
        connection = PinnedHTTP(target.name, target.port, timeout=options.connect)
    connection.vetted = vetted
    return connection


@cache
def trusted(authorities: Path | None) -> ssl.SSLContext:
    """Return whom to trust; raises UsageError for a file that holds no certificates."""
    try:
        return ssl.create_default_context(cafile=authorities)
    except OSError:
        raise UsageError(f"{authorities}: holds no certificates that can be read; give a file in PEM form") from None


def body_of(answer: Answer, limit: int) -> tuple[bytes, str]:
    """Return the body as sent, with why it is not whole."""
    body = bytearray()
    broken = False
    while len(body) <= limit:
        try:
            piece = answer.read(min(PIECE, limit + 1 - len(body)))
        except http.client.IncompleteRead as fault:
            piece, broken = fault.partial, True
        except (http.client.HTTPException, ValueError):  # chunks that are none
            piece, broken = b"", True
        body += piece
        if broken or not piece:
            break
    if len(body) > limit:
        return bytes(body[:limit]), "length"
    short = broken or bool(answer.length)
    return bytes(body), answer.wire.fault or ("disconnect" if short else "")


def unreachable(target: Target, fault: Exception) -> Unreachable:
    """Return what a fault of the connection means, in words, and whether trying again may help."""
    host = f"{target.host}:"
    if isinstance(fault, ssl.SSLCertVerificationError):
        return Unreachable(f"{host} its certificate is not to be trusted ({fault.verify_message})", again=False)
    if isinstance(fault, ssl.SSLError):
        return Unreachable(f"{host} no encrypted connection could be made", again=False)
    if isinstance(fault, TimeoutError):
        return Unreachable(f"{host} does not answer in time")
    if isinstance(fault, ConnectionRefusedError):
        return Unreachable(f"{host} takes no connections")
    if isinstance(fault, http.client.RemoteDisconnected | OSError):
        return Unreachable(f"{host} broke off before it answered")
    return Unreachable(f"{host} does not answer as a web server does ({said(fault)})", again=False)


def said(fault: Exception) -> str:
    """Return what a library says about an answer, short and without control characters."""
    text = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
    return re.sub(r"[^ -~]+", " ", text)[:100]
