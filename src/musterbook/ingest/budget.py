"""How much one file may unfold to: the guard against archives made to fill a disk or to never end."""

from __future__ import annotations

from dataclasses import dataclass

from musterbook.errors import InputError
from musterbook.frozen import frozen

MEGA = 1_000_000


@frozen
class Limits:
    """What is refused; sizes in bytes. Guesses on the safe side, but for the ratio; nothing real has met them yet."""

    document: int = 32 * MEGA  # one page, mail or office file, as bytes
    total: int = 64_000 * MEGA  # all that one file unfolds to
    members: int = 5_000_000
    depth: int = 5  # an archive in an archive: a page in a WARC in a WACZ in a ZIP is 4
    ratio: int = 250  # unfolded to packed; deflate cannot pass 1,032, and bombs come near it; generated pages reach 31
    free: int = 10 * MEGA  # unfolded bytes before the ratio counts


LIMITS = Limits()


@dataclass(slots=True)
class Budget:
    """What one file given by a person has used so far; every container inside it draws on the same budget."""

    limits: Limits = LIMITS
    packed: int = 0  # bytes of the file itself
    unfolded: int = 0
    members: int = 0

    def member(self, depth: int) -> None:
        """Count one member at this depth; raises InputError when there are too many, or it lies too deep."""
        self.members += 1
        if self.members > self.limits.members:
            raise InputError(f"holds more than {self.limits.members:,} members; unpack it and give the folder")
        if depth > self.limits.depth:
            raise InputError(f"archives inside archives deeper than {self.limits.depth}; unpack it and give the folder")

    def unfold(self, size: int, packed: int | None = None) -> None:
        """Count bytes that came out of something packed; raises InputError for what looks like a bomb.

        `packed` is how many bytes they came from; None: they were not packed.
        """
        self.unfolded += size
        if self.unfolded > self.limits.total:
            raise InputError(f"unfolds to more than {self.limits.total:,} bytes; unpack it and give the folder")
        if self.packed and self.unfolded > 10 * self.limits.free and self.unfolded > self.limits.ratio * self.packed:
            raise InputError(f"unfolds to more than {self.limits.ratio} times its size; unpack what you trust yourself")
        if packed is not None and size > self.limits.free and size > self.limits.ratio * max(packed, 1):
            what = f"unfolds to more than {self.limits.ratio} times its size"
            raise InputError(f"{what}, as archives do that are made to fill a disk; unpack what you trust yourself")
