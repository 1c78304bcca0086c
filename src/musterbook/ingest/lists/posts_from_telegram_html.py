"""One page of Telegram Desktop's HTML export (`messages.html`, `messages2.html`) -> its posts.

The page names nobody's kind: its title is taken for a channel's only when every post on it is signed with that title.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.frozen import frozen
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.day_from_cell import sane
from musterbook.ingest.lists.item_from_list import fault_at
from musterbook.ingest.lists.known_from_post import Chat, Post, known_from_post, poll_text, with_links
from musterbook.ingest.piece import Fault, Found, Piece
from musterbook.ingest.texts.storable_from_text import storable_from_text

EXTRACTOR = "telegram-html 1"  # counted up when the same message would give another text
PAGE = 16_000_000  # bytes: an export has a thousand messages a page, one or two megabytes
_STAMP = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2}):(\d{2})(?: UTC([+-])(\d{2}):(\d{2}))?")
_BREAK = "\x00"  # stands for <br> while the line ends of the source are taken out; a page holds none of its own


@frozen
class Block:
    """A message as the page shows it: with the name above it, its own or that of the messages it is joined to."""

    node: Any
    sender: str
    post: Post


def looks_like_telegram_html(head: bytes) -> bool:
    """True for the beginning of a page of the export.

    >>> looks_like_telegram_html(b'<html><title>Exported Data</title><div class="page_header"><div class="message default')
    True
    >>> looks_like_telegram_html(b'<html><div class="message">Exported Data</div>')
    False
    """
    marks = (
        rb'class="page_header"',
        rb'class="(?:message (?:default|service)|history)\b',
        rb"Exported Data|css/style\.css",
    )
    return sum(bool(re.search(mark, head)) for mark in marks) >= 2


def pieces_from_telegram_html(piece: Piece, budget: Budget) -> Iterator[Piece | Found | Fault]:
    """Yield each message that has a text; its seal is the SHA-256 of its own markup, as lxml writes it in UTF-8."""
    try:
        root = tree_from_piece(piece)
        blocks = list(blocks_from_tree(root))
        chat = chat_from_page(root, blocks)
        for number, block in enumerate(blocks, 1):
            if not block.post.text:
                continue
            budget.member(piece.depth + 1)
            step = f"message {block.post.id}" if block.post.id is not None else f"post {number}"
            known = known_from_post(block.post, chat, piece.known)
            yield Found(step, block.post.text, known, EXTRACTOR, markup_seal(block.node))
    except InputError as fault:
        yield fault_at(piece, "", fault)
        return
    if not any(block.post.text for block in blocks):
        yield fault_at(piece, "", "a Telegram export in which no message has a text; export the chat with its messages")


def tree_from_piece(piece: Piece) -> Any:
    """Return the page as a tree; raises InputError for a page that is too large or holds no markup."""
    from lxml import etree  # type: ignore[import-untyped]

    with piece.open() as stream:
        data = stream.read(PAGE + 1)
    if len(data) > PAGE:
        raise InputError(f"a page larger than {PAGE:,} bytes; export the chat again, as JSON")
    text = data.decode("utf-8-sig", "replace").replace("\x00", "")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError, AssertionError) as fault:
        raise InputError(f"markup that cannot be read ({str(fault)[:80]}); export it again") from None
    if root is None:
        raise InputError("no markup in it; export it again")
    return root


def markup_seal(node: Any) -> str:
    """Return the SHA-256 of the markup of one message."""
    from lxml import etree

    return hashlib.sha256(etree.tostring(node, encoding="utf-8", with_tail=False)).hexdigest()


def chat_from_page(root: Any, blocks: list[Block]) -> Chat:
    """Return the chat: with a name when it is a channel's."""
    top = next((node for node in root.iter("div") if "page_header" in classes(node)), None)
    header = next((text_of(node) for node in named(top, "text")), "") if top is not None else ""
    senders = {block.sender for block in blocks if block.sender}
    return Chat(name=header, kind="public_channel") if header and senders == {header} else Chat()


def blocks_from_tree(root: Any) -> Iterator[Block]:
    """Yield the messages; service messages and the lines between days are passed over."""
    from lxml import etree

    sender = forwarded = ""
    walker = etree.iterwalk(root, events=("start",), tag="div")
    for _, node in walker:
        marks = classes(node)
        if "message" not in marks:
            continue
        walker.skip_subtree()  # a message holds no other: nested ones would be read once for each level
        if "default" not in marks:
            sender = forwarded = ""  # nothing is joined across what happened in the chat
            continue
        body = next(named(node, "body"), node)
        inner = next((part for part in named(body, "forwarded") if "body" in classes(part)), None)
        content = body if inner is None else inner
        sender = name_of(body, inner) or ("joined" in marks and sender) or ""
        forwarded = "" if inner is None else name_of(inner, None) or forwarded
        yield Block(node, sender, post_from_block(node, body, content, forwarded))


def post_from_block(node: Any, body: Any, content: Any, forwarded: str) -> Post:
    """Return a message as a post: `body` holds its time, `content` its words."""
    number = re.fullmatch(r"message(\d{1,18})", node.get("id", ""))
    stamp = next((part.get("title", "") for part in named(body, "date") if "details" in classes(part)), "")
    reply = next((link.get("href", "") for part in named(body, "reply_to") for link in part.iter("a")), "")
    target = re.search(r"go_to_message(\d{1,18})$", reply)
    lines = []
    for part in content.iterchildren("div"):
        if "text" in classes(part):
            links = ((text_of(link), link.get("href", "")) for link in part.iter("a"))
            lines.append(with_links(text_of(part), links))
    if (poll := next(named(content, "media_poll"), None)) is not None:
        question = next((text_of(part) for part in named(poll, "question")), "")
        options = (part for part in poll.iterchildren("div") if "answer" in classes(part))
        answers = (re.sub(r"^- ", "", text_of(part, "details")) for part in options)
        lines.append(storable_from_text(poll_text(question, answers)))
    return Post(
        id=int(number[1]) if number else None,
        text="\n".join(filter(None, lines)),
        day=day_from_title(stamp),
        forwarded=forwarded or None,
        reply_to=target and target[1],
    )


def name_of(body: Any, inner: Any) -> str:
    """Return the name above a message; not the one above the message that is passed on in it."""
    for part in named(body, "from_name"):
        if inner is None or part.getparent() is not inner:
            return re.sub(r"\s+via @\w+$", "", " ".join(text_of(part, "details").split()))
    return ""


def named(node: Any, name: str) -> Iterator[Any]:
    """Yield the elements inside a node that bear a class."""
    return (inner for inner in node.iterdescendants("div", "span") if name in classes(inner))


def classes(node: Any) -> list[str]:
    """Return the classes of an element."""
    return str(node.get("class") or "").split()


def text_of(node: Any, without: str = "") -> str:
    """Return the text of an element: <br> ends a line, the line ends of the source do not; `without`: a class left out."""
    from lxml import etree

    parts: list[str] = []
    skipped = 0
    for event, inner in etree.iterwalk(node, events=("start", "end")):
        out = bool(without) and inner is not node and without in classes(inner)
        if event == "start":
            skipped += out
            parts += () if skipped else (_BREAK if inner.tag == "br" else "", inner.text or "")
        else:
            skipped -= out
            parts += () if skipped or inner is node else (inner.tail or "",)
    text = re.sub(rf"[ \t]*[\r\n]\s*(?={_BREAK})|(?<={_BREAK})\s*[\r\n]\s*", "", "".join(parts))
    return storable_from_text(re.sub(r"[ \t]*[\r\n]\s*", " ", text).replace(_BREAK, "\n")).strip()


def day_from_title(title: str) -> str | None:
    """Return the day of a time in UTC; of one without a zone (exports before 2022), the day as written.

    >>> day_from_title("05.03.2024 01:30:00 UTC+03:00"), day_from_title("05.03.2024 01:30:00"), day_from_title("31.02.2024")
    ('2024-03-04', '2024-03-05', None)
    """
    found = _STAMP.fullmatch(title.strip())
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(part) for part in found.groups()[:6])
    ahead = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    try:
        return sane(
            (
                datetime(year, month, day, hour, minute, second, tzinfo=UTC) + (ahead if found[7] == "-" else -ahead)
            ).date()
        )
    except (ValueError, OverflowError):
        return None
