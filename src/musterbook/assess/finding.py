"""What checking an article says of one of its claims: the noun that findings_from_article makes and publish prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from musterbook.compared import Assessment, Entry, Mutation
from musterbook.model import demand


class Kind(StrEnum):
    """What a remark says, the gravest first."""

    contradicted = "contradicted"
    mutated = "mutated"
    does_not_add_up = "does_not_add_up"
    term_suspicious = "term_suspicious"
    law_suspicious = "law_suspicious"
    not_comparable = "not_comparable"
    recycled = "recycled"
    probable_origin = "probable_origin"
    single_origin = "single_origin"
    corroborated = "corroborated"
    repeated = "repeated"
    adds_up = "adds_up"
    warning = "warning"
    new = "new"


GRAVE = (Kind.contradicted, Kind.mutated, Kind.does_not_add_up, Kind.term_suspicious, Kind.law_suspicious)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of a claim, in words that can be printed; `others` are the claims of the base that it rests on."""

    kind: Kind
    words: str
    others: tuple[str, ...] = ()
    mutation: Mutation | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim of the article with all that is to be said of it, the gravest first; `assessment` is of the fact it tells."""

    claim: Entry
    remarks: tuple[Remark, ...]
    assessment: Assessment

    def __post_init__(self) -> None:
        demand(bool(self.remarks), "something is said of every claim", self.claim.id)

    @property
    def kind(self) -> Kind:
        """Return the gravest kind of remark."""
        return self.remarks[0].kind


@dataclass(frozen=True, slots=True)
class Checked:
    """An article with its findings in text order; `pages` says of every claim that a remark rests on where it stands."""

    document: str
    findings: tuple[Finding, ...]
    summary: tuple[Remark, ...]  # what holds for the article as a whole: its sums, its terms, its single origin
    others: dict[str, Entry]

    def contradicted(self) -> bool:
        """True when something in it is contradicted by what the base holds."""
        return any(remark.kind == Kind.contradicted for finding in self.findings for remark in finding.remarks)
