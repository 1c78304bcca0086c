"""`musterbook export`: a package that other people's tools open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, complain, progress, say


def export(
    out: Path,
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    form: Annotated[Literal["wacz"], Parameter(name="--as")] = "wacz",
    title: str = "Musterbook evidence base",
) -> int:
    """Write what a base holds into a package for others.

    A WACZ holds the archived pages, for players of web archives. It holds them as they were
    published, names included: hand it on only to whom you would hand the base.

    Example: `musterbook export evidence.wacz --as wacz --base muster`

    Parameters
    ----------
    out
        The file to write; one that is there is replaced when the new one is whole.
    form
        wacz: the archived pages with an index, for replay.
    title
        What the package calls itself.
    """
    from musterbook.release import wacz_from_base
    from musterbook.store.sqlite import open_base

    with open_base(base) as store:
        total = store.rows("SELECT count(DISTINCT raw) AS n FROM captures")[0]["n"]
        with progress("packing", total) as step:
            package = wacz_from_base(store, out, title=title, step=step)
    for fault in package.faults:
        complain(fault)
    say(f"Package     {out}: {package.pages:,} pages in {package.records:,} records")
    return 1 if package.faults else 0
