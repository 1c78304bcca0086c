"""Counts -> refusals: numbers of people or things in a story that nobody would compare, or of another world."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.counts_from_view import UNKNOWN, Count
from musterbook.extract.views_from_page import View
from musterbook.model import Bound
from musterbook.resolve.draft_from_spot import Spot

SINGLE = 2  # so many units, calls or attacks are a mention, no count
FEW = 10
_NEW_ONES = re.compile(r" (?:of|others?|remaining|more|additional|still|who|that)\b|,")
_THE = re.compile(r"\b(?:the|these|those|both|their|his) $")
_OF_THESE = re.compile(r"(?:^|[,;:(] |\b(?:and|but|while) )of (?:these|those) $")  # "…, and of these four were caught"
_BESIDE = re.compile(
    r",? (?:and|plus|as well as|along with|together with|, )? ?(?:two|three|four|five|six|seven|eight|nine|ten|\d|a pair|a couple)"
)
CLAUSE = (", ", "; ", ": ", " (", " - ")


def refused(spot: Spot, linked: bool) -> bool:
    """Somebody in a story, something the pack never counts, or one of what is counted only in numbers."""
    count = spot.count
    loose = count.number.low in (1, 3) and count.number.kind == "count" and not linked and _loose(spot.view, count)
    loose = loose and not _told_apart(spot)
    if spot.bare and count.number.low == 0:
        return True
    if count.number.kind in ("share", "percent", "ratio") and _elsewhere(spot):
        return True
    if _refers_back(spot) or _of_things(spot):
        return True
    never = count.noun in spot.lexis.group("never") | {UNKNOWN}
    few = count.number.low <= SINGLE and count.number.kind == "count" and count.number.bound == Bound.exact
    return loose or never or (count.noun in spot.lexis.group("single") and few)


def _refers_back(spot: Spot) -> bool:
    """ "the two left together", "the six have since …": a small number after "the" stands for those counted before."""
    count = spot.count
    if count.number.kind != "count" or count.number.low > FEW or count.number.bound != Bound.exact:
        return False
    left = spot.view.left(count.start - spot.view.start)
    if _NEW_ONES.match(spot.view.folded, count.number.end):
        return False
    return (
        bool(_THE.search(left))
        and not _OF_THESE.search(left)
        and spot.view.text[count.start - spot.view.start].isalpha()
    )


def _of_things(spot: Spot) -> bool:
    """ "Tanks: 7,300, two more than before": in a row that counts things a bare number is of things too."""
    if not spot.bare or spot.view.sentence.kind != "bullet":
        return False
    before = [hit.value for hit in spot.view.of("lexicon") if hit.end <= spot.count.start]
    return not spot.lexis.group("never").isdisjoint(before) and spot.lexis.group("people").isdisjoint(before)


def _told_apart(spot: Spot) -> bool:
    """ "one major and two colonels", "five were found, one is still sought": one of several told apart by number is counted."""
    count, end = spot.count, spot.count.phrase[1] - spot.view.start
    if count.number.high is None:
        return False
    listed = count.noun in spot.lexis.group("list_of") and _BESIDE.match(spot.view.folded, end)
    return bool(listed)


def _elsewhere(spot: Spot) -> bool:
    """The sentence, or the word nearest in the clause, is of another world: oil prices in a round-up, inflation."""
    if _of_economy(spot):
        return True
    if not any(hit.value == "alien" for hit in spot.view.of("gate")):
        return False
    subject = spot.lexis.group("subject") | spot.lexis.group("people")
    ours = any(hit.value != "alien" for hit in spot.view.of("gate")) or bool(spot.view.of("terms"))
    return not ours and not any(hit.value in subject for hit in spot.view.of("lexicon"))


def _of_economy(spot: Spot) -> bool:
    """ "Inflation of 9 per cent eats up the soldiers' pay": of the words of the clause the nearest says of what the share is."""
    view, number, lexis = spot.view, spot.count.number, spot.lexis
    ours = lexis.group("people") | lexis.group("carried") | lexis.group("subject") | lexis.group("casualty")
    start, end = view.start + number.start, view.start + number.end
    left = max(view.folded.rfind(mark, 0, number.start) for mark in CLAUSE)
    rights = [at for mark in CLAUSE if (at := view.folded.find(mark, number.end)) >= 0]
    floor, ceiling = view.start + left, view.start + min(rights, default=len(view.folded))
    near = [
        (start - h.end if h.end <= start else h.start - end, h.value)
        for h in view.of("lexicon")
        if floor <= h.start and h.end <= ceiling and (h.value in ours or h.value in lexis.group("elsewhere"))
    ]
    return bool(near) and min(near)[1] in lexis.group("elsewhere")


def _loose(view: View, count: Count) -> bool:
    """ "One man", "a few", "several": somebody in a story, not a count anybody would compare."""
    words = view.folded[count.number.core[0] : count.number.core[1]]
    return (
        words in ("one", "a", "an") and count.number.by != "numbers.article@1" and count.number.bound == Bound.exact
    ) or (count.number.high is None and not count.noun)
