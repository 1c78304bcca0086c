"""A fact or a story -> what is printed of it in a few words, and as plain values for JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from musterbook.assess.flags_from_cluster import SPOILT
from musterbook.assess.words_from_flags import MUTATIONS
from musterbook.compared import Assessment, Entry, Mutation
from musterbook.model import Bound
from musterbook.one_cluster import origin_name
from musterbook.publish.facts_from_entries import Fact, Story
from musterbook.publish.tables_from_claims import amount, number, one_line, where

Json = dict[str, Any]
PHRASE = 70  # letters of a statement that name it
DECIMALS = 6
# Changes whose own words say all there is to say.
TELLING = {"digit_lost", "digit_swapped", "rounded", "made_exact", "period_changed", "outcome_changed", "year_slip"}
TELLING |= {"hedge_lost", "scope_widened", "bound_changed"}
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
        **{name: whole(value) for name, value in (("low", it.low), ("best", it.best), ("high", it.high))},
        "reliability": it.reliability,
        "credibility": it.credibility,
        "flags": list(it.flags),
        "mutations": [mutation_row(mutation) for mutation in gravest_first(it.mutations)],
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
    """Return a number without what computing left behind its digits, and without decimals when it has none.

    >>> whole(684.0), whole(0.5), whole(100 * 1.1), whole(None)
    (684, 0.5, 110, None)
    """
    near = None if value is None else round(value, DECIMALS)
    return int(near) if near is not None and near == int(near) else near


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
    scope = where({"place": entry.place, **dict(entry.dims)})
    parts = (f"{amount_words(entry)}{per}", entry.period, scope or entry.population)
    return " · ".join(one_line(part) for part in parts if part)


def lead(fact: Fact, entries: Mapping[str, Entry]) -> Entry:
    """Return the claim that tells a fact best: of an origin, not spoilt, near to its end, with most said, exact, early."""
    counted = {id for root in fact.assessment.origins for id in root.members}
    ends = {root.key for root in fact.assessment.origins}
    spoilt = {it.after for it in fact.assessment.mutations if it.kind in SPOILT}

    def order(it: Entry) -> tuple[object, ...]:
        exact = it.amount is not None and it.amount.bound == Bound.exact
        hops = 0 if it.publisher.key in ends else len(it.chain)  # papers that an origin holds take it no further off
        said = bool(it.period) + bool(it.place) + len(it.dims)
        own = hops == 0 and exact  # an origin's own exact number is worth more than what else is said beside it
        return it.id not in counted, it.id in spoilt, hops, not own, -said, not exact, it.published or "9", it.id

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
    ends = {"low": whole(it.low), "high": whole(it.high), "bound": it.bound.value}
    return f"{amount({**ends, 'unit': it.unit})} {what}"


def change_words(it: Mutation) -> str:
    """Return a change in words: what sort it is of, where its own words do not say so, and those.

    >>> change_words(Mutation("bound_dropped", "a", "b", "over 18 → 18"))
    'the word that bounds the number was dropped: over 18 → 18'
    >>> change_words(Mutation("digit_lost", "a", "b", "18 → 8: a digit lost"))
    '18 → 8: a digit lost'
    """
    words = "; ".join(dict.fromkeys(it.words.replace("_", " ").split("; ")))
    return words if it.kind in TELLING else f"{MUTATIONS.get(it.kind, it.kind.replace('_', ' '))}: {words}"


def gravest_first(mutations: Iterable[Mutation]) -> list[Mutation]:
    """Return changes, those first after which a figure is no longer the same one."""
    return sorted(mutations, key=lambda it: (it.kind not in SPOILT, it.kind, it.after, it.words))


def estimate_words(it: Assessment) -> str:
    """Return low, best and high on one line, "" where there is no number.

    >>> from musterbook.compared import Verdict
    >>> estimate_words(Assessment("c", Verdict.no_origin, (), (), 1, low=6660.0, best=7400.0, high=None, reasons=("r",)))
    '7,400 (6,660 or more)'
    """
    if it.best is None:
        return ""
    low, best, high = (number(whole(end)) for end in (it.low, it.best, it.high))
    if low == best == high:
        return best
    return f"{best} ({low} or more)" if it.high is None else f"{best} ({low}–{high})"
