"""The tree works on any machine: no file names a registry's host or a path of one machine."""

from __future__ import annotations

import re

from tests.architecture.project import ROOT, project_files

# Written in pieces, so that this file is clean too.
HOSTS = ("files.python" + "hosted", "py" + "pi.org", "registry." + "npmjs", "deb." + "debian.org")
TOPS = ("work", "root", "farm", "home", "Users")
UNCLEAN = re.compile("|".join(map(re.escape, HOSTS)) + r"|(?<![A-Za-z0-9_.])/(?:" + "|".join(TOPS) + ")/")


def test_the_pattern_bites() -> None:
    assert UNCLEAN.search("see /" + "work/main") and UNCLEAN.search("https://" + HOSTS[1] + "/simple")
    assert not UNCLEAN.search("https://outlet.example/work/2024") and not UNCLEAN.search("teamwork/home")


def test_no_file_names_a_registry_or_one_machine() -> None:
    found = []
    for path in project_files():
        text = path.read_bytes().decode("utf-8", "replace")
        for number, line in enumerate(text.splitlines(), 1):
            if UNCLEAN.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_locks_have_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-uv.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if not line.startswith(" ")]
        assert pins and all(re.match(r"[a-z0-9._-]+==\S+", pin) and pin.endswith("\\") for pin in pins), name
        assert not [line for line in lines if "://" in line], name
    assert not (ROOT / "uv.lock").exists(), "uv.lock holds a registry's address; `make lock` writes requirements.lock"
