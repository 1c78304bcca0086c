"""A brief -> Markdown, with footnotes as most readers of it know them. Nothing of a quote is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterbook.publish.brief.html_from_brief import ADDRESS, custody, numbered, origin_words, source_words
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

# What may mean something within a line, and what may at the beginning of one; after a backslash nothing does.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$&^@]|(?<=http)s?:|(?<=www)\.|^[#+=-]|^\d+(?=[.)]))|(?<=\s)(#)")


def md_from_brief(brief: Brief) -> str:
    """Return a brief as Markdown."""
    numbers = numbered(brief.sections)
    head = [f"# {marked(brief.title)}", marked(brief.subtitle)]
    head.append("\n".join(f"- {marked(name)}: {marked(value)}" for name, value in brief.cover))
    parts = list(head)
    for section in brief.sections:
        parts.append(f"{'#' * (section.level + 1)} {numbers[section.id]} {marked(section.title)}")
        parts += [text for block in section.blocks for text in block_md(block)]
    parts += ["\n".join(map(note_md, brief.footnotes))]
    return "\n\n".join(part for part in parts if part) + "\n"


def marked(text: str) -> str:
    """Return a text in which no letter is markup.

    >>> print(marked("[two] *men* left_here, 1.5 (of 2)"))
    \\[two\\] \\*men\\* left\\_here, 1.5 (of 2)
    """
    return _MARKUP.sub(_hidden, clean(text))


def _hidden(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found[:-1]}\\{found[-1]}" if found[0].isalpha() else f"{found}\\" if found.isdecimal() else f"\\{found}"


def block_md(block: Block) -> Iterator[str]:
    """Yield the paragraphs of a block."""
    match block:
        case Paragraph():
            yield f"**{marked(block.lead)}.** {marked(block.text)}" if block.lead else marked(block.text)
        case Finding():
            said = " ".join(f"{pieces_md(it.pieces)}[^{it.note.number}]" for it in block.sentences)
            yield f"*{marked(block.tag)} · {marked(block.grade)}*\\\n{said}"
        case TableOf():
            yield f"**{marked(block.title)}**"
            yield table_md(block)
        case Chart():
            yield f"**{marked(block.title)}** {marked(block.alt)} Source: {marked(block.source)}"
        case Listing():
            yield "\n".join(entry_md(at, block) for at in range(len(block.entries)))
        case Annex():
            yield "\n".join(map(quote_md, block.cited))


def pieces_md(pieces: Pieces) -> str:
    """Return pieces, numbers strong."""
    return "".join(f"**{spaced(it.text)}**" if it.sort == Sort.number else spaced(it.text) for it in pieces)


def spaced(text: str) -> str:
    """Return a piece as markup, with the spaces at its ends."""
    body = marked(text)
    if not body:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{body}{' ' * text[-1:].isspace()}"


def table_md(table: TableOf) -> str:
    """Return a table with pipes; notes as footnotes."""
    lines = [row_md(table.columns), row_md(tuple("---" for _ in table.columns), raw=True)]
    for at, row in enumerate(table.rows):
        note = table.notes[at] if at < len(table.notes) else 0
        cells = (*map(marked, row[:-1]), f"[^{note}]" if note else marked(row[-1]))
        lines.append(row_md(cells, raw=True))
    return "\n".join(lines)


def row_md(cells: tuple[str, ...], *, raw: bool = False) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells if raw else map(marked, cells))} |"


def entry_md(at: int, listing: Listing) -> str:
    """Return an entry of the list of sources."""
    entry = listing.entries[at]
    lines = "".join(f"\n    - {marked(line)}" for line in entry.lines)
    return f"{at + 1}. {marked(entry.head)}{link_md(entry.url)}{lines}"


def link_md(url: str) -> str:
    """Return an address after what it is of."""
    return f", <{url}>" if ADDRESS.fullmatch(url) else f", {marked(url)}" if url else ""


def quote_md(cited: Cited) -> str:
    """Return a quote of the annex."""
    where = f"{marked(source_words(cited))} \\[source {cited.source}\\]{marked(origin_words(cited)) if cited.origin else ', its own word'}"
    return f"{cited.number}. “{pieces_md(cited.quote)}”\n    {where}; {marked('; '.join(custody(cited)))}"


def note_md(note: Footnote) -> str:
    """Return a footnote on one line."""
    return f"[^{note.number}]: {'; '.join(cited_md(it, note.address(it)) for it in note.printed())}{others(note)}"


def cited_md(cited: Cited, url: str) -> str:
    """Return a quote as a footnote prints it."""
    ids = f"claim {cited.claim}, annex {cited.number}"
    return (
        f"{marked(source_words(cited))}{link_md(url)} \\[source {cited.source}\\]: “{pieces_md(cited.quote)}” ({ids})"
    )


def others(note: Footnote) -> str:
    """Return where the quotes stand that a footnote does not print."""
    numbers = ", ".join(str(cited.number) for cited in note.others())
    return f"; the same in annex {numbers}" if numbers else ""
