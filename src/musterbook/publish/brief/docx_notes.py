"""Footnotes, fields and fixed bytes for Word files: what python-docx leaves to us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

Run = tuple[str, str]  # text, and how it looks: "" · bold · italic · soft
REFERENCE, TEXT = "Footnote Reference", "Footnote Text"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the day a zip can begin with


def add_styles(document: Document) -> None:
    """Add the styles of footnotes."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    mark = document.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    text = document.styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(8.5)
    text.paragraph_format.space_after = Pt(2)
    text.paragraph_format.line_spacing = 1.0


def element(tag: str, **attributes: str) -> Any:
    """Return an element of a Word file with attributes of its namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def reference(paragraph: Paragraph, number: int) -> None:
    """Put the mark of a footnote at the end of a paragraph."""
    run = paragraph.add_run(style=REFERENCE)
    run._r.append(element("footnoteReference", id=str(number)))


def run_element(text: str, look: str) -> Any:
    """Return a run of words."""
    run = element("r")
    looks = {"bold": "b", "italic": "i"}
    if look in looks:
        properties = element("rPr")
        properties.append(element(looks[look]))
        run.append(properties)
    words = element("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def add_footnotes(document: Document, notes: Iterable[tuple[int, Sequence[Run]]]) -> None:
    """Give a document its footnotes, each as runs of words."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
    for id, kind in ((-1, "separator"), (0, "continuationSeparator")):
        root.append(separator(id, kind))
    style = document.styles[TEXT].style_id
    mark = document.styles[REFERENCE].style_id
    for number, runs in notes:
        root.append(footnote(number, runs, style, mark))
    blob = serialize_part_xml(root)
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def separator(id: int, kind: str) -> Any:
    """Return the line above footnotes."""
    note = element("footnote", id=str(id), type=kind)
    paragraph, run = element("p"), element("r")
    run.append(element(kind))
    paragraph.append(run)
    note.append(paragraph)
    return note


def footnote(number: int, runs: Sequence[Run], style: str, mark: str) -> Any:
    """Return one footnote."""
    note, paragraph = element("footnote", id=str(number)), element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=style))
    paragraph.append(properties)
    sign, look = element("r"), element("rPr")
    look.append(element("rStyle", val=mark))
    sign.append(look)
    sign.append(element("footnoteRef"))
    paragraph.append(sign)
    paragraph.append(run_element(" ", ""))
    for text, how in runs:
        paragraph.append(run_element(text, how))
    note.append(paragraph)
    return note


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Put a field at the end of a paragraph, with what it shows until somebody updates it."""
    field = element("fldSimple", instr=code)
    field.append(run_element(shown, ""))
    paragraph._p.append(field)


def fixed(data: bytes) -> bytes:
    """Return a zip with the same members and no time of day in it, so that the same document has the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, EARLIEST)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
