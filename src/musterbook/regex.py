"""The `re` of the standard library, but a pattern is compiled when it is first asked for something.

The reader has hundreds of patterns, and one page meets less than half of them: `from musterbook import regex as re`.
"""

from __future__ import annotations

import re
from re import (
    ASCII,
    DOTALL,
    IGNORECASE,
    MULTILINE,
    VERBOSE,
    I,
    M,
    Match,
    Pattern,
    S,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, AnyStr, cast

__all__ = [
    "ASCII",
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "VERBOSE",
    "I",
    "M",
    "Match",
    "Pattern",
    "S",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

ASKED = (
    *("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "scanner"),
    *("pattern", "flags", "groups", "groupindex"),
)


class Later:
    """A pattern to be compiled; once it is, its methods stand here as the compiled one's own."""

    def __init__(self, pattern: Any, flags: int) -> None:
        """Take a pattern and its flags as they are."""
        self.given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Compile; asked only for what does not stand here yet."""
        if name not in ASKED:
            raise AttributeError(name)
        pattern, flags = self.given
        made: Pattern[Any] = re.compile(pattern, flags)
        self.__dict__.update({asked: getattr(made, asked) for asked in ASKED})
        return self.__dict__[name]


def compile(pattern: AnyStr, flags: int = 0) -> Pattern[AnyStr]:  # it stands for re.compile
    """Return a pattern that is compiled when it is first used.

    >>> compile("b+").search("abba")
    <re.Match object; span=(1, 3), match='bb'>
    """
    return cast("Pattern[AnyStr]", Later(pattern, flags))
