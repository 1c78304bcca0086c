"""Talks of a page -> talks: on a page of questions and answers what is no question is said by the guest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View
from musterbook.resolve.hops_from_speakers import Memory, chain_of, hop_of, is_enacted, is_own
from musterbook.resolve.talks_from_neighbours import Reach, Talk

ASKED = 2  # sentences of a paragraph that only asks
_QUESTIONS = 3  # lines that only ask, after which a page is an interview
_SPOKEN = re.compile(
    r"\b(?:interview\w*|we (?:spoke|talked|met|asked)|spoke (?:to|with)|talked (?:to|with)|in conversation|q ?& ?a|answers|"
    r"(?:receives?|received|tells?|told|meets?|met) us|sat down with|(?:a )?(?:talk|conversation|chat) with)\b"
)


def interview(views: tuple[View, ...], talks: list[Talk], memory: Memory) -> list[Talk]:
    """Questions on lines of their own make an interview: what is no question is said by whom the page presents at its head."""
    last = {v.sentence.block: v for v in views}
    length = Counter(v.sentence.block for v in views)
    closed = {block for block, v in last.items() if v.text.endswith("?") and length[block] <= ASKED}
    asked = [i for i, v in enumerate(views) if v.sentence.block in closed]
    if len(closed) < _QUESTIONS:
        return talks
    guest = _guest(views[: asked[0]], memory)
    if guest is None:
        return talks
    hops = (*memory.page, hop_of(guest, memory))
    out = list(talks)
    for i in range(asked[0], len(views)):
        if i in asked or views[i].sentence.kind not in ("body", "bullet"):
            continue
        own = tuple(replace(r, chain=chain_of((*hops, *r.chain.hops)), own=False) for r in talks[i].reaches)
        whole = Reach(views[i].start, views[i].sentence.end, chain_of(hops), "says")
        out[i] = replace(talks[i], reaches=own or (whole,))
    return out


def _guest(lead: tuple[View, ...], memory: Memory) -> Speaker | None:
    """Whom the head of an interview presents: somebody named, else the first person of a role."""
    found = [s for v in lead for s in memory.speakers[v.start] if not is_own(s, memory) and s.kind != "self"]
    found = [s for s in found if not is_enacted(s, memory)]
    people = [s for s in found if s.kind == "person" or memory.lexis.is_person(s.source)]
    spoken = any(_SPOKEN.search(v.folded) for v in lead)
    named = [s for s in people if s.source] or [s for s in people if spoken and s.noun and not s.refers]
    return next(iter(named or [s for s in found if s.source]), None)
