"""`musterbook documents`: what is in a base, and how each document came there."""

from __future__ import annotations

from typing import Any, Literal

from musterbook.errors import UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, dump, say, show, suggestion

FIRST = 50  # rows of a table that fit a few screens


def documents(
    document: str | None = None,
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    search: str | None = None,
    limit: int | None = None,
    format: Literal["table", "json"] = "table",
) -> int:
    """List the documents of a base; name one, and see its capture records: where its bytes are from, and their hashes.

    Example: `musterbook documents --base muster --search telegram`

    Parameters
    ----------
    document
        The name of a document, or the beginning of its id.
    search
        Only documents whose name, title, publisher, address or file hold all these words.
    limit
        How many at most; 0 for all. A table shows 50 unless told.
    format
        table to look at, json to work with.
    """
    from musterbook.publish.tables_from_documents import document_view, documents_table
    from musterbook.store.documents_from_base import captures
    from musterbook.store.documents_from_base import documents as find
    from musterbook.store.sqlite import open_base

    if limit is not None and limit < 0:
        raise UsageError(f"--limit {limit} is below 0; give 0 for all")
    with open_base(base) as store:
        found = find(store, search)
        if document is not None:
            found = one_of(document, found)
            records = {row["id"]: captures(store, row["id"]) for row in found}
            if format == "json":
                dump([{**row, "capture_records": records[row["id"]]} for row in found])
            else:
                show(part for row in found for part in document_view(row, records[row["id"]]))
            return 0
    most = (FIRST if format == "table" else 0) if limit is None else limit
    shown = found[:most] if most else found
    if format == "json":
        dump(shown)
    elif not found:
        say("No document fits; leave out --search, or take some in with `musterbook build`.")
    else:
        show([documents_table(shown)])
        say(
            f"{len(shown):,} of {len(found):,} documents" + ("; --limit 0 shows all" if len(shown) < len(found) else "")
        )
    return 0


def one_of(document: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the documents of that name or id; raises UsageError with what was perhaps meant."""
    fits = [row for row in found if row["name"] == document or str(row["id"]).startswith(document.lower())]
    if not fits:
        known = [str(row["name"]) for row in found]
        raise UsageError(f"no document {document!r}; {suggestion(document, known)}")
    return fits
