"""What the readers of lists share: one item's text, seal and fault, and what is known of it beside what is of the list."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace

from musterbook.ingest.piece import Fault, Known, Piece

ITEM = 8_000_000  # bytes of one item: a long report has 60 kB; what Python makes of JSON takes up to 30 times its bytes


def canonical(value: object) -> bytes:
    """Return the one way in which a JSON value is written to be sealed: keys sorted, no spaces, UTF-8.

    >>> canonical({"b": [1, "ї"], "a": None}).decode()
    '{"a":null,"b":[1,"ї"]}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def seal(value: object) -> str:
    """Return the SHA-256 of a JSON value as `canonical` writes it."""
    return hashlib.sha256(canonical(value)).hexdigest()


def known_of_item(item: Known, outer: Known) -> Known:
    """Return what an item says of itself, then what is known of the list that holds it.

    The address, title and dates of a list are not those of its items; its publisher and language were said of them all.

    >>> one = known_of_item(Known(url="u/1", publisher="A"), Known(url="u", title="All", publisher="B", method="crawl"))
    >>> one == Known(url="u/1", publisher="B", method="crawl")
    True
    """
    return replace(
        item.over(outer),
        title=item.title,
        publisher=outer.publisher or item.publisher,
        language=outer.language or item.language,
        context=tuple(sorted(dict((outer.context or ()) + (item.context or ())).items())) or None,
        final_url=item.final_url if item.url else outer.final_url,
    )


def fault_at(piece: Piece, step: str, why: object) -> Fault:
    """Return the fault of one item ("" for the list itself): name, fault, what to do."""
    name, part = piece.inside(step) if step else (piece.name, piece.part)
    return Fault(name, part, f"{name}: {why}")


def pairs(given: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
    """Return what is known of some names, sorted by name."""
    return tuple(sorted((name, value) for name, value in given.items() if value))


def head_of(piece: Piece, size: int = 65_536) -> bytes:
    """Return the first bytes of a piece."""
    with piece.open() as stream:
        return stream.read(size)


def suffix_of(name: str) -> str:
    """Return what stands after the last point of a name, in small letters.

    >>> suffix_of("a.zip: notes/Posts.CSV"), suffix_of("notes")
    ('csv', '')
    """
    last = re.split(r": |/|\\", name)[-1].casefold()
    return last.rpartition(".")[2] if "." in last else ""


def fragment_reader() -> Callable[[str], str]:
    """Return the function that makes text of a fragment of HTML; loaded when the first one comes."""
    from musterbook.ingest.texts.text_from_fragment import text_from_fragment

    return text_from_fragment
