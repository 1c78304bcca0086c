"""A theme that could lead to somebody in hiding -> the place as coarse as it may be told, and the words without the finer ones."""

from __future__ import annotations

import re

from musterbook.codebook.guard import BROAD, Guard
from musterbook.shield.cues_from_text import Cues, cues_from_text
from musterbook.shield.mask_from_span import Mask, Rule, joined
from musterbook.shield.runs_from_text import CAPITALS

REGION, WITHHOLD = "region", "withhold"

# A capitalised name after a word for where something is ("in X", "село X").
_NAME = rf"[{CAPITALS}][\w'’-]*(?:[ \u00a0-][{CAPITALS}][\w'’-]*){{0,2}}"
_AT = re.compile(rf"(?<!\w)([^\W\d_]+)\.?[ \u00a0](?:of )?[\"«“„]?({_NAME})(?:[ \u00a0]([^\W\d_]+))?")


def place_from_hiding(place: str, theme: str, guard: Guard) -> str:
    """Return the place of a claim as it may be told: the region that holds it where the theme could lead to somebody.

    A place that no table knows cannot be said to lie in a region and is left out.
    """
    if not place or guard.themes.get(theme, ("", ""))[0] not in (REGION, WITHHOLD):
        return place
    return guard.regions.get(place, place if place.isupper() and len(place) == 2 else "")


def masks_from_hiding(text: str, theme: str, language: str, guard: Guard) -> tuple[Mask, ...]:
    """Return what else to mask in the words of such a claim: everything where a way is told, finer places otherwise."""
    detail, label = guard.themes.get(theme, ("", ""))
    if detail == WITHHOLD and text:
        return (Mask(0, len(text), Rule.withheld, label),)
    return joined(mask for mask, _ in masks_of_places(text, language, guard)) if detail == REGION else ()


def masks_of_places(text: str, language: str, guard: Guard) -> list[tuple[Mask, bool]]:
    """Return a mask for each place finer than a region, and whether a table knows it."""
    cues = cues_from_text(text, guard)
    role = guard.label(Rule.place.value, language)
    known = [(hit.start, hit.end, True) for hit in cues.of("fine") if text[hit.start].isupper()]
    found = [(start, end, False) for start, end in _unknown(cues, guard)]
    masks = [(Mask(start, end, Rule.place, role), tabled) for start, end, tabled in (*known, *found)]
    tabled = {(mask.start, mask.end) for mask, known in masks if known}
    return [
        (mask, known)
        for mask, known in masks
        if not _is_broad(mask, cues) and (known or (mask.start, mask.end) not in tabled)
    ]


def _unknown(cues: Cues, guard: Guard) -> list[tuple[int, int]]:
    """Names after a word for where something is, unless what follows says that it is a region."""
    spans = []
    for match in _AT.finditer(cues.text):
        after = (match.group(3) or "").lower()
        inside = {word.lower() for word in re.findall(r"\w+", match.group(2))}
        if guard.has("near", match.group(1).lower()) and not ({after} | inside) & guard.words["regional"]:
            spans.append(match.span(2))
    return spans


def _is_broad(mask: Mask, cues: Cues) -> bool:
    return any(hit.start <= mask.start and mask.end <= hit.end for hit in cues.of(BROAD))
