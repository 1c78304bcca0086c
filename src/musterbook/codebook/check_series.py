"""The files of points that a pack's series name -> every fault in them, each with its line. Reads files, so it is not pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from musterbook.model import Bound

FOLDER = "series"
HEADER = ["date", "value", "bound"]
CORRECTION = 0.01  # a running total may be corrected downwards by this part of itself; more is a slip of the table

Fault = tuple[str, int, str]
Row = tuple[str, int, Mapping[str, str]]  # file, line, cells


def faults_of_series(rows: Iterable[Row], folder: Path, base: Path | None = None) -> Iterator[Fault]:
    """Yield (file, line, text) for series without their file, files without a series, and points that cannot be right.

    `base`: the pack below a user's rows, where a file may lie too.
    """
    named = set()
    for file, line, cells in rows:
        name = cells.get("file", "")
        named.add(name)
        if name != Path(name).name:
            yield file, line, f"file {name!r} is no plain name; put it into the folder {FOLDER} and name it alone"
        elif name:
            homes = [home / FOLDER / name for home in (folder, base) if home is not None]
            path = next((path for path in homes if path.is_file()), None)
            if path is None:
                yield file, line, f"file {name!r} is not in the folder {FOLDER}; put it there or correct the name"
            else:
                yield from faults_of_file(path, falls=cells.get("kind") != "cumulative")
    for path in sorted((folder / FOLDER).glob("*.csv")):
        if path.name not in named:
            yield f"{FOLDER}/{path.name}", 1, f"no row of series.csv names it; add one with file {path.name}"


def faults_of_file(path: Path, *, falls: bool) -> Iterator[Fault]:
    """Yield the faults of one file of points; `falls`: its values may go down."""
    shown = f"{FOLDER}/{path.name}"
    try:
        records = [
            line.split(",") for line in path.read_text(encoding="utf-8").splitlines()
        ]  # plain cells, none quoted
    except (OSError, UnicodeDecodeError) as fault:
        yield shown, 1, f"cannot be read ({fault}); save it as UTF-8 CSV"
        return
    if not records or records[0] != HEADER:
        yield shown, 1, f"the first line must be {','.join(HEADER)}"
        return
    last, highest = "", 0.0
    for line, cells in enumerate(records[1:], 2):
        texts = list(faults_of_point(cells))
        yield from ((shown, line, text) for text in texts)
        if texts:
            continue
        day, value = cells[0], float(cells[1])
        if day <= last:
            yield shown, line, f"date {day} does not come after {last}; sort the lines, one a day"
        if not falls and value < highest * (1 - CORRECTION):
            yield shown, line, f"value {value:,.15g} falls below {highest:,.15g}; a running total does not: correct one"
        last, highest = max(last, day), max(highest, value)


def faults_of_point(cells: list[str]) -> Iterator[str]:
    """Yield what is wrong with one line by itself.

    >>> list(faults_of_point(["2024-11-19", "724050", "about"]))
    []
    >>> list(faults_of_point(["2024-11-31", "many", "abuot"]))[1]
    "value 'many' is no number; write digits"
    """
    if len(cells) != len(HEADER):
        yield f"{len(cells)} cells where the header has {len(HEADER)}"
        return
    day, value, bound = cells
    if not is_day(day):
        yield f"date {day!r} is no day; write YYYY-MM-DD"
    if not is_count(value):
        yield f"value {value!r} is no number; write digits"
    if bound not in frozenset(Bound):
        yield f"bound {bound!r} is not known; write one of {', '.join(sorted(Bound))}"


def is_day(cell: str) -> bool:
    """True for a day of the calendar as YYYY-MM-DD."""
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def is_count(cell: str) -> bool:
    """True for a decimal number without a sign.

    >>> is_count("724050"), is_count("2.5"), is_count("1_000"), is_count("nan")
    (True, True, False, False)
    """
    return cell.isascii() and cell.replace(".", "", 1).isdecimal()
