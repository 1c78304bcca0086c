"""`musterbook claims`: the claims of a base, listed and filtered."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any, Literal

from musterbook.errors import UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, chosen, dump, found_in, say, show

if TYPE_CHECKING:
    from musterbook.store.sqlite import Base

FIRST = 50  # rows of a table that fit a few screens
COLUMNS = ("id", "kind", "document", "publisher", "published", "what", "low", "high", "bound", "unit", "per")
LATER = ("population", "place", "country", "period", "date", "time")
LAST = ("chain", "origin", "open", "stance", "quote", "start", "end", "url")


def claims(
    *,
    base: BaseFolder = DEFAULT_BASE,
    measure: str | None = None,
    side: str | None = None,
    place: str | None = None,
    period: str | None = None,
    origin: str | None = None,
    document: str | None = None,
    search: str | None = None,
    kind: Literal["figure", "incident", "statement"] | None = None,
    limit: int | None = None,
    format: Literal["table", "json", "csv"] = "table",
) -> int:
    """List the claims of a base, the latest publication first.

    Example: `musterbook claims --measure sentences --period 2024 --format csv`

    Parameters
    ----------
    measure
        Only figures of this measure.
    side
        Only claims about this side (two letters, as RU).
    place
        Only claims whose place holds these words.
    period
        Only claims whose period lies inside this one: 2024, 2024-03, or 2023-10/2024-03.
    origin
        Only claims whose origin holds these words; the origin of a document's own word is its publisher.
    document
        Only claims of this document (its name, or the beginning of its id).
    search
        Only claims whose quote or title has all these words; `word*` for everything that begins so.
    kind
        Only claims of this kind.
    limit
        How many at most; 0 for all. A table shows 50 unless told.
    format
        table to look at; json or csv to work with.
    """
    from musterbook.store.claims_from_base import Wanted
    from musterbook.store.claims_from_base import claims as find
    from musterbook.store.sqlite import open_base

    if limit is not None and limit < 0:
        raise UsageError(f"--limit {limit} is below 0; give 0 for all")
    if period is not None:
        check_period(period)
    with open_base(base) as store:
        check_known(store, measure, side, origin)
        dims = () if side is None else (("side", side),)
        found = find(store, Wanted(kind, measure, place, period, origin, document, search, dims))
    most = (FIRST if format == "table" else 0) if limit is None else limit
    WRITERS[format](found[:most] if most else found, len(found))
    return 0


def check_known(store: Base, measure: str | None, side: str | None, origin: str | None) -> None:
    """Raise UsageError when the base holds nothing by a name that is asked for; the message says what it holds."""
    from musterbook.store.claims_from_base import measures, origins, values

    if measure is not None:
        chosen("--measure", measure, measures(store))
    if side is not None:
        chosen("--side", side.upper(), values(store, "side"))
    if origin is not None:
        found_in("--origin", origin, origins(store))


def check_period(period: str) -> None:
    """Raise UsageError unless a period is a year, month or day, or two of them; `..` is an open end."""
    from musterbook.ingest.sidecar import iso_date

    try:
        for end in period.split("/", 1):
            if end != "..":
                iso_date(end)
    except ValueError:
        what = "write a year, month or day that exists, or two of them: 2024, 2024-03, 2023-10/2024-03"
        raise UsageError(f"--period {period!r} is not a period; {what}") from None


def write_json(rows: list[dict[str, Any]], _: int) -> None:
    """Print rows as a JSON list."""
    dump(rows)


def write_table(rows: list[dict[str, Any]], total: int) -> None:
    """Print rows to look at, and how many there are."""
    from musterbook.publish.tables_from_claims import claims_table

    if not rows:
        say("No claim fits; leave out a filter, or see `musterbook claims --help`.")
        return
    show([claims_table(rows)])
    say(f"{len(rows):,} of {total:,} claims" + ("; --limit 0 shows all" if len(rows) < total else ""))


def write_csv(rows: list[dict[str, Any]], _: int) -> None:
    """Print rows of all kinds under one header; a chain is written nearest first with arrows."""
    fixed = {*COLUMNS, *LATER, *LAST, "cues", "doc", "by", "measure", "type", "theme"}
    dims = sorted({key for row in rows for key in row} - fixed)
    out = csv.DictWriter(sys.stdout, [*COLUMNS, *LATER, *dims, *LAST], extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    for row in rows:
        what = row.get("measure") or row.get("type") or row.get("theme")
        out.writerow({**row, "what": what, "chain": " → ".join(row["chain"])})


WRITERS = {"table": write_table, "json": write_json, "csv": write_csv}
