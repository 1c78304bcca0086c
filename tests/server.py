"""A real web server on this machine, for tests: each page is a function that answers as it likes, also badly."""

from __future__ import annotations

import gzip
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Page = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with the page of its path; notes who asked for what."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append(self.path)
        self.server.requests.append(dict(self.headers.items()))
        page = self.server.pages.get(self.path.partition("?")[0])
        (page or answer(404, b"no such page"))(self)

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


class Site(ThreadingHTTPServer):
    """A server with its pages, what was asked of it, and a bell that ends pages which never end."""

    daemon_threads = True

    def __init__(self, pages: Mapping[str, Page]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.requests: list[dict[str, str]] = []
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client hang up; anything else is a fault of the test."""
        if not isinstance(sys.exception(), OSError):
            raise


@contextmanager
def serving(pages: Mapping[str, Page], tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve pages until the end of the block."""
    with Site(pages) as site:
        if tls is not None:
            site.socket = tls.wrap_socket(site.socket, server_side=True)
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            site.shutdown()
            thread.join()


def answer(status: int, body: bytes = b"", **headers: str) -> Page:
    """A page that answers as it should."""

    def page(handler: Handler) -> None:
        handler.send_response(status)
        given = {key.replace("_", "-"): value for key, value in headers.items()}
        for key, value in ({"Content-Type": "text/html", "Content-Length": str(len(body))} | given).items():
            handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body)

    return page


def packed(body: bytes) -> Page:
    """A page sent as gzip."""
    return answer(200, gzip.compress(body, mtime=0), Content_Encoding="gzip")


def moved(where: str, status: int = 302) -> Page:
    """A page that leads elsewhere."""
    return answer(status, b"moved", Location=where)


def raw(data: bytes) -> Page:
    """A page that is these bytes, head and all."""
    return lambda handler: handler.raw(data)


def chunked(*pieces: bytes) -> Page:
    """A page sent in chunks."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))
    return raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nContent-Type: text/html\r\n\r\n" + body)


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Page:
    """A page that goes on until nobody listens, or the server closes."""

    def page(handler: Handler) -> None:
        handler.raw(head)
        while not handler.server.closing.wait(pause):
            handler.raw(piece)

    return page


def in_turn(*pages: Page) -> Page:
    """A page that is another one each time, and the last one from then on."""
    left = list(pages)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)
