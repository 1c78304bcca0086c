"""Target -> the socket addresses that may be connected to: a name is resolved here, and nowhere else.

A connection is made to exactly what is returned, so that a name cannot point elsewhere between the check and the use.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

from musterbook.errors import InputError
from musterbook.fetch.target_from_address import Refused, Target

Resolve = Callable[..., list[tuple[Any, ...]]]  # called as socket.getaddrinfo is: host, port, family, type
Sockaddr = tuple[int, tuple[Any, ...]]  # family and address, as a socket takes them

OWN_NAMES = ("localhost", "localdomain", "local", "internal", "home.arpa")
GLOBAL = IPv6Network("2000::/3")  # what is given out for use on the public network
NAT64 = IPv6Network("64:ff9b::/96")
# Documentation, and relays that end somewhere else; older versions of the library call some of them global.
SPECIAL_6 = tuple(map(IPv6Network, ("2001:db8::/32", "3fff::/20", "2001:2::/48", "2001:10::/28", "2001:20::/28")))
SPECIAL_4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "198.18.0.0/15")))
TRIED = 3  # addresses of one name


class Unreachable(InputError):
    """What did not answer as a web server does; `again`: it may do so later."""

    def __init__(self, why: str, *, again: bool = True) -> None:
        super().__init__(why)
        self.again = again


def vetted_from_target(target: Target, resolve: Resolve, *, allow_private: bool) -> list[Sockaddr]:
    """Return where to connect, in the resolver's order; raises Refused if ANY address of the name is not public.

    >>> target = Target("http://a.example/", "http", "a.example", 80, "/")
    >>> public, private = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    >>> vetted_from_target(target, lambda *_: [public], allow_private=False)
    [(2, ('93.184.216.34', 80))]
    >>> vetted_from_target(target, lambda *_: [public, private], allow_private=False)
    Traceback (most recent call last):
    musterbook.fetch.target_from_address.Refused: a.example: leads to 10.0.0.1, which is not a public address
    """
    name = target.name.rstrip(".")
    if not allow_private and any(name == own or name.endswith(f".{own}") for own in OWN_NAMES):
        raise Refused(f"{target.host}: is a name for this machine or its own network, which is not fetched from")
    try:
        answers = resolve(target.name, target.port, 0, socket.SOCK_STREAM)
    except socket.gaierror as fault:
        again = fault.errno == socket.EAI_AGAIN
        raise Unreachable(f"{target.host}: no such host is known", again=again) from None
    except (OSError, UnicodeError):
        raise Unreachable(f"{target.host}: the name could not be looked up", again=True) from None
    found = [(family, where) for family, _, _, _, where in answers if family in (socket.AF_INET, socket.AF_INET6)]
    if not found:
        raise Unreachable(f"{target.host}: no such host is known", again=False)
    for _, where in found:
        if not allow_private and not is_public(where[0]):
            raise Refused(f"{target.host}: leads to {where[0]}, which is not a public address")
    return list(dict.fromkeys(found))[:TRIED]


def is_public(text: str) -> bool:
    """Whether an address is one of the public network, also after what it embeds is unfolded.

    >>> [is_public(ip) for ip in ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822")]
    [True, True, True]
    >>> [is_public(ip) for ip in ("127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "100.64.0.1")]
    [False, False, False, False, False]
    """
    try:
        ip = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return is_public_4(ip) if isinstance(ip, IPv4Address) else is_public_6(ip)


def is_public_4(ip: IPv4Address) -> bool:
    """Whether an IPv4 address is public."""
    closed = ip.is_multicast or ip.is_reserved or ip.is_private or any(ip in net for net in SPECIAL_4)
    return ip.is_global and not closed


def is_public_6(ip: IPv6Address) -> bool:
    """Whether an IPv6 address is public, and so is the IPv4 address that it carries, if it does."""
    if ip in NAT64:
        return is_public_4(IPv4Address(int(ip) & 0xFFFF_FFFF))
    if ip not in GLOBAL or ip.is_private or any(ip in net for net in SPECIAL_6):
        return False
    carried = [ip.sixtofour] if ip.sixtofour else list(ip.teredo or ())
    return all(is_public_4(inner) for inner in carried)
