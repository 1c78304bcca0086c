"""The code knows no domain: no term, formation or source of the pack is spelt in it. Facts are rows."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGE, docstrings, modules, tree

PACK = PACKAGE / "packs" / "desertion"
ALLOWED = Path(__file__).with_name("allowed_words.txt")
TABLES = {"terms.*.csv": ("surface",), "formations*.csv": ("name", "aliases"), "sources*.csv": ("name", "aliases")}
SHORTEST = 3  # letters; below that everything is a word of something
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; snake_case and CamelCase come apart.

    >>> words("GoneAway_men, self-organised 20th")
    ('gone', 'away', 'men', 'self-organised', 'th')
    """
    return tuple(word.lower() for word in _WORD.findall(_CAMEL.sub(" ", text.replace("_", " "))))


@cache
def surfaces() -> dict[tuple[str, ...], str]:
    """Every surface of the pack as words -> where it is from. Surfaces with digits are names no code would hold."""
    found: dict[tuple[str, ...], str] = {}
    for pattern, columns in TABLES.items():
        for path in sorted(PACK.glob(pattern)):
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    cells = (form for column in columns for form in (row.get(column) or "").split(";"))
                    for form in cells:
                        letters = sum(map(str.isalpha, form))
                        if letters >= SHORTEST and not any(map(str.isdigit, form)):
                            found.setdefault(words(form), f"{path.name}: {form.strip()}")
    return found


@cache
def allowed() -> dict[tuple[str, str], str]:
    """(words, file or *) -> reason, from the list beside this file."""
    rows = [line.split("|") for line in ALLOWED.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {(word.strip().lower(), where.strip()): reason.strip() for word, where, reason in rows}


def spelt(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string literal (docstrings apart) and identifier of a module, with its line."""
    documents = docstrings(module)
    for node in ast.walk(module):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documents:
            yield line, node.value
        for field in ("id", "arg", "attr", "name", "asname"):
            if isinstance(name := getattr(node, field, None), str):
                yield line, name


def domain_words(text: str) -> Iterator[tuple[str, str]]:
    """The surfaces that occur in a text as whole words, each with where the pack has it."""
    found, known = words(text), surfaces()
    longest = max(map(len, known), default=0)
    for start in range(len(found)):
        for end in range(start + 1, min(start + longest, len(found)) + 1):
            if (run := found[start:end]) in known:
                yield " ".join(run), known[run]


def test_the_pack_has_surfaces() -> None:
    assert len(surfaces()) > 100, "the pack's tables were not found, so this test would prove nothing"


def test_a_planted_word_is_found() -> None:
    module = ast.parse('"""A doc naming AWOL."""\nawol_rows = ["gone AWOL again"]\nflaw = "awolish"')
    found = [line for line, text in spelt(module) for _ in domain_words(text)]
    assert found == [2, 2], "the string and the identifier, but neither the docstring nor a longer word"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_domain_word_in_code(path: Path) -> None:
    where = path.relative_to(PACKAGE).as_posix()
    found = {
        f"{where}:{line} {word!r} ({origin})"
        for line, text in spelt(tree(path))
        for word, origin in domain_words(text)
        if (word, "*") not in allowed() and (word, where) not in allowed()
    }
    assert not found, "make it a row of the pack, or a line of allowed_words.txt:\n" + "\n".join(sorted(found))


def test_every_allowance_has_a_reason_and_is_used() -> None:
    assert all(allowed().values()), "a line of allowed_words.txt has no reason"
    used = {
        (word, path.relative_to(PACKAGE).as_posix())
        for path in modules()
        for _, text in spelt(tree(path))
        for word, _ in domain_words(text)
    }
    idle = [entry for entry in allowed() if not any(entry == (word, at) or entry == (word, "*") for word, at in used)]
    assert not idle, f"allowances nothing needs any more: {idle}"
