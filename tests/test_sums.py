"""Do figures add up: the domain's own checks, cases of ours with look-alikes that stay quiet, and what never changes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import sums as bench
from musterbook.assess import checks_from_numbers as check
from musterbook.assess.sum_rules import SumRules
from musterbook.assess.sums_from_entries import sums_from_entries
from musterbook.compared import Entry, Sort, Sum
from musterbook.model import Amount, Bound, Stance
from tests.architecture.project import run

needs_table = pytest.mark.skipif(
    not bench.TABLE.exists(), reason="the domain's table of arithmetic is not beside the checkout"
)
RULES = SumRules(
    kinds=(("share", "share"), ("ratio", "ratio"), ("on_duty", "stock")),
    made_of=(("rulings", ("grants", "refusals")),),
    steps=(("refusals", "objections"),),
    axes=(("keepers", "post"), ("mates", "post"), ("boys", "post"), ("fathers", "family"), ("sons", "family")),
    within=(("A", "all"),),
)


def entries(*items: dict[str, Any], **all_: Any) -> tuple[Entry, ...]:
    """Entries written short: n, at, by and doc as in the case file; other names are dimensions."""
    base = {"what": "closures", "by": "harbour board", **all_}
    return tuple(bench.entry(f"e{number}", {**base, **item}) for number, item in enumerate(items, 1))


def sums(*items: dict[str, Any], **all_: Any) -> tuple[Sum, ...]:
    return sums_from_entries(entries(*items, **all_), RULES)


def told(found: Sequence[Sum]) -> set[tuple[str, str]]:
    return {(it.kind, it.verdict) for it in found}


def exact(number: float, bound: Bound = Bound.exact) -> Amount:
    return Amount(float(number), float(number), bound)


@needs_table
def test_the_checks_of_the_domain_come_out_right() -> None:
    wrong = [row.id for row in bench.rows() if not row.right]
    assert len(bench.rows()) - len(wrong) >= bench.FLOOR, wrong
    assert wrong == ["K32"], "a place in time is no computation; all others are met"


@needs_table
def test_every_check_has_a_case_and_no_case_says_what_is_expected() -> None:
    assert {row.id for row in bench.rows()} == bench.cases().keys()
    assert not [word for word in ("expected", "verdict", "broken") if word in bench.CASES.read_text("utf-8")]


# Each case: what is told, then the entries; each look-alike below: the entries that must stay quiet.
LIST = (
    {"n": 858, "population": "keepers", "at": (100, 11)},
    {"n": 150, "population": "mates", "at": (113, 9)},
    {"n": 2, "population": "boys", "at": (127, 6)},
)
YEARS = ({"n": 310, "period": "2021"}, {"n": 455, "period": "2022"}, {"n": 612, "period": "2023-01/2023-06"})
FOUND: dict[str, tuple[set[tuple[str, str]], tuple[dict[str, Any], ...]]] = {
    "a list fills a total": ({("sum", "ok")}, ({"n": 1010, "at": (60, 20)}, *LIST)),
    "a list fills a bound": ({("sum", "ok")}, ({"n": 1000, "bound": "over", "at": (60, 20)}, *LIST)),
    "other groups of a total that is filled": (
        {("sum", "ok"), ("subset", "not_additive")},
        (
            {"n": 1010, "at": (10, 20)},
            {"n": 26, "population": "masters", "at": (40, 8)},
            {"n": 3, "population": "pilots", "at": (50, 8)},
            *LIST,
        ),
    ),
    "a list with one too many": ({("sum", "broken")}, ({"n": 1009, "at": (60, 20)}, *LIST)),
    "a list that leaves some out": ({("sum", "ok")}, ({"n": 1113, "at": (60, 20)}, *LIST)),
    "periods that fill a period": ({("sum", "ok")}, (*YEARS, {"n": 1377, "period": "2021/2023-06"})),
    "periods that do not add up": ({("sum", "broken")}, (*YEARS, {"n": 1397, "period": "2021/2023-06"})),
    "a running count and its last month": (
        {("difference", "ok")},
        (
            {"n": 2041, "period": "2022/2023-04"},
            {"n": 2172, "period": "2022/2023-05"},
            {"n": 131, "period": "2023-05"},
        ),
    ),
    "a running count that was corrected": (
        {("difference", "rounding")},
        (
            {"n": 204137, "period": "2022/2023-04"},
            {"n": 217211, "period": "2022/2023-05"},
            {"n": 13027, "period": "2023-05"},
        ),
    ),
    "two values of one dimension": (
        {("sum", "ok")},
        ({"n": 71, "coast": "A"}, {"n": 52, "coast": "B"}, {"n": 123, "coast": "A;B"}),
    ),
    "rounded parts of an exact total": (
        {("sum", "rounding")},
        ({"n": 71000, "coast": "A"}, {"n": 52000, "coast": "B"}, {"n": 123214, "coast": "A;B"}),
    ),
    "measures that make up another": (
        {("sum", "ok")},
        (
            {"n": 14, "what": "rulings", "at": (10, 10)},
            {"n": 9, "what": "grants", "at": (30, 10)},
            {"n": 5, "what": "refusals", "at": (50, 10)},
        ),
    ),
    "a share of a part": (
        {("percent", "ok")},
        (
            {"n": 640, "at": (10, 20)},
            {"n": 231, "coast": "A", "at": (60, 20)},
            {"n": 36, "what": "share", "at": (82, 6)},
        ),
    ),
    "a share that was cut off": (
        {("percent", "rounding")},
        (
            {"n": 644, "at": (10, 20)},
            {"n": 231, "coast": "A", "at": (60, 20)},
            {"n": 35.8, "what": "share", "at": (82, 6)},
        ),
    ),
    "a share with its digits turned": (
        {("percent", "broken")},
        (
            {"n": 640, "at": (10, 20)},
            {"n": 231, "coast": "A", "at": (60, 20)},
            {"n": 63.1, "what": "share", "at": (82, 6)},
        ),
    ),
    "one count, two bases": (
        {("percent", "ok"), ("denominator", "not_additive")},
        (
            {"n": 231, "what": "grants", "at": (10, 10)},
            {"n": 4620, "what": "on_duty", "at": (30, 20)},
            {"n": 5, "what": "share", "at": (52, 4)},
            {"n": 231, "what": "grants", "doc": "b", "at": (10, 10)},
            {"n": 1155, "what": "on_duty", "doc": "b", "at": (30, 20)},
            {"n": 20, "what": "share", "doc": "b", "at": (52, 4)},
        ),
    ),
    "doubled": (
        {("ratio", "ok")},
        ({"n": 402, "period": "2022"}, {"n": 199, "period": "2021"}, {"n": 2, "what": "ratio", "period": "2022"}),
    ),
    "not tripled at all": (
        {("ratio", "broken")},
        ({"n": 402, "period": "2022"}, {"n": 199, "period": "2021"}, {"n": 3, "what": "ratio", "period": "2022"}),
    ),
    "a revision": (
        {("revision", "not_additive")},
        (
            {"n": 641, "period": "2021", "published": "2022-03", "doc": "a"},
            {"n": 688, "period": "2021", "published": "2023-05", "doc": "b"},
        ),
    ),
    "numbers to be taken for each other": (
        {("collision", "not_additive")},
        ({"n": 21600, "coast": "A", "period": "2022/2023-05"}, {"n": 21602, "coast": "A;B", "period": "2023-05"}),
    ),
    "a running count that jumps": (
        {("jump", "not_additive")},
        ({"n": 1564, "period": "2021/2023-05"}, {"n": 3048, "period": "2021/2023-06"}),
    ),
    "a claim out of reach": (
        {("upper_bound", "broken")},
        (
            {"n": 9000, "bound": "over", "period": "2022", "by": "rival", "doc": "a"},
            {"n": 5120, "period": "2022-01/2022-10"},
            {"n": 711, "period": "2022-09"},
        ),
    ),
    "lists that overlap": (
        {("union", "not_additive")},
        (
            {"n": 490, "coast": "all", "board": "X", "by": "one", "doc": "a"},
            {"n": 263, "coast": "A", "board": "X", "by": "two", "doc": "b"},
            {"n": 361, "coast": "all", "board": "X", "by": "three", "doc": "c"},
        ),
    ),
    "one year that holds nearly all of four": (
        {("scope", "not_testable")},
        ({"n": 1610, "period": "2020/2023"}, {"n": 1350, "period": "2022"}),
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_computation_is_told(case: str) -> None:
    expected, items = FOUND[case]
    found = sums(*items)
    assert told(found) == expected, found
    assert all(len(it.members) >= 2 and it.computation for it in found)


QUIET: dict[str, tuple[dict[str, Any], ...]] = {
    "two numbers that happen to add up, far apart": (
        {"n": 70, "at": (10, 10)},
        {"n": 40, "coast": "A", "at": (900, 10)},
        {"n": 30, "coast": "B", "at": (1900, 10)},
    ),
    "parts of another measure": (
        {"n": 123, "what": "objections"},
        {"n": 71, "coast": "A"},
        {"n": 52, "coast": "B"},
    ),
    "parts of another year": (
        {"n": 123, "coast": "A;B", "period": "2022"},
        {"n": 71, "coast": "A", "period": "2021"},
        {"n": 52, "coast": "B", "period": "2021"},
    ),
    "parts that two origins count": (
        {"n": 123, "coast": "A;B", "by": "one", "doc": "a"},
        {"n": 71, "coast": "A", "by": "two", "doc": "b"},
        {"n": 52, "coast": "B", "by": "three", "doc": "c"},
    ),
    "two groups that may overlap": (
        {"n": 100, "at": (10, 10)},
        {"n": 90, "population": "keepers", "at": (30, 10)},
        {"n": 40, "population": "fathers", "at": (50, 10)},
    ),
    "a few of very many": ({"n": 5000, "at": (10, 10)}, *LIST),
    "a stock of two years": tuple(
        {**item, "what": "on_duty"} for item in (*YEARS, {"n": 1397, "period": "2021/2023-06"})
    ),
    "a hole between the periods": (YEARS[0], YEARS[2], {"n": 1397, "period": "2021/2023-06"}),
    "rates of the months of a year": (
        {"n": 310, "period": "2021", "per": "month"},
        {"n": 455, "period": "2022", "per": "month"},
        {"n": 700, "period": "2021/2022", "per": "month"},
    ),
    "a total that is about something larger": (*YEARS, {"n": 9000, "period": "2021/2023-06"}),
    "a share far from any count": (
        {"n": 640, "at": (10, 20)},
        {"n": 231, "coast": "A", "at": (60, 20)},
        {"n": 36, "what": "share", "at": (2000, 6)},
    ),
    "a share that may be of something else": (
        {"n": 640, "at": (10, 20)},
        {"n": 231, "coast": "A", "at": (60, 20)},
        {"n": 71, "what": "share", "at": (260, 6)},
    ),
    "a ratio of two other years": (
        {"n": 402, "period": "2022"},
        {"n": 199, "period": "2021"},
        {"n": 3, "what": "ratio", "period": "2015"},
    ),
    "two origins that differ are no revision": (
        {"n": 641, "period": "2021", "published": "2022-03", "doc": "a", "by": "one"},
        {"n": 688, "period": "2021", "published": "2023-05", "doc": "b", "by": "two"},
    ),
    "a number told while its time still ran": (
        {"n": 641, "period": "2021", "published": "2021-06", "doc": "a"},
        {"n": 688, "period": "2021", "published": "2022-05", "doc": "b"},
    ),
    "one number told twice": (
        {"n": 21602, "population": "lights", "period": "2023-05"},
        {"n": 21602, "population": "lamps", "period": "2023-05"},
    ),
    "round numbers that are the same": ({"n": 50000, "coast": "A"}, {"n": 50000, "coast": "B"}),
    "a running count that grows": ({"n": 1564, "period": "2021/2023-05"}, {"n": 1648, "period": "2021/2023-06"}),
    "a running count over the years": ({"n": 1564, "period": "2021"}, {"n": 19048, "period": "2021/2023"}),
    "a claim within reach": (
        {"n": 6000, "bound": "over", "period": "2022", "by": "rival", "doc": "a"},
        {"n": 5120, "period": "2022-01/2022-10"},
        {"n": 711, "period": "2022-09"},
    ),
    "a claim about more than the series counts": (
        {"n": 9000, "bound": "over", "period": "2022", "by": "rival", "doc": "a"},
        {"n": 5120, "coast": "A", "period": "2022-01/2022-10"},
        {"n": 711, "coast": "A", "period": "2022-09"},
    ),
    "lists of places that do not hold each other": (
        {"n": 490, "coast": "C", "board": "X", "by": "one", "doc": "a"},
        {"n": 263, "coast": "A", "board": "X", "by": "two", "doc": "b"},
        {"n": 361, "coast": "C", "board": "X", "by": "three", "doc": "c"},
    ),
    "three guesses at one thing": (
        {"n": 490, "coast": "A", "by": "one", "doc": "a"},
        {"n": 263, "coast": "A", "by": "two", "doc": "b"},
        {"n": 361, "coast": "A", "by": "three", "doc": "c"},
    ),
    "a day a running count was read off": ({"n": 1610, "period": "2020/2023"}, {"n": 1600, "period": "2023-11"}),
}


@pytest.mark.parametrize("case", QUIET)
def test_a_look_alike_stays_quiet(case: str) -> None:
    assert not sums(*QUIET[case])


def test_what_is_denied_or_no_figure_is_not_counted_with() -> None:
    items = entries({"n": 71, "coast": "A"}, {"n": 52, "coast": "B"}, {"n": 124, "coast": "A;B"})
    assert told(sums_from_entries(items, RULES)) == {("sum", "broken")}
    assert not sums_from_entries([*items[:2], replace(items[2], stance=Stance.denied)], RULES)
    assert not sums_from_entries([*items[:2], replace(items[2], kind="incident")], RULES)
    assert not sums_from_entries([*items[:2], replace(items[2], amount=None)], RULES)


def test_unnamed_ends_of_two_pages_are_two_origins() -> None:
    items = entries(
        {"n": 71, "coast": "A", "doc": "a"}, {"n": 52, "coast": "B", "doc": "b"}, {"n": 123, "coast": "A;B", "doc": "c"}
    )
    assert told(sums_from_entries(items, RULES)) == {("sum", "ok")}
    unnamed = [replace(it, chain=(replace(it.chain[0], sort=Sort.unnamed),)) for it in items]
    assert not sums_from_entries(unnamed, RULES)


def test_a_number_that_ten_pages_repeat_is_one_addend() -> None:
    items = [{"n": 71, "coast": "A"}, {"n": 52, "coast": "B"}, {"n": 123, "coast": "A;B"}]
    (found,) = sums(*({**item, "doc": doc} for doc, item in product("abcdefghij", items)))
    assert (found.verdict, found.computation, len(found.members)) == ("ok", "71 + 52 = 123, as stated", 3)


def test_a_derived_number_prints_its_own_arithmetic() -> None:
    (found,) = sums(
        {"n": 500, "coast": "A", "period": "2021/2022-05"},
        {"n": 321, "coast": "A", "period": "2021"},
        {"n": 116, "coast": "B", "period": "2022-01/2022-05"},
        {"n": 290, "bound": "over", "coast": "A;B", "period": "2022-01/2022-05"},
    )
    assert found.computation == "500 - 321 = 179; 179 + 116 = 295, fits over 290"
    assert found.members == ("e1", "e2", "e3", "e4")


def test_groups_that_divide_people_otherwise_are_no_parts_of_one_total() -> None:
    """Without an exact total, "over 1,000" has room for all six; the table says which three divide it."""
    others = ({"n": 26, "population": "fathers", "at": (140, 10)}, {"n": 3, "population": "sons", "at": (154, 6)})
    found = sums({"n": 1000, "bound": "over", "at": (60, 20)}, *LIST, *others)
    assert [it.computation for it in found] == [
        "26 + 3 = 29 inside 1,010, which 858 + 150 + 2 already fill",
        "858 + 150 + 2 = 1,010, fits over 1,000",
    ]


def test_two_counts_that_fit_one_ratio_are_not_held_against_another() -> None:
    counts = ({"n": 402, "period": "2022"}, {"n": 199, "period": "2021"})
    ratios = ({"n": 2, "what": "ratio", "period": "2022"}, {"n": 3, "what": "ratio", "period": "2022"})
    assert told(sums(*counts, ratios[1])) == {("ratio", "broken")}
    assert told(sums(*counts, *ratios)) == {("ratio", "ok")}
    assert not sums(*counts, {**ratios[1], "coast": "B"}, coast="A"), "a ratio of another coast"


def test_shares_of_two_summed_counts() -> None:
    items: list[dict[str, Any]] = [{"n": n, "what": what, "coast": coast} for n, what, coast in (
        (136, "refusals", "A"), (14, "refusals", "B"), (2182, "objections", "A"), (520, "objections", "B"))]  # fmt: skip
    (found, *_) = [it for it in sums(*items, {"n": 5.6, "what": "share"}) if it.kind == "percent"]
    assert found.computation.endswith("150 / 2,702 = 5.6 %, fits 5.6 %")


@pytest.mark.parametrize(
    ("value", "bound", "stated", "verdict"),
    [
        (1010, "over", 1000, "ok"),
        (990, "over", 1000, "rounding"),
        (5000, "over", 1000, "broken"),
        (289600, "nearly", 290000, "ok"),
        (250000, "nearly", 290000, "broken"),
        (59953, "about", 60000, "ok"),
        (65000, "about", 60000, "rounding"),
        (70000, "about", 60000, "broken"),
        (900, "up_to", 1000, "ok"),
        (1100, "up_to", 1000, "broken"),
        (1000, "exact", 1000, "ok"),
        (1001, "exact", 1002, "broken"),
    ],
)
def test_a_bound_is_judged(value: float, bound: str, stated: float, verdict: str) -> None:
    assert check.bound_check(value, exact(stated, Bound(bound)), RULES).verdict == verdict


def test_a_range_is_met_by_the_same_range_only() -> None:
    whole = Amount(4500.0, 22000.0, Bound.between)
    assert check.percent_check(exact(1010), whole, Amount(4.59, 22.4, Bound.between), RULES).verdict == "ok"
    assert check.percent_check(exact(1010), whole, exact(13), RULES).verdict == "broken"


ALL = tuple(item for _, items in FOUND.values() for item in items)
MIXED = entries(*({**item, "doc": f"{item.get('doc', 'page')} {at % 5}"} for at, item in enumerate(ALL)))


@settings(max_examples=8, deadline=None)
@given(st.permutations(MIXED))
def test_the_order_of_the_entries_changes_nothing(shuffled: list[Entry]) -> None:
    assert sums_from_entries(shuffled, RULES) == sums_from_entries(MIXED, RULES)


KINDS_THAT_SCALE = {
    ("sum", "ok"),
    ("difference", "ok"),
    ("subset", "not_additive"),
}  # an error of two in 300 may be rounding
SCALING = sorted(case for case, (expected, _) in FOUND.items() if expected <= KINDS_THAT_SCALE)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SCALING), st.integers(2, 60))
def test_counting_in_larger_numbers_changes_no_verdict(case: str, times: int) -> None:
    expected, items = FOUND[case]
    assert told(sums(*({**item, "n": item["n"] * times} for item in items))) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 99999), min_size=2, max_size=6, unique=True), st.integers(1, 500))
def test_parts_that_tile_their_total_are_ok_when_they_add_up_and_never_when_they_do_not(
    parts: list[int], off: int
) -> None:
    years = [{"n": n, "period": str(2010 + at)} for at, n in enumerate(parts)]
    whole = f"2010/{2010 + len(parts) - 1}"
    found = [it for it in sums(*years, {"n": sum(parts), "period": whole}) if it.kind in ("sum", "difference")]
    assert [it.verdict for it in found][:1] == ["ok"]
    wrong = [it for it in sums(*years, {"n": sum(parts) + off, "period": whole}) if it.kind in ("sum", "difference")]
    assert not [it for it in wrong if it.verdict == "ok"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 9999), st.sampled_from("ABC"), st.sampled_from(["", "2021", "2021/2022", "--05", ".."])
        )
    )
)
def test_any_figures_have_an_answer(items: list[tuple[int, str, str]]) -> None:
    found = sums(*({"n": n, "coast": coast, "period": period} for n, coast, period in items), {"n": 0, "what": "share"})
    assert len(found) == len(set(found))


SCRIPT = "from tests.test_sums import MIXED, RULES, sums_from_entries; print(sums_from_entries(MIXED, RULES))"


def test_the_hash_seed_changes_nothing() -> None:
    one, other = (run(sys.executable, "-c", SCRIPT, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.returncode == other.returncode == 0, one.stderr + other.stderr
    assert one.stdout == other.stdout and "Sum(" in one.stdout
