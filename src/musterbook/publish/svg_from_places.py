"""Public -> a picture of where things happen: a tile for each region, by country, with counts. No geography is made up.

It is no map on purpose. A map takes sides with every border it draws, and outlines say nothing that tiles do not; a tile holds
a region and nothing finer, so it can lead to nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Place
from musterbook.publish.public import Public, PublicClaim
from musterbook.publish.sheet_of_picture import (
    BODY,
    INK,
    PAPER,
    SMALL,
    Drawn,
    Sheet,
    alt_from_parts,
    box,
    counted,
    legend,
    lines,
    rule,
    short,
    svg_from_sheet,
    words,
)

LEAD = "Tiles by country, the most told first: no borders are drawn, and nothing is shown finer than a region."
COLUMNS, WIDE, HIGH, GAP = 5, 150, 62, 8
TILES = 30  # regions of one country that have a tile; the others are counted
SHADES = ((1, PAPER), (2, "#ececec"), (5, "#d6d6d6"), (10, "#b8b8b8"))  # facts from which a tile is so dark
WHOLE, UNKNOWN = "no region named", "places that no table knows"
Spot = tuple[str, str]  # country, region


@dataclass(frozen=True, slots=True)
class Tile:
    """A region with the facts that lie in it, and the pages that tell them."""

    region: str
    facts: int
    pages: int


def places_from_codebook(codebook: Codebook) -> dict[str, Spot]:
    """Return country and region of every name of a place, in small letters; a country is in itself, with no region."""
    rows = {row.id: row for row in codebook.rows("places", Place)}
    countries = {row.country: row.name for row in rows.values() if row.kind == "country" and row.country}
    found: dict[str, Spot] = {iso.casefold(): (name, "") for iso, name in countries.items()}
    for row in rows.values():
        spot = (countries.get(row.country, row.country), region_of(row, rows))
        for name in (row.name, *row.aliases.split(";")):
            if name.strip():
                found.setdefault(name.strip().casefold(), spot)
    return found


def region_of(row: Place, rows: Mapping[str, Place]) -> str:
    """Return the name of the region that holds a place, or that it is; "" for a country."""
    seen = {row.id}
    while row.kind not in ("region", "country") and row.within in rows and row.within not in seen:
        seen.add(row.within)
        row = rows[row.within]
    return row.name if row.kind == "region" else ""


def svg_from_places(public: Public, places: Mapping[str, Spot], *, title: str, source: str) -> tuple[str, str]:
    """Return the picture and its words; `places` by name in small letters, as places_from_codebook makes them."""
    countries, nowhere = tiles_from_public(public, places)
    told = [
        f"{country}: " + "; ".join(f"{tile.region or WHOLE} {numbers(tile)}" for tile in tiles)
        for country, tiles in countries
    ]
    told += [f"No place named: {counted(nowhere, 'fact')}"] if nowhere else []
    alt = alt_from_parts((title, LEAD, source, public.as_of), told or ["It holds no claims"])
    return svg_from_sheet(Sheet(title, LEAD, source, public.as_of, alt), drawn(countries, nowhere)), alt


def tiles_from_public(public: Public, places: Mapping[str, Spot]) -> tuple[list[tuple[str, list[Tile]]], int]:
    """Return the tiles of each country, the most told first, and how many facts have no place."""
    facts: dict[Spot, set[str]] = defaultdict(set)
    pages: dict[Spot, set[str]] = defaultdict(set)
    placed: dict[str, set[Spot]] = defaultdict(set)
    for claim in public.claims:
        spot = spot_of(claim, places)
        if spot:
            placed[claim.cluster].add(spot)
            facts[spot].add(claim.cluster)
            pages[spot].add(claim.doc)
    countries: dict[str, list[Tile]] = defaultdict(list)
    for (country, region), found in facts.items():
        countries[country].append(Tile(region, len(found), len(pages[country, region])))
    for tiles in countries.values():
        tiles.sort(key=lambda it: (not it.region, -it.facts, -it.pages, it.region))
    order = sorted(countries, key=lambda it: (it == UNKNOWN, -sum(tile.facts for tile in countries[it]), it))
    nowhere = {claim.cluster for claim in public.claims} - {*placed}
    return [(country, countries[country]) for country in order], len(nowhere)


def spot_of(claim: PublicClaim, places: Mapping[str, Spot]) -> Spot | None:
    """Return country and region of a claim, None when it has no place; a place no table knows lies in its country."""
    found = places.get(claim.place.casefold())
    country = places.get(claim.country.casefold(), (claim.country, ""))[0]
    if found:
        return found
    if claim.place or country:
        return (country, "") if country else (UNKNOWN, "")
    return None


def drawn(countries: Sequence[tuple[str, list[Tile]]], nowhere: int) -> Drawn:
    """Return the tiles of the countries below each other."""
    width = COLUMNS * (WIDE + GAP) - GAP
    steps = zip(SHADES, [*(least - 1 for least, _ in SHADES[1:]), 0], strict=True)
    keys = [(box((-7, -7), (14, 14), fill=fill, stroke=INK), shade_words(least, most)) for (least, fill), most in steps]
    head = legend([*keys, (box((-7, -7), (14, 14), stroke=INK, dash="3 2"), WHOLE)], width)
    parts, y = list(head.parts), float(head.height + 8)
    for country, tiles in countries:
        parts += [words(country, (0, y + 14), size=BODY + 2, font_weight="bold"), rule(0, y + 20, (width, y + 20))]
        y += 28
        for at, tile in enumerate(tiles[:TILES]):
            row, column = divmod(at, COLUMNS)
            parts += tile_svg(tile, (column * (WIDE + GAP), y + row * (HIGH + GAP)))
        y += -(-len(tiles[:TILES]) // COLUMNS) * (HIGH + GAP) + 4
        if len(tiles) > TILES:
            parts.append(words(f"and {counted(len(tiles) - TILES, 'more region')}", (0, y + 8), size=SMALL))
            y += 20
    if nowhere or not countries:
        said = f"{counted(nowhere, 'fact')} without a place." if nowhere else "No claim fits."
        parts.append(words(said, (0, y + 14), size=BODY, font_style="italic"))
        y += 22
    return Drawn(tuple(parts), width, int(y))


def shade_words(least: int, most: int) -> str:
    """Return what a shade means.

    >>> shade_words(1, 1), shade_words(2, 4), shade_words(10, 0)
    ('1 fact', '2 to 4 facts', '10 facts and more')
    """
    if not most:
        return f"{least} facts and more"
    return counted(least, "fact") if least == most else f"{least} to {most} facts"


def tile_svg(tile: Tile, at: tuple[float, float]) -> Iterator[str]:
    """Yield one tile: its region, and its numbers below."""
    x, y = at
    fill = [shade for least, shade in SHADES if tile.facts >= least][-1] if tile.region else PAPER
    yield box(at, (WIDE, HIGH), fill=fill, stroke=INK, dash="" if tile.region else "3 2")
    name, _ = lines(tile.region or WHOLE, (x + 8, y + 18), size=12, room=WIDE - 16, most=2)
    yield from name
    yield words(short(numbers(tile), WIDE - 12, SMALL), (x + 8, y + HIGH - 9), size=SMALL)


def numbers(tile: Tile) -> str:
    """Return how many facts lie in a region, and on how many pages they are told."""
    return f"{counted(tile.facts, 'fact')} · {counted(tile.pages, 'page')}"
