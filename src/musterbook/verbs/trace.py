"""`musterbook trace`: where a claim comes from, who passed it on, and what changed on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from musterbook.errors import InputError, UsageError
from musterbook.verbs.clusters import check_day, facts_in_base, known_then, opened
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, codebook_for, dump, own_rows, say, show, suggestion

if TYPE_CHECKING:
    from musterbook.link.rules_from_codebook import Rules
    from musterbook.publish.facts_from_entries import Fact
    from musterbook.publish.lineage import Lineage
    from musterbook.publish.lineage_from_cluster import Told
    from musterbook.store.sqlite import Base

ID = re.compile(r"[cs]?[0-9a-f]{1,16}")
LISTED = 20  # facts that a search lists
SUFFIXES = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".json": "json"}
Form = Literal["tree", "svg", "dot", "json"]


def trace(
    claim: Annotated[list[str], Parameter(name="CLAIM", negative="")],
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    form: Annotated[Form | None, Parameter(name="--as")] = None,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    as_of: str | None = None,
    pack: str | None = None,
) -> int:
    """Trace a claim: who published it when and from whom, what changed on each hop, its origins, and what stays open.

    Example: `musterbook trace 684 sentences --base muster`

    Parameters
    ----------
    claim
        The id of a claim, fact or story, or as much of its beginning as is unique (`claims` and `clusters` list them); or
        words of its quote or of its page's title.
    form
        tree for the terminal, svg a picture, dot for Graphviz, json to work with; else what the name of the file says.
    out
        The file to write to, instead of the screen; one that is there is replaced.
    as_of
        Only what was published by this day (2024, 2024-03 or 2024-03-31); all is compared anew.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    """
    from musterbook.link.rules_from_codebook import rules_from_codebook

    if as_of is not None:
        check_day(as_of)
    words = " ".join(claim).strip()
    form = form or (SUFFIXES.get(out.suffix.lower(), "tree") if out else "tree")  # type: ignore[assignment]
    with opened(base) as store:
        rules = rules_from_codebook(codebook_for(pack, own_rows(base)))
        facts = facts_asked(store, words)
        if len(facts) != 1:
            return several(store, facts, words, shown=form == "tree" and out is None)
        fact, entries = at_day(store, facts[0], rules, as_of)
        told, others = told_of(store, fact, entries), others_of(store, facts[0]) if as_of is None else []
    WRITERS[form or "tree"](told, lineage_of(told, rules, form or "tree", as_of or ""), others, out)
    if out is not None:
        say(f"Wrote       {out}")
    return 0


# ---------------------------------------------------------------- what is asked for


def facts_asked(store: Base, words: str) -> list[str]:
    """Return the facts that an id or words ask for; raises UsageError when there is none."""
    if not words:
        raise UsageError("nothing to trace; give the id of a claim, or words of its quote")
    found = facts_by_id(store, words.lower()) if ID.fullmatch(words.lower()) else []
    if words.isdigit() and len(words) < 8:  # a number as people write it is seldom meant as an id
        found = facts_by_words(store, words) or found
    found = found or facts_by_words(store, words)
    if found:
        return found
    near = suggestion(
        words, [row["claim"] for row in store.rows("SELECT claim FROM entries ORDER BY claim LIMIT 20000")]
    )
    hint = near if "did you" in near else "search with other words, or list them with `musterbook clusters --all`"
    raise UsageError(f"no claim {words!r}; {hint}")


def facts_by_id(store: Base, start: str) -> list[str]:
    """Return the facts whose own id, whose story's, or one of whose claims' begins so; raises UsageError for several claims."""
    sql = "SELECT claim, cluster, story FROM clusters WHERE substr({0}, 1, ?) = ? ORDER BY claim"
    args = (len(start), start)
    claims = store.rows(sql.format("claim"), args)
    if len(claims) > 1:
        listed = ", ".join(row["claim"] for row in claims[:4])
        raise UsageError(f"{len(claims)} claims begin with {start!r}: {listed}; give more of the id")
    facts = {row["cluster"] for row in [*claims, *store.rows(sql.format("cluster"), args)]}
    return sorted(facts or {row["cluster"] for row in store.rows(sql.format("story"), args)})


def facts_by_words(store: Base, words: str) -> list[str]:
    """Return the facts with a claim that fits the words best, the most told first.

    Best is a figure whose number is among the words, then a quote that has all of them, then a page's title.
    """
    from musterbook.store.claims_from_base import Wanted, claims
    from musterbook.store.comparison_rows import select

    rows = claims(store, Wanted(search=words))
    parts = [part.strip('*"').casefold() for part in words.split()]
    quoted = [row for row in rows if all(part in row["quote"].casefold() for part in parts)]
    numbers = {float(part) for part in (part.replace(",", "") for part in parts) if part.isdecimal()}
    counted = [row for row in quoted if row["kind"] == "figure" and row["low"] in numbers]
    found = {row["id"] for row in counted or quoted or rows}
    facts = {row["cluster"] for row in select(store, "SELECT cluster FROM clusters WHERE claim IN ({})", found)}
    pages = select(store, "SELECT cluster, pages FROM assessments WHERE cluster IN ({})", facts)
    return [row["cluster"] for row in sorted(pages, key=lambda row: (-row["pages"], row["cluster"]))]


def several(store: Base, ids: list[str], words: str, *, shown: bool) -> int:
    """List the facts that fit, and say that one has to be chosen."""
    from musterbook.publish.record_from_fact import record_from_fact
    from musterbook.publish.tables_from_clusters import clusters_table
    from musterbook.store.comparison_rows import held_entries

    facts = facts_in_base(store, ids[:LISTED])
    entries = held_entries(store, {id for fact in facts.values() for id in fact.cluster.members})
    if shown:
        show([clusters_table([record_from_fact(facts[id], entries) for id in ids[:LISTED]])])
    which = f"the first {LISTED} are listed" if len(ids) > LISTED and shown else f"such as {ids[0][:8]}"
    raise UsageError(f"{len(ids)} facts fit {words!r}; give the id of one ({which}), or more words")


# ---------------------------------------------------------------- what is known of it


def at_day(store: Base, id: str, rules: Rules, as_of: str | None) -> tuple[Fact, dict[str, Any]]:
    """Return a fact with the entries it speaks of, as it is or as it was on a day."""
    from musterbook.store.comparison_rows import held_entries

    fact = facts_in_base(store, [id])[id]
    if as_of is not None:
        then = known_then(store, held_entries(store), rules, as_of)
        fits = [it for it in then.facts.values() if {*it.cluster.members} & {*fact.cluster.members}]
        if not fits:
            raise UsageError(f"nothing of it was published by {as_of}, as far as dates are known; give a later --as-of")
        fact = max(fits, key=lambda it: (len({*it.cluster.members} & {*fact.cluster.members}), it.cluster.id))
    beside = {id for it in fact.assessment.mutations for id in (it.before, it.after)}
    return fact, held_entries(store, beside | {*fact.cluster.members})


def told_of(store: Base, fact: Fact, entries: dict[str, Any]) -> Told:
    """Return a fact with the words that prove its hops, its likely origins, and the names of its pages."""
    from musterbook.publish.lineage_from_cluster import Told
    from musterbook.store.comparison_rows import probables, select

    members = fact.cluster.members
    cues: dict[str, list[str]] = {}
    for row in select(store, "SELECT claim, cue FROM hops WHERE claim IN ({}) ORDER BY claim, position", members):
        cues.setdefault(row["claim"], []).append(row["cue"] or "")
    docs = {entries[id].doc for id in members}
    names = select(store, "SELECT id, name, url FROM documents WHERE id IN ({})", docs)
    pages = {row["id"]: (row["name"], row["url"] or "") for row in names}
    return Told(fact, entries, cues, pages, probables(store, members))


def others_of(store: Base, id: str) -> list[tuple[str, str]]:
    """Return id and title of the other facts of the same story, the most told first."""
    from musterbook.publish.record_from_fact import title_from_fact
    from musterbook.store.comparison_rows import held_entries

    sql = "SELECT DISTINCT cluster FROM clusters WHERE story IN (SELECT story FROM clusters WHERE cluster = ?)"
    facts = facts_in_base(store, [row["cluster"] for row in store.rows(sql, (id,)) if row["cluster"] != id])
    entries = held_entries(store, {it for fact in facts.values() for it in fact.cluster.members})
    ordered = sorted(facts.values(), key=lambda it: (-it.assessment.pages, it.cluster.id))
    return [(it.cluster.id, title_from_fact(it, entries)) for it in ordered]


def lineage_of(told: Told, rules: Rules, form: str, as_of: str) -> Lineage:
    """Return the lineage; a picture says at its foot what the tree says below."""
    from musterbook.publish.lineage_from_cluster import lineage_from_cluster
    from musterbook.publish.record_from_fact import title_from_fact
    from musterbook.publish.tables_from_clusters import VERDICTS

    it = told.fact.assessment
    note = "" if form == "tree" else f"{it.reasons[0]}. {VERDICTS[it.verdict].capitalize()}."
    return lineage_from_cluster(told, rules, title=title_from_fact(told.fact, told.entries), as_of=as_of, note=note)


# ---------------------------------------------------------------- how it is written


def write_tree(told: Told, lineage: Lineage, others: list[tuple[str, str]], out: Path | None) -> None:
    """Write the tree and what the fact comes to."""
    from io import StringIO
    from shutil import get_terminal_size

    from rich.console import Console
    from rich.text import Text

    from musterbook.publish.tables_from_clusters import fact_view
    from musterbook.publish.tree_from_lineage import tree_from_lineage

    width = get_terminal_size((120, 40)).columns
    parts = [tree_from_lineage(lineage, width=width), Text(""), *fact_view(told.fact, told.entries, others)]
    if out is None:
        show(parts)
        return
    page = StringIO()
    console = Console(file=page, width=width, highlight=False, emoji=False, color_system=None)
    for part in parts:
        console.print(part)
    write("\n".join(line.rstrip() for line in page.getvalue().splitlines()), out)


def write_json(told: Told, lineage: Lineage, others: list[tuple[str, str]], out: Path | None) -> None:
    """Write the record of the fact with its lineage and its contradictions."""
    import json

    from musterbook.compared import Outcome
    from musterbook.publish.lineage import record_from_lineage
    from musterbook.publish.record_from_fact import record_from_fact

    against = [
        {"left": link.left, "right": link.right, "relation": link.relation.value, "reasons": list(link.reasons)}
        for link in told.fact.cluster.links
        if link.outcome == Outcome.contradicts
    ]
    likely = {id: [it.words for it in found] for id, found in sorted(told.probables.items())}
    made = {
        **record_from_fact(told.fact, told.entries),
        "contradictions": against,
        "probable": likely,
        "story": [id for id, _ in others],
        "lineage": record_from_lineage(lineage),
    }
    if out is None:
        dump(made)
    else:
        write(json.dumps(made, ensure_ascii=False, indent=1), out)


def write_svg(_: Told, lineage: Lineage, __: list[tuple[str, str]], out: Path | None) -> None:
    """Write the picture."""
    from musterbook.publish.svg_from_lineage import svg_from_lineage

    write(svg_from_lineage(lineage), out)


def write_dot(_: Told, lineage: Lineage, __: list[tuple[str, str]], out: Path | None) -> None:
    """Write the graph for Graphviz."""
    from musterbook.publish.dot_from_lineage import dot_from_lineage

    write(dot_from_lineage(lineage), out)


def write(text: str, out: Path | None) -> None:
    """Write a text to a file, or to the screen."""
    if out is None:
        say(text.rstrip("\n"))
        return
    try:
        out.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    except OSError as fault:
        raise InputError(f"{out}: cannot be written ({fault.strerror}); give another file with -o") from fault


WRITERS = {"tree": write_tree, "json": write_json, "svg": write_svg, "dot": write_dot}
