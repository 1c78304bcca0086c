"""Codebook -> what comparing needs of it, as one frozen value: who is who, what lies in what, what may be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from musterbook.codebook.language_rows import Country, NumberWord, Role, Word
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import (
    BoundInterval,
    Comparison,
    Formation,
    Lexeme,
    Measure,
    Place,
    Population,
    Source,
    SourceKind,
    WordClass,
)
from musterbook.model import Bound

SEPARATORS = re.compile(r"[^\w]+")
LONGEST = 8  # words of a name


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of a table, in plain form, with the id it stands for."""

    ids: Mapping[str, str]
    longest: int = LONGEST

    def find(self, text: str) -> str:
        """Return the id of the whole text as a name, "" when it is none."""
        return self.ids.get(plain(text), "")

    def inside(self, text: str) -> list[tuple[int, int, str]]:
        """Return (first word, end, id) of every name in a text, the longest at each place, none within another."""
        words, found, at = plain(text).split(), [], 0
        while at < len(words):
            for end in range(min(len(words), at + self.longest), at, -1):
                id = self.ids.get(" ".join(words[at:end]))
                if id is not None:
                    found.append((at, end, id))
                    at = end
                    break
            else:
                at += 1
        return found


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How near is near; each was set on the figures of 25 groups of real pages and held in the synthetic corpus."""

    rounding: float = 0.05  # 9,836 told as "almost 10,000" is 1.7 % off, 858 as "almost 900" 4.9 %
    digits: int = 3  # significant digits that make equal numbers telling without anything else in common
    slack: int = 31  # days by which the ends of long periods may differ: "to June" and "to 18 June" are one end
    long: int = 120  # days from which a period is long
    incident_days: int = 2  # days by which the reports of one happening differ
    old: int = 180  # days after which a figure told as news is recycled
    bare: int = 4  # numbers under a question of measure and time alone, beyond which it is several questions
    bucket: int = 400  # different figures under one key beyond which only those next to each other are compared


@dataclass(
    frozen=True, slots=True, eq=False
)  # compared and hashed as the one object it is, so that results can be kept
class Rules:
    """All that comparing knows of the domain; made once from a codebook."""

    sources: Mapping[str, Source]
    source_names: Names
    kinds: Mapping[str, SourceKind]
    measures: Mapping[str, Measure]
    formations: Names
    known_formations: frozenset[str]
    numbered: Mapping[str, tuple[str, ...]]
    places: Names
    within: Mapping[str, str]
    countries: Names
    intervals: Mapping[Bound, tuple[float, float | None]]
    compared: Mapping[tuple[str, str], Comparison]
    documents: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    outcomes: Mapping[str, str] = field(default_factory=dict)  # words that say whether something came off
    platforms: frozenset[str] = frozenset()  # where somebody speaks, which names nobody
    counted: Mapping[str, str] = field(default_factory=dict)
    populations: Names = field(default_factory=lambda: Names({}))
    vague: Mapping[str, float] = field(default_factory=dict)
    tolerances: Tolerances = field(default_factory=Tolerances)

    def owner(self, id: str) -> str:
        """Return the source that a source speaks for or belongs to, at the end of all that `of` says."""
        seen = {id}
        while (row := self.sources.get(id)) is not None and row.of and row.of not in seen:
            seen.add(row.of)
            id = row.of
        return id

    def part(self, kind: str, key: str = "") -> str:
        """Return what a source does with figures: counts, relay, compiles, document or open; its own row decides first."""
        row = self.sources.get(key)
        if row is not None and row.origin:
            return "counts"
        return self.kinds[kind].part if kind in self.kinds else "counts"


def plain(text: str) -> str:
    """Return a name in small letters, its words one space apart.

    >>> plain("The Sea-Fog  Herald's!")
    'sea fog herald s'
    """
    words = SEPARATORS.sub(" ", text.replace("_", " ")).casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def names(rows: Iterable[tuple[str, Iterable[str]]]) -> Names:
    """Return the names of (id, names); the first row keeps a name that two lay claim to."""
    ids: dict[str, str] = {}
    for id, forms in rows:
        for form in forms:
            if plain(form):
                ids.setdefault(plain(form), id)
    return Names(ids, max((key.count(" ") + 1 for key in ids), default=1))


def aliases(name: str, more: str) -> tuple[str, ...]:
    """Return a name and its aliases."""
    return (name, *(alias.strip() for alias in more.split(";")))


def rules_from_codebook(codebook: Codebook) -> Rules:
    """Return what comparing needs of a codebook."""
    sources = codebook.rows("sources", Source)
    places = codebook.rows("places", Place)
    countries = [row for row in codebook.rows("countries", Country) if row.kind in ("name", "adjective")]
    isos = {row.iso for row in countries}
    people = frozenset(row.cls for row in codebook.rows("classes", WordClass) if row.group == "people")
    return Rules(
        sources={row.id: row for row in sources},
        source_names=names([*full_names(sources), *surnames(sources)]),
        kinds={row.id: row for row in codebook.rows("source_kinds", SourceKind)},
        measures={row.id: row for row in codebook.rows("measures", Measure)},
        formations=names((row.id, aliases(row.name, row.aliases)) for row in codebook.rows("formations", Formation)),
        known_formations=frozenset(row.id for row in codebook.rows("formations", Formation)),
        numbered=numbered(codebook.rows("formations", Formation)),
        places=names((row.id, aliases(row.name, row.aliases)) for row in places if row.kind != "country"),
        within={row.id: row.within or row.country for row in places},
        countries=names([*((row.iso, (row.surface,)) for row in countries), *((iso, (iso,)) for iso in sorted(isos))]),
        intervals={Bound(row.bound): ends(row) for row in codebook.rows("bound_intervals", BoundInterval)},
        compared={(row.slot, row.case): row for row in codebook.rows("comparisons", Comparison)},
        documents=frozenset(plain(row.surface) for row in codebook.rows("roles", Role) if row.kind == "document"),
        papers=papers(codebook.rows("roles", Role)),
        unnamed=frozenset(plain(row.surface) for row in codebook.rows("roles", Role) if row.kind != "document"),
        outcomes={
            form: row.value
            for row in codebook.rows("words", Word)
            if row.kind == "outcome"
            for form in forms(row.surface)
        },
        platforms=frozenset(plain(row.surface) for row in codebook.rows("words", Word) if row.kind == "platform"),
        counted=counted_words(codebook, people),
        populations=names((row.label, (row.surface, row.label)) for row in codebook.rows("populations", Population)),
        vague={
            row.surface: float(row.value) for row in codebook.rows("number_words", NumberWord) if row.kind == "vague"
        },
    )


def full_names(sources: Iterable[Source]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield every source with its name, its id and its aliases."""
    return ((row.id, (*aliases(row.name, row.aliases), row.id)) for row in sources)


def surnames(sources: Iterable[Source]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the last words of the names of persons, those that belong to one person only."""
    last = [
        (row.id, form.split()[-1])
        for row in sources
        if row.kind == "person"
        for form in aliases(row.name, row.aliases)
        if " " in form
    ]
    owners: dict[str, set[str]] = {}
    for id, word in last:
        owners.setdefault(plain(word), set()).add(id)
    return [(id, (word,)) for id, word in last if len(owners[plain(word)]) == 1]


def forms(verb: str) -> tuple[str, ...]:
    """Return a word with the endings of a regular verb."""
    stem = verb.removesuffix("e")
    return plain(verb), plain(f"{verb}s"), plain(f"{stem}ed"), plain(f"{stem}ing")


def papers(roles: Iterable[Role]) -> frozenset[str]:
    """Return the nouns of documents that end two names and more, or stand alone: what a label of a document is known by."""
    last = [plain(row.surface).split()[-1] for row in roles if row.kind == "document"]
    alone = {plain(row.surface) for row in roles if row.kind == "document"}
    many = {word for word in last if last.count(word) > 1 or word in alone}
    return frozenset(form for word in many for form in (word, word.rstrip("s"), word.rstrip("s") + "s"))


def numbered(formations: Iterable[Formation]) -> dict[str, tuple[str, ...]]:
    """Return the ids of formations by the number that begins their name."""
    found: dict[str, list[str]] = {}
    for row in formations:
        digits = re.match(r"\d+", row.name)
        if digits:
            found.setdefault(digits[0], []).append(row.id)
    return {number: tuple(ids) for number, ids in found.items()}


def ends(row: BoundInterval) -> tuple[float, float | None]:
    """Return the factors of a bound."""
    return float(row.low), float(row.high) if row.high else None


def counted_words(codebook: Codebook, people: frozenset[str]) -> dict[str, str]:
    """Return the plain words of things that are counted, with their class; "people" for all that count people."""
    found: dict[str, str] = {}
    for row in codebook.rows("lexicon", Lexeme):
        cls = "people" if row.cls in people else row.cls
        for form in (plain(row.surface), plain(row.surface) + "s" * (row.inflects == "noun")):
            if cls == "people":
                found[form] = cls
            else:
                found.setdefault(form, cls)
    return found
