"""`verify` names every byte that is not what it was; nothing else counts as damage."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from musterbook import flow
from musterbook.cli import main
from musterbook.store.custody import START, Event, faults_from_lines, hash_of_line, line_from_event
from musterbook.store.sqlite import open_base
from tests.fake_reader import fake_extractor

NAMES = ("a", "b", "c")


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base of three texts."""
    monkeypatch.setattr(flow, "extractor", fake_extractor)
    (tmp_path / "pile").mkdir()
    for name in NAMES:
        (tmp_path / "pile" / f"{name}.txt").write_text(f"Of {name} 40 men fled, says Nemo.", encoding="utf-8")
    assert main(["build", str(tmp_path / "pile"), "--base", str(tmp_path / "base")]) == 0
    return tmp_path / "base"


def verified(base: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit status of `verify` and where it found damage."""
    capsys.readouterr()
    status = main(["verify", "--base", str(base), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] == (status == 0)
    return status, [f"{it['where']}: {it['what']}" for it in told["troubles"] if it["damage"]]


def raw_of(base: Path, name: str) -> Path:
    """Where the bytes of a text are archived."""
    with open_base(base) as store:
        (row,) = store.rows("SELECT raw FROM files WHERE label LIKE ?", (f"%{name}.txt",))
        return store.archive.path(row["raw"])


def test_a_base_as_it_was_built_holds(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(base, capsys) == (0, [])
    assert main(["verify", "--base", str(base)]) == 0
    assert "3 archived files, 3 texts" in capsys.readouterr().out


def test_one_flipped_byte_is_named(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = raw_of(base, "b")
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[5] ^= 1
    path.write_bytes(data)
    status, told = verified(base, capsys)
    assert status == 1 and len(told) == 1
    assert path.name in told[0] and "b.txt" in told[0] and "changed" in told[0]


def test_one_deleted_file_is_named(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw_of(base, "c").unlink()
    status, told = verified(base, capsys)
    assert status == 1 and len(told) == 1 and "c.txt" in told[0] and "missing" in told[0]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda lines: [*lines[:2], lines[2].replace('"kept"', '"Kept"'), *lines[3:]], "line 3"),
        (lambda lines: [*lines[:1], *lines[2:]], "line 2"),
        (lambda lines: [*lines, lines[-1]], "line 7"),
    ],
    ids=["edited", "taken out", "added"],
)
def test_one_changed_line_of_the_log_is_named(
    base: Path, capsys: pytest.CaptureFixture[str], edit: Callable[[list[str]], list[str]], said: str
) -> None:
    path = base / "archive" / "custody.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in edit(lines)), encoding="utf-8")
    status, told = verified(base, capsys)
    assert status == 1 and said in told[0]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE custody SET line = replace(line, 'kept', 'kopt') WHERE number = 3", "custody, line 4"),
        ("UPDATE captures SET target_url = 'https://b.example/'", "captures of"),
        ("UPDATE documents SET text = replace(text, '40', '41') WHERE name = 'a'", "text of a"),
        ("UPDATE figures SET quote = '41'", "its quote is not in the text"),
    ],
)
def test_one_changed_row_is_named(base: Path, capsys: pytest.CaptureFixture[str], sql: str, said: str) -> None:
    with open_base(base, write=True) as store:
        store.connection.execute(sql)
    status, told = verified(base, capsys)
    assert status == 1 and any(said in line for line in told)


def test_a_log_that_lags_is_completed_by_the_next_build(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = base / "archive" / "custody.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 70])  # as a kill in the middle of a write leaves it
    status, told = verified(base, capsys)
    assert (status, told) == (0, []), "what is only late is no damage"
    assert main(["build", str(base.parent / "pile"), "--base", str(base)]) == 0
    assert path.read_bytes() == whole


def test_half_written_bytes_are_swept_and_strays_are_no_damage(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "archive" / ".part-x").write_bytes(b"half")
    stray = base / "archive" / "00" / ("0" * 62)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"not ours")
    assert verified(base, capsys) == (0, [])
    main(["build", str(base.parent / "pile"), "--base", str(base)])
    assert not (base / "archive" / ".part-x").exists()


def test_archived_bytes_are_those_that_were_given_and_cannot_be_written(base: Path) -> None:
    for name in NAMES:
        path = raw_of(base, name)
        assert path.read_bytes() == (base.parent / "pile" / f"{name}.txt").read_bytes()
        assert not path.stat().st_mode & 0o222


def test_every_break_of_a_chain_is_found_at_its_line() -> None:
    lines: list[str] = []
    for number in range(1, 6):
        before = hash_of_line(lines[-1]) if lines else START
        lines.append(line_from_event(Event("kept", f"{number}.txt", "00"), number, before, at="2024", who="me"))
    assert list(faults_from_lines(lines)) == []
    for at in range(4):
        changed = [*lines[:at], lines[at].replace('"00"', '"01"'), *lines[at + 1 :]]
        assert [number for number, _ in faults_from_lines(changed)] == [at + 2], "the line after it no longer fits"
    assert [number for number, _ in faults_from_lines([*lines[:2], "{}", *lines[3:]])] == [3, 4]


def test_the_time_can_be_fixed_for_a_build_that_repeats(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for name in ("one", "two"):
        assert main(["build", str(tmp_path / "pile"), "--base", str(tmp_path / name), "--collector", "An Archive"]) == 0
    logs = [(tmp_path / name / "archive" / "custody.jsonl").read_bytes() for name in ("one", "two")]
    assert logs[0] == logs[1] and b'"at":"2023-11-14' in logs[0] and b'"who":"An Archive"' in logs[0]
    assert os.listdir(tmp_path / "one") == os.listdir(tmp_path / "two")
