"""A fact or a story -> what is printed of it in a few words, and as plain values for JSON and CSV."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from musterbook.assess.flags_from_cluster import SPOILT
from musterbook.compared import Assessment, Entry, Mutation, Root
from musterbook.model import Bound
from musterbook.one_cluster import origin_name
from musterbook.publish.facts_from_entries import Fact, Story
from musterbook.publish.tables_from_claims import amount, number, one_line, where

Json = dict[str, Any]
PHRASE = 70  # letters of a statement that name it
CSV_COLUMNS = (
    *("id", "kind", "title", "pages", "origins", "origin_names", "open_chains", "verdict", "low", "best", "high"),
    *("reliability", "credibility", "flags", "mutations", "reasons", "facts", "members"),
)


def record_from_fact(fact: Fact, entries: Mapping[str, Entry]) -> Json:
    """Return a fact as plain values."""
    kind, members = fact.cluster.kind, fact.cluster.members
    return record(fact.assessment, kind, members, title_from_fact(fact, entries))


def record_from_story(story: Story, entries: Mapping[str, Entry]) -> Json:
    """Return a story as plain values; `facts` are its facts, the most told first, each with what it comes to."""
    lead = story.facts[0]
    made = record(story.assessment, lead.cluster.kind, story.members(), title_from_story(story, entries))
    return {**made, "facts": [record_from_fact(fact, entries) for fact in story.facts]}


def record(it: Assessment, kind: str, members: tuple[str, ...], title: str) -> Json:
    """Return an assessment as plain values, with what it is of."""
    return {
        "id": it.cluster,
        "kind": kind,
        "title": title,
        "members": list(members),
        "pages": it.pages,
        "origins": len(it.origins),
        "origin_names": [origin_name(root) for root in it.origins],
        "open_chains": list(it.open_chains),
        "verdict": it.verdict.value,
        "reasons": list(it.reasons),
        "low": whole(it.low),
        "best": whole(it.best),
        "high": whole(it.high),
        "reliability": it.reliability,
        "credibility": it.credibility,
        "flags": list(it.flags),
        "mutations": [mutation_row(mutation) for mutation in it.mutations],
        "sums": [{"kind": one.kind, "verdict": one.verdict, "computation": one.computation} for one in it.sums],
    }


def mutation_row(it: Mutation) -> Json:
    """Return a change as plain values; `members` are the ids before and after it."""
    return {
        "kind": it.kind,
        "before": it.before,
        "after": it.after,
        "members": [it.before, it.after],
        "words": it.words,
    }


def whole(value: float | None) -> float | int | None:
    """Return a number without decimals when it has none.

    >>> whole(684.0), whole(0.5), whole(None)
    (684, 0.5, None)
    """
    return int(value) if value is not None and value == int(value) else value


def flat(row: Json) -> Json:
    """Return a record with a text in every cell, for a CSV file."""
    joined = {key: "; ".join(row[key]) for key in ("origin_names", "flags", "reasons", "members")}
    kinds = sorted({it["kind"] for it in row["mutations"]})
    facts = len(row["facts"]) if "facts" in row else 1
    return {**row, **joined, "open_chains": len(row["open_chains"]), "mutations": "; ".join(kinds), "facts": facts}


def title_from_story(story: Story, entries: Mapping[str, Entry]) -> str:
    """Return what a story is called: after its most told fact, and how many others there are."""
    others = len(story.facts) - 1
    more = f" and {others} more fact{'s' * (others > 1)}" if others else ""
    return title_from_fact(story.facts[0], entries) + more


def title_from_fact(fact: Fact, entries: Mapping[str, Entry]) -> str:
    """Return what a fact is called: how the claim nearest to its end tells it, with when and where."""
    entry = lead(fact, entries)
    per = f" a {entry.per}" if entry.per else ""
    scope = where({"place": entry.place, **dict(entry.dims), "population": entry.population}).split(" · ")
    parts = (f"{amount_words(entry)}{per}", entry.period, *scope)
    return " · ".join(one_line(part) for part in parts if part)


def lead(fact: Fact, entries: Mapping[str, Entry]) -> Entry:
    """Return the claim that tells a fact best: of an origin, not spoilt, near to its end, exact, early, with most said."""
    counted = {id for root in fact.assessment.origins for id in root.members}
    spoilt = {it.after for it in fact.assessment.mutations if it.kind in SPOILT}

    def order(it: Entry) -> tuple[object, ...]:
        exact = it.amount is not None and it.amount.bound == Bound.exact
        said = bool(it.period) + bool(it.place) + len(it.dims)
        return it.id not in counted, it.id in spoilt, len(it.chain), not exact, it.published or "9", -said, it.id

    return min((entries[id] for id in fact.cluster.members), key=order)


def amount_words(entry: Entry) -> str:
    """Return what a claim says in a few words: number and measure, kind of happening, or theme with the words themselves."""
    what = entry.what.replace("_", " ").replace(".", ": ")
    if entry.kind == "statement" or (entry.amount is None and entry.quote is None):
        words = one_line(entry.quote.text) if entry.quote else entry.title
        short = words if len(words) <= PHRASE else words[:PHRASE].rpartition(" ")[0] + " …"
        return f"{what}: “{short}”" if short else what
    if entry.amount is None:
        return what
    it = entry.amount
    return f"{amount({'low': it.low, 'high': it.high, 'bound': it.bound.value, 'unit': it.unit})} {what}"


def estimate_words(it: Assessment) -> str:
    """Return low, best and high on one line, "" where there is no number.

    >>> from musterbook.compared import Verdict
    >>> estimate_words(Assessment("c", Verdict.no_origin, (), (), 1, low=6660.0, best=7400.0, high=None, reasons=("r",)))
    '7,400 (6,660 or more)'
    """
    if it.best is None:
        return ""
    if it.low == it.best == it.high:
        return number(it.best)
    span = f"{number(it.low)} or more" if it.high is None else f"{number(it.low)}–{number(it.high)}"
    return f"{number(it.best)} ({span})"


def origins_words(origins: tuple[Root, ...]) -> str:
    """Return the names of origins on one line."""
    return ", ".join(origin_name(root) for root in origins)
