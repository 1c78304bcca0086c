"""Text and its cues -> masks of what points to one person by itself: numbers, addresses, accounts. Counts are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from musterbook.codebook.guard import Guard
from musterbook.shield.cues_from_text import Cues
from musterbook.shield.mask_from_span import Mask, Rule

_EMAIL = re.compile(r"[\w.+'-]*\w@(?:[\w-]+\.)+[^\W\d_]{2,}")
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z]\w{2,}")
_LINK = re.compile(r"(?<![\w-])((?:[a-z]{1,3}\.)?[a-z]+\.[a-z]{2,4})/@?([\w.+-]*\w)(?:/[\w./+-]*\w)?", re.I)
# A number that is dialled: with +, in the groups of a national number, or without any separators after a trunk 0 or 8.
_PHONE = re.compile(
    r"(?<![\w.,+])(?:"
    r"\+\d{1,3}(?:[ \u00a0-]?\(?\d{2,5}\)?)(?:[ \u00a0-]?\d{2,4}){2,4}"
    r"|8[ \u00a0-]?\(?\d{3}\)?[ \u00a0-]?\d{3}[ \u00a0-]?\d\d[ \u00a0-]?\d\d"
    r"|\(?0\d{2,4}\)?[ \u00a0-]?\d{2,3}[ \u00a0-]?\d\d[ \u00a0-]?\d\d"
    r"|\(?0\d{2}\)?[ \u00a0-]\d{3}[ \u00a0-]\d{4}"
    r"|\(?\d{3}\)?[ -]\d{3}-\d{4}"
    r"|(?:380|375|79)\d{9}"
    r")(?![\w,.]?\d)"
)
_DIALLED = re.compile(r"[+(]?\d[\d ()\u00a0-]{3,17}\d")
_LONG = re.compile(r"\d[\d ()\u00a0-]{6,}\d")
_CARD = re.compile(r"(?<![\d.,])(?:\d{4}[ -]?){3}\d{4}(?![\d.,]?\d)")
_ACCOUNT = re.compile(r"\d{2}(?: ?\d{4,6}){3,6}(?!\w)")
# The letters that both alphabets share, with the four figures between two pairs, or three between one and two.
_L = "ABCEHIKMOPTXYАВСЕНІКМОРТХУ"
_PLATE = re.compile(
    rf"\d{{3,4}} ?[{_L}]{{2}}(?: ?\d{{2,3}})?(?!\w)"
)  # from its figures on: they are rarer than letters
_PLATE_WHOLE = re.compile(rf"(?:[{_L}]{{2}} ?\d{{4}} ?[{_L}]{{2}}|[{_L}] ?\d{{3}} ?[{_L}]{{2}} ?\d{{2,3}})(?!\w)")
_BORN = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|"
    r"(?:\d{1,2}(?:st|nd|rd|th)?[ \u00a0])?[^\W\d_]{3,9}[ \u00a0](?:\d{1,2},? )?(?:19|20)\d\d|(?:19|20)\d\d"
)
_YEAR_BEFORE = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-])?(?:19|20)\d\d(?= ?-?(?:го|х)?[ \u00a0]*\Z)")
_SERIES = re.compile(r"(?:[^\W\d_]{1,3}[ \u00a0-]?)?\d{2,4}[ \u00a0-]?\d{2,9}(?:[ \u00a0-]\d{2,6}){0,3}(?![\d,.]\d)")
_BETWEEN = re.compile(r"[ \u00a0:№#,.-]*(?:[^\W\d_]+[ \u00a0:№#.]+){0,3}?\(?")
_NUMBERED = re.compile(r"\d{1,4}(?:[/-]\d{1,4})?(?:[ -]?[^\W\d_](?!\w))?")


@dataclass(frozen=True, slots=True)
class _View:
    cues: Cues
    guard: Guard
    language: str

    def mask(self, start: int, end: int, rule: Rule) -> Mask:
        return Mask(start, end, rule, self.guard.label(rule.value, self.language))


def identifiers_from_text(cues: Cues, guard: Guard, language: str) -> list[Mask]:
    """Return masks of numbers, accounts and addresses; overlapping ones are left to `joined`."""
    view = _View(cues, guard, language)
    found = [*_accounts(view), *_births(view), *_documents(view), *_addresses(view)]
    for figures in _LONG.finditer(cues.text):
        found += _long_numbers(view, figures.start(), figures.end())
    return [*found, *_plates(view), *_called_numbers(view)]


def _long_numbers(view: _View, start: int, end: int) -> Iterator[Mask]:
    """Cards, accounts and telephones among figures that stand together."""
    text = view.cues.text
    if end - start >= 14:
        letters = start >= 2 and text[start - 2 : start].isalpha() and text[start - 2 : start].isupper()
        account = _ACCOUNT.match(text, start) if letters and not text[start - 3 : start - 2].isalnum() else None
        if account:
            yield view.mask(start - 2, account.end(), Rule.card)
        for match in _CARD.finditer(text, start, end):
            yield view.mask(*match.span(), Rule.card)
    for match in _PHONE.finditer(text, max(0, start - 2), end):
        if not _is_count(match.group()):
            yield view.mask(*match.span(), Rule.phone)


def _plates(view: _View) -> Iterator[Mask]:
    text = view.cues.text
    for figures in _PLATE.finditer(text):
        for begin in range(max(0, figures.start() - 3), figures.start()):
            match = _PLATE_WHOLE.match(text, begin)
            if match and match.end() >= figures.end() - 4 and not text[begin - 1 : begin].isalnum():
                yield view.mask(*match.span(), Rule.plate)
                break


def _accounts(view: _View) -> Iterator[Mask]:
    text = view.cues.text
    if "@" in text:
        for at in (sign.start() for sign in re.finditer("@", text)):
            begin = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at), at - 64) + 1
            address = _EMAIL.search(text, begin, min(len(text), at + 128))
            if address and address.start() < at < address.end():
                yield view.mask(*address.span(), Rule.email)
        for match in _HANDLE.finditer(text):
            if _plain(match.group()) not in view.guard.handles:
                yield view.mask(*match.span(), Rule.handle)
    if "/" in text:
        for match in _LINK.finditer(text):
            host = match.group(1).lower().removeprefix("www.").removeprefix("m.")
            if view.guard.has("host", host) and _plain(match.group(2)) not in view.guard.handles:
                yield view.mask(*match.span(), Rule.handle)


def _plain(handle: str) -> str:
    return re.sub(r"\W|_", "", handle).lower()


def _called_numbers(view: _View) -> Iterator[Mask]:
    """Any longer number after a word for telephones."""
    text = view.cues.text
    for hit in view.cues.of("telephone"):
        gap = _BETWEEN.match(text, hit.end, min(len(text), hit.end + 25))
        found = _DIALLED.match(text, gap.end()) if gap else None
        if found and sum(map(str.isdigit, found.group())) >= 7 and not _is_count(found.group()):
            yield view.mask(*found.span(), Rule.phone)


def _is_count(number: str) -> bool:
    """Return whether figures read as a count: groups of three after the first, or a date.

    >>> _is_count("+10 000 000"), _is_count("+380 44 000 12 34"), _is_count("2024-11-19")
    (True, False, True)
    """
    bare = number.strip("+")
    triplets = re.fullmatch(r"[1-9]\d{0,2}(?:[ \u00a0]\d{3})+", bare)
    return bool(triplets and len(bare) < 13) or bool(re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d(?: \d\d)?", bare))


def _births(view: _View) -> Iterator[Mask]:
    """A date near a word of birth, after it or, as in a list, right before it."""
    text = view.cues.text
    for hit in view.cues.of("birth"):
        for match in _BORN.finditer(text, hit.end, min(len(text), hit.end + 45)):
            if view.cues.same_sentence(hit.end, match.start()):
                yield view.mask(_date_start(match, view), match.end(), Rule.birth)
            break
        before = _YEAR_BEFORE.search(text, max(0, hit.start - 14), hit.start)
        if before:
            yield view.mask(*before.span(), Rule.birth)


def _date_start(match: re.Match[str], view: _View) -> int:
    """ "born in 1990", "born near Tver 1990": the word before a bare year is no month."""
    word = re.match(r"([^\W\d_]+)[ \u00a0]", match.group())
    if word and (view.guard.has("near", word[1].lower()) or len(word[1]) < 3):
        return match.start() + word.end()
    return match.start()


def _documents(view: _View) -> Iterator[Mask]:
    text = view.cues.text
    for hit in view.cues.of("identity"):
        gap = _BETWEEN.match(text, hit.end, min(len(text), hit.end + 40))
        for match in _SERIES.finditer(text, hit.end, min(len(text), hit.end + 60)):
            digits = sum(map(str.isdigit, match.group()))
            near = match.start() - hit.end <= 30 and gap is not None
            if (
                near
                and digits >= 5
                and not _is_count(match.group())
                and view.cues.same_sentence(hit.end, match.start())
            ):
                yield view.mask(*match.span(), Rule.document)
            break


_AFTER = re.compile(r"[,. \u00a0]*")


def _addresses(view: _View) -> Iterator[Mask]:
    """A street with a house: "12 X Street, apt 5", "ul. X, d. 12"; a street alone only where somebody lives."""
    for hit in view.cues.of("street"):
        yield from _address(view, hit.start, hit.end)


def _address(view: _View, start: int, end: int) -> Iterator[Mask]:
    text = view.cues.text
    house = re.search(
        r"(?<![\w,.])\d{1,4}(?:[/-]\d{1,4})?\w? (?:[A-ZА-ЯҐЄІЇ][\w'’.-]* ){1,3}\Z", text[max(0, start - 50) : start]
    )
    if house and text[end : end + 1] in ("", ".", ",", " ", "\n", ";", ")"):
        begin = max(0, start - 50) + house.start()
        yield view.mask(_house_before(view, begin), _tail(view, end, end), Rule.address)
        return
    name = re.compile(r"\.?[ \u00a0](?:[A-ZА-ЯҐЄІЇ][\w'’.-]*(?:[ \u00a0](?=[A-ZА-ЯҐЄІЇ]))?){1,3}").match(text, end)
    if name is None:
        return
    stop = name.end()
    tail = _tail(view, stop, stop)
    before = re.search(r"([^\W\d_]+)\.? ?\d{1,4}\w? (?:по|на|on|in) \Z", text[max(0, start - 30) : start])
    if before and view.guard.has("house", before.group(1).lower()):
        yield view.mask(max(0, start - 30) + before.start(), tail, Rule.address)
    elif tail > stop:
        yield view.mask(start, tail, Rule.address)
    else:
        lives = view.cues.last("dwelling", start)
        if lives is not None and start - lives.end <= 12 and view.cues.same_sentence(lives.end, start):
            yield view.mask(start, stop, Rule.address)


def _house_before(view: _View, begin: int) -> int:
    """A flat may stand before the house: "flat 7, 48 X Street"."""
    text = view.cues.text
    flat = re.search(r"([^\W\d_]+)\.? \d{1,4}\w?, ?\Z", text[max(0, begin - 20) : begin])
    return max(0, begin - 20) + flat.start() if flat and view.guard.has("house", flat.group(1).lower()) else begin


def _tail(view: _View, end: int, street: int) -> int:
    """Return the end of house, block and flat after a street; numbers that go on as counts are no house."""
    text, folded = view.cues.text, view.cues.folded
    while True:
        part = re.compile(r"[.,]?[ \u00a0]?,?[ \u00a0]?(?:([^\W\d_]+)\.?[ \u00a0]?)?").match(text, end)
        word = folded[part.start(1) : part.end(1)] if part and part.group(1) else ""
        at = part.end() if part else end
        number = _NUMBERED.match(text, at)
        if number is None or (word and not view.guard.has("house", word)) or (not word and at == end):
            return end
        after = text[number.end() : number.end() + 2]
        if not word and (end > street or re.match(r"[\d,.]\d|[ \u00a0][^\W\d_A-ZА-ЯҐЄІЇ]", after)):
            return end
        end = number.end()
