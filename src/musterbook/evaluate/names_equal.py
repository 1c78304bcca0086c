"""When do two printed names mean the same? By the alias tables, or by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SEPARATORS = re.compile(r"[^a-z0-9а-яіїєґё]+")
# Two names agree when this share of their words is common; "Horbal prison camp" and "Horbal camp" do, 2 of 3.
ENOUGH_IN_COMMON = 0.6


@dataclass(frozen=True, slots=True)
class Aliases:
    """What the scorer knows about names and ids; every set comes from tables, none from code.

    `names`: plain form -> plain main form · `generic`: words that tell nothing · `telling`: words whose absence makes
    another name · `nations`: telling words that may be left out of a long name · `wide`: places so wide that they add
    nothing · `measures`: the ids of the gold format without `other` · `timed`: measures whose unit must agree.
    """

    names: Mapping[str, str]
    generic: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    timed: frozenset[str] = frozenset()


def plain(name: object) -> str:
    """Return a name in lower case with single spaces between its words.

    >>> plain("The Sea-Fog  Herald!")
    'the sea fog herald'
    """
    return SEPARATORS.sub(" ", str(name).lower()).strip()


def names_from_rows(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return plain form -> plain main form for rows of (name, aliases joined by `;`); the first row keeps a form.

    >>> names_from_rows([("Sea Herald", "Herald; The Herald")])
    {'sea herald': 'sea herald', 'herald': 'sea herald', 'the herald': 'sea herald'}
    """
    names: dict[str, str] = {}
    for name, aliases in rows:
        for form in (name, *aliases.split(";")):
            if plain(form):
                names.setdefault(plain(form), plain(name))
    return names


def names_equal(left: object, right: object, aliases: Aliases) -> bool:
    """True when both are empty or both name the same; an alias, the same words, or enough words in common.

    >>> names_equal("7th Rowing Club", "8th Rowing Club", Aliases({}))
    False
    >>> names_equal("Rowing Clubs", "the Rowing Club", Aliases({}, generic=frozenset({"the"})))
    True
    """
    if left in (None, "") or right in (None, ""):
        return left in (None, "") and right in (None, "")
    one, two = (aliases.names.get(plain(name), plain(name)) for name in (left, right))
    return one == two or _words_agree(_telling_words(one, aliases), _telling_words(two, aliases), aliases)


def _telling_words(name: str, aliases: Aliases) -> frozenset[str]:
    """Return the words of a plain name without plural ends and without generic ones."""
    singular = {word.rstrip("s") if len(word) > 3 else word for word in name.split()}
    return frozenset(singular - aliases.generic)


def _words_agree(left: frozenset[str], right: frozenset[str], aliases: Aliases) -> bool:
    """True when two sets of words name the same: equal, one within the other, or mostly common."""
    if not left or not right:
        return False
    extra = left ^ right
    if not extra:
        return True
    if any(letter.isdigit() for word in extra for letter in word):
        return False  # the 7th is not the 8th
    common = left & right
    nation_left_out = len(common) >= 3 and len(extra) == 1 and extra <= aliases.nations
    if extra & aliases.telling and not nation_left_out:
        return False
    within = min(len(left), len(right)) >= 2 and (left < right or right < left)
    return within or len(common) / len(left | right) >= ENOUGH_IN_COMMON
