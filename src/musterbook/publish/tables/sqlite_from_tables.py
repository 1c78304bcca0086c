"""Tables -> one SQLite file that Datasette opens, and its metadata. Shielded: it is made of what may leave, not of the base."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from musterbook.publish.tables.citation import Citation
from musterbook.publish.tables.table import Table

FILE, METADATA = "musterbook.db", "metadata.json"
TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
FACETS = {
    "figures": ["measure", "stance"],
    "incidents": ["type", "country"],
    "statements": ["theme"],
    "facts": ["verdict"],
}


def sqlite_from_tables(tables: Sequence[Table], folder: Path, cited: Citation) -> list[Path]:
    """Write the file and its metadata; the same rows give the same bytes."""
    path = folder / FILE
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("BEGIN")
        for table in tables:
            base.execute(creation(table, {it.name for it in tables}))
            marks = ", ".join("?" * len(table.columns))
            base.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({marks})", table.rows)
            for it in table.references:
                name = quoted(f"{table.name}_by_{it.column}")
                base.execute(f"CREATE INDEX {name} ON {quoted(table.name)} ({quoted(it.column)})")
        base.execute("COMMIT")
        base.execute("VACUUM")
    about = folder / METADATA
    about.write_text(json.dumps(metadata(tables, cited), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [path, about]


def creation(table: Table, known: set[str]) -> str:
    """Return the statement that makes a table; a key whose parts may be empty is no primary key."""
    names = table.names()
    parts = [f"{quoted(column.name)} {TYPES[column.type]}" for column in table.columns]
    if all(row[names.index(name)] is not None for row in table.rows for name in table.key):
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    for it in table.references:
        if it.table in known:
            parts.append(f"FOREIGN KEY ({quoted(it.column)}) REFERENCES {quoted(it.table)} ({quoted(it.to)})")
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)}) STRICT"


def metadata(tables: Sequence[Table], cited: Citation) -> dict[str, Any]:
    """Return what Datasette shows beside the rows."""
    described = {
        table.name: {
            "description": table.description,
            "columns": {column.name: column.description for column in table.columns},
            **({"facets": FACETS[table.name]} if table.name in FACETS else {}),
        }
        for table in tables
    }
    return {
        "title": cited.title,
        "description": f"{cited.abstract} Version {cited.version}, {cited.released}.",
        "license": f"{cited.licence}: {cited.licence_note}",
        "source": f"{cited.author}; {'; '.join(cited.credits)}",
        "databases": {FILE.partition(".")[0]: {"tables": described}},
    }


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
