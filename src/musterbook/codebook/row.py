"""What every row of every codebook table has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What every row has: why it is there, where it was seen, and the line it stands on."""

    note: str = ""
    seen: str = ""
    where: str = ""
