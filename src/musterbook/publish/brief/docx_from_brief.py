"""A brief -> a Word file with real footnotes, headings that make a contents list, and tables with a repeated head."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from musterbook.publish.brief.docx_notes import Run, add_field, add_footnotes, add_styles, element, fixed, reference
from musterbook.publish.brief.html_from_brief import custody, numbered, origin_words, source_words
from musterbook.publish.brief.nouns import (
    Annex,
    Block,
    Brief,
    Chart,
    Cited,
    Finding,
    Footnote,
    Listing,
    Paragraph,
    Pieces,
    Sort,
    TableOf,
)
from musterbook.publish.brief.pieces_from_claim import clean
from musterbook.publish.brief.typst_from_brief import FOOTER, breakable, kept

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as Written

LOOKS = {Sort.number: "bold", Sort.computed: "italic", Sort.masked: "italic"}
EPOCH = "1980-01-01"


def docx_from_brief(brief: Brief) -> bytes:
    """Return a brief as a Word file; the same brief gives the same bytes."""
    import docx

    document = docx.Document()
    prepare(document, brief)
    document.add_paragraph(clean(brief.subtitle), style="Subtitle")
    document.add_paragraph(clean(brief.title), style="Title")
    for name, value in brief.cover:
        line = document.add_paragraph()
        line.add_run(f"{clean(name)}: ").bold = True
        line.add_run(clean(value))
    numbers = numbered(brief.sections)
    contents(document, brief, numbers)
    for section in brief.sections:
        document.add_heading(f"{numbers[section.id]} {clean(section.title)}", section.level)
        for block in section.blocks:
            write(document, block)
    add_footnotes(document, ((note.number, runs_of_note(note)) for note in brief.footnotes))
    out = BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def prepare(document: Document, brief: Brief) -> None:
    """Set what holds for the whole file: paper, styles, language, properties, the foot of each page."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    add_styles(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    page.top_margin, page.bottom_margin = Mm(22), Mm(24)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "Normal"):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.font.color.rgb = RGBColor(0x16, 0x19, 0x1D)
        style.element.rPr.rFonts.attrib.update(
            {qn(f"w:{it}"): "Calibri" for it in ("ascii", "hAnsi", "cs", "eastAsia")}
        )
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Normal"].element.rPr.append(element("lang", val="en-GB"))
    made = datetime.fromisoformat(brief.made or EPOCH).replace(tzinfo=UTC)
    about = document.core_properties
    about.title, about.author, about.subject = clean(brief.title), "Musterbook", clean(brief.subtitle)
    about.language, about.comments, about.last_modified_by = "en-GB", "", "Musterbook"
    about.created = about.modified = made
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{FOOTER}    ").font.size = Pt(8)
    add_field(foot, "PAGE", "1")


def contents(document: Document, brief: Brief, numbers: dict[str, str]) -> None:
    """Write a contents list that Word can update and that says something before it is."""
    document.add_paragraph("Contents", style="Caption")
    lines = [f"{'    ' * (it.level - 1)}{numbers[it.id]} {clean(it.title)}" for it in brief.sections]
    paragraph = document.add_paragraph()
    begin, code, middle, end = (element("r") for _ in range(4))
    begin.append(element("fldChar", fldCharType="begin"))
    words = element("instrText")
    words.text = 'TOC \\o "1-2" \\h \\z'
    code.append(words)
    middle.append(element("fldChar", fldCharType="separate"))
    end.append(element("fldChar", fldCharType="end"))
    for run in (begin, code, middle):
        paragraph._p.append(run)
    for at, line in enumerate(lines):
        run = paragraph.add_run(line)
        if at < len(lines) - 1:
            run.add_break()
    paragraph._p.append(end)
    document.add_page_break()  # type: ignore[no-untyped-call]


def write(document: Document, block: Block) -> None:
    """Write one block."""
    match block:
        case Paragraph():
            line = document.add_paragraph()
            if block.lead:
                line.add_run(f"{clean(block.lead)}. ").bold = True
            line.add_run(clean(block.text))
        case Finding():
            write_finding(document, block)
        case TableOf():
            write_table(document, block)
        case Chart():
            write_chart(document, block)
        case Listing():
            for at, entry in enumerate(block.entries, 1):
                line = document.add_paragraph()
                line.add_run(f"{at}  ").bold = True
                line.add_run(clean(entry.head) + (f", {breakable(clean(entry.url))}" if entry.url else ""))
                for text in entry.lines:
                    small(line, breakable(clean(text)))
        case Annex():
            for cited in block.cited:
                write_quote(document, cited)


def small(line: Written, text: str) -> None:
    """Add a line in small letters below what stands in a paragraph."""
    from docx.shared import Pt

    run = line.add_run()
    run.add_break()
    run = line.add_run(text)
    run.font.size = Pt(8.5)


def add_pieces(line: Written, pieces: Pieces) -> None:
    """Add pieces to a paragraph."""
    for piece in pieces:
        run = line.add_run(kept(piece.text))
        look = LOOKS.get(piece.sort, "")
        run.bold, run.italic = look == "bold" or None, look == "italic" or None


def write_finding(document: Document, finding: Finding) -> None:
    """Write a finding: what it rests on in small letters, then its sentences with their footnotes."""
    from docx.shared import Mm, Pt, RGBColor

    tag = document.add_paragraph()
    tag.paragraph_format.left_indent = Mm(4)
    tag.paragraph_format.space_after = Pt(0)
    tag.paragraph_format.keep_with_next = True
    run = tag.add_run(f"{clean(finding.tag)} · {clean(finding.grade)}")
    run.font.size, run.font.color.rgb = Pt(8.5), RGBColor(0x4C, 0x56, 0x61)
    line = document.add_paragraph()
    line.paragraph_format.left_indent = Mm(4)
    for sentence in finding.sentences:
        add_pieces(line, sentence.pieces)
        reference(line, sentence.note.number)
        line.add_run(" ")


def write_table(document: Document, table: TableOf) -> None:
    """Write a table; its head is repeated on every page that it goes on."""
    from docx.shared import Mm, Pt

    title = document.add_paragraph(clean(table.title), style="Caption")
    title.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    made.autofit = False
    shares = table.widths or tuple(1 for _ in table.columns)
    widths = [Mm(162 * share / sum(shares)) for share in shares]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row, cells in zip(made.rows, (table.columns, *table.rows), strict=True):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if cells is table.columns:
            properties.append(element("tblHeader"))
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            line = cell.paragraphs[0]
            line.paragraph_format.space_after = Pt(0)
            run = line.add_run(clean(text))
            run.font.size, run.bold = Pt(8.5), cells is table.columns or None
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def write_chart(document: Document, chart: Chart) -> None:
    """Write a picture with its words; Word takes no SVG everywhere, so it is drawn in points."""
    import vl_convert
    from docx.shared import Mm

    svg = chart.svg[max(chart.svg.find("<svg"), 0) :]
    png = vl_convert.svg_to_png(svg, scale=2)
    picture = document.add_picture(BytesIO(png), width=Mm(162))
    picture._inline.docPr.set("descr", clean(chart.alt))
    document.add_paragraph(f"{clean(chart.title)}. Source: {clean(chart.source)}", style="Caption")
    document.add_paragraph(clean(chart.alt))


def write_quote(document: Document, cited: Cited) -> None:
    """Write a quote of the annex."""
    line = document.add_paragraph()
    line.add_run(f"{cited.number}  ").bold = True
    line.add_run("“")
    add_pieces(line, cited.quote)
    line.add_run("”")
    origin = clean(origin_words(cited)[1:])
    small(line, f"{clean(source_words(cited))} [source {cited.source}], {origin}")
    small(line, breakable(clean("; ".join(custody(cited)))))


def runs_of_note(note: Footnote) -> list[Run]:
    """Return a footnote as runs of words."""
    runs: list[Run] = []
    for at, cited in enumerate(note.printed()):
        url = note.address(cited)
        address = f", {breakable(clean(url))}" if url else ""
        runs.append((f"{'; ' if at else ''}{clean(source_words(cited))}{address} [source {cited.source}]: “", ""))
        runs += [(kept(piece.text), LOOKS.get(piece.sort, "")) for piece in cited.quote]
        runs.append((f"” (claim {clean(cited.claim)}, annex {cited.number})", ""))
    if note.others():
        runs.append((f"; the same in annex {', '.join(str(it.number) for it in note.others())}", ""))
    return runs
