"""Pairs of figures with what they are to each other, as a person says: tests/cases/compare/pairs.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from musterbook.codebook.load import load_codebook
from musterbook.compared import Entry, Judgement, Link, Outcome, Relation
from musterbook.link.clusters_from_links import Guard, clusters_from_links
from musterbook.link.link_from_pair import KIN, link_from_pair
from musterbook.link.mutations_from_pair import changes_between
from musterbook.link.pair_from_entries import pair_from_entries
from musterbook.link.party_from_label import party_from_label, publisher_from_name
from musterbook.link.rules_from_codebook import Rules, rules_from_codebook
from musterbook.link.shape_from_entry import shape_from_entry
from musterbook.model import Amount, Bound
from musterbook.one_block import links_from_entries
from tests.conftest import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "compare" / "pairs.yaml").read_text(encoding="utf-8"))
DIMS = ("formation", "law", "side")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_from_codebook(load_codebook())


def entry(said: dict[str, Any], id: str, rules: Rules) -> Entry:
    dims = {"side": "RU", **{name: str(said[name]) for name in DIMS if name in said}}
    return Entry(
        id=id * 16,
        doc=f"doc-{id}",
        kind="figure",
        what=said["what"],
        publisher=publisher_from_name(said["by"], rules),
        amount=Amount(said["value"], said["value"], Bound(said.get("bound", "exact"))),
        per=said.get("per", ""),
        population=said.get("population", ""),
        place=said.get("place", ""),
        period=str(said.get("period", "")),
        dims=tuple(sorted(dims.items())),
        chain=tuple(party_from_label(label, None, rules) for label in said.get("chain", ())),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_is_what_a_person_says(case: dict[str, Any], turned: bool, rules: Rules) -> None:
    left, right = (
        entry(case["left"], "b" if turned else "a", rules),
        entry(case["right"], "a" if turned else "b", rules),
    )
    shapes = {it.id: shape_from_entry(it, rules) for it in (left, right)}
    link = link_from_pair(left, right, shapes, rules)
    found = (
        "none"
        if link is None
        else "same"
        if link.judgement == Judgement.same
        else "kin"
        if link.score == KIN
        else "maybe"
    )
    assert found == case["expect"], link
    if "outcome" in case:
        assert link is not None and link.outcome == case["outcome"]
    pair = pair_from_entries(left, right, shapes, rules)
    kinds = {change.kind for change in changes_between(pair, rules)} if pair else set()
    assert set(case.get("changes", ())) <= kinds


@pytest.mark.parametrize("case", [case for case in CASES if case["expect"] == "same"], ids=lambda case: case["label"])
def test_what_belongs_together_meets_under_a_key(case: dict[str, Any], rules: Rules) -> None:
    links = links_from_entries([entry(case["left"], "a", rules), entry(case["right"], "b", rules)], rules)
    assert [link.judgement for link in links] == [Judgement.same]


# ---------------------------------------------------------------- sets: what one page left out joins no two counts

UNIT = {"what": "absent_persons", "period": "2024-05", "formation": "ru_storm_z", "by": "Astra"}
WHOLE = {"what": "absent_persons", "period": "2024-05", "law": "RU-CC-337", "by": "Verstka"}
BARE = {"what": "absent_persons", "period": "2024-05", "value": 1229, "by": "Meduza"}


def sets(said: str, rows: dict[str, dict[str, Any]], rules: Rules) -> list[str]:
    """Return the sets that links such as "ab bc" make of rows, the first link the strongest."""
    entries = {id: entry(row, id, rules) for id, row in rows.items()}
    shapes = {it.id: shape_from_entry(it, rules) for it in entries.values()}
    links = [
        Link(
            entries[pair[0]].id,
            entries[pair[1]].id,
            Judgement.same,
            Relation.same,
            Outcome.repeats,
            9.0 - at,
            ("said",),
        )
        for at, pair in enumerate(said.split())
    ]
    found = clusters_from_links([(it.id, it.kind) for it in entries.values()], links, guard=Guard(shapes, rules))
    return ["".join(id[0] for id in it.members) for it in found]


def test_one_page_that_left_out_the_unit_does_not_join_two_counts(rules: Rules) -> None:
    rows = {
        "a": {**UNIT, "value": 1229},
        "b": {**UNIT, "value": 1233},
        "c": BARE,
        "d": {**WHOLE, "value": 1229},
        "e": {**WHOLE, "value": 1240},
    }
    assert sets("ab de cd ac", rows, rules) == ["ab", "cde"]
    assert sets("ab ac", {id: rows[id] for id in "abc"}, rules) == ["abc"], "one that left it out is let in"


def test_a_count_of_one_end_is_told_with_less_by_several(rules: Rules) -> None:
    rows = {
        "a": {**UNIT, "value": 1229, "chain": ["Astra"]},
        "b": {**UNIT, "value": 1200, "bound": "about", "chain": ["Astra"]},
        "c": {**BARE, "chain": ["Astra"]},
        "d": {**BARE, "value": 1200, "bound": "over", "chain": ["Astra"]},
    }
    assert sets("ab cd ac", rows, rules) == ["abcd"]


def test_a_slip_in_a_set_keeps_no_other_count_of_its_question_out(rules: Rules) -> None:
    rows = {
        "a": {**WHOLE, "value": 1229},
        "b": {**WHOLE, "value": 1231, "by": "Bumaga"},
        "c": {**WHOLE, "value": 1229, "period": "2023-05"},
        "d": {**WHOLE, "value": 1240, "by": "iStories"},
        "e": {**WHOLE, "value": 1240, "by": "Meduza", "chain": ["iStories"]},
    }
    assert sets("ab ac de bd", rows, rules) == ["abcde"]


def test_a_slip_of_the_pen_joins_its_count_though_it_is_told_with_less(rules: Rules) -> None:
    count = {**WHOLE, "what": "sentences", "value": 684, "chain": ["Mediazona"]}
    slip = {**BARE, "what": "sentences", "value": 64, "chain": ["Mediazona"]}
    assert sets("ab", {"a": count, "b": slip}, rules) == ["ab"]
    assert sets("ab", {"a": count, "b": {**slip, "chain": ["Astra"]}}, rules) == ["a", "b"]
