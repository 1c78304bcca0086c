"""`musterbook series`: the lines of a base, whom they name, and what a newcomer is told."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from musterbook.cli import main
from musterbook.codebook.guard import Guard
from musterbook.codebook.load_guard import load_guard
from musterbook.publish.labels_from_sources import SOMEBODY, label_from_source
from tests.public_sample import PAGES, base_from_pages

NAMES = ("gull-count", "pier-brief", "coast-digit", "quay-prosecutors", "sand-lower", "undated")
MORE = {
    "late-count": (
        "Russian military courts passed 690 sentences for unauthorised absence in March, according to a count of court "
        "records by Mediazona.",
        {"title": "A corrected count", "publisher": "Gull Gazette", "published": "2024-09-02"},
    )
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {name: PAGES[name] for name in NAMES} | MORE
    return base_from_pages(tmp_path_factory.mktemp("series"), pages)


@pytest.fixture(scope="module")
def guard() -> Guard:
    return load_guard("desertion")


def told(base: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["series", *words, "--base", str(base)]) == 0
    return capsys.readouterr().out


def lines(base: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(told(base, capsys, *words, "--format", "json"))["lines"]
    return found


def point(found: list[dict[str, Any]], period: str) -> dict[str, Any]:
    return next(it for line in found for it in line["points"] if it["period"] == period and line["how"] == "flow")


def test_without_a_measure_the_measures_of_the_base_are_listed(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(base, capsys)
    assert "sentences" in text and "Sentences" in text and "`musterbook series " in text
    rows = json.loads(told(base, capsys, "--format", "json"))
    assert rows[0]["figures"] >= rows[-1]["figures"] >= 1 and {"measure", "label", "pages"} <= {*rows[0]}
    header = next(csv.reader(io.StringIO(told(base, capsys, "--format", "csv"))))
    assert header[:2] == ["measure", "label"]


def test_many_pages_of_one_origin_are_one_origin_and_its_later_figure_a_revision(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    march = point(lines(base, capsys, "sentences", "--side", "ru"), "2024-03")
    assert (march["origins"], march["origin_names"], march["best"]) == (1, ["Mediazona"], 690)
    assert [(it["old"], it["new"], it["when"]) for it in march["revised"]] == [(684, 690, "2024-09-02")]
    assert march["note"] == "under the name of Mediazona also 64 (1), not counted"
    assert "Mediazona revised 684 to 690" in " ".join(told(base, capsys, "sentences").split())


def test_what_was_known_before_the_correction_is_the_first_figure(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    march = point(lines(base, capsys, "sentences", "--as-of", "2024-06"), "2024-03")
    assert (march["best"], march["revised"]) == (684, [])


def test_a_month_is_a_part_of_no_yearly_line(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(base, capsys, "sentences", "--by", "year")
    assert "covers a part of a year" in " ".join(text.split()) and "`--by month`" not in text


def test_csv_has_a_row_for_each_point(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(told(base, capsys, "cases_registered", "--format", "csv"))))
    assert {row["measure"] for row in rows} == {"cases_registered"} and all(row["best"] for row in rows)


def test_no_private_name_is_in_any_form(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("table", "json", "csv"):
        text = told(base, capsys, "sentences", "--format", form)
        assert "Hnatiuk" not in text and "Verbytska" not in text


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["sentence"], "did you mean sentences"),
        (["sentences", "--side", "XX"], "choose from"),
        (["sentences", "--as-of", "soon"], "is not a date"),
        (["sentences", "--plot", "a.pdf"], ".svg or .png"),
        (["--plot", "a.svg"], "--plot needs a measure"),
        (["sentences", "--by", "week"], "month"),
    ],
)
def test_a_wrong_question_is_one_line_that_says_what_to_do(
    words: list[str], hint: str, base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["series", *words, "--base", str(base)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and hint in err


def test_a_base_that_is_not_there_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", "--base", str(tmp_path)]) == 1
    assert "no evidence base" in capsys.readouterr().err


@pytest.mark.slow
def test_the_picture_has_its_words_beside_it_and_json_stays_json(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.svg"
    assert main(["series", "sentences", "--plot", str(out), "--format", "json", "--base", str(base)]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["measure"] == "sentences" and "a.alt.txt" in said.err
    assert "Mediazona, as told on" in (tmp_path / "a.alt.txt").read_text(encoding="utf-8")


# ---------------------------------------------------------------- whom it names


@pytest.mark.parametrize("label", ["Taras Hnatiuk", "Antonov", "district head Antonov"])
def test_a_name_that_may_be_a_persons_is_not_printed(label: str, guard: Guard) -> None:
    assert label_from_source(label, guard) == SOMEBODY


@pytest.mark.parametrize("label", ["Harbour Gazette", "Border Service of Poland"])
def test_a_body_keeps_its_name(label: str, guard: Guard) -> None:
    assert label_from_source(label, guard) == label
