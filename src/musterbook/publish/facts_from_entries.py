"""Claims -> the facts they tell and the stories these are parts of, each with what it comes to. What tables are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from musterbook.assess.flags_from_cluster import flags_from_cluster
from musterbook.assess.grades_from_roots import credibility, reliability
from musterbook.assess.roots_from_entries import Roots, roots_from_entries
from musterbook.compared import Assessment, Cluster, Entry, Judgement, Link, Mutation, Sum, Verdict
from musterbook.link.clusters_from_links import Guard, clusters_from_links
from musterbook.link.mutations_from_entry import mutations_from_entry
from musterbook.link.rules_from_codebook import Rules
from musterbook.link.shape_from_entry import shape_from_entry
from musterbook.one_block import links_from_entries, stories_from_links
from musterbook.one_cluster import assess, count_in_words, told_once

UNIT = "unit_changed"  # the one way to change on links between facts that is told of a story
LAST_DAY = "-12-31"


@dataclass(frozen=True, slots=True)
class Fact:
    """Claims about one quantity or happening, and what they come to."""

    cluster: Cluster
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Story:
    """Facts of one matter, the most told one first, and what they come to together; a story of one fact is that fact."""

    facts: tuple[Fact, ...]
    assessment: Assessment

    def members(self) -> tuple[str, ...]:
        """Return the ids of all its claims, sorted."""
        return tuple(sorted(id for fact in self.facts for id in fact.cluster.members))


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of some claims: themselves, their facts by id, the stories, and the links between facts."""

    entries: Mapping[str, Entry]
    facts: Mapping[str, Fact]
    stories: tuple[Story, ...]
    links: tuple[Link, ...]


def known_from_entries(
    entries: Sequence[Entry],
    rules: Rules,
    *,
    decided: Iterable[tuple[str, str, Judgement]] = (),
    sums: Mapping[str, Sequence[Sum]] | None = None,
) -> Known:
    """Return what claims come to that are compared here and now. `decided`: what people said; `sums`: by document."""
    by_id = {entry.id: entry for entry in entries}
    shapes = {entry.id: shape_from_entry(entry, rules) for entry in entries}
    links = links_from_entries(entries, rules, shapes)
    kinds = [(entry.id, entry.kind) for entry in entries]
    clusters = clusters_from_links(kinds, links, decided=decided, guard=Guard(shapes, rules))
    of = {id: cluster.id for cluster in clusters for id in cluster.members}
    beside: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.mutations and of[link.left] != of[link.right]:
            beside[of[link.left]].append(link)
            beside[of[link.right]].append(link)
    facts = {}
    for cluster in clusters:
        mine = sums_of(cluster.members, by_id, sums or {})
        facts[cluster.id] = Fact(cluster, assess(cluster, by_id, rules, sums=mine, beside=beside[cluster.id]))
    return known_from_facts(by_id, facts, links, rules)


def sums_of(members: Collection[str], entries: Mapping[str, Entry], sums: Mapping[str, Sequence[Sum]]) -> list[Sum]:
    """Return the sums of the claims' documents that they are part of."""
    docs = sorted({entries[id].doc for id in members})
    return [it for doc in docs for it in sums.get(doc, ()) if {*members} & {*it.members}]


def known_from_facts(
    entries: Mapping[str, Entry], facts: Mapping[str, Fact], links: Sequence[Link], rules: Rules
) -> Known:
    """Return facts grouped into stories, the most told ones first."""
    groups = stories_from_links([fact.cluster for fact in facts.values()], links)
    of = {id: at for at, group in enumerate(groups) for cluster in group for id in cluster.members}
    inside: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        if of[link.left] == of[link.right]:
            inside[of[link.left]].append(link)
    stories = [
        story_from_facts([facts[it.id] for it in group], entries, inside[at], rules) for at, group in enumerate(groups)
    ]
    order = sorted(stories, key=lambda it: (-it.assessment.pages, -len(it.members()), it.members()))
    return Known(entries, facts, tuple(order), tuple(links))


def story_from_facts(facts: Sequence[Fact], entries: Mapping[str, Entry], links: Iterable[Link], rules: Rules) -> Story:
    """Return what facts of one matter come to together.

    Its origins are those of all its claims, its numbers those of the fact told on most pages: numbers of several facts are
    never put together. It is contradicted when one of its facts is, and corroborated when one is.
    """
    first = min(facts, key=lambda it: it.cluster.members)
    name = f"s{first.cluster.id[1:]}"  # as the base names it
    ordered = sorted(facts, key=lambda it: (-it.assessment.pages, -len(it.cluster.members), it.cluster.members))
    lead = ordered[0].assessment
    if len(facts) == 1:
        return Story((ordered[0],), replace(lead, cluster=name))
    mine = {id: entries[id] for fact in facts for id in fact.cluster.members}
    roots = roots_from_entries(list(mine.values()), rules)
    mutations = mutations_of_story(ordered, mine, links, rules)
    sums = tuple(
        {(it.kind, it.computation, it.members): it for fact in ordered for it in fact.assessment.sums}.values()
    )
    verdict = verdict_from_facts(ordered, roots)
    told = [reason for fact in ordered for reason in fact.assessment.reasons[1:]]
    assessment = Assessment(
        cluster=name,
        verdict=verdict,
        origins=roots.counted,
        open_chains=roots.open,
        pages=len({entry.doc for entry in mine.values()}),
        support=tuple(sorted({id for fact in facts for id in fact.assessment.support})),
        against=tuple(sorted({id for fact in facts for id in fact.assessment.against})),
        low=lead.low,
        best=lead.best,
        high=lead.high,
        reliability=reliability(roots, rules),
        credibility=credibility(verdict, roots, rules),
        flags=flags_from_cluster(mine, roots, rules, mutations=mutations, sums=sums),
        reasons=tuple(dict.fromkeys([count_in_words(mine, roots), *told])),
        mutations=mutations,
        sums=sums,
    )
    return Story(tuple(ordered), assessment)


def verdict_from_facts(facts: Sequence[Fact], roots: Roots) -> Verdict:
    """Return the verdict of a story: a contradiction first, then what two origins agree on, then the count of origins."""
    said = {fact.assessment.verdict for fact in facts}
    if Verdict.contradicted in said:
        return Verdict.contradicted
    # Two ends of one fact may be one when the pages of the other facts are followed, too.
    if Verdict.corroborated in said and sum(root.confirms for root in roots.counted) >= 2:
        return Verdict.corroborated
    if not roots.counted:
        return Verdict.no_origin
    return Verdict.single_origin if len(roots.counted) == 1 else Verdict.not_comparable


def mutations_of_story(
    facts: Sequence[Fact], mine: Mapping[str, Entry], links: Iterable[Link], rules: Rules
) -> tuple[Mutation, ...]:
    """Return how figures changed within facts, between facts where what is counted was changed, and under their own titles."""
    shapes = {id: shape_from_entry(entry, rules) for id, entry in mine.items()}
    own = [mutation for id in sorted(mine) for mutation in mutations_from_entry(mine[id], shapes[id], rules)]
    between = [it for link in links if link.judgement == Judgement.unsure for it in link.mutations if it.kind == UNIT]
    return told_once([*own, *(it for fact in facts for it in fact.assessment.mutations), *between])


def known_by(entries: Iterable[Entry], day: str) -> tuple[list[Entry], int]:
    """Return the entries that were surely published by a day, and of how many pages nobody knows when they were.

    >>> known_by([], "2024-03")
    ([], 0)
    """
    entries = list(entries)
    found = [it for it in entries if it.published and last_day(it.published) <= last_day(day)]
    return found, len({it.doc for it in entries if not it.published})


def last_day(day: str) -> str:
    """Return the last day that an ISO date or a prefix of one may mean, as a text that sorts.

    >>> last_day("2024"), last_day("2024-02"), last_day("2024-02-03T10:00Z")
    ('2024-12-31', '2024-02-31', '2024-02-03')
    """
    return day[:10] + LAST_DAY[len(day[:10]) - 4 :] if len(day) < 10 else day[:10]
