"""Cues of a text -> runs of capitalised words that stand together, each word with what the tables make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from musterbook.codebook.guard import Guard, stem
from musterbook.codebook.match import fold
from musterbook.shield.cues_from_text import KEPT, ROLE, STEM, Cues


class Kind(Enum):
    """What a capitalised word looks like by itself."""

    given = "given"
    maybe_given = "maybe_given"
    word_or_given = "word_or_given"  # April, Hope: a name only beside one
    patronymic = "patronymic"
    sure = "sure"
    surname = "surname"
    initial = "initial"
    unknown = "unknown"
    like_known = "like_known"  # begins like a known name and may as well be a surname
    known = "known"
    maybe_known = "maybe_known"  # begins like a known name, and nothing beside it says otherwise
    role = "role"
    organisation = "organisation"
    ordinary = "ordinary"
    letters = "letters"

    __hash__ = object.__hash__  # asked a dozen times a word; the one of Enum hashes the name anew each time


NAMES = frozenset(
    {
        Kind.given,
        Kind.maybe_given,
        Kind.patronymic,
        Kind.sure,
        Kind.surname,
        Kind.initial,
        Kind.unknown,
        Kind.like_known,
    }
)
STRAY = frozenset({Kind.ordinary, Kind.maybe_known, Kind.role})
DULL = frozenset({Kind.ordinary, Kind.role, Kind.known, Kind.organisation, Kind.letters})
LIKE = frozenset({Kind.surname, Kind.sure, Kind.given, Kind.unknown})
BESIDE = frozenset({Kind.given, Kind.patronymic, Kind.initial})
MAY_BE_SMALL = frozenset({Kind.maybe_given, Kind.sure, Kind.surname, Kind.unknown, Kind.patronymic})
AFTER = frozenset({Kind.given, Kind.maybe_given, Kind.initial})  # what follows these is a name, whatever else it may be
PERSONAL = frozenset({Kind.given, Kind.patronymic, Kind.sure, Kind.initial})

CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĻŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽА-ЯЁЄІЇҐЎ"
_INITIAL = rf"[{CAPITALS}][a-zа-я]?\.(?=[ \u00a0]?[{CAPITALS}][^\W\d_]|[ \u00a0]?[{CAPITALS}]\.)|(?<=[ \u00a0.])[{CAPITALS}]\.(?!\w\w)"
_WORD = rf"[{CAPITALS}][^\W_]*(?:['’ʼ-][^\W_]+)*"
_PIECE = re.compile(rf"{_INITIAL}|{_WORD}")
_SMALL = r"(?:(?:de|di|da|van|von|der|al|el|bin|ibn|оглы|кызы|огли|oglu)[ \u00a0])?"
# The capital is looked for first: nothing else has to be tried at any other letter.
_RUN = re.compile(
    rf"(?=[{CAPITALS}])(?<![\w@./])(?:{_INITIAL}|{_WORD})(?:(?:[ \u00a0]{_SMALL}|(?<=\.))(?:{_INITIAL}|{_WORD}))*"
)
_ADJECTIVE = re.compile(r"(?:ск|цк|зьк|ськ|цьк)(?:ий|ий|ая|ой|ого|ому|им|ом|ую|ие|их|им|ими|ій|а|ої|у|ою|і|е|ое)\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """One capitalised word at [start, end)."""

    start: int
    end: int
    folded: str
    stem: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Run:
    """Words that may together be one name; `organisation`: they belong to the name of one."""

    tokens: tuple[Token, ...]
    organisation: bool

    @property
    def start(self) -> int:
        """Return where the run begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Return where the run ends."""
        return self.tokens[-1].end

    def has(self, *kinds: Kind) -> bool:
        """True when a word of the run is of one of the kinds."""
        return any(token.kind in kinds for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a text, and the words that are no name unless somebody in the text is called so."""

    runs: tuple[Run, ...]
    strays: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    cues: Cues
    guard: Guard
    memo: dict[str, tuple[str, Kind]]
    small: frozenset[str]

    def token(self, word: str, start: int) -> Token:
        """Return a word as a token; its spelling is looked up once, what covers it each time."""
        end = start + len(word)
        folded = self.cues.folded[start:end]
        found = self.memo.get(word)
        if found is None:
            found = self.memo[word] = self._looked_up(word)
        short, kind = found
        flags = self.cues.flags[start]
        if flags & ROLE:
            kind = Kind.role
        elif flags & KEPT:
            kind = Kind.known
        elif flags & STEM:
            kind = Kind.like_known if kind in LIKE else Kind.known
        if word[-1] in "'s" and kind is not Kind.initial:
            end -= _possessive(word)
        return Token(start, end, folded, short, kind)

    def _looked_up(self, word: str) -> tuple[str, Kind]:
        """A word that this text also writes with a small letter is an ordinary one, unless it is a name by itself."""
        short, kind = _spelled(word, self.guard)
        if kind in MAY_BE_SMALL and not word.isupper() and word.lower() in self.small:
            kind = Kind.word_or_given if kind is Kind.maybe_given else Kind.ordinary
        return short, kind


def runs_from_text(cues: Cues, guard: Guard) -> Runs:
    """Return the runs of a text, left to right; words that are no part of a name end one."""
    words = _Words(cues, guard, {}, cues.words)
    runs: list[Run] = []
    strays: list[Token] = []
    for match in _RUN.finditer(cues.text):
        whole = match.group()
        if " " in whole or "." in whole or "\u00a0" in whole:
            at = match.start()
            tokens = [words.token(piece.group(), at + piece.start()) for piece in _PIECE.finditer(whole)]
        else:
            tokens = [words.token(whole, match.start())]
            if tokens[0].kind in DULL:
                if tokens[0].kind in STRAY:
                    strays.append(tokens[0])
                continue
        _segments(_with_neighbours(tokens, cues), runs, strays)
    return Runs(tuple(runs), tuple(strays))


@lru_cache(maxsize=1 << 16)
def _spelled(word: str, guard: Guard) -> tuple[str, Kind]:
    """Return the stem of a word and what the tables make of it by itself."""
    low = fold(word).replace("’", "'")
    short = stem(low)
    base = low if not low.isascii() else short
    if word[-1] == "." and len(word) <= 3:
        return short, Kind.initial
    if any(map(str.isdigit, word)):
        return short, Kind.letters
    strong = guard.given.get(short)
    if strong is None and "-" in short:
        strong = guard.given.get(stem(low.split("-")[0])) or None
    ordinary = guard.has("ordinary", base)
    if strong:
        return short, Kind.word_or_given if ordinary else Kind.given
    if guard.has("organisation", base):
        return short, Kind.organisation
    if guard.has("honorific", base):
        return short, Kind.role
    if strong is False:
        return short, Kind.word_or_given if ordinary else Kind.maybe_given
    return short, Kind.ordinary if ordinary else _by_ending(word, short, guard)


def _by_ending(word: str, short: str, guard: Guard) -> Kind:
    if guard.ends("patronymic", short):
        return Kind.patronymic
    if word.isupper() and len(word) <= 5:
        return Kind.letters
    first, *_, last = short.split("-") if "-" in short else (short, short)
    if guard.ends("sure", last) or guard.ends("sure", first):
        return Kind.sure
    if guard.ends("surname", last):
        return Kind.surname
    return Kind.ordinary if guard.ends("word", short) else Kind.unknown


def _possessive(word: str) -> int:
    for ending in ("'s", "’s", "'", "’"):
        if word.endswith(ending):
            return len(ending)
    return 0


def _with_neighbours(tokens: list[Token], cues: Cues) -> list[Token]:
    """What a word is beside others: after a given name a word that is like a known name is a surname."""
    out = list(tokens)
    for at, token in enumerate(tokens):
        before = tokens[at - 1].kind if at else None
        if token.kind is Kind.like_known:
            after = tokens[at + 1].kind if at + 1 < len(tokens) else None
            if not ({before, after} & BESIDE or _follows_role(token, cues)):
                out[at] = replace(token, kind=Kind.maybe_known)
        elif token.kind is Kind.word_or_given:
            after = tokens[at + 1].kind if at + 1 < len(tokens) else None
            out[at] = replace(token, kind=Kind.maybe_given if {before, after} & NAMES else Kind.ordinary)
        elif token.kind in (Kind.ordinary, Kind.role) and before in AFTER:
            out[at] = replace(token, kind=Kind.unknown)  # "Anna Front": after a given name nothing is an ordinary word
    return out


def _follows_role(token: Token, cues: Cues) -> bool:
    """True for a word that could be a surname right after the word for an office or a private role."""
    at = token.start
    return at > 1 and bool(cues.flags[at - 2] & ROLE) and cues.text[at - 1] == " " and not is_adjective(token)


def _segments(tokens: list[Token], runs: list[Run], strays: list[Token]) -> None:
    """Cut what stands together at words that are known to be something else."""
    part: list[Token] = []
    owned = False
    for token in tokens:
        if token.kind in NAMES:
            part.append(token)
            continue
        if part:
            runs.append(Run(tuple(part), token.kind is Kind.organisation or (owned and not _is_personal(part))))
            part = []
        if token.kind in STRAY:
            strays.append(token)
        owned = token.kind is Kind.organisation
    if part:
        runs.append(Run(tuple(part), owned and not _is_personal(part)))


def _is_personal(part: list[Token]) -> bool:
    return any(token.kind in PERSONAL for token in part)


def is_adjective(token: Token) -> bool:
    """True for a word that may as well be the adjective of a place."""
    return bool(_ADJECTIVE.search(token.folded))
