"""Facts and stories -> tables for the terminal, and what stands below a lineage. Returns what rich prints; prints nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import RenderableType

from musterbook.assess.words_from_flags import FLAGS, MUTATIONS
from musterbook.compared import Assessment, Entry, Outcome, Verdict
from musterbook.publish.facts_from_entries import Fact
from musterbook.publish.grid_from_rows import Column, Grid
from musterbook.publish.record_from_fact import amount_words, change_words, estimate_words, gravest_first
from musterbook.publish.tables_from_claims import number, one_line

Json = Mapping[str, Any]
SHOWN = 8  # characters of an id: enough to name a fact of a base
SOME = 3  # of the things that one cell lists
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed by other origins",
    "2": "probably true: one origin that counts by itself and takes no side",
    "3": "possibly true: one origin that passes it on, or speaks for itself",
    "4": "doubtful: contradicted, or told by one side alone",
    "5": "improbable",
    "6": "cannot be judged: no origin is named",
}
VERDICTS = {
    Verdict.corroborated: "corroborated: origins that count by themselves agree",
    Verdict.single_origin: "single origin: one source, however many pages repeat it",
    Verdict.contradicted: "contradicted: they say different things, and none is averaged away",
    Verdict.not_comparable: "not comparable: several origins, none of which confirms another",
    Verdict.no_origin: "no origin: nobody is named who could be asked",
}
CHECKED = {"ok": "adds up", "rounding": "adds up when rounded", "broken": "does not add up"}


def clusters_table(rows: Iterable[Json]) -> Grid:
    """Return facts or stories, a line each: what is told, on how many pages, by whom, and what it comes to."""
    columns = (Column("id", SHOWN, fixed=True), Column("what is told", 60, least=22), Column("told by", 30, least=18))
    made = Grid("", (*columns, Column("verdict", 14, fixed=True)))
    for row in rows:
        told = [row["title"], range_of(row), changed(row)]
        grade = f"{row['reliability']}{row['credibility']}"
        verdict = f"{row['verdict'].replace('_', ' ')}\n{grade}"
        made.add(row["id"][:SHOWN], "\n".join(filter(None, told)), told_by(row), verdict)
    return made


def told_by(row: Json) -> str:
    """Return on how many pages it is told, and whom they have it from.

    >>> print(told_by({"pages": 7, "origins": 1, "origin_names": ["Court"], "open_chains": ["a", "b"]}))
    7 pages, 1 origin
    Court
    2 claims open
    """
    names, silent = row["origin_names"], len(row["open_chains"])
    count = f"{counted(row['pages'], 'page')}, {counted(row['origins'], 'origin')}"
    more = f" and {len(names) - SOME} more" if len(names) > SOME else ""
    opened = f"{counted(silent, 'claim')} open" if silent else ""
    return "\n".join(filter(None, (count, f"{', '.join(names[:SOME])}{more}", opened)))


def counted(many: int, what: str) -> str:
    """Return a number with what it counts.

    >>> counted(1, "page"), counted(1200, "page")
    ('1 page', '1,200 pages')
    """
    return f"{many:,} {what}{'s' * (many != 1)}"


def range_of(row: Json) -> str:
    """Return what the number lies between, where origins or bounds leave room."""
    if row["best"] is None or row["low"] == row["high"] == row["best"]:
        return ""
    top = "no upper end" if row["high"] is None else number(row["high"])
    return f"low {number(row['low'])} · best {number(row['best'])} · high {top}"


def changed(row: Json) -> str:
    """Return in which ways the figure changed, each once.

    >>> changed({"mutations": [{"kind": "digit_lost"}, {"kind": "digit_lost"}, {"kind": "new_way"}]})
    '! a digit was lost or added; new way'
    """
    kinds = dict.fromkeys(it["kind"] for it in row["mutations"])
    told = [MUTATIONS.get(kind, kind.replace("_", " ")) for kind in kinds]
    more = f" and {len(told) - SOME} more" if len(told) > SOME else ""
    return f"! {'; '.join(told[:SOME])}{more}" if told else ""


def fact_view(fact: Fact, entries: Mapping[str, Entry], others: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    """Yield what stands below a lineage; `others` are (id, title) of the other facts of the story."""
    made = Grid("", (Column("", 12, fixed=True), Column("", 10_000)))
    for label, text in lines_of(fact.assessment, {*fact.cluster.members}, entries):
        made.add(label, text)
    listed = list(others)
    if listed:
        told = [f"{id[:SHOWN]}  {title}" for id, title in listed[: 2 * SOME]]
        more = [f"and {len(listed) - len(told)} more"] if len(listed) > len(told) else []
        made.add("same story", "\n".join([*told, *more]))
    yield made
    against = contradictions(fact, entries)
    if against.rows:
        yield against


def lines_of(it: Assessment, members: set[str], entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Yield label and text of what a fact comes to."""
    yield "count", it.reasons[0]
    yield "verdict", VERDICTS[it.verdict]
    if it.reasons[1:]:
        yield "because", "\n".join(it.reasons[1:])
    if it.best is not None:
        yield "best (range)", estimate_words(it)
    yield "reliability", f"{it.reliability}, {RELIABILITY[it.reliability]} (of the best origin)"
    yield "credibility", f"{it.credibility}, {CREDIBILITY[it.credibility]}"
    wary = [FLAGS[flag] for flag in it.flags if flag in FLAGS]
    if wary:
        yield "be wary", "\n".join(wary)
    sums = [f"{CHECKED.get(one.verdict, one.verdict.replace('_', ' '))}: {one.computation}" for one in it.sums]
    if sums:
        yield "sums", "\n".join(dict.fromkeys(sums))
    elsewhere = [
        f"{change_words(one)} ({entries[one.after].publisher.label})"
        for one in gravest_first(it.mutations)
        if one.after not in members and one.after in entries
    ]
    if elsewhere:
        yield "retold", "\n".join(dict.fromkeys(elsewhere))


def contradictions(fact: Fact, entries: Mapping[str, Entry]) -> Grid:
    """Return the claims that contradict each other side by side, each pair of numbers and ends once."""
    made = Grid(
        "They contradict each other", (Column("one says", 40), Column("the other says", 40), Column("both", 60))
    )
    pairs: dict[tuple[tuple[str, str], ...], list[tuple[Entry, Entry, str]]] = {}
    for link in fact.cluster.links:
        if link.outcome != Outcome.contradicts:
            continue
        one, two = sorted((entries[link.left], entries[link.right]), key=lambda it: (it.published or "9", it.id))
        pairs.setdefault(tuple(sorted((said(one), said(two)))), []).append((one, two, link.reasons[0]))
    for _, group in sorted(pairs.items()):
        one, two, why = min(group, key=lambda it: (it[0].published or "9", it[0].id, it[1].id))
        again = f"\nand {len(group) - 1} more such pair{'s' * (len(group) > 2)}" if len(group) > 1 else ""
        made.add(side_of(one), side_of(two), why.partition(": ")[0] + again)
    return made


def said(entry: Entry) -> tuple[str, str]:
    """Return what is told and by whom."""
    return amount_words(entry), (entry.chain[-1] if entry.chain else entry.publisher).key


def side_of(entry: Entry) -> str:
    """Return one side of a contradiction: the number, who says it, the page and its date, the words."""
    chain = " → ".join(hop.label for hop in entry.chain)
    page = f"{entry.publisher.label}, {entry.published[:10] or 'no date'}"
    words = f"“{one_line(entry.quote.text)}”" if entry.quote else ""
    return "\n".join(part for part in (amount_words(entry), f"{page}{f' → {chain}' if chain else ''}", words) if part)
