"""What every row of every codebook table has."""

from __future__ import annotations

from musterbook.frozen import frozen


@frozen
class Row:
    """What every row has: why it is there, where it was seen, and the line it stands on."""

    note: str = ""
    seen: str = ""
    where: str = ""
