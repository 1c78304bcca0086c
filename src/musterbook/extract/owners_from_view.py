"""View -> whose a work is by the possessive before it: "the interior ministry's public search index"."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_OWNS = re.compile(r"'s? (?:[\w-]+ ){0,3}$")
FARTHEST = 40  # code points between an owner and the work


def owner_of_work(view: View, start: int, named: list[Speaker], lexis: Lexis) -> tuple[str | Hit, int] | None:
    """Return the owner's label, or its word where no table has its name, and where it begins; "the group's" points back."""
    before = view.folded[max(0, start - FARTHEST) : start]
    owned = _OWNS.search(before) if "'" in before else None
    if owned is None:
        return None
    end = view.start + start - len(owned.group())
    if any(end < hit.start and hit.end < view.start + start for hit in view.of("roles")):
        return None  # "the court's press service reports"
    for other in named:
        if other.end == end:
            return other.label, other.start
    for hit in view.of("sources"):
        if hit.end == end:
            return hit.value, hit.start
    for hit in view.of("roles"):
        office = hit.end == end and lexis.roles.get(lexis.lemma(hit.value), ("",))[0] == "office"
        if office and hit.value.split()[-1] not in lexis.words_of("nameless"):
            return hit, hit.start
    return None
