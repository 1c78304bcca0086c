"""Papers of a sentence -> frames: what stands in a list or a record is the list's, and the list is whoever's made it public."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

LISTS = re.compile(r"\b(?:list|register|database|docket|registry)s?$")  # kept for all to see: they are nobody's word
_VERB = (
    r"(?:appear(?:s|ed)?|figure[sd]?|featured?|features|surfaced?|turn(?:s|ed)? up|show(?:s|ed|n)? up|stand|stands|stood|"
    r"crop(?:s|ped)? up|(?:came|comes|come) (?:up|to light)|"
    r"found|named|listed|mentioned|identified|recorded|registered|entered|spotted|recogni[sz]ed|traced|counted|included|"
    r"logged|noted|described|put down|set down|documented|detected|discovered|located|picked out)"
)
_IN = re.compile(
    rf"\b{_VERB}(?: by name| as \w+| again| there| too| also| separately)? (?:in|on|among|amongst|inside|within|by|through|from) "
    r"(?:(?:the|a|an|its|their|that|this|one|such|these|those|various|several|published|open|public|same) ){0,3}(?:[\w'-]+ ){0,2}$"
)
_HEAD = re.compile(
    r"(?:in|on|from|among|out of|inside) (?:(?:the|a|an|its|their|these|those|open|public|published) ){0,2}$"
)
_SET_OFF = re.compile(
    r"[^,;:.()]{0,30}(?::|,| (?:there )?(?:are|were|is|was|stand|stood|appear|appeared|figure|figured|turned up)\b)"
)
_MAKES = frozenset(
    "made public by|published by|released by|posted by|compiled by|collected by|kept by|maintained by|drawn up by|assembled by|"
    "put together by|prepared by|issued by|disclosed by|gathered by|shared by|revealed by|provided by|supplied by|"
    "made available by|unearthed by|uncovered by|presented by|recorded by|make public|publish|release|post|compile|collect|"
    "keep|maintain|draw up|assemble|put together|prepare|issue|disclose|gather|share|make available".split("|")
)
_WHICH_WAS = re.compile(
    r"[^,;:.()]{0,30}?,? ?(?:(?:which|that|as) (?:(?:was|were|is|are|has been|have been|had been) )?)?(?:\w+ly )?(?:since |later |first )?"
)


def paper_frames(view: View, speakers: tuple[Speaker, ...], frames: list[Frame]) -> list[Frame]:
    """ "96 men turned up in court records", "on the wanted list: 26": who stands in papers is told by the papers."""
    if not view.says_how_many():
        return []
    found = []
    for paper in speakers:
        if paper.kind != "document" or LISTS.search(paper.noun) or any(f.begin <= paper.start < f.stop for f in frames):
            continue
        before = view.left(paper.start - view.start)
        head = _HEAD.fullmatch(view.folded, 0, paper.start - view.start)
        if _IN.search(before) or (head and _SET_OFF.match(view.folded, paper.end - view.start)):
            hit = Hit(paper.start, paper.end, "cues", "in")
            end = view.sentence.end
            found.append(Frame(hit, "says", (paper,), paper.start, paper.end, view.start, end, trails=not head))
    return found


def made_public(view: View, cue: Hit, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """The paper right before "made public by", "which was published by": that says whose paper it is, not who tells the rest."""
    if cue.value not in _MAKES:
        return None
    for paper in reversed(speakers):
        if paper.end <= cue.start and paper.kind in ("document", "product") and not paper.source:
            gap = _WHICH_WAS.fullmatch(view.folded, paper.end - view.start, cue.start - view.start)
            return paper if gap else None
    return None


def opens_with(view: View, paper: Speaker) -> bool:
    """The sentence begins with "on the list", "in the records"."""
    return bool(_HEAD.fullmatch(view.folded, 0, paper.start - view.start))


def behind_finders(view: View, frames: list[Frame]) -> list[Frame]:
    """ "On the list, made public by Y, X recognised 26": X speaks, and has it from Y."""
    if len(frames) < 2:
        return frames
    first, second, *rest = sorted(frames, key=lambda f: f.begin)
    leads = first.begin == view.start or _HEAD.fullmatch(view.folded, 0, first.begin - view.start)
    papers = first.cue.value in _MAKES or first.speakers[0].kind == "document"
    if (
        not leads
        or not papers
        or first.speakers[0] in second.speakers
        or second.trails
        or second.adds
        or second.family not in ("counts", "says")
    ):
        return frames
    if not _COMMA.fullmatch(view.folded, first.stop - view.start, second.begin - view.start):
        return frames
    return [replace(second, speakers=(*second.speakers, *first.speakers), begin=first.begin), *rest]


_COMMA = re.compile(r"[\"”’'*]*, (?:the |its |our )?")
