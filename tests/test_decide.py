"""A person's word on two claims: it comes first, it stays, and it can be taken back."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from musterbook.cli import main

PAGES = {
    "a": ("North Herald", "Courts passed 684 sentences for desertion in March 2024, Mediazona found."),
    "b": ("Low Post", "Here 64 soldiers were convicted of desertion in March 2024, according to Mediazona."),
    "c": ("Isle Times", "There were 412 asylum applications by Russian deserters in Germany in 2023."),
}


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main([*words]) == status
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == (1 if status else 0)
    return out + err


@pytest.fixture
def base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    for name, (publisher, text) in PAGES.items():
        (tmp_path / f"{name}.txt").write_text(f"The army and its deserters\n\n{text}\n", encoding="utf-8")
        known = {"publisher": publisher, "published": f"2024-05-0{1 + ord(name) - ord('a')}", "language": "en"}
        (tmp_path / f"{name}.meta.json").write_text(json.dumps(known), encoding="utf-8")
    run(capsys, "build", str(tmp_path), "--base", str(tmp_path / "base"))
    return str(tmp_path / "base")


def claim(capsys: pytest.CaptureFixture[str], base: str, number: int) -> str:
    rows: list[dict[str, Any]] = json.loads(
        run(capsys, "claims", "--base", base, "--kind", "figure", "--format", "json")
    )
    return str(next(row["id"] for row in rows if row["low"] == number))


def together(base: str, one: str, two: str) -> bool:
    with sqlite3.connect(f"file:{base}/muster.sqlite?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT DISTINCT cluster FROM clusters WHERE claim IN (?, ?)", (one, two)).fetchall()
    connection.close()
    return len(rows) == 1


def test_two_are_kept_apart_and_given_back(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = claim(capsys, base, 684), claim(capsys, base, 64)
    assert together(base, one, two)
    out = run(capsys, "decide", one[:8], two, "different", "--why", "64 is of one court", "--base", base)
    assert "two facts now" in out and "→" in out and not together(base, one, two)
    run(capsys, "build", str(Path(base).parent), "--base", base)
    assert not together(base, one, two), "a build keeps what a person said"
    assert "one fact now" in run(capsys, "decide", two, one, "unsure", "--why", "read again", "--base", base)
    assert together(base, one, two)


def test_what_the_rules_say_too_changes_nothing_and_is_kept(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = claim(capsys, base, 684), claim(capsys, base, 64)
    words = ("decide", one, two, "same", "--why", "one count", "--who", "A. Reader", "--base", base)
    assert "no fact changed" in run(capsys, *words)
    with sqlite3.connect(f"{base}/muster.sqlite") as connection:
        assert connection.execute("SELECT judgement, who, why FROM decisions").fetchall() == [
            ("same", "A. Reader", "one count")
        ]
    connection.close()


def test_claims_that_no_rule_links_are_joined_and_parted_again(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = claim(capsys, base, 684), claim(capsys, base, 412)
    assert not together(base, one, two)
    run(capsys, "decide", one, two, "same", "--why", "a test of the order", "--base", base)
    assert together(base, one, two)
    run(capsys, "decide", one, two, "unsure", "--why", "taken back", "--base", base)
    assert not together(base, one, two)


def test_what_cannot_be_decided_is_one_line_and_leaves_no_trace(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = claim(capsys, base, 684), claim(capsys, base, 412)
    wrong = (
        ("decide", one, one, "same", "--why", "x"),
        ("decide", one, "ffff", "same", "--why", "x"),
        ("decide", one, two, "same", "--why", " "),
        ("decide", one, two, "perhaps", "--why", "x"),
        ("decide", one, two, "same"),
    )
    for words in wrong:
        run(capsys, *words, "--base", base, status=2)
    none = Path(base).with_name("none")
    run(capsys, "decide", one, two, "same", "--why", "x", "--base", str(none), status=1)
    assert not none.exists()
    with sqlite3.connect(f"{base}/muster.sqlite") as connection:
        assert not connection.execute("SELECT * FROM decisions").fetchall()
    connection.close()
