"""`musterbook show`: one claim in its context, with the reason for every value."""

from __future__ import annotations

from typing import Literal

from musterbook.errors import UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, dump, suggestion
from musterbook.verbs.common import show as print_parts


def show(claim: str, /, *, base: BaseFolder = DEFAULT_BASE, format: Literal["table", "json"] = "table") -> int:
    """Show one claim: its quote in its context, its chain with the words that say so, every value with its reason.

    Example: `musterbook show 3fa9c1 --base muster`

    Parameters
    ----------
    claim
        The claim's id, or as much of its beginning as is unique (`musterbook claims` lists them).
    format
        table to look at, json to work with.
    """
    from musterbook.publish.tables_from_claims import around, claim_view
    from musterbook.store.claims_from_base import claim as find
    from musterbook.store.claims_from_base import claim_ids
    from musterbook.store.sqlite import open_base

    with open_base(base) as store:
        row = find(store, full_id(claim.lower(), claim_ids(store)))
    before, after = around(row.pop("text"), row["start"], row["end"])
    row = {**row, "before": before, "after": after}
    if format == "json":
        dump(row)
    else:
        print_parts(claim_view(row))
    return 0


def full_id(start: str, known: list[str]) -> str:
    """Return the one id that begins so; raises UsageError with what was perhaps meant."""
    fits = [id for id in known if id.startswith(start)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise UsageError(f"{len(fits)} claims begin with {start!r}: {', '.join(fits[:4])}; give more of the id")
    near = suggestion(start, known[:20_000]) if known else "the base holds no claims yet"
    raise UsageError(f"no claim {start!r}; {near if 'did you' in near else 'list them with `musterbook claims`'}")
