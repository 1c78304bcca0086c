"""A codebook -> the words a brief prints for its ids: measures, kinds of happening, themes, countries, articles, formations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from musterbook.codebook.language_rows import Country
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Formation, IncidentKind, Law, Measure, Place, SourceKind, Theme
from musterbook.extract.number_words import NumberGrammar, number_grammar
from musterbook.extract.numbers_from_sentence import numbers_from_sentence
from musterbook.publish.public import PublicClaim

SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True, slots=True)
class Words:
    """Labels by id. `names` are those of places, formations and countries; `partisan` the kinds of source that take a side."""

    measures: Mapping[str, Measure]
    kinds: Mapping[str, str]
    themes: Mapping[str, Theme]
    names: Mapping[str, str]
    articles: Mapping[str, str]
    laws: tuple[Law, ...]
    sources: Mapping[str, SourceKind]
    grammar: NumberGrammar

    def what(self, claim: PublicClaim) -> str:
        """Return what a claim is about, in small letters."""
        if claim.kind == "figure" and claim.what in self.measures:
            return lower(self.measures[claim.what].label)
        if claim.kind == "incident":
            return lower(self.kinds.get(claim.what, claim.label))
        theme = self.themes.get(claim.what)
        return lower(theme.label if theme else claim.label or claim.what.replace("_", " "))

    def label(self, id: str) -> str:
        """Return how a measure is called within a sentence, anything else as it is."""
        return lower(self.measures[id].label) if id in self.measures else id

    def name(self, id: str) -> str:
        """Return how a place, country or formation is called."""
        return self.names.get(id, id)

    def partisan(self, kind: str) -> bool:
        """True for a kind of source that speaks for one side."""
        return kind in self.sources and bool(self.sources[kind].partisan)


def lower(label: str) -> str:
    """Return a label as it stands within a sentence.

    >>> lower("Cases to court"), lower("AWOL list")
    ('cases to court', 'AWOL list')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def words_from_codebook(codebook: Codebook) -> Words:
    """Return the words of a codebook, looked up once."""
    laws = codebook.rows("laws", Law)
    places = {row.id: row.name for row in codebook.rows("places", Place)}
    formations = {row.id: row.name for row in codebook.rows("formations", Formation)}
    countries = country_names(codebook.rows("countries", Country))
    return Words(
        measures={row.id: row for row in codebook.rows("measures", Measure)},
        kinds={row.id: row.label for row in codebook.rows("incident_kinds", IncidentKind)},
        themes={row.id: row for row in codebook.rows("themes", Theme)},
        names={**places, **formations, **countries},
        articles={row.id: article(row) for row in laws},
        laws=laws,
        sources={row.id: row for row in codebook.rows("source_kinds", SourceKind)},
        grammar=number_grammar(codebook),
    )


def country_names(rows: Iterable[Country]) -> dict[str, str]:
    """Return the shortest name of each country that is no abbreviation.

    >>> country_names([Country(surface="UAE", iso="AE", kind="name"), Country(surface="Emirates", iso="AE", kind="name")])
    {'AE': 'Emirates'}
    """
    found: dict[str, str] = {}
    for row in rows:
        if row.kind == "name" and not row.surface.isupper():
            held = found.get(row.iso)
            found[row.iso] = row.surface if held is None or len(row.surface) < len(held) else held
    return found


def article(row: Law) -> str:
    """Return how an article is called.

    >>> article(Law(article="9", part="2.1", country="NL")), article(Law(article="9", country="NL"))
    ('Article 9, part 2.1 (NL)', 'Article 9 (NL)')
    """
    part = "" if not row.part else f", {'' if row.part.isalpha() else 'part '}{row.part}"
    return f"Article {row.article}{part} ({row.country})"


def in_words(number: int) -> str:
    """Return a count as it is written in a sentence.

    >>> in_words(7), in_words(13)
    ('seven', '13')
    """
    return SMALL[number] if 0 <= number < len(SMALL) else f"{number:,}"


def numbers_in(text: str, grammar: NumberGrammar) -> frozenset[float]:
    """Return every number that a reader of a quote would take from it, in digits or in words."""
    mentions = numbers_from_sentence(text, grammar)
    ends = (end for it in mentions for end in (it.low, it.high) if end is not None)
    return frozenset(round(end, 6) for end in ends)
