"""Count -> population: the group a figure is about, when its words say more than people in general."""

from __future__ import annotations

import re

from musterbook.extract.counts_from_view import Count
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot

_OF = re.compile(r"^[^,.;:()]*?\bof ((?:the |all |those |these )?[^,.;:()]{3,70})")


def population_from_count(document: Document, view: View, count: Count, named: frozenset[str]) -> Slot | None:
    """Return the population a count states, None for people in general."""
    start, end = count.phrase
    inside = [h for h in view.of("populations") if start <= h.start and h.end <= end + 1]
    if inside:
        hit = max(inside, key=lambda h: (h.end - h.start, -h.start))
        return Slot(hit.value, How.stated, document.quote(hit.start, hit.end))
    if count.number.kind in ("percent", "share"):
        match = _OF.match(view.text[count.number.end :])
        if match:
            at = view.start + count.number.end + match.start(1)
            words = match.group(1).rstrip()
            return Slot(" ".join(words.split()), How.stated, document.quote(at, at + len(words)))
    if count.head and count.noun in named:
        a, b = count.head
        return Slot(document.text[a:b].lower(), How.stated, document.quote(a, b))
    return None
