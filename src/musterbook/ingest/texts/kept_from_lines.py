"""The lines an extractor kept, and all lines of the page -> which of the page's lines they are."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from musterbook.ingest.texts.lines_from_tree import Line, key

ANCHOR = 30  # letters; a line as long as this that occurs once tells where it stands
PIECE = 0.6  # a kept line that is at least so much of a line of the page stands for it


@dataclass(slots=True)
class Kept:
    """Which lines of the page were kept, and the kept lines that are none of the page's, each after one of them."""

    at: set[int] = field(default_factory=set)
    strays: dict[int, list[str]] = field(default_factory=dict)  # after this line of the page; -1: at the beginning
    share: float = 0.0  # of the kept letters, how many were found on the page


def kept_from_lines(base: list[str], lines: list[Line]) -> Kept:
    """Return where the kept lines stand in the page.

    >>> from lxml.html import fromstring
    >>> from musterbook.ingest.texts.lines_from_tree import lines_from_tree
    >>> page = lines_from_tree(fromstring("<div><p>Menu</p><p>One thing happened.</p><p>Two.</p></div>"))
    >>> sorted(kept_from_lines(["One thing happened. Two."], page).at)
    [1, 2]
    """
    keys = [key(line.text) for line in lines]
    starts = [0]
    for one in keys:
        starts.append(starts[-1] + len(one))
    whole = "".join(keys)
    wanted = [key(text) for text in base]
    places = _places(wanted, whole)
    kept = Kept()
    found = total = 0
    last = -1
    for text, one, place in zip(base, wanted, places, strict=True):
        total += len(one)
        span = _span(place, len(one), starts, keys) if place >= 0 else None
        if span is None:
            if one:
                kept.strays.setdefault(last, []).append(text)
            continue
        found += len(one)
        kept.at.update(span)
        last = max(span)
    kept.share = found / total if total else 0.0
    return kept


def _places(wanted: list[str], whole: str) -> list[int]:
    """Return where each key begins in the page: first those that occur once, then the others between their neighbours."""
    places = [-1] * len(wanted)
    for index, one in enumerate(wanted):
        if len(one) >= ANCHOR and (first := whole.find(one)) >= 0 and whole.find(one, first + 1) < 0:
            places[index] = first
    following = [len(whole)] * len(wanted)
    for index in range(len(wanted) - 2, -1, -1):
        following[index] = places[index + 1] if places[index + 1] >= 0 else following[index + 1]
    position = -1
    for index, one in enumerate(wanted):
        if places[index] < 0 and one:
            places[index] = _between(one, whole, position, following[index])
        if places[index] >= 0:
            position = places[index] + len(one)
    return places


def _between(one: str, whole: str, after: int, before: int) -> int:
    """Return where a key stands: behind the one before it, if need be anywhere when it is long."""
    if after < 0 and before < len(whole):  # nothing found yet: the nearest before the first that is known
        place = whole.rfind(one, 0, before)
    else:
        place = whole.find(one, max(after, 0), max(before, after) if before < len(whole) else len(whole))
    if place < 0 and len(one) >= ANCHOR:
        place = whole.find(one)
    return place


def _span(place: int, length: int, starts: list[int], keys: list[str]) -> list[int] | None:
    """Return the page's lines that a stretch of letters covers by more than half; None: it is a small part of one."""
    found = []
    index = bisect_right(starts, place) - 1
    end = place + length
    while index < len(keys) and starts[index] < end:
        inside = min(end, starts[index + 1]) - max(place, starts[index])
        if keys[index] and inside >= PIECE * len(keys[index]):
            found.append(index)
        index += 1
    return found or None
