"""What the two exports of Telegram Desktop say of a post -> Known; names of private people are left where they lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from musterbook import regex as re
from musterbook.frozen import frozen
from musterbook.ingest.lists.item_from_list import known_of_item, pairs
from musterbook.ingest.piece import Known
from musterbook.ingest.texts.storable_from_text import storable_from_text

OPEN = {"public_channel", "private_channel", "public_supergroup"}  # whose name is not that of a person
CLOSED = {"private_channel", "private_supergroup"}  # whose posts have an address made of the number
KINDS = (
    OPEN | CLOSED | {"personal_chat", "private_group", "saved_messages", "bot_chat", "replies", "verification_codes"}
)
LINKS = 100  # of one post: the longest real ones have thirty
_ADDRESS = re.compile(r"https?://(?:www\.)?(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,31})/?(?:\?.*)?")


@frozen
class Chat:
    """What an export says of the chat itself. `kind` "": it does not say what kind of chat it is."""

    name: str | None = None
    kind: str = ""
    id: str | None = None
    username: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message of an export, as both exports hold it. Days are ISO dates in UTC."""

    id: int | None
    text: str
    day: str | None = None
    edited: str | None = None
    forwarded: str | None = None
    forwarded_id: str | None = None
    reply_to: str | None = None


def known_from_post(post: Post, chat: Chat, outer: Known) -> Known:
    """Return what is known of a post; `outer` is what is known of the whole export."""
    own = Known(
        url=address(post, chat, outer),
        publisher=chat.name if chat.kind in OPEN else None,
        published=post.day,
        published_how="Telegram" if post.day else None,
        guessed=False if post.day else None,
        updated=post.edited,
        forwarded=post.forwarded,
        method=None if outer.method else "export",
        context=pairs(
            {
                "channel": chat.name if chat.kind in OPEN else None,
                "channel_id": chat.id if chat.kind in OPEN | CLOSED else None,
                "message_id": str(post.id) if post.id is not None else None,
                "reply_to": post.reply_to,
                "edited": post.edited,
                "forwarded_id": post.forwarded_id,
            }
        ),
    )
    return known_of_item(own, outer)


def address(post: Post, chat: Chat, outer: Known) -> str | None:
    """Return the address of a post, None when the export does not tell it.

    >>> address(Post(id=5, text=""), Chat(), Known(url="https://t.me/s/some_channel"))
    'https://t.me/some_channel/5'
    >>> address(Post(id=5, text=""), Chat(kind="private_channel", id="12"), Known())
    'https://t.me/c/12/5'
    """
    if post.id is None or post.id <= 0:
        return None
    given = _ADDRESS.fullmatch(outer.url or "")
    name = chat.username or (given and given[1])
    if not name and chat.kind in CLOSED and chat.id:
        name = f"c/{chat.id}"
    return f"https://t.me/{name}/{post.id}" if name else None


def with_links(text: str, links: Iterable[tuple[str, str]]) -> str:
    """Return a text with the addresses that lie behind its words, each on a line of its own at the end.

    Not among the words: a sentence stays as its author wrote it. What shows its own address is not repeated.

    >>> with_links("See here, a.example/1, @name", [("here", "https://b.example/2"), ("a.example/1", "http://a.example/1")])
    'See here, a.example/1, @name\\nhttps://b.example/2'
    """
    shown = storable_from_text(text).strip()
    behind: dict[str, None] = {}
    for words, href in islice(links, LINKS):
        target = storable_from_text(href).strip()
        if re.match(r"https?://\S+$", target) and bare(target) != bare(words) and not words.strip().startswith("@"):
            behind[target] = None
    return "\n".join([shown, *(target for target in behind if target not in shown)]) if shown else ""


def bare(address: str) -> str:
    """Return an address without what people leave out."""
    return re.sub(r"^\w+://", "", address.strip().casefold()).rstrip("/")


def poll_text(question: str, answers: Iterable[str]) -> str:
    """Return a poll as lines.

    >>> poll_text("Leave?", ["yes", "no"])
    'Leave?\\n- yes\\n- no'
    """
    return "\n".join([question.strip(), *(f"- {answer.strip()}" for answer in answers if answer.strip())])
