"""The chain of custody: who did what to which bytes when, each line holding the hash of the line before it.

A line is canonical JSON: {"number", "at", "who", "did", "what", "hash", "note", "before"}. The base holds the lines;
BASE/archive/custody.jsonl is their copy for whoever wants to check without this program. The base is written first,
in the transaction that it belongs to, the copy is then brought up to it: so a kill loses neither.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = "custody.jsonl"
START = "0" * 64  # what the first line says came before it
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Event:
    """Something done: `did` is kept (bytes archived), read (texts taken out of them), removed (for good) or checked (all of it verified).

    `what` is the file as it was named, `hash` the SHA-256 of its bytes, of its captures, or of nothing ("").
    """

    did: str
    what: str
    hash: str
    note: str = ""


def line_from_event(event: Event, number: int, before: str, *, at: str, who: str) -> str:
    """Return one line of the log; `before` is `hash_of_line` of the line before, `at` a time in UTC."""
    row = {"number": number, "at": at, "who": who, "did": event.did, "what": event.what[:SHOWN], "hash": event.hash}
    return json.dumps({**row, "note": event.note, "before": before}, ensure_ascii=False, separators=(",", ":"))


def hash_of_line(line: str) -> str:
    """Return what the next line holds of this one."""
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def faults_from_lines(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield (number of the line, what is wrong) for every break in the chain.

    >>> good = line_from_event(Event("kept", "a.txt", "00"), 1, START, at="2024-01-01T00:00:00+00:00", who="me")
    >>> list(faults_from_lines([good])), [number for number, _ in faults_from_lines([good, good])]
    ([], [2])
    """
    before = START
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            said, count = row["before"], row["number"]
        except (ValueError, KeyError, TypeError, RecursionError):
            yield number, "is not a line of the log"
        else:
            if count != number:
                yield number, f"says it is line {count}: a line was added or taken out"
            elif said != before:
                yield number, "does not hold the hash of the line before it: that line was changed"
        before = hash_of_line(line)


def bring_up(path: Path, lines: list[str]) -> None:
    """Append to the copy what it lacks; a torn last line is completed. Lines that differ are left for `verify` to name."""
    whole = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    size = path.stat().st_size if path.exists() else 0
    if size >= len(whole):
        return
    write(path, whole[size:])


def append(path: Path, lines: list[str]) -> None:
    """Append lines to a copy that is complete so far."""
    write(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))


def write(path: Path, data: bytes) -> None:
    """Append bytes, and return when they are on the disk."""
    with path.open("ab") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
