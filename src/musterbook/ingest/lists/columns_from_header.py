"""The names of a table's columns -> which of them holds what, in the words that people and programs use for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# What a column holds -> its names, the most telling first.
NAMES = {
    "text": (
        "text", "full text", "fulltext", "article text", "maintext", "main text", "cleaned text", "body", "body text",
        "content", "content text", "article", "article body", "articlebody", "текст", "полный текст", "повний текст", "тело",
        "содержание", "вміст", "стаття", "статья",
    ),
    "html": ("html", "content html", "body html", "article html", "raw html", "page html", "source html"),
    "url": (
        "url", "link", "address", "source url", "article url", "page url", "permalink", "href", "uri", "canonical url",
        "ссылка", "адрес", "посилання", "адреса",
    ),
    "title": ("title", "headline", "article title", "заголовок", "заглавие", "назва", "название"),
    "published": (
        "published", "date", "publish date", "published at", "publication date", "date published", "date publish", "pubdate",
        "pub date", "datetime", "published date", "publishedat", "datepublished", "timestamp", "дата", "дата публикации",
        "дата публікації", "опубликовано", "опубліковано",
    ),
    "updated": ("updated", "modified", "updated at", "date modified", "date modify", "last modified", "обновлено", "оновлено"),
    "author": ("author", "authors", "byline", "by", "автор", "авторы", "автори"),
    "publisher": (
        "publisher", "source", "outlet", "site", "domain", "site name", "sitename", "source domain", "source name", "media",
        "newspaper", "источник", "издание", "сайт", "джерело", "видання", "сми", "змі",
    ),
    "language": ("language", "lang", "язык", "мова"),
}  # fmt: skip
CODED = "id outlet chain measure population value bound per side formation place period url".split()
_FIELD = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}


@lru_cache(maxsize=4_096)
def plain(name: str) -> str:
    """Return the name of a column as it is compared.

    >>> plain(" Publish_Date "), plain("Source-URL")
    ('publish date', 'source url')
    """
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def fields_from_columns(columns: Iterable[str]) -> dict[str, str]:
    """Return what is held -> the column that holds it; of two for one thing, the one with the more telling name.

    >>> fields_from_columns(["Content", "Text", "Link", "views"])
    {'text': 'Text', 'url': 'Link'}
    """
    best: dict[str, tuple[int, str]] = {}
    for column in columns:
        field, rank = _FIELD.get(plain(column), ("", 0))
        if field and (field not in best or rank < best[field][0]):
            best[field] = rank, column
    return {field: best[field][1] for field in NAMES if field in best}


def is_coded(columns: Iterable[str]) -> bool:
    """True for the columns of a table of figures that somebody has coded already.

    >>> is_coded(["id", "Measure", "value", "URL"]), is_coded(["value", "url", "text"])
    (True, False)
    """
    names = {plain(column) for column in columns}
    return {"value", "measure"} <= names and bool({"url", "outlet"} & names)


def holds_text(columns: Iterable[str]) -> bool:
    """True when one of the columns holds a text."""
    return not {"text", "html"}.isdisjoint(fields_from_columns(columns))


def named_apart(header: Iterable[str]) -> list[str]:
    """Return the names of columns, each once: an empty one by its place, a second one with its number.

    >>> named_apart(["id", "", "id"])
    ['id', 'column 2', 'id 2']
    """
    seen: dict[str, int] = {}
    names: list[str] = []
    for place, raw in enumerate(header, 1):
        name = " ".join(raw.split()) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names
