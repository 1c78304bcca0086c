"""A few kills in every test run; `make crash` has thousands of documents and twenty kills."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.run import Sizes, run


@pytest.mark.slow
def test_killed_builds_end_as_undisturbed_ones_do(tmp_path: Path) -> None:
    run(Sizes(documents=300, kills=4, seed=11), tmp_path)
