"""Rows of documents, captures and failures -> tables for the terminal. Returns what rich prints; prints nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from musterbook.publish.grid_from_rows import Column, Grid

Json = Mapping[str, Any]
ID = Column("id", 8, fixed=True)
SHOWN = 8  # characters of an id: enough to name a document of a base


def documents_table(rows: Iterable[Json]) -> Grid:
    """Return the documents: name, title, publisher, date and how it is known, language, claims, what it is a copy of."""
    rows = list(rows)
    named = {row["id"]: row["name"] for row in rows}
    columns = (ID, Column("document", 28), Column("publisher", 20), Column("published", 10, fixed=True))
    made = Grid("", (*columns, Column("known by", 14), Column("lang", 5), Column("claims"), Column("copy of", 28)))
    for row in rows:
        copy = named.get(row["copy_of"], row["copy_of"] or "")
        like = f"{copy} ({row['copy_why']})" if copy else ""
        known = f"{how(row)}, by {row['release']}" if row["release"] else how(row)
        about = (row["name"], row["publisher"] or "", row["published"] or "–", known)
        made.add(row["id"][:SHOWN], *about, "+".join(row["lang"]), str(row["claims"]), like)
    return made


def how(row: Json) -> str:
    """Return how the date of a document is known, in words.

    >>> how({"published": "2024", "published_how": "address", "guessed": True}), how({"published": None})
    ('guessed: address', 'not known')
    """
    if not row["published"]:
        return "not known"
    said = row["published_how"] or "given"
    return f"guessed: {said}" if row["guessed"] else str(said)


def document_view(row: Json, captures: Iterable[Json]) -> Iterator[RenderableType]:
    """Yield one document with its capture records and what the custody log says of their files."""
    yield Group(Rule(Text(f"{row['name']}  {row['id']}", style="bold"), align="left"))
    made = Grid("", (Column("", 14), Column("", 10_000)))
    spoken = " and ".join(row["lang"])
    for label, value in (
        ("title", row["title"]),
        ("publisher", row["publisher"]),
        ("published", f"{row['published'] or '–'} ({how(row)})"),
        ("updated", row["updated"]),
        ("address", row["url"]),
        ("known by", f"{row['release']}, without its page" if row["release"] else None),
        ("language", f"{spoken}, {row['characters']:,} characters, {row['claims']} claims"),
        ("copy of", f"{row['copy_of']}: {row['copy_why']}" if row["copy_of"] else None),
    ):
        if value:
            made.add(label, str(value))
    yield made
    for capture in captures:
        yield capture_table(capture)


def capture_table(row: Json) -> Grid:
    """Return one capture record: where the bytes came from and how they can be proved."""
    made = Grid("Capture", (Column("", 14), Column("", 10_000)))
    for label, key in (
        ("item", "id"),
        ("asked for", "target_url"),
        ("came from", "final_url"),
        ("captured", "captured"),
        ("method", "method"),
        ("collector", "collector"),
        ("file", "raw"),
        ("place in it", "part"),
        ("item bytes", "item_sha256"),
        ("text", "text_sha256"),
        ("extractor", "extractor"),
        ("record", "record"),
    ):
        if row[key]:
            made.add(label, str(row[key]))
    for name, value in (*row["context"], *row["headers"]):
        made.add(str(name)[:14], str(value))
    for line in row["custody"]:
        made.add(line["at"][:10], f"{line['did']} by {line['who']}: {line['what']} ({line['note']})")
    return made


def failures_table(rows: Iterable[Json]) -> Grid:
    """Return what could not be read, with the reason."""
    made = Grid("", (Column("file", 40), Column("why, and what to do", 10_000, least=30)))
    for row in rows:
        made.add(row["path"], row["why"].removeprefix(f"{row['path']}: "))
    return made


def coded_table(rows: Iterable[Json]) -> Grid:
    """Return coded figures beside what is read."""
    columns = (Column("coded", 12), Column("outlet", 20), Column("value", 12), Column("measure", 20))
    made = Grid("", (*columns, Column("read", 20), ID, Column("what differs", 10_000, least=14)))
    for row in rows:
        where = row["id"] or f"row {row['number']}"
        about = (where, row["outlet"] or "", row["value"], row["measure"], row["result"])
        made.add(*about, (row["claim"] or "")[:SHOWN], row["differs"])
    return made
