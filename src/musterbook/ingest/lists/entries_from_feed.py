"""RSS, Atom or JSON Feed -> its entries. Markup that declares entities is refused before any parser sees it."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.lists.day_from_cell import day_from_cell, sane
from musterbook.ingest.lists.item_from_list import fragment_reader, known_of_item, seal
from musterbook.ingest.lists.values_from_json import keys_from_head
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.texts.storable_from_text import line_from_text, storable_from_text

# Encodings in which "<" is one byte, the one of ASCII: in another, a declaration could hide from the look for it.
PLAIN = re.compile(r"ascii|utf-8|cp125\d|iso8859-\d+|koi8-[rut]|mac-cyrillic|gb2312|gbk|gb18030|big5|shift_jis|euc_\w+")
# Possessive throughout: a thousand comments before the root must not be tried in every grouping.
_START = re.compile(
    rb"\A\s*+(?:(?:<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE[^>\[]*+(?:\[(?>.*?\]))?\s*+>)\s*+)*+"
    rb"<(?:[\w.-]+:)?(rss|feed|RDF|channel)\b",
    re.S | re.I,
)
_DECLARED = re.compile(r"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,2000}\[", re.I)


def looks_like_feed(head: bytes) -> bool:
    """True for the beginning of an RSS or Atom feed.

    >>> looks_like_feed(b'<?xml version="1.0"?><rss version="2.0">'), looks_like_feed(b"<html><p>&lt;rss&gt; is a feed")
    (True, False)
    """
    bare = head.replace(b"\x00", b"").removeprefix(codecs.BOM_UTF8).removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    found = _START.match(bare)
    return found is not None and (found[1].lower() != b"rdf" or b"purl.org/rss" in bare)


def looks_like_json_feed(head: bytes) -> bool:
    """True for the beginning of a JSON Feed.

    >>> looks_like_json_feed(b'{"version": "https://jsonfeed.org/version/1.1", "items": [')
    True
    """
    shape, keys = keys_from_head(head)
    return shape == "object" and "jsonfeed.org/version" in str(keys.get("version", ""))


def found_from_feed(data: bytes, known: Known) -> list[Found]:
    """Return the entries that have a text or at least a title; the seal is that of what was read of an entry.

    The text is that of the content, else of the summary, else the title.
    """
    if data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{":
        entries, extractor = list(entries_from_json(data)), "jsonfeed 1"
    else:
        entries, extractor = list(entries_from_xml(data, known.url or "")), f"feedparser {version('feedparser')}"
    found = []
    for number, (own, markup, plain) in enumerate(entries, 1):
        text = storable_from_text((fragment_reader()(markup) if markup else plain) or own.title or "").strip()
        if text:
            facts = [own.url, own.title, own.author, own.published, own.updated, markup, plain]
            outer = known_of_item(own, known)
            found.append(Found(f"entry {number}", text, outer, extractor, seal(facts)))
    if not found:
        raise InputError("a feed without entries that have a text; save the pages it leads to instead")
    return found


Entry = tuple[Known, str, str]  # what is known, the text as markup, the text as it is


def entries_from_xml(data: bytes, address: str) -> Iterator[Entry]:
    """Yield the entries of an RSS or Atom feed."""
    import feedparser  # type: ignore[import-untyped]

    text = markup_from_bytes(data)
    # A stream, never the bytes themselves: feedparser would take them for an address or a file's name.
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": address} if address else {})
    feed = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), response_headers=headers)
    publisher = words(dict.get(feed.feed, "title"))
    language = tongue(dict.get(feed.feed, "language"))
    for entry in feed.entries:
        # dict.get: feedparser's own lookup gives the date of publication for an update that is not there, and warns.
        day, updated = (day_from_parts(dict.get(entry, key)) for key in ("published_parsed", "updated_parsed"))
        bodies = [*(dict.get(entry, "content") or ()), dict.get(entry, "summary_detail") or {}]
        body: dict[str, Any] = next((body for body in bodies if (dict.get(body, "value") or "").strip()), {})
        value = str(dict.get(body, "value") or "")
        is_plain = dict.get(body, "type") == "text/plain" and not re.search(r"</?\w[^>]*>|&\w+;", value)
        own = Known(
            url=words(dict.get(entry, "link")),
            title=words(dict.get(entry, "title")),
            author=words(dict.get(entry, "author")),
            publisher=publisher,
            published=day or updated,
            published_how=("feed" if day else "feed, last change") if day or updated else None,
            guessed=not day if day or updated else None,
            updated=updated,
            language=language,
        )
        yield own, "" if is_plain else value, value if is_plain else ""


def entries_from_json(data: bytes) -> Iterator[Entry]:
    """Yield the items of a JSON Feed."""
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"not valid JSON ({str(fault)[:80]}); save the feed again") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        people = item.get("authors") or [item.get("author")]
        names = [words(one.get("name")) for one in people if isinstance(one, dict)] if isinstance(people, list) else []
        day = day_in_utc(item.get("date_published"))
        own = Known(
            url=words(item.get("url")) or words(item.get("external_url")),
            title=words(item.get("title")),
            author=", ".join(filter(None, names)) or None,
            publisher=words(feed.get("title")),
            published=day,
            published_how="feed" if day else None,
            guessed=False if day else None,
            updated=day_in_utc(item.get("date_modified")),
            language=tongue(item.get("language") or feed.get("language")),
        )
        markup, plain = (
            value if isinstance(value := item.get(f"content_{kind}"), str) else "" for kind in ("html", "text")
        )
        summary = item.get("summary")
        yield own, markup, "" if markup else plain or (summary if isinstance(summary, str) else "")


def markup_from_bytes(data: bytes) -> str:
    """Return XML as text, less its declaration; raises InputError for one that declares entities of its own.

    >>> markup_from_bytes(b'<?xml version="1.0"?><rss/>')
    '<rss/>'
    """
    encoding = "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in data[:4]:
        encoding = "utf-16-be" if data[:1] == b"\x00" else "utf-16-le"
    elif declared := _DECLARED.match(data[:200].decode("latin-1").removeprefix("\xef\xbb\xbf")):
        encoding = encoding_named(declared[1])
    text = data.decode(encoding, "replace").removeprefix("\ufeff").replace("\x00", "")
    if found := _ENTITY.search(text):
        what = f"declares entities of its own ({found[0][:9]}), as markup does that is made to fill the memory"
        raise InputError(f"{what}; remove the declaration, if you trust the feed")
    return _DECLARATION.sub("", text, count=1)


def encoding_named(name: str) -> str:
    """Return the codec of a name, UTF-8 for one that is unknown, wide or could hide a declaration."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    return codec if PLAIN.fullmatch(codec) else "utf-8"


def words(value: Any) -> str | None:
    """Return a title or name on one line, without markup."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = fragment_reader()(value) if re.search(r"</?\w[^>]*>", value) else value
    return line_from_text(text)


def tongue(value: Any) -> str | None:
    """Return a language as ISO 639-1.

    >>> tongue("en-US"), tongue("klingon")
    ('en', None)
    """
    found = re.match(r"([A-Za-z]{2})(?:[-_]|$)", value.strip()) if isinstance(value, str) else None
    return found[1].lower() if found else None


def day_from_parts(parts: Any) -> str | None:
    """Return the day of a time in UTC, as feedparser gives it."""
    try:
        return sane(date(*tuple(parts)[:3])) if parts else None
    except (ValueError, TypeError, OverflowError):
        return None


def day_in_utc(value: Any) -> str | None:
    """Return the day of an ISO time in UTC.

    >>> day_in_utc("2024-03-05T23:30:00-05:00")
    '2024-03-06'
    """
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return sane(moment.astimezone(UTC).date() if moment.tzinfo else moment.date())
    except (ValueError, OverflowError):
        return day_from_cell(value)
