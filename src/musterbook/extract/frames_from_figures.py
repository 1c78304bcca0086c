"""Names of a sentence -> frames: whoever hands over a number: "X gave the committee a figure of 900", "it is X that keeps the tally"."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_FIGURE = (
    r"(?:figures?|numbers?|totals?|counts?|tall(?:y|ies)|estimates?|sums?|toll|"
    r"headcount|head-count|data|statistics|table|list|register|ledger|log)"
)
_HANDS = re.compile(
    r"(?: (?:in|at|for|on|of|from) [^,;:.\d]{2,40}?|,? (?:who|which|that) [^,;:.\d]{3,50}?,?)?"
    r"(?: (?:has|have|had|also|then|later|once|in turn))*"
    r" (?:gave|gives|give|given|presented|presents|provided|provides|supplied|supplies|offered|offers|quoted|furnished|handed|"
    r"read out|showed|shown|sent|mentioned|floated|named|cited|volunteered|produced|passed on|passed)"
    rf" (?:[\w'-]+ ){{0,8}}?(?:an?|the|its|his|her|their|this|these|that|those|both) (?:[\w-]+ ){{0,2}}?{_FIGURE}\b"
)
_FIGURES = frozenset(  # one of them is in each of these phrases
    "figure figures number numbers total totals count counts tally tallies estimate estimates sum sums toll headcount head data "
    "statistics table list register ledger log".split()
)
_GIVEN = re.compile(
    rf"\b(?:{_FIGURE}|these|those|they|both|this|that|it|all of (?:this|these|it)) (?:was|were|is|are|has been|have been|had been) "
    r"(?:first |all |only |also |since |later )?(?:given|supplied|provided|passed|handed|told|leaked|read out|shared|sent|compiled|"
    r"collected|gathered|put together|assembled|worked out|drawn up|counted|tallied|kept|released|published|made available|obtained|"
    r"pulled|copied|collated|confirmed|sorted|totted up|taken down)\b[^,;:.\d]{0,70} by (?:the |an? |two |several |some )?(?:[\w-]+ ){0,3}$"
)
_CLEFT = re.compile(r"(?:[^,;:.]{0,40}[,;] )?it (?:is|was) (?:the |an? )?(?:[\w'-]+ ){0,3}$")
_KEEPS = re.compile(
    r"(?:'s)?(?: [\w-]+){0,3}?,? (?:that|who|which) (?:has |have |had |also )?(?:keeps?|kept|counts?|counted|compiles?|compiled|"
    r"supplie[sd]|supply|gave|gives|"
    r"given|provide[sd]?|publishe[sd]|collect(?:s|ed)|runs?|ran|drew up|"
    r"put together|did|does|made|makes|holds?|held|has|have|gathered|gathers?|worked out)\b"
)
_ASKED = re.compile(r"\b(?:question|request|inquiry|enquiry|query|motion|demand|interpellation|complaint|appeal)s?\b")
_WITHIN = re.compile(r"\b(?:who|that|which)(?: [\w-]+){1,2} $")  # "a group that assists defectors"
OPEN = ("outlet", "office", "person", "group", "document")


def figure_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """Return at most one frame of a speaker who gives, keeps or has counted a number, where no other words say whose it is."""
    if frames or not speakers:
        return []
    for one in speakers:
        if one.kind not in OPEN or not (one.source or one.noun) or one.noun in ("he", "she", "it", "they"):
            continue
        at, end = one.start - view.start, one.end - view.start
        if _WITHIN.search(view.left(at)):
            continue
        if not view.words.isdisjoint(_FIGURES) and (hands := _HANDS.match(view.folded, end)):
            return [_frame(view, one, at, hands.end(), trails=False)]
        if " by " in view.folded and (given := _GIVEN.search(view.left(at))) and not _ASKED.search(given.group()):
            return [_frame(view, one, at, end, trails=True)]
        if "it" in view.words and _CLEFT.fullmatch(view.folded, 0, at) and _KEEPS.match(view.folded, end):
            return [_frame(view, one, at, end, trails=False)]
    return []


def _frame(view: View, one: Speaker, at: int, stop: int, *, trails: bool) -> Frame:
    hit = Hit(one.start, one.end, "cues", "gives")
    begin = view.start + at
    return Frame(hit, "says", (one,), begin, view.start + stop, view.start, view.sentence.end, trails=trails)
