"""A brief -> PDF by typst: tagged, with real footnotes. Every word goes in as data, so that no quote is read as markup."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from musterbook.publish.brief.html_from_brief import custody, origin_words, source_words
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
    TableOf,
)
from musterbook.publish.brief.pieces_from_claim import clean

Json = dict[str, Any]
FOOTER = "Not exhaustive; no conclusion on any individual case. See the disclaimer."
STANDARD = "ua-1"  # PDF for everybody: tagged, with a title, a language and words for pictures
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# A long run without a break, such as a hash or an address, may be broken after so many letters.
_RUN = re.compile(r"\S{24}(?=\S)")


def pdf_from_brief(brief: Brief) -> bytes:
    """Return a brief as PDF; the same brief gives the same bytes.

    Letters that the built-in fonts lack are looked for in the fonts of the machine, and then the standard is not claimed
    if there are none.
    """
    import typst

    template = files("musterbook.publish.brief").joinpath("brief.typ").read_bytes()
    inputs = {"brief": json.dumps(record_from_brief(brief), ensure_ascii=False)}
    ways: list[tuple[bool, list[Any]]] = [(True, [STANDARD]), (False, [STANDARD]), (False, [])]
    for own_fonts, standards in ways:
        try:
            made = typst.compile(
                template,
                format="pdf",
                sys_inputs=inputs,
                ignore_system_fonts=own_fonts,
                pdf_standards=standards,
                timestamp=0,
            )
        except typst.TypstError:
            if not standards:
                raise
            continue
        break
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made


def record_from_brief(brief: Brief) -> Json:
    """Return a brief as plain values."""
    day = _DAY.fullmatch(brief.made)
    return {
        "title": clean(brief.title),
        "subtitle": clean(brief.subtitle),
        "footer": FOOTER,
        "day": [int(part) for part in day.groups()] if day else None,
        "cover": [[clean(name), clean(value)] for name, value in brief.cover],
        "sections": [
            {"level": it.level, "title": clean(it.title), "blocks": [record_of(block) for block in it.blocks]}
            for it in brief.sections
        ],
    }


def record_of(block: Block) -> Json:
    """Return a block as plain values."""
    match block:
        case Paragraph():
            return {"kind": "paragraph", "text": clean(block.text), "lead": clean(block.lead)}
        case Finding():
            said = [{"pieces": record_of_pieces(it.pieces), "note": record_of_note(it.note)} for it in block.sentences]
            return {"kind": "finding", "tag": clean(block.tag), "grade": clean(block.grade), "sentences": said}
        case TableOf():
            return record_of_table(block)
        case Chart():
            svg = block.svg[max(block.svg.find("<svg"), 0) :]
            return {
                "kind": "chart",
                "title": clean(block.title),
                "svg": svg,
                "alt": clean(block.alt),
                "source": clean(block.source),
            }
        case Listing():
            entries = [
                {
                    "head": clean(it.head),
                    "url": breakable(clean(it.url)),
                    "lines": [breakable(clean(line)) for line in it.lines],
                }
                for it in block.entries
            ]
            return {"kind": "listing", "entries": entries}
        case Annex():
            return {"kind": "annex", "quotes": [record_of_quote(it) for it in block.cited]}


def record_of_table(table: TableOf) -> Json:
    """Return a table as plain values, with a width for every column."""
    return {
        "kind": "table",
        "title": clean(table.title),
        "columns": [clean(cell) for cell in table.columns],
        "rows": [[clean(cell) for cell in row] for row in table.rows],
        "widths": list(table.widths or (1 for _ in table.columns)),
    }


def record_of_pieces(pieces: Pieces) -> list[Json]:
    """Return pieces as plain values; the spaces at their ends are kept."""
    return [{"k": piece.sort.value, "t": kept(piece.text)} for piece in pieces]


def kept(text: str) -> str:
    """Return a text on one line, with the space at each end that it has.

    >>> kept(" two\\n men ")
    ' two men '
    """
    body = clean(text)
    return f"{' ' * text[:1].isspace()}{body}{' ' * text[-1:].isspace()}" if body else " " * bool(text)


def record_of_note(note: Footnote) -> Json:
    """Return a footnote as plain values."""
    return {
        "cited": [record_of_cited(it, note.address(it)) for it in note.printed()],
        "others": ", ".join(str(it.number) for it in note.others()),
    }


def record_of_cited(cited: Cited, url: str) -> Json:
    """Return a quote of a footnote as plain values."""
    return {
        "source": clean(source_words(cited)),
        "url": breakable(clean(url)),
        "number": cited.source,
        "quote": record_of_pieces(cited.quote),
        "claim": clean(cited.claim),
        "annex": cited.number,
    }


def record_of_quote(cited: Cited) -> Json:
    """Return a quote of the annex as plain values."""
    return {
        "number": cited.number,
        "quote": record_of_pieces(cited.quote),
        "source": clean(source_words(cited)),
        "page": cited.source,
        "origin": clean(origin_words(cited)).replace(" ,", ",") if cited.origin else ", its own word",
        "custody": [breakable(clean("; ".join(custody(cited))))],
    }


def breakable(text: str) -> str:
    """Return a text in which long runs may be broken."""
    return _RUN.sub("\\g<0>\u200b", text)
