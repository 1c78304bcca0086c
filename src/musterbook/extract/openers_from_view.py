"""View -> the frame of a line that opens a list and only says whose it is: "Main findings of X:", "X's figures in brief:"."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_FOUND = (
    r"(?:findings?|results?|conclusions?|observations?|figures?|numbers?|data|totals?|counts?|tall(?:y|ies)|estimates?|"
    r"statistics|calculations?|breakdown|summary|assessment|review|account|list|records?|points?)"
)
_BEFORE = re.compile(
    rf"\b{_FOUND}(?: (?:made|given|published|presented|reported|compiled|set out|released|supplied|provided|put forward))?"
    r" (?:of|by|from|in) (?:(?:the|a|an|its|their|this|that) )?(?:(?!and |or )[\w'-]+ ){0,4}[\"'“]?$"
)
_AFTER = re.compile(rf"(?:'s|s'|')? (?:(?:main|key|own|principal|chief|latest|new|central) )?{_FOUND}\b")
_FACTS = ("outlet", "office", "document", "person", "group")


def opener_frame(view: View, speakers: tuple[Speaker, ...]) -> Frame | None:
    """Whose the list is that a line without a number opens; None when it names nobody whose findings these are."""
    if not view.text.rstrip().endswith(":") or view.says_how_many():
        return None
    for one in speakers:
        if one.kind not in _FACTS or not (one.source or one.refers or one.kind == "document"):
            continue
        at, end = one.start - view.start, one.end - view.start
        if _BEFORE.search(view.folded, 0, at) or _AFTER.match(view.folded, end):
            hit = Hit(one.start, one.end, "cues", ":")
            return Frame(hit, "says", (one,), one.start, one.end, view.start, view.sentence.end)
    return None
