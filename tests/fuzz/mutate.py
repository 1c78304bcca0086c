"""Texts broken in every way that pages, copies, converters and bad luck break them. Same chance, same text."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Mutation = Callable[[str, random.Random], str]
LONGEST = 1_500  # characters of one document: short ones find as much and ten times as fast

PUNCTUATION = ".,;:!?()[]{}\"'“”‘’«»„–—-…/|%&#*"
ODD_LETTERS = (
    "\u200b\u200d\u00a0\u202f\u2009\u00ad\ufeff\u0301\u0308\u200e\u200f\u202a\u202e\u202c\u2066\u2069\u2028\u2029"
    "\x00\x0b\x0c\x1f\x85\u0456\u0131\u0130\ufb01\U0001f6a9\U0001d7d9\U000e0041\uffff"
)
ODD_DIGITS = ["٣٤", "१२", "１２３", "²", "½", "¾", "Ⅷ", "①", "𝟜𝟚", "〇", "1٬000", "10⁶", "00", "0", "-7", "−7", "+3"]
ODD_NUMBERS = [
    "1" + ",000" * 120,
    "9" * 400,
    "1" * 30,
    "0.0000000000000000001",
    "1e999",
    "5-3",
    "10–10",
    "3 to 1",
    "between 9 and 2",
    "1,00,0",
    "1.000.000,5",
    "12 345 678",
    "NaN",
    "inf",
    "30 February 2024",
    "00/00/0000",
    "2024-13-45",
    "99:99",
    "nineteen hundred hundred thousand million",
    "more than less than about 40",
    "100%%",
    "1/0",
    "$3.5bn",
]
QUOTES = [("“", "”"), ("«", "»"), ("‘", "’"), ('"', '"'), ("„", "“"), ("(", ")"), ("[", "]")]
CAPS = ["according to", "said", "as reported by", "citing", "told", "denied that", "claims", "the", "of", "and", "no"]


def where(text: str, chance: random.Random) -> int:
    """Return a place in the text, its end included."""
    return chance.randint(0, len(text))


def flip_bytes(text: str, chance: random.Random) -> str:
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 12) if data else 0):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return data.decode(errors="replace")


def mojibake(text: str, chance: random.Random) -> str:
    return text.encode().decode(chance.choice(["cp1252", "latin-1", "cp1251"]), errors="replace")


def insert(pieces: Sequence[str], most: int) -> Mutation:
    """Return a mutation that puts up to `most` of the pieces anywhere."""

    def mutation(text: str, chance: random.Random) -> str:
        for _ in range(chance.randint(1, most)):
            at = where(text, chance)
            text = text[:at] + chance.choice(pieces) + text[at:]
        return text

    return mutation


def delete(letters: str, share: float) -> Mutation:
    """Return a mutation that drops a share of these letters (of any, when there are none)."""
    return lambda text, chance: "".join(c for c in text if (letters and c not in letters) or chance.random() > share)


def cut(text: str, chance: random.Random) -> str:
    start, end = sorted((where(text, chance), where(text, chance)))
    return text[:start] + text[end:]


def repeat_lines(text: str, chance: random.Random) -> str:
    return "\n".join(line for line in text.split("\n") for _ in range(chance.choice([1, 1, 1, 2, 4])))


def shuffle_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    return "\n".join(chance.sample(lines, len(lines)))


def shuffle_words(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    start = chance.randrange(len(words))
    some = words[start : start + chance.randint(2, 30)]
    return " ".join([*words[:start], *chance.sample(some, len(some)), *words[start + len(some) :]])


def other_digits(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("0123456789") if c.isdigit() and chance.random() < 0.7 else c for c in text)


def odd_numbers(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for at, word in enumerate(words):
        if any(c.isdigit() for c in word) and chance.random() < 0.5:
            words[at] = chance.choice(ODD_NUMBERS + ODD_DIGITS)
    return " ".join(words)


def other_case(text: str, chance: random.Random) -> str:
    return chance.choice([str.upper, str.lower, str.title, str.swapcase])(text)


def other_spaces(text: str, chance: random.Random) -> str:
    old, new = chance.choice(
        [(" ", "  "), (" ", "\u00a0"), (" ", "\n"), ("\n", " "), ("\n", "\r\n"), (" ", ""), (" ", "\t")]
    )
    return text.replace(old, new)


def long_token(text: str, chance: random.Random) -> str:
    at = where(text, chance)
    return (
        text[:at]
        + chance.choice(["a", "7", "Ж", "-", "(", "“", ",", "1,", "a.", "the "]) * chance.randint(500, 2_000)
        + text[at:]
    )


def nested_quotes(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 6)):
        start, end = sorted((where(text, chance), where(text, chance)))
        opening, closing = chance.choice(QUOTES)
        text = text[:start] + opening + text[start:end] + (closing if chance.random() < 0.7 else "") + text[end:]
    return text


def backwards(text: str, chance: random.Random) -> str:
    start, end = sorted((where(text, chance), where(text, chance)))
    return text[:start] + text[start:end][::-1] + text[end:]


MUTATIONS: tuple[Mutation, ...] = (
    flip_bytes,
    mojibake,
    insert(PUNCTUATION, 15),
    insert(ODD_LETTERS, 15),
    insert(ODD_DIGITS + ODD_NUMBERS, 6),
    insert([f" {word} " for word in CAPS], 12),
    delete("", 0.05),
    delete(PUNCTUATION, 0.6),
    delete("\n", 0.5),
    delete("aeiou", 0.3),
    cut,
    repeat_lines,
    shuffle_lines,
    shuffle_words,
    other_digits,
    odd_numbers,
    other_case,
    other_spaces,
    long_token,
    nested_quotes,
    backwards,
)


def window(text: str, chance: random.Random, longest: int = LONGEST) -> str:
    """Return a stretch of at most `longest` characters."""
    start = chance.randint(0, max(0, len(text) - longest))
    return text[start : start + chance.randint(1, longest)]


def mutated(texts: Sequence[str], chance: random.Random) -> str:
    """Return one broken text: a window of one, often spliced into another, changed one to four times."""
    text = window(chance.choice(texts), chance)
    if chance.random() < 0.3:
        at = where(text, chance)
        text = text[:at] + window(chance.choice(texts), chance, LONGEST // 3) + text[at:]
    for mutation in chance.choices(MUTATIONS, k=chance.randint(1, 4)):
        text = mutation(text, chance)
    return text
