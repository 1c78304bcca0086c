"""Drafts of a page -> drafts: what a page works out from numbers, and takes as known for it, is nobody's word but its own."""

from __future__ import annotations

import itertools
import re

from musterbook.model import Chain, Stance
from musterbook.resolve.draft_from_spot import Draft
from musterbook.resolve.drafts_from_counts import is_background
from musterbook.resolve.measure_from_count import Measuring

RECKONED = "chain.reckoned@1"
SAID = ("chain.own@1", "chain.credited@1", "chain.of_list_put_out@1")  # words beside the figure say whose it is
PARTS = ("share", "ratio")
SUM = 2  # sentences over which a sum goes on
_SUPPOSED = re.compile(
    r"\W*(?:(?:so|then|now|but|and|or) )?(?:take|suppose|supposing|assume|assuming|say|set|divide|put|measured?|subtract|deduct|"
    r"compare[d]?|imagine|picture|given|let us|let's|if|held|placed|weighed|against|remove|knock|strip|work|do the)\b"
)


def summed(drafts: list[Draft], measuring: Measuring) -> None:
    """ "A division has 4,500 to 22,000 men. Take 1,010 out of it: the loss is …": a sum once begun is gone on with."""
    for draft in drafts[:1]:
        if _is_range_of_force(draft, measuring):
            _reckon(draft)
    for before, draft in itertools.pairwise(drafts):
        if _is_range_of_force(draft, measuring) or _reckons_on(before, draft):
            _reckon(draft)


def _is_range_of_force(draft: Draft, measuring: Measuring) -> bool:
    """What such a force may have, from so many to so many."""
    number = draft.count.number
    told = draft.chain_by == "chain.paragraph@1"  # somebody spoke just before
    return not told and is_background(draft, measuring) and number.high is not None and number.high > number.low


def _reckons_on(before: Draft, draft: Draft) -> bool:
    if before.chain_by != RECKONED or draft.index - before.index > SUM:
        return False
    return draft.measure in PARTS or _SUPPOSED.match(draft.view.folded) is not None


def _reckon(draft: Draft) -> None:
    if draft.chain_by in SAID or draft.view.sentence.kind in ("title", "heading"):
        return
    draft.chain, draft.chain_by = Chain(), RECKONED
    if draft.stance == Stance.reported:
        draft.stance = Stance.asserted
