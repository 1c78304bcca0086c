"""A ratio without a period of its own -> the stretch between what it is reckoned from and what it tells of."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.date_letters import Calendar, Since
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.model import Document, How, Slot
from musterbook.resolve.dates_from_count import BASE
from musterbook.resolve.draft_from_spot import Draft
from musterbook.resolve.period_from_count import is_fiscal

BY = "period.reckoned_from@1"
FAR = 2  # years between the two ends of a comparison that is no longer one of neighbouring years
_BEYOND = re.compile(
    r"\b(?:than|above|below|exceed\w*|outnumber\w*|surpass\w*|compared (?:with|to)|in comparison (?:with|to)|against|beside|"
    r"relative to|set against|measured against)\b[^;.\d]{0,70}$"
)
_YEAR_BEFORE = re.compile(
    r"\b(?:(?:against|over|on|with|to|than|since|beside|in|within) (?:the |that of (?:the )?)?"
    r"(?:last|past|previous|preceding|prior) year\b|(?:against|over|on|with|than|since|from) (?:a|the) year (?:ago|earlier|before)\b|"
    r"year[- ](?:on|over)[- ]year\b|(?:from|between) last year (?:to|and) this\b|the past year alone\b|(?:in|within|over) a year\b)"
)
_BESIDE = 60  # code points between a ratio and the year before that it is reckoned from


def reckoned(document: Document, drafts: list[Draft]) -> None:
    """Date the ratios of a page: "80 per cent more than in 2003" is 2003/2007, "up a tenth on last year" the year told of."""
    now = document.published[:4] if document.published else ""
    fiscal = max((d.period.value for d in drafts if d.period and is_fiscal(d.period.value)), default="")
    for draft in drafts:
        if draft.measure != "ratio" or not now:
            continue
        if _free(draft, now) and (base := _base(draft, int(now))):
            draft.period = Slot(f"{base}/{now}", How.context, None, BY)
        elif _on_year_before(draft) and (draft.period is None or draft.period.how != How.stated):
            draft.period = (
                Slot(fiscal or now, How.context, None, BY) if fiscal or draft.period is None else draft.period
            )


def _free(draft: Draft, now: str) -> bool:
    """True unless the words date the ratio more closely than by this year or by the year it is reckoned from."""
    slot = draft.period
    if slot is None or slot.by.startswith("period.") or slot.value in (now, f"{now}-01"):
        return True
    first, _, last = slot.value.partition("/")
    return slot.how == How.stated and (not last or last.startswith(now)) and first[4:] in ("", "-01")


def _base(draft: Draft, now: int) -> int:
    """The one year, not a neighbour, that a ratio is reckoned from; 0 when there is none or a later time is told of."""
    years = [(date, year) for date in draft.view.dates if (year := _year(date))]
    if any(now - FAR < year < now for _, year in years):
        return 0
    bases = [year for date, year in years if year <= now - FAR and _is_base(draft, date)]
    told = [year for _, year in years if year <= now - FAR]
    if not bases and len(told) == 1 and any(_is_this_year(date) for date in draft.view.dates):
        bases = told  # in 2003 they were fewer; this year they stand 80 per cent higher
    return bases[0] if len(set(bases)) == 1 and set(told) - set(bases) <= _records(draft) else 0


def _is_base(draft: Draft, date: DateMention) -> bool:
    left = draft.view.left(date.start)
    if date.kind == "since":
        return not _record(left)
    return bool(BASE.search(left) or _BEYOND.search(left))


_RECORD = re.compile(
    r"\b(?:not|never|highest|lowest|record|most|worst|first|last|unknown|unseen|seen|observed|often)\b[^;.,]{0,24}$"
)


def _record(left: str) -> bool:
    """ "Not since 1980", "at a rate unknown since 1980": how long it has not been so."""
    return bool(_RECORD.search(left))


def _records(draft: Draft) -> set[int]:
    """The years that only say how long it has not been so."""
    left = draft.view.left
    return {_year(d) for d in draft.view.dates if d.kind == "since" and _record(left(d.start))}


def _year(date: DateMention) -> int:
    """The year that a mention names and nothing closer, 0 for others."""
    value = date.value.start if isinstance(date.value, Since) else date.value
    plain = isinstance(value, Calendar) and value.month is None
    return value.year if plain and isinstance(value, Calendar) and isinstance(value.year, int) else 0


def _is_this_year(date: DateMention) -> bool:
    value = date.value
    return (
        date.kind == "year"
        and isinstance(value, Calendar)
        and not isinstance(value.year, int)
        and value.year is not None
        and value.year.by == 0
    )


def _on_year_before(draft: Draft) -> bool:
    """True when a ratio stands beside "on last year", "over the past year", with no other number between."""
    start, end = draft.count.start - draft.view.start, draft.count.end - draft.view.start
    found = _YEAR_BEFORE.search(draft.view.folded, max(0, start - _BESIDE), end + _BESIDE)
    if found is None:
        return False
    low, high = (end, found.start()) if found.start() >= end else (found.end(), start)
    return not any(low <= n.start < high for n in draft.view.numbers if n.kind in ("count", "percent", "ratio"))
