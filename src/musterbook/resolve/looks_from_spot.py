"""Spot -> looks: what a count's place tells of it: a kind of those just told, a force, texts, a total, the exact number."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.counts_from_view import ABOVE, Count
from musterbook.extract.views_from_page import View
from musterbook.resolve.draft_from_spot import Draft, Spot
from musterbook.resolve.measure_from_count import Measured
from musterbook.resolve.population_from_count import told_by_kind

_EXACT = re.compile(  # "The exact tally, taken from the files: 684"
    r"\b(?:the |its |their )?(?:exact|precise|full|final)(?: [\w-]+)? (?:tally|number|figure|count|total)\b(?! of)[^.;\d]{0,70}"
    r"(?:: |\b(?:is|was|stands at|stood at|being|came to|reads) )$|\b(?:to be (?:exact|precise)|precisely|exactly)[:,] $"
)
_EXACT_WORDS = ("exact", "precise", "full ", "final ")
_ALL = re.compile(
    r"\b(?:total|sum|overall (?:number|figure|count)|whole (?:number|list)|in all|altogether|all told)\b[^.;:\d]{0,50} $"
)
_NEW_CLAUSE = re.compile(r"; |, (?:and|but|while|with)\b| and ")
NEAR_SIZE = 2.0  # "the strength of a division is as a rule 10,000"
NEAR = 1.0  # cost of a predicate that stands beside a bare number


def whole_of(draft: Draft) -> float:
    """The number that a breakdown breaks down: that of the figure which the parts go on from."""
    while draft.linked and draft.before is not None and draft.before.measure == draft.measure:
        draft = draft.before
    return draft.count.number.low


def is_kind(spot: Spot, previous: Draft) -> bool:
    """ "Two were conscripts", "150 had been mobilised": which of the people just counted, not what befell them."""
    count, lexis = spot.count, spot.lexis
    people = lexis.group("people")
    if previous.noun not in people or previous.measure in spot.measuring.background or previous.index < spot.index - 1:
        return False
    if count.number.kind != "count" or count.number.low > whole_of(previous):
        return False
    return told_by_kind(spot.view, count, lexis)


def is_of_another(spot: Spot, previous: Draft, measured: Measured | None) -> bool:
    """The word that would decide stands far to the left, with the number before this one in the sentence."""
    cue = measured.cue if measured else None
    if cue is None or spot.count.noun or previous.index != spot.index:
        return False
    if cue.cost <= ABOVE or cue.above or cue.end > spot.count.start:
        return False
    return bool(_NEW_CLAUSE.search(spot.view.folded, cue.end - spot.view.start, spot.count.number.start))


def counts_force(spot: Spot) -> bool:
    """ "Its strength is as a rule 10,000", "the decree drafts hundreds of thousands": people, whatever was counted before."""
    count = spot.count
    if count.partitive or count.number.kind != "count" or not count.cues:
        return False
    cue = count.cues[0]
    if cue.cls in spot.lexis.group("size"):
        return cue.cost < NEAR_SIZE
    return cue.cls in spot.lexis.group("raised") and cue.cost < NEAR and cue.end <= count.start


def counts_texts(spot: Spot) -> bool:
    """ "Forty-four have been made public": what can be read are texts, on a page of courts."""
    cues, words = spot.count.cues, spot.scene.words
    if not cues or cues[0].cost > NEAR or cues[0].cls not in spot.lexis.group("readable") or cues[0].above:
        return False
    return any(words[cls] for cls in spot.lexis.group("texts") | spot.lexis.group("tallied"))


def is_exact(left: str) -> bool:
    """ "The exact tally is": the number told before, to the last one."""
    return any(word in left for word in _EXACT_WORDS) and bool(_EXACT.search(left))


def is_total(count: Count, view: View, previous: Draft) -> bool:
    """ "96 are in court. The total stands at 1,010": not more of those just counted but all of whom they are some."""
    return count.number.low > previous.count.number.low and bool(_ALL.search(view.left(count.number.core[0])))
