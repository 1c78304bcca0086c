"""Text -> masks: every span that would let a private person be found. Whoever is not known to be public is private."""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterbook.codebook.guard import Guard
from musterbook.shield.cues_from_text import cues_from_text
from musterbook.shield.identifiers_from_text import identifiers_from_text
from musterbook.shield.mask_from_span import Mask, Rule, clipped, joined
from musterbook.shield.people_from_runs import people_from_runs
from musterbook.shield.runs_from_text import runs_from_text

BETWEEN = "\n\n"
BLOCK = "█"


def masks_from_text(text: str, language: str, guard: Guard) -> tuple[Mask, ...]:
    """Return the spans of a text to hide, in order and apart: private names, nicknames, numbers, addresses, accounts."""
    if not text:
        return ()
    cues = cues_from_text(text, guard)
    numbers = joined(identifiers_from_text(cues, guard, language))
    names = people_from_runs(runs_from_text(cues, guard), cues, guard, language)
    masks = joined([*numbers, *names])
    return joined([*masks, *_elsewhere(text, masks)])


def masks_from_texts(texts: tuple[str, ...], language: str, guard: Guard) -> tuple[tuple[Mask, ...], ...]:
    """Return the masks of texts that belong together (title, text): who is private in one is so in the others."""
    masks = masks_from_text(BETWEEN.join(texts), language, guard)
    found, at = [], 0
    for text in texts:
        found.append(clipped(masks, at, at + len(text)))
        at += len(text) + len(BETWEEN)
    return tuple(found)


def _elsewhere(text: str, masks: tuple[Mask, ...]) -> Iterator[Mask]:
    """The very words of a mask, wherever else they stand whole: in an address of a page, a caption, a line in capitals."""
    said: dict[str, Mask] = {}
    for mask in masks:
        words = text[mask.start : mask.end]
        if mask.rule in (Rule.name, Rule.nickname) and " " in words:
            said.setdefault(words, mask)
    if not said:
        return
    ordered = sorted(said, key=lambda words: (-len(words), words))
    slugs = {re.sub(r"\W+", "-", words).strip("-").lower(): words for words in ordered}
    forms = {words.lower(): words for words in ordered} | {slug: slugs[slug] for slug in slugs}
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))})(?!\w)", re.I
    )
    for match in pattern.finditer(text):
        words = forms.get(match.group().lower())
        if words:
            yield Mask(match.start(), match.end(), said[words].rule, said[words].role)
