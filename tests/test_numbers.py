"""The number grammar: case files, planted numbers, spans on arbitrary text, rates, and the failures we know of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musterbook.codebook.load import Codebook, language_folder, load_table
from musterbook.codebook.schema import LANGUAGE_TABLES
from musterbook.extract.number_tokens import fold
from musterbook.extract.number_words import digits_value
from musterbook.extract.numbers_from_sentence import number_grammar, numbers_from_sentence, rates_from_sentence

CASES = Path(__file__).parent / "cases" / "numbers"
FOLDER = language_folder("en")
TABLES = {name: tuple(load_table(FOLDER, None, name, kind, "en")) for name, kind in LANGUAGE_TABLES.items()}
GRAMMAR = number_grammar(Codebook("none", "en", "test", TABLES))
PIECES = (
    "over one two twenty hundred thousand million several tens of dozens a an the and half third in every per between to - – "
    "% percent ( ) 1,000 7 2024 18 3.5 $ May April Article 338 No. . , years aged old times more twice by rose fell 0 1/2 k mm or"
).split()


def cases(name: str) -> list[Any]:
    """Return the cases of one file, each named by its label."""
    rows = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row["input"], row["expected"], id=f"{name}: {row['label']}") for row in rows]


def read(text: str) -> list[list[Any]]:
    """Return the mentions of a text in the shape of the case files."""
    return [[text[m.start : m.end], m.low, m.high, str(m.bound), m.kind] for m in numbers_from_sentence(text, GRAMMAR)]


def matches(found: list[list[Any]], expected: list[list[Any]]) -> bool:
    """True when both say the same, values within a rounding error."""
    flat = [[*row[:1], *(None if v is None else pytest.approx(v) for v in row[1:3]), *row[3:]] for row in expected]
    return found == flat


@pytest.mark.parametrize(("text", "expected"), [*cases("wild"), *cases("synthetic"), *cases("negative")])
def test_case(text: str, expected: list[list[Any]]) -> None:
    assert matches(read(text), expected), read(text)


@pytest.mark.parametrize(("text", "expected"), cases("known_failures"))
def test_known_failure_still_fails(text: str, expected: list[list[Any]]) -> None:
    assert not matches(read(text), expected), "it works now: move the case to wild.yaml or synthetic.yaml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34 verdicts a day on average", [("a day", "day")]),
        ("around 700 files monthly", [("monthly", "month")]),
        ("20 files for every working day", [("for every working day", "day")]),
        ("300 men per week", [("per week", "week")]),
        ("losses of 900 men daily", [("daily", "day")]),
        ("it costs 5,000 lives a year", [("a year", "year")]),
        ("700 Files Monthly", [("Monthly", "month")]),
        ("Daily losses grew.", [("Daily", "day")]),
        ("20 men left a year later", []),
        ("20 men left a month ago", []),
        ("700 men in a week", []),
        ("20 files within a day", []),
        ("It lasted a month.", []),
        ("the Weekly of the town", []),
        ("half a year", []),
    ],
)
def test_rate(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[r.start : r.end], r.per) for r in rates_from_sentence(text, GRAMMAR)] == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("up to 15 years", "duration_year"),
        ("over six months", "duration_month"),
        ("30 days", "duration_day"),
        ("$2,000", "money"),
        ("155mm", "calibre"),
        ("aged 39", "age"),
        ("40 km", "length"),
        ("500 men", None),
    ],
)
def test_unit(text: str, unit: str | None) -> None:
    assert [m.unit for m in numbers_from_sentence(text, GRAMMAR)] == [unit]


def test_core_is_the_bare_number() -> None:
    text = "between 20% and 30% of them, over seven hundred (718)"
    cores = [text[m.core[0] : m.core[1]] for m in numbers_from_sentence(text, GRAMMAR)]
    assert cores == ["20% and 30%", "seven hundred"]


def test_empty_tables_read_digits_and_never_fail() -> None:
    bare = number_grammar(Codebook("none", "xx", "test", {}))
    assert [m.low for m in numbers_from_sentence("over 1,000 men", bare)] == [1000]
    assert rates_from_sentence("34 a day", bare) == ()


def sound(text: str) -> None:
    """Assert that spans lie inside the text, in order, apart, and hold their core."""
    end = 0
    for m in numbers_from_sentence(text, GRAMMAR):
        assert end <= m.start <= m.core[0] < m.core[1] <= m.end <= len(text)
        assert m.low >= 0
        assert m.high is None or m.high >= m.low
        end = m.end
    for r in rates_from_sentence(text, GRAMMAR):
        assert 0 <= r.start < r.end <= len(text)


@given(st.text(max_size=120))
def test_any_text_gives_sound_spans(text: str) -> None:
    sound(text)


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "", "-", "\n", "\u00a0"))), max_size=14))
def test_any_run_of_number_words_gives_sound_spans(pieces: list[tuple[str, str]]) -> None:
    sound("".join(word + gap for word, gap in pieces))


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(("Guards saw {} of them.", "{} men left.", "(“{}”)")))
def test_planted_number_is_found(thousands: int, rest: int, frame: str) -> None:
    text = frame.format(planted := f"{thousands},{rest:03d}")
    start = text.index(planted)
    assert [(m.core, m.low, m.kind) for m in numbers_from_sentence(text, GRAMMAR)] == [
        ((start, start + len(planted)), thousands * 1000 + rest, "count")
    ]


@given(st.text(max_size=60))
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.integers(0, 10**9))
def test_digits_are_read_back(value: int) -> None:
    assert digits_value(f"{value:,}") == value if value >= 1000 else digits_value(str(value)) == value
