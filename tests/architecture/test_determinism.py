"""Same bytes in, same bytes out, whatever the hash seed, and whatever stands beside the document."""

from __future__ import annotations

import sys

import pytest

from tests.architecture.project import ROOT, run

REPORTS = sorted((ROOT / "examples" / "reports").glob("*.txt"))


def read_all(seed: str) -> str:
    names = [str(path.relative_to(ROOT)) for path in REPORTS]
    done = run(sys.executable, "-m", "musterbook", "read", *names, "--format", "jsonl", PYTHONHASHSEED=seed)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_two_hash_seeds_read_alike() -> None:
    assert REPORTS, "examples/reports holds no .txt report"
    first, second = read_all("0"), read_all("4711")
    assert first.strip(), "reading the examples printed nothing"
    assert first == second
