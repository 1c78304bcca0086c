"""Links -> clusters: entries that a chain of `same` links joins, unless they say different things or a person kept them apart.

Chains join strangers: a page that left out the month may be linked to the March count and to the April count. So a set
remembers what its entries state, and two sets whose statements exclude each other do not join, except over a link that is
itself about such a change (one number, told of another year). Stronger links join first, so that of two that cannot both
hold the better one does; the order of input changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from musterbook.compared import Cluster, Judgement, Link
from musterbook.link.likeness_from_amounts import SLIPS, TELLING, values_from_shapes
from musterbook.link.relation_from_shapes import (
    APART,
    CONTAINS,
    NARROWER,
    OTHER,
    WIDER,
    WITHIN,
    period_case,
    same_month,
    set_case,
)
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape, chain_of
from musterbook.link.span_from_period import LAST, Span
from musterbook.model import Bound, digest, significant

OFTEN = 2  # pages from which a number of an end is no slip
# Ways of telling from which a set shows what it is about, and the shares of them that state a slot, or do not.
SEVERAL, MOSTLY, HARDLY = 2, 0.6, 0.2
MOST = 12  # different statements of a set in one slot: beyond, it is a mess that nothing more is let into


class Union:
    """Sets that grow together; two that are kept apart never join, however long the chain between them."""

    def __init__(self, apart: Iterable[tuple[str, str]] = ()) -> None:
        self.parent: dict[str, str] = {}
        self.foes: dict[str, set[str]] = defaultdict(set)
        for one, two in apart:
            self.foes[one].add(two)
            self.foes[two].add(one)

    def find(self, item: str) -> str:
        """Return the name of an item's set."""
        root = item
        while (above := self.parent.setdefault(root, root)) != root:
            root = above
        while self.parent[item] != root:
            self.parent[item], item = root, self.parent[item]
        return root

    def allowed(self, left: str, right: str) -> bool:
        """True unless two sets are kept apart."""
        foes = self.foes.get(left, ()), self.foes.get(right, ())
        return not any(self.find(foe) == right for foe in foes[0]) and not any(
            self.find(foe) == left for foe in foes[1]
        )

    def join(self, one: str, two: str) -> bool:
        """Join two sets unless that would bring two together that are kept apart; True when they are one set now."""
        left, right = sorted((self.find(one), self.find(two)))
        if left == right:
            return True
        if not self.allowed(left, right):
            return False
        self.parent[right] = left
        if right in self.foes:
            self.foes[left] |= self.foes.pop(right)
        return True


class Guard:
    """What each set states, slot by slot: what a set must not contradict to be joined."""

    def __init__(self, shapes: Mapping[str, Shape], rules: Rules) -> None:
        self.shapes, self.rules = shapes, rules
        self.stated: dict[str, dict[str, set[object]]] = {}
        self.told: dict[str, Counter[tuple[str, float]]] = {}
        self.shown: dict[str, set[Shape]] = {}

    def of(self, root: str) -> dict[str, set[object]]:
        """Return what a set states."""
        if root not in self.stated:
            shape = self.shapes[root]
            slots: dict[str, object] = {name: getattr(shape, name) for name in SLOTS}
            self.stated[root] = {name: {value} for name, value in slots.items() if value}
        return self.stated[root]

    def fits(self, left: str, right: str, link: Link) -> bool:
        """True when nothing that one set states excludes what the other states, but for what the link itself is about."""
        one, two = self.of(left), self.of(right)
        mine, other = self.shapes[link.left], self.shapes[link.right]
        apart = self.rules.tolerances.incident_days if mine.kind == "incident" else 0
        for name in one.keys() & two.keys():
            if self.excludes(name, getattr(mine, name), getattr(other, name), apart=apart):
                continue  # the link says that this slot changed on the way
            if len(one[name]) > MOST or any(
                self.excludes(name, a, b, apart=apart) for a in one[name] for b in two[name]
            ):
                return False
        if mine.kind != "figure" or mine.bound is None:
            return True
        sharp = mine.low == other.low and significant(mine.low) >= self.rules.tolerances.digits
        passed_on = sharp and mine.root == other.root != ""  # one end's number: it may well be told with less
        if not passed_on and self.two_scopes(left, right):
            return False
        values = values_from_shapes(mine, other, self.rules)
        slipped = values in SLIPS and mine.root == other.root != ""
        telling = values in TELLING or slipped or link.mutations != ()
        if not telling and any(one.get(name, set()) != two.get(name, set()) for name in SCOPES):
            return False  # two numbers answer one question only where all that either set knows of it is the same
        return sharp or not self.two_counts(left, right)

    def ways(self, root: str) -> set[Shape]:
        """Return the different ways in which a set tells its count: those who repeat one word for word are one way."""
        if root not in self.shown:
            self.shown[root] = {self.shapes[root]}
        return self.shown[root]

    def two_scopes(self, left: str, right: str) -> bool:
        """True when one set nearly always states a slot that the other hardly ever does: then they are two counts.

        One page that left out the unit or the place of the one would else join the two for good.
        """
        one, two = self.ways(left), self.ways(right)
        if min(len(one), len(two)) < SEVERAL:
            return False
        stated = ([share_with(name, ways) for ways in (one, two)] for name in NARROWING)
        return any(max(shares) >= MOSTLY and min(shares) <= HARDLY for shares in stated)

    def changed(self, name: str, link: Link) -> bool:
        """True when a slot is told otherwise at the two ends of a link."""
        mine, other = self.shapes[link.left], self.shapes[link.right]
        return self.excludes(name, getattr(mine, name), getattr(other, name))

    def numbers(self, root: str) -> Counter[tuple[str, float]]:
        """Return how often each end gives each exact number in a set."""
        if root not in self.told:
            shape = self.shapes[root]
            exact = shape.bound == Bound.exact and shape.root and shape.kind == "figure"
            self.told[root] = Counter({(shape.root, shape.low): 1} if exact else {})
        return self.told[root]

    def two_counts(self, left: str, right: str) -> bool:
        """True when one end gives each set a number of its own, time and again: then they are two of its counts."""
        one, two = self.numbers(left), self.numbers(right)
        mine = {end: {value for of, value in one if of == end and one[of, value] >= OFTEN} for end, _ in one}
        other = {end: {value for of, value in two if of == end and two[of, value] >= OFTEN} for end, _ in two}
        return any(mine[end] and other[end] and not mine[end] & other[end] for end in mine.keys() & other.keys())

    def excludes(self, name: str, one: object, two: object, *, apart: int = 0) -> bool:
        """True when two statements of one slot cannot both be of one fact; `apart`: days by which reports of it may differ."""
        if one == two or not one or not two:
            return False
        if name == "span":
            return exclude_each_other(one, two, self.rules, apart=apart)  # type: ignore[arg-type]  # both are spans
        if name == "laws":
            return set_case(one, two) in (OTHER, NARROWER, WIDER)  # type: ignore[arg-type]  # both are sets of articles
        if name == "place":
            nested = one in chain_of(str(two), self.rules) or two in chain_of(str(one), self.rules)
            return not (
                nested and apart
            )  # a happening may be placed more or less finely; a count of a part is another count
        return True

    def join(self, left: str, right: str, link: Link | None = None) -> None:
        """Take the statements of the second set into the first; where the link is about a change, those of the larger set stay alone."""
        one, two = self.of(left), self.of(right)
        sizes = len(self.ways(left)), len(self.ways(right))
        for name, values in two.items():
            if link is not None and sizes[0] != sizes[1] and self.changed(name, link):
                one[name] = one.get(name, set()) if sizes[0] > sizes[1] else values
            else:
                one[name] = one.get(name, set()) | values
        self.numbers(left).update(self.numbers(right))
        self.ways(left).update(self.ways(right))


def share_with(name: str, shapes: Collection[Shape]) -> float:
    """Return in how many of some shapes a slot is stated, 0 to 1."""
    return sum(bool(getattr(shape, name)) for shape in shapes) / len(shapes)


def exclude_each_other(one: Span, two: Span, rules: Rules, *, apart: int) -> bool:
    """True when two periods are apart, or are one count that goes on, read on two days."""
    if apart and max(one.start - two.end, two.start - one.end) <= apart:
        return False
    case = period_case(one, two, rules)
    if case in (WITHIN, CONTAINS) and not one.yearless and not two.yearless:
        return one.begun and two.begun and LAST not in (one.end, two.end) and same_month(one.start, two.start)
    return case == APART


SCOPES = ("laws", "population", "formation")
NARROWING = (*SCOPES, "place", "span")
SLOTS = ("span", "laws", "population", "formation", "place", "what", "per")


def clusters_from_links(
    kinds: Sequence[tuple[str, str]],
    links: Iterable[Link],
    *,
    decided: Iterable[tuple[str, str, Judgement]] = (),
    guard: Guard | None = None,
) -> tuple[Cluster, ...]:
    """Return the clusters of (id, kind); what a person decided (two ids, same or different) comes before every rule."""
    decided, links = sorted(decided), list(links)
    union = Union((one, two) for one, two, said in decided if said == Judgement.different)
    ids = {id for id, _ in kinds}
    for one, two, said in decided:
        if said == Judgement.same and {one, two} <= ids:
            left, right = sorted((union.find(one), union.find(two)))
            if left != right and union.join(one, two) and guard is not None:
                guard.join(left, right)
    for link in sorted(
        (it for it in links if it.judgement == Judgement.same), key=lambda it: (-it.score, it.left, it.right)
    ):
        left, right = sorted((union.find(link.left), union.find(link.right)))
        if left == right or (guard is not None and not guard.fits(left, right, link)):
            continue
        if union.join(left, right) and guard is not None:
            guard.join(left, right, link)
    return made(kinds, links, union)


def made(kinds: Sequence[tuple[str, str]], links: Iterable[Link], union: Union) -> tuple[Cluster, ...]:
    """Return the sets as clusters, each with the links inside it."""
    members: dict[str, list[str]] = defaultdict(list)
    for id, _ in kinds:
        members[union.find(id)].append(id)
    inside: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        root = union.find(link.left)
        if root == union.find(link.right):
            inside[root].append(link)
    kind = dict(kinds)
    found = (
        Cluster(
            f"c{digest(*sorted(ids))}",
            kind[ids[0]],
            tuple(sorted(ids)),
            tuple(sorted(inside[root], key=lambda it: (it.left, it.right))),
        )
        for root, ids in members.items()
    )
    return tuple(sorted(found, key=lambda cluster: cluster.members))
