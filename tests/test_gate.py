"""The gate: floors rise by themselves, fall only with a reason, and a changed gold is noticed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import eval.gate as gate
from eval.corpora import Corpus, corpora, hash_of
from eval.gate import Measured, broken, missing, updated
from musterbook.evaluate.score_from_readings import Miss

MISS: Miss = ("a", "missed", "lamps", 40, "Some 40 lamps")
PINNED: gate.Floors = {"develop": {"corpus": "c1", "documents": 3, "floors": {"f1": 0.7, "measure": 0.8}}}


def found(corpus: str = "c1", name: str = "develop", misses: tuple[Miss, ...] = (), **scores: float) -> Measured:
    return Measured(name, corpus, 3, scores, misses)


def test_equal_or_better_holds() -> None:
    assert broken(PINNED, [found(f1=0.7, measure=0.9)]) == []


def test_one_line_per_broken_floor_and_a_score_that_is_gone_is_broken() -> None:
    assert broken(PINNED, [found(f1=0.699)]) == [
        "develop: f1 0.699 is below its floor 0.700",
        "develop: measure - is below its floor 0.800",
    ]


def test_a_changed_corpus_and_a_set_without_floors_say_what_to_do() -> None:
    changed, unknown = broken(PINNED, [found("c2", f1=0.7, measure=0.8), found("c", "holdout", f1=0.1)])
    assert "the corpus has changed (c1 -> c2)" in changed
    assert "--update" in changed
    assert unknown == "holdout: no floors are pinned; pin them with `python -m eval.gate --update`"


def test_update_raises_and_pins() -> None:
    floors, lowered = updated(PINNED, [found("c2", f1=0.75, measure=0.8)], lower=False)
    assert floors["develop"] == {"corpus": "c2", "documents": 3, "floors": {"f1": 0.75, "measure": 0.8}}
    assert lowered == []


def test_update_alone_lowers_nothing_and_keeps_the_old_corpus() -> None:
    floors, lowered = updated(PINNED, [found("c2", f1=0.75, measure=0.5)], lower=False)
    assert floors["develop"] == {"corpus": "c1", "documents": 3, "floors": {"f1": 0.75, "measure": 0.8}}
    assert lowered == []


def test_lowering_is_listed() -> None:
    floors, lowered = updated(PINNED, [found("c2", f1=0.75, measure=0.5)], lower=True)
    assert floors["develop"] == {"corpus": "c2", "documents": 3, "floors": {"f1": 0.75, "measure": 0.5}}
    assert lowered == [gate.Lowered("develop", "measure", 0.8, 0.5)]


def set_at(folder: Path, name: str, *, blind: bool = False) -> Corpus:
    """Make a set of one document."""
    for part, file, text in (("gold", "a.json", '{"figures": []}'), ("texts", "a.txt", "Fog.")):
        (folder / name / part).mkdir(parents=True)
        (folder / name / part / file).write_text(text, encoding="utf-8")
    return Corpus(name, folder / name / "gold", folder / name / "texts", blind=blind)


def test_a_byte_of_gold_or_text_changes_the_hash(tmp_path: Path) -> None:
    corpus = set_at(tmp_path, "develop")
    first = hash_of(corpus)
    (corpus.texts / "a.txt").write_text("Fog!", encoding="utf-8")
    second = hash_of(corpus)
    (corpus.texts / "a.meta.json").write_text("{}", encoding="utf-8")
    assert len({first, second, hash_of(corpus)}) == 3


def test_a_pinned_set_of_our_own_must_be_there_a_shared_one_may_be_absent(tmp_path: Path) -> None:
    gone = Corpus("develop", tmp_path / "gold", tmp_path / "texts")
    assert len(missing(PINNED, [gone])) == 1
    assert missing(PINNED, [Corpus("develop", tmp_path / "gold", tmp_path / "texts", outside=True)]) == []


def test_the_whole_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "floors.json").write_text("{}", encoding="utf-8")
    (tmp_path / "history.csv").write_text("day,set,score,before,after,reason\n", encoding="utf-8")
    sets = [set_at(tmp_path, "develop"), Corpus("seeds", tmp_path / "no", tmp_path / "no", outside=True)]
    measured = [found(f1=0.7, measure=0.8, misses=(MISS,))]

    def measure(sets: Sequence[Corpus]) -> list[Measured]:
        return measured

    monkeypatch.setattr(gate, "measure", measure)
    assert gate.main([], sets, tmp_path) == 1
    assert gate.main(["--update"], sets, tmp_path) == 0
    assert gate.main(["--misses", "1"], sets, tmp_path) == 0
    printed = capsys.readouterr().out
    assert "seeds: skipped: ../shared is not here" in printed
    assert "develop | a | missed | lamps | 40 | Some 40 lamps" in printed
    measured[0] = found(f1=0.6, measure=0.8)
    assert gate.main(["--update"], sets, tmp_path) == 1
    assert gate.main(["--update", "--allow-lower", "two golds mended"], sets, tmp_path) == 0
    assert json.loads((tmp_path / "floors.json").read_text(encoding="utf-8"))["develop"]["floors"]["f1"] == 0.6
    history = (tmp_path / "history.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1:] for line in history[1:]] == [["develop", "f1", "0.700", "0.600", "two golds mended"]]


def test_lowering_goes_with_update() -> None:
    with pytest.raises(SystemExit):
        gate.main(["--allow-lower", "why not"], [])


def test_nobody_looks_into_a_blind_set() -> None:
    assert [corpus.name for corpus in corpora() if corpus.blind] == [
        "holdout",
        "voices_blind",
        "retellings_blind",
        "dispatches_blind",
        "shorts_blind",
    ]
