"""Views -> leads: the line or sentence that says what the number of another one counts: above a list, asked, or told after."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.numbers_from_sentence import HOW_MANY
from musterbook.extract.views_from_page import View

_TOLD_AFTER = re.compile(
    r"(?:that|this|so|such) (?:is|was|many|are|were) (?:how many|the (?:number|count|tally|total)|many)?"
)
_ASKED = re.compile(r"(?:(?:and|but|so|well|q:|interviewer:|host:)[, ]*)?how (?:many|large|big)\b.*\?\W*$")
_ROW = re.compile(r"[^.!?;]{2,40}?[:\t –—-]+(?:some |about |over )?\d[\d,.]*(?: ?\([^)]{1,20}\))?")
_ANNOUNCED = re.compile(  # "The court records hold another number."
    r"\b(?:another|one more|a different|a second|a further|its own|their own|a|one|this|the following) "
    r"(?:number|figure|count|tally|total)[.:]?$"
)
_NUMBER_ALONE = re.compile(
    r"[\"'“‘*(]*(?:(?:some|about|around|over|nearly|almost|exactly|just|only) )?[\d,.]*\d[.!]?(?: ?[\"'”’*)]*)"
)
ANSWERED = 40  # code points within which the answer to "How many?" gives its number
TAIL = 40  # code points of a sentence in which it may announce a number
SHORT = 24  # a sentence that is little more than a number: "Sixty-four."


def line_above(views: tuple[View, ...], index: int) -> View | None:
    """The line that introduces a bullet: the nearest one above that is no bullet, if it is a heading or ends in a colon.

    Also the question that a number answers, the sentence that announces it and, for a number that stands alone, the one after it.
    """
    view = views[index]
    after = views[index + 1] if index + 1 < len(views) else None
    if after is not None and len(view.text) < SHORT and _told_after(view, after):
        return after
    before = views[index - 1] if index else None
    if before is not None and before.folded.endswith(("?", ".", ":")) and _announces(before, view):
        return before
    if not listed(view) or (before is not None and before.sentence.block == view.sentence.block):
        return None  # the second sentence of a bullet is told by the first
    last = index
    while last and listed(views[last - 1]):
        last -= 1
    return _opener(views, last - 1) if last else None


def _opener(views: tuple[View, ...], at: int) -> View | None:
    """The heading or the clause with a colon above a list; where it says only when or how ("As of 24 April:"), the one before it."""
    view = views[at]
    if view.sentence.kind in ("heading", "title"):
        return view
    if not view.text.rstrip().endswith((":", "?")):
        return None
    before = views[at - 1] if at else None
    if before is None or view.of("lexicon") or before.sentence.kind in ("heading", "title", "furniture"):
        return view
    if before.folded.endswith("?") and _ASKED.match(before.folded):
        return before  # "How many cases are there? They counted them:"
    apart = not view.dates and before.sentence.block != view.sentence.block
    return view if apart or not before.of("lexicon") or before.says_how_many() else before


def _told_after(view: View, after: View) -> bool:
    """ "Sixty-four. That is how many …", or "64. Privates and officers, all of whom deserted"."""
    if _TOLD_AFTER.match(after.folded):
        return True
    return view.sentence.kind == after.sentence.kind and bool(_NUMBER_ALONE.fullmatch(view.text)) and not _counts(after)


def _counts(view: View) -> bool:
    """Another number counts something there; "one" is an article in all but name."""
    return any(n.kind in HOW_MANY and n.low > 1 for n in view.numbers)


def _announces(before: View, view: View) -> bool:
    """ "How many were caught? Only 40", "The court files give another number. Forty men …"."""
    if not any(n.start < ANSWERED for n in view.numbers):
        return False
    if before.folded.endswith("?"):
        return bool(_ASKED.match(before.folded))
    return not before.numbers and bool(_ANNOUNCED.search(before.folded, max(0, len(before.folded) - TAIL)))


def listed(view: View) -> bool:
    """Return True for a bullet, or a line of a table: a few words and a number ("February 987", "47th Brigade: 51")."""
    if view.sentence.kind == "bullet":
        return True
    row = view.text.strip()
    return view.digits and (row[-1:] == ")" or row.rstrip(",.")[-1:].isdecimal()) and bool(_ROW.fullmatch(row))
