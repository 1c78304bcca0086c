"""Drafts of a page -> drafts: what a page works out from numbers, and takes as known for it, is nobody's word but its own."""

from __future__ import annotations

import itertools

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.model import Chain, Stance
from musterbook.resolve.draft_from_spot import SAID, TERM, Draft
from musterbook.resolve.drafts_from_counts import is_background
from musterbook.resolve.measure_from_count import Measuring

RECKONED = "chain.reckoned@1"
GIVEN = (*SAID, "chain.credited@1")
PARTS = ("share", "ratio")
_GIVEN = frozenset(
    "estimate estimates estimated estimation reckons reckoned counts counted puts according says said per".split()
)
SUM = 2  # sentences over which a sum goes on
_SUPPOSED = re.compile(
    r"\W*(?:(?:so|then|now|but|and|or) )?(?:take|suppose|supposing|assume|assuming|say|set|divide|put|measured?|subtract|deduct|"
    r"compare[d]?|imagine|picture|given|let us|let's|if|held|placed|weighed|against|remove|knock|strip|work|do the)\b"
)
_WOULD = re.compile(
    r"\b(?:would|could|might) (?:\w+ )?(?:mean|amount|come|make|represent|constitute|equal|correspond|work out|"
    r"translate|be|lie|stand|account)\b"
)
_USUAL = re.compile(
    r"\b(?:as a rule|normally|usually|typically|commonly|generally|ordinarily|in theory|on paper|at full strength|(?:is|are) the norm|"
    r"(?:may|can|might) (?:number|count|comprise|vary|range)|makes? up (?:an?|one|any|each|every)|in sizes (?:of|from|between)|"
    r"(?:customary|standard|normal|nominal|usual|typical|authori[sz]ed|full) (?:strength|establishment|complement|size|headcount|range))\b"
)
_USUAL_WORDS = frozenset(  # one of them is in each of these phrases
    "rule normally usually typically commonly generally ordinarily theory paper strength norm may can might "
    "establishment complement size sizes headcount range make makes".split()
)
_WORKED_OUT = re.compile(  # only with a share or a ratio: where the page does the sum
    r"\bif (?:(?:the|these|all|some|about|around|over|nearly) ){0,2}\d|\bset (?:(?:the|those|these|some|about) )?\d[\d,.]* |"
    r"\b(?:split the difference|(?:the )?mid-?point|in the middle|takes? the (?:middle|mean|average|midpoint)|"
    r"(?:average|mean|middle|median|centre|center|half-?way(?: point)?) (?:of|between) (?:these|those|"
    r"the two|both|that|this|them|the range)|"
    r"it follows that|by simple arithmetic|do the sums?|works? out at|arithmetic gives|equals?|constitutes?)\b"
)
_OURS = re.compile(
    r"\bour (?:\w+ ){1,2}(?:have|has|had|counted|count|found|find|put|helped|received|registered|recorded)\b"
)


def is_reckoned(draft: Draft) -> bool:
    """ "That would be a tenth of them", "a division normally has 10,000 men": what the page works out or takes as known."""
    words = draft.view.folded
    shares = any(n.kind in ("percent", "share", "ratio") for n in draft.view.numbers)
    usual = not draft.view.words.isdisjoint(_USUAL_WORDS) and _USUAL.search(words)
    return bool((shares and (_WOULD.search(words) or _WORKED_OUT.search(words))) or usual)


def is_ours(draft: Draft) -> bool:
    """ "Our helpline has counted 40 calls": the page's own count."""
    return "our" in draft.view.words and bool(_OURS.search(draft.view.folded, 0, draft.count.start - draft.view.start))


def summed(drafts: list[Draft], measuring: Measuring, lexis: Lexis) -> None:
    """ "A division has 4,500 to 22,000 men. Take 1,010 out of it: the loss is …": a sum once begun is gone on with."""
    for draft in drafts:
        if _is_growth_of_party(draft, lexis):
            _reckon(draft)
    for draft in drafts[:1]:
        if _is_range_of_force(draft, measuring):
            _reckon(draft)
    for before, draft in itertools.pairwise(drafts):
        if _is_range_of_force(draft, measuring) or _reckons_on(before, draft):
            _reckon(draft)


def _is_growth_of_party(draft: Draft, lexis: Lexis) -> bool:
    """How the numbers of a force compare is the page's sum, where the force is only told of before."""
    last = draft.chain.hops[-1] if draft.measure == "ratio" and draft.chain.hops else None
    return last is not None and lexis.is_party(last.source)


def _is_range_of_force(draft: Draft, measuring: Measuring) -> bool:
    """What such a force may have, from so many to so many."""
    number = draft.count.number
    if draft.noun == TERM or draft.chain_by == "chain.paragraph@1" or not draft.view.words.isdisjoint(_GIVEN):
        return False  # a term of years; or somebody speaks
    return is_background(draft, measuring) and number.high is not None and number.high > number.low


def _reckons_on(before: Draft, draft: Draft) -> bool:
    if before.chain_by != RECKONED or draft.index - before.index > SUM:
        return False
    return draft.measure in PARTS or _SUPPOSED.match(draft.view.folded) is not None


def _reckon(draft: Draft) -> None:
    if draft.chain_by in GIVEN or draft.view.sentence.kind in ("title", "heading"):
        return
    draft.chain, draft.chain_by = Chain(), RECKONED
    if draft.stance == Stance.reported:
        draft.stance = Stance.asserted
