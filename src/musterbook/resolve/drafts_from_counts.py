"""Counts -> drafts: which numbers measure something, alone, in a list, or going on from the figure before."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from musterbook.extract.counts_from_view import UNKNOWN, Count
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Bound, Chain, Document, Slot, Stance
from musterbook.resolve.laws_from_view import articles_from_view
from musterbook.resolve.measure_from_count import Measured, Measuring, measure_from_count
from musterbook.resolve.scene_from_views import Scene

_LIST = re.compile(
    r"\b(?:these are|these were|they are|among (?:them|those|these)|includ(?:es?|ed|ing)|of (?:them|"
    r"those|these|whom)|comprising|made up of|namely|broken down|breakdown|as follows|consist)\b|:"
)
_BACK = re.compile(
    r"(?:(?:that|this|which) (?:works|is|was|means|amounts|equals|compares|represents|makes|"
    r"corresponds|comes to|came to)|these|those|they|(?:most |half |some )?of (?:them|these|those|"
    r"whom)|among (?:them|those|these))\b"
)
_BRACKET = re.compile(r"[A-Z]?[a-z]+ \($")
_AGAIN = re.compile(
    r"\b(?:number|figure|total|count|tally|it (?:was|is|stood)|there (?:were|are|had been|was)|"
    r"same (?:period|months|month|time)|previous year|year earlier|year before|compared|against|from|"
    r"rose|fell|grew|up)\b"
)
INCREMENT = re.compile(r"\(\+ ?\d?$")
LONGEST_QUOTE = 240
UNITS = {"duration_year": "years", "duration_month": "months"}
NEAR_TITLE = 3  # sentences after which a headline's number is no longer spoken of
LONGEST_TERM = 30  # years; a bare number above this is no prison term
WIDER = ("month", "year", "season", "quarter", "half", "since", "range", "fiscal", "relative_year")
WITHIN = 3  # sentences within which a bare number goes with the nearest figure


@dataclass(slots=True)
class Draft:
    """A figure in the making; local to one document."""

    view: View
    index: int
    count: Count
    measure: str
    noun: str
    by: str
    score: float
    quote: tuple[int, int]
    chain: Chain = field(default_factory=Chain)
    stance: Stance = Stance.asserted
    chain_by: str = ""
    period: Slot | None = None
    place: Slot | None = None
    side: Slot | None = None
    formation: Slot | None = None
    population: Slot | None = None
    law: Slot | None = None
    per: Slot | None = None
    linked: bool = False  # it goes on from the figure before it
    unit: str | None = None  # years or months
    wider: bool = False  # its sentence names a month, a year or more: not the one happening of the page
    before: Draft | None = None  # the counting figure before it
    bound: Bound | None = None  # a bound shared with the number before it


def previous_draft(drafts: list[Draft], index: int, view: View) -> Draft | None:
    """The last counting figure of this sentence or of one of the two before it, headings apart."""
    if not drafts:
        return None
    for draft in reversed(drafts):
        if draft.index < index - 2:
            return None
        counts = draft.count.number.kind in ("count", "measurement")
        if counts and (
            draft.view.sentence.kind not in ("title", "heading") or draft.index == index or index <= NEAR_TITLE
        ):
            return draft
    return None


def draft_from_count(
    document: Document,
    view: View,
    index: int,
    count: Count,
    drafts: list[Draft],
    measuring: Measuring,
    scene: Scene,
    lexis: Lexis,
    above: View | None,
) -> Draft | None:
    """Return the figure a count makes, None when nothing says what it measures."""
    previous = previous_draft(drafts, index, view)
    default = ""
    if previous and previous.noun == "duration" and _term_goes_on(view, count, previous, index):
        quote = (count.start, count.end)
        return Draft(
            view,
            index,
            count,
            previous.measure,
            "duration",
            "measure.term_goes_on@1",
            1.0,
            quote,
            linked=True,
            unit=previous.unit,
        )
    if not count.noun and previous and (count.partitive or previous.noun in lexis.group("carried")):
        default = previous.noun
    elif (
        not count.noun
        and above is not None
        and not (previous and previous.view is not view and previous.view.sentence.kind == "bullet")
    ):
        default = next((h.value for h in above.of("lexicon") if h.value in measuring.rules), "")
    elif not count.noun and count.cues and count.cues[0].cost <= 1.0 and count.number.kind == "count":
        default = "person"
    wider = any(date.kind in WIDER for date in view.dates) or bool(previous and previous.wider and count.partitive)
    words = Counter({k: v for k, v in scene.words.items() if not (wider and k in lexis.group("happening"))})
    measured = measure_from_count(count, measuring, words, default)
    linked = bool((count.partitive or _BACK.match(view.folded)) and previous)
    if INCREMENT.search(view.folded[: count.number.core[0] + 1]):
        if not (previous and previous.index == index and count.start - previous.count.end <= 4):
            return None  # the increment of something that was left out
        measured, linked = Measured(previous.measure, 2.0, None, "measure.increment@1"), True
    weak = measured is None or (measured.cue is None and count.noun in ("", "rank", "unit", "case"))
    if (
        previous
        and measured is None
        and not count.noun
        and count.number.kind == "count"
        and _same_again(view, previous, index)
    ):
        measured, linked = Measured(previous.measure, 1.0, None, f"measure.same_again<{previous.measure}@1"), True
    if measured is None and not count.noun and _BRACKET.search(view.folded[: count.number.core[0]]):
        noun = next((h.value for h in view.of("lexicon") if h.value in measuring.rules), "")
        measured = measure_from_count(count, measuring, scene.words, noun) if noun else None
        if previous and measured is None:
            measured, linked = Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1"), True
    grown = measured is not None and measured.rule == "measure.increment@1"
    headed = (
        above is not None and previous is not None and previous.view.sentence.kind != "bullet" and measured is not None
    )
    if (
        previous
        and weak
        and not grown
        and not headed
        and count.number.kind == "count"
        and _goes_on(view, count, previous, index, lexis.group("people"))
    ):
        measured = Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1")
        linked = True
    if count.number.low in (1, 3) and count.number.kind == "count" and not linked and _loose(view, count):
        return None
    if (
        measured is None
        or count.noun in lexis.group("never") | {UNKNOWN}
        or (count.noun in lexis.group("single") and count.number.low == 1)
    ):
        return None
    noun = count.noun or default or (previous.noun if linked and previous else "")
    quote = _quote(document, view, count, measured)
    unit = UNITS.get(count.number.unit or "")
    return Draft(
        view,
        index,
        count,
        measured.measure,
        noun,
        measured.rule,
        measured.score,
        quote,
        linked=linked,
        unit=unit,
        wider=wider,
    )


def _term_goes_on(view: View, count: Count, previous: Draft, index: int) -> bool:
    """ "5 to 10 years under Article 407 and up to 12 under Article 408": the unit is said once."""
    if count.number.kind != "count" or count.noun or count.number.low > LONGEST_TERM or count.number.high is None:
        return False
    return previous.index == index or (
        previous.index == index - 1 and bool(articles_from_view(view)) and not view.of("populations")
    )


def _same_again(view: View, previous: Draft, index: int) -> bool:
    """The same count for another time: "In 2023 there were 11,625", "by March the number stood at …"."""
    return previous.index in (index, index - 1) and bool(view.dates or _AGAIN.search(view.folded))


def _loose(view: View, count: Count) -> bool:
    """ "One man", "a few", "several": somebody in a story, not a count anybody would compare."""
    words = view.folded[count.number.core[0] : count.number.core[1]]
    return (
        words in ("one", "a", "an") and count.number.by != "numbers.article@1" and count.number.bound == Bound.exact
    ) or (count.number.high is None and not count.noun)


def _goes_on(view: View, count: Count, previous: Draft, index: int, people: frozenset[str]) -> bool:
    """The number continues a list or an ellipsis begun by the figure before: same kind of thing, or none named."""
    listed = any(h.start >= count.phrase[0] and h.end <= count.phrase[1] + 1 for h in view.of("populations"))
    if listed and count.noun in people and previous.noun in people and previous.index >= index - 1:
        return True
    same = count.noun in ("", previous.noun) or (count.noun in people and previous.noun in people)
    if (
        count.noun in people
        and (view.sentence.kind == "bullet" or ":" in view.folded[: count.number.start])
        and previous.noun != "duration"
    ):
        same = True  # a total broken down by the people it stands for
    if not same:
        return False
    if previous.index == index:
        return True
    return (
        count.partitive
        or bool(_LIST.search(view.folded))
        or view.sentence.kind == "bullet"
        or (count.noun == previous.noun == "case")
    )


def _quote(document: Document, view: View, count: Count, measured: Measured) -> tuple[int, int]:
    """The words the figure stands on: the phrase and what decided its measure, if that is near."""
    start, end = count.phrase
    cue = measured.cue
    if (
        cue is not None
        and view.start <= cue.start
        and cue.end <= view.sentence.end
        and max(end, cue.end) - min(start, cue.start) <= LONGEST_QUOTE
    ):
        start, end = min(start, cue.start), max(end, cue.end)
    return start, end


def may_wait(count: Count, lexis: Lexis) -> bool:
    """A bare number, or a number of people of whom nothing is said: the page as a whole may say what it measures."""
    return (
        count.number.kind == "count"
        and (not count.noun or count.noun in lexis.group("people"))
        and (count.number.low > 2 or count.partitive)
        and count.number.high is not None
    )


def draft_of_page(view: View, index: int, count: Count, drafts: list[Draft]) -> Draft | None:
    """The measure of the same number elsewhere on the page, else of the nearest figure within a few sentences."""
    figures = [d for d in drafts if d.count.number.kind == "count" and d.noun != "duration"]
    same = [d for d in figures if d.count.number.low == count.number.low]
    near = same or [d for d in figures if abs(d.index - index) <= WITHIN]
    if not near or view.sentence.kind == "furniture":
        return None
    best = min(near, key=lambda d: (abs(d.index - index) + (0.5 if d.index > index else 0), d.count.start))
    noun = count.noun or best.noun
    return Draft(
        view, index, count, best.measure, noun, f"measure.of_page<{best.measure}@1", 0.5, count.phrase, linked=not same
    )
