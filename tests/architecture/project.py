"""What the architecture tests share: the project's files, the package's modules and their syntax trees."""

from __future__ import annotations

import ast
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "musterbook"
_NOT_OURS = {"__pycache__", "build", "dist", "muster"}


def modules() -> list[Path]:
    """Every Python file of the package, sorted."""
    return sorted(PACKAGE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def docstrings(module: ast.Module) -> set[ast.Constant]:
    """The string nodes that document: alone on a line, so no code can see them."""
    return {
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def project_files() -> list[Path]:
    """Every file of the project, tracked or about to be; what git ignores is not ours. Works without git too."""
    if (ROOT / ".git").exists():
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        out = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
        names = {name for name in os.fsdecode(out).split("\0") if name}
        return sorted(path for path in (ROOT / name for name in names) if path.is_file())
    return sorted(_walk(ROOT))


def _walk(top: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(top):
        inner[:] = [name for name in inner if name not in _NOT_OURS and (not name.startswith(".") or name == ".ci")]
        yield from (Path(folder) / name for name in names if name != ".git")


def run(*command: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal or input, at most two minutes, with plain output."""
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1", **env}
    plain.pop("MUSTERBOOK_BASE", None)
    return subprocess.run(
        command, cwd=cwd, env=plain, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL, timeout=120
    )
