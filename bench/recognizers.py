"""Prints the share of public number cases that the English number grammar reads as they expect, and why it does not aim at the rest.

Run from anywhere: `python bench/recognizers.py [--failures]`. The cases stand in `../shared/bench` beside the repository.
Protocol: a case passes when all expected results, and no others, come back with the same text and value.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from musterbook.codebook.load import Codebook, language_folder, load_table
from musterbook.codebook.schema import LANGUAGE_TABLES
from musterbook.extract.numbers_from_sentence import NumberGrammar, NumberMention, number_grammar, numbers_from_sentence
from musterbook.model import Bound

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
Found = list[tuple[str, Any]]

# Why a class of cases is not aimed at; the first pattern that fits the input names the class.
NOT_AIMED_AT: tuple[tuple[str, str], ...] = (
    (r"minus|negative|(?<!\w)-\s*\d", "negative numbers: nothing counted is below zero"),
    (r"\^|\d+e[+-]?\d|\d[gtb]\b", "exponents and byte sizes: not how people are counted"),
    (r"\d{1,3}\s*/\s*\d|\d+/\d", "typeset fractions beyond halves and quarters: dates and part numbers look alike"),
    (
        r"ths?\b|firsts|seconds\b|thirds|over (?:one|two|three|\d)|out of|halves|quarter|half",
        "spoken fractions as bare values: we give shares in per cent",
    ),
    (
        r"equal|bigger|greater|larger|smaller|higher|lower|[<>]|exceed|surpass",
        "comparisons of arithmetic (x < 30, equal to 20)",
    ),
    (r"\bone\b|\bsecond\b|\bfirst\b", "one as a pronoun and ordinals: silent unless they count"),
    (r"percent|%", "per cent sign without a number, or the number after it"),
)


def english() -> NumberGrammar:
    """Return the English grammar from the language tables alone."""
    folder = language_folder("en")
    tables = {name: tuple(load_table(folder, None, name, kind, "en")) for name, kind in LANGUAGE_TABLES.items()}
    return number_grammar(Codebook("none", "en", "bench", tables))


def cases(name: str) -> Iterator[dict[str, Any]]:
    """Yield the cases of one file."""
    with (BENCH / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def number_results(text: str, g: NumberGrammar) -> Found:
    """Return bare numbers, ranges taken apart, as the number cases want them: shares as fractions, no measurements."""
    found: Found = []
    for m in numbers_from_sentence(text, g):
        if m.kind in ("date", "clock", "ordinal") or (
            m.kind == "identifier" and not text[m.core[0] : m.core[1]].isdecimal()
        ):
            continue
        if m.unit and not text[m.core[1] : m.end].startswith((" ", "-")) and m.core[1] < m.end:
            continue
        core = text[m.core[0] : m.core[1]]
        low = m.low
        if m.kind == "share":
            core, low = text[m.start : m.end], m.low / 100
        if m.kind == "percent":
            core = re.sub(r"\s*(?:%|per\s?cents?|percentage)$", "", core)
        found.append((core.strip().lower(), low))
    return found


def percent_results(text: str, g: NumberGrammar) -> Found:
    """Return the percentages."""
    return [(text[m.core[0] : m.core[1]].lower(), m.low) for m in numbers_from_sentence(text, g) if m.kind == "percent"]


def range_results(text: str, g: NumberGrammar) -> Found:
    """Return the numbers that words limit, as intervals."""
    found: Found = []
    for m in numbers_from_sentence(text, g):
        ends = interval_of(m)
        if ends and m.kind in ("count", "percent", "share", "measurement", "ratio"):
            end = m.core[1] if m.kind == "measurement" else m.end
            found.append((text[m.start : end].lower(), ends))
    return found


def interval_of(m: NumberMention) -> str | None:
    """Return a mention's interval in the notation of the cases, None for a number without limits."""
    scale = 100 if m.kind == "share" else 1
    low, high = f"{m.low / scale:g}", f"{(m.high or m.low) / scale:g}"
    if m.high is None:
        return None
    return {
        Bound.over: f"({low},)",
        Bound.at_least: f"[{low},)",
        Bound.up_to: f"(,{high}]",
        Bound.under: f"(,{high})",
        Bound.between: f"[{low},{high})",
    }.get(m.bound)


def expected_of(case: dict[str, Any], name: str) -> Found:
    """Return what a case expects, numbers as floats and intervals without the precision of `%g`."""
    wanted: Found = []
    for result in case["results"]:
        value = result["resolution"]["value"]
        if name == "number_range":
            value = re.sub(r"\d[\d.]*", lambda m: f"{float(m.group()):g}", value)
        elif value in ("null", None):
            value = None
        else:
            value = float(value.rstrip("%"))
        wanted.append((result["text"].lower(), value))
    return wanted


def same(a: Found, b: Found) -> bool:
    """True when two results agree in text and value (shares are rounded to a hundredth of a per cent)."""

    def near(x: Any, y: Any) -> bool:
        numbers = isinstance(x, float) and isinstance(y, float)
        return abs(x - y) <= max(1e-4, 1e-6 * abs(y)) if numbers else bool(x == y)

    return len(a) == len(b) and all(p[0] == q[0] and near(p[1], q[1]) for p, q in zip(a, b, strict=True))


def reason(text: str) -> str:
    """Return the class a failure belongs to."""
    return next((why for pattern, why in NOT_AIMED_AT if re.search(pattern, text.lower())), "open: worth a look")


def run(name: str, read: Callable[[str, NumberGrammar], Found], g: NumberGrammar, show: bool) -> None:
    """Print the share passed of one file and the classes of its failures."""
    some = list(cases(f"recognizers/en_{name}.jsonl"))
    failed = [case for case in some if not same(read(case["input"], g), expected_of(case, name))]
    report(f"recognizers en_{name}", len(some), [case["input"] for case in failed])
    for case in failed if show else ():
        print("      ", case["input"][:90], "| wanted", expected_of(case, name), "| read", read(case["input"], g))


def run_words(g: NumberGrammar, show: bool) -> None:
    """Print the share of written-out numbers that are read back exactly, as one mention."""
    some = list(cases("number_words/en.jsonl"))
    failed = []
    for case in some:
        values = [m.low for m in numbers_from_sentence(case["words"], g)]
        if values != [float(case["value"])]:
            failed.append(case["words"])
            if show:
                print("      ", case, values)
    report("number_words en", len(some), failed)


def report(name: str, total: int, failed: list[str]) -> None:
    """Print one line of figures and one per class of failures."""
    print(f"{name}: {total - len(failed)} of {total} passed, {1 - len(failed) / total:.3f}")
    for why, count in sorted(Counter(map(reason, failed)).items(), key=lambda row: (-row[1], row[0])):
        print(f"    {count:3d} not passed  {why}")


def main() -> int:
    """Run every file; say so when they are not there."""
    if not BENCH.is_dir():
        print(f"missing: {BENCH} (the public cases are not part of the repository)")
        return 0
    g, show = english(), "--failures" in sys.argv
    run("number", number_results, g, show)
    run("percent", percent_results, g, show)
    run("number_range", range_results, g, show)
    run_words(g, show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
