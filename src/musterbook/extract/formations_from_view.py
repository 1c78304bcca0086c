"""View -> formations: units as they are written, known by name or by an ordinal and a word for an echelon."""

from __future__ import annotations

import re
from dataclasses import dataclass

from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View


@dataclass(frozen=True, slots=True)
class FormationMention:
    """A formation at [start, end) of the document: the name to print, its codebook id, its number and its echelon."""

    start: int
    end: int
    label: str
    id: str | None
    number: str
    level: str
    side: str
    base_only: bool = False


_ORDINAL = re.compile(r"\b(\d{1,4})(?:st|nd|rd|th)?(?= (?:[A-Za-z]|$))")
_NAMED = re.compile(r"((?:[A-Z][\w’'-]+ ){1,3})$")
WORDS_BETWEEN = 5  # "20th Guards Carpathian-Berlin Motor Rifle Division"


def formations_from_view(view: View, lexis: Lexis) -> tuple[FormationMention, ...]:
    """Return the formations of a sentence, left to right, not overlapping."""
    found = [_known(view, hit.start, hit.end, hit.value, lexis) for hit in view.of("formations")]
    for hit in view.of("levels"):
        if not any(f.start <= hit.start < f.end for f in found):
            mention = _ordinal(view, hit.start, hit.end, hit.value, lexis)
            if mention:
                found.append(mention)
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[FormationMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _known(view: View, start: int, end: int, key: str, lexis: Lexis) -> FormationMention:
    row = lexis.formations[key]
    number = re.match(r"\d+", row.name)
    return FormationMention(start, end, row.name, row.id, number.group() if number else "", row.level, row.side)


def _ordinal(view: View, start: int, end: int, level: str, lexis: Lexis) -> FormationMention | None:
    """ "155th Mechanized Brigade", "the 20th Division", "3rd Separate Assault Brigade of the …" """
    row = lexis.levels[level]
    before = view.text[: start - view.start]
    ordinals = list(_ORDINAL.finditer(before))
    if not ordinals or not ordinals[-1].group().strip():
        return None
    last = ordinals[-1]
    between = before[last.end() :]
    words_between = between.split()
    if (
        not last.group().endswith(("st", "nd", "rd", "th"))
        or len(words_between) > WORDS_BETWEEN
        or re.search(r"[.,;:()]", between)
    ):
        return None
    if any(not w[:1].isupper() and w.strip('“”"').lower() not in lexis.words_of("echelon") for w in words_between):
        return None
    words = " ".join(view.text[last.start() : end - view.start].split())
    label = words.strip("“”\"'‘’")
    begin = view.start + last.start()
    known = _same_unit(last.group(1), row.level, lexis)
    if known:
        return FormationMention(
            begin, end, lexis.formations[known].name, known, last.group(1), row.level, lexis.formations[known].side
        )
    return FormationMention(begin, end, label, None, last.group(1), row.level, row.side)


def _same_unit(number: str, level: str, lexis: Lexis) -> str | None:
    """The one formation of the codebook with this number and echelon, if there is just one."""
    same = [
        f.id for f in lexis.formations.values() if f.level == level and re.match(rf"{number}(?:st|nd|rd|th)\b", f.name)
    ]
    return same[0] if len(same) == 1 else None
