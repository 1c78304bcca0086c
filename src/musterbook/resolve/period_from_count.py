"""Count -> period: the date of its clause, else that of the figure it goes on from."""

from __future__ import annotations

import re

from musterbook.extract.counts_from_view import Count
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot
from musterbook.resolve.period_from_date import period_from_date

_SPLIT = re.compile(
    r";|:|, (?:while|and|but|whereas|of)\b|\b(?:while|whereas|but|compared|against|up from|down from|than)\b"
)
_MONTH = re.compile(r"\b(?:of|in|for|during|over) (?:the|that|this) (?:same )?month\b|^that month\b")
_BASE = re.compile(r"\b(?:from|than|than in|compared (?:with|to)|against|on|over)(?: the)? $")
_EARLIER = re.compile(
    r"(?:a|one|the) year (?:earlier|before|ago)|the previous year|the same period (?:of )?(?:the|"
    r"a) year (?:earlier|before)"
)
_SAME = re.compile(
    r"\b(?:same|corresponding|equivalent|comparable) (?:\w+ )?(?:months?|period|time|stretch|half|quarter)(?: of| in)? $"
)
COMPARED = "period.compared@1"  # the time of a figure that another is only compared with
TOO_FAR = 6.5
ALONE = 12.0  # how far a date may stand when it is the only one of the sentence
_OPENED = re.compile(
    r"(?:\bsince (?:[^,;.:()\d]{1,70} )?|\b(?:all the time|counting|counted|reckoned|reckoning|calculated|starting|beginning|"
    r"dating) (?:from|with) (?:[^,;.:()\d]{1,70} )?)(?:(?:in|on|of|at|for|the|from) ){0,2}$"
)
_WHEN = re.compile(r",? (?:when|the day|as)\b")
_DATED = re.compile(
    r" (?:of|from|dated|signed on|published on|published in|issued on|issued in|adopted in|adopted on) (?:the )?$"
)
SPEECH = 34  # code points between a verb of saying and the day it was said on
STRETCHES = ("range", "since", "month", "year", "fiscal", "season", "quarter", "half")
OPEN = ("day", "month", "year", "season", "range", "half", "quarter")


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
        if _of_paper(view, date) or _of_speech(view, date):
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
        compared = _EARLIER.fullmatch(view.folded[a - view.start : b - view.start]) or _SAME.search(
            view.folded[: a - view.start]
        )
        if period.value and cost <= (ALONE if len(dated) == 1 and not compared else TOO_FAR):
            if date.kind == "until" and context and "/" not in period.value:
                start = context.partition("/")[0]
                value = f"{start}/{period.value}" if start < period.value else period.value
                return Slot(value, How.context, None, "period.until@1")
            if opened := _opened(document, view, date, period.value):
                return Slot(opened, How.stated, document.quote(a, b))
            if period.how == How.stated:
                return Slot(period.value, How.stated, document.quote(a, b))
            return Slot(period.value, period.how, None, f"{period.by} “{view.text[a - view.start : b - view.start]}”")
    if _MONTH.search(view.folded) and (month := next((k for k in known if re.fullmatch(r"\d{4}-\d\d", k)), None)):
        return Slot(month, How.context, None, "period.that_month@1")
    if before and (linked or _MONTH.search(view.folded)):
        return Slot(before.value, How.context, None, "period.goes_on@1")
    return None


def stretch_of(document: Document, view: View) -> str:
    """The one period that a sentence without a count of its own states: "since the coup of February 1", "in March"."""
    found = []
    for date in view.dates:
        if date.kind == "clock" or date.end <= view.dateline or _of_paper(view, date) or _of_speech(view, date):
            continue
        value = period_from_date(date, document.published).value
        if value:
            found.append(_opened(document, view, date, value) or (value if date.kind in STRETCHES else ""))
    return found[0] if len(found) == 1 else ""


def _opened(document: Document, view: View, date: DateMention, value: str) -> str:
    """ "since the army took power on 1 February": a date at the end of a clause with since opens a period."""
    if date.kind not in OPEN or value.startswith("-"):
        return ""
    if not _OPENED.search(view.left(date.start)) and not _onset(view, date):
        return ""
    if date.kind == "day" and _WHEN.match(view.folded[date.end :]):
        return ""
    return f"{value.partition('/')[0]}/{document.published or '..'}"


def _of_paper(view: View, date: DateMention) -> bool:
    """The date of a paper ("the decree of September 2022") is not that of what it counts."""
    match = _DATED.search(view.left(date.start))
    if not match or _OPENED.search(view.left(date.start)):
        return False
    at = view.start + date.start - len(match.group())
    return any(
        0 <= at - h.end <= 1 for h in view.of("groups", "roles", "lexicon") if h.table == "roles" or h.value == "roll"
    )


def _of_speech(view: View, date: DateMention) -> bool:
    """The day somebody said it ("told parliament on Wednesday") is not the day it happened."""
    if date.kind not in ("weekday", "relative") and not (
        date.kind in ("day", "month") and _ON.search(view.left(date.start))
    ):
        return False
    at = view.start + date.start
    return any(
        0 <= at - c.end <= SPEECH and not _CUT.search(view.folded[c.end - view.start : date.start])
        for c in view.of("cues")
    )


def _onset(view: View, date: DateMention) -> bool:
    """ "the February 1 coup", "the coup of February 1": the day from which what is counted has been going on."""
    start, end = view.start + date.start, view.start + date.end
    return any(
        h.value == "onset"
        and (
            0 <= h.start - end <= 1
            or (0 <= start - h.end <= 8 and _OF_DAY.fullmatch(view.folded[h.end - view.start : date.start]))
        )
        for h in view.of("lexicon")
    )


_OF_DAY = re.compile(r" (?:of|on|in) (?:the )?")
_ON = re.compile(r"\bon (?:the )?$")
_CUT = re.compile(r"[,;:.\"]|\b(?:that|had|were|was|from|in|of|at|near)\b")


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
