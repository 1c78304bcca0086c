"""What a release says of itself: who made it, when, on what terms."""

from __future__ import annotations

from dataclasses import dataclass

CREDITS = ("Coordinates of towns: GeoNames, CC BY 4.0",)


@dataclass(frozen=True, slots=True)
class Citation:
    """How a release is cited; `released` is a day, `licence` an SPDX identifier."""

    title: str
    version: str
    released: str
    author: str
    licence: str
    licence_note: str
    abstract: str
    keywords: tuple[str, ...] = ()
    credits: tuple[str, ...] = CREDITS
