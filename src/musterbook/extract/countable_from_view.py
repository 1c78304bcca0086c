"""View -> the numbers of a sentence that may count something: no age, date, article of a law or part of a name."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.idle_from_view import idle
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.numbers_from_sentence import HOW_MANY, NumberMention
from musterbook.extract.views_from_page import View
from musterbook.model import Bound

_OF_AGE = re.compile(r"(\w{1,40}) of $")
_RANK_ENDS = re.compile(
    r"(?:[,.;:)—]|$| - | (?:and|were|was|who|had|have|has|included|among|as well|plus|also|each)\b|"
    r" \w+ed\b| (?:fled|ran|left|went)\b)"
)
_ONE_OF_AGE = re.compile(
    r"\b(?:a|an|another) (?:[\w-]+ )?(?:man|woman|boy|soldier|private|serviceman|conscript|sergeant) of $"
)
_NAMED_AGE = re.compile(r"\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]+ \($")
_LARGER_ORDINAL = re.compile(r"[- ](?:hundred|thousand|million)th")
_AGE_AFTER = re.compile(r"(?:^|[.“\"] |\b(?:by|to|of|and|said|says|with|from) )[A-Z][a-z’'-]+(?: [A-Z][a-z’'.-]*)?, $")
_IS_AGED = re.compile(  # "one man in the photos is 39 and one is 37"
    r"\b(?:one|man|woman|first|second|third|other|he|she|him|victim|youngest|oldest|eldest)"
    r"(?: [\w'-]+){0,5} (?:is|was|being|turned|turns) $"
)
_AGE_ENDS = re.compile(r"[,.;:)\"]| and | years?\b|$")
YOUNGEST, OLDEST = 16, 90
_BY_NUMBER = re.compile(r"\b(?:under|it's|it is|of the|namely|plain|by the number) $")  # "convictions under 337 daily"
_COUNTED = re.compile(r" (?:\w+ )?\w+(?:s|en|ple|nnel)\b")
_CODE = re.compile(
    r"(?:\b(?:articles?|arts?\.?|number|no\.?|sections?|paragraphs?)\W{0,3}|\d{3}(?:\.\d)?(?: \([^)]*\))?(?:,|/|;)?(?: and| or)? ?)$"
)
ALONE = "numbers.article_alone@1"  # "There's a major.": one, if the sentences beside it tell other ranks apart
_ARTICLE = re.compile(r"\b(?:an?|one)(?: (?:single|lone|sole|solitary))? $")
_AMONG = re.compile(  # what stands before or after a rank that is one of those told of
    r"\b(?:includ(?:es?|ed|ing)|among (?:them|those|these|whom)(?: (?:is|was|are|were))?|with (?:them|it)(?: went)?|plus|alongside|"
    r"together with|along with|besides|complete with|so (?:did|has|had|is|was|were|are)|there(?:'s| is| was| are| were)|"
    r"(?:one|another|other) (?:of them )?(?:is|was)|number (?:is|was|are|were)|and|find|counts?|numbers?) $"
)
_AMONG_AFTER = re.compile(
    r" (?:(?:is|was|were|are) )?(?:among|one of|in (?:their|its|the) (?:number|ranks|midst)|part of|on the list|too\b|as well\b|also\b|"
    r"with them|beside them|by their side|has (?:also )?(?:left|gone|run|fled)|ran|fled|left|went|figures?|belongs?)"
)
DURATIONS = ("duration_year", "duration_month")
ARTICLE = 16  # code points before a rank within which its article stands
LARGEST = 1e12  # a number beyond this counts nobody


def countable(view: View, lexis: Lexis) -> list[NumberMention]:
    """Return the numbers of a sentence that may count something, an article before a listed rank among them."""
    numbers = [
        n
        for n in view.numbers
        if max(n.low, n.high or 0) <= LARGEST
        and (n.kind in HOW_MANY or (n.kind == "measurement" and n.unit in DURATIONS))
    ]
    numbers = [n for n in numbers if not (_in_name(view, n, lexis) or _age(view, n, lexis) or idle(view, n))]
    return _with_articles(view, numbers, lexis)


def _age(view: View, number: NumberMention, lexis: Lexis) -> bool:
    """ "a sergeant of 26": a bare number under a hundred after somebody and "of" is an age."""
    left = view.left(number.start)
    words = view.text[max(0, number.start - len(left)) : number.start]
    named = (words.endswith((" (", " (\n")) and _NAMED_AGE.search(words)) or (
        words.endswith((", ", ", \n"))
        and _AGE_AFTER.search(words)
        and not any(h.end == view.start + number.start - 2 for h in view.of("places", "formations"))
    )
    if named and number.kind == "count" and YOUNGEST <= number.low <= OLDEST and number.core[0] == number.start:
        return bool(re.match(r"[,)]", view.text[number.end :])) and view.text[number.start].isdigit()
    if (
        left.endswith((" is ", " was ", " being ", " turned ", " turns "))
        and YOUNGEST <= number.low <= OLDEST
        and view.text[number.start].isdigit()
        and _AGE_ENDS.match(view.folded, number.end)
        and _IS_AGED.search(left)
    ):
        return True
    before = _OF_AGE.search(left) if left.endswith(" of ") else None
    if before and number.kind == "count" and number.low < 100 and _ONE_OF_AGE.search(left):
        return True
    if (
        not before
        or number.kind != "count"
        or number.low >= 100
        or (
            re.match(r" [a-z]", view.folded[number.end :])
            and not re.match(r" (?:and|told|who|said|was|from)\b", view.folded[number.end :])
        )
    ):
        return False
    at = view.start + number.start - len(left) + before.end(1)
    return any(h.end == at and h.value in lexis.group("people") for h in view.of("lexicon"))


def _with_articles(view: View, numbers: list[NumberMention], lexis: Lexis) -> list[NumberMention]:
    """ "26 junior officers, a major and two colonels": in a list of ranks with other numbers an article counts one."""
    found = list(numbers)
    listed = lexis.group("list_of")
    for hit in view.of("lexicon"):
        if hit.value not in listed:
            continue
        at = hit.start - view.start
        article = _ARTICLE.search(view.folded, max(0, at - ARTICLE), at)
        if not article or any(n.start < at and article.start() < n.end for n in numbers):
            continue
        span = (article.start(), article.end() - 1)
        end = hit.end - view.start
        if not _RANK_ENDS.match(view.folded, end) and not _AMONG_AFTER.match(view.folded, end):
            continue
        near = [
            n
            for n in numbers
            if re.fullmatch(
                r"(?:[\w' -]+)?,?(?: and| as well as| plus)? ?", view.folded[hit.end - view.start : n.start]
            )
        ]
        near += [
            n
            for n in numbers
            if re.fullmatch(r"[\w' -]+,?(?: and| as well as| plus)? ", view.folded[n.end : article.start()])
        ]
        alone = _AMONG.search(view.left(span[0])) or _AMONG_AFTER.match(view.folded, end)
        if near or alone:
            rule = "numbers.article@1" if near else ALONE
            found.append(NumberMention(*span, span, 1.0, 1.0, Bound.exact, "count", None, rule))
    return sorted(found, key=lambda n: n.start)


def _in_name(view: View, number: NumberMention, lexis: Lexis) -> bool:
    """A number inside the name of a formation, place, source or fault, or inside a date, is not a count."""
    if any(d.start <= number.core[0] and number.core[1] <= d.end for d in view.dates):
        return True
    if _LARGER_ORDINAL.match(view.folded, number.end) or _is_article(view, number, lexis):
        return True
    start, end = view.start + number.core[0], view.start + number.core[1]
    return view.covered(start, end, "formations", "places", "sources", "faults")


def _is_article(view: View, number: NumberMention, lexis: Lexis) -> bool:
    """ "The article on absence, number 337", "Art. 337, 338 and 332": an article of a code that the sentence speaks of."""
    word, left = view.text[number.core[0] : number.core[1]], view.left(number.core[0])
    if (
        word in lexis.laws
        and number.low % 10
        and _BY_NUMBER.search(left)
        and not _COUNTED.match(view.folded, number.end)
    ):
        return True
    if word not in lexis.laws or re.match(r" [a-z]{4}", view.folded[number.end :]):
        return False
    return bool(_CODE.search(left)) or (left.endswith("(") and "article" in view.folded)
