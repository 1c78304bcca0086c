"""Linking and assessing claims whose facts are known, beside the one-a-day rule and an untuned Splink on the same input.

`python -m bench.links` prints pair precision and recall, seconds and peak memory for the held-back seed and holds the floors;
`--seed 7` is for development, `--detail` adds what was planted by what was found of it.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from random import Random

from bench.baselines import one_a_day, splink_clusters, splink_version
from bench.claims_corpus import Planted, planted
from bench.pairs_scored import Score
from musterbook.compared import Cluster, Entry

TUNED, HELD_BACK = 7, 4207
PRECISION, RECALL = 0.95, 0.90  # of the held-back seed
MANY, SHUFFLED = 200_000, 5_000
SPLINK_PART = 50_000  # of 200,000 it takes 360 s and 9.5 GB: it scores every pair of a block
SECONDS, MEGABYTES = 90, 2000

Linker = Callable[[Sequence[Entry]], Sequence[Cluster]]


def pairs_in(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def score(groups: Iterable[Iterable[str]], truth: dict[str, str]) -> Score:
    """Count pairs by the table of groups against facts, never one by one.

    >>> score([["a", "b", "c"], ["d"]], {"a": "x", "b": "x", "c": "y", "d": "y"})
    Score(right=1, joined=3, wanted=2)
    """
    cells: Counter[tuple[int, str]] = Counter()
    for number, group in enumerate(groups):
        cells.update((number, truth[id_]) for id_ in group)
    assert cells.total() == len(truth), "every claim is in one group"
    groups_of: Counter[int] = Counter()
    for (number, _), size in cells.items():
        groups_of[number] += size
    facts = Counter(truth.values())
    return Score(pairs_in(cells.values()), pairs_in(groups_of.values()), pairs_in(facts.values()))


def detail(found: Sequence[Planted], groups: Sequence[Sequence[str]]) -> list[tuple[str, int, float, float]]:
    """By what was done to claims: how many, and of the partners they were given and should have, how many are right."""
    group_of = {id_: number for number, group in enumerate(groups) for id_ in group}
    cells = Counter((group_of[one.entry.id], one.fact) for one in found)
    facts = Counter(one.fact for one in found)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in found:
        number = group_of[one.entry.id]
        right = cells[number, one.fact] - 1
        for mark in (one.fact.partition("-")[0] + " (all)", *one.done):
            for at, value in enumerate((1, right, len(groups[number]) - 1, facts[one.fact] - 1)):
                sums[mark][at] += value
    return [
        (mark, count, right / max(1, joined), right / max(1, wanted))
        for mark, (count, right, joined, wanted) in sorted(sums.items())
    ]


def peak() -> float:
    """The most memory this process ever had, in MB (Linux counts in kB, macOS in bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def row(name: str, scored: Score, groups: int, seconds: float | None) -> None:
    took = "" if seconds is None else f"{seconds:9.1f}"
    print(f"{name:30}{scored.precision:10.4f}{scored.recall:10.4f}{scored.f1:10.4f}{groups:12,}{took}", flush=True)


def part_of(found: Sequence[Planted], most: int) -> Sequence[Planted]:
    """All claims of some facts, about so many: fewer look-alikes stand beside each other, which helps who is asked."""
    if len(found) <= most:
        return found
    facts = sorted({one.fact for one in found})
    kept = {*Random(TUNED).sample(facts, len(facts) * most // len(found))}
    return [one for one in found if one.fact in kept]


def beside(found: Sequence[Planted], linked: Sequence[Sequence[str]]) -> None:
    """Print what the baselines make of the same claims; `linked`: what ours did."""
    entries, truth = [one.entry for one in found], {one.entry.id: one.fact for one in found}
    began = time.perf_counter()
    groups = one_a_day(entries)
    row("one a day and place", score(groups, truth), len(groups), time.perf_counter() - began)
    if not splink_version():
        print("Splink is not installed: left out")
        return
    part = part_of(found, SPLINK_PART)
    truth = {one.entry.id: one.fact for one in part}
    began = time.perf_counter()
    results = splink_clusters([one.entry for one in part])
    took = time.perf_counter() - began
    if len(part) < len(found):
        print(f"of them {len(part):,} claims about {len({*truth.values()}):,} facts, every claim of each:")
        clusters = [group for cluster in linked if (group := [id_ for id_ in cluster if id_ in truth])]
        row("musterbook, linked with all", score(clusters, truth), len(clusters), None)
    for threshold, groups in results.items():
        row(f"Splink {splink_version()} at {threshold:g}", score(groups, truth), len(groups), took)


def order_changes_nothing(link: Linker, found: Sequence[Planted]) -> None:
    """Hold that the order of the input is nothing to the clusters, their names and their links."""
    entries = [one.entry for one in found[:SHUFFLED]]
    other = Random(TUNED).sample(entries, len(entries))
    assert set(link(entries)) == set(link(other)), "another order, other clusters"


def ours(found: Sequence[Planted], show: bool) -> tuple[list[tuple[str, ...]], Linker]:
    """Link and assess in this process, and print how well and at what cost."""
    from musterbook.codebook.load import load_codebook
    from musterbook.link.rules_from_codebook import rules_from_codebook
    from musterbook.link.shape_from_entry import shape_from_entry
    from musterbook.one_block import clusters_from_entries
    from musterbook.one_cluster import assess

    rules = rules_from_codebook(load_codebook())
    entries, truth = [one.entry for one in found], {one.entry.id: one.fact for one in found}
    by_id, before = {entry.id: entry for entry in entries}, peak()
    began = time.perf_counter()
    shapes = {entry.id: shape_from_entry(entry, rules) for entry in entries}
    clusters = clusters_from_entries(entries, rules, known=shapes)
    linked = time.perf_counter()
    verdicts: Counter[str] = Counter()
    for cluster in clusters:
        verdicts[assess(cluster, by_id, rules, known=shapes).verdict] += 1
    done = time.perf_counter()
    groups = [cluster.members for cluster in clusters]
    row("musterbook", score(groups, truth), len(groups), done - began)
    print(f"  linked in {linked - began:.1f} s, assessed in {done - linked:.1f} s (both: {SECONDS} s allowed)")
    print(f"  peak memory {peak():,.0f} MB ({MEGABYTES:,} allowed), {before:,.0f} of it the claims themselves")
    print("  verdicts: " + ", ".join(f"{name} {count:,}" for name, count in sorted(verdicts.items())))
    if show:
        for mark, count, precision, recall in detail(found, groups):
            print(f"    {mark:26}{count:9,} claims   of their pairs: precision {precision:.3f}   recall {recall:.3f}")
    return groups, lambda some: clusters_from_entries(some, rules)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=MANY)
    options.add_argument("--seed", type=int, default=HELD_BACK)
    options.add_argument("--detail", action="store_true")
    chosen = options.parse_args([] if sys.argv[0].endswith("bench/__main__.py") else None)
    gc.set_threshold(100_000)  # as the command line has it
    found = planted(chosen.count, chosen.seed)
    facts = len({one.fact for one in found})
    print(f"{len(found):,} claims about {facts:,} facts, seed {chosen.seed}")
    print(f"{'':30}{'precision':>10}{'recall':>10}{'F1':>10}{'clusters':>12}{'seconds':>9}")
    groups, link = ours(found, chosen.detail)
    beside(found, groups)
    order_changes_nothing(link, found)
    scored = score(groups, {one.entry.id: one.fact for one in found})
    assert scored.precision >= PRECISION, f"precision {scored.precision:.3f} below {PRECISION}"
    assert scored.recall >= RECALL, f"recall {scored.recall:.3f} below {RECALL}"


if __name__ == "__main__":
    main()
