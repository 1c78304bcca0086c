"""Tables that leave a base: typed rows, in forms that the tools of others open and find sound."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from musterbook.cli import main
from musterbook.codebook.load import load_codebook
from musterbook.publish.folder_from_release import folder_from_release
from musterbook.publish.public import Public, PublicFact, PublicOrigin
from musterbook.publish.tables.citation import Citation
from musterbook.publish.tables.csv_from_tables import text_from_table, unguarded
from musterbook.publish.tables.edtf_from_period import edtf_from_period
from musterbook.publish.tables.forms_from_public import FORMS, Material
from musterbook.publish.tables.geojson_from_public import features
from musterbook.publish.tables.pack_from_folder import pack_from_folder
from musterbook.publish.tables.places_from_codebook import Gazetteer, places_from_codebook
from musterbook.publish.tables.rows_from_public import Codes, rows_from_public
from musterbook.publish.tables.summary_from_public import summary_from_public
from musterbook.publish.tables.table import Column, Table, columns_of, table_from_records
from musterbook.publish.tables.ucdp_from_public import ucdp_from_public
from musterbook.shield.shielded_from_text import shielded
from tests.architecture.project import run
from tests.public_sample import PAGES, PRIVATE, base_from_pages, sample

CITED = Citation("Absence told", "", "2024-05-01", "The Office", "CC-BY-4.0", "for the tables", "All.", ("absence",))
OURS = ("dictionary.csv", "index.csv", "tombstones.csv")  # files beside the tables, without tags
PERSONS = frozenset({"absent_persons", "detained_persons", "incident_participants"})
CODES = Codes(("formation", "law", "side"), PERSONS)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return base_from_pages(tmp_path_factory.mktemp("tables"), PAGES)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample in every form."""
    folder = tmp_path_factory.mktemp("exports")
    for form in FORMS:
        release(folder / form, form)
    return folder


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return places_from_codebook(load_codebook(), pack_from_folder("desertion").coordinates)


def release(out: Path, form: str, *, hxl: bool = False) -> None:
    """Write the sample in one form."""
    made = rows_from_public(sample(), CODES)
    places = places_from_codebook(load_codebook(), pack_from_folder("desertion").coordinates)
    material = Material(sample(), made, places, hxl)
    folder_from_release(out, made, CITED, lambda folder, cited: FORMS[form](material, folder, cited))


def table(public: Public, name: str) -> Table:
    return next(it for it in rows_from_public(public, CODES) if it.name == name)


def written(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


# ---------------------------------------------------------------- rows


def test_every_claim_is_a_row_of_the_table_of_its_kind() -> None:
    public = sample()
    names = {"figure": "figures", "incident": "incidents", "statement": "statements"}
    for kind, name in names.items():
        ids = {row[0] for row in table(public, name).rows}
        assert ids == {it.id for it in public.claims if it.kind == kind} and ids


def test_a_row_keeps_the_slots_of_its_claim() -> None:
    found = {row["id"]: row for row in table(sample(), "figures").records()}
    claim = next(it for it in sample().claims if it.what == "cases_registered" and it.bound == "about")
    row = found[claim.id]
    assert (row["value"], row["low"], row["bound"], row["place"]) == ("18000", 18000.0, "about", "Ukraine")
    assert (row["period"], row["date_start"], row["date_end"]) == ("2025-10", "2025-10-01", "2025-10-31")
    assert row["quote"] == claim.quote.text and len(claim.quote.text) == claim.end - claim.start
    assert row["per"] is None, "what nobody said is empty"


def test_the_dimensions_of_the_pack_are_columns_even_when_nobody_speaks_of_them() -> None:
    names = table(sample(), "statements").names()
    assert names[7:10] == ["formation", "law", "side"]


def test_any_order_of_claims_gives_the_same_tables() -> None:
    public = sample()
    turned = replace(public, claims=public.claims[::-1], facts=public.facts[::-1], documents=public.documents[::-1])
    assert rows_from_public(public, CODES) == rows_from_public(turned, CODES)


def test_a_record_with_another_column_is_refused() -> None:
    row = dict.fromkeys((it.name for it in columns_of("sources")), "x")
    assert table_from_records("sources", [row]).rows
    for wrong in ({**row, "more": "x"}, {"id": "x"}):
        with pytest.raises(ValueError, match="columns of sources"):
            table_from_records("sources", [wrong])


@pytest.mark.parametrize(("period", "edtf"), [("2022-09/..", "2022-09/.."), ("--11-12", "XXXX-11-12"), ("soon", "")])
def test_a_period_is_edtf_where_it_can_be(period: str, edtf: str) -> None:
    assert edtf_from_period(period) == edtf


def test_nobody_private_is_in_any_file(exports: Path) -> None:
    for path, raw in written(exports):
        assert not [name for name in PRIVATE if name.encode() in raw], path


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_form_is_written_byte_for_byte_alike_twice(form: str, exports: Path, tmp_path: Path) -> None:
    release(tmp_path / "again", form)
    assert dict(written(tmp_path / "again")) == dict(written(exports / form))


@pytest.mark.slow
def test_two_exports_of_one_base_are_alike_whatever_the_hash_seed(base: Path, tmp_path: Path) -> None:
    found = []
    for seed in ("0", "4711"):
        words = ("export", str(tmp_path / seed), "--as", "parquet", "--base", str(base))
        done = run(sys.executable, "-m", "musterbook", *words, PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stderr
        found.append(dict(written(tmp_path / seed)))
    assert found[0] == found[1] and "figures.parquet" in found[0]


# ---------------------------------------------------------------- CSV, HXL, dictionary


def one_cell(text: str) -> Table:
    column = Column("words", "string", "Words", "#description")
    return Table("t", "Words", ("words",), (column,), ((text,),))


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@name", "\t=1", "'=1"])
def test_a_text_that_a_spreadsheet_would_run_is_guarded_and_comes_back(text: str) -> None:
    cell = list(csv.reader(io.StringIO(text_from_table(one_cell(text)), newline="")))[1][0]
    assert cell == f"'{text}" and unguarded(cell) == text


@pytest.mark.parametrize("text", ["684 men", "a=b", "'tis", "x-y", "„–“"])
def test_a_harmless_text_is_not_guarded(text: str) -> None:
    cell = list(csv.reader(io.StringIO(text_from_table(one_cell(text)), newline="")))[1][0]
    assert cell == text == unguarded(cell)


def test_hxl_tags_are_found_and_valid(tmp_path: Path) -> None:
    import hxl

    release(tmp_path / "csv", "csv", hxl=True)
    release(tmp_path / "ucdp", "ucdp", hxl=True)
    made = sorted(path for path in tmp_path.glob("*/*.csv") if path.name not in OURS)
    assert len(made) == len(rows_from_public(sample(), CODES)) + 1
    for name in made:
        rows = list(csv.reader(name.read_text(encoding="utf-8").splitlines()))
        report = hxl.validate(hxl.data(rows))
        assert report["is_valid"], (name, report)
        assert hxl.data(rows).display_tags == rows[1] and all(tag.startswith("#") for tag in rows[1])


def test_hxl_finds_what_is_no_date() -> None:
    import hxl

    assert not hxl.validate(hxl.data([["start"], ["#date+start"], ["soon"]]))["is_valid"]


def test_hxl_goes_with_csv_alone(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(tmp_path / "x"), "--as", "parquet", "--hxl", "--base", str(base)]) == 2
    assert "--hxl" in capsys.readouterr().err and not (tmp_path / "x").exists()


def test_the_dictionary_says_of_every_column_what_it_means(exports: Path) -> None:
    told = list(csv.DictReader((exports / "csv" / "dictionary.csv").read_text(encoding="utf-8").splitlines()))
    about = json.loads((exports / "csv" / "release.json").read_text(encoding="utf-8"))
    assert [(row["table"], row["column"]) for row in told] == [
        (name, column) for name, columns in about["columns"].items() for column in columns
    ]
    assert all(row["description"] and row["hxl"] for row in told)


# ---------------------------------------------------------------- Parquet, data package, SQLite


def test_parquet_holds_what_the_tables_hold(exports: Path) -> None:
    import duckdb

    types = {"VARCHAR": "string", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean"}
    for it in rows_from_public(sample(), CODES):
        with duckdb.connect(":memory:") as base:
            asked = base.execute("select * from read_parquet(?)", [str(exports / "parquet" / f"{it.name}.parquet")])
            columns = [(name, types[str(kind)]) for name, kind, *_ in asked.description or ()]
            rows = asked.fetchall()
        assert columns == [(column.name, column.type) for column in it.columns], it.name
        if it.name != "documents":  # when a page was captured is when the test ran
            assert rows == list(it.rows), it.name


def test_frictionless_finds_the_package_sound(exports: Path, tmp_path: Path) -> None:
    from frictionless import Package

    path = exports / "datapackage" / "datapackage.json"
    report = Package(str(path)).validate()
    assert report.valid, report.flatten(["type", "note"])
    about = json.loads(path.read_text(encoding="utf-8"))
    assert about["$schema"].endswith("2.0/datapackage.json") and "profile" not in about
    assert {"type", "bytes", "hash", "schema"} <= set(about["resources"][0])


def test_frictionless_finds_a_package_unsound_that_points_nowhere(exports: Path, tmp_path: Path) -> None:
    from frictionless import Package

    for path, raw in written(exports / "datapackage"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(raw)
    about = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for it in about["resources"]:
        del it["hash"], it["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    documents = tmp_path / "data" / "documents.csv"
    documents.write_text("".join(documents.read_text(encoding="utf-8").splitlines(True)[:3]), encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert "foreign-key" in {kind for (kind,) in report.flatten(["type"])}


def test_datasette_opens_the_shielded_copy_and_shows_what_columns_mean(exports: Path) -> None:
    from datasette.app import Datasette

    async def asked() -> tuple[list[str], int, str]:
        metadata = json.loads((exports / "sqlite" / "metadata.json").read_text(encoding="utf-8"))
        site = Datasette(files=[], immutables=[str(exports / "sqlite" / "musterbook.db")], metadata=metadata)
        await site.invoke_startup()
        tables = (await site.client.get("/musterbook.json")).json()["tables"]
        rows = (await site.client.get("/musterbook/figures.json?_shape=array")).json()
        page = (await site.client.get("/musterbook/figures")).text
        return [it["name"] for it in tables], len(rows), page

    names, rows, page = asyncio.run(asked())
    assert {"documents", "figures", "facts"} <= set(names) and rows == len(table(sample(), "figures").rows)
    assert "measures are never mixed" in page and "CC-BY-4.0" in page


def test_the_shielded_copy_holds_together(exports: Path) -> None:
    with closing(sqlite3.connect(exports / "sqlite" / "musterbook.db")) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# ---------------------------------------------------------------- UCDP, GeoJSON


def test_a_happening_told_twice_is_one_row_with_both_numbers(gazetteer: Gazetteer) -> None:
    rows = ucdp_from_public(sample(), gazetteer).records()
    row = next(it for it in rows if it["number_of_sources"] == 2)
    assert (row["low"], row["best"], row["high"]) == (10.0, 10.0, 12.0) and row["code_status"] == "Check"
    assert row["source_office"] == "Fjord Notebook; Marsh Online"
    assert (row["where_prec"], row["adm_1"], row["country"]) == (1, "Novosibirsk Region", "RU")
    assert (row["date_prec"], row["date_start"], row["event_clarity"], row["year"]) == (1, "2024-11-12", 1, 2024)
    assert row["deaths_a"] is None and row["type_of_violence"] is None


def test_the_original_source_is_not_the_outlet(gazetteer: Gazetteer) -> None:
    row = next(it for it in ucdp_from_public(sample(), gazetteer).records() if it["number_of_sources"] == 1)
    assert row["source_office"] == "Hill Bulletin" and row["source_original"] == "Baza"


@pytest.mark.parametrize(
    ("place", "country", "prec", "has_point"),
    [
        ("Kharkiv", "", 1, True),
        ("Kharkiv Region", "", 4, False),
        ("Avdiivka direction", "UA", 5, False),
        ("Ukraine", "", 6, False),
        ("", "RU", 6, False),
        ("Atlantis", "", 5, False),
        ("", "", None, False),
    ],
)
def test_only_a_town_has_a_point(
    place: str, country: str, prec: int | None, has_point: bool, gazetteer: Gazetteer
) -> None:
    where = gazetteer.where(place, country)
    assert (where.prec, where.point is not None) == (prec, has_point)


def test_geojson_is_valid_and_has_no_point_for_a_region(exports: Path, gazetteer: Gazetteer) -> None:
    import geojson

    made = geojson.loads((exports / "geojson" / "places.geojson").read_text(encoding="utf-8"))
    assert made.is_valid, made.errors()
    assert {it["geometry"] is None for it in made["features"]} == {True, False}
    for it in made["features"]:
        assert (it["geometry"] is not None) == (it["properties"]["where_prec"] == 1)
        if it["geometry"]:
            east, north = it["geometry"]["coordinates"]
            assert -180 <= east <= 180 and -90 <= north <= 90


def test_a_claim_without_a_place_and_a_finding_are_no_features(gazetteer: Gazetteer) -> None:
    public = sample()
    placed = {it.id for it in public.claims if it.kind != "statement" and (it.place or it.country)}
    assert {it["id"] for it in features(public, gazetteer)} == placed < {it.id for it in public.claims}


# ---------------------------------------------------------------- small cells


def fact_of(public: Public, ends: int, number: float) -> Public:
    """One fact about a few men of one unit in one place, told by so many origins."""
    claim = next(it for it in public.claims if it.what == "detained_persons")
    claim = replace(claim, low=number, high=number, quote=shielded("x" * len(claim.quote), ()))
    origins = tuple(PublicOrigin(f"o{at}", f"Office {at}", "office", True, (claim.id,)) for at in range(ends))
    fact = next(it for it in public.facts if claim.id in it.members)
    fact = replace(fact, members=(claim.id,), origins=origins, low=number, best=number, high=number)
    return replace(public, claims=(claim,), facts=(fact,))


@pytest.mark.parametrize(
    ("ends", "number", "shown"), [(1, 4.0, False), (2, 4.0, True), (1, 5.0, True), (0, 1.0, False)]
)
def test_few_men_of_one_place_are_withheld_until_two_origins_tell_of_them(
    ends: int, number: float, shown: bool
) -> None:
    (row,) = summary_from_public(fact_of(sample(), ends, number), PERSONS)
    assert row["withheld"] == (0 if shown else 1)
    assert [row[name] for name in ("low", "best", "high")] == [number if shown else None] * 3


def test_few_cases_are_no_few_men() -> None:
    (row,) = summary_from_public(fact_of(sample(), 1, 4.0), frozenset())
    assert row["withheld"] == 0 and row["best"] == 4.0


def test_the_summary_adds_nothing_up() -> None:
    rows = list(summary_from_public(sample(), PERSONS))
    row = next(it for it in rows if it["measure"] == "cases_registered" and it["month"] == "2025-10")
    facts: list[PublicFact] = [it for it in sample().facts if it.best in (1702.0, 19900.0, 18000.0)]
    assert row["facts"] == 3 and row["best"] in {it.best for it in facts}


# ---------------------------------------------------------------- there and back


def facts_of(capsys: pytest.CaptureFixture[str], *source: str) -> dict[str, tuple[object, ...]]:
    capsys.readouterr()
    words = ["clusters", *source, "--level", "fact", "--all", "--limit", "0", "--format", "json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    names = ("members", "verdict", "low", "best", "high", "pages", "origin_names", "reasons")
    return {it["id"]: tuple(it[name] for name in names) for it in found}


def test_one_table_of_a_release_compares_by_itself(
    base: Path, exports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = facts_of(capsys, "--figures", str(exports / "parquet" / "figures.parquet"))
    figures = {it.id for it in sample().claims if it.kind == "figure"}
    assert {claim for members, *_ in found.values() for claim in members} == figures  # type: ignore[attr-defined]


def test_a_table_of_figures_alone_is_a_coding_sheet(
    exports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "figures.parquet"
    sheet.write_bytes((exports / "parquet" / "figures.parquet").read_bytes())
    assert main(["build", str(sheet), "--base", str(tmp_path / "base")]) == 0
    many = len(table(sample(), "figures").rows)
    assert f"{many} figures of coding sheets" in capsys.readouterr().out
