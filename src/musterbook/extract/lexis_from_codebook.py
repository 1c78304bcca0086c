"""Codebook -> Lexis: the tables a reader looks things up in, and the one matcher over all their surfaces."""

from __future__ import annotations

from types import MappingProxyType

from musterbook.codebook.language_rows import Country, Cue, Role, Word
from musterbook.codebook.load import Codebook
from musterbook.codebook.match import Entry, Matcher, fold, inflected, matcher_from_entries
from musterbook.codebook.schema import (
    Fault,
    Formation,
    FormationLevel,
    IncidentCue,
    Law,
    Lexeme,
    Place,
    Population,
    Source,
    Term,
    ThemeCue,
    WordClass,
)
from musterbook.extract.offices_from_codebook import Offices, offices_from_rows
from musterbook.frozen import frozen

# What stands behind a kind of source when it is spoken of without its name ("the agency", "the office").
PERSON = "person"
SPEAKER_KINDS = MappingProxyType(
    {
        "person": "person",
        "party": "office",
        "ministry": "office",
        "court": "office",
        "ngo": "office",
        "research": "office",
        "intl_org": "office",
    }
)


NONE: frozenset[str] = frozenset()
REGION = " Region"
CLASS = "@"  # before a class of the lexicon among the words of a cue: it stands for all its words
COUNTRY = CLASS + "country"  # any country, its adjective or its people
GATE = (
    "ours",
    "borrowed",
    "alien",
)  # classes that only decide whether a page concerns us; they never compete with the others


@frozen
class Lexis:
    """Look-ups by id or folded surface; `matcher` finds every surface of every table."""

    matcher: Matcher
    irregular: dict[str, tuple[str, ...]]
    lemmas: dict[str, str]
    sources: dict[str, Source]
    aliases: dict[str, str]
    formations: dict[str, Formation]
    levels: dict[str, FormationLevel]
    places: dict[str, Place]
    countries: frozenset[str]  # the names of whole countries among the places
    roles: dict[str, tuple[str, str]]
    cues: dict[str, tuple[Cue, ...]]
    grammar: dict[str, frozenset[str]]
    verbs: frozenset[str]
    classes: dict[str, frozenset[str]]
    terms: dict[str, Term]
    faults: dict[str, Fault]
    offices: Offices
    laws: dict[str, tuple[Law, ...]]  # the rows of an article's number, of whatever country
    offences: frozenset[str]  # the concepts that an article of some code is about
    named_as: dict[str, str]  # one printed name for papers that go by many ("secret documents": leaked documents)

    def words_of(self, kind: str) -> frozenset[str]:
        """Return the words of one kind of the grammar table."""
        return self.grammar.get(kind, NONE)

    def group(self, name: str) -> frozenset[str]:
        """Return the classes of the lexicon in one group (people, never, happening …)."""
        return self.classes.get(name, NONE)

    def kind_of_source(self, kind: str) -> str:
        """Return how a source of this kind is referred back to: outlet or office."""
        return SPEAKER_KINDS.get(kind, "outlet")

    def is_person(self, source: str | None) -> bool:
        """True for a codebook source that is a person."""
        row = self.sources.get(source or "")
        return row is not None and row.kind == PERSON

    def is_party(self, source: str | None) -> bool:
        """True for a party to the events that does not count for others: it is quoted for a sentence and carries no story."""
        row = self.sources.get(source or "")
        return row is not None and row.kind == "party" and not row.origin

    def lemma(self, folded: str) -> str:
        """Return the surface of the row that a found form of a role belongs to."""
        return self.lemmas.get(folded, folded)

    def private(self, folded: str) -> bool:
        """True for the role of a private person, who is never printed by name."""
        return self.lemma(folded) in self.words_of("private")


def irregular_forms(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return lemma -> irregular forms of the language."""
    forms: dict[str, tuple[str, ...]] = {}
    for row in codebook.rows("irregulars", Word):
        forms[row.value] = (*forms.get(row.value, ()), row.surface)
    return forms


def split(cell: str) -> list[str]:
    """Return the parts of a list cell."""
    return [part.strip() for part in cell.split(";") if part.strip() and part.strip() != "-"]


def lexis_from_codebook(codebook: Codebook) -> Lexis:
    """Compile the look-ups and the matcher of a codebook."""
    irregular = irregular_forms(codebook)
    entries = [*_language_entries(codebook, irregular), *_pack_entries(codebook, irregular), *_group_entries(codebook)]
    sources = {row.id: row for row in codebook.rows("sources", Source)}
    roles = codebook.rows("roles", Role)
    laws: dict[str, tuple[Law, ...]] = {}
    for law in codebook.rows("laws", Law):
        laws[law.article] = (*laws.get(law.article, ()), law)
    cues: dict[str, tuple[Cue, ...]] = {}
    for row in codebook.rows("cues", Cue):
        cues[fold(row.surface)] = (*cues.get(fold(row.surface), ()), row)
    return Lexis(
        matcher=matcher_from_entries(entries),
        irregular=irregular,
        lemmas={fold(form): fold(row.surface) for row in roles for form in _role_forms(row, irregular)}
        | {fold(row.surface): fold(row.surface) for row in roles},
        sources=sources,
        aliases={fold(name): row.id for row in sources.values() for name in (row.name, *split(row.aliases))},
        formations={row.id: row for row in codebook.rows("formations", Formation)},
        levels={fold(row.surface): row for row in codebook.rows("formation_levels", FormationLevel)},
        places={row.id: row for row in codebook.rows("places", Place)},
        countries=frozenset(row.name for row in codebook.rows("places", Place) if row.kind == "country"),
        roles={fold(row.surface): (row.kind, row.open) for row in roles},
        cues=cues,
        grammar=_grammar(codebook),
        classes=_classes(codebook),
        verbs=frozenset(
            fold(form)
            for row in codebook.rows("cues", Cue)
            if row.inflects == "verb"
            for form in inflected(row.surface, "verb", irregular)
        ),
        terms={f"{row.concept}|{row.surface}": row for row in codebook.rows("terms", Term)},
        faults={row.surface: row for row in codebook.rows("faults", Fault)},
        offices=offices_from_rows(sources.values(), codebook.rows("countries", Country)),
        laws=laws,
        offences=frozenset(law.concept for rows in laws.values() for law in rows if law.concept),
        named_as={fold(row.surface): row.value for row in codebook.rows("grammar", Word) if row.kind == "named_as"},
    )


def _classes(codebook: Codebook) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row in codebook.rows("classes", WordClass):
        groups.setdefault(row.group, set()).add(row.cls)
    return {group: frozenset(members) for group, members in groups.items()}


def _grammar(codebook: Codebook) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in (*codebook.rows("grammar", Word), *codebook.rows("words", Word)):
        kinds.setdefault(row.kind, set()).add(fold(row.surface))
    return {kind: frozenset(words) for kind, words in kinds.items()}


def _role_forms(row: Role, irregular: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return inflected(row.surface, "noun" if row.kind in ("person", "outlet", "product") else "", irregular)


def _language_entries(codebook: Codebook, irregular: dict[str, tuple[str, ...]]) -> list[Entry]:
    found = [
        Entry("cues", fold(row.surface), form)
        for row in codebook.rows("cues", Cue)
        for form in inflected(row.surface, row.inflects, irregular)
    ]
    found += [
        Entry("roles", fold(row.surface), form)
        for row in codebook.rows("roles", Role)
        for form in _role_forms(row, irregular)
    ]
    for row in codebook.rows("countries", Country):
        forms = inflected(row.surface, "noun" if row.kind == "people" else "", irregular)
        found += [Entry("countries", f"{row.iso}|{row.kind}", form, form.isupper()) for form in forms]
    return found


def _pack_entries(codebook: Codebook, irregular: dict[str, tuple[str, ...]]) -> list[Entry]:
    found = [
        Entry("gate" if row.cls in GATE else "lexicon", row.cls, form, form.isupper())
        for row in codebook.rows("lexicon", Lexeme)
        for form in inflected(row.surface, row.inflects, irregular)
    ]
    found += [
        Entry("populations", row.label, form)
        for row in codebook.rows("populations", Population)
        for form in inflected(row.surface, row.inflects, irregular)
    ]
    for level in codebook.rows("formation_levels", FormationLevel):
        found += [Entry("levels", fold(level.surface), form) for form in hyphened(level.surface)]
    for source in codebook.rows("sources", Source):
        found += [
            Entry("sources", source.id, name, len(name) < 5 or name.lower().startswith("the "))
            for name in (source.name, *split(source.aliases))
        ]
    for formation in codebook.rows("formations", Formation):
        names = [form for name in (formation.name, *split(formation.aliases)) for form in hyphened(name)]
        found += [Entry("formations", formation.id, name, len(name) < 5) for name in names]
    for place in codebook.rows("places", Place):
        found += [Entry("places", place.id, name, len(name) < 4) for name in (place.name, *split(place.aliases))]
        if place.kind == "region" and place.name.endswith(REGION):  # "Sverdlovsk (258) and Orenburg regions"
            found.append(Entry("regions", place.id, place.name.removesuffix(REGION)))
    for term in codebook.rows("terms", Term):
        forms = inflected(term.surface, term.inflects, irregular)
        found += [Entry("terms", f"{term.concept}|{term.surface}", form, term.case == "exact") for form in forms]
    found += [Entry("faults", row.surface, row.surface) for row in codebook.rows("faults", Fault)]
    return found


def _group_entries(codebook: Codebook) -> list[Entry]:
    """The words of theme and incident cues: each alternative is an entry of its own, found once for all rows."""
    words = {
        w for t in codebook.rows("theme_cues", ThemeCue) for cell in (t.words, t.unless) for w in alternatives(cell)
    }
    words |= {
        w
        for i in codebook.rows("incident_cues", IncidentCue)
        for cell in (i.words, i.unless)
        for w in alternatives(cell)
    }
    return [
        Entry("groups", word, word.rstrip("*"), False, word.endswith("*")) for word in sorted(words) if word[0] != CLASS
    ]


def hyphened(surface: str) -> tuple[str, ...]:
    """Return a surface and its form with the last two modifiers joined: "motor rifle division", "motor-rifle division"."""
    words = surface.split(" ")
    return (surface, " ".join([*words[:-3], "-".join(words[-3:-1]), words[-1]])) if len(words) > 2 else (surface,)


def alternatives(cell: str) -> list[str]:
    """Return every alternative of a cell such as "refus*|declin* + order|orders", folded."""
    return [word.strip() for group in fold(cell).split("+") for word in group.split("|") if word.strip()]
