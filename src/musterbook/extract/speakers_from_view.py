"""View -> speakers: everybody and everything in a sentence that could be said to say something."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.codebook.match import Hit, fold
from musterbook.extract.bodies_from_speakers import Bodies, bodies_again
from musterbook.extract.formations_from_view import formations_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import NOTHING, Capitals, Speaker, names_from_view
from musterbook.extract.speakers_from_roles import label_of, noun_of, speakers_from_roles, takes_name
from musterbook.extract.views_from_page import View

_SURNAME = re.compile(r"[A-Z](?<=[a-z] [A-Z])[a-z’'-]{3,}(?! [A-Z])")
_NAME = re.compile(
    r"[A-Z](?:[\w’'-]*[a-z][\w’'-]*|\.)(?: (?:[A-Z]\.|(?:al|el|bin|van|von|de|der|di|du)[ -])?)"
    r"(?:(?<=[ -])[A-Z][\w’'-]*[a-z][\w’'-]*)(?: [A-Z][\w’'-]*[a-z][\w’'-]*)?"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_HEADED = re.compile(r" (?:of|for|at|in) (?:the )?[A-Z][\w’'-]+(?: (?:of |for |and )?(?:the )?[A-Z][\w’'-]+){0,5}, $")
_PICTURE = re.compile(
    r"\W{0,3}(?:(?:file|archive|illustrative|cover|press|stock|lead|main|archival|courtesy|handout) )?"
    r"(?:photo(?:graph)?|illustration|image|picture|video|footage|screenshot|screen ?grab|collage|graphic|drawing|photo ?illustration)s?"
    r"(?: (?:credit|source|courtesy|by|from|via|courtesy of)s?)?(?:\s?[:/©|]| by (?=[\w. ]{2,30}[.)]?$)| - )"
)
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


def with_bodies(
    view: View, found: tuple[Speaker, ...], bodies: Bodies, lexis: Lexis, page: Capitals
) -> tuple[Speaker, ...]:
    """The speakers of a sentence, read again where it names a body that the page presents elsewhere."""
    again = bodies_again(view, bodies, found) if bodies else []
    return speakers_from_view(view, lexis, page, again) if again else found


def speakers_from_view(
    view: View, lexis: Lexis, page: Capitals = NOTHING, again: list[Speaker] | None = None
) -> tuple[Speaker, ...]:
    """Return the speakers of a sentence, left to right; a longer one swallows those inside it. `again`: bodies the page has named."""
    if _PICTURE.match(view.folded):
        return ()  # who took a picture told nothing
    named = [*names_from_view(view, lexis, page), *(again or ())]
    found = [
        *_sources(view, lexis),
        *named,
        *_units(view, lexis),
        *_persons(view, named, lexis),
        *speakers_from_roles(view, lexis, named),
        *_pronouns(view, lexis),
    ]
    found.sort(key=lambda s: (s.start, -(s.end - s.start), s.refers))
    kept: list[Speaker] = []
    for speaker in found:
        if kept and speaker.start < kept[-1].end:
            continue
        if kept and speaker.source and not kept[-1].source and _names(view, kept[-1], speaker):
            kept[-1] = replace(speaker, start=kept[-1].start, noun=kept[-1].noun)
            continue
        if kept and _shortens(view, kept[-1], speaker):
            continue
        if kept and _in_apposition(view, kept[-1], speaker):
            kept[-1] = replace(kept[-1], noun=kept[-1].noun or speaker.noun)
            continue
        kept.append(speaker)
    return tuple(kept)


_OF = re.compile(r"\b(?:of|from|in|with|at|by|to|near|against)(?: the)? $")
_SAYS = re.compile(r"(?:'s? press (?:service|office|centre|center))? (?:has |had |also |later |itself |now )*")


def _units(view: View, lexis: Lexis) -> list[Speaker]:
    """A unit that says something, not one that does: "the 3rd Assault Brigade reported"."""
    found = []
    for unit in formations_from_view(view, lexis) if view.of("cues") else ():
        if _OF.search(view.left(unit.start - view.start)):
            continue  # "a soldier of the 3rd Brigade said"
        for cue in view.of("cues"):
            rows = lexis.cues.get(cue.value, ())
            says = any(
                row.form == "S cue C" and row.family in ("says", "estimates", "claims", "denies") for row in rows
            )
            if (
                says
                and unit.end < cue.start
                and _SAYS.fullmatch(view.folded[unit.end - view.start : cue.start - view.start])
            ):
                found.append(Speaker(unit.start, unit.end, unit.label, fold(unit.label), "office"))
                break
    return found


_APPOSITION = re.compile(r"[\"”’*']*, (?:an?|the|its|one of the|itself an?) (?:[\w-]+ ){0,5}")


_COPULA = re.compile(  # "X, and that's an independent outlet", "X is a deputy in the assembly"
    r"[\"”’')*]*(?:,? (?:and |but )?(?:which|who|that|it|they|he|she))?(?:'s| is| are|'re| was| were| has been)"
    r" (?:also |itself |now |not |just )?(?:an?|one of the) (?:[\w-]+ ){0,5}"
)


def _shortens(view: View, named: Speaker, short: Speaker) -> bool:
    """ "The Free Soldiers Council (FSC)": the letters in brackets are those of the name before them."""
    if view.text[named.end - view.start : short.start - view.start] != " (" or not named.source:
        return False
    letters = view.text[short.start - view.start : short.end - view.start]
    initials = "".join(word[0] for word in named.label.split())
    return letters.isupper() and letters[0] == initials[0] and letters[-1] in initials


_ENDS = re.compile(r"[,.;:)]|$| (?:who|in|from|of|at|for|with) ")
_SPOKEN_TO = re.compile(
    r"\b(?:interview|conversation|talk|comments?|reply|answer|response|statement|remarks|letter|message|speaking|talking|e-?mail|asked)"
    r" (?:with|to|for|on|by) (?:the )?$"
)


def _names(view: View, role: Speaker, named: Speaker) -> bool:
    """ "the project "Open Door"", "Telegram channel Baza": the role stands right before the name."""
    gap = view.text[role.end - view.start : named.start - view.start]
    if role.kind == named.kind == "person":
        aside = gap == ", " and view.text[named.end - view.start :].startswith(",")
        return aside or (gap == " " and not role.of)
    if gap == ", " and role.kind == "outlet" and view.text.startswith((",", ".", ";", ")"), named.end - view.start):
        return True
    if gap == ", " and role.kind == named.kind == "person":
        return True  # "its spokesman, Petro Kovalchuk"
    return role.kind in ("outlet", "office") and named.kind != "person" and gap in (" ", ' "', " “", " ‘", " '", " *")


def _in_apposition(view: View, named: Speaker, role: Speaker) -> bool:
    """ "X, an independent outlet": the role only says what X is."""
    if not named.source or role.source or (named.kind == "person") != (role.kind == "person"):
        return False  # "in a talk with X, a lawyer said …": an outlet is nobody's lawyer
    if _SPOKEN_TO.search(view.left(named.start - view.start)):
        return False  # "in an interview with X, the office said"
    if role.kind == "person" and not _ENDS.match(view.folded, role.end - view.start):
        return False  # "told X, a lawyer said"
    gap = view.folded[named.end - view.start : role.start - view.start]
    return bool(_APPOSITION.fullmatch(gap) or _COPULA.fullmatch(gap))


def _sources(view: View, lexis: Lexis) -> list[Speaker]:
    """Named sources of the codebook; a work of theirs beside the name ("X's data", "an investigation by X") joins them."""
    found = []
    for hit in view.of("sources"):
        row = lexis.sources[hit.value]
        if row.name[:1].isupper() and view.text[hit.start - view.start : hit.end - view.start].islower():
            continue  # "times", "focus", "people": only a capital makes them an outlet
        if (
            re.match(r"-\w", view.text[hit.end - view.start :])
            or not _free_name(view, hit)
            or _employs(view, hit, lexis)
            or (lexis.is_person(row.id) and _is_private(view, hit, lexis))
        ):
            continue
        end = _with_role_after(view, hit, lexis)
        words = " ".join(view.text[hit.start - view.start : hit.end - view.start].split())
        label = words if lexis.is_person(row.id) and " " in words else row.name
        found.append(Speaker(hit.start, end, label, row.id, lexis.kind_of_source(row.kind), work=end > hit.end))
    return found


_TITLED = re.compile(r" ?|(?: (?:of|from|in|with) [^,;.:]{3,50})?, ")
_CALLED = re.compile(r", (?:an?|the|another|one|his|her) (?:[\w-]+ ){0,3}")


def _is_private(view: View, hit: Hit, lexis: Lexis) -> bool:
    """A soldier may be called as a minister is."""
    return bool(_private_beside(view, hit.start - view.start, hit.end - view.start, lexis))


def _private_beside(view: View, start: int, end: int, lexis: Lexis) -> str:
    """The private role told beside a name: "Private X", "a soldier of the 3rd Brigade, X", "X, a mobilised soldier"; "" for none."""
    for role in view.of("roles"):
        noun = noun_of(view, role, lexis)
        if not (lexis.private(noun) or lexis.private(noun.split()[-1])):
            continue
        at = role.start - view.start
        if view.folded.startswith("' ", role.end - view.start):
            continue  # "a prisoners' advocate"
        if at < start and _TITLED.fullmatch(view.folded, role.end - view.start, start):
            return noun
        if at > end and _CALLED.fullmatch(view.folded, end, at):
            return noun
    return ""


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
        and (after.group().startswith("'") or not _is_verb(word, view, hit.end + after.end(), lexis))
    ):
        return hit.end + after.end()
    return hit.end


_ONE_NAME = re.compile(r"[^s\W][\"”’'*]* $")


def _is_verb(word: str, view: View, end: int, lexis: Lexis) -> bool:
    """ "Baza reports, …" has a verb, "Baza reports say" and "Baza's reports" a noun."""
    if word not in lexis.verbs or (
        word[-1] != "s" and word in lexis.roles and _ONE_NAME.search(view.text, 0, end - len(word) - view.start)
    ):
        return False  # after one name the verb would end in -s
    rest = view.folded[end - view.start :]
    return not re.match(r" (?:say|said|show|indicate|suggest|claim|put|of|by|from|had|has|have|found|reveal)", rest)


def _persons(view: View, named: list[Speaker], lexis: Lexis) -> list[Speaker]:
    """Capitalised full names. A name is kept for holders of public roles; anybody else is printed by role only."""
    found: list[Speaker] = []
    matches = sorted((*_NAME.finditer(view.text), *_surnames(view, lexis)), key=lambda m: m.start())
    if not matches:
        return found
    taken = [(h.start, h.end) for h in view.of("sources", "formations", "places", "terms", "eras")]
    bodies = [(h.start, h.end) for h in view.of("roles")] + [(s.start, s.end) for s in named]
    called = {h.end for h in view.of("roles") if takes_name(noun_of(view, h, lexis), lexis)}
    titles = {h.start: h.end for h in view.of("roles") if lexis.roles[noun_of(view, h, lexis)][0] == "person"}
    for match in matches:
        start, end = view.start + match.start(), view.start + match.end()
        end -= len(match.group()) - len(_POSSESSIVE.sub("", match.group()))
        if any(a < end and start < b for a, b in taken) or any(a <= start and end <= b for a, b in bodies):
            continue  # "Migration Department"
        if start - 1 in called:
            continue  # "the rights group Way Home"
        if titles.get(start, end) < end:
            start = titles[start] + 1  # "Colonel Petrov"
            if whole := _NAME.match(view.text, start - view.start):  # "Defence Minister Anna Berg"
                end = max(end, view.start + len(_POSSESSIVE.sub("", whole.group())) + whole.start())
        name = view.text[start - view.start : end - view.start]
        if any(fold(word.rstrip(".")) in lexis.words_of("not_name") for word in name.split()):
            continue
        role, private, begin = _role_beside(view, start - view.start, end - view.start, lexis)
        label = name.replace("’", "'") if role and not private else role or min(lexis.words_of("unnamed_person"))
        known = fold(label) if role and not private else None
        found.append(Speaker(view.start + begin, end, label, known, "person", role.split()[-1] if role else ""))
    return found


def _surnames(view: View, lexis: Lexis) -> list[re.Match[str]]:
    """A single capitalised word right after a role: "district head Antipov"."""
    roles = ((h, lexis.roles[noun_of(view, h, lexis)][0]) for h in view.of("roles"))
    ends = {h.end - view.start + 1 for h, kind in roles if kind == "person"}
    return [m for m in _SURNAME.finditer(view.text) if m.start() in ends] if ends else []


def _role_beside(view: View, start: int, end: int, lexis: Lexis) -> tuple[str, bool, int]:
    """Return (role words, private?, where the role begins) of a name at [start, end) of the sentence."""
    before = [h for h in view.of("roles") if h.end - view.start <= start and start - (h.end - view.start) <= 2]
    if before:
        hit = before[-1]
        noun = view.folded[hit.start - view.start : hit.end - view.start]
        begin = hit.start
        for other in reversed(before[:-1] or [h for h in view.of("roles") if h.end <= hit.start]):
            inside = any(s.start <= other.start and other.end <= s.end for s in view.of("sources"))
            if 0 <= begin - other.end <= 1 and not inside:
                begin = other.start
        return label_of(view, hit, lexis), lexis.private(noun), begin - view.start
    headed = _HEADED.search(view.text[max(0, start - _WINDOW) : start])
    if headed and (of := [h for h in view.of("roles") if h.end - view.start == start - len(headed.group())]):
        return noun_of(view, of[-1], lexis), lexis.private(noun_of(view, of[-1], lexis)), start
    if noun := _private_beside(view, start, end, lexis):
        return noun, True, start
    left = _WHO.match(view.folded, end)
    did = lexis.group("departure") | lexis.group("left")
    if left and any(h.start - view.start == left.end() and h.value in did for h in view.of("lexicon")):
        return "", True, start  # "X, who deserted in May"
    window = view.folded[end : end + _WINDOW]
    if window.startswith((",", " -", " (", " of ", " from ")) and not window.startswith(_GOES_ON):
        stop = min(
            (i for i in (window.find(" that ", 1), window.find(". ", 1), window.find(";", 1)) if i > 0), default=_WINDOW
        )
        after = [h for h in view.of("roles", "sources") if end < h.start - view.start < end + stop]
        after = [h for h in after if not view.folded.startswith(_OWNS, h.end - view.start)]  # "a prisoners' advocate"
        for hit in after:
            noun = view.folded[hit.start - view.start : hit.end - view.start]
            if hit.table == "sources" or not lexis.private(noun):
                return noun, False, start
        if after:
            noun = view.folded[after[0].start - view.start : after[0].end - view.start]
            return noun, True, start
    return "", False, start


_OWNS = ("' ", "'s ")
_GOES_ON = (", and ", ", but ", ", while ", ", as ", ", so ", ", or ")  # what follows is not said of the name
_WHO = re.compile(r",? who (?:has |had )?(?:himself |herself |also |since |later )?")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|we)\b")
_PRONOUN_KINDS = {"he": "person", "she": "person", "they": "group", "it": "outlet", "we": "self"}


def _pronouns(view: View, lexis: Lexis) -> list[Speaker]:
    found: list[Speaker] = []
    if view.words.isdisjoint(_PRONOUN_KINDS):
        return found
    for match in _PRONOUN.finditer(view.folded):
        word = match.group()
        kind = _PRONOUN_KINDS[word]
        found.append(Speaker(view.start + match.start(), view.start + match.end(), word, None, kind, word, True))
    return found
