"""Views -> does the page concern the pack: its subject, in its world; look-alikes borrow the words of that world."""

from __future__ import annotations

from collections import Counter

from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View

ENOUGH = 2  # words that only the pack's world uses, or names of its countries and sources, which a page needs
SHORT = 70  # words; a shorter page may be a post or a headline that has room for a number and little else


def concerns(views: tuple[View, ...], lexis: Lexis) -> bool:
    """True when a page speaks of the pack's subject, among more words of its world than of others."""
    if not any(_on_subject(view, lexis) for view in views):
        return False
    words = Counter(hit.value for view in views for hit in view.of("gate"))
    ours = words["ours"] + words["borrowed"]
    if sum(len(view.text.split()) for view in views) <= SHORT:
        return ours > words["alien"] or (not words["alien"] and _counts(views))
    return ours > words["alien"] and (words["ours"] >= ENOUGH or _abroad(views) >= ENOUGH)


def _abroad(views: tuple[View, ...]) -> int:
    """How often the page names countries or sources of the pack: look-alikes stay at home."""
    return sum(len(view.of("countries")) + len(view.of("sources")) for view in views)


def _on_subject(view: View, lexis: Lexis) -> bool:
    """The sentence has a word of the subject; the names of armies and offices are terms too, and only its setting."""
    subject, setting = lexis.group("subject"), lexis.group("setting")
    return any(lexis.terms[hit.value].concept not in setting for hit in view.of("terms")) or any(
        hit.value in subject for hit in view.of("lexicon")
    )


def _counts(views: tuple[View, ...]) -> bool:
    """A page too short for words of the pack's world still counts when it has a number."""
    return any(n.kind == "count" for view in views for n in view.numbers)
