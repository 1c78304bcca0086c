"""Patterns that are compiled when they are first used: every one of them compiles, and is then what `re.compile` gives."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys

import pytest

from musterbook import regex
from tests.architecture.project import PACKAGE, ROOT, modules

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


@pytest.mark.parametrize("folder", ["read", "extract", "resolve"])
def test_the_reader_takes_its_patterns_from_here(folder: str) -> None:
    found = [
        path.name
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(alias.name == "re" for alias in node.names)
    ]
    assert not found, "import `regex as re` of musterbook, so that patterns wait: " + ", ".join(found)


COUNTED = """
import sys
from pathlib import Path
from musterbook import regex
from musterbook.codebook.load import load_codebook
from musterbook.flow import document_at, extractor

extractor(load_codebook())(document_at(Path(sys.argv[1])))
every = {id(it): it for name, module in list(sys.modules.items()) if name.startswith("musterbook")
         for it in vars(module).values() if isinstance(it, regex.Later)}
print(len(every), sum("search" in vars(it) for it in every.values()))
"""


def test_one_page_meets_less_than_half_of_them() -> None:
    page = ROOT / "examples" / "reports" / "asylum-germany.txt"
    done = subprocess.run([sys.executable, "-c", COUNTED, str(page)], capture_output=True, text=True, check=True)
    every, used = map(int, done.stdout.split())
    assert 0 < used < every / 2
