"""Builds that are killed at random moments and run again end with the base an undisturbed build makes, table for table.

    python -m tests.crash.run --documents 5000 --kills 20 --seed 7

Every kill is a SIGKILL to the process and its workers at a moment drawn over the length of an undisturbed build. After
each one `verify` must find nothing damaged; after the last, a plain build must end with equal tables, an equal archive
and an equal custody log (the clock is held still by SOURCE_DATE_EPOCH), and `verify` with status 0.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from musterbook.store.batch import table_hash
from musterbook.store.sqlite import open_base
from tests.conftest import ROOT

PAGE = """<!doctype html><html lang="en"><head><title>Report {n}</title>
<meta property="article:published_time" content="2024-{month:02}-{day:02}T09:00:00Z"></head><body><article><h1>Report {n}</h1>
<p>The Harbour Gazette counted {n}0 soldiers who left their units without leave in March 2024, according to the garrison court.</p>
<p>Another {n}5 cases of desertion were registered, the prosecutor said. Some were afraid to go back to the front.</p>
</article></body></html>"""
TEXT = "In 2024 about {n}0 soldiers deserted from the brigade, the office of the prosecutor said. It was {n}5 a year before.\n"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything."""

    documents: int
    kills: int
    seed: int


def pile(folder: Path, documents: int) -> None:
    """Write documents: nine texts to every web page, and near-duplicates among them."""
    folder.mkdir()
    for n in range(documents):
        if n % 10:
            (folder / f"d{n:05}.txt").write_text(TEXT.format(n=n if n % 7 else n - n % 70), encoding="utf-8")
        else:
            page = PAGE.format(n=n, month=n % 12 + 1, day=n % 28 + 1)
            (folder / f"d{n:05}.html").write_text(page, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")


def build(folder: Path, base: Path) -> subprocess.Popen[bytes]:
    """Start a build in a process group of its own."""
    command = [sys.executable, "-m", "musterbook", "build", str(folder), "--base", str(base)]
    still = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    return subprocess.Popen(
        command, cwd=ROOT, env=still, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def killed(child: subprocess.Popen[bytes], after: float) -> bool:
    """Kill a build after some seconds; False when it was done before."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(after)
        return False
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    return True


def orphans(pid: int) -> list[int]:
    """Return the processes of a killed build's group that still run a second later."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        left = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, ValueError, IndexError):
                fields = entry.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
                if int(fields[2]) == pid and fields[0] != "Z":
                    left.append(int(entry.parent.name))
        if not left:
            return []
        time.sleep(0.05)
    return left


def verified(base: Path) -> None:
    """Raise unless `verify` ends with status 0."""
    command = [sys.executable, "-m", "musterbook", "verify", "--base", str(base)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"verify after a kill: {done.stderr}"


def whole(base: Path) -> dict[str, str]:
    """Return the hashes of all tables, of the custody log and of the archive's names and bytes."""
    with open_base(base) as store:
        found = table_hash(store)
        found["custody"] = str([row["line"] for row in store.rows("SELECT line FROM custody ORDER BY number")])
        found["search"] = str(store.rows("SELECT count(*) AS n FROM search WHERE search MATCH 'soldiers'")[0]["n"])
    files = sorted(path for path in (base / "archive").rglob("*") if path.is_file())
    every = sha256()
    for path in files:
        every.update(path.relative_to(base).as_posix().encode() + path.read_bytes())
    return {**found, "archive": every.hexdigest()}


def run(sizes: Sizes, folder: Path) -> None:
    """Kill, build again, compare; prints what was done."""
    chance = random.Random(sizes.seed)
    pile(folder / "pile", sizes.documents)
    began = time.monotonic()
    assert build(folder / "pile", folder / "calm").wait() == 1, "one file of the pile is broken, so the status is 1"
    length = time.monotonic() - began
    print(f"undisturbed: {sizes.documents:,} documents in {length:.1f} s")
    kills = 0
    while kills < sizes.kills:
        base = folder / "base"
        child = build(folder / "pile", base)
        # Each run goes on where the last was killed: moments spread over one whole build put kills in every stage.
        if not killed(child, chance.uniform(0.2, 2.2 * length / sizes.kills + 0.8)):
            base.rename(folder / f"done-{kills}")  # it was through: the next kills meet a new one
            continue
        kills += 1
        assert not orphans(child.pid), "a worker outlived its parent"
        if (base / "muster.sqlite").is_file():
            verified(base)
    assert build(folder / "pile", folder / "base").wait() == 1
    bases = [folder / "base", *sorted(folder.glob("done-*"))]
    calm = whole(folder / "calm")
    for base in bases:
        found = whole(base)
        assert found == calm, f"{base.name} differs in {sorted(name for name in calm if calm[name] != found[name])}"
        verified(base)
    print(f"{kills} kills, {len(bases)} bases: every table, the archive and the custody log equal; verify exits 0")


def main() -> None:
    """Run with sizes from the command line."""
    words = argparse.ArgumentParser()
    words.add_argument("--documents", type=int, default=5000)
    words.add_argument("--kills", type=int, default=20)
    words.add_argument("--seed", type=int, default=7)
    with tempfile.TemporaryDirectory() as folder:
        run(Sizes(**vars(words.parse_args())), Path(folder))


if __name__ == "__main__":
    main()
