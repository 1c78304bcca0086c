"""How many of the domain's checks of arithmetic come out right: `python -m bench.sums` (`--texts`: real readings).

The facts are tests/cases/compare/arithmetic.yaml. The finder sees the entries only; what the table expects is read from the
table, and its words are put into our verdicts by WORDS. A check is right when the finder tells a finding of a kind that the
table's kind allows, with the verdict that its words ask for; and it is printed whether every number of the table's own
computation stands in ours. With `--texts`, what the finder tells of the examples and of the texts that are not held back is
printed instead, so that a person can judge it.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from musterbook.assess.sum_rules import SumRules
from musterbook.assess.sums_from_entries import sums_from_entries
from musterbook.compared import Entry, Party, Sort, Sum
from musterbook.model import Amount, Bound, Quote

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases" / "compare" / "arithmetic.yaml"
TABLE = ROOT.parent / "shared" / "domain" / "arithmetic.tsv"
FLOOR = 30

# How the codebook's measures lie to each other, as far as the checks need it; later rows of a table of the pack.
RULES = SumRules(
    kinds=(
        ("share", "share"),
        ("ratio", "ratio"),
        ("force_size", "stock"),
        ("detained_persons", "stock"),
        ("wanted_persons", "stock"),
        ("prison_term", "rate"),
    ),
    made_of=(
        ("decisions", ("asylum_grants", "asylum_refusals")),
        ("incident_participants", ("detained_persons", "wanted_persons")),
    ),
    within=(("Southern Military District", "armed forces"),),
    axes=(
        ("contract soldiers", "service"),
        ("mobilised", "service"),
        ("conscripts", "service"),
        ("junior officers", "rank"),
        ("senior officers", "rank"),
        ("officers", "rank"),
        ("majors", "rank"),
        ("captains", "rank"),
        ("lieutenants", "rank"),
        ("lieutenant colonels", "rank"),
        ("colonels", "rank"),
        ("sergeants", "rank"),
    ),
    steps=(
        ("asylum_grants", "asylum_applications"),
        ("asylum_grants", "decisions"),
        ("asylum_refusals", "decisions"),
        ("cases_to_court", "cases_registered"),
        ("persons_accused", "persons_suspected"),
        ("sentences", "cases_to_court"),
        ("sentences", "persons_accused"),
        ("suspended_sentences", "sentences"),
    ),
)

# What the words of the table's `expected` come to here, the first that is found in them; several verdicts: all are asked for.
WORDS = (
    ("three measures", ("ok",)),  # persons set against cases: a share of one procedure, each measure by itself
    ("not implied", ("ok", "not_testable")),  # the share holds, the other one does not follow from it
    ("not additive", ("not_additive",)),
    ("never add", ("not_additive",)),
    ("must not merge", ("not_additive",)),
    ("three denominators", ("not_additive",)),  # shares of several bases are never set side by side
    ("not a monthly flow", ("not_additive",)),
    ("revision", ("not_additive",)),  # two states of one number: keep both, count one
    ("scope unclear", ("not_testable",)),
    ("plausible but check", ("not_testable",)),
    ("broken", ("broken",)),
    ("contradicted", ("broken",)),
    ("within rounding", ("rounding",)),
    ("loose", ("rounding",)),
    ("register corrections", ("rounding",)),
    ("remainder", ("ok",)),
    ("ok", ("ok",)),
)
KINDS = {  # the table's kind -> ours, where they differ
    "approx_sum": ("sum",),
    "sum": ("sum", "difference"),
    "persons_vs_cases": ("steps",),
    "ratio": ("ratio", "percent"),
    "percent": ("percent",),
    "series": ("ratio",),
    "subset": ("subset", "scope"),
}


@dataclass(frozen=True)
class Row:
    """A row of the table with what came of it."""

    id: str
    kind: str
    computation: str
    expected: str
    sums: tuple[Sum, ...]

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the verdicts that the words of the table ask for."""
        return next(verdicts for words, verdicts in WORDS if words in self.expected)

    @property
    def found(self) -> list[Sum]:
        """Return the findings that the table's kind allows, with a verdict that is asked for."""
        kinds = KINDS.get(self.kind, (self.kind,))
        kinds = (*kinds, "complement") if "not_testable" in self.asked else kinds
        return [it for it in self.sums if it.kind in kinds and it.verdict in self.asked]

    @property
    def right(self) -> bool:
        """True when every verdict that is asked for is found, and nothing is called broken that should not be."""
        clean = "broken" in self.asked or not any(it.verdict == "broken" for it in self.sums)
        return clean and {it.verdict for it in self.found} == set(self.asked)

    @property
    def missing(self) -> list[str]:
        """Return the numbers of the table's own computation that none of our findings prints."""
        printed = " ".join(it.computation for it in self.found)
        ours = set(re.findall(r"\d+(?:\.\d+)?", printed.replace(",", "")))
        return [number for number in re.findall(r"\d+(?:\.\d+)?", self.computation) if number not in ours]


def party(key: str) -> Party:
    return Party(key, key, "", Sort.named)


def entry(id_: str, item: dict[str, Any]) -> Entry:
    """Return an entry of a case; what is no slot of its own is a dimension of the pack."""
    own = {"n", "bound", "doc", "by", "at", "what", "per", "population", "place", "period", "published"}
    low, high = item["n"] if isinstance(item["n"], list) else (item["n"], item["n"])
    bound = Bound.between if high != low else Bound(item.get("bound", "exact"))
    doc = item.get("doc", "page")
    start, length = item.get("at", (0, 0))
    return Entry(
        id=id_,
        doc=doc,
        kind="figure",
        what=item["what"],
        publisher=party(f"publisher of {doc}"),
        published=str(item.get("published", "")),
        amount=Amount(float(low), float(high), bound),
        per=item.get("per", ""),
        population=item.get("population", ""),
        place=item.get("place", ""),
        period=str(item.get("period", "")),  # YAML takes a day for a date
        dims=tuple(sorted((name, value) for name, value in item.items() if name not in own)),
        chain=(party(item["by"]),),
        quote=Quote(doc, start, start + length, "x" * length) if length else None,
    )


@cache
def cases() -> dict[str, tuple[Entry, ...]]:
    """Return the entries of every case."""
    found = {}
    for key, case in yaml.safe_load(CASES.read_text("utf-8")).items():
        items = [{**case["all"], **item} for item in case["entries"]]
        found[key] = tuple(entry(f"{key}.{number}", item) for number, item in enumerate(items, 1))
    return found


@cache
def rows() -> tuple[Row, ...]:
    """Return every row of the table with what the finder tells of its case."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Row(
            it["id"],
            it["kind"],
            f"{it['statement']} {it['computation']}" if it["computation"] == "-" else it["computation"],
            it["expected"],
            sums_from_entries(cases()[it["id"]], RULES),
        )
        for it in table
    )


def texts() -> Iterator[tuple[str, tuple[Sum, ...]]]:
    """Read the reports of the examples and the texts that are not held back; tell what the finder makes of each."""
    from musterbook.codebook.load import load_codebook
    from musterbook.link.entry_from_claim import entries_from_extract
    from musterbook.link.rules_from_codebook import rules_from_codebook
    from musterbook.model import Document, digest
    from musterbook.one_document import build_reader, extract

    codebook = load_codebook()
    reader, rules = build_reader(codebook), rules_from_codebook(codebook)
    folders = ("examples/reports", "eval/develop/texts", "eval/retold_a/texts", "eval/retold_b/texts")
    for path in sorted(path for folder in folders for path in (ROOT / folder).glob("*.txt")):
        text = path.read_text("utf-8")
        beside = path.with_suffix(".meta.json")
        meta = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
        published, publisher = meta.get("published"), meta.get("publisher")
        named = Document(digest(path.name, text), path.name, "", text, "en", published=published, publisher=publisher)
        entries = entries_from_extract(named, extract(named, reader), rules)
        yield path.name, sums_from_entries(entries, RULES)


def main() -> None:
    """Print what came of every row, or of every text, and hold the floor."""
    if "--texts" in sys.argv:
        tally: Counter[tuple[str, str]] = Counter()
        for name, sums in texts():
            for it in sums:
                tally[it.kind, it.verdict] += 1
                print(f"{name:34} {it.kind:12} {it.verdict:13} {it.computation}")
        print(dict(tally))
        return
    for row in rows():
        print(f"{'ok' if row.right else 'NO':3}{row.id} {row.kind} | expected: {row.expected}")
        if row.right and row.missing:
            print(f"      not printed: {', '.join(row.missing)}")
        for it in row.sums:
            print(f"    {'*' if it in row.found else ' '} {it.kind} {it.verdict}: {it.computation}")
    right = sum(row.right for row in rows())
    print(
        f"{right} of {len(rows())} verdicts right; {sum(row.right and not row.missing for row in rows())} with every number"
    )
    assert right >= FLOOR, f"{right} of {len(rows())}, the floor is {FLOOR}"


if __name__ == "__main__":
    main()
