"""Surface forms -> codebook rows over a text: one Aho-Corasick pass, whole words, longest first within a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

# One-to-one, so that offsets in the folded text are offsets in the text.
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
    | {"‑": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " ", "\t": " ", "ё": "е", "Ё": "е"}
)
_SPELLING = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("efence", "efense"), ("ffence", "ffense"))


def fold(text: str) -> str:
    """Return the text for comparing: lower case, plain quotes and dashes, one spelling; same length, always.

    >>> fold("The “Mobilised” — Ministry of Defence")
    'the "mobilized" - ministry of defense'
    """
    low = text.translate(_SAME)
    lowered = low.lower()
    if len(lowered) != len(low):  # a few capitals (İ) grow when lowered
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in low)
    for british, american in _SPELLING:
        lowered = lowered.replace(british, american)
    return lowered


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface stands for: a table, the value it resolves to there, and the surface as the row writes it.

    `exact`: capitals must be as written. `prefix`: the surface may be the beginning of a longer word.
    """

    table: str
    value: str
    surface: str
    exact: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A surface found at [start, end)."""

    start: int
    end: int
    table: str
    value: str


@dataclass(frozen=True, slots=True)
class Matcher:
    """All surfaces of a codebook in one automaton."""

    automaton: AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]


def matcher_from_entries(entries: Iterable[Entry]) -> Matcher:
    """Build the automaton; equal folded surfaces share a pattern, all their rows are kept."""
    by_surface: dict[str, dict[Entry, None]] = {}
    for entry in entries:
        if entry.surface.strip():
            by_surface.setdefault(fold(entry.surface.strip()), {})[entry] = None
    patterns = sorted(by_surface)
    automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.DFA)
    return Matcher(automaton, tuple(tuple(by_surface[p]) for p in patterns))


EVERY = frozenset({"groups"})  # tables whose overlapping hits are all kept: each is a word of some other row


def _word(char: str) -> bool:
    return char.isalnum() or char == "_"


def hits_from_text(text: str, folded: str, matcher: Matcher) -> tuple[Hit, ...]:
    """Return every hit in order of place; within one table the longest at a place wins, tables do not compete.

    In the tables of `EVERY` nothing wins: all hits stay.
    """
    found: dict[str, list[tuple[int, int, Entry]]] = {}
    length = len(folded)
    for pattern, start, end in matcher.automaton.find_matches_as_indexes(folded, overlapping=True):
        if start and _word(folded[start - 1]) and _word(folded[start]):
            continue
        cut = end < length and _word(folded[end]) and _word(folded[end - 1])
        for entry in matcher.entries[pattern]:
            if (cut and not entry.prefix) or (entry.exact and text[start:end] != entry.surface):
                continue
            found.setdefault(entry.table, []).append((start, end, entry))
    hits: list[Hit] = []
    for table in sorted(found):
        if table in EVERY:
            hits.extend(Hit(start, end, table, entry.value) for start, end, entry in found[table])
        else:
            hits.extend(_longest(found[table], table))
    return tuple(sorted(hits))


def _longest(found: list[tuple[int, int, Entry]], table: str) -> list[Hit]:
    """Keep, left to right, the longest span at each place; several rows of one span all stay."""
    found.sort(key=lambda it: (it[0], -it[1], it[2].value))
    kept: list[Hit] = []
    reach = last_start = -1
    for start, end, entry in found:
        if start >= reach or (start == last_start and end == reach):
            kept.append(Hit(start, end, table, entry.value))
            reach, last_start = end, start
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
