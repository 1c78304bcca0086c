"""A Parquet file -> its rows, streamed through DuckDB, which sees that one file and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.item_from_list import ITEM
from musterbook.ingest.lists.rows_from_child import rows_from_child
from musterbook.ingest.lists.rows_from_sheet import Row, Rows
from musterbook.ingest.piece import Piece

COLUMNS = 500
MEMORY = "300MB"


def rows_from_parquet(piece: Piece, budget: Budget) -> Rows:
    """Yield the rows, every cell as text."""
    return rows_from_child(f"{__name__}:rows_from_path", piece, budget)


def rows_from_path(path: str) -> Iterator[Row | str]:
    """Yield the rows of a file; the child's side."""
    import duckdb

    try:
        with duckdb.connect(":memory:", config={"threads": 1, "memory_limit": MEMORY}) as base:
            confine(base, path)
            cells = base.execute("select * from read_parquet(?, binary_as_string = true) limit 0", [path]).description
            columns = [str(column[0]) for column in cells or ()]
            if len(columns) > COLUMNS:
                raise InputError(f"has {len(columns):,} columns, more than {COLUMNS}; save the ones that matter")
            base.execute(query(columns), [path])
            while row := base.fetchone():
                too_long = int(row[-1] or 0) > ITEM
                cells_as_text = map(text, row[:-1])
                yield (
                    f"longer than {ITEM:,} bytes; leave it out"
                    if too_long
                    else dict(zip(columns, cells_as_text, strict=True))
                )
    except (duckdb.Error, RuntimeError, ValueError, UnicodeError) as fault:
        why = str(fault).replace(path, "the file").partition("\n")[0][:120]
        raise InputError(f"not readable as Parquet ({why}); save it again, or as CSV") from None


def confine(base: Any, path: str) -> None:
    """Let DuckDB read that one file only, load nothing and write nothing."""
    literal = path.replace("'", "''")
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "temp_directory = ''",
        "TimeZone = 'UTC'",
        "enable_progress_bar = false",
        f"allowed_paths = ['{literal}']",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        base.execute(f"set {setting}")


def query(columns: list[str]) -> str:
    """Return what to ask: each cell as text, nothing where the row is too long; last, the bytes of the row."""
    names = ['"' + column.replace('"', '""') + '"' for column in columns]
    texts = ", ".join(f"cast({name} as varchar) as c{place}" for place, name in enumerate(names))
    length = " + ".join(f"coalesce(strlen(c{place}), 0)" for place in range(len(names)))
    cells = ", ".join(f"if(length > {ITEM}, null, c{place})" for place in range(len(names)))
    table = "read_parquet(?, binary_as_string = true)"
    return f"select {cells}, length from (select *, {length} as length from (select {texts} from {table}))"


def text(cell: Any) -> str:
    """Return a cell, "" for an empty one."""
    return "" if cell is None else str(cell)
