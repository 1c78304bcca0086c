"""How two texts are alike: a copy, the same template with other figures, or neither; with the words that say so.

A word counts as held by the other text when it stands there in a run of the same words. That is counted on both sides,
because a cut is held wholly by its original, which it holds in part. Marks (figures and names) weigh more than words:
two bulletins of a series differ in little else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from musterbook.link.signature_from_text import Signature, runs_from_words

# Swept one at a time over the planted set of bench/copies.py, seed 20, with dates (`--sweep`), while HELD_SHORT
# stood at 0.75, MARKS at 0.7 and FOREIGN at 0.3. P: right pairs of all grouped; R: copies grouped with their original.
SHORT = 60  # words; below it the shorter runs and the higher bar. Swept 0-120: flat with dates
RUN_SHORT = 2  # words; two retellings of one report share up to 0.49 of their words in runs of two
RUN_LONG = 3  # words; and up to 0.33 in runs of three
HELD_SHORT = 0.7  # swept 0.60-0.85: P 0.997 throughout, R 0.977 to 0.75, then 0.971, 0.958; higher is safer for posts
HELD_LONG = 0.55  # swept 0.40-0.70: flat; between 0.33 (retellings) and some 0.73 (two copies, a tenth of each edited: calculated)
LEAST = 0.25  # of the longer; swept 0.15-0.30: flat to 0.25, R 0.967 at 0.30. A third kept, a tenth of it edited: 0.28
# swept 0.4 0.5 0.6 0.7 0.75 0.8 0.9: P 0.960 0.977 0.990 0.996 0.996 0.999 1.000,
# R 0.968 0.975 0.977 0.977 0.975 0.971 0.952
MARKS = 0.75
# swept 0.20 0.25 0.30 0.35 0.40 off: 0 0 2 8 10 10 pairs wrong by a shared footer, R 0.975 0.977 0.977 0.983 0.987 0.996
FOREIGN = 0.25
FEWEST = 8  # words; below that only the same text is a copy
FEWEST_HELD = 12  # words of a text that a longer one holds: fewer are a phrase
_ONE = bytes([0, 1, 1]) + bytes(253)  # a mark of any sort


class Kind(StrEnum):
    """What a likeness, or a group of documents, is."""

    copy = "copy"
    template = "template"  # the same sentences with other figures: not a copy


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a later text is to an earlier one ("it"): the share that the reason prints, and the reason."""

    kind: Kind
    similarity: float
    reason: str


SAME = Likeness(Kind.copy, 1.0, "same text")


class Runs:
    """A signature taken apart once, to be compared with many."""

    def __init__(self, signature: Signature) -> None:
        self.signature = signature

    def __len__(self) -> int:
        return len(self.signature)

    def of(self, *, short: bool) -> tuple[list[bytes], list[bytes]]:
        """The runs of the width that fits the shorter text, as they stand and masked."""
        return self._short if short else self._long

    @cached_property
    def _short(self) -> tuple[list[bytes], list[bytes]]:
        return runs_from_words(self.signature.words, self.signature.marks, RUN_SHORT)

    @cached_property
    def _long(self) -> tuple[list[bytes], list[bytes]]:
        return runs_from_words(self.signature.words, self.signature.marks, RUN_LONG)


@dataclass(frozen=True, slots=True)
class _Side:
    """One text seen from the other, a 1 for each word it has there: whatever the marks, and with the same marks."""

    shape: bytes
    shape_share: float
    share: float
    words: int
    agreeing: float  # of its marks whose surroundings the other has, those that are the same there


def likeness_from_signatures(later: Runs, earlier: Runs) -> Likeness | None:
    """Return what the later text is to the earlier one; None when they are strangers."""
    if later.signature.exact == earlier.signature.exact:
        return SAME if len(later) else None
    if min(len(later), len(earlier)) < FEWEST:
        return None
    short = min(len(later), len(earlier)) < SHORT
    ours, theirs = _sides(later, earlier, short=short)
    bar = HELD_SHORT if short else HELD_LONG
    if max(ours.shape_share, theirs.shape_share) < bar or _foreign(ours.shape, theirs.shape):
        return None
    if max(ours.agreeing, theirs.agreeing) < MARKS:
        low = min(ours.shape_share, theirs.shape_share)
        return Likeness(Kind.template, low, "same template, other figures or names") if low >= bar else None
    most, least = max(ours.share, theirs.share), min(ours.share, theirs.share)
    if most < bar or least < LEAST or (ours.words < FEWEST_HELD and least < bar):
        return None
    ordered = _in_order(later.of(short=short)[0], earlier.of(short=short)[0])
    return _worded(ours.share, theirs.share, ordered=ordered)


def _sides(a: Runs, b: Runs, *, short: bool) -> tuple[_Side, _Side]:
    a_plain, a_masked = a.of(short=short)
    b_plain, b_masked = b.of(short=short)
    run = RUN_SHORT if short else RUN_LONG
    plain, masked = {*a_plain} & {*b_plain}, {*a_masked} & {*b_masked}
    return (
        _side(_covered(a_masked, masked, run), _covered(a_plain, plain, run), a.signature.marks),
        _side(_covered(b_masked, masked, run), _covered(b_plain, plain, run), b.signature.marks),
    )


def _covered(runs: list[bytes], shared: set[bytes], run: int) -> int:
    """Return a byte for each word, 1 where it is in a shared run, as one number: counting and comparing are then quick."""
    begins = int.from_bytes(bytes([key in shared for key in runs])) << 8 * (run - 1)
    words = begins
    for step in range(1, run):
        words |= begins >> 8 * step
    return words


def _side(masked: int, plain: int, marks: bytes) -> _Side:
    """A mark holds when it stands in the same run unmasked; a word when its run does, whatever the marks in it."""
    marked = int.from_bytes(marks.translate(_ONE))
    shape = masked | plain  # plain alone: a name here that has no capital there
    held = shape & ~(marked & ~plain)
    there = (shape & marked).bit_count()
    agreeing = (held & marked).bit_count() / there if there else 1.0
    size = len(marks)
    return _Side(shape.to_bytes(size), shape.bit_count() / size, held.bit_count() / size, held.bit_count(), agreeing)


def _foreign(a: bytes, b: bytes) -> bool:
    """True when both texts begin, or both end, with a large part that the other does not have.

    That is what a shared footer or a shared banner leaves. A cut has such a part at the end of the original only, a
    teaser at the top of one of them; a new headline is a small part.
    """
    return any(_gap(x) >= FOREIGN and _gap(y) >= FOREIGN for x, y in ((a, b), (a[::-1], b[::-1])))


def _gap(flags: bytes) -> float:
    """Return the share of the text that its longest beginning makes of which less than two fifths are held."""
    longest = held = 0
    for at, flag in enumerate(flags, start=1):
        held += flag
        if 5 * held < 2 * at:
            longest = at
    return longest / len(flags)


def _in_order(a_runs: list[bytes], b_runs: list[bytes]) -> bool:
    """True when the shared runs come in the same order in both texts, one in ten apart."""
    a_times, b_times = Counter(a_runs), Counter(b_runs)
    places = {run: at for at, run in enumerate(b_runs) if b_times[run] == 1}
    met = [places[run] for run in a_runs if run in places and a_times[run] == 1]
    rising: list[int] = []  # the last of the best rising row of each length
    for place in met:
        at = bisect_left(rising, place)
        rising[at : at + 1] = [place]
    return len(rising) >= 0.9 * len(met)


def _worded(ours: float, theirs: float, *, ordered: bool) -> Likeness:
    order = "in the same order" if ordered else "in another order"
    if ours - theirs >= 0.1:
        return Likeness(Kind.copy, theirs, f"a cut of it ({_percent(theirs)})" + (" with more" if ours < 0.8 else ""))
    if theirs - ours >= 0.1:
        return Likeness(Kind.copy, theirs, f"holds {_percent(theirs)} of it and adds to it")
    both = min(ours, theirs)
    return Likeness(Kind.copy, both, f"{_percent(both)} of the words {order}")


def _percent(share: float) -> str:
    """Return a share as whole per cent, rounded down: what is not the same text is not all of it.

    >>> _percent(0.937)
    '93 %'
    """
    return f"{int(share * 100)} %"
