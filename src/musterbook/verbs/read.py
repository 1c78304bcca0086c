"""`musterbook read`: what each file says, nothing stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from musterbook.errors import UsageError
from musterbook.verbs.common import codebook_for, complain, dump, show


def read(
    files: Annotated[list[Path], Parameter(name="FILE", negative="")],
    /,
    *,
    published: str | None = None,
    publisher: str | None = None,
    format: Literal["table", "json", "jsonl"] = "table",
    pack: str | None = None,
    codebook: Path | None = None,
) -> int:
    """Print what each file says: figures, incidents, statements, terms. Nothing is stored.

    Example: `musterbook read report.txt --published 2024-04-12 --publisher "The Outlet"`

    Parameters
    ----------
    files
        Texts, web pages, PDFs, archives ..., or folders of them; `X.meta.json` beside `X.txt` is read with it.
    published
        When the text was published, over what the sidecar says: YYYY, YYYY-MM or YYYY-MM-DD.
    publisher
        Who published it, over what the sidecar says.
    format
        table to look at, json (one object, or a list for several files), jsonl (one object a line).
    pack
        A built-in pack of the codebook, or a folder that is one.
    codebook
        A folder with your own rows, laid over the pack.
    """
    from musterbook.flow import Failure, extractor, readings
    from musterbook.ingest.piece import Known
    from musterbook.ingest.sidecar import ISO, iso_date
    from musterbook.publish.reading_from_extract import reading_from_extract

    try:
        day = None if published is None else iso_date(published)
    except ValueError:
        raise UsageError(f"--published {published!r} is not a date; write {ISO}") from None
    given = Known(published=day, published_how=day and "given", publisher=publisher)
    book = codebook_for(pack, codebook)
    status, done = 0, []
    for reading in readings(files, extractor(book), book.languages, given):
        if isinstance(reading, Failure):
            complain(reading.why)
            status = 1
            continue
        row = reading_from_extract(reading.document, reading.extract)
        if format == "jsonl":
            dump(row, indent=0)
        elif format == "json":
            done.append(row)
        else:
            from musterbook.publish.tables_from_claims import reading_tables

            show(reading_tables(row))
    single = len(files) == 1 and not files[0].is_dir()
    if format == "json" and not (single and not done):
        dump(done[0] if single else done)
    return status
