"""Tables -> Parquet, written by DuckDB: one file a table, the same bytes for the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from musterbook.publish.tables.table import Table

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
LONGEST = 64 << 20  # bytes of a row as JSON: far above what a quote may have
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "preserve_insertion_order": True,
    "autoinstall_known_extensions": False,
}


def parquet_from_tables(tables: Iterable[Table], folder: Path) -> list[Path]:
    """Write a file a table; return them. Rows go through JSON lines, since DuckDB takes single rows slowly."""
    import duckdb

    made = []
    with TemporaryDirectory(prefix="musterbook-") as spare, duckdb.connect(":memory:", config=SETTINGS) as base:
        for table in tables:
            rows, path = Path(spare, f"{table.name}.jsonl"), folder / f"{table.name}.parquet"
            with rows.open("w", encoding="utf-8", newline="\n") as out:
                out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in table.records())
            base.execute(query(table, rows, path))
            made.append(path)
    return made


def query(table: Table, rows: Path, path: Path) -> str:
    """Return what makes a Parquet file of JSON lines; the order of rows and columns is kept."""
    names = ", ".join(f"{quoted(column.name)}: '{TYPES[column.type]}'" for column in table.columns)
    source = f"read_json({literal(rows)}, format = 'newline_delimited', columns = {{{names}}}, maximum_object_size = {LONGEST})"
    return f"COPY (SELECT * FROM {source}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(path: Path) -> str:
    """Return a path as a text of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
