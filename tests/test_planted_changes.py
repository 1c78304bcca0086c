"""Changes that were planted in groups of reports are named: on hand-made readings of them, and by `check` on their texts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from musterbook import flow, intake
from musterbook.article import check_article
from musterbook.assess.finding import Checked, Kind
from musterbook.codebook.load import Codebook, load_codebook
from musterbook.compared import Entry, Mutation
from musterbook.link.entry_from_coded import entry_from_coded
from musterbook.link.rules_from_codebook import rules_from_codebook
from musterbook.model import Quote
from musterbook.one_block import clusters_from_entries
from musterbook.one_cluster import assess
from musterbook.store.sqlite import open_base
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"
GOLD, REPORTS, SEEDS = SHARED / "gold" / "reports", SHARED / "reports", SHARED / "seeds"
pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="the shared reports are not beside this checkout")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, codebook: Codebook) -> Path:
    folder = tmp_path_factory.mktemp("planted") / "base"
    with open_base(folder, write=True) as store:
        intake.build([SEEDS, REPORTS], store, codebook, read=flow.extractor(codebook))
    return folder


def checked(base: Path, codebook: Codebook, path: Path) -> Checked:
    document = flow.document_at(path)
    with open_base(base) as store:
        return check_article(store, codebook, document, flow.extractor(codebook)(document))


def remarks(it: Checked, kind: Kind) -> list[str]:
    every = [remark for finding in it.findings for remark in finding.remarks]
    return [remark.words for remark in (*every, *it.summary) if remark.kind == kind]


def of_claim(it: Checked, words: str) -> list[tuple[Kind, str]]:
    """Return the remarks on the claims whose quote holds some words."""
    mine = [finding for finding in it.findings if finding.claim.quote and words in finding.claim.quote.text]
    assert mine, f"no claim quotes {words!r}"
    return [(remark.kind, remark.words) for finding in mine for remark in finding.remarks]


# ---------------------------------------------------------------- hand-made readings


def read_by_hand(group: str, codebook: Codebook) -> tuple[dict[str, str], list[Mutation], dict[str, Entry]]:
    """Return the report of each claim, and all changes that are found in a group of readings made by hand."""
    rules = rules_from_codebook(codebook)
    entries: dict[str, Entry] = {}
    report: dict[str, str] = {}
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for number, figure in enumerate(gold["figures"] if gold.get("group") == group else ()):
            entry = entry_from_coded(coded(gold, figure, number), rules)
            quote = Quote(gold["doc"], number, number + len(figure["quote"]), figure["quote"])
            published = gold.get("published") or ""
            entries[entry.id] = replace(entry, quote=quote, published=published, doc=gold["doc"])
            report[entry.id] = gold["doc"]
    found = []
    for cluster in clusters_from_entries(list(entries.values()), rules):
        found += assess(cluster, entries, rules).mutations
    return report, found, entries


def coded(gold: dict[str, object], figure: dict[str, object], number: int) -> dict[str, object]:
    """Return a figure of a hand-made reading as a row of coded figures."""
    chain = figure["chain"]
    assert isinstance(chain, list)
    slots = {
        name: figure.get(name)
        for name in ("population", "low", "high", "bound", "per", "side", "formation", "place", "period")
    }
    low = figure["low"]
    return {
        **slots,
        "id": f"{gold['doc']}-{number:02}",
        "source": "gold",
        "number": number,
        "outlet": gold["publisher"],
        "chain": "; ".join(map(str, chain)),
        "measure": figure["measure"],
        "value": str(low),
        "low": float(str(low)),
        "high": float(str(figure["high"])) if figure.get("high") is not None else float(str(low)),
        "bound": figure["bound"] if figure["bound"] != "between" else "range",
        "url": gold.get("url") or "",
    }


def test_the_digit_that_two_pages_lost_is_named(codebook: Codebook) -> None:
    report, found, _ = read_by_hand("mz684", codebook)
    lost = {report[it.after] for it in found if it.kind == "digit_lost" and "684 → 64" in it.words}
    assert lost == {"h003", "h004"}


def test_the_number_that_was_told_shorter_is_named(codebook: Codebook) -> None:
    report, found, entries = read_by_hand("ist20", codebook)
    shorter = [it for it in found if it.kind == "rounded" and report[it.after] == "h060"]
    assert any(
        entries[it.before].amount.low == 858 and "nearly 900" in it.words for it in shorter if entries[it.before].amount
    )


def test_the_attempt_that_was_told_as_done_is_named(codebook: Codebook) -> None:
    report, found, _ = read_by_hand("krasnodar", codebook)
    assert "h012" in {report[it.after] for it in found if it.kind == "outcome_changed"}


# ---------------------------------------------------------------- by check, on the texts


def test_check_names_the_lost_digit(base: Path, codebook: Codebook) -> None:
    assert any(
        "684 → 64: a digit lost" in words
        for words in remarks(checked(base, codebook, REPORTS / "h003.txt"), Kind.mutated)
    )


def test_check_names_an_attempt_told_as_done(base: Path, codebook: Codebook) -> None:
    words = remarks(checked(base, codebook, REPORTS / "h012.txt"), Kind.mutated)
    assert any("an attempt → told as done" in it for it in words)


def test_check_names_percentages_that_are_the_pages_own(base: Path, codebook: Codebook) -> None:
    found = checked(base, codebook, REPORTS / "h007.txt")
    for quote in ("22.4%", "13.5%"):
        assert any(kind == Kind.mutated and "percentage" in words for kind, words in of_claim(found, quote))


def test_check_of_a_claim_about_the_enemy(base: Path, codebook: Codebook) -> None:
    found = checked(base, codebook, SEEDS / "seed-004.txt")
    whole = " | ".join(remark.words for remark in found.summary)
    every = " | ".join(remark.words for finding in found.findings for remark in finding.remarks)
    assert "single origin: 1 page, 1 origin (TASS" in whole
    assert "party to the conflict only" in whole and "the source is anonymous" in whole
    assert "“Self-Organized Combat Exit” is a wrong word for unauthorised absence" in whole
    assert "the other side is silent" in every


def test_check_of_the_list_of_a_division(base: Path, codebook: Codebook) -> None:
    found = checked(base, codebook, SEEDS / "seed-001.txt")
    adds = " | ".join(remarks(found, Kind.adds_up) + remarks(found, Kind.warning))
    assert "858 + 150 + 2 = 1,010, fits over 1,000" in adds
    assert "not additive: 26 + 1 + 2 = 29 inside 1,010" in adds
    probable = of_claim(found, "724,050") + of_claim(found, "1,500")
    words = " | ".join(said for kind, said in probable if kind == Kind.probable_origin)
    assert "for 2024-11-19 and of no other day" in words and "1,518 a day" in words and "not counted" in words
    assert any(
        "Article 338" in said and "Article 337" in said
        for kind, said in of_claim(found, "15 years")
        if kind == Kind.law_suspicious
    )
    beside = [said for kind, said in of_claim(found, "nearly 1,000 cases") if kind == Kind.not_comparable]
    assert any("800 sentences a month: not comparable, sentences against cases to court" in said for said in beside)
