"""Links -> clusters: entries that a chain of `same` links joins, unless a person said that two of them are different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from musterbook.compared import Cluster, Judgement, Link
from musterbook.model import digest


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

    def join(self, one: str, two: str) -> bool:
        """Join two sets unless that would bring two together that are kept apart; True when they are one set now."""
        left, right = sorted((self.find(one), self.find(two)))
        if left == right:
            return True
        if any(self.find(foe) == right for foe in self.foes[left]) or any(
            self.find(foe) == left for foe in self.foes[right]
        ):
            return False
        self.parent[right] = left
        self.foes[left] |= self.foes.pop(right, set())
        return True


def clusters_from_links(
    kinds: Sequence[tuple[str, str]], links: Iterable[Link], *, decided: Iterable[tuple[str, str, Judgement]] = ()
) -> tuple[Cluster, ...]:
    """Return the clusters of (id, kind); what a person decided (two ids, same or different) comes before every rule.

    Stronger links join first, so that of two that cannot both hold the better one does; order of input changes nothing.
    """
    decided = list(decided)
    union = Union((one, two) for one, two, said in decided if said == Judgement.different)
    for one, two, said in sorted(decided):
        if said == Judgement.same:
            union.join(one, two)
    links = list(links)
    for link in sorted(links, key=lambda it: (-it.score, it.left, it.right)):
        if link.judgement == Judgement.same:
            union.join(link.left, link.right)
    members: dict[str, list[str]] = defaultdict(list)
    for id, _ in kinds:
        members[union.find(id)].append(id)
    inside: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if union.find(link.left) == union.find(link.right):
            inside[union.find(link.left)].append(link)
    kind = dict(kinds)
    made = (
        Cluster(
            f"c{digest(*sorted(ids))}",
            kind[ids[0]],
            tuple(sorted(ids)),
            tuple(sorted(inside[root], key=lambda it: (it.left, it.right))),
        )
        for root, ids in members.items()
    )
    return tuple(sorted(made, key=lambda cluster: cluster.members))
