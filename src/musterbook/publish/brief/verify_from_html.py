"""The page of a brief -> what in it does not hold: each quote is looked for in the archived text, each number in its quotes.

The page is taken as somebody's word: nothing in it is believed but what the base confirms. Words that are masked cannot be
compared; what stands around them is, and no number may stand on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser

from musterbook.extract.number_words import NumberGrammar
from musterbook.publish.brief.pieces_from_claim import clean
from musterbook.publish.brief.words_from_codebook import SMALL, numbers_in

Attributes = Mapping[str, str]
Segment = tuple[str, str, str]  # what it is, its text, its value
MARKED = {"n": "number", "computed": "computed", "when": "when", "name": "name", "q": "quote", "masked": "masked"}
VOID = {
    "br",
    "meta",
    "link",
    "img",
    "hr",
    "col",
    "input",
    "path",
    "rect",
    "circle",
    "line",
    "use",
    "polygon",
    "polyline",
}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXACT = frozenset({"pages", "outlets"})


@dataclass(frozen=True, slots=True)
class Archived:
    """What a base holds of a claim's page: its text, and whether the archived bytes still have the hash they are named by."""

    text: str
    start: int
    end: int
    doc: str
    raw_holds: Callable[[str], bool]


@dataclass(slots=True)
class Quoted:
    """A quote as the page prints it."""

    data: Attributes
    segments: list[Segment] = field(default_factory=list)

    def text(self) -> str:
        """Return its words, without those that stand for masked ones."""
        return " ".join(text for kind, text, _ in self.segments if kind != "masked")


@dataclass(slots=True)
class Page:
    """What a page says: sentences with the number of their note, notes with what they quote and refer to, the annex."""

    sentences: list[tuple[str, list[Segment]]] = field(default_factory=list)
    notes: dict[str, list[tuple[str, list[Segment] | None]]] = field(default_factory=dict)
    annex: dict[str, Quoted] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    said: str = ""  # how many sentences it says it has


@dataclass(slots=True)
class Verified:
    """How much was looked at, and what does not hold."""

    sentences: int = 0
    notes: int = 0
    quotes: int = 0
    numbers: int = 0
    masked: int = 0
    faults: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects sentences, notes and annex from a page, whatever else is in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, Callable[[], None]]] = []
        self.into: list[Segment] | None = None
        self.kind, self.value = "plain", ""
        self.note, self.quoted = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is."""
        if tag in VOID:
            return
        data = {name: value or "" for name, value in attrs}
        before = (self.into, self.kind, self.value, self.note, self.quoted)
        self.open.append((tag, lambda: self.restore(before)))
        classes = data.get("class", "").split()
        self.page.said = data.get("data-sentences", self.page.said) if tag == "main" else self.page.said
        if tag == "span" and "s" in classes:
            self.into = []
            self.page.sentences.append((data.get("data-note", ""), self.into))
        elif tag == "li" and "data-claim" in data:
            self.quoted = data.get("id", "").removeprefix("q")
            self.page.repeated += [f"q{self.quoted}"] if self.quoted in self.page.annex else []
            self.page.annex[self.quoted] = Quoted(data)
        elif tag == "li" and data.get("id", "").startswith("n"):
            self.note = data["id"].removeprefix("n")
            self.page.repeated += [f"n{self.note}"] if self.note in self.page.notes else []
            self.page.notes[self.note] = []
        elif tag == "blockquote" and self.quoted:
            self.into = self.page.annex[self.quoted].segments
        elif "data-quote" in data and self.note:
            self.into = [] if tag == "q" else None
            self.page.notes[self.note].append((data["data-quote"], self.into))
        self.kind = next((MARKED[it] for it in classes if it in MARKED), self.kind)
        self.kind = "count" if "data-count" in data else self.kind
        self.value = data.get("data-n") or data.get("data-count") or self.value

    def restore(self, before: tuple[list[Segment] | None, str, str, str, str]) -> None:
        """Go back to what was open around an element."""
        self.into, self.kind, self.value, self.note, self.quoted = before

    def handle_endtag(self, tag: str) -> None:
        """Go back to what was open around an element, and around all that nobody closed in it."""
        while any(name == tag for name, _ in self.open):
            name, undo = self.open.pop()
            undo()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Keep words where they belong to something."""
        if self.into is not None and data:
            self.into.append((self.kind, data, self.value))


def page_from_html(html: str) -> Page:
    """Return what a page says."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def verify_from_html(html: str, archived: Callable[[str], Archived | None], grammar: NumberGrammar) -> Verified:
    """Return what holds and what does not. `archived`: what the base holds of a claim, None when it has no such claim."""
    page = page_from_html(html)
    done = Verified(len(page.sentences), len(page.notes), len(page.annex))
    if page.said != str(len(page.sentences)):
        said = f"{page.said} sentences were written" if page.said else "is it a page that `brief` wrote?"
        done.faults.append(f"{len(page.sentences)} sentences are in this file: {said}")
    done.faults += [f"{id}: stands twice in the page" for id in page.repeated]
    for number, quoted in page.annex.items():
        done.masked += any(kind == "masked" for kind, _, _ in quoted.segments)
        done.faults += [f"quote {number}: {why}" for why in of_quote(quoted, archived)]
    for number, cited in page.notes.items():
        done.faults += [f"note {number}: {why}" for why in of_note(cited, page)]
    used = {note for note, _ in page.sentences}
    done.faults += [f"note {number}: no sentence stands on it" for number in page.notes if number not in used]
    for note, segments in page.sentences:
        done.numbers += sum(kind == "number" for kind, _, _ in segments)
        done.faults += [
            f"sentence of note {note or 'missing'}: {why}" for why in of_sentence(note, segments, page, grammar)
        ]
    return done


# ---------------------------------------------------------------- quotes


def of_quote(quoted: Quoted, archived: Callable[[str], Archived | None]) -> Iterator[str]:
    """Yield what is wrong with a quote of the annex."""
    data = quoted.data
    claim = data.get("data-claim", "")
    held = archived(claim)
    if held is None:
        yield f"the base has no claim {claim!r}"
        return
    place = tuple(data.get(f"data-{name}", "") for name in ("doc", "start", "end"))
    if place != (held.doc, str(held.start), str(held.end)):
        yield f"claim {claim} stands at {held.start}–{held.end} of {held.doc}, not where the page says"
    if sha256(held.text.encode("utf-8", "surrogatepass")).hexdigest() != data.get("data-text"):
        yield f"the text of {held.doc} no longer has the hash that the page gives"
    if not held.raw_holds(data.get("data-raw", "")):
        yield f"the archived file {data.get('data-raw', '')[:16]}… is not there, not this page's, or was changed"
    if not same_words(quoted.segments, held.text[held.start : held.end]):
        yield f"its words are not those of the archive: {shortened(quoted.text())!r}"


def same_words(segments: Iterable[Segment], words: str) -> bool:
    """True when a quote is word for word what is archived, but for what is masked.

    >>> same_words([("quote", "Then ", ""), ("masked", "[a keeper]", ""), ("quote", " left.", "")], "Then Ann Lee left.")
    True
    >>> same_words([("quote", "Then nobody left.", "")], "Then Ann Lee left.")
    False
    """
    parts = [("(?s:.+?)" if kind == "masked" else re.escape(text)) for kind, text, _ in segments]
    return bool(parts) and re.fullmatch("".join(parts), _LOST.sub("\ufffd", words)) is not None


def of_note(cited: list[tuple[str, list[Segment] | None]], page: Page) -> Iterator[str]:
    """Yield what is wrong with a footnote."""
    if not cited:
        yield "it cites nothing"
    for number, segments in cited:
        quoted = page.annex.get(number)
        if quoted is None:
            yield f"quote {number} is not in the annex"
        elif segments is not None and joined(segments) != joined(quoted.segments):
            yield f"its words are not those of quote {number} in the annex"


def joined(segments: Iterable[Segment]) -> list[tuple[str, str]]:
    """Return segments without what a parser may break differently."""
    return [(kind, text) for kind, text, _ in segments]


# ---------------------------------------------------------------- sentences


def of_sentence(note: str, segments: list[Segment], page: Page, grammar: NumberGrammar) -> Iterator[str]:
    """Yield what is wrong with a sentence: no note, numbers and words that are in none of its quotes, counts that differ."""
    quotes = [page.annex[number] for number, _ in page.notes.get(note, ()) if number in page.annex]
    if not quotes:
        yield "it has no footnote that quotes anything"
        return
    texts = [normal(quote.text()) for quote in quotes]
    stated = frozenset[float]().union(*(numbers_in(normal(whole(quote)), grammar) for quote in quotes))
    for kind, text, value in segments:
        if kind == "plain" and any(map(str.isdigit, text)):
            yield f"{shortened(text)!r} holds a number that stands on nothing"
        elif kind == "number":
            yield from of_number(text, value, stated)
        elif kind == "count":
            yield from of_count(text, value, quotes)
        elif kind == "quote" and not any(normal(text) in it for it in texts):
            yield f"the words {shortened(text)!r} are in none of its quotes"


def normal(text: str) -> str:
    """Return a text as sentences quote it: on one line, without letters that no page can hold."""
    return clean(text.replace("\ufffd", ""))


def whole(quoted: Quoted) -> str:
    """Return a quote as it is printed."""
    return "".join(text for _, text, _ in quoted.segments)


def of_number(text: str, value: str, stated: frozenset[float]) -> Iterator[str]:
    """Yield when a number is in none of the quotes, or is printed otherwise than it says."""
    printed = [float(it[0].replace(",", "")) for it in _NUMBER.finditer(text)]
    said = [float(it) for it in value.split("/") if re.fullmatch(r"[\d.]+(?:e\+?\d+)?", it)]
    if not said or [round(it, 6) for it in printed] != [round(it, 6) for it in said]:
        yield f"{text!r} is not the number {value!r} that it is marked as"
    for one in printed:
        if round(one, 6) not in stated:
            yield f"the number {text!r} is in none of its quotes"
            return


def of_count(text: str, value: str, quotes: list[Quoted]) -> Iterator[str]:
    """Yield when there are not as many pages or outlets behind a footnote as its sentence says."""
    of, _, said = value.partition(":")
    number = (
        SMALL.index(text.lower())
        if text.lower() in SMALL
        else int(text.replace(",", ""))
        if text.replace(",", "").isdecimal()
        else -1
    )
    pages = {quote.data.get("data-doc", "") for quote in quotes}
    outlets = {quote.data.get("data-outlet", "").casefold() for quote in quotes}
    there = {"pages": len(pages), "outlets": len(outlets)}.get(of, len(quotes))
    if str(number) != said:
        yield f"{text!r} is not the count {said!r} that it is marked as"
    elif number > there or (of in _EXACT and number != there):
        yield f"{text!r} ({of}) are counted, the footnote has {there}"


def shortened(text: str) -> str:
    """Return the beginning of a text for a message."""
    words = clean(text)
    return words if len(words) <= 60 else f"{words[:60]}…"
