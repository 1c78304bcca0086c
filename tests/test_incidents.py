"""One happening gives one incident: what a row needs beside its words, and which tellings are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from musterbook.codebook.load import load_codebook
from musterbook.flow import Extractor, document_at, extractor

CASES = {
    "a group that leaves one place on one day": (
        "On 3 May 2025 forty soldiers of the 9th Brigade walked out of the barracks in Omsk and vanished.",
        ["mass_escape"],
    ),
    "a year of leaving is no happening": ("In 2024 some 4,000 soldiers walked off from their units in Russia.", []),
    "fewer of the same, told again": (
        "On 3 May 2025 forty soldiers broke out of the barracks in Omsk and fled. Only nine of the soldiers got out of the base.",
        ["mass_escape"],
    ),
    "fewer on another day": (
        "On 3 May 2025 forty soldiers broke out of the barracks in Omsk and fled. On 9 May 2025 nine soldiers broke out of the barracks.",
        ["mass_escape", "mass_escape"],
    ),
    "one man is no mass": ("On 3 May 2025 a soldier slipped away from his unit near Omsk.", ["individual_desertion"]),
    "two happenings in one sentence": (
        "On 3 May 2025 a sergeant slipped away from his unit near Omsk, and a garrison court gave the man six years.",
        ["individual_desertion", "trial"],
    ),
}


@pytest.fixture(scope="module")
def read() -> Extractor:
    return extractor(load_codebook())


@pytest.mark.parametrize("label", CASES)
def test_a_page_tells_these_happenings(label: str, read: Extractor, tmp_path: Path) -> None:
    text, expected = CASES[label]
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    assert [incident.kind.value for incident in read(document_at(path)).incidents] == expected
