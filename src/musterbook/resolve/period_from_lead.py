"""The lead of a list or of labelled numbers -> the period of its lines: "What the hotline did in 2024:"."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot
from musterbook.resolve.draft_from_spot import TERM, Draft
from musterbook.resolve.leads_from_views import listed
from musterbook.resolve.period_from_before import hands_on
from musterbook.resolve.period_from_count import stretch_of

_LABEL = re.compile(
    r"(?:^|[;.,] )[^.;:]{2,60}(?::| [–-]) ?(?:(?:some|about|around|over|nearly|almost|just|only|at least|more than) )*$"
)
BY = "period.of_lead@1"


def of_lead(
    document: Document, draft: Draft, drafts: list[Draft], views: tuple[View, ...], lexis: Lexis
) -> Slot | None:
    """The period that the line above a list, or the sentence before labelled numbers, gives to each of them."""
    if draft.noun == TERM or draft.view.sentence.kind in ("title", "heading"):
        return None
    bullet = draft.view.sentence.kind == "bullet"
    if bullet and draft.view.tells:
        return None  # a paragraph with a dot before it
    if (bullet or listed(draft.view)) and (found := _of_list(document, draft, drafts, views, lexis)):
        return found
    return None if bullet else _of_label(document, draft, drafts, views, lexis)


def _of_list(
    document: Document, draft: Draft, drafts: list[Draft], views: tuple[View, ...], lexis: Lexis
) -> Slot | None:
    """ "Cases closed in 2024: / prison 131 / suspended 258": of the line with a colon above the list, else of the line before."""
    at = draft.index - 1
    while at >= 0 and listed(views[at]):
        at -= 1
    above = views[at] if at >= 0 else None
    if above is not None and above.folded.rstrip().endswith(":") and (value := stretch_of(document, above, lexis)):
        return _slot(value)
    for line in reversed(drafts):
        if line.index <= at:
            return None
        if line.index < draft.index and hands_on(line) and line.period and line.period.how == How.context:
            return _slot(line.period.value)
    return None


def _of_label(
    document: Document, draft: Draft, drafts: list[Draft], views: tuple[View, ...], lexis: Lexis
) -> Slot | None:
    """ "They read every ruling of 2024. Prison: 131. Fined: 17.": labelled numbers, of the sentence before the first."""
    if draft.index == 0 or _LABEL.search(draft.view.left(draft.count.number.start)) is None:
        return None
    last = drafts[-1] if drafts else None
    if last is not None and last.index == draft.index - 1 and last.period and last.period.by == BY:
        return _slot(last.period.value)
    before = views[draft.index - 1]
    if before.says_how_many() or before.sentence.kind in ("title", "heading"):
        return None
    return _slot(stretch_of(document, before, lexis))


def _slot(value: str) -> Slot | None:
    if not value or value.startswith("-"):
        return None
    return Slot(value, How.context, None, BY)
