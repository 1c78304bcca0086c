"""Drafts of a page -> their chains, where no words beside a figure say whose it is: its family's, the page's, the body's."""

from __future__ import annotations

from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.model import Chain, How, Slot, Stance
from musterbook.resolve.drafts_from_counts import Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.talks_from_neighbours import Talk

HEAD = 3  # sentences at either end of a page that speak for the whole of it


def neighbours(drafts: list[Draft], talks: tuple[Talk, ...], measuring: Measuring, lexis: Lexis) -> None:
    """A figure nobody is said to give belongs with those of its family: to the nearest attribution, unless the page speaks itself."""
    if any(reach.own and not reach.chain.hops for talk in talks for reach in talk.reaches):
        return
    given = [
        d
        for d in drafts
        if d.chain.hops and d.chain_by in ("chain.own@1", "chain.story@1") and d.chain.hops[0].role != "document"
    ]
    for draft in drafts:
        if draft.chain.hops or draft.chain_by != "chain.none@1" or draft.measure in measuring.background:
            continue
        family = measuring.families.get(draft.measure)
        same = [d for d in given if measuring.families.get(d.measure) == family and d.index != draft.index]
        if same and draft.view.sentence.kind not in ("title", "heading"):
            near = min(
                same, key=lambda d: (abs(d.index - draft.index) + (0.5 if d.index > draft.index else 0), d.count.start)
            )
            _give(draft, near.chain, "chain.of_family@1")
    if sum(bool(d.chain.hops) for d in drafts) * 2 < sum(d.measure not in measuring.background for d in drafts):
        _page_source(drafts, talks, measuring, lexis)


def _page_source(drafts: list[Draft], talks: tuple[Talk, ...], measuring: Measuring, lexis: Lexis) -> None:
    """Where nothing is ascribed in so many words, a reporter the page names is where it has its figures from."""
    named = [
        i
        for i, talk in enumerate(talks)
        if talk.age == 0
        and talk.story.hops
        and talk.story.hops[0].role in ("outlet", "office")
        and (not talk.reaches or talk.source or i <= HEAD or i >= len(talks) - HEAD)
    ]  # a source ascribed one thing in the middle of a page is not the page's
    counting = [
        i
        for i in named
        if (hop := (talks[i].source or talks[i].story).hops[-1]).source in lexis.sources
        and lexis.sources[hop.source].origin
    ]
    named = counting or named
    for draft in drafts:
        if (
            named
            and not draft.chain.hops
            and draft.chain_by != "chain.own@1"
            and draft.measure not in measuring.background
        ):
            near = min(named, key=lambda i: (abs(i - draft.index) + (0.5 if i > draft.index else 0), i))
            _give(draft, talks[near].source or talks[near].story, "chain.of_page@1")


def behind(drafts: list[Draft], talks: tuple[Talk, ...], lexis: Lexis) -> None:
    """A page's story told after an outlet that only passes on, with one source of counts named elsewhere on the page: that is behind it."""
    every = [h for talk in talks for chain in (talk.story, *(r.chain for r in talk.reaches)) for h in chain.hops]
    hops = {h.source: h for h in every if h.source in lexis.sources and lexis.sources[h.source].origin}
    if len(hops) != 1:
        return
    (source, hop) = next(iter(hops.items()))
    for draft in drafts:
        last = draft.chain.hops[-1] if draft.chain.hops else None
        row = lexis.sources.get(last.source or "") if last else None
        if (
            row
            and not row.origin
            and row.kind in lexis.group("relay")
            and draft.chain_by != "chain.own@1"
            and source not in {h.source for h in draft.chain.hops}
        ):
            draft.chain, draft.chain_by = Chain((*draft.chain.hops, hop)), "chain.behind@1"


def _give(draft: Draft, chain: Chain, by: str) -> None:
    draft.chain, draft.chain_by = chain, by
    draft.stance = Stance.reported if draft.stance == Stance.asserted else draft.stance


def headlines(drafts: list[Draft], talks: tuple[Talk, ...]) -> None:
    """A headline has its chain from the body: from the figure of the same measure and value, else the first of the measure."""
    body = [d for d in drafts if d.view.sentence.kind not in ("title", "heading")]
    for draft in drafts:
        if draft.view.sentence.kind not in ("title", "heading") or draft.chain.hops:
            continue
        same = [d for d in body if d.measure == draft.measure]
        low = draft.count.number.low
        near = (
            [d for d in same if d.count.number.low == low]
            or [d for d in body if low <= d.count.number.low <= 1.1 * low]
            or same
        )
        own = talks[draft.index].at(*draft.count.phrase)
        if own and not (near and near[0].chain.hops):
            draft.chain, draft.stance, draft.chain_by = own.chain, Stance.reported, "chain.own@1"
        elif near:
            draft.chain, draft.stance = near[0].chain, near[0].stance
            draft.chain_by = "chain.headline_from_body@1"
            if draft.formation is None and near[0].formation:
                draft.formation = Slot(near[0].formation.value, How.context, None, "formation.headline_from_body@1")
