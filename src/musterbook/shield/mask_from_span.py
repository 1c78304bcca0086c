"""A span of a text that must not leave -> Mask: by which rule, and what stands for it. Spans are joined, cut and moved here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from musterbook.model import demand

BLOCK: Final = "█"  # stands for one code point that is hidden; no letter, so nothing is read into it


class Rule(StrEnum):
    """Why a span is hidden; what `shield report` counts by."""

    name = "name"
    nickname = "nickname"
    phone = "phone"
    email = "email"
    handle = "handle"
    address = "address"
    birth = "birth"
    document = "document"
    plate = "plate"
    card = "card"
    register = "register"
    place = "place"
    withheld = "withheld"


@dataclass(frozen=True, slots=True, order=True)
class Mask:
    """The half-open span [start, end) of a text that is hidden; `role` is what a reader sees in its place."""

    start: int
    end: int
    rule: Rule
    role: str

    def __post_init__(self) -> None:
        demand(0 <= self.start < self.end, "mask has a span", (self.start, self.end))
        demand(bool(self.role), "mask has words for a reader", self.rule)


def joined(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Return masks in order, none overlapping: where two meet, the longer gives rule and role and both spans are hidden.

    >>> joined([Mask(3, 6, Rule.name, "a person"), Mask(0, 9, Rule.address, "an address")])
    (Mask(start=0, end=9, rule=<Rule.address: 'address'>, role='an address'),)
    """
    kept: list[Mask] = []
    for mask in sorted(masks, key=lambda m: (m.start, -m.end, m.rule, m.role)):
        if kept and mask.start < kept[-1].end:
            last = kept[-1]
            wider = last if last.end - last.start >= mask.end - mask.start else mask
            kept[-1] = Mask(last.start, max(last.end, mask.end), wider.rule, wider.role)
        else:
            kept.append(mask)
    return tuple(kept)


def clipped(masks: Iterable[Mask], start: int, end: int) -> tuple[Mask, ...]:
    """Return the masks that touch [start, end) of a text as masks of that piece: what a quote takes over from its document."""
    return tuple(
        Mask(max(m.start, start) - start, min(m.end, end) - start, m.rule, m.role)
        for m in masks
        if m.start < end and start < m.end
    )


def blocked(text: str, masks: Iterable[Mask]) -> str:
    """Return a text with a block for every code point that is hidden; line ends stay, so that lines stay lines.

    >>> blocked("Then Ann Lee left.", [Mask(5, 12, Rule.name, "a keeper")])
    'Then ███████ left.'
    """
    parts, at = [], 0
    for mask in joined(masks):
        hidden = "\n".join(BLOCK * len(line) for line in text[mask.start : mask.end].split("\n"))
        parts += [text[at : mask.start], hidden]
        at = mask.end
    return "".join([*parts, text[at:]])
