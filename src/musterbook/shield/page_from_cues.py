"""Cues of a text -> Page: the sheet on which it is written down who is private and who public, while a text is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from musterbook.codebook.guard import PERSON, Guard
from musterbook.shield.cues_from_text import Cues
from musterbook.shield.mask_from_span import BLOCK, Mask, Rule

_OPENED = re.compile(r"(?:[.!?…:\n]|[-–—•*][ \u00a0])[\s\"'«“„‘’”»)\[(*_—–-]*\Z")
_TITLE_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(slots=True)
class Page:
    """What is decided of a text so far: whose words are private, and whose are public."""

    cues: Cues
    guard: Guard
    language: str
    private: dict[str, tuple[str, bool]] = field(default_factory=dict)  # stem -> the role it was met with, over or not
    public: dict[str, set[str]] = field(default_factory=dict)  # stem of a last name -> stems of the names before it
    nicks: set[str] = field(default_factory=set)
    nick_ends: set[int] = field(default_factory=set)
    masks: list[Mask] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)  # where somebody public is named
    last: int = -1  # end of the last person, whichever
    lines: dict[int, bool] = field(default_factory=dict)  # where a line begins -> whether it is a heading

    def opens(self, at: int) -> bool:
        """True at the beginning of a sentence, where a capital says nothing."""
        return bool(_OPENED.search(self.cues.text, max(0, at - 6), at)) or at == 0

    def heading(self, at: int) -> bool:
        """True in a line that is written in capitals."""
        text = self.cues.text
        start = text.rfind("\n", 0, at) + 1
        if start not in self.lines:
            end = text.find("\n", start)
            self.lines[start] = _is_heading(text[start : end if end >= 0 else len(text)])
        return self.lines[start]

    def word_before(self, at: int) -> str:
        """Return the word right before a place, a point after it or not; "" where something else stands."""
        text = self.cues.folded
        if at < 2 or self.cues.text[at - 1] not in " \u00a0":
            return ""
        end = at - 2 if text[at - 2] == "." else at - 1
        start = text.rfind(" ", max(0, at - 25), end) + 1
        word = text[start:end].lstrip("\"'(-")
        return word if word.isalpha() else ""

    def hide(self, start: int, end: int, role: str, *, former: bool = False) -> None:
        """Mask a name."""
        label = self.guard.label(role or PERSON, self.language, former=former)
        self.masks.append(Mask(start, end, Rule.name, label))


def _is_heading(line: str) -> bool:
    """True for a line in which most longer words have a capital: there a capital says nothing."""
    longer = _TITLE_WORD.findall(line.replace(BLOCK, "X"))
    return len(longer) >= 3 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)
