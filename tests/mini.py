"""Mini-texts of the case files read with the real reader: what each number was read as."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from musterbook.codebook.load import load_codebook
from musterbook.evaluate.gold_from_folder import aliases_for
from musterbook.evaluate.names_equal import names_equal
from musterbook.model import Document, Extract, digest
from musterbook.one_document import Reader, build_reader, extract
from musterbook.publish.reading_from_extract import reading_from_extract

CASES = Path(__file__).parent / "cases"


def items(path: str) -> list[dict[str, Any]]:
    """Return the items of a case file."""
    return list(yaml.safe_load((CASES / path).read_text(encoding="utf-8")) or [])


@cache
def reader() -> Reader:
    """The reader of the main pack, built once."""
    return build_reader(load_codebook())


def read(item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the figures of an item's text; the gate of whole pages is opened by a line that belongs to the pack's world."""
    text = item["text"]
    head = "Soldiers, deserters and the army"
    whole = f"{text}\n\n{head}"
    published = item.get("published")
    document = Document(
        digest("case", whole),
        "case",
        "case",
        whole,
        "en",
        None,
        item.get("publisher"),
        str(published) if published else None,
    )
    result: Extract = extract(document, reader())
    return list(reading_from_extract(document, result)["figures"])


@cache
def aliases() -> Any:
    """The names that count as one, from the pack."""
    return aliases_for(CASES, load_codebook())


def chain_faults(item: dict[str, Any]) -> list[str]:
    """What is wrong with the chains of an item, one line each; only the origin is compared."""
    figures = read(item)
    faults = []
    for want in item["expected"]:
        same = [f for f in figures if _near(want["number"], f)]
        if not same:
            faults.append(f"{want['number']}: not read")
            continue
        origin, root = (want["chain"] or [None])[-1], (same[0]["chain"] or [None])[-1]
        if origin != root and not (origin and root and names_equal(origin, root, aliases())):
            faults.append(f"{want['number']}: {root!r} for {origin!r}")
    return faults


def slot_faults(item: dict[str, Any]) -> list[str]:
    """What is wrong with the figures of an item, one line each; `root` is the end of the chain, null for the page itself."""
    figures = read(item)
    faults = []
    for want in item["expected"]:
        same = [f for f in figures if _near(want["number"], f)]
        if not same:
            faults.append(f"{want['number']}: not read")
            continue
        best = min(same, key=lambda f: sum(not _agrees(k, v, f) for k, v in want.items()))
        faults.extend(
            f"{want['number']}: {k} {_value(k, best)!r} for {v!r}" for k, v in want.items() if not _agrees(k, v, best)
        )
    wanted = {w["number"] for w in item["expected"]}
    faults.extend(
        f"{f['low']}: extra {f['measure']} “{f['quote']}”" for f in figures if not any(_near(w, f) for w in wanted)
    )
    return faults


def _near(number: float, figure: dict[str, Any]) -> bool:
    return any(end is not None and abs(end - number) <= 0.01 * abs(number) for end in (figure["low"], figure["high"]))


def _value(slot: str, figure: dict[str, Any]) -> Any:
    return (figure["chain"] or [None])[-1] if slot == "root" else figure.get(slot)


def _agrees(slot: str, want: Any, figure: dict[str, Any]) -> bool:
    if slot in ("number", "high"):
        return True
    got = _value(slot, figure)
    if slot in ("root", "place", "formation", "population") and want and got:
        return bool(names_equal(str(want), str(got), aliases()))
    return bool(str(want) == str(got)) if want is not None else got is None
