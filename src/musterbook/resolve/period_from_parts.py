"""Parts of a number -> whether they share its period: a part told by who its people are says who, not when."""

from __future__ import annotations

from itertools import pairwise

from musterbook import regex as re
from musterbook.model import Bound, How, Slot
from musterbook.resolve.draft_from_spot import TERM, Draft
from musterbook.resolve.measure_from_count import Measuring

STEADY = ("court", "asylum", "help")  # families whose figures keep a period from sentence to sentence
LATER = 3  # sentences after a round number in which the exact one is told
ROUNDED = 0.05  # by which part a round number may be off
_EXACTLY = re.compile(
    r"\b(?:exact(?:ly)?|precise(?:ly)?|accurate(?:ly)?|to be (?:exact|precise)|to the man|to the last one)\b"
)
NOWADAYS = ("“today”", "“Today”")
BESIDE = 24  # code points between a number and the words for who its people are
_PARTED = re.compile(
    r"[:(–—]|\b(?:includ(?:es?|ing)|among|amongst|of (?:whom|which|them|these|those)|into|namely|comprising)\b"
)
_NUMBER = re.compile(r"\d|[;.]")


def tells_who(draft: Draft, previous: Draft | None, measuring: Measuring) -> bool:
    """ "1,010 fled between 2022 and 2024. Contract soldiers: 858; conscripts: two": the parts say who fled, not over which years.

    Cases, asylum and help are counted by the same office over the same time, whoever the people are.
    """
    if previous is None or draft.noun == TERM or not _tells_alike(previous, draft):
        return False
    if measuring.families.get(draft.measure) in STEADY or draft.measure in ("share", "ratio"):
        return False
    if _of_them(draft, previous):
        return False  # "privates make up 289 of them, sergeants 51": of those who left in that time
    return draft.count.number.low < _whole(draft, previous) and _names_people(draft)


def _of_them(draft: Draft, previous: Draft) -> bool:
    """True for some of the people just told of in the paragraph, and for those told of beside them."""
    slot, beside = previous.period, previous.view.sentence.block == draft.view.sentence.block
    if slot is None or not beside or previous.index < draft.index - 1:
        return False
    if slot.by == "period.goes_on@1":
        return previous.count.partitive
    return draft.count.partitive and previous.index == draft.index - 1


def _tells_alike(before: Draft, draft: Draft) -> bool:
    """True when a figure before counts the same thing and is no headline."""
    return before.measure == draft.measure and before.view.sentence.kind not in ("title", "heading")


def _whole(draft: Draft, previous: Draft) -> float:
    """The largest of the numbers told just before a part, 0 when they only stand beside it ("6,000 policemen and 2,000 soldiers")."""
    most, at = 0.0, previous
    while True:
        if at.index < draft.index or _PARTED.search(draft.view.folded, at.count.end - draft.view.start, _at(draft)):
            most = max(most, at.count.number.low)
        if at.before is None or at.index - at.before.index > 1 or not _tells_alike(at.before, draft):
            return most
        at = at.before


def _at(draft: Draft) -> int:
    return draft.count.start - draft.view.start


def _names_people(draft: Draft) -> bool:
    """True when a word for who people are stands beside the number, with no other number between."""
    start, end = draft.count.phrase
    units = draft.view.of("formations", "levels")
    for hit in draft.view.of("populations"):
        if any(unit.start <= hit.start < unit.end for unit in units):
            continue
        if hit.end > start and hit.start < end:
            return True
        low, high = (hit.end, start) if hit.end <= start else (end, hit.start)
        if high - low <= BESIDE and not _NUMBER.search(
            draft.view.folded, low - draft.view.start, high - draft.view.start
        ):
            return True
    return False


def restated(drafts: list[Draft]) -> None:
    """ "Some 700 were convicted. The exact tally: 684 in March": a round number has the period of the exact one told after it."""
    for round_one, exact in pairwise(drafts):
        if round_one.period is not None or exact.period is None or round_one.measure != exact.measure:
            continue
        if round_one.view.sentence.kind in ("title", "heading") or exact.index - round_one.index > LATER:
            continue
        first, second = round_one.count.number, exact.count.number
        near = first.low > 0 and abs(first.low - second.low) <= ROUNDED * first.low and first.low != second.low
        if near and first.bound != Bound.exact and _EXACTLY.search(exact.view.folded):
            round_one.period = Slot(exact.period.value, How.context, None, "period.restated@1")


def of_no_time(draft: Draft, measuring: Measuring) -> bool:
    """ "An army of 900,000 today": what a force counts, and its parts, have only a time that is said; now is none."""
    slot = draft.period
    if slot is None or slot.how == How.stated:
        return False
    strength = draft.measure in measuring.background & measuring.stocks
    if not strength and draft.measure != "share":
        return False
    return slot.by.endswith(NOWADAYS) or (strength and not slot.by.startswith("date."))
