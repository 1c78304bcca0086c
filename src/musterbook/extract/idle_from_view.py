"""View, number -> whether the number counts nothing a researcher asks for: an age, an hour, votes, money, those who were spoken to."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.numbers_from_sentence import NumberMention
from musterbook.extract.views_from_page import View

YOUNGEST, OLDEST = 16, 90
LAST_HOUR = 24
SMALL = 5  # "the two offences" have been spoken of and are not counted
A_FEW = 30  # more than so many spoken to are a survey
_STOPS = r"(?=[,.;:)”\"]|$| (?:now|today|and|who|whose|from|told|said|at the time|when|with|then)\b)"
_END = re.compile(_STOPS)
_TODAY = re.compile(r",? (?:now|today|at the time|then|this year)\b")
_PERSON_OF = re.compile(
    r"\b(?:an?|another|one|the|fellow) (?:[\w'-]+ ){0,3}(?!(?:number|quarter|order|cluster|register|roster|paper|letter|offer|"
    r"chapter|winter|summer|corner|cover|layer|buffer|power|error|factor|sector|member|centre|center|matter|half-year) )"
    r"[\w'-]*(?:er|or|ist|man|woman|ian|boy|girl|cook|smith|mate|private|conscript|recruit|clerk|nurse|youth|lad|monk|guard) of $"
)
_HE_IS = re.compile(
    r"(?:^|[.;,“\"] ?|\b(?:and|but|when|because|that|who) )(?:he|she|i)(?: is|'s| was| am|'m) "
    r"(?:just |only |then |now |barely |almost |nearly |not yet )?$"
)
_NOW = re.compile(r", (?:now|then|today|just|only|barely) $")
_SOMEBODY = re.compile(
    r"(?:^|[.,;“\"] ?|\b(?:by|says?|said|told|to|from|is|was|as|and|with) )(?:an?|the|one|his|her|former)\b"
    r"[^,;:.()\d]{2,60}, $"
)
_SINGULAR = re.compile(r", (?:who|whose|was|is|has|had|said|says|told|tells|recalls?|a|an|the|from|could|did|does)\b")
_HOUR_BEFORE = re.compile(
    r"\b(?:opens?|opened|open|closes?|closed|hours|starts?|began|begins?|ends?)"
    r"(?: daily| from| between| at| until| till| to){0,2} $|\b(?:from|between) $"
)
_HOUR_AFTER = re.compile(r" in the (?:morning|evening|afternoon|night)\b|,? (?:at night|sharp)\b")
_HOURS = re.compile(r"\b(?:opens?|opened|open|working hours|opening hours|closes?)\b")
_VOTED = re.compile(
    r"\bvot(?:e|ed|es|ing)\b[^.;:\d]{0,40}$|\bvot(?:e|ed|es|ing)\b[^.;:]{0,30}\d (?:to|against|-|–) $|"
    r"\bcarried $|\bdefeated $|\bpassed (?:by )?$"
)
_VOTES = re.compile(r" ?(?:to|-|–|against) ?\d{1,3}\b")
_SPOKE = re.compile(
    r"\b(?:spoke|spoken|speaks?|speaking|talk(?:s|ed|ing)?|met|meet|sat down|corresponded|interview(?:s|ed|ing)?|conversations?) "
    r"(?:(?:in private |privately |at length |separately |by phone )?(?:with|to) )?"
    r"(?:the |these |those |all |another |some |more than |over |about |around |nearly |at least )?$"
)
_OF_KIN = re.compile(
    r"\b(?:relatives|famil(?:y|ies)|mothers?|wives|wife|fathers?|parents|sisters?|brothers?|friends|widows?|lawyers?|counsel|"
    r"neighbours|neighbors|comrades|testimon(?:y|ies)|stories) (?:of|for|from|by) "
    r"(?:the |these |those |some |about |at least |more than |over )?$"
)
_KIN_OF = re.compile(
    r" (?:[\w'-]+ )?(?:relatives|mothers|wives|fathers|parents|sisters|brothers|friends|widows|lawyers|families) of\b"
)

_CLIENTS = re.compile(
    r"\b(?:represent(?:s|ed|ing)?|defend(?:s|ed|ing)?|act(?:s|ed|ing)? for|on behalf of|instructed by|retained by|"
    r"(?:lawyers?|counsel|attorneys?|advocates?|solicitors?)(?:,? [\w'-]+){0,5} (?:for|of|to)|"
    r"clients? (?:are|is|were|include[sd]?|number)) (?:just |only |some )?$"
)
_CLIENTS_BEHIND = re.compile(
    r" of (?:the|those|these)[^.;:]{3,60} (?:are|is|were|was|have) "
    r"(?:the lawyer's|his|her|represented|defended|retained|clients|the clients)\b"
)
FEWEST = 12  # children or years that a number without a noun may stand for
_CHILDREN = re.compile(r"\b(?:mother|father|parent|mum|mom|dad|breadwinner)s?[ -]of[ -]$")  # "a father of three"
_YEARS_AROUND = re.compile(
    r" (?:(?:years|months) )?(?:before (?:it|that|them)|preceding|previous|prior|earlier)\b(?! [a-z]*s\b)"
)  # "more than in the two before it"
_TO_SUM = re.compile(r" (?:to|or|and) (?:the |some |about |around |over |nearly |up to )?")
_COSTS = re.compile(
    r"\b(?:costs?|costing|worth|priced at|fetch(?:es|ed)?|sells? for|sold for|pays?|paid|earns?|earned|charges?|charged)"
    r"(?: (?:about|around|some|over|up to|nearly|at least|more than|only|just|them|him))* $"
)


def idle(view: View, number: NumberMention) -> bool:
    """True for the age of a person, an opening hour, the votes of a division, people that a reporter spoke to."""
    if number.kind != "count":
        return False
    left, at = view.left(number.start), number.end
    return (
        _is_age(view, number, left)
        or _is_hour(view, number, left)
        or bool(
            "vot" in left
            and _VOTED.search(left)
            and (_VOTES.match(view.folded, at) or left.endswith((" to ", "-", "–", "against ")))
        )
        or left.endswith("minus ")
        or _is_client(view, number, left)
        or _is_of_kin_or_years(view, number, left)
        or _is_sum(view, number, left)
        or (number.low <= SMALL and bool(_SPOKEN_OF.search(left) and _MATTERS.match(view.folded, at)))
        or (number.low <= A_FEW and bool(_SPOKE.search(left) or _OF_KIN.search(left) or _KIN_OF.match(view.folded, at)))
    )


def _is_age(view: View, number: NumberMention, left: str) -> bool:
    """ "A sapper from Perm, 29, was", "he is 33 now", "now 41", "a cook of 22", "41 today"."""
    if not YOUNGEST <= number.low <= OLDEST or number.high != number.low or number.core[0] != number.start:
        return False
    at = number.end
    if not _END.match(view.folded, at):
        return False
    if _PERSON_OF.search(left) or _HE_IS.search(left) or _NOW.search(left):
        return True
    return bool(_SOMEBODY.search(left)) and bool(_SINGULAR.match(view.folded, at) or _TODAY.match(view.folded, at))


def _is_hour(view: View, number: NumberMention, left: str) -> bool:
    """ "Open 8 to 20", "closes at 18", "at 4.30 in the morning"."""
    if max(number.low, number.high or 0) > LAST_HOUR:
        return False
    if _HOUR_AFTER.match(view.folded, number.end):
        return True
    return bool(_HOUR_BEFORE.search(left)) and bool(_HOURS.search(left)) and not _COUNTED.match(view.folded, number.end)


_SPOKEN_OF = re.compile(r"(?:\b(?:the|these|those)|'s) $")
_MATTERS = re.compile(r" (?:\w+ )?(?:cases|offences|offenses|crimes|charges|sentences|decisions|judgments|verdicts)\b")
_COUNTED = re.compile(r" [a-z]{3,}s\b")


def _is_of_kin_or_years(view: View, number: NumberMention, left: str) -> bool:
    """ "A mother of two" has children, "more than in the two before it" looks back on years."""
    if number.low > FEWEST:
        return False
    return bool(_CHILDREN.search(left)) or (
        left.endswith(("in the ", "than the ")) and bool(_YEARS_AROUND.match(view.folded, number.end))
    )


def _is_client(view: View, number: NumberMention, left: str) -> bool:
    """ "A lawyer who represents two of the hundred": whom somebody speaks for, beside the number that counts."""
    if number.low > FEWEST:
        return False
    return bool(_CLIENTS.search(left) or _CLIENTS_BEHIND.match(view.folded, number.end))


def _is_sum(view: View, number: NumberMention, left: str) -> bool:
    """ "From 1.6 to 2.8 million roubles", "it now costs 3.6 million" after a sum with its currency."""
    sums = [n for n in view.numbers if n.unit == "money"]
    if not sums:
        return False
    ahead = any(_TO_SUM.fullmatch(view.folded, number.end, n.start) for n in sums if n.start >= number.end)
    return ahead or bool(_COSTS.search(left))
