"""Views and talks -> figures: every number that measures something, with each slot's words or the rule it came from."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.counts_from_view import MOST, Count, counts_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.numbers_from_sentence import HOW_MANY
from musterbook.extract.views_from_page import View
from musterbook.model import Amount, Anchor, Bound, Chain, Document, Figure, How, Leftover, Slot, digest
from musterbook.resolve.breakdowns_from_drafts import broken_down, told_with_whole
from musterbook.resolve.chains_from_drafts import behind, extended, headlines, neighbours, relayed, reweighed
from musterbook.resolve.draft_from_spot import TERM, Draft, Spot
from musterbook.resolve.drafts_from_counts import (
    draft_from_count,
    draft_of_page,
    is_background,
    is_increment,
    may_wait,
    previous_draft,
)
from musterbook.resolve.drafts_from_headline import as_in_headline
from musterbook.resolve.formation_from_scene import formation_from_scene
from musterbook.resolve.headlines_from_drafts import retitled
from musterbook.resolve.laws_from_view import law_from_view, law_of_offence, offences
from musterbook.resolve.leads_from_views import line_above
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.papers_from_views import rests_on_papers
from musterbook.resolve.parts_from_counts import parts_from_counts
from musterbook.resolve.period_from_before import beside_whole, goes_on, period_before
from musterbook.resolve.period_from_count import Told, period_from_count
from musterbook.resolve.period_from_drafts import (
    LASTS,
    asked_before,
    before_its_day,
    by_now,
    day_before,
    of_absent_before,
    shared_period,
    stock_period,
    told_after,
    unresolved,
)
from musterbook.resolve.period_from_lead import of_lead
from musterbook.resolve.period_from_onset import so_far
from musterbook.resolve.period_from_parts import STEADY, of_no_time, restated, tells_who
from musterbook.resolve.period_from_ratio import reckoned
from musterbook.resolve.place_from_drafts import (
    of_more,
    of_whole_army,
    one_of_several,
    place_from_drafts,
    place_of_office,
)
from musterbook.resolve.place_from_names import place_from_names
from musterbook.resolve.population_from_count import population_from_count
from musterbook.resolve.rate_from_view import rate_from_view
from musterbook.resolve.scene_from_views import Scene, scene_from_views
from musterbook.resolve.side_from_names import side_from_names
from musterbook.resolve.standings_from_talks import standings_from_talks
from musterbook.resolve.sums_from_drafts import is_ours, is_reckoned, summed
from musterbook.resolve.talks_from_neighbours import Reach, Talk, stance_of

_BEHIND = re.compile(
    r",? (?:(?P<about>or so|or thereabouts|approximately|give or take|or about that|more or less)|"
    r"(?P<over>and more|and counting|plus(?! (?:an?|one|two|three|four|five|six|a pair|the|\d)\b))|"
    r"(?P<at_least>or more|if not more|at (?:the )?(?:very )?least|at a minimum)|"
    r"(?P<up_to>at (?:the )?(?:very )?most|at a maximum|or fewer|or less))\b"
)
BEHIND = {"about": Bound.about, "over": Bound.over, "at_least": Bound.at_least, "up_to": Bound.up_to}
SHARED = (Bound.over, Bound.about, Bound.nearly, Bound.at_least)


def drafts_from_views(
    document: Document,
    views: tuple[View, ...],
    talks: tuple[Talk, ...],
    scene: Scene,
    lexis: Lexis,
    measuring: Measuring,
) -> tuple[list[Draft], list[Leftover]]:
    """Read every count of the page; what measures nothing known is a leftover with its reason."""
    drafts: list[Draft] = []
    leftovers: list[Leftover] = []
    rest: list[tuple[int, Count]] = []
    counted = measuring.counted | lexis.group("never")
    for index, view in enumerate(views):
        above = line_above(views, index)
        if sum(n.kind in HOW_MANY for n in view.numbers) > MOST:
            quote = document.quote(view.start, view.sentence.end)
            leftovers.append(Leftover(quote, f"more than {MOST} numbers in one sentence: only the first are weighed"))
        for count in counts_from_view(view, lexis, counted, measuring.predicates, above):
            previous, whole = (previous_draft(drafts, index, view, reach) for reach in (2, LASTS + 1))
            draft = draft_from_count(Spot(view, index, count, previous, whole, above, scene, measuring, lexis))
            if draft is None:
                rest.append((index, count))
                continue
            draft.before = drafts[-1] if drafts else None
            draft.bound = _bound_behind(draft) or _shared_bound(draft, drafts)
            _slots(document, draft, drafts, views, talks, scene, lexis, measuring)
            drafts.append(draft)
    found = {it.count.start: it for it in parts_from_counts(views, drafts, rest, measuring, lexis)}
    for index, count in rest:
        draft = found.get(count.start)
        if draft is None and may_wait(count, lexis) and not is_increment(views[index], count):
            draft = draft_of_page(views[index], index, count, drafts, lexis, measuring)
        if draft is None:
            if count.number.kind != "measurement":  # how long it took is understood
                leftovers.append(Leftover(document.quote(count.start, count.end), _why_left(count)))
            continue
        drafts.append(draft)
        drafts.sort(key=lambda d: (d.index, d.count.start))
        _slots(document, draft, drafts[: drafts.index(draft)], views, talks, scene, lexis, measuring)
    leftovers.sort(key=lambda left: left.quote.start)
    retitled(drafts)
    as_in_headline(drafts, measuring)
    parts = broken_down(drafts, measuring)
    standings = standings_from_talks(views, talks, lexis)
    summed(drafts, measuring, lexis)
    reweighed(drafts, standings)
    told_with_whole(parts)
    neighbours(drafts, talks, standings, measuring, lexis)
    extended(drafts, standings, lexis)
    behind(drafts, talks, measuring, lexis)
    relayed(drafts, talks, lexis)
    told_with_whole(parts)
    rests_on_papers(document, views, drafts, parts, lexis)
    told_after(document, views, drafts, lexis, measuring)
    restated(drafts)
    reckoned(document, drafts)
    so_far(document, views, drafts, measuring)
    headlines(drafts, talks, standings, lexis)
    return drafts, leftovers


def _why_left(count: Count) -> str:
    known = count.noun and (count.number.low > 2 or count.partitive)
    return "counts something the codebook does not measure" if known else "number without measure"


def _bound_behind(draft: Draft) -> Bound | None:
    """ "461,940 people approximately", "two dozen divisions or more": the bound stands behind the noun."""
    if draft.count.number.bound != Bound.exact or draft.count.before:
        return None
    match = _BEHIND.match(draft.view.folded, draft.count.phrase[1] - draft.view.start)
    if match is None:
        return None
    return next(bound for group, bound in BEHIND.items() if match.group(group))


def _shared_bound(draft: Draft, drafts: list[Draft]) -> Bound | None:
    """ "over 2,000 soldiers and 6,000 officers": the bound before the first of two joined numbers holds for both."""
    last = drafts[-1] if drafts else None
    if (
        last is None
        or last.index != draft.index
        or draft.count.number.bound != Bound.exact
        or last.count.number.bound not in SHARED
    ):
        return None
    between = draft.view.folded[last.count.phrase[1] - draft.view.start : draft.count.start - draft.view.start]
    return last.count.number.bound if between == " and " and last.measure == draft.measure else None


def _talk_above(views: tuple[View, ...], talks: tuple[Talk, ...], index: int) -> Talk | None:
    above = line_above(views, index)
    named = above is not None and above.sentence.kind != "title"  # a headline has its chain from the body
    return talks[views.index(above)] if above is not None and named else None


def _slots(
    document: Document,
    draft: Draft,
    drafts: list[Draft],
    views: tuple[View, ...],
    talks: tuple[Talk, ...],
    scene: Scene,
    lexis: Lexis,
    measuring: Measuring,
) -> None:
    view, count = draft.view, draft.count
    previous = previous_draft(drafts, draft.index, view)
    span = draft.quote
    draft.chain, family, draft.chain_by = _chain(
        draft, previous, talks[draft.index], measuring, scene, _talk_above(views, talks, draft.index)
    )
    draft.stance = stance_of(view, draft.chain, family, *span, lexis)
    formation = formation_from_scene(draft, scene, previous, measuring, lexis)
    if formation:
        mention, how = formation
        quote = document.quote(mention.start, mention.end) if how == How.stated else None
        draft.formation = Slot(mention.label, how, quote, "" if quote else "formation.of_page@1")
    mention_here = formation[0] if formation and formation[1] == How.stated else None
    abroad = measuring.settings.get(draft.measure) == "host"
    page = scene.sides[draft.index]
    draft.side = side_from_names(document, view, count.phrase, lexis, mention_here, page, abroad=abroad)
    draft.side = _shared_side(draft, previous, scene, measuring)
    draft.population = population_from_count(document, view, count, lexis, abroad=abroad) or _shared_population(
        draft, previous, measuring
    )
    draft.law = _law(document, draft, previous, scene, measuring, lexis)
    draft.per = None if draft.noun == TERM else rate_from_view(document, view, count)
    if draft.by.startswith("measure.increment"):
        draft.per = Slot("day", How.context, None, "per.increment@1")
    told = Told(period_before(previous), scene.known[draft.index], goes_on(draft, previous, measuring))
    draft.period = period_from_count(document, view, count, told, lexis)
    draft.period = beside_whole(draft, previous)
    draft.place = place_from_names(document, view, count.phrase, scene.places[draft.index])
    _carry(document, draft, drafts, previous, views, scene, measuring, lexis)
    if view.sentence.kind not in ("title", "heading"):
        _set(document, draft, views, scene, measuring, lexis)
    if of_no_time(draft, measuring):
        draft.period = None


def _carry(
    document: Document,
    draft: Draft,
    drafts: list[Draft],
    previous: Draft | None,
    views: tuple[View, ...],
    scene: Scene,
    measuring: Measuring,
    lexis: Lexis,
) -> None:
    """What a figure takes from the one it goes on from, or from the story it stands in."""
    above = line_above(views, draft.index)
    if draft.law is not None and draft.law.how == How.stated and draft.noun == TERM:
        draft.period = None  # what a law threatens is not dated by the news around it
    elif draft.period is None and draft.measure in measuring.stocks and (now := by_now(document, draft)):
        draft.period = now
    elif draft.period is None and not tells_who(draft, previous, measuring):
        draft.period = of_lead(document, draft, drafts, views, lexis)
        if draft.period is None and draft.measure not in measuring.background:
            draft.period = asked_before(document, draft, drafts, views, scene, lexis)
        if draft.period is None:
            draft.period = shared_period(document, draft, previous or draft.before, above, measuring)
        if draft.period is None:
            draft.period = of_absent_before(draft, draft.before, measuring)
        if draft.period is None:
            draft.period = day_before(document, draft, views, lexis)
    if draft.place is None:
        draft.place = place_from_drafts(draft, drafts, views, scene, lexis)
    if previous is None or not draft.linked:
        return
    compared = one_of_several(draft, previous, drafts) or of_more(draft, scene, lexis)
    if draft.place is None and previous.place and not compared and not of_whole_army(draft, scene):
        draft.place = Slot(previous.place.value, How.context, None, "place.goes_on@1")


def _of_host_before(draft: Draft, measuring: Measuring) -> Slot | None:
    """A share keeps the country that decides from the figure before it."""
    before = draft.before
    if before is None or before.place is None or draft.index - before.index > LASTS:
        return None
    host = measuring.settings.get(before.measure) == "host" or before.place.by == "place.host_before@1"
    return Slot(before.place.value, How.context, None, "place.host_before@1") if host else None


def _set(
    document: Document, draft: Draft, views: tuple[View, ...], scene: Scene, measuring: Measuring, lexis: Lexis
) -> None:
    """What the page's one happening, or the country that decides, gives to a figure of its own setting."""
    setting = measuring.settings.get(draft.measure, "")
    if setting == "host" and draft.place is not None and draft.place.by == "place.of_page@1":
        draft.place = None  # a country decides, wherever in it the page takes place
    wide = draft.place is None or draft.place.value in scene.countries
    carried = draft.place is not None and draft.place.how == How.context
    decided = setting == "host" or (carried and measuring.families.get(draft.measure) in STEADY)
    if wide and decided and (office := place_of_office(draft, scene, lexis)):
        draft.place = office
    if draft.measure in ("share", "ratio") and draft.place is None:
        draft.place = _of_host_before(draft, measuring)
    if setting == "host" and scene.host and draft.place is None:
        draft.place = Slot(scene.host.label, How.context, None, "place.of_host@1")
    if setting != "event" or draft.wider or not (scene.event or scene.local) or of_whole_army(draft, scene):
        return
    if scene.site and (draft.place is None or draft.place.value == _country_name(scene)):
        draft.place = Slot(scene.site.label, How.context, None, "place.of_event@1")
    early = bool(scene.day) and before_its_day(document, draft, views, scene.day or "")
    if draft.measure in measuring.stocks and scene.event:
        inferred = draft.period is None or (draft.period.how == How.context and draft.period.by.startswith("period."))
        if inferred:  # not "the next morning", which the words say
            draft.period = stock_period(document, draft, scene)
    elif scene.day and draft.period is None and not unresolved(document, draft) and not early:
        draft.period = Slot(scene.day, How.context, None, "period.of_event@1")


def _chain(
    draft: Draft, previous: Draft | None, talk: Talk, measuring: Measuring, scene: Scene, above: Talk | None
) -> tuple[Chain, str, str]:
    """Own attribution, else that of the figure it goes on from, else the story of the page unless it is background."""
    reach = _not_the_counted(talk.at(*draft.count.phrase), draft)
    title = draft.view.sentence.kind in ("title", "heading")
    if reach is not None and reach.lent and is_reckoned(draft):
        reach = None  # what a page works out it has from nobody, whoever gave the numbers before
    if reach is not None and not title and not (draft.measure in measuring.background and _contrasted(draft)):
        by = "chain.of_list_put_out@1" if reach.list else "chain.credited@1" if reach.lent else "chain.own@1"
        return reach.chain, reach.family, by
    if title:
        return Chain(), "", "chain.none@1"
    if is_reckoned(draft) or (not talk.told and is_ours(draft)):
        return Chain(), "", "chain.reckoned@1"
    other = draft.measure in measuring.background and previous and previous.measure != draft.measure
    earlier = previous is not None and previous.index < draft.index
    found = previous is not None and previous.chain_by == "chain.of_list_put_out@1"
    begun = earlier and (talk.opened or found)  # somebody else speaks again
    if draft.linked and previous is not None and not other and not begun:
        return previous.chain, "", "chain.goes_on@1"
    if above is not None and above.reaches:
        return above.reaches[-1].chain, above.reaches[-1].family, "chain.of_list@1"
    if is_background(draft, measuring) and not (talk.page or talk.opened):
        return Chain(), "", "chain.none@1"
    same = previous is not None and measuring.families.get(previous.measure) == measuring.families.get(draft.measure)
    event = scene.event and not draft.wider and measuring.settings.get(draft.measure) == "event"
    crowd = (
        talk.before
        and talk.before.hops
        and talk.before.hops[-1].role == "group"
        and talk.story.hops
        and not talk.opened
    )
    if talk.before and talk.before.hops and not crowd:
        return talk.before, "", "chain.paragraph@1"
    if talk.page or event or talk.age <= 1 or (same and talk.age <= 3):
        return talk.story, "", "chain.story@1"
    return Chain(), "", "chain.none@1"


def _not_the_counted(reach: Reach | None, draft: Draft) -> Reach | None:
    """Whom a number counts is not who gives it: "26 officers", "31 of the deserters"."""
    last = reach.chain.hops[-1] if reach and reach.chain.hops else None
    if reach is None or last is None or last.named or last.cue is None:
        return reach
    start, end = draft.count.phrase
    if last.cue.end <= start or last.cue.start >= end:
        return reach
    before = reach.chain.hops[:-1]
    return replace(reach, chain=Chain(before)) if before else None


def _country_name(scene: Scene) -> str | None:
    return next(
        (
            p.label
            for found in scene.places
            for p in found
            if p.kind == "country" and scene.side and p.country == scene.side.value
        ),
        None,
    )


def _law(
    document: Document, draft: Draft, previous: Draft | None, scene: Scene, measuring: Measuring, lexis: Lexis
) -> Slot | None:
    """The article a figure of courts or of a penalty names, else that of its offence or of the figure it goes on from."""
    country = draft.side.value if draft.side else ""
    trial = draft.noun == TERM or measuring.families.get(draft.measure) == "court"
    parts = draft.measure in ("share", "ratio")
    may = country and (trial or parts or draft.measure not in measuring.background)
    if may and (stated := law_from_view(document, draft.view, draft.quote, country)):
        return stated
    if previous and previous.law and draft.linked and draft.measure not in measuring.background:
        return Slot(previous.law.value, How.context, None, "law.goes_on@1")
    return law_of_offence(draft.view, draft.quote, country, scene.laws, offences(lexis)) if trial and country else None


def _shared_side(draft: Draft, previous: Draft | None, scene: Scene, measuring: Measuring) -> Slot | None:
    """Where its own sentence does not say, a figure is about the military that the figure just before is about."""
    here = scene.sides[draft.index]
    if draft.side is not here or previous is None or previous.side is None or draft.side is previous.side:
        return draft.side
    if here != scene.sides[previous.index]:
        return draft.side  # it stands in another section
    near = draft.index - previous.index <= 1 and draft.view.sentence.kind not in ("title", "heading")
    kin = measuring.families.get(previous.measure) == measuring.families.get(draft.measure)
    parts = draft.measure in ("share", "ratio")
    if draft.linked or (near and (kin or parts)):
        return Slot(previous.side.value, How.context, None, "side.same_story@1")
    return draft.side


def _shared_population(draft: Draft, previous: Draft | None, measuring: Measuring) -> Slot | None:
    """ "Of 6,374 men aged 18 to 45 who applied, 349 were recognised": what is said of some is said of the same people."""
    if previous is None or previous.population is None or draft.measure in ("share", "ratio"):
        return None
    same = measuring.settings.get(draft.measure) == measuring.settings.get(previous.measure) == "host"
    if same and draft.index - previous.index <= 1 and not draft.count.head:
        return Slot(previous.population.value, How.context, None, "population.same_people@1")
    return None


def _contrasted(draft: Draft) -> bool:
    """A background figure after a semicolon or a contrast is the page's own knowledge: "…; the division has 8,000 men"."""
    return bool(re.search(r";|, (?:while|whereas|but)\b|\bwhile\b", draft.view.folded[: draft.count.number.start]))


def figure_from_draft(document: Document, draft: Draft) -> Figure:
    """Make the figure of a draft."""
    quote = document.quote(*draft.quote)
    number = draft.count.number
    amount = Amount(number.low, number.high, draft.bound or number.bound, draft.unit)
    anchor = Anchor(
        digest(document.id, draft.count.start, draft.count.end, "figure"), quote, draft.chain, draft.stance, draft.by
    )
    measure = Slot(draft.measure, How.stated, document.quote(*(draft.count.head or draft.count.phrase)))
    dims = tuple(
        (name, slot)
        for name, slot in (("formation", draft.formation), ("law", draft.law), ("side", draft.side))
        if slot
    )
    return Figure(anchor, measure, amount, draft.per, draft.population, draft.place, draft.period, dims)


__all__ = ["Bound", "Draft", "Scene", "drafts_from_views", "figure_from_draft", "scene_from_views"]
