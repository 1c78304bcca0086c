"""The place of a figure whose sentence names none: of the figure before, of the sentence before, or the one place of the page."""

from __future__ import annotations

from functools import cache

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import How, Slot
from musterbook.resolve.draft_from_spot import TERM, Draft
from musterbook.resolve.measure_from_count import CROWD
from musterbook.resolve.place_from_names import RANK, PlaceMention, aside
from musterbook.resolve.scene_from_views import Scene

_ASIDE = re.compile(r"\b(?:whose|since|when|after|before|because)\b[^,;]*$")
_IN = re.compile(r"\b(?:in|from|of|to|against|into)(?: the)?(?: \w+)? $")
_FROM = re.compile(r"\b(?:from|of|escape|flee|fled|leave|left|leaving|avoid) $")
_COMES = re.compile(  # where somebody is from, or what he keeps an eye on, is not where things happen
    r"\b(?:from|for|(?:officials?|reporters?|journalists?|officers?|source|"
    r"lawyers?|collective|hearing|forum|table|meeting|conference|council|ministers?|studio|embassy|nobody|someone|friend|exile) in)"
    r"(?: the)? [\"“'‘]?$"
)
PARTS = ("share", "ratio")
_TO_ONE = re.compile(r"\b(?:to|for) (?:an?|the) (?:[\w-]+ ){0,2}$")
FAR_MORE = 8  # times
SEVERAL = 6  # sentences within which places are compared
NEAR = 3  # sentences of a paragraph over which a place goes on


def place_from_drafts(
    draft: Draft, drafts: list[Draft], views: tuple[View, ...], scene: Scene, lexis: Lexis
) -> Slot | None:
    """Return the place that a figure takes from what stands before it, None where its sentence speaks of more."""
    if of_more(draft, scene, lexis) or of_whole_army(draft, scene):
        return None
    before, block = draft.before, draft.view.sentence.block
    if before is not None and before.place is not None and before.view.sentence.block == block:
        if one_of_several(draft, before, drafts):
            return None
        return Slot(before.place.value, How.context, None, "place.same_paragraph@1")
    if draft.noun in lexis.group("single"):
        return None
    if here := place_before(draft.index, views, scene):
        return here
    one = scene.one
    if one is None or draft.view.sentence.kind in ("title", "heading") or draft.measure in PARTS:
        return None
    own = draft.view.start <= one.start < draft.view.sentence.end
    if (own and aside(draft.view, draft.count.phrase, one)) or _too_many(draft, drafts, one.label):
        return None
    return Slot(one.label, How.context, None, "place.of_page@1")


def one_of_several(draft: Draft, before: Draft, drafts: list[Draft]) -> bool:
    """Return True where the sentences before compare places with their numbers: none of them is that of a number without one."""
    if before.index == draft.index or (draft.count.partitive and draft.index == before.index + 1):
        return False
    if before.count.partitive and before.before and before.before.index == before.index and not before.before.place:
        return True  # "1,700 fled, fifty of them in France": what is told next is told of all
    told = {
        d.place.value for d in drafts if d.place and d.place.how == How.stated and 0 < draft.index - d.index <= SEVERAL
    }
    return len(told) > 1


def of_whole_army(draft: Draft, scene: Scene) -> bool:
    """More people than ever took part in one happening, on a page that tells of one; or a share of such a number."""
    if not scene.event:
        return False
    if draft.measure in PARTS:
        before = draft.before
        return before is not None and before.place is None and of_whole_army(before, scene)
    number = draft.count.number
    return number.kind == "count" and number.low >= CROWD


def place_before(sentence: int, views: tuple[View, ...], scene: Scene) -> Slot | None:
    """The place that a sentence before in the same paragraph names, or the heading above it."""
    block = views[sentence].sentence.block
    for index in range(sentence - 1, max(sentence - NEAR, 0) - 1, -1):
        if views[index].sentence.block != block and views[index].sentence.kind != "heading":
            return None
        if here := _narrowest(views[index], scene.places[index]):
            return Slot(here.label, How.context, None, "place.sentence_before@1")
    return None


def _too_many(draft: Draft, drafts: list[Draft], place: str) -> bool:
    """True for a number far above all that are told of a place: it is one of the whole army or country."""
    told = [d.count.number.low for d in drafts if d.place and d.place.value == place and d.count.number.kind == "count"]
    return bool(told) and draft.count.number.low > FAR_MORE * max(told)


def _to_one(view: View, hit: Hit, lexis: Lexis) -> bool:
    """ "Seven years for a sergeant": somebody was given the term."""
    return hit.value in lexis.group("people") and bool(_TO_ONE.search(view.last(hit.start - view.start, 4)))


def of_more(draft: Draft, scene: Scene, lexis: Lexis) -> bool:
    """Return True for what a law threatens, and for a sentence about a country or about all."""
    view = draft.view
    imposed, whole = lexis.group("imposed"), lexis.group("whole")
    threatens = draft.law is not None and draft.noun == TERM
    if threatens and not any(h.value in imposed or _to_one(view, h, lexis) for h in view.of("lexicon")):
        return True
    if not whole.isdisjoint([h.value for h in view.of("lexicon")]):
        return True
    own = [h for h in view.of("countries") if scene.side and h.value.startswith(f"{scene.side.value}|")]
    return any(
        h.value.endswith("|name")
        or (
            h.value.endswith("|adjective")
            and _force(lexis.words_of("force_word")).match(view.folded, h.end - view.start)
        )
        for h in own
        if not _IN.search(view.left(h.start - view.start))
    )


@cache
def _force(words: frozenset[str]) -> re.Pattern[str]:
    """Compile what stands behind a country's adjective where its army is meant, and not what is the army's."""
    return re.compile(rf" (?:{'|'.join(sorted(words, key=lambda it: (-len(it), it)))})\b(?!['’]s)")


def _narrowest(view: View, places: tuple[PlaceMention, ...]) -> PlaceMention | None:
    """The narrowest place of a sentence that something happens at, countries apart."""
    usable = [
        p
        for p in places
        if p.at
        and not p.garrison
        and p.kind != "country"
        and not _ASIDE.search(view.left(p.start - view.start))
        and not _COMES.search(view.left(p.start - view.start))
    ]
    return min(usable, key=lambda p: (RANK.get(p.kind, 4), p.start), default=None)


def place_of_office(draft: Draft, scene: Scene, lexis: Lexis) -> Slot | None:
    """The country whose office decides: the one nearest to the number that is not the side's own ("the Dutch service", BAMF)."""
    view, own = draft.view, {scene.side.value if scene.side else "", *lexis.group("at_war")}
    found = []
    names = view.of("sources")
    for hit in view.of("countries"):
        if (
            any(n.start <= hit.start and hit.end <= n.end for n in names)
            or view.folded[hit.end - view.start :][:1] == "-"
        ):
            continue
        iso, _, kind = hit.value.partition("|")
        people = any(0 <= h.start - hit.end <= 1 for h in view.of("lexicon") if h.value in lexis.group("people"))
        left_behind = bool(_FROM.search(view.left(hit.start - view.start)))
        if kind in ("name", "adjective") and iso not in own and not people and not left_behind:
            found.append((abs(hit.start - draft.count.start), iso))
    for hit in view.of("sources"):
        row = lexis.sources[hit.value]
        if row.kind == "ministry" and row.side and row.side not in own:
            found.append((abs(hit.start - draft.count.start), row.side))
    place = lexis.places.get(f"c_{min(found)[1].lower()}") if found else None
    return Slot(place.name, How.context, None, "place.of_office@1") if place else None
