"""View -> what is an act there and no attribution: a call-up announced, the men counted who "came to" a number."""

from __future__ import annotations

import re

from musterbook.codebook.language_rows import Cue
from musterbook.codebook.match import Hit
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_PROCLAIMING = frozenset(("announce", "declare", "announced by", "declared by", "proclaim", "proclaimed by"))
_HEAD = re.compile(
    r" (?:(?:a|an|the|his|her|its|their|this|that|what he called|so-called) )?[\"'“]?(?:\w+ ){0,2}[\"'“]?"
)
_BEGINS = "proclaimed"  # class of what begins by somebody's word
_PASSIVE = 90  # how far before "announced by" its subject may begin


def proclaims(view: View, cue: Hit, row: Cue) -> bool:
    """ "X announced his partial call-up": what is announced is X's own act, and the numbers in it are not X's count."""
    if row.surface not in _PROCLAIMING:
        return False
    begun = [h for h in view.of("lexicon") if h.value == _BEGINS]
    if row.form == "cue S":
        return any(
            0 <= cue.start - h.end <= _PASSIVE
            and not re.search(r"[;.]", view.text[h.end - view.start : cue.start - view.start])
            for h in begun
        )
    between = (view.folded[cue.end - view.start : h.start - view.start] for h in begun if 0 < h.start - cue.end <= 40)
    return any(_HEAD.fullmatch(words) for words in between)


_COUNTING = frozenset(("count", "tally", "record", "register", "document"))


def is_counted(view: View, row: Cue, speaker: Speaker, lexis: Lexis) -> bool:
    """ "The runaways came to 900", "men who find a way out": they are what is counted, not who counts."""
    if row.family != "counts" or row.surface in _COUNTING or speaker.source or speaker.of:
        return False
    if speaker.kind not in ("person", "group"):
        return False
    people = lexis.group("people")
    return any(
        h.value in people and h.start < speaker.end and speaker.start < h.end == speaker.end for h in view.of("lexicon")
    )
