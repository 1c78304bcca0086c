"""View -> cue rows that fire: rows of word groups (all of them in one sentence, any order) that speak of a theme or a happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field

from musterbook.codebook.match import Hit
from musterbook.codebook.schema import IncidentCue, ThemeCue
from musterbook.extract.lexis_from_codebook import CLASS, COUNTRY, alternatives
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen

REACH = 120  # code points that the words of one row may span; swept 70-160, flat above 120
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
    start: int = field(init=False, compare=False, repr=False)  # where its first word begins
    end: int = field(init=False, compare=False, repr=False)  # where its last word ends

    def __post_init__(self) -> None:
        """Take the span over from the words; it is asked for again and again."""
        end = self.words[0].end
        for hit in self.words:
            end = max(end, hit.end)
        object.__setattr__(self, "start", self.words[0].start)
        object.__setattr__(self, "end", end)


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
    present = view.present
    places: dict[str, list[tuple[int, Hit]]] = {}
    found: dict[tuple[str, str], Fired] = {}
    rows = table.by_word
    for word in rows.keys() & present:
        for row in rows[word]:
            for group in row.rest:  # a loop, not any(...): this runs for hundreds of rows in each sentence
                if group.isdisjoint(present):
                    break
            else:
                if row.unless.isdisjoint(present) and (row.value, row.where) not in found:
                    places = places or _places(view)
                    words = _closest(row, places)
                    if words and max([w.end for w in words]) - words[0].start <= REACH:
                        found[row.value, row.where] = Fired(row, words)
    if len(found) < 2:
        return tuple(found.values())
    return tuple(sorted(found.values(), key=lambda f: (-f.row.weight, f.start, f.row.where)))


def _places(view: View) -> dict[str, list[tuple[int, Hit]]]:
    """Every word of a sentence that a row may ask for, numbered, by what it stands for; the classes of the lexicon among them."""
    places: defaultdict[str, list[tuple[int, Hit]]] = defaultdict(list)
    at = 0
    for hit in view.of("groups"):
        at += 1
        places[hit.value].append((at, hit))
    for start, end, table, value in view.of("lexicon"):
        at += 1
        places[CLASS + value].append((at, Hit(start, end, table, CLASS + value)))
    for start, end, table, _ in view.of("countries"):
        at += 1
        places[COUNTRY].append((at, Hit(start, end, table, COUNTRY)))
    return places


def _rank(group: frozenset[str], places: dict[str, list[tuple[int, Hit]]]) -> list[Hit]:
    """The words of a sentence that are among those of a group, in their order."""
    known = [places[value] for value in places.keys() & group]
    if len(known) == 1:
        return [hit for _, hit in known[0][:MANY]]
    return [hit for _, hit in sorted([it for some in known for it in some])[:MANY]]


def _closest(row: GroupRow, places: dict[str, list[tuple[int, Hit]]]) -> tuple[Hit, ...]:
    """One word of every group, those that stand closest together around one of the first, left to right."""
    ranks = [_rank(group, places) for group in row.groups]
    if not all(ranks):
        return ()
    sets = [words for first in ranks[0] if (words := _around(first, ranks[1:], row.nested))]
    if len(sets) < 2:
        return sets[0] if sets else ()
    return min(sets, key=lambda words: (words[-1].start - words[0].start, words[0].start))


def _around(first: Hit, ranks: list[list[Hit]], nested: bool) -> tuple[Hit, ...]:
    """The first word and of each other group the nearest one that has not been taken: no word counts twice."""
    taken = [first]
    for rank in ranks:
        best, far = None, 0
        for hit in rank:
            away = abs(hit.start - first.start)
            if (best is None or away < far) and not _taken(hit, taken, nested):
                best, far = hit, away
        if best is None:
            return ()
        taken.append(best)
    taken.sort()
    return tuple(taken)


def _taken(hit: Hit, taken: list[Hit], nested: bool) -> bool:
    for word in taken:
        if nested:
            if hit.start == word.start and hit.end == word.end:
                return True
        elif hit.start < word.end and word.start < hit.end:
            return True
    return False
