"""The rows of a release -> entries, as comparing sees claims: what was released can be compared again by whoever has it.

What was hidden stays hidden: a quote has its blocks, a private person is the role. Which terms were wrong near a claim, and
what people decided about pairs of claims, is not in a release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from musterbook.compared import Entry, Party, Sort
from musterbook.link.party_from_label import party_from_label, publisher_from_name
from musterbook.link.rules_from_codebook import Rules
from musterbook.model import Amount, Bound, Quote, Stance
from musterbook.publish.tables.table import columns_of

KINDS = {"figures": ("figure", "measure"), "incidents": ("incident", "type"), "statements": ("statement", "theme")}
NEEDED = ("documents", "hops")
Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]


def entries_from_rows(tables: Rows, rules: Rules) -> list[Entry]:
    """Return the claims of the tables that are there, sorted by id; every cell is a text, "" when it is empty."""
    documents = {row["id"]: row for row in tables["documents"]}
    chains: dict[str, list[tuple[int, Party]]] = defaultdict(list)
    for row in tables["hops"]:
        hop = party_from_label(row["label"], row["source"] or None, rules)
        chains[row["claim"]].append((int(row["position"]), hop))
    found = [
        entry(name, row, documents[row["doc"]], [hop for _, hop in sorted(chains[row["id"]], key=first)], rules)
        for name in KINDS
        for row in tables.get(name, ())
    ]
    return sorted(found, key=lambda it: it.id)


def first(pair: tuple[int, Party]) -> int:
    """Return the place of a hop."""
    return pair[0]


def entry(name: str, row: Row, page: Row, chain: Iterable[Party], rules: Rules) -> Entry:
    """Return one row as an entry."""
    kind, what = KINDS[name]
    return Entry(
        id=row["id"],
        doc=row["doc"],
        kind=kind,
        what=row[what],
        publisher=publisher_from_name(page["publisher"], rules)
        if page["publisher"]
        else Party(f"page {row['doc']}", page["name"], "", Sort.unnamed),
        published=page["published"],
        amount=amount(row),
        per=row.get("per", ""),
        population=row.get("population", ""),
        place=row.get("place", "") or row.get("country", ""),
        period=row.get("period", ""),
        dims=tuple(dims(name, row)),
        chain=tuple(chain),
        stance=Stance(row["stance"]),
        quote=Quote(row["doc"], int(row["start"]), int(row["end"]), row["quote"]),
        title=page["title"],
        copy_of=page["copy_of"],
    )


def amount(row: Row) -> Amount | None:
    """Return the number of a row, None where it has none."""
    if not row.get("low"):
        return None
    return Amount(
        float(row["low"]), float(row["high"]) if row["high"] else None, Bound(row["bound"]), row["unit"] or None
    )


def dims(name: str, row: Row) -> Iterator[tuple[str, str]]:
    """Yield the pack's own dimensions of a row: the columns that no other pack has."""
    known = {column.name for column in columns_of(name)}
    yield from sorted((column, cell) for column, cell in row.items() if column not in known and cell)
