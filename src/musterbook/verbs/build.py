"""`musterbook build`: folders of texts -> the evidence base, incrementally."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, codebook_for, complain, own_rows, progress, say

if TYPE_CHECKING:
    from musterbook.intake import Summary


def build(
    sources: Annotated[list[Path], Parameter(name="DIR", negative="")],
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    collector: str | None = None,
    pack: str | None = None,
) -> int:
    """Take in what you have: web pages, web archives, PDFs, Telegram exports, feeds, tables, mail, texts, ZIPs of these.

    What a file is, its content tells, not its name; X.meta.json beside X.html says what is known about it. The bytes are
    archived, and only what is new, or would now read differently, is read. Your own rows in BASE/codebook/ count.

    Example: `musterbook build reports/ crawl.warc.gz --base muster`

    Parameters
    ----------
    sources
        Folders (walked in sorted order) or single files.
    collector
        Who takes the files in: the custody log names them.
    pack
        A built-in pack of the codebook, or a folder that is one.
    """
    from musterbook import flow, intake
    from musterbook.store.claims_from_base import totals
    from musterbook.store.sqlite import open_base

    codebook = codebook_for(pack, own_rows(base))
    with open_base(base, write=True) as store:
        store.who = collector or store.who
        with progress("reading", count(sources)) as step:
            done = intake.build(sources, store, codebook, read=flow.extractor(codebook), step=step)
        for failure in done.failures:
            complain(failure.why)
        for line in summary_lines(done, totals(store), base):
            say(line)
    return 1 if done.failures or done.known else 0


def count(sources: list[Path]) -> int | None:
    """Return how many files there are to look at, when somebody is looking."""
    from musterbook.ingest.files_from_sources import files_from_sources

    return sum(1 for _ in files_from_sources(sources)) if sys.stderr.isatty() else None


def summary_lines(done: Summary, held: dict[str, int], base: Path) -> Iterator[str]:
    """Yield what a person wants to know after a build."""
    failed = len(done.failures)
    if not (done.new or done.reread or failed or done.coded):
        yield f"Nothing to do: all {done.unchanged:,} documents are in {base} as they would be read now."
    else:
        parts = [f"{done.new:,} new", f"{done.unchanged:,} unchanged", f"{failed:,} failed"]
        if done.reread:
            parts.insert(1, f"{done.reread:,} read again")
        yield f"Documents   {', '.join(parts)}; {held['documents']:,} in {base}"
    if done.released:
        yield f"Released    {done.released:,} of them known by a release alone, without their bytes"
    if failed or done.known:
        yield f"Failed      {held['failures']:,} cannot be read (musterbook failures --base {base})"
    if done.copies:
        verb = "repeats" if done.copies == 1 else "repeat"
        yield f"Copies      {done.copies:,} {verb} another document (musterbook documents --base {base})"
    if done.coded:
        yield f"Coded       {done.coded:,} figures of coding sheets (musterbook coded --base {base} compares)"
    if done.passed:
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(done.passed.items()))
        yield f"Passed over {sum(done.passed.values()):,} that hold no text ({kinds})"
    claims = held["figures"] + held["incidents"] + held["statements"]
    kinds = ", ".join(f"{kind} {held[kind]:,}" for kind in ("figures", "incidents", "statements"))
    yield f"Claims      {claims:,} ({kinds})"
    yield f"Origins     {held['origins']:,} named; {held['open']:,} claims end in somebody unnamed"
    if held["told"]:
        against = f"; {held['contradicted']:,} contradicted" if held["contradicted"] else ""
        yield f"Facts       {held['told']:,} told by two pages or more{against} (musterbook clusters --base {base})"
    yield f"Left over   {held['leftovers']:,} (musterbook worklist --base {base})"
    yield f"Time        {done.seconds:.1f} s"
