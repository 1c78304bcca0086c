"""Tables -> a Frictionless Data Package v2: the tables as CSV, and a descriptor that says what is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from musterbook.publish.tables.citation import Citation
from musterbook.publish.tables.csv_from_tables import csv_from_tables
from musterbook.publish.tables.table import Table

PROFILES = "https://datapackage.org/profiles/2.0"
FOLDER = "data"


def datapackage_from_tables(tables: Sequence[Table], folder: Path, cited: Citation) -> list[Path]:
    """Write data/*.csv and datapackage.json; return them."""
    (folder / FOLDER).mkdir()
    made = csv_from_tables(tables, folder / FOLDER)
    resources = [resource(table, path) for table, path in zip(tables, made, strict=True)]
    known = {table.name for table in tables}
    for it in resources:
        keys = it["schema"]["foreignKeys"]
        it["schema"]["foreignKeys"] = [key for key in keys if key["reference"]["resource"] in known]
    descriptor = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": re.sub(r"[^a-z0-9._-]+", "-", cited.title.lower()).strip("-.") or "evidence",
        "title": cited.title,
        "description": cited.abstract,
        "version": cited.version,
        "created": f"{cited.released}T00:00:00Z",
        "keywords": list(cited.keywords),
        "contributors": [{"title": cited.author, "roles": ["creator"]}],
        "licenses": [{"name": cited.licence, "title": cited.licence_note}],
        "sources": [{"title": note} for note in cited.credits],
        "resources": resources,
    }
    path = folder / "datapackage.json"
    whole = {key: value for key, value in descriptor.items() if value}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [*made, path]


def resource(table: Table, path: Path) -> dict[str, Any]:
    """Return the descriptor of one table and its file."""
    raw = path.read_bytes()
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": f"{FOLDER}/{path.name}",
        "title": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{sha256(raw).hexdigest()}",
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of a table; a key whose parts may be empty is none for Frictionless."""
    whole = all(row[table.names().index(name)] is not None for row in table.rows for name in table.key)
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [
            {"name": column.name, "type": column.type, "description": column.description} for column in table.columns
        ],
        "missingValues": [""],
        **({"primaryKey": list(table.key)} if whole else {}),
        "foreignKeys": [
            {"fields": [it.column], "reference": {"resource": it.table, "fields": [it.to]}} for it in table.references
        ],
    }
