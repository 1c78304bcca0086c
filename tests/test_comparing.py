"""Comparing depends on what was said, not on when it came in: order, repetition, removal and hash seeds change nothing."""

from __future__ import annotations

import json
import random
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook import flow, intake
from musterbook.codebook.load import Codebook, load_codebook
from musterbook.compare import compare
from musterbook.compared import Entry, Judgement, Party, Sort, Verdict
from musterbook.link.rules_from_codebook import Rules, rules_from_codebook
from musterbook.model import Amount, Bound
from musterbook.one_block import clusters_from_entries, links_from_entries
from musterbook.one_cluster import assess
from musterbook.store import comparison_rows as rows
from musterbook.store.batch import remove, table_hash
from musterbook.store.sqlite import open_base
from tests.architecture.project import run
from tests.conftest import ROOT

REPORTS = sorted((ROOT / "examples" / "reports").glob("*.txt"))
COMPARED = ("entries", "meetings", "links", "clusters", "assessments", "sums", "probables")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="module")
def rules(codebook: Codebook) -> Rules:
    return rules_from_codebook(codebook)


def copied(paths: list[Path], folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        shutil.copy(path, folder / path.name)
        shutil.copy(path.with_suffix(".meta.json"), folder)
    return folder


def built(batches: list[list[Path]], base: Path, codebook: Codebook) -> dict[str, str]:
    """Build a base from batches of reports, one after the other; return the digests of its compared tables."""
    with open_base(base, write=True) as store:
        for number, paths in enumerate(batches):
            folder = copied(paths, base.parent / f"in-{base.name}-{number}")
            intake.build([folder], store, codebook, read=flow.extractor(codebook))
        found = table_hash(store)
    return {table: found[table] for table in COMPARED}


@pytest.mark.slow
def test_what_is_added_bit_by_bit_is_compared_as_if_all_had_come_at_once(tmp_path: Path, codebook: Codebook) -> None:
    at_once = built([REPORTS], tmp_path / "once", codebook)
    dice = random.Random(5)
    for number in range(2):
        shuffled = dice.sample(REPORTS, len(REPORTS))
        cut = dice.randrange(3, len(REPORTS) - 3)
        assert built([shuffled[:cut], shuffled[cut:]], tmp_path / f"parts{number}", codebook) == at_once


@pytest.mark.slow
def test_a_document_that_is_taken_out_leaves_nothing_behind(tmp_path: Path, codebook: Codebook) -> None:
    never = built([REPORTS[1:]], tmp_path / "never", codebook)
    built([REPORTS], tmp_path / "once", codebook)
    with open_base(tmp_path / "once", write=True) as store:
        doc = store.rows("SELECT id FROM documents WHERE name = ?", (REPORTS[0].stem,))[0]["id"]
        with rows.transaction(store):
            store.connection.execute("DELETE FROM captures WHERE doc = ?", (doc,))
            remove(store.connection, {doc})
        intake.find_copies(store)
        compare(store, codebook)
        found = table_hash(store)
    assert {table: found[table] for table in COMPARED} == never


@pytest.mark.slow
def test_two_hash_seeds_print_the_same_clusters(tmp_path: Path) -> None:
    base = tmp_path / "base"
    run(sys.executable, "-m", "musterbook", "build", str(ROOT / "examples" / "reports"), "--base", str(base))
    printed = [
        run(
            sys.executable,
            "-m",
            "musterbook",
            "clusters",
            "--base",
            str(base),
            "--format",
            "json",
            "--all",
            PYTHONHASHSEED=seed,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1] and json.loads(printed[0])


# ---------------------------------------------------------------- entries made up


def party(key: str, kind: str = "indep") -> Party:
    return Party(key, key.title(), kind, Sort.named)


PUBLISHERS = [party(f"paper {n}") for n in range(6)]
ORIGINS = [party("court count", "court"), party("office", "ministry"), party("relay", "agency")]
NOBODY = Party("an official", "an official", "unnamed", Sort.unnamed)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """Some pages that tell numbers of a few things, with chains to a few ends, or to nobody."""
    made = []
    for number in range(draw(st.integers(2, 12))):
        value = draw(st.sampled_from([684.0, 64.0, 700.0, 1010.0, 1000.0, 7.0]))
        bound = draw(st.sampled_from([Bound.exact, Bound.about, Bound.over]))
        chain = draw(st.lists(st.sampled_from([*ORIGINS, NOBODY]), max_size=2, unique=True))
        period = draw(st.sampled_from(["", "2024-03", "2024-04", "2023-03"]))
        law = draw(st.sampled_from(["", "337", "338"]))
        made.append(
            Entry(
                id=f"{number:016x}",
                doc=f"doc{number}",
                kind="figure",
                what=draw(st.sampled_from(["sentences", "cases_to_court"])),
                publisher=draw(st.sampled_from(PUBLISHERS)),
                published=draw(st.sampled_from(["", "2024-04-13", "2024-04-24"])),
                amount=Amount(value, value, bound),
                period=period,
                dims=tuple((name, said) for name, said in (("law", law), ("side", "RU")) if said),
                chain=tuple(chain),
            )
        )
    return made


def verdicts(made: list[Entry], rules: Rules) -> dict[frozenset[str], tuple[object, ...]]:
    by_id = {entry.id: entry for entry in made}
    found = {}
    for cluster in clusters_from_entries(made, rules):
        it = assess(cluster, by_id, rules)
        found[frozenset(cluster.members)] = (
            it.verdict,
            tuple(o.key for o in it.origins),
            it.low,
            it.best,
            it.high,
            it.flags,
        )
    return found


@settings(max_examples=60, deadline=None)
@given(made=entries(), dice=st.randoms(use_true_random=False))
def test_order_changes_no_verdict(made: list[Entry], dice: random.Random, rules: Rules) -> None:
    shuffled = dice.sample(made, len(made))
    assert verdicts(shuffled, rules) == verdicts(made, rules)


@settings(max_examples=60, deadline=None)
@given(made=entries(), which=st.integers(0, 11))
def test_a_copy_never_raises_the_number_of_origins(made: list[Entry], which: int, rules: Rules) -> None:
    source = made[which % len(made)]
    copy = replace(source, id="f" * 16, doc="copy", publisher=party("copier"), copy_of=source.doc)

    def origins(them: list[Entry]) -> int:
        by_id = {entry.id: entry for entry in them}
        cluster = next(it for it in clusters_from_entries(them, rules) if source.id in it.members)
        return len(assess(cluster, by_id, rules).origins)

    assert origins([*made, copy]) <= origins(made)


@settings(max_examples=60, deadline=None)
@given(made=entries())
def test_a_stranger_changes_nothing_about_the_others(made: list[Entry], rules: Rules) -> None:
    stranger = replace(made[0], id="e" * 16, doc="elsewhere", dims=(("side", "MM"),), period="1999-01", chain=())
    links = links_from_entries(made, rules)
    assert [
        it for it in links_from_entries([*made, stranger], rules) if stranger.id not in (it.left, it.right)
    ] == list(links)


@settings(max_examples=60, deadline=None)
@given(made=entries())
def test_only_two_ends_that_count_corroborate(made: list[Entry], rules: Rules) -> None:
    by_id = {entry.id: entry for entry in made}
    for cluster in clusters_from_entries(made, rules):
        found = assess(cluster, by_id, rules)
        if found.verdict == Verdict.corroborated:
            assert sum(origin.confirms for origin in found.origins) >= 2
        assert set(found.open_chains) <= set(cluster.members)
        assert found.low is None or found.best is None or found.low <= found.best


def test_a_person_parts_what_the_rules_joined_and_joins_what_they_did_not(rules: Rules) -> None:
    base = Entry(
        "a" * 16, "d1", "figure", "sentences", PUBLISHERS[0], amount=Amount(684, 684, Bound.exact), chain=(ORIGINS[0],)
    )
    same = replace(base, id="b" * 16, doc="d2", publisher=PUBLISHERS[1])
    other = replace(base, id="c" * 16, doc="d3", amount=Amount(12, 12, Bound.exact), what="killed")
    assert [it.members for it in clusters_from_entries([base, same, other], rules)] == [(base.id, same.id), (other.id,)]
    parted = clusters_from_entries([base, same], rules, decided=[(base.id, same.id, Judgement.different)])
    assert len(parted) == 2
    joined = clusters_from_entries([base, other], rules, decided=[(base.id, other.id, Judgement.same)])
    assert len(joined) == 1


def test_nothing_is_left_to_do_after_a_build(tmp_path: Path, codebook: Codebook) -> None:
    folder = copied(REPORTS[:2], tmp_path / "in")
    with open_base(tmp_path / "base", write=True) as store:
        intake.build([folder], store, codebook, read=flow.extractor(codebook))
        assert store.rows("SELECT * FROM stale") == []
        assert compare(store, codebook).documents == 0
