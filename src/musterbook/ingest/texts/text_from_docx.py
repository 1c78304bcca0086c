"""Office text documents -> text: paragraphs, lists and tables in the order of the page, one paragraph or row a line.

    DOCX (DOCM, DOTX)   python-docx opens it; one walk over its tree reads it     found_from_docx
    ODT                 the same walk over its content.xml                        found_from_odt

Footnotes and text boxes follow the paragraph that they hang on. What was deleted with changes tracked is left out, what was
inserted is read. Macros, pictures, comments and links are not looked at; nothing is fetched.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.package import Package
from lxml import etree  # type: ignore[import-untyped]

from musterbook.errors import InputError
from musterbook.frozen import frozen
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.sidecar import iso_date
from musterbook.ingest.texts.members_from_office import BROKEN, damaged, members_from_office
from musterbook.ingest.texts.storable_from_text import line_from_text, storable_from_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
CELL = " | "
EMPTY = "empty, nothing to read; leave it out"

Tree = Any  # an element of lxml, which has no types


@frozen
class Dialect:
    """How one format calls what both have."""

    paragraphs: frozenset[str]
    row: str
    cell: str
    skipped: frozenset[str]
    letters: Mapping[str, str]  # elements that stand for a character
    text: str = ""  # the element that holds letters; "": every element inside a paragraph does, and its tail


WORD = Dialect(
    paragraphs=frozenset((f"{W}p",)),
    row=f"{W}tr",
    cell=f"{W}tc",
    skipped=frozenset((f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}pPr", f"{W}rPr")),
    letters={f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"},
    text=f"{W}t",
)
OPEN = Dialect(
    paragraphs=frozenset((f"{TEXT}p", f"{TEXT}h")),
    row=f"{TABLE}table-row",
    cell=f"{TABLE}table-cell",
    skipped=frozenset(
        (
            f"{TEXT}tracked-changes",
            f"{TEXT}note-citation",
            *(f"{OFFICE}{x}" for x in ("annotation", "forms", "binary-data")),
        )
    ),
    letters={f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}s": " "},
)


@dataclass(slots=True)
class Sheet:
    """What a walk has read: lines of the page, and of the cells and rows it is inside of."""

    notes: Mapping[tuple[str, str], list[str]]
    sinks: list[list[str]] = field(default_factory=lambda: [[]])
    rows: list[list[str]] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)  # of the paragraphs that are open: a text box stands in one
    cited: list[str] = field(default_factory=list)  # what follows the paragraph that is open: its notes and text boxes

    def put(self, line: str) -> None:
        """Add a line that holds something."""
        if line.strip(" \t\n|"):
            self.sinks[-1].append(line)


def found_from_docx(data: bytes, known: Known) -> list[Found]:
    """Return the text of a Word document; the name of its author is private and dropped."""
    members_from_office(data).close()
    try:
        package = Package.open(io.BytesIO(data))
        main = package.main_document_part
        lines = lines_from_tree(tree_of(main), WORD, notes_of(main))
        about = about_docx(package)
    except (*BROKEN, PythonDocxError, OpcError) as fault:
        raise damaged(fault) from None
    return [found(lines, known.over(about), "python-docx")]


def found_from_odt(data: bytes, known: Known) -> list[Found]:
    """Return the text of an OpenDocument text; the name of its author is private and dropped."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with members_from_office(data) as archive:
        try:
            lines = lines_from_tree(etree.fromstring(archive.read("content.xml"), safe), OPEN, {})
            about = etree.fromstring(archive.read("meta.xml"), safe) if "meta.xml" in archive.namelist() else None
        except BROKEN as fault:
            raise damaged(fault) from None
    return [found(lines, known.over(properties(about, f"{META}creation-date")), "lxml")]


def found(lines: list[str], known: Known, library: str) -> Found:
    """Return the lines as a text; raises InputError when there is nothing in it to see."""
    text = storable_from_text("\n".join(lines))
    if line_from_text(text[:100_000]) is None:
        raise InputError(EMPTY)
    return Found("", text, known, f"{library} {version(library)}")


def lines_from_tree(tree: Tree, dialect: Dialect, notes: Mapping[tuple[str, str], list[str]]) -> list[str]:
    """Return the paragraphs and rows of a tree; a walk without recursion, so that depth costs nothing."""
    sheet = Sheet(notes)
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            close(node, sheet, dialect)
        elif node.tag in dialect.skipped:
            walk.skip_subtree()
        else:
            enter(node, sheet, dialect)
    return sheet.sinks[0]


def enter(node: Tree, sheet: Sheet, dialect: Dialect) -> None:
    """Begin a paragraph, row or cell, or take the letters of an element."""
    tag = node.tag
    if tag in dialect.paragraphs:
        sheet.words.append([])
    elif tag == dialect.row:
        sheet.rows.append([])
    elif tag == dialect.cell:
        sheet.sinks.append([])
    elif sheet.words and tag in dialect.letters:
        sheet.words[-1].append(dialect.letters[tag])
    elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
        sheet.cited += sheet.notes.get((tag.removesuffix("Reference"), node.get(f"{W}id", "")), [])
    if sheet.words and node.text and isinstance(tag, str) and tag == (dialect.text or tag):
        sheet.words[-1].append(node.text)


def close(node: Tree, sheet: Sheet, dialect: Dialect) -> None:
    """End a paragraph, row or cell."""
    tag = node.tag
    if tag in dialect.paragraphs and sheet.words:
        line = "".join(sheet.words.pop()).strip()
        if sheet.words:  # a text box or a note inside a paragraph follows it
            sheet.cited.append(line)
            return
        for said in (line, *sheet.cited):
            sheet.put(said)
        sheet.cited.clear()
    elif tag == dialect.cell and len(sheet.sinks) > 1:
        cell = " ".join(" ".join(sheet.sinks.pop()).split())
        sheet.rows[-1].append(cell) if sheet.rows else sheet.put(cell)
    elif tag == dialect.row and sheet.rows:
        sheet.put(CELL.join(sheet.rows.pop()))
    if not dialect.text and sheet.words and node.tail:
        sheet.words[-1].append(node.tail)


def tree_of(part: Part) -> Tree:
    """Return the tree of a part; python-docx keeps parts it has no class for (with macros, templates) as bytes."""
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def notes_of(main: Part) -> dict[tuple[str, str], list[str]]:
    """Return the lines of each footnote and endnote by its element and id."""
    notes = {}
    for relation in main.rels.values():
        if relation.is_external or relation.reltype not in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            continue
        for note in tree_of(relation.target_part):
            if note.get(f"{W}id") and note.get(f"{W}type") is None:  # typed ones are the lines drawn above notes
                notes[str(note.tag), str(note.get(f"{W}id"))] = lines_from_tree(note, WORD, {})
    return notes


def about_docx(package: Package) -> Known:
    """Return what the core properties say, where there are any: python-docx would make some up."""
    if any(relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in package.rels.values()):
        return properties(tree_of(package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)), f"{DCTERMS}created")
    return Known()


def properties(tree: Tree, created: str) -> Known:
    """Return title and date from document properties; the date is that of the file's making, so a guess."""
    if tree is None:
        return Known()
    title = line_from_text(next((node.text for node in tree.iter(f"{DC}title")), None))
    try:
        made = iso_date(next((node.text or "" for node in tree.iter(created)), "").strip())
    except ValueError:
        return Known(title=title)
    return Known(title=title, published=made, published_how="document properties", guessed=True)
