"""Text and its masks -> Shielded: the only kind of text that publishing takes.

Two forms. `text` has a block for every code point that is hidden, so that every offset into the original is an offset into it
and whoever has the page can check that the rest is word for word; the blocks of one mask run on over its spaces, which hides
how many words there were. `readable` has the role in brackets, the same for a short name and a long one: what a brief prints.
Only the two together with the offsets of a quote give the length of a name away, and who has the page to compare has the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import InitVar, dataclass
from typing import Final

from musterbook.model import demand
from musterbook.shield.mask_from_span import Mask, blocked, clipped, joined

_SEAL: Final = object()  # only this module can show it, so only it can make a Shielded


@dataclass(frozen=True, slots=True)
class Shielded:
    """A text without private persons. Made by `shielded` alone; anything else that calls it is refused."""

    text: str
    readable: str
    masks: tuple[Mask, ...]
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        demand(seal is _SEAL, "only the shield makes shielded text", len(self.text))

    def __str__(self) -> str:
        return self.readable

    def __len__(self) -> int:
        return len(self.text)

    def piece(self, start: int, end: int) -> Shielded:
        """Return a quote of it: [start, end) of the original, with the masks that touch it."""
        demand(0 <= start <= end <= len(self.text), "the piece lies in the text", (start, end))
        return shielded(self.text[start:end], clipped(self.masks, start, end))


def shielded(text: str, masks: Iterable[Mask]) -> Shielded:
    """Return a text with every mask in its place; what is not masked stays as it is, line ends inside a mask too.

    >>> from musterbook.shield.mask_from_span import Mask, Rule
    >>> it = shielded("Then Ann Lee left 18,000 others.", [Mask(5, 12, Rule.name, "a keeper")])
    >>> it.text, str(it)
    ('Then ███████ left 18,000 others.', 'Then [a keeper] left 18,000 others.')
    """
    apart = joined(masks)
    if not apart:
        return Shielded(text, text, (), _SEAL)
    demand(apart[-1].end <= len(text), "masks lie in the text", len(text))
    readable: list[str] = []
    at = 0
    for mask in apart:
        readable += [text[at : mask.start], f"[{mask.role}]"]
        at = mask.end
    return Shielded(blocked(text, apart), "".join([*readable, text[at:]]), apart, _SEAL)
