"""`musterbook release`: two releases side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from musterbook.verbs.common import dump, say, show

MOST = 40  # rows of a table that fit a screen or two


def diff(before: Path, after: Path, /, *, format: Literal["table", "json"] = "table") -> int:
    """Show which rows were added, changed or withdrawn from one release to another, whatever forms they are in.

    Example: `musterbook release diff release-1 release-2`

    Parameters
    ----------
    before
        The folder of the earlier release.
    after
        The folder of the later one.
    format
        table to look at, json for every row.
    """
    from musterbook.publish.grid_from_rows import Column, Grid
    from musterbook.publish.release_from_tables import changes_between, counted, release_from_folder

    old, new = release_from_folder(before), release_from_folder(after)
    changes = changes_between(old, new)
    if format == "json":
        rows = [{"table": it.table, "id": it.id, "what": it.what, "columns": list(it.columns)} for it in changes]
        dump({"before": old.version, "after": new.version, "counts": counted(changes), "rows": rows})
        return 0
    say(f"{old.version} -> {new.version}")
    if not changes:
        say("The same rows in both.")
        return 0
    totals = Grid("", tuple(Column(name, 30, fixed=True) for name in ("table", "added", "changed", "withdrawn")))
    for table, counts in counted(changes).items():
        totals.add(table, *(f"{count:,}" for count in counts.values()))
    listed = Grid(
        "", (Column("what", 9, fixed=True), Column("table", 12, fixed=True), Column("row", 40), Column("columns", 60))
    )
    order = sorted(changes, key=lambda it: (("withdrawn", "changed", "added").index(it.what), it))
    for it in order[:MOST]:
        listed.add(it.what, it.table, it.id, ", ".join(it.columns))
    show([totals, listed])
    if len(changes) > MOST:
        say(f"{MOST} of {len(changes):,} rows; --format json lists all")
    return 0
