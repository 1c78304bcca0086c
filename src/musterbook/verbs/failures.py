"""`musterbook failures`: what could not be read, and why."""

from __future__ import annotations

from typing import Literal

from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, dump, say, show


def failures(*, base: BaseFolder = DEFAULT_BASE, format: Literal["table", "json"] = "table") -> int:
    """List the files, and the parts of files, that could not be read, each with the reason and what to do.

    They are tried again when they change, and when Musterbook learns to read more.

    Example: `musterbook failures --base muster`

    Parameters
    ----------
    format
        table to look at, json to work with.
    """
    from musterbook.publish.tables_from_documents import failures_table
    from musterbook.store.documents_from_base import failures as find
    from musterbook.store.sqlite import open_base

    with open_base(base) as store:
        found = find(store)
    if format == "json":
        dump(found)
    elif found:
        show([failures_table(found)])
    else:
        say("Everything could be read.")
    return 0
