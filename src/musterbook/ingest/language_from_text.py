"""Text -> the language of each paragraph, and of the whole.

    signs      letters that one language alone has, and its small words: no model, decides nearly all   language_from_signs
    model      py3langid, loaded (1 s, 95 MB) when the signs leave a doubt                              language_from_model

A whole document may be of any language: a restricted model would call a Bulgarian page Russian. A paragraph is of one of
the languages asked for or of the document's own. Names and numbers have no language: they go with the text around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from musterbook import regex as re
from musterbook.frozen import frozen

Span = tuple[int, int, str]

SAMPLE = 6_000  # characters of a document that are looked at: its beginning, its middle and its end
PARAGRAPH = 1_000  # characters of a paragraph
SHORT = 20  # letters: below this a paragraph is a name, a date, a button
BRIEF = 100  # letters: below this a paragraph without signs goes with the text around it, and needs no model
MARGIN = 10.0  # log-likelihood by which another language must beat those asked for; English and Russian met up to 3, others 13
UNITS = 10_000  # paragraphs of one document that are told apart; in longer lists several lines count as one
NO_LANGUAGE = "und"  # ISO 639-2: undetermined


@frozen
class Signs:
    """What tells a language without a model: its alphabet, the letters it has alone, how frequent these are, its words."""

    letters: frozenset[str]
    own: str
    share: float  # of all its letters, counted on news of the three languages
    words: frozenset[str]


LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщьюя")
SIGNS = {
    # Not "in", "is", "was", "on", "no", "me", "an", "as", "has": these are words of German, French, Spanish too.
    "en": Signs(
        LATIN,
        "",
        1.0,
        frozenset(
            "the of and to for that with by from were are have had this which who said not been after their but they it "
            "be his or at would could about than there when what will into".split()
        ),
    ),
    # Not "на за от не с и в как или при": Bulgarian has them too. ъ is frequent in Bulgarian only.
    "ru": Signs(
        CYRILLIC | frozenset("ыэъё"),
        "ыэё",
        0.024,
        frozenset(
            "что это был были было его их также они из после чтобы если только об со ещё еще уже когда сколько "
            "который которые которых более этого мы вы лет он она к ко чем нет им".split()
        ),
    ),
    "uk": Signs(
        CYRILLIC | frozenset("іїєґ"),
        "іїєґ",
        0.075,
        frozenset(
            "що це як був були було його їх або також вони із зі після щоб якщо та й про від є ще вже коли скільки "
            "який які яких понад цього чи років він вона але немає з".split()
        ),
    ),
}
OURS = SIGNS["ru"].letters | SIGNS["uk"].letters
ENOUGH = 0.15  # of all words: small words make up 0.3 of English news, 0.15 of Russian and Ukrainian
CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
UNIT = r"(?:[^\n]*\n){0,%d}[^\n]*(?:\n|\Z)\n*"


def language_from_text(text: str, languages: Sequence[str]) -> str:
    """Return the ISO 639-1 code of a document's language, whether or not it is one of `languages`.

    A text without letters is of the first of `languages`.

    >>> language_from_text("Їх шукають", ["en", "ru", "uk"]), language_from_text("They are sought by the court", ["en"])
    ('uk', 'en')
    """
    sample = sample_of(text)
    tally = tally_from_text(sample)
    if not tally.letters:
        return next(iter(languages), NO_LANGUAGE)
    return language_from_signs(tally) or language_from_model(sample, languages, others=True)


def languages_by_paragraph(text: str, languages: Sequence[str]) -> tuple[Span, ...]:
    """Return (start, end, language) spans that cover the text in order; one, when it is of one language.

    >>> languages_by_paragraph("Суд признал его виновным.\\nHe was found guilty by the court.", ["en", "ru", "uk"])
    ((0, 26, 'ru'), (26, 59, 'en'))
    """
    whole = language_from_text(text, languages)
    allowed = tuple(dict.fromkeys((*languages, whole)))
    if len(allowed) == 1 or not mixed(text, whole, allowed):
        return ((0, len(text), whole),)
    lines = 1 + text.count("\n") // UNITS
    spans = [unit.span() for unit in re.finditer(UNIT % (lines - 1), text) if unit[0]]
    filled = filled_in(
        [language_of_paragraph(text[start:end][:PARAGRAPH], whole, allowed) for start, end in spans], whole
    )
    merged = []
    for language, group in groupby(zip(spans, filled, strict=True), key=lambda pair: pair[1]):
        inside = [span for span, _ in group]
        merged.append((inside[0][0], inside[-1][1], language))
    return tuple(merged) or ((0, len(text), whole),)


def main_language(spans: Iterable[Span]) -> str:
    """Return the language that most of a text is in.

    >>> main_language([(0, 26, "ru"), (26, 59, "en")])
    'en'
    """
    sizes: Counter[str] = Counter()
    for start, end, language in spans:
        sizes[language] += end - start
    return sizes.most_common(1)[0][0] if sizes else NO_LANGUAGE


@frozen
class Tally:
    """How often each character stands in a text, and its words, all in small letters."""

    counts: Counter[str]
    words: list[str]
    letters: int
    latin: int
    cyrillic: int


def tally_from_text(text: str) -> Tally:
    """Count the characters of a text.

    >>> tally_from_text("Їх 12 men").letters, tally_from_text("Їх 12 men").latin
    (5, 3)
    """
    low = text.lower()
    counts = Counter(low)
    letters = [(letter, times) for letter, times in counts.items() if letter.isalpha()]
    latin = sum(times for letter, times in letters if letter < "\u0250")
    cyrillic = sum(times for letter, times in letters if "\u0400" <= letter <= "\u04ff")
    return Tally(counts, low.split(), sum(times for _, times in letters), latin, cyrillic)


def language_from_signs(tally: Tally) -> str:
    """Return the language that letters and small words speak for; "" when they leave a doubt.

    >>> [language_from_signs(tally_from_text(text)) for text in ("Их ищут в лесу", "Търсят ги в гората", "Moscow")]
    ['ru', '', '']
    """
    if tally.latin * 2 > tally.letters:
        plain = sum(tally.counts[letter] for letter in LATIN)
        said = [word for word in tally.words if word in SIGNS["en"].words]
        sure = len(said) >= ENOUGH * len(tally.words) and len(set(said)) > 1
        return "en" if sure and (tally.latin - plain) * 50 <= tally.latin else ""
    if tally.cyrillic * 2 <= tally.letters or not_ours(tally):
        return ""
    (less, _), (more, language) = sorted((weight(tally, name), name) for name in ("ru", "uk"))
    both = less >= 0.25 and tally.cyrillic >= BRIEF  # a page in two languages: the larger part
    return language if more >= 0.5 and (more >= 2 * less or both) else ""


def not_ours(tally: Tally) -> bool:
    """True for the letters of another Slavic or Turkic language: foreign ones, a frequent ъ, or і beside ы."""
    ours = sum(tally.counts[letter] for letter in OURS)
    foreign, total = tally.cyrillic - ours, tally.cyrillic
    russian, ukrainian = (sum(tally.counts[letter] for letter in SIGNS[name].own) for name in ("ru", "uk"))
    hard = tally.counts["ъ"] * 100 > total and not russian
    both = russian * 100 > total and ukrainian * 50 > total and foreign > 0
    return hard or both or foreign * 200 > total


def weight(tally: Tally, language: str) -> float:
    """Return how much speaks for a language: 2 where its own letters and words are as frequent as in its news."""
    signs = SIGNS[language]
    own = sum(tally.counts[letter] for letter in signs.own) / tally.cyrillic / signs.share
    small = sum(map(signs.words.__contains__, tally.words)) / len(tally.words) / ENOUGH
    return min(own, 1.5) + min(small, 1.5)


def language_from_model(text: str, languages: Sequence[str], *, others: bool = False) -> str:
    """Return the likeliest of the languages, with `others` any that is far likelier; the first where all are alike."""
    import py3langid  # type: ignore[import-untyped]

    first = next(iter(languages), NO_LANGUAGE)
    ranked = [(code, score) for code, score in py3langid.rank(text) if len(code) == 2]
    if ranked[0][1] == ranked[-1][1]:
        return first  # nothing in the text that the model knows
    asked, likely = next(((code, score) for code, score in ranked if code in languages), (first, ranked[-1][1]))
    best, most = ranked[0]
    return best if others and (most - likely > MARGIN or asked not in languages) else asked


def mixed(text: str, whole: str, allowed: Sequence[str]) -> bool:
    """False when letters alone show that no paragraph can be of another language than the document."""
    told_apart = whole == "en" and SIGNS.keys() >= set(allowed)
    return not told_apart or CYRILLIC_LETTER.search(text) is not None


def language_of_paragraph(text: str, whole: str, allowed: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the language of a paragraph, "" where that is for the text around it; and the languages in its script."""
    tally = tally_from_text(text)
    fits = in_script(tally, allowed)
    if tally.letters < SHORT or not fits:
        return "", fits
    said = language_from_signs(tally)
    if said in fits:
        return said, fits
    if len(fits) == 1:
        return next(iter(fits)), fits
    if tally.letters < BRIEF and whole in fits and whole in SIGNS:  # without signs it would never be heard
        return "", fits
    return language_from_model(text, [name for name in allowed if name in fits]), fits


def in_script(tally: Tally, allowed: Sequence[str]) -> frozenset[str]:
    """Return the languages that may be written in the letters of a text; those without signs may be in any."""
    latin, cyrillic = tally.latin * 2 > tally.letters, tally.cyrillic * 2 > tally.letters
    return frozenset(name for name in allowed if name not in SIGNS or (latin if name == "en" else cyrillic))


def filled_in(said: Sequence[tuple[str, frozenset[str]]], whole: str) -> list[str]:
    """Return a language for each paragraph: its own, else that before it, after it, or of the whole, as its letters allow."""
    after = [whole] * len(said)
    for index in range(len(said) - 2, -1, -1):
        after[index] = said[index + 1][0] or after[index + 1]
    filled: list[str] = []
    before = next((language for language, _ in said if language), whole)
    for (language, fits), later in zip(said, after, strict=True):
        around = (before, later, whole)
        before = language or next((name for name in around if name in fits), before)
        filled.append(before)
    return filled


def sample_of(text: str) -> str:
    """Return the beginning, the middle and the end of a long text, whole lines not needed."""
    if len(text) <= SAMPLE:
        return text
    third, middle = SAMPLE // 3, len(text) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))
