"""`musterbook brief`: no sentence without a quote, no number that is not in it, and the same brief in every form."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook import flow, intake
from musterbook.cli import main
from musterbook.codebook.load import load_codebook
from musterbook.compared import Sum
from musterbook.model import digest
from musterbook.publish.brief.changes_from_publics import brief_from_changes, changes_from_publics
from musterbook.publish.brief.chapters_from_pack import chapters_from_pack
from musterbook.publish.brief.docx_from_brief import docx_from_brief
from musterbook.publish.brief.html_from_brief import html_from_brief
from musterbook.publish.brief.md_from_brief import md_from_brief
from musterbook.publish.brief.nouns import Ask, Brief, Draft, Finding, Piece, Sort, TableOf
from musterbook.publish.brief.pieces_from_claim import pieces_from_shielded, quoted
from musterbook.publish.brief.typst_from_brief import pdf_from_brief
from musterbook.publish.brief.verify_from_html import Archived, verify_from_html
from musterbook.publish.brief.words_from_codebook import numbers_in
from musterbook.shield.mask_from_span import Mask, Rule
from musterbook.shield.shielded_from_text import shielded
from musterbook.store.sqlite import open_base
from tests.briefed import GOLDEN, PAGES, archived, book, briefed, sample, without, words

PRIVATE = "Ann Lee"


@cache
def page() -> str:
    """The brief as HTML."""
    return html_from_brief(briefed())


@cache
def word_file() -> bytes:
    """The brief as a Word file."""
    return docx_from_brief(briefed())


@cache
def pdf() -> bytes:
    """The brief as PDF."""
    return pdf_from_brief(briefed())


def texts(brief: Brief) -> list[str]:
    """All sentences of a brief."""
    return [sentence.text() for finding in brief.findings() for sentence in finding.sentences]


def said(of: str, brief: Brief | None = None) -> str:
    """The one sentence of a brief that holds some words."""
    (found,) = [text for text in texts(brief or briefed()) if of in text]
    return found


def faults(html: str) -> list[str]:
    """What does not hold in a page."""
    return verify_from_html(html, archived, words().grammar).faults


# the sentences


def test_two_origins_that_agree_are_named_with_what_each_says() -> None:
    text = said("do not depend")
    assert text.startswith(
        "Two origins that do not depend on each other, Coast Board and Harbour Gazette, agree on lights closed"
    )
    assert "Coast Board gives 12 and Harbour Gazette gives about 12; told on four pages" in text


def test_a_copy_with_a_lost_digit_is_told_and_not_counted_as_telling_the_same() -> None:
    assert said("a digit was lost") == (
        "Shore Wire (5 February 2021) has 2, where Coast Board (1 February 2021) has 12: a digit was lost or added."
    )
    first = next(it for it in briefed().findings() if it.tag == "Corroborated").sentences[0]
    assert "Shore Wire" not in {cited.doc.publisher for cited in first.note.cited}


def test_contradicting_figures_stand_side_by_side_and_no_figure_between_them_is_printed() -> None:
    text = said("contradict each other")
    assert (
        "Coast Board gives 30 persons; Lamp Keepers' Union, as told by Harbour Gazette (3 February 2021), gives 45"
        in text
    )
    assert "no average is drawn" in text
    assert not re.search(r"\b(37|37\.5|38|75)\b", "".join(texts(briefed())))


def test_many_pages_of_one_origin_are_said_to_be_one() -> None:
    public = sample()
    closed = next(it for it in public.facts if it.verdict == "corroborated")
    board = [it for it in closed.origins if it.key == "coast_board"]
    single = replaced(closed, verdict="single_origin", origins=tuple(board), flags=("round_trip",))
    brief = briefed(replaced(public, facts=(single,)))
    assert "came to 12; reported by three outlets, all from Coast Board." in said("all from", brief)
    assert brief.findings()[0].tag == "Single origin, round-tripping"
    assert "further page tells it without an origin" in said("without an origin", brief)


def test_an_origin_that_was_not_seen_itself_is_said_not_to_be() -> None:
    assert "(the origin itself is not among the pages)" in said("ran aground")
    assert "(the origin itself" not in said("over 200 persons") + said("do not depend")


def test_what_only_a_party_says_is_said_to_be_so_and_an_office_is_no_party() -> None:
    assert "Only a party to the conflict says so, while the side that it is about has no word in it." in said(
        "over 200 persons"
    )
    assert "party" not in said("ran aground")


def test_what_is_alleged_or_denied_is_said_to_be_so() -> None:
    for stance, start in (
        ("alleged", "Lamp Keepers' Union alleges that keepers"),
        ("denied", "Lamp Keepers' Union denies that"),
    ):
        public = sample()
        claims = (replaced(it, stance=stance) if it.what == "keepers_on_duty" else it for it in public.claims)
        assert said("over 200", briefed(replaced(public, claims=tuple(claims)))).startswith(start)
    assert said("over 200").startswith("According to Lamp Keepers' Union, keepers on duty")


def test_nobody_named_confirms_nothing() -> None:
    text = said("they confirm nothing")
    assert (
        "naming no origin, gives 18,000 letters" in text
        and "citing somebody who is not named, gives over 18,000" in text
    )


def test_a_sum_is_told_once_with_the_quotes_of_all_its_parts() -> None:
    (sentence,) = [it for f in briefed().findings() for it in f.sentences if "add up" in it.text()]
    assert sentence.text() == "The figures of the page add up: 18 + 12 = 30, as stated."
    assert len(sentence.note.cited) == 3


def test_a_number_of_a_sum_that_stands_in_no_quote_is_marked_as_computed() -> None:
    public = sample()
    fact = next(it for it in public.facts if it.verdict == "contradicted")
    broken = replaced(fact, sums=(Sum("parts", "broken", "18 + 12 = 31, not 30", fact.sums[0].members),))
    brief = briefed(replaced(public, facts=(broken,)))
    (sentence,) = [it for f in brief.findings() for it in f.sentences if "do not add up" in it.text()]
    assert [piece.text for piece in sentence.pieces if piece.sort == Sort.computed] == ["31"]
    assert not faults(html_from_brief(brief))


def test_every_sentence_has_a_footnote_and_every_number_is_in_a_quote_of_it() -> None:
    for finding in briefed().findings():
        for sentence in finding.sentences:
            shown = " ".join("".join(piece.text for piece in cited.quote) for cited in sentence.note.cited)
            stated = numbers_in(shown, words().grammar)
            for piece in sentence.pieces:
                if piece.sort == Sort.number:
                    assert all(float(value) in stated for value in piece.value.split("/")), sentence.text()


def test_numbers_are_found_in_words_and_not_found_where_none_is() -> None:
    assert 12 in numbers_in("Twelve lights were closed", words().grammar)
    assert numbers_in("in 2020 about 1,010 and 2.5 per cent", words().grammar) >= {1010, 2.5}
    assert not numbers_in("the light of the tower", words().grammar)


def test_our_own_words_hold_no_digit_and_a_sentence_stands_on_a_claim() -> None:
    with pytest.raises(ValueError, match="stands on nothing"):
        Piece(Sort.plain, "about 12 lights")
    with pytest.raises(ValueError, match="no sentence without a claim"):
        Draft((Piece(Sort.plain, "Lights went out."),), ())


def test_a_figure_whose_digits_are_masked_is_not_printed() -> None:
    public = sample()
    duty = next(it for it in public.claims if it.what == "keepers_on_duty")
    text = "over 200 keepers are still on duty"
    hidden = replaced(duty, quote=shielded(text, [Mask(5, 8, Rule.phone, "a number")]))
    brief = briefed(replaced(public, claims=tuple(hidden if it.id == duty.id else it for it in public.claims)))
    assert not [text for text in texts(brief) if "200" in text]
    assert said("[a number] keepers", brief)


def test_a_long_quote_is_cut_after_a_word_and_stays_whole_in_the_annex() -> None:
    claim = next(it for it in sample().claims if it.what == "reasons.cost")
    long = replaced(claim, quote=shielded("lights " * 100, ()))
    cut = "".join(piece.text for piece in quoted(long))
    assert len(cut) < 330 and cut.endswith("lights …”")
    assert "".join(piece.text for piece in pieces_from_shielded(long.quote)) == "lights " * 100


def replaced(value: Any, **fields: object) -> Any:
    """A value with other fields."""
    return replace(value, **fields)


# what is asked for


def test_themes_sides_places_and_periods_narrow_the_findings_and_what_is_left_out_is_counted() -> None:
    every = len(briefed().findings())
    for asked, left in (
        ({"themes": ("effects",)}, 1),
        ({"themes": ("closures",)}, 1),
        ({"themes": ("effect",)}, 0),
        ({"place": "gb_wickport"}, 1),
        ({"place": "gb_skerry"}, 0),
        ({"period": "2020"}, 4),
        ({"period": "2019"}, 0),
        ({"side": "GB"}, every - 1),
        ({"side": "NL"}, 0),
    ):
        brief = briefed(None, **asked)
        assert len(brief.findings()) == left, asked
        scope = [block.text for block in brief.sections[0].blocks if hasattr(block, "text")]
        assert any("Left out" in text for text in scope), asked


def test_what_is_too_much_is_counted_and_not_forgotten() -> None:
    brief = briefed(None, most=1)
    assert len([it for it in brief.findings() if "keepers paid off" in it.sentences[0].text()]) == 1
    assert "2 further facts on this" in html_from_brief(brief)


def test_a_brief_of_nothing_says_so_in_every_form() -> None:
    brief = briefed(None, themes=("nothing",))
    for text in (html_from_brief(brief), md_from_brief(brief)):
        assert "No fact of the base fits" in text
    assert pdf_from_brief(brief) and docx_from_brief(brief)


def test_every_measure_kind_and_theme_of_both_packs_has_a_chapter() -> None:
    for pack in ("desertion", "lighthouse"):
        codebook = load_codebook(pack)
        chapters = chapters_from_pack(codebook)
        tables = {"measures": "figure", "incident_kinds": "incident", "themes": "statement"}
        for table, kind in tables.items():
            for row in codebook.tables[table]:
                assert any(chapter.holds(kind, row.id) for chapter in chapters), (pack, row)  # type: ignore[attr-defined]
    listed = [cell for chapter in chapters_from_pack(load_codebook()) for cell in chapter.measures.split(";") if cell]
    assert len(listed) == len({*listed})


# what changed


def test_a_later_brief_says_what_is_new_what_changed_and_what_is_gone() -> None:
    now, before = sample(), without(sample(), "count", "gazette", "tide")
    changes = changes_from_publics(before, now)
    assert {it.kind for it in changes.new} == {"incident", "statement"} and not changes.gone
    brief = brief_from_changes(
        before, now, words(), Ask("Changes", since="2021-02-02"), chapters=chapters_from_pack(book())
    )
    titles = [section.title for section in brief.sections[3:6]]
    assert titles == ["New", "Changed", "Withdrawn"]
    assert [it.tag for it in brief.findings() if "(before: single origin)" in it.tag] == [
        "Corroborated (before: single origin)",
        "Contradicted (before: single origin)",
    ]
    assert "By 2 February 2021 it stood on one page, at 30 persons, with the verdict: single origin." in texts(brief)
    assert not faults(html_from_brief(brief))
    gone = brief_from_changes(
        now, before, words(), Ask("Changes", since="2021-02-02"), chapters=chapters_from_pack(book())
    )
    assert [it.tag for it in gone.findings() if it.tag.startswith("Withdrawn")]


def test_nothing_changed_is_said_too() -> None:
    brief = brief_from_changes(sample(), sample(), words(), Ask("", since="2021"), chapters=chapters_from_pack(book()))
    assert not brief.findings() and "Nothing changed since 2021." in html_from_brief(brief)


# the page


def test_the_page_is_the_golden_one() -> None:
    assert page() == GOLDEN.read_text(encoding="utf-8"), (
        "if that is meant: .venv/bin/python -m tests.briefed, and look at tests/golden/brief.html"
    )


def test_the_page_is_well_formed_and_fetches_nothing() -> None:
    tree = fromstring(page().removeprefix("<!DOCTYPE html>\n"))
    names = [str(element.tag).partition("}")[2] for element in tree.iter()]
    assert not {"script", "link", "img", "iframe", "object", "embed"} & {*names} and "svg" in names
    assert "default-src 'none'" in page() and "@import" not in page() and "url(http" not in page()
    ids = [it for element in tree.iter() if (it := element.get("id"))]
    assert len(ids) == len({*ids})
    targets = {element.get("href", "")[1:] for element in tree.iter() if element.get("href", "").startswith("#")}
    assert targets <= {*ids}


def test_a_hostile_title_stays_words_in_every_form() -> None:
    assert "<script" not in page() and "&lt;script&gt;alert(1)" in page()
    text = md_from_brief(briefed())
    assert "\\*all\\*" in text and "\\[link\\]" in text and "<script" not in text.replace("\\<script", "")
    assert b"alert(1)" in ZipFile(BytesIO(word_file())).read("word/document.xml")


def test_a_private_person_is_in_no_form() -> None:
    assert PRIVATE in PAGES["loft"][3]
    docx = ZipFile(BytesIO(word_file()))
    forms = [page(), md_from_brief(briefed()), pdf_text(pdf())]
    forms += [docx.read(name).decode("utf-8", "replace") for name in docx.namelist() if name.endswith(".xml")]
    assert not [form[:80] for form in forms if PRIVATE in form or "Lee" in form]
    assert "[a keeper]" in page()


# the other forms


def pdf_text(data: bytes) -> str:
    """The words of a PDF on one line, without the places where a word or an address may be broken."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    document.close()
    return squeezed("".join(pages))


def squeezed(text: str) -> str:
    """A text without what a page may break."""
    return re.sub(r"[\s\u200b\u00ad\ufffe\x02-]+", "", text)


def cited(brief: Brief) -> list[str]:
    """What each footnote prints of its first quote."""
    return ["".join(piece.text for piece in note.cited[0].quote) for note in brief.footnotes]


def test_the_pdf_is_tagged_the_same_each_time_and_has_every_footnote() -> None:
    data = pdf()
    assert data == pdf_from_brief(briefed()) and b"/StructTreeRoot" in data and b"pdfuaid" in data
    text = pdf_text(data)
    for note, quote in zip(briefed().footnotes, cited(briefed()), strict=True):
        assert squeezed(quote) in text and note.cited[0].claim in text


@pytest.mark.skipif(
    which("pdftotext") is None, reason="pdftotext is not installed; the test before reads the same with pdfium"
)
def test_another_reader_of_the_pdf_finds_every_footnote(tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(pdf())
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    text = squeezed(done.stdout.decode("utf-8"))
    assert not [
        note for note, quote in zip(briefed().footnotes, cited(briefed()), strict=True) if squeezed(quote) not in text
    ]


def test_letters_that_no_font_has_do_not_stop_the_pdf() -> None:
    assert pdf_from_brief(briefed(None, title="光 \U000f0000 Маяк")).startswith(b"%PDF")


def test_the_word_file_has_every_footnote_as_a_real_one_and_the_same_bytes() -> None:
    import docx

    data = word_file()
    assert data == docx_from_brief(briefed())
    document = docx.Document(BytesIO(data))
    (part,) = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/footnotes")]
    notes = fromstring(part.blob)
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    words_of = {it.get(f"{space}id"): "".join(t.text or "" for t in it.iter(f"{space}t")) for it in notes}
    marks = [it.get(f"{space}id") for it in document.element.iter(f"{space}footnoteReference")]
    assert marks == [str(note.number) for note in briefed().footnotes]
    for number, quote in enumerate(cited(briefed()), 1):
        assert quote in words_of[str(number)]
    assert [it.text for it in document.paragraphs if it.style and it.style.name == "Title"] == ["Lights that went out"]
    assert document.inline_shapes


def test_markdown_has_every_footnote_and_no_mark_without_one() -> None:
    text = md_from_brief(briefed())
    notes = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert notes == [str(note.number) for note in briefed().footnotes]
    assert {*re.findall(r"\[\^(\d+)\](?!:)", text)} == {*notes}


def test_tables_have_the_note_of_each_figure() -> None:
    tables = [block for section in briefed().sections for block in section.blocks if isinstance(block, TableOf)]
    (figures,) = [table for table in tables if "side by side" in table.title]
    assert ("30 persons / 45 persons") in {row[1] for row in figures.rows}
    for row, note in zip(figures.rows, figures.notes, strict=True):
        assert row[-1] == str(note) and note


# verify


def test_what_was_written_holds() -> None:
    done = verify_from_html(page(), archived, words().grammar)
    assert not done.faults and done.sentences == len(texts(briefed())) and done.masked == 1 and done.numbers > 10


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">over 200 persons</b>", ">over 300 persons</b>", "not the number"),
        ('data-n="200">over 200', 'data-n="300">over 300', "in none of its quotes"),
        ("Only a party to", "Only 3 parties to", "stands on nothing"),
        ("“<bdi class=\"q\">Lights are", "“<bdi class=\"q\">Lights were", "are in none of its quotes"),
        ('blockquote lang="en"><bdi class="q">Lights are', 'blockquote lang="en"><bdi class="q">Lights were', "not those of the archive"),
        ('"en"><bdi class="q">A keeper of the old', '"en"><bdi class="q">A warden of the old', "not those of the archive"),
        ('data-count="pages:4">four', 'data-count="pages:5">five', "the footnote has 4"),
        ('data-count="pages:4">four', 'data-count="pages:4">nine', "not the count"),
        ('data-start="', 'data-start="1', "not where the page says"),
        ('data-raw="', 'data-raw="0', "archived file"),
        ('data-text="', 'data-text="0', "no longer has the hash"),
        ('data-claim="', 'data-claim="0', "has no claim"),
        ('<span class="s" data-note="3">', '<span class="s">', "has no footnote"),
        ('<span class="s" data-note="3">', '<span class="s" data-note="4">', "no sentence stands on it"),
        ('<q data-quote="1">', '<q data-quote="99">', "not in the annex"),
        ('<li id="n3" value="3">', '<li id="n2" value="3">', "stands twice"),
        ('class="s"', 'class="t"', "11 sentences were written"),
        ('data-sentences="11"', "", "is it a page that `brief` wrote"),
    ],
)  # fmt: skip
def test_whatever_is_changed_in_a_page_is_found(old: str, new: str, said: str) -> None:
    assert old in page()
    changed = page().replace(old, new, -1 if old == 'class="s"' else 1)
    assert any(said in fault for fault in faults(changed)), faults(changed)


def test_a_page_that_is_none_is_no_brief_and_no_crash() -> None:
    for text in ("", "<p>", "</li></li>", '<span class="s">12', "<li id='n1'><q data-quote='1'>" * 3, "\x00<![CDATA["):
        assert faults(text)


@given(st.text(min_size=1, max_size=60), st.text(max_size=20))
@settings(max_examples=40)
def test_whatever_a_page_says_its_brief_holds(text: str, title: str) -> None:
    public = sample()
    cost = next(it for it in public.claims if it.what == "reasons.cost")
    new = replaced(cost, quote=shielded(text, ()), start=0, end=len(text))
    docs = tuple(replaced(it, title=shielded(title, ())) if it.id == cost.doc else it for it in public.documents)
    claims = tuple(new if it.id == cost.id else it for it in public.claims)
    html = html_from_brief(briefed(replaced(public, claims=claims, documents=docs), themes=("reasons",)))

    def held(id: str) -> Archived | None:
        return Archived(text, 0, len(text), cost.doc, lambda raw: True) if id == cost.id else None

    assert [it for it in verify_from_html(html, held, words().grammar).faults if "the hash" not in it] == []
    fromstring(html.removeprefix("<!DOCTYPE html>\n"))


# the whole way


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A base of three pages of the real pack."""
    folder = tmp_path_factory.mktemp("brief")
    pages = {
        "one": (
            "Russian courts passed 684 sentences for desertion in March 2024, Mediazona counted.",
            "Gull",
            "2024-04-13",
        ),
        "two": (
            "Courts in Russia passed 684 sentences in March 2024, according to Mediazona.",
            "Pier Post",
            "2024-04-20",
        ),
        "three": ("Ukraine registered 21,602 cases of desertion in October 2025.", "Reef Review", "2025-11-06"),
    }
    (folder / "in").mkdir()
    for name, (text, publisher, day) in pages.items():
        (folder / "in" / f"{name}.txt").write_text(f"A headline\n\n{text}\n", encoding="utf-8")
        side = {"publisher": publisher, "published": day, "url": f"https://{name}.example/"}
        (folder / "in" / f"{name}.meta.json").write_text(json.dumps(side), encoding="utf-8")
    codebook = load_codebook()
    with open_base(folder / "base", write=True) as store:
        intake.build([folder / "in"], store, codebook, read=flow.extractor(codebook))
    return str(folder / "base")


@pytest.mark.slow
def test_a_brief_of_a_base_is_written_checked_and_found_out_when_it_was_changed(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1766000000")
    out = tmp_path / "brief.html"
    assert main(["brief", "--base", base, "--title", "Absence", "--side", "ru", "-o", str(out)]) == 0
    html = out.read_text(encoding="utf-8")
    assert "684" in html and "21,602" not in html and "17 December 2025" in html
    assert main(["brief", "--base", base, "--verify", str(out)]) == 0
    assert "every quote is in the archive" in capsys.readouterr().out
    out.write_text(html.replace("684 sentences", "694 sentences"), encoding="utf-8")
    assert main(["brief", "--base", base, "--verify", str(out)]) == 1
    assert "not those of the archive" in capsys.readouterr().err


@pytest.mark.slow
def test_an_archived_file_that_was_changed_is_found(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "brief.html"
    assert main(["brief", "--base", base, "-o", str(out)]) == 0
    with open_base(Path(base)) as store:
        raw = store.rows("SELECT raw FROM captures ORDER BY raw LIMIT 1")[0]["raw"]
        path = store.archive.path(raw)
    whole = path.read_bytes()
    path.chmod(0o644)
    try:
        path.write_bytes(whole + b" ")
        assert main(["brief", "--base", base, "--verify", str(out)]) == 1
        assert "was changed" in capsys.readouterr().err
    finally:
        path.write_bytes(whole)


@pytest.mark.slow
def test_changes_since_a_day_come_from_the_same_base(base: str, tmp_path: Path) -> None:
    out = tmp_path / "later.html"
    assert main(["brief", "--base", base, "--since", "2025", "-o", str(out)]) == 0
    assert main(["brief", "--base", base, "--verify", str(out)]) == 0
    assert main(["brief", "--base", base, "--since", "2024-04-15", "-o", str(out)]) == 0
    html = out.read_text(encoding="utf-8")
    assert "Changes since 15 April 2024" in html and "21,602" in html


@pytest.mark.slow
def test_what_cannot_be_meant_is_said_in_one_line(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more, status, hint in (
        (["-o", "brief.odt"], 2, "no such form"),
        (["--themes", "prosecutoin"], 2, "did you mean prosecution"),
        (["--side", "XX"], 2, "choose from"),
        (["--since", "soon"], 2, "is not a date"),
        (["--most", "0"], 2, "leaves nothing"),
        (["--verify", str(tmp_path / "none.html")], 1, "no such file"),
        (["-o", str(tmp_path / "no" / "b.html")], 1, "cannot be written"),
    ):
        assert main(["brief", "--base", base, *more]) == status, more
        err = capsys.readouterr().err
        assert hint in err and err.count("\n") == 1, err


def test_ids_of_claims_are_in_the_page_for_whoever_looks_them_up() -> None:
    assert digest("board", "closed 12 lights in 2020", "closures") in page()
    assert isinstance(briefed().findings()[0], Finding)
