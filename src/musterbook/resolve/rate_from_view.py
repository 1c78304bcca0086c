"""View -> rate: a day, a week, a month or a year that a count is told for."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.counts_from_view import Count
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot

RATE_BEHIND = 45  # code points between a number and "a day"
RATE_AHEAD = 90  # between "on an average day" and its number
OPENING = 3  # code points: "To each working day …"


def rate_from_view(document: Document, view: View, count: Count) -> Slot | None:
    """Return day, week, month or year where words near a count make it a rate, with these words."""
    if count.number.kind not in ("count",):
        return None
    best = None
    for rate in view.rates:
        start, end = view.start + rate.start, view.start + rate.end
        gap = (
            view.folded[count.phrase[1] - view.start : rate.start]
            if start >= count.phrase[1]
            else view.folded[rate.end : count.phrase[0] - view.start]
        )
        opens = rate.start <= OPENING and end <= count.phrase[0] and gap.count(", ") < 3  # "Per day, on average, 34 …"
        if re.search(r", | and ", gap) and not opens:
            continue
        numbers = any(
            n.kind == "count" and min(end, count.phrase[1]) <= view.start + n.start < max(start, count.phrase[0])
            for n in view.numbers
        )
        if (
            len(gap) <= (RATE_AHEAD if end <= count.phrase[0] else RATE_BEHIND)
            and not numbers
            and not re.search(r"[;.]", gap)
            and (best is None or len(gap) < best[0])
        ):
            best = (len(gap), rate.per, start, end)
    return Slot(best[1], How.stated, document.quote(best[2], best[3])) if best else None
