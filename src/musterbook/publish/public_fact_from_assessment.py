"""An assessment and how its labels are told -> the public fact: private ends have a number and a role in place of a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from musterbook.compared import Assessment, Cluster, Root
from musterbook.publish.public import PublicFact, PublicOrigin

NOBODY = "withheld"  # the key of an end that is not named, with its number
WITHDRAWN = "withdrawn_series"
Retell = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which claims are shown, how the labels of a fact are told, and notes on series that were withdrawn."""

    claims: Set[str]
    told: Mapping[str, str]
    withdrawn: tuple[str, ...] = ()


def public_fact(cluster: Cluster, it: Assessment, story: str, shown: Shown) -> PublicFact:
    """Return a fact with nobody named who is private, and none of the claims that are not shown."""
    retell = retelling(shown.told)

    def here(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id for id in ids if id in shown.claims)

    return PublicFact(
        id=cluster.id,
        story=story,
        kind=cluster.kind,
        members=here(cluster.members),
        verdict=it.verdict.value,
        origins=tuple(public_origin(root, at, retell, here) for at, root in enumerate(it.origins, 1)),
        open_chains=here(it.open_chains),
        pages=it.pages,
        support=here(it.support),
        against=here(it.against),
        low=it.low,
        best=it.best,
        high=it.high,
        reliability=it.reliability,
        credibility=it.credibility,
        flags=tuple(sorted({*it.flags, *([WITHDRAWN] if shown.withdrawn else [])})),
        reasons=(*(retell(reason) for reason in it.reasons), *shown.withdrawn),
        mutations=tuple(
            type(one)(one.kind, one.before, one.after, retell(one.words))
            for one in it.mutations
            if one.before in shown.claims and one.after in shown.claims
        ),
        sums=tuple(
            type(one)(one.kind, one.verdict, retell(one.computation), one.members)
            for one in it.sums
            if set(one.members) <= shown.claims
        ),
    )


def public_origin(
    root: Root, number: int, retell: Retell, here: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> PublicOrigin:
    """Return an end: one whose name is not told has a number for a key, since a key is made of the name."""
    label = retell(root.label)
    key = root.key if label == root.label else f"{NOBODY} {number}"
    return PublicOrigin(key, label, root.kind, root.confirms, here(root.members))


def retelling(told: Mapping[str, str]) -> Retell:
    """Return what puts the words that may be told in place of those that may not, wherever they stand whole.

    >>> retelling({"Ann Lee": "a keeper", "Ann": "a keeper"})("2 pages, 1 origin (Ann Lee)")
    '2 pages, 1 origin (a keeper)'
    """
    if not told:
        return lambda words: words
    longest = sorted(told, key=lambda it: (-len(it), it))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    return lambda words: pattern.sub(lambda found: told[found.group()], words)
