"""`musterbook verify`: is every byte still what it was?"""

from __future__ import annotations

from typing import Literal

from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, complain, dump, progress, say


def verify(*, base: BaseFolder = DEFAULT_BASE, format: Literal["table", "json"] = "table") -> int:
    """Compute every hash of a base again: archived bytes, texts, quotes, captures, the chain of custody.

    Names what is damaged, missing or changed, and ends with status 1 when anything is. Changes nothing.

    Example: `musterbook verify --base muster`

    Parameters
    ----------
    format
        table to look at, json to work with.
    """
    from musterbook.store.sqlite import open_base
    from musterbook.store.verification_from_base import Checked, verification_from_base

    checked = Checked()
    with open_base(base) as store:
        total = store.rows("SELECT count(DISTINCT raw) AS n FROM captures")[0]["n"]
        with progress("checking", total) as step:
            troubles = list(verification_from_base(store, checked, step))
    damaged = [trouble for trouble in troubles if trouble.damage]
    if format == "json":
        rows = [{"where": it.where, "what": it.what, "damage": it.damage} for it in troubles]
        counts = ("files", "documents", "claims", "lines")
        dump({"ok": not damaged, "checked": {name: getattr(checked, name) for name in counts}, "troubles": rows})
        return 1 if damaged else 0
    for trouble in troubles:
        if trouble.damage:
            complain(f"{trouble.where}: {trouble.what}")
        else:
            say(f"Note        {trouble.where}: {trouble.what}")
    say(f"Checked     {checked.files:,} archived files, {checked.documents:,} texts, {checked.claims:,} quotes")
    say(f"Custody     {checked.lines:,} lines, each with the hash of the one before")
    say("Result      everything is as it was taken in" if not damaged else f"Result      {len(damaged):,} do not hold")
    return 1 if damaged else 0
