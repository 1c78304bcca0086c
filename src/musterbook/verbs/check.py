"""`musterbook check`: each claim of an article against the base."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from musterbook.errors import InputError, UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, chosen, codebook_for, complain, dump, own_rows, say, show

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.ingest.piece import Known
    from musterbook.store.sqlite import Base

Json = dict[str, Any]
Output = Annotated[Path | None, Parameter(name=["--output", "-o"])]
CONTRADICTED = 3


def check(
    files: Annotated[list[Path], Parameter(name="FILE", negative="")],
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    published: str | None = None,
    publisher: str | None = None,
    format: Literal["table", "json", "html"] = "table",
    output: Output = None,
    only: str | None = None,
    pack: str | None = None,
) -> int:
    """Check each claim of an article against a base: new, recycled, corroborated, contradicted, changed, does not add up.

    Nothing is stored. Ends with status 3 when something is contradicted, else 1 when a file cannot be read, else 0.

    Example: `musterbook check article.html --base muster --format html -o checked.html`

    Parameters
    ----------
    files
        Texts, web pages, PDFs, archives ..., or folders of them; `X.meta.json` beside `X.txt` is read with it.
    published
        When the article was published, over what the sidecar says: YYYY, YYYY-MM or YYYY-MM-DD.
    publisher
        Who published it, over what the sidecar says.
    format
        table to look at, json to work with, html: a page that marks the article's own text, to show or print.
    output
        The file to write to instead of the terminal.
    only
        Only claims of which this is said: contradicted, mutated, does_not_add_up, term_suspicious, law_suspicious,
        not_comparable, recycled, probable_origin, single_origin, corroborated, repeated, adds_up, warning, new.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    """
    from musterbook.assess.finding import Kind
    from musterbook.store.sqlite import open_base

    if only is not None:
        only = chosen("--only", only.replace("-", "_"), [kind.value for kind in Kind])
    if output is not None and output.resolve() in {file.resolve() for file in files}:
        raise UsageError(f"--output {output} is one of the files to check; give another name")
    known = known_from_options(published, publisher)
    book = codebook_for(pack, own_rows(base))
    with open_base(base) as store, written_to(output):
        warn_of_stale(store, book)
        status, done = gathered(steps(files, store, book, known), only, each=show_record if format == "table" else None)
        if format == "json":
            dump_records([record for record, _ in done], several=several(files))
        elif format == "html" and done:
            write_page(done, store, base)
    return status


def gathered(
    steps: Iterator[tuple[Json, str] | str], only: str | None, *, each: Callable[[Json], None] | None
) -> tuple[int, list[tuple[Json, str]]]:
    """Return the exit status and the articles; `each` shows one as soon as it is there. What cannot be read is complained of."""
    from musterbook.publish.records_from_findings import only as shortened

    status, done = 0, []
    for step in steps:
        if isinstance(step, str):
            complain(step)
            status = status or 1
            continue
        record, text = step
        status = CONTRADICTED if record["summary"]["contradicted"] else status
        kept = record if only is None else shortened(record, only)
        if each is not None:
            each(kept)
        else:
            done.append((kept, text))
    return status, done


def known_from_options(published: str | None, publisher: str | None) -> Known:
    """Return what the options say of the articles; raises UsageError for a date that is none."""
    from musterbook.ingest.piece import Known
    from musterbook.ingest.sidecar import ISO, iso_date

    try:
        day = None if published is None else iso_date(published)
    except ValueError:
        raise UsageError(f"--published {published!r} is not a date; write {ISO}") from None
    return Known(published=day, published_how=day and "given", publisher=publisher)


def steps(files: list[Path], store: Base, book: Codebook, known: Known) -> Iterator[tuple[Json, str] | str]:
    """Yield for each document its record and text, or the line that says why there is none."""
    from musterbook import flow
    from musterbook.article import check_article
    from musterbook.publish.records_from_findings import record_from_checked

    for reading in flow.readings(files, flow.extractor(book), book.languages, known):
        if isinstance(reading, flow.Failure):
            yield reading.why
            continue
        checked = check_article(store, book, reading.document, reading.extract)
        yield record_from_checked(reading.document, checked), reading.document.text


def several(files: list[Path]) -> bool:
    """True when the files that are named may be more than one article."""
    return len(files) != 1 or files[0].is_dir()


def show_record(record: Json) -> None:
    """Print one article to look at."""
    from musterbook.publish.tables_from_findings import finding_tables

    show(finding_tables(record))


def dump_records(records: list[Json], *, several: bool) -> None:
    """Print the one article as an object, several as a list; nothing where the one could not be read."""
    if several:
        dump(records)
    elif records:
        dump(records[0])


def write_page(articles: list[tuple[Json, str]], store: Base, folder: Path) -> None:
    """Print the page of articles, with what they were checked against: the base, its state, this program."""
    from importlib.metadata import version

    from musterbook.publish.html_from_findings import Background, html_from_findings
    from musterbook.store.claims_from_base import totals

    last = store.rows("SELECT max(committed) AS at FROM runs")[0]["at"] or ""
    held = totals(store)
    claims = held["figures"] + held["incidents"] + held["statements"]
    against = Background(folder.resolve().name, last[:10], held["documents"], claims, version("musterbook"))
    sys.stdout.write(html_from_findings(articles, against))


def warn_of_stale(store: Base, book: Codebook) -> None:
    """Say so when the claims of the base were not compared, or were compared by other rules than the article is now."""
    from musterbook.compare import version

    done = store.rows("SELECT version FROM compared") == [{"version": version(book)}]
    if not done or store.rows("SELECT count(*) AS n FROM stale")[0]["n"]:
        complain(
            f"{store.folder}: not compared by the rules and rows of today; run `musterbook build` on it to be sure"
        )


@contextmanager
def written_to(output: Path | None) -> Iterator[None]:
    """Send what is printed inside to a file, when there is one; it is written when all of it is there."""
    if output is None:
        yield
        return
    kept = StringIO()
    with redirect_stdout(kept):
        yield
    if not kept.getvalue():
        return
    try:
        output.write_text(kept.getvalue(), encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as fault:
        raise InputError(f"{output}: cannot be written ({fault.strerror}); give another --output") from fault
    say(f"Written     {output}")
