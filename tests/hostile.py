"""Documents made by hand: small PDFs and office files, sound ones and ones that a reader must survive."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
RELATED = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/{}" Target="{}"/>'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def pdf_from_objects(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of numbered objects, the first of which is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(body: bytes, keys: bytes = b"", *, packed: bool = False) -> bytes:
    """Return a stream object."""
    if packed:
        body, keys = zlib.compress(body, 9), keys + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), keys, body)


def pdf(*pages: Sequence[str], about: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF with these lines on its pages, in Windows' Western letters; `about` are the keys of its metadata."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(pages)))
    objects = [CATALOG, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids), FONT, b"<< %s >>" % about]
    for number, lines in enumerate(pages):
        shown = b"".join(b"<%s> Tj T*\n" % line.encode("cp1252").hex().encode() for line in lines)
        keys = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(b"<< %s /Contents %d 0 R >>" % (keys, 6 + 2 * number))
        objects.append(stream(b"BT /F1 9 Tf 40 800 Td 12 TL\n" + shown + b"ET"))
    return pdf_from_objects(objects, b"/Info 4 0 R " + trailer)


def slow_pdf(times: int = 400) -> bytes:
    """Return a PDF of 10 kB whose one page draws a form of 10 MB of operators again and again.

    Nothing is kept of what is drawn: it takes time, not memory.
    """
    form = stream(b"q Q " * 2_500_000, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]", packed=True)
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources << /XObject << /F 4 0 R >> >> >>"
    )
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return pdf_from_objects([CATALOG, pages, page, form, stream(b"/F Do " * times, packed=True)])


def greedy_pdf(times: int = 9) -> bytes:
    """Return a PDF of 1 kB with a form that draws itself so often at each depth: pdfium fills any memory, then aborts."""
    resources = b"/Resources << /XObject << /F 4 0 R >> >>"
    form = stream(b"/F Do " * times, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R %s >>" % resources
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return pdf_from_objects([CATALOG, pages, page, form, stream(b"/F Do")])


def zipped(members: dict[str, str | bytes]) -> bytes:
    """Return a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(
    body: str, *, main: str = MAIN, core: str = "", related: str = "", more: dict[str, str | bytes] | None = None
) -> bytes:
    """Return a Word document with this inside its body element; `related` are relations of the main part."""
    links = RELATED.format("a", "officeDocument/2006/relationships/officeDocument", "word/document.xml")
    if core:
        links += RELATED.format("b", "package/2006/relationships/metadata/core-properties", "docProps/core.xml")
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.format(main=main),
        "_rels/.rels": RELATIONS.format(links),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": RELATIONS.format(related),
    }
    if core:
        spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        package = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        members["docProps/core.xml"] = f'<p:coreProperties xmlns:p="{package}" {spaces}>{core}</p:coreProperties>'
    return zipped(members | (more or {}))


def p(text: str) -> str:
    """Return a paragraph of Word."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
