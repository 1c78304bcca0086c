"""Scores on every set of gold readings beside the floors they may not fall below: `python -m eval.gate`.

    python -m eval.gate                            the table; exit status 1 with one line per broken floor
    python -m eval.gate --update                   raise the floors to what was measured, pin the corpora as they are
    python -m eval.gate --update --allow-lower WHY lower floors as well; each gets a line in history.csv
    python -m eval.gate --misses 20                what went wrong, for the sets that may be looked at

The reader is deterministic, so a floor needs no margin: it is the score itself, to three places.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.corpora import WATCHED, Corpus, corpora, hash_of, marks_on, scores_of
from musterbook.codebook.load import load_codebook
from musterbook.evaluate.score_from_readings import Miss
from musterbook.flow import extractor

HERE = Path(__file__).parent
UPDATE = "`python -m eval.gate --update`"
WIDTH = 18  # of a column; the longest name of a set and two spaces
Floors = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one set was measured to be; `misses` is empty for a blind set."""

    name: str
    corpus: str
    documents: int
    scores: dict[str, float]
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Lowered:
    """A floor that was lowered."""

    name: str
    score: str
    before: float
    after: float | None


def measure(sets: Sequence[Corpus]) -> list[Measured]:
    """Run the reader over every set that is here."""
    codebook = load_codebook()
    read = extractor(codebook)
    done = []
    for corpus in sets:
        if corpus.here():
            marks = marks_on(corpus, codebook, read)
            documents = marks.counts["documents"]
            misses = () if corpus.blind else marks.misses
            done.append(Measured(corpus.name, hash_of(corpus), documents, scores_of(marks), misses))
    return done


def broken(floors: Floors, measured: Sequence[Measured]) -> list[str]:
    """Return one line per floor that does not hold, per set that is not pinned and per set whose gold has changed."""
    lines = []
    for found in measured:
        pinned = floors.get(found.name)
        if pinned is None:
            lines.append(f"{found.name}: no floors are pinned; pin them with {UPDATE}")
            continue
        if pinned["corpus"] != found.corpus:
            change = f"{pinned['corpus'][:12]} -> {found.corpus[:12]}"
            lines.append(
                f"{found.name}: the corpus has changed ({change}); look at the scores, then re-pin with {UPDATE}"
            )
        lines += [
            f"{found.name}: {score} {shown(found.scores.get(score))} is below its floor {floor:.3f}"
            for score, floor in pinned["floors"].items()
            if below(found, score, floor)
        ]
    return lines


def missing(floors: Floors, sets: Sequence[Corpus]) -> list[str]:
    """Return one line per pinned set of our own that is gone; one outside the checkout may be absent."""
    gone = [corpus for corpus in sets if not corpus.outside and corpus.name in floors and not corpus.here()]
    return [f"{corpus.name}: pinned, but {corpus.shown()} is not here; restore it" for corpus in gone]


def below(found: Measured, score: str, floor: float) -> bool:
    """True when a score is lower than its floor, or is no longer measured."""
    value = found.scores.get(score)
    return value is None or value < floor


def updated(floors: Floors, measured: Sequence[Measured], *, lower: bool) -> tuple[Floors, list[Lowered]]:
    """Return floors raised to what was measured, and the ones that were lowered (only with `lower`).

    Without `lower` a floor that does not hold stays, and so does the pin of its corpus: both need a reason.
    """
    fresh, all_lowered = dict(floors), []
    for found in measured:
        pinned: dict[str, Any] = floors.get(found.name, {"corpus": found.corpus, "floors": {}})
        lost = [score for score, floor in pinned["floors"].items() if below(found, score, floor)]
        kept = {} if lower else {score: pinned["floors"][score] for score in lost}
        scores = {score: {**found.scores, **kept}[score] for score in WATCHED if score in found.scores or score in kept}
        corpus = pinned["corpus"] if kept else found.corpus
        fresh[found.name] = {"corpus": corpus, "documents": found.documents, "floors": scores}
        if lower:
            all_lowered += [Lowered(found.name, s, pinned["floors"][s], found.scores.get(s)) for s in lost]
    return {name: fresh[name] for name in sorted(fresh)}, all_lowered


def record(path: Path, lowered: Sequence[Lowered], reason: str, day: str) -> None:
    """Append one line per lowered floor to the history."""
    with path.open("a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerows([day, it.name, it.score, shown(it.before), shown(it.after), reason] for it in lowered)


def shown(value: float | None) -> str:
    """Return a score as it is printed."""
    return "-" if value is None else f"{value:.3f}"


def table(measured: Sequence[Measured], floors: Floors) -> str:
    """Return the scores, one row each and one column a set; `!` marks a broken floor, `+` one that can be raised."""
    head = f"{'':22}" + "".join(f"{found.name:>{WIDTH}}" for found in measured)
    size = f"{'documents':22}" + "".join(f"{found.documents:>{WIDTH - 1}} " for found in measured)
    rows = [f"{score:22}" + "".join(cell(found, score, floors) for found in measured) for score in WATCHED]
    return "\n".join(row.rstrip() for row in (head, size, *rows))


def cell(found: Measured, score: str, floors: Floors) -> str:
    """Return one score with its mark."""
    value, floor = found.scores.get(score), floors.get(found.name, {}).get("floors", {}).get(score)
    if floor is None:
        return f"{shown(value):>{WIDTH - 1}} "
    mark = "!" if below(found, score, floor) else "+" if (value or 0) > floor else " "
    return f"{shown(value):>{WIDTH - 1}}{mark}"


def main(words: Sequence[str] | None = None, sets: Sequence[Corpus] | None = None, home: Path = HERE) -> int:
    """Measure, print and compare or update; return the exit status."""
    asked = arguments(words)
    known = corpora() if sets is None else sets
    floors: Floors = json.loads((home / "floors.json").read_text(encoding="utf-8"))
    measured = measure(known)
    print(table(measured, floors))
    for corpus in known:
        if not corpus.here():
            print(f"{corpus.name}: skipped: {corpus.shown()} is not here")
    for found in measured:
        for miss in found.misses[: asked.misses]:
            print(found.name, *miss, sep=" | ")
    if asked.update:
        floors, lowered = updated(floors, measured, lower=bool(asked.allow_lower))
        (home / "floors.json").write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
        record(home / "history.csv", lowered, asked.allow_lower, datetime.now(UTC).date().isoformat())
    faults = [*broken(floors, measured), *missing(floors, known)]
    for line in faults:
        print(f"gate: {line}", file=sys.stderr)
    return 1 if faults else 0


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; lowering needs a reason and goes with --update."""
    parser = argparse.ArgumentParser(prog="python -m eval.gate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--update", action="store_true", help="raise the floors and pin the corpora as they are")
    parser.add_argument("--allow-lower", metavar="REASON", default="", help="with --update: lower floors too, and why")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show N misses a set; never of a blind set")
    asked = parser.parse_args(words)
    if asked.allow_lower and not asked.update:
        parser.error("--allow-lower goes with --update")
    return asked


if __name__ == "__main__":
    sys.exit(main())
