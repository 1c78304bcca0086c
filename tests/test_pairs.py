"""Pairs of figures with what they are to each other, as a person says: tests/cases/compare/pairs.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from musterbook.codebook.load import load_codebook
from musterbook.compared import Entry, Judgement
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
