"""Figures that somebody coded before, each beside what the base reads on the same page. Reads only."""

from __future__ import annotations

import re
from typing import Any

from musterbook.store.sqlite import Base

Row = dict[str, Any]
SAME, OTHERWISE, NOT_READ, NO_PAGE, NO_NUMBER = "same", "otherwise", "not read", "page not in the base", "no number"
_SCHEME = re.compile(r"^[a-z]+://(?:www\.|m\.|amp\.)?")
_TAIL = re.compile(r"[?#].*$|/(?:amp/?)?$")


def coded(base: Base) -> list[Row]:
    """Return every coded figure with `result` (same, otherwise, not read ...), the claim it meets, and what differs."""
    pages: dict[str, list[str]] = {}
    for row in base.rows("SELECT id, url, publisher FROM documents ORDER BY id"):
        for key in filter(None, (address(row["url"]), (row["publisher"] or "").casefold())):
            pages.setdefault(key, []).append(row["id"])
    found = base.rows("SELECT * FROM coded ORDER BY source, number")
    return [{**row, **beside(row, base, pages)} for row in found]


def address(url: str) -> str:
    """Return an address without what does not change the page: scheme, www, query, the last stroke.

    >>> address("https://www.a.example/x/?utm=1"), address("http://a.example/x")
    ('a.example/x', 'a.example/x')
    """
    return _TAIL.sub("", _TAIL.sub("", _SCHEME.sub("", url.strip().casefold())))


def beside(row: Row, base: Base, pages: dict[str, list[str]]) -> Row:
    """Return what the base reads where this figure was coded: on the page with its address, else on its outlet's pages."""
    docs = pages.get(address(row["url"] or "")) or pages.get((row["outlet"] or "").casefold()) or []
    if not docs:
        return {"result": NO_PAGE, "claim": None, "differs": ""}
    if row["low"] is None:
        return {"result": NO_NUMBER, "claim": None, "differs": ""}
    marks = ", ".join("?" * len(docs))
    sql = f"SELECT * FROM figures WHERE doc IN ({marks}) AND (low = ? OR high = ?) ORDER BY id"
    figures = base.rows(sql, [*docs, row["low"], row["high"]])
    if not figures:
        return {"result": NOT_READ, "claim": None, "differs": ""}
    best = min(figures, key=lambda it: (len(differences(row, it)), it["id"]))
    differs = differences(row, best)
    said = "; ".join(differs)
    return {"result": OTHERWISE if differs else SAME, "claim": best["id"], "differs": said}


def differences(row: Row, figure: Row) -> list[str]:
    """Return the slots in which a coded figure and a read one differ, in words; a blank in the sheet differs from nothing."""
    pairs = [("measure", row["measure"], figure["measure"])]
    bound = re.sub(r"_(?:pct|ratio)$", "", row["bound"] or "").replace("range", "between").replace("at_most", "up_to")
    pairs.append(("bound", bound, figure["bound"]))
    if row["high"] != row["low"]:
        pairs.append(("high", row["high"], figure["high"]))
    return [f"{slot}: coded {ours}, read {theirs}" for slot, ours, theirs in pairs if ours and ours != theirs]
