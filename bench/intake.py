"""Taking in: memory of a large web archive, and what a second build costs. `python -m bench.intake [--megabytes 1000]`.

A web archive of generated pages (100 kB each, in the markup of a news site, packed record by record) goes through the
whole of `musterbook build`; the memory is the largest sum of the resident sizes of all its processes, looked at ten
times a second. Then 10,000 small files are taken in twice.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = 100_000  # bytes of markup; the article in it has 3,000 letters
FILES = 10_000
WORDS = (
    "the of harbour lamp keeper said on Tuesday that many ships had left without their papers while the office counted "
    "what remained in every port along the coast and nobody could say when they would come back or who had seen them go"
).split()
SENTENCE = "Courts passed {n} sentences for desertion in March 2024, Mediazona reported."


def article(chance: random.Random, number: int) -> str:
    """Return some paragraphs, the first with a figure."""
    lines = [SENTENCE.format(n=number + 100)]
    lines += [" ".join(chance.choices(WORDS, k=60)).capitalize() + "." for _ in range(9)]
    return "".join(f"<p>{line}</p>\n" for line in lines)


def page(number: int) -> bytes:
    """Return a page: head, menus, the article, teasers, a script that makes up the size."""
    chance = random.Random(number)
    menu = "".join(f'<li class="nav-{n}"><a href="/s/{n}">Section {n}</a></li>' for n in range(60))
    teasers = "".join(f'<div class="teaser"><a href="/t/{n}">Ten harbours, number {n}</a></div>' for n in range(60))
    head = f'<title>Report {number}</title><meta property="article:published_time" content="2024-04-16">'
    body = f"<nav><ul>{menu}</ul></nav><article><h1>Report {number}</h1>{article(chance, number)}</article><aside>{teasers}</aside>"
    html = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}<script>var pad = "'
    return (html + f"{number:08}" * ((PAGE - len(html) - 40) // 8) + '";</script></body></html>').encode()


def record(number: int) -> bytes:
    """Return one packed record."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(number)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2024-04-17T10:00:00Z\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def resident(group: int) -> int:
    """Return the bytes that all processes of a group hold together."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            fields = (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            if int(fields[2]) == group:
                found = re.search(r"VmRSS:\s+(\d+)", (entry / "status").read_text(encoding="ascii", errors="replace"))
                total += int(found[1]) * 1024 if found else 0
    return total


def build(source: Path, base: Path) -> tuple[float, int, str]:
    """Build in a process of its own; return the seconds, the most memory, and what it said."""
    command = [sys.executable, "-m", "musterbook", "build", str(source), "--base", str(base)]
    began, most = time.perf_counter(), 0
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    while child.poll() is None:
        most = max(most, resident(os.getpgid(child.pid)) if Path(f"/proc/{child.pid}").exists() else 0)
        time.sleep(0.1)
    said = child.stdout.read() if child.stdout else ""
    child.communicate()
    assert child.returncode == 0, said
    return time.perf_counter() - began, most, said


def archive(folder: Path, size: int) -> None:
    """Build from one large web archive and print what it took."""
    path, pages = folder / "large.warc.gz", size // PAGE
    with path.open("wb") as out:
        for number in range(pages):
            out.write(gzip.compress(record(number), 1, mtime=0))
    took, most, said = build(path, folder / "large")
    assert f"{pages:,} new" in said, said
    print(f"archive {size / 1e6:,.0f} MB of pages: {pages / took:,.0f} pages/s, {most / 1e6:,.0f} MB of memory at most")


def again(folder: Path) -> None:
    """Build from many small files twice and print what the second time took."""
    pile = folder / "pile"
    pile.mkdir()
    for number in range(FILES):
        (pile / f"{number:05}.txt").write_text(f"Lamp {number} was lit.\n", encoding="utf-8")
    first, _, _ = build(pile, folder / "many")
    second, _, said = build(pile, folder / "many")
    assert "Nothing to do" in said, said
    print(f"again   {FILES:,} files: first {first:.1f} s, second {second:.2f} s, {first / second:,.0f} times less")


def main(words: list[str] | None = None) -> None:
    """Print every figure; 100 MB unless told, since a gigabyte takes minutes."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--megabytes", type=int, default=100)
    size = asked.parse_args([] if words is None else words).megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        archive(Path(folder), size)
        again(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
