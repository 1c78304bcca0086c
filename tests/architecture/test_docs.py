"""The README works: every command it shows is run, every verb it has is shown, every verb's help has an example."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from cyclopts import App

from musterbook.cli import make_app
from tests.architecture.project import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
OURS = re.compile(r"(?:\.venv/bin/)?musterbook\s")
STATUS = re.compile(r"#.*\bexit(?: status)? ([012])\b")  # `musterbook check x.txt  # exit 1: ...` says what is expected
NOT_RUN = re.compile(r"#.*\bnot run\b")  # a server, or a file that only the reader has


def shown_commands() -> list[str]:
    """The lines of README.md's sh blocks that call musterbook, in order, continued lines joined."""
    lines = "".join(BLOCK.findall(README)).replace("\\\n", " ").splitlines()
    stripped = (line.strip().removeprefix("$ ") for line in lines)
    return [line for line in stripped if OURS.match(line) and not NOT_RUN.search(line)]


def verbs(app: App, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every verb of the command line, a verb of verbs as two words."""
    found: list[tuple[str, ...]] = []
    for name in app:
        if not name.startswith("-"):
            found += verbs(app[name], (*before, name)) or [(*before, name)]
    return sorted(found)


COMMANDS = shown_commands()
VERBS = verbs(make_app())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it after `make demo`: the examples, and the commands of the README run in order."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


@pytest.mark.skipif(not COMMANDS, reason="README.md has no sh block that calls musterbook")
@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=lambda n: COMMANDS[n][:60])
def test_readme_command_does_what_it_says(number: int, desk: Path) -> None:
    line = COMMANDS[number]
    expected = int(said[1]) if (said := STATUS.search(line)) else 0
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = run("bash", "-o", "pipefail", "-c", line.replace(".venv/bin/", ""), cwd=desk, PATH=path)
    assert done.returncode == expected, f"{line}\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}"


def test_there_are_verbs() -> None:
    assert {("read",), ("build",), ("claims",)} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_verb_has_help_with_an_example(verb: tuple[str, ...]) -> None:
    done = run(sys.executable, "-m", "musterbook", *verb, "--help")
    assert done.returncode == 0, done.stderr
    head, _, example = done.stdout.partition("Example")
    assert f"musterbook {' '.join(verb)}" in example, f"no example:\n{done.stdout}"
    assert head.strip(), "no sentence that says what the verb does"


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_verb_is_in_the_readme(verb: tuple[str, ...]) -> None:
    assert re.search(rf"\bmusterbook {' '.join(verb)}\b", README), (
        f"README.md does not name `musterbook {' '.join(verb)}`"
    )
