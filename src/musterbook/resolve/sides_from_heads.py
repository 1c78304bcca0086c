"""Views -> the side of each sentence: that of the head of its section, where a page tells of one army after another."""

from __future__ import annotations

import re

from musterbook.extract.views_from_page import View
from musterbook.model import How, Slot

_BEFORE = re.compile(r"[\W\d]*(?:the )?")
_ENDS = re.compile(r"(?: army| armed forces| forces| military)?(?P<mark>\W*$|[.:|/]| [–—-])")
_ON = re.compile(r"[\W\d]*(?:and |but )?(?:on|for|as for|with|among) (?:the )?")
_ON_SIDE = re.compile(r" (?:side|one|army|forces|part|half|column)\b")
NAMES = ("name", "adjective", "people")
ARMIES = 2  # heads of so many countries make sections


def sides_from_heads(views: tuple[View, ...], page: Slot | None) -> tuple[Slot | None, ...]:
    """Return the side each sentence is about: that of the head above it on a page with heads of several countries, else the page's."""
    heads = [_head(view) for view in views]
    if len({iso for iso in heads if iso}) < ARMIES:
        return (page,) * len(views)
    section, found = page, []
    for iso in heads:
        section = Slot(iso, How.context, None, "side.of_section@1") if iso else section
        found.append(section)
    return tuple(found)


def _head(view: View) -> str:
    """ "MYANMAR. At least 15,000 …", "Eritrea: …", "On the Russian side …", a heading "Syria": the country that a section begins with."""
    first = next(iter(view.of("countries")), None)
    iso, kind = first.value.split("|") if first else ("", "")
    if first is None or kind not in NAMES or view.sentence.kind == "title":
        return ""
    start, end = first.start - view.start, first.end - view.start
    if _ON.fullmatch(view.folded, 0, start) and _ON_SIDE.match(view.folded, end):
        return iso
    ends = _ENDS.match(view.folded, end) if _BEFORE.fullmatch(view.folded, 0, start) else None
    if ends is None:
        return ""
    alone = ends.end() == len(view.folded) or ends["mark"] == ":"
    return iso if alone or view.sentence.kind == "heading" or view.text[start:end].isupper() else ""
