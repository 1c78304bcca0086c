"""The places of a codebook, by the names that claims print -> how exact a place is, the region it lies in, and where a town is.

A region has no point: the mean of its towns would be a place that nobody named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from musterbook.codebook.language_rows import Country
from musterbook.codebook.load import Codebook
from musterbook.codebook.row import Row
from musterbook.codebook.schema import Place
from musterbook.frozen import frozen

TOWNS = ("city", "site")
TOWN, REGION, OTHER, COUNTRY = 1, 4, 5, 6


@frozen
class Coordinate(Row):
    """Where a place of the codebook is, in degrees rounded to a hundredth."""

    id: str = ""
    lat: str = ""
    lon: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """What is known of a place: `prec` as UCDP GED codes it, None for no place; `point` (longitude, latitude) of a town."""

    prec: int | None
    country: str = ""
    region: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places of a codebook by name; several may share one."""

    named: dict[str, tuple[Place, ...]]
    by_id: dict[str, Place]
    points: dict[str, tuple[float, float]]
    countries: dict[str, str]

    def where(self, place: str, country: str = "") -> Where:
        """Return what is known of a place as a claim prints it; of namesakes in two countries nothing is known but that."""
        if not place:
            return Where(COUNTRY if country else None, country)
        if place in self.countries:
            return Where(COUNTRY, self.countries[place])
        found = [it for it in self.named.get(place, ()) if not country or it.country == country]
        if len(found) != 1:
            return Where(OTHER, country)
        it = found[0]
        region = self.region(it)
        if it.kind in TOWNS:
            return Where(TOWN, it.country, region, self.points.get(it.id))
        if it.kind == "country":
            return Where(COUNTRY, it.country)
        return Where(REGION if region == it.name else OTHER, it.country, region)

    def region(self, it: Place) -> str:
        """Return the first-order region that a place lies in, "" when the codebook does not say."""
        seen: set[str] = set()
        while it.within in self.by_id and it.id not in seen:
            seen.add(it.id)
            above = self.by_id[it.within]
            if above.kind == "country":
                break
            it = above
        return it.name if it.kind == "region" else ""


def places_from_codebook(codebook: Codebook, coordinates: Iterable[Coordinate] = ()) -> Gazetteer:
    """Return the places of a codebook, with where those are that a table knows."""
    rows = codebook.rows("places", Place)
    named: dict[str, list[Place]] = defaultdict(list)
    for row in rows:
        named[row.name].append(row)
    countries = {row.surface: row.iso for row in codebook.rows("countries", Country) if row.kind == "name"}
    return Gazetteer(
        {name: tuple(them) for name, them in named.items()},
        {row.id: row for row in rows},
        {it.id: (float(it.lon), float(it.lat)) for it in coordinates},
        countries | {row.name: row.country for row in rows if row.kind == "country"},
    )
