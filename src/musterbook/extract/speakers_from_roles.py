"""View -> speakers: role words that stand for somebody: "an unnamed lawyer", "court records", "the agency", "sources within X"."""

from __future__ import annotations

import itertools

from musterbook import regex as re
from musterbook.codebook.match import Hit, fold
from musterbook.extract.court_papers_from_view import court_papers
from musterbook.extract.formations_from_view import formations_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.owners_from_view import owner_of_work
from musterbook.extract.views_from_page import View

_DETERMINED = re.compile(r"(?:\b(?:the|this|that|these|those|its|their|his|her|our|same)(?: (?!one )[\w'’-]+){0,3} )$")
_DETERMINER = re.compile(r"\b(?:an?|the|one|another|some|that|this|its|their|our|his|her) ((?:[\w'’-]+ ){0,3})$")
_LAST_WORDS = re.compile(r"(?:[\w'’-]+ ){0,3}$")
LABEL = 80  # code points before a noun in which the words that belong to it stand
_WHO = re.compile(r" who (?:has |had |himself |herself |once )?(\w+ed)\b(?= ?[,.;]| and\b| in\b| from\b|$| said| told)")
_IS_CLOSE_TO = re.compile(r" close to (?:the |an? )?(?:[\w-]+ )?$")
_QUALIFIED = re.compile(r" ([a-z][\w'-]*)")
_OF_ONE = re.compile(r" of (?:an?|one|another) ((?:[\w-]+ )?[\w-]+)(?= [\w]|[,.;]|$)")
_CLOSE_TO = re.compile(r" close to (the )?([\w-]+(?: [\w-]+){0,2})")


def noun_of(view: View, hit: Hit, lexis: Lexis) -> str:
    """Return the role a hit stands for: the row of just this form, or of the word when the form is broken by odd characters."""
    return lexis.lemmas.get(view.folded[hit.start - view.start : hit.end - view.start], hit.value)


def label_of(view: View, hit: Hit, lexis: Lexis) -> str:
    """The role as printed: its adjectives and its noun, without article: "former soldier", "human rights activists"."""
    start, end = hit.start - view.start, hit.end - view.start
    before = view.last(start, 4)[-LABEL:]  # neither pattern reaches further back
    determined = _DETERMINER.search(before) if before.endswith(" ") else None
    loose = None if determined else _LAST_WORDS.search(before)
    words = determined.group(1).split() if determined else loose.group().split() if loose else []
    kept: list[str] = []
    for word in reversed(words):
        known = word in lexis.words_of("adjective")
        odd = not word.isalpha() and (any(c.isdigit() for c in word) or not any(c.isalpha() for c in word))
        if odd or word in ("of", "for", "one", "another"):
            break
        if not known and (
            not determined or word in lexis.words_of("noun_stop") or word in lexis.verbs or word.endswith("'s")
        ):
            break
        kept.insert(0, word)
    noun = view.folded[start:end]
    who = _WHO.match(view.folded, end)
    if who and not kept and lexis.private(noun):
        kept = [who.group(1)]
    size = len(" ".join(kept)) + 1 if kept and not who else 0
    label = " ".join([*kept, noun]) if not size else _as_written(view, start - size, end)
    kin = _OF_ONE.match(view.folded[end:]) if lexis.private(noun) else None
    if kin and lexis.lemma(kin.group(1).split()[-1]) in lexis.roles:
        return f"{label} of a {kin.group(1)}"
    return label + (_close_to(view.folded[end:], lexis) or _belongs(view, start - size, end, noun, lexis))


_ONE = re.compile(r"(?:\b(?:an?|one|another|the) (?:[\w'-]+ ){0,2}|^)$", re.I)
_BELONGS = re.compile(
    r" (?:of|in|at|for|from) (?:(?:the|an?|its|that|his|her) )?[\w’'-]+(?: (?:(?:of|for|in) (?:the )?)?[\w’'-]+){0,5}"
)
_BELONGS_END = re.compile(r"[\w’'-]+")
LONGEST_BODY = 6  # words


def _belongs(view: View, start: int, end: int, noun: str, lexis: Lexis) -> str:
    """Whose somebody is who is told by no name: "a lawyer in the Rostov region", "the mayor of al-Qaim"."""
    if lexis.roles.get(noun, ("",))[0] != "person" or not _ONE.search(view.left(start)):
        return ""
    match = _BELONGS.match(view.text, end)
    if match is None:
        return ""
    words: list[str] = []
    for word in match.group().split()[:LONGEST_BODY]:
        folded = fold(word)
        verb = lexis.lemma(folded) in lexis.verbs or folded in lexis.verbs or folded in lexis.words_of("verbish")
        if words and verb and word.islower():
            break
        words.append(word)
    return " " + " ".join(words) if len(words) > 1 else ""


def _close_to(behind: str, lexis: Lexis) -> str:
    """Whom somebody is close to: "a source close to the investigation", but no word of "told the agency" after it."""
    close = _CLOSE_TO.match(behind)
    if close is None:
        return ""
    words = list(
        itertools.takewhile(
            lambda word: lexis.lemma(word) not in lexis.verbs and word not in lexis.verbs, close[2].split()
        )
    )
    return f" close to {close[1] or ''}{' '.join(words)}" if words else ""


def _as_written(view: View, start: int, end: int) -> str:
    """The words with their capitals; the capital of a sentence's first word says nothing, unless others follow it."""
    words = " ".join(view.text[start:end].split())
    return words[:1].lower() + words[1:] if start == 0 and not view.of("countries") else words


def speakers_from_roles(view: View, lexis: Lexis, named: list[Speaker]) -> list[Speaker]:
    """Role words: "an unnamed lawyer", "court records", "the agency", "sources within X", "the newspaper Y"."""
    found = court_papers(view, lexis)
    spoken = bool(view.of("cues"))
    for hit in view.of("roles"):
        noun = noun_of(view, hit, lexis)
        if not _idle(view, hit, lexis.roles[noun][0], spoken, lexis):
            found.append(_named_role(view, hit, noun, lexis) or _role(view, hit, noun, named, lexis))
    return found


_NO_WORK = {
    "head": re.compile(r"\bhead[ -]counts?\b"),  # a tally
    "paper": re.compile(r"\bon paper\b"),  # "on paper he had run away"
    "post": re.compile(
        r"\b(?:their|his|her|my|our|your|combat|battle|guard|sentry|border|command|at|from|of) posts?\b"
    ),
    "group": re.compile(
        r"\b(?:age|larger|largest|smaller|smallest|bigger|biggest|second|third|latter|control) group\b"
    ),
    "article": re.compile(
        r"article \d|articles? of\b|is article|(?:nder (?:that|the|this)|same|said) article"
    ),  # of a code
}


def _idle(view: View, hit: Hit, kind: str, spoken: bool, lexis: Lexis) -> bool:
    """The word is nobody who could speak: it only qualifies another, is counted, or is part of a unit's name."""
    start, end = hit.start - view.start, hit.end - view.start
    if kind == "product" and _NUMBERED.match(view.folded, end):
        return True  # "Article 337"
    noun = noun_of(view, hit, lexis)
    if kind in ("person", "group") and (not (spoken or _opens(view, start)) or _COUNTED.search(view.last(start, 4))):
        return True  # nothing is said here, so nobody of these says it
    headed = kind == "office" and view.folded.startswith(" of ", end)  # "the command of the 5th Division"
    if kind not in ("person", "group") and not headed and _modifies(view, end, lexis):
        return True
    if kind == "outlet" and _SAID_TO_BE.search(view.left(start)) and not _NAMES_IT.match(view.text, end):
        return True  # "they're an independent outlet"
    if noun in _NO_WORK and _NO_WORK[noun].search(view.folded[max(0, start - 10) : end + 8]):
        return True
    if _IS_CLOSE_TO.search(view.left(start)):
        return True  # "a source close to the investigation": the source speaks
    if any(f.start < hit.start and hit.end <= f.end for f in view.of("formations", "levels")):
        return True  # "8th Combined Arms Army"
    return view.folded[end : end + 1] == "-" or view.folded[start - 1 : start] == "-"


_SAID_TO_BE = re.compile(
    r"\b(?:it|they|this|that|who|which)(?:'s|'re| is| are| was| were) (?:also |itself )?an? (?:[\w-]+ ){0,3}$"
)
_NAMES_IT = re.compile(r",? [\"“‘'*(]*(?:called |named |known as |by the name of )?[\"“‘'*(]*[A-Z]")
_NUMBERED = re.compile(r"\.? (?:no\.? ?|number )?\d")


def takes_name(noun: str, lexis: Lexis) -> bool:
    """The role is one whose name may stand right after it: "the newspaper Y", "the group Y"; not "the ministry Y"."""
    kind = lexis.roles[noun][0]
    return kind == "outlet" or (kind == "office" and noun.split()[-1] in lexis.words_of("nameless"))


def _named_role(view: View, hit: Hit, noun: str, lexis: Lexis) -> Speaker | None:
    """The page itself ("our count"), or a role whose words beside it tell which: "the newspaper Y", "X, a channel", "Ukraine's army"."""
    start, end = hit.start - view.start, hit.end - view.start
    kind = lexis.roles[noun][0]
    ours = (
        _OURS.search(view.left(start)) if kind == "product" else kind == "outlet" and view.left(start).endswith("this ")
    )
    if ours:
        return Speaker(hit.start, hit.end, noun, None, "self", noun, True)
    outlet = _named_outlet(view, end, noun, lexis) if takes_name(noun, lexis) else None
    if outlet:
        label, stop = outlet
        return Speaker(hit.start, view.start + stop, label, fold(label), "outlet", noun)
    if kind in ("outlet", "office") and (apposed := _apposed_to(view, start, lexis)):
        return apposed
    return _office(view, start, end, lexis) if kind == "office" else None


def _role(view: View, hit: Hit, noun: str, named: list[Speaker], lexis: Lexis) -> Speaker:
    """A role word with whom it belongs to: its maker after it, or its owner before it."""
    start, end = hit.start - view.start, hit.end - view.start
    kind = lexis.roles[noun][0]
    before = view.left(start)
    refers = before.endswith(" ") and _DETERMINED.search(view.last(start, 4)) is not None
    maker, stop = _maker(view, hit, named, kind, lexis)
    begin = hit.start
    able = kind in ("person", "group") or noun in lexis.words_of("staff_word")
    if maker is None and able and (owner := _owner(view, hit, named, lexis)):
        maker, begin = owner
        refers = _DETERMINED.search(view.left(begin - view.start)) is not None
    if maker is None and kind == "product" and (owning := owner_of_work(view, start, named, lexis)):
        maker = owning[0] if isinstance(owning[0], str) else label_of(view, owning[0], lexis)
        begin, refers = owning[1], False
    if noun in lexis.words_of("press_word") and maker is None and _THEIRS.search(view.left(start)):
        maker = "it"
    if kind == "office" and (work := _OF_OFFICE.match(view.folded[end:])):
        stop = end + work.end()
    if kind == "product" and maker in lexis.sources:
        row = lexis.sources[maker]
        until = max(hit.end, view.start + stop)
        return Speaker(begin, until, row.name, row.id, lexis.kind_of_source(row.kind), noun, work=True)
    label = label_of(view, hit, lexis)
    if noun in lexis.words_of("anonymous"):
        refers = refers or lexis.roles.get(maker or "", ("", ""))[0] == "outlet"
        refers = refers and not _NAMELESS.search(view.left(start))
        label, maker = _unnamed(view, end, noun, maker, lexis), None
    theirs = ("his " in before or "her " in before) and bool(_PERSONS.search(before))
    of = "he" if kind == "product" and theirs and not maker else maker
    return Speaker(begin, max(hit.end, view.start + stop), label, None, kind, noun, refers, of)


_THEIRS = re.compile(r"\b(?:the|its|their|the [\w-]+'s) (?:own |official )?$")
_OF_OFFICE = re.compile(
    r" (?:data|figures|statistics|documents?|reply|report|review|update|numbers|records|statement|estimates?)\b(?! by)"
)


def _opens(view: View, start: int) -> bool:
    """The sentence begins with these words: who acts here may speak in the next sentence."""
    return bool(re.fullmatch(r"(?:[^,;:]{1,80}, )?(?:the |an? |one )?(?:[\w-]+ )?", view.folded[:start]))


def _office(view: View, start: int, end: int, lexis: Lexis) -> Speaker | None:
    """ "Ukraine's general staff", "the Russian defence ministry", "the interior ministry of Germany": its country tells which."""
    for hit in view.of("countries"):
        at, stop = hit.start - view.start, hit.end - view.start
        before = stop <= start and re.fullmatch(r"(?:'s?)? (?:own |federal |new |state )?", view.folded[stop:start])
        after = at > end and re.fullmatch(r" (?:of|in) (?:the )?", view.folded[end:at])
        if not before and not after:
            continue
        source = lexis.offices.known(view.text[start:end], hit.value.split("|")[0])
        if source:
            row = lexis.sources[source]
            spans = (hit.start, view.start + end) if before else (view.start + start, hit.end)
            noun = view.folded[start:end].split()[-1]
            return Speaker(*spans, row.name, source, lexis.kind_of_source(row.kind), noun)
    return None


_NAMELESS = re.compile(r"\b(?:unnamed|anonymous|unidentified|undisclosed) (?:[\w-]+ )?$")
_LEADS = re.compile(r"\b(?:commander|officer|chief of staff)$")  # of a unit, which is nobody's office
_GAP = re.compile(r"(?:'s?)? (?:own |chief |former |then |deputy |acting |official |senior )*")
_BODYS = re.compile(r"\b(?:its|their) (?:own |chief |former |acting )*$")
_NAMED = re.compile(r",? [A-Z][\w’'-]+ [A-Z]")


def _owner(view: View, hit: Hit, named: list[Speaker], lexis: Lexis) -> tuple[str, int] | None:
    """ "Its spokesman", "a Military Gendarmerie spokesman", "the interior ministry's lawyer": the office before the person."""
    start, end = hit.start - view.start, hit.end - view.start
    if _NAMED.match(view.text, end) or hit.value in lexis.words_of("newsroom"):
        return None
    left = view.left(start)
    if ("its " in left or "their " in left) and _BODYS.search(left):
        return ("it", hit.start) if not _LEADS.search(hit.value) and not lexis.private(hit.value) else None
    for other in named:
        if other.end <= hit.start and _GAP.fullmatch(view.folded[other.end - view.start : start]):
            return other.label, other.start
    for table in ("sources", "formations", "roles"):
        for other_hit in view.of(table):
            joined = view.left(other_hit.start - view.start).endswith("-")  # "pro-Kremlin bloggers"
            gap = view.folded[other_hit.end - view.start : start]
            if joined or other_hit.end > hit.start or not _GAP.fullmatch(gap):
                continue
            if table == "sources" and lexis.sources[other_hit.value].kind != "person":
                return other_hit.value, other_hit.start
            if table == "formations" and not lexis.private(hit.value):
                return lexis.formations[other_hit.value].name, other_hit.start
            if table == "roles" and lexis.roles[noun_of(view, other_hit, lexis)][0] == "office":
                return label_of(view, other_hit, lexis), other_hit.start
    return None


def _unnamed(view: View, end: int, noun: str, maker: str | None, lexis: Lexis) -> str:
    """ "A source in the security agencies" is anonymous; one within a named body is that body's source."""
    around = view.folded[max(0, end - 60) : end + 60]
    before, after = around[: around.find(noun) + 1], around[around.find(noun) :].split(",")[0]
    tied = re.match(rf"{noun} (?:with)?in(?:side)? |{noun} (?:from|of|at|among) ", after)
    for word in sorted(lexis.words_of("security_word"), key=len, reverse=True):
        if (tied and word in after) or before.endswith(f"{word} {noun[:1]}"):
            return "anonymous security source"
    if maker:
        return f"{noun} in {lexis.sources[maker].name if maker in lexis.sources else maker}"
    return _close(view, end, noun, lexis)


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


def _close(view: View, end: int, noun: str, lexis: Lexis) -> str:
    """ "A source close to the command" is told by whom it is close to; a bare source is anonymous."""
    close = _close_to(view.folded[end:], lexis)
    return noun + close if close else "anonymous source"


def _modifies(view: View, end: int, lexis: Lexis) -> bool:
    """ "military courts", "army deserters": the word only qualifies the noun after it."""
    match = _QUALIFIED.match(view.folded, end)
    if match is None or not view.text[end + 1 : end + 2].islower():
        return False
    if any(" " in hit.value and hit.start == view.start + end + 1 for hit in view.of("cues")):
        return False  # "the index turns up 900 men"
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
        h.start - view.start < end + match.end()
        and end + 1 <= h.start - view.start
        and not re.match(r"-\w", view.text[h.end - view.start :])
        for h in view.of("sources")
    ):
        return None
    if fold(match.group(1).split()[0]) in lexis.words_of("not_name"):
        return None
    return match.group(1).rstrip(".'’"), end + match.end()


_WITHIN = re.compile(r" (?:(?:with)?in(?:side)?|from|of|by|at)(?: the)? [*\"“'‘]?")
_SERVES = re.compile(r" (?:(?:with)?in(?:side)?|from|of|by|at|for|with)(?: the)? [*\"“'‘]?")


def _maker(view: View, hit: Hit, named: list[Speaker], kind: str, lexis: Lexis) -> tuple[str | None, int]:
    """The source within which an unnamed one stands, or whose work it is: "sources within X", "documents of X"."""
    rest = view.folded[hit.end - view.start :]
    match = (_SERVES if kind in ("person", "group") else _WITHIN).match(rest)
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
    for name in named:
        if (
            at <= name.start <= at + 25
            and _plain(view, at, name.start)
            and not _acts_between(view, at, name.start, lexis)
        ):
            return name.source if name.source in lexis.sources else name.label, name.end - view.start
    for unit in view.of("formations"):
        if at <= unit.start <= at + 12 and kind != "document" and not lexis.private(noun_of(view, hit, lexis)):
            return lexis.formations[unit.value].name, unit.end - view.start
    if noun_of(view, hit, lexis) in lexis.words_of("staff_word"):
        for mention in formations_from_view(view, lexis):
            if at <= mention.start <= at + 12:
                return mention.label, mention.end - view.start
    for other in view.of("roles"):
        group = (
            ()
            if kind in ("person", "group") and noun_of(view, hit, lexis) not in lexis.words_of("anonymous")
            else ("group",)
        )
        able = lexis.roles[noun_of(view, other, lexis)][0] in ("office", "outlet", *group)
        if (
            at <= other.start <= at + 30
            and able
            and not _acts_between(view, at, other.start, lexis)
            and _plain(view, at, other.start)
        ):
            return label_of(view, other, lexis), other.end - view.start
    return None, 0


def _acts_between(view: View, start: int, end: int, lexis: Lexis) -> bool:
    """A verb stands between: "a source in the police told X" is not within X."""
    words = re.findall(r"[\w'-]+", view.folded[start - view.start : end - view.start])
    if {"is", "are", "was", "were", "this", "that", "it"} & {*words}:
        return True
    return any(word in lexis.verbs or word in lexis.words_of("verbish") for word in words)


def _plain(view: View, start: int, end: int) -> bool:
    return not re.search(r"[,.;:()]", view.folded[start - view.start : max(start, end) - view.start])
