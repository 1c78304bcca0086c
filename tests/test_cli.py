"""The verbs as a person meets them: what they print and how they end."""

from __future__ import annotations

import csv
import io
import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from musterbook import flow
from musterbook.cli import main
from tests.conftest import ROOT
from tests.fake_reader import fake_extractor

TEXT = "A quiet day.\n\nThen over 1,200 men fled, says Nemo. They were afraid of the thing? All 18 are gone."


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "extractor", fake_extractor)
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.meta.json").write_text('{"publisher": "The Lamp", "published": "2024-03"}', encoding="utf-8")
    return tmp_path / "a.txt"


@pytest.fixture
def base(report: Path, capsys: pytest.CaptureFixture[str]) -> str:
    folder = str(report.parent / "base")
    assert main(["build", str(report), "--base", folder]) == 0
    capsys.readouterr()
    return folder


def printed(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(list(words)) == status
    out, err = capsys.readouterr()
    assert bool(err) == bool(status)
    return out or err


def rows(capsys: pytest.CaptureFixture[str], base: str, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(printed(capsys, "claims", "--base", base, "--format", "json", *words))
    return found


def test_read_prints_the_shape_of_the_gold(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reading = json.loads(printed(capsys, "read", str(report), "--format", "json"))
    assert [*reading][:6] == ["doc", "title", "publisher", "published", "language", "url"]
    figure = reading["figures"][0]
    assert (figure["quote"], figure["low"], figure["bound"], figure["side"]) == ("1,200", 1200, "over", "NL")
    assert isinstance(figure["low"], int)
    assert (figure["chain"], figure["stance"]) == (["Nemo"], "reported")
    assert figure["why"]["measure"] == {"how": "stated", "quote": "1,200"}
    assert figure["why"]["side"] == {"how": "default", "by": "fake rule"}
    incident = reading["incidents"][0]
    assert (incident["type"], incident["place"], incident["count"]) == ("flight", "Northland", None)
    assert reading["terms"][0]["fault"] == "bad gloss"
    for part in ("figures", "incidents", "statements", "leftovers"):
        for row in reading[part]:
            assert TEXT[row["start"] : row["end"]] == row["quote"]


def test_read_json_of_several_is_a_list_and_jsonl_a_line_each(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(json.loads(printed(capsys, "read", str(report), str(report), "--format", "json"))) == 2
    lines = printed(capsys, "read", str(report), str(report.parent), "--format", "jsonl").splitlines()
    assert [json.loads(line)["doc"] for line in lines] == ["a", "a"]


def test_read_takes_what_is_given(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "read", str(report), "--format", "json", "--published", "2025-01-02", "--publisher", "Q")
    assert (json.loads(out)["published"], json.loads(out)["publisher"]) == ("2025-01-02", "Q")


def test_read_table_shows_every_part(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "read", str(report))
    for part in ("The Lamp · 2024-03", "over 1,200", "Nemo", "Northland", "mood.fear", "bad gloss", "left over: 1 cue"):
        assert part in out


@pytest.mark.parametrize("width", ["60", "80", "160"])
def test_tables_fit_the_terminal(
    report: Path, width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert max(map(len, printed(capsys, "read", str(report)).splitlines())) <= int(width)


def test_build_says_what_it_did(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("build", str(report.parent), "--base", str(report.parent / "base"))
    out = printed(capsys, *words)
    assert "1 new, 0 unchanged, 0 failed" in out and "Claims      4 (figures 2, incidents 1, statements 1)" in out
    assert "Nothing to do" in printed(capsys, *words)


def test_build_uses_the_users_own_rows(
    report: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSTERBOOK_BASE", str(report.parent / "base"))
    printed(capsys, "build", str(report))
    own = report.parent / "base" / "codebook"
    own.mkdir()
    (own / "sources.csv").write_text("id,name,kind,side,aliases,status,note,seen\nnemo,Nemo,person,,,,mine,made up\n")
    assert "1 read again" in printed(capsys, "build", str(report))


def test_claims_filter_and_format(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(rows(capsys, base)) == 4
    assert [row["low"] for row in rows(capsys, base, "--measure", "count")] == [1200, 18]
    assert [row["kind"] for row in rows(capsys, base, "--kind", "incident")] == ["incident"]
    assert len(rows(capsys, base, "--side", "nl", "--period", "2024", "--origin", "nemo", "--limit", "1")) == 1
    assert rows(capsys, base, "--period", "2023") == []
    table = list(csv.DictReader(io.StringIO(printed(capsys, "claims", "--base", base, "--format", "csv"))))
    assert [row["quote"] for row in table] == ["1,200", "fled", "afraid", "18"]
    assert "No claim fits" in printed(capsys, "claims", "--base", base, "--search", "nothing")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_claims_keep_their_quotes_and_dates_whole(
    base: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = printed(capsys, "claims", "--base", base).splitlines()
    assert max(map(len, lines)) <= width
    for whole in ("quote", "1,200", "afraid", "fled", "2024-03", "over 1,200"):
        assert any(whole in line for line in lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--period", "2024-13"), "--period '2024-13' is not a period; write a year, month or day"),
        (("--period", "2024/2025/2026"), "is not a period"),
        (("--side", "XX"), "--side 'XX' is not known; choose from NL"),
        (("--measure", "zzz"), "--measure 'zzz' is not known; choose from count"),
        (("--origin", "zzz"), "--origin 'zzz' is in no known name; choose from Nemo"),
    ],
)
def test_claims_says_what_there_is(
    base: str, words: tuple[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in printed(capsys, "claims", "--base", base, *words, status=2)


def test_claims_takes_open_and_double_periods(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(rows(capsys, base, "--period", "2023-10/2024-03")) == len(rows(capsys, base, "--period", "../2024")) == 2


def test_claims_suggests_a_measure(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean count?" in printed(capsys, "claims", "--base", base, "--measure", "coutn", status=2)


def test_show_gives_context_chain_and_reasons(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    id = rows(capsys, base)[0]["id"]
    out = printed(capsys, "show", id[:6], "--base", base)
    for part in (
        "A quiet day.",
        "They were afraid of the thing?",
        "says Nemo",
        "fake rule",
        "over 1,200 count",
        "fake  ",
    ):
        assert part in out
    row = json.loads(printed(capsys, "show", id, "--base", base, "--format", "json"))
    assert row["before"] + row["quote"] + row["after"] in TEXT


def test_show_suggests_ids(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    id = rows(capsys, base)[0]["id"]
    wrong = id[:-1] + ("0" if id[-1] != "0" else "1")
    assert f"did you mean {id}" in printed(capsys, "show", wrong, "--base", base, status=2)
    assert "4 claims begin with ''" in printed(capsys, "show", "", "--base", base, status=2)


def test_worklist_groups_by_reason(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    (group,) = json.loads(printed(capsys, "worklist", "--base", base, "--format", "json"))
    assert (group["why"], group["count"]) == ("cue without source", 1)
    (example,) = group["examples"]
    assert example["before"] + example["quote"] + example["after"] == "They were afraid of the thing?"
    out = printed(capsys, "worklist", "--base", base)
    assert "cue without source" in out and "They were afraid of the thing⟦?⟧ (a)" in out


def test_evaluate_scores_what_is_read(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = report.parent / "gold"
    gold.mkdir()
    reading = printed(capsys, "read", str(report), "--format", "json")
    (gold / "a.json").write_text(reading, encoding="utf-8")
    words = ("evaluate", str(gold), str(report.parent))
    scores = json.loads(printed(capsys, *words, "--format", "json"))
    assert (scores["figures"]["f1"], scores["figures"]["all_slots_right"]) == (1.0, 1.0)
    assert "f1 1.0" in printed(capsys, *words, "--misses", "3")


def test_codebook_check_names_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sources.csv").write_text("id,nam\nx,Y\n")
    assert main(["codebook", "check", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert "sources.csv" in err and f"faults in {tmp_path}" in out


def test_codebook_check_holds_own_rows_against_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "a word of ours,{},noun,,,,mine,made up\n"
    table = "surface,concept,inflects,sense,case,side,note,seen\n"
    (tmp_path / "terms.en.csv").write_text(table + row.format("light"))
    assert main(["codebook", "check", str(tmp_path), "--pack", "lighthouse"]) == 0
    (tmp_path / "terms.en.csv").write_text(table + row.format("lihgt"))
    assert main(["codebook", "check", str(tmp_path), "--pack", "lighthouse"]) == 1
    out, err = capsys.readouterr()
    assert f"1 fault in {tmp_path}" in out and "did you mean 'light'?" in err


def test_codebook_check_names_what_came_with_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "codebook", "check", "--pack", "lighthouse")
    assert out == "No faults in the built-in packs/lighthouse, the built-in languages/en\n"


def test_a_page_the_gate_turns_away_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.txt").write_text("The weather was mild.", encoding="utf-8")
    assert "not about the subject of this codebook" in printed(capsys, "read", str(tmp_path / "other.txt"))


@pytest.mark.parametrize("verb", ["build", "read", "show"])
def test_a_missing_word_gives_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"For example: musterbook {verb} " in printed(capsys, verb, status=2)


def test_version_and_manual(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "--version").startswith("musterbook ")
    page = runpy.run_path(str(ROOT / "docs" / "make_cli.py"))["manual"]()
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == page, "run `python docs/make_cli.py`"
