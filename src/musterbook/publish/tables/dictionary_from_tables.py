"""Tables -> their data dictionary: what every column means, as a table of its own."""

from __future__ import annotations

from collections.abc import Iterable

from musterbook.publish.tables.table import Cell, Column, Table

COLUMNS = (
    Column("table", "string", "Table", "#meta+table"),
    Column("column", "string", "Column", "#meta+column"),
    Column("type", "string", "string, integer, number or boolean; an empty cell says nothing", "#meta+type"),
    Column("key", "boolean", "True for a column that tells rows apart", "#meta+key"),
    Column("refers_to", "string", "Table and column whose values it holds", "#meta+reference"),
    Column("hxl", "string", "HXL tag, written without its leading sign", "#meta+tag"),
    Column("description", "string", "What it means", "#description"),
)


def dictionary_from_tables(tables: Iterable[Table]) -> Table:
    """Return the dictionary of some tables, in their order."""
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        points = {it.column: f"{it.table}.{it.to}" for it in table.references}
        for it in table.columns:
            row = (table.name, it.name, it.type, it.name in table.key, points.get(it.name), it.hxl[1:], it.description)
            rows.append(row)
    return Table("dictionary", "What every column means", ("table", "column"), COLUMNS, tuple(rows))
