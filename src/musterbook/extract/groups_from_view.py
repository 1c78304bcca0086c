"""View -> cue rows that fire: rows of word groups (all of them in one sentence, any order) that speak of a theme or a happening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from musterbook.codebook.match import Hit, fold
from musterbook.codebook.schema import IncidentCue, ThemeCue
from musterbook.extract.views_from_page import View


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row compiled: it fires when every group has a word in the sentence and no blocker has."""

    value: str
    groups: tuple[frozenset[str], ...]
    unless: frozenset[str]
    needs: str
    weight: float
    where: str


@dataclass(frozen=True, slots=True)
class Fired:
    """A row that fired and the words that made it, left to right."""

    row: GroupRow
    words: tuple[Hit, ...]

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return max(hit.end for hit in self.words)


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Rows by the words of their first group."""

    by_word: dict[str, tuple[GroupRow, ...]]


def group_table(rows: Iterable[ThemeCue | IncidentCue]) -> GroupTable:
    """Compile the rows of a cue table."""
    by_word: dict[str, tuple[GroupRow, ...]] = {}
    for row in rows:
        groups = tuple(
            frozenset(fold(w.strip()) for w in g.split("|") if w.strip()) for g in row.words.split("+") if g.strip()
        )
        if not groups:
            continue
        unless = frozenset(fold(w.strip()) for w in row.unless.split("|") if w.strip())
        value, needs = (row.theme, "") if isinstance(row, ThemeCue) else (row.kind, row.needs)
        compiled = GroupRow(value, groups, unless, needs, float(row.weight or 5), row.where)
        for word in groups[0]:
            by_word[word] = (*by_word.get(word, ()), compiled)
    return GroupTable(by_word)


def fired_from_view(view: View, table: GroupTable) -> tuple[Fired, ...]:
    """Return the rows that fire in a sentence, the weightiest first."""
    hits = view.of("groups")
    present: dict[str, Hit] = {}
    for hit in hits:
        present.setdefault(hit.value, hit)
    found: dict[tuple[str, str], Fired] = {}
    for word in present:
        for row in table.by_word.get(word, ()):
            if any(group.isdisjoint(present) for group in row.groups[1:]):
                continue
            if (row.value, row.where) in found or not row.unless.isdisjoint(present):
                continue
            words = [_nearest(group, hits) for group in row.groups]
            if all(words):
                found[row.value, row.where] = Fired(row, tuple(sorted(w for w in words if w)))
    return tuple(sorted(found.values(), key=lambda f: (-f.row.weight, f.start, f.row.where)))


def _nearest(group: frozenset[str], hits: tuple[Hit, ...]) -> Hit | None:
    return next((hit for hit in hits if hit.value in group), None)
