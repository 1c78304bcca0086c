"""A cluster -> its assessment: how many origins, what they agree on, what speaks against it, and what to be wary of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from musterbook.assess.estimate_from_entries import estimate_from_entries
from musterbook.assess.flags_from_cluster import SPOILT, flags_from_cluster
from musterbook.assess.grades_from_roots import credibility, reliability
from musterbook.assess.parents_from_entries import mutations_from_parents, parents_from_entries
from musterbook.assess.roots_from_entries import Roots, roots_from_entries
from musterbook.compared import Assessment, Cluster, Entry, Link, Mutation, Outcome, Root, Sum, Verdict
from musterbook.link.mutations_from_entry import mutations_from_entry
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import Shape, shape_from_entry
from musterbook.model import printed

OPPOSING = {Outcome.contradicts}


def assess(
    cluster: Cluster,
    entries: Mapping[str, Entry],
    rules: Rules,
    *,
    sums: Sequence[Sum] = (),
    beside: Iterable[Link] = (),
    known: Mapping[str, Shape] | None = None,
) -> Assessment:
    """Return what a cluster comes to. `beside`: links to claims outside it that show how a figure changed on the way.

    `known`: shapes of entries, where the caller has them already.
    """
    mine = {id: entries[id] for id in cluster.members}
    shapes = {id: known[id] if known else shape_from_entry(entry, rules) for id, entry in mine.items()}
    roots = roots_from_entries(list(mine.values()), rules, shapes)
    own = [mutation for id in sorted(mine) for mutation in mutations_from_entry(mine[id], shapes[id], rules)]
    parents = parents_from_entries(list(mine.values()), shapes, rules)
    passed = mutations_from_parents(mine, parents, shapes, rules)
    mutations = told_once([*own, *passed, *(it for link in beside for it in link.mutations if it.kind in SPOILT)])
    support, against = sides(cluster.links, roots)
    verdict = verdict_from_roots(roots, support, against)
    low, best, high = estimate_from_entries(mine, roots, shapes, rules, mutations=mutations)
    flags = flags_from_cluster(mine, roots, rules, mutations=mutations, sums=sums)
    return Assessment(
        cluster=cluster.id,
        verdict=verdict,
        origins=roots.counted,
        open_chains=roots.open,
        pages=len({entry.doc for entry in mine.values()}),
        support=support,
        against=against,
        low=low,
        best=best,
        high=high,
        reliability=reliability(roots, rules),
        credibility=credibility(verdict, roots, rules),
        flags=flags,
        reasons=reasons_from_roots(mine, roots, verdict, against, entries),
        mutations=mutations,
        sums=tuple(sums),
    )


def told_once(mutations: Iterable[Mutation]) -> tuple[Mutation, ...]:
    """Return each way in which each claim changed once: seen from the claim nearest to its end that shows it."""
    found: dict[tuple[str, str, str], Mutation] = {}
    for mutation in sorted(mutations, key=lambda it: (it.kind, it.after, it.before)):
        found.setdefault((mutation.kind, mutation.after, mutation.words), mutation)
    return tuple(sorted(found.values(), key=lambda it: (it.kind, it.after, it.words)))


def sides(links: Sequence[Link], roots: Roots) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of claims that agree across origins, and of those that contradict each other."""
    root_of = {id: root.key for root in roots.counted for id in root.members}
    support: set[str] = set()
    against: set[str] = set()
    for link in links:
        pair = {link.left, link.right}
        if link.outcome in OPPOSING:
            against |= pair
        elif link.outcome == Outcome.corroborates and len({root_of.get(id) for id in pair} - {None}) == 2:
            support |= pair
    return tuple(sorted(support)), tuple(sorted(against))


def verdict_from_roots(roots: Roots, support: tuple[str, ...], against: tuple[str, ...]) -> Verdict:
    """Return the verdict: a contradiction is never outvoted, and only ends that count by themselves corroborate."""
    if against:
        return Verdict.contradicted
    confirming = {root.key for root in roots.counted if root.confirms and set(root.members) & set(support)}
    if len(confirming) >= 2:
        return Verdict.corroborated
    if not roots.counted:
        return Verdict.no_origin
    return Verdict.single_origin if len(roots.counted) == 1 else Verdict.not_comparable


def reasons_from_roots(
    mine: Mapping[str, Entry], roots: Roots, verdict: Verdict, against: tuple[str, ...], entries: Mapping[str, Entry]
) -> tuple[str, ...]:
    """Return why, in words for a footnote: the count of origins first."""
    found = [count_in_words(mine, roots)]
    if verdict == Verdict.contradicted:
        told = sorted({(amount.low, entries[id].publisher.label) for id in against if (amount := entries[id].amount)})
        found.append("they contradict each other: " + "; ".join(f"{printed(low)} ({label})" for low, label in told[:6]))
    elif verdict == Verdict.corroborated:
        found.append(
            "origins that count by themselves agree: "
            + " and ".join(root.label for root in roots.counted if root.confirms)
        )
    elif verdict == Verdict.not_comparable:
        found.append("several origins, but none that counts the same thing by itself")
    if roots.silent and any(root.key != "nobody named" for root in roots.silent):
        passed = [root.label for root in roots.silent if root.key != "nobody named"]
        found.append(f"without a vote, since they pass on a number that an origin gave: {', '.join(passed)}")
    return tuple(found)


def count_in_words(mine: Mapping[str, Entry], roots: Roots) -> str:
    """Return the count as it is printed: "7 pages, 1 origin (Mediazona), 2 with no origin named"."""
    pages = len({entry.doc for entry in mine.values()})
    names = ", ".join(origin_name(root) for root in roots.counted)
    first = f"{pages} page{'s' * (pages != 1)}, {len(roots.counted)} origin{'s' * (len(roots.counted) != 1)}"
    silent = len({mine[id].doc for id in roots.open})
    return f"{first}{f' ({names})' if names else ''}{f', {silent} with no origin named' if silent else ''}"


def origin_name(root: Root) -> str:
    """Return how an origin is printed."""
    return root.label if root.key != "nobody named" else "one that nobody names and that differs"
