"""The period of a figure whose sentence names none: of the figure it goes on from, of the story, or of a sentence beside it."""

from __future__ import annotations

from itertools import pairwise

from musterbook import regex as re
from musterbook.extract.date_letters import Shift, Window
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Bound, Document, How, Slot
from musterbook.resolve.draft_from_spot import TERM, Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.period_from_before import hands_on, is_later, takes_over
from musterbook.resolve.period_from_count import day_of, stretch_of
from musterbook.resolve.period_from_date import period_from_date
from musterbook.resolve.period_from_parts import STEADY, tells_who
from musterbook.resolve.scene_from_views import Scene

_SUMMED = re.compile(
    r"(?:(?:such|so|these|those|this|that|both|all (?:of )?(?:this|these|that|the)) (?:\w+ ){0,3}|"
    r"the (?:figures?|numbers?|data|counts?|period|list|tally) (?:\w+ )?)"
    r"(?:is|are|was|were|covers?|covered|spans?|holds?|runs?|ran|refers?|concerns?|relates?)\b"
    r"(?! (?:\w+ )?(?:confirmed|backed|supported|borne|corroborated|substantiated|underpinned|based|founded|drawn|taken|"
    r"published|released|obtained|leaked|provided|supplied|cited|quoted|attested|documented|verified)\b)"
)
_THAT_MANY = re.compile(r"(?:that|this|so) many\b|(?:that|this)(?:['’]s| is| was) (?:how many|the number)\b")
_RUNS_TO = re.compile(
    r"\b(?:counts?|figures?|data|tally|totals?|numbers?|statistics|records?|registers?|list|series|tables?|count) "
    r"(?:runs?|ran|goes|go|went|extends?|reach(?:es)?|stops?|ends?|covers? \w+ time|continues?|is complete|are complete) "
    r"(?:up )?(?:to|until|till|through|at|in|with)\b"
)
_DRAWN_UP = re.compile(
    r"\b(?:counts?|figures?|data|tally|totals?|numbers?|sums?|statistics|records?|registers?|lists?) (?:[^.;:\d]{0,40} )?"
    r"(?:was|were|is|are) (?:drawn up|compiled|collected|counted|gathered|last updated|made up|tallied|taken|correct|as|dated|complete)"
    r"(?: (?:in|on|at|of|to|up to|until|from))*(?: the)?(?: (?:end|start|close|middle|beginning) of)? $"
)
_AT_PRESENT = re.compile(
    r"\b(?:now|are still|currently|these days|at present|at the moment|nowadays|typically|usually|ordinar\w+)\b"
)
_SOON = re.compile(
    r"\b(?:soon|shortly|quickly|swiftly|promptly|rapidly|before long|not (?:stay|remain) (?:free|at large) (?:for )?long|"
    r"(?:a )?short(?:ly)? (?:while|time)(?: later| after\w*)?|within (?:a few |some )?(?:hours|days)|"
    r"in (?:the )?(?:hours|days) (?:that followed|after))\b"
)
_BY_NOW = re.compile(
    r"[^,;:.\d]{0,40}\b(?:(?:have|has|are|is) (?:already|now)|are back|is back|(?:are|is|remains?) still|are being)\b"
)
_CLAUSE_END = re.compile(r"[,;:]|\b(?:while|whereas|but)\b")
_OUT_OF = re.compile(
    r"\b(?:out of|from among|of|as against|against|from|among|to)(?: (?:a|the|some|about|around|nearly|almost|"
    r"over|more|than|total|all|those|these|altogether|roughly|of)){0,4} $"
)
_REST = re.compile(r"\b(?:(?:the|all the) (?:rest|others?|remainder)|the remaining|everybody else|everyone else)\b")
_SAID_AGAIN = re.compile(
    r"(?:put (?:differently|another way|otherwise)|in other words|expressed|as a (?:rate|share|proportion)|by rate|"
    r"(?:the|this|that|these) (?:\w+ )?(?:rates?|shares?|proportions?)\b|rates?\b|that (?:is|means|makes|amounts to|works out)|"
    r"in relative terms|relative to|per (?:thousand|hundred|1,000|head))"
)
_PEAK = re.compile(
    r"\b(?:records?|peak(?:ed)?|maximum|high(?:est)?(?: mark)?|high-water mark|worst|beat|busiest|top|former best|leader|"
    r"month (?:to|that)|turn(?:ing)? (?:now )?to|take|back to|consider|look at)\b"
)
LASTS = 3  # sentences over which such a period goes on
NEXT = 2  # sentences after a figure in which its day may be told
OPENS = 4  # code points before a date that opens its sentence
MANY = 1_000  # more people than that are not told of one day


def shared_period(
    document: Document, draft: Draft, previous: Draft | None, above: View | None, measuring: Measuring
) -> Slot | None:
    """The period of the line above a list, for its increments; else that of the figure just before, in one story of courts or asylum."""
    if above is not None and draft.by.startswith("measure.increment"):
        for date in above.dates:
            value = period_from_date(date, document.published).value
            if value and date.kind in ("day", "until") and len(value) == len("2024-04-24"):
                return Slot(value, How.context, None, "period.of_list@1")
    if draft.view.sentence.kind in ("title", "heading") or _AT_PRESENT.search(draft.view.folded):
        return None
    if not takes_over(draft, previous, measuring):
        return None
    family = measuring.families.get(draft.measure)
    parts, rest, told = draft.measure in ("share", "ratio"), False, 0
    while previous is not None and (
        not hands_on(previous) or not (family in STEADY and family == measuring.families.get(previous.measure))
    ):
        steady = measuring.families.get(previous.measure) in STEADY or bool(_SAID_AGAIN.match(draft.view.folded))
        same = previous.view.sentence.block == draft.view.sentence.block
        rest = steady and draft.measure == "share" and bool(_REST.search(draft.view.folded))
        near = previous.index >= draft.index - (LASTS if rest else steady)  # a share of cases: in the next sentence
        imposed = draft.noun == TERM and draft.count.number.bound != Bound.up_to  # not what a law threatens
        counted = draft.measure not in measuring.background or imposed
        paragraph = same and steady and counted and draft.measure != "ratio"
        if (paragraph or (parts and near)) and hands_on(previous):
            break
        if previous.period and not hands_on(previous):
            told = max(told, previous.index)  # the story goes on through what is only compared with it
        previous = previous.before
    if previous is None or previous.period is None or previous.view.sentence.kind in ("title", "heading"):
        return None
    if draft.index - max(previous.index, told) <= (1 if parts and family not in STEADY and not rest else LASTS):
        return Slot(previous.period.value, How.context, None, "period.same_story@1")
    return None


def day_before(document: Document, draft: Draft, views: tuple[View, ...], lexis: Lexis) -> Slot | None:
    """ "They ran off on Saturday. Thirty-two did not answer at roll call.": the one day of the sentence just before in the paragraph."""
    if draft.measure in ("share", "ratio") or draft.noun == TERM or draft.count.number.low > MANY:
        return None
    if is_later(draft.view):
        return None
    before = views[draft.index - 1] if draft.index else None
    if before is None or before.sentence.block != draft.view.sentence.block or draft.view.sentence.kind == "bullet":
        return None
    value = day_of(document, before, lexis)
    return Slot(value, How.context, None, "period.day_before@1") if value else None


def unresolved(document: Document, draft: Draft) -> bool:
    """ "This week seven left the unit" on a page without a date: nobody knows which week, and the page's one day is not it."""
    return not document.published and any(
        isinstance(date.value, Shift | Window) and date.value.unit in ("week", "month", "year")
        for date in draft.view.dates
    )


def before_its_day(document: Document, draft: Draft, views: tuple[View, ...], day: str) -> bool:
    """ "This week seven left. … An earlier group fled on 18 April.": without a date of the paper the week is not that of the day."""
    if document.published:
        return False
    at = next((i for i, v in enumerate(views) for d in v.dates if period_from_date(d, None).value == day), 0)
    if draft.index >= at - NEXT or views[at].sentence.block == draft.view.sentence.block:
        return False
    told = [date for view in views[: draft.index + 1] for date in view.dates]
    told = told or [date for view in views[draft.index + 1 : draft.index + 1 + NEXT] for date in view.dates]
    last = told[-1].value if told else None
    return isinstance(last, Shift | Window) and last.unit in ("week", "month", "year")


def of_absent_before(draft: Draft, previous: Draft | None, measuring: Measuring) -> Slot | None:
    """ "In 2024 50,000 left. Cases were opened against 20,000": those prosecuted are of those who left just before."""
    if (
        previous is None
        or previous.index != draft.index - 1
        or previous.view.sentence.block != draft.view.sentence.block
    ):
        return None
    trial = measuring.families.get(draft.measure) == "court" and draft.count.number.kind == "count"
    absent = previous.measure == "absent_persons" and previous.count.number.low > draft.count.number.low
    told = (
        previous.period is not None
        and previous.period.how == How.stated
        and len(previous.period.value) != len("2024-03-18")
    )
    if not (trial and absent and told and previous.period) or previous.view.sentence.kind in ("title", "heading"):
        return None
    return Slot(previous.period.value, How.context, None, "period.of_absent_before@1")


def by_now(document: Document, draft: Draft) -> Slot | None:
    """ "Two of them have already been stopped": what has come about by the day of the paper."""
    now = _BY_NOW.match(draft.view.folded, draft.count.phrase[1] - draft.view.start)
    return Slot(document.published, How.metadata, None, "period.by_now@1") if now and document.published else None


def stock_period(document: Document, draft: Draft, scene: Scene) -> Slot | None:
    """How many are caught or still away: the day of the paper; "soon recaptured": between the happening and that day."""
    day = document.published
    dated = scene.day or any(len(known) == len("2024-03-18") for known in scene.known[-1])
    if not day or not dated:
        return None
    start, end = draft.count.phrase[0] - draft.view.start, draft.count.phrase[1] - draft.view.start
    first = max(draft.view.folded.rfind(sign, 0, start) for sign in ",;") + 1
    clause = draft.view.folded[first:end] + _CLAUSE_END.split(draft.view.folded[end:], maxsplit=1)[0]
    when = scene.day or next((known for known in scene.known[-1] if len(known) == len(day) and known < day), None)
    if when and when < day and _SOON.search(clause):
        return Slot(f"{when}/{day}", How.context, None, "period.soon_after@1")
    return Slot(day, How.metadata, None, "period.stock_at_publication@1")


def asked_before(
    document: Document, draft: Draft, drafts: list[Draft], views: tuple[View, ...], scene: Scene, lexis: Lexis
) -> Slot | None:
    """ "How many have left since the coup of February 1?": the open period of a sentence just before that counts nothing."""
    if scene.event or draft.noun == TERM:
        return None
    for view in reversed(views[max(0, draft.index - 2) : draft.index]):
        if view.says_how_many() and (
            view.sentence.kind in ("title", "heading")
            or view is not views[draft.index - 1]
            or any(d.view is view for d in drafts)
        ):
            return None
        value = stretch_of(document, view, lexis)
        counts = view.says_how_many()
        opens = bool(view.dates) and view.dates[0].start <= OPENS  # "March 2024 was a record month."
        if value.startswith("-"):
            return None  # "In April … asked for help": a month of no year tells of no count but its own
        topic = not counts and bool(value) and _is_topic(view, lexis)
        if value and ("/" in value or topic or (opens and not counts) or view.sentence.kind in ("title", "heading")):
            return Slot(value, How.context, None, "period.asked_before@1")
    return None


def _is_topic(view: View, lexis: Lexis) -> bool:
    """ "The old peak: February." "Look at the March rulings.": the month that the next sentences count in."""
    date = view.dates[-1]
    behind = view.folded[date.end :].strip(" .:;!?")
    if not behind:
        return bool(_PEAK.search(view.folded))
    end = view.start + date.end
    return any(0 < h.start - end <= 1 and h.value in lexis.group("tallied") for h in view.of("lexicon"))


def _closed_after(document: Document, index: int, view: View, drafts: list[Draft]) -> None:
    """ "…cases since the invasion. Their count runs to the end of May.": the open periods of figures before end there."""
    if not view.dates:
        return
    runs = _RUNS_TO.search(view.folded)
    dates = [
        date
        for date in view.dates
        if (runs and runs.end() - 5 <= date.start <= runs.end() + 12) or _DRAWN_UP.search(view.left(date.start))
    ]
    value = period_from_date(dates[0], document.published).value if dates else None
    end = (value or "").rpartition("/")[2]
    if not end[:4].isdigit() or len(end) < len("2024-03"):
        return
    for draft in drafts:
        start, _, open_end = draft.period.value.partition("/") if draft.period else ("", "", "")
        if open_end in (document.published, "..") and abs(draft.index - index) <= LASTS and start < end:
            draft.period = Slot(f"{start}/{end}", How.context, None, "period.closed_after@1")


def of_the_whole(drafts: list[Draft], measuring: Measuring) -> None:
    """ "349 were recognised. That is out of 6,374 who applied since 2022": a part has its period from the whole told after it."""
    for part, whole in pairwise(drafts):
        if part.period is not None or part.noun == TERM or whole.period is None or whole.index > part.index + 1:
            continue
        start = whole.count.number.core[0] - whole.view.start
        kin = measuring.families.get(part.measure) == measuring.families.get(whole.measure)
        if kin and whole.count.number.low > part.count.number.low and _OUT_OF.search(whole.view.left(start)):
            part.period = Slot(whole.period.value, How.context, None, "period.of_the_whole@1")


def told_after(
    document: Document, views: tuple[View, ...], drafts: list[Draft], lexis: Lexis, measuring: Measuring
) -> None:
    """ "Granted: 349. Such is the record from early 2022 to April 2025": figures without a period have it from the next sentence."""
    of_the_whole(drafts, measuring)
    for index, view in enumerate(views):
        _closed_after(document, index, view, drafts)
        value = stretch_of(document, view, lexis) if _SUMMED.match(view.folded) else ""
        if not value and len(view.dates) == 1 and not view.says_how_many() and _THAT_MANY.match(view.folded):
            value = period_from_date(view.dates[0], document.published).value or ""
        for draft in drafts if value else ():
            near = index - LASTS <= draft.index < index and draft.view.sentence.kind not in ("title", "heading")
            if near and draft.period is None and draft.noun != TERM and not tells_who(draft, draft.before, measuring):
                draft.period = Slot(value, How.context, None, "period.told_after@1")
