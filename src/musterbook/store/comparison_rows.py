"""Comparing in the base: entries, keys, links, clusters and assessments as rows, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from musterbook.assess.origin_from_series import Probable
from musterbook.compared import Assessment, Entry, Judgement, Link, Sum
from musterbook.store.sqlite import Base, now, said

ENTRY, LINK, SUM = msgspec.json.Decoder(Entry), msgspec.json.Decoder(Link), msgspec.json.Decoder(Sum)
ASSESSMENT, PROBABLE = msgspec.json.Decoder(Assessment), msgspec.json.Decoder(Probable)
MANY = 500  # values in one query


def text(value: Any) -> str:
    """Return a value as JSON, the same text for equal values."""
    return msgspec.json.encode(value).decode()


@contextmanager
def transaction(base: Base) -> Iterator[None]:
    """Do all of it, or nothing."""
    with said(base.folder):
        base.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            base.connection.execute("COMMIT")
        except BaseException:
            if base.connection.in_transaction:
                base.connection.execute("ROLLBACK")
            raise


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield values some hundred at a time, sorted."""
    every = sorted(values)
    for at in range(0, len(every), MANY):
        yield every[at : at + MANY]


def select(base: Base, sql: str, values: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query that has `IN ({})` for the values."""
    for some in chunks(values):
        yield from base.rows(sql.format(", ".join("?" * len(some))), some)


def delete(base: Base, table: str, column: str, values: Collection[str]) -> None:
    """Delete the rows that have one of the values."""
    base.connection.executemany(f'DELETE FROM {table} WHERE "{column}" = ?', [(value,) for value in sorted(values)])


def held_entries(base: Base, claims: Collection[str] | None = None) -> dict[str, Entry]:
    """Return the entries that the base holds, of some claims or of all."""
    sql = "SELECT claim, entry FROM entries"
    rows = base.rows(f"{sql} ORDER BY claim") if claims is None else select(base, sql + " WHERE claim IN ({})", claims)
    return {row["claim"]: ENTRY.decode(row["entry"]) for row in rows}


def entry_texts(base: Base, docs: Collection[str]) -> dict[str, str]:
    """Return the entries of some documents as they are stored."""
    return {
        row["claim"]: row["entry"] for row in select(base, "SELECT claim, entry FROM entries WHERE doc IN ({})", docs)
    }


def meetings(base: Base, keys: Collection[str]) -> dict[str, list[str]]:
    """Return the claims under each key."""
    found: dict[str, list[str]] = {key: [] for key in keys}
    for row in select(base, "SELECT key, claim FROM meetings WHERE key IN ({}) ORDER BY key, claim", keys):
        found[row["key"]].append(row["claim"])
    return found


def keys_of(base: Base, claims: Collection[str]) -> dict[str, set[str]]:
    """Return the keys of claims."""
    found: dict[str, set[str]] = {}
    for row in select(base, "SELECT key, claim FROM meetings WHERE claim IN ({})", claims):
        found.setdefault(row["claim"], set()).add(row["key"])
    return found


def links(base: Base, claims: Collection[str] | None = None) -> list[Link]:
    """Return the links of the base, or those that touch some claims, sorted."""
    if claims is None:
        return [LINK.decode(row["link"]) for row in base.rows('SELECT link FROM links ORDER BY "left", "right"')]
    found: dict[tuple[str, str], Link] = {}
    for column in ("left", "right"):
        for row in select(base, f'SELECT link FROM links WHERE "{column}"' + " IN ({})", claims):
            link = LINK.decode(row["link"])
            found[link.left, link.right] = link
    return [found[pair] for pair in sorted(found)]


def put_links(base: Base, new: Iterable[Link]) -> None:
    """Write links, each in place of the one between its claims."""
    rows = [(it.left, it.right, it.judgement, it.relation, it.outcome, it.score, text(it)) for it in new]
    base.connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def put_assessments(base: Base, kinds: dict[str, str], new: Iterable[Assessment]) -> None:
    """Write assessments."""
    rows = [
        (
            it.cluster,
            kinds[it.cluster],
            it.verdict,
            it.pages,
            len(it.origins),
            len(it.open_chains),
            it.low,
            it.best,
            it.high,
            text(it),
        )
        for it in new
    ]
    base.connection.executemany("INSERT OR REPLACE INTO assessments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def assessments(base: Base, clusters: Collection[str] | None = None) -> dict[str, Assessment]:
    """Return the assessments of some clusters, or of all."""
    sql = "SELECT cluster, assessment FROM assessments"
    rows = (
        base.rows(f"{sql} ORDER BY cluster")
        if clusters is None
        else select(base, sql + " WHERE cluster IN ({})", clusters)
    )
    return {row["cluster"]: ASSESSMENT.decode(row["assessment"]) for row in rows}


def sums(base: Base, docs: Collection[str] | None = None) -> dict[str, list[Sum]]:
    """Return what adds up and what does not, by document."""
    sql = "SELECT doc, sum FROM sums"
    rows = (
        base.rows(f"{sql} ORDER BY doc, position")
        if docs is None
        else select(base, sql + " WHERE doc IN ({}) ORDER BY doc, position", docs)
    )
    found: dict[str, list[Sum]] = {}
    for row in rows:
        found.setdefault(row["doc"], []).append(SUM.decode(row["sum"]))
    return found


def probables(base: Base, claims: Collection[str] | None = None) -> dict[str, list[Probable]]:
    """Return where figures without a source may be from, by claim."""
    sql = "SELECT claim, probable FROM probables"
    order = " ORDER BY claim, position"
    rows = base.rows(sql + order) if claims is None else select(base, sql + " WHERE claim IN ({})" + order, claims)
    found: dict[str, list[Probable]] = {}
    for row in rows:
        found.setdefault(row["claim"], []).append(PROBABLE.decode(row["probable"]))
    return found


def decisions(base: Base) -> list[tuple[str, str, Judgement]]:
    """Return the last word of people on each pair of claims, sorted."""
    rows = base.rows('SELECT "left", "right", judgement FROM decisions ORDER BY number')
    last = {(row["left"], row["right"]): Judgement(row["judgement"]) for row in rows}
    return sorted((left, right, said) for (left, right), said in last.items())


def adopt(base: Base, found: Iterable[tuple[str, str, str, str, str]], who: str) -> int:
    """Take over what others decided, each once: two claims, judgement, when, why; return how many are new."""
    sql = 'SELECT "left", "right", judgement, at FROM decisions'
    there = {tuple(row.values()) for row in base.rows(sql)}
    new = [row for row in found if row[:4] not in there]
    with transaction(base):
        for left, right, judgement, at, why in new:
            put = 'INSERT INTO decisions ("left", "right", judgement, who, at, why) VALUES (?, ?, ?, ?, ?, ?)'
            base.connection.execute(put, (left, right, judgement, who, at, why))
            base.connection.execute(
                "INSERT OR IGNORE INTO stale SELECT doc FROM entries WHERE claim IN (?, ?)", (left, right)
            )
    return len(new)


def decide(base: Base, left: str, right: str, judgement: Judgement, *, why: str) -> None:
    """Record what a person decided about two claims; nothing is ever taken out."""
    left, right = sorted((left, right))
    with transaction(base):
        sql = 'INSERT INTO decisions ("left", "right", judgement, who, at, why) VALUES (?, ?, ?, ?, ?, ?)'
        base.connection.execute(sql, (left, right, judgement, base.who, now(), why))
        base.connection.execute(
            "INSERT OR IGNORE INTO stale SELECT doc FROM entries WHERE claim IN (?, ?)", (left, right)
        )
