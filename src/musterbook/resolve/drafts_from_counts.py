"""Counts -> drafts: which numbers measure something, alone, in a list, or going on from the figure before."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.countable_from_view import ALONE
from musterbook.extract.counts_from_view import ABOVE, Count
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.resolve.acts_from_count import ACT, OTHER, acts
from musterbook.resolve.draft_from_spot import TERM, Draft, Spot
from musterbook.resolve.laws_from_view import articles_from_view
from musterbook.resolve.looks_from_spot import (
    NEAR,
    counts_force,
    counts_texts,
    is_exact,
    is_kind,
    is_of_another,
    is_total,
    whole_of,
)
from musterbook.resolve.measure_from_count import Measured, Measuring, measure_from_count
from musterbook.resolve.population_from_count import told_by_kind
from musterbook.resolve.refusals_from_counts import refused

_LIST = re.compile(
    r"\b(?:these are|these were|they are|among (?:them|those|these)|includ(?:es?|ed|ing)|of (?:them|"
    r"those|these|whom)|comprising|made up of|namely|broken down|breakdown|as follows|consist)\b|:"
)
_BACK = re.compile(
    r"(?:(?:that|this|which) (?:works|is|was|means|amounts|equals|compares|represents|makes|"
    r"corresponds|comes to|came to)|these|those|they|(?:most |half |some )?of (?:them|these|those|"
    r"whom)|among (?:them|those|these))\b"
)
_SUCH = re.compile(r" (?:other |more )?(?:such|similar) ")  # "29,000 such entries": those of the figure before
_BRACKET = re.compile(r"[A-Z]?[a-z]+ \($")
_THOSE_WHO = re.compile(
    r"\b(?:number|total|count|tally) of (?:those|all|the ones|[a-z' -]{3,40}) (?:who|that)\b[^,;:.\d]{0,70} "
    r"(?:at|to|is|was|reached|reaches|exceeds|exceeded|exceeding|topped|tops|passed|hit|past|over|above|stands at) $"
)
_OF_THEM = re.compile(r" of (?:them|those|these|whom|the men|the others|his|her|their|our|my)\b")
_PEOPLE_DO = re.compile(r" (?:of (?:them|whom|those|these)\b|others\b|were\b|was\b|have been\b|had\b|more were\b)")
_DID_SO = re.compile(r"\b(?:did|do|does|done|doing) (?:so|the same|likewise)\b")
_ABOUT = re.compile(r" (?:of|for|over) (?!them\b|the\b|these\b|those\b|its\b|whom\b)")
_AGAIN = re.compile(
    r"\b(?:number|figure|total|count|tally|it (?:was|is|stood)|there (?:were|are|had been|was)|"
    r"same (?:period|months|month|time)|previous year|year earlier|year before|compared|against|from|"
    r"rose|fell|grew|up)\b"
)
_ADDED = re.compile(
    r"(?:\(|\d(?: [a-z]+){0,2}, (?=an? |up ))(?:\+ ?|(?:plus|up(?: by)?|rising by|increased by|"
    r"(?:an? |the )?(?:increase|rise|gain|growth|addition|jump) of) )\w?$"
)
_TOTAL = re.compile(r"\d[\d,.]*(?: [a-z]+){0,2} \($")
_MORE = re.compile(r" (?:more|extra|additional)\)")
_MORE_TODAY = re.compile(
    r" (?:more|extra|additional|new|further|added)(?: ones?| losses)?,? "
    r"(?:(?:in|over|within|during|for|on) (?:a|one|the|that|the (?:past|last|previous)) (?:day|24 hours|twenty-four hours)|"
    r"than (?:a|the|on the) day (?:before|earlier)|than yesterday|"
    r"since (?:yesterday|the day before)|daily|overnight|per day)\b"
)
_NEW_OF_THEM = re.compile(r"\d[^.;:]{0,20}[,(-] ?(?:and |or )?(?:of (?:them|those|these|which|whom),? )?$")
_TODAY = re.compile(
    r" (?:of (?:them|those|these|which|whom) )?(?:(?:are|were|is|was|being|have been|came|fell) )?(?:new |added |lost )?"
    r"(?:today|yesterday|overnight|up on (?:yesterday|the day before|the previous day)|within the day|"
    r"(?:in|over|within|during|for|on) (?:the )?(?:a|one|past|last|previous|preceding) (?:single )?"
    r"(?:day|24 hours|twenty-four hours)\b|in a day\b|in 24 hours)"
)
_LABELLED = re.compile(
    r"[^.:\d]{2,40}: ?[^:]*\d"
)  # "Confirmed by name: 1,010 men": a row, though it stands as a heading
_OUT_OF = re.compile(r"\bout of (?:the |these |those |all |its |some |about |nearly |almost |over )*$")
_OF_THOSE = re.compile(
    r"\b(?:of (?:them|those|these|whom)|the (?:rest|others|remainder)),? (?:(?:in|on|by|for) [^,]{2,30}, )?"
    r"(?:just |only |some |about |nearly |over |almost |exactly |namely )?$"
)
_APART = re.compile(r"[,;:()\d]")  # words on the other side of one of these are not quoted with a number
GOES_ON = "measure.goes_on"
REPEATED = "numbers.repeated@1"  # "asked twice in six weeks": how often, not how many
LONGEST_QUOTE = 240
UNITS = {"duration_year": "years", "duration_month": "months"}
NEAR_TITLE = 3  # sentences after which a headline's number is no longer spoken of
LEAST_FORCE = 500  # so many units nobody has: behind the word "division" they are its people
NEAR_PART = 3.0
LONGEST_TERM = 30  # years; a bare number above this is no prison term
WITHIN = 3  # sentences within which a bare number goes with the nearest figure


_IMPOSED = re.compile(
    r"\b(?:sentenced|jailed|imprisoned|got|received|was given|gave|handed|imposed|serving|bagged|chose|awarded|landed|drew|earned)\b"
)
_THREAT = re.compile(
    r"\b(?:punish\w*|carr(?:y|ies)|carrying|faces?|facing|provides?|maximum|minimum|liable|threaten\w*|penalt(?:y|ies)|"
    r"stipulat\w+|envisag\w+|may|can|could|would|if)\b"
)


def is_background(draft: Draft, measuring: Measuring) -> bool:
    """A measure that seldom belongs to the story told: not the term that somebody was given, which is news."""
    if draft.measure not in measuring.background:
        return False
    words = draft.view.folded
    return draft.noun != TERM or not _IMPOSED.search(words) or bool(_THREAT.search(words))


def previous_draft(drafts: list[Draft], index: int, view: View, reach: int = 2) -> Draft | None:
    """The last counting figure of this sentence or of one of the `reach` before it, headings apart."""
    for draft in reversed(drafts):
        if draft.index < index - reach:
            return None
        counts = draft.count.number.kind in ("count", "measurement")
        heads = draft.view.sentence.kind in ("title", "heading") and not _LABELLED.match(draft.view.folded)
        if counts and (not heads or draft.index == index or index <= NEAR_TITLE):
            return draft
    return None


def draft_from_count(spot: Spot) -> Draft | None:
    """Return the figure a count makes, None when nothing says what it measures."""
    view, count, previous = spot.view, spot.count, spot.previous
    if previous and previous.noun == TERM and _term_goes_on(view, count, previous, spot.index):
        rule = "measure.term_goes_on@1"
        return Draft(
            view,
            spot.index,
            count,
            previous.measure,
            TERM,
            rule,
            1.0,
            (count.start, count.end),
            linked=True,
            unit=previous.unit,
        )
    default = _default_noun(spot)
    if count.before and count.noun in spot.lexis.group("manned") and count.number.low >= LEAST_FORCE:
        count = replace(count, noun=min(spot.lexis.group("default")))
        spot = replace(spot, count=count)
    measured, linked = _measured(spot, default)
    if (
        measured is not None
        and measured.rule.startswith(GOES_ON)
        and _acts(spot.view, count, spot.lexis, spot.measuring)
    ):
        measured = Measured(OTHER, 1.0, None, ACT)
    if (
        measured is None
        or refused(spot, linked)
        or (count.number.by == REPEATED and measured.cue is None and not linked)
        or count.number.by == ALONE
    ):
        return None
    part = spot.whole is not None and measured.rule.startswith("measure.part_of")
    noun = spot.whole.noun if part and spot.whole else ""
    noun = noun or count.noun or default or _counted(measured) or (previous.noun if linked and previous else "")
    quote = _quote(view, count, measured)
    unit = UNITS.get(count.number.unit or "")
    return Draft(
        view,
        spot.index,
        count,
        measured.measure,
        noun,
        measured.rule,
        measured.score,
        quote,
        linked=linked,
        unit=unit,
        wider=spot.wider,
    )


def _acts(view: View, count: Count, lexis: Lexis, measuring: Measuring) -> bool:
    """What the people counted did or suffered has a verb of its own, and the pack counts such things at all."""
    people = not count.noun or count.noun in lexis.group("people")
    return people and OTHER in measuring.families and acts(view, count, lexis) and not told_by_kind(view, count, lexis)


def _counted(measured: Measured) -> str:
    """The class that the rule of a measure counts, "" for a measure taken from another figure."""
    return measured.rule.removeprefix("measure.").split("+")[0] if "+" in measured.rule else ""


def _default_noun(spot: Spot) -> str:
    """The class to take for a number whose noun the words do not say: that of the figure before, of the list's head, or people."""
    count, previous = spot.count, spot.previous
    if count.noun:
        return ""
    before = {count.number.start, count.number.core[0]}  # "exceeds" belongs to the number, "at" stands before it
    if any(_THOSE_WHO.search(spot.view.left(at)) for at in before):
        return min(spot.lexis.group("default"), default="")
    asked = spot.above is not None and spot.above.folded.rstrip().endswith("?")
    fresh = spot.above is not None and (asked or not (previous and previous.view.sentence.kind == "bullet"))
    if fresh and (noun := _noun_above(spot)):
        return noun
    if counts_texts(spot):
        return min(spot.lexis.group("texts"), default="")
    if counts_force(spot):
        return min(spot.lexis.group("default"), default="")
    if previous and (count.partitive or previous.noun in spot.lexis.group("carried")):
        return previous.noun
    listed = previous is not None and previous.view is not spot.view and previous.view.sentence.kind == "bullet"
    if spot.above is not None and not listed and not asked:
        noun = _noun_above(spot)
        said = bool(count.cues) and count.cues[0].cost <= NEAR and not count.cues[0].above
        named = any(h.value in spot.measuring.rules for h in spot.view.of("lexicon"))
        if noun or not (said or (spot.view.tells and not named)):
            return noun
    of_them = not (previous and count.partitive) and (
        _OF_THEM.match(spot.view.folded, count.number.end) or _OF_THOSE.search(spot.view.left(count.number.start))
    )
    reach = NEAR_PART if of_them or asked else NEAR  # "six of them turned out to have left their units"
    near = bool(count.cues) and count.cues[0].cost <= reach and count.number.kind == "count"
    return min(spot.lexis.group("default")) if near and spot.lexis.group("default") else ""


def _noun_above(spot: Spot) -> str:
    above = spot.above.of("lexicon") if spot.above else ()
    return next((h.value for h in above if h.value in spot.measuring.rules), "")


def _measured(spot: Spot, default: str) -> tuple[Measured | None, bool]:
    """What a count measures and whether it goes on from the figure before: by its own words, else by its place."""
    view, count, previous = spot.view, spot.count, spot.previous
    listed = spot.above is not None and bool(default) and default == _noun_above(spot)
    if spot.whole and count.number.kind == "count" and is_exact(view.left(count.number.start)):
        return Measured(spot.whole.measure, 1.0, None, f"measure.exact<{spot.whole.measure}@1"), True
    measured = measure_from_count(count, spot.measuring, spot.words(), default, listed=listed)
    linked = bool((count.partitive or _BACK.match(view.folded)) and previous)
    if is_increment(view, count):
        gap = view.folded[previous.count.end - view.start : count.start - view.start] if previous else ""
        beside = previous and previous.index == spot.index and (len(gap) <= 4 or _NEXT.fullmatch(gap))
        return (
            (Measured(previous.measure, 2.0, None, "measure.increment@1"), True)
            if previous and beside
            else (None, False)
        )
    if measured is None and spot.bare:
        return _by_place(spot)
    quiet = measured is None or (measured.cue is not None and measured.cue.cls in spot.lexis.group("called_up"))
    if previous and quiet and is_kind(spot, previous):
        return Measured(previous.measure, 1.0, None, f"measure.kind_of<{previous.measure}@1"), True
    such = previous and count.noun and _SUCH.match(view.folded, count.number.end)
    if previous and such and previous.noun != TERM and (measured is None or measured.cue is None):
        return Measured(previous.measure, 1.0, None, f"measure.such<{previous.measure}@1"), False
    if previous and _DID_SO.search(view.folded, 0, count.number.start) and previous.index >= spot.index - 1:
        return Measured(previous.measure, 1.0, None, f"measure.ellipsis<{previous.measure}@1"), True
    if spot.whole and count.number.kind == "count" and _of_which_offence(spot, spot.whole, measured):
        return Measured(
            spot.whole.measure, 1.0, None, f"measure.part_of<{spot.whole.measure}@1"
        ), spot.whole is previous
    if (
        previous
        and previous.index == spot.index
        and count.noun in spot.lexis.group("elliptic")
        and previous.noun in spot.lexis.group("carried")
        and _ABOUT.match(view.folded[count.number.end :])
    ):
        return Measured(previous.measure, 1.0, None, f"measure.ellipsis<{previous.measure}@1"), True
    weak = measured is None or (measured.cue is None and count.noun in spot.lexis.group("weak") | {""})
    weak = weak or (previous is not None and default == previous.noun and is_of_another(spot, previous, measured))
    headed = (
        spot.above is not None
        and any(h.value not in spot.lexis.group("single") for h in spot.above.of("lexicon"))
        and previous is not None
        and previous.view.sentence.kind != "bullet"
        and measured is not None
    )
    if measured is not None and previous and count.number.low > previous.count.number.low:
        left = view.left(count.number.start)
        weak = weak and not (" out of " in left and _OUT_OF.search(left))  # the whole is not what befell its part
    if previous and weak and not headed and count.number.kind == "count" and _goes_on(spot, previous):
        return Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1"), True
    return measured, linked


_NEXT = re.compile(r"[^(),;:\d]{0,24}(?: ?\(|, | - )[a-z+ ]{0,20}")  # " personnel (an increase of "


def is_increment(view: View, count: Count) -> bool:
    """ "461,940 (+880)", "7,242, an increase of 12", "(880 more in a day)", "(43 more)": what a day added to the number before."""
    if count.number.kind != "count":
        return False
    start, end = count.number.core
    left = view.folded[:start]
    if "(" not in left and ", " not in left:
        return False
    opened = left.endswith("(")
    if _NEW_OF_THEM.search(left) and (_TODAY.match(view.folded, end) or _MORE_TODAY.match(view.folded, end)):
        return True
    bare = opened and _TOTAL.search(left) and _MORE.match(view.folded, end)
    return bool(bare or _ADDED.search(view.folded[: start + 1]) or (opened and _MORE_TODAY.match(view.folded, end)))


def _of_which_offence(spot: Spot, whole: Draft, measured: Measured | None) -> bool:
    """ "18,159 of them for absence; refusal of orders stood at 1,369": cases or sentences just counted, by what they are for."""
    count, lexis = spot.count, spot.lexis
    if measured is None or whole.noun not in lexis.group("tallied"):
        return False
    if spot.measuring.families.get(whole.measure) == spot.measuring.families.get(measured.measure):
        return False
    named = count.noun in lexis.group("elliptic") or (not count.noun and measured.cue is not None)
    about = measured.cue is None or measured.cue.cls in lexis.group("elliptic")
    return named and about and count.number.low <= whole_of(whole)


def _by_place(spot: Spot) -> tuple[Measured | None, bool]:
    """A bare number that no word measures: the same count for another time, or one in brackets after a name."""
    view, count, previous = spot.view, spot.count, spot.previous
    named = next((h.value for h in view.of("lexicon") if h.value in spot.lexis.group("tallied")), "")
    if named and (measured := measure_from_count(replace(count, noun=named), spot.measuring, spot.words())):
        far = measured.cue is None or measured.cue.cost > ABOVE
        if far and previous and previous.noun == named and previous.index == spot.index:
            return Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1"), True
        return measured, False
    if previous and previous.noun in spot.lexis.group("people") and is_total(count, view, previous):
        left = replace(count, noun=min(spot.lexis.group("left"), default=""), cues=())
        return measure_from_count(left, spot.measuring, spot.words()), False
    if previous and _same_again(view, previous, spot.index):
        return Measured(previous.measure, 1.0, None, f"measure.same_again<{previous.measure}@1"), True
    if _BRACKET.search(view.folded[: count.number.core[0]]):
        noun = next((h.value for h in view.of("lexicon") if h.value in spot.measuring.rules), "")
        measured = measure_from_count(count, spot.measuring, spot.scene.words, noun) if noun else None
        if measured is not None:
            return measured, False
        if previous:
            return Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1"), True
    if previous and _goes_on(spot, previous):
        return Measured(previous.measure, 1.0, None, f"measure.goes_on<{previous.measure}@1"), True
    return None, False


def _term_goes_on(view: View, count: Count, previous: Draft, index: int) -> bool:
    """ "5 to 10 years under Article 407 and up to 12 under Article 408": the unit is said once."""
    if count.number.kind != "count" or count.noun or count.number.low > LONGEST_TERM or count.number.high is None:
        return False
    if _PEOPLE_DO.match(view.folded, count.number.end):
        return False
    return previous.index == index or (
        previous.index == index - 1 and bool(articles_from_view(view)) and not view.of("populations")
    )


def _same_again(view: View, previous: Draft, index: int) -> bool:
    """The same count for another time: "In 2023 there were 11,625", "by March the number stood at …"."""
    return previous.index in (index, index - 1) and bool(view.dates or _AGAIN.search(view.folded))


def _goes_on(spot: Spot, previous: Draft) -> bool:
    """The number continues a list or an ellipsis begun by the figure before: same kind of thing, or none named."""
    view, count, index, people = spot.view, spot.count, spot.index, spot.lexis.group("people")
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


def _quote(view: View, count: Count, measured: Measured) -> tuple[int, int]:
    """The words the figure stands on: the phrase and what decided its measure, if that is near."""
    start, end = count.phrase
    cue = measured.cue
    if (
        cue is not None
        and view.start <= cue.start
        and cue.end <= view.sentence.end
        and max(end, cue.end) - min(start, cue.start) <= LONGEST_QUOTE
        and not _APART.search(view.folded[min(end, cue.end) - view.start : max(start, cue.start) - view.start])
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
        and count.number.low == int(count.number.low)  # "12.18" is a time of day or a clause, not people
    )


def draft_of_page(
    view: View, index: int, count: Count, drafts: list[Draft], lexis: Lexis, measuring: Measuring
) -> Draft | None:
    """The measure of the same number elsewhere on the page, else of the nearest figure within a few sentences."""
    every = [d for d in drafts if d.count.number.kind == "count" and d.noun != TERM]
    figures = [d for d in every if d.noun not in lexis.group("single")]
    if told_by_kind(view, count, lexis):
        people = [d for d in figures if 0 <= index - d.index <= WITHIN and d.noun in lexis.group("people")]
        people = [d for d in people if d.measure not in measuring.background]
        figures = people or figures  # "of these 26 are officers": a kind of those told of, not whoever else are 26
    same = [d for d in figures if d.count.number.low == count.number.low]
    near = same or [d for d in figures if abs(d.index - index) <= WITHIN]
    if not near and not count.noun:
        near = [d for d in every if abs(d.index - index) <= WITHIN]
    near = [d for d in near if d.index <= index or d.measure not in measuring.background] or near
    if not near or view.sentence.kind == "furniture":
        return None
    if not same and _acts(view, count, lexis, measuring):
        return Draft(view, index, count, OTHER, count.noun or min(lexis.group("default")), ACT, 0.5, count.phrase)
    best = min(near, key=lambda d: (abs(d.index - index) + (0.5 if d.index > index else 0), d.count.start))
    noun = count.noun or best.noun
    return Draft(
        view, index, count, best.measure, noun, f"measure.of_page<{best.measure}@1", 0.5, count.phrase, linked=not same
    )
