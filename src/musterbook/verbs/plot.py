"""`musterbook plot`: pictures for a story, made of what may leave the base, with words for those who cannot see them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from musterbook.errors import UsageError
from musterbook.verbs.clusters import check_day, opened
from musterbook.verbs.common import DEFAULT_BASE, BaseFolder, chosen, codebook_for, own_rows, say
from musterbook.verbs.desk import asked_lines, desk_for
from musterbook.verbs.series import By, check_picture, draw_series, write_picture

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.publish.public import Public, PublicFact
    from musterbook.store.claims_from_base import Wanted
    from musterbook.store.sqlite import Base

Kind = Literal["series", "origins", "lineage", "map", "timeline"]
TITLES = {"origins": "Who stands behind it", "map": "Where it happened", "timeline": "What happened when"}


def plot(
    picture: Annotated[Kind, Parameter(name="PICTURE")],
    /,
    *,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    base: BaseFolder = DEFAULT_BASE,
    measure: str | None = None,
    side: str | None = None,
    claim: str | None = None,
    by: By = "month",
    as_of: str | None = None,
    pack: str | None = None,
) -> int:
    """Draw a picture for a story, as SVG or PNG; its source and its day stand on it, its words in a file beside it.

    What leaves is shielded: nobody private is named, and no place that could lead to somebody is finer than its region.

    Example: `musterbook plot origins -o origins.svg --base muster`

    Parameters
    ----------
    picture
        series: a measure over time; origins: who stands behind how many pages and facts; lineage: who has one fact from
        whom; map: which regions it is told of, as tiles; timeline: what happened when, with verdicts.
    out
        The file to write to (.svg or .png); one that is there is replaced.
    measure
        Only what is told with this measure (needed for series).
    side
        Only what is about this side (two letters, as RU).
    claim
        For lineage: the id of a claim or fact, or words of its quote; without it, the fact that most pages tell.
    by
        For series: the step of the lines.
    as_of
        Only what was published by this day (2024, 2024-03 or 2024-03-31); all is compared anew.
    pack
        A built-in pack of the codebook, or a folder that is one: the one that the base was built with.
    """
    check_picture("-o", out)
    if as_of is not None:
        check_day(as_of)
    if claim is not None and picture != "lineage":
        raise UsageError(f"--claim is for `plot lineage`; `plot {picture}` takes --measure and --side")
    if picture == "series":
        return draw_measure(out, measure, base=base, side=side, by=by, as_of=as_of, pack=pack)
    codebook = codebook_for(pack, own_rows(base))
    with opened(base) as store:
        check_known(store, measure, side)
        found = facts_asked(store, claim) if claim else []
        wanted = wanted_from(store, measure, side, found)
        public = public_of(store, codebook, wanted, as_of=as_of, pack=pack)
    if picture == "lineage":
        draw_lineage(public, codebook, out, fact=fact_chosen(public, claim, found), base=base)
    else:
        draw(picture, public, codebook, out, base=base, about=[it for it in (measure, side and side.upper()) if it])
    return 0


def draw_measure(
    out: Path, measure: str | None, *, base: Path, side: str | None, by: By, as_of: str | None, pack: str | None
) -> int:
    """Draw a measure over time."""
    if measure is None:
        raise UsageError("a series needs --measure; `musterbook series` lists those of the base")
    scope = {"side": side and side.upper()}
    draw_series(asked_lines(desk_for(base, as_of, pack), measure, scope, by=by, as_of=as_of), out, aloud=True)
    return 0


# ---------------------------------------------------------------- what is asked for


def check_known(store: Base, measure: str | None, side: str | None) -> None:
    """Raise UsageError when the base holds nothing by a name that is asked for; the message says what it holds."""
    from musterbook.store.claims_from_base import measures, values

    if measure is not None:
        chosen("--measure", measure, measures(store))
    if side is not None:
        chosen("--side", side.upper(), values(store, "side"))


def facts_asked(store: Base, claim: str) -> list[str]:
    """Return the claims of the one fact that an id or words ask for."""
    from musterbook.verbs.trace import facts_asked as find

    facts = find(store, claim)
    if len(facts) > 1:
        listed = ", ".join(id[:8] for id in facts[:4])
        raise UsageError(f"{len(facts)} facts fit {claim!r}, such as {listed}; give the id of one, or more words")
    sql = "SELECT claim FROM clusters WHERE cluster = ? ORDER BY claim"
    return [row["claim"] for row in store.rows(sql, facts)]


def wanted_from(store: Base, measure: str | None, side: str | None, claims: list[str]) -> Wanted | None:
    """Return what to let out; for one fact only what its first page tells, with the facts of that."""
    from musterbook.store.claims_from_base import Wanted

    if claims:
        doc = store.rows("SELECT doc FROM entries WHERE claim = ?", (claims[0],))[0]["doc"]
        return Wanted(document=doc)
    if measure is None and side is None:
        return None
    return Wanted(measure=measure, dims=() if side is None else (("side", side.upper()),))


def public_of(store: Base, codebook: Codebook, wanted: Wanted | None, *, as_of: str | None, pack: str | None) -> Public:
    """Return what may leave the base."""
    from musterbook.codebook.load_guard import load_guard
    from musterbook.disclosure import public_from_base

    guard = load_guard(pack, own_rows(store.folder)) if pack else None
    return public_from_base(store, codebook, as_of=as_of or "", wanted=wanted, guard=guard)


def fact_chosen(public: Public, claim: str | None, members: list[str]) -> PublicFact:
    """Return the fact that holds most of some claims; without claims the one that most pages tell."""
    fits = [it for it in public.facts if {*it.members} & {*members}] if members else list(public.facts)
    if not fits:
        what = f"nothing of {claim!r} may be shown" if claim else "nothing may be shown"
        raise UsageError(f"{what}; leave out a filter, or give a later --as-of")
    return min(fits, key=lambda it: (-len({*it.members} & {*members}), -it.pages, -len(it.members), it.id))


# ---------------------------------------------------------------- how it is drawn


def draw(kind: Kind, public: Public, codebook: Codebook, out: Path, *, base: Path, about: list[str]) -> None:
    """Draw origins, places or times."""
    from musterbook.codebook.schema import Measure
    from musterbook.publish.svg_from_origins import svg_from_origins
    from musterbook.publish.svg_from_places import places_from_codebook, svg_from_places
    from musterbook.publish.svg_from_timeline import svg_from_timeline

    labels = {row.id: row.label for row in codebook.rows("measures", Measure)}
    title = " · ".join([TITLES[kind], *(labels.get(it, it) for it in about)])
    source = source_of(public, base)
    if kind == "origins":
        made = svg_from_origins(public, title=title, source=source)
    elif kind == "map":
        made = svg_from_places(public, places_from_codebook(codebook), title=title, source=source)
    else:
        made = svg_from_timeline(public, title=title, source=source)
    write_picture(*made, out)


def draw_lineage(public: Public, codebook: Codebook, out: Path, *, fact: PublicFact, base: Path) -> None:
    """Draw who has a fact from whom."""
    from musterbook.link.rules_from_codebook import rules_from_codebook
    from musterbook.publish.lineage_from_public import alt_from_lineage, lineage_from_public
    from musterbook.publish.sheet_of_picture import known
    from musterbook.publish.svg_from_lineage import svg_from_lineage

    day = "" if public.as_of else f"{known('')}. "  # a day is on the picture anyway
    note = f"{day}{fact.reasons[0]}. Source: {source_of(public, base, pages=fact.pages)}."
    lineage = lineage_from_public(public, fact, rules_from_codebook(codebook), note=note)
    write_picture(svg_from_lineage(lineage), alt_from_lineage(lineage), out)
    say(f"Fact        {fact.id} (`musterbook trace {fact.id[:8]}`)")


def source_of(public: Public, base: Path, *, pages: int | None = None) -> str:
    """Return from where a picture is, and what of it nobody may see."""
    from musterbook.publish.sheet_of_picture import counted

    count = len(public.documents) if pages is None else pages
    held = (
        f"; {counted(public.withheld, 'claim')} left out to protect people" if public.withheld and pages is None else ""
    )
    return f"{counted(count, 'page')} of the evidence base {base.resolve().name}{held}"
