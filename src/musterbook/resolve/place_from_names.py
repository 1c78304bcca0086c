"""Place names -> the narrowest place a claim is about; a garrison, a source's name or a mere nationality is not one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from musterbook.codebook.schema import Place
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot

_BASED = re.compile(
    r"\b(?:based|stationed|garrisoned|quartered|headquartered|located|deployed|native|resident|born)\b[^,.;]{0,25}$"
)
_AT = re.compile(
    r"\b(?:in|at|near|outside|across|within|throughout|inside|around|of|for|from|over|to|reach|"
    r"reached|entered|via|inside)(?: the)?(?: (?:city|town|village|region|regional capital|centre|"
    r"center|north|south|east|west|northern|southern|eastern|western|central|occupied|neighbouring|"
    r"part|parts|whole|of|southwestern|northeastern|oblast|republic)){0,3} [\"“'‘]?$"
)
_REGIONS = re.compile(r"\b(?:regions|oblasts|provinces)\b")
_REGION = re.compile(r"\b(?:region|oblast|province|krai)\b")
_TABLE = re.compile(r"[a-z] ?\(\d|[a-z][,:] \d| - \d")  # the lines of a list of places with their numbers
RANK = {"site": 0, "city": 1, "region": 2, "country": 3}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place at [start, end) of the document; `at`: a word of place stands before it; `garrison`: it is only where a unit is based."""

    start: int
    end: int
    label: str
    kind: str
    country: str
    at: bool
    garrison: bool
    id: str


def places_from_view(view: View, lexis: Lexis) -> tuple[PlaceMention, ...]:
    """Return the places of a sentence, left to right."""
    taken = [h for h in view.hits if h.table in ("sources", "formations")]
    plural = bool(_REGIONS.search(view.folded))
    first = _REGION.search(view.folded) if len(_TABLE.findall(view.folded)) > 1 else None
    listed = (
        view.start + first.start() if first else view.sentence.end
    )  # after the first "region" of a list all are regions
    found: dict[int, PlaceMention] = {}
    for hit in (*view.of("places"), *(view.of("regions") if plural or first else ())):
        if hit.table == "regions" and any(h.start == hit.start for h in view.of("places")):
            continue
        if (
            any(t.start <= hit.start and hit.end <= t.end for t in taken)
            or not view.text[hit.start - view.start].isupper()
        ):
            continue
        if hit.end <= view.start + view.dateline:
            continue
        row = lexis.places[hit.value]
        if hit.table == "regions" and not plural and hit.start < listed:
            continue
        if (plural or hit.start > listed) and row.kind == "city":
            row = _region_of(row, lexis)
        before = view.left(hit.start - view.start)
        after = view.folded[hit.end - view.start :]
        unit = any(0 <= h.start - hit.end <= 1 for h in view.of("levels")) and not re.match(
            r" (?:region|oblast)", after
        )
        mention = PlaceMention(
            hit.start,
            hit.end,
            row.name,
            row.kind,
            row.country,
            bool(_AT.search(before)),
            unit or bool(_BASED.search(before)),
            row.id,
        )
        other = found.get(hit.start)
        if other is None or RANK.get(row.kind, 4) < RANK.get(other.kind, 4):
            found[hit.start] = mention
    return tuple(found[k] for k in sorted(found))


def _region_of(city: Place, lexis: Lexis) -> Place:
    """ "Moscow (496), Sverdlovsk (258) and Orenburg regions": the names of a list of regions are regions, not cities."""
    return next(
        (row for row in lexis.places.values() if row.kind == "region" and row.name == f"{city.name} Region"), city
    )


def place_from_names(
    document: Document, view: View, span: tuple[int, int], places: tuple[PlaceMention, ...]
) -> Slot | None:
    """Return the place a claim with this phrase states: one listed beside it, else the nearest with a word of place."""
    if beside := _beside(view, span, places):
        return Slot(beside.label, How.stated, document.quote(beside.start, beside.end))
    usable = [p for p in places if p.at and not p.garrison]
    if view.sentence.kind in ("title", "heading"):
        capitals = {h.start for h in view.of("countries") if h.value.endswith("|capital")}
        usable = [p for p in places if not p.garrison and (p.at or p.start not in capitals)]
    if not usable:
        return None
    best = min(usable, key=lambda p: (RANK.get(p.kind, 4) == 3, _distance(view, span, p), RANK.get(p.kind, 4)))
    return Slot(best.label, How.stated, document.quote(best.start, best.end))


def _distance(view: View, span: tuple[int, int], place: PlaceMention) -> float:
    if place.start >= span[1]:
        gap = view.folded[span[1] - view.start : place.start - view.start]
    else:
        gap = view.folded[place.end - view.start : max(place.end, span[0]) - view.start]
    return len(gap) + 40 * len(re.findall(r"[;:]|, (?:while|and|but)\b", gap))


def _beside(view: View, span: tuple[int, int], places: tuple[PlaceMention, ...]) -> PlaceMention | None:
    """ "Moscow (496 cases)", "Orenburg - 255", "496, in the Moscow region" """
    for place in places:
        gap = view.folded[place.end - view.start : span[0] - view.start]
        if place.end <= span[0] and re.fullmatch(
            r"(?: (?:region|oblast|krai|republic|territory|province))?s? ?(?:\(|: ?|, (?=\Z)|- ?|"
            r"having the most - ?|with |had |, with |leads? with |,? where |accounts? for |accounted for |"
            r"recorded |saw )(?:about |around |over |some )?",
            gap,
        ):
            return place
        gap = view.folded[span[1] - view.start : place.start - view.start]
        if place.start >= span[1] and re.fullmatch(r"\)?,? (?:of them |cases |people )?(?:in|from|for) (?:the )?", gap):
            return place
    return None
