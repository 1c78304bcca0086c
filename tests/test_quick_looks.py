"""A quick look at the words of a sentence must never hide what the slow pattern behind it would have found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from musterbook.codebook.match import fold
from musterbook.extract import bounds_from_phrase, counts_from_view, frames_from_figures
from musterbook.extract.number_words import words_in
from musterbook.resolve import (
    looks_from_spot,
    offices_from_speakers,
    opening_from_date,
    period_from_before,
    place_from_names,
    standings_from_talks,
    sums_from_drafts,
    talks_from_announcements,
    talks_from_credits,
    talks_from_neighbours,
    talks_from_provenance,
    talks_from_work,
)

ROOT = Path(__file__).parents[1]
OPEN = ("develop", "retold_a", "retold_b", "voices", "retellings", "dispatches", "shorts")  # sets that may be looked at
Look = Callable[[str, frozenset[str]], bool]


def has_word(words: Iterable[str]) -> Look:
    """The look that asks for one of some whole words."""
    wanted = frozenset(words)
    return lambda _, found: not wanted.isdisjoint(found)


def has_part(parts: Iterable[str]) -> Look:
    """The look that asks for one of some stretches of letters."""
    wanted = tuple(parts)
    return lambda folded, _: any(part in folded for part in wanted)


LOOKS: dict[str, tuple[Look, re.Pattern[str]]] = {
    "exact": (has_part(looks_from_spot._EXACT_WORDS), looks_from_spot._EXACT),
    "usual": (has_word(sums_from_drafts._USUAL_WORDS), sums_from_drafts._USUAL),
    "credit": (has_word(bounds_from_phrase._CREDIT_WORDS), bounds_from_phrase._CREDIT),
    "trail": (has_word(counts_from_view._TRAIL_WORDS), counts_from_view._TRAIL),
    "supplies": (has_word(talks_from_neighbours.FIGURES), standings_from_talks._SUPPLIES),
    "all": (has_word(standings_from_talks._ALL_WORDS), standings_from_talks._ALL),
    "asks": (has_word(talks_from_neighbours._ASKING), talks_from_neighbours._ASKS),
    "false": (has_word(talks_from_neighbours._FALSE_WORDS), talks_from_neighbours._FALSE),
    "pointed": (has_word(talks_from_neighbours._POINTED_WORDS), talks_from_neighbours._POINTED),
    "announces": (
        has_word(talks_from_neighbours.FIGURES | talks_from_announcements.FOUND),
        talks_from_announcements._ANNOUNCES,
    ),
    "to_now": (has_part(opening_from_date._NOW), opening_from_date._TO_NOW),
    "regions": (has_word(place_from_names._SEVERAL_REGIONS), place_from_names._REGIONS),
    "region": (has_word(place_from_names._A_REGION), place_from_names._REGION),
    "whom": (has_word(("whom", "which")), bounds_from_phrase._OF_WHOM),
    "hands": (has_word(frames_from_figures._FIGURES), frames_from_figures._HANDS),
    "later": (has_word(period_from_before._LATER_WORDS), period_from_before._LATER),
    "asks_for": (has_word(period_from_before._ASKS_WORDS), period_from_before._ASKS),
    "made": (has_word(talks_from_provenance._MADE_WORDS), talks_from_provenance._MADE),
    "works": (has_word(talks_from_work._WORK_WORDS), talks_from_work._WORKS),
    "denied": (has_word(talks_from_credits._NOT_WORDS), talks_from_credits._HAS_NOT),
    "local": (has_part(offices_from_speakers._LOCAL_PARTS), offices_from_speakers._LOCAL),
}


AT_START = ("all", "false", "announces")  # patterns that are only tried where a sentence begins


@cache
def sentences() -> tuple[tuple[str, frozenset[str]], ...]:
    """Every line of the open sets and of the examples, whole, cut at its stops and before its first number, with its words."""
    files = [*(ROOT / "examples" / "reports").glob("*.txt")]
    files += [path for name in OPEN for path in (ROOT / "eval" / name / "texts").glob("*.txt")]
    lines = (line for path in sorted(files) for line in path.read_text(encoding="utf-8").splitlines())
    whole = {piece for line in lines for piece in (line, *re.split(r"(?<=[.!?:;]) ", line)) if piece.strip()}
    pieces = whole | {re.split(r"\d", piece)[0] for piece in whole}  # some look at what stands before a number
    return tuple((fold(piece), words_in(piece.lower())) for piece in sorted(pieces))


@pytest.mark.parametrize("name", LOOKS)
def test_what_the_pattern_finds_the_look_lets_through(name: str) -> None:
    look, pattern = LOOKS[name]
    finds = pattern.match if name in AT_START else pattern.search
    found = [(folded, words) for folded, words in sentences() if finds(folded)]
    assert found, "no sentence has it: the check would be empty"
    assert not [folded for folded, words in found if not look(folded, words)]
