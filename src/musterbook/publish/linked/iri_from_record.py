"""A record of what is public -> the names that linked data knows it by: stable urns, safe addresses, times with a zone."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from musterbook.publish.public import Public, PublicDocument

VOCABULARY = "urn:musterbook:vocabulary:"
HIDDEN = " ?"  # ends the key of an origin that is the unnamed source of whoever has that key
PERSON, PAPER = "person", "document"  # kinds, and roles, that are no organisation
# What no IRI may hold, and what makes an address look like another one: controls, spaces, brackets, marks of direction.
_UNFIT = re.compile(
    r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]"
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def urn(kind: str, name: str) -> str:
    """Return the stable name of a record.

    >>> urn("claim", "0a1b"), urn("agent", "lamp office")
    ('urn:musterbook:claim:0a1b', 'urn:musterbook:agent:lamp%20office')
    """
    return f"urn:musterbook:{kind}:{quote(name, safe='', errors='backslashreplace')}"


def web(address: str) -> str:
    """Return an address of the web as an IRI that every reader takes, "" for anything else that calls itself an address.

    >>> web("https://gazette.example/a b?x=<1>"), web("javascript:alert(1)"), web("")
    ('https://gazette.example/a%20b?x=%3C1%3E', '', '')
    """
    whole = _UNFIT.sub(lambda match: quote(match.group(), safe="", errors="backslashreplace"), address.strip())
    try:
        parts = urlsplit(whole)
    except ValueError:  # half an address of six numbers
        return ""
    return whole if parts.scheme.lower() in ("http", "https") and parts.hostname else ""


def bytes_of(doc: PublicDocument) -> str:
    """Return the name of the archived bytes of a page, "" when none are kept."""
    return f"urn:sha256:{doc.raw}" if doc.raw else ""


def place_of(doc: PublicDocument) -> str:
    """Return where a page is to be found: its address, else its archived bytes, else its own name."""
    return web(doc.url) or bytes_of(doc) or urn("document", doc.id)


def moment(time: str) -> str:
    """Return an ISO time in the form that XML Schema and annotations want, "" when it is less than that.

    >>> moment("2024-03-05T10:00:00+00:00"), moment("2024-03-05T10:00:00"), moment("2024-03")
    ('2024-03-05T10:00:00Z', '2024-03-05T10:00:00Z', '')
    """
    try:
        known = bool(_TIME.match(time)) and bool(datetime.fromisoformat(time))
    except ValueError:
        return ""
    whole = time.removesuffix("+00:00").removesuffix("Z")
    return (
        "" if not known else f"{whole}Z" if len(whole) < len(time) or not re.search(r"[+-]\d\d:\d\d$", whole) else whole
    )


def day(text: str) -> str:
    """Return the day, month or year that a date begins with, "" when there is none in the calendar.

    >>> day("2024-03-05T10:00"), day("2024-03"), day("2024-02-31"), day("spring")
    ('2024-03-05', '2024-03', '', '')
    """
    found = text[:10]
    try:
        date.fromisoformat((found + "-01-01")[:10] if len(found) == 4 else (found + "-01")[:10])
    except ValueError:
        return ""
    return found if _DAY.fullmatch(found) else ""


def published(doc: PublicDocument) -> str:
    """Return the date that somebody gives a page, "" when it is a guess."""
    return "" if doc.guessed else day(doc.published)


def persons(public: Public) -> frozenset[str]:
    """Return the ids of those who are persons: the codebook says so, or the words that a page credits them with."""
    kinds = {it.id: it.kind for it in public.sources}
    said = {
        hop.source for claim in public.claims for hop in claim.chain if hop.role == PERSON and not kinds.get(hop.source)
    }
    return frozenset(said | {id for id, kind in kinds.items() if kind == PERSON}) - {""}


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """Return a record without what nobody said.

    >>> filled({"name": "", "author": [], "ratingValue": 0})
    {'ratingValue': 0}
    """
    return {key: value for key, value in row.items() if value not in ("", [], {})}
