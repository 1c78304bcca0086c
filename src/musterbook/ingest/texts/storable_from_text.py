"""Text out of a foreign library -> text that a base, JSON and a terminal can carry; the words stay as they are."""

from __future__ import annotations

from musterbook import regex as re

# Control characters, noncharacters, halves of characters: libraries let them through, nothing can be quoted in them.
UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def storable_from_text(text: str) -> str:
    """Return a text with `\\n` line ends and without what cannot be stored.

    >>> storable_from_text("one\\r\\ntwo\\x00\\x0cthree")
    'one\\ntwo\\nthree'
    """
    return UNSTORABLE.sub("", LINE_ENDS.sub("\n", text))


def line_from_text(text: str | None) -> str | None:
    """Return a title or a name on one line; None when there is nothing to see.

    >>> line_from_text(" Annual\\n report "), line_from_text(" \\u200b ")
    ('Annual report', None)
    """
    line = " ".join(storable_from_text(text or "").split())
    return line if any(letter.isprintable() and not letter.isspace() for letter in line) else None
