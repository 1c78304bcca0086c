"""Counts that measure nothing alone -> drafts: those that a number beside them explains as its parts or its like."""

from __future__ import annotations

from musterbook.extract.countable_from_view import ALONE
from musterbook.extract.counts_from_view import Count
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.resolve.breakdowns_from_drafts import LEAST, LOOSE, MANY, counts_that_add_up
from musterbook.resolve.draft_from_spot import Draft
from musterbook.resolve.drafts_from_counts import may_wait
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.population_from_count import told_by_kind

Rest = list[tuple[int, Count]]  # sentence and count
BESIDE = 1  # sentences between two kinds of people told apart by number


def parts_from_counts(
    views: tuple[View, ...], drafts: list[Draft], rest: Rest, measuring: Measuring, lexis: Lexis
) -> list[Draft]:
    """Return a draft for each count of `rest` that completes the sum of a figure, or tells a kind of people beside another."""
    wholes = _wholes(drafts, rest, measuring)
    found: list[Draft] = []
    for index, count in rest:
        whole = wholes.get(count.start)
        rule = "part_of" if whole else "beside"
        waits = may_wait(count, lexis) and count.number.by != ALONE  # the page as a whole says what it measures
        kin = whole or (None if waits else _beside(views[index], index, count, [*drafts, *found], measuring, lexis))
        if kin is not None:
            by = f"measure.{rule}<{kin.measure}@1"
            noun = count.noun if count.noun in lexis.group("people") else kin.noun
            found.append(Draft(views[index], index, count, kin.measure, noun, by, 0.5, count.phrase, linked=True))
    return found


def _wholes(drafts: list[Draft], rest: Rest, measuring: Measuring) -> dict[int, Draft]:
    """Where a count of `rest` begins -> the figure whose sum it completes: "1,010 fled: 858 on contract, 150 mobilised, two …"."""
    if not rest:
        return {}
    told = [(draft.index, draft.count) for draft in drafts]
    every = sorted(
        (it for it in [*told, *rest] if _exact(it[1]) and it[1].number.bound not in LOOSE), key=lambda it: it[1].start
    )
    missing = {count.start for _, count in rest}
    found: dict[int, Draft] = {}
    for draft in drafts:
        if draft.measure in measuring.background or not _exact(draft.count) or draft.count.number.low < LEAST:
            continue
        for part in counts_that_add_up(every, draft):
            if part.start in missing:
                found.setdefault(part.start, draft)
    return found


def _exact(count: Count) -> bool:
    number = count.number
    return number.kind == "count" and number.low == number.high and number.low == int(number.low)


def _beside(
    view: View, index: int, count: Count, drafts: list[Draft], measuring: Measuring, lexis: Lexis
) -> Draft | None:
    """ "There's a major. There are two colonels.": a rank or kind of soldier told apart beside another that is a figure."""
    people = lexis.group("people")
    if not _exact(count) or count.noun not in people | {""} or not told_by_kind(view, count, lexis):
        return None
    near = [
        draft
        for draft in drafts
        if abs(draft.index - index) <= BESIDE
        and draft.noun in people
        and draft.measure not in measuring.background
        and (told_by_kind(draft.view, draft.count, lexis) or count.number.by != ALONE)
        and draft.count.number.kind == "count"
        and (draft.count.start < count.start or draft.count.number.low <= MANY)
    ]
    return min(near, key=lambda it: (abs(it.index - index), abs(it.count.start - count.start)), default=None)
