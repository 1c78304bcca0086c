"""Figures and happenings with a place -> GeoJSON (RFC 7946): a point for a town that the table knows, else no geometry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from musterbook.publish.public import Public, PublicClaim
from musterbook.publish.tables.places_from_codebook import Gazetteer

FILE = "places.geojson"


def geojson_from_public(public: Public, gazetteer: Gazetteer, folder: Path) -> list[Path]:
    """Write the claims that have a place as features, sorted by id."""
    head = {"type": "FeatureCollection", "features": list(features(public, gazetteer))}
    path = folder / FILE
    path.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [path]


def features(public: Public, gazetteer: Gazetteer) -> Iterator[dict[str, Any]]:
    """Yield a feature for each figure or happening that says where."""
    published = {it.id: it for it in public.documents}
    for claim in public.claims:
        if claim.kind in ("figure", "incident") and (claim.place or claim.country):
            where = gazetteer.where(claim.place, claim.country)
            page = published[claim.doc]
            yield {
                "type": "Feature",
                "id": claim.id,
                "geometry": {"type": "Point", "coordinates": list(where.point)} if where.point else None,
                "properties": {
                    **said(claim),
                    "where_prec": where.prec,
                    "adm_1": where.region or None,
                    "country": where.country or claim.country or None,
                    "outlet": page.publisher or None,
                    "published": page.published or None,
                    "url": page.url or None,
                },
            }


def said(claim: PublicClaim) -> dict[str, Any]:
    """Return what a claim says, for people: its quote is the readable one."""
    return {
        "kind": claim.kind,
        "what": claim.what,
        "label": claim.label,
        "low": claim.low,
        "high": claim.high,
        "bound": claim.bound or None,
        "place": claim.place or None,
        "period": claim.period or None,
        "origin": claim.origin or None,
        "open": claim.open,
        "fact": claim.cluster or None,
        "quote": claim.quote.readable,
    }
