"""A date of a sentence -> whether what is counted has gone on since it, up to now."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.extract.views_from_page import View
from musterbook.resolve.dates_from_count import OPENED

_WHEN = re.compile(r",? (?:when|the day|as)\b")
_OF_DAY = re.compile(r" (?:of|on|in) (?:the )?")
_EDGE = re.compile(r"(?:the )?(?:beginning|start|opening|outset|turn|onset|new year|first (?:day|week|month)s?)\b")
_AFTER = re.compile(r"\b(?:after|following) (?:the )?$")
_FROM = re.compile(r"\b(?:from|after|following) (?:the )?$")
_TO_NOW = re.compile(
    r"(?:,? ?\([^)\d]{0,60}\)|, [^;.\d]{1,70},)? ?(?:and |right )?(?:until|till|up (?:to|until|till)|to|through(?: to)?) "
    r"(?:now|the present|present|this day|today|date|the current day|our days)\b"
)
_SO_FAR = re.compile(r",? (?:so far|thus far|to date|up to now|until now)\b")
_HAS_BROUGHT = re.compile(
    r" has (?:already |so far |thus far |to date |by now |now )?"
    r"(?:seen|brought|produced|yielded|witnessed|added|cost|delivered|given|thrown up|turned up|notched up)\b"
)  # 2024 has already seen 2,300: nobody says so of a year that is over
_NOW = ("now", "present", "this day", "today", "date", "our days")  # what a sentence has that runs to now
_GATHER = re.compile(
    r"\b(?:accumulat|pil(?:e|ed|ing) up|amass|mount(?:ed)? up|add(?:ed|s)? up|build up|built up|stack(?:ed)? up|gather(?:ed)? up|"
    r"rack(?:ed)? up|clock(?:ed)? up|stands? at|stood at|all told|in total|altogether|the total|cumulativ|running tally)"
)
_NEAR = 90  # code points around a date within which it is said that a number has grown


def opens(view: View, date: DateMention) -> bool:
    """True when a date begins a stretch that runs to the publication: "since …", "from May, when it began, until now"."""
    left = view.left(date.start)
    if OPENED.search(left) or _onset(view, date):
        return not (date.kind == "day" and _WHEN.match(view.folded[date.end :]))
    if date.kind in ("month", "year") and _AFTER.search(left) and _EDGE.match(view.folded, date.start):
        return True  # after the beginning of 2024
    if date.kind == "year" and (_SO_FAR.match(view.folded, date.end) or _HAS_BROUGHT.match(view.folded, date.end)):
        return True  # for 2024 so far
    if any(word in view.folded for word in _NOW) and _TO_NOW.match(view.folded, date.end):
        return True
    return date.kind in ("day", "month") and bool(_FROM.search(left)) and _grows(view, date)


def _grows(view: View, date: DateMention) -> bool:
    """ "7,400 cases have accumulated from September 2022", "opened after the September 2022 mobilisation stand at 7,400"."""
    if not view.folded.endswith(("from ", "from the "), 0, date.start) and not _follows_onset(view, date):
        return False
    return bool(_GATHER.search(view.folded, max(0, date.start - _NEAR), date.end + _NEAR))


def _follows_onset(view: View, date: DateMention) -> bool:
    """True when the word for what began stands right behind the date."""
    end = view.start + date.end
    return any(0 <= h.start - end <= 12 and h.value == "onset" for h in view.of("lexicon"))


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
