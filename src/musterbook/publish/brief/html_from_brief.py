"""A brief -> one page: no script, nothing it would fetch, every footnote with what is needed to find its quote again.

What a checker reads are attributes: of each piece what it is (`data-n`, `data-count`), of each quote of the annex whose it is
and where it stands. `verify_from_html` reads them; a person need not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

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
    Piece,
    Section,
    Sentence,
    Sort,
    TableOf,
)
from musterbook.publish.brief.period_from_iso import day_in_words
from musterbook.publish.brief.pieces_from_claim import clean, page_name

ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
_ID = re.compile(r'(\bid="|\bhref="#|url\(#)([^")]+)')
_LABELLED = re.compile(r'aria-labelledby="([^"]*)"')
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_from_brief(brief: Brief) -> str:
    """Return the page of a brief."""
    style = files("musterbook.publish.brief").joinpath("brief.css").read_text(encoding="utf-8")
    numbers = numbered(brief.sections)
    parts = []
    for section in brief.sections:
        parts += [notes_html(brief.footnotes)] if section.id == "annex" else []
        parts.append(section_html(section, numbers))
    body = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="en" xmlns="http://www.w3.org/1999/xhtml">\n<head>\n<meta charset="utf-8"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        '<meta name="referrer" content="no-referrer"/>\n'
        f"<title>{safe(brief.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#{safe(brief.sections[0].id)}">To the text</a>\n{cover_html(brief)}'
        f'{contents_html(brief, numbers)}<main data-sentences="{len(brief.footnotes)}">\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def safe(text: str) -> str:
    """Return a text as it stands in markup."""
    return escape(_NO_XML.sub("\ufffd", text), quote=True)


def numbered(sections: Iterable[Section]) -> dict[str, str]:
    """Return the number of each section, parts under their chapter."""
    found: dict[str, str] = {}
    chapter = part = 0
    for section in sections:
        chapter, part = (chapter + 1, 0) if section.level == 1 else (chapter, part + 1)
        found[section.id] = f"{chapter}" if section.level == 1 else f"{chapter}.{part}"
    return found


def cover_html(brief: Brief) -> str:
    """Return the head of the page."""
    rows = "".join(f"<div><dt>{safe(name)}</dt><dd>{safe(value)}</dd></div>\n" for name, value in brief.cover)
    return (
        f'<header class="cover">\n<p class="kicker">{safe(brief.subtitle)}</p>\n<h1><bdi>{safe(brief.title)}</bdi></h1>\n'
        f'<dl>\n{rows}</dl>\n<p class="small">Made with Musterbook. What this brief is not: see '
        '<a href="#disclaimer">Disclaimer</a>.</p>\n</header>\n'
    )


def contents_html(brief: Brief, numbers: dict[str, str]) -> str:
    """Return the table of contents."""
    rows = "".join(
        f'<li class="level{section.level}"><a href="#{safe(section.id)}"><span class="no">{numbers[section.id]}</span> '
        f"{safe(section.title)}</a></li>\n"
        for section in brief.sections
    )
    return f'<nav aria-label="Contents">\n<h2>Contents</h2>\n<ol>\n{rows}</ol>\n</nav>\n'


def section_html(section: Section, numbers: dict[str, str]) -> str:
    """Return a section with all that stands in it."""
    level = section.level + 1
    blocks = "\n".join(block_html(block, f"{section.id}-{at}") for at, block in enumerate(section.blocks))
    return (
        f'<section id="{safe(section.id)}" class="level{section.level}">\n'
        f'<h{level}><span class="no">{numbers[section.id]}</span> {safe(section.title)}</h{level}>\n{blocks}\n</section>'
    )


def block_html(block: Block, id: str) -> str:
    """Return one block."""
    match block:
        case Paragraph():
            lead = f"<b>{safe(block.lead)}.</b> " if block.lead else ""
            return f"<p>{lead}{safe(block.text)}</p>"
        case Finding():
            return finding_html(block)
        case TableOf():
            return table_html(block)
        case Chart():
            return chart_html(block, id)
        case Listing():
            return listing_html(block)
        case Annex():
            return f'<ol class="annex">\n{"".join(map(quote_html, block.cited))}</ol>'


# ---------------------------------------------------------------- findings and their notes


def finding_html(finding: Finding) -> str:
    """Return what is said of one fact, with what it rests on beside it."""
    said = "\n".join(map(sentence_html, finding.sentences))
    grade = f'<abbr title="reliability of the origin, credibility of the claim">{safe(finding.grade)}</abbr>'
    return (
        f'<div class="finding" data-fact="{safe(finding.fact)}">\n<p class="tag">{safe(finding.tag)} · {grade}</p>\n'
        f"<p>{said}</p>\n</div>"
    )


def sentence_html(sentence: Sentence) -> str:
    """Return a sentence with the mark of its footnote."""
    number = sentence.note.number
    pieces = "".join(map(piece_html, sentence.pieces))
    mark = f'<sup><a id="r{number}" href="#n{number}" role="doc-noteref" aria-label="Note {number}">{number}</a></sup>'
    return f'<span class="s" data-note="{number}">{pieces}</span>{mark}'


def piece_html(piece: Piece) -> str:
    """Return a piece, marked by what its digits stand for."""
    text = safe(piece.text)
    match piece.sort:
        case Sort.plain:
            return text
        case Sort.number:
            return f'<b class="n" data-n="{safe(piece.value)}">{text}</b>'
        case Sort.computed:
            return f'<i class="computed">{text}</i>'
        case Sort.tally:
            return f'<span data-count="{safe(piece.value)}">{text}</span>'
        case Sort.when:
            return f'<span class="when">{text}</span>'
        case Sort.name:
            return f'<bdi class="name">{text}</bdi>'
        case Sort.quote:
            return f'<bdi class="q">{text}</bdi>'
        case Sort.masked:
            return f'<span class="masked">{text}</span>'


def notes_html(notes: Iterable[Footnote]) -> str:
    """Return the footnotes."""
    rows = "".join(map(note_html, notes))
    if not rows:
        return ""
    return f'<section id="notes" class="level1" role="doc-endnotes">\n<h2>Notes</h2>\n<ol class="notes">\n{rows}</ol>\n</section>\n'


def note_html(note: Footnote) -> str:
    """Return a footnote: the first quotes in full, the others by their number in the annex, and the way back."""
    number = note.number
    printed = "<br/>\n".join(cited_html(cited, note.address(cited)) for cited in note.printed())
    others = ", ".join(
        f'<a data-quote="{cited.number}" href="#q{cited.number}">{cited.number}</a>' for cited in note.others()
    )
    more = f"<br/>\nThe same in annex {others}." if others else ""
    back = f'<a class="back" href="#r{number}" role="doc-backlink" aria-label="Back to the text">↩</a>'
    return f'<li id="n{number}" value="{number}">{printed}{more} {back}</li>\n'


def cited_html(cited: Cited, url: str) -> str:
    """Return a quote as a footnote prints it: the page, the words, the claim."""
    quote = "".join(map(piece_html, cited.quote))
    link = f", {link_html(url)}" if url else ""
    return (
        f'<cite><a href="#s{cited.source}">{safe(source_words(cited))}</a></cite>{link}: '
        f'<q data-quote="{cited.number}">{quote}</q> '
        f'<span class="id">(claim <code>{safe(cited.claim)}</code>, annex <a href="#q{cited.number}">{cited.number}</a>)</span>'
    )


def link_html(url: str) -> str:
    """Return an address; what is none, or of another kind, is no link."""
    if ADDRESS.fullmatch(url):
        return f'<a class="url" rel="noreferrer" href="{safe(url)}">{safe(url)}</a>'
    return f'<span class="url">{safe(url)}</span>' if url else ""


def source_words(cited: Cited) -> str:
    """Return the page of a quote in words: publisher, title, day, page."""
    doc = cited.doc
    title = f"“{clean(str(doc.title))}”" if doc.title else ""
    day = day_in_words(doc.published[:10]) if doc.published else "undated"
    at = f"p. {cited.page}" if cited.page else ""
    return ", ".join(part for part in (page_name(doc), title, day, at) if part)


def quote_html(cited: Cited) -> str:
    """Return a quote of the annex with all that is needed to find it again."""
    doc = cited.doc
    data = {
        "claim": cited.claim,
        "doc": doc.id,
        "start": str(cited.start),
        "end": str(cited.end),
        "text": doc.sha256,
        "raw": doc.raw,
        "outlet": page_name(doc),
    }
    attributes = " ".join(f'data-{name}="{safe(value)}"' for name, value in data.items())
    lang = f' lang="{doc.lang}"' if re.fullmatch("[a-z]{2,3}", doc.lang) else ""
    quote = "".join(map(piece_html, cited.quote))
    return (
        f'<li id="q{cited.number}" value="{cited.number}" {attributes}>\n<blockquote{lang}>{quote}</blockquote>\n'
        f'<p><a href="#s{cited.source}">{safe(source_words(cited))}</a>{safe(origin_words(cited))}</p>\n'
        f'<p class="id">{safe("; ".join(custody(cited)))}</p>\n</li>\n'
    )


def origin_words(cited: Cited) -> str:
    """Return whom the page has it from."""
    return f", from {cited.origin}" if cited.origin else ", its own word"


def custody(cited: Cited) -> list[str]:
    """Return where the words are archived, since when, and where they stand."""
    doc = cited.doc
    return [
        f"claim {cited.claim}",
        f"characters {cited.start:,}–{cited.end:,} of the text",
        f"archived file SHA-256 {doc.raw}",
        f"text SHA-256 {doc.sha256}",
        f"captured {doc.captured}" if doc.captured else "time of capture not recorded",
    ]


# ---------------------------------------------------------------- tables, pictures, sources


def table_html(table: TableOf) -> str:
    """Return a table; the last column of one with notes leads to them."""
    total = sum(table.widths) or 1
    columns = "".join(f'<col style="width:{100 * share / total:.1f}%"/>' for share in table.widths)
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in table.columns)
    rows = []
    for at, row in enumerate(table.rows):
        note = table.notes[at] if at < len(table.notes) else 0
        cells = [safe(cell) for cell in row]
        if note:
            cells[-1] = f'<a href="#n{note}">{cells[-1]}</a>'
        first = f'<th scope="row">{cells[0]}</th>'
        rows.append(f"<tr>{first}{''.join(f'<td>{cell}</td>' for cell in cells[1:])}</tr>\n")
    group = f"<colgroup>{columns}</colgroup>" if columns else ""
    return (
        f'<div class="wide" tabindex="0" role="group" aria-label="{safe(table.title)}"><table><caption>{safe(table.title)}</caption>'
        f"{group}<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody></table></div>"
    )


def chart_html(chart: Chart, id: str) -> str:
    """Return a picture with its words; the names inside it are made its own, so that two pictures do not share them."""
    mark = re.sub(r"[^a-z0-9]", "", id.lower())
    svg = _ID.sub(lambda it: f"{it[1]}{mark}-{it[2]}", chart.svg[max(chart.svg.find("<svg"), 0) :])
    svg = _LABELLED.sub(lambda it: f'aria-labelledby="{" ".join(f"{mark}-{one}" for one in it[1].split())}"', svg)
    return (
        f'<figure>\n<div class="wide" tabindex="0" role="group" aria-label="{safe(chart.title)}">{svg}</div>\n'
        f"<figcaption><b>{safe(chart.title)}</b> {safe(chart.alt)} Source: {safe(chart.source)}</figcaption>\n</figure>"
    )


def listing_html(listing: Listing) -> str:
    """Return the numbered list of sources."""
    rows = []
    for at, entry in enumerate(listing.entries, 1):
        shown = f", {link_html(entry.url)}" if entry.url else ""
        lines = "".join(f"<li>{safe(line)}</li>" for line in entry.lines)
        rows.append(f'<li id="s{at}"><bdi>{safe(entry.head)}</bdi>{shown}<ul>{lines}</ul></li>\n')
    return f'<ol class="sources">\n{"".join(rows)}</ol>'
