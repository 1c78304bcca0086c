"""Mail -> the page or the message in it: MHTML (a page as browsers save it), EML, and mbox (many mails in one file).

A mail's people are private: its sender's address is left out, and so are its receivers. The name stays in the context.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from typing import BinaryIO, cast

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.containers.body_from_response import check_size
from musterbook.ingest.containers.member_from_stream import Labels, printable
from musterbook.ingest.piece import Fault, Found, Known, Piece

FROM_LINE = re.compile(rb"From \S.*\d{2}:\d{2}.*\r?\n?")
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
LINE = 1_000_000  # bytes of one line; longer ones are read in parts
PARTS = 2_000
SAVED_BY_BROWSER = ("snapshot-content-location", "x-snapshot-content-location")
NO_DOCUMENT = ("image", "audio", "video", "font", "message", "multipart")
FIELD = 2_000  # code points of a subject, a sender, an address
# Two fields that the email package takes apart slowly when they never end, and a bound on its work: lines by depth.
PARAMETERS = re.compile(rb"^content-(?:type|disposition):[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
PARAMETER_BYTES = 4_000
IN_PARTS = re.compile(rb"^content-type:\s*multipart", re.IGNORECASE | re.MULTILINE)
WORK = 10_000_000
MOST_BORDERS = 20_000  # lines that may part one part from the next
# What the email package raises on bytes of any kind, beside what it notes as a defect; found by mutating mails.
BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


class Mail(EmailMessage):
    """A mail whose fields stay as they were written: the package's own reading of them takes seconds for a hostile one."""

    def is_attachment(self) -> bool:
        """Tell whether it asks to be shown apart."""
        return self.get_content_disposition() == "attachment"


AS_WRITTEN = compat32.clone(message_factory=Mail)


def pieces_from_mail(piece: Piece, budget: Budget) -> Iterator[Piece | Found | Fault]:
    """Yield the page of an MHTML file; of a mail or of each mail of an mbox, its message and its attachments."""
    try:
        with piece.open() as stream:
            many = bool(FROM_LINE.match(stream.readline(LINE)))
            stream.seek(0)
            if not many:
                check_size(piece.size, budget)
                yield from parts(piece, stream.read(budget.limits.document), budget)
                return
            for number, mail in enumerate(mails(stream, budget), 1):
                name, part = piece.inside(f"message {number}")
                inner = Piece(name, part, len(mail), io.BytesIO, piece.known, piece.depth + 1)
                budget.member(inner.depth)
                yield from one_of_many(inner, mail, budget)
    except InputError as fault:
        yield Fault(piece.name, piece.part, str(fault))


def one_of_many(piece: Piece, mail: bytes, budget: Budget) -> Iterator[Piece | Fault]:
    """Yield one mail of an mbox; a fault of it costs this mail only."""
    try:
        check_size(len(mail), budget)
    except InputError as fault:
        yield Fault(piece.name, piece.part, str(fault))
    else:
        yield from parts(piece, mail, budget)


def mails(stream: BinaryIO, budget: Budget) -> Iterator[bytes]:
    """Yield the mails of an mbox; of one larger than a document only as much as shows that it is."""
    most = budget.limits.document
    lines: list[bytes] = []
    size, empty = 0, True
    while line := stream.readline(LINE):
        budget.unfold(len(line))
        if empty and FROM_LINE.match(line):
            if lines:
                yield joined(lines)
            lines, size = [], 0
        elif size <= most:
            lines.append(line)
            size += len(line)
        empty = line in (b"\n", b"\r\n")
    if lines:
        yield joined(lines)


def joined(lines: list[bytes]) -> bytes:
    """Join the lines of a mail; `>From ` was `From ` before it was put into the mbox."""
    return QUOTED_FROM.sub(rb"\1", b"".join(lines))


def parts(piece: Piece, data: bytes, budget: Budget) -> Iterator[Piece | Fault]:
    """Yield the page or the message of one mail, then what is attached to it."""
    try:
        check_work(data)
        mail = cast(Mail, BytesParser(Mail, policy=AS_WRITTEN).parsebytes(data))
        found = list(pieces_of(piece, mail))
    except BROKEN:
        yield Fault(piece.name, piece.part, "is damaged, or no mail; save the page or the message again")
        return
    if not found:
        yield Fault(piece.name, piece.part, "holds no text; give what it has attached by itself")
    for part in found:
        budget.member(part.depth)
        yield part


def check_work(data: bytes) -> None:
    """Raise ValueError for a mail made to keep its reader busy."""
    if any(len(found[0]) > PARAMETER_BYTES for found in PARAMETERS.finditer(data)):
        raise ValueError("a field without end")
    if data.count(b"\n") * (1 + len(IN_PARTS.findall(data))) > WORK:
        raise ValueError("parts in parts in parts")
    if data.count(b"\n--") > MOST_BORDERS:
        raise ValueError("parts without end")


def pieces_of(piece: Piece, mail: Mail) -> Iterator[Piece]:
    """Yield the Pieces of a parsed mail."""
    url = address(mail)
    if url or (mail.get_content_subtype() == "related" and location(mail)):
        root = root_of(mail, url)
        known = piece.known.over(Known(url=url or location(root), title=text(mail, "subject"), captured=time(mail)))
        yield made(piece, root, known)
        return
    body = mail.get_body(preferencelist=("html", "plain"))
    if body is not None and content(body).strip():
        yield made(piece, body, piece.known.over(known_from_mail(mail)))
    labels = Labels()
    for number, attached in enumerate(attachments(mail, body)):
        if number >= PARTS:
            return
        name, part = piece.inside(labels.of(attached.get_filename() or "attachment"))
        yield made(Piece(name, part, 0, io.BytesIO, piece.known, piece.depth), attached, piece.known)


def root_of(mail: Message, url: str | None) -> Message:
    """Return the page of an MHTML file: the HTML part with its address, else the first; frames are passed over."""
    pages = [part for part in mail.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    same = [part for part in pages if url and location(part) == url]
    if not pages:
        raise ValueError("no page")
    return (same or pages)[0]


def attachments(mail: Message, body: Message | None) -> Iterator[Message]:
    """Yield what is attached: not the body, not its other form, no pictures."""
    for part in mail.walk():
        named = part.get_filename() or part.get_content_disposition() == "attachment"
        if part is not body and named and part.get_content_maintype() not in NO_DOCUMENT:
            yield part


def made(piece: Piece, part: Message, known: Known) -> Piece:
    """Return a part of a mail as a Piece."""
    data = content(part)
    media = part.get_content_type()
    if media == "text/html" and (charset := part.get_content_charset()):
        known = known.over(Known(headers=(("Content-Type", f"text/html; charset={printable(charset)}"),)))
    return Piece(piece.name, piece.part, len(data), lambda: io.BytesIO(data), known, piece.depth + 1, media)


def content(part: Message) -> bytes:
    """Return a part's bytes: text as UTF-8, whatever its charset says or fails to say."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b""
    charset = part.get_content_charset()
    if part.get_content_maintype() != "text" or not charset or part.get_content_subtype() == "html":
        return data
    try:
        return data.decode(charset, "replace").encode("utf-8", "replace")
    except LookupError:
        return data


def known_from_mail(mail: Message) -> Known:
    """Return what the head of a mail says: its subject and its day. Who sent it stays in its bytes."""
    when = time(mail)
    return Known(
        title=text(mail, "subject"),
        published=when[:10] if when else None,
        published_how="mail header" if when else None,
        guessed=False if when else None,
    )


def address(mail: Message) -> str | None:
    """Return the address that the browser saved; None for a mail that is no saved page."""
    return next((url for name in SAVED_BY_BROWSER if (url := plain(written(mail, name)))), None)


def location(part: Message) -> str | None:
    """Return the address of one part."""
    return plain(written(part, "content-location")) or None


def plain(value: str) -> str:
    """Return an address written over several lines as one."""
    return printable("".join(value.split()))


def written(mail: Message, name: str) -> str:
    """Return a field as it was written, its bytes beyond ASCII taken as UTF-8; "" for none."""
    raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")[:FIELD]
    return raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def words(value: str) -> str:
    """Return the words of a field on one line.

    >>> words("=?utf-8?B?0J3QvtCy0L7RgdGC0Lg=?= 1"), words("=?klingon?q?a?="), words("a\\n b")
    ('Новости 1', '=?klingon?q?a?=', 'a b')
    """
    with suppress(MessageError, LookupError, ValueError):  # better as it was written than not at all
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def text(mail: Message, name: str) -> str | None:
    """Return a field of the head as one line; None when it is empty."""
    return printable(words(written(mail, name))) or None


def time(mail: Message) -> str | None:
    """Return the date of a mail as an ISO time in UTC; None for none, or none that can be."""
    try:
        when = parsedate_to_datetime(written(mail, "date")[:100])
        aware = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return aware.strftime("%Y-%m-%dT%H:%M:%SZ") if aware.year >= 1000 else None
