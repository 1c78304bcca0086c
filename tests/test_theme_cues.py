"""The cue tables of themes and incidents: their form, and the sentences that must and must not fire a row."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from musterbook.codebook.language_rows import Country
from musterbook.codebook.load import load_codebook
from musterbook.codebook.match import fold, inflected
from musterbook.codebook.schema import IncidentCue, IncidentKind, Lexeme, Theme, ThemeCue
from musterbook.extract.groups_from_view import COUNTRY
from musterbook.extract.lexis_from_codebook import CLASS, irregular_forms

CASES = Path(__file__).parent / "cases"
BOOK = load_codebook()
THEMES = BOOK.rows("theme_cues", ThemeCue)
INCIDENTS = BOOK.rows("incident_cues", IncidentCue)
CUT_SHORT = re.compile(r"is(?:a|at|ati|atio|i|in)?\*$")
CUES: tuple[ThemeCue | IncidentCue, ...] = (*THEMES, *INCIDENTS)


def cases(folder: str, name: str) -> dict[str, dict[str, Any]]:
    """Return the cases of one file by label."""
    rows = yaml.safe_load((CASES / folder / f"{name}.yaml").read_text(encoding="utf-8"))
    return {row["label"]: row for row in rows}


def params(folder: str, name: str) -> list[Any]:
    """Return the cases of one file as parameters: label, sentence, expected."""
    return [pytest.param(label, row["input"], row["expected"], id=label) for label, row in cases(folder, name).items()]


def alternatives(cell: str) -> list[str]:
    """Return the words of a group or of a blocker cell."""
    return [word.strip() for word in cell.split("|") if word.strip()]


@cache
def words_of_class(cls: str) -> list[str]:
    """Return every form of the words of a class of the lexicon."""
    if CLASS + cls == COUNTRY:
        return [row.surface for row in BOOK.rows("countries", Country)]
    irregular = irregular_forms(BOOK)
    rows = (row for row in BOOK.rows("lexicon", Lexeme) if row.cls == cls)
    return [form for row in rows for form in inflected(row.surface, row.inflects, irregular)]


@cache
def pattern(cell: str) -> re.Pattern[str]:
    """Return what finds any word of a group as a whole word, or as the beginning of one where it ends in `*`."""
    written = [w for word in alternatives(cell) for w in (words_of_class(word[1:]) if word[0] == CLASS else [word])]
    words = [re.escape(fold(word.rstrip("*"))) + ("" if word.endswith("*") else r"(?!\w)") for word in written]
    return re.compile(r"(?<!\w)(?:" + "|".join(words or ["(?!)"]) + ")")


def fires(row: ThemeCue | IncidentCue, text: str) -> bool:
    """True when every group of the row has a word in the sentence and no blocker has."""
    folded = fold(text)
    groups = row.words.split("+")
    return all(pattern(group).search(folded) for group in groups) and not pattern(row.unless).search(folded)


def found(rows: tuple[ThemeCue, ...] | tuple[IncidentCue, ...], text: str) -> list[str]:
    """Return the themes or kinds of the rows that fire, the weightiest first."""
    hits = sorted((r for r in rows if fires(r, text)), key=lambda r: -float(r.weight))
    return list(dict.fromkeys(r.theme if isinstance(r, ThemeCue) else r.kind for r in hits))


@pytest.mark.parametrize(("label", "text", "expected"), params("themes", "wild"))
def test_theme_found(label: str, text: str, expected: list[str]) -> None:
    assert expected[0] in found(THEMES, text)[:2], (label, found(THEMES, text))


@pytest.mark.parametrize(("label", "text", "expected"), params("incidents", "wild"))
def test_incident_found(label: str, text: str, expected: list[str]) -> None:
    assert expected[0] in found(INCIDENTS, text)[:2], (label, found(INCIDENTS, text))


@pytest.mark.parametrize(("label", "text", "expected"), params("themes", "negative"))
def test_theme_look_alike_stays_quiet(label: str, text: str, expected: list[str]) -> None:
    assert expected == []
    assert not set(cases("themes", "wild")[label]["expected"]) & set(found(THEMES, text)), label


@pytest.mark.parametrize(("label", "text", "expected"), params("incidents", "negative"))
def test_incident_look_alike_stays_quiet(label: str, text: str, expected: list[str]) -> None:
    assert expected == []
    assert not set(cases("incidents", "wild")[label]["expected"]) & set(found(INCIDENTS, text)), label


@pytest.mark.parametrize("folder", ["themes", "incidents"])
def test_every_case_has_its_look_alike(folder: str) -> None:
    assert cases(folder, "wild").keys() == cases(folder, "negative").keys()


def test_every_theme_and_kind_has_a_row_and_every_row_a_theme_or_kind() -> None:
    assert {r.theme for r in THEMES} == {t.id for t in BOOK.rows("themes", Theme)}
    assert {r.kind for r in INCIDENTS} == {k.id for k in BOOK.rows("incident_kinds", IncidentKind)}


@pytest.mark.parametrize("row", CUES, ids=lambda row: row.where)
def test_row_is_well_formed(row: ThemeCue | IncidentCue) -> None:
    cells = [*row.words.split("+"), row.unless]
    assert 1 <= float(row.weight) <= 10
    assert row.note and row.seen
    assert all(alternatives(cell) for cell in cells[:-1]), "an empty group never fires"
    for cell in cells:
        words = alternatives(cell)
        assert len(words) == len(set(words)), "an alternative stands twice in one group"
        assert all("*" not in word[:-1] for word in words), "the * stands at the end only"
        assert not any(CUT_SHORT.search(word) for word in words), (
            "folding respells -is… only when it sees the whole ending"
        )


@pytest.mark.parametrize("row", CUES, ids=lambda row: row.where)
def test_a_blocker_never_stands_among_the_words_it_blocks(row: ThemeCue | IncidentCue) -> None:
    for group in row.words.split("+"):
        assert not set(alternatives(group)) & set(alternatives(row.unless))
