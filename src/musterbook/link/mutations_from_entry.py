"""One entry -> how its own headline changed the figure: a count of cases under a title that speaks of people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from musterbook.compared import Entry, Mutation
from musterbook.link.likeness_from_amounts import is_near
from musterbook.link.mutations_from_pair import PEOPLE, PERSONS
from musterbook.link.rules_from_codebook import Rules, plain
from musterbook.link.shape_from_entry import Shape
from musterbook.model import printed

NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+(?!\d)|(?<![\w.,])\d+(?![\w.,]?\d)")
REACH = 3  # words after a number that may be what it counts


def mutations_from_entry(entry: Entry, shape: Shape, rules: Rules) -> tuple[Mutation, ...]:
    """Return how the title of an entry's page tells its figure otherwise than the page does."""
    row = rules.measures.get(entry.what)
    if entry.kind != "figure" or shape.bound is None or row is None or row.unit == PERSONS or not row.unit:
        return ()
    for value, words in numbers_in_title(entry.title):
        people = any(rules.counted.get(word) == PEOPLE for word in words)
        if people and is_near(value, shape.low, rules) and shape.low >= 100:
            told = f"{printed(shape.low)} {row.unit} → {printed(value)} {PERSONS}, in the title of the page"
            return (Mutation("unit_changed", entry.id, entry.id, told),)
    return ()


def numbers_in_title(title: str) -> Iterator[tuple[float, list[str]]]:
    """Yield every number of a title with the words behind it.

    >>> list(numbers_in_title("more than 10 000 keepers paid off in 2024"))
    [(10000.0, ['keepers', 'paid', 'off']), (2024.0, [])]
    """
    for found in NUMBER.finditer(title):
        yield float(re.sub(r"\D", "", found[0])), plain(title[found.end() :]).split()[:REACH]
