"""The nouns of a brief: what every writer (page, text, Word, PDF) prints. No sentence of a finding without a footnote.

A sentence is a row of pieces, and what a digit in it stands for is said by the piece it is in: a plain piece holds no digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from musterbook.model import demand
from musterbook.publish.public import PublicDocument

LEAD = 3  # quotes that a footnote prints; the others stand in the annex, by number


class Sort(StrEnum):
    """What a piece of a sentence is, and what its digits are held against."""

    plain = "plain"  # our own words, without digits
    number = "number"  # a figure with its bound and unit; `value` is checked against the quotes
    tally = "count"  # how many pages, outlets or origins; `value` is counted again
    computed = "computed"  # what follows from figures, and stands in no quote
    when = "when"  # a period or date in words
    name = "name"  # a source, a formation, a place, an article: as it is called
    quote = "quote"  # words of a quote
    masked = "masked"  # what stands for words that are not told


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence. `value`: numbers as `low` or `low/high`; counts as `what:number`."""

    sort: Sort
    text: str
    value: str = ""

    def __post_init__(self) -> None:
        plain = self.sort != Sort.plain or not any(map(str.isdigit, self.text))
        demand(plain, "a digit in our own words stands on nothing", self.text)


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote of the annex: the claim it is of, where it stands, and the page it stands on. `source` is the page's number."""

    number: int
    claim: str
    start: int
    end: int
    page: int | None
    quote: Pieces
    doc: PublicDocument
    source: int
    origin: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a sentence stands on; the first ones are printed, the others by their number in the annex.

    `first`: numbers of the pages that no earlier footnote prints, so that this one gives their address too.
    """

    number: int
    cited: tuple[Cited, ...]
    first: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        demand(bool(self.cited), "a footnote cites something", self.number)

    def printed(self) -> tuple[Cited, ...]:
        """Return the quotes that the footnote prints."""
        return self.cited[:LEAD]

    def address(self, cited: Cited) -> str:
        """Return the address to print with a quote, "" where an earlier one gave it."""
        before = self.printed()[: self.printed().index(cited)]
        told = any(it.source == cited.source for it in before)
        return cited.doc.url if cited.source in self.first and not told else ""

    def others(self) -> tuple[Cited, ...]:
        """Return those that it refers to."""
        return self.cited[LEAD:]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence whose footnote has no number yet: its words, and the claims it stands on, the best first."""

    pieces: Pieces
    claims: tuple[str, ...]

    def __post_init__(self) -> None:
        demand(bool(self.claims), "no sentence without a claim", self.pieces)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a finding and its footnote."""

    pieces: Pieces
    note: Footnote

    def text(self) -> str:
        """Return its words."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of one fact. `tag` says in two words what it rests on; `grade` are the two letters."""

    fact: str
    tag: str
    grade: str
    sentences: tuple[Sentence, ...]

    def __post_init__(self) -> None:
        demand(bool(self.sentences), "a finding has a sentence", self.fact)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words about the brief itself: how it was made, what it holds. Never a finding."""

    text: str
    lead: str = ""  # what it is about, printed before it


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table. `notes`: for each row the number of its footnote, 0 for none."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()  # shares of the width, where columns differ

    def __post_init__(self) -> None:
        demand(all(len(row) == len(self.columns) for row in self.rows), "rows fit their columns", self.title)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a series, in words too, with what it is drawn from."""

    title: str
    svg: str
    alt: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list: what it is called, and lines about it."""

    head: str
    lines: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A numbered list of sources."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """Every quote that a footnote stands on."""

    cited: tuple[Cited, ...]


Block = Paragraph | Finding | TableOf | Chart | Listing | Annex


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; `level` 1 is a chapter, 2 a part of one."""

    id: str
    level: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a brief is asked for. `themes`: ids of themes or chapters, or their beginnings; `period` an ISO date or interval.

    `most`: findings that one theme may have; the others are counted. `since`: only what changed after that day.
    """

    title: str
    themes: tuple[str, ...] = ()
    side: str = ""
    place: str = ""
    period: str = ""
    since: str = ""
    most: int = 20
    made: str = ""  # the day the brief is made, ISO
    version: str = ""  # of the program


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, ready to be written. `facts` are lines of the cover: what is asked, the reference period, the cut-off."""

    title: str
    subtitle: str
    made: str
    cover: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]

    def findings(self) -> tuple[Finding, ...]:
        """Return every finding in order."""
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Finding))
