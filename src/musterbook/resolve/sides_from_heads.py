"""Views -> the side of each sentence: that of the head of its section, where a page tells of one army after another."""

from __future__ import annotations

from functools import cache

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import How, Slot

_BEFORE = re.compile(r"[\W\d]*(?:the )?")
_ON = re.compile(r"[\W\d]*(?:and |but )?(?:on|for|as for|with|among) (?:the )?")
NAMES = ("name", "adjective", "people")
ARMIES = 2  # heads of so many countries make sections


@cache
def _behind(forces: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what may stand behind a country at a head ("Syria's army:"), and behind "on the …" ("Russian side")."""
    words = "|".join(sorted(forces, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?: (?:{words}))?(?P<mark>\W*$|[.:|/]| [–—-])"), re.compile(
        rf" (?:side|one|part|half|column|{words})\b"
    )


def sides_from_heads(views: tuple[View, ...], page: Slot | None, lexis: Lexis) -> tuple[Slot | None, ...]:
    """Return the side each sentence is about: that of the head above it on a page with heads of several countries, else the page's."""
    heads = [_head(view, *_behind(lexis.words_of("force_word"))) for view in views]
    if len({iso for iso in heads if iso}) < ARMIES:
        return (page,) * len(views)
    section, found = page, []
    for iso in heads:
        section = Slot(iso, How.context, None, "side.of_section@1") if iso else section
        found.append(section)
    return tuple(found)


def _head(view: View, ends_head: re.Pattern[str], ends_side: re.Pattern[str]) -> str:
    """ "MYANMAR. At least 15,000 …", "Eritrea: …", "On the Russian side …", a heading "Syria": the country that a section begins with."""
    first = next(iter(view.of("countries")), None)
    iso, kind = first.value.split("|") if first else ("", "")
    if first is None or kind not in NAMES or view.sentence.kind == "title":
        return ""
    start, end = first.start - view.start, first.end - view.start
    if _ON.fullmatch(view.folded, 0, start) and ends_side.match(view.folded, end):
        return iso
    ends = ends_head.match(view.folded, end) if _BEFORE.fullmatch(view.folded, 0, start) else None
    if ends is None:
        return ""
    alone = ends.end() == len(view.folded) or ends["mark"] == ":"
    return iso if alone or view.sentence.kind == "heading" or view.text[start:end].isupper() else ""
