"""A PDF, an office file or a text made to hang, to fill the memory or to reach out costs itself, with one line that says why."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from musterbook.errors import InputError
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.texts import members_from_office, pages_from_pdf
from musterbook.ingest.texts.members_from_office import MEMBERS, declares_entities
from musterbook.ingest.texts.pages_from_pdf import PAGES, found_from_pdf
from musterbook.ingest.texts.text_from_docx import found_from_docx, found_from_odt
from musterbook.ingest.texts.text_from_plain import found_from_plain
from tests.hostile import CATALOG, FONT, RELATED, docx, greedy_pdf, p, pdf, pdf_from_objects, slow_pdf, stream, zipped

SOUND = pdf(["The court sat on Monday."], ["It rose."], about=b"/Title (T)")
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (b"ab" * 32, b"cd" * 32)
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def one_page(
    content: bytes, *, pages: bytes = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page: bytes = PAGE
) -> bytes:
    return pdf_from_objects([CATALOG, pages, page, FONT, stream(content, packed=True)])


def refused(reader: Callable[[bytes, Known], list[Found]], data: bytes) -> str:
    with pytest.raises(InputError) as fault:
        reader(data, Known())
    assert "\n" not in str(fault.value) and len(str(fault.value)) < 400
    return str(fault.value)


@pytest.mark.parametrize(
    "data",
    {
        "nothing": b"",
        "a head alone": b"%PDF-1.7",
        "junk after the head": b"%PDF-1.7\n" + bytes(range(256)) * 40,
        "cut in the first object": SOUND[:60],
        "no pages": pdf_from_objects([CATALOG, b"<< /Type /Pages /Count 0 /Kids [] >>"]),
        "pages that are their own children": one_page(b"", pages=b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"),
        "a root that is a number": pdf_from_objects([b"7"]),
        "a page that is missing": one_page(b"", pages=b"<< /Type /Pages /Count 1 /Kids [99 0 R] >>"),
        "a stream that is no flate": pdf_from_objects(
            [CATALOG, b"<< >>", PAGE, FONT, stream(b"junk", b"/Filter /FlateDecode")]
        ),
    }.items(),
    ids=lambda case: case[0],
)
def test_damaged_pdf_is_told(data: tuple[str, bytes]) -> None:
    assert refused(found_from_pdf, data[1]).startswith(("damaged PDF (", "no text layer (scanned pictures?); run"))


@pytest.mark.parametrize(
    "data",
    {
        "places that are wrong": SOUND.replace(b"00000 n", b"00007 n").replace(b"\n00000", b"\n00009"),
        "no table of places": SOUND[: SOUND.index(b"xref")] + b"trailer\n<< /Root 1 0 R >>\n",
        "a table that goes before itself": SOUND.replace(b"/Info", b"/Prev %d /Info" % SOUND.index(b"xref")),
        "a count beyond all memory": SOUND.replace(b"/Count 2 ", b"/Count 2000000000 "),
        "junk before the head": b"\r\n" * 100 + SOUND,
        "another file at its end": SOUND + b"PK\x03\x04" * 100,
    }.items(),
    ids=lambda case: case[0],
)
def test_pdf_with_a_fault_that_can_be_mended_is_read_or_told(data: tuple[str, bytes]) -> None:
    try:
        (found,) = found_from_pdf(data[1], Known())
    except InputError as fault:
        assert "PDF" in str(fault) or "pages" in str(fault)
    else:
        assert found.text.startswith("The court sat on Monday.")


def test_locked_pdf_is_told_from_a_damaged_one() -> None:
    assert refused(found_from_pdf, pdf(["Text."], trailer=LOCK)).startswith("is locked with a password; ")


def test_scanned_pdf_is_told() -> None:
    assert refused(found_from_pdf, slow_pdf(0)).startswith(
        "no text layer (scanned pictures?); run text recognition (OCR)"
    )


def test_page_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    pages = b"<< /Type /Pages /Count 2 /Kids [9 0 R 3 0 R] >>"
    (found,) = found_from_pdf(one_page(b"BT /F1 9 Tf (Text.) Tj ET", pages=pages), Known())
    assert (found.text, found.known.context) == ("Text.", (("damaged pages", "1"),))


def test_endless_pages_are_refused() -> None:
    kids = b"3 0 R " * (PAGES + 1)
    pages = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (PAGES + 1, kids)
    assert refused(found_from_pdf, one_page(b"", pages=pages)).startswith("has more than 5,000 pages; ")


def test_letters_beyond_measure_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_from_pdf, "CHARACTERS", 10_000)  # five million take ten seconds
    pages = [["abcdefghi jklmno"] * 60] * 9
    assert len(found_from_pdf(pdf(*pages), Known())[0].text) < 10_000
    assert refused(found_from_pdf, pdf(*pages, *pages)).startswith("holds more than 10,000 characters; ")


@pytest.mark.parametrize(
    "content",
    [
        b" " * 30_000_000,
        b"[" * 300_000,
        b"<<" * 300_000,
        b"q " * 300_000,
        b"BT " * 300_000,
        b"(" * 300_000,
        b"/F Do " * 1000,
    ],
)
def test_page_of_senseless_operators_holds_no_text(content: bytes) -> None:
    assert refused(found_from_pdf, one_page(content)).startswith("no text layer")


def test_object_nested_beyond_measure_is_told() -> None:
    page = PAGE.replace(b"/MediaBox [0 0 99 99]", b"/MediaBox " + b"[" * 200_000)
    assert refused(found_from_pdf, one_page(b"", page=page))


def test_form_that_draws_itself_once_ends() -> None:
    assert refused(found_from_pdf, greedy_pdf(1)).startswith("no text layer")  # more often: for the worker's limit


def test_document_that_takes_long_is_small_and_keeps_little() -> None:
    assert len(slow_pdf()) < 20_000
    assert refused(found_from_pdf, slow_pdf(1)).startswith("no text layer")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "damaged office file ("),
        (b"PK\x03\x04" + b"\x00" * 100, "damaged office file ("),
        (docx(p("Text."))[:-30], "damaged office file ("),
        (zipped({"a.txt": "b"}), "damaged office file ("),
        (zipped({"[Content_Types].xml": "<a/>", "_rels/.rels": "<a/>"}), "damaged office file ("),
        (docx("<w:p>"), "damaged office file ("),
        (docx(p("\x00")), "damaged office file ("),
        (docx(p(" ") + "<w:p/>"), "empty, nothing to read; "),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "is locked with a password or of the time before 2007; "),
    ],
)
def test_office_file_that_cannot_be_read_is_told(data: bytes, why: str) -> None:
    assert refused(found_from_docx, data).startswith(why)


def test_locked_member_is_told() -> None:
    data = bytearray(docx(p("Text.")))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + place] |= 1
    assert refused(found_from_docx, bytes(data)).startswith("is locked with a password; ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("name", ["word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels", "x/Y.XML"])
def test_xml_that_declares_entities_is_refused(encoding: str, name: str) -> None:
    data = docx(p("Text."), more={name: f"{ENTITIES}<a>&c;</a>".encode(encoding)})
    assert "declares entities" in refused(found_from_docx, data)


def test_text_that_speaks_of_entities_is_no_declaration() -> None:
    (found,) = found_from_docx(docx(p("Write &lt;!ENTITY in it.")), Known())
    assert found.text == "Write <!ENTITY in it."
    assert not declares_entities(b"<a>&lt;!DOCTYPE</a>")


def test_packed_blanks_are_refused_before_they_are_unpacked() -> None:
    data = docx(p("Text."), more={"word/media/image1.png": b"\x00" * 30_000_000})
    assert len(data) < 100_000
    assert "unfolds to more than" in refused(found_from_docx, data)


def test_many_parts_are_refused() -> None:
    data = docx(p("Text."), more={f"m/{number}": "" for number in range(MEMBERS)})
    assert refused(found_from_docx, data).startswith("holds more than 5,000 parts; ")


def test_xml_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members_from_office, "XML", 10_000)  # forty million take ten seconds to pack
    assert found_from_docx(docx(p("Text. " * 1000)), Known())
    assert "more than 10,000; split it" in refused(found_from_docx, docx(p("Text. " * 2000)))


def test_part_that_lies_about_its_size_is_told() -> None:
    data = bytearray(docx(p("Text. " * 1000)))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    assert size in data
    assert refused(found_from_docx, bytes(data).replace(size, (9).to_bytes(4, "little"))).startswith(
        "damaged office file"
    )


def test_nesting_beyond_measure_is_told_or_read() -> None:
    for depth in (200, 2_000, 100_000):
        data = docx("<w:sdt>" * depth + p("Text.") + "</w:sdt>" * depth)
        try:
            assert found_from_docx(data, Known())[0].text == "Text."
        except InputError as fault:
            assert str(fault).startswith("damaged office file (")


def test_relation_that_climbs_out_of_the_file_reads_nothing() -> None:
    related = RELATED.format("n", "officeDocument/2006/relationships/footnotes", "../../../../etc/hostname")
    assert refused(found_from_docx, docx(p("Text."), related=related)).startswith("damaged office file (")


@pytest.mark.parametrize("content", ["", "<a", f"{ENTITIES}<a>&c;</a>", "<a>" * 100_000, "<a/>"])
def test_open_document_that_cannot_be_read_is_told(content: str) -> None:
    assert refused(found_from_odt, zipped({"mimetype": "x", "content.xml": content}))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7", "a PDF, not a text; "),
        (b"PK\x03\x04", "a zip or office file, not a text; "),
        ("Text.".encode("utf-16"), "looks like UTF-16, not UTF-8; "),
        (b"a\x00b", "binary (holds NUL bytes), not a text; "),
        ("Он ушёл из части и не вернулся.".encode("cp1251"), "looks like CP1251, not UTF-8; "),
        ("Он ушёл из части и не вернулся.".encode("koi8-r"), "looks like KOI8-R, not UTF-8; "),
        (b"\xed\xa0\x80 half a character", "not UTF-8 (byte 0 is 0xed)"),
        (b" \xe2\x80\x8b\n", "empty, nothing to read; "),
        (b"", "empty, nothing to read; "),
    ],
)
def test_bytes_that_are_no_text_are_told_without_a_name(data: bytes, why: str) -> None:
    said = refused(found_from_plain, data)
    assert said.startswith(why) or (data[:1] == b"\xed" and "not UTF-8" in said)


@pytest.mark.parametrize(
    "block", ["---\n" * 100_000, "---\n" + "a: b\n" * 100_000, "---\na:" + " " * 1_000_000 + "\n---\nT"]
)
def test_front_matter_without_end_is_text(block: str) -> None:
    (found,) = found_from_plain(block.encode(), Known())
    assert found.text == block


@pytest.mark.parametrize("reader", [found_from_pdf, found_from_docx, found_from_odt, found_from_plain])
def test_changed_bytes_are_read_or_told(reader: Callable[[bytes, Known], list[Found]]) -> None:
    seed = {found_from_pdf: SOUND, found_from_plain: b"---\ntitle: A\n---\nText."}.get(reader, docx(p("Text.")))
    if reader is found_from_odt:
        seed = zipped({"content.xml": "<a><b/></a>", "meta.xml": "<a/>"})
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(seed)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = chance.randrange(len(data)) if chance.random() < 0.2 else len(data)
        try:
            reader(bytes(data[:cut]), Known())
        except InputError as fault:
            assert "\n" not in str(fault)
