"""Tables and the floors of a pack -> which of them are broken: a release stops there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from musterbook.errors import CodebookError
from musterbook.publish.tables.pack_from_folder import Floor
from musterbook.publish.tables.table import Cell, Table

Record = dict[str, Cell]
Records = Mapping[str, Sequence[Record]]
CLAIMS = ("figures", "incidents", "statements")


def share(records: Iterable[Record], test: Callable[[Record], bool]) -> float:
    """Return which share of some rows passes a test; of no rows all do.

    >>> share([{"a": 1}, {"a": None}], lambda it: it["a"] is not None), share([], lambda it: False)
    (0.5, 1.0)
    """
    passed = [test(record) for record in records]
    return sum(passed) / len(passed) if passed else 1.0


def claims_of(tables: Records) -> list[Record]:
    """Return the rows of claims of every kind."""
    return [record for name in CLAIMS for record in tables[name]]


def claims_on_page(tables: Records) -> float:
    """Return the share of claims whose page is among the documents."""
    known = {record["id"] for record in tables["documents"]}
    return share(claims_of(tables), lambda it: it["doc"] in known)


def claims_in_fact(tables: Records) -> float:
    """Return the share of claims whose fact is among the facts."""
    known = {record["id"] for record in tables["facts"]}
    return share(claims_of(tables), lambda it: it["fact"] in known)


MEASURED: dict[str, Callable[[Records], float]] = {
    "documents": lambda tables: float(len(tables["documents"])),
    "claims": lambda tables: float(len(claims_of(tables))),
    "claims_quoted": lambda tables: share(claims_of(tables), lambda it: bool(it["quote"])),
    "claims_on_page": claims_on_page,
    "claims_in_fact": claims_in_fact,
    "documents_hashed": lambda tables: share(tables["documents"], lambda it: bool(it["sha256"])),
    "documents_dated": lambda tables: share(tables["documents"], lambda it: bool(it["published"])),
    "documents_published_by_somebody": lambda tables: share(tables["documents"], lambda it: bool(it["publisher"])),
    "facts_reasoned": lambda tables: share(tables["facts"], lambda it: bool(it["count"])),
    "chains_closed": lambda tables: share(claims_of(tables), lambda it: not it["open"]),
}


def floors_from_tables(tables: Iterable[Table], floors: Iterable[Floor]) -> list[str]:
    """Return a phrase for each broken floor; raises CodebookError for one that nothing measures."""
    records: Records = {table.name: table.records() for table in tables}
    broken = []
    for floor in floors:
        if floor.name not in MEASURED:
            known = ", ".join(MEASURED)
            raise CodebookError(f"{floor.where}: nothing measures {floor.name!r}; name one of {known}")
        found, least = MEASURED[floor.name](records), float(floor.minimum)
        if found < least:
            broken.append(f"{floor.name} is {shown(found, least)}, below {least:g} ({floor.why})")
    return broken


def shown(found: float, least: float) -> str:
    """Return a value with as many places as it takes to tell it from its floor.

    >>> shown(0.5, 1), shown(0.99996, 1)
    ('0.5', '0.99996')
    """
    return next((text for places in range(2, 10) if float(text := f"{found:.{places}g}") < least), f"{found:g}")
