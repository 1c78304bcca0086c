"""Drafts of a page -> drafts: what its headline says of a number, it says of the same number in the body."""

from __future__ import annotations

from musterbook.model import How, Slot
from musterbook.resolve.draft_from_spot import Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.period_from_parts import STEADY


def as_in_headline(drafts: list[Draft], measuring: Measuring) -> None:
    """ "1,906 files opened in Odesa region / … Investigators opened 1,906 such files": the same files, in the same place.

    What goes on from such a figure has its place, too.
    """
    heads = [draft for draft in drafts if draft.view.sentence.kind == "title" and draft.place]
    if not heads:
        return
    given: list[Draft] = []
    for draft in drafts:
        if draft.view.sentence.kind in ("title", "heading"):
            continue
        head = next((it for it in heads if _same(it, draft)), None)
        if head is None and any(draft.before is it for it in given) and _goes_on(draft, measuring):
            head = heads[0]
        named = draft.formation is not None and draft.formation.how == How.stated  # the headline may name its garrison
        if head is not None and head.place and draft.place is None and not named:
            draft.place = Slot(head.place.value, How.context, None, "place.of_headline@1")
            given.append(draft)


def _same(head: Draft, draft: Draft) -> bool:
    return head.measure == draft.measure and head.count.number.low == draft.count.number.low


def _goes_on(draft: Draft, measuring: Measuring) -> bool:
    """True for a figure that goes on from the one before, or that courts or offices count beside it."""
    before = draft.before
    if draft.linked or before is None:
        return draft.linked
    return all(measuring.families.get(it.measure) in STEADY for it in (draft, before))
