"""A stage's file is named by its arrow: what comes out, `_from_`, what goes in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGE

STAGES = ("read", "extract", "resolve", "link", "ingest/containers", "ingest/lists", "ingest/texts")
ARROW = re.compile(r"[a-z]+(_[a-z]+)*_from_[a-z]+(_[a-z]+)*\.py")
# A grammar too large for one file: its parts lie beside it and begin with what it makes, in the singular.
PARTS = {"extract/number_": "extract/numbers_from_sentence.py", "extract/date_": "extract/dates_from_sentence.py"}

FILES = [path for stage in STAGES for path in sorted((PACKAGE / stage).rglob("*.py"))]


def has_its_place(path: Path) -> bool:
    where = path.relative_to(PACKAGE).as_posix()
    return path.name == "__init__.py" or bool(ARROW.fullmatch(path.name)) or where.startswith(tuple(PARTS))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_file_name_is_an_arrow(path: Path) -> None:
    assert has_its_place(path), f"{path.name}: name it output_from_input.py; if no arrow fits, it belongs elsewhere"


def test_every_part_has_its_arrow() -> None:
    assert all((PACKAGE / arrow).is_file() for arrow in PARTS.values())


def test_look_alikes_are_refused() -> None:
    for name in ("utils.py", "dates.py", "from_sentence.py", "numbers_from.py", "NumbersFromSentence.py"):
        assert not has_its_place(PACKAGE / "extract" / name)
