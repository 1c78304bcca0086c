"""Views, a line -> the line that introduces it: above a list, before an answer, behind a bare number."""

from __future__ import annotations

import re

from musterbook.extract.views_from_page import View

_TOLD_AFTER = re.compile(
    r"(?:that|this|so|such) (?:is|was|many|are|were) (?:how many|the (?:number|count|tally|total)|many)?"
)
_ASKED = re.compile(r"(?:(?:and|but|so|well|q:|interviewer:|host:)[, ]*)?how (?:many|large|big)\b.*\?\W*$")
_ROW = re.compile(r"[^.!?;]{2,40}?[:\t –—-]+(?:some |about |over )?\d[\d,.]*(?: ?\([^)]{1,20}\))?")
ANSWERED = 40  # code points within which the answer to "How many?" gives its number
SHORT = 24  # a sentence that is little more than a number: "Sixty-four."


def line_above(views: tuple[View, ...], index: int) -> View | None:
    """Return the line that introduces a bullet: the nearest one above that is no bullet, if it is a heading or ends in a colon."""
    here = views[index]
    if len(here.text) < SHORT and index + 1 < len(views) and _TOLD_AFTER.match(views[index + 1].folded):
        return views[index + 1]
    if index and any(n.start < ANSWERED for n in here.numbers) and _ASKED.match(views[index - 1].folded):
        return views[index - 1]
    if not _listed(here):
        return None
    last = index
    while last and _listed(views[last - 1]):
        last -= 1
    return _opening(views, last - 1) if last else None


def _opening(views: tuple[View, ...], index: int) -> View | None:
    """The line that opens a list; where it says only when or how ("As of 24 April:"), the one before it."""
    view = views[index]
    title = view.sentence.kind in ("heading", "title")
    if not title and not view.text.rstrip().endswith((":", "?")):
        return None
    before = views[index - 1] if index else None
    if title or before is None or view.of("lexicon") or before.sentence.kind in ("heading", "title", "furniture"):
        return view
    if not view.dates and before.sentence.block != view.sentence.block:
        return view
    return before if before.of("lexicon") and not before.says_how_many() else view


def _listed(view: View) -> bool:
    """A bullet, or a line of a table: a few words and a number ("February 987", "47th Brigade: 51")."""
    if view.sentence.kind == "bullet":
        return True
    row = view.text.strip()
    return view.digits and (row[-1:] == ")" or row.rstrip(",.")[-1:].isdecimal()) and bool(_ROW.fullmatch(row))
