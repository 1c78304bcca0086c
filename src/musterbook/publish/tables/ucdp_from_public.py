"""Happenings -> the columns of UCDP GED, one row a fact: how many sources, who is behind them, where and when how exactly.

The codes of precision are GED's. `best` is the number of the best origin, never a mean; it counts who took part, not deaths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact
from musterbook.publish.tables.edtf_from_period import days_from_period, precision_from_period
from musterbook.publish.tables.places_from_codebook import Gazetteer, Where
from musterbook.publish.tables.table import Cell, Table, digits, table_from_records

UNUSED = "active_year type_of_violence adm_2 deaths_a deaths_b deaths_civilians deaths_unknown".split()
WEEK = 3  # a happening that took longer is a summary of several
SUMMARY, SINGLE = 2, 1
FARTHEST = 9  # behind every precision


def ucdp_from_public(public: Public, gazetteer: Gazetteer) -> Table:
    """Return the table of happenings."""
    return table_from_records("incidents_ucdp", records(public, gazetteer))


def records(public: Public, gazetteer: Gazetteer) -> Iterator[dict[str, Cell]]:
    """Yield a row for each fact that a claim of a happening tells."""
    claims = {it.id: it for it in public.claims}
    documents = {it.id: it for it in public.documents}
    for fact in public.facts:
        told = [claims[id] for id in fact.members if id in claims and claims[id].kind == "incident"]
        if told:
            place = min(told, key=lambda it: (gazetteer.where(it.place, it.country).prec or FARTHEST, it.id))
            when = min(told, key=lambda it: (precision_from_period(it.period) or FARTHEST, it.id))
            where = gazetteer.where(place.place, place.country)
            yield {
                **dict.fromkeys(UNUSED),
                **what_happened(fact, told, when.period, where.country),
                **who_says(fact, told, documents),
                **where_it_was(place, where),
                **when_it_was(when.period),
            }


def what_happened(fact: PublicFact, told: list[PublicClaim], period: str, country: str) -> dict[str, Cell]:
    """Return the ids of a happening, what it was, and how many took part."""
    year = days_from_period(period)[0][:4]
    return {
        "id": fact.id,
        "relid": "-".join(part for part in (country, year, fact.id) if part),
        "year": int(year) if year else None,
        "code_status": "Check" if fact.against else "Clear",
        "event_type": min(it.what for it in told),
        "event_clarity": SUMMARY if (precision_from_period(period) or 0) > WEEK else SINGLE,
        "best": fact.best,
        "high": fact.high,
        "low": fact.low,
    }


def who_says(fact: PublicFact, told: list[PublicClaim], documents: Mapping[str, PublicDocument]) -> dict[str, Cell]:
    """Return the pages that tell it, in the order of their days, and who is behind them."""
    found = {it.doc: documents[it.doc] for it in told}
    pages = sorted(found.values(), key=lambda it: (it.published or "9", it.id))
    titles = [it.title.readable if it.title else "" for it in pages]
    articles = [
        ",".join((f'"{it.publisher}"', it.published, f'"{title}"')) for it, title in zip(pages, titles, strict=True)
    ]
    return {
        "number_of_sources": len(pages),
        "source_article": "; ".join(articles),
        "source_office": "; ".join(it.publisher for it in pages),
        "source_date": "; ".join(it.published for it in pages),
        "source_headline": "; ".join(titles),
        "source_original": "; ".join(sorted({origin.label for origin in fact.origins})),
        "number_of_origins": len(fact.origins),
    }


def where_it_was(claim: PublicClaim, where: Where) -> dict[str, Cell]:
    """Return the place, how exactly it is known, and the point of a town."""
    east, north = where.point or (None, None)
    return {
        "where_prec": where.prec,
        "where_coordinates": claim.place,
        "where_description": ", ".join(dict.fromkeys(it for it in (claim.place, where.region, where.country) if it)),
        "adm_1": where.region,
        "latitude": north,
        "longitude": east,
        "geom_wkt": None if east is None or north is None else f"POINT ({digits(east)} {digits(north)})",
        "priogrid_gid": None if east is None or north is None else grid_cell(east, north),
        "country": where.country or claim.country,
    }


def when_it_was(period: str) -> dict[str, Cell]:
    """Return the days of a happening and how exactly they are known."""
    first, last = days_from_period(period)
    return {"date_prec": precision_from_period(period), "date_start": first, "date_end": last}


def grid_cell(east: float, north: float) -> int:
    """Return the number of the cell of the half-degree PRIO-GRID that holds a point; 1 is at the south-west.

    >>> grid_cell(-180, -90), grid_cell(-179.9, -89.4), grid_cell(36.25, 49.98)
    (1, 721, 201313)
    """
    row, column = min(int((north + 90) * 2), 359), min(int((east + 180) * 2), 719)
    return row * 720 + column + 1
