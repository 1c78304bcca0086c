"""`musterbook clusters`: what is told more than once, who it comes from, and what it comes to."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from musterbook.errors import BaseError, InputError, UsageError
from musterbook.ingest.coded import Coded
from musterbook.ingest.piece import Fault
from musterbook.verbs.common import (
    DEFAULT_BASE,
    BaseFolder,
    chosen,
    codebook_for,
    complain,
    dump,
    own_rows,
    say,
    show,
)

if TYPE_CHECKING:
    from musterbook.compared import Entry
    from musterbook.link.rules_from_codebook import Rules
    from musterbook.publish.facts_from_entries import Fact, Known
    from musterbook.store.sqlite import Base

FIRST = 30  # rows of a table that fit a few screens
Verdicts = Literal["corroborated", "single_origin", "contradicted", "not_comparable", "no_origin"]


def clusters(
    *,
    base: BaseFolder = DEFAULT_BASE,
    figures: Path | None = None,
    level: Literal["story", "fact"] = "story",
    measure: str | None = None,
    side: str | None = None,
    verdict: Verdicts | None = None,
    kind: Literal["figure", "incident", "statement"] | None = None,
    all: bool = False,
    as_of: str | None = None,
    limit: int | None = None,
    pack: str | None = None,
    format: Literal["table", "json", "csv"] = "table",
) -> int:
    """List what is told on two pages or more: how many origins it has, and what they come to.

    A fact is one quantity or happening, whoever tells it and whatever number they give; facts of one matter are a story.
    With `--figures` the rows of your own coding sheet are compared by themselves; no base is needed.

    Example: `musterbook clusters --verdict contradicted --base muster`

    Parameters
    ----------
    figures
        A table of coded figures (value, measure, url or outlet, and, where you have them, id, chain, period ...).
    level
        story: facts of one matter together; fact: each by itself.
    measure
        Only with a claim of this measure.
    side
        Only with a claim about this side (two letters, as RU).
    verdict
        Only those that come to this.
    kind
        Only of this kind.
    all
        Those told on a single page, too.
    as_of
        Only what was published by this day (2024, 2024-03 or 2024-03-31); all is compared anew.
    limit
        How many at most; 0 for all. A table shows 30 unless told.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    format
        table to look at; json or csv to work with.
    """
    if limit is not None and limit < 0:
        raise UsageError(f"--limit {limit} is below 0; give 0 for all")
    known, faults = known_asked(base, figures, as_of=as_of, pack=pack)
    check_known(known.entries.values(), measure, side)
    rows = wanted(known, level, Filter(measure, side and side.upper(), verdict, kind, 1 if all else 2))
    most = (FIRST if format == "table" else 0) if limit is None else limit
    WRITERS[format](rows[:most] if most else rows, rows)
    if format == "table" and rows and figures is None:
        say("`musterbook trace ID` shows who has it from whom.")
    return 1 if faults else 0


def known_asked(base: Path, figures: Path | None, *, as_of: str | None, pack: str | None) -> tuple[Known, int]:
    """Return what is known of the claims of a coding sheet, or of a base, and how many rows cannot be used."""
    from musterbook.link.rules_from_codebook import rules_from_codebook

    if figures is not None and as_of is not None:
        raise UsageError("--as-of needs dates of publication, which a coding sheet has not; leave one of the two out")
    if figures is not None:
        return known_in_table(figures, rules_from_codebook(codebook_for(pack, None)))
    if as_of is not None:
        check_day(as_of)
    with opened(base) as store:
        return known_in_base(store, rules_from_codebook(codebook_for(pack, own_rows(base))), as_of), 0


def check_known(entries: Iterable[Entry], measure: str | None, side: str | None) -> None:
    """Raise UsageError when no claim has a measure or side that is asked for; the message says what there is."""
    entries = list(entries)
    if measure is not None:
        chosen("--measure", measure, sorted({it.what for it in entries if it.kind == "figure"}))
    if side is not None:
        chosen("--side", side.upper(), sorted({it.dim("side") for it in entries} - {""}))


class Filter:
    """What a list of facts is narrowed to; None: anything."""

    def __init__(self, *tests: Any) -> None:
        self.measure, self.side, self.verdict, self.kind, self.pages = tests

    def fits(self, row: dict[str, Any], entries: list[Entry]) -> bool:
        """True when a record, with its claims, is wanted."""
        figures = [it for it in entries if it.kind == "figure"]
        return (
            row["pages"] >= self.pages
            and self.verdict in (None, row["verdict"])
            and (self.kind is None or any(it.kind == self.kind for it in entries))
            and (self.measure is None or any(it.what == self.measure for it in figures))
            and (self.side is None or any(it.dim("side") == self.side for it in entries))
        )


def wanted(known: Known, level: str, test: Filter) -> list[dict[str, Any]]:
    """Return the records of stories or facts that are asked for, the most told ones first."""
    from musterbook.publish.record_from_fact import record_from_fact, record_from_story

    if level == "story":
        rows = [record_from_story(story, known.entries) for story in known.stories]
    else:
        rows = [record_from_fact(fact, known.entries) for story in known.stories for fact in story.facts]
        rows.sort(key=lambda row: (-row["pages"], -len(row["members"]), row["members"]))
    return [row for row in rows if test.fits(row, [known.entries[id] for id in row["members"]])]


# ---------------------------------------------------------------- where the claims are from


def opened(folder: Path) -> Base:
    """Open a base to read, if its claims have been compared."""
    from musterbook.store.sqlite import open_base

    store = open_base(folder)
    if not store.rows("SELECT 1 FROM compared"):
        store.close()
        raise BaseError(f"{folder}: its claims are not compared yet; run `musterbook build` on it once")
    return store


def known_in_base(store: Base, rules: Rules, as_of: str | None) -> Known:
    """Return what a base knows, or knew by a day."""
    from musterbook.publish.facts_from_entries import known_from_facts
    from musterbook.store import comparison_rows as held

    entries = held.held_entries(store)
    if as_of is not None:
        return known_then(store, entries, rules, as_of)
    every = held.links(store)
    return known_from_facts(entries, facts_in_base(store, None), every, rules)


def known_then(store: Base, entries: dict[str, Entry], rules: Rules, as_of: str) -> Known:
    """Return what was known by a day: all that was surely published by then, compared anew."""
    from musterbook.publish.facts_from_entries import known_by, known_from_entries
    from musterbook.store import comparison_rows as held

    then, undated = known_by(entries.values(), as_of)
    if undated:
        pages = "1 page that has no date is" if undated == 1 else f"{undated:,} pages that have no date are"
        complain(f"{pages} left out of what was known by {as_of}")
    return known_from_entries(then, rules, decided=held.decisions(store), sums=held.sums(store))


def check_day(day: str) -> None:
    """Raise UsageError unless a day is a date, or a prefix of one."""
    from musterbook.ingest.sidecar import iso_date

    try:
        iso_date(day)
    except ValueError:
        raise UsageError(f"--as-of {day!r} is not a date; write 2024, 2024-03 or 2024-03-31") from None


def facts_in_base(store: Base, ids: list[str] | None) -> dict[str, Fact]:
    """Return some facts of a base, or all."""
    from musterbook.compared import Cluster
    from musterbook.publish.facts_from_entries import Fact
    from musterbook.store import comparison_rows as held

    sql = "SELECT claim, cluster FROM clusters"
    found = store.rows(sql) if ids is None else held.select(store, sql + " WHERE cluster IN ({})", ids)
    members: dict[str, list[str]] = {}
    for row in found:
        members.setdefault(row["cluster"], []).append(row["claim"])
    of = {claim: cluster for cluster, claims in members.items() for claim in claims}
    inside: dict[str, list[Any]] = {cluster: [] for cluster in members}
    for link in held.links(store, None if ids is None else of):
        if link.left in of and of[link.left] == of.get(link.right):
            inside[of[link.left]].append(link)
    kinds = {row["cluster"]: row["kind"] for row in store.rows("SELECT cluster, kind FROM assessments")}
    return {
        id: Fact(Cluster(id, kinds[id], tuple(sorted(members[id])), tuple(inside[id])), assessment)
        for id, assessment in held.assessments(store, ids).items()
    }


def known_in_table(path: Path, rules: Rules) -> tuple[Known, int]:
    """Return what the rows of a coding sheet come to, and how many of them cannot be used; those are said one by one."""
    from musterbook.link.entry_from_coded import entry_from_coded
    from musterbook.publish.facts_from_entries import known_from_entries

    entries: dict[str, Entry] = {}
    faults = []
    for label, step in coded_in_table(path):
        if not isinstance(step, Coded):
            faults.append(step.why)
            continue
        about = {"source": label, "number": step.row, "chain": "; ".join(step.chain)}
        entry = entry_from_coded({**asdict(step), **about}, rules)
        if entry.id in entries:
            faults.append(f"{path}: row {step.row}, id: {entry.id!r} is there twice; give each row its own")
        entries.setdefault(entry.id, entry)
    if not entries:
        raise InputError(faults[0] if faults else f"{path}: holds no coded figures")
    for why in faults:
        complain(why)
    return known_from_entries(list(entries.values()), rules), len(faults)


def coded_in_table(path: Path) -> Iterator[tuple[str, Coded | Fault]]:
    """Yield the rows of a coding sheet, each with the file's label, and a Fault for what cannot be used."""
    from musterbook import flow
    from musterbook.ingest.budget import Budget
    from musterbook.ingest.kind_from_piece import kind_from_piece
    from musterbook.ingest.lists.coded_from_table import coded_from_sheet
    from musterbook.ingest.texts_from_piece import TABLES

    if path.is_dir():
        raise InputError(f"{path}: a folder; give one table of coded figures, or a release to `musterbook build`")
    for file, piece in flow.pieces([path], flow.NOTHING):
        label = file.label if file else str(path)
        if isinstance(piece, Fault):
            yield label, piece
            continue
        try:
            kind = kind_from_piece(piece)
            if kind not in TABLES:
                raise InputError("not a table of coded figures; name columns value, measure, and url or outlet")
            for step in coded_from_sheet(piece, kind, Budget()):
                if isinstance(step, Fault) and not step.why.startswith(label):
                    step = Fault(label, "", f"{label}: {step.why}")
                yield label, step
        except InputError as fault:
            raise InputError(f"{label}: {fault}") from fault
        except OSError as fault:
            raise InputError(f"{label}: cannot be read ({fault.strerror}); check its permissions") from fault


# ---------------------------------------------------------------- how they are written


def write_json(rows: list[dict[str, Any]], _: list[dict[str, Any]]) -> None:
    """Print records as a JSON list."""
    dump(rows)


def write_csv(rows: list[dict[str, Any]], _: list[dict[str, Any]]) -> None:
    """Print records under one header, lists joined by semicolons."""
    from musterbook.publish.record_from_fact import CSV_COLUMNS, flat

    out = csv.DictWriter(sys.stdout, CSV_COLUMNS, extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    out.writerows(flat(row) for row in rows)


def write_table(rows: list[dict[str, Any]], every: list[dict[str, Any]]) -> None:
    """Print records to look at, and how many there are of each verdict."""
    from musterbook.publish.tables_from_clusters import clusters_table

    if not rows:
        say("Nothing fits; leave out a filter, or add --all for what is told on a single page.")
        return
    show([clusters_table(rows)])
    counts = Counter(row["verdict"].replace("_", " ") for row in every)
    told = ", ".join(f"{verdict} {count:,}" for verdict, count in sorted(counts.items()))
    hidden = "; --limit 0 shows all" if len(rows) < len(every) else ""
    say(f"{len(rows):,} of {len(every):,} ({told}){hidden}")
    say("Below the verdict: reliability of the best origin (A-F) and credibility (1-6).")


WRITERS = {"table": write_table, "json": write_json, "csv": write_csv}
