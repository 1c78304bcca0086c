"""View -> the numbers of a sentence that may count something: no age, date, article of a law or part of a name."""

from __future__ import annotations

import re

from musterbook.extract.idle_from_view import idle
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.numbers_from_sentence import HOW_MANY, NumberMention
from musterbook.extract.views_from_page import View
from musterbook.model import Bound

_OF_AGE = re.compile(r"(\w{1,40}) of $")
_RANK_ENDS = re.compile(
    r"^(?:[,.;:)]|$| (?:and|were|was|who|had|have|has|included|among|as well|plus|also|each)\b|"
    r" \w+ed\b| (?:fled|ran|left|went)\b)"
)
_ONE_OF_AGE = re.compile(
    r"\b(?:a|an|another) (?:[\w-]+ )?(?:man|woman|boy|soldier|private|serviceman|conscript|sergeant) of $"
)
_NAMED_AGE = re.compile(r"\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]+ \($")
_LARGER_ORDINAL = re.compile(r"[- ](?:hundred|thousand|million)th")
_AGE_AFTER = re.compile(r"(?:^|[.“\"] |\b(?:by|to|of|and|said|says|with|from) )[A-Z][a-z’'-]+(?: [A-Z][a-z’'.-]*)?, $")
YOUNGEST, OLDEST = 16, 90
_CODE = re.compile(
    r"(?:\b(?:articles?|arts?\.?|number|no\.?|sections?|paragraphs?)\W{0,3}|\d{3}(?:\.\d)?(?: \([^)]*\))?(?:,|/|;)?(?: and| or)? ?)$"
)
DURATIONS = ("duration_year", "duration_month")
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
    if not numbers:
        return numbers
    found = list(numbers)
    listed = lexis.group("list_of")
    for hit in view.of("lexicon"):
        if hit.value not in listed:
            continue
        at = hit.start - view.start
        article = re.search(r"\b(?:an?|one) $", view.folded[:at])
        if (
            not article
            or not _RANK_ENDS.match(view.folded[hit.end - view.start :])
            or any(n.start < at and article.start() < n.end for n in numbers)
        ):
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
        if near:
            span = (article.start(), article.end() - 1)
            found.append(NumberMention(*span, span, 1.0, 1.0, Bound.exact, "count", None, "numbers.article@1"))
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
    if word not in lexis.laws or re.match(r" [a-z]{4}", view.folded[number.end :]):
        return False
    return bool(_CODE.search(left)) or (left.endswith("(") and "article" in view.folded)
