"""Views and talks -> statements: qualitative findings by theme, each on the clause that says it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.groups_from_view import Fired, GroupTable, fired_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Anchor, Chain, Document, How, Incident, Slot, Statement, digest
from musterbook.resolve.draft_from_spot import Draft
from musterbook.resolve.talks_from_neighbours import Talk, stance_of

MOST = 2  # themes of one sentence
MANY = 2  # figures; a clause with so many counts and finds nothing else
SURE = 6.0  # weight of a row that speaks of a theme even beside a figure; swept 5-7
FIRM = 5.0  # weight of a row that speaks of a theme even where a happening is told
CLAUSE = 100  # in a longer sentence only the figures and happenings of the clause count
SHORT = 250  # a sentence up to this long is its own quote
LONG = 500  # code points of a quote that is made of two sentences
GAP = 2  # code points between two sentences of one paragraph
_EDGE = re.compile(r"[;:,]\s|\s[-–—]\s|\.\s")


def statements_from_views(
    document: Document,
    views: tuple[View, ...],
    talks: tuple[Talk, ...],
    drafts: list[Draft],
    incidents: tuple[Incident, ...],
    table: GroupTable,
    lexis: Lexis,
) -> tuple[Statement, ...]:
    """Return the statements of a page in text order; headings and questions state nothing, nor do clauses that only count."""
    found: list[Statement] = []
    happenings = sorted((i.anchor.quote.start, i.anchor.quote.end) for i in incidents)
    counted = sorted(d.quote[0] for d in drafts if d.measure not in lexis.group("qualified"))
    for view, talk in zip(views, talks, strict=True):
        if view.sentence.kind in ("title", "heading") or view.text.rstrip("\"”'’ ").endswith("?"):
            continue
        for fired in _chosen(fired_from_view(view, table)):
            start, end = clause_span(view, fired.start, fired.end, CLAUSE)
            before = bisect_left(happenings, (end, 0))
            told = before > 0 and happenings[before - 1][1] > start
            figures = bisect_left(counted, end) - bisect_left(counted, start)
            if (told and fired.row.weight < FIRM) or figures >= MANY or (figures and fired.row.weight < SURE):
                continue
            found.append(_statement(document, view, talk, fired, lexis))
    return tuple(_going_on(document, found))


def _going_on(document: Document, found: list[Statement]) -> list[Statement]:
    """A theme of which the very next sentence of the paragraph goes on to speak, in the same mouth, is one statement."""
    kept: list[Statement] = []
    for one in found:
        quote = one.anchor.quote
        before = next((i for i, other in enumerate(kept) if _goes_on(document, other, one)), None)
        if before is None:
            kept.append(one)
            continue
        first = kept[before]
        whole = document.quote(first.anchor.quote.start, quote.end)
        kept[before] = replace(first, anchor=replace(first.anchor, quote=whole))
    return kept


def _goes_on(document: Document, one: Statement, other: Statement) -> bool:
    """Both speak of one theme, nothing stands between them, and they are not too long to be one quote."""
    left, right = one.anchor.quote, other.anchor.quote
    return (
        one.theme.value == other.theme.value
        and left.end <= right.start <= left.end + GAP
        and right.end - left.start <= LONG
        and one.anchor.chain == other.anchor.chain
        and document.text[left.end : right.start].strip(" ") == ""
    )


def _chosen(fired: tuple[Fired, ...]) -> list[Fired]:
    """The weightiest row of each theme, at most two themes that rest on different words."""
    kept: list[Fired] = []
    for one in fired:
        used = [word for other in kept for word in other.words]
        if len(kept) < MOST and all(one.row.value != k.row.value for k in kept) and not _share(one.words, used):
            kept.append(one)
    return kept


def _share(words: tuple[Hit, ...], used: list[Hit]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in words for b in used)


def clause_span(view: View, start: int, end: int, short: int = SHORT) -> tuple[int, int]:
    """Widen [start, end) to the clause around it; a short sentence is taken whole."""
    if len(view.text) <= short:
        return view.start, view.sentence.end
    left, right = start - view.start, end - view.start
    edges = list(_EDGE.finditer(view.text))
    a = max((m.end() for m in edges if m.end() <= left), default=0)
    b = min((m.start() for m in edges if m.start() >= right), default=len(view.text))
    return view.start + a, view.start + b


def _statement(document: Document, view: View, talk: Talk, fired: Fired, lexis: Lexis) -> Statement:
    start, end = clause_span(view, fired.start, fired.end)
    reach = talk.at(fired.start, fired.end)
    chain = reach.chain if reach else (talk.story if talk.page else Chain())
    stance = stance_of(view, chain, reach.family if reach else "", fired.start, fired.end, lexis)
    first = fired.words[0]
    theme = Slot(fired.row.value, How.stated, document.quote(first.start, first.end), fired.row.where)
    anchor = Anchor(
        digest(document.id, fired.start, fired.end, "statement", fired.row.value),
        document.quote(start, end),
        chain,
        stance,
        fired.row.where,
    )
    return Statement(anchor, theme)
