"""When does one slot of a reading agree with the gold? One small function a slot, in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from musterbook.evaluate.names_equal import Aliases, names_equal, plain

Item = Mapping[str, Any]
Agrees = Callable[[Item, Item, Aliases], bool]
YEAR = re.compile(r"\d{4}")


def same_value(gold: Item, read: Item) -> bool:
    """True when low and high are equal; an open amount may be written n/n, n/null or null/n.

    >>> same_value({"low": 5, "high": None, "bound": "over"}, {"low": 5, "high": 5})
    True
    >>> same_value({"low": 5, "high": None, "bound": "between"}, {"low": 5, "high": 5})
    False
    """
    try:
        gold_ends, read_ends = _ends_of_amount(gold), _ends_of_amount(read)
    except (TypeError, ValueError, OverflowError):
        return False
    if gold_ends == read_ends:
        return True
    return gold.get("bound") != "between" and None in gold_ends + read_ends and _point(gold_ends) == _point(read_ends)


def _ends_of_amount(item: Item) -> tuple[float | None, float | None]:
    """Return low and high rounded to six places; raises ValueError or TypeError where one is no number."""
    low, high = (None if item.get(end) is None else round(float(item[end]), 6) for end in ("low", "high"))
    return low, high


def _point(ends: tuple[float | None, float | None]) -> float | None:
    """Return the one number of an amount that is open at one end."""
    return ends[0] if ends[0] is not None else ends[1]


def same_period(gold: object, read: object) -> bool:
    """True when each end agrees at the coarser of the two precisions; a month is never a year alone.

    >>> same_period("2022-02", "2022-02-24"), same_period("2022/2024-09", "2022-01/2024-09")
    (True, True)
    >>> same_period("2022", "2022-02"), same_period("2022-03", "2022-04")
    (False, False)
    """
    one, two = str(gold or ""), str(read or "")
    if one == two:
        return True
    if not one or not two:
        return False
    if "/" in one + two:
        one, two = (period if "/" in period else f"{period}/{period}" for period in (one, two))
        return all(_same_end(a, b, 7) for a, b in zip(_ends_of_period(one), _ends_of_period(two), strict=True))
    if len(one) != len(two) and min(len(one), len(two)) < 7:
        return False
    return _same_end(one, two, 4)


def _ends_of_period(period: str) -> tuple[str | None, str | None]:
    """Return both ends of start/end: a year opens in January and closes in December, `..` or nothing is None."""
    start, _, end = period.partition("/")
    first, last = (None if side in ("", "..") else side for side in (start, end))
    return _month(first, "01"), _month(last, "12")


def _month(end: str | None, month: str) -> str | None:
    """Return an end with a month where it is a year alone."""
    return f"{end}-{month}" if end and YEAR.fullmatch(end) else end


def _same_end(one: str | None, two: str | None, least: int) -> bool:
    """True when two ISO prefixes agree at the coarser precision, which must be `least` characters or finer."""
    if one is None or two is None:
        return one == two
    shorter = min(len(one), len(two))
    return shorter >= least and one[:shorter] == two[:shorter]


def root(item: Item) -> object:
    """Return the origin of an item: the last name of its chain, None for the document's own word."""
    chain = item.get("chain") or [None]
    return chain[-1]


def stated(slot: str, gold: Item) -> bool:
    """True when the gold gives the slot a value that no default would fill in."""
    return (root(gold) if slot == "root" else gold.get(slot)) not in (None, "", "exact")


def _equal(slot: str) -> Agrees:
    return lambda gold, read, aliases: bool(gold.get(slot) == read.get(slot))


def _equal_or_empty(slot: str) -> Agrees:
    return lambda gold, read, aliases: (gold.get(slot) or None) == (read.get(slot) or None)


def _name(slot: str) -> Agrees:
    return lambda gold, read, aliases: names_equal(gold.get(slot), read.get(slot), aliases)


def _same_measure(gold: Item, read: Item, aliases: Aliases) -> bool:
    """A reading may use a finer id of its own where the gold can only say `other`."""
    wanted, mine = gold.get("measure"), read.get("measure")
    return bool(wanted == mine or (wanted == "other" and mine and mine not in aliases.measures))


def _same_place(gold: Item, read: Item, aliases: Aliases) -> bool:
    """A whole country where the gold has no place says nothing wrong."""
    return names_equal(gold.get("place"), read.get("place"), aliases) or (
        not gold.get("place") and plain(read.get("place") or "") in aliases.wide
    )


def _same_chain(gold: Item, read: Item, aliases: Aliases) -> bool:
    one, two = gold.get("chain") or [], read.get("chain") or []
    return len(one) == len(two) and all(names_equal(a, b, aliases) for a, b in zip(one, two, strict=True))


def _same_unit(gold: Item, read: Item, aliases: Aliases) -> bool:
    return gold.get("measure") not in aliases.timed or (gold.get("unit") or None) == (read.get("unit") or None)


SLOTS: dict[str, Agrees] = {
    "measure": _same_measure,
    "bound": _equal("bound"),
    "per": _equal_or_empty("per"),
    "side": _equal_or_empty("side"),
    "formation": _name("formation"),
    "place": _same_place,
    "period": lambda gold, read, aliases: same_period(gold.get("period"), read.get("period")),
    "root": lambda gold, read, aliases: names_equal(root(gold), root(read), aliases),
    "chain": _same_chain,
    "stance": _equal("stance"),
    "population": _name("population"),
    "law": _equal_or_empty("law"),
    "unit": _same_unit,
}
# A figure is right when all of these agree together; the other slots are reported and do not decide.
ASKED = ("measure", "bound", "per", "side", "formation", "place", "period", "root")
STATED = ("bound", "per", "formation", "place", "period", "root", "population", "law")
