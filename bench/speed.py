"""How fast the reader is, alone on one core: `python -m bench.speed`. Figures, no floors: machines differ.

cold   `musterbook read` on one report in a fresh process: median of 5, beside a bare Python start
warm   tokens (words and punctuation marks, as tokenizers count) a second over examples/reports with the reader built once: best pass
memory the largest resident size of the cold process, and of the warm one

Every warm pass must give the reading of the first byte for byte, and every quote must stand in its text.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from musterbook.codebook.load import load_codebook
from musterbook.flow import Extractor, check, document_at, extractor
from musterbook.model import Document
from musterbook.publish.reading_from_extract import reading_from_extract

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "examples" / "reports"
TOKEN = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]")  # one for 18,000, one for soldier's, one for a comma
TIMES = 5
WARM_SECONDS = 3.0  # long enough for a dozen passes on slow machines, short enough to wait for
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss counts bytes there, kibibytes elsewhere


def one_core() -> None:
    """Stay on one core where the system lets us, so that figures compare."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def wall(command: Sequence[str]) -> float:
    """Return the median seconds that a command takes."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - began)
    return median(took)


def passed(documents: Sequence[Document], read: Extractor) -> tuple[str, float]:
    """Read all documents once; return their readings as text and the seconds that reading (not printing) took."""
    began = time.perf_counter()
    extracts = [read(document) for document in documents]
    took = time.perf_counter() - began
    for document, extract in zip(documents, extracts, strict=True):
        check(document, extract)
    pairs = zip(documents, extracts, strict=True)
    return json.dumps([reading_from_extract(document, extract) for document, extract in pairs]), took


def best_pass(documents: Sequence[Document], read: Extractor) -> tuple[float, int]:
    """Return the seconds of the best pass and how many there were; every pass must read the same as the first."""
    reference, best = passed(documents, read)
    passes, until = 1, time.perf_counter() + WARM_SECONDS
    while time.perf_counter() < until:
        again, took = passed(documents, read)
        assert again == reference, "a pass read something else"
        best, passes = min(best, took), passes + 1
    return best, passes


def peak(who: int) -> float:
    """Return the largest resident size so far in MB."""
    return resource.getrusage(who).ru_maxrss * PEAK_UNIT / 1e6


def main() -> None:
    """Print every figure."""
    one_core()
    paths = sorted(REPORTS.glob("*.txt"))
    if not paths:
        sys.exit(f"bench: no *.txt in {REPORTS.relative_to(ROOT)}; nothing to measure")
    bare = wall([sys.executable, "-c", "pass"])
    cold = wall([sys.executable, "-m", "musterbook", "read", str(paths[0]), "--format", "json"])
    print(f"cold    {cold * 1000:.0f} ms for one report, {cold / bare:.1f} times a bare start of {bare * 1000:.0f} ms")
    print(f"        {peak(resource.RUSAGE_CHILDREN):.0f} MB at most")
    began = time.perf_counter()
    read = extractor(load_codebook())
    built = time.perf_counter() - began
    documents = [document_at(path) for path in paths]
    tokens = sum(len(TOKEN.findall(document.text)) for document in documents)
    best, passes = best_pass(documents, read)
    print(f"warm    {tokens / best:,.0f} tokens/s, {len(documents) / best:,.0f} documents/s, best of {passes} passes")
    print(f"        {len(documents)} documents, {tokens:,} tokens, {built * 1000:.0f} ms to build the reader")
    print(f"        {peak(resource.RUSAGE_SELF):.0f} MB at most; every pass read the same, every quote holds")


if __name__ == "__main__":
    main()
