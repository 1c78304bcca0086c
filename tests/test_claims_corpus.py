"""The claims corpus of the linking benchmark: same seed, same claims, and what its docstring says is in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from bench.baselines import one_a_day
from bench.claims_corpus import COPY, LOST, MOST, OPEN, OTHER, Planted, corpus, planted
from bench.claims_facts import APART, FAMILIES
from bench.links import Score, detail, score
from musterbook.compared import Entry, Sort

COUNT, SEED = 5_000, 11


@cache
def claims() -> tuple[Planted, ...]:
    return tuple(planted(COUNT, SEED))


def share_of(mark: str, among: list[Planted]) -> float:
    return sum(mark in one.done for one in among) / len(among)


def later_pages() -> list[Planted]:
    """One claim of each page that is not the first of its release: pages of facts that have the origin's own page."""
    first_told = {one.fact for one in claims() if one.done[0] == "own"}
    pages = {one.entry.doc: one for one in claims() if one.fact in first_told and one.done[0] != "own"}
    return list(pages.values())


def passed_on() -> list[Planted]:
    """Claims that somebody passed on from an origin that gave its first number."""
    fates = {"passed on", "origin lost", "open"}
    return [one for one in claims() if one.done[0] in fates]


def test_the_same_seed_gives_the_same_claims_and_another_seed_others() -> None:
    assert planted(1_000, 3) == planted(1_000, 3)
    assert planted(1_000, 3) != planted(1_000, 4)


def test_the_truth_covers_every_claim_and_ids_are_unique() -> None:
    entries, truth = corpus(COUNT, SEED)
    assert len(entries) == COUNT == len({entry.id for entry in entries})
    assert {entry.id for entry in entries} == truth.keys()
    assert [one.entry for one in claims()] == entries


def test_the_order_of_the_claims_says_nothing_about_their_facts() -> None:
    facts = [one.fact for one in claims()]
    together = sum(left == right for left, right in pairwise(facts))
    assert together < COUNT / 100


def test_facts_are_on_one_to_forty_pages_with_a_long_tail() -> None:
    sizes = Counter(one.fact for one in claims()).values()
    assert max(sizes) <= MOST
    assert sum(sizes) / len(sizes) == pytest.approx(3.5, abs=0.4)
    assert sum(size == 1 for size in sizes) / len(sizes) == pytest.approx(0.54, abs=0.05)
    assert sum(size >= 20 for size in sizes) > 10


def test_the_families_of_facts_have_their_shares() -> None:
    families = Counter(fact.partition("-")[0] for fact in {one.fact for one in claims()})
    for family, share in FAMILIES.items():
        assert families[family] / families.total() == pytest.approx(share, abs=0.06), family


def test_pages_copy_pass_on_and_ask_others_at_the_rates_told() -> None:
    pages = later_pages()
    fates = Counter(one.done[0] for one in pages)
    assert fates["copy"] / len(pages) == pytest.approx(COPY, abs=0.04)
    assert fates["other"] / len(pages) == pytest.approx(OTHER, abs=0.03)
    chained = [one for one in pages if one.done[0] not in ("copy", "other")]
    assert share_of("origin lost", chained) == pytest.approx(LOST, abs=0.02)
    assert share_of("open", chained) == pytest.approx(OPEN, abs=0.02)
    others = [one for one in claims() if one.done[0] == "other" and one.entry.kind == "figure"]
    assert share_of("confirmed", others) == pytest.approx(0.5, abs=0.1)
    assert share_of("contradicted", others) == pytest.approx(0.5, abs=0.1)


def test_claims_are_reworded_and_spoilt_at_the_rates_told() -> None:
    passed = passed_on()
    figures = [one for one in passed if one.entry.kind == "figure" and not one.fact.startswith(("share", "estimate"))]
    spoilt = (
        "digit lost",
        "digits swapped",
        "year slip",
        "unit changed",
        "bound changed",
        "rate lost",
        "told as month",
    )
    assert sum(share_of(mark, passed) for mark in spoilt) == pytest.approx(0.07, abs=0.015)
    assert all(share_of(mark, passed) > 0 for mark in spoilt[:5])
    assert 0.08 < share_of("rounded", figures) < 0.16  # small numbers are not rounded
    assert share_of("period missing", figures) == pytest.approx(0.3 * 0.05, abs=0.01)
    assert share_of("period coarser", figures) == pytest.approx(0.3 * 0.075, abs=0.01)
    happenings = [one for one in passed if one.entry.kind == "incident"]
    assert share_of("day off", happenings) == pytest.approx(0.045, abs=0.025)
    assert share_of("place coarser", happenings) == pytest.approx(0.045, abs=0.025)


def test_a_copy_repeats_its_model_with_its_errors_and_a_claim_passed_on_need_not() -> None:
    told: dict[str, dict[str, Entry]] = defaultdict(dict)
    for one in claims():
        told[one.entry.doc][one.fact] = one.entry
    copies = [one for one in claims() if one.entry.copy_of and one.fact in told[one.entry.copy_of]]
    assert len(copies) > 100
    for one in copies:
        model = told[one.entry.copy_of][one.fact]
        for slot in ("what", "amount", "period", "place", "population", "per", "dims"):
            assert getattr(one.entry, slot) == getattr(model, slot), slot
        assert one.entry.words() == model.words() and one.entry.published >= model.published


def test_chains_have_no_loops_and_end_where_the_fate_of_the_page_says() -> None:
    for one in claims():
        keys = [party.key for party in one.entry.chain]
        assert len(keys) == len({*keys}) and one.entry.publisher.key not in keys
        unnamed = [party.sort == Sort.unnamed for party in one.entry.chain]
        assert not any(unnamed[:-1])
        assert unnamed[-1:] == [True] or one.done[0] != "open"


def test_dimensions_are_sorted_and_periods_are_dates() -> None:
    for one in claims():
        assert [*one.entry.dims] == sorted(one.entry.dims) and one.entry.dim("side")
        for end in filter(None, one.entry.period.split("/")):
            date.fromisoformat(f"{end}-01-01"[:10] if len(end) == 4 else f"{end}-01"[:10])


def test_look_alikes_differ_from_their_like_where_they_should() -> None:
    marks = Counter(mark for one in claims() for mark in one.done if mark.startswith("looks: "))
    wanted = ("series", "growing", "table", "round", "other formation", "weeks apart", "other city", "other kind")
    assert all(marks[f"looks: {name}"] > 20 for name in wanted)
    days: dict[tuple[str, str], set[tuple[date, str]]] = defaultdict(set)
    moved = {
        "day off",
        "year slip",
        "unit changed",
        "period coarser",
        "period missing",
        "place coarser",
        "place missing",
    }
    for one in claims():
        if one.entry.kind == "incident" and moved.isdisjoint(one.done):
            days[one.entry.what, one.entry.place].add((date.fromisoformat(one.entry.period), one.fact))
    for there in days.values():
        ordered = sorted(there)
        for (day, fact), (later, other) in pairwise(ordered):
            assert fact == other or (later - day).days >= APART


def test_pairs_are_counted_from_the_table_as_they_are_one_by_one() -> None:
    truth = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"}
    assert score([["a", "b", "c"], ["d", "e"]], truth) == Score(right=2, joined=4, wanted=4)
    assert score([["a", "b"], ["c", "d", "e"]], truth).f1 == 1
    with pytest.raises(AssertionError, match="every claim"):
        score([["a"]], truth)


def test_one_a_day_joins_what_shares_its_cell_and_leaves_the_undated_alone() -> None:
    groups = one_a_day([one.entry for one in claims()])
    truth = {one.entry.id: one.fact for one in claims()}
    assert sorted(id_ for group in groups for id_ in group) == sorted(truth)
    undated = {one.entry.id for one in claims() if not one.entry.period}
    assert undated and all(len(group) == 1 for group in groups if undated & {*group})
    found = score(groups, truth)
    assert 0.6 < found.precision < 1 and 0.6 < found.recall < 0.9


def test_the_truth_itself_scores_full_marks_in_every_line_of_the_detail() -> None:
    groups = defaultdict(list)
    for one in claims():
        groups[one.fact].append(one.entry.id)
    assert {(precision, recall) for _, _, precision, recall in detail(claims(), [*groups.values()])} == {(1, 1)}
