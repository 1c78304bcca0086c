"""Count -> period: the date of its clause, else that of the figure it goes on from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from musterbook.extract.counts_from_view import Count
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot
from musterbook.resolve.period_from_date import period_from_date

_SPLIT = re.compile(
    r";|:|, (?:while|and|but|whereas|of)\b|\b(?:while|whereas|but|compared|against|up from|down from|than)\b"
)
_BASE = re.compile(r"\b(?:from|than|than in|compared (?:with|to)|against|on|over)(?: the)? $")
_EARLIER = re.compile(
    r"(?:a|one|the) year (?:earlier|before|ago)|the previous year|the same period (?:of )?(?:the|"
    r"a) year (?:earlier|before)"
)
_SAME = re.compile(
    r"\b(?:same|corresponding|equivalent|comparable) (?:\w+ )?(?:months?|period|time|stretch|half|quarter)(?: of| in)? $"
)
_THAT = re.compile(
    r"\b(?:(?:in|during|over|for|of|within|throughout|across|on) (?:the|this|that|those|these|one)(?: same| whole| entire| single| very)?|"
    r"that(?: same| very)?|the (?:very )?same|those|these)"
    r" (?:(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d\d?) )?"
    r"(?P<unit>day|night|morning|evening|week|month|quarter|year|period|(?:quarter|month|year)s)\b"
    r"(?! (?:of|a|last|in|earlier|ago|to|from|before|after|later|when|that|which|and a|\d))"
)
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_BY = re.compile(r"\bby (?:the )?(?:early |mid-?|late )?$")
_VERSUS = re.compile(
    r"\b(?:compared (?:with|to)|up from|down from|than (?:in|for|at|over|during|the|a|on|last)|versus|vs\.?|as against|"
    r"as opposed to|(?:as|so) (?:many|much|fast|high|often|large|big|long|frequently)(?: \w+)? as)\b"
)
_AGAINST = re.compile(r"\bagainst\b")
_BASIS = re.compile(
    r"\b(?:compared (?:with|to)|against|up from|down from|from|than|versus|vs\.?)"
    r"(?: (?:a|an|the|some|only|just|about|around|nearly|almost|over|more|fewer|than|roughly)){0,3} $"
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


@dataclass(frozen=True, slots=True)
class Told:
    """What the page gave so far: the period of the figure a count may go on from, and all it named, the latest first."""

    before: Slot | None
    known: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        """Return the periods, the likeliest first."""
        return (self.before.value, *self.known) if self.before else self.known

    @property
    def context(self) -> str | None:
        """The period the text speaks of."""
        return next(iter(self.all()), None)


def period_from_count(
    document: Document, view: View, count: Count, linked: bool, before: Slot | None, known: tuple[str, ...]
) -> Slot | None:
    """Return the period of a count.

    `before` is that of the figure it may go on from, `known` those the page gave before this sentence, the latest first.
    """
    dated = sorted(_dates_of(view, count), key=lambda d: (d[0], d[1].start))
    back = _back(view, count, Told(before, known))
    for cost, date in dated:
        if back and back[0] <= cost:
            return back[1]
        earlier = tuple(value for d in reversed(view.dates) if d.end <= date.start and (value := _value(document, d)))
        reach = ALONE if len(dated) == 1 else TOO_FAR
        slot = _slot_of(document, view, date, Told(before, earlier + known), near=cost <= TOO_FAR, far=cost > reach)
        if slot:
            return _as_compared(view, count, slot)
    if back:
        return back[1]
    if before and linked:
        return Slot(before.value, How.context, None, "period.goes_on@1")
    return None


def _value(document: Document, date: DateMention) -> str:
    """The full period of a date, "" when it has none."""
    value = period_from_date(date, document.published).value or ""
    return value if value[:4].isdigit() and date.kind != "clock" else ""


def _dates_of(view: View, count: Count) -> list[tuple[float, DateMention]]:
    """The dates of a sentence that may be that of a count, each with its cost."""
    dated = []
    for date in view.dates:
        if date.kind == "clock":
            continue
        a, b = view.start + date.start, view.start + date.end
        if b <= view.start + view.dateline or a < count.number.core[0] + view.start < b:
            continue
        if _of_paper(view, date) or _of_speech(view, date) or _of_comparison(view, count, date):
            continue
        if count.number.kind == "ratio" and _BASE.search(view.folded[: date.start]):
            continue  # "doubled from last year": the year is what is compared with
        dated.append((_cost(view, count, a, b), date))
    return dated


def _slot_of(
    document: Document, view: View, date: DateMention, told: Told, *, near: bool, far: bool
) -> Slot | None:
    """The period that one date gives to a count, None when it is too far from it or cannot be resolved."""
    words, before = view.folded[date.start : date.end], told.before
    quote = document.quote(view.start + date.start, view.start + date.end)
    period = period_from_date(date, document.published, told.context)
    earlier, same = _EARLIER.fullmatch(words), _SAME.search(view.folded[: date.start])
    if earlier and before and near:
        return Slot(_year_before(before.value), How.context, None, COMPARED)
    if same and before and period.value and re.fullmatch(r"\d{4}", period.value) and near:
        return Slot(re.sub(r"\d{4}(?=-|/|$)", period.value, before.value), How.context, None, COMPARED)
    if period.value and period.value.startswith("--") and (year := _year_of(period.value, told.known)):
        return Slot(year + period.value[1:], How.context, None, "period.year_of_page@1")
    if not period.value or far or ((earlier or same) and not near):
        return None
    if start := _start_of(document, view, date, period.value, told.context):
        return Slot(f"{start}/{period.value}", How.context, None, "period.until@1")
    if opened := _opened(document, view, date, period.value):
        return Slot(opened, How.stated, quote)
    if period.how == How.stated:
        return Slot(period.value, How.stated, quote)
    return Slot(period.value, period.how, None, f"{period.by} “{quote.text}”")


def _start_of(document: Document, view: View, date: DateMention, value: str, context: str | None) -> str:
    """ "112 this year by the end of September", "until July": where what is counted up to a date began; "" when not said."""
    if "/" in value:
        return ""
    if date.kind == "until":
        start = (context or "").partition("/")[0]
        return start if start and start < value else ""
    if not _BY.search(view.left(date.start)):
        return ""
    for other in view.dates:
        whole = _value(document, other)
        if other is not date and re.fullmatch(r"\d{4}", whole) and value.startswith(whole):
            return f"{whole}-01"
    first, _, last = (context or "").partition("/")
    return first if last and first[:4] == value[:4] and first < value <= last else ""


def _of_comparison(view: View, count: Count, date: DateMention) -> bool:
    """A date beyond "compared with", "against 445", "than" is that of what the count is compared with."""
    gap = view.folded[count.phrase[1] - view.start : date.start]
    if date.start < count.phrase[1] - view.start or not gap:
        return False
    if _VERSUS.search(gap):
        return True
    against = _AGAINST.search(gap)
    after = against.end() if against else 0
    at = count.phrase[1] - view.start + after
    return bool(against) and any(n.kind in ("count", "percent") and at <= n.start < date.start for n in view.numbers)


def _as_compared(view: View, count: Count, slot: Slot) -> Slot:
    """Mark the period of a number that another is compared with: what follows does not go on from it."""
    if not _BASIS.search(view.left(count.phrase[0] - view.start)):
        return slot
    return Slot(slot.value, slot.how, slot.quote, COMPARED)


def _back(view: View, count: Count, told: Told) -> tuple[float, Slot] | None:
    """ "That month", "in the same period", "in those six months": the latest period of that length, with its cost."""
    found = []
    for match in _THAT.finditer(view.folded):
        start, end = match.span()
        if any(date.start < end and start < date.end for date in view.dates):
            continue
        value = next((known for known in told.all() if _is_of_length(known, match["n"], match["unit"])), None)
        if value:
            slot = Slot(value, How.context, None, "period.that_month@1")
            found.append((_cost(view, count, view.start + start, view.start + end), slot))
    return min(found, key=lambda f: f[0], default=None)


def _is_of_length(period: str, number: str | None, unit: str) -> bool:
    """True when an ISO period is as long as a unit of the calendar, or as so many of them."""
    first, _, last = period.partition("/")
    if unit in ("day", "night", "morning", "evening"):
        return len(first) == len("2024-03-18") and not last
    if unit == "week":
        return bool(last) and len(first) == len(last) == len("2024-03-18") and first < last
    if unit == "month":
        return len(first) == len("2024-03") and not last
    if unit == "period":
        return bool(last)
    if unit == "year" and not number:
        return len(first) == len("2024") and not last
    months = _months(first, last)
    wanted = {"quarter": 3, "half": 6, "month": 1, "year": 12}.get(unit.rstrip("s"), 0)
    count = int(number) if number and number.isdigit() else _SMALL.index(number) + 2 if number else 1
    return months > 0 and months == wanted * count


def _months(first: str, last: str) -> int:
    """How many months a range of ISO prefixes covers, 0 where an end is only a year."""
    if not (re.match(r"\d{4}-\d\d", first) and re.match(r"\d{4}-\d\d", last)):
        return 0
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1


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


def _dates_another(view: View, count: Count, at: int) -> bool:
    """True when a number to be dated stands before a date, with no comma between them."""
    last = max((n.end for n in view.numbers if n.kind in ("count", "percent") and n.end <= at), default=-1)
    return 0 <= last <= count.number.start and "," not in view.folded[last:at]


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
    if a < start and gap.startswith(",") and _dates_another(view, count, a - view.start):
        cost += 2.0  # "900 in 2021, about 2,700 in 2022": the first year is that of the number before it
    between = sum(
        1
        for n in view.numbers
        if n.kind in ("count", "percent") and min(end, b) <= view.start + n.start < max(a, start)
    )
    return cost + 3.0 * between
