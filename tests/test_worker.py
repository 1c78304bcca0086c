"""What hangs, dies or never ends costs itself; everything beside it is read."""

from __future__ import annotations

import io
import json
import os
import re
import resource
from collections.abc import Sequence
from pathlib import Path

import pytest

from musterbook import flow
from musterbook.cli import main
from musterbook.ingest.piece import Fault, Found, Piece
from musterbook.ingest.texts_from_piece import texts_from_pieces
from musterbook.ingest.worker import Worker
from tests.fake_reader import fake_extractor
from tests.hostile import greedy_pdf, pdf, slow_pdf

GOOD = b"<html><body><article><p>In March 2024 some 40 men fled the unit, says Nemo, and 12 of them came back.</p></article>"


def taken(files: Sequence[bytes], worker: Worker) -> list[list[str]]:
    """What each file gives: "text" or its fault."""
    said: list[list[str]] = [[] for _ in files]
    pieces = ((n, Piece(f"f{n}", "", len(data), lambda data=data: io.BytesIO(data))) for n, data in enumerate(files))  # type: ignore[misc]
    for number, step in texts_from_pieces(pieces, worker):
        if isinstance(step, Found):
            said[number].append("text")
        elif isinstance(step, Fault):
            said[number].append(step.why)
    return said


@pytest.mark.slow
def test_a_pdf_that_hangs_is_given_up_and_the_rest_goes_on() -> None:
    with Worker(seconds=2.0) as worker:
        first, hung, last, more = taken([pdf(["In 2024."]), slow_pdf(), pdf(["In 2023."]), GOOD], worker)
    assert (first, last, more) == (["text"], ["text"], ["text"])
    assert "took longer than 2 s to open and was given up" in hung[0]


@pytest.mark.slow
def test_a_pdf_that_eats_the_memory_takes_its_worker_with_it_and_no_more() -> None:
    with Worker() as worker:
        greedy, last = taken([greedy_pdf(), GOOD], worker)
    assert last == ["text"] and len(greedy) == 1 and greedy[0].startswith("f0: ")


def test_texts_come_in_the_order_of_their_files() -> None:
    files = [GOOD, b"Plain text.", pdf(["Page."]), b"", GOOD, b"More text."]
    with Worker() as worker:
        said = taken(files, worker)
    assert [it[0][:4] for it in said] == ["text", "text", "text", "f3: ", "text", "text"]


def test_a_page_of_a_million_tags_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.html").write_bytes(b"<html><body>" + b"<div>" * 1_000_000)
    assert main(["read", str(tmp_path / "x.html")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "x.html: " in said


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf", "a.bin"])
def test_a_file_of_a_gigabyte_is_refused_without_reading_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    starts = {"a.html": b"<html><body><p>A", "a.pdf": b"%PDF-1.7\n"}
    with (tmp_path / name).open("wb") as out:
        out.write(starts.get(name, b"So it was"))
    os.truncate(tmp_path / name, 1_000_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert main(["read", str(tmp_path / name)]) == 1
    assert "larger than the limit of" in capsys.readouterr().err
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"


def test_a_mixed_pile_with_bad_files_in_it_is_taken_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "extractor", fake_extractor)
    pile = tmp_path / "pile"
    (pile / "page_files").mkdir(parents=True)
    for path, data in {
        "a.html": GOOD,
        "b.pdf": b"%PDF-1.7 and no more",
        "c.txt": b"Over 50 men fled.",
        "d.zip": b"PK\x03\x04 cut",
        "page_files/a.png": b"\x89PNG\r\n\x1a\n",
        "page_files/b.css": b"p { color: red }",
    }.items():
        (pile / path).write_bytes(data)
    base = str(tmp_path / "base")
    assert main(["build", str(pile), "--base", base]) == 1
    said = capsys.readouterr()
    assert "2 new, 0 unchanged, 2 failed" in said.out and "2 that hold no text (image 1, style 1)" in said.out
    assert said.err.count("\n") == 2
    assert main(["build", str(pile), "--base", base]) == 1, "what fails still fails"
    said = capsys.readouterr()
    assert "Nothing to do" in said.out and "2 cannot be read" in said.out and said.err == ""
    assert main(["failures", "--base", base]) == 0
    assert "b.pdf" in (listed := capsys.readouterr().out) and "d.zip" in listed
    (pile / "b.pdf").write_bytes(pdf(["Some 70 men fled."]))
    (pile / "d.zip").unlink()
    assert main(["build", str(pile), "--base", base]) == 0
    assert "1 new" in capsys.readouterr().out


def test_the_page_of_a_pdf_is_in_the_citation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "Courts passed {} sentences for desertion in March 2024, Mediazona reported."
    (tmp_path / "report.pdf").write_bytes(pdf([sentence.format(684)], ["Nothing here."], [sentence.format(711)]))
    base = str(tmp_path / "base")
    assert main(["build", str(tmp_path / "report.pdf"), "--base", base]) == 0
    capsys.readouterr()
    assert main(["claims", "--base", base, "--kind", "figure", "--format", "json"]) == 0
    pages = {}
    for row in json.loads(capsys.readouterr().out):
        assert main(["show", row["id"], "--base", base]) == 0
        pages[row["low"]] = re.findall(r"page (\d+)", capsys.readouterr().out)
    assert pages == {684: ["1"], 711: ["3"]}
