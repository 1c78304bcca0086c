"""Phrase -> bounds: where in its sentence that begins and ends which is said of a counted phrase, not of another."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.numbers_from_sentence import NumberMention
from musterbook.extract.views_from_page import View

_WORD = re.compile(r"[\w'-]+")
_RELATIVE = re.compile(
    r"[^,.;:()]{0,60}(?P<who> (?:who|that)) (?!(?:have|has|had|were|was|are|is) (?:been )?\w+$)[^.;:()]*?"
    r"(?=,? (?:have|has|had|were|was|are|is|got|received|face|faced) "
    r"(?:since |now |already |all |so far |reportedly |later |still )?(?:been )?\w)"
)
_BASE_OF = re.compile(r"[\d\w] (?:out )?of (?:the |its |their |these |those )?$")
_OUT_OF = re.compile(r" out of (?:the |these |those |all |its |their |some |about |around |nearly |almost |over )*$")
_OF_WHOM = re.compile(r"[,;(-] ?(?:and |but )?(?:[\w.%-]+ ){0,4}of (?:whom|which)\b")
_OF_WHOLE = re.compile(
    r" (?:out )?of (?:(?:the|its|their|these|those|all|some|about|around|nearly|almost|over|total) )*"
)
_TOLD_OF_IT = re.compile(r"(?: (?:from|of|in|for) [^,;:.]{0,24})?,? (?:that|which|who)\b")
_CREDIT = re.compile(
    r"\b(?:according to|in the (?:words|view|opinion|estimate|estimation|reckoning) of|"
    r"by the (?:count|tally|estimate|calculations?|reckoning) of|"
    r"as (?:is |was )?(?:told|reported|counted|estimated|said|stated|claimed) by|"
    r"with reference to|citing|quoting) [^;:.()\"]{0,90}"
)
_CREDIT_WORDS = frozenset(  # one of them is in each of these phrases
    "according words view opinion estimate estimation reckoning count tally calculation calculations told reported counted estimated said "
    "stated claimed reference citing quoting".split()
)
_BASE_BEFORE = re.compile(r"(?:^|[;:,.\"] )(?:out )?of (?:the |these |those |all |its |their )?$")
_ONE_WORD = re.compile(r" ?(?:[a-z]{2,10} )?")
GOES_ON = 40  # code points within which a sentence says what befell the people just told apart
_HAS = (" has", " have", " had")
_DONE = re.compile(
    r" (?:already |now |since |so far |also |itself |just )?"
    r"(?:(?!between|seven|eleven|even\b|often|ten\b)[a-z]+(?:ed|en|wn)|lost|seen|been|run|gone|left|fled|made|come|put|got|sent|kept|told|bled|shed|let|lain|stood)\b"
)


def has_done(view: View, hit: Hit) -> bool:
    """ "A division has lost 1,000 men" is not how many it has."""
    end = hit.end - view.start
    return view.folded.endswith(_HAS, 0, end) and bool(_DONE.match(view.folded, end))


def mere(view: View, number: NumberMention) -> bool:
    """ "Runaways from one division": an article in all but name, and no other count between."""
    return view.folded[number.start : number.end] == "one"


def base(view: View, phrase: tuple[int, int], numbers: list[NumberMention], clause: int) -> int:
    """Where the part begins in "Of 600 deserters, 150 have been caught": what is said there is not said of the 600.

    `clause`: where a relative clause of the phrase ends, -1 without one ("33 of 40 men who had applied were recognised").
    """
    left = view.left(phrase[0] - view.start)
    if "of " not in left[-20:]:
        return view.sentence.end
    if _BASE_OF.search(left) and any(0 < phrase[0] - view.start - n.end <= len(" out of these ") for n in numbers):
        if clause >= 0:
            return clause
        told = _TOLD_OF_IT.match(view.folded, phrase[1] - view.start)
        return (
            view.sentence.end if told else phrase[1]
        )  # "33 of 40 absentees have come back", "of 40 that were published"
    if _BASE_BEFORE.search(left):
        return min(
            (view.start + n.start for n in numbers if view.start + n.start >= phrase[1]), default=view.sentence.end
        )
    return view.sentence.end


def part(view: View, phrase: tuple[int, int], numbers: list[NumberMention]) -> int:
    """Where the part ends in "44 were made public out of 700": what is said between is said of the 44; else behind the phrase."""
    left = view.left(phrase[0] - view.start)
    if " out of " not in left or not _OUT_OF.search(left):
        return phrase[0]
    return max((view.start + n.end for n in numbers if view.start + n.end <= phrase[0]), default=phrase[0])


def credit(view: View, numbers: list[NumberMention]) -> tuple[int, int]:
    """Where whose count it is is told: in "according to a group that helps deserters, 40 have left" nobody is helped."""
    if view.words.isdisjoint(_CREDIT_WORDS):
        return -1, -1
    match = _CREDIT.search(view.folded)
    if match is None:
        return -1, -1
    comma = view.folded.find(", ", match.start(), match.end())
    end = comma if comma >= 0 else match.end()
    if any(match.start() <= n.start < end for n in numbers):
        return -1, -1
    return view.start + match.start(), view.start + end


def which(view: View, phrase: tuple[int, int], numbers: list[NumberMention], cues: list[Hit]) -> tuple[int, int, int]:
    """[start, end) and the words of "who left their barracks" in "11 who left their barracks have been sentenced"."""
    match = _RELATIVE.match(view.folded, phrase[1] - view.start)
    end = match.end() if match else -1
    counted = any(0 <= end - n.end <= len(" of them") for n in numbers)  # what follows is said of another number
    if match is None or counted or not any(end <= hit.start - view.start <= end + GOES_ON for hit in cues):
        return -1, -1, 0
    return view.start + match.start("who"), view.start + end, len(_WORD.findall(match.group()))


def which_of_base(
    view: View, phrase: tuple[int, int], numbers: list[NumberMention], cues: list[Hit]
) -> tuple[int, int, int]:
    """The same of the whole in "33 of 40 men who had applied were recognised": who had applied is not said of the 33."""
    at = phrase[1] - view.start
    whole = next((n for n in numbers if n.start >= at), None)
    if (
        whole is None
        or " of " not in view.folded[at : whole.start]
        or not _OF_WHOLE.fullmatch(view.folded, at, whole.start)
    ):
        return -1, -1, 0
    return which(view, (phrase[0], view.start + whole.end), numbers, cues)


def of_whom(view: View) -> int:
    """Where "…, four of whom were caught" begins: what is said before is not said of the four, nor what comes of all; -1 without."""
    if view.words.isdisjoint(("whom", "which")):
        return -1
    match = _OF_WHOM.search(view.folded)
    return view.start + match.start() + 1 if match else -1


def bounds_of_phrase(
    view: View, phrase: tuple[int, int], numbers: list[NumberMention], cues: list[Hit]
) -> tuple[tuple[int, int, int], int, int, int]:
    """Return what `which`, `base`, `part` and `of_whom` tell of a phrase; the clause is the one whose words are not said of it."""
    clause = which(view, phrase, numbers, cues)
    begun, ended = base(view, phrase, numbers, clause[1]), part(view, phrase, numbers)
    if 0 <= clause[1] == begun:
        clause = (-1, -1, 0)  # of a whole just that is said
    elif clause[0] < 0:
        clause = which_of_base(view, phrase, numbers, cues)
    return clause, begun, ended, of_whom(view)


def of_next(view: View, end: int, hit: Hit, numbers: list[NumberMention]) -> bool:
    """ "Though May had 700 verdicts, the public can read just 44": the word stands with the number after it."""
    if "," not in view.folded[end - view.start : hit.start - view.start]:
        return False
    at = hit.end - view.start
    return any(at <= n.start and _ONE_WORD.fullmatch(view.folded, at, n.start) for n in numbers)
