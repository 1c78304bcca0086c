"""Documents of one text: a PDF, an office file, a plain text and a sidecar say what they say, word for word."""

from __future__ import annotations

import json
from collections import Counter
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterbook.errors import InputError
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.sidecar import known_from_sidecar
from musterbook.ingest.text_from_bytes import text_from_bytes
from musterbook.ingest.texts.pages_from_pdf import found_from_pdf
from musterbook.ingest.texts.paragraphs_from_pages import hyphen_seam, line_seam, marks, paragraphs_from_pages
from musterbook.ingest.texts.text_from_docx import found_from_docx, found_from_odt
from musterbook.ingest.texts.text_from_plain import found_from_plain
from tests.hostile import MACROS, RELATED, docx, p, pdf, zipped

TEXT_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "meta")
)


def only(found: list[Found]) -> Found:
    (one,) = found
    return one


# --- PDF


def test_pages_of_a_pdf_are_told_by_where_they_begin() -> None:
    found = only(found_from_pdf(pdf(["The court sat on Monday."], ["It rose on Friday."], ["All went home."]), Known()))
    assert found.text == "The court sat on Monday.\nIt rose on Friday.\nAll went home."
    assert [found.text[start:].split("\n")[0] for start in found.pages] == found.text.split("\n")
    assert found.extractor == f"pypdfium2 {version('pypdfium2')}"


def test_page_without_text_keeps_its_number() -> None:
    found = only(found_from_pdf(pdf(["One."], [], ["Three."]), Known()))
    assert (found.text, found.pages) == ("One.\nThree.", (0, 5, 5))


def test_sentence_goes_on_over_the_end_of_a_page() -> None:
    found = only(found_from_pdf(pdf(["The ministry said that some of the regi-"], ["ments had left."]), Known()))
    assert found.text == "The ministry said that some of the regiments had left."
    assert found.text[found.pages[1] :] == "ments had left."


def test_metadata_give_title_and_a_guessed_date_but_no_author() -> None:
    about = b"/Title (Annual report) /Author (A. Person) /CreationDate (D:20240305101010+03'00')"
    found = only(found_from_pdf(pdf(["Text."], about=about), Known()))
    assert (found.known.title, found.known.published, found.known.guessed) == ("Annual report", "2024-03-05", True)
    assert found.known.published_how == "PDF metadata"
    assert "Person" not in repr(found)


def test_what_is_known_from_outside_goes_over_the_metadata() -> None:
    known = Known(published="2023", published_how="sidecar", guessed=False)
    found = only(found_from_pdf(pdf(["Text."], about=b"/Title (T) /CreationDate (D:2024)"), known))
    assert (found.known.published, found.known.published_how, found.known.guessed) == ("2023", "sidecar", False)
    assert found.known.title == "T"


def test_metadata_without_sense_are_not_known() -> None:
    found = only(found_from_pdf(pdf(["Text."], about=b"/Title ( ) /CreationDate (last week)"), Known()))
    assert found.known == Known()


@pytest.mark.parametrize(
    ("left", "right", "sewn"),
    [
        ("some deser-", "tions in May", "some deser"),
        ("some deser\u00ad", "tions in May", "some deser"),
        ("подразде-", "ление ушло", "подразде"),
        ("among AWOL-", "related cases", "among AWOL-"),
        ("an 18-", "year-old man", "an 18-"),
        ("the Su-", "27 fighter", "the Su-"),
        ("in 2022-", "2024", "in 2022-"),
        ("a state-of-the-", "art camp", "a state-of-the-"),
        ("Нью-", "Йорк", "Нью-"),
        ("кто-", "нибудь ушёл", "кто-"),
        ("a dash -", "here", None),
        ("no hyphen", "here", None),
    ],
)
def test_hyphen_at_the_end_of_a_line_stays_where_it_is_one_of_the_word(left: str, right: str, sewn: str | None) -> None:
    assert hyphen_seam(left, right, Counter()) == sewn


def test_rest_of_the_document_says_how_a_word_is_written() -> None:
    lines = "The counter-attack failed. A counter-\nattack is no eyewit-\nness, he said."
    assert paragraphs_from_pages([lines])[0] == "The counter-attack failed. A counter-attack is no eyewitness, he said."
    lines = lines.replace("The counter-attack", "The counterattack")
    assert "A counterattack is" in paragraphs_from_pages([lines])[0]


@pytest.mark.parametrize(
    ("left", "right", "seam"),
    [
        ("The court heard two of them on Monday and the others, who had", "come later, on Tuesday", " "),
        ("The court heard two of them on Monday and then, in August of", "Ukraine's third year of war", " "),
        ("He was released.", "The court rose and everybody went home before dark.", "\n"),
        ("Summary", "The court heard two of them on Monday and the others on", "\n"),
        ("Cases 2023 1,200 2024", "Convicted 800 900", "\n"),
        ("convicted 800 900", "acquitted 20 10", "\n"),
        ("in the three years between May 2022 and 2024 2,100", "people were tried", " "),
        ("The court heard two of them on Monday and the others on", "• a sergeant", "\n"),
    ],
)
def test_line_goes_on_when_it_broke_for_want_of_room(left: str, right: str, seam: str) -> None:
    assert line_seam(left, right, 66) == seam


def test_running_heads_and_page_numbers_are_dropped() -> None:
    pages = [["Court monitor, May 2024", f"It said {word}.", f"Page {n} of 5"] for n, word in enumerate("abcde", 1)]
    assert only(found_from_pdf(pdf(*pages), Known())).text.split("\n") == [f"It said {word}." for word in "abcde"]


@pytest.mark.parametrize(
    "pages",
    [
        [["Court monitor", f"It said {n * n}.", "More."] for n in range(3)],  # too few pages to know
        [["Region.", "We counted.", "These:", f"Total {n}"] for n in (120, 95, 300, 11, 56)],  # a figure on each page
        [["Left" if n % 2 else "Right", f"It said {n * n}.", "More of it.", "Yet more."] for n in range(6)],  # on half
        [["We, the undersigned."]] * 5,  # nothing else would be left
    ],
)
def test_lines_that_may_be_text_stay(pages: list[list[str]]) -> None:
    text = only(found_from_pdf(pdf(*pages), Known())).text.split()
    last = {line for page in pages for line in (page[0], page[-1])} - {"Region.", "More.", "Yet more."}
    assert all(word in text for line in last for word in line.split())


def test_numbers_that_do_not_count_pages_make_two_lines_of_one() -> None:
    assert marks("Page 3", 2) & marks("Page 4", 3)
    assert not marks("Total 120", 2) & marks("Total 95", 3)


@given(st.lists(st.text(alphabet="ab.A1- \n\u00ad•", max_size=60), max_size=7))
def test_paragraphs_lose_no_letter_and_pages_begin_in_order(pages: list[str]) -> None:
    text, starts = paragraphs_from_pages(pages)
    assert len(starts) == len(pages) and list(starts) == sorted(starts) and all(0 <= s <= len(text) for s in starts)
    if len(pages) < 4:
        letters = [letter for page in pages for letter in page if letter.isalnum()]
        assert [letter for letter in text if letter.isalnum()] == letters


# --- DOCX and ODT


def test_paragraphs_and_tables_keep_their_order() -> None:
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}</w:tr>".format
    table = f"<w:tbl>{row(cell(p('Year')) + cell(p('Cases')))}{row(cell(p('2024')) + cell(p('1,200') + p('(est.)')))}</w:tbl>"
    found = only(found_from_docx(docx(p("Before.") + table + p(" ") + p("After.")), Known()))
    assert found.text == "Before.\nYear | Cases\n2024 | 1,200 (est.)\nAfter."
    assert found.extractor == f"python-docx {version('python-docx')}"


def test_table_inside_a_cell_is_part_of_the_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    table = f"<w:tbl><w:tr><w:tc>{inner}{p('c')}</w:tc><w:tc>{p('')}</w:tc><w:tc>{p('d')}</w:tc></w:tr></w:tbl>"
    assert only(found_from_docx(docx(table), Known())).text == "a | b c |  | d"


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    link = f"<w:hyperlink>{run('link')}</w:hyperlink>"
    body = f"<w:p>{run('We ')}<w:del>{run('never ')}</w:del><w:ins>{run('did ')}</w:ins>{link}<w:r><w:tab/></w:r></w:p>"
    held = f"<w:sdt><w:sdtContent>{p('Held.')}</w:sdtContent></w:sdt>"
    twice = f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{p('Box.')}</w:txbxContent></mc:Choice>"
    twice += f"<mc:Fallback>{p('Box.')}</mc:Fallback></mc:AlternateContent></w:r>{run('Around.')}</w:p>"
    assert only(found_from_docx(docx(body + held + twice), Known())).text == "We did link\nHeld.\nAround.\nBox."


def test_footnote_follows_the_paragraph_that_refers_to_it() -> None:
    notes = f'<w:footnotes xmlns:w="{{}}"><w:footnote w:id="-1" w:type="separator">{p("___")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("Court register, 2024.")}</w:footnote></w:footnotes>'
    notes = notes.format("http://schemas.openxmlformats.org/wordprocessingml/2006/main")
    related = RELATED.format("n", "officeDocument/2006/relationships/footnotes", "footnotes.xml")
    body = '<w:p><w:r><w:t>1,200 cases.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("More.")
    found = only(found_from_docx(docx(body, related=related, more={"word/footnotes.xml": notes}), Known()))
    assert found.text == "1,200 cases.\nCourt register, 2024.\nMore."


def test_properties_give_title_and_a_guessed_date_but_no_author() -> None:
    core = "<dc:title>Annual\nreport</dc:title><dc:creator>A. Person</dc:creator>"
    core += "<dcterms:created>2024-03-05T10:00:00Z</dcterms:created>"
    found = only(found_from_docx(docx(p("Text."), core=core), Known(url="u")))
    how = {"published": "2024-03-05", "published_how": "document properties", "guessed": True}
    assert found.known == Known(url="u", title="Annual report", **how)


@pytest.mark.parametrize("core", ["", "<dcterms:created>soon</dcterms:created>", "<dc:title> </dc:title>"])
def test_properties_without_sense_are_not_known(core: str) -> None:
    assert only(found_from_docx(docx(p("Text."), core=core), Known())).known == Known()


def test_document_with_macros_is_read_without_them() -> None:
    data = docx(p("Text."), main=MACROS, more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert only(found_from_docx(data, Known())).text == "Text."


def test_link_to_the_outside_is_not_followed() -> None:
    # The fixture for the whole run lets every connection fail; a template from the network is how Word is attacked.
    related = RELATED.format("t", "officeDocument/2006/relationships/attachedTemplate", "http://a.example/t.dotm")
    data = docx(p("Text."), related=related.replace("/>", ' TargetMode="External"/>'))
    assert only(found_from_docx(data, Known())).text == "Text."


def odt(body: str, meta: str = "") -> bytes:
    content = f"<office:document-content {TEXT_SPACES}><office:body><office:text>{body}</office:text></office:body>"
    spaces = f'{TEXT_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
    about = f"<office:document-meta {spaces}><office:meta>{meta}</office:meta></office:document-meta>"
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content + "</office:document-content>",
    }
    return zipped({**members, "meta.xml": about})


def test_open_document_is_read_in_the_same_way() -> None:
    cells = "<table:table-cell><text:p>2024</text:p></table:table-cell><table:table-cell><text:p>1,200</text:p></table:table-cell>"
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Register.</text:p></text:note-body></text:note>"
    body = f"<text:h>Head</text:h><text:p>One<text:s/><text:span>two</text:span> three{note}.</text:p>"
    body += f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    body += "<text:list><text:list-item><text:p>Item</text:p></text:list-item></text:list>"
    meta = "<dc:title>T</dc:title><dc:creator>A. Person</dc:creator><meta:creation-date>2024-03-05T10:00:00</meta:creation-date>"
    found = only(found_from_odt(odt(body, meta), Known()))
    assert found.text == "Head\nOne two three.\nRegister.\n2024 | 1,200\nItem"
    assert (found.known.title, found.known.published, found.known.guessed) == ("T", "2024-03-05", True)


# --- plain text, front matter, sidecars


@pytest.mark.parametrize(
    "data",
    [
        "Title: A\nDate: 2024-03-05\n\nText.",
        "---\nDonetsk: 12\nKharkiv: 9\n---\nText.",
        "---\ntitle: A\nText that never ends its block.",
        "---\ntitle: A\nThis is no key.\n---\nText.",
        "---\ntitle: A\ntitle: B\n---\nText.",
        "\n---\ntitle: A\n---\nText.",
        "--- \u201cDialogue\u201d\nurl: a\n---\n",
        "----\ntitle: A\n----\nText.",
        "e\u0301 \u202eleft\u202c\r\n\u00a0two\u200b\n",
        "\ufeffText.",
    ],
)
def test_text_without_front_matter_is_the_file_character_for_character(data: str) -> None:
    found = only(found_from_plain(data.encode(), Known()))
    assert found.text == text_from_bytes(data.encode())
    assert found.known == Known()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_one_line_that_says_why_not(data: bytes) -> None:
    try:
        text = text_from_bytes(data)
    except InputError as fault:
        assert "\n" not in str(fault) and ";" in str(fault)
        with pytest.raises(InputError):
            found_from_plain(data, Known())
    else:
        assert text.endswith(only(found_from_plain(data, Known())).text)


def test_front_matter_is_known_and_no_text() -> None:
    lines = ["---", 'title: "A: b"', "source: https://a.example/1", "publisher: The Post", "author: A. Writer"]
    lines += [
        "published: 2024-03-05 10:00:00 +0300",
        "lang: en-GB",
        "tags:",
        "  - court",
        "  - army",
        "# a comment",
        "---",
    ]
    found = only(found_from_plain(("\r\n".join(lines) + "\r\nText.\r\n").encode(), Known(publisher="Mine")))
    assert found.text == "Text.\n"
    assert (found.known.title, found.known.url, found.known.publisher) == ("A: b", "https://a.example/1", "Mine")
    assert (found.known.author, found.known.language) == ("A. Writer", "en")
    assert (found.known.published, found.known.published_how, found.known.guessed) == (
        "2024-03-05",
        "front matter",
        False,
    )
    assert found.known.context == (("tags", "court; army"),)


def test_value_that_its_key_cannot_hold_is_kept_as_context() -> None:
    said = b"---\noutlet: The Post\ndate: last week\nlanguage: English\nsource: a wire\n---\nText."
    known = only(found_from_plain(said, Known())).known
    assert (known.publisher, known.published, known.language) == ("a wire", None, None)
    assert known.context == (("date", "last week"), ("language", "English"), ("outlet", "The Post"))


def test_file_of_front_matter_alone_is_empty() -> None:
    with pytest.raises(InputError, match="empty after its front matter"):
        found_from_plain(b"---\ntitle: A\n---\n\n", Known())


def test_sidecar_says_all_it_can() -> None:
    record = {
        "url": "https://a.example/1",
        "final_url": "https://a.example/2",
        "title": " T ",
        "publisher": "P",
        "author": "A",
        "published": "2024-03-05T10:00:00+03:00",
        "updated": "2024-04",
        "language": "RU",
        "captured": "2024-05-01T12:00:00+03:00",
        "forwarded": "A channel",
        "method": "manual upload",
        "mood": [1],
    }
    known = known_from_sidecar(b"\xef\xbb\xbf" + json.dumps(record).encode(), "x.meta.json")
    assert known == Known(
        url="https://a.example/1",
        final_url="https://a.example/2",
        title="T",
        publisher="P",
        author="A",
        published="2024-03-05",
        published_how="sidecar",
        guessed=False,
        updated="2024-04",
        language="ru",
        captured="2024-05-01T09:00:00Z",
        forwarded="A channel",
        method="manual upload",
    )


def test_sidecar_without_a_date_says_nothing_of_how_it_is_known() -> None:
    assert known_from_sidecar(b'{"title": "T", "published": " ", "url": null}', "x.meta.json") == Known(title="T")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "x.meta.json: not valid JSON ("),
        (b"\xff", "x.meta.json: not valid JSON ("),
        (b"[" * 100_000, "x.meta.json: not valid JSON ("),
        (b"[1]", 'x.meta.json: not a JSON object such as {"published": "2024-03"}; correct or remove it'),
        (b'{"author": 5}', "x.meta.json: author: 5 is not a text; write it in double quotes"),
        (b'{"published": "May"}', "x.meta.json: published: 'May' is not a date; write an ISO date"),
        (b'{"updated": "2024-13"}', "x.meta.json: updated: '2024-13' is not a date; write an ISO date"),
        (b'{"captured": "noon"}', "x.meta.json: captured: 'noon' is not a time; write an ISO time"),
        (b'{"captured": "0001-01-01T00:00:00+14:00"}', "x.meta.json: captured: "),
    ],
)
def test_faulty_sidecar_is_told_with_its_name(data: bytes, why: str) -> None:
    with pytest.raises(InputError) as fault:
        known_from_sidecar(data, "x.meta.json")
    assert str(fault.value).startswith(why)
