"""Telegram Desktop's `result.json` -> its posts, streamed: the export of one chat, or of a whole account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.day_from_cell import day_of_stamp, partial
from musterbook.ingest.lists.item_from_list import fault_at, seal
from musterbook.ingest.lists.known_from_post import KINDS, Chat, Post, known_from_post, poll_text, with_links
from musterbook.ingest.lists.values_from_json import keys_from_head, values_from_json
from musterbook.ingest.piece import Fault, Found, Piece
from musterbook.ingest.texts.storable_from_text import line_from_text, storable_from_text
from musterbook.model import PRIVATE_ACCOUNT

EXTRACTOR = "telegram-json 1"  # counted up when the same message would give another text
ABOUT = ("name", "type", "id", "username")
ROOTS = ((), ("chats", "list", "item"), ("left_chats", "list", "item"))
WANTED = frozenset(root + tail for root in ROOTS for tail in (*((key,) for key in ABOUT), ("messages", "item")))


def looks_like_telegram_json(head: bytes) -> bool:
    """True for the beginning of a `result.json`.

    >>> looks_like_telegram_json(b'{"name": "A", "type": "public_channel", "id": 1, "messages": [')
    True
    >>> looks_like_telegram_json(b'{"type": "object", "messages": [{"role": "user"}]}')
    False
    """
    shape, keys = keys_from_head(head)
    if shape != "object":
        return False
    one = keys.get("type") in KINDS and ("id" in keys or "messages" in keys)
    return one or ("about" in keys and b"Telegram" in head and not {"chats", "personal_information"}.isdisjoint(keys))


def pieces_from_telegram_json(piece: Piece, budget: Budget) -> Iterator[Piece | Found | Fault]:
    """Yield each message that has a text; its seal is that of the message as `canonical` writes it."""
    about: dict[str, Any] = {}
    seen, posts, chats = False, 0, 0
    try:
        with piece.open() as stream:
            for place, value in values_from_json(stream, WANTED):
                if place[-1] != "item":
                    if seen or place[-1] in about:  # what names the next chat
                        about, seen = {}, False
                    chats += not about
                    about[place[-1]] = value
                    continue
                seen = True
                if (post := post_from_message(value)) is None:
                    continue
                budget.member(piece.depth + 1)
                posts += 1
                step = f"message {post.id}" if post.id is not None else f"post {posts}"
                part = (
                    step if len(place) == 2 else f"chat {chats}/{step}"
                )  # never by the name of a chat: it may be a person
                known = known_from_post(post, chat_from_keys(about), piece.known)
                yield Found(part, post.text, known, EXTRACTOR, seal(value))
    except InputError as fault:
        yield fault_at(piece, "", f"{fault} ({posts:,} posts were read before it)")
        return
    if not posts:
        yield fault_at(piece, "", "a Telegram export in which no message has a text; export the chat with its messages")


def chat_from_keys(about: dict[str, Any]) -> Chat:
    """Return the chat that an export's own words describe."""
    name, kind, username = (
        value if isinstance(value := about.get(key), str) else "" for key in ("name", "type", "username")
    )
    return Chat(
        name=line_from_text(name),
        kind=kind,
        id=text_or_none(about.get("id")),
        username=username.lstrip("@") or None,
    )


def post_from_message(message: Any) -> Post | None:
    """Return a message as a post, None when it has no text or only says what happened in the chat.

    >>> post_from_message({"id": 7, "type": "message", "date_unixtime": "1709600400", "text": ["Hi ", {"text": "all"}]})
    Post(id=7, text='Hi all', day='2024-03-05', ...)
    """
    if not isinstance(message, dict) or message.get("type", "message") != "message":
        return None
    pieces = message.get("text_entities") or message.get("text")
    text = with_links(joined(pieces), hidden(pieces))
    if isinstance(poll := message.get("poll"), dict) and (question := joined(poll.get("question"))):
        answers = poll.get("answers")
        options = (
            [joined(one.get("text")) for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
        )
        text = "\n".join(filter(None, [text, storable_from_text(poll_text(question, options))]))
    if not text:
        return None
    number = message.get("id")
    forwarded, forwarded_id = origin(message)
    return Post(
        id=number if isinstance(number, int) and not isinstance(number, bool) else None,
        text=text,
        day=day(message, "date"),
        edited=day(message, "edited"),
        forwarded=forwarded,
        forwarded_id=forwarded_id,
        reply_to=text_or_none(message.get("reply_to_message_id")),
    )


def joined(pieces: Any) -> str:
    """Return the text of a text, or of a list of texts and of pieces that have one."""
    if isinstance(pieces, str):
        return pieces
    texts = (
        (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
        if isinstance(pieces, list)
        else ()
    )
    return "".join(text for text in texts if isinstance(text, str))


def hidden(pieces: Any) -> list[tuple[str, str]]:
    """Return the words and the address of each link."""
    found = (piece for piece in pieces if isinstance(piece, dict)) if isinstance(pieces, list) else ()
    links = ((piece.get("text"), piece.get("href")) for piece in found)
    return [(words, href) for words, href in links if isinstance(words, str) and isinstance(href, str)]


def origin(message: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return whose words a message passes on, and the number of the channel; a person's name and number are not kept."""
    name, number = message.get("forwarded_from"), text_or_none(message.get("forwarded_from_id"))
    if number and number.startswith("user"):
        return PRIVATE_ACCOUNT, None
    if isinstance(name, str) and name.strip():
        return " ".join(storable_from_text(name).split()), number
    return (PRIVATE_ACCOUNT if "forwarded_from" in message else None), number  # null: an account that is gone


def day(message: dict[str, Any], key: str) -> str | None:
    """Return the day of a time in UTC; without one, the day where the export was made."""
    stamp = text_or_none(message.get(f"{key}_unixtime")) or ""
    if stamp.isascii() and stamp.isdigit() and len(stamp) < 20:
        return day_of_stamp(int(stamp))
    written = message.get(key)
    try:
        return partial(written[:10]) if isinstance(written, str) and not stamp else None
    except ValueError:
        return None


def text_or_none(value: Any) -> str | None:
    """Return a text or number as text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return storable_from_text(str(value)).strip() or None
