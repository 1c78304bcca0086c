"""Documents that repeat one text, grouped: a copy keeps its own page but not its own vote.

Every member is verified against the representative itself, never against another member. Chains of weak links would
join strangers (a page that holds two reports is alike to both); a copy of a copy that has drifted so far that it is no
copy of the first text any more begins a group of its own, which counts one vote too many rather than one too few.
Documents are taken in the order of their publication, and each joins the earliest representative it is a copy of.
So the groups depend on the documents alone, and a stranger changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

from musterbook.link.likeness_from_signatures import FEWEST, SAME, Kind, Likeness, Runs, likeness_from_signatures
from musterbook.link.signature_from_text import SLOTS, Signature, sketch_from_signature
from musterbook.model import demand

BANDS = SLOTS // 2
FAINTEST = 0.1  # shared runs, as the sketches guess them
MOST = 16  # candidates verified for one document, the likest first: what bounds a series of thousands


@dataclass(frozen=True, slots=True)
class Item:
    """A document as copies are sought: its id, when it was published (an ISO date or its beginning), its signature."""

    id: str
    published: str | None
    signature: Signature


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A document that is not the representative of its group: what share of which is the same, in words."""

    id: str
    similarity: float
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """Documents with one text (`copy`) or one template (`template`, whose members are no copies and keep their votes).

    The representative is the document with the earliest known date of publication, then the smallest id.
    """

    kind: Kind
    representative: str
    others: tuple[Member, ...]

    def __post_init__(self) -> None:
        demand(() != self.others == tuple(sorted(self.others)), "sorted, and never alone", self.representative)

    @property
    def members(self) -> tuple[str, ...]:
        """Every document of the group, sorted."""
        return tuple(sorted((self.representative, *(other.id for other in self.others))))


def copies_from_signatures(
    items: Sequence[Item], *, apart: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Group, ...]:
    """Return the groups of copies, and of templates, of two documents and more; pairs in `apart` are never copies."""
    demand(len({item.id for item in items}) == len(items), "a document comes once", len(items))
    grouping = _Grouping(_both_ways(apart))
    for item in sorted(items, key=_first_published):
        grouping.take(item)
    return tuple(sorted(grouping.groups(), key=lambda group: (group.kind, group.representative)))


def _first_published(item: Item) -> tuple[str, str]:
    """A date that names only its month or year counts as that month's or year's end; no date comes last.

    >>> from musterbook.link.signature_from_text import signature_from_text
    >>> days = [Item("a", day, signature_from_text("")) for day in (None, "2024", "2024-05", "2024-05-03")]
    >>> [item.published for item in sorted(days, key=_first_published)]
    ['2024-05-03', '2024-05', '2024', None]
    """
    return f"{item.published or ''}~", item.id


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    ways: dict[str, set[str]] = {}
    for one, other in pairs:
        ways.setdefault(one, set()).add(other)
        ways.setdefault(other, set()).add(one)
    return ways


@dataclass(slots=True)
class _Grouping:
    """The groups while they grow. Documents are numbered as they come; a group is known by its representative."""

    apart: dict[str, set[str]]
    firsts: list[Item] = field(default_factory=list)  # the representatives
    sketches: dict[int, RMinHash] = field(default_factory=dict)  # of the representatives long enough for one
    home: dict[str, int] = field(default_factory=dict)  # document -> its representative
    copies: dict[int, list[Member]] = field(default_factory=dict)
    series: dict[int, list[Member]] = field(default_factory=dict)
    template: dict[int, int] = field(default_factory=dict)  # representative -> the first of its series
    twins: dict[bytes, list[tuple[int, Likeness]]] = field(default_factory=dict)  # same text -> what it is, and to whom
    index: RMinHashLSH = field(default_factory=lambda: RMinHashLSH(threshold=0.5, num_perm=SLOTS, num_bands=BANDS))

    def take(self, item: Item) -> None:
        """Put a document with the representative it is a copy of, or make it one."""
        barred = {self.home[other] for other in self.apart.get(item.id, ()) if other in self.home}
        exact = item.signature.exact
        for first, likeness in self.twins.get(exact, ()):
            if first not in barred:
                return self._join(item, first, likeness)
        sketch = sketch_from_signature(item.signature) if len(item.signature) >= FEWEST else None
        found = self._likenesses(item, sketch) if sketch else []
        copies = [(first, like) for first, like in found if like.kind is Kind.copy and first not in barred]
        if copies:
            first, like = min(copies)
            self.twins.setdefault(exact, []).append((first, like))
            return self._join(item, first, like)
        return self._lead(item, sketch, [first for first, like in found if like.kind is Kind.template])

    def _likenesses(self, item: Item, sketch: RMinHash) -> list[tuple[int, Likeness]]:
        near = []
        for first in self.index.query(sketch):
            guess = sketch.jaccard(self.sketches[first])
            if guess >= FAINTEST:
                near.append((-guess, first))
        runs = Runs(item.signature)
        alike = ((first, likeness_from_signatures(runs, self._runs(first))) for _, first in sorted(near)[:MOST])
        return [(first, like) for first, like in alike if like]

    def _runs(self, first: int) -> Runs:
        return Runs(self.firsts[first].signature)

    def _join(self, item: Item, first: int, like: Likeness) -> None:
        self.home[item.id] = first
        self.copies.setdefault(first, []).append(Member(item.id, like.similarity, like.reason))

    def _lead(self, item: Item, sketch: RMinHash | None, templates: list[int]) -> None:
        number = len(self.firsts)
        self.firsts.append(item)
        self.home[item.id] = number
        if len(item.signature):
            self.twins.setdefault(item.signature.exact, []).append((number, SAME))
        if sketch:
            self.sketches[number] = sketch
            self.index.insert(number, sketch)
        for start in dict.fromkeys(self.template.get(first, first) for first in templates):
            like = likeness_from_signatures(Runs(item.signature), self._runs(start))
            if like and like.kind is Kind.template:
                self.template[number] = start
                self.series.setdefault(start, []).append(Member(item.id, like.similarity, like.reason))
                return

    def groups(self) -> Iterable[Group]:
        """Every group of two and more."""
        for kind, found in ((Kind.copy, self.copies), (Kind.template, self.series)):
            for first, members in found.items():
                yield Group(kind, self.firsts[first].id, tuple(sorted(members)))
