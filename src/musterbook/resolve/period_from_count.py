"""Count -> period: the date of its clause, else that of the figure it goes on from."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.counts_from_view import Count
from musterbook.extract.date_letters import Calendar, Shift, Since, Window
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen
from musterbook.model import Document, How, Slot
from musterbook.resolve.asides_from_date import of_what_was_put_out
from musterbook.resolve.dates_from_count import EARLIER, cost_of_words, dates_from_count, of_paper, of_speech
from musterbook.resolve.opening_from_date import opens
from musterbook.resolve.period_from_date import month_at, period_from_date

_SAME = re.compile(
    r"\b(?:same|corresponding|equivalent|comparable|those|these) (?:\w+ )?"
    r"(?:months?|weeks?|days?|period|time|stretch|half|quarters?|season|year)(?: of| in)? $"
)
_THAT = re.compile(
    r"\b(?:(?:in|during|over|for|of|within|throughout|across|on) (?:the|this|that|those|these|one)"
    r"(?: same| whole| entire| single| very| one)?|"
    r"(?:that|says?|said|,) the(?= (?:month|quarter|year) (?:brought|saw|produced|yielded|gave|ended|closed|alone|as a whole))|"
    r"that(?: same| very)?|the (?:very )?same|those|these)"
    r" (?:(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d\d?) )?"
    r"(?P<unit>day|night|morning|evening|week|month|quarter|year|period|time|span|stretch|(?:quarter|month|year)s)\b"
    r"(?! (?:of|a|last|in|earlier|ago|to|from|before|after|later|when|that|which|and a|\d))"
)
_MOST_OF = re.compile(r"(?:\w+est|worst|most|best|last|busy|heavy) of$")
_THAT_UNITS = frozenset("day night morning evening week month quarter year period quarters months years".split())
_AT_PRESENT = re.compile(
    r"[^,;.]{0,40}\b(?:(?:are|is|remains?|stays?|sits?) (?:\w+ )?(?:still|already|now|yet|currently|presently)\b|"
    r"still (?:are|is|awaits?|waits?)\b|(?:are|is) pending\b)"
)
_NOW = re.compile(
    r"\b(?:at present|at the moment|presently|currently|nowadays|today|now|these days)(?: (?!in\b|since\b)[a-z]+){0,2} $"
)  # "… 50,000 in 2024. Of an army of, at present, some 1.5 million …"
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SINCE = re.compile(r"[^,;:.]{0,60}\b(?:have|has|had) since\b")  # "twelve have since been caught"
_FROM_THEN = re.compile(
    r"\bfrom (?:then|that (?:moment|point|time|day|date|month)) (?:on\b|onwards?\b|until|till|to|up to|through)"
)
_BY = re.compile(r"\bby (?:the )?(?:early |mid-?|late )?$")
_BASIS = re.compile(
    r"\b(?:compared (?:with|to)|against|up from|down from|from|than|versus|vs\.?)"
    r"(?: (?:a|an|the|some|only|just|about|around|nearly|almost|over|more|fewer|than|roughly)){0,3} $"
)
_LAST_ONE = re.compile(
    r"(?: \w+){0,2}? (?:in |for |during |over |of )?the "
    r"(?:(?:last|previous|preceding|prior|former)(?: one)?|(?:one|other) (?:before|preceding|previous|prior|just gone|past))"
    r"(?=[,.;:)]| and\b| to\b|$)"
)
_UP_FROM = re.compile(
    r"\b(?:up|down) from (?:(?:just|only|about|around|nearly|almost|over|under|some|the|a|more|fewer|less|than) ){0,3}$"
)
_YEAR_BEFORE_IT = re.compile(
    r"(?:^|[,;:(] |\b(?:and|while|but|for|in|during|of|at|from|to) )"
    r"(?:the )?(?:(?:preceding|previous|prior|foregoing) (?:fiscal )?(?:year|month)|one before(?: it| that)?|(?:previous|preceding) one|"
    r"(?:year|month) (?:previous|preceding|prior|before)(?: it| that)?)(?: it (?:was|had been|stood at))?"
    r"(?:: | - |,? )(?:(?:just|only|about|around|nearly|almost|over|under|some|to|at) ){0,2}$"
)  # "… in fiscal 2007; for the year previous, 3,301"
OF_THEM = re.compile(r",? of (?:them|these|those|which|whom|that)\b")
COMPARED = "period.compared@1"  # the time of a figure that another is only compared with
TOO_FAR = 6.5
BACK = 3.4  # how far "that month" may stand
ALONE = 12.0  # how far a date may stand when it is the only one of the sentence
WHOLE = {"month": len("2024-03"), "year": len("2024")}
FROM_HERE = (
    "date.since_then",
    "date.before",
    "date.length",
    "date.range",
)  # mentions that look back to the time named last
WHOLE_YEAR = 12  # months
RECENT = 4  # periods that the page named last
STRETCHES = ("range", "since", "month", "year", "fiscal", "season", "quarter", "half")
OPEN = ("day", "month", "year", "season", "range", "half", "quarter")


@frozen
class Told:
    """What the page gave so far: the period of the figure a count may go on from, and all it named, the latest first."""

    before: Slot | None
    known: tuple[str, ...]
    linked: bool = False  # the count goes on from that figure

    def all(self) -> tuple[str, ...]:
        """Return the periods, the likeliest first."""
        return (self.before.value, *self.known) if self.before else self.known

    @property
    def context(self) -> str | None:
        """The period the text speaks of."""
        return next(iter(self.all()), None)


def period_from_count(
    document: Document, view: View, count: Count, told: Told, lexis: Lexis, predicate: str = ""
) -> Slot | None:
    """Return the period of a count: that of the nearest date, or the one its words point back to, or that of the figure before."""
    if one := _one_before(view, count, told):
        return one
    dated = dates_from_count(view, count, lexis, predicate)
    back = _a_year_before(view, dated, _back(document, view, count, told))
    for cost, date in dated:
        if back and back[0] <= cost:
            return back[1]
        earlier = tuple(value for d in reversed(view.dates) if d.end <= date.start and (value := _value(document, d)))
        reach = ALONE if len(dated) == 1 else TOO_FAR
        known = Told(told.before, earlier + told.known)
        slot = _slot_of(document, view, count, date, known, near=cost <= TOO_FAR, far=cost > reach)
        if slot:
            return _as_part(view, count, date, told, _as_compared(view, count, slot))
        if cost <= TOO_FAR and hangs_on_paper(document, date):
            return None  # "this year", and nobody knows which: no other date of the sentence is meant
    if back:
        return back[1]
    if not dated and (thence := _thence(document, view, count, told)):
        return thence
    present = _AT_PRESENT.match(view.folded[count.phrase[1] - view.start :])
    present = present or _NOW.search(view.left(count.phrase[0] - view.start))
    if told.before and told.linked and not present:
        return Slot(told.before.value, How.context, None, "period.goes_on@1")
    return None


def _thence(document: Document, view: View, count: Count, told: Told) -> Slot | None:
    """ "Twelve have since been caught", "from then until now": from the time told last to the day of the paper."""
    since = " since" in view.folded and _SINCE.match(view.folded, count.phrase[1] - view.start)
    if since and document.published and (last := _end_known(told)) and last < document.published:
        return Slot(f"{last}/{document.published}", How.context, None, "period.have_since@1")
    first = next(iter(told.known), "").partition("/")[0]
    if " then " in view.folded and first and _FROM_THEN.search(view.folded):
        return Slot(f"{first}/{document.published or '..'}", How.context, None, "period.have_since@1")
    return None


def _one_before(view: View, count: Count, told: Told) -> Slot | None:
    """ "4,698 this year and 3,301 in the last", "… in the one preceding": the year or month before that of the figure before."""
    start, end = count.phrase[0] - view.start, count.phrase[1] - view.start
    if told.before is None:
        return None
    last = _LAST_ONE.match(view.folded, end) or _YEAR_BEFORE_IT.search(view.left(start))
    if not (last or _undated_base(view, start, end)):
        return None
    value = _before(told.before.value)
    return Slot(value, How.context, None, COMPARED) if value else None


def _undated_base(view: View, start: int, end: int) -> bool:
    """ "310 last year, up from 240": what a number rose or fell from, with no date of its own behind it."""
    if not _UP_FROM.search(view.left(start)):
        return False
    return not any(date.start >= end and not re.search(r"[,;:]", view.folded[end : date.start]) for date in view.dates)


def _before(period: str) -> str:
    """The month before a month, the year before a year or a fiscal year; "" for other stretches."""
    if re.fullmatch(r"\d{4}-\d\d", period):
        return month_at(int(period[:4]), int(period[5:7]), -1)
    return _year_before(period) if re.fullmatch(r"\d{4}", period) or is_fiscal(period) else ""


def _end_known(told: Told) -> str:
    """Where the latest period that the text told of ends, "" when it is still open or not known to the month."""
    last = (told.context or "").rpartition("/")[2]
    return last if len(last) >= len("2024-03") and last[:4].isdigit() and told.context != last[:4] else ""


def _value(document: Document, date: DateMention) -> str:
    """The full period of a date, "" when it has none."""
    value = period_from_date(date, document.published).value or ""
    return value if value[:4].isdigit() and date.kind != "clock" else ""


def _slot_of(
    document: Document, view: View, count: Count, date: DateMention, told: Told, *, near: bool, far: bool
) -> Slot | None:
    """The period that one date gives to a count, None when it is too far from it or cannot be resolved."""
    words, before = view.folded[date.start : date.end], told.before
    quote = document.quote(view.start + date.start, view.start + date.end)
    context = (
        next(iter(told.known), told.context) if date.by in FROM_HERE or _from_told_day(date, told) else told.context
    )
    period = period_from_date(date, document.published, context)
    earlier, same = EARLIER.fullmatch(words), _SAME.search(view.folded[: date.start])
    if fiscal := _fiscal(date, period.value, told):
        return Slot(fiscal, How.context, None, COMPARED if earlier else "period.fiscal@1")
    if earlier and before and near:
        return Slot(_year_before(before.value), How.context, None, COMPARED)
    span = (
        before.value
        if before
        else next((k for k in told.known if 1 < _months(*k.partition("/")[::2]) < WHOLE_YEAR), "")
    )
    if same and span and period.value and re.fullmatch(r"\d{4}", period.value) and near:
        return Slot(re.sub(r"\d{4}(?=-|/|$)", period.value, span), How.context, None, COMPARED)
    if this := _this_year(document, date, told):
        return Slot(this, How.context, None, "period.year_of_page@1")
    if period.value and period.value.startswith("--") and (year := _year_of(period.value, told.known)):
        return Slot(year + period.value[1:], How.context, None, "period.year_of_page@1")
    if again := _named_again(date, period.value, told):
        return Slot(again, How.context, None, "period.month_of_page@1")
    if not period.value or far or ((earlier or same) and not near):
        return None
    if start := _start_of(document, view, count, date, period.value, told):
        return Slot(f"{start}/{period.value.rpartition('/')[2]}", How.context, None, "period.until@1")
    if end := _end_of(document, view, date, period.value):
        return Slot(f"{period.value}-01/{end}", How.context, None, "period.until@1")
    if bounded := _bounded(document, view, date, period.value):
        return Slot(bounded, How.context, None, "period.until@1")
    if opened := _opened(document, view, date, period.value):
        return Slot(opened, How.stated, quote)
    if period.how == How.stated:
        return Slot(period.value, How.stated, quote)
    return Slot(period.value, period.how, None, f"{period.by} “{quote.text}”")


def _from_told_day(date: DateMention, told: Told) -> bool:
    """ "The next evening" is that of the day told last, not of the day that a figure before was only given."""
    near = isinstance(date.value, Shift) and date.value.near and date.value.unit == "day"
    return near and told.before is not None and told.before.how != How.stated


def hangs_on_paper(document: Document, date: DateMention) -> bool:
    """True for "this year", "since last month" on a page whose day of publication is not known."""
    point = date.value.start if isinstance(date.value, Since) else date.value
    on = point.year if isinstance(point, Calendar) else point
    return not document.published and isinstance(on, Shift | Window) and on.unit in ("week", "month", "year")


def _this_year(document: Document, date: DateMention, told: Told) -> str:
    """ "This year", "so far this year" on a page without a date that named the year it speaks of: that one."""
    since = isinstance(date.value, Since)
    point: object = date.value.start if isinstance(date.value, Since) else date.value
    month = point.month if isinstance(point, Calendar) and not point.months and not point.hint else None
    on = point.year if isinstance(point, Calendar) and not point.day else point
    if document.published or on not in (Shift("year", 0), Shift("year", 0, near=True)):
        return ""
    year = _year_of("----", told.known)
    if not year:
        return ""
    return f"{year}-{month or 1:02}/.." if since else f"{year}-{month:02}" if month else year


def _fiscal(date: DateMention, value: str | None, told: Told) -> str:
    """ "4,698 left in fiscal 2007, … 3,301 last year": where the page counts in fiscal years, a year told from now is one."""
    if not (value and date.kind == "year" and isinstance(date.value, Calendar) and isinstance(date.value.year, Shift)):
        return ""
    known = next((k.partition("/") for k in told.all()[:RECENT] if is_fiscal(k)), None)
    if known is None:
        return ""
    year = int(value)
    return f"{year - 1}{known[0][4:7]}/{year}{known[2][4:7]}"


def is_fiscal(period: str) -> bool:
    """True for twelve months that lie in two years."""
    first, _, last = period.partition("/")
    return len(first) == len(last) == len("2006-10") and _months(first, last) == 12 and first[:4] != last[:4]


def _named_again(date: DateMention, value: str | None, told: Told) -> str:
    """ "In September 2022 … The September decree": a month without year that the page named with another, and no later one."""
    bare = date.kind == "month" and isinstance(date.value, Calendar) and date.value.year is None and not date.value.hint
    if not (bare and value and re.fullmatch(r"\d{4}-\d\d", value)) or value in told.known:
        return ""
    return next((k for k in told.known if len(k) == len(value) and k[4:] == value[4:]), "")


def _bounded(document: Document, view: View, date: DateMention, value: str) -> str:
    """ "By the end of February 150,000 cases had been opened since 2022": from the one date to the other."""
    upto = [d for d in view.dates if d.kind in ("day", "month") and _BY.search(view.left(d.start))]
    since = [d for d in view.dates if d.kind == "since"]
    if len(upto) != 1 or len(since) != 1 or date not in (upto[0], since[0]):
        return ""
    start, end = _value(document, since[0]).partition("/")[0], _value(document, upto[0])
    return f"{start}/{end}" if start and end and "/" not in end and start < end else ""


def _start_of(document: Document, view: View, count: Count, date: DateMention, value: str, told: Told) -> str:
    """ "Until July", "112 this year by the end of September": where what is counted up to a date began; "" when not said."""
    if "/" in value and date.kind != "until":
        return ""
    if date.kind == "until":
        start = (told.context or "").partition("/")[0]
        return start if start and start < value else ""
    if not _BY.search(view.left(date.start)):
        return ""
    whole = told.before.value.partition("/")[0] if told.before and count.partitive else ""
    if whole[:4].isdigit() and whole < value[: len(whole)]:
        return whole  # "… by 15 October 1,190 of these had been decided"
    for other in view.dates:
        since = _value(document, other).partition("/")[0] if other.kind == "since" else ""
        if since and since < value:
            return since  # "by the end of May 9,000 had been opened since 2022"
    years = (_value(document, other) for other in view.dates if other is not date)
    if any(len(year) == len("2024") and value.startswith(year) for year in years):
        return f"{value[:4]}-01"
    for known in told.all():
        first, _, last = known.partition("/")
        if last and first[:4] == value[:4] and first < value <= last:
            return first
    return ""


def _end_of(document: Document, view: View, date: DateMention, value: str) -> str:
    """ "This year by the end of September": the month up to which a year is counted; "" when none is said."""
    if len(value) != len("2024"):
        return ""
    ends = (_value(document, d) for d in view.dates if d is not date and _BY.search(view.left(d.start)))
    return next((end for end in ends if "/" not in end and end.startswith(f"{value}-")), "")


def _as_compared(view: View, count: Count, slot: Slot) -> Slot:
    """Mark the period of a number that another is compared with: what follows does not go on from it."""
    if not _BASIS.search(view.left(count.phrase[0] - view.start)):
        return slot
    return Slot(slot.value, slot.how, slot.quote, COMPARED)


def _as_part(view: View, count: Count, date: DateMention, told: Told, slot: Slot) -> Slot:
    """ "7,400 since 2022, 2,300 of them since January": what follows goes on from the whole, not from the part."""
    whole = told.before.value if told.before and "/" in told.before.value else ""
    part = count.partitive or OF_THEM.match(view.folded, count.number.end)
    inside = whole.partition("/")[0] < slot.value.partition("/")[0] and slot.value.endswith(whole.rpartition("/")[2])
    if date.kind != "since" or not whole or not part or not inside:
        return slot
    return Slot(slot.value, slot.how, slot.quote, COMPARED)


def _back(document: Document, view: View, count: Count, told: Told) -> tuple[float, Slot] | None:
    """ "That month", "in the same period", "in those six months": the latest period of that length, with its cost."""
    found: list[tuple[float, Slot]] = []
    if view.words.isdisjoint(_THAT_UNITS):
        return None
    for match in _THAT.finditer(view.folded):
        start, end = match.span()
        if any(date.start < end and start < date.end for date in view.dates):
            continue
        if _MOST_OF.search(view.left(start + len("of")), 0) and match.group().startswith("of "):
            continue  # "July, the bloodiest of the three months"
        here = tuple(_value(document, date) for date in reversed(view.dates) if date.end <= start)
        periods = (*here, *told.all())
        value = next((known for known in periods if _is_of_length(known, match["n"], match["unit"])), None)
        if value is None and match["unit"] in WHOLE and not match["n"] and "that" in match.group():
            value = next((k[: WHOLE[match["unit"]]] for k in periods if "/" not in k), None)  # the month of a day
            value = value if value and len(value) == WHOLE[match["unit"]] else None
        cost = cost_of_words(view, count, start, end)
        if value and cost <= BACK:
            found.append((cost, Slot(value, How.context, None, "period.that_month@1")))
    return min(found, key=lambda f: f[0], default=None)


def _a_year_before(
    view: View, dated: list[tuple[float, DateMention]], back: tuple[float, Slot] | None
) -> tuple[float, Slot] | None:
    """ "A year earlier, over the same eight months, it had been 94": those months, one year before."""
    earlier = next((date for _, date in dated if EARLIER.fullmatch(view.folded[date.start : date.end])), None)
    if back is None or earlier is None:
        return back
    return back[0], Slot(_year_before(back[1].value), How.context, None, COMPARED)


def _is_of_length(period: str, number: str | None, unit: str) -> bool:
    """True when an ISO period is as long as a unit of the calendar, or as so many of them."""
    first, _, last = period.partition("/")
    if unit in ("day", "night", "morning", "evening"):
        return len(first) == len("2024-03-18") and not last
    if unit == "week":
        return bool(last) and len(first) == len(last) == len("2024-03-18") and first < last
    if unit == "month":
        return len(first) == len("2024-03") and not last
    if unit in ("period", "time", "span", "stretch"):
        return bool(last)
    if unit in ("months", "quarters", "years") and not number:
        return _months(first, last) > 1  # in those months
    if unit == "year" and not number:
        return (len(first) == len("2024") and not last) or is_fiscal(period)
    months = _months(first, last)
    wanted = {"quarter": 3, "half": 6, "month": 1, "year": 12}.get(unit.rstrip("s"), 0)
    count = int(number) if number and number.isdigit() else _SMALL.index(number) + 2 if number else 1
    return months > 0 and months == wanted * count


def _months(first: str, last: str) -> int:
    """How many months a range of ISO prefixes covers, 0 where an end is only a year."""
    if not (re.match(r"\d{4}-\d\d", first) and re.match(r"\d{4}-\d\d", last)):
        return 0
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1


def stretch_of(document: Document, view: View, lexis: Lexis) -> str:
    """The one period that a sentence without a count of its own states: "since the coup of February 1", "in March"."""
    found = []
    for date in view.dates:
        if (
            date.kind == "clock"
            or date.end <= view.dateline
            or of_paper(view, date, lexis)
            or of_speech(view, date, lexis)
            or of_what_was_put_out(view, date, lexis)
        ):
            continue
        value = period_from_date(date, document.published).value
        if value:
            found.append(_opened(document, view, date, value) or (value if date.kind in STRETCHES else ""))
    return found[0] if len(found) == 1 else ""


def day_of(document: Document, view: View, lexis: Lexis) -> str:
    """The one day that a sentence tells of, when it names no other time and nobody only spoke on it."""
    dates = [date for date in view.dates if date.kind != "clock" and date.end > view.dateline]
    if len(dates) != 1 or dates[0].kind not in ("day", "weekday", "relative"):
        return ""
    if of_paper(view, dates[0], lexis) or of_speech(view, dates[0], lexis):
        return ""
    if of_what_was_put_out(view, dates[0], lexis):
        return ""
    value = period_from_date(dates[0], document.published).value or ""
    return value if re.fullmatch(r"(?:\d{4}|-)-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?", value) else ""


def _opened(document: Document, view: View, date: DateMention, value: str) -> str:
    """ "since the army took power on 1 February": a date at the end of a clause with since opens a period."""
    if date.kind not in OPEN or value.startswith("-"):
        return ""
    if not opens(view, date):
        return ""
    first = value.partition("/")[0]
    return f"{first}{'-01' * (len(first) == WHOLE['year'])}/{document.published or '..'}"


def _year_of(yearless: str, known: tuple[str, ...]) -> str | None:
    """The year a page has given with the same month, else the latest year it has named."""
    same = next((k for k in known if k[4:7] == yearless[1:4]), None)
    years = [part[:4] for k in known for part in k.split("/") if part[:4].isdigit()]
    return same[:4] if same else max(years, default=None)


def _year_before(period: str) -> str:
    """The same stretch one year earlier; a count that has gone on for more than a year began when it began."""
    first, _, last = period.partition("/")
    back = [f"{int(end[:4]) - 1}{end[4:]}" if end[:4].isdigit() else end for end in (first, last) if end]
    if last and _months(first, last) > WHOLE_YEAR and back[1] > first:
        return f"{first}/{back[1]}"
    return "/".join(back)
