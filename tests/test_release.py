"""Releases: a version, hashes, a citation, what changed since the last, and nothing at all when a floor is broken."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from musterbook.cli import main
from musterbook.codebook.load import pack_folder
from musterbook.errors import CodebookError
from musterbook.publish.floors_from_tables import MEASURED, floors_from_tables
from musterbook.publish.folder_from_release import folder_from_release
from musterbook.publish.public import Public
from musterbook.publish.release_from_tables import (
    ReleaseError,
    changes_between,
    release_from_folder,
    release_from_tables,
    tombstones_after,
    version_after,
)
from musterbook.publish.tables.citation import Citation
from musterbook.publish.tables.csv_from_tables import csv_from_tables
from musterbook.publish.tables.pack_from_folder import Floor, pack_from_folder
from musterbook.publish.tables.rows_from_public import Codes, rows_from_public
from musterbook.publish.tables.table import Table
from tests.public_sample import PAGES, base_from_pages, sample

CODES = Codes(("formation", "law", "side"))
CITED = Citation(
    "Lamps: 100 % told", "", "2024-05-01", 'The "Lamp" Office', "CC-BY-4.0", "for the tables", "All lamps."
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return base_from_pages(tmp_path_factory.mktemp("release"), PAGES)


def without(public: Public, doc: str) -> Public:
    """The same without one page and the claims on it."""
    claims = tuple(it for it in public.claims if it.doc != doc)
    kept = {it.cluster for it in claims}
    return replace(
        public,
        documents=tuple(it for it in public.documents if it.id != doc),
        claims=claims,
        facts=tuple(it for it in public.facts if it.id in kept),
        terms=tuple(it for it in public.terms if it.doc != doc),
    )


def renamed(public: Public) -> Public:
    """The same with another headline on its first page."""
    first, *others = public.documents
    return replace(public, documents=(replace(first, publisher="Another Gazette"), *others))


def tables(public: Public) -> tuple[Table, ...]:
    return rows_from_public(public, CODES)


def put(out: Path, public: Public, previous: Path | None = None, version: str = "") -> Path:
    made = tables(public)
    cited = replace(CITED, version=version)
    folder_from_release(out, made, cited, lambda folder, _: csv_from_tables(made, folder), previous=previous)
    return out


DOC = sample().documents[3].id
SHORTER = without(sample(), DOC)


# ---------------------------------------------------------------- what is in one


def test_a_release_lists_every_file_with_its_hash(base: Path, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "out"), "--base", str(base)]) == 0
    about = json.loads((tmp_path / "out" / "release.json").read_text(encoding="utf-8"))
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir() if path.name != "release.json"}
    assert {it["path"]: it["sha256"] for it in about["files"]} == {
        name: sha256(raw).hexdigest() for name, raw in files.items()
    }
    lines = "".join(f"{it['sha256']}  {it['path']}\n" for it in about["files"])
    assert about["hash"] == f"sha256:{sha256(lines.encode()).hexdigest()}"
    assert about["version"] == "1.0.0" and about["rows"]["documents"] == len(sample().documents)
    assert about["withheld"] == sample().withheld and about["masked"]


def test_the_citation_is_yaml_with_all_that_the_format_asks_for(tmp_path: Path) -> None:
    cited = yaml.safe_load((put(tmp_path / "out", sample()) / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited) and cited["type"] == "dataset"
    assert cited["title"] == CITED.title and cited["authors"] == [{"name": CITED.author}]
    assert (cited["version"], cited["date-released"]) == ("1.0.0", "2024-05-01")


def test_the_day_of_a_release_is_the_one_that_is_asked_for(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert main(["export", str(tmp_path / "out"), "--as", "datapackage", "--base", str(base)]) == 0
    about = json.loads((tmp_path / "out" / "release.json").read_text(encoding="utf-8"))
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert about["released"] == "2023-11-14" and package["created"] == "2023-11-14T00:00:00Z"


def test_the_content_is_the_same_in_every_form(base: Path, tmp_path: Path) -> None:
    found = set()
    for form in ("csv", "geojson", "sqlite", "annotations"):
        assert main(["export", str(tmp_path / form), "--as", form, "--base", str(base)]) == 0
        found.add(json.loads((tmp_path / form / "release.json").read_text(encoding="utf-8"))["content"])
    assert len(found) == 1


def test_as_of_a_day_later_pages_are_not_there(base: Path, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "out"), "--as-of", "2024-04", "--base", str(base)]) == 0
    rows = list(csv.DictReader((tmp_path / "out" / "documents.csv").read_text(encoding="utf-8").splitlines()))
    assert rows and all(row["published"] <= "2024-04-30" for row in rows)


# ---------------------------------------------------------------- what changed


def test_rows_are_added_changed_and_withdrawn() -> None:
    before, after = release_from_tables(tables(SHORTER)), release_from_tables(tables(renamed(sample())))
    there = {(it.table, it.id): it for it in changes_between(before, after)}
    back = {(it.table, it.id): it for it in changes_between(after, before)}
    first = sample().documents[0].id
    assert there["documents", DOC].what == "added" and back["documents", DOC].what == "withdrawn"
    assert there["documents", first].columns == ("publisher",)
    assert changes_between(before, before) == []


def test_a_withdrawn_row_leaves_a_tombstone_that_says_nothing_of_it(tmp_path: Path) -> None:
    one = put(tmp_path / "one", sample())
    two = put(tmp_path / "two", SHORTER, one)
    three = put(tmp_path / "three", renamed(SHORTER), two)
    stones = {(it.table, it.id): it for it in release_from_folder(three).tombstones}
    assert (stones["documents", DOC].last_in, stones["documents", DOC].gone_in) == ("1.0.0", "2.0.0")
    text = (three / "tombstones.csv").read_text(encoding="utf-8")
    lost = next(it for it in sample().documents if it.id == DOC)
    assert lost.url not in text and lost.publisher not in text


def test_a_row_that_comes_back_has_no_tombstone(tmp_path: Path) -> None:
    two = put(tmp_path / "two", SHORTER, put(tmp_path / "one", sample()))
    assert release_from_folder(put(tmp_path / "three", sample(), two)).tombstones == ()


@pytest.mark.parametrize(
    ("before", "after", "version"),
    [
        (sample(), sample(), "1.4.2"),
        (sample(), renamed(sample()), "1.4.3"),
        (SHORTER, sample(), "1.5.0"),
        (sample(), SHORTER, "2.0.0"),
    ],
    ids=["nothing", "changed", "added", "withdrawn"],
)
def test_the_next_version_says_how_much_changed(before: Public, after: Public, version: str) -> None:
    assert version_after(release_from_tables(tables(before), "1.4.2"), release_from_tables(tables(after))) == version


def test_another_column_is_a_new_major_version() -> None:
    wider = rows_from_public(sample(), Codes((*CODES.dims, "weather")))
    before, after = release_from_tables(tables(sample()), "1.0.0"), release_from_tables(wider)
    assert version_after(before, after) == "2.0.0"
    assert {"weather"} == {name for it in changes_between(before, after) for name in it.columns}


def test_tombstones_are_the_same_in_any_order() -> None:
    before, after = release_from_tables(tables(sample()), "1.0.0"), release_from_tables(tables(SHORTER))
    turned = replace(before, index=dict(reversed(list(before.index.items()))))
    assert tombstones_after(before, after, "2.0.0") == tombstones_after(turned, after, "2.0.0")


def test_diff_prints_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = put(tmp_path / "one", sample())
    two = put(tmp_path / "two", SHORTER, one)
    capsys.readouterr()
    assert main(["release", "diff", str(one), str(two), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["before"], found["after"]) == ("1.0.0", "2.0.0")
    assert found["counts"]["documents"] == {"added": 0, "changed": 0, "withdrawn": 1}
    assert main(["release", "diff", str(one), str(two)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("1.0.0 -> 2.0.0") and DOC in shown
    assert main(["release", "diff", str(one), str(one)]) == 0
    assert "The same rows" in capsys.readouterr().out


def test_what_changed_lies_in_the_release(tmp_path: Path) -> None:
    two = put(tmp_path / "two", SHORTER, put(tmp_path / "one", sample()))
    rows = list(csv.DictReader((two / "changes.csv").read_text(encoding="utf-8").splitlines()))
    assert {"table": "documents", "id": DOC, "what": "withdrawn", "columns": ""} in rows
    about = json.loads((two / "release.json").read_text(encoding="utf-8"))
    assert about["previous"]["version"] == "1.0.0" and about["changes"]["documents"]["withdrawn"] == 1
    assert not (tmp_path / "one" / "changes.csv").exists()


# ---------------------------------------------------------------- what is refused


def test_a_release_that_somebody_changed_is_refused(tmp_path: Path) -> None:
    one = put(tmp_path / "one", sample())
    index = one / "index.csv"
    index.write_text("".join(index.read_text(encoding="utf-8").splitlines(True)[:-1]), encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"index\.csv: not as it was released"):
        release_from_folder(one)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"version": 1}', b"\xff"])
def test_a_manifest_that_is_none_costs_one_line(raw: bytes, tmp_path: Path) -> None:
    one = put(tmp_path / "one", sample())
    (one / "release.json").write_bytes(raw)
    with pytest.raises(ReleaseError, match="cannot be read"):
        release_from_folder(one)


def test_a_folder_without_a_release_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "diff", str(tmp_path), str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "not a release" in error and error.count("\n") == 1


def test_a_version_that_is_out_is_not_given_twice(tmp_path: Path) -> None:
    one = put(tmp_path / "one", sample())
    with pytest.raises(ReleaseError, match=r"1\.0\.0 is out already"):
        put(tmp_path / "two", SHORTER, one, "1.0.0")
    assert not (tmp_path / "two").exists()
    assert put(tmp_path / "same", sample(), one, "1.0.0").is_dir()


def test_a_release_is_not_written_over_another_unless_it_follows_it(tmp_path: Path) -> None:
    one = put(tmp_path / "one", sample())
    with pytest.raises(ReleaseError, match="--previous"):
        put(one, SHORTER)
    assert release_from_folder(one).version == "1.0.0"
    put(one, sample())
    assert release_from_folder(put(one, SHORTER, one)).version == "2.0.0"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_folder_of_somebody_is_left_alone(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("dear", encoding="utf-8")
    assert main(["export", str(tmp_path / "out"), "--base", str(base)]) == 1
    assert "no release" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("version", ["1", "v1.0.0", "1.0.0-beta"])
def test_a_version_of_another_form_is_bad_usage(version: str, base: Path, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "out"), "--version", version, "--base", str(base)]) == 2


# ---------------------------------------------------------------- floors


def floors(*rows: tuple[str, str]) -> list[Floor]:
    return [Floor(name=name, minimum=least, why="because", where="floors.csv:2") for name, least in rows]


def test_the_floors_of_both_packs_are_measured_and_hold() -> None:
    for name in ("desertion", "lighthouse"):
        pack = pack_from_folder(name)
        assert pack.floors and {it.name for it in pack.floors} <= set(MEASURED)
        assert all(it.note and it.seen and it.why for it in pack.floors)
    assert floors_from_tables(tables(sample()), pack_from_folder("desertion").floors) == []


def test_a_broken_floor_is_named_with_what_was_found() -> None:
    bare = replace(sample(), documents=tuple(replace(it, sha256="") for it in sample().documents))
    asked = floors(("documents_hashed", "1"), ("documents", "5"), ("claims_quoted", "1"))
    assert floors_from_tables(tables(bare), asked) == ["documents_hashed is 0, below 1 (because)"]


def test_a_floor_that_nothing_measures_is_a_fault_of_the_table() -> None:
    with pytest.raises(CodebookError, match=r"floors\.csv:2: nothing measures 'lamps'"):
        floors_from_tables(tables(sample()), floors(("lamps", "1")))


def test_a_broken_floor_stops_the_release_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = base_from_pages(tmp_path, {name: PAGES[name] for name in ("pier-brief", "coast-digit")})
    own = base / "codebook" / "release"
    own.mkdir(parents=True)
    (own / "floors.csv").write_text("name,minimum,why,note,seen\ndocuments,3,too few,own,general\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    capsys.readouterr()
    assert main(["export", str(tmp_path / "out" / "r"), "--base", str(base)]) == 1
    error = capsys.readouterr().err
    assert "documents is 2, below 3 (too few)" in error and error.count("\n") == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_coordinates_belong_to_places_of_the_pack_and_are_rounded() -> None:
    for name in ("desertion", "lighthouse"):
        with (pack_folder(name) / "places.csv").open(encoding="utf-8", newline="") as lines:
            known = {row["id"]: row["kind"] for row in csv.DictReader(lines)}
        for it in pack_from_folder(name).coordinates:
            assert known[it.id] in ("city", "site") and it.note and it.seen
            assert -90 <= float(it.lat) <= 90 and -180 <= float(it.lon) <= 180
            assert max(len(it.lat.partition(".")[2]), len(it.lon.partition(".")[2])) <= 2
