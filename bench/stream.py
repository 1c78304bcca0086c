"""How fast a large web archive streams, and in how much memory: `python -m bench.stream`. Figures, no floors.

Writes a WARC of 1 GB (pages of 100 kB), plain and packed record by record, into a folder that is removed, and reads
every page of it in a fresh process each. MB are those of the pages; memory is the largest resident size of the process.
"""

from __future__ import annotations

import gzip
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from musterbook.ingest.budget import Budget
from musterbook.ingest.containers.records_from_warc import pieces_from_warc
from musterbook.ingest.piece import Piece

TOTAL = 1_000_000_000
PAGE = 100_000
PACK_ONCE = 50  # records packed; the file repeats them
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss counts bytes there, kibibytes elsewhere


def record(number: int) -> bytes:
    """Return one record, with a page that packs as pages do."""
    words = " ".join(
        f"<p>{number * 7919 + step * 104729 % 99991} of the lamps were lit.</p>" for step in range(PAGE // 43)
    )
    body = words.encode()[:PAGE].ljust(PAGE)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2024-03-01T10:00:00Z\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def write(path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Write a gigabyte of pages."""
    records = [pack(record(number)) for number in range(PACK_ONCE)]
    with path.open("wb") as out:
        for _ in range(TOTAL // PAGE // PACK_ONCE):
            out.writelines(records)


def stream(path: Path) -> tuple[int, float, int]:
    """Read every page; return their bytes, the seconds it took and the peak memory in bytes."""
    began, size = time.perf_counter(), 0
    given = Piece(path.name, "", path.stat().st_size, lambda: path.open("rb"))
    for step in pieces_from_warc(given, Budget()):
        assert isinstance(step, Piece), step
        size += step.size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT
    return size, time.perf_counter() - began, peak


def main() -> None:
    """Print megabytes a second and the peak memory, for a plain and a packed archive."""
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        for name, pack in (("plain", bytes), ("gzip", gzip.compress)):
            path = Path(folder, f"{name}.warc")
            write(path, pack)
            with spawn.Pool(1) as pool:
                size, took, peak = pool.apply(stream, (path,))
            assert size == TOTAL
            print(
                f"{name:6} {size / took / 1e6:6.0f} MB/s  peak {peak / 1e6:4.0f} MB  ({path.stat().st_size / 1e6:.0f} MB file)"
            )
            path.unlink()


if __name__ == "__main__":
    main()
