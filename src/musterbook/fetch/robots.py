"""What a site's robots.txt allows, as RFC 9309 reads the answer that came in its place."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from musterbook.fetch.connection import Exchange
from musterbook.fetch.options import LATER, NAME, Kind

SIZE = 512_000  # RFC 9309: at least 500 KiB are read
REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows. `closed`: why nothing is asked for there at all, for now, and what to call that."""

    robots: Protego | None = None
    closed: str = ""
    kind: Kind = "refused"

    def refusal(self, url: str) -> str:
        """Return why a page is not asked for, or nothing."""
        if self.robots is not None and not self.robots.can_fetch(url, NAME):
            host = urlsplit(url).netloc
            return f"{host}: its robots.txt asks programs not to read this; save the page by hand if you may use it"
        return self.closed

    def delay(self) -> float:
        """Return the seconds between two requests that the site asks for."""
        if self.robots is None:
            return 0.0
        rate = self.robots.request_rate(NAME)
        return max(self.robots.crawl_delay(NAME) or 0.0, rate.seconds / max(rate.requests, 1) if rate else 0.0)


def rules_from_answer(answer: Exchange) -> Rules:
    """Return what an answer for a robots.txt means: no such file allows all, trouble of the site's own nothing."""
    if answer.status == 429 or answer.status >= 500:
        return Rules(closed=f"{answer.url}: answered {answer.status}, so nothing is read there for now; {LATER}")
    if answer.cut in ("time", "disconnect"):
        return Rules(closed=f"{answer.url}: broke off, so nothing is read there for now; {LATER}")
    if not 200 <= answer.status < 300:
        return Rules()
    return Rules(Protego.parse(unpacked(answer.body).decode("utf-8", "replace")))


def unpacked(body: bytes) -> bytes:
    """Return the text of a robots.txt that was packed although nobody asked for it; at most as much as is read."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, SIZE)
    except zlib.error:
        return b""
