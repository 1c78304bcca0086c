"""Which dates of a sentence may be that of a count, and how far each is from it.

The day of a paper, of a speech and of what a number is compared with is not the day of what is counted.
"""

from __future__ import annotations

from functools import cache

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.counts_from_view import Count
from musterbook.extract.date_letters import Calendar, Shift, Window
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.resolve.asides_from_date import is_aside

_SPLIT = re.compile(
    r";|:|\.\[\d+\] |, (?:while|and|but|whereas|of)\b|\b(?:while|whereas|but|compared|against|up from|down from|than)\b"
)
BASE = re.compile(
    r"\b(?:(?:from|than|than in|compared (?:with|to)|against|on|over)(?: the)?|"
    r"(?:(?:levels?|totals?|numbers?|figures?|counts?|rates?|tally|toll|haul|catch|intake|sum|crop) "
    r"(?:of|for|in|seen in|recorded in)|(?:those|that) (?:of|for))"
    r"(?: the (?:whole|entirety) of| all of)?(?: the)?) $"
)
_VERSUS = re.compile(
    r"\b(?:compared (?:with|to)|up from|down from|than (?:in|for|at|over|during|the|a|on|last)|versus|vs\.?|as against|"
    r"as opposed to|(?:as|so) (?:many|much|fast|high|often|large|big|long|frequently)(?: \w+)? as)\b"
)
_CONTRAST = re.compile(r",? \b(?:whereas|while|where|when|after)\b ")
COUNTED = ("count", "percent", "share", "ratio")
LEAD = 10  # code points of "where in the"
NEXT = 40  # code points to the number that such a date belongs to
_AGAINST = re.compile(r"\bagainst\b")
_SET_APART = re.compile(
    r", (?:\w+ ){0,3}than [^,;:.\d]{1,60},"
)  # "64, more than in any month before, were jailed in March"
_REMARK = re.compile(  # a clause that says what the number means, with a time of its own
    r", (?:(?:which|that|this|and (?:this|that|it)|a (?:fact|number|figure|case|story) that|something that) (?:[a-z]+ ){0,2}?"
    r"(?:show|illustrat|point|highlight|reveal|reflect|under(?:lin|scor)|testif|expos|suggest|signal|hint|mirror|means?\b|indicat|"
    r"demonstrat|exemplif|betray|attest|speaks?\b|lays? bare|fits?\b|adds? to|deepen|crowns?\b|sums? up)|"
    r"(?:showing|illustrating|pointing|highlighting|revealing|reflecting|underlining|underscoring|exposing|suggesting|signalling|"
    r"signaling|hinting|mirroring|indicating|demonstrating|laying bare|deepening|adding to)\b|"
    r"(?:yet )?an(?:other)? (?:clear |further |telling |latest )?(?:sign|symptom|symbol|reflection|illustration|case|token|"
    r"indication|example|reminder|testament|mark|blow|consequence|measure)\b)|"
    r"; (?!(?:that|this|it|they|both|all|most|the (?:latter|last|bulk|majority)) )"
)
_DATED = re.compile(
    r" (?:of|from|dated|dating from|dating to|dating back to|"
    r"signed on|published on|published in|issued on|issued in|adopted in|adopted on) (?:the )?$"
)
# a movement that dates from 1982, a lawyer asked by email (12 November)
_FOUNDED = re.compile(
    r"\b(?:(?:(?:dat(?:es|ing)|it (?:is |was )?dated) (?:from|back to)|(?:founded|set up|born) (?:back )?in) |"
    r"(?:by|in an?|via|over) (?:e-?mail|phone|telephone|letter|interview|correspondence|message)s? "
    r"(?:\(|(?:of|on|dated|from|in) ))(?:the )?$"
)
OPENED = re.compile(
    r"(?:\bsince (?:[^,;.:()\d]{1,70} )?|\b(?:all the time|counting|counted|reckoned|reckoning|calculated|starting|beginning|"
    r"dating) (?:from|with) (?:[^,;.:()\d]{1,70} )?)(?:(?:in|on|of|at|for|the|from) ){0,2}$"
)
_HALF_BEFORE = re.compile(r"(?:the )?(?:(?:previous|preceding|prior) half-year|half-year before)")
EARLIER = re.compile(
    r"(?:a|one|the) year (?:earlier|before|ago|prior|previously)|"
    r"(?:the )?(?:winter|spring|summer|autumn|fall) (?:before|earlier)|"
    r"(?:the )?(?:previous|preceding) (?:winter|spring|summer|autumn|fall)|"
    r"(?:the |a )?(?:previous|prior|preceding) (?:fiscal |financial )?year|"
    r"(?:the )?(?:fiscal|financial) year before|twelve months (?:earlier|before|previously|prior)|"
    r"the same period (?:of )?(?:the|a) year (?:earlier|before)"
)
_RECORD = re.compile(
    r"\b(?:first time|highest|largest|lowest|fewest|worst|biggest|steepest|sharpest|heaviest|record|unseen|not seen|most)"
    r"(?: [\w-]+){0,3} $"
)
_GOAL = re.compile(
    r"(?:['’]s)?(?: \w+)? (?:targets?|goals?|quotas?|plans?|budgets?|forecasts?|pledges?|elections?|constitution|olympics|"
    r"offensive|counteroffensive)\b"
)
_ON = re.compile(r"\bon (?:the )?$")
_CUT = re.compile(r"[,;:.\"]|\b(?:that|had|were|was|from|in|of|at|near)\b")
_SPEAKING = re.compile(
    r"\b(?:speaking|talking|writing|addressing|appearing|(?:asked|questioned|interviewed|quoted) by|when asked)\b[^,;.:\d]{0,40}$"
)
_IN_MONTH = re.compile(r" (?:back |earlier |late |early )?(?:in|at|last|this)?(?: early| late| the)* ?")
_CLAUSE_END = re.compile(r"[,.;:!?)”\"]|$")
_NOT_SAID = re.compile(
    r"\b(?:that|which|as|was|were|is|are|been|be|them|those|these|whom)\b[^,;:.]*$"
)  # the call-up that he announced in May
_NOUN = re.compile(r"\b(?:a|an|the|this|that|its|their|his|her|our|internal|secret|leaked) $")  # "a list", "the report"
_MADE = re.compile(r"(?:drawn up|compiled|prepared|kept|made up|collated|counted) ")
_THAT = re.compile(r",? that\b")
_ASIDE = re.compile(r"\bone of (?:whom|them|which)\b")
_PART = re.compile(r"\b(?:including|among (?:them|those|these|whom)|of (?:whom|which|them|these|those))\b[^,;]*\d")
_OF_THEM = re.compile(r",? of (?:them|these|those|whom|which)\b")
_STOP = re.compile(r"[,;:)]")
_SAID_THEN = re.compile(r" (?:by|that)\b|,")
_ITS_LAST = re.compile(r"\b(?:its|their|his|her) (?:last|first) (?:day|week|month|quarter|year)s?\b")
_DECREE = re.compile(
    r"\b(?:decrees?|ukase|edicts?|orders?|law|proclamation|announcement) (?:of|from|dated|in|issued in|signed in) (?:the )?$"
)
_BEGAN = re.compile(
    r" (?:got going|got under way|was \w+|were \w+|\w+ed|began|came|broke out|took \w+),"
)  # "since it started, 900"
OPENS = 4  # code points before a date that opens its sentence
SPEAKER = 60  # code points that name who spoke
SPEECH = 34  # code points between a verb of saying and the day it was said on
SPEECH_THAT = 70  # the same where the content follows the day
SPOKEN = ("day", "weekday", "relative", "month", "season", "year")
FACTS = ("counts", "estimates", "hearsay", "obtains")  # families of cues that do not tell when it was said


def dates_from_count(view: View, count: Count, lexis: Lexis, predicate: str = "") -> list[tuple[float, DateMention]]:
    """Return the dates of a sentence that may be that of a count, the nearest first, each with its cost.

    `predicate`: the class of the word that says what befell those counted.
    """
    found = []
    for date in view.dates:
        if date.kind == "clock" or date.end <= view.dateline or date.start < count.number.core[0] < date.end:
            continue
        if (
            (of_paper(view, date, lexis) and not _ordered(view, count, date, lexis))
            or of_speech(view, date, lexis)
            or _of_another(view, count, date)
            or is_aside(view, count, date, predicate, lexis)
        ):
            continue
        if _ITS_LAST.search(view.folded, max(0, date.start - 7), date.end):
            continue  # the last week of something else
        if date.kind in ("year", "month", "quarter") and _GOAL.match(view.folded, date.end):
            continue  # "its 2025 target"
        if date.kind == "since" and _RECORD.search(view.left(date.start)):
            continue  # "the highest since 2014": no stretch over which it was counted
        if count.number.kind == "ratio" and _is_base(view, date):
            continue  # "doubled from last year": the year is what is compared with
        found.append((cost_of_words(view, count, date.start, date.end), date))
    return sorted(found, key=lambda each: (each[0], each[1].start))


def _is_base(view: View, date: DateMention) -> bool:
    """True for the time that a ratio is reckoned from."""
    words = view.folded[date.start : date.end]
    return bool(BASE.search(view.left(date.start)) or EARLIER.fullmatch(words) or _HALF_BEFORE.fullmatch(words))


def _of_another(view: View, count: Count, date: DateMention) -> bool:
    """A date beyond "compared with", "against 445", "than", "one of whom" is not that of the count before these words."""
    start = count.phrase[1] - view.start
    gap = view.folded[start : date.start]
    if date.start < start or not gap:
        return False
    if _VERSUS.search(_SET_APART.sub(" ", gap)) or _ASIDE.search(gap):
        return True
    if (", " in gap or "; " in gap) and _REMARK.search(gap):
        return True
    if (contrast := _CONTRAST.search(gap)) and any(
        n.kind in COUNTED and date.end <= n.start < date.end + NEXT for n in view.numbers
    ):
        return contrast.end() + LEAD >= len(gap)  # "900 left, where in 2021 it was 300"
    counted = [n for n in view.numbers if n.kind in COUNTED and start <= n.start < date.start]
    if any(n.kind in ("percent", "ratio") for n in counted) and _is_base(view, date):
        return True  # "1,060 files, up 30 per cent on the year before the flood"
    if counted and (("(" in gap and ")" not in gap) or EARLIER.fullmatch(view.folded[date.start : date.end])):
        return True  # "461,940 (880 of them in the past day)", "4,698, up 42 per cent from the year before"
    if date.kind in SPOKEN and _PART.search(gap):
        return True  # "461,940 men, among them 880 in the past day"; what has gone on since is told of all
    if counted and _dates_part(view, counted[-1].end, date):
        return True
    against = _AGAINST.search(gap)
    at = start + (against.end() if against else 0)
    return bool(against) and any(n.kind in ("count", "percent") and at <= n.start < date.start for n in view.numbers)


def _dates_part(view: View, after: int, date: DateMention) -> bool:
    """ "5,300 men, 4,700 of them added since January": the date of the part alone, as no comma stands before it."""
    part = _OF_THEM.match(view.folded, after)
    return part is not None and not _STOP.search(view.folded, part.end(), date.start)


@cache
def _roster(words: frozenset[str]) -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """Compile "the roster of the brigade from" before a date and "spring roster" behind one; and the words of which one is there."""
    papers = "|".join(sorted(words, key=lambda word: (-len(word), word)))
    before = re.compile(
        rf"\b(?:{papers})(?:,? (?!of those|of the missing)[a-z' -]{{0,40}})?,? (?:for|as of|as at|of|in|from|dated|dating from|"
        r"dating to|made in|compiled in|drawn up in|which [a-z ']{3,40} in) (?:the )?$"
    )
    behind = re.compile(rf"(?:['’]s)? (?:\w+ )?(?:{papers})\b")
    return frozenset(word.split()[-1] for word in words), before, behind


def of_paper(view: View, date: DateMention, lexis: Lexis) -> bool:
    """The date of a paper ("the decree of September 2022") is not that of what it counts."""
    if _FOUNDED.search(view.left(date.start)):
        return True
    needed, before, behind = _roster(lexis.words_of("roster"))
    if not needed.isdisjoint(view.words) and (
        behind.match(view.folded, date.end) or before.search(view.left(date.start))
    ):
        return True
    match = _DATED.search(view.left(date.start))
    if not match or OPENED.search(view.left(date.start)):
        return False
    at = view.start + date.start - len(match.group())
    kept = lexis.group("roll")
    return any(0 <= at - h.end <= 1 for h in view.of("roles", "lexicon") if h.table == "roles" or h.value in kept)


def _ordered(view: View, count: Count, date: DateMention, lexis: Lexis) -> bool:
    """ "The decree of September 2022 put thousands into uniform": who is called up is called up when the decree says so."""
    called = any(cue.cls in lexis.group("called_up") for cue in count.cues)
    return called and bool(_DECREE.search(view.left(date.start)))


def of_speech(view: View, date: DateMention, lexis: Lexis) -> bool:
    """The day somebody said it ("told parliament on Wednesday", "said in March that") is not the day it happened."""
    if date.kind not in SPOKEN or isinstance(date.value, Window):
        return False
    left, after = view.left(date.start), view.folded[date.end :]
    year = isinstance(date.value, Calendar) and date.kind == "year" and isinstance(date.value.year, Shift)
    if date.kind != "year" and _SPEAKING.search(left):
        return True
    if date.start <= OPENS and date.kind in ("day", "weekday", "month", "relative") and _announces(view, date, lexis):
        return True
    day = date.kind in ("weekday", "relative") or (date.kind in ("day", "month") and bool(_ON.search(left)))
    for cue in view.of("cues"):
        gap = view.folded[cue.end - view.start : date.start]
        if (
            cue.end > view.start + date.start
            or not _says(cue, lexis)
            or _NOUN.search(view.left(cue.start - view.start))
        ):
            continue
        if day and len(gap) <= SPEECH and not _CUT.search(gap):
            return True
        trailing = date.kind in ("month", "season") and _IN_MONTH.fullmatch(gap) and _CLAUSE_END.match(after)
        if trailing and not _NOT_SAID.search(view.left(cue.start - view.start)):
            return True  # …, the editor wrote in January.
        if year and gap == " " and _SAID_THEN.match(after):
            return True
        if date.kind != "year" and _THAT.match(after) and len(gap) <= SPEECH_THAT and not re.search(r"[,;:.\d]", gap):
            return True
    return False


def _announces(view: View, date: DateMention, lexis: Lexis) -> bool:
    """ "In May the service had announced that …": the date that opens a sentence is that of the announcement."""
    for cue in view.of("cues"):
        gap = view.folded[date.end : cue.start - view.start]
        if _says(cue, lexis) and 0 < len(gap) <= SPEAKER and not re.search(r"[,;:.\d]", gap):
            return view.folded.startswith(" that ", cue.end - view.start)
    return False


def _says(cue: Hit, lexis: Lexis) -> bool:
    """True for a verb of saying; not "recall that on 31 December …", nor a list "drawn up by the staff on 20 January"."""
    rows = lexis.cues.get(cue.value, ())
    return (
        not cue.value.endswith(" that") and not _MADE.match(cue.value) and any(row.family not in FACTS for row in rows)
    )


def cost_of_words(view: View, count: Count, a: int, b: int) -> float:
    """Distance of the words [a, b) of a sentence from a count: words and clause boundaries; numbers between push them away."""
    start, end = (place - view.start for place in count.phrase)
    gap = view.folded[end:a] if a >= end else view.folded[b : max(b, start)]
    cost = 0.15 * len(gap.split()) + 3.0 * len(_SPLIT.findall(gap)) + (0.5 if a >= end else 0.0)
    cost += 1.0 if a < start and gap == " and " else 0.0
    if (
        a < start
        and (gap.startswith(",") or _BEGAN.match(gap) or gap in (" to ", " then ") or gap.endswith(" and "))
        and _dates_another(view, count, a)
    ):
        cost += 2.0  # "900 in 2021, about 2,700 in 2022": the first year is that of the number before it
    between = sum(n.kind in ("count", "percent") and min(end, b) <= n.start < max(a, start) for n in view.numbers)
    return cost + 3.0 * between


def _dates_another(view: View, count: Count, at: int) -> bool:
    """True when a number to be dated stands before a date, with no comma between them."""
    last = max((n.end for n in view.numbers if n.kind in ("count", "percent") and n.end <= at), default=-1)
    return 0 <= last <= count.number.start and "," not in view.folded[last:at]
