"""The names of a table's columns -> which of them holds what, in the words that people and programs use for it: rows of columns.csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

CODED = "id outlet chain measure population value bound per side formation place period url".split()


@cache
def names_of(kind: str) -> dict[str, str]:
    """Return the rows of one kind in columns.csv, in their order: name -> what it stands for."""
    text = files(__package__).joinpath("columns.csv").read_text(encoding="utf-8")
    return {row["name"]: row["value"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind}


@cache
def _ranks() -> dict[str, tuple[str, int]]:
    return {name: (field, rank) for rank, (name, field) in enumerate(names_of("column").items())}


@lru_cache(maxsize=4_096)
def plain(name: str) -> str:
    """Return the name of a column as it is compared.

    >>> plain(" Publish_Date "), plain("Source-URL")
    ('publish date', 'source url')
    """
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def fields_from_columns(columns: Iterable[str]) -> dict[str, str]:
    """Return what is held -> the column that holds it; of two for one thing, the one with the more telling name.

    >>> fields_from_columns(["Content", "Text", "Link", "views"])
    {'text': 'Text', 'url': 'Link'}
    """
    best: dict[str, tuple[int, str]] = {}
    for column in columns:
        field, rank = _ranks().get(plain(column), ("", 0))
        if field and (field not in best or rank < best[field][0]):
            best[field] = rank, column
    return {field: best[field][1] for field in dict.fromkeys(names_of("column").values()) if field in best}


def is_coded(columns: Iterable[str]) -> bool:
    """True for the columns of a table of figures that somebody has coded already.

    >>> is_coded(["id", "Measure", "value", "URL"]), is_coded(["value", "url", "text"])
    (True, False)
    """
    names = {plain(column) for column in columns}
    return {"value", "measure"} <= names and bool({"url", "outlet"} & names)


def is_register(columns: Iterable[str]) -> bool:
    """True for the columns of a list of persons: who somebody is, and when born, where at home or how to be reached.

    >>> is_register(["No", "ФИО", "Дата рождения"]), is_register(["full name", "address"]), is_register(["author", "text"])
    (True, True, False)
    >>> is_register(["name", "date of birth", "phone"]), is_register(["name", "phone"]), is_register(["surname", "rank"])
    (True, False, False)
    """
    kinds = {names_of("personal").get(plain(column), "") for column in columns} - {""}
    return len(kinds) > 1 and bool(kinds & {"who", "birth"})


def holds_text(columns: Iterable[str]) -> bool:
    """True when one of the columns holds a text."""
    return not {"text", "html"}.isdisjoint(fields_from_columns(columns))


def named_apart(header: Iterable[str]) -> list[str]:
    """Return the names of columns, each once: an empty one by its place, a second one with its number.

    >>> named_apart(["id", "", "id"])
    ['id', 'column 2', 'id 2']
    """
    seen: dict[str, int] = {}
    names: list[str] = []
    for place, raw in enumerate(header, 1):
        name = " ".join(raw.split()) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names
