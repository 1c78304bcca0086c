"""Words for an office and the country whose it is -> the codebook's source: "Ukraine's General Staff", "the Russian defence ministry"."""

from __future__ import annotations

from collections.abc import Iterable

from musterbook import regex as re
from musterbook.codebook.language_rows import Country
from musterbook.codebook.match import fold
from musterbook.codebook.schema import Source
from musterbook.frozen import frozen

KINDS = ("party", "ministry", "court")  # the kinds of source that every country has
LEAST = 2  # words that tell an office of a country that is not named beside it ("the general staff", not "the army")
_IDLE = frozenset("of the for and a an s to".split())
Key = frozenset[str]


@frozen
class Offices:
    """Offices by the words of their names without the country's, and every word that tells a country."""

    ids: dict[tuple[Key, str], str]
    countries: dict[str, frozenset[str]]  # iso -> the words of all its names
    adjectives: dict[str, str]  # the name of a country -> its adjective

    def known(self, words: str, iso: str) -> str | None:
        """Return the id of an office that the codebook knows by these words, whatever their order."""
        return self.ids.get((key_of(words, self.countries.get(iso, frozenset())), iso))


def key_of(words: str, country: frozenset[str]) -> Key:
    """Return the words that tell an office apart.

    >>> sorted(key_of("Ukraine's Office of the Prosecutor General", frozenset({"ukraine"})))
    ['general', 'office', 'prosecutor']
    """
    return frozenset(re.findall(r"\w+", fold(words))) - _IDLE - country


def offices_from_rows(sources: Iterable[Source], countries: Iterable[Country]) -> Offices:
    """Index the offices of the codebook by country and words; names that two share in a country tell neither."""
    words: dict[str, set[str]] = {}
    countries = tuple(countries)
    of = {row.iso: row.surface for row in reversed(countries) if row.kind == "adjective"}
    adjectives = {fold(row.surface): of[row.iso] for row in countries if row.kind == "name" and row.iso in of}
    for row in countries:
        words.setdefault(row.iso, set()).update(re.findall(r"\w+", fold(row.surface)))
    told = {iso: frozenset(found) for iso, found in words.items()}
    ids: dict[tuple[Key, str], str] = {}
    shared: set[tuple[Key, str]] = set()
    for source in sources:
        if source.kind not in KINDS or not source.side:
            continue
        for name in (source.name, *source.aliases.split(";")):
            key = (key_of(name, told.get(source.side, frozenset())), source.side)
            if key[0] and ids.setdefault(key, source.id) != source.id:
                shared.add(key)
    return Offices({key: found for key, found in ids.items() if key not in shared}, told, adjectives)
