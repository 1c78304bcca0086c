"""Broken files of every kind through ingest: `python -m tests.fuzz.formats --count 10000 --seed 1 [--kind pdf]`.

Whatever the bytes, taking them in raises nothing, ends in time, writes nothing outside its own temporary files, and every
text it finds can be stored and quoted. Each file is made from (kind, seed, number) alone.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import lzma
import os
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import forkserver, get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from musterbook.errors import InputError
from musterbook.flow import document_in
from musterbook.ingest.lists.rows_from_child import children
from musterbook.ingest.piece import Fault, Found, Known, Piece
from musterbook.ingest.texts_from_piece import texts_from_pieces
from musterbook.ingest.worker import Worker, confine, loaded
from musterbook.model import Document, demand
from tests import archives, hostile

ROOT = Path(__file__).parents[2]
PILE = ROOT / "examples" / "pile"
SLOWEST = 20.0  # seconds for one file, its worker's restart included
MEMORY = 1_000  # megabytes, of this process or of its worker
LANGUAGES = ("en", "ru", "uk")
# Kinds that need a process a file: all are read inside such a process, a tenth of them through the whole of ingest too.
INSIDE = {
    "parquet": "musterbook.ingest.lists.rows_from_parquet:rows_from_path",
    "xlsx": "musterbook.ingest.lists.rows_from_workbook:rows_from_path",
}
# Bytes that mean something to one format or another.
ODD = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\xbd",
        b"\r\n\r\n",
        b"<",
        b"</p>",
        b"<table>" * 50,
        b"<!ENTITY a '&a;&a;'>",
        b"&#0;",
    ),
    *(
        b"%PDF",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"WARC/1.0\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999\r\n",
    ),
    *(
        b'"',
        b"{" * 40,
        b"]" * 40,
        b"\\ud800",
        b"1e999",
        b"../../etc/passwd",
        b"endobj",
        b"stream",
        b"9" * 400,
        b"\t",
        b";",
    ),
    *("\u202e".encode(), "\U0001f6a9".encode(), b"0000-99-99T99:99:99Z", b"From x 2024\n", b"--", b"=?utf-8?q?=00?="),
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that broke a rule."""

    kind: str
    number: int
    why: str


def page() -> bytes:
    return (PILE / "saved-page.html").read_bytes()


def parquet() -> bytes:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.parquet"
        sql = "SELECT 'https://a.example/' || i AS url, 'In 2024 some ' || i || ' left.' AS text FROM range(20) t(i)"
        duckdb.sql(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
        return path.read_bytes()


def workbook() -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (("url", "title", "text", "date"), ("https://a.example/1", "A", "In 2024 some 40 left.", "2024-03-01")):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def telegram_page() -> bytes:
    post = """<div class="message default clearfix" id="message{n}"><div class="body">
<div class="pull_right date details" title="16.04.2024 11:20:00 UTC+02:00">11:20</div><div class="from_name">Lamp</div>
<div class="text">Over 30 left the ground.<br>Ten came back, <a href="https://a.example">it says</a>.</div></div></div>"""
    head = '<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="history">'
    return (head + "".join(post.format(n=n) for n in range(4)) + "</div></div></body></html>").encode()


def mhtml() -> bytes:
    head = b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://a.example/1\r\nSubject: A\r\n"
    head += b"Date: Tue, 16 Apr 2024 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    head += (
        b'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\nContent-Type: text/html\r\n'
    )
    head += b"Content-Location: https://a.example/1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + page() + b"\r\n----b--\r\n"


def table(form: str) -> bytes:
    rows = [
        {"url": f"https://a.example/{n}", "title": "A", "text": f"In 2024 some {n}0 left.", "date": "2024"}
        for n in range(9)
    ]
    if form == "json":
        return json.dumps(rows).encode()
    if form == "jsonl":
        return "\n".join(map(json.dumps, rows)).encode()
    return "\n".join(["url,title,text,date", *(",".join(row.values()) for row in rows)]).encode()


SEEDS: dict[str, Callable[[], bytes]] = {
    "html": page,
    "plain": lambda: (PILE / "notes.md").read_bytes(),
    "pdf": lambda: hostile.pdf(["In 2024 some 40 left the unit.", "It was so."], ["Page two: 12 came back."]),
    "docx": lambda: hostile.docx(hostile.p("In 2024 some 40 left the unit.") * 3),
    "feed": lambda: (PILE / "feed.xml").read_bytes(),
    "telegram_json": lambda: (PILE / "channel" / "result.json").read_bytes(),
    "telegram_html": telegram_page,
    "warc": lambda: archives.three(packed=False)[0],
    "warc_gz": lambda: archives.three(packed=True)[0],
    "mail": lambda: (PILE / "letter.eml").read_bytes(),
    "mhtml": mhtml,
    "zip": lambda: archives.zipped({"a.txt": b"In 2024 some 40 left.", "b.html": page(), "c/d.txt": b"So it was."}),
    "tar": lambda: archives.tarred({"a.txt": b"In 2024 some 40 left.", "b.html": page()}),
    "gzip": lambda: gzip.compress(page(), mtime=0),
    "xz": lambda: lzma.compress(page()),
    "csv": lambda: table("csv"),
    "json": lambda: table("json"),
    "jsonl": lambda: table("jsonl"),
    "parquet": parquet,
    "xlsx": workbook,
    "coded": lambda: (PILE / "coded.tsv").read_bytes(),
}
seed_bytes = cache(lambda kind: SEEDS[kind]())


def unpacked(data: bytes, chance: random.Random) -> bytes:
    """Return a packed file with something broken inside it: its outside is whole, so that it is opened."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(members))
        return archives.zipped({**members, name: mutated(members[name], chance)})
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(mutated(gzip.decompress(data), chance), mtime=0)
    if data.startswith(b"\xfd7zXZ"):
        return lzma.compress(mutated(lzma.decompress(data), chance))
    return mutated(data, chance)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes broken in a few places."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at, how = chance.randint(0, len(out)), chance.randrange(8)
        end = min(len(out), at + chance.choice((1, 4, 40, 400)))
        if how == 0:
            del out[at:end]
        elif how == 1:
            out[at:at] = out[at:end] * chance.choice((1, 2, 30))
        elif how == 2:
            out[at:at] = chance.choice(ODD)
        elif how == 3:
            out[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
        elif how == 4 and out:
            for _ in range(chance.randint(1, 8)):
                out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
        elif how == 5:
            del out[at:]
        elif how == 6:
            out[at:end] = out[at:end][::-1]
        else:
            other = seed_bytes(chance.choice(("html", "zip", "warc", "feed")))
            start = chance.randint(0, len(other))
            out[at:at] = other[start : start + 300]
    return bytes(out)


def made(kind: str, number: int, seed: int) -> bytes:
    """Make one broken file."""
    chance = random.Random(f"{kind}:{seed}:{number}")
    return (unpacked if number % 2 else mutated)(seed_bytes(kind), chance)


def sound(found: Found) -> Document | None:
    """Raise unless a text can be stored, quoted and named; return its document, None for an empty one."""
    demand(
        "\x00" not in found.text and "\r" not in found.text, "a text has no NUL and one kind of line end", found.part
    )
    found.text.encode("utf-8")
    demand(len(found.sha256) == 64 and bool(found.extractor), "a text says what it was made of", found.part)
    published = found.known.published or ""
    demand(published == "" or (published[:4].isdigit() and len(published) in (4, 7, 10)), "a date is one", published)
    document = document_in(found, None, LANGUAGES)
    if not isinstance(document, Document):
        return None
    for text in (document.url, document.title, document.publisher, document.name):
        (text or "").encode("utf-8")
    return document


def pieces(kind: str, numbers: range, seed: int, began: dict[int, float]) -> Iterator[tuple[int, Piece | Fault]]:
    """Yield the broken files as ingest would meet them."""
    suffix = {"coded": "tsv", "warc_gz": "warc.gz", "telegram_html": "html", "telegram_json": "json", "plain": "md"}
    for number in numbers:
        data = made(kind, number, seed)
        began[number] = time.monotonic()
        name = f"x{number}.{suffix.get(kind, kind)}"
        yield number, Piece(name, "", len(data), lambda data=data: io.BytesIO(data), Known())  # type: ignore[misc]


def run(kind: str, count: int, seed: int, first: int = 0) -> tuple[Counter[str], list[Broken]]:
    """Take in the broken files of one kind; return how many texts, faults and others came out, and what broke a rule."""
    seen: Counter[str] = Counter()
    broken: list[Broken] = []
    began: dict[int, float] = {}
    numbers = range(first, first + count)
    with Worker() as worker:
        for number, step in texts_from_pieces(pieces(kind, numbers, seed, began), worker):
            seen[type(step).__name__] += 1
            try:
                if isinstance(step, Found):
                    sound(step)
                if isinstance(step, Fault):
                    demand("\n" not in step.why and 10 < len(step.why) < 600, "a fault is one line", step.why)
                    demand("please report it" not in step.why, "no reader fails in a way nobody foresaw", step.why)
            except Exception as fault:
                broken.append(Broken(kind, number, f"{type(fault).__name__}: {fault}"[:300]))
            if step is None and time.monotonic() - began.pop(number) > SLOWEST:
                broken.append(Broken(kind, number, f"took more than {SLOWEST:.0f} s"))
    return seen, broken


def read_inside(kind: str, number: int, seed: int) -> str:
    """Read one broken table as the child that opens it does; return what came of it. Runs in a process like that child."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(made(kind, number, seed))
        file.flush()
        try:
            rows = sum(1 for _ in loaded(INSIDE[kind])(file.name))
        except (InputError, MemoryError) as fault:
            return f"fault {fault}"
        except Exception as fault:
            return f"raised {type(fault).__name__}: {fault}"
    return f"rows {rows}"


def run_inside(kind: str, count: int, seed: int) -> tuple[Counter[str], list[Broken]]:
    """Read broken tables without a process for each: the same reader, the same bounds, ten times as many in an hour."""
    seen: Counter[str] = Counter()
    broken: list[Broken] = []
    with ProcessPool(1, 500, confine, (600_000_000,), get_context("spawn")) as pool:
        for start in range(0, count, 100):
            asked = [
                (number, pool.schedule(read_inside, args=(kind, number, seed), timeout=SLOWEST))
                for number in range(start, min(start + 100, count))
            ]
            for number, future in asked:
                try:
                    said = str(future.result())
                except ProcessExpired:
                    said = "fault the reader died"  # as the child may: its parent says so in one line
                except TimeoutError:
                    said = f"raised more than {SLOWEST:.0f} s"
                seen[said.partition(" ")[0]] += 1
                if said.startswith("raised"):
                    broken.append(Broken(kind, number, said))
    return seen, broken


def files_below(*folders: Path) -> set[str]:
    """Return every file and folder under some folders."""
    return {
        os.path.join(home, name) for top in folders for home, subs, names in os.walk(top) for name in (*subs, *names)
    }


def memory() -> float:
    """Return the most memory that this process or one of its children ever had, in megabytes."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1000


def everything(kinds: list[str], count: int, seed: int) -> list[Broken]:
    """Run every kind in a folder of its own; print a line for each."""
    broken: list[Broken] = []
    children()  # what starts them has a folder of its own until this process ends
    forkserver.ensure_running()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        before = files_below(Path(folder), ROOT / "examples", ROOT / "src")
        for kind in kinds:
            start = time.monotonic()
            if kind in INSIDE:
                inside, wrong = run_inside(kind, count, seed)
                broken += wrong
                print(
                    f"{kind:14}{count:7,} files {inside['rows']:7,} read  {inside['fault']:7,} faults (inside the child)"
                )
                start = time.monotonic()
            through = count // 10 if kind in INSIDE else count
            seen, wrong = run(kind, through, seed)
            broken += wrong
            rate = through / (time.monotonic() - start)
            texts, faults = seen["Found"], seen["Fault"]
            print(
                f"{kind:14}{through:7,} files {texts:7,} texts {faults:7,} faults {len(wrong):3} broken {rate:7,.0f}/s",
                flush=True,
            )
        after = {
            path for path in files_below(Path(folder), ROOT / "examples", ROOT / "src") if "__pycache__" not in path
        }
        broken += [Broken("all", 0, f"left {path}") for path in sorted(after - before)]
    tempfile.tempdir = None
    if memory() > MEMORY:
        broken.append(Broken("all", 0, f"{memory():,.0f} MB of memory"))
    print(f"{count * len(kinds):,} files of {len(kinds)} kinds, {len(broken)} broken, {memory():,.0f} MB at most")
    return broken


def main() -> int:
    """Run from the command line."""
    words = argparse.ArgumentParser()
    words.add_argument("--count", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--kind", choices=[*SEEDS], action="append")
    asked = words.parse_args()
    broken = everything(asked.kind or [*SEEDS], asked.count, asked.seed)
    for it in broken[:40]:
        print(f"{it.kind} {it.number}: {it.why}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
