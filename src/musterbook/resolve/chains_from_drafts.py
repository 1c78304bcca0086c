"""Drafts of a page -> their chains, where no words beside a figure say whose it is: its family's, the page's, the body's."""

from __future__ import annotations

import itertools

from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.model import Chain, Hop, How, Slot, Stance
from musterbook.resolve.draft_from_spot import SAID, Draft
from musterbook.resolve.drafts_from_counts import is_background
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.standings_from_talks import Standing, Standings
from musterbook.resolve.talks_from_neighbours import Reach, Talk

PARTS = ("share", "ratio")  # they are of whatever stands beside them
NEAR = 3  # sentences over which a figure goes with the nearest attribution of its family, whoever speaks for the page
FEW = 2  # figures of a body that tell whose its headline is
MARGIN = 1.0  # by how much the page's source must outweigh the story's
OWN = ("chain.own@1", "chain.reckoned@1")  # the page's own word, where it is empty
GIVEN = ("chain.own@1", "chain.story@1", "chain.credited@1")


def neighbours(
    drafts: list[Draft], talks: tuple[Talk, ...], standings: Standings, measuring: Measuring, lexis: Lexis
) -> None:
    """A figure nobody is said to give: the nearest attribution of its family, else the source its part of the page leans on."""
    given = [d for d in drafts if d.chain.hops and d.chain_by in GIVEN and d.chain.hops[0].role != "document"]
    counting = {d.index for d in drafts}
    subject = measuring.families.get(drafts[0].measure) if drafts else None  # what the page is about
    for draft in drafts:
        if draft.chain.hops or draft.chain_by in OWN or is_background(draft, measuring):
            continue
        if draft.view.sentence.kind in ("title", "heading"):
            continue
        if draft.index + 1 not in counting and (after := _after(draft, talks, lexis)) is not None:
            _give(draft, after, "chain.paragraph_after@1")
            continue
        if (above := _listed_on(draft, talks)) is not None:
            _give(draft, above, "chain.goes_on@1")
            continue
        best = standings.best(draft.index)
        if best and best.party and draft.measure == "ratio":
            continue  # how a force's own numbers compare is the page's sum
        beside = [d for d in given if talks[d.index].item == talks[draft.index].item]
        near = _near(draft, beside, best is not None, measuring, lexis)
        if near and not (best and best.whole and best.chain.hops[-1].label != near.chain.hops[-1].label):
            _give(draft, near.chain, "chain.of_family@1")
        elif best and (
            best.whole
            or _of_family(draft, best, given, measuring)
            or (
                measuring.families.get(draft.measure) == subject
                and best.chain.hops[-1].label in talks[draft.index].story.labels()
            )
        ):
            _give(draft, best.chain, "chain.of_page@1")


def _listed_on(draft: Draft, talks: tuple[Talk, ...]) -> Chain | None:
    """A bullet that goes on from the one above it, which has found its source since."""
    before = draft.before
    if before is None or not draft.linked or not before.chain.hops or draft.index - before.index > 1:
        return None
    bullets = draft.view.sentence.kind == before.view.sentence.kind == "bullet"
    return before.chain if bullets and talks[draft.index].item == talks[before.index].item else None


def _after(draft: Draft, talks: tuple[Talk, ...], lexis: Lexis) -> Chain | None:
    """ "Thirty left on Friday. They went at night, X reports.": the next sentence of the paragraph says whose the story is."""
    if draft.index + 1 >= len(talks) or talks[draft.index + 1].block != talks[draft.index].block:
        return None
    talk = talks[draft.index + 1]
    reach = talk.reaches[0] if talk.reaches and not talk.told else None
    if reach is None or reach.own or reach.lent or not reach.chain.hops:
        return None
    last = reach.chain.hops[-1]
    if draft.measure == "ratio" and last.role == "person":
        return None  # who is quoted on a growth has not reckoned it
    return reach.chain if last.named and not lexis.is_party(last.source) else None


def _near(draft: Draft, given: list[Draft], page: bool, measuring: Measuring, lexis: Lexis) -> Draft | None:
    """The nearest figure of the same family that somebody gives who counts for others."""
    family = measuring.families.get(draft.measure)
    same = [
        d for d in given if measuring.families.get(d.measure) == family and d.index != draft.index and _lasts(d, lexis)
    ]
    near = min(same, key=lambda d: (_away(d.index, draft.index), d.count.start), default=None)
    return near if near and (not page or _away(near.index, draft.index) <= NEAR) else None


def _of_family(draft: Draft, best: Standing, given: list[Draft], measuring: Measuring) -> bool:
    """A source is the page's for the family of figures it is named beside, and for all when it is named beside none."""
    label = best.chain.hops[-1].label
    known = {measuring.families.get(d.measure) for d in given if label in d.chain.labels()} - set(PARTS)
    return not known or measuring.families.get(draft.measure) in known


def _away(there: int, here: int) -> float:
    return abs(there - here) + (0.5 if there > here else 0.0)


def _lasts(draft: Draft, lexis: Lexis) -> bool:
    """The chain of a figure that its neighbours may share: not that of a person or a party quoted once."""
    hop = draft.chain.hops[-1]
    return hop.named and hop.role in ("outlet", "office") and not lexis.is_party(hop.source)


def _chains(talk: Talk) -> tuple[Chain, ...]:
    return (talk.story, *(r.chain for r in talk.reaches))


def _passes(talk: Talk, relay: Hop | None, origin: Hop) -> bool:
    """The sentence says that the one has it from the other: "In doing so it quoted X", "It relies on X"."""
    if talk.source is not None and talk.source.hops[-1:] == (origin,):
        return True
    return relay is not None and any(
        first.label == relay.label and second == origin
        for reach in talk.reaches
        for first, second in itertools.pairwise(reach.chain.hops)
    )


def behind(drafts: list[Draft], talks: tuple[Talk, ...], measuring: Measuring, lexis: Lexis) -> None:
    """A page's story told after an outlet that only passes on, with one source of counts named elsewhere on the page: that is behind it."""
    every = [h for talk in talks for chain in _chains(talk) for h in chain.hops]
    hops = {h.source: h for h in every if h.source in lexis.sources and lexis.sources[h.source].origin}
    if len(hops) != 1:
        return
    (source, hop) = next(iter(hops.items()))
    at = [i for i, talk in enumerate(talks) if any(h == hop for c in _chains(talk) for h in c.hops)]
    known = {measuring.families.get(d.measure) for d in drafts if source in {h.source for h in d.chain.hops}}
    for draft in drafts:
        if not any(talks[i].item == talks[draft.index].item for i in at):
            continue
        last = draft.chain.hops[-1] if draft.chain.hops else None
        row = lexis.sources.get(last.source or "") if last else None
        if (
            row
            and not row.origin
            and row.kind in lexis.group("relay")
            and (len(draft.chain.hops) == 1 or row.kind == "ministry" or draft.chain.hops[0].role != "outlet")
            and (
                draft.chain_by not in SAID
                or any(0 <= draft.index - i <= 1 or (i == draft.index + 1 and _passes(talks[i], last, hop)) for i in at)
            )
            and (not known or measuring.families.get(draft.measure) in known or row.kind != "ministry")
            and source not in {h.source for h in draft.chain.hops}
        ):
            draft.chain, draft.chain_by = Chain((*draft.chain.hops, hop)), "chain.behind@1"


def _give(draft: Draft, chain: Chain, by: str) -> None:
    draft.chain, draft.chain_by = chain, by
    draft.stance = Stance.reported if draft.stance == Stance.asserted else draft.stance


def reweighed(drafts: list[Draft], standings: Standings) -> None:
    """A story told on from a source that was only named in passing yields to the one the page leans on."""
    held = {s.chain.hops[-1].label: s for s in standings.sources}
    for draft in drafts:
        if draft.chain_by != "chain.story@1" or not draft.chain.hops:
            continue
        best = standings.best(draft.index)
        mine = max((held[h.label].at(draft.index) for h in draft.chain.hops if h.label in held), default=0.0)
        if (
            best
            and best.whole
            and best.chain.hops[-1].label not in draft.chain.labels()
            and best.at(draft.index) > mine + MARGIN
        ):
            _give(draft, best.chain, "chain.of_page@1")


def extended(drafts: list[Draft], standings: Standings, lexis: Lexis) -> None:
    """A chain that stops at a relay goes on as the page's fullest chain through that relay does."""
    full = sorted((s for s in standings.sources if len(s.chain.hops) > 1), key=lambda s: -s.weight)
    for draft in drafts:
        row = lexis.sources.get(draft.chain.hops[-1].source or "") if draft.chain.hops else None
        if draft.chain.hops and draft.chain_by not in SAID and not (row and row.origin):
            labels = draft.chain.labels()
            mine = max((s.weight for s in standings.sources if s.chain.labels() == labels), default=0.0)
            longer = next(
                (s.chain for s in full if s.chain.labels()[: len(labels)] == labels and s.weight >= mine), None
            )
            if longer and len(longer.hops) > len(labels):
                draft.chain, draft.chain_by = longer, "chain.behind@1"


def relayed(drafts: list[Draft], talks: tuple[Talk, ...], lexis: Lexis) -> None:
    """What the page had from one source through an outlet, it goes on having through it: "X, citing Y: … . Y also counted …"."""
    before: dict[str, tuple[int, Hop]] = {}
    for i, talk in enumerate(talks):
        for reach in talk.reaches:
            for first, second in itertools.pairwise(reach.chain.hops):
                row = lexis.sources.get(first.source or "")
                if first.role == "outlet" and second.named and (row is None or not row.origin):
                    before.setdefault(second.label, (i, first))
    for draft in drafts:
        head = draft.chain.hops[0].label if draft.chain.hops else ""
        found = before.get(head)
        if found and found[0] <= draft.index and found[1].label not in draft.chain.labels():
            draft.chain = Chain((found[1], *draft.chain.hops))


def headlines(drafts: list[Draft], talks: tuple[Talk, ...], standings: Standings, lexis: Lexis) -> None:
    """A headline has its chain from the body: from the figure of the same measure and value, else the first of the measure."""
    body = [d for d in drafts if d.view.sentence.kind not in ("title", "heading")]
    for draft in drafts:
        if draft.view.sentence.kind not in ("title", "heading") or draft.chain.hops:
            continue
        same = [d for d in body if d.measure == draft.measure]
        low = draft.count.number.low
        if _adds_up(draft, body):
            continue
        near = (
            [d for d in same if d.count.number.low == low]
            or [d for d in body if low <= d.count.number.low <= 1.1 * low]
            or (same if len({d.chain.hops[-1].label for d in same if d.chain.hops}) == 1 else [])
        )
        near = near or _of_one_source(body)
        if near and not near[0].chain.hops and near[0].measure != draft.measure:
            near = [d for d in same if d.chain.hops] or near  # the same number, but of something else
        own = talks[draft.index].at(*draft.count.phrase)
        if _is_topic(draft, own, lexis):
            own = None
        if own and not (near and near[0].chain.hops):
            draft.chain, draft.stance, draft.chain_by = own.chain, Stance.reported, "chain.own@1"
        elif near:
            draft.chain, draft.stance = near[0].chain, near[0].stance
            draft.chain_by = "chain.headline_from_body@1"
            if draft.formation is None and near[0].formation:
                draft.formation = Slot(near[0].formation.value, How.context, None, "formation.headline_from_body@1")
        if draft.view.sentence.kind == "heading" and not draft.chain.hops and (best := standings.best(draft.index)):
            _give(draft, best.chain, "chain.of_page@1")  # a line of the page, not its headline


def _of_one_source(body: list[Draft]) -> list[Draft]:
    """Every figure of the body where all of them are one source's: then the headline's number is as well."""
    roots = {d.chain.hops[-1].label if d.chain.hops else "" for d in body}
    return body if len(body) >= FEW and len(roots) == 1 else []


def _adds_up(draft: Draft, body: list[Draft]) -> bool:
    """A headline that gives the sum of what the body counts side by side is the page's own reckoning."""
    low = draft.count.number.low
    if any(d.count.number.low == low for d in body):
        return False
    pairs = itertools.pairwise(d for d in body if d.unit is None and d.count.number.kind == "count")
    return any(a.count.number.low + b.count.number.low == low and b.index - a.index <= NEAR for a, b in pairs)


def _is_topic(draft: Draft, own: Reach | None, lexis: Lexis) -> bool:
    """ "The Army: more men gone": a party to the events before a colon is what a headline is about, not who says it."""
    last = own.chain.hops[-1] if own and own.chain.hops else None
    if last is None or last.cue is None or not lexis.is_party(last.source):
        return False
    return draft.view.folded[last.cue.end - draft.view.start :].startswith(":")
