"""Gold readings and readings of the same texts -> how much was found, and how much of it is right.

A read figure is the gold figure when the amounts are equal and the quotes overlap by at least half of the shorter.
Slots are scored over found figures; `all_slots_right` and `stated` over all gold figures, so what was missed is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from musterbook.evaluate.names_equal import Aliases, names_equal
from musterbook.evaluate.pairs_from_quotes import Pair, overlap, pairs_of, spans_of
from musterbook.evaluate.slots import ASKED, SLOTS, STATED, Item, root, same_period, same_value, stated

Gold = Sequence[tuple[str, Mapping[str, Any]]]
Readings = Mapping[str, Mapping[str, Any] | None]
Miss = tuple[str, str, Any, Any, str]
SHOWN = 90  # characters of a quote that a miss shows
INCIDENT_SLOTS = ("date", "place", "count", "root")


@dataclass(frozen=True, slots=True)
class Marks:
    """What was counted: `counts` by dotted name, the documents that have no reading, every miss in gold order."""

    counts: Counter[str]
    failed: tuple[str, ...]
    misses: tuple[Miss, ...]


def score(
    gold: list[tuple[str, dict[str, Any]]],
    texts: dict[str, str],
    readings: dict[str, dict[str, Any] | None],
    aliases: Aliases,
) -> dict[str, Any]:
    """Return precision, recall, F1 and every slot, shares to three places; None where there was nothing to score."""
    return table_of(marks_of(gold, texts, readings, aliases))


def marks_of(gold: Gold, texts: Mapping[str, str], readings: Readings, aliases: Aliases) -> Marks:
    """Count hits and misses over all documents; a document without reading has failed and finds nothing."""
    counts: Counter[str] = Counter()
    misses: list[Miss] = []
    for name, wanted in gold:
        text, reading = texts[name], readings.get(name)
        found = reading or {}
        counts.update(_count_quotes(text, found))
        counts.update(_count_negative(wanted, reading))
        marks, missed = _mark_figures(name, text, _items(wanted, "figures"), _items(found, "figures"), aliases)
        counts.update(marks)
        misses.extend(missed)
        counts.update(_count_incidents(text, _items(wanted, "incidents"), _items(found, "incidents"), aliases))
        counts.update(_count_statements(text, _items(wanted, "statements"), _items(found, "statements")))
        counts.update(_count_terms(_items(wanted, "terms"), _items(found, "terms")))
    failed = tuple(name for name, _ in gold if readings.get(name) is None)
    return Marks(counts, failed, tuple(misses))


def _items(reading: Mapping[str, Any], part: str) -> list[Item]:
    return list(reading.get(part) or [])


def _count_quotes(text: str, found: Mapping[str, Any]) -> Counter[str]:
    """Count which claims stand on words of the text."""
    claims = [item for part in ("figures", "incidents", "statements") for item in _items(found, part)]
    return Counter("quotes.anchored" if spans_of(text, item) else "quotes.not_in_text" for item in claims)


def _count_negative(wanted: Mapping[str, Any], reading: Mapping[str, Any] | None) -> Counter[str]:
    """Count a document that says nothing of interest, and whether the reading kept quiet."""
    if any(_items(wanted, part) for part in ("figures", "incidents", "statements")):
        return Counter()
    quiet = reading is not None and not _items(reading, "figures") and not _items(reading, "incidents")
    return Counter({"negatives.docs": 1, "negatives.quiet": int(quiet)})


def _mark_figures(
    name: str, text: str, gold: list[Item], read: list[Item], aliases: Aliases
) -> tuple[Counter[str], list[Miss]]:
    """Pair the figures of one document; count every slot and list what is missed, wrong or extra."""
    gold_spans, read_spans = ([spans_of(text, item) for item in items] for items in (gold, read))
    pairs, extra = pairs_of(
        gold,
        read,
        lambda g, p: same_value(gold[g], read[p]) and overlap(gold_spans[g], read_spans[p]),
        lambda g, p: sum(_agreement(g, p, aliases).values()),
    )
    counts: Counter[str] = Counter({"figures.gold": len(gold), "figures.pred": len(read)})
    misses: list[Miss] = []
    for pair in pairs:
        agreed = _agreement(*pair, aliases)
        counts.update(_count_figure(pair, agreed))
        misses.extend(_miss_of(name, pair, agreed))
    misses += [(name, "extra", item.get("measure"), item.get("low"), _shown(item)) for item in extra]
    return counts, misses


def _agreement(gold: Item, read: Item | None, aliases: Aliases) -> dict[str, bool]:
    """Return for each slot whether it agrees; nothing agrees with a figure that was not found."""
    return {slot: read is not None and agrees(gold, read, aliases) for slot, agrees in SLOTS.items()}


def _count_figure(pair: Pair, agreed: dict[str, bool]) -> Counter[str]:
    """Count one gold figure: its stated slots always, its hit and all slots where it was found."""
    gold, read = pair
    counts = Counter(f"told.{slot}" for slot in STATED if stated(slot, gold))
    counts.update(f"stated.{slot}" for slot in STATED if stated(slot, gold) and agreed[slot])
    if read is not None:
        counts["figures.hit"] += 1
        counts["figures.right"] += all(agreed[slot] for slot in ASKED)
        counts.update(f"slots.{slot}" for slot, good in agreed.items() if good)
    return counts


def _miss_of(name: str, pair: Pair, agreed: dict[str, bool]) -> list[Miss]:
    """Return the line that says what is wrong with one gold figure, or nothing."""
    gold, read = pair
    if read is None:
        return [(name, "missed", gold.get("measure"), gold.get("low"), _shown(gold))]
    wrong = [f"{slot}: {_value(slot, read)!r} for {_value(slot, gold)!r}" for slot in ASKED if not agreed[slot]]
    return [(name, "slots", gold.get("measure"), gold.get("low"), "; ".join(wrong))] if wrong else []


def _shown(item: Item) -> str:
    return str(item.get("quote") or "")[:SHOWN]


def _value(slot: str, item: Item) -> object:
    return root(item) if slot == "root" else item.get(slot)


def _count_incidents(text: str, gold: list[Item], read: list[Item], aliases: Aliases) -> Counter[str]:
    """Pair the incidents of one document by type and quote; count what agrees."""
    gold_spans, read_spans = ([spans_of(text, item) for item in items] for items in (gold, read))
    counts: Counter[str] = Counter({"incidents.gold": len(gold), "incidents.pred": len(read)})
    pairs, _ = pairs_of(
        gold, read, lambda g, p: gold[g]["type"] == read[p].get("type") and overlap(gold_spans[g], read_spans[p])
    )
    for wanted, found in pairs:
        if found is not None:
            counts["incidents.hit"] += 1
            counts["incidents.date"] += same_period(wanted.get("date"), found.get("date"))
            counts["incidents.place"] += names_equal(wanted.get("place"), found.get("place"), aliases)
            counts["incidents.count"] += same_value(wanted.get("count") or {}, found.get("count") or {})
            counts["incidents.root"] += names_equal(root(wanted), root(found), aliases)
    return counts


def _count_statements(text: str, gold: list[Item], read: list[Item]) -> Counter[str]:
    """Pair the statements of one document by quote and branch of the theme; the whole theme decides between several."""
    gold_spans, read_spans = ([spans_of(text, item) for item in items] for items in (gold, read))
    branches = [str(item.get("theme", "")).split(".")[0] for item in read]
    pairs, _ = pairs_of(
        gold,
        read,
        lambda g, p: gold[g]["theme"].split(".")[0] == branches[p] and overlap(gold_spans[g], read_spans[p]),
        lambda g, p: int(g["theme"] == p.get("theme")),
    )
    hits = [(wanted, found) for wanted, found in pairs if found is not None]
    exact = sum(wanted["theme"] == found.get("theme") for wanted, found in hits)
    return Counter(
        {
            "statements.gold": len(gold),
            "statements.pred": len(read),
            "statements.hit": len(hits),
            "statements.theme": exact,
        }
    )


def _count_terms(gold: list[Item], read: list[Item]) -> Counter[str]:
    """Count the gold terms that were read with the same concept, whatever the case."""
    found = {(str(item.get("surface", "")).lower(), item.get("concept")) for item in read}
    hits = sum((item["surface"].lower(), item["concept"]) in found for item in gold)
    return Counter({"terms.gold": len(gold), "terms.hit": hits})


def share(part: int, whole: int) -> float | None:
    """Return part / whole to three places, None when there is no whole.

    >>> share(2, 3), share(0, 0)
    (0.667, None)
    """
    return round(part / whole, 3) if whole else None


def table_of(marks: Marks) -> dict[str, Any]:
    """Return the counts as the table people compare: shares to three places."""
    n = marks.counts
    return {
        "failed": list(marks.failed),
        "figures": _table_of_figures(n),
        "stated": {slot: share(n[f"stated.{slot}"], n[f"told.{slot}"]) for slot in STATED}
        | {"n": {slot: n[f"told.{slot}"] for slot in STATED}},
        "incidents": {
            "gold": n["incidents.gold"],
            "pred": n["incidents.pred"],
            "recall": share(n["incidents.hit"], n["incidents.gold"]),
            "precision": share(n["incidents.hit"], n["incidents.pred"]),
            **{slot: share(n[f"incidents.{slot}"], n["incidents.hit"]) for slot in INCIDENT_SLOTS},
        },
        "statements": {
            "gold": n["statements.gold"],
            "pred": n["statements.pred"],
            "recall": share(n["statements.hit"], n["statements.gold"]),
            "theme_exact": share(n["statements.theme"], n["statements.hit"]),
        },
        "terms": {"gold": n["terms.gold"], "recall": share(n["terms.hit"], n["terms.gold"])},
        "quotes": {"anchored": n["quotes.anchored"], "not_in_text": n["quotes.not_in_text"]},
        "negatives": {"docs": n["negatives.docs"], "quiet": n["negatives.quiet"]},
    }


def _table_of_figures(n: Counter[str]) -> dict[str, Any]:
    """Return the part of the table about figures; F1 is made of the rounded precision and recall."""
    gold, pred, hit = n["figures.gold"], n["figures.pred"], n["figures.hit"]
    precision, recall = share(hit, pred), share(hit, gold)
    return {
        "gold": gold,
        "pred": pred,
        "hit": hit,
        "precision": precision,
        "recall": recall,
        "f1": round(2 * precision * recall / (precision + recall), 3) if precision and recall else 0.0,
        "all_slots_right": share(n["figures.right"], gold),
        "slots": {slot: share(n[f"slots.{slot}"], hit) for slot in SLOTS},
    }
