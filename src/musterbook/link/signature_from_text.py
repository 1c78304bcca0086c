"""A text as what finding copies needs: a hash of all of it, its words as small hashes in their order, and a sketch.

A word that is a number, or that has a capital inside a sentence (a name), is a mark: posts of one series differ in
their marks only, so these are kept apart from the words around them.

The words are what verification compares, so that no text has to be kept or read again; the sketch (MinHash over runs
of three words) only proposes pairs. A signature gives its text away to whoever tries words: it is as private as the
text, stays beside it and is never exported.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from itertools import compress

from rensa import RMinHash  # type: ignore[import-untyped]

from musterbook.model import demand

RUN = 3  # words; one width for texts of any length, so that a short cut meets its long original
SLOTS = 256  # two to a band: a pair that shares 22 % of its runs meets with 0.998, one that shares 1 % with 0.013
SEED = 1791  # any number, but always the same: sketches made with different seeds do not compare
WIDTH = 4  # bytes of a hashed word
LONGEST = 20_000  # words looked at; the hash is of all of them
MARK = b"\0" * WIDTH  # any mark, where only the words around it are compared

_UNSEEN = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301"}  # the last two: stress
_PLAIN = _UNSEEN | {ord(c): "'" for c in "’‘ʼ`´"} | {ord("ё"): "е", ord("Ё"): "Е", ord("_"): " "}
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,']\d{3})+(?!\d)")
_NO_DIGIT = re.compile(r"\D")
_WORD = re.compile(r"\d\w*(?:[.,]\d\w*)*|\w+(?:'\w+)*")
_SPACES = re.compile(r"[^\S\n]+")
_DIGIT = re.compile(r"\d")
_NAMED = re.compile(r"(?<=[\w,;] )[^\W\d]")  # the first letter of a word inside a sentence
_HEAD = struct.Struct(">4s16sI")
_FORM = b"MBS1"  # changes with anything that makes another signature of the same text


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared of a text. `words`: four bytes for each; `marks`: for each 0, 1 (a name) or 2 (a number)."""

    exact: bytes  # of all words, in their order
    words: bytes
    marks: bytes
    sketch: bytes  # rensa's own form, which names its version

    def __post_init__(self) -> None:
        demand(len(self.exact) == 16, "the hash has 16 bytes", self.exact)
        demand(len(self.words) == WIDTH * len(self.marks), "each word is a mark or none", len(self.words))

    def __len__(self) -> int:
        return len(self.marks)

    def to_bytes(self) -> bytes:
        """Return the signature as bytes, the same on every machine."""
        return _HEAD.pack(_FORM, self.exact, len(self.marks)) + self.words + self.marks + self.sketch

    @classmethod
    def from_bytes(cls, data: bytes) -> Signature:
        """Return the signature that `to_bytes` wrote; ValueError where this version did not write it."""
        demand(data[: len(_FORM)] == _FORM and len(data) >= _HEAD.size, "a signature of this version", data[:8])
        _, exact, count = _HEAD.unpack_from(data)
        middle = _HEAD.size + WIDTH * count
        demand(middle + count <= len(data), "a whole signature", data[:8])
        signature = cls(exact, data[_HEAD.size : middle], data[middle : middle + count], data[middle + count :])
        sketch_from_signature(signature)
        return signature


def signature_from_text(text: str) -> Signature:
    """Return the signature of a text; spaces, punctuation and the way of writing 18,000 do not show in it.

    >>> signature_from_text("“18,000  cases”,\\u00a0he said") == signature_from_text('"18 000 cases" he said.')
    True
    >>> signature_from_text("18,000 cases").exact == signature_from_text("19,000 cases").exact
    False
    """
    found, marks = words_from_text(text)
    known = {word: _hashed(word) for word in set(found[:LONGEST])}
    words, marks = b"".join([known[word] for word in found[:LONGEST]]), marks[:LONGEST]
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    # A run with a number counts twice, with it and without: same template, other figures is then a candidate too,
    # and a copy, whose figures are the same, still comes before it.
    plain, masked = runs_from_words(words, bytes([mark & 2 for mark in marks]), RUN)
    sketch.update(list({*plain, *masked}))
    exact = blake2b("\n".join(found).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return Signature(exact, words, marks, sketch.__getstate__())


def sketch_from_signature(signature: Signature) -> RMinHash:
    """Return rensa's sketch; ValueError where another version of it, or another seed, made it."""
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.__setstate__(signature.sketch)
    demand(sketch.__getnewargs__() == (SLOTS, SEED), "a sketch of this size and seed", sketch.__getnewargs__())
    return sketch


def words_from_text(text: str) -> tuple[list[str], bytes]:
    """Return the words that are compared, and for each 0, 1 (a name) or 2 (a number).

    >>> words_from_text("За́ март — 1 010 дел… The soldier’s T-90, from Ruza")
    (['за', 'март', '1010', 'дел', 'the', "soldier's", 't', '90', 'from', 'ruza'], b'...\\x02...\\x02\\x00\\x01')
    """
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    plain = _GROUPED.sub(lambda match: _NO_DIGIT.sub("", match[0]), _SPACES.sub(" ", plain))
    named = {match.start() for match in _NAMED.finditer(plain) if match[0].isupper()}
    found = [(match[0], match.start() in named) for match in _WORD.finditer(plain)]
    marks = bytes([2 if _DIGIT.search(word) else name for word, name in found])
    return [word.casefold() for word, _ in found], marks


def runs_from_words(words: bytes, marks: bytes, run: int) -> tuple[list[bytes], list[bytes]]:
    """Return each run of so many words, as it stands and with its marks masked; a run of marks only stays."""
    width, starts = run * WIDTH, range(0, len(words) - run * WIDTH + 1, WIDTH)
    plain = [words[at : at + width] for at in starts]
    if not any(marks):
        return plain, plain
    shape = bytearray(words)
    for at in compress(range(0, len(words), WIDTH), marks):
        shape[at : at + WIDTH] = MARK
    blank = bytes(shape)
    masked = [blank[at : at + width] for at in starts]
    nothing = MARK * run
    return plain, [own if bare == nothing else bare for own, bare in zip(plain, masked, strict=True)]


def _hashed(word: str) -> bytes:
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=WIDTH).digest()
