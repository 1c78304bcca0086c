"""Tables of names, offices and private roles, with the codebooks -> Guard: what the shield knows. Pure; load_guard.py reads them.

The tables lie in `languages/<code>/guard/` and `packs/<pack>/guard/`. All languages are in one guard: a text of one language
holds names of another. A surface that ends in `*` is a stem and stands for every word of a few more letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from musterbook import regex as re
from musterbook.codebook.language_rows import Country, NumberWord
from musterbook.codebook.load import Codebook, R
from musterbook.codebook.match import Entry, Matcher, fold, matcher_from_entries
from musterbook.codebook.row import Row
from musterbook.codebook.schema import Formation, FormationLevel, Measure, Place, Source, Term, Theme
from musterbook.frozen import frozen
from musterbook.model import digest


@frozen
class GivenName(Row):
    """A given name in any form of address; `strength` weak: also a word, a place or a surname."""

    surface: str = ""
    strength: str = ""


@frozen
class Ending(Row):
    """An ending of names (or, for stems, what is left of it). `kind`: patronymic · sure · surname · word; `least` letters."""

    ending: str = ""
    kind: str = ""
    least: str = ""


@frozen
class Office(Row):
    """Words for who keeps the name when speaking in that role; `needs`: the echelon of a unit that must be named beside it."""

    surface: str = ""
    needs: str = ""


@frozen
class PrivateRole(Row):
    """Words for somebody private; `role` as in marks.csv."""

    surface: str = ""
    role: str = ""


@frozen
class RoleLabel(Row):
    """What is printed in place of a name; `former` when the words before the role say that it is over.

    `public`: yes when somebody of the sources table may be called so as well ("analyst X").
    """

    role: str = ""
    label: str = ""
    former: str = ""
    public: str = ""


@frozen
class Sign(Row):
    """A word that tells what stands beside it, or what it is itself; the kinds are those of SIGNS."""

    surface: str = ""
    kind: str = ""


@frozen
class ThemeDetail(Row):
    """How much of a finding on a theme may be told; `detail`: region (no finer place) · withhold (no words either).

    `label`: what is printed in place of words that are withheld: that something was described, not what.
    """

    theme: str = ""
    detail: str = ""
    label: str = ""


@frozen
class Withdrawn(Row):
    """Counts that a source no longer publishes; `measures` separated by `;`, `since` the day it took them back.

    What was public before stays what it was, and is told with a note.
    """

    source: str = ""
    measures: str = ""
    since: str = ""


LANGUAGE_GUARD_TABLES: dict[str, type[Row]] = {
    "given_names": GivenName,
    "endings": Ending,
    "offices": Office,
    "private_roles": PrivateRole,
    "marks": RoleLabel,
    "signs": Sign,
}
PACK_GUARD_TABLES: dict[str, type[Row]] = {"themes": ThemeDetail, "withdrawn": Withdrawn}

# Signs found as phrases, with their place; the others are asked for word by word.
PHRASES = frozenset({"nickname", "called", "dwelling", "birth", "identity", "telephone", "street"})
WORDS = frozenset(
    "honorific former street memorial house host near regional organisation saying officeword joining ordinary".split(),
)
KNOWN, BROAD = "known", "broad"
SIGNS = PHRASES | WORDS | {KNOWN, BROAD}
TEN = 10
PERSON = "person"
RANK = "rank"  # a role that makes nobody public, and says nothing against an office that stands beside it
DETAILS = frozenset({"region", "withhold"})

_CASES = re.compile(
    "(?:ого|его|ому|ему|ими|ыми|ями|ами|ові|еві|єві|ою|ею|єю|ой|ей|ий|ый|ій|им|ым|ім|ом|ем|єм|ям|ам|ах|ях|ую|ая|яя|[аеєиіїоуыэюяьй])$"
)
_VOWELS = re.compile("[аеєиіїоуыэюяьй]+$")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def stem(folded: str) -> str:
    """Return what the cases of a name share: a Cyrillic word without its ending, a Latin one without its possessive.

    >>> stem("малышкиным") == stem("малышкин"), stem("сергея") == stem("сергей"), stem("kulish's")
    (True, True, 'kulish')
    """
    if folded.isascii():
        return folded.removesuffix("'s").removesuffix("'")
    if not "а" <= folded[0] <= "ґ":
        return folded.removesuffix("'s").removesuffix("'")
    for ending in (_CASES, _VOWELS):
        short = ending.sub("", folded)
        folded = short if len(short) > 1 else folded
    return folded


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """What the shield looks things up in. `version` is a hash over all rows: same version, same masks."""

    version: str
    matcher: Matcher
    given: dict[str, bool]  # stem -> strong
    endings: dict[str, dict[str, int]]  # kind -> ending -> letters of the whole word at least
    words: dict[str, frozenset[str]]
    people: dict[str, frozenset[str]]  # stem of a public person's last name -> stems of the names before it
    ranks: dict[str, int]
    labels: dict[str, dict[str, tuple[str, str]]]
    yielding: frozenset[str]  # roles that a person of the tables may have and still be public
    handles: frozenset[str]
    themes: dict[str, tuple[str, str]]  # theme -> detail, label
    regions: dict[str, str]  # place -> the first-order region (or country) that holds it
    withdrawn: dict[str, dict[str, str]]  # source -> measure -> the day since when it is no longer published

    def has(self, kind: str, folded: str) -> bool:
        """True when a word is a sign of this kind."""
        return folded in self.words[kind]

    def ends(self, kind: str, short: str) -> bool:
        """True when a word has an ending of this kind and is long enough for it."""
        least = self.endings[kind]
        return short.endswith(tuple(least)) and any(
            len(short) >= letters and short.endswith(ending) for ending, letters in least.items()
        )

    def label(self, role: str, language: str, *, former: bool = False) -> str:
        """Return the words that stand for somebody of a role, in the language of the text where there are some."""
        rows = self.labels.get(language) or self.labels[min(self.labels)]
        return rows.get(role, rows[PERSON])[former]


def guard_from_tables(books: tuple[Codebook, ...], rows: dict[str, list[tuple[str, Row]]]) -> Guard:
    """Compile the look-ups; `rows` are the guard's own tables as (language, row)."""
    labels: dict[str, dict[str, tuple[str, str]]] = {}
    for code, row in _typed(rows, "marks", RoleLabel):
        labels.setdefault(code, {})[row.role] = (row.label, row.former or row.label)
    sources = [row for row in books[0].rows("sources", Source) if row.kind != PERSON]
    levels = {row.level: int(row.rank) for book in books for row in book.rows("formation_levels", FormationLevel)}
    return Guard(
        version=digest(*(book.version for book in books), *(f"{t}|{c}|{r}" for t in sorted(rows) for c, r in rows[t])),
        matcher=matcher_from_entries([*_own_entries(rows), *_book_entries(books)]),
        given=_given(rows),
        endings=_endings(rows),
        words=_words(books, rows),
        people=_people(books[0]),
        ranks=levels,
        labels=labels,
        yielding=frozenset(row.role for _, row in _typed(rows, "marks", RoleLabel) if row.public),
        handles=frozenset(_plain(name) for row in sources for name in (row.id, row.name, *row.aliases.split(";"))),
        themes={row.theme: (row.detail, row.label) for _, row in _typed(rows, "themes", ThemeDetail)},
        regions=regions_of_places(books[0].rows("places", Place)),
        withdrawn={
            row.source: dict.fromkeys(row.measures.split(";"), row.since)
            for _, row in _typed(rows, "withdrawn", Withdrawn)
        },
    )


def _typed(rows: dict[str, list[tuple[str, Row]]], table: str, kind: type[R]) -> Iterator[tuple[str, R]]:
    yield from ((code, row) for code, row in rows.get(table, []) if isinstance(row, kind))


def _plain(name: str) -> str:
    return re.sub(r"\W|_", "", name).lower()


def _given(rows: dict[str, list[tuple[str, Row]]]) -> dict[str, bool]:
    strong: dict[str, bool] = {}
    for _, row in _typed(rows, "given_names", GivenName):
        key = stem(fold(row.surface))
        strong[key] = strong.get(key, True) and row.strength != "weak"
    return strong


def _endings(rows: dict[str, list[tuple[str, Row]]]) -> dict[str, dict[str, int]]:
    kinds: dict[str, dict[str, int]] = {"patronymic": {}, "sure": {}, "surname": {}, "word": {}}
    for _, row in _typed(rows, "endings", Ending):
        kinds[row.kind][fold(row.ending)] = int(row.least)
    return kinds


def _words(books: tuple[Codebook, ...], rows: dict[str, list[tuple[str, Row]]]) -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {kind: set() for kind in WORDS}
    for _, row in _typed(rows, "signs", Sign):
        if row.kind in WORDS:
            words[row.kind].add(fold(row.surface))
    words["ordinary"] |= {word for book in books for word in (*_vocabulary(book), *_compound_numbers(book))}
    return {kind: frozenset(some) for kind, some in words.items()}


def _vocabulary(book: Codebook) -> Iterator[str]:
    """Every word that the tables of a codebook write with a small letter: none of them is a name."""
    named = (Source, Formation, Place, Country)
    for rows in book.tables.values():
        for row in rows:
            if isinstance(row, named):
                continue
            for field in fields(row):
                if field.name in ("surface", "words", "label", "definition"):
                    found = _WORD.findall(getattr(row, field.name).replace("’", "'"))
                    yield from (fold(word) for word in found if word.islower())


def _compound_numbers(book: Codebook) -> Iterator[str]:
    """Numbers written as two words with a hyphen ("Twenty-nine"): no table lists them, and none is a name."""
    small = [(fold(row.surface), row) for row in book.rows("number_words", NumberWord) if row.kind in ("ten", "unit")]
    tens = [word for word, row in small if row.kind == "ten"]
    units = [word for word, row in small if row.kind == "unit" and 0 < float(row.value or 0) < TEN]
    return (f"{ten}-{unit}" for ten in tens for unit in units)


def _people(book: Codebook) -> dict[str, frozenset[str]]:
    people: dict[str, set[str]] = {}
    names = [
        n for row in book.rows("sources", Source) if row.kind == PERSON for n in (row.name, *row.aliases.split(";"))
    ]
    names += [row.surface for row in book.rows("countries", Country) if row.kind == "leader"]
    for name in names:
        *before, last = [stem(fold(word)) for word in name.split()] or [""]
        people.setdefault(last, set()).update(before)
    return {last: frozenset(before) for last, before in people.items() if last}


def _own_entries(rows: dict[str, list[tuple[str, Row]]]) -> Iterator[Entry]:
    for _, office in _typed(rows, "offices", Office):
        yield _entry("office", office.needs, office.surface)
    for _, private in _typed(rows, "private_roles", PrivateRole):
        yield _entry("private", private.role, private.surface)
    for _, sign in _typed(rows, "signs", Sign):
        if sign.kind in PHRASES:
            yield _entry(sign.kind, sign.kind, sign.surface)
        elif sign.kind == BROAD:
            yield _entry(BROAD, BROAD, sign.surface)
        elif sign.kind == KNOWN:
            yield _entry("keep", "stem" if sign.surface.endswith("*") else "", sign.surface)


def _entry(table: str, value: str, surface: str) -> Entry:
    return Entry(table, value, surface.rstrip("*"), False, surface.endswith("*"))


def _book_entries(books: tuple[Codebook, ...]) -> Iterator[Entry]:
    for book in books:
        for level in book.rows("formation_levels", FormationLevel):
            yield Entry("level", level.level, level.surface)
    named: Iterable[tuple[str, str]] = [
        *((row.name, row.aliases) for row in books[0].rows("sources", Source) if row.kind != PERSON),
        *((row.name, row.aliases) for row in books[0].rows("formations", Formation)),
        *((row.name, row.aliases) for row in books[0].rows("places", Place)),
        *((row.surface, "") for book in books for row in book.rows("countries", Country)),
        *((row.surface, "") for book in books for row in book.rows("terms", Term)),
    ]
    for place in books[0].rows("places", Place):
        table = BROAD if place.kind in ("country", "region") else "fine"
        yield from (
            Entry(table, place.id, one.strip()) for one in (place.name, *place.aliases.split(";")) if one.strip()
        )
    for country in (row for book in books for row in book.rows("countries", Country) if row.kind != "capital"):
        yield Entry(BROAD, country.iso, country.surface)
    for name, aliases in named:
        yield from (Entry("keep", "", one.strip()) for one in (name, *aliases.split(";")) if len(one.strip()) > 1)


def regions_of_places(places: Iterable[Place]) -> dict[str, str]:
    """Return place -> first-order region; a place that no region holds is its country, a country itself.

    >>> rows = [Place(id="n", kind="region", within="GB"), Place(id="n_cove", kind="city", within="n")]
    >>> regions_of_places(rows)
    {'n': 'n', 'n_cove': 'n'}
    """
    by_id = {row.id: row for row in places}

    def top(row: Place) -> str:
        found, seen = row, {row.id}
        while (above := by_id.get(found.within)) and above.kind != "country" and above.id not in seen:
            found = above
            seen.add(above.id)
        return found.id if found.kind in ("region", "country") else found.within or found.country

    return {place: top(row) for place, row in by_id.items()}


def faults_of_guard(
    guard_rows: dict[str, list[tuple[str, Row]]],
    themes: Iterable[Theme],
    sources: Iterable[Source] = (),
    measures: Iterable[Measure] = (),
) -> list[str]:
    """Return what is wrong with the guard's own tables: kinds nobody asks for, roles without words, unknown ids."""
    rows, faults = guard_rows, []
    roles = {row.role for _, row in _typed(rows, "marks", RoleLabel)}
    faults += [
        f"{r.where}: kind {r.kind!r} is not known" for _, r in _typed(rows, "signs", Sign) if r.kind not in SIGNS
    ]
    private = _typed(rows, "private_roles", PrivateRole)
    faults += [f"{r.where}: role {r.role!r} has no words in marks.csv" for _, r in private if r.role not in roles]
    known = {row.id for row in themes}
    details = [row for _, row in _typed(rows, "themes", ThemeDetail)]
    faults += [f"{r.where}: theme {r.theme!r} is not defined" for r in details if r.theme not in known]
    faults += [f"{r.where}: detail {r.detail!r} is not known" for r in details if r.detail not in DETAILS]
    named, counted = {row.id for row in sources}, {row.id for row in measures}
    for _, row in _typed(rows, "withdrawn", Withdrawn):
        faults += [f"{row.where}: source {row.source!r} is not defined"] if row.source not in named else []
        faults += [f"{row.where}: measure {m!r} is not defined" for m in row.measures.split(";") if m not in counted]
    return faults
