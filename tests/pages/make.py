"""Every made page, and how well a text fits one: `pages()`, `fit()`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.pages.layouts import LAYOUTS
from tests.pages.words import Maker, Page

VARIANTS = 9
HELD_BACK = frozenset((2, 5, 8))  # not looked at while the repairs were written
ENCODINGS = {"en": "utf-8", "ru": "windows-1251", "uk": "utf-8"}
LETTERS = re.compile(r"[\W_]+")


def pages(*, held_back: bool) -> list[Page]:
    """Return the pages of every layout, those of the variants held back or the others."""
    return [
        made(layout, variant, seed)
        for seed, layout in enumerate(LAYOUTS)
        for variant in range(VARIANTS)
        if (variant in HELD_BACK) == held_back
    ]


def made(layout: str, variant: int, seed: int) -> Page:
    maker = Maker(layout, variant, seed + variant)
    html = LAYOUTS[layout](maker)
    encoding = ENCODINGS[maker.lang] if variant % 2 else "utf-8"
    html = html.replace('<meta charset="utf-8">', f'<meta charset="{encoding}">')
    maker.page.html = html.encode(encoding, "xmlcharrefreplace")
    return maker.page


def bare(text: str) -> str:
    return LETTERS.sub("", text).casefold()


@dataclass
class Fit:
    """How many of the article's pieces a text holds, and how many of the pieces around it."""

    kept: int = 0
    wanted: int = 0
    leaked: int = 0
    around: int = 0

    def __iadd__(self, other: Fit) -> Fit:
        self.kept += other.kept
        self.wanted += other.wanted
        self.leaked += other.leaked
        self.around += other.around
        return self


def fit(text: str, page: Page) -> Fit:
    """Compare a text with what its page should give; misses and leaks are in `faults`."""
    misses, leaks = faults(text, page)
    return Fit(len(page.keep) - len(misses), len(page.keep), len(leaks), len(page.furniture))


def faults(text: str, page: Page) -> tuple[list[str], list[str]]:
    """Return the pieces that a text lacks, and those from around the article that it holds."""
    whole = bare(text)
    lines = {bare(line) for line in text.splitlines()}
    misses = [piece for piece in page.keep if bare(piece) not in whole]
    leaks = [
        piece for piece in page.furniture if (bare(piece) in whole if len(bare(piece)) > 15 else bare(piece) in lines)
    ]
    return misses, leaks
