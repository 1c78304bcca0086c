"""`musterbook series`: what is known of a measure over time, with its ranges, origins and revisions."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from musterbook.errors import InputError, UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, complain, dump, say, show
from musterbook.verbs.desk import Desk, Found, asked_lines, desk_for

if TYPE_CHECKING:
    from musterbook.compared import Entry

PICTURES = (".svg", ".png")
By = Literal["month", "quarter", "year"]
Form = Literal["table", "json", "csv"]


def series(
    measure: Annotated[str | None, Parameter(name="MEASURE")] = None,
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    side: str | None = None,
    formation: str | None = None,
    place: str | None = None,
    law: str | None = None,
    by: By = "month",
    as_of: str | None = None,
    plot: Path | None = None,
    pack: str | None = None,
    format: Form = "table",
) -> int:
    """Show a measure over time: low, best and high of each period, how many origins stand behind it, and what was revised.

    A line is one thing counted in one way: what happened within a month, what had come together by a day, how many there
    were on a day and what is expected are lines of their own. Without a measure, the measures of the base are listed.

    Example: `musterbook series cases_to_court --by year --base muster`

    Parameters
    ----------
    measure
        The measure; leave it out to see which there are.
    side
        Only figures about this side (two letters, as RU).
    formation
        Only figures about this formation (its name, or words of it).
    place
        Only figures about this place (its name, or words of it).
    law
        Only figures about this article of law (as RU-CC-337).
    by
        The step of the lines: month, quarter or year.
    as_of
        Only what was published by this day (2024, 2024-03 or 2024-03-31): the series as it was known then.
    plot
        Also draw it into this file (.svg or .png), with a text beside it for those who cannot see it.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    format
        table to look at; json or csv to work with.
    """
    if plot is not None:
        check_picture("--plot", plot)
    if measure is None:
        if plot is not None:
            raise UsageError("--plot needs a measure; `musterbook series` lists those of the base")
        return list_measures(desk_for(base, as_of, pack), format)
    scope = {"side": side and side.upper(), "formation": formation, "place": place, "law": law}
    found = asked_lines(desk_for(base, as_of, pack), measure, scope, by=by, as_of=as_of)
    WRITERS[format](found)
    if plot is not None:
        draw_series(found, plot, aloud=format == "table")
    return 0


# ---------------------------------------------------------------- what there is


def list_measures(desk: Desk, format: Form) -> int:
    """List the measures of a base, the most told first."""
    from musterbook.publish.tables_from_series import MEASURE_FIELDS, measures_table

    rows = [measure_row(desk, measure, entries) for measure, entries in desk.measures().items()]
    if format == "json":
        dump(rows)
    elif format == "csv":
        write_rows(MEASURE_FIELDS, rows)
    elif not rows:
        say("The base holds no figures.")
    else:
        show([measures_table(rows)])
        say(f"`musterbook series {rows[0]['measure']}` shows one over time.")
    return 0


def measure_row(desk: Desk, measure: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """Return what there is of a measure."""
    row = desk.rules.measures.get(measure)
    return {
        "measure": measure,
        "label": row.label if row else "",
        "kind": row.kind if row else "",
        "figures": len(entries),
        "with_period": sum(bool(it.period) for it in entries),
        "pages": len({it.doc for it in entries}),
    }


# ---------------------------------------------------------------- how it is written


def write_table(found: Found) -> None:
    """Print the lines to look at."""
    from musterbook.publish.tables_from_series import series_tables

    show(series_tables(found.lines, found.apart))
    if not found.lines and not found.apart:
        say("No figure fits; leave out a filter, or give a later --as-of.")
    elif not found.lines:
        say("No figure has a period that fits; try `--by year`, or see them with `musterbook claims`.")


def write_json(found: Found) -> None:
    """Print the lines with their points, votes and revisions as JSON."""
    from musterbook.publish.tables_from_series import apart_rows, rows_from_series

    ask = found.ask
    head = {"measure": ask.measure, "by": ask.by, "asked": dict(ask.dims), "as_of": ask.as_of}
    dump({**head, "lines": rows_from_series(found.lines), "apart": apart_rows(found.apart)})


def write_csv(found: Found) -> None:
    """Print a row for each point; figures on no line are said on the side."""
    from musterbook.publish.tables_from_series import CSV_COLUMNS, flat_rows

    write_rows(CSV_COLUMNS, flat_rows(found.lines))
    if found.apart:
        complain(f"{len(found.apart):,} figures are on no line; `--format json` names them with the reason")


def write_rows(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    """Print rows under a header."""
    out = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    out.writeheader()
    out.writerows(rows)


WRITERS = {"table": write_table, "json": write_json, "csv": write_csv}


def draw_series(found: Found, out: Path, *, aloud: bool) -> None:
    """Draw lines into a file, with their words beside it."""
    from musterbook.publish.chart_from_series import alt_from_series, svg_from_series

    about = (found.title, found.source, found.ask.as_of)
    write_picture(svg_from_series(found.lines, *about), alt_from_series(found.lines, *about), out, aloud=aloud)


def check_picture(option: str, out: Path) -> None:
    """Raise UsageError unless a file is called like a picture."""
    if out.suffix.lower() not in PICTURES:
        raise UsageError(f"{option} {out} is no picture; let its name end in {' or '.join(PICTURES)}")


def write_picture(svg: str, alt: str, out: Path, *, aloud: bool = True) -> None:
    """Write a picture and the words for those who cannot see it, and say where they are."""
    from musterbook.publish.png_from_svg import png_from_svg

    beside = out.with_suffix(".alt.txt")
    try:
        if out.suffix.lower() == ".png":
            out.write_bytes(png_from_svg(svg))
        else:
            out.write_text(svg.rstrip("\n") + "\n", encoding="utf-8")
        beside.write_text(alt.rstrip("\n") + "\n", encoding="utf-8")
    except OSError as fault:
        raise InputError(f"{out}: cannot be written ({fault.strerror}); give another file") from fault
    for name, path in (("Wrote", out), ("Alt text", beside)):
        (say if aloud else complain)(f"{name:<12}{path}")
