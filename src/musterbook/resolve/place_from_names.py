"""Place names -> the narrowest place a claim is about; a garrison, a source's name or a mere nationality is not one."""

from __future__ import annotations

from itertools import pairwise

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.codebook.schema import Place
from musterbook.extract.lexis_from_codebook import REGION, Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen
from musterbook.model import Document, How, Slot
from musterbook.resolve.place_from_office import does_with_number, has_its_own, printed
from musterbook.resolve.unlisted_from_view import unlisted_from_view

_BASED = re.compile(
    r"\b(?:based|stationed|garrisoned|quartered|headquartered|located|deployed|native|resident|born|sits|home base|home|lives?|"
    r"lived|living|(?:its|their|permanent|winter|head) ?quarters|exiled?|works? (?:out of|from)|working (?:out of|from)|"
    r"(?:its|their|our|his|her|an?|two|from) (?:[a-z-]+ )?(?:offices?|newsrooms?|rooms|studios?|kitchens?|desk|flat) in)\b[^,.;]{0,25}$"
)
_BETWEEN = (
    r"(?: (?:the|city|town|village|region|province|regional capital|capital|centre|center|heart|outskirts|suburbs|area|areas|"
    r"district|north|south|east|west|northern|southern|eastern|western|central|occupied|neighbouring|neighboring|nearby|border|"
    r"frontline|front-line|part|parts|whole|entire|of|south-?western|north-?eastern|south-?eastern|north-?western|oblast|republic|"
    r"industrial|coastal|separatist|breakaway|annexed|temporarily|port|\w+(?:['’]s|-(?:held|occupied|controlled))|"
    r"\w+(?:ian|ish|ese))){0,4}"
)
_AT = re.compile(
    r"\b(?:in|at|near|outside|across|within|throughout|inside|around|of|for|from|over|reach|off|beyond|along|between|behind|"
    rf"reached|entered|via|inside){_BETWEEN} [\"“'‘]?$"
)
_ON = re.compile(rf"\bon{_BETWEEN} [\"“'‘]?$")
_GROUND = re.compile(r" (?:axis|direction|front|frontline|sector|territory|border|side|bridgehead)\b")
_TO = re.compile(rf"\bto{_BETWEEN} [\"“'‘]?$")
_COMPASS = re.compile(r"\b((?:(?:north|south)(?:-?(?:east|west))?|east|west)ern|central) $")
_FALLS = re.compile(
    r"\b(?:belong(?:s|ed|ing)?|falls?|fell|falling|fallen|due|attributed|attributable|traced|assigned|ascribed) to"
    rf"{_BETWEEN} [\"“'‘]?$"
)
_MOVED = re.compile(r"\b(?:re-?deploy\w*|transfer\w*|rotation|move) to\b")
_WITHIN = re.compile(r",?(?: an? (?:[\w-]+ ){1,4})? ?(?:\(|in |of )?(?:the )?(?:\w+['’]s )?(?:\w+ )?")
_IN_COUNTRY = re.compile(
    r"\b(?:in|across|within|throughout|inside|to|into|reached|reach|entered|enter|via|leave|left|around)"
    rf"{_BETWEEN} [\"“'‘]?$"
)
_TOLD_IN = re.compile(
    r"\b(?:told|tells|interviewed|reached|contacted|speaking|spoke|said|says|according to|asked(?! for\b| to be\b))\b[^,;:.\d]{0,60} "
    r"(?:in|at|from|near|outside)(?: the)? $"
)
_SEAT = re.compile(r" (?:in|at|from) $")
_BEHIND = re.compile(
    r"\)?,? (?:(?:of them|cases|files|proceedings|verdicts|sentences|people|men|soldiers),? )?"
    r"(?:in|from|for|(?:belongs?|belonged|falls?|fell|goes|went) to) (?:the )?"
)
_OFFICE = re.compile(r"[a-z] [A-Z]\w+ in $")
_ASIDE = re.compile(
    r"\b(?:whose|one of (?:whom|them|which)|than|since|when|after|before|because|as soon as|although|like)\b"
)
_REGIONS = re.compile(r"\b(?:regions|oblasts|provinces)\b")
_REGION = re.compile(r"\b(?:region|oblast|province|krai)\b")
_SEVERAL_REGIONS = frozenset(("regions", "oblasts", "provinces"))
_A_REGION = frozenset(("region", "oblast", "province", "krai"))
_TABLE = re.compile(
    r"[a-z] ?\(\d|[a-z][,:] \d| - \d|[a-z],? (?:with|on|at) \d"
)  # the lines of a list of places with their numbers
_OPENS = re.compile(r"(?:^|[,;:.(|•*–—-]|\b(?:and|while|but|the|then|followed by)) ?[\"“]?$")
_GIVES = re.compile(
    r"(?: (?:region|oblast|krai|republic|territory|province|county|district))?s? ?(?:\(|: ?|, (?=\Z)|- ?|– ?|— ?|"
    r",? having the most(?:,| -|:| –)? ?|,? with |with its |with their |,? had |,? on |,? at |"
    r"(?:leads?|led|heads?|headed|tops?|topped)(?: the (?:list|table|ranking|way|field))?,? ?(?:with |at |on |by )|"
    r"(?:is |was |stands |stood |came |comes |sits |ranks |ranked )?(?:right |close |just )?(?:behind|next|second|third|fourth|after)"
    r"(?: it| them)?,? (?:with |at |on )|"
    r"(?:has|had|holds|held|takes|took|makes up|made up|contributes|contributed|supplies|supplied|provides|provided|claims|claimed)"
    r" the (?:most|biggest|largest|greatest|highest|lion's)(?: \w+){0,2}(?:,|:| -| –| with| at) |"
    r",? where (?:they |one |there )?(?:counts? |counted |are |were )?|accounts? for |accounted for |gives? |gave |"
    r"counts? |counted |shows? |showed |logged |reports? |reported |registers? |registered |follow(?:s|ed)(?: it)? (?:with |on |at )|"
    r"follow(?:s|ed),? |comes next with |has |recorded |saw |received |contribut(?:es|ed) |suppl(?:ies|ied) |provid(?:es|ed) |"
    r"lists? |listed |yield(?:s|ed) |tak(?:es|ing) |took |holds? |held )?(?:about |around |over |some |only |just )?"
)
_TELLS = re.compile(  # what may stand between a region and its number: "is responsible for", ", which has", ", a close third at"
    r"(?: (?:region|oblast|krai|republic|territory|province|county|district))?,? (?!and\b|but\b|while\b|or\b|where\b|there\b)"
    r"(?:[a-z'’-]+ ){0,6}(?:with|at|on|has|had|have|for|by|is|are|was|sent|filed|recorded|supplied|contributed|heard|received|saw)"
    r"(?:,? (?:about|some|just|only|around|nearly|namely))? "
)
_BARE_END = re.compile(
    r"[,.;:)”\"]|$| (?:and|of them|of these|of those|cases|files|proceedings|prosecutions|while|followed|ahead|is|then)\b"
)
_REGION_NEXT = re.compile(r" (?:region|oblast)")
_BASED_BEHIND = re.compile(r"-based\b")
_HOME = re.compile(r",? (?:(?:from|of|out of) (?:the )?|\()")  # "the 20th Division from Volgograd", "(Kyakhta)"
_DOES = re.compile(
    r"(?: (?i:region|oblast|krai|territory|province|county|district))? [a-z]{2,}(?:s|ed|ew|ook|ad|ave|aw)\b|"
    r", (?:(?:on|in|the|late|early) )*(?:night|evening|morning|small hours|\d)"
)
LONGEST_SEAT = 30  # code points between a place and the court that sits there
_ONE_NAME = re.compile(r"(?:['’]s)?(?: (?:[A-Z0-9][\w-]*|garrison|military|district|city|regional|town|army)){0,3} ")
_AND = re.compile(r"(?: regions?| oblasts?)?(?:,|,? and|,? or)(?: the| in| near)? ")
STRETCHES = ("axis", "direction", "front", "sector")  # of a front line; they are printed in small letters
SEVERAL = 3  # places in one list, none of which is the place of a number
RANK = {"site": 0, "city": 1, "region": 2, "country": 3}


@frozen
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


def places_from_view(view: View, lexis: Lexis, *, listing: bool = False) -> tuple[PlaceMention, ...]:
    """Return the places of a sentence, left to right; `listing`: it may go on with a list of regions."""
    found = _of_tables(view, lexis, listing=listing) if view.of("places") or view.of("regions") else {}
    for name in unlisted_from_view(view, lexis):
        before = view.left(name.start - view.start)
        at = name.seat or (bool(_AT.search(before)) and not _TOLD_IN.search(before))
        garrison = bool(_BASED.search(before))
        found.setdefault(name.start, PlaceMention(name.start, name.end, name.label, name.kind, "", at, garrison, ""))
    return tuple(found[k] for k in sorted(found))


def _of_tables(view: View, lexis: Lexis, *, listing: bool) -> dict[int, PlaceMention]:
    """The places of a sentence that stand in a table, by where they begin."""
    taken = (*view.of("sources"), *view.of("formations"))
    seats = [h for h in view.of("lexicon") if h.value in lexis.group("seat")]
    capitals = {h.start for h in view.of("countries") if h.value.endswith("|capital")}
    plural = not view.words.isdisjoint(_SEVERAL_REGIONS) and bool(_REGIONS.search(view.folded))
    table = view.digits and not view.words.isdisjoint(_A_REGION) and len(_TABLE.findall(view.folded)) > 1
    first = _REGION.search(view.folded) if table else None
    listed = (
        view.start + first.start() if first else view.sentence.end
    )  # after the first "region" of a list all are regions
    found: dict[int, PlaceMention] = {}
    for hit in (*view.of("places"), *(view.of("regions") if plural or first or listing else ())):
        if hit.table == "regions" and any(h.start == hit.start for h in view.of("places")):
            continue
        court = any(0 <= h.start - hit.end <= LONGEST_SEAT and _joined(view, hit.end, h.start) for h in seats)
        named = any(t.start <= hit.start and hit.end <= t.end for t in taken)
        if (named and not court) or not view.text[hit.start - view.start].isupper():
            continue
        if hit.end <= view.start + view.dateline:
            continue
        row = lexis.places[hit.value]
        region = plural or hit.start > listed or (listing and _gives_number(view, hit))
        if hit.table == "regions" and not region:
            continue
        if region and row.kind == "city":
            row = _region_of(row, lexis)
        before = view.left(hit.start - view.start)
        after = view.folded[hit.end - view.start :]
        unit = _names_unit(view, hit, after, lexis)
        alone = len(view.text) <= hit.end - hit.start + 1 or (
            len(view.text) <= LONGEST_SEAT and view.text.isupper()
        )  # "Saratov." at the head of a paragraph, "Saratov" as a heading
        stands = _stands_at(row.kind, before, after)
        at = (
            court
            or alone
            or has_its_own(view, hit, row.kind, hit.start in capitals, lexis)
            or _is_subject(row.kind, before, view.text[hit.end - view.start :], hit.start in capitals)
            or (stands and not _of_speaker(view, hit, hit.start in capitals, lexis))
        )
        garrison = not court and (unit or bool(_BASED.search(before)))
        surface = view.text[hit.start - view.start : hit.end - view.start]
        own = hit.table == "places" and row.id == hit.value  # not a town that stands for its region
        label, kind = _with_its_kind(row, surface if own else row.name, after, lexis)
        if row.kind == "country" and (part := _COMPASS.search(before)) and stands:
            label, kind = f"{part.group(1)} {row.name}", "region"
        mention = PlaceMention(hit.start, hit.end, label, kind, row.country, at, garrison, row.id)
        other = found.get(hit.start)
        if other is None or RANK.get(row.kind, 4) < RANK.get(other.kind, 4):
            found[hit.start] = mention
    return found


def _is_subject(kind: str, before: str, after: str, capital: bool) -> bool:
    """ "Omsk region leads the list": a region or town that does something; a capital may stand for its government."""
    return (
        (kind == "region" or (kind == "city" and not capital)) and before in ("", "the ") and bool(_DOES.match(after))
    )


def names_regions(view: View) -> bool:
    """Return True for a sentence that speaks of several regions, or of one with its number; the next may list more."""
    if not view.words.isdisjoint(_SEVERAL_REGIONS) and _REGIONS.search(view.folded):
        return True
    return bool(view.numbers and not view.words.isdisjoint(_A_REGION) and _REGION.search(view.folded))


def _gives_number(view: View, place: Hit) -> bool:
    """ "Sverdlovsk follows with 258", "Omsk: 40"."""
    end = place.end - view.start
    return any(
        n.kind == "count" and n.start >= end and _GIVES.fullmatch(view.folded, end, n.start) for n in view.numbers
    )


def _names_unit(view: View, place: Hit, after: str, lexis: Lexis) -> bool:
    """ "The Pskov division", "the brigade from Pskov", "the division (Pskov)": a place that only tells units apart.

    A base is where something happens: "the fence of the Pskov base".
    """
    if _REGION_NEXT.match(after):
        return False
    levels = [
        h
        for h in view.of("levels", "formations")
        if h.table == "formations" or lexis.levels[h.value].level not in lexis.group("placed")
    ]
    if any(h.table == "levels" and 0 <= h.start - place.end <= 1 for h in levels) or _BASED_BEHIND.match(after):
        return True
    return any(
        h.end <= place.start and _HOME.fullmatch(view.folded, h.end - view.start, place.start - view.start)
        for h in levels
    )


def _stands_at(kind: str, before: str, after: str) -> bool:
    """True when the words around a name make it the place where something is: in, near; on a front; or where men were moved to."""
    if kind == "country":
        return bool(_IN_COUNTRY.search(before))
    if _AT.search(before):
        return True
    if _ON.search(before):
        return bool(_GROUND.match(after))
    return bool(_TO.search(before)) and bool(_MOVED.search(before[-48:]) or _FALLS.search(before))


def _with_its_kind(row: Place, surface: str, after: str, lexis: Lexis) -> tuple[str, str]:
    """ "Suceava county", "the Zaporizhzhia axis": a region named after a town."""
    word = after[1:].partition(" ")[0].rstrip(",.;:)'’")
    if row.kind == "city" and after.startswith(" ") and word in lexis.words_of("place_region"):
        return row.name + REGION, "region"
    if row.kind == "city" and after.startswith(" ") and word in lexis.words_of("place_named"):
        return f"{row.name} {word if word in STRETCHES else word.title()}", "region"
    return printed(row, surface), row.kind


def _joined(view: View, start: int, end: int) -> bool:
    """True when only words of one name stand between a place and what sits there ("Pskov Garrison Military Court")."""
    return bool(_ONE_NAME.fullmatch(view.text[start - view.start : end - view.start]))


def _of_speaker(view: View, hit: Hit, capital: bool, lexis: Lexis) -> bool:
    """True where a place says only where somebody speaks: "the General Staff in Kyiv", "told reporters in Lviv", "Kyiv-based"."""
    before, after = view.left(hit.start - view.start), view.folded[hit.end - view.start :]
    if after.startswith("-based") or _TOLD_IN.search(before):
        return True
    if not (seat := _SEAT.search(before)):
        return False
    at = hit.start - len(seat.group())
    holder = any(0 <= at - h.end <= 1 for h in view.of("roles", "sources"))
    holder = holder or (capital and bool(_OFFICE.search(view.text[: hit.start - view.start])))
    cued = any(0 <= c.start - hit.end <= 2 and not does_with_number(view, c.end - view.start) for c in view.of("cues"))
    spoken = cued or after.startswith((":", ", who ", ", whose "))
    return holder and (capital or spoken)


def _region_of(city: Place, lexis: Lexis) -> Place:
    """ "Moscow (496), Sverdlovsk (258) and Orenburg regions": the names of a list of regions are regions, not cities."""
    return next(
        (row for row in lexis.places.values() if row.kind == "region" and row.name == f"{city.name} Region"), city
    )


def place_from_names(
    document: Document, view: View, span: tuple[int, int], places: tuple[PlaceMention, ...]
) -> Slot | None:
    """Return the place a claim with this phrase states: one listed beside it, else the nearest with a word of place."""
    if (beside := _beside(view, span, places)) and not _listed(view, beside, places):
        return Slot(beside.label, How.stated, document.quote(beside.start, beside.end))
    usable = [
        p for p in places if p.at and not p.garrison and not aside(view, span, p) and not _of_other(view, span, p)
    ]
    if view.sentence.kind in ("title", "heading"):
        capitals = {h.start for h in view.of("countries") if h.value.endswith("|capital")}
        usable = [p for p in places if not p.garrison and (p.at or p.start not in capitals)]
    if not usable:
        return None
    usable = [p for p in usable if not _contains(view, p, places)]
    best = min(usable, key=lambda p: (RANK.get(p.kind, 4) == 3, _distance(view, span, p), RANK.get(p.kind, 4)))
    if _listed(view, best, places):
        return None  # "in Dnipropetrovsk, Poltava and Zhytomyr regions": no one of them
    return Slot(best.label, How.stated, document.quote(best.start, best.end))


def _contains(view: View, wide: PlaceMention, places: tuple[PlaceMention, ...]) -> bool:
    """True for the region told right behind its town: "in Krasnodar, in Russia's North Caucasus"."""
    return any(
        RANK.get(p.kind, 4) < RANK.get(wide.kind, 4)
        and p.end <= wide.start
        and p.at
        and _WITHIN.fullmatch(view.folded[p.end - view.start : wide.start - view.start])
        for p in places
    )


def _listed(view: View, first: PlaceMention, places: tuple[PlaceMention, ...]) -> bool:
    """True when several places stand in one list that begins with this one."""
    row = [p for p in places if p.start >= first.start]
    gaps = (view.folded[a.end - view.start : b.start - view.start] for a, b in pairwise(row[:SEVERAL]))
    return len(row) >= SEVERAL and all(_AND.fullmatch(gap) for gap in gaps)


def aside(view: View, span: tuple[int, int], place: PlaceMention) -> bool:
    """True for a place told only of one of those counted, or of what they belong to ("one of whom fled from Mariupol")."""
    return bool(_ASIDE.search(view.folded[span[1] - view.start : max(place.start - view.start, 0)]))


def _of_other(view: View, span: tuple[int, int], place: PlaceMention) -> bool:
    """True for a place that stands right behind another number ("7,400 cases, the most of them, 496, in the Moscow region")."""
    return any(
        n.kind == "count"
        and view.start + n.start >= span[1]
        and view.start + n.end <= place.start
        and _BEHIND.fullmatch(view.folded[n.end : place.start - view.start])
        for n in view.numbers
    )


def _distance(view: View, span: tuple[int, int], place: PlaceMention) -> float:
    if place.start >= span[1]:
        gap = view.folded[span[1] - view.start : place.start - view.start]
    else:
        gap = view.folded[place.end - view.start : max(place.end, span[0]) - view.start]
    return len(gap) + 40 * len(re.findall(r"[;:]|, (?:while|and|but)\b", gap))


def _bare(view: View, span: tuple[int, int]) -> bool:
    """True where a clause ends with the number, or goes on to what it counts: "…, which has 258", "… 496 of them"."""
    return bool(_BARE_END.match(view.folded, span[1] - view.start))


def _beside(view: View, span: tuple[int, int], places: tuple[PlaceMention, ...]) -> PlaceMention | None:
    """ "Moscow (496 cases)", "Orenburg - 255", "Rostov Region gives 538", "496, in the Moscow region" """
    weak = None
    for place in (p for p in places if p.end <= span[0]):
        gap = view.folded[place.end - view.start : span[0] - view.start]
        if _GIVES.fullmatch(gap):
            if gap.strip() not in ("", ":", ",", "-"):
                return place
            opens = place.at or _OPENS.search(view.left(place.start - view.start))
            weak = place if opens else weak
        elif RANK.get(place.kind) in (1, 2) and not place.garrison and _TELLS.fullmatch(gap) and _bare(view, span):
            weak = place if place.at or _OPENS.search(view.left(place.start - view.start)) else weak
    for place in (p for p in places if p.start >= span[1]):
        if _BEHIND.fullmatch(view.folded[span[1] - view.start : place.start - view.start]):
            return place
    return weak
