"""What may leave Musterbook, as values: every text in them is shielded, every place that could give somebody away is coarse.

Exports, briefs and pictures take these and nothing else. `public_from_base` (in disclosure.py) is the one door they come
through; a `Shielded` cannot be made by anybody but the shield, so a text that went round it does not fit the types.
"""

from __future__ import annotations

from dataclasses import dataclass

from musterbook.compared import Mutation, Sum
from musterbook.shield.shielded_from_text import Shielded


@dataclass(frozen=True, slots=True)
class PublicSource:
    """Somebody who is named: an outlet, an office, a person who speaks in public. Never anybody else."""

    id: str
    name: str
    kind: str  # as in the codebook's sources, "" when no row knows it
    kind_label: str
    side: str
    group: str  # court records, independent media, party to the conflict …
    reliability: str  # Admiralty A-F, of the kind


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A page, without its text. `length` of the text in code points, `breaks` where its lines end: quotes can be put in place."""

    id: str
    name: str
    url: str  # "" when the address itself names a person
    title: Shielded | None
    publisher: str
    source: str  # id of its PublicSource, "" when nobody named one
    published: str
    published_how: str
    guessed: bool
    lang: str
    sha256: str  # of its text
    raw: str  # of the archived bytes
    captured: str  # ISO time, "" when it is not known
    method: str
    copy_of: str
    length: int = 0
    breaks: tuple[int, ...] = ()
    likeness: float | None = None  # to what it is a copy of, 0 to 1


@dataclass(frozen=True, slots=True)
class PublicHop:
    """One hop of a chain: `source` "" is nobody named. `cue` are the words that say so, `start` where they begin."""

    label: str
    source: str
    role: str
    cue: Shielded | None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class PublicSlot:
    """A value of a claim and why it is believed: `words` of the page that begin at `start`, or the rule that inferred it.

    `dim`: it is a dimension of the pack. A value that is told otherwise than it was read has no words.
    """

    name: str
    dim: bool
    value: str
    how: str
    words: Shielded | None
    start: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class PublicClaim:
    """A claim. Numbers and codes as read; `quote` shielded, its offsets in code points of the document's text."""

    id: str
    doc: str
    kind: str  # figure, incident, statement
    what: str  # measure, kind of happening, theme: ids of the codebook
    label: str  # how `what` is printed
    quote: Shielded
    start: int
    end: int
    page: int | None
    low: float | None
    high: float | None
    bound: str
    unit: str
    per: str
    population: str
    place: str  # coarsened to a region where the claim is about somebody hiding
    country: str
    period: str  # figures: what it is about; incidents: the day
    time: str
    dims: tuple[tuple[str, str], ...]  # side, formation, law …
    stance: str
    chain: tuple[PublicHop, ...]
    origin: str  # printed name of the end, "" for the page's own word
    open: bool  # the chain ends in nobody named
    cluster: str
    story: str
    by: str = ""  # the rule that read it
    slots: tuple[PublicSlot, ...] = ()

    def dim(self, name: str) -> str:
        """Return the value of one of the pack's own dimensions, "" when nobody said it."""
        return dict(self.dims).get(name, "")


@dataclass(frozen=True, slots=True)
class PublicOrigin:
    """An end that claims of a fact lead to."""

    key: str
    label: str
    kind: str
    confirms: bool
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicFact:
    """A cluster and what it comes to."""

    id: str
    story: str
    kind: str
    members: tuple[str, ...]
    verdict: str
    origins: tuple[PublicOrigin, ...]
    open_chains: tuple[str, ...]
    pages: int
    support: tuple[str, ...]
    against: tuple[str, ...]
    low: float | None
    best: float | None
    high: float | None
    reliability: str
    credibility: str
    flags: tuple[str, ...]
    reasons: tuple[str, ...]  # the first is the count: "7 pages, 1 origin (…), 2 with no origin named"
    mutations: tuple[Mutation, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class PublicTerm:
    """A wrong word for a term, on a page; `at` is where the term begins that it is wrong for, `start` where the words do."""

    doc: str
    concept: str
    fault: str
    words: Shielded
    at: int = 0
    start: int = 0


@dataclass(frozen=True, slots=True)
class PublicDecision:
    """What somebody decided about two claims, and when; who it was stays inside."""

    left: str
    right: str
    judgement: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Public:
    """All that may leave a base, sorted by id; `as_of` the last day it looks at ("" for all), `masked` counts by rule."""

    title: str
    as_of: str
    codebook: str  # version
    pack: str
    documents: tuple[PublicDocument, ...]
    claims: tuple[PublicClaim, ...]
    facts: tuple[PublicFact, ...]
    sources: tuple[PublicSource, ...]
    terms: tuple[PublicTerm, ...]
    masked: tuple[tuple[str, int], ...]
    withheld: int  # claims left out whole, because what they tell is itself a danger
    decisions: tuple[PublicDecision, ...] = ()
