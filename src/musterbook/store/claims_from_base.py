"""Queries: rows of the base -> claims as plain dicts, in the shape that readings have. Reads only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from musterbook.store.sqlite import Base

Row = dict[str, Any]
KINDS = {"figure": "figures", "incident": "incidents", "statement": "statements"}
ABOUT = "documents.name AS document, documents.publisher, documents.published, documents.url"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of claims is narrowed to; None: anything. `dims` are values of the pack's own dimensions by name."""

    kind: str | None = None
    measure: str | None = None
    place: str | None = None
    period: str | None = None
    origin: str | None = None
    document: str | None = None
    search: str | None = None
    dims: tuple[tuple[str, str], ...] = ()


def claims(base: Base, wanted: Wanted) -> list[Row]:
    """Return the claims wanted: latest publication first, then by document and place in the text."""
    base.connection.create_function("fold", 1, fold, deterministic=True)
    base.connection.create_function("inside", 2, inside, deterministic=True)
    tables = [KINDS[wanted.kind]] if wanted.kind else list(KINDS.values())
    found = [row for table in tables for row in select(base, table, wanted)]
    found.sort(key=lambda row: (row["document"], row["doc"], row["start"], row["id"]))
    found.sort(key=lambda row: row["published"] or "", reverse=True)
    complete(base, found)
    return found


def fold(text: object) -> str | None:
    """Return a text without regard to case, in every alphabet (SQLite's own lower() knows ASCII only)."""
    return None if text is None else str(text).casefold()


def select(base: Base, table: str, wanted: Wanted) -> list[Row]:
    """Return the rows of one claim table that fit."""
    tests = list(conditions(table, wanted))
    if any(test is None for test in tests):
        return []
    where = " AND ".join(test[0] for test in tests if test) or "1"
    args = [arg for test in tests if test for arg in test[1]]
    sql = f"SELECT {table}.*, {ABOUT} FROM {table} JOIN documents ON documents.id = {table}.doc WHERE {where}"
    kind = next(kind for kind, name in KINDS.items() if name == table)
    return [{"kind": kind, **row} for row in base.rows(sql, args)]


def conditions(table: str, wanted: Wanted) -> Iterator[tuple[str, list[str]] | None]:
    """Yield each test with its arguments; None when no row of this table can pass."""
    if wanted.measure is not None:
        yield ("measure = ?", [wanted.measure]) if table == "figures" else None
    if wanted.place is not None:
        yield ("instr(fold(place), ?) > 0", [wanted.place.casefold()]) if table != "statements" else None
    if wanted.period is not None:
        column = {"figures": "period", "incidents": "date"}.get(table)
        yield (f"inside({column}, ?)", [wanted.period]) if column else None
    if wanted.origin is not None:
        yield "instr(fold(coalesce(origin, publisher)), ?) > 0", [wanted.origin.casefold()]
    if wanted.document is not None:
        yield "(documents.name = ? OR substr(documents.id, 1, length(?)) = ?)", [wanted.document] * 3
    for name, value in wanted.dims:
        test = f"EXISTS (SELECT 1 FROM slots WHERE claim = {table}.id AND name = ? AND fold(value) = ?)"
        yield test, [name, value.casefold()]
    if wanted.search is not None:
        yield "key IN (SELECT rowid FROM search WHERE search MATCH ?)", [match(wanted.search)]


def match(text: str) -> str:
    """Return words as a full-text query: all must occur; `word*` is everything that begins so; nothing else is syntax.

    >>> match('left their "unit" desert*')
    '"left" "their" "unit" "desert"*'
    """
    words = [word.replace('"', "") for word in text.split() if any(map(str.isalnum, word))]
    return " ".join(f'"{word.rstrip("*")}"' + "*" * word.endswith("*") for word in words) or '""'


def inside(period: str | None, asked: str) -> bool:
    """True when a period lies within the one asked for (a year, month, day, or `start/end`).

    >>> inside("2024-03", "2024"), inside("2024-01/2024-06", "2024")
    (True, True)
    >>> inside("2022-02-24/2024-06", "2024"), inside("2024", "2024-03")
    (False, False)
    """
    if not period or period.startswith("--"):
        return False
    (low, high), (first, last) = ends(period), ends(asked)
    return first <= low and high <= last


def ends(period: str) -> tuple[str, str]:
    """Return the first and last moment of a period as texts that sort; `..` is open."""
    start, _, end = period.partition("/")
    end = end or start
    return ("" if start == ".." else start), ("\uffff" if end == ".." else end + "\ufffe")


def complete(base: Base, found: list[Row]) -> None:
    """Add to each claim its chain (`chain`, `cues`) and the pack's own dimensions, as a reading has them."""
    by_id = {row["id"]: row for row in found}
    names = [row["name"] for row in base.rows("SELECT DISTINCT name FROM slots WHERE dim = 1 ORDER BY name")]
    for row in found:
        row.update({"chain": [], "cues": [], **dict.fromkeys(names)})
        del row["key"]
        for column in ("low", "high"):
            if row.get(column) is not None and row[column].is_integer():
                row[column] = int(row[column])
    for hop in base.rows("SELECT claim, label, cue FROM hops ORDER BY claim, position"):
        if hop["claim"] in by_id:
            by_id[hop["claim"]]["chain"].append(hop["label"])
            by_id[hop["claim"]]["cues"].append(hop["cue"])
    for slot in base.rows("SELECT claim, name, value FROM slots WHERE dim = 1"):
        if slot["claim"] in by_id:
            by_id[slot["claim"]][slot["name"]] = slot["value"]


def claim_ids(base: Base) -> list[str]:
    """Return the id of every claim, sorted."""
    every = " UNION ALL ".join(f"SELECT id FROM {table}" for table in KINDS.values())
    return [row["id"] for row in base.rows(f"{every} ORDER BY id")]


def claim(base: Base, id: str) -> Row:
    """Return one claim with the text around it, every slot with its reason and every hop; the id must exist."""
    for kind, table in KINDS.items():
        columns = (
            f"{table}.*, {ABOUT}, documents.title, documents.text, documents.pages, guessed, published_how, release"
        )
        joined = (
            f"{table} JOIN documents ON documents.id = {table}.doc LEFT JOIN released ON released.doc = documents.id"
        )
        sql = f"SELECT {columns} FROM {joined} WHERE {table}.id = ?"
        for row in base.rows(sql, (id,)):
            pages = json.loads(row.pop("pages"))
            page = sum(start <= row["start"] for start in pages) or None
            found = [{"kind": kind, **row, "page": page, "guessed": bool(row["guessed"])}]
            complete(base, found)
            hops = base.rows("SELECT label, source, role, cue FROM hops WHERE claim = ? ORDER BY position", (id,))
            sql = 'SELECT name, value, how, quote, "by" FROM slots WHERE claim = ? ORDER BY dim, name'
            slots = base.rows(sql, (id,))
            return {**found[0], "hops": hops, "slots": slots}
    raise KeyError(id)


def measures(base: Base) -> list[str]:
    """Return the measures that the base holds, sorted."""
    return [row["measure"] for row in base.rows("SELECT DISTINCT measure FROM figures ORDER BY measure")]


def values(base: Base, dim: str) -> list[str]:
    """Return the values that the base holds of one of the pack's own dimensions, sorted."""
    sql = "SELECT DISTINCT value FROM slots WHERE dim = 1 AND name = ? ORDER BY value"
    return [row["value"] for row in base.rows(sql, (dim,))]


def origins(base: Base) -> list[str]:
    """Return the origins of the base's claims, sorted; that of a document's own word is its publisher."""
    one = "SELECT coalesce(origin, publisher) AS origin FROM {} JOIN documents ON documents.id = doc"
    every = " UNION ".join(one.format(table) for table in KINDS.values())
    return [row["origin"] for row in base.rows(f"{every} ORDER BY origin") if row["origin"]]


def worklist(base: Base, examples: int) -> list[Row]:
    """Return what was left over by reason, the most frequent first, with examples and their texts in document order."""
    groups = base.rows("SELECT why, count(*) AS count FROM leftovers GROUP BY why ORDER BY count DESC, why")
    sql = """SELECT documents.name AS document, quote, "start", "end", documents.text
             FROM leftovers JOIN documents ON documents.id = doc
             WHERE why = ? ORDER BY documents.name, doc, position LIMIT ?"""
    return [{**group, "examples": base.rows(sql, (group["why"], examples))} for group in groups]


def totals(base: Base) -> dict[str, int]:
    """Return how much the base holds: rows by table, origins, claims that end in nobody named, facts told by several pages."""
    tables = ("documents", *KINDS.values(), "terms", "leftovers", "failures")
    count = {table: base.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}
    every = " UNION ALL ".join(f"SELECT origin, open FROM {table}" for table in KINDS.values())
    columns = "count(DISTINCT CASE WHEN open = 0 THEN origin END) AS origins, coalesce(sum(open), 0) AS open"
    facts = """SELECT count(*) AS told, coalesce(sum(verdict = 'contradicted'), 0) AS contradicted
               FROM assessments WHERE pages > 1"""
    return {**count, **base.rows(f"SELECT {columns} FROM ({every})")[0], **base.rows(facts)[0]}
