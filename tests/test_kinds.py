"""What a file is, its content tells; its name only breaks ties."""

from __future__ import annotations

import gzip
import io
import time

import pytest

from musterbook.ingest.kind_from_piece import kind_from_piece
from musterbook.ingest.piece import Piece
from tests.archives import tarred, three, zipped
from tests.fuzz.formats import SEEDS, seed_bytes

SAME = {"warc_gz": "warc", "mhtml": "mail", "coded": "tsv"}  # what two seeds of the fuzzer share


def kind(data: bytes, name: str = "data.bin", hint: str = "") -> str:
    return kind_from_piece(Piece(name, "", len(data), lambda: io.BytesIO(data), hint=hint))


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed != "plain"])
def test_every_kind_is_told_whatever_its_name(seed: str) -> None:
    assert kind(seed_bytes(seed)) == SAME.get(seed, seed)
    assert kind(seed_bytes(seed), "x.txt") == SAME.get(seed, seed)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"They left on 3 May, he said, and nobody came.\n", "x.txt", "plain"),
        (b"{not JSON at all", "x.txt", "plain"),
        (b"<- see above: 40 left", "x.txt", "plain"),
        (b"From the harbour came 40 men.\n", "x.txt", "plain"),
        (b"Note: this\nSubject: that\nand so on", "x.txt", "plain"),
        (b"Subject: a\nMIME-Version: 1.0\n\nbody", "x", "mail"),
        (b"From a@b.example Tue Apr 16 08:00:00 2024\nSubject: a\n\nbody", "x", "mbox"),
        (b"", "x.txt", "plain"),
        (b"\x89PNG\r\n\x1a\n", "x.html", "passed:image"),
        (b"BM\x36\x00\x01\x00\x00\x00\x00\x00\x36\x00", "x", "passed:image"),
        (b"BMW drivers among those who left, the court said.\n", "x.txt", "plain"),
        (b"MZ\x90\x00\x03" + b"\x00" * 80, "x", "passed:program"),
        (
            b"MZ is how the ministry writes it in its own papers, and forty of them went missing in spring.\n",
            "x.txt",
            "plain",
        ),
        (b"ID3\x03\x00\x00", "x", "passed:sound"),
        (b"ID300 is the number of the order.\n", "x.txt", "plain"),
        (b"OTTO said that 40 men left.\n", "x.txt", "plain"),
        (b"OTTO\x00\x0c", "x", "passed:font"),
        (b'{"version": 1, "items": {"a": 2}}', "settings.json", "passed:data"),
        (b'{"version": 1, "items": {"a": 2}}', "x.txt", "plain"),
        (b"body { color: red }", "x.css", "passed:style"),
        (b"var a = 1;", "x.js", "passed:script"),
        (b"var a = 1;", "x.txt", "plain"),
        (b"<!-- saved --><html><p>A</p>", "x", "html"),
        ("<html><p>Часть</p>".encode("utf-16"), "x", "html"),
        (b"<p>A fragment of a page.</p>", "x", "html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", "passed:image"),
        (gzip.compress(b"They left."), "x", "gzip"),
        (gzip.compress(three(packed=False)[0]), "x", "warc"),
        (zipped({"a.txt": b"A"}), "x", "zip"),
        (tarred({"a.txt": b"A"}), "x", "tar"),
        (b"PK\x03\x04 cut", "x", "zip"),
        (b"\x1f\x8b cut", "x", "gzip"),
    ],
)
def test_kinds_and_their_look_alikes(data: bytes, name: str, expected: str) -> None:
    assert kind(data, name) == expected


def test_no_head_makes_the_telling_slow() -> None:
    # A loop that explodes takes hours on these; the bound only has to be far from both.
    began = time.monotonic()
    for unit in (
        b"<!---->",
        b"<?x?>",
        b" ",
        b"<!--",
        b"A:\n b\n",
        b"{",
        b'{"a":',
        b"<!DOCTYPE [",
        b"From ",
        b"a,b;c\td\n",
    ):
        kind(unit * 9_000)
        kind(unit * 9_000 + b"x")
    assert time.monotonic() - began < 20
