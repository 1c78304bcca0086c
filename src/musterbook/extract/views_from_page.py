"""Page -> views: each sentence with everything recognised in it. One automaton pass over the text, grammars only where needed."""

from __future__ import annotations

from dataclasses import field

from musterbook import regex as re
from musterbook.codebook.match import EVERY, Hit, Matcher, fold, hits_by_table
from musterbook.extract.dates_from_sentence import DateGrammar, DateMention, dates_from_sentence
from musterbook.extract.lexis_from_codebook import CLASS, COUNTRY
from musterbook.extract.number_words import words_in
from musterbook.extract.numbers_from_sentence import (
    HOW_MANY,
    NumberGrammar,
    NumberMention,
    RateMention,
    numbers_and_rates,
)
from musterbook.frozen import frozen
from musterbook.read.sentences_from_page import Sentence

_DATELINE = re.compile(
    r"[A-Z][A-Z .'/]{2,30}(?:, [^-–—:]{3,40})?(?: ?\([^)]{2,30}\))? ?[-–—] |[A-Z][\w .'/]{2,30}, [^-–—:.]{3,25}(?: \([^)]{2,30}\))? ?[-–—] "
)
_DIGIT = re.compile(r"\d")
CONTEXT = 160  # code points of left context that any rule looks at
TELLING = 4  # blanks in the shortest line that is a sentence


@frozen
class View:
    """A sentence and what stands in it. Hits are in offsets of the document; numbers, rates and dates of the sentence."""

    sentence: Sentence
    text: str
    folded: str
    numbers: tuple[NumberMention, ...] = ()
    rates: tuple[RateMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    tables: dict[str, tuple[Hit, ...]] = field(default_factory=dict, compare=False)
    words: frozenset[str] = field(default=frozenset(), compare=False)  # of letters, in lower case: for a quick look
    digits: bool = field(default=True, compare=False)  # a digit may stand in it
    present: frozenset[str] = field(
        default=frozenset(), compare=False
    )  # what rows of cues may ask for, as they call it
    start: int = field(init=False, compare=False)  # where the sentence begins in the document; asked for all the time
    tallies: bool = field(init=False, compare=False)  # a number counts or measures something

    def __post_init__(self) -> None:
        """Work out once what is asked for all the time."""
        object.__setattr__(self, "start", self.sentence.start)
        object.__setattr__(self, "tallies", bool(self.numbers) and any(n.kind in HOW_MANY for n in self.numbers))

    @property
    def dateline(self) -> int:
        """How much of the sentence is a dateline ("GENEVA, June 3 - "), which places and dates the page, not what it tells."""
        match = _DATELINE.match(self.text)
        return match.end() if match else 0

    @property
    def tells(self) -> bool:
        """A whole sentence, not a row of a list: "Four are back in custody.", as against "in custody: four"."""
        return self.text.rstrip().endswith(".") and self.text.count(" ") >= TELLING

    def left(self, at: int) -> str:
        """Return the words just before a place in the sentence; bounded, so that no sentence makes the reader slow."""
        return self.folded[at - CONTEXT if at > CONTEXT else 0 : at]

    def last(self, at: int, words: int) -> str:
        """Return the last words before a place, as spaces part them: for a look that reaches no further."""
        floor = at - CONTEXT if at > CONTEXT else 0
        begin = at - 1
        for _ in range(words):
            begin = self.folded.rfind(" ", floor, begin) if begin > floor else -1
            if begin < 0:
                return self.folded[floor:at]
        return self.folded[begin + 1 : at]

    def of(self, first: str, *others: str) -> tuple[Hit, ...]:
        """Return the hits of some tables, left to right."""
        if not others:
            return self.tables.get(first, ())
        several = [found for table in (first, *others) if (found := self.tables.get(table))]
        if len(several) < 2:
            return several[0] if several else ()
        return tuple(sorted([hit for found in several for hit in found]))

    def says_how_many(self) -> bool:
        """Return True when a number of the sentence counts or measures something: a count, a share, a ratio."""
        return self.tallies

    def covered(self, start: int, end: int, *tables: str) -> bool:
        """Return True when a hit of one of the tables spans [start, end) of the document."""
        for table in tables:  # plain loops: asked of every number and every name
            for hit in self.tables.get(table, ()):
                if hit.start <= start and end <= hit.end:
                    return True
        return False


def _tables(hits: dict[str, list[Hit]], sentences: tuple[Sentence, ...]) -> list[dict[str, tuple[Hit, ...]]]:
    """Return for each sentence the hits that stand in it, by table."""
    spans = [(it.start, it.end) for it in sentences]
    inside: list[dict[str, tuple[Hit, ...]]] = [{} for _ in spans]
    for table, found in hits.items():
        at, last = 0, len(found)
        for tables, (start, end) in zip(inside, spans, strict=True):
            while at < last and found[at].start < start:
                at += 1
            begin = at
            while at < last and found[at].start < end:
                at += 1
            if at == begin:
                continue
            kept = found[begin:at]
            if kept[-1].end > end or table in EVERY:  # where the longest wins, only the last may reach beyond
                kept = [hit for hit in kept if hit.end <= end]
            if kept:
                tables[table] = tuple(kept)
    return inside


def _present(tables: dict[str, tuple[Hit, ...]]) -> frozenset[str]:
    """What a sentence speaks of: its words of cues, its classes, and whether it names a country."""
    words = {hit.value for hit in tables.get("groups", ())}
    words.update([CLASS + hit.value for hit in tables.get("lexicon", ())])
    if "countries" in tables:
        words.add(COUNTRY)
    return frozenset(words)


def views_from_page(
    text: str, sentences: tuple[Sentence, ...], matcher: Matcher, numbers: NumberGrammar, dates: DateGrammar
) -> tuple[View, ...]:
    """Return a view for each sentence, in order."""
    folded = fold(text)
    inside = _tables(hits_by_table(text, folded, matcher), sentences)
    views = []
    for sentence, tables in zip(sentences, inside, strict=True):
        piece = text[sentence.start : sentence.end]
        lower = piece.lower()
        words = words_in(lower)
        digits = _DIGIT.search(piece) is not None
        counted, rates = numbers_and_rates(piece, numbers, words)
        views.append(
            View(
                sentence,
                piece,
                folded[sentence.start : sentence.end],
                counted,
                rates,
                dates_from_sentence(piece, dates, words, digits=digits),
                tables,
                words if "ʼ" not in piece else words | words_in(lower.replace("ʼ", "'")),
                digits,
                _present(tables),
            )
        )
    return tuple(views)
