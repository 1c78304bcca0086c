"""Folders of tables -> every fault in them at once, each with its line and what to do. Reads files, so it is not pure.

A researcher edits these tables by hand, so nothing here stops at the first fault and nothing raises on a broken file.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from musterbook.codebook.check_rules import (
    ALIASES,
    CODE,
    CONDITIONS,
    KEYS,
    NUMBERS,
    PLAIN,
    REFERENCES,
    REQUIRED,
    UNPROVEN,
    VOCABULARIES,
)
from musterbook.codebook.check_series import faults_of_series
from musterbook.codebook.row import Row
from musterbook.codebook.schema import LANGUAGE_TABLES, PACK_TABLES, columns
from musterbook.frozen import frozen

TABLES: dict[str, type[Row]] = {**LANGUAGE_TABLES, **PACK_TABLES}


@frozen(order=True)
class Fault:
    """One fault: the file as it is shown, the line, and what is wrong with what to do about it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@frozen
class Line:
    """One data line of a table, its cells stripped and named by the header."""

    table: str
    language: str
    file: str
    number: int
    cells: dict[str, str]

    def fault(self, text: str) -> Fault:
        """Return a fault that stands on this line."""
        return Fault(self.file, self.number, text)


@frozen
class Known:
    """What the lines may point to: `ids` by table and column, `lists` the allowed words, `whole` when nothing else is to come."""

    ids: dict[tuple[str, str], frozenset[str]]
    lists: dict[str, frozenset[str]]
    whole: bool


def check_folder(folder: Path, language_folder: Path, base: Path | None = None) -> list[str]:
    """Return every fault of a pack's (or a user's) tables and of a language's, each as "file:line: what; what to do".

    `base` is the pack that a user's own rows go on top of: its ids count as defined and its names as taken. Without it, a
    folder that has no `pack.json` is only held to what it defines itself. An empty list means that nothing is wrong.
    """
    faults: list[Fault] = []
    own = list(read_folder(folder, "", TABLES if not is_pack(folder) else PACK_TABLES, faults))
    language = list(read_folder(language_folder, f"{language_folder.name}/", LANGUAGE_TABLES, faults))
    under = list(read_folder(base, f"{base.name}/", PACK_TABLES, [])) if base else []
    lists = read_lists(folder, faults) or (read_lists(base, []) if base else {})
    lines = [*own, *language]
    known = Known(index([*under, *lines]), VOCABULARIES | lists, is_pack(folder) or base is not None)
    for line in lines:
        faults.extend(faults_of_line(line, known))
    faults.extend(repeated(lines))
    faults.extend(shared_names(own, under))
    series = [(line.file, line.number, line.cells) for line in own if line.table == "series"]
    faults.extend(Fault(*fault) for fault in faults_of_series(series, folder, base))
    return [str(fault) for fault in sorted(set(faults))]


def is_pack(folder: Path) -> bool:
    """True when the folder is a whole pack, not some rows of a user."""
    return (folder / "pack.json").is_file()


def hint(word: str, options: Iterable[str]) -> str:
    """Return a "did you mean" when an option is near the word.

    >>> hint("abuot", ["about", "over"])
    "did you mean 'about'?"
    >>> hint("xyz", ["about"])
    ''
    """
    near = get_close_matches(word, sorted(map(str, options)), 1, 0.6)
    return f"did you mean {near[0]!r}?" if near else ""


# ---------------------------------------------------------------- reading, without ever raising


def read_folder(folder: Path, prefix: str, tables: dict[str, type[Row]], faults: list[Fault]) -> Iterator[Line]:
    """Yield the lines of every known table of a folder; what cannot be read is added to `faults`."""
    if not folder.is_dir():
        faults.append(Fault(prefix or folder.name, 1, "no such folder; give the folder that holds the tables"))
        return
    for path in sorted(folder.glob("*.csv")):
        shown, (table, *suffix) = prefix + path.name, path.name.removesuffix(".csv").split(".")
        if table not in tables:
            guess = hint(table, tables) or f"the tables are {', '.join(sorted(tables))}"
            faults.append(Fault(shown, 1, f"unknown table {table!r}; {guess}"))
        elif len(suffix) > 1 or not all(part.isalpha() and part.islower() and len(part) <= 3 for part in suffix):
            text = f"{'.'.join(suffix)!r} is no language code; name the file {table}.csv or {table}.en.csv"
            faults.append(Fault(shown, 1, text))
        else:
            yield from read_table(path, shown, table, "".join(suffix), faults)


def read_table(path: Path, shown: str, table: str, language: str, faults: list[Fault]) -> Iterator[Line]:
    """Yield the lines of one file; a file without a usable header gives a fault and no lines."""
    text = read_text(path, shown, faults)
    records = read_records(text, shown, faults)
    header = next(records, None)
    known = columns(TABLES[table])
    if header is None or not set(header[1]) & set(known):
        faults.append(Fault(shown, 1, f"no header; the first line must be {','.join(known)}"))
        return
    names = header[1]
    faults.extend(faults_of_header(names, known, table, shown))
    for number, cells in records:
        if len(cells) != len(names):
            text = f"{len(cells)} cells where the header has {len(names)}; quote cells that hold a comma"
            faults.append(Fault(shown, number, text))
        elif any("\n" in cell for cell in cells):
            faults.append(Fault(shown, number, "a cell runs over several lines; close its quotation mark"))
        else:
            yield Line(table, language, shown, number, dict(zip(names, cells, strict=True)))


def read_text(path: Path, shown: str, faults: list[Fault]) -> str:
    """Return a file's text; bytes that are not UTF-8 are a fault, the lines that can be read are kept."""
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.append(Fault(shown, 1, f"cannot be read ({error.strerror}); check the file and its rights"))
        return ""
    if data.startswith(b"\xef\xbb\xbf"):
        faults.append(Fault(shown, 1, "starts with a byte order mark; save it as plain UTF-8"))
        data = data[3:]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        faults.append(Fault(shown, line, "not UTF-8; save the file as UTF-8"))
        return data.decode("utf-8", "replace")


def read_records(text: str, shown: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of every record that is not empty; broken CSV is a fault and reading goes on."""
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(Fault(shown, reader.line_num, f"broken CSV ({error}); quote the cell or split the line"))
            continue
        if cells:
            yield reader.line_num, [cell.strip() for cell in cells]


def read_lists(folder: Path, faults: list[Fault]) -> dict[str, frozenset[str]]:
    """Return the allowed words that a pack declares under `vocabularies`, by "table.column"."""
    path = folder / "pack.json"
    if not path.is_file():
        return {}
    try:
        declared = json.loads(path.read_bytes())["vocabularies"]
        return {str(name): frozenset(map(str, words)) for name, words in declared.items()}
    except (ValueError, TypeError, KeyError, AttributeError, OSError):
        text = 'no readable "vocabularies"; write {"vocabularies": {"sources.kind": ["agency"]}}'
        faults.append(Fault(path.name, 1, text))
        return {}


# ---------------------------------------------------------------- what a line may say


def index(lines: Iterable[Line]) -> dict[tuple[str, str], frozenset[str]]:
    """Return the values of every column of every table."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        for column, cell in line.cells.items():
            found.setdefault((line.table, column), set()).add(cell)
    return {where: frozenset(values - {""}) for where, values in found.items()}


def required(table: str) -> tuple[str, ...]:
    """Return the columns of a table that may not be empty."""
    return REQUIRED.get(table, columns(TABLES[table])[:1])


def key_of(table: str) -> tuple[str, ...]:
    """Return the columns that tell the lines of a table apart."""
    return KEYS.get(table, tuple(name for name in columns(TABLES[table]) if name not in ("note", "seen")))


def faults_of_header(names: list[str], known: tuple[str, ...], table: str, shown: str) -> Iterator[Fault]:
    """Yield unknown, repeated and missing columns of one header."""
    for name in sorted({*names} - {*known}):
        guess = hint(name, known) or f"the columns are {','.join(known)}"
        yield Fault(shown, 1, f"unknown column {name!r}; {guess}")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(shown, 1, f"column {name!r} stands twice; remove one")
    for name in [*required(table), "note", "seen"]:
        if name not in names:
            yield Fault(shown, 1, f"column {name!r} is missing; add it")


def faults_of_line(line: Line, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with one line by itself and with what it points to."""
    for column in [*required(line.table), "seen"]:
        if line.cells.get(column) == "":
            yield line.fault(f"empty {column}; fill it in")
    if line.cells.get("note") == "" and line.cells.get("seen") != PLAIN:
        yield line.fault(
            f"empty note; say why the row is there (only a plain fact of the language, seen {PLAIN!r}, needs none)"
        )
    yield from faults_of_words(line, known)
    yield from faults_of_references(line, known)
    status, seen = line.cells.get("status"), line.cells.get("seen")
    if status == "K":
        yield line.fault("status K is not marked; write unverified in status and in seen")
    if status == "unverified" and seen and seen not in UNPROVEN:
        yield line.fault(f"status unverified but seen {seen!r}; write unverified in seen, or the status that it has")


def faults_of_words(line: Line, known: Known) -> Iterator[Fault]:
    """Yield cells whose word is none of the allowed ones, or that should hold a number and do not."""
    for column, cell in line.cells.items():
        if not cell or (column, cell) == ("status", "K"):
            continue  # reported as empty, or as unmarked, where it matters
        allowed, words = known.lists.get(f"{line.table}.{column}"), [cell]
        if (line.table, column) in CONDITIONS:
            allowed, words = (
                CONDITIONS[line.table, column],
                [word.strip() for word in cell.replace("+", "|").split("|")],
            )
        for word in words:
            if allowed is not None and word not in allowed:
                guess = hint(word, allowed) or f"write one of {', '.join(sorted(allowed - {''}))}"
                yield line.fault(f"{column} {word!r} is not known; {guess}")
        if (line.table, column) in NUMBERS and not is_number(cell):
            yield line.fault(f"{column} {cell!r} is no number; write digits")


def is_number(cell: str) -> bool:
    """True for a decimal number.

    >>> is_number("2.5"), is_number("two")
    (True, False)
    """
    try:
        return float(cell) == float(cell)
    except ValueError:
        return False


def faults_of_references(line: Line, known: Known) -> Iterator[Fault]:
    """Yield ids that are used and defined nowhere."""
    for rule in (rule for rule in REFERENCES if rule.table == line.table):
        defined = frozenset().union(*(known.ids.get(target, frozenset()) for target in rule.targets))
        if not defined and (not known.whole or rule.targets == CODE):
            continue  # what it points to is elsewhere: in the pack below a user's rows, or in no language yet
        cell = line.cells.get(rule.column, "")
        for word in [part.strip() for part in (cell.split(";") if rule.many else [cell])]:
            word = word.removeprefix(rule.prefix)
            if rule.suffix and word not in defined:
                word = word.removesuffix(rule.suffix)
            if word and word not in defined and word not in rule.also:
                where = " or ".join(f"{table}.{column}" for table, column in rule.targets)
                guess = hint(word, defined) or "define it or correct it"
                yield line.fault(f"{rule.column} {word!r} is not defined in {where}; {guess}")


# ---------------------------------------------------------------- what lines say together


def repeated(lines: Iterable[Line]) -> Iterator[Fault]:
    """Yield every line whose key another line of the table has already."""
    first: dict[tuple[str, ...], Line] = {}
    for line in lines:
        names = key_of(line.table)
        cells = [line.cells.get(column, "") for column in names]
        folder = line.file.rpartition("/")[0]  # a user's row may take the place of a language's
        scope = "" if names == ("id",) else line.language
        other = first.setdefault((folder, line.table, scope, *cells), line)
        if any(cells) and other is not line:
            what = f"{'+'.join(names)} {' + '.join(cells)!r} stands in {other.file}:{other.number} already"
            yield line.fault(f"{what}; remove or rename one")


def shared_names(own: Iterable[Line], under: Iterable[Line]) -> Iterator[Fault]:
    """Yield every name or alias that two ids of one table lay claim to; a row with the same id takes the other's place."""
    mine = [line for line in own if line.table in ALIASES]
    replaced = {(line.table, line.cells.get("id", "")) for line in mine}
    base = [line for line in under if line.table in ALIASES and (line.table, line.cells.get("id", "")) not in replaced]
    first: dict[tuple[str, str], Line] = {}
    for line in [*base, *mine]:
        for name in [line.cells.get("name", ""), *line.cells.get("aliases", "").split(";")]:
            if not name.strip():
                continue
            other = first.setdefault((line.table, name.strip().casefold()), line)
            if other.cells.get("id") != line.cells.get("id"):
                whose = f"{other.cells.get('id')!r} too ({other.file}:{other.number})"
                yield line.fault(f"{name.strip()!r} is a name of {whose}; leave it to one")
