"""Views -> does the page concern the pack: its subject, in its world; look-alikes borrow the words of that world."""

from __future__ import annotations

from collections import Counter

from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View

ENOUGH = 2  # words of the pack's world, or names of its countries and sources, which a page needs; so many more for each alien word
SHORT = 70  # words; a shorter page may be a post or a headline that has room for a number and little else
SETTING = ("countries", "sources", "places", "formations")
WORLD = ("countries", "sources")


def concerns(views: tuple[View, ...], lexis: Lexis) -> bool:
    """True when a page speaks of the pack's subject, or counts what goes with it, among more words of its world than of others."""
    words = Counter(hit.value for view in views for hit in view.of("gate"))
    alien, ours = words["alien"], words["ours"] + words["borrowed"]
    world = _named(views, SETTING)
    if not any(_on_subject(view, lexis) for view in views):
        return ours + world >= ENOUGH * (1 + alien) and _akin(views, lexis)
    if sum(len(view.text.split()) for view in views) <= SHORT:
        return ours > alien or (not alien and _counts(views))
    if ours + world >= ENOUGH * (1 + alien):
        return True
    return ours > alien and (words["ours"] >= ENOUGH or _named(views, WORLD) >= ENOUGH)


def _named(views: tuple[View, ...], tables: tuple[str, ...]) -> int:
    """How often the page names what those tables of the pack hold: look-alikes stay at home."""
    return sum(len(view.of(table)) for view in views for table in tables)


def _on_subject(view: View, lexis: Lexis) -> bool:
    """The sentence has a word of the subject; the names of armies and offices are terms too, and only its setting."""
    subject, setting = lexis.group("subject"), lexis.group("setting")
    return any(lexis.terms[hit.value].concept not in setting for hit in view.of("terms")) or any(
        hit.value in subject for hit in view.of("lexicon")
    )


def _akin(views: tuple[View, ...], lexis: Lexis) -> bool:
    """A page with numbers speaks of what is counted beside the subject: the fallen, those called up, verdicts, the wanted."""
    akin = lexis.group("akin")
    return _counts(views) and any(hit.value in akin for view in views for hit in view.of("lexicon"))


def _counts(views: tuple[View, ...]) -> bool:
    """A page too short for words of the pack's world still counts when it has a number."""
    return any(n.kind == "count" for view in views for n in view.numbers)
