"""Speakers of a page -> the same with offices told apart: "the Defence Ministry" is that of the country it is told from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import Hit, fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.offices_from_codebook import KINDS, LEAST, key_of
from musterbook.extract.views_from_page import View
from musterbook.model import Document
from musterbook.resolve.side_from_names import votes_from_views

PLACED = 3  # a country that is named against one that only qualifies ("Russian men")
STATE = "state_media"  # what its own ministries are called needs no country
CLEAR = 3  # times that a page must name its country more than any other
_OWNER = re.compile(r"\b([A-Z]\w+(?: [A-Z]\w+)*)['’]s $")
OWNER = 30  # code points in which the name of the country whose office it is stands before it
NEAR = 20  # code points before an office in which a word says that it is not the country's
_LOCAL = re.compile(
    r"\b(?:regional|local|district|city|provincial|municipal|(?:republic|region|oblast|city|district|province)['’]s)\b",
    re.I,
)
_LOCAL_PARTS = ("al", "ict", "city", "repub", "region", "obla", "provin")  # one of them is in each of these words
Spoken = dict[int, tuple[Speaker, ...]]  # the speakers of a sentence by where it begins


def with_offices(document: Document, views: tuple[View, ...], speakers: Spoken, lexis: Lexis) -> Spoken:
    """Name the offices that stand without their country: that of a source beside them, of the publisher, of most of the page."""
    publisher = lexis.sources.get(lexis.aliases.get(fold(document.publisher or ""), ""))
    sides = [publisher.side] if publisher and publisher.side and publisher.kind == STATE else []
    votes = _countries(views, lexis)
    first, second = (*sorted(votes.items(), key=lambda it: (-it[1], it[0])), ("", 0), ("", 0))[:2]
    sides += [first[0]] if first[1] > second[1] * CLEAR else []
    page = _told_country(views, lexis)
    done: Spoken = {}
    for start, found in speakers.items():
        apart = (_told_apart(s, document, [*_beside(s, found, lexis), *sides], votes, lexis) for s in found)
        told = [_alone(s, document, votes, page, lexis) for s in apart]
        placed = (_with_country(s, new, document, page, lexis) for s, new in zip(found, told, strict=True))
        done[start] = tuple(_owned(s, document, lexis) for s in placed)
    return done


def _owned(speaker: Speaker, document: Document, lexis: Lexis) -> Speaker:
    """ "Romania's border police", a spokesman of theirs: an office nobody knows by name is that of the country whose it is."""
    if speaker.source is not None or speaker.kind not in ("office", "person"):
        return speaker
    office = speaker.label if speaker.kind == "office" else speaker.of or ""
    if not office.islower() or office in ("he", "it"):
        return speaker
    text = document.text[max(0, speaker.start - OWNER) : speaker.end]
    owner = _OWNER.search(text[: text.lower().rfind(office)])
    adjective = lexis.offices.adjectives.get(fold(owner[1])) if owner else None
    if adjective is None:
        return speaker
    named = f"{adjective} {office}"
    return replace(speaker, label=named) if speaker.kind == "office" else replace(speaker, of=named)


def _beside(speaker: Speaker, found: tuple[Speaker, ...], lexis: Lexis) -> tuple[str, ...]:
    """The one country of the other sources of a sentence."""
    sides = {lexis.sources[s.source].side for s in found if s is not speaker and s.source in lexis.sources} - {""}
    return tuple(sides) if len(sides) == 1 else ()


def _with_country(speaker: Speaker, told: Speaker, document: Document, page: str, lexis: Lexis) -> Speaker:
    """A name that the codebook knows from another country, "the Investigative Committee", is here that of the page's country."""
    place = lexis.places.get(f"c_{page.lower()}")
    if told.source is not None or speaker.source not in lexis.sources or place is None:
        return told
    words = document.text[speaker.start : speaker.end].removeprefix("the ").removeprefix("The ")
    if len(words.split()) < LEAST or not words[:1].isupper():
        return told
    label = f"{words} of {place.name}"
    return replace(told, label=label, source=fold(label), refers=False)


def _told_country(views: tuple[View, ...], lexis: Lexis) -> str:
    """The country a page is about: the one whose people it tells of, else that of most of its places."""
    told = votes_from_views(views, lexis.group("people")) or Counter(
        lexis.places[hit.value].country for view in views for hit in view.of("places")
    )
    return min(told, key=lambda iso: (-told[iso], iso), default="")


def _told_apart(speaker: Speaker, document: Document, tried: list[str], page: Counter[str], lexis: Lexis) -> Speaker:
    near = document.text[max(0, speaker.start - NEAR) : speaker.end]
    lower = near.lower()
    if (not near.isascii() or any(part in lower for part in _LOCAL_PARTS)) and _LOCAL.search(near):
        return speaker
    return _named(_native(speaker, document, page, lexis), tried, lexis)


def _countries(views: tuple[View, ...], lexis: Lexis) -> Counter[str]:
    """How often a page names each country, by its words and by the offices that are its own."""
    votes: Counter[str] = Counter()
    for view in views:
        for iso, kind in (hit.value.split("|") for hit in view.of("countries")):
            votes[iso] += PLACED if kind in ("name", "capital") else 1
        for hit in view.of("sources"):
            if (side := lexis.sources[hit.value].side) and not _bare(view, hit, lexis):
                votes[side] += PLACED
        votes.update(side for hit in view.of("formations") if (side := lexis.formations[hit.value].side))
    return votes


def _bare(view: View, hit: Hit, lexis: Lexis) -> bool:
    """A name that is just a word for an office tells no country: "the Army"."""
    words = view.folded[hit.start - view.start : hit.end - view.start].removeprefix("the ")
    return lexis.roles.get(words, ("",))[0] == "office"


def _native(speaker: Speaker, document: Document, page: Counter[str], lexis: Lexis) -> Speaker:
    """ "The Army" is that of one country only on a page that names the country, if it names any."""
    row = lexis.sources.get(speaker.source or "")
    if row is None or row.kind not in KINDS or not row.side or page[row.side] or not page:
        return speaker
    words = fold(document.text[speaker.start : speaker.end]).removeprefix("the ")
    if lexis.roles.get(words, ("",))[0] != "office":
        return speaker
    return replace(speaker, label=words, source=None, noun=words, refers=True)


def _alone(speaker: Speaker, document: Document, votes: Counter[str], page: str, lexis: Lexis) -> Speaker:
    """ "Army data show", "the army says": an office that goes by one word, on a page that names or is about its country."""
    row = lexis.sources.get(lexis.aliases.get(f"the {speaker.label}", ""))
    if speaker.kind != "office" or speaker.source is not None or row is None:
        return speaker
    if row.side != page and not (votes[row.side] and document.text[speaker.start].isupper()):
        return speaker
    return replace(speaker, label=row.name, source=row.id, kind=lexis.kind_of_source(row.kind), refers=False)


def _named(speaker: Speaker, sides: list[str], lexis: Lexis) -> Speaker:
    if speaker.of and speaker.of not in lexis.sources:
        known = [
            lexis.offices.known(speaker.of, side) for side in sides if len(key_of(speaker.of, frozenset())) >= LEAST
        ]
        return replace(speaker, of=next(filter(None, known), speaker.of))
    if speaker.kind != "office" or speaker.source in lexis.sources or speaker.of:
        return speaker
    for side in sides:
        short = len(key_of(speaker.label, lexis.offices.countries.get(side, frozenset()))) < LEAST
        source = None if short else lexis.offices.known(speaker.label, side)
        if source:
            row = lexis.sources[source]
            kind = lexis.kind_of_source(row.kind)
            return replace(speaker, label=row.name, source=source, kind=kind, refers=False)
    return speaker
