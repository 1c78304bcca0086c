"""One frozen row type per codebook table: the columns a table has, and nothing else.

A table is a CSV file with a header, one fact a line, strings only, no regular expressions. `note` says why the row is there,
`seen` where it was met in real use (or `unverified` / `made up`). Lists inside a cell are separated by `;`.
"""

from __future__ import annotations

from dataclasses import fields

from musterbook.codebook.language_rows import (
    BoundWord,
    CalendarWord,
    Country,
    Cue,
    Furniture,
    NumberWord,
    RateWord,
    Role,
    UnitWord,
    Word,
)
from musterbook.codebook.row import Row
from musterbook.frozen import frozen

# ---------------------------------------------------------------- packs/<pack>/ : the domain


@frozen
class Measure(Row):
    """A way to count. `never_with`: measures it must not be compared with; `background`: yes when it seldom belongs to the story told.

    `family`: measures that one story tells of together. `setting`: what gives it a place it does not state: event (where the
    page's happening took place) or host (the country that decides). `incident`: the kind of happening a figure of it tells of,
    with `formation` or a least number it needs, such as `mass_desertion:formation:20`.
    `finer`: the coarse measure an exchange format that does not know this one says instead. `made_of`: measures that add up
    to it; `after`: the earlier steps of one procedure, which whoever is counted here has passed.
    """

    id: str = ""
    label: str = ""
    unit: str = ""
    kind: str = ""
    definition: str = ""
    never_with: str = ""
    background: str = ""
    family: str = ""
    setting: str = ""
    incident: str = ""
    finer: str = ""
    made_of: str = ""
    after: str = ""


@frozen
class Lexeme(Row):
    """A word of the domain and the class it belongs to; `inflects`: noun · verb · '' (as written)."""

    surface: str = ""
    cls: str = ""
    inflects: str = ""


@frozen
class WordClass(Row):
    """What a class of the lexicon is to the reader; `group` is one of those the readers ask for, each with its note in classes.csv."""

    cls: str = ""
    group: str = ""


@frozen
class MeasureRule(Row):
    """`counted` + `predicate` (classes of the lexicon, either may be *) give `measure`; higher `weight` wins."""

    counted: str = ""
    predicate: str = ""
    measure: str = ""
    weight: str = ""


@frozen
class Population(Row):
    """A group a figure may be about; `label` is what is printed; `axis`: the way it divides people (service, rank)."""

    surface: str = ""
    label: str = ""
    inflects: str = ""
    axis: str = ""


@frozen
class Concept(Row):
    """One idea the terms unify."""

    id: str = ""
    label: str = ""
    definition: str = ""
    broader: str = ""


@frozen
class Term(Row):
    """A surface of a concept; `sense`: formal · slang · transliteration · mistranslation · false_friend.

    `case`: exact when the capitals must match.
    """

    surface: str = ""
    concept: str = ""
    inflects: str = ""
    sense: str = ""
    case: str = ""
    side: str = ""


@frozen
class Fault(Row):
    """A wrong expansion or literal rendering that betrays machine translation; `right` is what it should be."""

    surface: str = ""
    concept: str = ""
    fault: str = ""
    right: str = ""


@frozen
class Source(Row):
    """Somebody who is cited. `kind` as in pack.json; `aliases` separated by `;`; `status` S, A or unverified.

    `origin`: yes for those whose own counts, lists or posts others pass on; a page that names one seldom has its figures further back.
    `of`: the source it speaks for or belongs to; the two count as one origin.
    """

    id: str = ""
    name: str = ""
    kind: str = ""
    side: str = ""
    aliases: str = ""
    status: str = ""
    origin: str = ""
    of: str = ""


@frozen
class SourceKind(Row):
    """What a kind of source is worth: `group` is printed, `reliability` a letter of the Admiralty scale, `partisan` yes or ''.

    `part`: counts (an end by itself) · relay (an end only for what no counting source gave) · compiles · document · open.
    """

    id: str = ""
    label: str = ""
    group: str = ""
    reliability: str = ""
    part: str = ""
    partisan: str = ""


@frozen
class BoundInterval(Row):
    """What a bound commits its speaker to, as factors of the number; an empty `high` is open above."""

    bound: str = ""
    low: str = ""
    high: str = ""


@frozen
class Comparison(Row):
    """What it means that a slot of two claims lies as `case` says; `by`: how the slot is compared (equal, names, places, sets, spans).

    case: other · narrower · wider · apart · within · contains · overlaps; `relation` as in compared.Relation;
    `effect`: keep_apart (nothing follows from their numbers) · compare (their numbers may bound each other).
    """

    slot: str = ""
    by: str = ""
    case: str = ""
    relation: str = ""
    effect: str = ""
    words: str = ""


@frozen
class Formation(Row):
    """A unit as it is written; `level` as in formation_levels.csv; `base` is its garrison, never the place of a claim."""

    id: str = ""
    name: str = ""
    level: str = ""
    side: str = ""
    base: str = ""
    aliases: str = ""
    status: str = ""


@frozen
class FormationLevel(Row):
    """Words of an echelon; with an ordinal before them they name a formation. `rank` orders them, 1 the largest."""

    surface: str = ""
    level: str = ""
    rank: str = ""
    side: str = ""


@frozen
class Place(Row):
    """A place; `kind`: country · region · city · site; `aliases` separated by `;`; `within` the id or iso above."""

    id: str = ""
    name: str = ""
    kind: str = ""
    country: str = ""
    within: str = ""
    aliases: str = ""


@frozen
class Law(Row):
    """A part of an article with what it threatens and since when."""

    id: str = ""
    article: str = ""
    part: str = ""
    country: str = ""
    act: str = ""
    condition: str = ""
    min_years: str = ""
    max_years: str = ""
    since: str = ""
    status: str = ""
    concept: str = ""  # the term's concept that this article is about, where a report may take another for it


@frozen
class Era(Row):
    """An event that reports date things by ("since mobilisation"); `start` ISO prefix; `country` decides between namesakes."""

    surface: str = ""
    start: str = ""
    country: str = ""


@frozen
class Theme(Row):
    """A theme of the codebook."""

    id: str = ""
    label: str = ""
    definition: str = ""


@frozen
class ThemeCue(Row):
    """All of `words` (groups separated by `+`, alternatives by `|`, in any order) within one sentence speak of `theme`.

    A word ending in `*` stands for everything that begins so. `weight` decides between themes; `unless` lists blockers (`|`).
    """

    theme: str = ""
    words: str = ""
    unless: str = ""
    weight: str = ""


@frozen
class IncidentKind(Row):
    """A kind of happening."""

    id: str = ""
    label: str = ""
    definition: str = ""


@frozen
class IncidentCue(Row):
    """As ThemeCue, for incidents; `needs`: what else the sentence must have (`|` any of what `+` joins).

    `place`, `date`, `count`, `unit`, `actor`; `dated`: a date no longer than a season; `once`: no date or such;
    `one`, `few`, `many`: so many men; `group`: no single man.
    """

    kind: str = ""
    words: str = ""
    needs: str = ""
    unless: str = ""
    weight: str = ""


@frozen
class Series(Row):
    """What one source stated day by day, imported whole: a figure without a source may equal one of its values.

    `measure`: what the source counts; `retold`: measures under which others pass the same figure on. `file` lies in the folder
    `series` and has the columns date, value, bound. `licence` and `notice`: on what terms it may be passed on, and with what words.
    """

    id: str = ""
    source: str = ""
    measure: str = ""
    retold: str = ""
    side: str = ""
    kind: str = ""
    file: str = ""
    licence: str = ""
    notice: str = ""


@frozen
class SeriesPoints(Row):
    """The file of a series as it stands, not yet parsed: only comparing asks for its points. No table of its own."""

    series: str = ""
    text: str = ""


LANGUAGE_TABLES: dict[str, type[Row]] = {
    "number_words": NumberWord,
    "bounds": BoundWord,
    "rates": RateWord,
    "units": UnitWord,
    "calendar": CalendarWord,
    "cues": Cue,
    "countries": Country,
    "furniture": Furniture,
    "words": Word,
    "irregulars": Word,
    "roles": Role,
    "grammar": Word,
}

# A pack table may exist once, or once per language (terms.en.csv); the loader reads the ones for its language.
PACK_TABLES: dict[str, type[Row]] = {
    "measures": Measure,
    "lexicon": Lexeme,
    "classes": WordClass,
    "measure_rules": MeasureRule,
    "populations": Population,
    "concepts": Concept,
    "terms": Term,
    "faults": Fault,
    "sources": Source,
    "source_kinds": SourceKind,
    "bound_intervals": BoundInterval,
    "comparisons": Comparison,
    "formations": Formation,
    "formation_levels": FormationLevel,
    "places": Place,
    "laws": Law,
    "eras": Era,
    "themes": Theme,
    "theme_cues": ThemeCue,
    "incident_kinds": IncidentKind,
    "incident_cues": IncidentCue,
    "series": Series,
}


def columns(kind: type[Row]) -> tuple[str, ...]:
    """Return the columns of a table, own ones first, `note` and `seen` last."""
    names = [field.name for field in fields(kind) if field.name != "where"]
    return (*(n for n in names if n not in ("note", "seen")), "note", "seen")
