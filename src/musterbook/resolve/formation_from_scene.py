"""Draft -> formation: the one its sentence names, points back to, or goes on with from the figure before."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.formations_from_view import FormationMention
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import How
from musterbook.resolve.draft_from_spot import Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.scene_from_views import LEAD, Scene

_BACK_TO = re.compile(r"\b(?:the|this|that|its|same) (?:\w+ )?$")
_ANY = re.compile(
    r"(?:^|\b(?:an?|any|every|each|most|other) )(?!single |lone |whole |entire )(?:\w+ )?$"
)  # "a Russian division may have 4,500 men"
_THE_UNIT = re.compile(r"\b(?:the|this|that|its|same) (?:unit|formation|outfit)(?:['’]s)?\b(?! (?:commander|of)\b)")
MANY = 20  # smaller numbers are the same by chance
_IS = re.compile(
    r"(?:$|[.,;:?)]| (?:of|in|is|has|may|might|can|could|would|will|lies|runs|comes|consists|normally|usually|typically|"
    r"generally|as|numbers|counts|fields|amounts|includes)\b)"
)
CROSSED = 60  # code points that a number or a semicolon between a count and a formation is worth


def formation_from_scene(
    draft: Draft, scene: Scene, previous: Draft | None, measuring: Measuring, lexis: Lexis
) -> tuple[FormationMention, How] | None:
    """The formation the sentence names nearest to the count, "the division" it points back to, or that of the page."""
    here = _told_apart(draft.view, scene.formations[draft.index])
    if here and draft.count.partitive and previous and previous.formation and previous.index == draft.index:
        same = tuple(f for f in here if f.label == previous.formation.value and f.end <= draft.count.start)
        here = same or here
    if here:
        return min(here, key=lambda f: (_away(draft, f), f.start)), How.stated
    main = _known_so_far(scene, draft)
    if main is None:
        return None
    if draft.measure == "share" and _of_its_men(draft, previous, main):
        return main, How.context
    back = _points_back(draft.view, main, lexis)
    if _same_number(draft, main):
        return main, How.context
    elsewhere = any(p.at and p.kind == "region" and not p.garrison for p in scene.places[draft.index])
    if not back and (elsewhere or draft.measure in ("share", "ratio") or _of_others(draft, main, lexis)):
        return None  # "2,600 deserters in Donetsk region": of a region, not of the page's formation
    if previous and draft.count.partitive and previous.formation and previous.formation.value == main.label:
        return main, How.context
    own = measuring.settings.get(draft.measure) == "event" or draft.linked
    if back or (own and draft.measure not in measuring.background):
        return main, How.context
    return None


def _told_apart(view: View, here: tuple[FormationMention, ...]) -> tuple[FormationMention, ...]:
    """ "The 71st Regiment (42nd Division)": the formation in brackets is the one above."""
    return tuple(
        f
        for i, f in enumerate(here)
        if not (
            i
            and view.folded[here[i - 1].end - view.start : f.start - view.start]
            in (" (", ", ", " of the ", ", of the ")
        )
    )


def _away(draft: Draft, formation: FormationMention) -> int:
    """How far a formation stands from the number, in code points; another number or a semicolon between counts as much more."""
    number, view = draft.count.number, draft.view
    start, end = view.start + number.start, view.start + number.end
    a, b = (end, formation.start) if formation.start >= end else (formation.end, start)
    between = view.folded[max(0, a - view.start) : max(0, b - view.start)]
    others = sum(n.kind == "count" and a <= view.start + n.start < b for n in view.numbers)
    return max(0, b - a) + CROSSED * (others + between.count(";"))


def _of_its_men(draft: Draft, previous: Draft | None, main: FormationMention) -> bool:
    """ "1,010 deserters are 4.5 per cent of its strength": a share beside a figure of the formation."""
    before = draft.before if previous is None else previous
    while before is not None and before.index == draft.index and before.formation is None:
        before = before.before
    near = before is not None and before.index >= draft.index - 1
    return bool(near and before and before.formation and before.formation.value == main.label)


def _of_others(draft: Draft, main: FormationMention, lexis: Lexis) -> bool:
    """True where a sentence speaks of a whole army, or of divisions in general."""
    view, number = draft.view, draft.count.number.start
    kind = [h for h in view.of("levels") if lexis.levels[h.value].level == main.level]
    first = min((n.start for n in view.numbers if n.kind == "count"), default=number) == number
    if first and any(_in_general(view, h) for h in kind if h.start - view.start < number):
        return True
    return any(h.value in lexis.group("whole") for h in view.of("lexicon"))


def _in_general(view: View, level: Hit) -> bool:
    """ "A Russian division may have 4,500 men": any one of its kind."""
    return bool(_ANY.search(view.left(level.start - view.start)) and _IS.match(view.folded, level.end - view.start))


def _same_number(draft: Draft, main: FormationMention) -> bool:
    """ "Those 1,010": a number told of the formation before is told of it again."""
    before = draft.before
    while before is not None:
        same = before.count.number.low == draft.count.number.low >= MANY and before.measure == draft.measure
        if same and before.formation and before.formation.value == main.label:
            return True
        before = before.before
    return False


def _points_back(view: View, main: FormationMention, lexis: Lexis) -> bool:
    """ "The division", "the unit": the word for its echelon stands for the formation named before."""
    return bool(_THE_UNIT.search(view.folded)) or any(
        lexis.levels[h.value].level == main.level and _BACK_TO.search(view.left(h.start - view.start))
        for h in view.of("levels")
    )


def _known_so_far(scene: Scene, draft: Draft) -> FormationMention | None:
    """The formation named most up to a sentence; a page's headline may look ahead."""
    last = LEAD if draft.view.sentence.kind in ("title", "heading") and draft.index < LEAD else draft.index + 1
    named = [f for found in scene.formations[:last] for f in found if "unit" not in f.level]
    labels = [f.label for f in named]
    first = {f.label for found in scene.formations[:LEAD] for f in found}
    return max(named, key=lambda f: (labels.count(f.label), f.label in first, f.start), default=None)
