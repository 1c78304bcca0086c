"""`musterbook export`: what a base holds, in forms that other people's tools open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from musterbook.errors import UsageError
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, codebook_for, complain, own_rows, progress, say

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.publish.folder_from_release import Made, Writer
    from musterbook.publish.public import Public
    from musterbook.publish.tables.citation import Citation
    from musterbook.publish.tables.pack_from_folder import Pack
    from musterbook.publish.tables.table import Table

TABULAR = ("csv", "parquet", "datapackage", "ucdp", "geojson", "sqlite")
Form = Literal[
    "csv", "parquet", "datapackage", "ucdp", "geojson", "sqlite", "wacz", "claimreview", "annotations", "prov", "ftm"
]
VERSION = re.compile(r"\d+\.\d+\.\d+")
COMPILERS = "The compilers of this evidence base"
TERMS = "for the tables; quotes and headlines stay with those who wrote them"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a release is asked to be."""

    form: Form
    title: str | None
    hxl: bool
    as_of: str
    version: str
    previous: Path | None
    author: str
    pack: str | None


def export(
    out: Path,
    /,
    *,
    base: BaseFolder = DEFAULT_BASE,
    form: Annotated[Form | None, Parameter(name="--as")] = None,
    hxl: bool = False,
    as_of: str | None = None,
    version: str | None = None,
    previous: Path | None = None,
    title: str | None = None,
    author: str = COMPILERS,
    pack: str | None = None,
) -> int:
    """Write what a base holds into a release for others: private persons shielded, hiding places told by their region.

    Every release has a version, hashes, a CITATION.cff and, after the first, what changed and tombstones for withdrawn rows.
    A WACZ is no such release: it holds the pages as they were published, names included. Hand it on only to whom you would
    hand the base.

    Example: `musterbook export release-1 --as csv --base muster`

    Parameters
    ----------
    out
        The folder to write (wacz: the file); it is put in its place when it is whole.
    form
        csv, parquet, datapackage, sqlite: all tables; ucdp: happenings in its columns; geojson: claims with a place;
        claimreview, annotations, prov, ftm: linked data; wacz: the archived pages. Left out: wacz for a file that is
        called so, else csv.
    hxl
        A row of HXL tags below the header (csv, ucdp).
    as_of
        Only what was published by this day (2024, 2024-03 or 2024-03-31).
    version
        As 1.2.3; left out, the next after the previous release, or 1.0.0.
    previous
        The folder of the release that this one follows.
    title
        What the release calls itself.
    author
        Who releases it, for the citation.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    """
    form = form or ("wacz" if out.suffix == ".wacz" else "csv")
    if form == "wacz":
        return wacz(out, base, title or "Musterbook evidence base")
    if hxl and form not in ("csv", "ucdp"):
        raise UsageError(f"--hxl is a row of tags below the header of a CSV; it does not go with --as {form}")
    if version is not None and not VERSION.fullmatch(version):
        raise UsageError(f"--version {version!r} is not of the form 1.2.3")
    made = released(out, base, Asked(form, title, hxl, as_of or "", version or "", previous, author, pack))
    rows = len(made.release.index)
    say(f"Release     {out}: version {made.release.version}, {rows:,} rows, {made.files} files")
    say(f"Hash        {made.hash}")
    if previous is not None:
        counts = {what: sum(it.what == what for it in made.changes) for what in ("added", "changed", "withdrawn")}
        say(f"Changes     {', '.join(f'{what} {count:,}' for what, count in counts.items())} since {previous}")
    return 0


def wacz(out: Path, base: Path, title: str) -> int:
    """Pack the archived pages of a base, as they are."""
    from musterbook.release import wacz_from_base
    from musterbook.store.sqlite import open_base

    with open_base(base) as store:
        total = store.rows("SELECT count(DISTINCT raw) AS n FROM captures")[0]["n"]
        with progress("packing", total) as step:
            package = wacz_from_base(store, out, title=title, step=step)
    for fault in package.faults:
        complain(fault)
    say(f"Package     {out}: {package.pages:,} pages in {package.records:,} records")
    return 1 if package.faults else 0


def released(out: Path, base: Path, asked: Asked) -> Made:
    """Let a base out through its one door, hold it to the floors of its pack, and write it."""
    from musterbook.disclosure import public_from_base
    from musterbook.publish.floors_from_tables import floors_from_tables
    from musterbook.publish.folder_from_release import folder_from_release
    from musterbook.publish.release_from_tables import ReleaseError
    from musterbook.publish.tables.pack_from_folder import pack_from_folder
    from musterbook.publish.tables.rows_from_public import Codes, rows_from_public
    from musterbook.store.sqlite import now, open_base
    from musterbook.verbs.clusters import check_day

    if asked.as_of:
        check_day(asked.as_of)
    codebook = codebook_for(asked.pack, own_rows(base))
    pack = pack_from_folder(asked.pack or codebook.pack, own_rows(base))
    with open_base(base) as store:
        public = public_from_base(store, codebook, as_of=asked.as_of)
    tables = rows_from_public(public, Codes(pack.dims, persons(codebook)))
    broken = floors_from_tables(tables, pack.floors)
    if broken:
        raise ReleaseError(f"nothing was released: {'; '.join(broken)}; mend the base, or the floor in floors.csv")
    cited = citation(public, pack, asked, now()[:10])
    about: dict[str, Any] = {
        "form": asked.form,
        "as_of": public.as_of,
        "pack": public.pack,
        "codebook": public.codebook,
    }
    about |= {"masked": dict(public.masked), "withheld": public.withheld}
    write = writer(asked, public, tables, codebook, pack)
    return folder_from_release(out, tables, cited, write, previous=asked.previous, **about)


def citation(public: Public, pack: Pack, asked: Asked, day: str) -> Citation:
    """Return how a release is cited."""
    from musterbook.publish.tables.citation import Citation

    until = f", as known by {public.as_of}" if public.as_of else ""
    title = asked.title or f"{public.title}: what was reported, and by whom"
    abstract = (
        f"{len(public.claims):,} claims on {len(public.documents):,} archived pages{until}, each with its exact quote and "
        f"the chain to its origin, and {len(public.facts):,} facts they come to. Private persons are shielded."
    )
    licence = (pack.licence or "CC BY 4.0").replace(" ", "-")
    return Citation(
        title, asked.version, day, asked.author, licence, TERMS, abstract, (public.title.lower(), "provenance")
    )


def persons(codebook: Codebook) -> frozenset[str]:
    """Return the measures that count persons."""
    from musterbook.codebook.schema import Measure

    return frozenset(row.id for row in codebook.rows("measures", Measure) if row.unit == "persons")


def writer(asked: Asked, public: Public, tables: tuple[Table, ...], codebook: Codebook, pack: Pack) -> Writer:
    """Return what writes the form that is asked for."""
    if asked.form in TABULAR:
        from musterbook.publish.tables.forms_from_public import FORMS, Material
        from musterbook.publish.tables.places_from_codebook import places_from_codebook

        material = Material(public, tables, places_from_codebook(codebook, pack.coordinates), asked.hxl)
        return lambda folder, cited: FORMS[asked.form](material, folder, cited)
    from musterbook.publish.linked.forms import FORMS as LINKED

    return lambda folder, _: LINKED[asked.form](public, folder)
