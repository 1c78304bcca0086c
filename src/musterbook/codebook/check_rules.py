"""What `check` demands of each table, as data: keys, cells that must be filled, allowed words, and what points to what."""

from __future__ import annotations

from musterbook.compared import Relation
from musterbook.frozen import frozen
from musterbook.model import Bound

Where = tuple[str, str]


@frozen
class Reference:
    """A column whose cells must stand in one of the `targets` (table, column), or in `also`.

    `many`: several, separated by `;`. `prefix`, `suffix`: what may stand around the id ("page:": anywhere on the page,
    "_event": as a happening of its own on the page).
    """

    table: str
    column: str
    targets: tuple[Where, ...]
    also: tuple[str, ...] = ()
    many: bool = False
    prefix: str = ""
    suffix: str = ""


KEYS: dict[str, tuple[str, ...]] = {
    "number_words": ("surface", "kind"),
    "bounds": ("surface", "position"),
    "rates": ("surface",),
    "units": ("surface", "kind", "position"),
    "calendar": ("surface", "kind"),
    "cues": ("surface", "family", "form"),
    "countries": ("surface", "iso", "kind"),
    "furniture": ("surface", "match"),
    "words": ("surface", "kind"),
    "measures": ("id",),
    "lexicon": ("surface", "cls", "inflects"),
    "measure_rules": ("counted", "predicate"),
    "populations": ("surface",),
    "concepts": ("id",),
    "terms": ("surface",),
    "faults": ("surface",),
    "irregulars": ("surface", "value"),
    "roles": ("surface",),
    "grammar": ("surface", "kind", "value"),
    "sources": ("id",),
    "source_kinds": ("id",),
    "bound_intervals": ("bound",),
    "comparisons": ("slot", "case"),
    "formations": ("id",),
    "formation_levels": ("surface",),
    "places": ("id",),
    "laws": ("id",),
    "eras": ("surface", "country"),
    "themes": ("id",),
    "theme_cues": ("theme", "words"),
    "incident_kinds": ("id",),
    "incident_cues": ("kind", "words", "needs"),
    "series": ("id",),
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "number_words": ("surface", "kind"),
    "bounds": ("surface", "bound"),
    "rates": ("surface", "per"),
    "units": ("surface", "kind"),
    "calendar": ("surface", "kind"),
    "cues": ("surface", "family", "form"),
    "countries": ("surface", "iso", "kind"),
    "furniture": ("surface", "match"),
    "words": ("surface", "kind"),
    "measures": ("id", "label", "kind"),
    "lexicon": ("surface", "cls"),
    "measure_rules": ("counted", "predicate", "measure"),
    "populations": ("surface", "label"),
    "concepts": ("id", "label"),
    "terms": ("surface", "concept"),
    "faults": ("surface", "fault"),
    "sources": ("id", "name", "kind"),
    "source_kinds": ("id", "group", "reliability", "part"),
    "bound_intervals": ("bound", "low"),
    "comparisons": ("slot", "by", "case", "relation", "effect", "words"),
    "formations": ("id", "name", "level"),
    "formation_levels": ("surface", "level", "rank"),
    "places": ("id", "name", "kind"),
    "laws": ("id", "article", "country"),
    "eras": ("surface", "start"),
    "themes": ("id", "label"),
    "theme_cues": ("theme", "words"),
    "incident_kinds": ("id", "label"),
    "incident_cues": ("kind", "words"),
    "series": ("id", "source", "measure", "kind", "file", "licence", "notice"),
}

INFLECTS = frozenset({"", "noun", "verb"})

# Words the code itself tells apart. What a domain tells apart (kinds of sources …) its pack declares in pack.json.
VOCABULARIES: dict[str, frozenset[str]] = {
    "bounds.bound": frozenset(Bound),
    "bounds.position": frozenset({"before", "after"}),
    "rates.per": frozenset({"day", "week", "month", "year"}),
    "units.position": frozenset({"before", "after"}),
    "cues.family": frozenset(
        "says counts estimates claims denies confirms relays documents hearsay earlier frame doubt obtains".split(),
    ),
    "countries.kind": frozenset({"name", "adjective", "people", "capital", "leader"}),
    "furniture.match": frozenset({"line", "start", "anywhere", "after"}),
    "measures.kind": frozenset({"stock", "flow", "cumulative", "share", "ratio", "event", "rate"}),
    "measures.background": frozenset({"", "yes"}),
    "terms.case": frozenset({"", "exact"}),
    "places.kind": frozenset({"country", "region", "city", "site"}),
    "cues.inflects": INFLECTS,
    "lexicon.inflects": INFLECTS,
    "populations.inflects": INFLECTS,
    "terms.inflects": INFLECTS,
    "source_kinds.reliability": frozenset("ABCDEF"),
    "source_kinds.part": frozenset({"counts", "relay", "compiles", "document", "open"}),
    "source_kinds.partisan": frozenset({"", "yes"}),
    "bound_intervals.bound": frozenset(Bound),
    "series.kind": frozenset({"cumulative"}),
    "comparisons.by": frozenset({"equal", "names", "places", "sets", "spans"}),
    "comparisons.case": frozenset({"other", "narrower", "wider", "apart", "within", "contains", "overlaps"}),
    "comparisons.relation": frozenset(Relation),
    "comparisons.effect": frozenset({"keep_apart", "compare"}),
}

CONDITIONS: dict[Where, frozenset[str]] = {
    ("incident_cues", "needs"): frozenset(
        {"place", "date", "dated", "count", "one", "few", "many", "once", "unit", "actor", "group"}
    ),
}

NUMBERS: frozenset[Where] = frozenset(
    {
        ("measure_rules", "weight"),
        ("theme_cues", "weight"),
        ("incident_cues", "weight"),
        ("formation_levels", "rank"),
        ("laws", "min_years"),
        ("laws", "max_years"),
        ("bound_intervals", "low"),
        ("bound_intervals", "high"),
    },
)

CODE: tuple[Where, ...] = (("countries", "iso"),)

REFERENCES: tuple[Reference, ...] = (
    Reference("terms", "concept", (("concepts", "id"),)),
    Reference("faults", "concept", (("concepts", "id"),)),
    Reference("concepts", "broader", (("concepts", "id"),)),
    Reference("measures", "never_with", (("measures", "id"),), many=True),
    Reference("measures", "made_of", (("measures", "id"),), many=True),
    Reference("measures", "after", (("measures", "id"),), many=True),
    Reference("measure_rules", "measure", (("measures", "id"),)),
    Reference("measure_rules", "counted", (("lexicon", "cls"),), also=("*", "duration")),
    Reference("measure_rules", "predicate", (("lexicon", "cls"),), also=("*",), prefix="page:", suffix="_event"),
    Reference("theme_cues", "theme", (("themes", "id"),)),
    Reference("incident_cues", "kind", (("incident_kinds", "id"),)),
    Reference("formations", "level", (("formation_levels", "level"),)),
    Reference("places", "within", (("places", "id"), ("countries", "iso"))),
    Reference("places", "country", CODE),
    Reference("laws", "country", CODE),
    Reference("laws", "concept", (("concepts", "id"),)),
    Reference("sources", "of", (("sources", "id"),)),
    Reference("eras", "country", CODE, many=True),
    Reference("series", "source", (("sources", "id"),)),
    Reference("series", "measure", (("measures", "id"),)),
    Reference("series", "retold", (("measures", "id"),), many=True),
)

ALIASES: frozenset[str] = frozenset({"sources", "formations"})

# What `seen` says of a plain fact of the language, which needs no note.
PLAIN = "general"

# What `seen` may say of a row nobody has met in real use.
UNPROVEN: frozenset[str] = frozenset({"unverified", "made up"})
