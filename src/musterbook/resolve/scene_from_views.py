"""Views -> scene: what a whole page is about, for the figures that do not say it themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.formations_from_view import FormationMention, by_number, formations_from_view, named_again
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen
from musterbook.model import Document, Slot
from musterbook.resolve.laws_from_view import laws_of_page
from musterbook.resolve.measure_from_count import tells_one_happening
from musterbook.resolve.period_from_date import period_from_date
from musterbook.resolve.place_from_names import PlaceMention, names_regions, places_from_view
from musterbook.resolve.side_from_names import side_of_page
from musterbook.resolve.sides_from_heads import sides_from_heads

_BASIS = re.compile(
    r"\b(?:as|than) (?:in|during|over) (?:the )?$|\b(?:compared (?:with|to)|against|up from|down from|versus)\b[^,;]*$"
)  # what stands after it is only compared with
MOST = 0.6  # share of the places of a page that are one and the same where it has one place
AGAIN = 2  # how often at least that one is named
BRIEF = 12  # sentences of an item that has room for one place, named once
HEAD = 2  # the first of them, which name it
LISTED = 3  # sentences over which a list of regions goes on
LEAD = 4  # sentences that open a page, its headline among them
MOMENTS = ("day", "weekday", "clock")
STRETCHES = ("month", "year", "season", "quarter", "half", "since", "range", "fiscal", "relative_year")
_DAY = re.compile(r"(?:\d{4}|-)-\d\d-\d\d")


@frozen
class Scene:
    """What the whole page is about, for figures that do not say it themselves."""

    side: Slot | None
    formation: FormationMention | None
    formations: tuple[tuple[FormationMention, ...], ...]
    places: tuple[tuple[PlaceMention, ...], ...]
    words: Counter[str]
    site: PlaceMention | None  # where the one happening the page tells of took place
    one: PlaceMention | None  # the one place the page tells of
    host: PlaceMention | None  # the country the page is about that is not the side's own
    countries: frozenset[str]  # the names of whole countries
    day: str | None  # when that happening took place
    laws: dict[tuple[str, str], str]  # (country, concept) -> the article that the page names for an offence
    known: tuple[tuple[str, ...], ...]  # for each sentence the periods named before it, the latest first
    sides: tuple[Slot | None, ...]  # for each sentence the side of its section, else of the page

    @property
    def event(self) -> bool:
        """True when the page tells of one happening."""
        return tells_one_happening(self.words)

    @property
    def local(self) -> bool:
        """True when a page with one place and one day tells of something that happened there."""
        if self.one is None or self.day is None or not self.words["event"] + self.words["escape"]:
            return False
        return sum(place.label == self.one.label for found in self.places for place in found) >= AGAIN


def scene_from_views(document: Document, views: tuple[View, ...], lexis: Lexis) -> Scene:
    """Find the side, the formation and the places of a page."""
    formations = _formations(views, lexis)
    regions = [names_regions(view) for view in views]
    listing = [any(regions[max(0, i - LISTED) : i]) for i in range(len(views))]
    places = tuple(places_from_view(view, lexis, listing=on) for view, on in zip(views, listing, strict=True))
    early = [f for found in formations[:8] for f in found if "unit" not in f.level]
    labels = [f.label for found in formations for f in found]
    main = max(early, key=lambda f: (labels.count(f.label), -f.start), default=None)
    side = side_of_page(document, views, lexis.group("people"), lexis)
    words = Counter(hit.value for view in views for hit in view.of("lexicon"))
    day = _day(document, views, lexis)
    words["day"] = int(day is not None)
    if _leads_with_one(views, lexis):
        words["event"] += 2
    lead = [
        p
        for i, found in enumerate(places[:8])
        for p in found
        if not p.garrison and (p.at or views[i].sentence.kind == "title")
    ]
    site = max(
        (p for p in lead if p.kind != "country"),
        key=lambda p: (sum(q.label == p.label for f in places for q in f), -p.start),
        default=None,
    )
    abroad = [
        p
        for found in places
        for p in found
        if p.kind == "country" and side and p.country != side.value and p.country not in lexis.group("at_war")
    ]
    host = max(abroad, key=lambda p: (sum(q.label == p.label for q in abroad), -p.start), default=None)
    host = host or _host_of_offices(views, side, lexis)
    one = _one_place(views, places)
    known = _known(document, views)
    laws = laws_of_page(views, lexis)
    sides = sides_from_heads(views, side, lexis)
    return Scene(side, main, formations, places, words, site, one, host, lexis.countries, day, laws, known, sides)


def _host_of_offices(views: tuple[View, ...], side: Slot | None, lexis: Lexis) -> PlaceMention | None:
    """The country whose ministry or office a page names most, when it names no other country."""
    own = {side.value if side else "", "", *lexis.group("at_war")}
    hits = [h for view in views for h in view.of("sources") if lexis.sources[h.value].kind == "ministry"]
    sides = [(lexis.sources[h.value].side, h) for h in hits if lexis.sources[h.value].side not in own]
    counts = Counter(iso for iso, _ in sides)
    best = max(sides, key=lambda s: (counts[s[0]], -s[1].start), default=None)
    row = lexis.places.get(f"c_{best[0].lower()}") if best else None
    if best is None or row is None:
        return None
    return PlaceMention(best[1].start, best[1].end, row.name, row.kind, row.country, False, False, row.id)


def _one_place(views: tuple[View, ...], places: tuple[tuple[PlaceMention, ...], ...]) -> PlaceMention | None:
    """The town or region that most of the places of a page are; towns go before the regions they may lie in."""
    told = [
        p
        for view, found in zip(views, places, strict=True)
        for p in found
        if p.kind != "country" and not p.garrison and (p.at or view.sentence.kind == "title")
    ]
    narrow = [p for p in told if p.kind != "region"] or told
    labels = Counter(p.label for p in narrow)
    best = max(narrow, key=lambda p: (labels[p.label], -p.start), default=None)
    if best is None or labels[best.label] < MOST * len(narrow):
        return None
    if labels[best.label] >= AGAIN:
        return best
    opening = best.start < views[min(HEAD, len(views)) - 1].sentence.end
    capital = any(
        h.start == best.start and h.value.endswith("|capital") for view in views[:HEAD] for h in view.of("countries")
    )
    alone = len({p.label for found in places for p in found if p.kind != "country"}) == 1 and len(views) <= BRIEF
    return best if alone and opening and best.at and not capital else None


def _formations(views: tuple[View, ...], lexis: Lexis) -> tuple[tuple[FormationMention, ...], ...]:
    """The formations of each sentence; a short name takes the page's fullest one, an ordinal alone the one it stands for."""
    told = {h.value.split("|")[0] for view in views for h in view.of("countries")}
    named = [tuple(_of_here(view, f, told, lexis) for f in formations_from_view(view, lexis)) for view in views]
    every = [f for found in named for f in found if f.number]
    fullest: dict[tuple[str, str], FormationMention] = {}
    for mention in every:
        key = (mention.number, mention.level)
        if key not in fullest or (not fullest[key].id and len(mention.label) > len(fullest[key].label)):
            fullest[key] = mention
    whole = [
        tuple(
            replace(full, start=f.start, end=f.end) if (full := fullest.get((f.number, f.level))) else f for f in found
        )
        for found in named
    ]
    numbers: dict[str, FormationMention] = {}
    for mention in fullest.values():
        numbers.setdefault(mention.number, mention)
    return tuple(named_again(view, found, numbers) for view, found in zip(views, whole, strict=True))


def _of_here(view: View, mention: FormationMention, told: set[str], lexis: Lexis) -> FormationMention:
    """ "The 4th Division" on a page about another country is not the one the codebook knows by this number."""
    words = view.text[mention.start - view.start : mention.end - view.start]
    if mention.id is None or not by_number(words) or not told or mention.side in told or not mention.side:
        return mention
    if any(lexis.sources[h.value].side == mention.side for h in view.of("sources")):
        return mention
    return replace(mention, label=words, id=None, side="")


def _leads_with_one(views: tuple[View, ...], lexis: Lexis) -> bool:
    """A page that opens with a group leaving one place at a day or an hour tells of one happening."""
    opening = [view for view in views[:LEAD] if not any(date.kind in STRETCHES for date in view.dates)]
    tells = lexis.group("departure") | lexis.group("happening")
    left = any(
        not classes.isdisjoint(tells) and not classes.isdisjoint(lexis.group("site"))
        for classes in ({hit.value for hit in view.of("lexicon")} for view in opening)
    )
    return left and any(
        any(date.kind in MOMENTS for date in view.dates)
        or any(hit.value in lexis.group("hour") for hit in view.of("lexicon"))
        for view in opening
    )


def _day(document: Document, views: tuple[View, ...], lexis: Lexis) -> str | None:
    """The first day named in a sentence that tells of a happening."""
    tells = lexis.group("happening") | lexis.group("departure")
    for view in views:
        if any(h.value in tells for h in view.of("lexicon")):
            for date in view.dates:
                if date.kind in ("day", "weekday", "relative"):
                    value = period_from_date(date, document.published).value
                    if value and _DAY.fullmatch(value):
                        return value
    days = (
        period_from_date(d, document.published).value
        for view in views[:6]
        for d in view.dates
        if d.kind in ("day", "weekday")
    )
    return next((day for day in days if day and _DAY.fullmatch(day)), None)


def _known(document: Document, views: tuple[View, ...]) -> tuple[tuple[str, ...], ...]:
    """The full periods the page has named before each sentence, the latest first."""
    seen: list[str] = []
    out = []
    for view in views:
        out.append(tuple(seen))
        for date in view.dates:
            value = period_from_date(date, document.published).value
            basis = _BASIS.search(view.left(date.start))
            if value and re.match(r"\d{4}", value) and date.kind != "clock" and not basis:
                seen.insert(0, value)
    return tuple(out)
