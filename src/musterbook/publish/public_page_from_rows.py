"""The rows of one document and its sheet -> its public page: itself, its claims, its wrong terms, and how its labels are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from musterbook.codebook.guard import Guard
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import IncidentKind, Measure, Place, Source, SourceKind, Theme
from musterbook.link.party_from_label import publisher_from_name
from musterbook.link.rules_from_codebook import Rules, rules_from_codebook
from musterbook.publish.public import (
    PublicClaim,
    PublicDocument,
    PublicHop,
    PublicSlot,
    PublicSource,
    PublicTerm,
)
from musterbook.shield.place_from_hiding import place_from_hiding
from musterbook.shield.sheet_from_texts import Sheet, is_personal

Row = dict[str, Any]
LINE_END = re.compile("\n")
SLOTS = ("per", "population", "place", "period", "date", "time")
PERSONAL = 1_000  # a smaller number inside a telephone is chance
MOST = 0.5  # of a sentence that tells a way: a quote that holds more of it tells the way too


@dataclass(frozen=True, slots=True)
class Names:
    """What the tables call things: labels of what is claimed, sources, and places by name."""

    labels: Mapping[str, str]
    sources: Mapping[str, PublicSource]
    names: frozenset[str]  # of sources, as the tables write them
    places: Mapping[str, str]  # name -> id
    place_names: Mapping[str, str]  # id -> name
    rules: Rules
    guard: Guard


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one document: itself with text and capture, its claims, their hops and slots by claim, its wrong terms."""

    document: Row
    claims: Sequence[Row]
    hops: Mapping[str, Sequence[Row]]
    slots: Mapping[str, Sequence[Row]]
    terms: Sequence[Row]


@dataclass(slots=True)
class Page:
    """What of a document may leave; `withheld`: claims left out. `cluster` and `story` of its claims are filled in later."""

    document: PublicDocument
    claims: list[PublicClaim] = field(default_factory=list)
    terms: list[PublicTerm] = field(default_factory=list)
    sources: dict[str, PublicSource] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)


def names_from_codebook(codebook: Codebook, guard: Guard) -> Names:
    """Return what the tables call things."""
    kinds = {row.id: row for row in codebook.rows("source_kinds", SourceKind)}
    rows = codebook.rows("sources", Source)
    sources = {row.id: source_from_row(row, kinds.get(row.kind)) for row in rows}
    places = codebook.rows("places", Place)
    what = [
        *((row.id, row.label) for row in codebook.rows("measures", Measure)),
        *((row.id, row.label) for row in codebook.rows("incident_kinds", IncidentKind)),
        *((row.id, row.label) for row in codebook.rows("themes", Theme)),
    ]
    aliases = {(name.strip(), row.id) for row in places for name in (row.name, *row.aliases.split(";"))}
    aliases = {pair for pair in aliases if pair[0]}
    return Names(
        labels=dict(what),
        sources=sources,
        names=frozenset(name.strip() for row in rows for name in (row.name, *row.aliases.split(";"))) - {""},
        places=dict(sorted(aliases, reverse=True)),
        place_names={row.id: row.name for row in places},
        rules=rules_from_codebook(codebook),
        guard=guard,
    )


def source_from_row(row: Source, kind: SourceKind | None) -> PublicSource:
    """Return a source of the tables."""
    if kind is None:
        return PublicSource(row.id, row.name, row.kind, row.kind, row.side, "", "F")
    return PublicSource(row.id, row.name, row.kind, kind.label, row.side, kind.group, kind.reliability)


def page_from_rows(held: Held, sheet: Sheet, names: Names) -> Page:
    """Return what of a document may leave; claims that tell a way are named in `withheld` and left out."""
    document = held.document
    publisher = told_publisher(document["publisher"] or "", sheet, names)
    page = Page(public_document(document, sheet, publisher))
    if publisher:
        id = publisher_from_name(document["publisher"], names.rules).key if publisher == document["publisher"] else ""
        page.document = public_document(document, sheet, publisher, source=noted(id, publisher, page, names))
    for row in held.claims:
        if is_withheld(row, sheet):
            page.withheld.append(row["id"])
        else:
            page.claims.append(public_claim(row, held, sheet, page=page, names=names))
    page.terms += [
        PublicTerm(
            document["id"],
            row["concept"],
            row["fault"],
            sheet.text.piece(row["from"], row["to"]),
            row["start"],
            row["from"],
        )
        for row in held.terms
        if not sheet.is_withheld(row["from"], row["to"])
    ]
    return page


def noted(id: str, name: str, page: Page, names: Names) -> str:
    """Return the id of somebody who is named, having put them among the sources."""
    if id:
        page.sources[id] = names.sources.get(id) or PublicSource(id, name, "", "", "", "", "F")
    return id


def told_publisher(publisher: str, sheet: Sheet, names: Names) -> str:
    """Return who publishes, as it may be told: an outlet keeps its name, a person is told by role."""
    if not publisher or publisher in names.names or not is_personal(publisher, names.guard):
        return publisher
    return sheet.told(publisher)


def public_document(row: Row, sheet: Sheet, publisher: str, *, source: str = "") -> PublicDocument:
    """Return a document without its text."""
    return PublicDocument(
        id=row["id"],
        name=sheet.address(row["name"]),
        url=(row["url"] or "") if sheet.address(unquote(row["url"] or "")) else "",
        title=sheet.title,
        publisher=publisher,
        source=source,
        published=row["published"] or "",
        published_how=row["published_how"] or "",
        guessed=bool(row["guessed"]),
        lang=row["lang"],
        sha256=row["sha256"],
        raw=row["raw"] or "",
        captured=row["captured"] or "",
        method=row["method"] or "",
        copy_of=row["copy_of"] or "",
        likeness=row["similarity"],
        length=len(sheet.original),
        breaks=tuple(it.start() for it in LINE_END.finditer(sheet.original)),
    )


# ---------------------------------------------------------------- claims


def is_withheld(row: Row, sheet: Sheet) -> bool:
    """True for a claim that may not leave, whatever is masked in its quote.

    That is a finding or happening that tells a way, a figure whose quote holds most of what tells it, and a number that is
    no count but somebody's telephone, papers or birth.
    """
    start, end, figure = row["start"], row["end"], row["kind"] == "figure"
    if sheet.is_withheld(start, end, MOST if figure else 0.0) or (figure and sheet.is_numbered(start, end)):
        return True
    ends = (row["low"], row["high"])
    return any(it is not None and it >= PERSONAL and sheet.holds(start, end, f"{it:.0f}") for it in ends)


def public_claim(row: Row, held: Held, sheet: Sheet, *, page: Page, names: Names) -> PublicClaim:
    """Return a claim as it may be told."""
    slots = {slot["name"]: slot for slot in held.slots.get(row["id"], ())}
    own = {name: told_slot(row.get(name) or "", slots.get(name), sheet, names) for name in SLOTS}
    if sheet.is_coarse(row["start"], row["end"]):
        own["place"] = coarse(row.get("place") or "", names)
    dims = {
        slot["name"]: told_slot(slot["value"], slot, sheet, names)
        for name, slot in sorted(slots.items())
        if slot["dim"]
    }
    chain = tuple(public_hop(hop, sheet, page, names) for hop in held.hops.get(row["id"], ()))
    return PublicClaim(
        id=row["id"],
        doc=row["doc"],
        kind=row["kind"],
        what=row["what"],
        label=names.labels.get(row["what"], row["what"]),
        quote=sheet.text.piece(row["start"], row["end"]),
        start=row["start"],
        end=row["end"],
        page=row["page"],
        low=row["low"],
        high=row["high"],
        bound=row["bound"] or "",
        unit=row["unit"] or "",
        per=own["per"],
        population=own["population"],
        place=own["place"],
        country=row.get("country") or "",
        period=own["period"] or own["date"],
        time=own["time"],
        dims=tuple((name, value) for name, value in dims.items() if value),
        stance=row["stance"],
        chain=chain,
        origin=chain[-1].label if chain else "",
        open=bool(row["open"]),
        cluster="",
        story="",
        by=row["by"],
        slots=tuple(public_slots(slots.values(), {**own, **dims}, sheet)),
    )


def public_slots(slots: Iterable[Row], told: Mapping[str, str], sheet: Sheet) -> Iterator[PublicSlot]:
    """Yield the values of a claim with why they are believed; `told` are those that may be told otherwise than they were read."""
    for slot in slots:
        value = told.get(slot["name"], slot["value"])
        start, end = slot["start"], slot["end"]
        shown = start is not None and value == slot["value"] and not sheet.is_withheld(start, end)
        words = sheet.text.piece(start, end) if shown else None
        if value:
            yield PublicSlot(
                slot["name"], bool(slot["dim"]), value, slot["how"], words, start if shown else None, slot["by"]
            )


def told_slot(value: str, slot: Row | None, sheet: Sheet, names: Names) -> str:
    """Return a value as it may be told, "" when the words it stands on are hidden and no table knows it."""
    if not value or value in names.places or value in names.place_names:
        return value
    if (
        slot is not None
        and sheet.is_hidden(slot["start"], slot["end"])
        and value.casefold() in slot["quote"].casefold()
    ):
        return ""
    return sheet.told(value)


def coarse(place: str, names: Names) -> str:
    """Return the region that holds a place, "" when no table knows one."""
    theme = min(names.guard.themes)  # any: what is coarse is decided, only how coarse is asked
    region = place_from_hiding(names.places.get(place, place), theme, names.guard)
    return names.place_names.get(region, region) if place in names.places else region


def public_hop(row: Row, sheet: Sheet, page: Page, names: Names) -> PublicHop:
    """Return a hop: somebody of the tables keeps the name, anybody else if they are not private; a role has no source."""
    label, source = row["label"], row["source"] or ""
    cue = sheet.text.piece(row["start"], row["end"]) if row["start"] is not None else None
    told = label if label in names.names else sheet.told(label)
    if told != label:
        return PublicHop(told, "", sheet.told(row["role"]), cue, row["start"])
    return PublicHop(label, noted(source, label, page, names), row["role"], cue, row["start"])
