"""The twelve rules of doing no harm, each as what leaves a base or enters it: DNH01 … DNH12."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from musterbook import intake
from musterbook.cli import main
from musterbook.codebook.load_guard import load_guard
from musterbook.disclosure import public_from_base
from musterbook.publish.public import Public
from musterbook.shield.cells_from_table import cells_from_table
from musterbook.store.sqlite import open_base
from tests.public_sample import PRIVATE, base_from_pages, codebook, guard, reader, sample
from tests.test_disclosure import strings

COURTS = "Russian military courts passed {} sentences for unauthorised absence in March 2024, a court said."


def public_of(folder: Path, text: str, **about: str) -> Public:
    """What leaves a base that holds one page."""
    base = base_from_pages(folder, {"page": (text, {"title": "", "publisher": "Gull Gazette", **about})})
    with open_base(base) as store:
        return public_from_base(store, codebook(), guard=guard())


def words_of(public: Public) -> str:
    return "\n".join(strings(public))


def quotes_of(public: Public) -> str:
    return "\n".join(claim.quote.readable for claim in public.claims)


def take_in(base: Path, *files: Path) -> list[str]:
    """Build a base of files and return what it says of those it does not take."""
    with open_base(base, write=True) as store:
        done = intake.build(files, store, codebook(), read=reader())
    return [failure.why for failure in done.failures]


def bytes_in(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_dnh01_there_is_no_register_of_persons(tmp_path: Path) -> None:
    assert not [word for word in PRIVATE if word in words_of(sample())]
    with open_base(tmp_path, write=True) as store:
        names = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = [row["name"] for name in names for row in store.rows(f'PRAGMA table_info("{name}")')]
    assert not [name for name in (*names, *columns) if re.search("person|people|mask|hidden", name)]


def test_dnh02_a_public_role_keeps_the_name(tmp_path: Path) -> None:
    text = "Soldier Taras Hnatiuk said 300 soldiers deserted. Deputy Pavlo Ostrohin said 500 soldiers deserted in May 2024."
    out = words_of(public_of(tmp_path, text))
    assert "Hnatiuk" not in out and "Ostrohin" in out


def test_dnh03_the_place_of_somebody_hiding_is_its_region(tmp_path: Path) -> None:
    text = "Deserters hide in abandoned houses in the village of Verkhnia in the Sumy Region. Verkhnia has one road."
    public = public_of(tmp_path, text, title="Deserters of Verkhnia")
    assert public.claims and "Verkhnia" not in words_of(public) and "Sumy Region" in quotes_of(public)


def test_dnh03_the_place_of_a_trial_stays(tmp_path: Path) -> None:
    text = (
        "In Krasnodar on April 18, 2024 about 100 servicemen tried to escape from a military unit. They are deserters."
    )
    public = public_of(tmp_path, text)
    assert {claim.place for claim in public.claims} == {"Krasnodar"}


def test_dnh04_a_route_is_not_told_and_that_there_is_one_is_counted(tmp_path: Path) -> None:
    text = "Some deserters cross the border on foot below the old mill with the help of guides. 300 soldiers deserted."
    public = public_of(tmp_path, text)
    assert public.withheld and public.claims and "mill" not in words_of(public)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", "ФИО,Дата рождения,Адрес\nИванов Пётр,1990-01-01,Садовая 5\n"),
        ("list.tsv", "No\tFull name\tDate of birth\tPhone\n1\tTaras Hnatiuk\t1990-01-01\t+380440001234\n"),
        ("list.json", json.dumps([{"surname": "Hnatiuk", "passport": "КН 123456"}])),
        ("list.csv", "full name,address,text\nTaras Hnatiuk,Sadova 5,He left his unit in May and did not come back.\n"),
    ],
)
def test_dnh05_a_list_of_persons_is_refused_and_not_even_archived(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    why = take_in(tmp_path / "base", tmp_path / name)
    assert len(why) == 1 and "a list of persons" in why[0] and "\n" not in why[0]
    assert not [data for data in bytes_in(tmp_path / "base") if b"Hnatiuk" in data or "Иванов".encode() in data]


def test_dnh05_a_table_of_articles_is_taken_in(tmp_path: Path) -> None:
    row = f"author,url,title,text\nA. Writer,https://gull.example/1,March,{COURTS.format(684)}\n"
    (tmp_path / "articles.csv").write_text(row, encoding="utf-8")
    assert take_in(tmp_path / "base", tmp_path / "articles.csv") == []


def test_dnh06_relatives_are_told_by_role(tmp_path: Path) -> None:
    text = "His sister Myroslava and the wife of Bohdan Kravets, Zoryana, said that 300 soldiers deserted in May 2024."
    out = words_of(public_of(tmp_path, text))
    assert not [name for name in ("Myroslava", "Bohdan", "Kravets", "Zoryana") if name in out]
    assert "wife" in out.splitlines()  # the end of the chain, by role


def test_dnh07_small_cells_are_not_shown_unless_two_origins_published_them() -> None:
    counts = {("155th", "2024-03"): 3, ("155th", "2024-04"): 40, ("20th", "2024-03"): 20, ("20th", "2024-04"): 7}
    shown = {(cell.row, cell.column): cell.shown for cell in cells_from_table(counts)}
    assert shown["155th", "2024-03"] == "<5"
    public = cells_from_table(counts, headline=frozenset({("155th", "2024-03")}))
    assert {(cell.row, cell.column): cell.shown for cell in public}["155th", "2024-03"] == "3"


def test_dnh08_a_series_that_was_withdrawn_is_told_with_a_note(tmp_path: Path) -> None:
    text = "The Prosecutor General's Office of Ukraine said it registered 21,602 cases of desertion in October 2025."
    withdrawn = public_of(tmp_path / "one", text, published="2025-11-06")
    assert "no longer publishes this series (since 2025-12-10)" in words_of(withdrawn)
    assert any("withdrawn_series" in fact.flags for fact in withdrawn.facts)
    other = public_of(tmp_path / "two", COURTS.format(684), published="2024-04-06")
    assert other.facts and "no longer publishes" not in words_of(other)
    assert load_guard("lighthouse").withdrawn == {}


def test_dnh09_pictures_and_films_are_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "page.txt").write_text(COURTS.format(684), encoding="utf-8")
    (folder / "prisoner.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "prisoner.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(64))
    assert take_in(tmp_path / "base", folder) == []
    with open_base(tmp_path / "base") as store:
        assert [row["name"] for row in store.rows("SELECT name FROM documents")] == ["page"]
        assert public_from_base(store, codebook(), guard=guard()).claims


@pytest.mark.parametrize(("klass", "there"), [("restricted", 1), ("never", 1), ("public", 2), ("internal", 2)])
def test_dnh10_a_restricted_document_stays_in_the_base(klass: str, there: int, tmp_path: Path) -> None:
    pages = {
        "open": (COURTS.format(684), {"publisher": "Gull Gazette", "published": "2024-04-13"}),
        "closed": (COURTS.format(684) + " The Coast Board agreed.", {"publisher": "Dune Digest", "sensitivity": klass}),
    }
    with open_base(base_from_pages(tmp_path, pages)) as store:
        assert store.rows("SELECT count(*) AS n FROM documents")[0]["n"] == 2
        public = public_from_base(store, codebook(), guard=guard())
    assert len(public.documents) == there and ("Dune Digest" in words_of(public)) == (there == 2)
    assert all(fact.pages <= there for fact in public.facts), "nothing is counted that does not leave"
    assert {claim.doc for claim in public.claims} <= {doc.id for doc in public.documents}


def test_dnh10_a_class_that_nobody_knows_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(COURTS.format(684), encoding="utf-8")
    (tmp_path / "a.meta.json").write_text('{"sensitivity": "secret"}', encoding="utf-8")
    assert "public, internal, restricted, never" in take_in(tmp_path / "base", tmp_path / "a.txt")[0]


def test_dnh11_a_document_is_taken_out_for_good_and_its_hash_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {
        "one": (f"{COURTS.format(684)} Taras Hnatiuk was one of the sentenced.", {"publisher": "Gull Gazette"}),
        "two": (COURTS.format(718), {"publisher": "Dune Digest"}),
    }
    base = base_from_pages(tmp_path, pages)
    with open_base(base) as store:
        sha256 = store.rows("SELECT sha256 FROM documents WHERE name = 'one'")[0]["sha256"]
    assert main(["shield", "remove", "one", "--why", "asked for by somebody it names", "--base", str(base)]) == 0
    assert not [data for data in bytes_in(base) if b"Hnatiuk" in data]
    log = (base / "archive" / "custody.jsonl").read_text(encoding="utf-8")
    assert sha256 in log and "asked for by somebody it names" in log and "removed" in log
    assert main(["verify", "--base", str(base)]) == 0
    assert main(["shield", "remove", "one", "--why", "again", "--base", str(base)]) == 2
    assert "removed from this base for good" in take_in(base, tmp_path / "reports")[0]
    with open_base(base) as store:
        assert [doc.name for doc in public_from_base(store, codebook(), guard=guard()).documents] == ["two"]


def test_dnh12_nobody_is_called_a_deserter_by_us(tmp_path: Path) -> None:
    out = public_of(tmp_path, "The deserter Ivan Petrenko said that 300 soldiers deserted in May 2024.")
    assert "[a soldier declared absent]" in quotes_of(out) or "a soldier declared absent" in words_of(out)
    labels = {label for rows in guard().labels.values() for pair in rows.values() for label in pair}
    assert not [label for label in labels if re.search("desert|дезерт|runaway|traitor", label)]
