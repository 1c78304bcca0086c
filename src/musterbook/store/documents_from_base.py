"""Queries: rows of the base -> documents, their capture records and what failed, as plain dicts. Reads only."""

from __future__ import annotations

import json
from typing import Any

from musterbook.store.sqlite import Base

Row = dict[str, Any]


def documents(base: Base, search: str | None = None) -> list[Row]:
    """Return every document without its text, by name and id; `search`: words of its name, title, publisher or address."""
    sql = """SELECT documents.id, name, url, title, publisher, published, published_how, guessed, updated, lang,
                    languages, length(text) AS characters, documents.source, copies."of" AS copy_of, similarity,
                    copies.why AS copy_why,
                    (SELECT count(*) FROM figures WHERE doc = documents.id)
                    + (SELECT count(*) FROM incidents WHERE doc = documents.id)
                    + (SELECT count(*) FROM statements WHERE doc = documents.id) AS claims,
                    (SELECT count(*) FROM captures WHERE doc = documents.id) AS captures,
                    (SELECT release FROM released WHERE doc = documents.id) AS release
             FROM documents LEFT JOIN copies ON copies.doc = documents.id ORDER BY name, documents.id"""
    found = [shaped(row) for row in base.rows(sql)]
    if search is None:
        return found
    words = search.casefold().split()
    return [row for row in found if all(word in about(row) for word in words)]


def shaped(row: Row) -> Row:
    """Return a row with its lists as lists, the language of the whole page first."""
    spans = json.loads(row.pop("languages"))
    others = sorted({lang for _, _, lang in spans} - {row["lang"]})
    return {**row, "guessed": bool(row["guessed"]), "lang": [row["lang"], *others], "url": row["url"] or None}


def about(row: Row) -> str:
    """Return all that a document can be looked up by."""
    return " ".join(str(row[key] or "") for key in ("id", "name", "title", "publisher", "url", "source")).casefold()


def captures(base: Base, doc: str) -> list[Row]:
    """Return the capture records of a document, with the lines of the custody log about their files."""
    found = base.rows("SELECT * FROM captures WHERE doc = ? ORDER BY id", (doc,))
    for row in found:
        row["headers"], row["context"] = json.loads(row["headers"]), json.loads(row["context"])
        sql = "SELECT line FROM custody WHERE instr(line, ?) > 0 ORDER BY number"
        row["custody"] = [json.loads(line["line"]) for line in base.rows(sql, (row["raw"],))]
    return found


def failures(base: Base) -> list[Row]:
    """Return what could not be read, with the reason, by name."""
    return base.rows("SELECT path, why, source FROM failures ORDER BY path")
