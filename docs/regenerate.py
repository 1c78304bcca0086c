"""Write everything in the pages that a program printed anew: `python docs/regenerate.py`.

    python docs/regenerate.py            README.md, docs/flow.md, docs/flow.svg, docs/cli.md
    python docs/regenerate.py --speed    the speed figures too: they belong to this machine, so they are not checked

A page marks such a place with `<!-- run musterbook ... -->` and `<!-- end -->`; what stands between is replaced.
`run` shows a command and its output, `figure` one figure as JSON, `gate` the scores, `speed` the benchmark, `flow` a
stage of the example that docs/flow.md follows. `{document measure}` in a command is the id of that figure.
Commands run in order in one fresh folder that holds the examples and the development gold, 120 columns wide.
A command that fails leaves its place as it was. `tests/test_readme_output.py` fails while a page is out of step and
names this command.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/flow.md")
PLACE = re.compile(r"<!-- (run|figure|gate|speed|flow) ?(.*?) -->\n(.*?)<!-- end -->", re.S)
ID = re.compile(r"\{(\S+) (\S+)\}")
VARYING = re.compile(r"^(Time +)[\d.]+ s|^(Hash +)sha256:\w+", re.M)  # how long it took; a hash over the day of release
BASE = "demo"
SCORES = {
    "f1": "figures found, F1 of the two below",
    "precision": "figures read that the text holds",
    "recall": "figures of the text that were read",
    "measure": "of the found ones: the measure is right",
    "stated_bound": "of all with a bound other than exact: found, bound right",
    "stated_period": "of all with a period: found, period right",
    "stated_place": "of all with a place: found, place right",
    "stated_root": "of all with a named source: found, origin right",
    "all_slots_right": "of all figures: found, and every single slot right",
    "incidents_recall": "incidents found",
    "statements_recall": "statements found",
    "terms_recall": "terms found",
    "negatives_quiet": "pages that are none of our business: nothing read",
    "quotes_in_text": "quotes that stand in the text, word for word",
}


class Desk:
    """A fresh folder in which the commands of a page run, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "examples", folder / "examples")
        shutil.copytree(ROOT / "eval" / "develop", folder / "eval" / "develop")
        self.faults: list[str] = []

    def run(self, command: str) -> str:
        """Run a `musterbook` command as somebody without a terminal would; return all that it prints."""
        words = [sys.executable, "-m", "musterbook", *shlex.split(command)[1:]]
        env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120", "PYTHONUTF8": "1"}  # noqa: TID251  this is an edge
        env.pop("MUSTERBOOK_BASE", None)
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        if done.returncode:
            self.faults.append(f"`{command}` ended with status {done.returncode}: {done.stderr.strip()[:300]}")
        lines = (done.stdout + done.stderr).replace(f"{ROOT}{os.sep}", "").splitlines()
        return "\n".join(line.rstrip() for line in lines).strip("\n")

    def id_of(self, document: str, measure: str) -> str:
        """Return the short id of the first figure of a measure that a document has."""
        command = f"musterbook claims --base {BASE} --document {document} --measure {measure} --format json"
        rows = sorted(json.loads(self.run(command)), key=lambda row: row["start"])
        for row in rows:
            if row["period"]:  # a headline seldom has one, and shows less
                return str(row["id"][:8])
        return str(rows[0]["id"][:8])


def fenced(kind: str, body: str) -> str:
    """Return a fenced block."""
    return f"```{kind}\n{body}\n```\n"


def run_block(asked: str, desk: Desk) -> str:
    """Return a command and what it prints. `evaluate` is shown as console: the folder it needs is not among the examples."""
    command = ID.sub(lambda match: desk.id_of(match[1], match[2]), asked)
    printed = desk.run(command)
    if " evaluate " in command:
        return fenced("console", f"$ {command}\n{printed}")
    return fenced("sh", command) + fenced("text", printed)


def figure_block(asked: str, desk: Desk) -> str:
    """Return one figure of an example as JSON."""
    document, measure = asked.split()
    reading = json.loads(desk.run(f"musterbook read examples/reports/{document}.txt --format json"))
    figures = [row for row in reading["figures"] if row["measure"] == measure]
    chosen = next((row for row in figures if row["period"]), figures[0])
    return fenced("json", json.dumps(chosen, ensure_ascii=False, indent=1))


def gate_block(asked: str, _: Desk) -> str:
    """Return the scores of some sets as a table: what `python -m eval.gate` measures."""
    from eval.corpora import corpora
    from eval.gate import measure

    names = asked.split()
    found = {it.name: it for it in measure([corpus for corpus in corpora() if corpus.name in names])}
    head = f"| score | {' | '.join(names)} | what it says |\n|---|{'---|' * len(names)}---|\n"
    size = f"| documents | {' | '.join(str(found[name].documents) for name in names)} | |\n"
    lines = []
    for score, means in SCORES.items():
        values = [found[name].scores.get(score) for name in names]
        lines.append(f"| {score} | {' | '.join('-' if v is None else f'{v:.2f}' for v in values)} | {means} |\n")
    return head + size + "".join(lines)


def speed_block(_: str, __: Desk) -> str:
    """Return what the benchmark prints on this machine."""
    words = [sys.executable, "-m", "bench.speed"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return fenced("text", done.stdout.rstrip())


def flow_block(asked: str, desk: Desk) -> str:
    """Return one stage of the example's way."""
    from docs import flow_steps

    it = flow_steps.trail()
    if asked in flow_steps.OF_BASE:
        base = desk.folder / BASE
        if not base.exists():
            desk.run(f"musterbook build examples/reports --base {BASE}")
        return fenced("text", flow_steps.OF_BASE[asked](it, base))
    if asked == "json":
        return fenced("json", flow_steps.printed(it))
    return fenced("text", flow_steps.STEPS[asked](it))


BLOCKS: dict[str, Callable[[str, Desk], str]] = {
    "run": run_block,
    "figure": figure_block,
    "gate": gate_block,
    "speed": speed_block,
    "flow": flow_block,
}


def page(text: str, desk: Desk, *, speed: bool = False) -> str:
    """Return a page with everything between its marks made anew; speed figures only on demand."""

    def fresh(place: re.Match[str]) -> str:
        kind, asked, before = place.groups()
        known = len(desk.faults)
        body = before if kind == "speed" and not speed else BLOCKS[kind](asked, desk)
        body = before if len(desk.faults) > known and before else body  # a failure is told, never shown as the output
        body = before if masked(body) == masked(before) else body
        return f"<!-- {kind}{' ' * bool(asked)}{asked} -->\n{body}<!-- end -->"

    return PLACE.sub(fresh, text)


def masked(text: str) -> str:
    """Return a text without what differs from run to run."""
    return VARYING.sub(lambda found: f"{found[1] or found[2]}…", text)


def fresh_pages(*, speed: bool = False) -> tuple[dict[str, str], list[str]]:
    """Return every generated file (path under the project -> text) and the commands that failed."""
    made, faults = {}, []
    for name in PAGES:
        with TemporaryDirectory() as folder:
            desk = Desk(Path(folder))
            made[name] = page((ROOT / name).read_text(encoding="utf-8"), desk, speed=speed)
            faults += desk.faults
    made["docs/flow.svg"] = runpy.run_path(str(ROOT / "docs" / "draw_flow.py"))["picture"]()
    made["docs/cli.md"] = runpy.run_path(str(ROOT / "docs" / "make_cli.py"))["manual"]()
    return made, faults


def main() -> int:
    """Write what has changed; return 1 when a shown command failed."""
    sys.path.insert(0, str(ROOT))
    made, faults = fresh_pages(speed="--speed" in sys.argv[1:])
    for name, text in made.items():
        path = ROOT / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {name}\n")
    for fault in faults:
        sys.stderr.write(f"regenerate: {fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
