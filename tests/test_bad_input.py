"""Every kind of bad input through the command line: one line that names the file and says what to do, the rest is done."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from musterbook import flow
from musterbook.cli import main
from tests.fake_reader import fake_extractor

GOOD = "Over 40 men fled, says Nemo."
BAD: dict[str, tuple[bytes, str]] = {
    "cp1251": ("Они ушли из части, сказал командир".encode("cp1251"), "looks like CP1251, not UTF-8; save it as UTF-8"),
    "koi8": ("Они ушли из части, сказал командир".encode("koi8-r"), "looks like KOI8-R, not UTF-8; save it as UTF-8"),
    "cp1252": ("“They left” – he said, the café was closed by then".encode("cp1252"), "looks like CP1252, not UTF-8"),
    "utf16": ("They left the unit.".encode("utf-16"), "looks like UTF-16, not UTF-8; save it as UTF-8"),
    "utf16le": ("They left the unit.".encode("utf-16-le"), "looks like UTF-16, not UTF-8; save it as UTF-8"),
    "surrogate": (b"half a character \xed\xa0\xbd here", "not UTF-8"),
    "cut": ("Они ушли".encode()[:-1], "not UTF-8"),
    "nul": (b"They left\x00 the unit.", "binary (holds NUL bytes), not a text; leave it out"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "zip": (b"PK\x03\x04 and so on", "zip"),
    "empty": (b"", "empty, nothing to read; leave it out"),
    "blank": (b" \n\t\r\n ", "empty, nothing to read; leave it out"),
    "unseen": ("\ufeff\u200b\u202e\u00a0".encode(), "empty, nothing to read; leave it out"),
    "huge": (b"word " * 2_000_000, "larger than the limit of 5,000,000 bytes; split it"),
}
SIDECARS: dict[str, tuple[bytes, str]] = {
    "month 13": (
        b'{"published": "2024-13-45"}',
        "published: '2024-13-45' is not a date; write an ISO date: YYYY, YYYY-MM",
    ),
    "a word": (b'{"published": "yesterday"}', "published: 'yesterday' is not a date; write an ISO date"),
    "a number": (b'{"published": 2024}', "published: 2024 is not a text; write it in double quotes"),
    "a list": (b'{"publisher": ["A", "B"]}', "publisher: ['A', 'B'] is not a text"),
    "no object": (b"[1, 2]", "not a JSON object"),
    "no JSON": (b"{published: 2024}", "not valid JSON"),
    "cp1251": ('{"title": "Часть"}'.encode("cp1251"), "not valid JSON"),
    "deep": (b"[" * 100_000, "not valid JSON"),
    "huge": (b'{"title": "' + b"a" * 1_000_001 + b'"}', "larger than the limit of 1,000,000 bytes"),
}


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "extractor", fake_extractor)


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder with two good files around what a test puts between them."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for name in ("a-good", "z-good"):
        (folder / f"{name}.txt").write_text(GOOD, encoding="utf-8")
    return folder


def one_line_and_the_rest(pile: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both verbs say one line about the file, do the others and end with 1."""
    status = main(["read", str(pile), "--format", "jsonl"])
    out, err = capsys.readouterr()
    assert status == 1
    assert [json.loads(line)["doc"] for line in out.splitlines()] == ["a-good", "z-good"]
    check_line(err, pile / name, said)
    status = main(["build", str(pile), "--base", str(pile.parent / "base")])
    out, err = capsys.readouterr()
    assert status == 1
    assert "2 new, 0 unchanged, 1 failed; 2 in" in out
    check_line(err, pile / name, said)


def check_line(err: str, path: Path, said: str) -> None:
    assert err.count("\n") == 1
    assert err.startswith(f"musterbook: {path}: ") and said in err


@pytest.mark.parametrize("kind", BAD)
def test_bad_text(pile: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    content, said = BAD[kind]
    (pile / "bad.txt").write_bytes(content)
    one_line_and_the_rest(pile, "bad.txt", said, capsys)


@pytest.mark.parametrize("kind", SIDECARS)
def test_bad_sidecar(pile: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    content, said = SIDECARS[kind]
    (pile / "bad.txt").write_text(GOOD, encoding="utf-8")
    (pile / "bad.meta.json").write_bytes(content)
    one_line_and_the_rest(pile, "bad.meta.json", said, capsys)


def test_reader_that_falls_over(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pile / "bad.txt").write_text("boom", encoding="utf-8")
    one_line_and_the_rest(pile, "bad.txt", "the reader failed (RuntimeError: a rule fell over)", capsys)


def test_link_to_nowhere(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pile / "bad.txt").symlink_to(pile / "gone")
    one_line_and_the_rest(pile, "bad.txt", "no such file; check the path", capsys)


def test_pipe_is_not_waited_for(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(pile / "bad.txt")
    one_line_and_the_rest(pile, "bad.txt", "not a regular file", capsys)


def test_missing_file_and_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path / "no.txt")]) == 1
    check_line(capsys.readouterr().err, tmp_path / "no.txt", "no such file; check the path")
    assert main(["read", str(tmp_path), "--format", "json"]) == 1
    check_line(capsys.readouterr().err, tmp_path, "no file in this folder; name another")


def test_one_line_of_almost_the_limit_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "long.txt").write_text("and so the " * 450_000 + "40 fled", encoding="utf-8")
    assert main(["read", str(tmp_path / "long.txt"), "--format", "jsonl"]) == 0
    assert [it["start"] for it in json.loads(capsys.readouterr().out)["figures"]] == [4_950_000]
    assert main(["read", str(tmp_path / "long.txt")]) == 0


def test_marks_nobody_sees_are_kept_and_do_no_harm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "\u202bSome\u200b 40\u200f men\u202c fled [red]bold[/red] \x1b[31m 50."
    (tmp_path / "marks.txt").write_text(text, encoding="utf-8")
    assert main(["read", str(tmp_path / "marks.txt"), "--format", "json"]) == 0
    for figure in json.loads(capsys.readouterr().out)["figures"]:
        assert text[figure["start"] : figure["end"]] == figure["quote"]
    assert main(["read", str(tmp_path / "marks.txt")]) == 0


def test_other_language_is_an_empty_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ru.txt").write_text("Ушли 40 человек.", encoding="utf-8")
    assert main(["read", str(tmp_path / "ru.txt"), "--format", "json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert (reading["language"], reading["figures"]) == ("ru", [])
    assert reading["leftovers"][0]["why"] == "language ru not read yet"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reed", "x.txt"], 'Did you mean "read"'),
        (["read"], "requires an argument"),
        (["read", "x.txt", "--formt", "json"], "Did you mean --format?"),
        (["read", "x.txt", "--format", "xml"], '"jsonl"'),
        (["read", "x.txt", "--published", "yesterday"], "--published 'yesterday' is not a date; write an ISO date"),
        (["read", "x.txt", "--codebook", "nowhere"], "no codebook folder at nowhere"),
        (["claims", "--limit", "-1"], "give 0 for all"),
    ],
)
def test_bad_usage_is_one_line_and_two(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.startswith("musterbook: ") and said in err


@pytest.mark.parametrize("words", [["claims"], ["worklist"], ["show", "ab"]])
def test_missing_base(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--base", str(tmp_path / "none")]) == 1
    assert "no evidence base at" in capsys.readouterr().err


def test_base_that_is_a_file(pile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(pile), "--base", str(pile / "a-good.txt")]) == 1
    assert "cannot be made" in capsys.readouterr().err


def test_unknown_pack(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "x.txt", "--pack", "nope"]) == 1
    assert "no pack named 'nope'" in capsys.readouterr().err
