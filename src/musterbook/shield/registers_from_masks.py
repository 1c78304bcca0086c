"""Masks of a text -> masks of whole lines where it is a list of persons: such a list is not kept, not even with gaps in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from musterbook.shield.mask_from_span import Mask, Rule

LEAST = 3  # lines in a row that each name somebody and say how to find them
PERSONAL = frozenset({Rule.birth, Rule.phone, Rule.email, Rule.document, Rule.address, Rule.card, Rule.handle})


def registers_from_masks(text: str, masks: tuple[Mask, ...], role: str) -> tuple[Mask, ...]:
    """Return a mask for each line of a list of persons: a name and a date of birth, a number or an address, line after line.

    A line of prose that names one man and his telephone is no list: at least three lines have to do so, one after another.
    """
    if len(masks) < 2 * LEAST:
        return ()
    found: list[Mask] = []
    starts = [mask.start for mask in masks]
    group: list[tuple[int, int]] = []
    for start, end in (*_lines(text), (len(text), len(text))):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        inside = {mask.rule for mask in masks[first:last]}
        if Rule.name in inside and inside & PERSONAL:
            group.append((start, end))
        elif start == end < len(text):
            continue  # an empty line does not end a list
        else:
            found.extend(_masked(group, role))
            group = []
    return tuple(found)


def _lines(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _masked(group: list[tuple[int, int]], role: str) -> list[Mask]:
    return [Mask(start, end, Rule.register, role) for start, end in group] if len(group) >= LEAST else []
