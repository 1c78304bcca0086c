"""Address -> Target: what may be asked for, in one spelling; and a list of addresses, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from musterbook.errors import InputError

LONGEST = 8_000  # servers refuse longer ones; so do we, before they reach a log
SHOWN = 100
PORTS = {"http": 80, "https": 443}
BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
HOST = re.compile(r"(?!.*\.\.)[a-z0-9_](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]+(?:%[a-z0-9._-]+)?\]")
COMMENT = re.compile(r"(?:^|\s)#.*")


class Refused(InputError):
    """What is not asked for, whoever leads there; trying again changes nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; all parts are ASCII and come from one reading of it."""

    url: str
    scheme: str
    host: str  # an IPv6 address has its brackets
    port: int
    path: str

    @property
    def name(self) -> str:
        """Return the host as a resolver takes it."""
        return self.host.strip("[]")

    @property
    def origin(self) -> str:
        """Return what one robots.txt speaks for."""
        return f"{self.scheme}://{self.host}:{self.port}"


def target_from_address(address: str) -> Target:
    """Return what an address asks for; raises Refused for what is no address of a page.

    >>> target_from_address("HTTP://Outlet.Example:80/a b#part".replace(" ", "%20")).url
    'http://outlet.example/a%20b'
    >>> target_from_address("https://газета.example/новини").url
    'https://xn--80aahjj1e.example/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8'
    >>> target_from_address("file:///etc/hosts")
    Traceback (most recent call last):
    musterbook.fetch.target_from_address.Refused: file:///etc/hosts: only http and https addresses are fetched
    """
    shown = address if len(address) <= SHOWN else address[:SHOWN] + "…"
    if len(address) > LONGEST or BLANK.search(address):
        shown = BLANK.sub("?", shown)
        raise Refused(f"{shown}: is longer than any address, or holds a blank; write the blank as %20")
    if not re.match(r"https?://", address, re.IGNORECASE):
        kind = "only http and https addresses are fetched" if ":" in address else "begins with neither http nor https"
        raise Refused(f"{shown}: {kind}")
    try:
        url = parse_url(ascii_host(address))
        port = url.port if url.port is not None else PORTS[url.scheme or ""]
    except (LocationParseError, ValueError, KeyError):
        raise Refused(f"{shown}: is not an address; copy it anew from where it comes") from None
    if url.auth is not None:
        raise Refused(f"{url.host}: the address holds a user name or a password; take it out")
    if not url.host or not HOST.fullmatch(url.host) or not 0 < port < 65_536:
        raise Refused(f"{shown}: names no host that could be asked; copy it anew from where it comes")
    scheme, path = str(url.scheme), url.request_uri
    where = url.host if port == PORTS[scheme] else f"{url.host}:{port}"
    return Target(f"{scheme}://{where}{path}", scheme, url.host, port, path)


def ascii_host(address: str) -> str:
    """Return the address with its host in the letters that the network knows; raises ValueError where it has none."""
    parts = urlsplit(address)
    if parts.netloc.isascii():
        return address
    host, colon, port = parts.netloc.partition(":")
    return urlunsplit(parts._replace(netloc=host.encode("idna").decode("ascii") + colon + port))


def addresses_from_list(text: str) -> Iterator[str | InputError]:
    """Yield each address of a list once, as it is written there; a line that is none gives the reason.

    >>> list(addresses_from_list("# pages\\n\\nhttps://a.example/1  # first\\nhttps://A.example/1\\nmailto:x@a.example"))
    ['https://a.example/1', InputError('line 5: mailto:x@a.example: only http and https addresses are fetched')]
    """
    seen = set()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        address = COMMENT.sub("", line).strip()
        if not address:
            continue
        try:
            url = target_from_address(address).url
        except Refused as fault:
            yield InputError(f"line {number}: {fault}")
            continue
        if url not in seen:
            seen.add(url)
            yield address
