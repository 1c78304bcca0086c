"""Place names that no table lists, known by the words around them: "the X region", "the village of X", "near X,"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import REGION, Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen

_NAME = r"(?:(?:al|el|as|ad|ar|an|ash|at|az)-)?[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*\w"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,2}}"
_BARE = re.compile(
    rf"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Oo]utskirts of|[Ss]uburbs of|[Vv]icinity of|[Ss]treets of|[Cc]ent(?:re|er) of|[Gg]eolocated to|"
    rf"(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:ern part)? of)"
    rf" (?P<name>{_NAMES})(?P<after>$|[,.;:)”\"]| (?=\w))"
)
_THERE = re.compile(  # "a camp at X", "arrested around X", "one sweep through X": what is before tells that a place follows
    r"\b(?:camps?|bases?|posts?|garrisons?|barracks|courts?|tribunals?|stations?|airfields?|airports?|prisons?|jails?|crossings?|checkpoints?|"
    r"cent(?:re|er)s?|depots?|hospitals?|ports?|fighting|battles?|sweeps?|ambush|positions|trenches|units?|border|frontier|forests?|hills|villages|"
    r"raids?|crossed|arrested|caught|captured|detained|held|surrendered|killed|stationed|deserted|seized|hiding) "
    rf"(?:at|around|through|along|beyond) (?P<name>{_NAMES})(?P<after>$|[,.;:)”\"]| (?=\w))"
)
# what every match of _BARE and of _THERE has
_BARE_BEFORE = re.compile(
    r" (?:(?<=n )|(?<=ear )|(?<=side )|(?<= of )|(?<=ed to ))(?:(?:al|el|as|ad|ar|an|ash|at|az)-)?[A-ZÀ-ÖØ-ÞĀ-Ž]"
)
_THERE_WORDS = frozenset(("at", "around", "through", "along", "beyond"))
_ODD = "ſıİ"
_CAMP = re.compile(r"\b(?P<name>(?:Fort|Camp) [A-Z][\w’'-]*\w)(?P<after>$|[,.;:)”\"]| (?=\w))")
_SEAT = re.compile(
    rf"\b(?P<name>{_NAME}(?: {_NAME})?) (?=(?:(?:Garrison|Military|District|City|Town|Regional|County) ){{1,3}}Court\b)"
)
_NEXT = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ADJECTIVAL = ("sky", "skiy", "skyi", "skyy", "ski", "ska", "skaya")
_WIDE = frozenset(  # courts named after no town
    "Supreme High Federal Central Southern Northern Eastern Western Special Garrison Military District City Regional "
    "Appeal Appeals Appellate Constitutional National General Criminal First Second Third Fourth Fifth Pacific Baltic Field".split()
)
KINDS = ("place_region", "place_named", "place_site", "place_town")
TABLES = ("sources", "formations", "countries", "places", "terms", "populations", "levels", "regions")


@frozen
class Unlisted:
    """A name at [start, end) of the document, the kind of place and how to print it."""

    start: int
    end: int
    label: str
    kind: str
    seat: bool = False  # a court named after it sits there


@cache
def _kinds(
    regions: frozenset[str], named: frozenset[str], sites: frozenset[str], towns: frozenset[str]
) -> tuple[re.Pattern[str], frozenset[str]]:
    """Compile "X region", "X county", "X training ground" and "the town of X", with a word of each without which it is not there."""
    after = "|".join(
        rf"(?P<{group}>{'|'.join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))})"
        for group, words in (("region", regions), ("named", named), ("site", sites))
    )
    before = "|".join(re.escape(word) for word in sorted(towns, key=lambda w: (-len(w), w)))
    kinds = re.compile(rf"\b(?P<name>{_NAMES}) (?i:{after})\b|\b(?i:{before})(?: of)? (?P<town>{_NAMES})")
    phrases = (_LETTERS.findall(phrase) for phrase in (*regions, *named, *sites, *towns))
    return kinds, frozenset(([word for word in words if word != "of"] or words)[-1] for words in phrases)


def _may_stand(view: View, words: frozenset[str]) -> bool:
    """True when one of some words may stand in a sentence, in whatever letters; a few odd ones equal others only in patterns."""
    return not words.isdisjoint(view.words) or (not view.text.isascii() and any(c in view.text for c in _ODD))


def unlisted_from_view(view: View, lexis: Lexis) -> Iterator[Unlisted]:
    """Yield the places of a sentence that stand in no table, left to right by kind of pattern."""
    kinds, needed = _kinds(*map(lexis.words_of, KINDS))
    for match in kinds.finditer(view.text) if _may_stand(view, needed) else ():
        group = "town" if match["town"] else "name"
        start, name = _trimmed(match.start(group), match[group], lexis)
        if name and _free(view, start, match.end(), lexis):
            yield Unlisted(view.start + start, view.start + match.end(), *_label(name, match))
    for match in _SEAT.finditer(view.text) if "Court" in view.text else ():
        start, name = _trimmed(match.start("name"), match["name"], lexis)
        named = name and not name.endswith(_ADJECTIVAL) and name.split(" ")[-1] not in _WIDE
        if named and _free(view, start, match.end("name"), lexis):
            yield Unlisted(view.start + start, view.start + match.end("name"), name, "city", seat=True)
    if view.sentence.kind in ("title", "heading"):
        return
    for match in _CAMP.finditer(view.text) if "Fort " in view.text or "Camp " in view.text else ():
        if _free(view, *match.span("name"), lexis):
            yield Unlisted(view.start + match.start("name"), view.start + match.end("name"), match["name"], "site")
    bare = _BARE.finditer(view.text) if _BARE_BEFORE.search(view.text) else ()
    there = () if view.words.isdisjoint(_THERE_WORDS) else _THERE.finditer(view.text)
    for match in (*bare, *there):
        name, start, end = match["name"], match.start("name"), match.end("name")
        if _plain(name, lexis) and _ends(view.text, match, lexis) and _free(view, start, end, lexis):
            yield Unlisted(view.start + start, view.start + end, name, "city")


def _label(name: str, match: re.Match[str]) -> tuple[str, str]:
    """Return how to print a place, and its kind."""
    if match["region"]:
        return name + REGION, "region"
    if match["named"]:
        return f"{name} {match['named'].title()}", "region"
    if match["site"]:
        return (f"{name} training ground" if name.endswith(_ADJECTIVAL) else name), "city"
    return name, "city"


def _trimmed(start: int, name: str, lexis: Lexis) -> tuple[int, str]:
    """Take words that are no names off the front ("In Tver region")."""
    while name and name.split(" ")[0].lower() in lexis.words_of("not_name"):
        head, _, name = name.partition(" ")
        start += len(head) + 1
    return start, name if _plain(name, lexis) else ""


def _plain(name: str, lexis: Lexis) -> bool:
    """True for a name none of whose words is a known other word, in capitals or possessive."""
    words = name.split(" ")
    common, no_place = lexis.words_of("not_name"), lexis.words_of("no_place")
    return bool(name) and not any(
        word.lower() in common
        or word.lower() in no_place
        or word.endswith(("'s", "’s"))
        or (len(word) > 1 and word.isupper())
        for word in words
    )


def _free(view: View, start: int, end: int, lexis: Lexis) -> bool:
    """True when no name, word of office or date of the tables stands there."""
    if any(date.start < end and start < date.end for date in view.dates):
        return False
    at, to = view.start + start, view.start + end
    roles = (h for h in view.of("roles") if view.text[h.start - view.start].isupper())
    return not any(h.start < to and at < h.end for h in (*view.of(*TABLES), *roles))


def _ends(text: str, match: re.Match[str], lexis: Lexis) -> bool:
    """True when a name ends there and qualifies no noun: "in Uvira last week", not "in Telegram posts"."""
    if match["after"] != " ":
        return True
    following = _NEXT.match(text, match.end())
    return following is not None and following.group().lower() in lexis.words_of("after_place")
