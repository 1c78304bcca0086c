"""Surface forms -> codebook rows over a text: one Aho-Corasick pass, whole words, longest first within a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from musterbook import regex as re
from musterbook.frozen import frozen

# One-to-one, so that offsets in the folded text are offsets in the text.
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
    | {"‑": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " ", "\t": " ", "ё": "е", "Ё": "е"}
)


def fold(text: str) -> str:
    """Return the text for comparing: lower case, plain quotes and dashes, one spelling; same length, always.

    >>> fold("The “Mobilised” — Ministry of Defence")
    'the "mobilized" - ministry of defense'
    """
    plain = text.isascii() and not ("\n" in text or "\t" in text or "`" in text)
    low = text if plain else text.translate(_SAME)
    lowered = low.lower()
    if not plain and len(lowered) != len(low):  # a few capitals (İ) grow when lowered
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in low)
    if "is" in lowered:
        lowered = lowered.replace("isation", "ization").replace("ise", "ize").replace("ising", "izing")
    return lowered.replace("fence", "fense") if "fence" in lowered else lowered


class Entry(NamedTuple):
    """What a surface stands for: a table, the value it resolves to there, and the surface as the row writes it.

    `exact`: capitals must be as written. `prefix`: the surface may be the beginning of a longer word.
    """

    table: str
    value: str
    surface: str
    exact: bool = False
    prefix: bool = False


class Hit(NamedTuple):
    """A surface found at [start, end); a tuple, because a page makes hundreds. Hits sort by place."""

    start: int
    end: int
    table: str
    value: str


@frozen
class Matcher:
    """All surfaces of a codebook in one automaton."""

    automaton: AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]


def matcher_from_entries(entries: Iterable[Entry]) -> Matcher:
    """Build the automaton; equal folded surfaces share a pattern, all their rows are kept."""
    by_pattern: dict[str, list[Entry]] = {}
    for entry in entries:
        words = spaced(fold(entry.surface.strip()))
        same = by_pattern.setdefault(f" {words}" if entry.prefix else f" {words} ", [])
        if words.strip() and entry not in same:
            same.append(entry)
    patterns = sorted(pattern for pattern, same in by_pattern.items() if same)
    # Not the DFA: it takes 0.6 s and 55 MB more to build and finds no faster, for it does not fit the cache.
    automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
    return Matcher(automaton, tuple(tuple(by_pattern[p]) for p in patterns))


_hit = partial(tuple.__new__, Hit)  # as Hit(...), without a call of Python for each


EVERY = frozenset({"groups"})  # tables whose overlapping hits are all kept: each is a word of some other row


_NO_WORD = re.compile(r"[^\w ]")


def spaced(folded: str) -> str:
    """Return the text with a space for everything that is no letter or digit, so that a space is the edge of a word.

    >>> spaced("motor-rifle (20th)")
    'motor rifle  20th '
    """
    return _NO_WORD.sub(" ", folded)


def hits_from_text(text: str, folded: str, matcher: Matcher) -> tuple[Hit, ...]:
    """Return every hit in order of place; within one table the longest at a place wins, tables do not compete."""
    return tuple(sorted([hit for hits in hits_by_table(text, folded, matcher).values() for hit in hits]))


def hits_by_table(text: str, folded: str, matcher: Matcher) -> dict[str, list[Hit]]:
    """Return the hits of each table in order of place; the longest at a place wins.

    In the tables of `EVERY` nothing wins: all hits stay. Patterns begin and end with the space around a word.
    """
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    entries = matcher.entries
    for pattern, start, end in matcher.automaton.find_matches_as_indexes(f" {spaced(folded)} ", overlapping=True):
        for table, value, surface, exact, prefix in entries[pattern]:
            stop = end - 1 if prefix else end - 2
            if not exact or text[start:stop] == surface:
                found[table].append((start, -stop, value))
    return {
        table: _every(places, table) if table in EVERY else _longest(places, table) for table, places in found.items()
    }


def _every(found: list[tuple[int, int, str]], table: str) -> list[Hit]:
    """Return the hit of each (start, -end, value)."""
    return sorted([_hit((start, -minus, table, value)) for start, minus, value in found])


def _longest(found: list[tuple[int, int, str]], table: str) -> list[Hit]:
    """Keep of (start, -end, value), left to right, the longest span at each place; several rows of one span all stay."""
    found.sort()
    kept: list[Hit] = []
    reach = last_start = -1
    for start, minus, value in found:
        if start >= reach or (start == last_start and -minus == reach):
            kept.append(_hit((start, -minus, table, value)))
            reach, last_start = -minus, start
    return kept


VOWELS = "aeiou"


def noun_forms(surface: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return singular and plural of an English noun phrase.

    >>> noun_forms("garrison court", {}), noun_forms("proxy", {})
    (('garrison court', 'garrison courts'), ('proxy', 'proxies'))
    """
    head, _, last = surface.rpartition(" ")
    lead = f"{head} " if head else ""
    if last.lower() in irregular:
        return (surface, *(lead + form for form in irregular[last.lower()]))
    if last.endswith(("s", "x", "ch", "sh", "z")):
        return (surface, f"{surface}es")
    if last.endswith("y") and last[-2:-1] not in VOWELS:
        return (surface, f"{surface[:-1]}ies")
    return (surface, f"{surface}s")


def verb_forms(surface: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the forms of an English verb; in a phrase the first word is the verb.

    >>> verb_forms("escape from", {})
    ('escape from', 'escapes from', 'escaped from', 'escaping from')
    >>> verb_forms("admit", {})
    ('admit', 'admits', 'admitted', 'admitting')
    """
    verb, space, rest = surface.partition(" ")
    tail = space + rest
    if verb.lower() in irregular:
        stems = irregular[verb.lower()]
    elif verb.endswith("e"):
        stems = (f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    elif verb.endswith("y") and verb[-2:-1] not in VOWELS:
        stems = (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    elif verb.endswith(("s", "x", "ch", "sh", "z")):
        stems = (f"{verb}es", f"{verb}ed", f"{verb}ing")
    elif _doubles(verb):
        stems = (f"{verb}s", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")
    else:
        stems = (f"{verb}s", f"{verb}ed", f"{verb}ing")
    return (surface, *(stem + tail for stem in stems))


def _doubles(verb: str) -> bool:
    """A short vowel before a last single consonant doubles it in stressed syllables (admit, plan), not in -er, -en, -it of visit."""
    if len(verb) < 3 or verb[-1] in "aeiouwxy" or verb[-2] not in VOWELS or verb[-3] in VOWELS:
        return False
    return len(verb) <= 4 or verb.endswith(("mit", "fer", "cur", "pel", "bel", "rol"))


def inflected(surface: str, how: str, irregular: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return all forms of a surface as its row declares (`noun`, `verb` or as written)."""
    if how == "noun":
        return noun_forms(surface, irregular)
    if how == "verb":
        return verb_forms(surface, irregular)
    return (surface,)
