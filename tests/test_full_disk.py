"""A disk without room gives one clear line and a base that still opens; with room again, the build goes on.

The limit on the size of a file stands in for the end of the disk: the kernel refuses the very same writes.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from musterbook.store.batch import table_hash
from musterbook.store.sqlite import open_base
from tests.conftest import ROOT

TEXT = "Of {n} men over 1,2{n} fled, says Nemo. Were {n} afraid? " + "The harbour was quiet that evening. " * 20


def build(pile: Path, base: Path, limit: int | None = None) -> tuple[int, str]:
    """Build in a process that may write no file longer than `limit` bytes."""

    def short() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-m", "tests.fake_reader", "build", str(pile), "--base", str(base)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=short, check=False)
    return done.returncode, done.stderr


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    folder = tmp_path / "pile"
    folder.mkdir()
    for n in range(150):
        (folder / f"d{n:03}.txt").write_text(TEXT.format(n=n + 100), encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("limit", [300_000, 600_000])
def test_base_without_room_stops_with_one_line_and_goes_on_later(pile: Path, tmp_path: Path, limit: int) -> None:
    status, said = build(pile, tmp_path / "base", limit)
    assert status == 1 and said.count("\n") == 1, said
    assert "the disk is full; free some space and run the same command again" in said
    with open_base(tmp_path / "base") as store:
        assert store.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert build(pile, tmp_path / "base") == (0, "")
    assert build(pile, tmp_path / "other") == (0, "")
    with open_base(tmp_path / "base") as one, open_base(tmp_path / "other") as other:
        assert table_hash(one) == table_hash(other)


def test_archive_without_room_stops_with_one_line_and_leaves_no_half(pile: Path, tmp_path: Path) -> None:
    (pile / "a-large.txt").write_text("so it was " * 200_000, encoding="utf-8")
    status, said = build(pile, tmp_path / "base", 1_000_000)
    assert status == 1 and said.count("\n") == 1 and "the disk is full" in said
    assert not list((tmp_path / "base" / "archive").glob(".part-*"))
    with open_base(tmp_path / "base") as store:
        assert store.rows("SELECT count(*) AS n FROM documents") == [{"n": 0}]
