"""Count -> period: the date of its clause, else that of the figure it goes on from."""

from __future__ import annotations

import re

from musterbook.extract.counts_from_view import Count
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot
from musterbook.resolve.period_from_date import period_from_date

_SPLIT = re.compile(
    r";|:|, (?:while|and|but|whereas|of)\b|\b(?:while|whereas|but|compared|against|up from|down from|than)\b"
)
_MONTH = re.compile(r"\b(?:of|in|for|during) (?:the|that|this) (?:same )?month\b")
_BASE = re.compile(r"\b(?:from|than|than in|compared (?:with|to)|against|on|over)(?: the)? $")
_EARLIER = re.compile(
    r"(?:a|one|the) year (?:earlier|before|ago)|the previous year|the same period (?:of )?(?:the|"
    r"a) year (?:earlier|before)"
)
_SAME = re.compile(r"\bsame (?:\w+ )?(?:months?|period|time|stretch|half|quarter)(?: of| in)? $")
COMPARED = "period.compared@1"  # the time of a figure that another is only compared with
TOO_FAR = 6.5


def period_from_count(
    document: Document, view: View, count: Count, linked: bool, before: Slot | None, known: tuple[str, ...]
) -> Slot | None:
    """Return the period of a count.

    `before` is that of the figure it may go on from, `known` those the page gave so far, the latest first.
    """
    dated = []
    for date in view.dates:
        if date.kind == "clock":
            continue
        a, b = view.start + date.start, view.start + date.end
        if b <= view.start + view.dateline:
            continue
        if a < count.number.core[0] + view.start < b:
            continue
        if count.number.kind == "ratio" and _BASE.search(view.folded[: date.start]):
            continue  # "doubled from last year": the year is what is compared with
        dated.append((_cost(view, count, a, b), a, b, date))
    context = before.value if before else next(iter(known), None)
    for cost, a, b, date in sorted(dated, key=lambda d: d[:3]):
        period = period_from_date(date, document.published, context)
        if _EARLIER.fullmatch(view.folded[a - view.start : b - view.start]) and before and cost <= TOO_FAR:
            return Slot(_year_before(before.value), How.context, None, COMPARED)
        if (
            _SAME.search(view.folded[: a - view.start])
            and before
            and period.value
            and re.fullmatch(r"\d{4}", period.value)
            and cost <= TOO_FAR
        ):
            return Slot(re.sub(r"\d{4}(?=-|/|$)", period.value, before.value), How.context, None, COMPARED)
        if period.value and period.value.startswith("--") and (year := _year_of(period.value, known)):
            return Slot(year + period.value[1:], How.context, None, "period.year_of_page@1")
        if period.value and cost <= TOO_FAR:
            if period.how == How.stated:
                return Slot(period.value, How.stated, document.quote(a, b))
            return Slot(period.value, period.how, None, f"{period.by} “{view.text[a - view.start : b - view.start]}”")
    if before and (linked or _MONTH.search(view.folded)):
        return Slot(before.value, How.context, None, "period.goes_on@1")
    return None


def _year_of(yearless: str, known: tuple[str, ...]) -> str | None:
    """The year a page has given with the same month, else the latest year it has named."""
    same = next((k for k in known if k[4:7] == yearless[1:4]), None)
    years = [part[:4] for k in known for part in k.split("/") if part[:4].isdigit()]
    return same[:4] if same else max(years, default=None)


def _year_before(period: str) -> str:
    """The same stretch one year earlier."""
    return "/".join(f"{int(end[:4]) - 1}{end[4:]}" if end[:4].isdigit() else end for end in period.split("/"))


def _cost(view: View, count: Count, a: int, b: int) -> float:
    """Distance of a date from a count in words and clause boundaries; other numbers between push it away."""
    start, end = count.phrase
    gap = (
        view.folded[end - view.start : a - view.start]
        if a >= end
        else view.folded[b - view.start : max(b, start) - view.start]
    )
    cost = 0.15 * len(gap.split()) + 3.0 * len(_SPLIT.findall(gap)) + (0.5 if a >= end else 0.0)
    cost += 1.0 if a < start and gap == " and " else 0.0
    between = sum(
        1
        for n in view.numbers
        if n.kind in ("count", "percent") and min(end, b) <= view.start + n.start < max(a, start)
    )
    return cost + 3.0 * between
