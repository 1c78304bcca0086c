"""Views -> story: whose a page says it is, in its dateline, its headline, a line of credit or the head of an item."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, Hop
from musterbook.resolve.hops_from_speakers import Memory, hop_of, is_own

_SLUG = re.compile(r"\W*\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?\b\W*(?:(?:[A-Z]{2,4}|updated)\b\W*)?")
HEAD = 8  # sentences in which a dateline may stand
_DASH = re.compile(r"(?:/[\w ]{1,20})?[)/]\.?\s*[-–—]|/\.")
_CREDIT_LINE = re.compile(
    r"(?:sources?|via|h/t|originally published (?:by|in|on)|first published (?:by|in|on))\s*:?\s+"
)
SOURCE_LINE = 120  # code points of a line that names the source of the page
SIGNED = 5  # words of a line that only says by whom the page came


def slug(view: View, memory: Memory) -> None:
    """A line that begins with the time opens the next item of a live page: the story before it is over; it may name whose the item is."""
    match = _SLUG.match(view.text)
    if match is None or len(view.text) > SOURCE_LINE:
        return
    memory.page, memory.story, memory.story_is_page = (), (), False
    memory.item += 1
    for speaker in memory.speakers[view.start]:
        alone = not re.search(r"\w", view.text[match.end() : speaker.start - view.start])
        if (
            speaker.source
            and alone
            and not re.search(r"\w", view.text[speaker.end - view.start :])
            and not is_own(speaker, memory)
        ):
            memory.page = memory.story = (hop_of(speaker, memory),)
            memory.story_is_page = True


def title_source(view: View, memory: Memory) -> None:
    """A headline that ends in "– X" or begins with "X:" names the source of the page's story."""
    for speaker in memory.speakers[view.start]:
        tail = view.folded[speaker.end - view.start :].strip(" .\"'")
        head = view.folded[: speaker.start - view.start]
        if (
            speaker.source
            and not is_own(speaker, memory)
            and ((not tail and re.search(r"[-,:|] $", head)) or (tail.startswith(":") and not head.strip()))
        ):
            memory.story = (*memory.page, hop_of(speaker, memory))
            memory.note(speaker, memory.story)
            memory.age = 0
            return


def source_line(document: Document, views: tuple[View, ...], lexis: Lexis, memory: Memory) -> tuple[Hop, ...]:
    """A line "Source: X" puts X before every chain of the page."""
    for view in views:
        match = _CREDIT_LINE.match(view.folded)
        short = view.folded.startswith(("via ", "h/t ")) and len(view.text.split()) <= SIGNED
        if (
            not match
            or len(view.text) > SOURCE_LINE
            or not (":" in match.group() or "published" in match.group() or short)
        ):
            continue
        named = [s for s in memory.speakers[view.start] if s.source and not is_own(s, memory)]
        offices = [s for s in memory.speakers[view.start] if s.kind == "office" and not s.source and not s.refers]
        if named:
            return tuple(hop_of(s, memory) for s in (named[0], *offices[:1]))
        name = view.text[match.end() :].strip(" .")
        if name and len(name.split()) <= 5 and fold(name) not in memory.own:
            start = view.start + match.end()
            label = name if not name.islower() else name.capitalize()
            return (Hop(label, fold(name), "outlet", document.quote(start, start + len(name))),)
    return ()


def dateline(views: tuple[View, ...], memory: Memory) -> tuple[Hop, ...]:
    """ "KYIV (Reuters) -": the page is told after an agency that is not its publisher."""
    for view in views[:HEAD]:
        for speaker in memory.speakers[view.start]:
            before, at = view.text[: speaker.start - view.start], speaker.end - view.start
            opened = before.endswith(("(", "/")) and re.fullmatch(r"[^()/]{0,60}[(/]", before)
            known = opened and speaker.source in memory.lexis.sources and _DASH.match(view.text, at)
            if known and not is_own(speaker, memory):
                return (hop_of(speaker, memory),)
    return ()
