"""Count -> population: the group a figure is about, when its words say more than people in general."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.counts_from_view import Count
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot

_OF = re.compile(r"^[^,.;:()]*?\bof ((?:the |all |those |these )?[^,.;:()]{3,70})")
_BEFORE = re.compile(  # "contract soldiers (858)", "conscripts: two", "mobilised troops number 150"
    r"(?: (?:troops|soldiers|men|personnel|servicemen|people|ones))?"
    r"(?:,|:| -| \(|,? (?:numbering|supply|supplied|make up|made up|account for|accounted for|number|numbered|total|come to|came to))?"
    r" ?(?:some |about |around |nearly |over |just |only )?"
)
_AFTER = re.compile(  # "7,900 are contract soldiers", "of the officers, 26 are junior officers"
    r"(?: of (?:them|these|those|whom))?,? (?:are|were|is|was|being|have been|had been) (?:an? |all |mostly |newly |[a-z]+ly )?"
    r"|(?: left over| remaining| others)? (?:are|were) "
    r"| (?:(?:who|which) )?(?:(?:are|were|had|have|had been|have been) )?"  # "858 under contract", "150 who had been mobilised"
    r"|(?: who|, who|, those)? (?:serve|served|serving|came|come|joined) (?:as |in )?"
)
_AGED = re.compile(
    r"\b(men|males|citizens|nationals|people|persons|applicants)\b[^.;:()]{0,25}?"
    r"(?:\baged? (?:between )?|\bbetween (?:the ages of )?|, (?:which [^,]{0,40} )?|\()(\d\d)(?: and | to |-| or )(\d\d)\b"
)
_OF_AGE = re.compile(
    r"\b(men|males|citizens|people) of (?:military|fighting|draft|call-up|conscription|mobilization) age\b"
)
_CITIZENS = re.compile(r"\b([a-z]+) (citizens|nationals)\b|\b(?:citizens|nationals) of ([a-z]+)\b")
YOUNGEST, OLDEST = 16, 70
NEAR = 60  # code points after a count within which its people may be told apart by age or citizenship


def population_from_count(
    document: Document, view: View, count: Count, lexis: Lexis, *, abroad: bool = False
) -> Slot | None:
    """Return the population a count states, None for people in general; `abroad`: it counts people before a host's office."""
    hit = _named(view, count, lexis.group("people") | {""}, lexis.group("single"))
    if hit:
        return Slot(hit.value, How.stated, document.quote(hit.start, hit.end))
    if count.number.kind in ("percent", "share"):
        match = _OF.match(view.text[count.number.end :])
        if match:
            at = view.start + count.number.end + match.start(1)
            words = match.group(1).rstrip()
            return Slot(" ".join(words.split()), How.stated, document.quote(at, at + len(words)))
        return None
    if told := _told_apart(document, view, count, abroad=abroad):
        return told
    if count.head and count.noun in lexis.group("named"):
        a, b = count.head
        return Slot(document.text[a:b].lower(), How.stated, document.quote(a, b))
    return None


def told_by_kind(view: View, count: Count, lexis: Lexis) -> bool:
    """Return True when a count's words say which kind of people it counts: a rank, how they serve."""
    return _named(view, count, lexis.group("people") | {""}, lexis.group("single")) is not None


def _named(view: View, count: Count, people: frozenset[str], alone: frozenset[str]) -> Hit | None:
    """The population that stands in the counted phrase, else just before the number, else behind "are"."""
    hits = view.of("populations")
    start, end = count.phrase
    inside = [h for h in hits if start <= h.start < end]
    if inside:
        return max(inside, key=lambda h: (h.end - h.start, -h.start))
    if count.noun in people and count.number.kind == "count":
        a, b = count.start - view.start, count.end - view.start
        lone = [h.start for h in view.of("lexicon") if h.value in alone]
        for hit in hits:
            if hit.start in lone or any(f.start <= hit.start < f.end for f in view.of("formations", "levels")):
                continue
            if hit.end <= count.start and _BEFORE.fullmatch(view.folded, hit.end - view.start, a):
                return hit
            if hit.start >= count.end and _AFTER.fullmatch(view.folded, b, hit.start - view.start):
                return hit
    return None


def _told_apart(document: Document, view: View, count: Count, *, abroad: bool) -> Slot | None:
    """ "6,374 Russian men aged 18 to 45", "1,013 men of military age"; before a foreign office also "Russian citizens"."""
    a, b = count.start - view.start, count.end - view.start
    stop = min([b + NEAR, *(n.start for n in view.numbers if n.kind == "count" and n.start >= b + NEAR // 2)])
    if view.digits and (aged := _AGED.search(view.folded, a, stop + NEAR // 2)):
        young, old = int(aged.group(2)), int(aged.group(3))
        if aged.start() <= stop and YOUNGEST <= young < old <= OLDEST:
            quote = document.quote(view.start + aged.start(), view.start + aged.end())
            return Slot(f"{aged.group(1)} aged {young} to {old}", How.stated, quote)
    of_age = _OF_AGE.search(view.folded, a, stop + NEAR // 2) if " age" in view.folded else None
    citizens = _CITIZENS.search(view.folded, max(0, a - NEAR // 2), stop) if abroad else None
    if citizens and not (citizens.group(3) or view.text[citizens.start()].isupper()):
        citizens = None  # "from citizens"
    found = of_age or citizens
    if found is None:
        return None
    start, end = view.start + found.start(), view.start + found.end()
    return Slot(document.text[start:end], How.stated, document.quote(start, end))
