"""View -> formations: units as they are written, known by name or by an ordinal and a word for an echelon."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.lexis_from_codebook import Lexis, split
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen


@frozen
class FormationMention:
    """A formation at [start, end) of the document: the name to print, its codebook id, its number and its echelon."""

    start: int
    end: int
    label: str
    id: str | None
    number: str
    level: str
    side: str
    base_only: bool = False


_ORDINAL = re.compile(r"\b(\d{1,4})(?:st|nd|rd|th)?(?= (?:[A-Za-z]|$))")
_NAMED = re.compile(r"((?:[A-Z][\w’'-]+ ){1,3})$")
_ALONE = re.compile(
    r"\b(?P<on>(?:[Oo]n|[Bb]y|[Uu]ntil|[Ss]ince|[Tt]ill) )?[Tt]he ((\d{1,4})(?:st|nd|rd|th))(?=[\s,.;:)(’'!?-]|$)"
    r"(?! (?:[A-Z]|\w+ (?:army|brigade|regiment|division|battalion)\b|"
    r"(?:of|day|century|anniversary|time|year|month|package|floor|week|minute|hour)\b))"
)
_NTH = re.compile(r"\d(?:st|nd|rd|th)")
_NAME = re.compile(r"\b[Tt]he ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) $")
NUMBER_AND_ECHELON = 2  # words
LONGEST_NAME = 40
DAYS = 31
ALIKE = 60  # code points between a formation and the ordinal that borrows its echelon
_NUMBERED = re.compile(r", the ((\d{1,4})(?:st|nd|rd|th))(?=[,.;:)]|$)")
WORDS_BETWEEN = 5  # "20th Guards Carpathian-Berlin Motor Rifle Division"


def formations_from_view(view: View, lexis: Lexis) -> tuple[FormationMention, ...]:
    """Return the formations of a sentence, left to right, not overlapping."""
    if not (view.of("formations") or view.of("levels")):
        return ()
    found = [_known(view, hit.start, hit.end, hit.value, lexis) for hit in view.of("formations")]
    for hit in view.of("levels"):
        if not any(f.start <= hit.start < f.end for f in found):
            where = (view, hit.start, hit.end, hit.value, lexis)
            mention = _ordinal(*where) or _after(*where) or _called(*where)
            if mention:
                found.append(mention)
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[FormationMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _known(view: View, start: int, end: int, key: str, lexis: Lexis) -> FormationMention:
    row = lexis.formations[key]
    number = re.match(r"\d+", row.name)
    return FormationMention(start, end, row.name, row.id, number.group() if number else "", row.level, row.side)


def _ordinal(view: View, start: int, end: int, level: str, lexis: Lexis) -> FormationMention | None:
    """ "155th Mechanized Brigade", "the 20th Division", "3rd Separate Assault Brigade of the …" """
    row = lexis.levels[level]
    before = view.text[: start - view.start]
    ordinals = list(_ORDINAL.finditer(before))
    if not ordinals or not ordinals[-1].group().strip():
        return None
    last = ordinals[-1]
    between = before[last.end() :]
    words_between = between.split()
    if (
        not last.group().endswith(("st", "nd", "rd", "th"))
        or len(words_between) > WORDS_BETWEEN
        or re.search(r"[.,;:()]", between)
    ):
        return None
    if any(not w[:1].isupper() and w.strip('“”"').lower() not in lexis.words_of("echelon") for w in words_between):
        return None
    words = " ".join(view.text[last.start() : end - view.start].split())
    label = words.strip("“”\"'‘’")
    begin = view.start + last.start()
    known = _same_unit(last.group(1), row.level, frozenset(fold(label).replace("-", " ").split()[1:]), lexis)
    if known:
        return FormationMention(
            begin, end, lexis.formations[known].name, known, last.group(1), row.level, lexis.formations[known].side
        )
    return FormationMention(begin, end, label, None, last.group(1), row.level, row.side)


def _called(view: View, start: int, end: int, level: str, lexis: Lexis) -> FormationMention | None:
    """ "The Nahal Brigade", "the Parachute Regiment": a unit known by a name instead of a number."""
    row = lexis.levels[level]
    words = view.text[start - view.start : end - view.start]
    if row.level not in lexis.group("known_by_name") or not words[:1].isupper() or " " in words:
        return None
    match = _NAME.search(view.text[max(0, start - view.start - LONGEST_NAME) : start - view.start])
    if match is None or _plain_words(match.group(1), lexis):
        return None
    begin = start - len(match.group(1)) - 1
    if any(h.start < start and begin < h.end for h in view.of("countries", "sources")):
        return None  # "a Russian Brigade"
    return FormationMention(begin, end, f"{match.group(1)} {words}", None, "", row.level, row.side)


def by_number(words: str) -> bool:
    """Return True for a unit told by its number and echelon alone, which every army has: "the 4th Division"."""
    return words[:1].isdigit() and len(words.split()) == NUMBER_AND_ECHELON


def _plain_words(name: str, lexis: Lexis) -> bool:
    """True where a word before the echelon tells its kind, or is no name at all: "Assault Brigade", "Our Regiment"."""
    echelons, common = lexis.words_of("echelon"), lexis.words_of("not_name")
    return any(part in echelons or part in common for word in name.split() for part in fold(word).split("-"))


def _after(view: View, start: int, end: int, level: str, lexis: Lexis) -> FormationMention | None:
    """ "My regiment, the 1442nd, went up": the ordinal follows the word for the echelon."""
    match = _NUMBERED.match(view.text, end - view.start)
    row = lexis.levels[level]
    if match is None:
        return None
    word = view.text[start - view.start : end - view.start].split()[-1]
    label = f"{match.group(1)} {word.capitalize()}"
    return FormationMention(start, view.start + match.end(), label, None, match.group(2), row.level, row.side)


def _same_unit(number: str, level: str, words: frozenset[str], lexis: Lexis) -> str | None:
    """The one formation of the codebook with this number and echelon, none of whose names the words of the mention contradict."""
    same = [
        f for f in lexis.formations.values() if f.level == level and re.match(rf"{number}(?:st|nd|rd|th)\b", f.name)
    ]
    if len(same) != 1:
        return None
    names = frozenset(
        w for name in (same[0].name, *split(same[0].aliases)) for w in fold(name).replace("-", " ").split()
    )
    return same[0].id if words <= names else None


def named_again(
    view: View, named: tuple[FormationMention, ...], page: dict[str, FormationMention]
) -> tuple[FormationMention, ...]:
    """ "Hundreds of runaways from the 158th": an ordinal alone stands for the formation of the page with that number.

    After another formation of the sentence it takes that one's echelon: "the 35th Brigade has 1,204 and the 55th some 990".
    """
    found = list(named)
    for match in _ALONE.finditer(view.text) if view.digits and _NTH.search(view.text) else ():
        start, end = view.start + match.start(2), view.start + match.end(2)
        number = match.group(3)
        dated = match.group("on") and len(number) < 3 and int(number) <= DAYS
        if (
            dated
            or any(f.start < end and start < f.end for f in named)
            or any(d.start <= match.start(2) < d.end for d in view.dates)
        ):
            continue
        before = [f for f in named if f.end <= start and not f.id]
        if number in page:
            found.append(replace(page[number], start=start, end=end))
        elif before and start - before[-1].end <= ALIKE:
            level = before[-1].label.split()[-1]
            found.append(replace(before[-1], start=start, end=end, label=f"{match.group(2)} {level}", number=number))
    return tuple(sorted(found, key=lambda f: f.start))
