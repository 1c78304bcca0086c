"""Nothing grows out of sight: a function fits on a screen, a file is read in one sitting."""

from __future__ import annotations

import ast

from tests.architecture.project import PACKAGE, modules, tree

LONGEST_FUNCTION = 60
LONGEST_FILE = 450


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_fit_on_a_screen() -> None:
    sizes = sorted(
        (
            (length(node), f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}")
            for path in modules()
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
        reverse=True,
    )
    print("longest functions:", *(f"\n  {lines:4} {where}" for lines, where in sizes[:5]))
    assert not [size for size in sizes if size[0] > LONGEST_FUNCTION]


def test_files_are_read_in_one_sitting() -> None:
    sizes = sorted(
        ((len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(PACKAGE))) for path in modules()),
        reverse=True,
    )
    print("longest files:", *(f"\n  {lines:4} {where}" for lines, where in sizes[:5]))
    assert not [size for size in sizes if size[0] > LONGEST_FILE]
