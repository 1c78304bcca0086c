"""Files become documents, word for word, or one line that says why not. Bad input through the verbs: test_bad_input.py."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from musterbook.errors import InputError
from musterbook.flow import Reading, document_at, readings
from musterbook.ingest.files_from_sources import File, files_from_sources
from musterbook.ingest.piece import Known
from musterbook.ingest.sidecar import iso_date
from musterbook.ingest.texts_from_piece import LIMIT_TEXT
from musterbook.model import Document, digest
from tests.fake_reader import extract


def written(folder: Path, content: str | bytes, sidecar: object = None, name: str = "x.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    if sidecar is not None:
        (folder / f"{path.stem}.meta.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return path


def document_given(path: Path, known: Known) -> Document:
    (reading,) = readings([path], extract, ("en",), known)
    assert isinstance(reading, Reading)
    return reading.document


def test_document_takes_what_its_sidecar_knows(tmp_path: Path) -> None:
    about = {
        "url": "https://a.example/1",
        "title": "T",
        "publisher": "P",
        "published": "2024-03",
        "language": "RU",
        "odd": [1],
    }
    document = document_at(written(tmp_path, "Text.", about))
    assert (document.name, document.url, document.title, document.publisher) == ("x", "https://a.example/1", "T", "P")
    assert (document.published, document.lang) == ("2024-03", "ru")
    assert (document.published_how, document.guessed) == ("sidecar", False)
    assert document.id == digest("https://a.example/1", "Text.")


def test_what_is_given_goes_over_the_sidecar(tmp_path: Path) -> None:
    path = written(tmp_path, "Text.", {"publisher": "P", "published": "2024-03"})
    document = document_given(path, Known(published="2025", published_how="given", publisher="Q"))
    assert (document.publisher, document.published, document.published_how) == ("Q", "2025", "given")


def test_empty_and_null_values_are_not_known(tmp_path: Path) -> None:
    document = document_at(written(tmp_path, "Text.", {"publisher": None, "title": " ", "published": ""}))
    assert (document.publisher, document.title, document.published, document.url) == (None, None, None, "")


@pytest.mark.parametrize(
    "content",
    [
        b"one\r\ntwo\rthree\n",
        "\u202eright\u202c to left, zero\u200bwidth, soft\u00adhyphen\n".encode(),
        "e\u0301 \U0001f6a2 \ufb01".encode(),
    ],
)
def test_text_is_what_read_text_gives(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    assert document_at(path).text == path.read_text(encoding="utf-8")


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert document_at(written(tmp_path, b"\xef\xbb\xbfText.")).text == "Text."


def test_name_that_is_no_utf8_can_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("Text.", encoding="utf-8")
    assert document_at(path).name == "\ufffd"


def test_half_a_character_in_a_sidecar_can_be_stored(tmp_path: Path) -> None:
    path = written(tmp_path, "Text.")
    (tmp_path / "x.meta.json").write_text('{"title": "half \\ud83d"}', encoding="utf-8")
    assert document_at(path).title == "half ?"


def test_folder_is_walked_in_order_without_hidden_files_and_sidecars(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.md", "a/z.TXT", "c.txt", ".git/x.txt", "b/.hidden.txt", "b/1.meta.json", "b/3.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = [file for file in files_from_sources([tmp_path]) if isinstance(file, File)]
    names = [file.path.relative_to(tmp_path).as_posix() for file in found]
    assert names == ["c.txt", "a/z.TXT", "b/1.md", "b/2.txt", "b/3.html"]
    assert [file.side is not None for file in found] == [False, False, True, False, False]


def test_folder_without_files_is_a_fault(tmp_path: Path) -> None:
    (fault,) = files_from_sources([tmp_path])
    assert isinstance(fault, InputError)


def test_an_evidence_base_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "base" / "archive").mkdir(parents=True)
    for name in ("base/muster.sqlite", "base/archive/x", "c.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [file.path.name for file in files_from_sources([tmp_path]) if isinstance(file, File)] == ["c.txt"]


@pytest.mark.parametrize("value", ["2024", "2024-03", "2024-02-29", "2024-03-05T10:00:00Z", "2024-03-05 10:00"])
def test_dates_that_are(value: str) -> None:
    assert value.startswith(iso_date(value))


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2024-13-45",
        "2023-02-29",
        "24-03",
        "2024-3",
        "12.03.2024",
        "2024-03-",
        "0000",
        "٢٠٢٤",
        "2024-W10-1",
    ],
)
def test_dates_that_are_not(value: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        iso_date(value)


def test_limit_is_on_bytes(tmp_path: Path) -> None:
    assert len(document_at(written(tmp_path, b"a" * LIMIT_TEXT)).text) == LIMIT_TEXT
    with pytest.raises(InputError, match="5,000,000 bytes"):
        document_at(written(tmp_path, b"a" * (LIMIT_TEXT + 1)))
