"""The second pack: six small pages on closed lighthouses are read with the same code and other tables."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from musterbook.codebook.load import load_codebook
from musterbook.flow import Extractor, check, document_at, extractor
from musterbook.publish.reading_from_extract import reading_from_extract
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "cases" / "lighthouse"
EXPECTED: dict[str, dict[str, list[dict[str, Any]]]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
COMPARED = ("measure", "low", "high", "bound", "chain")
# Page: why it is not read right yet. Strict: a page that comes right must leave the list.
KNOWN_FAILURES: dict[str, str] = {}
PAGES = [
    pytest.param(name, marks=pytest.mark.xfail(reason=KNOWN_FAILURES[name])) if name in KNOWN_FAILURES else name
    for name in sorted(EXPECTED)
]


@cache
def reader() -> Extractor:
    return extractor(load_codebook("lighthouse"))


def figures(name: str) -> list[dict[str, Any]]:
    document = document_at(FOLDER / f"{name}.txt")
    extract = reader()(document)
    check(document, extract)
    return list(reading_from_extract(document, extract)["figures"])


def overlap(text: str, quote: str, figure: dict[str, Any]) -> bool:
    """True when the words expected and the words read share a character of the text."""
    start = text.index(quote)
    return bool(start < figure["end"] and figure["start"] < start + len(quote))


def test_every_page_has_an_expected_reading() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == EXPECTED.keys()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_read_as_expected(name: str) -> None:
    text, found = (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), figures(name)
    wanted = EXPECTED[name]["figures"]
    assert len(found) == len(wanted), found
    for want in wanted:
        (figure,) = [it for it in found if overlap(text, want["quote"], it)]
        assert {key: figure[key] for key in COMPARED} == {key: want[key] for key in COMPARED}
