"""The base: the same input gives the same rows whatever happened on the way; nothing acknowledged is ever lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from musterbook import intake
from musterbook.codebook.load import Codebook
from musterbook.errors import BaseError
from musterbook.model import Document, digest
from musterbook.store.batch import table_hash
from musterbook.store.claims_from_base import Wanted, claim, claim_ids, claims, totals, worklist
from musterbook.store.sqlite import FILE, Base, open_base
from tests.conftest import ROOT
from tests.fake_reader import extract

CODEBOOK = Codebook("fake", "en", "v1", {})
TEXT = "Of {n}0 men over 1,2{n}0 fled, says Nemo. Were {n}5 afraid? Another thing."


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return pile(tmp_path / "texts", 12)


def pile(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        (folder / f"d{n:03}.txt").write_text(TEXT.format(n=n), encoding="utf-8")
    return folder


def build(folder: Path, base: Path, codebook: Codebook = CODEBOOK) -> tuple[intake.Summary, dict[str, str]]:
    with open_base(base, write=True) as store:
        return intake.build([folder], store, codebook, read=extract), table_hash(store)


def in_step(base: Base) -> None:
    """Raise when the full-text index and the claims differ."""
    base.connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_twice_is_once(texts: Path, tmp_path: Path) -> None:
    first, rows = build(texts, tmp_path / "base")
    second, again = build(texts, tmp_path / "base")
    assert (first.new, first.unchanged, second.new, second.unchanged) == (12, 0, 0, 12)
    assert rows == again == build(texts, tmp_path / "other")[1]


def test_order_and_history_leave_no_trace(texts: Path, tmp_path: Path) -> None:
    _, rows = build(texts, tmp_path / "base")
    with open_base(tmp_path / "other", write=True) as store:
        for path in sorted(texts.iterdir(), reverse=True):
            intake.build([path], store, Codebook("fake", "en", "v0", {}), read=extract)
        done = intake.build([texts], store, CODEBOOK, read=extract)
        assert (done.new, done.reread) == (0, 12)
        assert table_hash(store) == rows
        in_step(store)


def test_other_metadata_is_another_reading_of_the_same_document(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "base")
    (texts / "d003.meta.json").write_text('{"published": "2024-03", "title": "A lamp"}', encoding="utf-8")
    done, _ = build(texts, tmp_path / "base")
    assert (done.new, done.reread, done.unchanged) == (0, 1, 11)
    with open_base(tmp_path / "base", write=True) as store:
        in_step(store)
        assert {row["document"] for row in claims(store, Wanted(search="lamp"))} == {"d003"}


def test_failure_is_recorded_and_forgotten_when_it_is_mended(texts: Path, tmp_path: Path) -> None:
    (texts / "bad.txt").write_bytes(b"\xff\xfe")
    done, _ = build(texts, tmp_path / "base")
    assert (done.new, len(done.failures)) == (12, 1)
    (texts / "bad.txt").write_text("Now 77 men.", encoding="utf-8")
    build(texts, tmp_path / "base")
    with open_base(tmp_path / "base") as store:
        assert totals(store)["failures"] == 0


def test_same_page_under_two_names_is_stored_once(texts: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (texts / f"{name}.txt").write_text("The 99.", encoding="utf-8")
        (texts / f"{name}.meta.json").write_text('{"url": "https://a.example/"}', encoding="utf-8")
    done, _ = build(texts, tmp_path / "base")
    assert (done.new, done.unchanged) == (13, 1)


def test_a_page_whose_better_known_copy_is_gone_is_still_read_by_the_newer_codebook(
    texts: Path, tmp_path: Path
) -> None:
    for name, known in (("one", '"published": "2024-03-02", '), ("two", "")):
        (texts / f"{name}.txt").write_text("The 99.", encoding="utf-8")
        (texts / f"{name}.meta.json").write_text(f'{{{known}"url": "https://a.example/"}}', encoding="utf-8")
    build(texts, tmp_path / "base")
    for gone in ("one.txt", "one.meta.json"):
        (texts / gone).unlink()
    newer = Codebook("fake", "en", "v2", {})
    done, _ = build(texts, tmp_path / "base", newer)
    assert done.reread == 13
    with open_base(tmp_path / "base") as store:
        assert store.rows("SELECT DISTINCT codebook FROM documents") == [{"codebook": "v2"}]


def test_claims_come_back_as_they_were_read(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "base")
    document = Document(digest("d003", TEXT.format(n=3)), "d003", "", TEXT.format(n=3), "en")
    read = extract(document)
    with open_base(tmp_path / "base") as store:
        found = claims(store, Wanted(document="d003"))
        assert [row["id"] for row in found] == [it.anchor.id for it in read.claims()]
        assert [row["quote"] for row in found] == [document.text[row["start"] : row["end"]] for row in found]
        one = claim(store, read.figures[0].anchor.id)
        assert one["hops"] == [{"label": "Nemo", "source": "Nemo", "role": "speaker", "cue": "says Nemo"}]
        assert [(slot["name"], slot["how"]) for slot in one["slots"]] == [("measure", "stated"), ("side", "default")]
        assert worklist(store, 1)[0]["count"] == 12
        assert totals(store)["origins"] == 1


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(kind="incident"), 12),
        (Wanted(measure="count", document="d001"), 3),
        (Wanted(measure="other"), 0),
        (Wanted(dims=(("side", "nl"),), document="d001"), 3),
        (Wanted(place="NORTH"), 12),
        (Wanted(origin="nemo", kind="statement"), 12),
        (Wanted(origin="nobody"), 0),
        (Wanted(period="2024"), 0),
        (Wanted(search="1,250"), 1),
        (Wanted(search='fled OR "x'), 0),
        (Wanted(search="!"), 0),
        (Wanted(search="fle*"), 12),
    ],
)
def test_filters(texts: Path, tmp_path: Path, wanted: Wanted, count: int) -> None:
    build(texts, tmp_path / "base")
    with open_base(tmp_path / "base") as store:
        assert len(claims(store, wanted)) == count


def spawn(*words: str, pause: float = 0.0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.fake_reader", f"--pause={pause}", *words]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def held(base: Path) -> int:
    try:
        with open_base(base) as store:
            return totals(store)["documents"]
    except BaseError:
        return 0


@pytest.fixture
def slow_build(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A build of 200 documents in a process of its own, with its first batch committed and more to come."""
    child = spawn("build", str(pile(tmp_path / "many", 200)), "--base", str(tmp_path / "base"), pause=0.01)
    end = time.monotonic() + 30
    while held(tmp_path / "base") == 0 and time.monotonic() < end:
        time.sleep(0.02)
    assert child.poll() is None, "the build ended before it could be disturbed"
    yield child
    child.kill()
    child.communicate()


def test_killed_build_loses_nothing_and_goes_on(tmp_path: Path, slow_build: subprocess.Popen[str]) -> None:
    os.kill(slow_build.pid, signal.SIGKILL)
    slow_build.wait()
    before = held(tmp_path / "base")
    assert 0 < before < 200 and before % intake.BATCH == 0
    said = {}
    for base in ("base", "undisturbed"):
        said[base], _ = spawn("build", str(tmp_path / "many"), "--base", str(tmp_path / base)).communicate(timeout=60)
    assert f"{200 - before} new, {before} unchanged, 0 failed" in said["base"]
    assert "200 new" in said["undisturbed"]
    with open_base(tmp_path / "base") as one, open_base(tmp_path / "undisturbed") as other:
        assert table_hash(one) == table_hash(other)


def test_second_writer_is_told_and_readers_are_not_held_up(tmp_path: Path, slow_build: subprocess.Popen[str]) -> None:
    with pytest.raises(BaseError, match="another build is writing"):
        open_base(tmp_path / "base", write=True)
    counts: list[list[int]] = [[], []]

    def look(mine: list[int]) -> None:
        while slow_build.poll() is None:
            with open_base(tmp_path / "base") as store:
                mine.append(totals(store)["documents"])
                assert len(claim_ids(store)) % 5 == 0  # whole documents only: five claims each

    readers = [threading.Thread(target=look, args=(mine,)) for mine in counts]
    for reader in readers:
        reader.start()
    _, faults = slow_build.communicate(timeout=60)
    for reader in readers:
        reader.join()
    assert (slow_build.returncode, faults) == (0, "")
    assert all(mine and mine == sorted(mine) for mine in counts)


def test_foreign_damaged_and_later_files_are_refused(tmp_path: Path) -> None:
    for name, make in {"foreign": foreign, "noise": noise, "later": later}.items():
        (tmp_path / name).mkdir()
        make(tmp_path / name / FILE)
        before = (tmp_path / name / FILE).read_bytes()
        for write in (False, True):
            with pytest.raises(BaseError, match=r"another|give|update") as fault:
                open_base(tmp_path / name, write=write)
            assert "\n" not in str(fault.value) and name in str(fault.value)
        assert (tmp_path / name / FILE).read_bytes() == before


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def noise(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)


def later(path: Path) -> None:
    open_base(path.parent, write=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def test_page_that_went_bad_is_one_line(texts: Path, tmp_path: Path) -> None:
    build(texts, tmp_path / "base")
    path = tmp_path / "base" / FILE
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(BaseError, match="damaged"), open_base(tmp_path / "base") as store:
        claims(store, Wanted())


def test_reader_needs_a_base_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(BaseError, match="musterbook build"):
        open_base(tmp_path / "none")
    assert not (tmp_path / "none").exists()
