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


LEDE = "Desertion in the armed forces.\n\n"
SLOTS = {
    "men left where their formation is based": (
        "Up to 900 soldiers have deserted from the 9th Motor Rifle Division, based in Omsk.",
        ("mass_desertion", "Omsk", None),
    ),
    "two bases say nothing": (
        "Up to 900 soldiers have deserted from the 9th Motor Rifle Division, based in Omsk. The 4th Brigade is based in Tula.",
        ("mass_desertion", None, None),
    ),
    "done in parallel": (
        "The decree of May 2023 called men up. In parallel the Duma added two articles on desertion to the code.",
        ("policy_change", None, "2023-05"),
    ),
    "not said to be at one time": (
        "The decree of May 2023 called men up. The Duma added two articles on desertion to the code.",
        ("policy_change", None, None),
    ),
    "deserters and when they left": (
        "From 2 March to 9 May 2023 the 9th Motor Rifle Division had 640 deserters.",
        ("mass_desertion", None, "2023-03-02/2023-05-09"),
    ),
    "deserters it has": ("The 9th Motor Rifle Division has 640 deserters.", None),
}


@pytest.mark.parametrize("label", SLOTS)
def test_a_happening_has_its_place_and_time(label: str, read: Extractor, tmp_path: Path) -> None:
    text, expected = SLOTS[label]
    path = tmp_path / "page.txt"
    path.write_text(LEDE + text, encoding="utf-8")
    told = read(document_at(path)).incidents
    found = [(i.kind.value, i.place and i.place.value, i.when and i.when.value) for i in told]
    assert found == ([expected] if expected else [])


THEMES = {
    "a theme goes on in the next sentence": (
        "Some men came back unforced. Others returned of their own accord.",
        ["Some men came back unforced. Others returned of their own accord."],
    ),
    "another paragraph begins anew": (
        "Some men came back unforced.\n\nOthers returned of their own accord.",
        ["Some men came back unforced.", "Others returned of their own accord."],
    ),
    "one word is not two": ("The soldiers were kept.", []),
}


@pytest.mark.parametrize("label", THEMES)
def test_a_theme_is_one_statement(label: str, read: Extractor, tmp_path: Path) -> None:
    text, expected = THEMES[label]
    path = tmp_path / "page.txt"
    path.write_text(LEDE + text, encoding="utf-8")
    assert [s.anchor.quote.text for s in read(document_at(path)).statements] == expected
