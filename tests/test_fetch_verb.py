"""`fetch` from a list to claims, against a real server on this machine; and the package that others open."""

from __future__ import annotations

import _socket
import json
import socket
import zipfile
from pathlib import Path
from typing import Any

import pytest

from musterbook.cli import main
from tests.server import Site, answer, in_turn, moved, serving

PAGE = b"""<html lang="en"><head><title>Count</title><meta property="article:published_time" content="2024-04-16">
</head><body><article><h1>Count</h1><p>Courts passed 684 sentences for desertion in March 2024, Mediazona reported, the most
in any month since the mobilisation began.</p><p>Lawyers say that many of those soldiers had asked for leave.</p></article></body></html>"""


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let connections to this machine through, and no others."""

    def connect(self: socket.socket, where: tuple[Any, ...]) -> None:
        if where[0] != "127.0.0.1":
            raise ConnectionRefusedError("outside of the test")
        _socket.socket.connect(self, where)

    monkeypatch.setattr(socket.socket, "connect", connect)


def fetch(site: Site, tmp_path: Path, *paths: str, more: tuple[str, ...] = ("--private",)) -> int:
    """Fetch some pages of a site into tmp_path/base."""
    text = "# pages\n\n" + "".join(f"{site.url(path)}\n" for path in paths)
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    return main(["fetch", str(tmp_path / "list.txt"), "--base", str(tmp_path / "base"), "--pause", "0", *more])


def listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["documents", "--base", str(tmp_path / "base"), "--format", "json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def test_pages_are_fetched_archived_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = {"/a": answer(200, PAGE, Content_Type="text/html"), "/old": moved("/a"), "/robots.txt": answer(404)}
    with serving(pages) as site:
        assert fetch(site, tmp_path, "/old") == 0
        out = capsys.readouterr().out
        assert "1 kept" in out and "1 new" in out
        (row,) = listed(tmp_path, capsys)
        assert (row["title"], row["published"], row["url"]) == ("Count", "2024-04-16", site.url("/a"))
        assert row["claims"] >= 1
        assert fetch(site, tmp_path, "/old", "/a") == 0
        assert "2 skipped" in capsys.readouterr().out, "what the base holds is not asked for again"
    assert main(["verify", "--base", str(tmp_path / "base")]) == 0
    assert not list((tmp_path / "base" / "incoming").iterdir())


def test_addresses_of_this_machine_are_refused_unless_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving({"/a": answer(200, PAGE, Content_Type="text/html")}) as site:
        assert fetch(site, tmp_path, "/a", more=()) == 1
    said = capsys.readouterr()
    assert "1 refused" in said.out and site.url("/a") in said.err
    assert listed(tmp_path, capsys) == []


def test_a_changed_page_is_another_document_and_both_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (answer(200, body, Content_Type="text/html") for body in (PAGE, PAGE.replace(b"684", b"685")))
    with serving({"/a": in_turn(first, second), "/robots.txt": answer(404)}) as site:
        assert fetch(site, tmp_path, "/a") == 0
        assert fetch(site, tmp_path, "/a", more=("--private", "--again")) == 0
        rows = listed(tmp_path, capsys)
        assert [row["url"] for row in rows] == [site.url("/a")] * 2
        assert len({row["id"] for row in rows}) == 2


def test_bad_lines_and_missing_lists_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", str(tmp_path / "no.txt"), "--base", str(tmp_path / "base")]) == 1
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "list.txt").write_text("ftp://a.example/\nnot an address\n", encoding="utf-8")
    assert main(["fetch", str(tmp_path / "list.txt"), "--base", str(tmp_path / "base")]) == 1
    assert capsys.readouterr().err.count("\n") == 2


def test_package_holds_every_archived_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/a": answer(200, PAGE, Content_Type="text/html"), "/robots.txt": answer(404)}) as site:
        assert fetch(site, tmp_path, "/a") == 0
        address = site.url("/a")
    (tmp_path / "pile").mkdir()
    (tmp_path / "pile" / "saved.html").write_bytes(PAGE.replace(b"684", b"700"))
    (tmp_path / "pile" / "two.zip").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "pile" / "two.zip", "w") as archive:
        archive.writestr("a.txt", "About 40 soldiers deserted in 2024.")
        archive.writestr("b.html", PAGE.replace(b"684", b"711").decode())
    assert main(["build", str(tmp_path / "pile"), "--base", str(tmp_path / "base")]) == 0
    for name in ("one.wacz", "two.wacz"):
        assert main(["export", str(tmp_path / name), "--base", str(tmp_path / "base")]) == 0
    assert (tmp_path / "one.wacz").read_bytes() == (tmp_path / "two.wacz").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.wacz") as package:
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()[1:]]
    assert len(pages) == 4 and address in {page["url"] for page in pages}
