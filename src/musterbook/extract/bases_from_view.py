"""Speakers of a sentence -> what stands behind one of them: the papers a count was made from, whom something was learned from."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_BASIS = re.compile(r"\b(?:from|in|using|through|based on|on the basis of|thanks to|citing)(?: [\w'-]+){0,4} $")


_ANOTHER = re.compile(r";|\b(?:while|whereas)\b|, but\b")  # another clause, with papers of its own


_MADE_FROM = re.compile(
    r",? (?:from|in|out of|using|based on|on the basis of|with the help of|"
    r"(?:by |after |upon |on |having )?(?:going|gone|combing|combed|sifting|sifted|working|worked|reading|read|leafing|leafed|wading|waded|"
    r"trawling|trawled|looking|looked|searching|searched|studying|studied|analy[sz]ing|analy[sz]ed|reviewing|reviewed|examining|"
    r"examined|checking|checked|comparing|compared|scraping|scraped|processing|processed)(?: through| over| at| up)?) (?:[\w'-]+ ){0,4}"
)


_WORKED = re.compile(r"(?:\w+ing(?: through| over| to)?|based on|from|after \w+ing|having \w+) (?:[\w-]+ ){0,3}")


_WORK_OF = re.compile(
    r" (?:of|into|based on|from|using|drawing on|drawn from|made from|through|on the basis of) (?:[\w-]+ ){0,3}"
)


_PIECED = re.compile(  # "the tally, pieced together from files"
    r"[^,;:.()]{0,30},? (?:which |that )?(?:(?:was|is|were|are|has been|had been) )?(?:\w+ed|drawn|put|made|taken|built|done|drawn up) "
    r"(?:together |up |out )?(?:from|out of|using|with|on the basis of|on) (?:[\w-]+ ){0,3}"
)


def worked_from(view: View, subject: Speaker, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """ "Going through court records, X counted …": the papers stand behind X."""
    for paper in speakers if subject.work or subject.kind == "product" else ():
        if paper.kind == "document" and paper.start >= subject.end:
            gap = view.folded[subject.end - view.start : paper.start - view.start]
            return paper if (_WORK_OF if subject.work else _PIECED).fullmatch(gap) else None
    first = speakers[0]
    if first.kind != "document" or first.end > subject.start or first is subject:
        return None
    return first if _WORKED.fullmatch(view.left(first.start - view.start)) else None


def learned_from(view: View, cue: Hit, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """ "X learned from Y that …" """
    for speaker in speakers:
        gap = view.folded[cue.end - view.start : speaker.start - view.start] if speaker.start >= cue.end else ""
        if re.fullmatch(r" from (?:\w+ ){0,3}", gap):
            return speaker
    return None


def basis(view: View, stop: int, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """The document a count or a finding was made from: "counted from court records"."""
    for speaker in speakers:
        if speaker.start >= stop and speaker.kind == "document" and not speaker.refers:
            at = speaker.start - view.start
            apart = _ANOTHER.search(view.folded, stop - view.start, at)
            return speaker if _BASIS.search(view.left(at)) and not apart else None
    return None


def made_from(view: View, maker: Speaker, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """ "Compiled by X from court records": what X made it of stands right behind."""
    for paper in speakers:
        if paper.start > maker.end and paper.kind == "document" and not paper.refers:
            made = _MADE_FROM.fullmatch(view.folded[maker.end - view.start : paper.start - view.start])
            return paper if made and maker.source else None
    return None
