"""Facts and stories: what claims come to together, and the verb that lists them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import groups as measured
from musterbook.cli import main
from tests.conftest import ROOT

HEAD = "id\toutlet\tchain\tmeasure\tpopulation\tvalue\tbound\tper\tside\tformation\tplace\tperiod\turl"
KEYS = (
    *("id", "kind", "members", "origins", "origin_names", "open_chains", "pages", "verdict", "reasons", "low", "best"),
    *("high", "reliability", "credibility", "flags", "mutations", "facts"),
)


def row(id_: str, outlet: str, chain: str, value: str, measure: str = "closures", period: str = "2024-03") -> str:
    address = f"https://{outlet.lower().replace(' ', '')}.example/{id_}"
    return "\t".join((id_, outlet, chain, measure, "", value, "exact", "", "GB", "", "", period, address))


ROUND = (
    row("R1", "Lowland", "Coast Board", "684"),
    row("R2", "Upland", "Harbour Gazette; Coast Board", "684"),
    row("R3", "Midland", "Coast Board", "64"),
)
AGREED = (row("A1", "Lowland", "Coast Board", "1207"), row("A2", "Upland", "Lamp Keepers' Union", "1207"))
APART = (row("D1", "Lowland", "Coast Board", "1207"), row("D2", "Upland", "Lamp Keepers' Union", "902"))
OPEN = (row("O1", "Lowland", "", "5318"), row("O2", "Upland", "", "5318"))


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main(["clusters", *words]) == status
    out, err = capsys.readouterr()
    assert bool(err) == bool(status)
    return out + err


def sheet(folder: Path, rows: Sequence[str]) -> str:
    path = folder / "coded.tsv"
    path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return str(path)


def listed(capsys: pytest.CaptureFixture[str], folder: Path, rows: Sequence[str], *words: str) -> list[dict[str, Any]]:
    table = ("--figures", sheet(folder, rows), "--pack", "lighthouse", "--format", "json")
    found: list[dict[str, Any]] = json.loads(run(capsys, *table, *words))
    return found


def test_a_sheet_is_compared_by_itself_and_rows_keep_their_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [story] = listed(capsys, tmp_path, ROUND)
    assert {*KEYS} <= {*story}
    assert (story["members"], story["pages"], story["origins"]) == (["R1", "R2", "R3"], 3, 1)
    assert (story["origin_names"], story["verdict"]) == (["Coast Board"], "single_origin")
    assert {(it["kind"], *it["members"]) for it in story["mutations"]} == {("digit_lost", "R1", "R3")}
    assert (story["best"], story["flags"]) == (684, ["figure_changed", "round_trip", "single_source"])


@pytest.mark.parametrize(
    ("rows", "verdict", "origins"),
    [(AGREED, "corroborated", 2), (APART, "contradicted", 2), (OPEN, "no_origin", 0)],
)
def test_the_verdict_follows_from_who_counts(
    rows: Sequence[str], verdict: str, origins: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [story] = listed(capsys, tmp_path, rows)
    assert (story["verdict"], story["origins"]) == (verdict, origins)
    assert len(story["open_chains"]) == (2 if verdict == "no_origin" else 0)


def test_what_one_page_tells_is_left_out_unless_all_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (*AGREED, row("Z9", "Lowland", "Coast Board", "17", "objections", "2019-11"))
    assert [it["members"] for it in listed(capsys, tmp_path, rows)] == [["A1", "A2"]]
    assert [it["members"] for it in listed(capsys, tmp_path, rows, "--all")] == [["A1", "A2"], ["Z9"]]
    assert not listed(capsys, tmp_path, rows, "--all", "--verdict", "contradicted")


def test_order_of_rows_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (*ROUND, *OPEN)
    assert listed(capsys, tmp_path, rows) == listed(capsys, tmp_path, rows[::-1])


def test_table_and_csv_hold_the_same_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = (
        row("V1", "Lowland", "", "5318", "visitors", "2019-11"),
        row("V2", "Upland", "", "5318", "visitors", "2019-11"),
    )
    words = ("--figures", sheet(tmp_path, (*ROUND, *other)), "--pack", "lighthouse")
    first, second = csv.DictReader(io.StringIO(run(capsys, *words, "--format", "csv")))
    assert (first["members"], first["origin_names"], first["mutations"]) == ("R1; R2; R3", "Coast Board", "digit_lost")
    assert (second["verdict"], second["open_chains"]) == ("no_origin", "2")
    text = run(capsys, *words)
    assert "3 pages, 1 origin" in text and "! a digit was lost or added" in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,title\n1,x\n", "not a table of coded figures"),
        (f"{HEAD}\n", "no coded figures"),
        ("A page about lamps.", "not a table of coded figures"),
    ],
)
def test_what_is_no_sheet_is_one_line(text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "sheet.tsv"
    path.write_text(text, encoding="utf-8")
    line = run(capsys, "--figures", str(path), status=1)
    assert said in line and len(line.splitlines()) == 1


def test_a_bad_row_costs_itself_and_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (*AGREED, AGREED[0], row("B1", "Lowland", "Coast Board", "5.000"))
    text = run(capsys, "--figures", sheet(tmp_path, rows), "--pack", "lighthouse", status=1)
    assert "row 3, id: 'A1' is there twice" in text and "row 4: value" in text and "corroborated" in text


@pytest.mark.parametrize(
    "words",
    [
        ["--figures", "x.csv", "--as-of", "2024"],
        ["--limit", "-1"],
        ["--base", "BASE", "--as-of", "soon"],
        ["--base", "BASE", "--measure", "sentence"],
    ],
)
def test_wrong_words_are_one_line(words: list[str], base: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = run(capsys, *(base if word == "BASE" else word for word in words), status=2)
    assert len(line.splitlines()) == 1


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("clustered") / "base")
    assert main(["build", str(ROOT / "examples" / "reports"), "--base", folder]) == 0
    return folder


def test_a_base_tells_the_same_whether_it_is_read_or_compared_anew(
    base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--base", base, "--format", "json", "--all")
    stored, anew = json.loads(run(capsys, *words)), json.loads(run(capsys, *words, "--as-of", "2099"))
    assert stored == anew and len(stored) > 20
    early = json.loads(run(capsys, "--base", base, "--format", "json", "--as-of", "2024-04-20"))
    assert sum(it["pages"] for it in early) < sum(it["pages"] for it in stored if it["pages"] > 1)


def test_facts_are_listed_by_themselves(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(run(capsys, "--base", base, "--format", "json", "--level", "fact", "--measure", "sentences"))
    best = next(it for it in facts if it["best"] == 684)
    assert (best["pages"], best["origin_names"], "facts" in best) == (5, ["Mediazona"], False)


# ---------------------------------------------------------------- against a person's groups


@pytest.mark.slow
@pytest.mark.skipif(not measured.there(), reason="the coded figures and their groups are not part of the project")
def test_figures_that_a_person_grouped_are_grouped_alike() -> None:
    measured.main()
