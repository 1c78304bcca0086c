"""Gold items and read items of one text -> pairs whose quotes overlap, one to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from musterbook.evaluate.slots import Item

Span = tuple[int, int]
Pair = tuple[Item, Item | None]
LONGEST_QUOTE = 600


def spans_of(text: str, item: Item) -> list[Span]:
    """Return where the quote of an item stands: at its `start` when it says so, else everywhere it occurs.

    An absent quote, or one of more than 600 characters, stands nowhere.

    >>> spans_of("fog, fog, more", {"quote": "fog"}), spans_of("fog, fog, more", {"quote": "fog", "start": 5})
    ([(0, 3), (5, 8)], [(5, 8)])
    """
    quote, start = item.get("quote"), item.get("start")
    if not isinstance(quote, str) or not 0 < len(quote) <= LONGEST_QUOTE:
        return []
    if isinstance(start, int) and text[start : start + len(quote)] == quote:
        return [(start, start + len(quote))]
    found, at = [], text.find(quote)
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + len(quote))
    return found


def overlap(left: list[Span], right: list[Span]) -> bool:
    """True when some span of each share at least half of the shorter one.

    >>> overlap([(0, 4)], [(2, 90)]), overlap([(0, 4)], [(3, 90)])
    (True, False)
    """
    return any(min(a[1], b[1]) - max(a[0], b[0]) >= 0.5 * min(a[1] - a[0], b[1] - b[0]) for a in left for b in right)


def pairs_of(
    gold: Sequence[Item],
    read: Sequence[Item],
    fits: Callable[[int, int], bool],
    likeness: Callable[[Item, Item], int] = lambda gold, read: 0,
) -> tuple[list[Pair], list[Item]]:
    """Give each gold item in order the free read item that fits (by index) and is most like it; return the rest too."""
    free = list(range(len(read)))
    pairs: list[Pair] = []
    for number, item in enumerate(gold):
        fitting = [index for index in free if fits(number, index)]
        alike = [likeness(item, read[index]) for index in fitting]
        best = fitting[alike.index(max(alike))] if fitting else None
        pairs.append((item, None if best is None else read[best]))
        if best is not None:
            free.remove(best)
    return pairs, [read[index] for index in free]
