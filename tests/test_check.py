"""`musterbook check`: an article against the base, as a table, as JSON and as a page that marks the article's own text."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from musterbook import flow
from musterbook.assess.finding import GRAVE, Kind, Remark
from musterbook.cli import example, main
from musterbook.codebook import load
from musterbook.publish.html_from_findings import MEANING, html_from_findings, visible
from musterbook.publish.marks_from_spans import marked_from_text
from musterbook.publish.records_from_findings import CALLED, SIGNS, only, record_from_checked, told_once
from musterbook.publish.tables_from_findings import finding_tables
from tests.checked import BACKGROUND, GOLDEN, checked, claim, document, finding, page_of_sample, sample
from tests.conftest import ROOT

REPORTS = ROOT / "examples" / "reports"
Json = dict[str, Any]
CONTRADICTED = """Breakout

Twelve servicemen escaped from a military unit in Kochenevo, Novosibirsk Region, on 12 November 2024, the police said.
All of them had gone absent without leave before.
"""
QUIET = "In August 2021 courts received 4,321 cases of desertion and absence without leave, Mediazona has calculated.\n"


@pytest.fixture(scope="module", autouse=True)
def once() -> Iterator[None]:
    """The real codebook and reader, each made once for all tests of this file."""
    made: dict[str, flow.Extractor] = {}
    real = flow.extractor
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "load_codebook", cache(load.load_codebook))
        patch.setattr(flow, "extractor", lambda book: made.setdefault(book.version, real(book)))
        yield


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the examples: enough for a contradiction, a lost digit and a wrong term."""
    folder = tmp_path_factory.mktemp("reports")
    for pattern in ("kochenevo-*", "court-record-[23]*", "krasnodar-*"):
        for path in REPORTS.glob(pattern):
            shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def base(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("check") / "muster"
    assert main(["build", str(reports), "--base", str(folder)]) == 0
    return str(folder)


def article(folder: Path, text: str, name: str = "article") -> str:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    about = {"title": text.partition("\n")[0], "publisher": "The Gull Gazette", "published": "2024-11-20"}
    (folder / f"{name}.meta.json").write_text(json.dumps(about), encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> tuple[str, str]:
    capsys.readouterr()
    assert main(["check", *words]) == status
    out, err = capsys.readouterr()
    return out, err


def every(element: Element, name: str) -> list[Element]:
    return [it for it in element.iter() if it.tag.endswith(f"}}{name}")]


def text_of(page: str) -> str:
    """The article's text with every tag stripped."""
    (body,) = [it for it in every(fromstring(page), "div") if it.get("class") == "text"]
    return "".join(body.itertext())


class Tags(HTMLParser):
    """What a browser would see: the names of the tags and every attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


# how it ends


def test_a_contradicted_article_ends_with_3_even_when_another_file_cannot_be_read(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, missing = article(tmp_path, CONTRADICTED), str(tmp_path / "missing.txt")
    out, err = said(capsys, wrong, "--base", base, status=3)
    assert "CONTRADICTED" in out and "Siberian Notebook, 2024-11-13: “Ten servicemen escaped" in out and not err
    for files_ in ([missing, wrong], [wrong, missing]):
        out, err = said(capsys, *files_, "--base", base, status=3)
        assert (
            err.startswith("musterbook: ") and err.count("\n") == 1 and "missing.txt" in err and "CONTRADICTED" in out
        )


def test_an_article_that_nothing_speaks_against_ends_with_0_and_a_bad_file_with_1(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = article(tmp_path, QUIET)
    out, err = said(capsys, quiet, "--base", base)
    assert "1 claim: all with nothing grave (1 new)" in out and not err
    assert not any(CALLED[kind].upper() in out for kind in GRAVE)
    out, err = said(capsys, str(tmp_path / "missing.txt"), quiet, "--base", base, status=1)
    assert "1 claim" in out and err.count("\n") == 1
    assert said(capsys, str(tmp_path / "missing.txt"), "--base", base, "--format", "html", status=1)[0] == ""


def test_what_is_not_offered_is_said_in_one_line(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = article(tmp_path, QUIET)
    for words, hint in (
        ((quiet, "--only", "contradictd"), "did you mean contradicted"),
        ((quiet, "--published", "soon"), "not a date"),
        ((quiet, "-o", quiet), "one of the files to check"),
        ((), "For example: musterbook check article.html"),
    ):
        err = said(capsys, *words, "--base", base, status=2)[1]
        assert hint in err and err.count("\n") == 1
    assert Path(quiet).read_text(encoding="utf-8") == QUIET
    assert "no evidence base" in said(capsys, quiet, "--base", str(tmp_path / "none"), status=1)[1]
    assert "cannot be written" in said(capsys, quiet, "--base", base, "-o", str(tmp_path / "no" / "x"), status=1)[1]


def test_the_two_verbs_called_check_have_examples_of_their_own() -> None:
    assert "musterbook check article.html" in example(["check"])
    assert "musterbook codebook check" in example(["codebook", "check"])
    assert example(["codebook"]) == ""


def test_a_base_that_was_compared_by_other_rules_is_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, quiet = tmp_path / "muster", article(tmp_path, QUIET)
    assert main(["build", str(REPORTS / "kochenevo-ten.txt"), "--base", str(folder)]) == 0
    assert not said(capsys, quiet, "--base", str(folder))[1]
    (folder / "codebook").mkdir()
    row = "id,name,kind,side,aliases,status,note,seen\nlamp,The Lamp,outlet,,,,mine,made up\n"
    (folder / "codebook" / "sources.csv").write_text(row, encoding="utf-8")
    assert "musterbook build" in said(capsys, quiet, "--base", str(folder))[1]


# json


def test_json_has_an_object_for_a_file_and_a_list_for_several(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, quiet = article(tmp_path, CONTRADICTED), article(tmp_path, QUIET, "quiet")
    record = json.loads(said(capsys, wrong, "--base", base, "--format", "json", status=3)[0])
    assert [*record] == ["document", "summary", "claims"]
    assert (record["document"]["doc"], record["document"]["publisher"]) == ("article", "The Gull Gazette")
    assert record["summary"]["contradicted"] and record["summary"]["claims"] == len(record["claims"])
    for row in record["claims"]:
        assert CONTRADICTED[row["start"] : row["end"]] == row["quote"]
        assert row["kind"] == row["remarks"][0]["kind"]
        assert row["origins"] == len(row["origin_names"])
    other = next(it for row in record["claims"] for it in row["remarks"] if it["kind"] == "contradicted")["others"][0]
    assert (other["publisher"], other["published"], other["here"]) == ("Siberian Notebook", "2024-11-13", False)
    both = json.loads(said(capsys, wrong, quiet, "--base", base, "--format", "json", status=3)[0])
    assert [it["document"]["doc"] for it in both] == ["article", "quiet"]


def test_only_keeps_claims_of_a_kind_and_the_status_and_the_summary_of_all(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = article(tmp_path, CONTRADICTED)
    out = said(capsys, wrong, "--base", base, "--format", "json", "--only", "does-not-add-up", status=3)[0]
    record = json.loads(out)
    assert record["claims"] == [] and record["summary"]["contradicted"] and record["summary"]["claims"] > 0
    page, made = sample()
    kept = only(record_from_checked(page, made), "repeated")
    assert [row["number"] for row in kept["claims"]] == [2, 4], "numbers stay those of the text"


def test_what_is_given_goes_over_the_sidecar(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_ = ("--published", "2021-09-01", "--publisher", "Lamp & Pier", "--format", "json")
    about = json.loads(said(capsys, article(tmp_path, QUIET), "--base", base, *given_)[0])["document"]
    assert (about["published"], about["publisher"], about["guessed"]) == ("2021-09-01", "Lamp & Pier", False)


# the table


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_fits_the_terminal_and_every_remark_is_in_it(width: int) -> None:
    page, made = sample()
    record = record_from_checked(page, made)
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as caught:
        for part in finding_tables(record):
            console.print(part)
    out = caught.get()
    assert max(map(len, out.splitlines())) <= width
    flowed = " ".join(out.split())
    for row in record["claims"]:
        for remark in told_once(row["remarks"]):
            assert f"{SIGNS[Kind(remark['kind'])]} " in out and remark["words"] in flowed
    assert "\u202e" not in out and "and 11 more" in flowed
    assert flowed.index("11 claims: 2 contradicted, 1 changed on the way") < flowed.index("[1]")


def test_real_reports_fit_80_columns(
    base: str, reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = said(capsys, str(reports), "--base", base, status=3)[0]
    assert "CHANGED ON THE WAY" in out and "TERM SUSPICIOUS" in out
    assert max(map(len, out.splitlines())) <= 80


def test_signs_and_names_are_one_for_each_kind() -> None:
    assert CALLED.keys() == SIGNS.keys() == MEANING.keys() == {*Kind}
    assert len({*SIGNS.values()}) == len({*CALLED.values()}) == len(Kind)
    assert all(len(sign) == 1 and not sign.isdigit() for sign in SIGNS.values())


# the page


def test_the_page_is_the_one_that_was_looked_at() -> None:
    assert page_of_sample() == GOLDEN.read_text(encoding="utf-8"), (
        "if that is meant: .venv/bin/python -m tests.checked, and look at tests/golden/check.html"
    )


def test_real_reports_make_one_whole_page(
    base: str, reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "checked.html"
    assert "Written" in said(capsys, str(reports), "--base", base, "--format", "html", "-o", str(out), status=3)[0]
    page = out.read_text(encoding="utf-8")
    tree = fromstring(page)
    bodies = [it for it in every(tree, "div") if it.get("class") == "text"]
    texts = [path.read_text(encoding="utf-8") for path in sorted(reports.glob("*.txt"))]
    assert [("".join(body.itertext())).strip() for body in bodies] == [text.strip() for text in texts]
    lead_home(page)
    assert str(tmp_path) not in page, "the page names no folder of this machine"


def lead_home(page: str) -> None:
    """Every id is the only one of its name, and every link inside the page leads somewhere."""
    tags = Tags()
    tags.feed(page)
    ids = [it["id"] for _, it in tags.seen if "id" in it]
    assert len(ids) == len({*ids})
    links = [href for _, it in tags.seen if (href := it.get("href"))]
    assert links and {href[1:] for href in links if href.startswith("#")} <= {*ids}


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    tags = Tags()
    tags.feed(page_of_sample())
    names = {name for name, _ in tags.seen}
    assert not names & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "svg"}
    attributes = {key for _, attrs in tags.seen for key in attrs}
    assert not {key for key in attributes if key.startswith("on") or key in ("src", "srcset", "style")}
    style = files("musterbook.publish").joinpath("check.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|[<&]", style)


def test_marks_lead_to_notes_and_back_and_can_be_told_by_ear() -> None:
    page = page_of_sample()
    lead_home(page)
    links = [it for it in every(fromstring(page), "a") if it.get("class", "").startswith("ref")]
    assert sorted(int(re.sub(r"\D", "", it.get("data-n", ""))) for it in links) == [*range(1, 12)]
    assert all(it.get("aria-label", "").startswith("Claim ") and it.text is None for it in links)
    landmarks = {it.tag.rpartition("}")[2] for it in fromstring(page).iter()}
    assert {"header", "main", "article", "section", "aside", "footer"} <= landmarks


def test_the_gravest_of_marks_that_lie_across_each_other_is_seen() -> None:
    marks = [(it.get("class"), "".join(it.itertext())) for it in every(fromstring(page_of_sample()), "mark")]
    assert ("mutated", "40") in marks and ("does_not_add_up", " of them for sleeping and 30 for drink") in marks
    assert ("contradicted", "light-warden") not in marks and any(it[1].endswith("the light-warden") for it in marks)


def test_the_text_of_an_article_is_not_told_twice_or_lost() -> None:
    assert text_of(page_of_sample()) == sample()[0].text


ALPHABET = "ab  .\n\n\t<&>\"'я✓\u0301\u05d0\u200f\u202e\x00\x1b\r\x85\u2028\ufeff\ufffe\ud800😀"


@settings(max_examples=50)
@given(st.data())
def test_any_text_with_any_spans_is_whole_once_the_tags_are_stripped(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from(ALPHABET), min_size=1, max_size=60))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda it: (min(it), max(it)))
    spans = data.draw(st.lists(ends.filter(lambda it: it[0] < it[1]), max_size=6, unique=True))
    article_ = document(text, title=None)
    kinds = data.draw(st.lists(st.sampled_from(Kind), min_size=len(spans), max_size=len(spans)))
    made = tuple(finding(claim(article_, *span), Remark(kind, text)) for span, kind in zip(spans, kinds, strict=True))
    page = html_from_findings([(record_from_checked(article_, checked(article_, made)), text)], BACKGROUND)
    assert text_of(page) == "".join(map(visible, text)) and len(text_of(page)) == len(text)
    lead_home(page)
    cut = marked_from_text(text, dict(enumerate(spans)))
    assert sorted(number for it in cut for piece in it.pieces for number in piece.ends) == [*range(len(spans))]


def test_hostile_words_are_shown_and_not_obeyed() -> None:
    bad = "</style></title><script>alert(1)</script>\"'&amp; \u202egnp.exe\u202c \x00\x1b[31m <!-- ]]> onload=x"
    article_ = document(f"{bad}\n\n{bad} 64 keepers", title=bad)
    made = (finding(claim(article_, 0, 9, what=bad), Remark(Kind.contradicted, bad, ("x",))),)
    base_ = {"x": claim(document(bad, title=bad), 0, len(bad))}
    record = record_from_checked(article_, checked(article_, made, base_))
    record["document"] |= {"url": 'javascript:alert("1")', "language": '"><script>', "publisher": bad, "published": bad}
    page = html_from_findings([(record, article_.text)], BACKGROUND)
    tags = Tags()
    tags.feed(page)
    assert not {"script", "img"} & {name for name, _ in tags.seen}
    assert not [it for _, it in tags.seen if (it.get("href") or "#")[0] != "#"], "only http addresses are links"
    assert not re.search("[\x00\x1b\u202a-\u202e\u2066-\u2069]", page)
    fromstring(page)
    console = Console(width=80, color_system=None, force_terminal=False)
    with console.capture() as caught:
        for part in finding_tables(record):
            console.print(part)
    assert not re.search("[\x00\x1b\u202e]", caught.get())


def test_a_page_with_nothing_to_say_says_so() -> None:
    article_ = document("A quiet day.\n", title=None)
    made = checked(article_, ())
    page = html_from_findings([(record_from_checked(article_, made), article_.text)], BACKGROUND)
    assert "no claims that can be checked" in page and "No claims." in page and text_of(page) == article_.text


def colours(style: str, *, dark: bool) -> dict[str, str]:
    """The colours of a style sheet by name, with those of the dark mode over them."""
    roots = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    chosen = roots[0] + (roots[1] if dark else "")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", chosen))


def contrast(one: str, two: str) -> float:
    """How far two colours are apart in brightness, by the formula of WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_colour_can_be_read_on_what_is_behind_it(dark: bool) -> None:
    found = colours(files("musterbook.publish").joinpath("check.css").read_text(encoding="utf-8"), dark=dark)
    inks = [name for name in found if name not in ("ground", "panel", "rule") and not name.endswith("-tint")]
    pairs = [(ink, ground) for ink in inks for ground in ("ground", "panel")]
    pairs += [(own, f"{own}-tint") for own in ("contradicted", "mutated", "sum", "term")]
    pairs += [(ink, tint) for tint in found if tint.endswith("-tint") for ink in ("ink", "mild", "good")]
    faint = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in pairs}
    assert len(faint) > 20 and min(faint.values()) >= 4.5, {k: v for k, v in faint.items() if v < 4.5}
