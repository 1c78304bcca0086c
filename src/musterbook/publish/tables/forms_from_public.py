"""The forms that tables are given out in: each writes its files into a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from musterbook.publish.public import Public
from musterbook.publish.tables.citation import Citation
from musterbook.publish.tables.csv_from_tables import csv_from_tables
from musterbook.publish.tables.datapackage_from_tables import datapackage_from_tables
from musterbook.publish.tables.dictionary_from_tables import dictionary_from_tables
from musterbook.publish.tables.geojson_from_public import geojson_from_public
from musterbook.publish.tables.parquet_from_tables import parquet_from_tables
from musterbook.publish.tables.places_from_codebook import Gazetteer
from musterbook.publish.tables.sqlite_from_tables import sqlite_from_tables
from musterbook.publish.tables.table import Table
from musterbook.publish.tables.ucdp_from_public import ucdp_from_public


@dataclass(frozen=True, slots=True)
class Material:
    """What every form is written from."""

    public: Public
    tables: Sequence[Table]
    gazetteer: Gazetteer
    hxl: bool = False


def csv(it: Material, folder: Path, _: Citation) -> list[Path]:
    """Write a CSV file a table, and their dictionary."""
    return [*csv_from_tables(it.tables, folder, hxl=it.hxl), *dictionary(it.tables, folder)]


def parquet(it: Material, folder: Path, _: Citation) -> list[Path]:
    """Write a Parquet file a table, and their dictionary."""
    return [*parquet_from_tables(it.tables, folder), *dictionary(it.tables, folder)]


def datapackage(it: Material, folder: Path, cited: Citation) -> list[Path]:
    """Write a Frictionless Data Package."""
    return datapackage_from_tables(it.tables, folder, cited)


def sqlite(it: Material, folder: Path, cited: Citation) -> list[Path]:
    """Write one SQLite file and its metadata."""
    return sqlite_from_tables(it.tables, folder, cited)


def ucdp(it: Material, folder: Path, _: Citation) -> list[Path]:
    """Write the happenings in the columns of UCDP GED."""
    table = ucdp_from_public(it.public, it.gazetteer)
    return [*csv_from_tables([table], folder, hxl=it.hxl), *dictionary([table], folder)]


def geojson(it: Material, folder: Path, _: Citation) -> list[Path]:
    """Write the claims that have a place."""
    return geojson_from_public(it.public, it.gazetteer, folder)


FORMS: dict[str, Callable[[Material, Path, Citation], list[Path]]] = {
    "csv": csv,
    "datapackage": datapackage,
    "geojson": geojson,
    "parquet": parquet,
    "sqlite": sqlite,
    "ucdp": ucdp,
}


def dictionary(tables: Sequence[Table], folder: Path) -> list[Path]:
    """Write what the columns of some tables mean."""
    return csv_from_tables([dictionary_from_tables(tables)], folder)
