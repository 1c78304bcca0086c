"""View, place name -> is it the place of what is told, by an office of the place that follows: "Omsk police", "Perm's courts"."""

from __future__ import annotations

from functools import cache

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.codebook.schema import Place
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View

_OWN = re.compile(r"['’]s? (?!(?:own )?(?:position|view|answer|reply|version|word|line|claim)\b)[a-z]")
_SAID_WITH = re.compile(r" (?:(?:about|around|some|over|nearly|almost|at least|more than|just|only|up to) )?\d")
_TERRITORY = re.compile(r"[\w’' -]+ territory")
_ONE_WORD = re.compile(r"[A-Z][a-z’'-]{3,}")


def has_its_own(view: View, hit: Hit, kind: str, capital: bool, lexis: Lexis) -> bool:
    """ "Moscow police hauled", "Omsk's recruiters": an office of a town acts there; a capital's own may be the country's."""
    if kind == "country":
        return False
    end = hit.end - view.start
    if not capital and _OWN.match(view.folded, end):
        return True
    offices = lexis.words_of("place_office")
    if view.words.isdisjoint(_heads(offices)):
        return False
    return bool(_office(offices, lexis.words_of("place_office_of")).match(view.folded, end))


@cache
def _heads(offices: frozenset[str]) -> frozenset[str]:
    """The first word of each office, one of which a sentence must have."""
    return frozenset(office.partition(" ")[0].partition("'")[0] for office in offices)


@cache
def _office(offices: frozenset[str], kinds: frozenset[str]) -> re.Pattern[str]:
    """Compile "police", "'s military courts", " region's judges" as they stand behind a name; `kinds`: words before an office."""
    some, before = (
        "|".join(re.escape(word) for word in sorted(words, key=lambda it: (-len(it), it))) for words in (offices, kinds)
    )
    return re.compile(
        rf"(?: (?:region|oblast|krai|territory|province|county|district|city))?(?:['’]s?)? "
        rf"(?:(?:{before}) ){{0,2}}(?:{some})\b"
    )


def does_with_number(view: View, end: int) -> bool:
    """ "The police in Samara picked up 1,930": the word behind the place governs a number, it does not tell who spoke."""
    return bool(_SAID_WITH.match(view.folded, end))


def printed(row: Place, surface: str) -> str:
    """The name of a region as the page has it, where the table's own name would add a word: Zakarpattia, Perm Territory."""
    if row.kind != "region":
        return row.name
    if _TERRITORY.fullmatch(surface.lower()):
        return surface.title()
    return surface if _ONE_WORD.fullmatch(surface) else row.name
