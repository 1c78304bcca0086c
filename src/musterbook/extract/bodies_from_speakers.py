"""Speakers of a page -> its outlets and groups nobody knows by name: once presented, "the group Way Home" is there by name alone."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

LEAST = 4  # letters of a name that may be met again
Bodies = dict[str, Speaker]  # by the name as it is written


def bodies_from_speakers(speakers: tuple[tuple[Speaker, ...], ...], lexis: Lexis) -> Bodies:
    """Return the outlets and offices that a page presents by a name which no table has."""
    bodies: Bodies = {}
    for found in speakers:
        for speaker in found:
            named = speaker.source and speaker.source not in lexis.sources and speaker.kind in ("outlet", "office")
            if named and len(speaker.label) >= LEAST and _is_name(speaker.label, lexis):
                bodies.setdefault(speaker.label, speaker)
    return bodies


def _is_name(label: str, lexis: Lexis) -> bool:
    words = label.split()
    plain = all(
        fold(word) in lexis.words_of("not_name") or fold(word) in lexis.words_of("office_word") for word in words
    )
    return label[:1].isupper() and not plain


def bodies_again(view: View, bodies: Bodies, found: tuple[Speaker, ...]) -> list[Speaker]:
    """Return the bodies of a page that a sentence names and that were not found there."""
    again = []
    for name, body in bodies.items():
        at = view.text.find(name)
        if at < 0 or any(s.source == body.source for s in found):
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", view.text):
            start, end = view.start + match.start(), view.start + match.end()
            if not view.covered(start, end, "sources", "places", "formations"):
                again.append(replace(body, start=start, end=end, refers=False))
    return again
