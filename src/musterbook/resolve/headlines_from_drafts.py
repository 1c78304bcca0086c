"""Drafts -> headlines: a headline's number that the body has too measures what it measures there."""

from __future__ import annotations

from musterbook.resolve.draft_from_spot import TERM, Draft

LEAST = 10  # smaller and round numbers come back on a page by chance


def retitled(drafts: list[Draft]) -> None:
    """ "Asylum for 349 out of 6,374" over "6,374 men applied; 349 were recognised": the body says which is which."""
    body = [d for d in drafts if d.view.sentence.kind not in ("title", "heading")]
    for draft in drafts:
        number = draft.count.number
        if draft.view.sentence.kind != "title" or number.kind != "count" or draft.noun == TERM:
            continue
        if number.low < LEAST or not number.low % 10:
            continue
        same = {d.measure for d in body if (d.count.number.low, d.count.number.high) == (number.low, number.high)}
        if len(same) == 1 and draft.measure not in same:
            draft.measure, draft.by = same.pop(), "measure.headline_from_body@1"
