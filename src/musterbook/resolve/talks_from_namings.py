"""Talks of a page -> talks: who was first spoken of without a name takes the one that the page gives soon after."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View
from musterbook.model import Chain, Hop
from musterbook.resolve.hops_from_speakers import Memory, chain_of, hop_of, is_own
from musterbook.resolve.talks_from_neighbours import Talk

HERE = 70  # code points before a name in which it may be said whose name it is
NAMED_WITHIN = 4  # sentences after which somebody unnamed is no longer given a name
_CALLED = re.compile(
    r"(?:(?:better |also |commonly |generally )?(?:known|named|called|dubbed|registered|operating|working|going|"
    r"calling itself|styling itself)"
    r"(?: (?:as|by|under|to \w+ as))?(?: the name)?(?: of)?) [\"'(]?"
)
_IS_NAMED = re.compile(
    r"(?:the|this|that|it) ?(?:[\w-]+ ){0,2}?[\w-]*,? ?(?:(?:which|that) )?(?:(?:is|was|goes|styles itself|calls itself|itself) )?"
    r"(?:(?:called|named|known|calling itself|by the name|under the name|as|of) ){0,3}[\"'(]?"
)

_NAMED_HERE = re.compile(  # "says the group, known as X"
    r"\b(?:the|this|that) (?:[\w-]+ )?(?P<noun>[\w-]+),? (?:(?:which|that) (?:is |was |goes |has )?)?"
    r"(?:(?:better |also )?(?:known|named|called|dubbed|calling itself|"
    r"styling itself|going|by|under|registered)) (?:(?:as|by|under|the|name|of) ){0,4}[\"'(]?$"
)


def named_next(views: tuple[View, ...], talks: list[Talk], memory: Memory) -> list[Talk]:
    """ "A group of helpers says … . Open Door, as it calls itself, expects …": soon after it is named whom the page meant."""
    out = list(talks)
    for i in range(len(out) - 1):
        chains = [r.chain for r in out[i].reaches[-1:]] or [c for c in (out[i].source,) if c]
        last = chains[0].hops[-1] if chains and chains[0].hops else None
        if last is None or last.named or last.role not in ("outlet", "office", "group"):
            continue
        noun = fold(last.label).split()[-1]
        if noun not in memory.lexis.words_of("nameless"):
            continue
        for k in range(i + 1, min(len(out), i + 1 + NAMED_WITHIN)):
            named = _introduced(views[k], noun, memory, near=k == i + 1)
            if named is not None and (named.kind, last.role) == ("outlet", "office"):
                break
            if named is not None and named.label not in chains[0].labels():
                hop = hop_of(named, memory)
                out[i : k + 1] = [_renamed(talk, last, hop) for talk in out[i : k + 1]]
                break
    return out


def _introduced(view: View, noun: str, memory: Memory, *, near: bool) -> Speaker | None:
    """Whom a sentence names at its head: at once, or after "the group, named …" where that is what went before."""
    for speaker in memory.speakers[view.start]:
        at = speaker.start - view.start
        if speaker.source and not is_own(speaker, memory):
            again = noun in view.folded[:at].split(",")[0].split() and _IS_NAMED.fullmatch(view.folded, 0, at)
            called = near and _CALLED.fullmatch(view.folded, 0, at)
            here = _NAMED_HERE.search(view.folded[max(0, at - HERE) : at])
            anew = here is not None and here["noun"] == noun
            return speaker if (near and at <= 4) or called or again or anew else None
    return None


def _renamed(talk: Talk, last: Hop, hop: Hop) -> Talk:
    """The talk with a named hop for the unnamed one."""

    def chain(of: Chain) -> Chain:
        ends = of.hops and of.hops[-1].label == last.label and not of.hops[-1].named
        return chain_of((*of.hops[:-1], hop)) if ends else of

    reaches = tuple(replace(r, chain=chain(r.chain)) for r in talk.reaches)
    return replace(talk, reaches=reaches, story=chain(talk.story), source=chain(talk.source) if talk.source else None)
