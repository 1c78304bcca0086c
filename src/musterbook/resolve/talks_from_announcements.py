"""Talks of a page -> talks: a sentence that announces whose figures come next covers those after it in its paragraph."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.views_from_page import View
from musterbook.model import Chain
from musterbook.resolve.hops_from_speakers import Memory, chain_of, hop_of, is_own
from musterbook.resolve.talks_from_neighbours import FIGURES, Reach, Talk, asks

FOUND = frozenset("findings results records breakdown".split())  # announced as figures are
_WORK = rf"(?:{'|'.join(sorted(FIGURES | FOUND))})"
_ANNOUNCES = re.compile(
    rf"\W*(?:(?:now|so|and|but|next|first|then) )?(?:let's|let us|let me|time to|we turn to|turn(?:ing)? to|take|consider|see|hear|"
    rf"(?:here|these|below|those) (?:are|is|come|comes|follow|follows)|there (?:are|is)|(?:and )?what (?:do|does|did|are|is)) "
    rf"[^.;:\d]{{0,80}}\b{_WORK}\b|"
    rf"[^.;\d]{{0,120}}\b{_WORK}\b[^.;\d]{{0,120}}\b(?:are|is|go|goes|run|runs|look|looks|read|reads|say|says|show|shows|tell|tells) "
    r"(?:these|this|as follows|the following|like this|so|thus|below|a story)\W*$|"
    rf"[^.;\d]{{0,80}}\b(?:seen?|clear|plain|evident|apparent|emerges?|follows|gauged?|judged?|measured?|tell|"
    rf"told) (?:\w+ )?(?:from|by|in) "
    rf"[^.;:\d]{{0,60}}\b{_WORK}\b"
)
AFTER = 6  # sentences that an announcement covers


def announced(views: tuple[View, ...], talks: list[Talk], memory: Memory) -> list[Talk]:
    """ "Let us hear the office's own figures. In May 40 left.": what comes next in the paragraph is the office's."""
    out = list(talks)
    for i, view in enumerate(views[:-1]):
        chain = _announced(view, out[i], memory)
        if chain is None:
            continue
        for k in range(i + 1, min(len(out), i + 1 + AFTER)):
            if views[k].sentence.block != view.sentence.block or out[k].reaches:
                break
            out[k] = replace(out[k], reaches=(Reach(views[k].start, views[k].sentence.end, chain, "says", lent=True),))
    return out


def _announced(view: View, talk: Talk, memory: Memory) -> Chain | None:
    """Whose the figures are that a sentence without a count announces."""
    if view.words.isdisjoint(FIGURES | FOUND) or view.sentence.kind != "body" or view.says_how_many():
        return None
    if not _ANNOUNCES.match(view.folded) or asks(view):
        return None
    named = [
        s for s in memory.speakers[view.start] if s.source and not is_own(s, memory) and s.kind in ("office", "outlet")
    ]
    if talk.reaches or talk.source:
        return talk.source or talk.reaches[-1].chain
    if len(named) != 1:
        return None
    first = talk.story.hops[:1]
    relay = first if first and first[0].role == "outlet" and named[0].kind == "office" else ()
    return chain_of((*relay, hop_of(named[0], memory)))
