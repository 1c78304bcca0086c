"""A date of a sentence -> whether it tells of something beside the count: a paper's day, another number's, another deed's."""

from __future__ import annotations

from functools import cache

from musterbook import regex as re
from musterbook.extract.counts_from_view import Count
from musterbook.extract.dates_from_sentence import DateMention
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View

_PUT_OUT = (
    r"released|published|issued|unveiled|presented|posted|printed|aired|broadcast|circulated|submitted|drafted|"
    r"leaked|uploaded|made public|put out|put online|brought out|given out|handed (?:over|out|in)|sent out|"
    r"shared|signed|adopted|passed|approved|announced|discussed|debated|considered|introduced|endorsed|tabled"
)
_ON_DAY = r"(?: (?:by|to|with|online|in full) [^,;.:\d]{1,40}?)??,? (?:only |just |back |late |early )?(?:in|on|at|of|from)?(?: the)? ?$"
_COUNTED = ("count", "percent", "share")
_RELATIVE = re.compile(r"\b(?:who|that|which|whom)\b[^,;:.\d]*$")
_DEED = 60  # code points between the word for a deed and its date
_CUT = re.compile(r"[,;:.\d]|\b(?:were|was|been|have|has|are|is|said|says)\b")
_JOINED_IN = r"(?: [a-z'-]+){0,2}? (?:back )?(?:in|on|during|since|from|after|at|as of|over|before)?(?: the)? ?$"
_DIRECT = re.compile(r"(?: (?:in|on|during|at|over|around|from|back|early|late|the))* ")
_PASSIVE = re.compile(r"\b(?:were|was|been|being|have|has|had|is|are) (?:\w+ )?$")


def is_aside(view: View, count: Count, date: DateMention, predicate: str, lexis: Lexis) -> bool:
    """True when a date is that of a paper, of another number's bracket, or of what the people counted did at another time."""
    return (
        in_brackets_of_another(view, count, date)
        or of_what_was_put_out(view, date, lexis, count)
        or of_joining(view, date, predicate, lexis)
        or of_other_deed(view, count, date, predicate, lexis)
    )


def in_brackets_of_another(view: View, count: Count, date: DateMention) -> bool:
    """ "14 (2023: 29)", "12,400 (January), 17,900 (May)": a bracket dates the number in it, else that before it."""
    opened = view.folded.rfind("(", 0, date.start)
    if opened < 0 or ")" in view.folded[opened : date.start]:
        return False
    closed = view.folded.find(")", date.end)
    start, end = count.number.core
    if closed < 0 or opened < start < closed:
        return False
    numbers = [n for n in view.numbers if n.kind in _COUNTED]
    if any(opened < n.start < closed for n in numbers):
        return True
    bare = view.folded[opened + 1 : date.start].strip() in ("", "in", "for", "as of", "the") and closed - date.end <= 1
    before = max((n.end for n in numbers if n.end <= opened), default=-1)
    return bare and 0 <= before and before != end and opened - before <= 2


@cache
def _papers(words: frozenset[str]) -> tuple[frozenset[str], re.Pattern[str]]:
    """Compile "a study by the institute released on", and the single words of which one is there."""
    names = "|".join(sorted(words, key=lambda word: (-len(word), word)))
    return words, re.compile(rf"\b(?:{names})s?,? (?:[^,;:.\d]{{1,50}}? )??(?:{_PUT_OUT}){_ON_DAY}")


def of_what_was_put_out(view: View, date: DateMention, lexis: Lexis, count: Count | None = None) -> bool:
    """ "A study released on 12 March counts …": the day on which a paper came out; the paper is not what is counted."""
    words, before = _papers(lexis.words_of("put_out"))
    if words.isdisjoint(view.words):
        return False
    left = view.left(date.start)
    found = before.search(left)
    if found is None or count is None:
        return found is not None
    shift = view.start + date.start - len(left)
    return not found.start() + shift < count.phrase[1] <= found.end() + shift


@cache
def _joining(words: frozenset[str]) -> tuple[frozenset[str], re.Pattern[str]]:
    """Compile "called up in", and the first words of which one is there."""
    names = "|".join(sorted(words, key=lambda word: (-len(word), word)))
    return frozenset(word.split()[0] for word in words), re.compile(rf"\b(?:{names}){_JOINED_IN}")


def of_joining(view: View, date: DateMention, predicate: str, lexis: Lexis) -> bool:
    """ "The men called up in 2022 account for 96 files": when they joined, not when they are counted."""
    words, before = _joining(lexis.words_of("joined"))
    if date.kind == "since" or predicate in lexis.group("called_up") or words.isdisjoint(view.words):
        return False
    left = view.left(date.start)
    found = before.search(left)
    return found is not None and not (predicate == "" and _PASSIVE.search(left[: found.start()]))


def of_other_deed(view: View, count: Count, date: DateMention, predicate: str, lexis: Lexis) -> bool:
    """ "Eleven men who left their barracks last autumn have been jailed": when they left, not when they were jailed."""
    deeds = lexis.group("departure")
    same = deeds | lexis.group("gone") | lexis.group("inside")  # words for the absence itself
    if not predicate or predicate in same or count.phrase[1] > view.start + date.start:
        return False
    at = view.start + date.start
    near = [h for h in view.of("lexicon") if h.value in deeds and 0 < at - h.end <= _DEED]
    if not near:
        return False
    deed = max(near, key=lambda h: h.end)
    gap = view.folded[deed.end - view.start : date.start]
    if date.kind == "since" and gap == " ":
        return True  # both absent since March
    later = any(cue.cls == predicate and cue.start > at for cue in count.cues)
    if _CUT.search(gap) or not (later or _DIRECT.fullmatch(gap)):
        return False
    return bool(_RELATIVE.search(view.folded, count.phrase[1] - view.start, deed.start - view.start))
