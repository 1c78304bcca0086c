"""Drafts of a page -> drafts: what its headline says of a number, it says of the same number in the body."""

from __future__ import annotations

from musterbook.model import How, Slot
from musterbook.resolve.draft_from_spot import Draft


def as_in_headline(drafts: list[Draft]) -> None:
    """ "1,906 files opened in Odesa region / … Investigators opened 1,906 such files": the same files, in the same place.

    What goes on from such a figure goes on with its place, too.
    """
    heads = [draft for draft in drafts if draft.view.sentence.kind == "title" and draft.place]
    if not heads:
        return
    given: list[Draft] = []
    for draft in drafts:
        named = draft.formation is not None and draft.formation.how == How.stated  # the headline may name its garrison
        if draft.place is not None or named or draft.view.sentence.kind in ("title", "heading"):
            continue
        head = next((it for it in heads if _same(it, draft)), None)
        if head is None and draft.linked and any(draft.before is it for it in given):
            head = heads[0]
        if head is not None and head.place is not None:
            draft.place = Slot(head.place.value, How.context, None, "place.of_headline@1")
            given.append(draft)


def _same(head: Draft, draft: Draft) -> bool:
    return head.measure == draft.measure and head.count.number.low == draft.count.number.low
