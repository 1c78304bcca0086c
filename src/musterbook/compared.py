"""The nouns of comparing: claims side by side, who they are from, what links them, what comes of it. Pure, like model.py."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from musterbook.model import Amount, Quote, Stance, demand


class Judgement(StrEnum):
    """Whether two claims are about one fact."""

    same = "same"
    different = "different"
    unsure = "unsure"


class Relation(StrEnum):
    """How the left of two claims lies to the right one, before anybody asks which is true."""

    same = "same"
    narrower = "narrower"
    wider = "wider"
    other_period = "other_period"
    other_measure = "other_measure"
    other_denominator = "other_denominator"
    other_scope = "other_scope"
    stock_against_flow = "stock_against_flow"


class Outcome(StrEnum):
    """What the later of two claims does to the earlier one."""

    repeats = "repeats"
    corroborates = "corroborates"
    contradicts = "contradicts"
    updates = "updates"
    supersedes = "supersedes"
    recycles = "recycles"
    not_comparable = "not_comparable"


class Verdict(StrEnum):
    """What a cluster comes to."""

    corroborated = "corroborated"
    single_origin = "single_origin"
    contradicted = "contradicted"
    not_comparable = "not_comparable"
    no_origin = "no_origin"


class Sort(StrEnum):
    """What stands at a place of a chain: somebody with a name, a document, or nobody who can be asked."""

    named = "named"
    document = "document"
    unnamed = "unnamed"


@dataclass(frozen=True, slots=True)
class Party:
    """One hop of a chain, or the publisher: `key` is what it is counted by (a source's id, or its plain name)."""

    key: str
    label: str
    kind: str  # as in the codebook's sources, "" when no row knows it
    sort: Sort


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as comparing sees it, whether a reader or a person coded it; "" and () are what nobody said.

    `kind` is figure, incident or statement; `what` the measure, the kind of happening or the theme. `chain` is nearest first,
    without the publisher. `copy_of` is the document whose text this one's repeats. `dims` are the pack's own dimensions.
    """

    id: str
    doc: str
    kind: str
    what: str
    publisher: Party
    published: str = ""
    amount: Amount | None = None
    per: str = ""
    population: str = ""
    place: str = ""
    period: str = ""
    dims: tuple[tuple[str, str], ...] = ()
    chain: tuple[Party, ...] = ()
    stance: Stance = Stance.reported
    quote: Quote | None = None
    title: str = ""
    copy_of: str = ""
    also: tuple[Party, ...] = ()  # further ends that the same words are credited to
    terms: tuple[str, ...] = ()  # faults of terms in its sentence: signs of machine translation

    def dim(self, name: str) -> str:
        """Return the value of one of the pack's own dimensions, "" when nobody said it."""
        return dict(self.dims).get(name, "")

    def words(self) -> str:
        """Return the words it stands on, or what a table says of it."""
        return self.quote.text if self.quote else f"{self.what} {self.amount.low:g}" if self.amount else self.what


@dataclass(frozen=True, slots=True)
class Mutation:
    """A way in which a figure changed between two claims: `before` and `after` are their ids."""

    kind: str
    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two claims and what they are to each other, with the reasons in words that can be printed."""

    left: str
    right: str
    judgement: Judgement
    relation: Relation
    outcome: Outcome
    score: float
    reasons: tuple[str, ...]
    mutations: tuple[Mutation, ...] = ()
    by: str = "rule"

    def __post_init__(self) -> None:
        demand(self.left < self.right and bool(self.reasons), "ordered, reasoned", self)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Claims about one fact, sorted, with the links between them. `kind`: figure · incident · statement."""

    id: str
    kind: str
    members: tuple[str, ...]
    links: tuple[Link, ...] = ()

    def __post_init__(self) -> None:
        demand(() != self.members == tuple(sorted({*self.members})), "sorted, unique", self.id)


@dataclass(frozen=True, slots=True)
class Root:
    """One end that claims of a cluster lead to. `confirms`: it can be named, and counts by itself; only such ones corroborate."""

    key: str
    label: str
    kind: str
    confirms: bool
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A computation over claims. `verdict`: ok · rounding · broken · not_testable · not_additive."""

    kind: str
    verdict: str
    computation: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a cluster comes to. `origins` are distinct ends that count, one vote each; `open_chains` ids that end in nobody named."""

    cluster: str
    verdict: Verdict
    origins: tuple[Root, ...]
    open_chains: tuple[str, ...]
    pages: int
    support: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    low: float | None = None
    best: float | None = None
    high: float | None = None
    reliability: str = "F"
    credibility: str = "6"
    flags: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    mutations: tuple[Mutation, ...] = ()
    sums: tuple[Sum, ...] = ()

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.best, self.high) if end is not None]
        confirming = sum(origin.confirms for origin in self.origins)
        demand(self.verdict != Verdict.corroborated or confirming >= 2, "two origins corroborate", self.cluster)
        demand(self.verdict != Verdict.contradicted or bool(self.against), "a contradiction is named", self.cluster)
        demand(ends == sorted(ends) and bool(self.reasons), "low <= best <= high, with reasons", self.cluster)
