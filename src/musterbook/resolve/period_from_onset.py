"""Figures of what has come about so far -> the open period since the day that their paragraph says it began."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot
from musterbook.resolve.draft_from_spot import TERM, Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.opening_from_date import opens
from musterbook.resolve.period_from_date import period_from_date

BY = "period.since_onset@1"
_SO_FAR = re.compile(r"\b(?:so far|to date|by now|until now|up to now|thus far|to this day|already|now)\b")
_ONSET = ("day", "month", "since", "season", "year")


def so_far(document: Document, views: tuple[View, ...], drafts: list[Draft], measuring: Measuring) -> None:
    """ "They took power in the coup of February 1. … So far 2,000 soldiers have left": since the coup."""
    dated: Draft | None = None
    for draft in drafts:
        if draft.period is not None or not _cumulates(draft, measuring):
            continue
        beside = dated is not None and dated.measure == draft.measure and draft.index - dated.index <= 1
        if beside and dated and dated.period:
            draft.period = dated.period
        elif _SO_FAR.search(draft.view.folded) and (start := _start(document, views, draft.index)):
            draft.period = Slot(f"{start}/{document.published or '..'}", How.context, None, BY)
        else:
            continue
        dated = draft


def _cumulates(draft: Draft, measuring: Measuring) -> bool:
    """True for people counted over time, not for a force, a term, a share or a headline."""
    if draft.view.sentence.kind in ("title", "heading") or draft.noun == TERM or draft.wider:
        return False
    kept = measuring.background | measuring.stocks | {"share", "ratio"}
    return draft.count.number.kind == "count" and draft.measure not in kept


def _start(document: Document, views: tuple[View, ...], index: int) -> str:
    """When what the paragraph tells of began: in the sentence itself, else before it, else in the next one."""
    block = views[index].sentence.block
    near = [views[index], *reversed(views[:index]), *views[index + 1 : index + 2]]
    for view in near:
        if view.sentence.block != block or not view.dates:
            continue
        for date in view.dates:
            if date.kind in _ONSET and opens(view, date):
                value = period_from_date(date, document.published).value or ""
                first = value.partition("/")[0]
                if first[:4].isdigit():
                    return first
    return ""
