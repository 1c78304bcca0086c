"""A text -> the lines that fit a box, for pictures that are made where no font is at hand.

Widths are those of a wide sans-serif, in hundredths of the font size: in any narrower font the text fits all the better.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

WIDTHS = (
    (30, "ijlIJ'ії"),
    (35, "f,./:;\\| ·’ІЇ"),
    (40, "t!()-[]"),
    (45, "r"),
    (50, '"*_`–'),
    (55, "cszL?гзсэєґ“”„"),
    (60, "kvxyFPвктухчьяР"),
    (65, "0123456789abdeghnopquEKSTY${}абеёийлнопрГЕЗТУҐ«»"),
    (70, "ABCRVXZдцъАБВСХЧЬЭЯЄ"),
    (75, "HNUмИЙКЛНП"),
    (80, "DGOQ&ыДОЦ"),
    (85, "w#+<=>^~фюЪ→≠×"),
    (90, "MжМФЫ"),
    (95, "%шщ"),
    (100, "mW@—…"),
    (115, "№ЖШЩЮ"),
)
TABLE = {letter: width for width, letters in WIDTHS for letter in letters}
BOLD = 1.13  # measured over prose of three languages; single letters up to 1.25
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Fit:
    """The lines of a text, and whether some of it had to go."""

    lines: tuple[str, ...]
    cut: bool


@cache
def letter_width(letter: str) -> int:
    """Return the width of one character in hundredths of the font size; what is not in the table is taken for wide."""
    if letter in TABLE:
        return TABLE[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    if base in TABLE:
        return TABLE[base]
    return 125 if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF else 90


def width_from_text(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line will be at most, in the unit of the font size.

    >>> width_from_text("684", 10), width_from_text("", 10)
    (19.5, 0.0)
    """
    return sum(map(letter_width, text)) * size * (BOLD if bold else 1) / 100


def lines_from_text(text: str, room: float, size: float, *, bold: bool = False, most: int = 1) -> Fit:
    """Return a text in at most `most` lines of at most `room`, broken between words; what does not fit ends in an ellipsis.

    >>> lines_from_text("They left their unit", 60, 10, most=2)
    Fit(lines=('They left', 'their unit'), cut=False)
    >>> lines_from_text("They left their unit", 60, 10)
    Fit(lines=('They left…',), cut=True)
    """

    def wide(line: str) -> bool:
        return width_from_text(line, size, bold=bold) > room

    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most:
        line, rest = rest[0], rest[1:]
        while rest and not wide(f"{line} {rest[0]}"):
            line, rest = f"{line} {rest[0]}", rest[1:]
        if wide(line):  # one word, too long for a line: broken inside
            end = fitting(line, room, size * (BOLD if bold else 1))
            line, rest = line[:end], [line[end:], *rest]
        lines.append(line)
    if rest:
        line = lines[-1] + ELLIPSIS if lines else ELLIPSIS
        while wide(line) and len(line) > 1:
            line = line[:-2].rstrip() + ELLIPSIS
        lines[-1:] = [line]
    return Fit(tuple(lines), bool(rest))


def fitting(word: str, room: float, size: float) -> int:
    """Return how many characters of a word fit, at least one."""
    used, end = 0.0, 0
    for letter in word:
        used += letter_width(letter) * size / 100
        if used > room:
            break
        end += 1
    return max(1, end)
