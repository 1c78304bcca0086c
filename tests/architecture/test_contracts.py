"""Layers and purity: the import contracts of pyproject.toml, and the calls that no import betrays."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGE, modules, run, tree

PURE_FOLDERS = ("read", "extract", "resolve", "link")
PURE_FILES = ("model.py", "one_document.py")
# Builtins that reach the world, or whose answer changes from one run to the next.
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "hash", "id", "globals", "breakpoint", "__import__"}


def is_pure(path: Path) -> bool:
    inside = path.relative_to(PACKAGE).parts
    return inside[0] in PURE_FOLDERS or (inside[-1:] == inside and inside[0] in PURE_FILES)


def test_import_contracts_hold() -> None:
    done = run(str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", [p for p in modules() if is_pure(p)], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_pure_modules_call_nothing_impure(path: Path) -> None:
    found = [
        f"{path.name}:{node.lineno} {node.func.id}()"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS
    ]
    assert not found, f"a pure stage may not call these; take the value as an argument: {found}"


@pytest.mark.parametrize("path", [p for p in modules() if is_pure(p)], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_pure_modules_keep_no_state(path: Path) -> None:
    found = [f"{path.name}:{n.lineno}" for n in ast.walk(tree(path)) if isinstance(n, ast.Global | ast.Nonlocal)]
    assert not found, f"a pure stage has no global to write to: {found}"


def swallows(handler: ast.ExceptHandler) -> bool:
    """True for a handler of everything that does not pass it on: `except BaseException: undo; raise` is no net."""
    broad = handler.type is None or getattr(handler.type, "id", "") in {"Exception", "BaseException"}
    last = handler.body[-1]
    return broad and not (isinstance(last, ast.Raise) and last.exc is None)


# Where everything that is raised may be caught, and how often: around one document, and around libraries that open what
# others wrote, whose exceptions nobody lists.
NETS = {
    "flow.py": 1,
    "ingest/texts/article_from_tree.py": 1,
    "ingest/texts/date_from_page.py": 1,
    "ingest/texts/metadata_from_html.py": 1,
    "ingest/texts_from_piece.py": 1,
    "ingest/worker.py": 1,
}


def test_nets_hang_where_they_are_needed() -> None:
    nets = [
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and swallows(node)
    ]
    assert {path: nets.count(path) for path in nets} == NETS, "`except Exception` belongs around one document"
