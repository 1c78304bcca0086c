"""There and back: what was released can be built into a base, and comes to the same."""

from __future__ import annotations

import json
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook import intake
from musterbook.cli import main
from musterbook.compared import Judgement
from musterbook.publish.release_from_tables import release_from_folder
from musterbook.released import released_from_folder
from musterbook.store.batch import table_hash
from musterbook.store.comparison_rows import decide
from musterbook.store.rows_from_released import NEEDED, Whose, pages_from_released
from musterbook.store.sqlite import open_base
from tests.public_sample import PAGES, PRIVATE, base_from_pages, codebook, reader

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
Capture = pytest.CaptureFixture[str]
OWN = ("figures", "incidents", "statements", "hops", "slots", "terms", "entries", "links", "clusters", "assessments")


def build(base: Path, *sources: Path) -> intake.Summary:
    with open_base(base, write=True) as store:
        return intake.build(sources, store, codebook(), read=reader())


def export(base: Path, out: Path, form: str = "parquet", *more: str) -> Path:
    assert main(["export", str(out), "--base", str(base), "--as", form, *more]) == 0
    return out


def asked(capsys: Capture, *words: str) -> Any:
    capsys.readouterr()
    assert main([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def facts_of(capsys: Capture, base: Path) -> Any:
    return asked(capsys, "clusters", "--base", str(base), "--level", "fact", "--all", "--limit", "0")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with everything that publishing has to cope with, and a decision of somebody's."""
    base = base_from_pages(tmp_path_factory.mktemp("sample"), PAGES)
    with open_base(base, write=True) as store:
        ids = [row["id"] for row in store.rows("SELECT id FROM figures WHERE low = 684 ORDER BY id")]
        decide(store, ids[0], ids[1], Judgement.different, why="Taras Hnatiuk says these are two counts")
        intake.build([], store, codebook(), read=reader())
    return base


@pytest.fixture(scope="module")
def release(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(sample, tmp_path_factory.mktemp("out") / "release")


@pytest.mark.parametrize("form", ["csv", "parquet", "datapackage"])
def test_a_base_built_from_a_release_has_the_same_claims_and_verdicts(
    form: str, tmp_path: Path, capsys: Capture
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    build(ours, EXAMPLES)
    done = build(theirs, export(ours, tmp_path / "out", form))
    assert (done.new, done.released, done.failures) == (16, 16, [])
    assert asked(capsys, "claims", "--base", str(theirs)) == asked(capsys, "claims", "--base", str(ours))
    facts = facts_of(capsys, ours)
    assert facts_of(capsys, theirs) == facts and len(facts) > 80
    assert main(["verify", "--base", str(theirs)]) == 0
    with open_base(ours) as one, open_base(theirs) as two:
        before, after = table_hash(one), table_hash(two)
        assert {name for name in OWN if before[name] != after[name]} == {"terms"}  # right terms are not released


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_release_of_what_was_built_from_a_release_has_the_same_rows(form: str, release: Path, tmp_path: Path) -> None:
    build(tmp_path / "base", release)
    again = export(tmp_path / "base", tmp_path / "again", form)
    assert release_from_folder(again).content == release_from_folder(release).content
    with open_base(tmp_path / "base") as store:
        assert [row["judgement"] for row in store.rows("SELECT judgement FROM decisions")] == ["different"]


def test_nobody_who_was_hidden_is_in_a_base_built_from_a_release(release: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    build(base, release)
    held = [path for path in base.rglob("*") if path.is_file()]
    found = [name for path in held for name in PRIVATE if name.encode() in path.read_bytes()]
    assert held and found == []
    assert not any(b"Verkhnia" in path.read_bytes() for path in held)  # a village where people hide


def test_what_was_built_once_is_not_built_again(release: Path, tmp_path: Path) -> None:
    first, again = build(tmp_path / "base", release), build(tmp_path / "base", release)
    with open_base(tmp_path / "base") as store:
        before = table_hash(store)
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    moved = build(tmp_path / "base", copy)
    assert first.new == len(PAGES) and (again.new, again.unchanged) == (0, len(PAGES)) == (moved.new, moved.unchanged)
    with open_base(tmp_path / "base") as store:
        assert table_hash(store)["entries"] == before["entries"]


def test_a_page_that_is_here_counts_before_what_a_release_says_of_it(
    sample: Path, release: Path, tmp_path: Path
) -> None:
    reports = sample.parent / "reports"
    build(tmp_path / "first", reports, release)
    build(tmp_path / "last", release, reports)  # in one build, the release first
    build(tmp_path / "later", release)
    build(tmp_path / "later", reports)
    alone = {"figures", "incidents", "statements", "hops", "slots", "terms", "released"}
    build(tmp_path / "alone", reports)
    with (
        open_base(tmp_path / "first") as one,
        open_base(tmp_path / "last") as two,
        open_base(tmp_path / "alone") as own,
    ):
        first, last, only = table_hash(one), table_hash(two), table_hash(own)
        assert one.rows("SELECT doc FROM released") == two.rows("SELECT doc FROM released") == []
    assert {name for name in alone if first[name] != only[name] or last[name] != only[name]} == set()
    assert first["assessments"] == last["assessments"] and first["links"] == last["links"]
    with open_base(tmp_path / "later") as store:
        assert {name: table_hash(store)[name] for name in alone} == {name: only[name] for name in alone}


def test_of_two_releases_the_later_counts_whichever_comes_first(release: Path, tmp_path: Path) -> None:
    later = redated(release, tmp_path / "later", "2099-01-01")
    build(tmp_path / "one", release, later)
    build(tmp_path / "two", later)
    build(tmp_path / "two", release)
    for base in ("one", "two"):
        with open_base(tmp_path / base) as store:
            assert {row["release"] for row in store.rows("SELECT release FROM released")} == {
                "release 1.0.0 of 2099-01-01"
            }


def redated(release: Path, out: Path, day: str) -> Path:
    """A release with the same tables that came out on another day."""
    shutil.copytree(release, out)
    about = json.loads((out / "release.json").read_text(encoding="utf-8"))
    (out / "release.json").write_text(json.dumps({**about, "released": day}), encoding="utf-8")
    return out


def test_a_page_that_was_removed_does_not_come_back_with_a_release(sample: Path, release: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    shutil.copytree(sample, base)
    with open_base(base) as store:
        doc = store.rows("SELECT id FROM documents WHERE name = 'gull-count'")[0]["id"]
    assert main(["shield", "remove", doc, "--why", "asked for", "--base", str(base)]) == 0
    done = build(base, release)
    assert [it.why for it in done.failures if "removed from this base" in it.why and doc in it.why]
    with open_base(base) as store:
        assert store.rows("SELECT 1 FROM documents WHERE id = ?", (doc,)) == []


# ---------------------------------------------------------------- what is not as it was released


def broken(release: Path, out: Path, change: str) -> Path:
    shutil.copytree(release, out)
    if change == "table":
        with (out / "figures.parquet").open("ab") as file:
            file.write(b"x")
    elif change == "gone":
        (out / "hops.parquet").unlink()
    elif change == "unlisted":
        about = json.loads((out / "release.json").read_text(encoding="utf-8"))
        about["files"] = [it for it in about["files"] if it["path"] != "slots.parquet"]
        (out / "release.json").write_text(json.dumps(about), encoding="utf-8")
    else:
        (out / "release.json").write_text(change, encoding="utf-8")
    return out


@pytest.mark.parametrize("change", ["table", "gone", "unlisted", "", "{}", "[1]", '{"files": [1]}', "\0"])
def test_a_release_that_was_changed_gives_one_line_and_nothing_of_it_is_taken_in(
    change: str, release: Path, tmp_path: Path
) -> None:
    done = build(tmp_path / "base", broken(release, tmp_path / "bad", change), EXAMPLES)
    assert len(done.failures) == 1 and done.new == 16
    why = done.failures[0].why
    assert "\n" not in why and str(tmp_path / "bad") in why and why.count(";") >= 1
    with open_base(tmp_path / "base") as store:
        assert store.rows("SELECT 1 FROM released") == []


def test_tables_that_do_not_fit_each_other_give_one_line(sample: Path, tmp_path: Path) -> None:
    out = export(sample, tmp_path / "csv", "csv")
    path = out / "figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    relisted(out, "figures.csv")
    done = build(tmp_path / "base", out)
    assert [it.why for it in done.failures] == [
        f"{out}: its tables do not fit each other (every claim is there once: {len(lines) + others(out)}); "
        "take a copy that nobody changed"
    ]


def relisted(out: Path, name: str) -> None:
    """Bring the manifest up to a file that was changed, as somebody would who forges a release."""
    about = json.loads((out / "release.json").read_text(encoding="utf-8"))
    for it in about["files"]:
        if it["path"] == name:
            it["sha256"] = sha256((out / name).read_bytes()).hexdigest()
    (out / "release.json").write_text(json.dumps(about), encoding="utf-8")


def others(out: Path) -> int:
    """How many claims of other kinds a release has."""
    names = ("incidents.csv", "statements.csv")
    return sum((out / name).read_text(encoding="utf-8").count("\n") - 1 for name in names)


def test_a_release_without_tables_of_claims_says_which_forms_have_them(sample: Path, tmp_path: Path) -> None:
    done = build(tmp_path / "base", export(sample, tmp_path / "out", "geojson"))
    assert [it.why.partition("; ")[2] for it in done.failures] == [
        "ask for one made with `export --as parquet`, csv or datapackage"
    ]


def test_read_sends_a_release_to_build(release: Path, capsys: Capture) -> None:
    assert main(["read", str(release)]) == 1
    assert "a release, with no page in it; give it to `build`" in capsys.readouterr().err


def test_bytes_of_a_release_that_change_in_the_archive_are_found(
    release: Path, tmp_path: Path, capsys: Capture
) -> None:
    base = tmp_path / "base"
    build(base, release)
    raw = sha256((release / "slots.parquet").read_bytes()).hexdigest()
    with open_base(base) as store:
        path = store.archive.path(raw)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert main(["verify", "--base", str(base)]) == 1
    assert "changed" in capsys.readouterr().err


def test_words_of_a_released_page_that_change_in_the_base_are_found(release: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    build(base, release)
    with sqlite3.connect(base / "muster.sqlite") as link:
        link.execute("UPDATE documents SET text = replace(text, '684', '685')")
    link.close()
    assert main(["verify", "--base", str(base)]) == 1


CELLS = st.sampled_from(
    ["", "x", "-1", "1e999", "nan", "99999999999999999999", "2024-13-40", "true", "\x00", "asserted"]
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_cell_of_a_release_raises_anything_but_what_is_said(data: st.DataObject, release: Path) -> None:
    tables = tables_of(release)
    name = data.draw(st.sampled_from(NEEDED))
    if tables[name]:
        row = data.draw(st.integers(0, len(tables[name]) - 1))
        column = data.draw(st.sampled_from(sorted(tables[name][row])))
        rows = [dict(it) for it in tables[name]]
        rows[row][column] = data.draw(CELLS)
        tables[name] = rows
    try:
        pages = list(pages_from_released(tables, Whose("release 1", "1")))
    except (KeyError, ValueError):
        return
    for page in pages:
        (document,) = page.rows["documents"]
        for table in ("figures", "incidents", "statements"):
            assert all(str(document[7])[row[3] : row[4]] == row[5] for row in page.rows[table])  # type: ignore[misc]


TABLES: dict[Path, dict[str, Any]] = {}


def tables_of(release: Path) -> dict[str, Any]:
    """The tables of a release, read once."""
    if release not in TABLES:
        import musterbook.released as module

        kept: dict[str, Any] = {}
        pages = module.pages_from_released
        module.pages_from_released = lambda tables, whose: kept.update(tables) or iter(())  # type: ignore[assignment]
        try:
            released_from_folder(release)
        finally:
            module.pages_from_released = pages
        TABLES[release] = kept
    return dict(TABLES[release])


def test_a_claim_that_a_release_alone_knows_says_so(release: Path, tmp_path: Path, capsys: Capture) -> None:
    base = tmp_path / "base"
    build(base, release)
    (one, *_) = [it for it in asked(capsys, "claims", "--base", str(base)) if it.get("low") == 64]
    assert main(["show", one["id"], "--base", str(base)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "known by release 1.0.0 of " in shown and "without its page" in shown and "⟦" in shown
    assert main(["documents", "--base", str(base)]) == 0
    assert "by release" in " ".join(capsys.readouterr().out.split())
