"""`musterbook shield report` and `shield remove`: what is held back from whatever leaves a base, and taking a document out for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from musterbook.errors import UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, codebook_for, dump, own_rows, say, show
from musterbook.verbs.decide import exists, login
from musterbook.verbs.documents import one_of

if TYPE_CHECKING:
    from musterbook.disclosure import Report
    from musterbook.store.removal_of_document import Removal


def report(
    *, base: BaseFolder = DEFAULT_BASE, pack: str | None = None, format: Literal["table", "json"] = "table"
) -> int:
    """Count what is masked in everything that leaves a base, by rule, and what is held back. Never a name.

    Example: `musterbook shield report --base muster`

    Parameters
    ----------
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    format
        table to look at, json to work with.
    """
    from musterbook.codebook.load_guard import load_guard
    from musterbook.disclosure import report_from_base
    from musterbook.store.sqlite import open_base

    codebook = codebook_for(pack, own_rows(base))
    guard = load_guard(pack or codebook.pack, own_rows(base))
    with open_base(base) as store:
        found = report_from_base(store, codebook, guard=guard)
    if format == "json":
        dump(record(found))
    else:
        write_table(found)
    return 0


def record(found: Report) -> dict[str, Any]:
    """Return a report as what JSON holds."""
    rows = [{"rule": it.rule, "masks": it.masks, "documents": it.documents} for it in found.counts]
    withheld = [{"what": what, "claims": count} for what, count in found.withheld]
    return {
        "documents": found.documents,
        "closed": found.closed,
        "masked": rows,
        "withheld": withheld,
        "coarse": found.coarse,
    }


def write_table(found: Report) -> None:
    """Print a report to look at."""
    from rich.table import Table

    if found.counts:
        table = Table("Hidden by rule", box=None, pad_edge=False)
        for name in ("Spans", "Documents"):
            table.add_column(name, justify="right")
        for it in found.counts:
            table.add_row(it.rule, f"{it.masks:,}", f"{it.documents:,}")
        show([table])
    else:
        say("Nothing is masked.")
    withheld = ", ".join(f"{what} {count:,}" for what, count in found.withheld)
    say(f"Withheld    {sum(count for _, count in found.withheld):,} claims{f' ({withheld})' if withheld else ''}")
    say(f"Coarsened   {found.coarse:,} places, told by their region")
    say(f"Documents   {found.documents:,} may leave; {found.closed:,} are restricted and stay in the base")


def remove(
    document: str,
    /,
    *,
    why: str,
    base: BaseFolder = DEFAULT_BASE,
    who: str | None = None,
    pack: str | None = None,
) -> int:
    """Take a document out for good: text, claims and bytes. Its hash and your reason stay in the custody log.

    No build takes the same text in again. A package or copy that you gave away is not changed by this.

    Example: `musterbook shield remove 3fa9c1 --why "asked for by the person it names" --base muster`

    Parameters
    ----------
    document
        The name of a document, or the beginning of its id; it must fit one document only.
    why
        Your reason, for the log. Do not write a name into it.
    who
        Your name, for the log; without it the name you are logged in by.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    """
    from musterbook.compare import compare
    from musterbook.intake import find_copies
    from musterbook.store.documents_from_base import documents
    from musterbook.store.removal_of_document import remove_document
    from musterbook.store.sqlite import open_base

    if not why.strip():
        raise UsageError("--why is empty; say in a few words why it is taken out")
    exists(base)
    codebook = codebook_for(pack, own_rows(base))
    with open_base(base, write=True) as store:
        fits = one_of(document, documents(store))
        if len(fits) > 1:
            raise UsageError(f"{len(fits)} documents are called {document!r}; give the id of one")
        store.who = who or login() or store.who
        done = remove_document(store, fits[0]["id"], why.strip())
        find_copies(store)
        compare(store, codebook)
    told(done)
    return 0


def told(done: Removal) -> None:
    """Print what was taken out, and what could not be."""
    say(
        f"Removed     {done.doc}: its text and {done.claims:,} claims; the custody log keeps the hash {done.sha256[:16]}…"
    )
    if done.files:
        say(f"Archive     {len(done.files):,} files deleted")
    if done.kept:
        say(f"Still there its bytes, inside {len(done.kept):,} archived files with other documents in them")
    if done.alike:
        say(f"Alike       {len(done.alike):,} documents repeat its text: {', '.join(done.alike)}")
