"""Who has a claim from whom: the graph that is drawn, and the verb that draws it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from musterbook.assess.origin_from_series import Probable
from musterbook.cli import main
from musterbook.codebook.load import load_codebook
from musterbook.compared import Entry, Party, Sort
from musterbook.link.rules_from_codebook import Rules, rules_from_codebook
from musterbook.model import Amount, Bound, Quote
from musterbook.publish.facts_from_entries import Fact, known_from_entries
from musterbook.publish.lineage import Lineage, NodeSort, open_ends
from musterbook.publish.lineage_from_cluster import Told, lineage_from_cluster
from musterbook.publish.tables_from_clusters import fact_view
from tests.conftest import ROOT

BOARD = Party("coast_board", "Coast Board", "office", Sort.named)
GAZETTE = Party("harbour_gazette", "Harbour Gazette", "outlet", Sort.named)
CLERK = Party("a clerk", "a clerk", "unnamed", Sort.unnamed)
LEDGER = Party("a ledger", "a ledger", "document", Sort.document)


def outlet(name: str) -> Party:
    return Party(name.lower(), name, "", Sort.named)


def entry(name: str, publisher: Party, *chain: Party, **more: Any) -> Entry:
    """A count of lights that were closed in one month, on a page of its own."""
    words = f"{name} has 684 lights closed"
    made = Entry(
        id=name,
        doc=f"doc-{name}",
        kind="figure",
        what="closures",
        publisher=publisher,
        published="2024-04-02",
        amount=Amount(684, 684, Bound.exact),
        period="2024-03",
        dims=(("side", "GB"),),
        chain=chain,
        quote=Quote(f"doc-{name}", 0, len(words), words),
    )
    return replace(made, **more)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return rules_from_codebook(load_codebook("lighthouse"))


def told(rules: Rules, *entries: Entry, **more: Any) -> Told:
    known = known_from_entries(entries, rules)
    assert len(known.facts) == 1, [fact.cluster.members for fact in known.facts.values()]
    return Told(next(iter(known.facts.values())), known.entries, **more)


def drawn(rules: Rules, *entries: Entry, **more: Any) -> Lineage:
    return lineage_from_cluster(told(rules, *entries, **more), rules, title="684 lights")


def arrows(lineage: Lineage) -> set[tuple[str, str]]:
    names = {node.id: node.label for node in lineage.nodes}
    return {(names[edge.source], names[edge.target]) for edge in lineage.edges}


def sort_of(lineage: Lineage, label: str) -> NodeSort:
    return next(node.sort for node in lineage.nodes if node.label == label)


# ---------------------------------------------------------------- the graph


def test_a_page_hangs_below_the_page_it_cites_and_that_one_below_its_end(rules: Rules) -> None:
    first = entry("first", GAZETTE, BOARD)
    got = drawn(rules, first, entry("then", outlet("Lowland"), GAZETTE, BOARD, published="2024-04-05"))
    assert arrows(got) == {("Coast Board", "Harbour Gazette"), ("Harbour Gazette", "Lowland")}
    sorts = [sort_of(got, label) for label in ("Coast Board", "Harbour Gazette", "Lowland")]
    assert sorts == [NodeSort.origin, NodeSort.relay, NodeSort.page]


def test_a_hop_without_a_page_is_a_node_of_its_own_with_the_words_that_prove_it(rules: Rules) -> None:
    one = entry("one", outlet("Lowland"), GAZETTE, BOARD)
    got = drawn(rules, one, cues={"one": ["as the Gazette says", "the Board's count"]})
    assert arrows(got) == {("Coast Board", "Harbour Gazette"), ("Harbour Gazette", "Lowland")}
    assert {edge.words for edge in got.edges} == {"as the Gazette says", "the Board's count"}
    assert sort_of(got, "Harbour Gazette") == NodeSort.relay


def test_an_origin_that_tells_it_itself_is_its_own_page(rules: Rules) -> None:
    got = drawn(rules, entry("own", BOARD), entry("then", outlet("Lowland"), BOARD, published="2024-04-05"))
    assert arrows(got) == {("Coast Board", "Lowland")}
    assert (sort_of(got, "Coast Board"), len(got.nodes)) == (NodeSort.origin, 2)


def test_a_page_that_names_nobody_stays_open(rules: Rules) -> None:
    got = drawn(rules, entry("one", outlet("Lowland"), BOARD), entry("two", outlet("Upland")))
    assert [node.label for node in got.nodes if node.id in open_ends(got)] == ["Upland"]


def test_unnamed_sources_of_two_pages_are_two_and_of_one_holder_one(rules: Rules) -> None:
    apart = drawn(rules, entry("one", outlet("Lowland"), CLERK), entry("two", outlet("Upland"), CLERK))
    assert sum(node.sort == NodeSort.unnamed for node in apart.nodes) == 2
    chain = (BOARD, CLERK)
    one = drawn(rules, entry("one", outlet("Lowland"), *chain), entry("two", outlet("Upland"), *chain))
    assert sum(node.sort == NodeSort.unnamed for node in one.nodes) == 1


def test_a_document_stands_behind_whoever_holds_it(rules: Rules) -> None:
    got = drawn(rules, entry("one", outlet("Lowland"), BOARD, LEDGER))
    assert arrows(got) == {("a ledger", "Coast Board"), ("Coast Board", "Lowland")}
    assert (sort_of(got, "a ledger"), sort_of(got, "Coast Board")) == (NodeSort.document, NodeSort.origin)


def test_pages_that_cite_each_other_are_said_to_and_the_graph_has_no_loop(rules: Rules) -> None:
    upland, lowland = outlet("Upland"), outlet("Lowland")
    got = drawn(rules, entry("one", upland, lowland), entry("two", lowland, upland, published="2024-04-05"))
    assert len(got.edges) == 1
    assert sum("circle" in flag for node in got.nodes for flag in node.flags) == 1
    straight = drawn(rules, entry("one", upland, BOARD), entry("two", lowland, upland, published="2024-04-05"))
    assert not any("circle" in flag for node in straight.nodes for flag in node.flags)


def test_a_copy_hangs_below_the_page_it_repeats_and_a_page_with_the_same_number_does_not(rules: Rules) -> None:
    first = entry("first", GAZETTE, BOARD)
    copy = entry("copy", outlet("Lowland"), published="2024-04-05", copy_of="doc-first")
    alike = entry("alike", outlet("Upland"), BOARD, published="2024-04-05")
    got = drawn(rules, first, copy, alike)
    assert ("Harbour Gazette", "Lowland") in arrows(got) and ("Harbour Gazette", "Upland") not in arrows(got)
    assert "the text is the same" in {edge.words for edge in got.edges}


def test_a_likely_origin_is_drawn_as_likely_and_never_as_an_origin(rules: Rules) -> None:
    found = Probable("lights", "coast_board", "Coast Board", "2024-04-01", "equals", "equals the figure of that day")
    got = drawn(rules, entry("one", outlet("Lowland")), probables={"one": [found]})
    assert [(edge.certain, edge.words) for edge in got.edges] == [(False, "equals the figure of that day")]
    assert sort_of(got, "Coast Board") == NodeSort.probable


def test_a_lost_digit_is_said_of_the_page_that_lost_it_and_of_no_other(rules: Rules) -> None:
    lost = entry("lost", outlet("Lowland"), BOARD, published="2024-04-05", amount=Amount(64, 64, Bound.exact))
    got = drawn(rules, entry("own", BOARD), entry("right", outlet("Upland"), BOARD), lost)
    assert {node.label: bool(node.changes) for node in got.nodes} == {
        "Coast Board": False,
        "Lowland": True,
        "Upland": False,
    }
    assert next(node for node in got.nodes if node.changes).changes == ("684 → 64: a digit lost",)


def test_order_of_claims_changes_nothing(rules: Rules) -> None:
    some = [entry(name, outlet(name.title()), BOARD, published=f"2024-04-0{at}") for at, name in enumerate("abcde", 1)]
    some += [entry("own", BOARD), entry("cites", outlet("Lowland"), outlet("C"), BOARD)]
    assert drawn(rules, *some) == drawn(rules, *reversed(some))


def below(fact: Fact, entries: dict[str, Entry]) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as caught:
        for part in fact_view(fact, entries, []):
            console.print(part)
    return caught.get()


def test_contradictions_stand_side_by_side_and_agreement_has_no_such_table(rules: Rules) -> None:
    union = Party("keepers_union", "Lamp Keepers' Union", "union", Sort.named)
    more = {"amount": Amount(412, 412, Bound.exact), "published": "2024-04-03"}
    against = told(rules, entry("one", outlet("Lowland"), BOARD), entry("two", outlet("Upland"), union, **more))
    text = below(against.fact, dict(against.entries))
    assert "They contradict each other" in text and "684 closures" in text and "412 closures" in text
    agreeing = told(rules, entry("one", outlet("Lowland"), BOARD), entry("two", outlet("Upland"), BOARD))
    assert "They contradict" not in below(agreeing.fact, dict(agreeing.entries))


# ---------------------------------------------------------------- the verb


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("traced") / "base")
    assert main(["build", str(ROOT / "examples" / "reports"), "--base", folder]) == 0
    return folder


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COLUMNS", "80")
    yield


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    capsys.readouterr()
    assert main(["trace", *words]) == status
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == (1 if status else 0)
    return out + err


def test_words_find_the_one_fact_and_the_tree_says_what_it_comes_to(
    base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, "684", "--base", base)
    for words in (
        "Mediazona · origin",
        "684 → 64: a digit lost",
        "5 pages, 1 origin (Mediazona)",
        "B, usually reliable",
    ):
        assert words in out
    assert max(map(len, out.splitlines())) <= 80


def test_ids_of_claims_and_facts_lead_to_the_same_fact(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    fact = json.loads(run(capsys, "684", "--base", base, "--as", "json"))
    for id_ in (fact["members"][-1][:8], fact["id"][:9]):
        assert json.loads(run(capsys, id_, "--base", base, "--as", "json"))["id"] == fact["id"]
    assert (fact["pages"], fact["origins"], len(fact["lineage"]["origins"])) == (5, 1, 1)


def test_words_that_fit_several_facts_list_them_and_say_to_choose(
    base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, "soldiers", "--base", base, status=2)
    assert "what is told" in out and "facts fit 'soldiers'; give the id of one" in out


@pytest.mark.parametrize("words", [["xyzzy"], ["ffffffffffffffff"], ["--as-of", "2024-13", "684"], ["  "]])
def test_what_cannot_be_traced_is_one_line(words: list[str], base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *words, "--base", base, status=2).startswith("musterbook: ")


def test_a_base_that_is_not_there_is_said_and_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no evidence base" in run(capsys, "684", "--base", str(tmp_path / "none"), status=1)
    assert not (tmp_path / "none").exists()


def test_the_name_of_the_file_says_what_is_drawn(base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.svg", "a.dot", "a.txt"):
        run(capsys, "684", "--base", base, "-o", str(tmp_path / name))
    assert ElementTree.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "a.dot").read_text().startswith("digraph")
    assert "\x1b" not in (tmp_path / "a.txt").read_text()
    assert "cannot be written" in run(capsys, "684", "--base", base, "-o", str(tmp_path / "no" / "a.svg"), status=1)


def test_as_of_a_day_later_pages_are_not_known(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    early = json.loads(run(capsys, "684", "--base", base, "--as", "json", "--as-of", "2024-04-20"))
    assert early["pages"] == 1
    assert early["lineage"]["as_of"] == "2024-04-20" and not early["mutations"]
    assert "later --as-of" in run(capsys, "684", "--base", base, "--as-of", "2020", status=2)
