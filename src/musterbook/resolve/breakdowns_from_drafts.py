"""Drafts of a page -> drafts: numbers that add up to the one before them are its parts, and tell of what it tells of."""

from __future__ import annotations

from collections.abc import Sequence

from musterbook.extract.counts_from_view import Count
from musterbook.model import Bound, How, Slot
from musterbook.resolve.draft_from_spot import SAID, Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.period_from_parts import tells_who

LEAST = 20  # smaller numbers add up by chance
PARTS = 2  # so many at least
MOST_PARTS = 12
NEAR = 3  # sentences between the whole and its first part
MANY = 100  # smaller numbers are the sum of those before them by chance
SKIPPED = 4  # other numbers between a whole and its first part
LISTED = 2  # sentences between the parts of one list, or between it and its whole
LOOSE = (Bound.under, Bound.up_to, Bound.over, Bound.at_least)  # such numbers are no summands
BY = "breakdown@1"


Pairs = list[tuple[Draft, list[Draft]]]


def broken_down(drafts: list[Draft], measuring: Measuring) -> Pairs:
    """Give the parts of a number its measure and formation: "1,010 fled: 858 on contract, 150 mobilised, two conscripts".

    A part keeps what its own words say befell it ("of whom 12 were killed"); only words for who they are yield.
    Returns each number with its parts.
    """
    summed = _breakdowns(drafts, measuring)
    pairs = [*summed, *_listed(drafts, measuring)]
    mended: list[Draft] = []
    for whole, parts in pairs:
        for part in parts:
            if part.measure in measuring.background:
                mended.append(part)
                part.measure, part.noun, part.by = whole.measure, whole.noun, f"measure.part_of<{whole.measure}@1"
            if part.measure == whole.measure:
                _as_whole(part, whole)
    for whole, parts in summed:
        for part in parts:
            mine = any(part is it for it in mended) and part.period is None
            if mine and whole.period and not tells_who(part, whole, measuring):
                part.period = Slot(whole.period.value, How.context, None, f"period.{BY}")
    for draft in drafts:  # what went on from a part goes on from it still
        before = draft.before
        if draft.linked and draft.measure in measuring.background and before and any(before is m for m in mended):
            draft.measure, draft.noun, draft.by = before.measure, before.noun, f"measure.goes_on<{before.measure}@1"
            mended.append(draft)
    return pairs


def _as_whole(part: Draft, whole: Draft) -> None:
    """A part is of the formation and the place of its whole, unless its own words name another."""
    stated = part.formation is not None and part.formation.how == How.stated
    if whole.formation and not stated:
        part.formation = Slot(whole.formation.value, How.context, None, f"formation.{BY}")
    if whole.place and part.place is None and part.index == whole.index:
        part.place = Slot(whole.place.value, How.context, None, f"place.{BY}")


def told_with_whole(pairs: Pairs) -> None:
    """Parts are from whom the whole is from, unless their own words say whose they are."""
    for whole, parts in pairs:
        for part in parts:
            told = part.chain.hops and part.chain_by in SAID
            told = told or (part.chain.hops and whole.count.start > part.count.start)  # what is summed up later
            if whole.chain.hops and not told and part.measure == whole.measure:
                part.chain, part.stance, part.chain_by = whole.chain, whole.stance, f"chain.{BY}"


def _breakdowns(drafts: list[Draft], measuring: Measuring) -> Pairs:
    found = (
        (whole, _parts(drafts, at)) for at, whole in enumerate(drafts) if whole.measure not in measuring.background
    )
    return [(whole, parts) for whole, parts in found if parts]


def _listed(drafts: list[Draft], measuring: Measuring) -> Pairs:
    """Small numbers of a force told among those of its people who did something: parts of these, though not of all."""
    found: Pairs = []
    whole: Draft | None = None
    last = 0
    for draft in (draft for draft in drafts if _counts(draft)):
        if draft.measure in measuring.background & measuring.stocks:
            if whole and draft.index - last <= LISTED and draft.count.number.low < whole.count.number.low:
                found.append((whole, [draft]))
                last = draft.index
        elif draft.measure not in measuring.background:
            if whole is None or draft.measure != whole.measure or draft.count.number.low >= whole.count.number.low:
                whole = draft
            last = draft.index
    return found


def _parts(drafts: list[Draft], at: int) -> list[Draft]:
    """The counts right after a number, else right before it, that together are exactly as many."""
    whole = drafts[at]
    if not _counts(whole) or whole.count.number.low < LEAST:
        return []
    near = drafts[max(0, at - MOST_PARTS) : at + 1 + MOST_PARTS]
    found = {count.start for count in counts_that_add_up([(it.index, it.count) for it in near if _is_part(it)], whole)}
    return [draft for draft in near if draft.count.start in found]


def counts_that_add_up(counts: Sequence[tuple[int, Count]], whole: Draft) -> list[Count]:
    """Return the counts after a number, else before it, that together are exactly as many; `counts`: in text order."""
    after = [it for it in counts if it[1].start > whole.count.start][:MOST_PARTS]
    before = [it for it in reversed(counts) if it[1].start < whole.count.start][:MOST_PARTS]
    for side in (after, before if whole.count.number.low >= MANY else []):
        if found := _run(side, whole.index, whole.count.number.low):
            return [count for _, count in side[found]]
    return []


def _run(counts: Sequence[tuple[int, Count]], index: int, total: float) -> slice | None:
    """Find the parts of a total among the counts on one side of it, nearest first, each with its sentence.

    Other numbers may stand between the total and its parts, not among them.
    """
    for first in range(min(SKIPPED + 1, len(counts))):
        if abs(counts[first][0] - index) > NEAR:
            return None
        sum_, last = 0.0, counts[first][0]
        for k, (at, count) in enumerate(counts[first:], first + 1):
            sum_ += count.number.low
            if sum_ > total or abs(at - last) > LISTED:
                break
            if sum_ == total and k - first >= PARTS:
                return slice(first, k)
            last = at
    return None


def _is_part(draft: Draft) -> bool:
    return _counts(draft) and (draft.bound or draft.count.number.bound) not in LOOSE


def _counts(draft: Draft) -> bool:
    number = draft.count.number
    return number.kind == "count" and number.low == number.high and draft.unit is None
