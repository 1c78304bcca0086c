"""Musterbook's nouns, in the order the data flows. No I/O, no clock, no domain words."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from musterbook.frozen import frozen


class Bound(StrEnum):
    """How the words beside a number limit it."""

    exact = "exact"
    about = "about"
    nearly = "nearly"
    over = "over"
    at_least = "at_least"
    up_to = "up_to"
    under = "under"
    between = "between"


class How(StrEnum):
    """Where the value of a slot comes from."""

    stated = "stated"
    context = "context"
    metadata = "metadata"
    default = "default"


class Stance(StrEnum):
    """How the document stands to what it passes on."""

    asserted = "asserted"
    reported = "reported"
    alleged = "alleged"
    denied = "denied"


PRIVATE_ACCOUNT = "a private account"  # whom a post was forwarded from, when that is a person: no name is kept


def digest(*parts: object) -> str:
    """Return 16 hex digits that name the parts (SHA-256 over their texts)."""
    return sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def demand(ok: bool, rule: str, it: object) -> None:
    """Raise ValueError naming the broken rule and the value that broke it."""
    if not ok:
        raise ValueError(f"{rule}: {it!r}")


def printed(number: float) -> str:
    """Return a number as people write it, without the dust of floating point.

    >>> printed(289600.0), printed(88.4), printed(0.1 + 0.2), printed(1234567.5)
    ('289,600', '88.4', '0.3', '1,234,567.5')
    """
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.10g}"


@lru_cache(maxsize=200_000)
def digits(number: float) -> str:
    """Return the digits a number is written with, without sign, point or leading noughts.

    >>> digits(1010), digits(0.75), digits(2e12)
    ('1010', '75', '2000000000000')
    """
    return f"{Decimal(f'{number:.15g}'):f}".replace(".", "").replace("-", "").lstrip("0")


def significant(number: float) -> int:
    """Return how many digits of a number say something: the noughts that fill it up do not.

    >>> significant(724050), significant(700000), significant(88.4), significant(0)
    (5, 1, 3, 0)
    """
    return len(digits(number).rstrip("0"))


@frozen(order=True)
class Quote:
    """A half-open span [start, end) of a document's text, in code points, with the words it holds."""

    doc: str
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        demand(0 <= self.start and self.end - self.start == len(self.text) > 0, "quote fits its span", self)


@frozen
class Document:
    """One archived version of one page; its text never changes.

    `published` is an ISO date prefix (its length is its precision) or None, `published_how` what it stands on, `guessed`
    whether that is less than somebody's word for it. `name` is the label a person knows it by. `languages` are spans that
    cover the text, where it is not all in `lang`; `pages` where each page of a paged original begins; `forwarded` whose
    words these are, when their container says that they were passed on.
    """

    id: str
    name: str
    url: str
    text: str
    lang: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_how: str | None = None
    guessed: bool = False
    updated: str | None = None
    author: str | None = None
    forwarded: str | None = None
    forwarder_sure: bool = True  # False: nobody says that whom it was forwarded from is no private person
    languages: tuple[tuple[int, int, str], ...] = ()
    pages: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        demand(self.id == digest(self.url or self.name, self.text), "id is content", self.name)
        ends = [0, *(end for _, end, _ in self.languages)]
        fits = all(start == end < stop for (start, stop, _), end in zip(self.languages, ends, strict=False))
        demand(fits and ends[-1] in (0, len(self.text)), "languages cover the text", self.name)

    def page(self, at: int) -> int | None:
        """Return the number of the page that holds a place in the text, None where the original has no pages."""
        return sum(start <= at for start in self.pages) or None

    def quote(self, start: int, end: int) -> Quote:
        """Return the quote of [start, end)."""
        return Quote(self.id, start, end, self.text[start:end])

    def holds(self, quote: Quote) -> bool:
        """True when the quote stands in this document, word for word, at its place."""
        return quote.doc == self.id and self.text[quote.start : quote.end] == quote.text


@frozen
class Hop:
    """One link of a chain: who is said to say it. `source` None with a `label` is an unnamed source."""

    label: str
    source: str | None
    role: str
    cue: Quote | None

    @property
    def named(self) -> bool:
        """True when the hop points to somebody who can be asked."""
        return self.source is not None


@frozen
class Chain:
    """Whom a document has a claim from, nearest first, the origin last; empty: its own word."""

    hops: tuple[Hop, ...] = ()

    def __post_init__(self) -> None:
        if len(self.hops) < 2:
            return
        labels = [hop.label for hop in self.hops]
        demand(len(labels) == len({*labels}), "chain has no loop", labels)

    def open(self) -> bool:
        """True when the chain ends in somebody unnamed: it never proves independence."""
        return bool(self.hops) and not self.hops[-1].named

    def labels(self) -> list[str]:
        """Return the printed names, nearest first."""
        return [hop.label for hop in self.hops]

    def origin(self) -> str | None:
        """Return the printed name of the last hop, None for the document's own word."""
        return self.hops[-1].label if self.hops else None


@frozen
class Anchor:
    """Where a claim stands. Its id names the place in the text, so a better rule keeps the id."""

    id: str
    quote: Quote
    chain: Chain
    stance: Stance
    by: str


@frozen
class Slot:
    """A codebook id, ISO date or interval, and why we believe it: its words, or the rule in `by`."""

    value: str
    how: How
    quote: Quote | None
    by: str = ""

    def __post_init__(self) -> None:
        demand((self.how == How.stated) == (self.quote is not None), "stated = quoted", self)
        demand(self.how == How.stated or bool(self.by), "inferred = says by which rule", self)


@frozen
class Amount:
    """The number as stated; `high` None: open above (a vague plural such as "thousands")."""

    low: float
    high: float | None
    bound: Bound
    unit: str | None = None

    def __post_init__(self) -> None:
        fits = (
            self.high is not None and self.low < self.high
            if self.bound == Bound.between
            else self.high is None or self.high == self.low
        )
        demand(self.low >= 0 and fits, "ends fit bound", self)

    def interval(self) -> tuple[float, float]:
        """Return what the words commit the speaker to, as [low, high]; widening "about" is policy, not type."""
        if self.bound in (Bound.nearly, Bound.up_to, Bound.under):
            return 0, self.low
        open_above = self.high is None or self.bound in (Bound.over, Bound.at_least)
        return self.low, float("inf") if open_above else float(self.high or self.low)


Dims = tuple[tuple[str, Slot], ...]


@frozen
class Figure:
    """An amount of a measure; `dims` holds the pack's own dimensions (sorted by name)."""

    anchor: Anchor
    measure: Slot
    amount: Amount
    per: Slot | None = None
    population: Slot | None = None
    place: Slot | None = None
    period: Slot | None = None
    dims: Dims = ()


@frozen
class Incident:
    """A dated, placed happening."""

    anchor: Anchor
    kind: Slot
    when: Slot | None = None
    time: Slot | None = None
    place: Slot | None = None
    country: Slot | None = None
    amount: Amount | None = None
    dims: Dims = ()


@frozen
class Statement:
    """A qualitative finding on a theme of the codebook."""

    anchor: Anchor
    theme: Slot
    dims: Dims = ()


Claim = Figure | Incident | Statement


@frozen
class TermUse:
    """A codebook term as written; `fault` names a wrong expansion that was found beside it."""

    quote: Quote
    concept: str
    fault: str | None = None
    fault_quote: Quote | None = None


@frozen
class Leftover:
    """What was seen and not understood: a number without measure, a cue without source."""

    quote: Quote
    why: str


@frozen
class Extract:
    """All that one document was read to say, in text order."""

    doc: str
    figures: tuple[Figure, ...] = ()
    incidents: tuple[Incident, ...] = ()
    statements: tuple[Statement, ...] = ()
    terms: tuple[TermUse, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    sentences: int = 0

    def claims(self) -> tuple[Claim, ...]:
        """Return every claim in text order."""
        every: list[Claim] = [*self.figures, *self.incidents, *self.statements]
        return tuple(sorted(every, key=lambda claim: (claim.anchor.quote.start, claim.anchor.id)))
