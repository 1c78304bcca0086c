"""A claim -> the pieces that sentences are made of: its amount, what it counts, its scope, its words, its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from musterbook.publish.brief.nouns import Piece, Pieces, Sort
from musterbook.publish.brief.period_from_iso import day_in_words, period_in_words
from musterbook.publish.brief.words_from_codebook import Words, in_words, numbers_in
from musterbook.publish.public import PublicClaim, PublicDocument
from musterbook.publish.tables_from_claims import amount
from musterbook.shield.shielded_from_text import Shielded

LONGEST = 320  # letters of a quote within a sentence; all of it is in the annex
# What would steer the eye or the page that prints it: a quote is somebody else's text.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Return a text on one line, without what would steer a page or a reader's eye.

    >>> clean("two\\nmen\\u202e left")
    'two men left'
    """
    return " ".join(_STEERING.sub("", text).split())


def plain(text: str) -> Piece:
    """Return our own words."""
    return Piece(Sort.plain, text)


def name(text: str) -> Piece:
    """Return a name as a piece."""
    return Piece(Sort.name, clean(text))


def count(of: str, number: int, one: str, many: str = "") -> Pieces:
    """Return how many there are: a piece that can be counted again, and what is counted."""
    return (
        Piece(Sort.tally, in_words(number), f"{of}:{number}"),
        plain(f" {one if number == 1 else many or one + 's'}"),
    )


def listed(items: Sequence[Pieces], joint: str = " and ", comma: str = ", ") -> Pieces:
    """Return pieces as a list: a, b and c."""
    made: list[Piece] = []
    for at, item in enumerate(items):
        if at:
            made.append(plain(joint if at == len(items) - 1 else comma))
        made += item
    return tuple(made)


def number(claim: PublicClaim, words: Words) -> Piece | None:
    """Return the amount as stated with bound, unit and rate; None where there is none, or where its words are not shown."""
    if claim.low is None or not stands_in(claim, words):
        return None
    unit = unit_of(claim, words)
    row = {"low": claim.low, "high": claim.high, "bound": claim.bound, "unit": unit, "per": claim.per}
    ends = [claim.low] if claim.high in (None, claim.low) else [claim.low, claim.high]
    return Piece(Sort.number, amount(row), "/".join(f"{end:.12g}" for end in ends))


def stands_in(claim: PublicClaim, words: Words) -> bool:
    """True when every end of the amount is in the claim's quote as it may be shown."""
    shown = numbers_in(clean(claim.quote.readable), words.grammar)
    return all(round(end, 6) in shown for end in (claim.low, claim.high) if end is not None)


def unit_of(claim: PublicClaim, words: Words) -> str:
    """Return the unit to print: none where what is counted names it already ("cases to court at 10")."""
    row = words.measures.get(claim.what) if claim.kind == "figure" else None
    unit = claim.unit or (row.unit if row else "")
    return "" if row and unit and unit in words.what(claim).split() else unit


def scope(claim: PublicClaim, words: Words) -> Pieces:
    """Return in brackets what narrows the count: whom, where, which, when."""
    dims = dict(claim.dims)
    side = dims.pop("side", "")
    law = dims.pop("law", "")
    place = clean(words.name(claim.place))
    place = "" if side and place == words.name(side) else place
    parts = [
        *([name(f"side: {words.name(side)}")] if side else []),
        *([name(claim.population)] if claim.population else []),
        *(name(words.name(value)) for _, value in sorted(dims.items()) if value),
        *([name(words.articles.get(law, law))] if law else []),
        *([name(place)] if place else []),
        *([name(words.name(claim.country))] if claim.country and not place and not side else []),
        *when(claim),
    ]
    return () if not parts else (plain(" ("), *listed([(part,) for part in parts], "; ", "; "), plain(")"))


def when(claim: PublicClaim) -> Pieces:
    """Return the period or day of a claim."""
    said = period_in_words(claim.period)
    time = f", {claim.time}" if said and claim.time else ""
    return (Piece(Sort.when, clean(said + time)),) if said else ()


def subject(claim: PublicClaim, words: Words) -> Pieces:
    """Return what is counted or happened, with its scope."""
    return (Piece(Sort.name, words.what(claim)), *scope(claim, words))


def pieces_from_shielded(text: Shielded) -> Pieces:
    """Return the words of a quote, apart from what stands for the words that are not told."""
    made: list[Piece] = []
    at = 0
    for mask in text.masks:
        made += [Piece(Sort.quote, text.text[at : mask.start]), Piece(Sort.masked, f"[{mask.role}]")]
        at = mask.end
    return tuple(piece for piece in (*made, Piece(Sort.quote, text.text[at:])) if piece.text)


def quoted(claim: PublicClaim) -> Pieces:
    """Return the words of a claim in quotation marks, cut after a word where they are long."""
    made: list[Piece] = []
    room = LONGEST
    for piece in pieces_from_shielded(claim.quote):
        words = re.sub(r"\s+", " ", _STEERING.sub("", piece.text))
        if len(words) > room:
            kept = words[:room].rpartition(" ")[0] if piece.sort == Sort.quote else ""
            made += [Piece(piece.sort, kept)] if kept else []
            return (plain("“"), *made, plain(" …”"))
        made.append(Piece(piece.sort, words))
        room -= len(words)
    return (plain("“"), *made, plain("”"))


def page_name(doc: PublicDocument) -> str:
    """Return whom a page is by."""
    return clean(doc.publisher) if doc.publisher else f"the page “{clean(doc.name)}”"


def page(doc: PublicDocument) -> Pieces:
    """Return a page as a sentence names it: publisher and day."""
    day = Piece(Sort.when, day_in_words(doc.published[:10])) if doc.published else plain("undated")
    return (name(page_name(doc)), plain(" ("), day, plain(")"))


def outlets(docs: Iterable[PublicDocument]) -> int:
    """Return how many publishers pages have."""
    return len({page_name(doc).casefold() for doc in docs})
