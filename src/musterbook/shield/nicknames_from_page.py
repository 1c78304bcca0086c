"""A page -> masks of what no capitalised run shows: nicknames and call signs, and names written without capitals."""

from __future__ import annotations

import re
from functools import lru_cache

from musterbook.codebook.guard import Guard, stem
from musterbook.codebook.match import fold
from musterbook.shield.cues_from_text import KEPT, STEM
from musterbook.shield.mask_from_span import BLOCK, Mask, Rule
from musterbook.shield.page_from_cues import Page
from musterbook.shield.runs_from_text import CAPITALS

KNOWN = KEPT | STEM
EDGES = ".,;:!?…\"'«»“”()[]"
_NICK_INSIDE = re.compile(rf" [\"«“„‘']([{CAPITALS}][\w '’-]{{1,30}})[\"»”“’'] (?=[{CAPITALS}])")
_QUOTED = re.compile(r"[\s:,–—-]{0,4}(?:is |was |the )?[\"«“„‘']([^\"»”“’'\n«]{2,40})[\"»”“’']")
_BARE = re.compile(rf"[\s:–—-]{{1,4}}(?:is |was |the )?([{CAPITALS}][\w’'-]+(?: [{CAPITALS}][\w’'-]+)?)")


def nicknames_from_page(page: Page) -> None:
    """Mask what people are called among themselves, there and wherever it stands again."""
    text = page.cues.text
    for hit in page.cues.of("nickname"):
        match = _QUOTED.match(text, hit.end) or _BARE.match(text, hit.end)
        if match and not _is_word(match.group(1), page):
            _nick(page, match)
    for match in _NICK_INSIDE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].rsplit(None, 1)[-1:]
        if before and before[0][:1].isupper() and page.guard.given.get(_stem_of(before[0])) is not None:
            _nick(page, match)
    for hit in page.cues.of("private"):
        match = re.compile(r" [\"«“„]([^\"»”\n«]{2,30})[\"»”“]").match(text, hit.end)
        plural = page.cues.folded[hit.end - 1] in "sыиі"  # several people have no one nickname
        if match and match.group(1)[:1].isupper() and not plural and not page.cues.flags[match.start(1)] & KNOWN:
            _nick(page, match)


def _stem_of(word: str) -> str:
    return stem(fold(word))


@lru_cache(maxsize=1 << 16)
def _is_small_surname(word: str, guard: Guard) -> bool:
    bare = word.strip(EDGES)
    return bare.islower() and guard.ends("sure", stem(fold(bare)))


def small_names_from_page(page: Page) -> None:
    """Mask names that a hasty post writes without capitals: a given name beside a word that can only be a surname."""
    text, guard = page.cues.text, page.guard
    for word in sorted({it.strip(EDGES) for it in page.cues.words if _is_small_surname(it, guard)}):
        for match in re.finditer(rf"(?:([^\W\d_]+) )?(?<!\w){re.escape(word)}(?!\w)(?: ([^\W\d_]+))?", text):
            first, after = match.group(1), match.group(2)
            if first and guard.given.get(_stem_of(first)) and not guard.has("ordinary", fold(first)):
                page.hide(match.start(1), match.start(1) + len(first) + 1 + len(word), "")
            elif after and guard.given.get(_stem_of(after)) and not guard.has("ordinary", fold(after)):
                page.hide(match.start(2) - len(word) - 1, match.end(2), "")


def _is_word(said: str, page: Page) -> bool:
    """True for what is no name: a word of the tables in small letters, in one or many ("nicknamed 'runners'")."""
    low = fold(said)
    return said.islower() and any(page.guard.has("ordinary", word) for word in (low, low.removesuffix("s")))


def _nick(page: Page, match: re.Match[str]) -> None:
    start, end = match.span(1)
    words = match.group(1).split()
    if BLOCK in match.group(1):
        return  # hidden already
    if match.group(1).isupper() and len(words) == 1 and len(match.group(1)) <= 4:
        return  # letters that stand for an organisation
    page.nick_ends.add(end)
    label = page.guard.label(Rule.nickname.value, page.language)
    page.masks.append(Mask(start, end, Rule.nickname, label))
    for word in words:
        if len(word) > 2 and word[:1].isupper():
            page.private.setdefault(_stem_of(word), ("", False))
            page.nicks.add(_stem_of(word))
