"""The figure before -> the period it hands on: not the time of a side remark, nor one day to what came of it later."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.counts_from_view import Count
from musterbook.extract.views_from_page import View
from musterbook.model import Slot
from musterbook.resolve.draft_from_spot import TERM, Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.period_from_count import COMPARED, OF_THEM
from musterbook.resolve.period_from_parts import STEADY, tells_who

_LATER = re.compile(
    r"\b(?:later|afterwards?|subsequently|thereafter|eventually|in the end|ultimately|finally|since|meanwhile|by now|so far|to date|"
    r"already)\b"
)
_LATER_WORDS = frozenset(
    "later afterward afterwards subsequently thereafter eventually end ultimately finally since meanwhile now far date already".split()
)
_THESE_DAYS = re.compile(
    r"\W*(?:but |and |yet |for )?(?:these days|nowadays|today|now|currently|at present|at the moment|right now|at any one time|"
    r"on (?:a|an) (?:ordinary|average|normal|typical|busy|quiet|bad|good) \w+)\b"
)
_NOT_EARLIER = re.compile(r"\b(?:of (?:them|these|those|whom|which)|the (?:rest|others|remainder|remaining))\b")
_ASKS_WORDS = frozenset(
    "ask asks asked asking demand demands demanded demanding seek seeks sought seeking want wants wanted request "
    "requests requested requesting propose proposes proposed".split()
)
_ASKS = re.compile(
    r"\b(?:ask(?:s|ed|ing)? (?:the court )?for|demand(?:s|ed|ing)?|seek(?:s|ing)?|sought|wants?|wanted|request(?:s|ed|ing)?|"
    r"propos(?:es?|ed)) (?:[a-z-]+ ){0,3}$"
)
_THAT = re.compile(r" (?:that|this|the official|as many as that|the (?:stated|published|reported|admitted|declared) )")
_COMPARISON = re.compile(r"\W*(?:for|by way of|in) (?:comparison|contrast|scale|context|reference)\b")
DAY = len("2024-03-18")
INSIDE = "period.month_of_it@1"  # a month of the time told of: some of its cases are of that month, other figures of all of it
MONTH = len("2024-03")
BESIDE = 2  # sentences over which a comparison looks back


def goes_on(draft: Draft, previous: Draft | None, measuring: Measuring) -> bool:
    """True when a figure keeps the period of the one before; a share keeps it beyond its sentence only where cases are counted."""
    if not draft.linked or previous is None:
        return False
    if tells_who(draft, previous, measuring) and previous.period and "/" in previous.period.value:
        return False
    if previous.index != draft.index and _THESE_DAYS.match(draft.view.folded):
        return False
    steady = measuring.families.get(draft.measure) in STEADY
    if draft.noun == TERM and not steady and draft.measure != previous.measure:
        return False  # how long somebody was held has no date
    if draft.measure not in ("share", "ratio"):
        return steady or not _another_time(draft, previous, measuring)
    return previous.index == draft.index or measuring.families.get(previous.measure) in STEADY


def _another_time(draft: Draft, previous: Draft, measuring: Measuring) -> bool:
    """ "Twelve left on Friday. Four of them have since been caught": what came of people has not the time of what they did."""
    before = period_before(previous)
    if before is None or draft.measure == previous.measure:
        return False
    happening = [measuring.families.get(it.measure) == "event" for it in (draft, previous)]
    if _is_day(before) and not all(happening):
        return True
    return not all(happening) and is_later(draft.view)


def is_later(view: View) -> bool:
    """ "Two of them were later killed": something that came after what was told of before."""
    return not view.words.isdisjoint(_LATER_WORDS) and _LATER.search(view.folded) is not None


def period_before(previous: Draft | None) -> Slot | None:
    """The period of the figure a count may go on from; past the numbers that it is only compared with."""
    first = previous
    while previous is not None and previous.period is not None and previous.period.by == COMPARED:
        previous = previous.before
        if previous is not None and first is not None and previous.index < first.index - 1:
            return None
    return previous.period if previous else None


def _is_day(slot: Slot) -> bool:
    return len(slot.value) == DAY and "/" not in slot.value


def hands_on(before: Draft) -> bool:
    """True when figures of the same story may take over the period: not one that is only compared with, nor one day."""
    return before.period is not None and before.period.by not in (COMPARED, INSIDE) and not _is_day(before.period)


def takes_over(draft: Draft, previous: Draft | None, measuring: Measuring) -> bool:
    """False for a term that somebody asks for, and for what a number is of an army whose strength stands beside it."""
    if (
        draft.noun == TERM
        and not draft.view.words.isdisjoint(_ASKS_WORDS)
        and _ASKS.search(draft.view.left(draft.count.phrase[0] - draft.view.start))
    ):
        return False
    if draft.measure == "ratio" and _THAT.match(draft.view.folded, draft.count.end - draft.view.start):
        return False
    if draft.measure not in ("share", "ratio") or previous is None or draft.index - previous.index > 1:
        return True
    return previous.measure not in measuring.background & measuring.stocks


def beside_whole(draft: Draft, previous: Draft | None) -> Slot | None:
    """The period of a figure, marked as a side remark where what follows does not go on from it but from the figure before."""
    slot = draft.period
    if slot is None or previous is None or slot.by == COMPARED or slot.by.startswith("period.goes_on"):
        return slot
    if _is_inside(draft, previous, slot):
        return Slot(slot.value, slot.how, slot.quote, INSIDE)
    aside = _is_dated_part(draft, previous, slot) or _is_earlier(draft, previous, slot)
    return Slot(slot.value, slot.how, slot.quote, COMPARED) if aside else slot


def _is_dated_part(draft: Draft, previous: Draft, slot: Slot) -> bool:
    """ "5,300 are wanted, 4,700 of them since January. One region has 1,200": a part with a time of its own; the rest is of the whole."""
    if draft.index != previous.index:
        return False
    whole = previous.period
    if draft.count.number.low >= previous.count.number.low or (whole is not None and whole.value == slot.value):
        return False
    return _is_part(draft.view, draft.count)


def _is_part(view: View, count: Count) -> bool:
    return count.partitive or OF_THEM.match(view.folded, count.number.end) is not None


def _is_earlier(draft: Draft, previous: Draft, slot: Slot) -> bool:
    """ "141 from July to September. In the second quarter it was 178": the same count of an earlier time, to compare with."""
    whole = previous.period
    if whole is None or draft.measure != previous.measure or draft.count.partitive:
        return False
    if draft.index - previous.index > (BESIDE if _COMPARISON.match(draft.view.folded) else 1):
        return False
    if whole.by == COMPARED and previous.index != draft.index:
        return False
    if previous.view.sentence.kind in ("title", "heading"):
        return False
    first, last = whole.value.partition("/")[0], slot.value.rpartition("/")[2]
    return last[:1].isdigit() and first[:1].isdigit() and last < first[: len(last)]


def _is_inside(draft: Draft, previous: Draft, slot: Slot) -> bool:
    """ "5,650 in 2024. December was the heaviest month, with 840": a month of the time told of; what follows is of all of it."""
    kin = _same_before(draft, previous)
    whole = kin.period if kin else None
    if kin is None or whole is None:
        return False
    first, _, last = whole.value.partition("/")
    last = last or first
    month = len(slot.value) == MONTH and first[:1].isdigit() and last[:1].isdigit()
    within = month and slot.value != whole.value and first[:MONTH] <= slot.value and slot.value[: len(last)] <= last
    return within and draft.count.number.low < kin.count.number.low


def _same_before(draft: Draft, previous: Draft) -> Draft | None:
    """The nearest figure of the same measure in the same or the last sentences."""
    kin: Draft | None = previous
    while kin is not None and draft.index - kin.index <= BESIDE:
        if kin.measure == draft.measure:
            return kin
        kin = kin.before
    return None
