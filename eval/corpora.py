"""The sets of gold readings, and how the reader does on one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from musterbook.codebook.load import Codebook
from musterbook.evaluate.gold_from_folder import aliases_for, gold_from_folder
from musterbook.evaluate.score_from_readings import Marks, marks_of, share, table_of
from musterbook.flow import Extractor, Failure, attempt, document_at
from musterbook.publish.reading_from_extract import reading_from_extract

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
DEVELOPMENT = (
    "develop",
    "retold_a",
    "retold_b",
    "voices",
    "retellings",
    "dispatches",
    "shorts",
)  # read while writing rules: their scores say nothing of unseen pages
BLIND = ("holdout", "voices_blind", "retellings_blind", "dispatches_blind", "shorts_blind")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A set of gold readings with their texts; `blind`: nobody looks at its misses, so that it stays a test."""

    name: str
    gold: Path
    texts: Path
    only: str = ""
    blind: bool = False
    outside: bool = False

    def here(self) -> bool:
        """True when the set has gold readings in this checkout."""
        return any(self.gold.glob("*.json"))

    def shown(self) -> str:
        """Return where the set should be, as a person would write it."""
        return "../shared" if self.outside else f"{self.gold.parent.parent.name}/{self.name}"


def corpora(root: Path = ROOT, shared: Path = SHARED) -> list[Corpus]:
    """Return every set: our own, of which five are blind, then the shared ones in the language that the reader reads."""
    own = root / "eval"
    return [
        *(Corpus(name, own / name / "gold", own / name / "texts") for name in DEVELOPMENT),
        *(Corpus(name, own / name / "gold", own / name / "texts", blind=True) for name in BLIND),
        *(Corpus(name, shared / "gold" / name, shared / name, "en", outside=True) for name in ("seeds", "reports")),
    ]


def hash_of(corpus: Corpus) -> str:
    """Return the SHA-256 over the names and bytes of all gold readings, texts and sidecars of a set."""
    total = sha256()
    for folder in (corpus.gold, corpus.texts):
        for path in sorted(path for path in folder.iterdir() if path.suffix in (".json", ".txt")):
            total.update(f"{path.name}\n".encode())
            total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()


def reading_of(path: Path, read: Extractor) -> dict[str, Any] | None:
    """Read one text as `musterbook read` would; None when the reader fails on it."""
    done = attempt(document_at(path), read, path.name)
    return None if isinstance(done, Failure) else reading_from_extract(done.document, done.extract)


def marks_on(corpus: Corpus, codebook: Codebook, read: Extractor) -> Marks:
    """Run the reader over a set and mark what it read."""
    known = gold_from_folder(corpus.gold, corpus.texts, corpus.only)
    readings = {name: reading_of(corpus.texts / f"{name}.txt", read) for name, _ in known.gold}
    marks = marks_of(known.gold, known.texts, readings, aliases_for(corpus.gold, codebook))
    return replace(marks, counts=marks.counts + Counter({"documents": len(known.gold)}))


Part = Callable[[dict[str, Any], Counter[str]], float | None]

# What the gate watches: a name, and where the score is found.
WATCHED: dict[str, Part] = {
    "f1": lambda table, n: table["figures"]["f1"],
    "precision": lambda table, n: table["figures"]["precision"],
    "recall": lambda table, n: table["figures"]["recall"],
    "measure": lambda table, n: table["figures"]["slots"]["measure"],
    "all_slots_right": lambda table, n: table["figures"]["all_slots_right"],
    "stated_bound": lambda table, n: table["stated"]["bound"],
    "stated_period": lambda table, n: table["stated"]["period"],
    "stated_root": lambda table, n: table["stated"]["root"],
    "stated_formation": lambda table, n: table["stated"]["formation"],
    "stated_place": lambda table, n: table["stated"]["place"],
    "incidents_recall": lambda table, n: table["incidents"]["recall"],
    "incidents_precision": lambda table, n: table["incidents"]["precision"],
    "statements_recall": lambda table, n: table["statements"]["recall"],
    "statements_precision": lambda table, n: share(n["statements.hit"], n["statements.pred"]),
    "terms_recall": lambda table, n: table["terms"]["recall"],
    "negatives_quiet": lambda table, n: share(n["negatives.quiet"], n["negatives.docs"]),
    "read_without_failure": lambda table, n: share(n["documents"] - len(table["failed"]), n["documents"]),
    "quotes_in_text": lambda table, n: share(n["quotes.anchored"], n["quotes.anchored"] + n["quotes.not_in_text"]),
}


def scores_of(marks: Marks) -> dict[str, float]:
    """Return the watched scores; one that has nothing to score is left out."""
    table = table_of(marks)
    found = {name: part(table, marks.counts) for name, part in WATCHED.items()}
    return {name: value for name, value in found.items() if value is not None}
