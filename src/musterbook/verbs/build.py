"""`musterbook build`: folders of texts -> the evidence base, incrementally."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, codebook_for, complain, own_rows, say

if TYPE_CHECKING:
    from musterbook.flow import Summary


def build(
    sources: Annotated[list[Path], Parameter(name="DIR", negative="")],
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    pack: str | None = None,
) -> int:
    """Read folders of texts (*.txt, *.md, with X.meta.json beside X.txt) into an evidence base.

    Only what is new, or would now read differently, is read; nothing is deleted. Your own rows in BASE/codebook/ count.

    Example: `musterbook build reports/ --base muster`

    Parameters
    ----------
    sources
        Folders (walked in sorted order) or single text files.
    pack
        A built-in pack of the codebook, or a folder that is one.
    """
    from musterbook import flow
    from musterbook.store.claims_from_base import totals
    from musterbook.store.sqlite import open_base

    codebook = codebook_for(pack, own_rows(base))
    with open_base(base, write=True) as store:
        with progress(sources) as step:
            done = flow.build(sources, store, codebook, read=flow.extractor(codebook), step=step)
        for failure in done.failures:
            complain(failure.why)
        for line in summary_lines(done, totals(store), base):
            say(line)
    return 1 if done.failures else 0


def summary_lines(done: Summary, held: dict[str, int], base: Path) -> Iterator[str]:
    """Yield what a person wants to know after a build."""
    failed = len(done.failures)
    if not (done.new or done.reread or failed):
        yield f"Nothing to do: all {done.unchanged:,} documents are in {base} as they would be read now."
    else:
        parts = [f"{done.new:,} new", f"{done.unchanged:,} unchanged", f"{failed:,} failed"]
        if done.reread:
            parts.insert(1, f"{done.reread:,} read again")
        yield f"Documents   {', '.join(parts)}; {held['documents']:,} in {base}"
    claims = held["figures"] + held["incidents"] + held["statements"]
    kinds = ", ".join(f"{kind} {held[kind]:,}" for kind in ("figures", "incidents", "statements"))
    yield f"Claims      {claims:,} ({kinds})"
    yield f"Origins     {held['origins']:,} named; {held['open']:,} claims end in somebody unnamed"
    yield f"Left over   {held['leftovers']:,} (musterbook worklist --base {base})"
    yield f"Time        {done.seconds:.1f} s"


@contextmanager
def progress(sources: list[Path]) -> Iterator[Callable[[], None]]:
    """Show a progress bar on stderr when somebody is looking; yield what to call after each file."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from musterbook.ingest.documents_from_folder import files_from_sources

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=sum(1 for _ in files_from_sources(sources)))
        yield lambda: bar.advance(task)
