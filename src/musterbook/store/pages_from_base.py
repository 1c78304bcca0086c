"""Queries: rows of the base -> the documents that may leave it, and what was read of each. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from musterbook.store.entries_from_base import SQL
from musterbook.store.sqlite import Base

Row = dict[str, Any]
CLOSED = ("restricted", "never")  # classes of a capture that keep its document in the base
DOCUMENTS = """SELECT documents.id, name, url, title, publisher, published, published_how, guessed, lang, sha256, pages,
                      copies."of" AS copy_of, similarity
               FROM documents LEFT JOIN copies ON copies.doc = documents.id ORDER BY documents.id"""
# Of a page that a release alone knows, the bytes are with whoever released it: their hash is that of the item.
CAPTURES = """SELECT doc, captured, method, sensitivity,
                     CASE WHEN doc IN (SELECT doc FROM released) THEN item_sha256 ELSE raw END AS raw
              FROM captures ORDER BY doc, captured IS NULL, captured, id"""
TERMS = """SELECT doc, concept, fault, coalesce(fault_start, "start") AS "from", coalesce(fault_end, "end") AS "to", "start"
           FROM terms WHERE fault IS NOT NULL ORDER BY doc, position"""


def open_documents(base: Base) -> dict[str, Row]:
    """Return the documents that may leave, by id, each with the capture that is told of it."""
    first: dict[str, Row] = {}
    closed = set()
    for row in base.rows(CAPTURES):
        first.setdefault(row["doc"], row)
        if row["sensitivity"] in CLOSED:
            closed.add(row["doc"])
    nothing = {"raw": "", "captured": "", "method": ""}
    rows = (row for row in base.rows(DOCUMENTS) if row["id"] not in closed)
    return {row["id"]: {**row, **{name: first.get(row["id"], nothing)[name] for name in nothing}} for row in rows}


def rows_by_document(base: Base) -> dict[str, dict[str, list[Row]]]:
    """Return claims, hops, slots and wrong terms by document."""
    claims: list[Row] = []
    for kind, sql in SQL.items():
        for row in base.rows(f'{sql} ORDER BY doc, "start", id'):
            claims.append({**row, "kind": kind})
    hops = base.rows("SELECT * FROM hops ORDER BY claim, position")
    slots = base.rows("SELECT * FROM slots ORDER BY claim, name")
    every = {"claims": claims, "hops": hops, "slots": slots, "terms": base.rows(TERMS)}
    return {name: by(rows, "doc") for name, rows in every.items()}


def by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Return rows grouped by a column."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found
