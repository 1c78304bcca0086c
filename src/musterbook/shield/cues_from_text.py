"""Text -> Cues: where the words stand that say who or what is beside them, with one flag for each character they cover."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from musterbook.codebook.guard import Guard
from musterbook.codebook.match import Hit, fold, hits_from_text

KEPT, STEM, ROLE = 1, 2, 4  # a known name · a word that only begins like one · a word for an office or a private role
LONGEST_CASE = 5  # letters that a case may add to a stem

_WITH = {flag: bytes(at | flag for at in range(256)) for flag in (KEPT, STEM, ROLE)}
_LETTERS = re.compile(r"\w*")
_STOP = re.compile(r"[.!?…;\n](?!\w)")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a text by table, in order of place; `flags` has a byte for each character."""

    text: str
    folded: str
    tables: dict[str, tuple[Hit, ...]]
    starts: dict[str, list[int]]
    ends: dict[str, list[int]]
    flags: bytes
    words: frozenset[str]  # what stands between spaces

    def last(self, table: str, before: int) -> Hit | None:
        """Return the last cue that ends at or before a place."""
        at = bisect_right(self.ends.get(table, []), before)
        return self.tables[table][at - 1] if at else None

    def first(self, table: str, after: int) -> Hit | None:
        """Return the first cue that begins at or after a place."""
        at = bisect_left(self.starts.get(table, []), after)
        return self.tables[table][at] if table in self.tables and at < len(self.tables[table]) else None

    def of(self, table: str) -> tuple[Hit, ...]:
        """Return the cues of one table."""
        return self.tables.get(table, ())

    def same_sentence(self, start: int, end: int) -> bool:
        """True when nothing between two places ends a sentence."""
        return not _STOP.search(self.text, start, end)


def cues_from_text(text: str, guard: Guard) -> Cues:
    """Find every cue of the guard's tables in one pass; of an office and a private role at one place the longer one stays."""
    folded = fold(text)
    tables: dict[str, list[Hit]] = {}
    for hit in hits_from_text(text, folded, guard.matcher):
        whole = _whole(text, hit)
        if whole is not None:
            tables.setdefault(hit.table, []).append(whole)
    office, private = tables.get("office", []), tables.get("private", [])
    tables["office"], tables["private"] = _outside(office, private, True), _outside(private, office, False)
    flags = bytearray(len(text))
    for hit in tables.get("keep", []):
        flag = STEM if hit.value == "stem" else KEPT
        flags[hit.start : hit.end] = flags[hit.start : hit.end].translate(_WITH[flag])
    for hit in (*tables["office"], *tables["private"]):
        flags[hit.start : hit.end] = flags[hit.start : hit.end].translate(_WITH[ROLE])
    return Cues(
        text,
        folded,
        {table: tuple(found) for table, found in tables.items()},
        {table: [hit.start for hit in found] for table, found in tables.items()},
        {table: [hit.end for hit in found] for table, found in tables.items()},
        bytes(flags),
        frozenset(text.split()),
    )


def _whole(text: str, hit: Hit) -> Hit | None:
    """Return a hit up to the end of its word; a known name has a capital, and no more letters than a case."""
    end = hit.end
    if end < len(text) and text[end].isalnum():
        letters = _LETTERS.match(text, end)
        end = letters.end() if letters else end
    if hit.table == "keep" and (
        end - hit.end > LONGEST_CASE or not (text[hit.start].isupper() or text[hit.start].isdigit())
    ):
        return None
    return hit if end == hit.end else Hit(hit.start, end, hit.table, hit.value)


def _outside(hits: list[Hit], others: list[Hit], equal: bool) -> list[Hit]:
    """Return the hits that lie in no longer hit of the other table (in none as long, when `equal`)."""
    starts = [other.start for other in others]
    kept = []
    for hit in hits:
        inside = False
        for other in others[max(0, bisect_right(starts, hit.start) - 2) : bisect_left(starts, hit.end)]:
            covers = other.start <= hit.start and hit.end <= other.end
            longer = other.end - other.start > hit.end - hit.start
            inside |= covers and (longer or equal)
        if not inside:
            kept.append(hit)
    return kept
