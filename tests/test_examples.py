"""The examples are what their page says: complete, short, with the figures they are there for, and readable."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from musterbook.codebook.load import load_codebook
from musterbook.flow import Extractor, check, document_at, extractor
from musterbook.model import Extract, Figure
from tests.conftest import ROOT

FOLDER = ROOT / "examples" / "reports"
OWN = ROOT / "examples" / "codebook"
REPORTS = sorted(FOLDER.glob("*.txt"))
KEYS = {"url", "title", "publisher", "published", "language"}

# What each page is there to show and the reader does read; a page says more than that.
SHOWN = {
    "court-record-1-count": {684, 718},
    "court-record-2-briefing": {684, 496},
    "court-record-3-lost-digit": {64},
    "court-record-4-blog": {684},
    "court-record-5-digest": {700},
    "volgograd-list": {1010, 858, 150, 2},
    "kochenevo-ten": {10, 4},
    "kochenevo-twelve": {12, 7},
    "october-cases-prosecutors": {21602, 311327},
    "october-cases-lower": {19961},
    "court-total-2024": {10025, 9059, 627},
    "court-total-2025": {20538, 17721},
    "asylum-germany": {349, 6374},
    "krasnodar-translation": {100},
}


@pytest.fixture(scope="module")
def read() -> Extractor:
    return extractor(load_codebook())


def reading(name: str, read: Extractor) -> Extract:
    document = document_at(FOLDER / f"{name}.txt")
    extract = read(document)
    check(document, extract)
    return extract


def lows(figures: tuple[Figure, ...]) -> set[float]:
    return {figure.amount.low for figure in figures}


def test_there_are_enough() -> None:
    assert len(REPORTS) == 16
    assert {path.stem for path in REPORTS} == {path.name.removesuffix(".meta.json") for path in FOLDER.glob("*.json")}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_page_is_short_and_its_sidecar_complete(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = json.loads(path.with_name(f"{path.stem}.meta.json").read_text(encoding="utf-8"))
    assert 80 <= len(text.split()) <= 180
    assert known.keys() == KEYS and known["language"] == "en"
    assert known["url"].startswith("https://example.org/") and known["url"].endswith(path.stem)
    assert text.startswith(known["title"] + "\n")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", known["published"])


def test_every_page_is_in_the_list() -> None:
    listed = set(re.findall(r"`([a-z0-9-]+)`", (FOLDER.parent / "README.md").read_text(encoding="utf-8")))
    assert {path.stem for path in REPORTS} <= listed


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_the_figures_a_page_is_there_for_are_read(name: str, read: Extractor) -> None:
    missing = SHOWN[name] - lows(reading(name, read).figures)
    assert not missing, f"{name} no longer reads {sorted(missing)}"


def test_a_page_on_something_else_says_nothing(read: Extractor) -> None:
    extract = reading("sports-page", read)
    assert not extract.claims() and not extract.terms


def test_the_lost_digit_is_kept_as_it_stands(read: Extractor) -> None:
    figures = reading("court-record-3-lost-digit", read).figures
    found = next(figure for figure in figures if figure.amount.low == 64)
    assert (found.measure.value, found.anchor.chain.origin()) == ("sentences", "Mediazona")
    assert 684 not in lows(figures)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("krasnodar-translation", "self-willed departure from part"),
        ("kharkiv-security-source", "SOCE"),
        ("kharkiv-security-source", "Stormy Battalion"),
    ],
)
def test_a_wrong_expansion_is_reported(name: str, words: str, read: Extractor) -> None:
    found = [(term.quote.text, term.fault, term.fault_quote) for term in reading(name, read).terms if term.fault]
    assert any(words in (quote, getattr(fault, "text", "")) or words in quote for quote, _, fault in found), found


def test_an_unnamed_source_stays_open(read: Extractor) -> None:
    extract = reading("kochenevo-twelve", read)
    assert any(claim.anchor.chain.open() for claim in extract.claims())


def test_one_row_teaches_a_word() -> None:
    name, phrase = "kochenevo-twelve", "40 ghosts"
    at = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").index(phrase)
    without = reading(name, extractor(load_codebook()))
    with_row = reading(name, extractor(load_codebook(own=OWN)))
    assert any(it.quote.start <= at < it.quote.end for it in without.leftovers), "it was on the worklist"
    assert 40 not in lows(without.figures)
    taught = next(figure for figure in with_row.figures if figure.amount.low == 40)
    assert taught.measure.value == "absent_persons" and phrase in taught.anchor.quote.text
    assert not any(it.quote.start <= at < it.quote.end for it in with_row.leftovers)


def test_the_row_in_the_readme_is_the_row_in_the_table() -> None:
    table = (OWN / "lexicon.en.csv").read_text(encoding="utf-8")
    assert table in (ROOT / "README.md").read_text(encoding="utf-8")
