"""Dates and periods: the cases of tests/cases/dates, and what must hold for any text and any publication date."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from musterbook.codebook.language_rows import CalendarWord
from musterbook.codebook.load import load_codebook
from musterbook.codebook.schema import Era
from musterbook.extract.date_letters import LETTERS, UNITS, WORD_SETS
from musterbook.extract.dates_from_sentence import DateGrammar, DateMention, date_grammar, dates_from_sentence
from musterbook.model import How
from musterbook.resolve.period_from_date import period_from_date, valid

CASES = Path(__file__).parent / "cases" / "dates"
KINDS = set(
    "day month year season quarter half decade_part fiscal weekday relative since until range era clock".split()
)
ISO = re.compile(r"(\d{4}(-\d\d){0,2}|--\d\d(-\d\d)?)(/(\d{4}(-\d\d){0,2}|--\d\d(-\d\d)?|\.\.))?|\d\d:\d\d")


@cache
def grammar() -> DateGrammar:
    return date_grammar(load_codebook())


def cases(name: str) -> list[Any]:
    rows = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row, id=f"{name}: {row['label']}: {row['input'][:30]}") for row in rows]


def read(case: dict[str, Any]) -> list[list[str | None]]:
    text, published, context = case["input"], case["published"], case["context"]
    found = dates_from_sentence(text, grammar())
    return [[text[m.start : m.end], m.kind, period_from_date(m, published, context).value] for m in found]


@pytest.mark.parametrize("case", [*cases("wild"), *cases("synthetic"), *cases("negative")])
def test_case(case: dict[str, Any]) -> None:
    assert read(case) == case["expected"], case["comment"]


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failure(case: dict[str, Any]) -> None:
    assert read(case) == case["expected"], case["comment"]


def one(text: str) -> DateMention:
    found = dates_from_sentence(text, grammar())
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "published", "context", "how"),
    [
        ("in March 2024", "2024-04-12", None, How.stated),
        ("in March", "2024-04-12", None, How.metadata),
        ("in March", None, "2024", How.context),
        ("in March", "2024-04-12", "2024", How.context),
        ("in March", "2024-04-12", "2021", How.metadata),
        ("on April 18th", None, None, How.stated),
        ("the previous year", "2024-04-12", "2023", How.context),
        ("last year", "2024-04-12", "2023", How.metadata),
        ("since 2024", "2024-04-12", None, How.stated),
        ("between March and May 2023", None, None, How.stated),
    ],
)
def test_how_says_where_the_year_is_from(text: str, published: str | None, context: str | None, how: How) -> None:
    assert period_from_date(one(text), published, context).how == how


@pytest.mark.parametrize("published", ["2024-10-02", "2024-10", "2024", None, "soon", "2024-13", ""])
def test_precision_of_publication_limits_what_can_be_known(published: str | None) -> None:
    got = {t: period_from_date(one(t), published).value for t in ("last year", "last month", "yesterday")}
    size = len(valid(published))
    assert got["last year"] == ("2023" if size else None)
    assert got["last month"] == ("2024-09" if size >= 7 else None)
    assert got["yesterday"] == ("2024-10-01" if size == 10 else None)


def test_an_era_gives_way_to_another_country() -> None:
    named = replace(grammar(), countries={"ukraine": "UA", "russia": "RU", "israel": "IL"})
    assert dates_from_sentence("since Russia's mobilisation", named)
    assert not dates_from_sentence("since Israel's mobilisation", named)
    assert not dates_from_sentence("since the invasion of Kuwait", named)


def test_every_row_of_the_tables_is_used() -> None:
    book = load_codebook()
    unknown = {row.kind for row in book.rows("calendar", CalendarWord)} - {*LETTERS, *WORD_SETS, "unit"}
    assert not unknown
    assert {row.value for row in book.rows("calendar", CalendarWord) if row.kind == "unit"} == set(UNITS)
    assert all(valid(row.start) and row.note and row.seen for row in book.rows("eras", Era))


PIECES = st.sampled_from(
    "since from to until between and the of in on by March may 2024 2000 '03 18th 31 3 , - – / ( ) first last half year"
    " quarter months start end invasion mobilisation Tuesday spring winter 23 24 fiscal ended 6:00 PM 2024-02-30 02.10.2024"
    " this previous ago now then early 1980s Q3 “ ” is soldiers Russia's so far".split()
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join))
PREFIXES = st.one_of(
    st.none(),
    st.text(max_size=10),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
)
CONTEXTS = st.one_of(PREFIXES, st.tuples(st.dates(), st.dates()).map(lambda pair: f"{pair[0]}/{pair[1]}"))


@given(TEXTS, PREFIXES, CONTEXTS)
def test_any_text_gives_ordered_spans_and_iso_periods(text: str, published: str | None, context: str | None) -> None:
    last = 0
    for mention in dates_from_sentence(text, grammar()):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        assert mention.kind in KINDS
        value = period_from_date(mention, published, context).value
        assert value is None or ISO.fullmatch(value), value
        first, _, end = (value or "").partition("/")
        assert all(valid(part) for part in (first, end) if part[:1].isdigit() and ":" not in part), value
        if end[:1].isdigit() and first[:1].isdigit():
            assert first[: len(end)] <= end[: len(first)]
