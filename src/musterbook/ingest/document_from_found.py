"""Found -> Document: its name, its language, its date and how it is known."""

from __future__ import annotations

from collections.abc import Sequence

from musterbook import regex as re
from musterbook.errors import InputError
from musterbook.ingest.language_from_text import language_from_text, languages_by_paragraph
from musterbook.ingest.piece import Found, Known
from musterbook.ingest.text_from_bytes import visible
from musterbook.model import Document, digest

LONGEST_NAME = 60
UNFIT = re.compile(r"[^\w.-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def document_from_found(found: Found, stem: str, languages: Sequence[str]) -> Document:
    """Return the document that a text is; `stem` is the name of its file without suffix.

    Raises InputError ("fault; what to do") for a text in which there is nothing to see.
    """
    known, text = found.known, found.text
    if not visible(text):
        raise InputError("empty, nothing to read; leave it out")
    name = name_of(found, stem)
    url = one_line(known.url) or ""
    lang = known.language.lower() if known.language else language_from_text(text, languages)
    spans = languages_by_paragraph(text, languages) if lang in languages else ()
    return Document(
        id=digest(url or name, text),
        name=name,
        url=url,
        text=text,
        lang=lang,
        title=one_line(known.title),
        publisher=one_line(known.publisher),
        published=known.published,
        published_how=known.published_how,
        guessed=bool(known.guessed),
        updated=known.updated,
        author=one_line(known.author),
        forwarded=one_line(known.forwarded),
        forwarder_sure=sure(known),
        languages=spans if len(spans) > 1 else (),
        pages=found.pages,
    )


def name_of(found: Found, stem: str) -> str:
    """Return what a person calls the document: the stem of its own file, else its title, address or place in the file."""
    if not found.part:
        return stem
    title = UNFIT.sub("-", (found.known.title or "").lower()).strip("-.")
    if title:
        return title[:LONGEST_NAME].rstrip("-.")
    place = found.part.rpartition("/")[2]
    tail = (found.known.url or "").partition("?")[0].rstrip("/").rpartition("/")[2]
    slug = UNFIT.sub("-", tail.lower()).strip("-.")
    return slug[:LONGEST_NAME] if len(slug) > 8 else f"{stem} {place}"


def sure(known: Known) -> bool:
    """True unless an export names whom a post was forwarded from without saying that it is a channel."""
    number = dict(known.context or ()).get("forwarded_id", "")
    return known.method not in (None, "export") or not known.forwarded or number.startswith("channel")


def one_line(text: str | None) -> str | None:
    """Return a text on one line that UTF-8 can carry, None when there is nothing in it."""
    return " ".join(_SURROGATE.sub("\ufffd", text or "").replace("\x00", " ").split()) or None
