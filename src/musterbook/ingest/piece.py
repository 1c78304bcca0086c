"""What ingest passes from hand to hand: bytes not yet understood, what is known about them, a text found in them.

Piece   bytes with a name: a file, or one member of a container        containers: Piece -> Piece | Found | Fault
Found   a text with what is known about it, before it is a Document    texts: (bytes, Known) -> Found
Fault   one piece that could not be read, and the line that says why
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import BinaryIO

from musterbook.frozen import frozen

Pairs = tuple[tuple[str, str], ...]
CLASSES = ("public", "internal", "restricted", "never")  # who may see a document; the last two never leave a base


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What somebody says about a text: the person, a sidecar, the container, or the page itself. None: not known.

    `published` and `updated` are ISO dates (YYYY, YYYY-MM or YYYY-MM-DD; their length is their precision), `captured`
    an ISO time in UTC. `published_how` says what the date of publication stands on, in words such as "JSON-LD".
    """

    url: str | None = None  # the address as it was asked for, or as the page gives it
    final_url: str | None = None  # after redirects, where that is another
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_how: str | None = None
    guessed: bool | None = None  # True: `published` was inferred, not written down as the date of publication
    updated: str | None = None
    language: str | None = None  # ISO 639-1
    captured: str | None = None
    method: str | None = None  # crawler, export, manual upload
    record: str | None = None  # the id of the web archive record that holds it
    forwarded: str | None = None  # whose words these are, when the container says that they were passed on
    sensitivity: str | None = None  # one of CLASSES
    headers: Pairs | None = None  # of the response
    context: Pairs | None = None  # channel, message id, author's page: sorted by name

    def over(self, other: Known) -> Known:
        """Return what this one knows, and what only `other` knows. A date comes with how it is known.

        >>> Known(title="A").over(Known(title="B", url="u")) == Known(title="A", url="u")
        True
        """
        mine = {field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None}
        if self.context and other.context:
            said = {name for name, _ in self.context}
            mine["context"] = tuple(sorted((*self.context, *(it for it in other.context if it[0] not in said))))
        if "published" in mine:
            mine |= {"published_how": self.published_how, "guessed": self.guessed}
        return replace(other, **mine)


@frozen
class Piece:
    """Bytes not yet understood. `open` gives a fresh, seekable, binary stream each time it is called.

    `part` is its place inside the file that was given, "" for the file itself: "a/b.html", "record 12/page 3".
    """

    name: str  # how messages call it
    part: str
    size: int
    open: Callable[[], BinaryIO]
    known: Known = Known()
    depth: int = 0
    hint: str = ""  # the media type its container says it has; content decides

    def inside(self, step: str) -> tuple[str, str]:
        """Return the name and the part of a member.

        >>> Piece("a.zip", "", 0, None).inside("b.html")
        ('a.zip: b.html', 'b.html')
        """
        return f"{self.name}: {step}", f"{self.part}/{step}" if self.part else step


@frozen
class Found:
    """A text and what is known about it. `pages`: where each page of a paged original begins, in code points."""

    part: str
    text: str
    known: Known
    extractor: str  # what made the text of the bytes, with its version: offsets mean something for this text only
    sha256: str = ""  # of the bytes that the text was made of; the caller fills it in where they are the whole piece
    pages: tuple[int, ...] = ()


@frozen
class Fault:
    """A piece that could not be read: one line that says what and what to do."""

    name: str
    part: str
    why: str
