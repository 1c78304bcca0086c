"""An address and the names that are hidden -> the address, or nothing: a slug may spell a name, in letters of another alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from musterbook.codebook.guard import Guard, stem
from musterbook.codebook.match import fold
from musterbook.shield.mask_from_span import Rule

LEAST = 3  # letters of a name that can be told from any other word
ENDING = 4  # letters that a case or a way of spelling may add to what two forms share

_LATIN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяё",
        "a b v g g d e e zh z i i i i k l m n o p r s t u f h ts ch sh sh _ i _ e u a e".split(),
        strict=True,
    )
)
# What the ways of writing one sound have in common, longest first.
_SOUNDS = (
    *(("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("ck", "k"), ("kh", "h"), ("gh", "h"), ("ts", "c"), ("tz", "c")),
    *(("ph", "f"), ("ya", "a"), ("ia", "a"), ("ja", "a"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("ye", "e")),
    *(("ie", "e"), ("je", "e"), ("yo", "e"), ("io", "e"), ("jo", "e"), ("x", "ks"), ("w", "v"), ("q", "k")),
    *(("j", "i"), ("y", "i"), ("g", "h"), ("_", ""), ("'", "")),
)
_TWICE = re.compile(r"(.)\1+")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PLAIN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, order=True)
class Spelled:
    """A word that is hidden, by its sound; `whole`: no name but a number or an account, which stands anywhere in an address."""

    sound: str
    whole: bool = False


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return what the spellings of a name have in common, in Latin letters.

    >>> sound("Хрущёв") == sound("khrushchev"), sound("Гнатюк") == sound("Hnatiuk"), sound("Юрий") == sound("yuri")
    (True, True, True)
    """
    low = "".join(_LATIN.get(letter, letter) for letter in word.lower().replace("ʼ", "'").replace("’", "'"))
    for written, said in _SOUNDS:
        low = low.replace(written, said)
    return _TWICE.sub(r"\1", low)


def spelled(hidden: Iterable[tuple[str, Rule]]) -> tuple[Spelled, ...]:
    """Return the words of names, and whole numbers and accounts, as they may stand in an address."""
    found: set[Spelled] = set()
    for words, rule in hidden:
        if rule in (Rule.name, Rule.nickname):
            for word in _WORDS.findall(words):
                short = sound(stem(fold(word)))
                found |= {Spelled(short)} if len(short) >= LEAST else set()
        elif rule in (Rule.phone, Rule.email, Rule.handle, Rule.document, Rule.card, Rule.plate):
            plain = _PLAIN.sub("", words.lower())
            found |= {Spelled(plain, True)} if len(plain) > LEAST else set()
    return tuple(sorted(found))


def address_from_names(url: str, names: Iterable[Spelled], guard: Guard) -> str:
    """Return an address or a file name, "" when it spells one of the names, or one that can only be a person's.

    >>> from musterbook.codebook.load_guard import load_guard
    >>> guard, names = load_guard("desertion"), spelled([("Остап Вербицкий", Rule.name)])
    >>> address_from_names("https://a.example/2024/verbytsky-left.html", names, guard)
    ''
    >>> address_from_names("https://a.example/2024/verbal-orders.html", names, guard)
    'https://a.example/2024/verbal-orders.html'
    """
    words = _WORDS.findall(url)
    sounds = [sound(word) for word in words]
    plain = _PLAIN.sub("", url.lower())
    for name in names:
        if name.whole and name.sound in plain:
            return ""
        if not name.whole and any(is_form(it, name.sound) for it in sounds):
            return ""
    return "" if _spells_person(words, guard) else url


def is_form(word: str, name: str) -> bool:
    """True when a word is a name with another ending."""
    return word == name or (len(name) > LEAST and word.startswith(name) and len(word) - len(name) <= ENDING)


def _spells_person(words: list[str], guard: Guard) -> bool:
    """A given name beside a word that can only be a surname, of nobody in the tables."""
    folded = [fold(word) for word in words]
    for first, second in pairwise(folded):
        for given, last in ((first, second), (second, first)):
            if not guard.given.get(stem(given)) or guard.has("ordinary", given) or guard.has("ordinary", last):
                continue
            if guard.ends("sure", stem(last)) and stem(last) not in guard.people:
                return True
    return False
