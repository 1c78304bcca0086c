"""Text -> masks: every span that would let a private person be found. Whoever is not known to be public is private."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from musterbook.codebook.guard import Guard
from musterbook.codebook.match import fold
from musterbook.shield.cues_from_text import KEPT, Cues, cues_from_text
from musterbook.shield.identifiers_from_text import identifiers_from_text
from musterbook.shield.mask_from_span import Mask, Rule, clipped, joined
from musterbook.shield.people_from_runs import people_from_runs
from musterbook.shield.registers_from_masks import registers_from_masks
from musterbook.shield.runs_from_text import runs_from_text

BETWEEN = "\n\n"
# A date or a bare name says little away from its cue: a date may be that of something else, a first name anybody's.
OWN_PLACE = frozenset({Rule.birth, Rule.register})

_NO_WORD = re.compile(r"\W+")


def masks_from_text(text: str, language: str, guard: Guard) -> tuple[Mask, ...]:
    """Return the spans of a text to hide, in order and apart: private names, nicknames, numbers, addresses, accounts."""
    if not text:
        return ()
    cues = cues_from_text(text, guard)
    numbers = joined(identifiers_from_text(cues, guard, language))
    names = people_from_runs(runs_from_text(cues, guard), cues, guard, language)
    masks = joined([*numbers, *names])
    masks = joined([*masks, *(mask for mask in _elsewhere(text, masks) if not _is_kept(mask, cues))])
    return joined([*masks, *registers_from_masks(text, masks, guard.label(Rule.register.value, language))])


def _is_kept(mask: Mask, cues: Cues) -> bool:
    """True for a single word of a known name: whoever is called Fox leaves the broadcaster alone."""
    return " " not in cues.text[mask.start : mask.end] and bool(cues.flags[mask.start] & KEPT)


def masks_from_texts(texts: tuple[str, ...], language: str, guard: Guard) -> tuple[tuple[Mask, ...], ...]:
    """Return the masks of texts that belong together (title, text): who is private in one is so in the others."""
    masks = masks_from_text(BETWEEN.join(texts), language, guard)
    found, at = [], 0
    for text in texts:
        found.append(clipped(masks, at, at + len(text)))
        at += len(text) + len(BETWEEN)
    return tuple(found)


def _elsewhere(text: str, masks: tuple[Mask, ...]) -> Iterator[Mask]:
    """The very words of a mask, wherever else they stand whole: in an address of a page, a caption, a line in capitals.

    Words of several are found whatever their capitals, and as they stand in a link; a single one only as it was written.
    """
    said: dict[str, tuple[Mask, str]] = {}
    for mask in masks:
        words = text[mask.start : mask.end]
        if mask.rule not in OWN_PLACE and len(words) > 2:
            said.setdefault(fold(words), (mask, words))
            if " " in words:
                said.setdefault(_NO_WORD.sub("-", fold(words)).strip("-"), (mask, ""))
    if not said:
        return
    forms = sorted(said)
    found = AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.NoncontiguousNFA)
    for which, start, end in found.find_matches_as_indexes(fold(text)):
        mask, words = said[forms[which]]
        alone = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        number = text[start].isdigit() and (text[end : end + 1] in (",", ".") and text[end + 1 : end + 2].isdigit())
        if alone and not number and (" " in words or not words or text[start:end] == words):
            yield Mask(start, end, mask.rule, mask.role)
