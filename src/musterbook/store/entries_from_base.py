"""Rows of the base -> entries: the claims of documents as comparing sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from musterbook.compared import Entry, Party, Sort
from musterbook.link.entry_from_claim import fault_words, faults_near
from musterbook.link.party_from_label import party_from_label, publisher_from_name
from musterbook.link.rules_from_codebook import Rules
from musterbook.model import Amount, Bound, Quote, Stance
from musterbook.store.sqlite import Base

Row = dict[str, Any]
SQL = {
    "figure": "SELECT *, measure AS what FROM figures",
    "incident": "SELECT *, type AS what, date AS period, NULL AS per, NULL AS population FROM incidents",
    "statement": """SELECT *, theme AS what, NULL AS per, NULL AS population, NULL AS place, NULL AS period, NULL AS low,
                    NULL AS high, NULL AS bound, NULL AS unit FROM statements""",
}


def entries_from_base(base: Base, rules: Rules, docs: Collection[str] | None = None) -> list[Entry]:
    """Return the claims of some documents (None: of all) as entries, sorted by id."""
    base.connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (doc TEXT PRIMARY KEY) STRICT")
    base.connection.execute("DELETE FROM asked")
    every = "INSERT INTO asked SELECT id FROM documents"
    if docs is None:
        base.connection.execute(every)
    else:
        base.connection.executemany("INSERT INTO asked VALUES (?)", [(doc,) for doc in sorted(docs)])
    inside = "WHERE doc IN (SELECT doc FROM asked)"
    about = {row["id"]: row for row in base.rows(ABOUT)}
    chains, dims, faults = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in base.rows(f"SELECT claim, label, source FROM hops {inside} ORDER BY claim, position"):
        chains[row["claim"]].append(party_from_label(row["label"], row["source"], rules))
    for row in base.rows(f"SELECT claim, name, value FROM slots {inside} AND dim = 1 ORDER BY claim, name"):
        dims[row["claim"]].append((row["name"], row["value"]))
    for row in base.rows(
        f"SELECT doc, start, concept, fault FROM terms {inside} AND fault IS NOT NULL ORDER BY doc, position"
    ):
        faults[row["doc"]].append((row["start"], fault_words(row["concept"], row["fault"])))
    texts = {id: base.rows("SELECT text FROM documents WHERE id = ?", (id,))[0]["text"] for id in sorted(faults)}
    found = [
        entry(
            kind,
            row,
            about[row["doc"]],
            rules,
            chain=chains[row["id"]],
            dims=dims[row["id"]],
            faults=faults.get(row["doc"], []),
            text=texts.get(row["doc"], ""),
        )
        for kind, sql in SQL.items()
        for row in base.rows(f"{sql} {inside}")
    ]
    return sorted(found, key=lambda it: it.id)


ABOUT = """SELECT documents.id, name, publisher, published, title, copies."of" AS copy_of
           FROM documents LEFT JOIN copies ON copies.doc = documents.id WHERE documents.id IN (SELECT doc FROM asked)"""


def entry(
    kind: str,
    row: Row,
    about: Row,
    rules: Rules,
    *,
    chain: list[Party],
    dims: list[tuple[str, str]],
    faults: list[tuple[int, str]],
    text: str,
) -> Entry:
    """Return one claim as an entry, equal to what link.entry_from_claim makes of the claim before it was stored."""
    publisher = about["publisher"]
    return Entry(
        id=row["id"],
        doc=row["doc"],
        kind=kind,
        what=row["what"],
        publisher=publisher_from_name(publisher, rules)
        if publisher
        else Party(f"page {row['doc']}", about["name"], "", Sort.unnamed),
        published=about["published"] or "",
        amount=None if row["low"] is None else Amount(row["low"], row["high"], Bound(row["bound"]), row["unit"]),
        per=row["per"] or "",
        population=row["population"] or "",
        place=row["place"] or row.get("country") or "",
        period=row["period"] or "",
        dims=tuple(dims),
        chain=tuple(chain),
        stance=Stance(row["stance"]),
        quote=Quote(row["doc"], row["start"], row["end"], row["quote"]),
        title=about["title"] or "",
        copy_of=about["copy_of"] or "",
        terms=faults_near(faults, row["start"], row["end"], text),
    )
