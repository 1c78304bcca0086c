"""`musterbook coded`: figures that somebody coded by hand, beside what is read on the same pages."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, dump, say, show


def coded(
    *, base: BaseFolder = DEFAULT_BASE, differing: bool = False, format: Literal["table", "json"] = "table"
) -> int:
    """Set the figures of your own coding sheets beside what is read on the pages they were coded from.

    `build` takes in a sheet (CSV, XLSX, JSON lines, Parquet) with the columns value, measure, url or outlet, and, where
    you have them, id, chain, population, bound, per, side, formation, place, period.

    Example: `musterbook coded --base muster --differing`

    Parameters
    ----------
    differing
        Only figures that are read otherwise, or not at all, on a page that the base holds.
    format
        table to look at, json to work with.
    """
    from musterbook.publish.tables_from_documents import coded_table
    from musterbook.store.coded_from_base import NOT_READ, OTHERWISE
    from musterbook.store.coded_from_base import coded as find
    from musterbook.store.sqlite import open_base

    with open_base(base) as store:
        found = find(store)
    counts = Counter(row["result"] for row in found)
    shown = [row for row in found if row["result"] in (OTHERWISE, NOT_READ)] if differing else found
    if format == "json":
        dump(shown)
    elif not found:
        say("No coded figures yet; give `musterbook build` a sheet with the columns value, measure and url.")
    else:
        show([coded_table(shown)])
        say("; ".join(f"{result} {count:,}" for result, count in sorted(counts.items())))
    return 0
