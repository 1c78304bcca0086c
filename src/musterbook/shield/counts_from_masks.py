"""Masks by document -> what `shield report` prints: how often each rule hid something, in how many documents. Never a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from musterbook.shield.mask_from_span import Mask, Rule


@dataclass(frozen=True, slots=True, order=True)
class MaskCount:
    """How many spans a rule hid, and in how many documents."""

    rule: str
    masks: int
    documents: int


def counts_from_masks(masks: Iterable[tuple[str, Iterable[Mask]]]) -> tuple[MaskCount, ...]:
    """Return a line for each rule that hid something, from (document, its masks), in the order of the rules.

    >>> hidden = Mask(0, 3, Rule.name, "a person")
    >>> counts_from_masks([("a", [hidden, hidden]), ("b", [hidden])])
    (MaskCount(rule='name', masks=3, documents=2),)
    """
    spans: dict[Rule, int] = {}
    documents: dict[Rule, set[str]] = {}
    for document, found in masks:
        for mask in found:
            spans[mask.rule] = spans.get(mask.rule, 0) + 1
            documents.setdefault(mask.rule, set()).add(document)
    return tuple(MaskCount(rule.value, spans[rule], len(documents[rule])) for rule in Rule if rule in spans)
