"""`musterbook decide`: a person's word on two claims, which comes before every rule."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from musterbook.errors import BaseError, UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, codebook_for, own_rows, say, show
from musterbook.verbs.show import full_id

if TYPE_CHECKING:
    from musterbook.store.sqlite import Base


def decide(
    left: str,
    right: str,
    judgement: Literal["same", "different", "unsure"],
    /,
    *,
    why: str,
    base: BaseFolder = DEFAULT_BASE,
    who: str | None = None,
    pack: str | None = None,
) -> int:
    """Say whether two claims are about one fact; facts, origins and verdicts follow at once.

    What you say comes before the rules and outlives every build. Nothing is lost: `unsure` gives the two back to the rules.

    Example: `musterbook decide 3fa9c1 77b20e different --why "two units, not one" --base muster`

    Parameters
    ----------
    left
        The id of a claim, or as much of its beginning as is unique.
    right
        The id of the other claim.
    judgement
        same: one fact, whatever the rules say; different: never one fact; unsure: what the rules say.
    why
        Your reason, for whoever asks later.
    who
        Your name, for the record; without it the name you are logged in by.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    """
    from musterbook.compare import compare, version
    from musterbook.compared import Judgement
    from musterbook.store.claims_from_base import claim_ids
    from musterbook.store.comparison_rows import decide as record
    from musterbook.store.sqlite import open_base

    if not why.strip():
        raise UsageError("--why is empty; say in a few words what you decided on")
    exists(base)
    codebook = codebook_for(pack, own_rows(base))
    with open_base(base, write=True) as store:
        known = claim_ids(store)
        one, two = full_id(left.lower(), known), full_id(right.lower(), known)
        check(store, one, two, judgement)
        if store.rows("SELECT version FROM compared") != [{"version": version(codebook)}]:
            compare(store, codebook)  # so that what follows is what the decision changed, and nothing else
        before = facts_of(store)
        store.who = who or login() or store.who
        record(store, one, two, Judgement(judgement), why=why.strip())
        compare(store, codebook)
        after = facts_of(store)
        told(store, (one, two), before, after)
    return 0


def exists(base: Path) -> None:
    """Raise BaseError when there is no base yet: opening one to write would make it."""
    from musterbook.store.sqlite import open_base

    open_base(base).close()


def login() -> str:
    """Return the name somebody is logged in by, "" where the system does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def check(store: Base, one: str, two: str, judgement: str) -> None:
    """Raise UsageError for a claim and itself, two kinds of claim, or ends that other decisions forbid."""
    if one == two:
        raise UsageError(f"{one} is one claim; give the ids of two")
    kinds = {id: kind for kind in ("figures", "incidents", "statements") for id in held(store, kind, one, two)}
    if judgement == "same" and kinds[one] != kinds[two]:
        raise UsageError(f"one of {kinds[one]} and one of {kinds[two]} are never one fact; give two of a kind")
    if not {one, two} <= {row["claim"] for row in store.rows("SELECT claim FROM entries")} and compared(store):
        raise BaseError("one of the two is not compared yet; run `musterbook build` on the base once")


def held(store: Base, table: str, one: str, two: str) -> list[str]:
    """Return which of two claims a table holds."""
    return [row["id"] for row in store.rows(f"SELECT id FROM {table} WHERE id IN (?, ?)", (one, two))]


def compared(store: Base) -> bool:
    """True when the base's claims have been compared."""
    return bool(store.rows("SELECT 1 FROM compared"))


def facts_of(store: Base) -> dict[str, str]:
    """Return the fact of every claim."""
    return {row["claim"]: row["cluster"] for row in store.rows("SELECT claim, cluster FROM clusters")}


def told(store: Base, pair: tuple[str, str], before: dict[str, str], after: dict[str, str]) -> None:
    """Print which facts are new, of which they are made, and what they come to."""
    from musterbook.publish.record_from_fact import record_from_fact
    from musterbook.publish.tables_from_clusters import clusters_table
    from musterbook.store.comparison_rows import held_entries
    from musterbook.verbs.clusters import facts_in_base

    gone = sorted({*before.values()} - {*after.values()})
    new = sorted({*after.values()} - {*before.values()})
    shared = len({after[id] for id in pair}) == 1
    if not new:
        say(f"Recorded; no fact changed: the two {'are' if shared else 'are not'} one fact, as before.")
        return
    say(f"Recorded; the two {'are one fact' if shared else 'are two facts'} now.")
    say(f"Facts       {' + '.join(id[:8] for id in gone)}  →  {' + '.join(id[:8] for id in new)}")
    facts = facts_in_base(store, new)
    entries = held_entries(store, {id for fact in facts.values() for id in fact.cluster.members})
    rows: list[dict[str, Any]] = [record_from_fact(facts[id], entries) for id in new]
    show([clusters_table(rows)])
