"""A stage's file is named by its arrow: what comes out, `_from_`, what goes in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGE

STAGES = ("read", "extract", "resolve")
ARROW = re.compile(r"[a-z]+(_[a-z]+)*_from_[a-z]+(_[a-z]+)*\.py")
# Files that are no arrow, each with what it is instead.
NO_ARROW = {
    "__init__.py": "the folder's name",
    "number_words.py": "part of numbers_from_sentence: tokens and the bare number at one of them",
    "number_piece.py": "part of numbers_from_sentence: a bare number with its bounds, range and signs",
    "number_kinds.py": "part of numbers_from_sentence: the ordered rules that say what kind of number it is",
    "date_letters.py": "part of dates_from_sentence: a sentence as one letter a token, for its patterns",
    "date_points.py": "part of dates_from_sentence: its patterns, each with the builder of what it says",
}

FILES = [path for stage in STAGES for path in sorted((PACKAGE / stage).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_file_name_is_an_arrow(path: Path) -> None:
    assert path.name in NO_ARROW or ARROW.fullmatch(path.name), (
        f"{path.name}: name it output_from_input.py; if no arrow fits, the function belongs elsewhere"
    )


def test_every_exception_is_a_file() -> None:
    assert not {*NO_ARROW} - {path.name for path in FILES}, "names in NO_ARROW that no file has any more"
