"""View -> speakers: everybody and everything in a sentence that could be said to say something."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from musterbook.codebook.match import Hit, fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View


@dataclass(frozen=True, slots=True)
class Speaker:
    """A possible source at [start, end) of the document.

    `label` is what may be printed (a role for a private person), `source` the codebook id or the label of somebody named,
    None for the unnamed. `kind`: person · group · outlet · office · document · product. `noun`: the role word it was
    recognised by. `refers`: it points back (he, the agency, this list). `of`: the source whose work or people it is.
    """

    start: int
    end: int
    label: str
    source: str | None
    kind: str
    noun: str = ""
    refers: bool = False
    of: str | None = None
    work: bool = False  # a work of the source stands right after its name ("X's count")


_SURNAME = re.compile(r"(?<=[a-z] )[A-Z][a-z’'-]{3,}(?! [A-Z])")
_NAME = re.compile(
    r"(?:[A-Z][\w’'-]*[a-z][\w’'-]*|[A-Z]\.)(?: (?:[A-Z]\.|(?:al|el|bin|van|von|de|der|di|du)[ -])?)"
    r"(?:(?<=[ -])[A-Z][\w’'-]*[a-z][\w’'-]*)(?: [A-Z][\w’'-]*[a-z][\w’'-]*)?"
)
_DETERMINED = re.compile(r"(?:\b(?:the|this|that|these|those|its|their|his|her|our|same)(?: [\w'’-]+){0,3} )$")
_WINDOW = 90  # code points after a name in which an apposition may say who it is


Cast = dict[str, Speaker]  # surname -> the holder of a public role whom the page has named in full


def cast_from_speakers(speakers: tuple[tuple[Speaker, ...], ...]) -> Cast:
    """Return the named people of a page by surname; two who share one are left out."""
    cast: Cast = {}
    shared: set[str] = set()
    for found in speakers:
        for speaker in found:
            if speaker.kind != "person" or not speaker.source or " " not in speaker.label:
                continue
            surname = speaker.label.split()[-1]
            if surname in cast and cast[surname].source != speaker.source:
                shared.add(surname)
            cast.setdefault(surname, speaker)
    return {name: speaker for name, speaker in cast.items() if name not in shared}


def _again(view: View, cast: Cast) -> list[Speaker]:
    """People named by surname after the page has named them in full."""
    found = []
    for surname, speaker in cast.items():
        if surname not in view.text:
            continue
        for match in re.finditer(rf"\b{re.escape(surname)}\b", view.text):
            found.append(replace(speaker, start=view.start + match.start(), end=view.start + match.end()))
    return found


def with_cast(view: View, speakers: tuple[Speaker, ...], cast: Cast) -> tuple[Speaker, ...]:
    """Add the people of the page's cast whom a sentence names by surname alone."""
    again = [a for a in _again(view, cast) if not any(s.start <= a.start < s.end for s in speakers)]
    return tuple(sorted((*speakers, *again), key=lambda s: (s.start, s.end))) if again else speakers


def noun_of(view: View, hit: Hit, lexis: Lexis) -> str:
    """Return the role a hit stands for: the row of just this form, or of the word when the form is broken by odd characters."""
    return lexis.lemmas.get(view.folded[hit.start - view.start : hit.end - view.start], hit.value)


def speakers_from_view(view: View, lexis: Lexis) -> tuple[Speaker, ...]:
    """Return the speakers of a sentence, left to right; a longer one swallows those inside it."""
    found = [*_sources(view, lexis), *_persons(view, lexis), *_roles(view, lexis), *_pronouns(view, lexis)]
    found.sort(key=lambda s: (s.start, -(s.end - s.start), s.refers))
    kept: list[Speaker] = []
    for speaker in found:
        if kept and speaker.start < kept[-1].end:
            continue
        if kept and speaker.source and not kept[-1].source and _names(view, kept[-1], speaker):
            kept[-1] = replace(speaker, start=kept[-1].start, noun=kept[-1].noun)
            continue
        if kept and _in_apposition(view, kept[-1], speaker):
            kept[-1] = replace(kept[-1], noun=kept[-1].noun or speaker.noun)
            continue
        kept.append(speaker)
    return tuple(kept)


_APPOSITION = re.compile(r"[\"”’*']*, (?:an?|the|its|one of the|itself an?) (?:[\w-]+ ){0,5}")


def _names(view: View, role: Speaker, named: Speaker) -> bool:
    """ "the project "Open Door"", "Telegram channel Baza": the role stands right before the name."""
    gap = view.text[role.end - view.start : named.start - view.start]
    if gap == ", " and role.kind == "outlet" and view.text[named.end - view.start :].startswith(","):
        return True
    return role.kind in ("outlet", "office") and named.kind != "person" and gap in (" ", ' "', " “", " ‘", " '", " *")


def _in_apposition(view: View, named: Speaker, role: Speaker) -> bool:
    """ "X, an independent outlet": the role only says what X is."""
    if not named.source or role.source or named.kind == "person":
        return False
    return bool(_APPOSITION.fullmatch(view.folded[named.end - view.start : role.start - view.start]))


def _sources(view: View, lexis: Lexis) -> list[Speaker]:
    """Named sources of the codebook; a work of theirs beside the name ("X's data", "an investigation by X") joins them."""
    found = []
    for hit in view.of("sources"):
        row = lexis.sources[hit.value]
        if row.name[:1].isupper() and view.text[hit.start - view.start : hit.end - view.start].islower():
            continue  # "times", "focus", "people": only a capital makes them an outlet
        if not _free_name(view, hit) or _employs(view, hit, lexis):
            continue
        end = _with_role_after(view, hit, lexis)
        label = (
            row.name
            if not lexis.is_person(row.id)
            else " ".join(view.text[hit.start - view.start : hit.end - view.start].split())
        )
        found.append(Speaker(hit.start, end, label, row.id, lexis.kind_of_source(row.kind), work=end > hit.end))
    return found


def _free_name(view: View, hit: Hit) -> bool:
    """A name inside a longer name of a formation or place is not a source ("Moscow Times Square")."""
    return not any(
        other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
        for other in view.of("formations", "places")
    )


def _employs(view: View, hit: Hit, lexis: Lexis) -> bool:
    """ "X deputy Anna Petrash": the name only says where somebody else belongs; an outlet's own people still speak for it."""
    after = next((h for h in view.of("roles") if 0 < h.start - hit.end <= 2), None)
    if after is None:
        return False
    noun = noun_of(view, after, lexis)
    named = view.text[after.end - view.start : after.end - view.start + 2].strip()[:1].isupper()
    return named and lexis.roles[noun][0] == "person" and noun not in lexis.words_of("newsroom")


def _with_role_after(view: View, hit: Hit, lexis: Lexis) -> int:
    """Extend over a role word of work that follows the name: "X investigation", "X's own data", "X study"."""
    rest = view.folded[hit.end - view.start :]
    after = re.match(r"(?:'s?)?(?: own| latest| new| open| official)? ([\w-]+)", rest)
    word = after.group(1) if after else ""
    if (
        after
        and lexis.roles.get(lexis.lemma(word), ("", ""))[0] in ("product", "group")
        and not _is_verb(word, view, hit.end + after.end(), lexis)
    ):
        return hit.end + after.end()
    return hit.end


def _is_verb(word: str, view: View, end: int, lexis: Lexis) -> bool:
    """ "Baza reports, …" has a verb, "Baza reports say" and "Baza's reports" a noun."""
    if word not in lexis.verbs:
        return False
    rest = view.folded[end - view.start :]
    return not re.match(r" (?:say|said|show|indicate|suggest|claim|put|of|by|from|had|has|have|found|reveal)", rest)


def _persons(view: View, lexis: Lexis) -> list[Speaker]:
    """Capitalised full names. A name is kept for holders of public roles; anybody else is printed by role only."""
    found = []
    names = view.of("sources", "formations", "places", "terms", "eras")
    for match in sorted((*_NAME.finditer(view.text), *_surnames(view, lexis)), key=lambda m: m.start()):
        start, end = view.start + match.start(), view.start + match.end()
        if any(hit.start < end and start < hit.end for hit in names):
            continue
        words = match.group().split()
        if any(fold(word.rstrip(".")) in lexis.words_of("not_name") for word in words):
            continue
        role, private, begin = _role_beside(view, match.start(), match.end(), lexis)
        if private or not role:
            label = role or min(lexis.words_of("unnamed_person"))
            found.append(Speaker(view.start + begin, end, label, None, "person", role.split()[-1] if role else ""))
        else:
            label = match.group().replace("’", "'")
            found.append(Speaker(view.start + begin, end, label, fold(label), "person", role.split()[-1]))
    return found


def _surnames(view: View, lexis: Lexis) -> list[re.Match[str]]:
    """A single capitalised word right after a role: "district head Antipov"."""
    roles = ((h, lexis.roles[noun_of(view, h, lexis)][0]) for h in view.of("roles"))
    ends = {h.end - view.start + 1 for h, kind in roles if kind == "person"}
    return [m for m in _SURNAME.finditer(view.text) if m.start() in ends]


def _role_beside(view: View, start: int, end: int, lexis: Lexis) -> tuple[str, bool, int]:
    """Return (role words, private?, where the role begins) of a name at [start, end) of the sentence."""
    before = [h for h in view.of("roles") if h.end - view.start <= start and start - (h.end - view.start) <= 2]
    if before:
        hit = before[-1]
        noun = view.folded[hit.start - view.start : hit.end - view.start]
        begin = hit.start
        for other in reversed(before[:-1] or [h for h in view.of("roles") if h.end <= hit.start]):
            if 0 <= begin - other.end <= 1:
                begin = other.start
        return _label(view, hit, lexis), lexis.private(noun), begin - view.start
    window = view.folded[end : end + _WINDOW]
    if window.startswith((",", " -", " (", " of ", " from ")):
        stop = min(
            (i for i in (window.find(" that ", 1), window.find(". ", 1), window.find(";", 1)) if i > 0), default=_WINDOW
        )
        after = [h for h in view.of("roles", "sources") if end < h.start - view.start < end + stop]
        for hit in after:
            noun = view.folded[hit.start - view.start : hit.end - view.start]
            if hit.table == "sources" or not lexis.private(noun):
                return noun, False, start
        if after:
            noun = view.folded[after[0].start - view.start : after[0].end - view.start]
            return noun, True, start
    return "", False, start


_DETERMINER = re.compile(r"\b(?:an?|the|one|another|some|that|this|its|their|our|his|her) ((?:[\w'’-]+ ){0,3})$")
_CLOSE_TO = re.compile(r" close to (?:the )?(?:[\w-]+ ){0,2}[\w-]+")


def _label(view: View, hit: Hit, lexis: Lexis) -> str:
    """The role as printed: its adjectives and its noun, without article: "former soldier", "human rights activists"."""
    start, end = hit.start - view.start, hit.end - view.start
    determined = _DETERMINER.search(view.left(start))
    loose = re.search(r"(?:[\w'’-]+ ){0,3}$", view.left(start))
    words = determined.group(1).split() if determined else loose.group().split() if loose else []
    kept: list[str] = []
    for word in reversed(words):
        known = word in lexis.words_of("adjective")
        if not any(c.isalpha() for c in word) or word in ("of", "for"):
            break
        if not known and (
            not determined or word in lexis.words_of("noun_stop") or word in lexis.verbs or word.endswith("'s")
        ):
            break
        kept.insert(0, word)
    noun = view.folded[start:end]
    who = re.match(
        r" who (?:has |had |himself |herself |once )?(\w+ed)\b(?= ?[,.;]| and\b| in\b| from\b|$| said| told)",
        view.folded[end:],
    )
    if who and not kept and lexis.private(noun):
        kept = [who.group(1)]
    size = len(" ".join(kept)) + 1 if kept and not who else 0
    label = " ".join([*kept, noun]) if not size else _as_written(view, start - size, end)
    close = _CLOSE_TO.match(view.folded[end:])
    return label + (close.group() if close else "")


def _as_written(view: View, start: int, end: int) -> str:
    """The words with their capitals; the capital of a sentence's first word says nothing, unless others follow it."""
    words = " ".join(view.text[start:end].split())
    return words[:1].lower() + words[1:] if start == 0 and not view.of("countries") else words


def _roles(view: View, lexis: Lexis) -> list[Speaker]:
    """Role words: "an unnamed lawyer", "court records", "the agency", "sources within X", "the newspaper Y"."""
    found = []
    spoken = bool(view.of("cues"))
    for hit in view.of("roles"):
        start, end = hit.start - view.start, hit.end - view.start
        noun = noun_of(view, hit, lexis)
        kind, _ = lexis.roles[noun]
        if kind in ("person", "group") and (not spoken or _COUNTED.search(view.left(start))):
            continue  # nothing is said here, so nobody of these says it
        if kind not in ("person", "group") and _modifies(view, end, lexis):
            continue
        if view.folded[end : end + 1] == "-" or view.folded[start - 1 : start] == "-":
            continue
        refers = bool(_DETERMINED.search(view.left(start)))
        if (
            _OURS.search(view.left(start))
            if kind == "product"
            else kind == "outlet" and view.left(start).endswith("this ")
        ):
            found.append(Speaker(hit.start, hit.end, noun, None, "self", noun, True))
            continue
        named = _named_outlet(view, end, noun, lexis) if kind == "outlet" else None
        if named:
            label, stop = named
            found.append(Speaker(hit.start, view.start + stop, label, fold(label), "outlet", noun))
            continue
        if kind in ("outlet", "office") and (apposed := _apposed_to(view, start, lexis)):
            found.append(apposed)
            continue
        maker, stop = _maker(view, hit, lexis)
        if kind == "office" and (
            work := re.match(
                r" (?:data|figures|statistics|documents?|reply|report|review|update|numbers|records|statement|estimates?)\b(?! by)",
                view.folded[end:],
            )
        ):
            stop = end + work.end()
        label = _label(view, hit, lexis)
        if kind == "product" and maker in lexis.sources:
            row = lexis.sources[maker]
            found.append(
                Speaker(hit.start, view.start + stop, row.name, row.id, lexis.kind_of_source(row.kind), noun, work=True)
            )
            continue
        if noun in lexis.words_of("anonymous"):
            label, maker = (
                (
                    f"{noun} in {lexis.sources[maker].name if maker in lexis.sources else maker}"
                    if maker
                    else _close(view, end, noun)
                ),
                None,
            )
        theirs = bool(_PERSONS.search(view.left(start)))
        of = "he" if kind == "product" and theirs and not maker else maker
        found.append(Speaker(hit.start, max(hit.end, view.start + stop), label, None, kind, noun, refers, of))
    return found


_NAME_BEFORE = re.compile(
    r"(?:^|(?<=[.,;] )|(?<=[a-z] ))([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}), (?:an?|the) (?:[\w-]+ ){0,4}$"
)


def _apposed_to(view: View, start: int, lexis: Lexis) -> Speaker | None:
    """ "Opendatum, a service that …": a name the codebook does not know, said to be an outlet or an office."""
    match = _NAME_BEFORE.search(view.text[max(0, start - 90) : start])
    if match is None:
        return None
    at = view.start + max(0, start - 90) + match.start(1)
    name = match.group(1)
    taken = any(
        h.start < at + len(name) and at < h.end for h in view.of("sources", "places", "formations", "roles", "terms")
    )
    if taken or any(fold(word) in lexis.words_of("not_name") for word in name.split()) or name.isupper():
        return None
    return Speaker(at, at + len(name), name, fold(name), "outlet")


_COUNTED = re.compile(
    r"\bat the $|\b(?:numbers?|total|count|share|proportion|lists?|names|flight|cases?) of (?:the |its |their )?(?:[\w-]+ )?$"
)
_PERSONS = re.compile(r"\b(?:his|her) (?:own )?(?:[\w-]+ )?$")
_OURS = re.compile(r"\bour (?:own )?(?:[\w-]+ )?$")


def _close(view: View, end: int, noun: str) -> str:
    """ "A source close to the command" is told by whom it is close to; a bare source is anonymous."""
    match = _CLOSE_TO.match(view.folded[end:])
    return noun + match.group() if match else "anonymous source"


def _modifies(view: View, end: int, lexis: Lexis) -> bool:
    """ "military courts", "army deserters": the word only qualifies the noun after it."""
    match = re.match(r" ([a-z][\w'-]*)", view.folded[end:])
    if match is None or not view.text[end + 1 : end + 2].islower():
        return False
    word = match.group(1)
    if lexis.roles.get(lexis.lemma(word), ("", ""))[0] in ("product", "document"):
        return False
    if word in lexis.verbs or word in lexis.words_of("noun_stop") or word in lexis.words_of("verbish"):
        return False
    return not word.endswith(("ed", "ly", "ing")) and word not in (
        "close",
        "quoted",
        "run",
        "seen",
        "there",
        "close",
        "dated",
        "known",
        "thought",
        "held",
        "led",
        "meant",
    )


def _named_outlet(view: View, end: int, noun: str, lexis: Lexis) -> tuple[str, int] | None:
    """The capitalised or quoted name after a word for an outlet that the codebook does not know: the newspaper "Vesti"."""
    match = re.match(r" [\"“‘'*]?([A-Z][\w.’'-]*(?: [A-Z0-9][\w.’'-]*){0,3})[\"”’'*]?", view.text[end:])
    if not match or any(
        h.start - view.start < end + match.end() and end + 1 <= h.start - view.start for h in view.of("sources")
    ):
        return None
    if fold(match.group(1).split()[0]) in lexis.words_of("not_name"):
        return None
    return match.group(1).rstrip(".'’"), end + match.end()


def _maker(view: View, hit: Hit, lexis: Lexis) -> tuple[str | None, int]:
    """The source within which an unnamed one stands, or whose work it is: "sources within X", "documents of X"."""
    rest = view.folded[hit.end - view.start :]
    match = re.match(r" (?:(?:with)?in(?:side)?|from|of|by|at)(?: the)? [*\"“'‘]?", rest)
    if not match:
        return None, 0
    at = hit.end + match.end()
    for other in view.of("sources"):
        if (
            at <= other.start <= at + 40
            and _plain(view, at, other.start)
            and not _acts_between(view, at, other.start, lexis)
        ):
            return other.value, other.end - view.start
    if rest[: match.end() + 5].endswith(" this "):
        return None, 0
    for other in view.of("roles"):
        kind = lexis.roles[noun_of(view, other, lexis)][0]
        if at <= other.start <= at + 30 and kind in ("office", "outlet", "group") and _plain(view, at, other.start):
            return _label(view, other, lexis), other.end - view.start
    return None, 0


def _acts_between(view: View, start: int, end: int, lexis: Lexis) -> bool:
    """A verb stands between: "a source in the police told X" is not within X."""
    words = re.findall(r"[\w'-]+", view.folded[start - view.start : end - view.start])
    if {"is", "are", "was", "were", "this", "that", "it"} & {*words}:
        return True
    return any(word in lexis.verbs or word in lexis.words_of("verbish") for word in words)


def _plain(view: View, start: int, end: int) -> bool:
    return not re.search(r"[,.;:()]", view.folded[start - view.start : max(start, end) - view.start])


def _pronouns(view: View, lexis: Lexis) -> list[Speaker]:
    found = []
    for match in re.finditer(r"\b(?:he|she|they|it|we)\b", view.folded):
        word = match.group()
        kind = {"he": "person", "she": "person", "they": "group", "it": "outlet", "we": "self"}[word]
        found.append(Speaker(view.start + match.start(), view.start + match.end(), word, None, kind, word, True))
    return found
