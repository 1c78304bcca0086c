"""The claims of an article and what the base holds about them -> findings: what is to be said of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from musterbook.assess.finding import Finding, Kind, Remark
from musterbook.assess.origin_from_series import Probable
from musterbook.assess.words_from_flags import FLAGS, MUTATIONS
from musterbook.compared import Assessment, Entry, Link, Mutation, Outcome, Sum, Verdict
from musterbook.link.mutations_from_pair import bounded
from musterbook.link.shape_from_entry import Shape

ORDER = {kind: at for at, kind in enumerate(Kind)}
MILD = {
    "rounded",
    "made_exact",
    "bound_changed",
}  # a number told shorter, or hedged in another word, is not a wrong one
TOLD_ELSEWHERE = {"term_error", "sum_broken", "figure_changed"}  # by remarks of their own
OF_PAGE = {"undated", "no_origin_named"}  # of a claim that only this page tells they are said once, of the page
SUMS = {"broken": Kind.does_not_add_up, "not_additive": Kind.warning, "not_testable": Kind.warning}


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around one claim of an article."""

    assessment: Assessment
    links: Sequence[Link]  # to claims of the base
    sums: Sequence[Sum] = ()
    probable: Sequence[Probable] = ()
    own_share: bool = False  # a share that no other page tells, of a page whose figures others tell
    ladder: Sequence[str] = ()  # claims of the base that count another step of the same, for the same time


def finding(
    claim: Entry, around: Around, entries: Mapping[str, Entry], shapes: Mapping[str, Shape], *, law: str = ""
) -> Finding:
    """Return all that is to be said of one claim, the gravest first."""
    remarks = [
        *of_links(claim, around, entries, shapes),
        *of_mutations(claim, around.assessment.mutations, entries),
        *of_sums(around.sums),
        *(Remark(Kind.term_suspicious, fault) for fault in sorted(set(claim.terms))),
        *([Remark(Kind.law_suspicious, law)] if law else []),
        *of_ladder(claim, around.ladder, entries, shapes),
        *(
            Remark(Kind.probable_origin, f"names no source, but {it.words}; probable, and not counted")
            for it in around.probable
        ),
        *(
            [Remark(Kind.mutated, "a percentage that no other page of this lineage tells: perhaps the page's own")]
            if around.own_share
            else []
        ),
        *of_assessment(claim, around.assessment, entries),
    ]
    return Finding(
        claim, tuple(sorted(dict.fromkeys(remarks), key=lambda it: (ORDER[it.kind], it.words))), around.assessment
    )


def of_links(
    claim: Entry, around: Around, entries: Mapping[str, Entry], shapes: Mapping[str, Shape]
) -> Iterator[Remark]:
    """Yield who contradicts the claim, who told it long before, and who told it."""
    told: dict[tuple[Outcome, str, str], list[str]] = {}
    for link in around.links:
        other = entries[link.right if link.left == claim.id else link.left]
        if link.outcome in (Outcome.contradicts, Outcome.recycles, Outcome.updates, Outcome.supersedes):
            told.setdefault((link.outcome, bounded(shapes[other.id]), ending(other)), []).append(other.id)
    for (outcome, value, source), ids in sorted(told.items()):
        pages = pages_in_words(entries[id] for id in ids)
        if outcome == Outcome.contradicts:
            yield Remark(Kind.contradicted, f"{pages} has {value}{source}", tuple(sorted(ids)))
        elif outcome == Outcome.recycles:
            yield Remark(Kind.recycled, f"told before by {pages}{source}", tuple(sorted(ids)))
        else:
            later = "a corrected count" if outcome == Outcome.supersedes else "a count of another day"
            yield Remark(Kind.warning, f"{pages} has {value}{source}: {later} of the same end", tuple(sorted(ids)))


def ending(entry: Entry) -> str:
    """Return whom a claim is from, as the end of a sentence."""
    return f", from {entry.chain[-1].label}" if entry.chain else ""


def pages_in_words(entries: Iterable[Entry]) -> str:
    """Return the pages of claims: the first by name and date, the others by number."""
    pages = sorted({(it.published or "undated", it.publisher.label) for it in entries})
    first = f"{pages[0][1]} ({pages[0][0]})"
    return first if len(pages) == 1 else f"{first} and {len(pages) - 1} more"


def of_mutations(claim: Entry, mutations: Iterable[Mutation], entries: Mapping[str, Entry]) -> Iterator[Remark]:
    """Yield how the figure changed on the way into this article."""
    for mutation in mutations:
        if mutation.after != claim.id:
            continue
        kind = Kind.warning if mutation.kind in MILD else Kind.mutated
        before = entries[mutation.before]
        source = "" if before.id == claim.id else f", against {before.publisher.label}"
        others = () if before.id == claim.id else (before.id,)
        yield Remark(kind, f"{MUTATIONS.get(mutation.kind, mutation.kind)}: {mutation.words}{source}", others, mutation)


def of_sums(sums: Iterable[Sum]) -> Iterator[Remark]:
    """Yield what the figures of the article come to together."""
    for it in sums:
        kind = SUMS.get(it.verdict, Kind.adds_up)
        yield Remark(kind, f"{it.verdict.replace('_', ' ')}: {it.computation}", it.members)


def of_ladder(
    claim: Entry, ids: Iterable[str], entries: Mapping[str, Entry], shapes: Mapping[str, Shape]
) -> Iterator[Remark]:
    """Yield what looks alike and counts another step: never to be compared."""
    for id in sorted(ids):
        other = entries[id]
        rate = f" a {other.per}" if other.per else ""
        mine, theirs = claim.what.replace("_", " "), other.what.replace("_", " ")
        told = f"{other.publisher.label} has {bounded(shapes[id])} {theirs}{rate}"
        yield Remark(Kind.not_comparable, f"{told}: not comparable, {theirs} against {mine}", (id,))


def of_assessment(claim: Entry, assessment: Assessment, entries: Mapping[str, Entry]) -> Iterator[Remark]:
    """Yield what the fact comes to: its origins, and what to be wary of."""
    count = assessment.reasons[0]
    alone = assessment.pages == 1
    if assessment.verdict == Verdict.corroborated:
        yield Remark(Kind.corroborated, f"{len(assessment.origins)} origins agree: {count}", assessment.support)
    elif len(assessment.origins) == 1:
        yield Remark(Kind.single_origin, f"single origin: {count}")
    if not alone:
        yield Remark(Kind.repeated, count)
    for flag in assessment.flags:
        if flag in FLAGS and flag not in TOLD_ELSEWHERE and not (alone and flag in OF_PAGE):
            yield Remark(Kind.warning, FLAGS[flag])
    if alone:
        yield Remark(Kind.new, "nothing in the base tells the same")
