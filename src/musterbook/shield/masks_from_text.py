"""Text -> masks: every span that would let a private person be found. Whoever is not known to be public is private."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from musterbook.codebook.guard import Guard
from musterbook.shield.cues_from_text import KEPT, Cues, cues_from_text
from musterbook.shield.identifiers_from_text import identifiers_from_text
from musterbook.shield.mask_from_span import BLOCK, Mask, Rule, blocked, clipped, joined
from musterbook.shield.people_from_runs import people_from_runs
from musterbook.shield.registers_from_masks import registers_from_masks
from musterbook.shield.runs_from_text import runs_from_text

BETWEEN = "\n\n"
# A date or a bare name says little away from its cue: a date may be that of something else, a first name anybody's.
OWN_PLACE = frozenset({Rule.birth, Rule.register})

READINGS = 8  # more than any text needed; each one hides more, so there is an end anyway

_NO_WORD = re.compile(r"\W+")


def masks_from_text(text: str, language: str, guard: Guard) -> tuple[Mask, ...]:
    """Return the spans of a text to hide, in order and apart: private names, nicknames, numbers, addresses, accounts.

    What is hidden changes what the words beside it are seen to say, so the lines with masks are read again until nothing is
    left to hide in them: masking twice is masking once.
    """
    masks = _masks(text, language, guard)
    for _ in range(READINGS):
        if not masks:
            break
        lines = _lines_with(masks, text)
        even = blocked(text, masks)
        more = _masks("\n".join(even[start:end] for start, end in lines), language, guard)
        if not more:
            break
        masks = joined([*masks, *_moved(more, lines), *_masks(even, language, guard)])
    return masks


def _lines_with(masks: tuple[Mask, ...], text: str) -> list[tuple[int, int]]:
    """Return the lines of a text that hold a mask."""
    lines: list[tuple[int, int]] = []
    for mask in masks:
        if not lines or mask.end > lines[-1][1]:
            start = max(text.rfind("\n", 0, mask.start) + 1, lines[-1][1] if lines else 0)
            end = text.find("\n", mask.end)
            lines.append((start, end if end >= 0 else len(text)))
    return lines


def _moved(masks: tuple[Mask, ...], lines: list[tuple[int, int]]) -> Iterator[Mask]:
    """Put masks of joined lines where those lines are in the text."""
    at = 0
    for start, end in lines:
        for mask in clipped(masks, at, at + end - start):
            yield Mask(mask.start + start, mask.end + start, mask.rule, mask.role)
        at += end - start + 1


def _masks(text: str, language: str, guard: Guard) -> tuple[Mask, ...]:
    if not text:
        return ()
    cues = cues_from_text(text, guard)
    numbers = joined(identifiers_from_text(cues, guard, language))
    names, kept = people_from_runs(runs_from_text(cues, guard), cues, guard, language)
    masks = joined([*numbers, *names])
    masks = joined([*masks, *(mask for mask in _elsewhere(cues, masks) if not _is_kept(mask, cues, kept))])
    return joined([*masks, *registers_from_masks(text, masks, guard.label(Rule.register.value, language))])


def _is_kept(mask: Mask, cues: Cues, kept: list[tuple[int, int]]) -> bool:
    """True for a single word of a known name: whoever is called Fox leaves the broadcaster alone, Ivan a minister."""
    at = bisect_left(kept, (mask.start + 1,)) - 1
    if at >= 0 and mask.end <= kept[at][1]:
        return True
    return " " not in cues.text[mask.start : mask.end] and bool(cues.flags[mask.start] & KEPT)


def masks_from_texts(texts: tuple[str, ...], language: str, guard: Guard) -> tuple[tuple[Mask, ...], ...]:
    """Return the masks of texts that belong together (title, text): who is private in one is so in the others."""
    masks = masks_from_text(BETWEEN.join(texts), language, guard)
    found, at = [], 0
    for text in texts:
        found.append(clipped(masks, at, at + len(text)))
        at += len(text) + len(BETWEEN)
    return tuple(found)


def _elsewhere(cues: Cues, masks: tuple[Mask, ...]) -> Iterator[Mask]:
    """The very words of a mask, wherever else they stand whole: in an address of a page, a caption, a line in capitals.

    Words of several are found whatever their capitals, and as they stand in a link; a single one only as it was written.
    """
    text, folded = cues.text, cues.folded
    said: dict[str, tuple[Mask, str]] = {}
    for mask in masks:
        words = text[mask.start : mask.end]
        if mask.rule not in OWN_PLACE and len(words) > 2 and BLOCK not in words:
            low = folded[mask.start : mask.end]
            said.setdefault(low, (mask, words))
            if " " in words:
                said.setdefault(_NO_WORD.sub("-", low).strip("-"), (mask, ""))
    if not said:
        return
    forms = sorted(said)
    found = AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.NoncontiguousNFA)
    for which, start, end in found.find_matches_as_indexes(folded):
        mask, words = said[forms[which]]
        alone = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        number = text[start].isdigit() and (text[end : end + 1] in (",", ".") and text[end + 1 : end + 2].isdigit())
        if alone and not number and (" " in words or not words or text[start:end] == words):
            yield Mask(start, end, mask.rule, mask.role)
