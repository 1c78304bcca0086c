"""A table of lines -> its rows, streamed: CSV and TSV (delimiter and encoding told by its head), and JSON Lines."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.columns_from_header import CODED, fields_from_columns, named_apart, plain
from musterbook.ingest.lists.item_from_list import ITEM, head_of
from musterbook.ingest.lists.rows_from_sheet import Row, Rows, row_from_value
from musterbook.ingest.piece import Piece
from musterbook.ingest.text_from_bytes import likely, wide

DELIMITERS = ",;\t|"
LINES = 100_000  # of one row
_PAIRS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")  # letters in UTF-8; in CP1251 they are mostly above 0xBF
_ESCAPED = re.compile("[\udc80-\udcff]")  # a byte that the encoding does not have


@dataclass(slots=True)
class Lines:
    """The lines of a stream as text; refuses a row that never ends, by what was read since `begin`."""

    stream: BinaryIO
    encoding: str
    since: int = 0
    count: int = 0

    def begin(self) -> None:
        """Begin a row."""
        self.since = self.count = 0

    def __iter__(self) -> Iterator[str]:
        while raw := self.stream.readline(ITEM + 1):
            self.since += len(raw)
            self.count += 1
            if self.since > ITEM or self.count > LINES:
                why = f"a row longer than {ITEM:,} bytes or {LINES:,} lines, perhaps a quotation mark that is never closed"
                raise InputError(f"{why}; correct the row, or save the table as JSON Lines")
            yield raw.decode(self.encoding, "surrogateescape").replace("\x00", "")


def rows_from_csv(piece: Piece, _: Budget) -> Rows:
    """Yield the rows below the header; blank lines are passed over."""
    head = head_of(piece)
    encoding = encoding_from_head(head)
    csv.field_size_limit(ITEM)  # the module's own is 131,072 characters, for the whole process
    with piece.open() as stream:
        if head.startswith(codecs.BOM_UTF8):
            stream.read(3)
        lines = Lines(stream, encoding)
        cells_of = csv.reader(lines, delimiter=delimiter_from_head(head.decode(encoding, "replace")))
        columns: list[str] | None = None
        while True:
            lines.begin()
            try:
                cells = next(cells_of)
            except StopIteration:
                return
            except csv.Error as fault:
                if lines.since > ITEM // 2:
                    raise InputError(f"{fault}; correct the row, or save the table as JSON Lines") from None
                yield f"not readable as a row ({fault}); correct it"
                continue
            if not any(cell.strip() for cell in cells) or is_hint(cells, columns):
                continue
            if columns is None:
                columns = named_apart(cells)
            else:
                yield row_from_cells(cells, columns, encoding)


def is_hint(cells: list[str], columns: list[str] | None) -> bool:
    """True for the first line that some spreadsheets write: `sep=;`."""
    return columns is None and len("".join(cells)) <= 5 and "".join(cells).casefold().startswith("sep=")


def row_from_cells(cells: list[str], columns: list[str], encoding: str) -> Row | str:
    """Return cells as a row, or what is wrong with them. Empty cells beyond the last column are no fault."""
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(columns):
        return f"{len(cells):,} cells under {len(columns):,} columns; put quotation marks around text with delimiters in it"
    if any(_ESCAPED.search(cell) for cell in cells):
        return f"holds bytes that are not {encoding.upper()}; save the table as UTF-8"
    return dict(zip(columns, cells, strict=True))


def encoding_from_head(head: bytes) -> str:
    """Return the encoding of a table: UTF-8, also where some bytes of it are not, or CP1251.

    Raises InputError for another.
    """
    if wide(head):
        raise InputError("looks like UTF-16, not UTF-8; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
    odd = len(_ESCAPED.findall(head.decode("utf-8", "surrogateescape")))
    if odd <= 3 or len(_PAIRS.findall(head)) > odd:  # the end of the head may cut a letter
        return "utf-8"
    guess = likely(head)
    if guess == "KOI8-R":
        raise InputError("looks like KOI8-R, not UTF-8; save it as UTF-8 (iconv -f KOI8-R -t UTF-8)")
    return "utf-8" if guess == "CP1252" else "cp1251"  # rows of Western text: each with such bytes is a fault


def delimiter_from_head(head: str) -> str:
    """Return the delimiter under which the first line names the most columns that are known, then the most at all.

    >>> delimiter_from_head("url;text;note, if any\\n"), delimiter_from_head("a\\tb\\n")
    (';', '\\t')
    """
    if found := re.match(r"\ufeff?sep=([,;|\t])\s*$", head.partition("\n")[0], re.I):
        return found[1]
    headers = {delimiter: header_from_head(head, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (known(headers[delimiter]), len(headers[delimiter])))


def header_from_head(head: str, delimiter: str, row: int = 0) -> list[str]:
    """Return the cells of the first row that is not blank, or of a later one; [] where there is none."""
    lines = (line.replace("\x00", "") for line in head.removeprefix("\ufeff").splitlines(keepends=True))
    try:
        rows = [cells for cells, _ in zip(csv.reader(lines, delimiter=delimiter), range(50), strict=False)]
    except csv.Error:
        return []
    rows = [cells for cells in rows if any(cell.strip() for cell in cells) and not is_hint(cells, None)]
    return rows[row] if row < len(rows) else []


def known(columns: list[str]) -> int:
    """Return how many of the columns have a name that is known."""
    return max(len(fields_from_columns(columns)), len({plain(column) for column in columns} & set(CODED)))


def rows_from_jsonl(piece: Piece, _: Budget) -> Rows:
    """Yield the object on each line; blank lines are passed over, a line that is too long costs itself."""
    with piece.open() as stream:
        first = True
        while raw := stream.readline(ITEM + 1):
            line = raw.removeprefix(codecs.BOM_UTF8) if first else raw
            first = False
            if len(raw) > ITEM:
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(ITEM)
                yield f"longer than {ITEM:,} bytes; leave it out or split it"
            elif line.strip():
                yield row_from_line(line)


def row_from_line(line: bytes) -> Row | str:
    """Return the object on a line as a row, or what is wrong with it."""
    try:
        return row_from_value(json.loads(line.decode("utf-8")))
    except UnicodeDecodeError:
        return "not UTF-8; save the file as UTF-8"
    except (ValueError, RecursionError) as fault:
        return f"not valid JSON ({str(fault)[:80]}); correct the line"
