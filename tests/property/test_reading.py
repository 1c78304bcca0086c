"""What holds of the reader whatever the text: planted sentences are read back, furniture and repeats add nothing."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.codebook.load import load_codebook
from musterbook.flow import Extractor, extractor
from musterbook.model import Document, digest
from musterbook.publish.reading_from_extract import reading_from_extract
from tests.fuzz.run import run

# (sentence, measure, origin); the number stands for {n}, the month for {month}.
PLANTS = [
    ("Courts passed {n} sentences for desertion in {month} 2024, Mediazona reported.", "sentences", "Mediazona"),
    ("According to Verstka, {n} soldiers deserted in {month} 2024.", "absent_persons", "Verstka"),
    ("Prosecutors registered {n} cases of desertion in {month} 2024.", "cases_registered", None),
    ("In {month} 2024, {n} servicemen went AWOL, iStories said.", "absent_persons", "iStories"),
]
MONTHS = {"January": "01", "March": "03", "May": "05", "June": "06", "September": "09", "December": "12"}
AROUND = [
    "The weather was mild that week.",
    "Nobody at the ministry answered our questions.",
    "The road to the village had been closed for repairs.",
    "A spokeswoman read a short text and left the room.",
]
FURNITURE = [
    "Subscribe to our newsletter",
    "Share this article",
    "Read more",
    "Advertisement",
    "All rights reserved",
    "Follow us on Telegram",
]
HEADLINES = ["Over 700 soldiers sentenced for desertion", "At least 40 soldiers flee training ground"]
numbers = st.integers(min_value=21, max_value=98_765).filter(
    lambda n: not 1900 <= n <= 2100
)  # not what a year looks like
prose = st.lists(st.sampled_from(AROUND), max_size=3, unique=True)


@cache
def reader() -> Extractor:
    return extractor(load_codebook())


def read(text: str) -> dict[str, Any]:
    document = Document(digest("planted", text), "planted", "", text, "en", published="2024-12-20")
    return reading_from_extract(document, reader()(document))


def claims(reading: dict[str, Any]) -> list[tuple[object, ...]]:
    """Return what a reading claims and where, without ids (they name the document, whose text differs)."""
    keys = ("start", "end", "measure", "type", "theme", "low", "high", "bound", "period", "date", "place", "chain")
    parts = ("figures", "incidents", "statements")
    return [(part, *(str(item.get(key)) for key in keys)) for part in parts for item in reading[part]]


@settings(max_examples=60)
@given(st.sampled_from(PLANTS), numbers, st.sampled_from(sorted(MONTHS)), st.booleans(), prose, prose)
def test_a_planted_figure_is_read_back(
    plant: tuple[str, str, str | None], n: int, month: str, commas: bool, before: list[str], after: list[str]
) -> None:
    sentence, measure, origin = plant
    planted = sentence.format(n=f"{n:,}" if commas else n, month=month)
    text = " ".join([*before, planted, *after])
    figures = read(text)["figures"]
    assert [(it["measure"], it["low"], it["high"], it["bound"]) for it in figures] == [(measure, n, n, "exact")]
    figure = figures[0]
    assert text.index(planted) <= figure["start"] < figure["end"] <= text.index(planted) + len(planted)
    assert figure["period"] == f"2024-{MONTHS[month]}"
    assert (figure["chain"] or [None])[-1] == origin


@settings(max_examples=30)
@given(st.sampled_from(PLANTS), numbers, st.lists(st.sampled_from(FURNITURE), min_size=1, max_size=4, unique=True))
def test_furniture_after_the_text_changes_no_claim(plant: tuple[str, str, str | None], n: int, more: list[str]) -> None:
    text = plant[0].format(n=n, month="May")
    assert claims(read("\n\n".join([text, *more]))) == claims(read(text))


@settings(max_examples=20)
@given(st.sampled_from(HEADLINES), st.integers(2, 3), prose)
def test_a_headline_printed_twice_counts_once(headline: str, times: int, body: list[str]) -> None:
    once = read("\n\n".join([headline, *body]))
    often = read("\n\n".join([headline] * times + body))
    assert len(once["figures"]) == 1
    assert [it["low"] for it in often["figures"]] == [it["low"] for it in once["figures"]]


@settings(max_examples=30)
@given(numbers)
def test_numbers_of_other_things_stay_quiet(n: int) -> None:
    assert read(f"The museum sold {n:,} tickets in May 2024 and walked {n} metres of new paths.")["figures"] == []


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    reading = read(text.encode(errors="replace").decode())
    assert all(
        text.encode(errors="replace").decode()[it["start"] : it["end"]] == it["quote"] for it in reading["figures"]
    )


@pytest.mark.slow
def test_broken_documents_are_read() -> None:
    outcome = run(reader(), 600, seed=1)
    assert outcome.faults == ()
    assert outcome.documents == 600
