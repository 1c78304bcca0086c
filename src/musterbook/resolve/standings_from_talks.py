"""Talks of a page -> standings: every source the page names, weighed as the one it has its numbers from."""

from __future__ import annotations

from collections import defaultdict

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen
from musterbook.model import Chain, Hop
from musterbook.resolve.talks_from_neighbours import FIGURES, Talk, speaks_of_figures

HEAD = 3  # sentences at either end of a page that speak for the whole of it
COUNTED = 2.0  # an attribution of a number, or in a sentence that speaks of numbers
NAMED = 0.6  # any other attribution
ENDS = 1.0  # one at the head or the end of the page
ORIGIN = 1.5  # the codebook knows that the source counts for itself
SIGNED = 6  # words of a line that only says by whom the page came: "Source: Astra"
TITLED = 1.5  # the headline itself names it
WHOLE = 3.0  # the page says that all of it is the source's
ENOUGH = 2.5  # less than this is a mention, not the page's supplier
ALONE = 1.5  # of the only source of a page that counts nothing itself


DECAY = 0.4  # what a credit loses with each sentence between it and a figure
LEAD, LED = 2, 0.1  # one in the first sentences of a page speaks for all of it, and loses this much
PARTY = 0.5  # what is left of the weight of a party to the events that does not count for others
PART = 0.5  # how much of a source's weight over the whole page goes with it everywhere


_SUPPLIES = re.compile(
    r"\b(?:which|who|that) (?:has |had |have )?(?:supplied|provided|released|compiled|published|"
    r"collected|gathered|issued|disclosed|gave out|"
    r"handed over|furnished|produced|keeps|kept|assembled|collated) (?:(?:the|these|those|all|its|this|such) )?(?:\w+ )?"
    rf"(?:{'|'.join(sorted(FIGURES))})\b"
)


@frozen
class Standing:
    """A source the page leans on: its fullest chain, what speaks for it, and the sentences that credit it."""

    chain: Chain
    weight: float
    credits: tuple[tuple[int, float], ...]
    whole: bool = False  # the page says that its figures are the source's
    signed: frozenset[int] = frozenset()  # the sentences that say so of all the page
    party: bool = False  # it is a party to the events and counts only for itself

    def at(self, index: int) -> float:
        """How much speaks for it at one sentence of the page."""
        near = (worth - (LED if i <= LEAD or i in self.signed else DECAY) * abs(i - index) for i, worth in self.credits)
        return (PART * self.weight + max(near, default=0.0)) * (PARTY if self.party else 1.0)


@frozen
class Standings:
    """Every source that a page may have its numbers from, and what speaks for the page's own count."""

    sources: tuple[Standing, ...]
    own: float
    alone: bool = False  # one source speaks, and nobody else is named

    def best(self, index: int) -> Standing | None:
        """Return the source that supplies the numbers of a sentence, None when the page rather speaks itself."""
        enough = ALONE if self.alone else ENOUGH
        able = [s for s in self.sources if s.weight >= enough and s.weight > self.own]
        return max(able, key=lambda s: (s.at(index), s.weight, s.chain.labels()), default=None)


def standings_from_talks(views: tuple[View, ...], talks: tuple[Talk, ...], lexis: Lexis) -> Standings:
    """Weigh every named outlet and office of the page by where and beside what it is named."""
    credits: dict[str, list[tuple[int, float]]] = defaultdict(list)
    chains: dict[str, Chain] = {}
    whole: set[str] = set()
    signatures: set[int] = set()
    own = 0.0
    for i, (view, talk) in enumerate(zip(views, talks, strict=True)):
        numbers = view.says_how_many()
        worth = COUNTED if numbers or speaks_of_figures(view) else NAMED
        ends = ENDS if i <= HEAD or i >= len(talks) - HEAD else 0.0
        signed = WHOLE if not numbers and not talk.told and (_is_signed(view) or _says_all(view)) else 0.0
        signatures |= {i} if signed else set()
        supplies = WHOLE if talk.reaches and _supplies(view) else 0.0
        titled = TITLED if view.sentence.kind == "title" and talk.story.hops else 0.0
        listed = {h.label for r in talk.reaches if r.list for h in r.chain.hops}
        for chain, extra in [(c, max(e, titled, signed, supplies)) for c, e in _credits(talk)]:
            hop = _supplier(chain)
            if hop is None or any(at == i for at, _ in credits[hop.label]) or _lent(hop, chain, view):
                continue
            extra = extra if hop is chain.hops[-1] or signed else 0.0
            credits[hop.label].append((i, NAMED if hop.label in listed else worth + ends + extra))
            some = _SOME.match(view.folded)  # of two or three figures, not of all that the page has
            whole |= {hop.label} if extra > titled or (not numbers and worth == COUNTED and not some) else set()
            if len(chain.hops) > len(chains.get(hop.label, Chain()).hops):
                chains[hop.label] = _up_to(chain, hop)
        own += worth if any(r.own and not r.chain.hops for r in talk.reaches) else 0.0
    found = []
    for label, chain in sorted(chains.items()):
        row = lexis.sources.get(chain.hops[-1].source or "")
        weight = sum(worth for _, worth in credits[label]) + (ORIGIN if row and row.origin else 0.0)
        found.append(
            Standing(
                chain,
                weight,
                tuple(credits[label]),
                label in whole,
                frozenset(signatures & {i for i, _ in credits[label]}),
                lexis.is_party(chain.hops[-1].source),
            )
        )
    says = any(r.chain.hops and not r.lent for talk in talks for r in talk.reaches)
    return Standings(tuple(found), own, len(found) == 1 and not own and says)


def _supplies(view: View) -> bool:
    """ "X, which supplied the figures, …": what the page counts is X's."""
    return not view.words.isdisjoint(FIGURES) and _SUPPLIES.search(view.folded) is not None


_SOME = re.compile(
    r"\W*(?:both|the two|the latter|the former|the (?:first|second|third|last)|one of|neither|either|these two|those two)\b"
)
_ALL_WORDS = frozenset(("all", "everything", "entire", "whole"))
_ALL = re.compile(
    r"\W*(?:all (?:of )?(?:this|that|these|those|it|the above|the below|of the above)|everything (?:(?:here|"
    r"above|below|that follows|told here) )?|"
    r"(?:this|the) (?:whole|entire) (?:story|account|report|page|text|item)|(?:we|i) (?:have|owe|know|took|"
    r"take) (?:all (?:of )?(?:this|that|it)|it all))"
    r"[^.;:\d]{0,30}?\b(?:from|to|by|via|is|are|was|were|comes?|came|rests?|according)\b"
)


def _says_all(view: View) -> bool:
    """ "All of this is from X": whose the whole page is."""
    return not view.words.isdisjoint(_ALL_WORDS) and _ALL.match(view.folded) is not None


def _is_signed(view: View) -> bool:
    """A short line or a bracket that only says by whom the page came."""
    short = len(view.text.split()) <= SIGNED and view.sentence.kind != "title"
    return short and (view.sentence.kind == "heading" or view.text.startswith("(") or ":" in view.text)


def _credits(talk: Talk) -> list[tuple[Chain, float]]:
    """The chains a sentence speaks for: its attributions, its sourcing, the story it opens."""
    found = [(reach.chain, WHOLE if reach.page else 0.0) for reach in talk.reaches if not reach.lent]
    if talk.source:
        return [(talk.source, 1.0)]
    if not found and talk.age == 0 and talk.story.hops:
        found.append((talk.story, 0.0))
    return found


def _supplier(chain: Chain) -> Hop | None:
    """The last of a chain that counts for others: a named outlet or office."""
    return next((hop for hop in reversed(chain.hops) if hop.named and hop.role in ("outlet", "office")), None)


def _lent(hop: Hop, chain: Chain, view: View) -> bool:
    """The sentence does not name the source: it was put before somebody unnamed who speaks in its story."""
    named = hop.cue is not None and view.start <= hop.cue.start < view.sentence.end
    return hop is not chain.hops[-1] and not named


def _up_to(chain: Chain, hop: Hop) -> Chain:
    """The chain to its supplier, and to the unnamed outlet that this one has it from: an open end stays open."""
    end = chain.hops.index(hop) + 1
    behind = chain.hops[end : end + 1]
    return Chain((*chain.hops[:end], *(it for it in behind if not it.named and it.role == "outlet")))
