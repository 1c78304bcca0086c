"""Broken documents through the reader: `python -m tests.fuzz.run --count 20000 --seed 1`.

Whatever the text, the reader does not raise, every quote stands in the text, every amount is one, no claim shares an
id, the reading can be printed, and a second pass gives the same. Each document is made from (seed, number) alone, so
`--first N --count 1` makes the one that failed again.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

from musterbook.codebook.load import load_codebook
from musterbook.flow import check, extractor
from musterbook.model import Amount, Document, Extract, Quote, demand, digest
from musterbook.publish.reading_from_extract import reading_from_extract
from tests.fuzz.mutate import mutated

ROOT = Path(__file__).parents[2]
FOLDERS = ("examples/reports", "eval/develop/texts")
AGAIN = 20  # every so many documents are read twice
SLOWEST = 5.0  # seconds for a document of a few thousand characters: more is a loop that explodes, not a slow machine
OWN = (
    "About 1,200 soldiers left their posts in March 2024, according to Mediazona, citing court records.\n\n"
    "“We counted between 30 and 40 of them,” a lawyer told the newspaper on Tuesday. Some deny it.\n"
    "Courts passed 684 sentences under Article 337 in the first half of 2023, 42% more than a year before.\n"
)
PUBLISHED = (None, "2024", "2024-05", "2024-05-17", "2022-02-24")


@dataclass(frozen=True, slots=True)
class Fault:
    """A document that broke a rule."""

    number: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run saw; `slowest` is the longest time for one document, in seconds."""

    documents: int
    claims: int
    seconds: float
    slowest: float
    faults: tuple[Fault, ...]


def texts() -> list[str]:
    """Return the texts to break: the examples, the develop set and a few sentences that are always here."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.txt"))]
    return [OWN, *(path.read_text(encoding="utf-8") for path in paths)]


def document_number(number: int, seed: int, known: Sequence[str]) -> Document:
    """Make one broken document."""
    chance = random.Random(f"{seed}:{number}")
    text = mutated(known, chance)
    name = f"fuzz-{seed}-{number}"
    return Document(digest(name, text), name, "", text, "en", published=chance.choice(PUBLISHED))


def parts_of(value: object) -> Iterator[object]:
    """Yield a value and everything inside it."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from parts_of(part)


def keep_the_rules(document: Document, extract: Extract) -> None:
    """Raise ValueError or TypeError naming the rule that an extract breaks."""
    check(document, extract)
    demand(extract.doc == document.id, "the extract names its document", extract.doc)
    for part in parts_of(extract):
        if isinstance(part, Quote):
            demand(document.holds(part), "a quote stands in the text", part)
        elif isinstance(part, Amount):
            ends = [end for end in (part.low, part.high) if end is not None]
            demand(all(math.isfinite(end) and end >= 0 for end in ends), "an amount is a number", part)
            demand(ends == sorted(ends) and part.interval()[0] <= part.interval()[1], "low is not above high", part)
    json.dumps(reading_from_extract(document, extract), allow_nan=False)


def try_one(document: Document, read: Callable[[Document], Extract], *, twice: bool) -> tuple[int, str]:
    """Read one document; return how many claims it makes and what went wrong ("" when nothing did)."""
    try:
        extract = read(document)
        keep_the_rules(document, extract)
        if twice:
            demand(read(document) == extract, "a second pass reads the same", document.name)
    except Exception as fault:  # any exception at all is what is looked for
        return 0, f"{type(fault).__name__}: {str(fault)[:300]}"
    return len(extract.claims()), ""


def run(read: Callable[[Document], Extract], count: int, seed: int = 1, first: int = 0) -> Outcome:
    """Break and read `count` documents; a fault is recorded and the run goes on."""
    known, faults, claims, slowest, began = texts(), [], 0, 0.0, time.perf_counter()
    for number in range(first, first + count):
        document = document_number(number, seed, known)
        before = time.perf_counter()
        found, why = try_one(document, read, twice=number % AGAIN == 0)
        took = time.perf_counter() - before
        claims, slowest = claims + found, max(slowest, took)
        if took > SLOWEST:
            why = why or f"took {took:.1f} s for {len(document.text)} characters"
        if why:
            faults.append(Fault(number, why, document.text))
    return Outcome(count, claims, time.perf_counter() - began, slowest, tuple(faults))


def main() -> int:
    """Run as asked; exit status 1 with the first faults when there are any."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    outcome = run(extractor(load_codebook()), asked.count, asked.seed, asked.first)
    speed = outcome.documents / max(outcome.seconds, 1e-9)
    print(
        f"{outcome.documents} documents, {outcome.claims} claims, {len(outcome.faults)} faults, "
        f"{speed:.0f} documents/s, slowest {outcome.slowest * 1000:.0f} ms"
    )
    for fault in outcome.faults[:10]:
        again = f"--seed {asked.seed} --first {fault.number} --count 1"
        print(f"{again}: {fault.why}\n    {fault.text[:300]!r}", file=sys.stderr)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
