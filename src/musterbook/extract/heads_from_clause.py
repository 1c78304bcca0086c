"""Clause -> head: the noun that a number is said of when a whole clause, or a comma, stands between the two."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.numbers_from_sentence import NumberMention
from musterbook.extract.views_from_page import View

_COMES_TO = re.compile(
    r"\b(?:number(?:s|ed)?|total(?:s|l?ed)?|reach(?:es|ed)?|(?:came|comes|amount(?:s|ed)?|add(?:s|ed)? up|ran|runs|rose|"
    r"climbed|grew|fell|mount(?:s|ed)?) to|(?:stands?|stood|put|set|given|arriv(?:es|ed)) at|exceed(?:s|ed)?|topped|passed|hit)"
    r"(?: (?:now|already|by then|only|just|in all|about|around|some|nearly|over|almost|at least|as many as|well|close to))* $"
)
_AT = re.compile(
    r"\b(?:put|puts|set|sets|estimate[sd]?|gave|gives|give|place[sd]?|fix(?:es|ed)?)\b[^,;:.]{3,110} at"
    r"(?: (?:about|around|some|nearly|over|almost|at least))* $"
)
_EXCEEDS = re.compile(r"(?:exceed|top|pass|surpass|hit)")
_EQUALS = re.compile(
    r"\b(?:is|was|are|were|has been|had been)(?: (?:now|already|about|around|some|nearly|over|almost|at least))* $"
)
_OF_OPENS = re.compile(
    r"(?:^|[;:,] |\b(?:and|but) )(?:of|among) (?:the |these |all |such )?(?P<noun>[a-z][a-z' -]{2,70}),? $"
)
_TOPICS = ("as ", "regarding ", "concerning ", "in terms of ", "with regard to ", "turning to ", "when it comes to ")
_AS_FOR = re.compile(
    r"(?:as (?:for|to)|regarding|concerning|in terms of|with regard to|turning to|when it comes to) (?:the |these |such )?"
    r"(?P<noun>[a-z][a-z' -]{2,60}), [^;:.()\d]{0,60}$"
)
_WHOSE = re.compile(r",? whose (?:overall |total |full )?(?:number|total|tally|count|ranks|sum)s?\b")
_OPENS = re.compile(
    r"(?:the |these |those |all |such |its |their |other |most |recorded |registered )?(?:[\w'-]+ ){0,2}"
)
_NUMBER_OF = re.compile(r"\b(?:number|total|count|tally|sum) of (?:the |these |those |all |such )?(?:[\w'-]+ ){0,3}$")
FAR = 150  # code points between a subject and its number


def head_of_number(view: View, number: NumberMention, floor: int, nouns: list[Hit]) -> Hit | None:
    """ "puts the number of verdicts delivered by those courts at 700": the verdicts, whatever stands nearer."""
    left = view.left(number.start)
    if not left.endswith((" at ", "around ", "about ", "some ", "nearly ", "over ")) or not _AT.search(left):
        return None
    behind = [n for n in nouns if floor <= n.start and n.end <= view.start + number.start]
    return next((n for n in behind if _NUMBER_OF.search(view.left(n.start - view.start))), None)


def head_of_clause(view: View, number: NumberMention, floor: int, nouns: list[Hit], lexis: Lexis) -> Hit | None:
    """ "Convictions for absence, an offence under the code, numbered 700"; "absentees, whose number, he says, exceeds 900".

    `floor` is where the number before it ends: a subject that another number counts is not this one's.
    """
    at = number.start
    left = view.left(at)
    exceeds = _EXCEEDS.match(view.folded, number.start, number.core[0])  # the grammar of numbers has taken the verb
    equals = _EQUALS.search(left)
    comes = exceeds or equals or _COMES_TO.search(left)
    some = ("of " in left and _OF_OPENS.search(left)) or (left.startswith(_TOPICS) and _AS_FOR.match(left))
    if not (comes or some):
        return None
    shy = lexis.group("after_only") | lexis.group("never") | lexis.group("weak") | lexis.group("single")
    behind = [n for n in nouns if floor <= n.start and n.end <= view.start + at and n.value not in shy - {"case"}]
    behind = [n for n in behind if view.start + at - n.end <= FAR]
    if whose := _WHOSE.search(left):
        end = view.start + at - len(left) + whose.start()
        return next((n for n in behind if n.end <= end), None)
    counted = next((n for n in behind if _NUMBER_OF.search(view.left(n.start - view.start))), None)
    if counted is not None or equals:
        return counted
    if some and not comes:  # "Of prosecutions for absence around 900 have come before a court"
        begin = view.start + at - len(left) + some.start("noun")
        return next((n for n in behind if begin <= n.start), None)
    opens = behind and floor == view.start and _OPENS.fullmatch(view.folded, 0, behind[0].start - view.start)
    return behind[0] if opens else None
