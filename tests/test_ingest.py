"""Files become documents, word for word, or one line that says why not. Bad input through the verbs: test_bad_input.py."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from musterbook.errors import InputError
from musterbook.ingest.documents_from_folder import (
    LIMIT_BYTES,
    Given,
    document_from_file,
    files_from_sources,
    iso_date,
    language_from_letters,
)
from musterbook.model import digest


def written(folder: Path, content: str | bytes, sidecar: object = None, name: str = "x.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    if sidecar is not None:
        (folder / f"{path.stem}.meta.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return path


def test_document_takes_what_its_sidecar_knows(tmp_path: Path) -> None:
    about = {
        "url": "https://a.example/1",
        "title": "T",
        "publisher": "P",
        "published": "2024-03",
        "language": "RU",
        "odd": [1],
    }
    document = document_from_file(written(tmp_path, "Text.", about))
    assert (document.name, document.url, document.title, document.publisher) == ("x", "https://a.example/1", "T", "P")
    assert (document.published, document.lang) == ("2024-03", "ru")
    assert document.id == digest("https://a.example/1", "Text.")


def test_what_is_given_goes_over_the_sidecar(tmp_path: Path) -> None:
    path = written(tmp_path, "Text.", {"publisher": "P", "published": "2024-03"})
    document = document_from_file(path, Given("2025", "Q"))
    assert (document.publisher, document.published) == ("Q", "2025")


def test_empty_and_null_values_are_not_known(tmp_path: Path) -> None:
    document = document_from_file(written(tmp_path, "Text.", {"publisher": None, "title": " ", "published": ""}))
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
    assert document_from_file(path).text == path.read_text(encoding="utf-8")


def test_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert document_from_file(written(tmp_path, b"\xef\xbb\xbfText.")).text == "Text."


def test_name_that_is_no_utf8_can_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("Text.", encoding="utf-8")
    assert document_from_file(path).name == "\ufffd"


def test_half_a_character_in_a_sidecar_can_be_stored(tmp_path: Path) -> None:
    path = written(tmp_path, "Text.")
    (tmp_path / "x.meta.json").write_text('{"title": "half \\ud83d"}', encoding="utf-8")
    assert document_from_file(path).title == "half ?"


def test_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.md", "a/z.TXT", "c.txt", ".git/x.txt", "b/.hidden.txt", "b/1.meta.json", "b/3.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in files_from_sources([tmp_path]) if isinstance(path, Path)]
    assert found == ["c.txt", "a/z.TXT", "b/1.md", "b/2.txt"]


def test_folder_without_texts_is_a_fault(tmp_path: Path) -> None:
    (fault,) = files_from_sources([tmp_path])
    assert isinstance(fault, InputError)


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


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("He left the unit", "en"),
        ("Он ушёл из части", "ru"),
        ("Він пішов із частини", "uk"),
        ("The channel Баба says so", "en"),
        ("Он сказал, что канал «Спільнота і ми» закрыт и больше не выходит", "ru"),
        ("12 345", "en"),
    ],
)
def test_language_by_alphabet(text: str, lang: str) -> None:
    # One Ukrainian name in a long Russian text does not make it Ukrainian.
    assert language_from_letters(text if "Спільнота" not in text else text + " и всё остальное по-русски" * 40) == lang


def test_limit_is_on_bytes(tmp_path: Path) -> None:
    assert len(document_from_file(written(tmp_path, b"a" * LIMIT_BYTES)).text) == LIMIT_BYTES
    with pytest.raises(InputError, match="5,000,000 bytes"):
        document_from_file(written(tmp_path, b"a" * (LIMIT_BYTES + 1)))
