"""`musterbook series`: what is known of a measure over time, with its ranges, origins and revisions."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from musterbook.errors import InputError, UsageError
from musterbook.verbs.clusters import check_day, known_in_base, opened
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
    suggestion,
)

if TYPE_CHECKING:
    from musterbook.assess.series_from_entries import Apart, Asked, Line
    from musterbook.codebook.guard import Guard
    from musterbook.compared import Entry
    from musterbook.link.rules_from_codebook import Rules
    from musterbook.publish.facts_from_entries import Known

PICTURES = (".svg", ".png")
SOURCES = 6  # origins that a picture's source line names
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


# ---------------------------------------------------------------- what is asked for


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked, its lines, and the figures that are on none; `title` and `source` stand on a picture of them."""

    ask: Asked
    lines: Sequence[Line]
    apart: Sequence[Apart]
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The claims of a base with the facts they tell, and where they are kept."""

    entries: dict[str, Entry]
    known: Known
    rules: Rules
    folder: Path
    origins: dict[str, tuple[str, str, bool]]  # key, printed name and weight of the end each claim leads to, if any

    def measures(self) -> dict[str, list[Entry]]:
        """Return the figures by measure; a way of counting that ends a measure's name belongs to the measure."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if entry.kind == "figure":
                stem = entry.what.rpartition("_")[0]
                found.setdefault(entry.what if entry.what in self.rules.measures else stem or entry.what, []).append(
                    entry
                )
        return dict(sorted(found.items(), key=lambda it: (-len(it[1]), it[0])))

    def dims(self, measure: str, wanted: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
        """Return what is asked for by its name in the base; raises UsageError where the measure has nothing of the kind."""
        entries = self.measures()[measure]
        return tuple(
            (name, meant(f"--{name}", words, sorted({value for it in entries if (value := scope_of(it, name))})))
            for name, words in wanted.items()
            if words is not None
        )

    def lines(self, ask: Asked) -> tuple[Sequence[Line], Sequence[Apart]]:
        """Return the lines, and the figures that are on none."""
        from musterbook.assess.series_from_entries import apart_from_entries, series_from_entries

        entries, origins = list(self.entries.values()), self.origins
        nobody = ("", "", False)

        def origin_of(entry: Entry) -> tuple[str, str, bool]:
            return origins.get(entry.id, nobody)

        return (
            series_from_entries(entries, ask, origin_of=origin_of, spoilt=self.spoilt()),
            apart_from_entries(entries, ask, origin_of=origin_of),
        )

    def spoilt(self) -> frozenset[str]:
        """Return the claims whose number, or what it counts, changed on the way."""
        from musterbook.assess.flags_from_cluster import SPOILT

        facts = self.known.facts.values()
        return frozenset(it.after for fact in facts for it in fact.assessment.mutations if it.kind in SPOILT)

    def title(self, ask: Asked) -> str:
        """Return what a picture of a measure is called."""
        row = self.rules.measures.get(ask.measure)
        return " · ".join([row.label if row else ask.measure, *(value for _, value in ask.dims), f"by {ask.by}"])

    def source(self, ask: Asked) -> str:
        """Return whose figures a picture shows, and from how many pages."""
        from musterbook.assess.series_from_entries import wanted

        shown = wanted(self.entries.values(), ask)
        origins = self.origins
        pages = len({it.doc for it in shown})
        names = sorted({origins[it.id][1] for it in shown if it.id in origins and origins[it.id][2]})
        more = f" and {len(names) - SOURCES} more" if len(names) > SOURCES else ""
        said = f"{', '.join(names[:SOURCES])}{more}, as told on " if names else "nobody who counts by himself, on "
        return f"{said}{pages:,} page{'' if pages == 1 else 's'} of the evidence base {self.folder.name}"


def desk_for(base: Path, as_of: str | None, pack: str | None) -> Desk:
    """Return the claims of a base with the facts they tell, now or by a day."""
    from musterbook.codebook.load_guard import load_guard
    from musterbook.link.rules_from_codebook import rules_from_codebook
    from musterbook.store.comparison_rows import held_entries

    if as_of is not None:
        check_day(as_of)
    with opened(base) as store:
        own = own_rows(base)
        codebook = codebook_for(pack, own)
        rules = rules_from_codebook(codebook)
        entries = {id: whole_country(entry, rules) for id, entry in held_entries(store).items()}
        known = known_in_base(store, rules, as_of)
    guard = cache(lambda: load_guard(pack or codebook.pack, own))  # half a second, and seldom needed
    origins = origins_from_known(known, entries.values(), rules, guard)
    return Desk(entries, known, rules, base.resolve(), origins)


def origins_from_known(
    known: Known, entries: Iterable[Entry], rules: Rules, guard: Callable[[], Guard]
) -> dict[str, tuple[str, str, bool]]:
    """Return where each claim leads: key, name as it may be printed, whether it counts; claims that lead to nobody are left out."""
    from musterbook.assess.roots_from_entries import NOBODY
    from musterbook.compared import Sort
    from musterbook.publish.labels_from_sources import DECIDED, label_from_source
    from musterbook.shield.sheet_from_texts import is_personal

    outlets = {it.publisher.key: it.publisher for it in entries if it.publisher.sort == Sort.named}
    found: dict[str, tuple[str, str, bool]] = {}
    for _, fact in sorted(known.facts.items()):
        # Of several ends the one that counts by itself is the claim's.
        for root in sorted(fact.assessment.origins, key=lambda it: (not it.confirms, it.key)):
            key = root.key.removesuffix(DECIDED)
            if key == NOBODY:
                continue
            label = root.label
            if key not in rules.sources and (key not in outlets or is_personal(outlets[key].label, guard())):
                label = label_from_source(root.label, guard())
            for id in root.members:
                found.setdefault(id, (root.key, label, root.confirms))
    return found


def asked_lines(desk: Desk, measure: str, scope: dict[str, str | None], *, by: By, as_of: str | None) -> Found:
    """Return the lines of a measure; raises UsageError when the base has nothing by a name that is asked for."""
    from musterbook.assess.series_from_entries import Asked

    chosen("measure", measure, sorted(desk.measures()))
    row = desk.rules.measures.get(measure)
    ask = Asked(measure, by, desk.dims(measure, scope), as_of, row.kind if row else "")
    return Found(ask, *desk.lines(ask), desk.title(ask), desk.source(ask))


def whole_country(entry: Entry, rules: Rules) -> Entry:
    """Return an entry without its place where that is all of the country whose side it is about: it limits nothing."""
    side = entry.dim("side")
    return replace(entry, place="") if side and rules.countries.find(entry.place) == side else entry


def scope_of(entry: Entry, name: str) -> str:
    """Return the place of an entry, or the value of one of the pack's own dimensions."""
    return entry.place if name == "place" else entry.dim(name)


def meant(option: str, words: str, known: Sequence[str]) -> str:
    """Return the one value that words mean: it in full whatever its capitals, or words that only one value holds."""
    fits = [it for it in known if it.casefold() == words.casefold()] or [
        it for it in known if words.casefold() in it.casefold()
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise UsageError(f"{option} {words!r} may be {', '.join(fits[:4])}; give more of the name")
    raise UsageError(f"{option} {words!r} is in no figure of this measure; {suggestion(words, known)}")


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
