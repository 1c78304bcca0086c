"""Patterns that are compiled when they are first used: every one of them compiles, and is then what `re.compile` gives."""

from __future__ import annotations

import importlib
import re

import pytest

from musterbook import regex
from tests.architecture.project import PACKAGE, modules

NAMES = [".".join(("musterbook", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in modules()]
READER = [name for name in NAMES if name.split(".")[1] in ("codebook", "read", "extract", "resolve", "ingest", "flow")]


@pytest.mark.parametrize("name", [name for name in READER if not name.endswith("__init__")])
def test_every_pattern_compiles(name: str) -> None:
    for it in vars(importlib.import_module(name)).values():
        if isinstance(it, regex.Later):
            assert it.pattern == it.given[0]


def test_a_pattern_is_compiled_once() -> None:
    later = regex.compile("A+", regex.I)
    assert "search" not in vars(later)
    assert later.search("baa").span() == (1, 3)  # type: ignore[union-attr]
    assert vars(later)["search"].__self__ is vars(later)["match"].__self__
    assert later.flags == re.compile("A+", re.I).flags


def test_what_no_pattern_has_is_refused() -> None:
    with pytest.raises(AttributeError, match="serach"):
        regex.compile("a").serach("a")  # type: ignore[attr-defined]
