"""PDF -> its text layer, page by page. Pictures are not read, nothing in it is run, no link is followed.

Text in two columns comes in the order of the file's own stream, which most programs write column by column.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version

import pypdfium2  # type: ignore[import-untyped]

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.sidecar import iso_date
from musterbook.ingest.texts.paragraphs_from_pages import paragraphs_from_pages
from musterbook.ingest.texts.storable_from_text import line_from_text, storable_from_text

PAGES = 5_000  # the longest reports met have some 500; above this it is a register or a bomb
CHARACTERS = 5_000_000
PRODUCED = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
PROGRAM = re.compile(r"^(?:Microsoft \w+|PowerPoint Presentation) - ")


def found_from_pdf(data: bytes, known: Known) -> list[Found]:
    """Return the text of a PDF with the place where each page begins; the name of its author is private and dropped.

    Raises InputError for a locked, a damaged, a scanned or an endless one.
    """
    try:
        # pdfium raises its own error, and ValueError where it passes on bytes that are no text.
        with closing(pypdfium2.PdfDocument(data)) as pdf:
            about, pages = metadata(pdf), list(texts_of_pages(pdf))
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as fault:
        if "password" in str(fault).lower():
            raise InputError("is locked with a password; open it and save it without one") from None
        why = " ".join(str(fault).split())[:120]
        raise InputError(f"damaged PDF ({why}); open it and print it to a new PDF, or save its text") from None
    text, starts = paragraphs_from_pages([page or "" for page in pages])
    unread = [number for number, page in enumerate(pages, 1) if page is None]
    if not text:
        if unread:
            raise InputError("damaged PDF (no page can be read); open it and print it to a new PDF, or save its text")
        raise InputError("no text layer (scanned pictures?); run text recognition (OCR) on it first")
    if unread:  # what is missing must be seen by whoever cites it
        about = about.over(Known(context=(("damaged pages", ", ".join(map(str, unread))),)))
    return [Found("", text, known.over(about), f"pypdfium2 {version('pypdfium2')}", pages=starts)]


def texts_of_pages(pdf: pypdfium2.PdfDocument) -> Iterator[str | None]:
    """Yield the text of each page; None for a page that cannot be read."""
    if len(pdf) > PAGES:
        raise InputError(f"has more than {PAGES:,} pages; split it into single documents")
    size = 0
    for number in range(len(pdf)):
        try:
            with closing(pdf.get_page(number)) as page, closing(page.get_textpage()) as letters:
                # U+0002 is pdfium's mark for a hyphen at the end of a line.
                text = storable_from_text(letters.get_text_bounded().replace("\x02", "-\n"))
        except pypdfium2.PdfiumError:
            yield None
            continue
        size += len(text)
        if size > CHARACTERS:
            raise InputError(f"holds more than {CHARACTERS:,} characters; split it into single documents")
        yield text


def metadata(pdf: pypdfium2.PdfDocument) -> Known:
    """Return what the file says about itself: its date is that of its making, so that of publication is a guess."""
    said = pdf.get_metadata_dict()
    title = line_from_text(PROGRAM.sub("", said.get("Title") or ""))
    made = date_from_pdf(said.get("CreationDate") or "")
    if made is None:
        return Known(title=title)
    return Known(title=title, published=made, published_how="PDF metadata", guessed=True)


def date_from_pdf(stamp: str) -> str | None:
    """Return the ISO date of a PDF time stamp, as precise as it is; None when it is no date.

    >>> date_from_pdf("D:20240305101010+03'00'"), date_from_pdf("D:2024"), date_from_pdf("D:20241399")
    ('2024-03-05', '2024', None)
    """
    match = PRODUCED.match(stamp.strip())
    try:
        return iso_date("-".join(part for part in match.groups() if part)) if match else None
    except ValueError:
        return None
