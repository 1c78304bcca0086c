"""A table of articles -> its texts, one a row: which column holds what is told by the columns' names."""

from __future__ import annotations

from collections.abc import Iterator

from musterbook import regex as re
from musterbook.ingest.budget import Budget
from musterbook.ingest.lists.columns_from_header import fields_from_columns, holds_text, is_coded, is_register, names_of
from musterbook.ingest.lists.day_from_cell import day_from_cell
from musterbook.ingest.lists.item_from_list import (
    fault_at,
    fragment_reader,
    head_of,
    known_of_item,
    pairs,
    seal,
    suffix_of,
)
from musterbook.ingest.lists.rows_from_lines import DELIMITERS, delimiter_from_head, header_from_head, known
from musterbook.ingest.lists.rows_from_sheet import Row, rows_from_sheet
from musterbook.ingest.lists.values_from_json import keys_from_head
from musterbook.ingest.piece import Fault, Found, Known, Piece
from musterbook.ingest.texts.storable_from_text import storable_from_text

EXTRACTOR = "table 1"  # counted up when the same row would give another text
WANTED = "name one text or body or content or html"
LONGEST_NAME = 60  # letters of a column's name
_MARKUP = re.compile(r"\s*<[a-zA-Z!][^<>]*>.*</[a-zA-Z]+\s*>", re.S)


def table_kind(head: bytes, name: str) -> str | None:
    """Return the kind of table that a head begins: csv, tsv, jsonl, json or parquet; None when it is no table.

    An XLSX workbook is a zip file: its head does not tell it.

    >>> table_kind(b"url,title,text\\nu,A,B\\n", "x.txt"), table_kind(b"Text, written in haste, has commas.\\n", "x.txt")
    ('csv', None)
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[:1] in (b"{", b"["):
        return json_kind(bare, suffix_of(name))
    return lines_kind(head, suffix_of(name))


def json_kind(bare: bytes, suffix: str) -> str | None:
    """Return the kind of table that JSON is: an array of rows, a row a line, or a single row over several lines."""
    shape, keys = keys_from_head(bare)
    usable = holds_text(keys) or is_coded(keys) or is_register(keys)
    if shape == "array":
        return "json" if usable else None
    if shape == "object" and suffix in ("jsonl", "ndjson"):
        return "jsonl"
    if shape != "object" or not usable:
        return None
    line = bare.partition(b"\n")[0].rstrip()
    if line.endswith(b"}") or b"\n" not in bare:
        return "jsonl"
    return "json" if len(fields_from_columns(keys)) > 1 else None  # one key named "text" makes no article


def lines_kind(head: bytes, suffix: str) -> str | None:
    """Return "csv" or "tsv" for lines below a header that names known columns; a file's name makes up for one that is not."""
    text = head.decode("utf-8", "replace")
    if "\ufffd" in text[:-4]:
        text = head.decode("cp1251", "replace")
    if head[:2_000].count(0):
        return None
    delimiter = delimiter_from_head(text)
    header, below = header_from_head(text, delimiter), header_from_head(text, delimiter, 1)
    even = not below or len(below) == len(header)
    named = [cell for cell in header if 0 < len(cell.strip()) <= LONGEST_NAME]
    if not even or len(named) * 2 < len(header) or delimiter not in DELIMITERS:
        return None
    found = known(header)
    usable = (found >= 2 and (holds_text(header) or is_coded(header))) or is_register(header)
    by_name = suffix in ("csv", "tsv", "tab") and (found >= 1 or len(header) >= 2)
    return ("tsv" if delimiter == "\t" else "csv") if usable or by_name else None


def kind_of_table(piece: Piece) -> str | None:
    """Return the kind of a table, workbooks among them."""
    head = head_of(piece)
    if head.startswith(b"PK"):
        return "xlsx"
    return table_kind(head, piece.name) or ("json" if head.lstrip()[:1] == b"[" else None)


def pieces_from_table(piece: Piece, budget: Budget) -> Iterator[Piece | Found | Fault]:
    """Yield the text of each row that has one; its seal is that of its cells, column -> text."""
    if (kind := kind_of_table(piece)) is None:
        yield fault_at(piece, "", f"no table of articles in it; {WANTED}")
        return
    number, told = 0, False
    for row in rows_from_sheet(piece, kind, budget):
        number += 1
        if isinstance(row, Fault):
            yield row
        elif holds_text(row):
            yield from found_from_row(row, number, piece)
        elif not told:  # once: of JSON, every row names its own columns
            told = True
            yield fault_at(piece, "", f"no column holds a text among {listed(row)}; {WANTED}")
            if kind not in ("json", "jsonl"):
                return
    if not number:
        yield fault_at(piece, "", "a table without rows; leave it out")


def listed(row: Row) -> str:
    """Return the names of the columns for a message."""
    names = [" ".join(storable_from_text(name).split())[:LONGEST_NAME] for name in row]
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")


def found_from_row(row: Row, number: int, piece: Piece) -> Iterator[Found | Fault]:
    """Yield the text of one row; nothing for a row without."""
    fields = fields_from_columns(row)
    held = {field: storable_from_text(row[column]).strip() for field, column in fields.items()}
    text, markup = held.get("text", ""), held.get("html", "")
    if not text and not markup:
        return
    if not text or _MARKUP.match(text):
        text = storable_from_text(fragment_reader()(text or markup)).strip()
    if text:
        yield Found(f"row {number}", text, known_of_item(known_from_row(held), piece.known), EXTRACTOR, seal(row))
    else:
        yield fault_at(piece, f"row {number}", "markup without a text in it; leave the row out")


def known_from_row(held: Row) -> Known:
    """Return what the columns of a row say of it; a date that cannot be told is kept as it is written."""
    line = {field: " ".join(value.split()) or None for field, value in held.items() if field not in ("text", "html")}
    published, updated = line.get("published"), line.get("updated")
    day = day_from_cell(published) if published else None
    language = (line.get("language") or "").casefold()
    two = re.match(r"[a-z]{2}(?=$|[-_])", language)
    return Known(
        url=line.get("url"),
        title=line.get("title"),
        author=line.get("author"),
        publisher=line.get("publisher"),
        published=day,
        published_how="table" if day else None,
        guessed=False if day else None,
        updated=day_from_cell(updated) if updated else None,
        language=two[0] if two else names_of("language").get(language),
        context=pairs({"date_as_written": published if not day else None}) or None,
    )
