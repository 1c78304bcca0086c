"""View -> cue rows that fire: rows of word groups (all of them in one sentence, any order) that speak of a theme or a happening."""

from __future__ import annotations

from collections.abc import Iterable

from musterbook.codebook.match import Hit
from musterbook.codebook.schema import IncidentCue, ThemeCue
from musterbook.extract.lexis_from_codebook import CLASS, alternatives
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen

REACH = 120  # code points that the words of one row may span; swept 70-160, flat above 120
COUNTRY = CLASS + "country"  # any country, its adjective or its people
MANY = 8  # words of one group in a sentence that are looked at


@frozen
class GroupRow:
    """A row compiled: it fires when every group has a word in the sentence and no blocker has.

    `nested`: one word may lie within another, as "deserter" in "put down as a deserter".
    """

    value: str
    groups: tuple[frozenset[str], ...]
    rest: tuple[frozenset[str], ...]  # the groups but the first, by whose words the row is found
    unless: frozenset[str]
    needs: str
    weight: float
    where: str
    nested: bool = False


@frozen
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


@frozen
class GroupTable:
    """Rows by the words of their first group."""

    by_word: dict[str, tuple[GroupRow, ...]]


def group_table(rows: Iterable[ThemeCue | IncidentCue]) -> GroupTable:
    """Compile the rows of a cue table."""
    by_word: dict[str, tuple[GroupRow, ...]] = {}
    for row in rows:
        groups = tuple(frozenset(alternatives(group)) for group in row.words.split("+") if group.strip())
        if not groups:
            continue
        unless = frozenset(alternatives(row.unless))
        value, needs = (row.theme, "") if isinstance(row, ThemeCue) else (row.kind, row.needs)
        nested = isinstance(row, IncidentCue)
        weight = float(row.weight or 5)
        compiled = GroupRow(value, groups, groups[1:], unless, needs, weight, row.where, nested)
        for word in groups[0]:
            by_word[word] = (*by_word.get(word, ()), compiled)
    return GroupTable(by_word)


def fired_from_view(view: View, table: GroupTable) -> tuple[Fired, ...]:
    """Return the rows that fire in a sentence, the weightiest first."""
    present = {hit.value for hit in view.of("groups")}
    present.update([CLASS + name for name in {hit.value for hit in view.of("lexicon")}])
    if view.of("countries"):
        present.add(COUNTRY)
    hits: tuple[Hit, ...] = ()
    found: dict[tuple[str, str], Fired] = {}
    rows = table.by_word
    for word in rows.keys() & present:
        for row in rows[word]:
            for group in row.rest:  # a loop, not any(...): this runs for hundreds of rows in each sentence
                if group.isdisjoint(present):
                    break
            else:
                if row.unless.isdisjoint(present) and (row.value, row.where) not in found:
                    hits = hits or _hits(view)
                    words = _closest(row, hits)
                    if words and max(w.end for w in words) - words[0].start <= REACH:
                        found[row.value, row.where] = Fired(row, words)
    return tuple(sorted(found.values(), key=lambda f: (-f.row.weight, f.start, f.row.where)))


def _hits(view: View) -> tuple[Hit, ...]:
    """Every word of a sentence that a row may ask for, the classes of the lexicon among them."""
    lands = (Hit(h.start, h.end, h.table, COUNTRY) for h in view.of("countries"))
    classes = (Hit(h.start, h.end, h.table, CLASS + h.value) for h in view.of("lexicon"))
    return (*view.of("groups"), *classes, *lands)


def _closest(row: GroupRow, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """One word of every group, those that stand closest together around one of the first, left to right."""
    ranks = [[hit for hit in hits if hit.value in group][:MANY] for group in row.groups]
    if not all(ranks):
        return ()
    sets = [words for first in ranks[0] if (words := _around(first, ranks[1:], row.nested))]
    return min(sets, key=lambda words: (words[-1].start - words[0].start, words[0].start), default=())


def _around(first: Hit, ranks: list[list[Hit]], nested: bool) -> tuple[Hit, ...]:
    """The first word and of each other group the nearest one that has not been taken: no word counts twice."""
    taken = [first]
    for rank in ranks:
        free = [hit for hit in rank if not any(_taken(hit, word, nested) for word in taken)]
        if not free:
            return ()
        taken.append(min(free, key=lambda hit: abs(hit.start - first.start)))
    return tuple(sorted(taken))


def _taken(hit: Hit, word: Hit, nested: bool) -> bool:
    if nested:
        return hit.start == word.start and hit.end == word.end
    return hit.start < word.end and word.start < hit.end
