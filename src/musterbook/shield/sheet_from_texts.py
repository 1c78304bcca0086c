"""The texts of one document -> Sheet: title and text shielded together, and how any words about it may be told.

Who is private in the title is so in the text and in every label, address and file name that was made from them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from musterbook.codebook.guard import Guard
from musterbook.codebook.match import fold
from musterbook.shield.address_from_names import Spelled, address_from_names, spelled
from musterbook.shield.cues_from_text import cues_from_text
from musterbook.shield.mask_from_span import BLOCK, Mask, Rule, joined
from musterbook.shield.masks_from_text import masks_from_text, masks_from_texts
from musterbook.shield.place_from_hiding import WITHHOLD, masks_of_places
from musterbook.shield.runs_from_text import PERSONAL, runs_from_text
from musterbook.shield.shielded_from_text import Shielded, shielded

Span = tuple[int, int]
NAMING = frozenset({Rule.name, Rule.nickname})
NUMBERS = frozenset({Rule.phone, Rule.birth, Rule.document, Rule.plate, Rule.card, Rule.register, Rule.address})
_EDGE = re.compile(r"['’]s?$")


@dataclass(slots=True)
class Sheet:
    """A document as it may be shown. `coarse` are spans that could lead to somebody, `withheld` those that tell a way."""

    text: Shielded
    title: Shielded | None
    original: str
    language: str
    guard: Guard
    hidden: dict[str, str]  # words that were masked, folded -> what is printed for them
    coarse: tuple[Span, ...]
    withheld: tuple[Span, ...]
    names: tuple[Spelled, ...]
    known: dict[str, str] = field(default_factory=dict)

    def told(self, said: str) -> str:
        """Return words about the document as they may be told: a private name becomes its role, the rest stays.

        Where the words stand in the text, what the text hides of them is hidden; elsewhere they are judged by themselves.
        """
        if not said:
            return said
        if said not in self.known:
            self.known[said] = self._told(said)
        return self.known[said]

    def address(self, url: str) -> str:
        """Return an address or a file name, "" when a name that is hidden stands in it, in whichever alphabet."""
        return address_from_names(url, self.names, self.guard) if url else ""

    def masks(self) -> tuple[Mask, ...]:
        """Return all that is masked in the title and the text."""
        return (*(self.title.masks if self.title else ()), *self.text.masks)

    def is_hidden(self, start: int | None, end: int | None) -> bool:
        """True when a mask touches [start, end) of the text."""
        return start is not None and end is not None and touches(self.text.masks, start, end)

    def is_numbered(self, start: int, end: int) -> bool:
        """True when [start, end) holds a number that points to one person: a telephone, a document, a date of birth."""
        return touches((mask for mask in self.text.masks if mask.rule in NUMBERS), start, end)

    def holds(self, start: int, end: int, digits: str) -> bool:
        """True when a mask on [start, end) hides these digits."""
        masked = (mask for mask in self.text.masks if mask.start < end and start < mask.end)
        return any(digits in re.sub(r"\D", "", self.original[mask.start : mask.end]) for mask in masked)

    def is_coarse(self, start: int, end: int) -> bool:
        """True when a span lies across one that could lead to somebody."""
        return any(a < end and start < b for a, b in self.coarse)

    def is_withheld(self, start: int, end: int, share: float = 0.0) -> bool:
        """True when a span lies across words that tell a way, and holds at least this share of them."""
        return any(a < end and start < b and min(b, end) - max(a, start) >= share * (b - a) for a, b in self.withheld)

    def _told(self, said: str) -> str:
        places = list(places_of(said, self.original))
        if places:
            hidden = [at for at in places if touches(self.text.masks, at, at + len(said))]
            return bare(self.text.piece(hidden[0], hidden[0] + len(said))) if hidden else said
        masks = [Mask(start, end, Rule.name, role) for start, end, role in self._hidden_in(said)]
        if not masks and is_personal(said, self.guard):
            masks = list(masks_from_text(said, self.language, self.guard))
        return bare(shielded(said, masks)) if masks else said

    def _hidden_in(self, said: str) -> Iterable[tuple[int, int, str]]:
        low = fold(said)
        for words, role in sorted(self.hidden.items(), key=lambda it: (-len(it[0]), it[0])):
            for start in places_of(words, low):
                yield start, start + len(words), role


def sheet_from_texts(
    title: str,
    text: str,
    language: str,
    guard: Guard,
    *,
    themes: Iterable[tuple[int, int, str]] = (),
    public: Collection[str] = (),
) -> Sheet:
    """Return the sheet of a document. `themes`: what its findings are about and where; `public`: names that are nobody's.

    >>> from musterbook.codebook.load_guard import load_guard
    >>> sheet = sheet_from_texts("", "Soldier Taras Hnatiuk left.", "en", load_guard("desertion"))
    >>> str(sheet.text), sheet.told("Hnatiuk"), sheet.address("https://a.example/hnatiuk"), sheet.told("one soldier")
    ('Soldier [a soldier] left.', 'a soldier', '', 'one soldier')
    """
    whole = (title, text)
    found = masks_from_texts(whole, language, guard)
    on_title, on_text = (
        [m for m in masks if not is_public(one[m.start : m.end], m, public)]
        for one, masks in zip(whole, found, strict=True)
    )
    themed = [(start, end, guard.themes[theme][0]) for start, end, theme in themes if theme in guard.themes]
    places, more = places_from_spans(title, text, [span[:2] for span in themed], language, guard)
    on_text, on_title = without(on_text, places), without(on_title, more)
    named = [(one, [*ms, *names_in_masks(one, ms, guard)]) for one, ms in ((title, on_title), (text, on_text))]
    return Sheet(
        text=shielded(text, joined([*on_text, *places])),
        title=shielded(title, joined([*on_title, *more])) if title else None,
        original=text,
        language=language,
        guard=guard,
        hidden=hidden_words(named) | hidden_words(((title, more), (text, places))),
        coarse=tuple(sorted({span[:2] for span in themed})),
        withheld=tuple(sorted({span[:2] for span in themed if span[2] == WITHHOLD})),
        names=spelled((one[m.start : m.end], m.rule) for one, ms in named for m in ms),
    )


def masked_words(text: str, language: str, guard: Guard) -> str:
    """Return words of which nothing more is known as they may be printed: for a quote of a document, take its sheet's piece.

    >>> from musterbook.codebook.load_guard import load_guard
    >>> masked_words("Soldier Taras Hnatiuk left.", "en", load_guard("desertion"))
    'Soldier [a soldier] left.'
    """
    return shielded(text, masks_from_text(text, language, guard)).readable


def places_from_spans(
    title: str, text: str, spans: list[Span], language: str, guard: Guard
) -> tuple[list[Mask], list[Mask]]:
    """Return masks of the finer places in spans; one that no table knows is a hamlet and goes wherever it stands again."""
    found: list[Mask] = []
    again: dict[str, Mask] = {}
    for start, end in sorted(set(spans)):
        for mask, tabled in masks_of_places(text[start:end], language, guard):
            moved = Mask(mask.start + start, mask.end + start, mask.rule, mask.role)
            found.append(moved)
            if not tabled:
                again.setdefault(text[moved.start : moved.end], moved)
    repeat = [
        [Mask(at, at + len(words), mask.rule, mask.role) for at in places_of(words, one)]
        for one in (text, title)
        for words, mask in sorted(again.items())
    ]
    half = len(again)
    return [*found, *(m for ms in repeat[:half] for m in ms)], [m for ms in repeat[half:] for m in ms]


def names_in_masks(text: str, masks: list[Mask], guard: Guard) -> list[Mask]:
    """Return a mask for each name inside something larger that is hidden whole: a line of a list, an address."""
    found = []
    for mask in masks:
        if mask.rule in (Rule.register, Rule.address):
            runs = runs_from_text(cues_from_text(text[mask.start : mask.end], guard), guard).runs
            found += [Mask(mask.start + it.start, mask.start + it.end, Rule.name, mask.role) for it in runs]
    return found


def without(masks: list[Mask], places: list[Mask]) -> list[Mask]:
    """Return masks without those of words that are a place: a hamlet is told as one, not as somebody called so."""
    spans = {(mask.start, mask.end) for mask in places}
    return [mask for mask in masks if mask.rule is not Rule.name or (mask.start, mask.end) not in spans]


def is_public(words: str, mask: Mask, public: Collection[str]) -> bool:
    """True for a name that somebody publishes under and that is no person's."""
    return mask.rule is Rule.name and _EDGE.sub("", fold(words)) in public


def places_of(words: str, text: str) -> Iterator[int]:
    """Yield where words stand whole in a text.

    >>> list(places_of("Ann", "Ann met Anna, Ann's aunt"))
    [0, 14]
    """
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield at
        at = text.find(words, at + 1)


@lru_cache(maxsize=1 << 14)
def is_personal(words: str, guard: Guard) -> bool:
    """True when words have in them what only people are called.

    >>> from musterbook.codebook.load_guard import load_guard
    >>> guard = load_guard("desertion")
    >>> is_personal("Taras Hnatiuk", guard), is_personal("Coast Wire", guard)
    (True, False)
    """
    runs = runs_from_text(cues_from_text(words, guard), guard).runs
    return any(run.has(*PERSONAL) and not run.organisation for run in runs)


def touches(masks: Iterable[Mask], start: int, end: int) -> bool:
    """True when a mask touches [start, end)."""
    return any(mask.start < end and start < mask.end for mask in masks)


def bare(it: Shielded) -> str:
    """Return words for a label: the role alone where all of it is hidden, in brackets where a part is."""
    masks = it.masks
    left = it.text.replace(BLOCK, "").strip(" .,'’\"s")
    return masks[0].role if masks and not left else it.readable


def hidden_words(parts: Iterable[tuple[str, list[Mask]]]) -> dict[str, str]:
    """Return what was masked, whole and in words of three letters or more, with what is printed for it."""
    found: dict[str, str] = {}
    for text, masks in parts:
        for mask in masks:
            words = fold(text[mask.start : mask.end])
            if mask.rule in NAMING:
                for word in re.findall(r"[^\W\d_][\w'-]{2,}", words):
                    found.setdefault(word, mask.role)
            if mask.rule not in (Rule.birth, Rule.register, Rule.withheld):
                found.setdefault(words, mask.role)
    return found
