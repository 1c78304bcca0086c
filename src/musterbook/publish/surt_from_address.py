"""Address -> the key that web archives are searched by: host turned round, spelling levelled (SURT).

Follows what readers of CDXJ indexes do when they look an address up; session ids are left in, unlike there.
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

PORTS = {"http": 80, "https": 443}
KEPT = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
WWW = re.compile(r"www\d*\.")


def surt_from_address(address: str) -> str:
    """Return the key of an address; what has no host is its own key.

    >>> surt_from_address("https://www.Outlet.example:443/News//x/../Y/?b=2&A=1#top")
    'example,outlet)/news/y?a=1&b=2'
    >>> surt_from_address("http://outlet.example:8080"), surt_from_address("urn:sha256:ab")
    ('example,outlet:8080)/', 'urn:sha256:ab')
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return level(address)
    if not host:
        return level(address)
    host = level(host).strip(".")
    name = ",".join(reversed(WWW.sub("", host, count=1).split(".") if WWW.match(host) else host.split(".")))
    where = "" if port in (None, PORTS.get(parts.scheme)) else f":{port}"
    query = "&".join(sorted(level(parts.query).split("&"), key=lambda pair: tuple(pair.split("=", 1))))
    return f"{name}{where}){path_from(parts.path)}" + (f"?{query}" if query else "")


def level(text: str) -> str:
    """Return a text in lower case with every character written in the one way that needs no choice."""
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(10):  # addresses in addresses are escaped once a level
        plain = unquote_to_bytes(data)
        if plain == data:
            break
        data = plain
    return quote_from_bytes(data, safe=KEPT).lower()


def path_from(path: str) -> str:
    """Return a path without empty steps, steps back and the slash at its end."""
    steps: list[str] = []
    for step in level(path).split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)
