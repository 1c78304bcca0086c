"""Views and talks -> figures: every number that measures something, with each slot's words or the rule it came from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from musterbook.extract.counts_from_view import UNKNOWN, Count, counts_from_view
from musterbook.extract.formations_from_view import FormationMention, formations_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Amount, Anchor, Bound, Chain, Document, Figure, How, Leftover, Slot, Stance, digest
from musterbook.resolve.chains_from_frames import Talk, stance_of
from musterbook.resolve.laws_from_view import articles_from_view, law_from_view
from musterbook.resolve.measure_from_count import Measured, Measuring, measure_from_count, tells_one_happening
from musterbook.resolve.period_from_count import COMPARED, period_from_count
from musterbook.resolve.period_from_date import period_from_date
from musterbook.resolve.place_from_names import PlaceMention, place_from_names, places_from_view
from musterbook.resolve.population_from_count import population_from_count
from musterbook.resolve.side_from_names import side_from_names, side_of_page

_LIST = re.compile(r"\b(?:these are|these were|they are|among (?:them|those|these)|includ(?:es?|ed|ing)|of (?:them|those|these|whom)|comprising|made up of|namely|broken down|breakdown|as follows|consist)\b|:")
_WHOLE = re.compile(r"\b(?:whole|entire|armed forces|army as a whole|military as a whole|army-wide|nationwide|across the (?:army|country|military))\b")
_BACK = re.compile(r"(?:(?:that|this|which) (?:works|is|was|means|amounts|equals|compares|represents|makes|corresponds|comes to|came to)|these|those|they|(?:most |half |some )?of (?:them|these|those|whom)|among (?:them|those|these))\b")
_BRACKET = re.compile(r"[A-Z]?[a-z]+ \($")
_AGAIN = re.compile(r"\b(?:number|figure|total|count|tally|it (?:was|is|stood)|there (?:were|are|had been|was)|same (?:period|months|month|time)|previous year|year earlier|year before|compared|against|from|rose|fell|grew|up)\b")
_INCREMENT = re.compile(r"\(\+ ?\d?$")
_THE_UNIT = re.compile(r"\b(?:the|this|that|its|one|same) (?:\w+ )?(division|brigade|regiment|battalion|corps|army|district|company|unit)\b")
_DAY = re.compile(r"(?:\d{4}|-)-\d\d-\d\d")
WIDER = ("month", "year", "season", "quarter", "half", "since", "range", "fiscal", "relative_year")
WITHIN = 3  # sentences within which a bare number goes with the nearest figure
HEAD = 3  # sentences at either end of a page that speak for the whole of it
STEADY = ("court", "asylum", "help")  # families whose figures keep a period from sentence to sentence
SHARED = (Bound.over, Bound.about, Bound.nearly, Bound.at_least)
UNITS = {"duration_year": "years", "duration_month": "months"}
NEAR_TITLE = 3  # sentences after which a headline's number is no longer spoken of
LONGEST_TERM = 30  # years; a bare number above this is no prison term
LONGEST_QUOTE = 240


@dataclass(slots=True)
class Draft:
    """A figure in the making; local to one document."""

    view: View
    index: int
    count: Count
    measure: str
    noun: str
    by: str
    score: float
    quote: tuple[int, int]
    chain: Chain = field(default_factory=Chain)
    stance: Stance = Stance.asserted
    chain_by: str = ""
    period: Slot | None = None
    place: Slot | None = None
    side: Slot | None = None
    formation: Slot | None = None
    population: Slot | None = None
    law: Slot | None = None
    per: Slot | None = None
    linked: bool = False  # it goes on from the figure before it
    unit: str | None = None  # years or months
    wider: bool = False  # its sentence names a month, a year or more: not the one happening of the page
    before: Draft | None = None  # the counting figure before it
    bound: Bound | None = None  # a bound shared with the number before it


@dataclass(frozen=True, slots=True)
class Scene:
    """What the whole page is about, for figures that do not say it themselves."""

    side: Slot | None
    formation: FormationMention | None
    formations: tuple[tuple[FormationMention, ...], ...]
    places: tuple[tuple[PlaceMention, ...], ...]
    words: Counter[str]
    site: PlaceMention | None  # where the one happening the page tells of took place
    host: PlaceMention | None  # the country the page is about that is not the side's own
    day: str | None  # when that happening took place
    known: tuple[tuple[str, ...], ...]  # for each sentence the periods named up to it, the latest first

    @property
    def event(self) -> bool:
        """True when the page tells of one happening."""
        return tells_one_happening(self.words)


def scene_from_views(document: Document, views: tuple[View, ...], lexis: Lexis) -> Scene:
    """Find the side, the formation and the places of a page."""
    formations = tuple(formations_from_view(view, lexis) for view in views)
    places = tuple(places_from_view(view, lexis) for view in views)
    early = [f for found in formations[:8] for f in found if "unit" not in f.level]
    labels = [f.label for found in formations for f in found]
    main = max(early, key=lambda f: (labels.count(f.label), -f.start), default=None)
    side = side_of_page(document, views, lexis.group("people"), lexis)
    words = Counter(hit.value for view in views for hit in view.of("lexicon"))
    day = _day(document, views, lexis)
    words["day"] = int(day is not None)
    lead = [p for i, found in enumerate(places[:8]) for p in found if not p.garrison and (p.at or views[i].sentence.kind == "title")]
    site = max((p for p in lead if p.kind != "country"), key=lambda p: (sum(q.label == p.label for f in places for q in f), -p.start), default=None)
    abroad = [p for found in places for p in found if p.kind == "country" and side and p.country not in (side.value, "UA", "RU")]
    host = max(abroad, key=lambda p: (sum(q.label == p.label for q in abroad), -p.start), default=None)
    return Scene(side, main, formations, places, words, site, host, day, _known(document, views))


def _known(document: Document, views: tuple[View, ...]) -> tuple[tuple[str, ...], ...]:
    """The full periods the page has named before and in each sentence, the latest first."""
    seen: list[str] = []
    out = []
    for view in views:
        for date in view.dates:
            value = period_from_date(date, document.published).value
            if value and re.match(r"\d{4}", value) and date.kind != "clock":
                seen.insert(0, value)
        out.append(tuple(seen))
    return tuple(out)


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
    days = (period_from_date(d, document.published).value for view in views[:6] for d in view.dates if d.kind in ("day", "weekday"))
    return next((day for day in days if day and _DAY.fullmatch(day)), None)


def drafts_from_views(
    document: Document, views: tuple[View, ...], talks: tuple[Talk, ...], scene: Scene, lexis: Lexis, measuring: Measuring
) -> tuple[list[Draft], list[Leftover]]:
    """Read every count of the page; what measures nothing known is a leftover with its reason."""
    drafts: list[Draft] = []
    leftovers: list[Leftover] = []
    waiting: list[tuple[int, Count]] = []
    for index, view in enumerate(views):
        above = _above(views, index)
        for count in counts_from_view(view, lexis, measuring.counted | lexis.group("never"), measuring.predicates, above):
            draft = _draft(document, view, index, count, drafts, measuring, scene, lexis, above)
            if draft is None and _may_wait(count, lexis) and not _INCREMENT.search(view.folded[: count.number.core[0] + 1]):
                waiting.append((index, count))
                continue
            if draft is None:
                reason = "counts something the codebook does not measure" if count.noun else "number without measure"
                leftovers.append(Leftover(document.quote(count.start, count.end), reason))
                continue
            draft.before = drafts[-1] if drafts else None
            draft.bound = _shared_bound(draft, drafts)
            _slots(document, draft, drafts, views, talks, scene, lexis, measuring)
            drafts.append(draft)
    for index, count in waiting:
        draft = _of_page(views[index], index, count, drafts)
        if draft is None:
            leftovers.append(Leftover(document.quote(count.start, count.end), "number without measure"))
            continue
        drafts.append(draft)
        drafts.sort(key=lambda d: (d.index, d.count.start))
        earlier = drafts[: drafts.index(draft)]
        _slots(document, draft, earlier, views, talks, scene, lexis, measuring)
    leftovers.sort(key=lambda left: left.quote.start)
    _neighbours(drafts, talks, measuring, lexis)
    _behind(drafts, talks, lexis)
    _headlines(drafts, talks)
    return drafts, leftovers


def _shared_bound(draft: Draft, drafts: list[Draft]) -> Bound | None:
    """ "over 2,000 soldiers and 6,000 officers": the bound before the first of two joined numbers holds for both."""
    last = drafts[-1] if drafts else None
    if last is None or last.index != draft.index or draft.count.number.bound != Bound.exact or last.count.number.bound not in SHARED:
        return None
    between = draft.view.folded[last.count.phrase[1] - draft.view.start : draft.count.start - draft.view.start]
    return last.count.number.bound if between == " and " and last.measure == draft.measure else None


def _talk_above(views: tuple[View, ...], talks: tuple[Talk, ...], index: int) -> Talk | None:
    above = _above(views, index)
    return talks[views.index(above)] if above is not None else None


def _may_wait(count: Count, lexis: Lexis) -> bool:
    """A bare number, or a number of people of whom nothing is said: the page as a whole may say what it measures."""
    return count.number.kind == "count" and (not count.noun or count.noun in lexis.group("people")) and (count.number.low > 2 or count.partitive) and count.number.high is not None


def _of_page(view: View, index: int, count: Count, drafts: list[Draft]) -> Draft | None:
    """The measure of the same number elsewhere on the page, else of the nearest figure within a few sentences."""
    figures = [d for d in drafts if d.count.number.kind == "count" and d.noun != "duration"]
    same = [d for d in figures if d.count.number.low == count.number.low]
    near = same or [d for d in figures if abs(d.index - index) <= WITHIN]
    if not near or view.sentence.kind == "furniture":
        return None
    best = min(near, key=lambda d: (abs(d.index - index) + (0.5 if d.index > index else 0), d.count.start))
    noun = count.noun or best.noun
    return Draft(view, index, count, best.measure, noun, f"measure.of_page<{best.measure}@1", 0.5, count.phrase, linked=not same)


def _above(views: tuple[View, ...], index: int) -> View | None:
    """The line that introduces a bullet: the nearest one above that is no bullet, if it is a heading or ends in a colon."""
    if views[index].sentence.kind != "bullet":
        return None
    for view in reversed(views[:index]):
        if view.sentence.kind != "bullet":
            return view if view.sentence.kind == "heading" or view.text.rstrip().endswith(":") else None
    return None


def _draft(
    document: Document, view: View, index: int, count: Count, drafts: list[Draft], measuring: Measuring, scene: Scene, lexis: Lexis, above: View | None
) -> Draft | None:
    previous = _previous(drafts, index, view)
    people = lexis.group("people")
    default = ""
    if previous and previous.noun == "duration" and _term_goes_on(view, count, previous, index):
        quote = (count.start, count.end)
        return Draft(view, index, count, previous.measure, "duration", "measure.term_goes_on@1", 1.0, quote, linked=True, unit=previous.unit)
    if not count.noun and previous and (count.partitive or previous.noun in lexis.group("carried")):
        default = previous.noun
    elif not count.noun and above is not None and not (previous and previous.view is not view and previous.view.sentence.kind == "bullet"):
        default = next((h.value for h in above.of("lexicon") if h.value in measuring.rules), "")
    elif not count.noun and count.cues and count.cues[0].cost <= 1.0 and count.number.kind == "count":
        default = "person"
    wider = any(date.kind in WIDER for date in view.dates) or bool(previous and previous.wider and count.partitive)
    words = Counter({k: v for k, v in scene.words.items() if not (wider and k in lexis.group("happening"))})
    measured = measure_from_count(count, measuring, words, default)
    linked = bool((count.partitive or _BACK.match(view.folded)) and previous)
    if _INCREMENT.search(view.folded[: count.number.core[0] + 1]):
        if not (previous and previous.index == index and count.start - previous.count.end <= 4):
            return None  # the increment of something that was left out
        measured, linked = Measured(previous.measure, 2.0, None, "measure.increment@1"), True
    weak = measured is None or (measured.cue is None and count.noun in ("", "rank", "unit", "case"))
    if previous and measured is None and not count.noun and count.number.kind == "count" and _same_again(view, previous, index):
        measured, linked = Measured(previous.measure, 1.0, None, f"measure.same_again<{previous.measure}@1"), True
    if measured is None and not count.noun and _BRACKET.search(view.folded[: count.number.core[0]]):
        noun = next((h.value for h in view.of("lexicon") if h.value in measuring.rules), "")
        measured = measure_from_count(count, measuring, scene.words, noun) if noun else None
        if previous and measured is None:
            measured, linked = Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1"), True
    grown = measured is not None and measured.rule == "measure.increment@1"
    headed = above is not None and previous is not None and previous.view.sentence.kind != "bullet" and measured is not None
    if previous and weak and not grown and not headed and count.number.kind == "count" and _goes_on(view, count, previous, index, lexis.group("people")):
        measured = Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1")
        linked = True
    if count.number.low in (1, 3) and count.number.kind == "count" and not linked and _loose(view, count):
        return None
    if measured is None or count.noun in lexis.group("never") | {UNKNOWN} or (count.noun in lexis.group("single") and count.number.low == 1):
        return None
    noun = count.noun or default or (previous.noun if linked and previous else "")
    quote = _quote(document, view, count, measured)
    unit = UNITS.get(count.number.unit or "")
    return Draft(view, index, count, measured.measure, noun, measured.rule, measured.score, quote, linked=linked, unit=unit, wider=wider)


def _term_goes_on(view: View, count: Count, previous: Draft, index: int) -> bool:
    """ "5 to 10 years under Article 407 and up to 12 under Article 408": the unit is said once."""
    if count.number.kind != "count" or count.noun or count.number.low > LONGEST_TERM or count.number.high is None:
        return False
    return previous.index == index or (previous.index == index - 1 and bool(articles_from_view(view)) and not view.of("populations"))


def _same_again(view: View, previous: Draft, index: int) -> bool:
    """The same count for another time: "In 2023 there were 11,625", "by March the number stood at …"."""
    return previous.index in (index, index - 1) and bool(view.dates or _AGAIN.search(view.folded))


def _loose(view: View, count: Count) -> bool:
    """ "One man", "a few", "several": somebody in a story, not a count anybody would compare."""
    words = view.folded[count.number.core[0] : count.number.core[1]]
    return (words in ("one", "a", "an") and count.number.by != "numbers.article@1" and count.number.bound == Bound.exact) or (count.number.high is None and not count.noun)


def _previous(drafts: list[Draft], index: int, view: View) -> Draft | None:
    """The last counting figure of this sentence or of one of the two before it, headings apart."""
    if not drafts:
        return None
    for draft in reversed(drafts):
        if draft.index < index - 2:
            return None
        counts = draft.count.number.kind in ("count", "measurement")
        if counts and (draft.view.sentence.kind not in ("title", "heading") or draft.index == index or index <= NEAR_TITLE):
            return draft
    return None


def _goes_on(view: View, count: Count, previous: Draft, index: int, people: frozenset[str]) -> bool:
    """The number continues a list or an ellipsis begun by the figure before: same kind of thing, or none named."""
    listed = any(h.start >= count.phrase[0] and h.end <= count.phrase[1] + 1 for h in view.of("populations"))
    if listed and count.noun in people and previous.noun in people and previous.index >= index - 1:
        return True
    same = count.noun in ("", previous.noun) or (count.noun in people and previous.noun in people)
    if count.noun in people and (view.sentence.kind == "bullet" or ":" in view.folded[: count.number.start]) and previous.noun != "duration":
        same = True  # a total broken down by the people it stands for
    if not same:
        return False
    if previous.index == index:
        return True
    return count.partitive or bool(_LIST.search(view.folded)) or view.sentence.kind == "bullet" or (count.noun == previous.noun == "case")


def _quote(document: Document, view: View, count: Count, measured: Measured) -> tuple[int, int]:
    """The words the figure stands on: the phrase and what decided its measure, if that is near."""
    start, end = count.phrase
    cue = measured.cue
    if cue is not None and view.start <= cue.start and cue.end <= view.sentence.end and max(end, cue.end) - min(start, cue.start) <= LONGEST_QUOTE:
        start, end = min(start, cue.start), max(end, cue.end)
    return start, end


def _slots(
    document: Document, draft: Draft, drafts: list[Draft], views: tuple[View, ...], talks: tuple[Talk, ...], scene: Scene, lexis: Lexis, measuring: Measuring
) -> None:
    view, count = draft.view, draft.count
    previous = _previous(drafts, draft.index, view)
    span = draft.quote
    draft.chain, family, draft.chain_by = _chain(draft, previous, talks[draft.index], measuring, scene, _talk_above(views, talks, draft.index))
    draft.stance = stance_of(view, draft.chain, family, *span, lexis)
    formation = _formation(draft, scene, previous, measuring, lexis)
    if formation:
        mention, how = formation
        quote = document.quote(mention.start, mention.end) if how == How.stated else None
        draft.formation = Slot(mention.label, how, quote, "" if quote else "formation.of_page@1")
    mention_here = formation[0] if formation and formation[1] == How.stated else None
    draft.side = side_from_names(document, view, count.phrase, lexis.group("people"), mention_here, scene.side)
    draft.population = population_from_count(document, view, count, lexis.group("named"))
    draft.law = law_from_view(document, view, span, draft.side.value if draft.side else None)
    draft.per = _rate(document, view, count)
    if draft.by.startswith("measure.increment"):
        draft.per = Slot("day", How.context, None, "per.increment@1")
    draft.period = period_from_count(document, view, count, draft.linked, previous.period if previous else None, scene.known[draft.index])
    draft.place = place_from_names(document, view, count.phrase, scene.places[draft.index])
    if draft.law is not None and draft.noun == "duration":
        draft.period = None  # what a law threatens is not dated by the news around it
    elif draft.period is None:
        draft.period = _shared_period(document, draft, previous, _above(views, draft.index), scene, measuring)
    if draft.place is None and draft.linked and previous and previous.place:
        draft.place = Slot(previous.place.value, How.context, None, "place.goes_on@1")
    setting = measuring.settings.get(draft.measure, "")
    setting = "" if draft.wider and setting == "event" else setting
    title = view.sentence.kind in ("title", "heading")
    if setting == "event" and scene.event and scene.site and (draft.place is None or draft.place.value == _country_name(scene)) and not title:
        draft.place = Slot(scene.site.label, How.context, None, "place.of_event@1")
    stock = draft.measure in measuring.stocks
    inferred = draft.period is None or draft.period.how == How.context
    if setting == "event" and scene.event and stock and inferred and not title:
        draft.period = Slot(document.published, How.metadata, None, "period.stock_at_publication@1") if document.published else None
    if setting == "event" and scene.event and scene.day and draft.period is None and not title and not stock:
        draft.period = Slot(scene.day, How.context, None, "period.of_event@1")
    if setting == "host" and scene.host and draft.place is None:
        draft.place = Slot(scene.host.label, How.context, None, "place.of_host@1")
    if draft.law is None and draft.linked and previous and previous.law:
        draft.law = Slot(previous.law.value, How.context, None, "law.goes_on@1")


def _chain(draft: Draft, previous: Draft | None, talk: Talk, measuring: Measuring, scene: Scene, above: Talk | None) -> tuple[Chain, str, str]:
    """Own attribution, else that of the figure it goes on from, else the story of the page unless it is background."""
    reach = talk.at(*draft.count.phrase)
    title = draft.view.sentence.kind in ("title", "heading")
    if reach is not None and not title and not (draft.measure in measuring.background and _contrasted(draft)):
        return reach.chain, reach.family, "chain.own@1"
    if title:
        return Chain(), "", "chain.none@1"
    if draft.linked and previous is not None:
        return previous.chain, "", "chain.goes_on@1"
    if above is not None and above.reaches:
        return above.reaches[-1].chain, above.reaches[-1].family, "chain.of_list@1"
    if draft.measure in measuring.background and not talk.page:
        return Chain(), "", "chain.none@1"
    same = previous is not None and measuring.families.get(previous.measure) == measuring.families.get(draft.measure)
    event = scene.event and not draft.wider and measuring.settings.get(draft.measure) == "event"
    if talk.page or event or talk.age <= 1 or (same and talk.age <= 3):
        return talk.story, "", "chain.story@1"
    return Chain(), "", "chain.none@1"


def _shared_period(
    document: Document, draft: Draft, previous: Draft | None, above: View | None, scene: Scene, measuring: Measuring
) -> Slot | None:
    """The period of the line above a list, for its increments; else that of the figure just before, in one story of courts or asylum."""
    if above is not None and draft.by.startswith("measure.increment"):
        for date in above.dates:
            if (value := period_from_date(date, document.published).value) and date.kind == "day":
                return Slot(value, How.context, None, "period.of_list@1")
    while previous is not None and previous.period is not None and previous.period.by == COMPARED:
        previous = previous.before
    if previous is None or previous.period is None or draft.view.sentence.kind in ("title", "heading"):
        return None
    family = measuring.families.get(draft.measure)
    shares = draft.measure in ("share", "ratio") and previous.index == draft.index
    if shares or (family in STEADY and family == measuring.families.get(previous.measure) and previous.index >= draft.index - 1):
        return Slot(previous.period.value, How.context, None, "period.same_story@1")
    return None


def _country_name(scene: Scene) -> str | None:
    return next((p.label for found in scene.places for p in found if p.kind == "country" and scene.side and p.country == scene.side.value), None)


def _contrasted(draft: Draft) -> bool:
    """A background figure after a semicolon or a contrast is the page's own knowledge: "…; the division has 8,000 men"."""
    return bool(re.search(r";|, (?:while|whereas|but)\b|\bwhile\b", draft.view.folded[: draft.count.number.start]))


def _rate(document: Document, view: View, count: Count) -> Slot | None:
    if count.number.kind not in ("count",):
        return None
    best = None
    for rate in view.rates:
        start, end = view.start + rate.start, view.start + rate.end
        gap = view.folded[count.phrase[1] - view.start : rate.start] if start >= count.phrase[1] else view.folded[rate.end : count.phrase[0] - view.start]
        if re.search(r", | and ", gap):
            continue
        numbers = any(n.kind == "count" and min(end, count.phrase[1]) <= view.start + n.start < max(start, count.phrase[0]) for n in view.numbers)
        if len(gap) <= 45 and not numbers and not re.search(r"[;.]", gap) and (best is None or len(gap) < best[0]):
            best = (len(gap), rate.per, start, end)
    return Slot(best[1], How.stated, document.quote(best[2], best[3])) if best else None


def _formation(draft: Draft, scene: Scene, previous: Draft | None, measuring: Measuring, lexis: Lexis) -> tuple[FormationMention, How] | None:
    """The formation the sentence names nearest to the count, "the division" it points back to, or that of the page."""
    here = scene.formations[draft.index]
    if here:
        start, end = draft.count.phrase
        return min(here, key=lambda f: (abs(f.start - end) if f.start >= end else start - f.end, f.start)), How.stated
    main = _known_so_far(scene, draft.index)
    if main is None or draft.measure in ("share", "ratio") and not _THE_UNIT.search(draft.view.folded):
        return None
    people = draft.noun in lexis.group("people") | lexis.group("casualty") or draft.linked
    back = _THE_UNIT.search(draft.view.folded)
    own = measuring.settings.get(draft.measure) == "event" or draft.linked
    if back or (people and own and draft.measure not in measuring.background and not _WHOLE.search(draft.view.folded)):
        return main, How.context
    return None


def _known_so_far(scene: Scene, index: int) -> FormationMention | None:
    """The formation named most up to a sentence; a page's headline may look ahead."""
    named = [f for found in scene.formations[: max(index + 1, 4)] for f in found if "unit" not in f.level]
    labels = [f.label for f in named]
    return max(named, key=lambda f: (labels.count(f.label), f.start), default=None)


def _neighbours(drafts: list[Draft], talks: tuple[Talk, ...], measuring: Measuring, lexis: Lexis) -> None:
    """A figure nobody is said to give belongs with those of its family: to the nearest attribution, unless the page speaks itself."""
    if any(reach.own and not reach.chain.hops for talk in talks for reach in talk.reaches):
        return
    given = [d for d in drafts if d.chain.hops and d.chain_by in ("chain.own@1", "chain.story@1") and d.chain.hops[0].role != "document"]
    for draft in drafts:
        if draft.chain.hops or draft.chain_by != "chain.none@1" or draft.measure in measuring.background:
            continue
        family = measuring.families.get(draft.measure)
        same = [d for d in given if measuring.families.get(d.measure) == family and d.index != draft.index]
        if same and draft.view.sentence.kind not in ("title", "heading"):
            near = min(same, key=lambda d: (abs(d.index - draft.index) + (0.5 if d.index > draft.index else 0), d.count.start))
            _give(draft, near.chain, "chain.of_family@1")
    if sum(bool(d.chain.hops) for d in drafts) * 2 < sum(d.measure not in measuring.background for d in drafts):
        _page_source(drafts, talks, measuring, lexis)


def _behind(drafts: list[Draft], talks: tuple[Talk, ...], lexis: Lexis) -> None:
    """A page's story told after an outlet that only passes on, with one source of counts named elsewhere on the page: that is behind it."""
    every = [h for talk in talks for chain in (talk.story, *(r.chain for r in talk.reaches)) for h in chain.hops]
    hops = {h.source: h for h in every if h.source in lexis.sources and lexis.sources[h.source].origin}
    if len(hops) != 1:
        return
    (source, hop) = next(iter(hops.items()))
    for draft in drafts:
        last = draft.chain.hops[-1] if draft.chain.hops else None
        row = lexis.sources.get(last.source or "") if last else None
        if row and not row.origin and row.kind in lexis.group("relay") and draft.chain_by != "chain.own@1" and source not in {h.source for h in draft.chain.hops}:
            draft.chain, draft.chain_by = Chain((*draft.chain.hops, hop)), "chain.behind@1"


def _give(draft: Draft, chain: Chain, by: str) -> None:
    draft.chain, draft.chain_by = chain, by
    draft.stance = Stance.reported if draft.stance == Stance.asserted else draft.stance


def _page_source(drafts: list[Draft], talks: tuple[Talk, ...], measuring: Measuring, lexis: Lexis) -> None:
    """Where nothing is ascribed in so many words, a reporter the page names is where it has its figures from."""
    named = [
        i
        for i, talk in enumerate(talks)
        if talk.age == 0 and talk.story.hops and talk.story.hops[0].role in ("outlet", "office") and (not talk.reaches or talk.source or i <= HEAD or i >= len(talks) - HEAD)
    ]  # a source ascribed one thing in the middle of a page is not the page's
    counting = [i for i in named if (hop := (talks[i].source or talks[i].story).hops[-1]).source in lexis.sources and lexis.sources[hop.source].origin]
    named = counting or named
    for draft in drafts:
        if named and not draft.chain.hops and draft.chain_by != "chain.own@1" and draft.measure not in measuring.background:
            near = min(named, key=lambda i: (abs(i - draft.index) + (0.5 if i > draft.index else 0), i))
            _give(draft, talks[near].source or talks[near].story, "chain.of_page@1")


def _headlines(drafts: list[Draft], talks: tuple[Talk, ...]) -> None:
    """A headline has its chain from the body: from the figure of the same measure and value, else the first of the measure."""
    body = [d for d in drafts if d.view.sentence.kind not in ("title", "heading")]
    for draft in drafts:
        if draft.view.sentence.kind not in ("title", "heading") or draft.chain.hops:
            continue
        same = [d for d in body if d.measure == draft.measure]
        low = draft.count.number.low
        near = [d for d in same if d.count.number.low == low] or [d for d in body if low <= d.count.number.low <= 1.1 * low] or same
        own = talks[draft.index].at(*draft.count.phrase)
        if own and not (near and near[0].chain.hops):
            draft.chain, draft.stance, draft.chain_by = own.chain, Stance.reported, "chain.own@1"
        elif near:
            draft.chain, draft.stance = near[0].chain, near[0].stance
            draft.chain_by = "chain.headline_from_body@1"
            if draft.formation is None and near[0].formation:
                draft.formation = Slot(near[0].formation.value, How.context, None, "formation.headline_from_body@1")


def figure_from_draft(document: Document, draft: Draft) -> Figure:
    """Make the figure of a draft."""
    quote = document.quote(*draft.quote)
    number = draft.count.number
    amount = Amount(number.low, number.high, draft.bound or number.bound, draft.unit)
    anchor = Anchor(digest(document.id, draft.count.start, draft.count.end, "figure"), quote, draft.chain, draft.stance, draft.by)
    measure = Slot(draft.measure, How.stated, document.quote(*(draft.count.head or draft.count.phrase)))
    dims = tuple((name, slot) for name, slot in (("formation", draft.formation), ("law", draft.law), ("side", draft.side)) if slot)
    return Figure(anchor, measure, amount, draft.per, draft.population, draft.place, draft.period, dims)


__all__ = ["Draft", "Scene", "drafts_from_views", "figure_from_draft", "scene_from_views", "Bound"]
