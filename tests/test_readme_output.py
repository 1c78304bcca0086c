"""What the pages show is what the program prints. When this fails: `python docs/regenerate.py`, look at the difference, commit."""

from __future__ import annotations

import csv
import re
from difflib import unified_diff
from pathlib import Path

import pytest
from docs import regenerate

from tests.conftest import ROOT

PACK = ROOT / "src" / "musterbook" / "packs" / "desertion"
GUIDE = (PACK / "CODEBOOK.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
TEXTS = ("README.md", "CHANGELOG.md", "DO-NO-HARM.md", "SECURITY.md", "docs/flow.md", "examples/README.md")
REMEDY = "run `python docs/regenerate.py` and look at what changed"


@pytest.mark.slow
def test_pages_show_what_the_program_prints() -> None:
    made, faults = regenerate.fresh_pages()
    assert not faults, "a command that a page shows fails:\n" + "\n".join(faults)
    stale = {name: text for name, text in made.items() if (ROOT / name).read_text(encoding="utf-8") != text}
    changes = "\n".join("\n".join(difference(name, text)) for name, text in stale.items())
    assert not stale, f"{', '.join(stale)}: out of step; {REMEDY}\n{changes}"


def difference(name: str, fresh: str) -> list[str]:
    """The first lines of what has changed."""
    before = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return list(unified_diff(before, fresh.splitlines(), name, "now", lineterm="", n=0))[:40]


def test_a_changed_output_is_noticed(tmp_path: Path) -> None:
    desk = regenerate.Desk(tmp_path / "desk")
    old = "<!-- run musterbook read examples/reports/sports-page.txt -->\nsomething else\n<!-- end -->\n"
    fresh = regenerate.page(old, desk)
    assert fresh != old and "```sh\nmusterbook read examples/reports/sports-page.txt\n```" in fresh
    assert regenerate.page(fresh, desk) == fresh, "writing twice changes nothing"


def test_a_failing_command_is_told_and_never_shown(tmp_path: Path) -> None:
    desk = regenerate.Desk(tmp_path / "desk")
    old = "<!-- run musterbook read nothing-here.txt -->\nas it was\n<!-- end -->\n"
    assert regenerate.page(old, desk) == old and "nothing-here.txt" in desk.faults[0]


def test_only_the_seconds_of_a_run_and_the_hash_of_a_release_may_differ() -> None:
    one, other = "Claims  3\nTime        0.2 s\n", "Claims  3\nTime        12.4 s\n"
    assert regenerate.masked(one) == regenerate.masked(other) != regenerate.masked(one.replace("3", "4"))
    one, other = (f"Release     out: 3 rows\nHash        sha256:{hash}\n" for hash in ("0a", "9f"))
    assert regenerate.masked(one) == regenerate.masked(other) != regenerate.masked(one.replace("3", "4"))


@pytest.mark.parametrize("name", regenerate.PAGES)
def test_every_mark_is_closed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(re.findall(r"<!-- (?:run|figure|gate|speed|flow)\b", text)) == text.count("<!-- end -->") > 0


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{name} links to {target}"


@pytest.mark.parametrize("table", ["measures", "themes", "incident_kinds"])
def test_the_guide_names_every_id(table: str) -> None:
    with (PACK / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        ids = [row["id"] for row in csv.DictReader(lines)]
    pattern = "**`{}`**" if table == "measures" else "| `{}` |"
    missing = [id for id in ids if pattern.format(id) not in GUIDE]
    assert ids and not missing, f"CODEBOOK.md has no entry for {missing}"


def test_the_guide_names_nothing_else() -> None:
    with (PACK / "measures.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["id"] for row in csv.DictReader(lines)}
    assert set(re.findall(r"^\*\*`(\w+)`\*\*", GUIDE, re.M)) == known


def test_every_measure_has_its_scope_and_two_sentences() -> None:
    for entry in re.split(r"\n(?=\*\*`\w+`\*\*)", GUIDE)[1:]:
        entry = entry.split("\n\n")[0]
        name = entry[4 : entry.index("`", 4)]
        body = entry.partition("*Not:*")[2]
        assert "*In:*" in entry and body, name
        assert len(re.findall(r"\"[^\"]*\*\*[^\"]+\*\*[^\"]*\"", body)) == 2, name
