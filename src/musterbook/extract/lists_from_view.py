"""View -> its lists: whoever a sentence names only as having put out a list ("the wanted list that X publishes")."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.frames_from_names import Frame
from musterbook.extract.views_from_page import View

_LISTS = frozenset(
    "list lists register registers registry roster roll rolls database databases base catalogue catalog index sheet file".split()
)
_LIST = rf"\b(?:{'|'.join(sorted(_LISTS))})\b"
_PUT_OUT = (
    r"(?:made (?:\w+ )?public|published|posted|released|put (?:\w+ )?(?:online|out|up)|disclosed|kept|maintained|hosted|"
    r"run|printed|carried|shared|reproduced|updated|"
    r"leaked|opened up|made (?:\w+ )?(?:available|accessible))"
)
_BY_WHOM = re.compile(
    rf"{_LIST}[^.;:\d]{{0,40}}?\b{_PUT_OUT} (?:\w+ )?(?:by|on|at|through|via) (?:[\w-]+ ){{0,3}}[*\"'(]?$"
)
_WHICH = re.compile(
    rf"{_LIST}[\w ]{{0,25}}[,(–—-]? ?[,(–—-]? ?(?:which|that|as|it)? ?(?:the )?(?:[\w-]+ ){{0,2}}[*\"'(]?$"
)
_DOES = re.compile(
    r"[*\"')]? (?:has |had |have |itself |first |also ){0,2}(?:made (?:(?:it|that|this|public) ?){1,2}|published|publishes|posted|"
    r"posts|released|releases|put (?:it |that )?(?:online|out|up)|puts out|keeps|kept|maintains|hosts|disclosed|runs|leaked|"
    r"prints|printed|carries|carried|shows|gives|gave|has|displays|reproduces|reproduced|shares|shared|updates|updated)\b"
)
_DOES_LIST = re.compile(rf"{_DOES.pattern} (?:an?|the|its|that|this) (?:[\w-]+ ){{0,3}}{_LIST}")
LOOK = 90  # code points before a name in which its list stands


def puts_out_list(view: View, frame: Frame) -> bool:
    """Return True when a sentence ascribes nothing to a name but a list that it put out, which others read."""
    if len(frame.speakers) != 1 or view.words.isdisjoint(_LISTS):
        return False
    speaker = frame.speakers[0]
    if not speaker.source or speaker.kind not in ("outlet", "office"):
        return False
    at, end = speaker.start - view.start, speaker.end - view.start
    before = view.folded[max(0, at - LOOK) : at]
    if _BY_WHOM.search(before) or _DOES_LIST.match(view.folded, end):
        return True
    return bool(_WHICH.search(before) and _DOES.match(view.folded, end))
