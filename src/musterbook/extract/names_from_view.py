"""View -> speakers: bodies and outlets that capital letters name, whether or not a table knows them."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit, fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen


@frozen
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


BODIES = ("intl_org", "party", "ministry", "court")  # kinds of source that have departments with names of their own
_REST_OF_WORD = r"[\w’'&-]*\w(?:\.[A-Za-z]\w+)*[’']?"
_WORD = rf"[A-Z]{_REST_OF_WORD}"
_LINK = r"(?:(?:of|for|against|de|du|des|la|der|für|di)(?: the)? )?"
_FREE = (
    r"[A-Z](?<![\w.@#/-][A-Z])"  # the look back stands behind the letter: so the search leaps from capital to capital
)
_PHRASE = re.compile(rf"{_FREE}{_REST_OF_WORD}(?: {_LINK}(?:{_WORD}|\d{{1,3}}(?![\d,:%-]|\.\d|\w)))*")
_MORE = re.compile(rf" and (?:the )?{_WORD}(?: {_LINK}{_WORD})*")
_WORDS = re.compile(r"[\w'-]+")
_FIRST = re.compile(r"\S+")
_REST = re.compile(rf" (?:{_LINK})")
_OWNING = re.compile(r"[’']s? ")
_FOR = re.compile(r" (?:of|for)(?: the)? ")
_OWNED = re.compile(r"[’']s?$")
_OF_DAY = re.compile(r" (?:of|for)(?: the)? $")
_MARKED = re.compile(r"\w[.&]\w|[a-z][A-Z]|\d|^[A-Z]{2,}$")  # a spelling that only names have
_ADVERBS = (
    r"(?:(?:,? ?(?:has|have|had|also|itself|now|in turn|recently|later|then|meanwhile|since|for its part|once|first|earlier|"
    r"already|previously|separately|today|yesterday|on \w+)),? ?)*"
)
_TO_VERB = re.compile(rf"[\"”’')*]* {_ADVERBS}")
_FROM_CUE = re.compile(r" (?:the )?[\"“‘'(*]*")
_APPOSED = re.compile(r"[\"”’')*]*, (?:an?|the|one of the|itself an?|another) (?:[\w’'-]+ ){0,5}")
_FROM_ROLE = re.compile(r" (?:from|of|at|with|for|within) (?:the )?[\"“‘']?")
_WITHIN = re.compile(r" (?:of|in)(?: the)? $")
_GIVEN = re.compile(r", (?:\d{2}, )?(?:an?|the|his|her|one of) ")
APPOSED = 50  # code points after a given name in which a role says who it is
_OBLIQUE = re.compile(
    r"\b(?:in|into|to|at|against|with|under|near|onto|through|towards?|outside|inside)(?: the)? (?:[a-z-]+ )?$"
)
_HOLDS = re.compile(r"[’']s? (?:own |latest |new |open |official |daily |weekly |monthly )*([\w-]+)")


@frozen
class Capitals:
    """What a page writes with a capital: `words` inside sentences, `surnames` as the last of several words."""

    words: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()


NOTHING = Capitals()


@frozen
class _Name:
    """A capitalised phrase at [start, end) of the sentence, without a country's possessive before it."""

    start: int
    end: int
    country: str = ""


def names_from_view(view: View, lexis: Lexis, page: Capitals) -> list[Speaker]:
    """Return the bodies and outlets of a sentence that are named by capitals."""
    found = []
    for match in _PHRASE.finditer(view.text):
        name = _name(view, match, lexis)
        speaker = _speaker(view, name, lexis, page) if name else None
        if speaker:
            found.append(speaker)
    return found


_INSIDE = re.compile(r"[A-Z](?<=[a-z,] [A-Z])[\w-]+")
_PEOPLE = re.compile(r"[A-Z](?<!\w[A-Z])(?<![A-Z]\w [A-Z])[^\W\d_]+ (?:[A-Z]\w*\.? )?([A-Z][^\W\d_]+)\b(?! [A-Z])")


def capitals_of(text: str) -> Capitals:
    """Return what a page capitalises though no sentence begins there, and the last words of what may be people's names."""
    return Capitals(frozenset(_INSIDE.findall(text)), frozenset(_PEOPLE.findall(text)))


def _name(view: View, match: re.Match[str], lexis: Lexis) -> _Name | None:
    """Cut what is no part of the name: words that open a sentence, a country's possessive, the owner of somebody else."""
    start, end = match.start(), match.end()
    if (more := _MORE.match(view.text, end)) and (
        _FOR.search(match.group()) or _halved(match.group(), more.group(), lexis)
    ):
        end = more.end()
    openers = lexis.words_of("opener")
    while (first := _FIRST.match(view.text, start, end)) and fold(first.group().rstrip("’'.")) in openers:
        rest = _REST.match(view.text, first.end(), end)
        if rest is None:
            return None
        start = rest.end()
    country = ""
    for hit in view.of("countries"):
        at = hit.start - view.start
        if at == start and (own := _OWNING.match(view.text, hit.end - view.start, end + 1)):
            country, start = hit.value.split("|")[0], own.end()
    for owner in _OWNING.finditer(view.text, start, end) if "'" in view.text or "’" in view.text else ():
        if not _is_body(view.text[owner.end() : end], lexis):
            end = owner.start()
            break
    for date in view.dates:
        if start < date.start < end and (of := _OF_DAY.search(view.text[start : date.start])):
            end = start + of.start()  # "the District Court of Lviv of 12 November"
    if view.text[end - 1] in "'’s":
        end = start + len(_OWNED.sub("", view.text[start:end]))
    return _Name(start, end, country) if end - start > 1 else None


def _halved(first: str, rest: str, lexis: Lexis) -> bool:
    """ "Dutch Immigration and Naturalisation Service": only the end says what the whole is."""
    last = _words(rest)[-1]
    return not _is_body(first, lexis) and (last in lexis.words_of("office_word"))


def _words(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def _is_body(text: str, lexis: Lexis) -> bool:
    """A word for an office or an outlet stands in the name."""
    return any(word in lexis.words_of("office_word") or word in lexis.words_of("outlet_word") for word in _words(text))


def _speaker(view: View, name: _Name, lexis: Lexis, page: Capitals) -> Speaker | None:
    text = view.text[name.start : name.end]
    words = text.split()
    start, end = view.start + name.start, view.start + name.end
    country = name.country or _country_in(view, start, end) or _country_after(view, end)
    source = lexis.offices.known(text, country) if country else None
    if source:
        row = lexis.sources[source]
        return Speaker(start, end, row.name, source, lexis.kind_of_source(row.kind), _noun(words, lexis))
    if _taken(view, name, lexis):
        return None
    body = _is_body(text, lexis)
    if len(words) == 1 and (body or not _one_word(view, name, page, lexis)):
        return None
    if words[-1].isdecimal() and fold(words[0]) in lexis.words_of("numbered"):
        return None
    speaks = _speaks(view, name, lexis)
    if not speaks and (not body or _OBLIQUE.search(view.left(name.start))):
        return None
    if not body and len(words) > 1 and not _is_marked(view, name):
        return None
    label = " ".join(words).replace("’", "'")
    office = any(word in lexis.words_of("office_word") for word in _words(text))
    return Speaker(start, end, label, fold(label), "office" if office else "outlet", _noun(words, lexis))


def _noun(words: list[str], lexis: Lexis) -> str:
    """The word by which a name is referred back to: "the service", "the bureau"."""
    return next((fold(word) for word in reversed(words) if fold(word) in lexis.words_of("office_word")), "")


def _country_in(view: View, start: int, end: int) -> str:
    return next((h.value.split("|")[0] for h in view.of("countries") if start <= h.start and h.end <= end), "")


def _country_after(view: View, end: int) -> str:
    """ "The General Staff in Kyiv": the capital stands for the state."""
    for hit in view.of("countries"):
        if hit.start > end and re.fullmatch(r" (?:in|of) ", view.folded[end - view.start : hit.start - view.start]):
            return hit.value.split("|")[0]
    return ""


def _taken(view: View, name: _Name, lexis: Lexis) -> bool:
    """The words belong to a place, a unit, a law or a source that the tables know, or are just a role with a capital."""
    start, end = view.start + name.start, view.start + name.end
    if any(h.start < end and start < h.end and not _heads(view, h, end, lexis) for h in view.of("sources", "eras")):
        return True
    if view.covered(start, end, "places", "formations", "levels", "terms", "countries"):
        return True
    role = fold(view.text[name.start : name.end])
    return lexis.roles.get(lexis.lemma(role), ("office", ""))[0] != "office" or (
        " " not in role and role in lexis.lemmas
    )


def _kind_after(view: View, end: int, lexis: Lexis) -> bool:
    """ "The Atesh partisan movement", "Al-Sudani newspaper": a word for an outlet or an office stands behind the name."""
    return any(
        h.start > end
        and lexis.roles[lexis.lemma(h.value)][0] in ("outlet", "office")
        and re.fullmatch(r" (?:[a-z-]+ )?", view.text[end - view.start : h.start - view.start])
        for h in view.of("roles")
    )


def _after_cue(view: View, name: _Name, lexis: Lexis) -> bool:
    """Words of attribution that take a name stand right before it, or a person who is of the name."""
    start = view.start + name.start
    cues = [
        h
        for h in view.of("cues")
        if any("cue S" in row.form or "work S" in row.form for row in lexis.cues.get(h.value, ()))
    ]
    people = [h for h in view.of("roles") if lexis.roles[lexis.lemma(h.value)][0] in ("person", "group")]
    gaps = ((h, _FROM_CUE) for h in cues), ((h, _FROM_ROLE) for h in people)
    return any(
        h.end <= start and gap.fullmatch(view.text[h.end - view.start : name.start]) for some in gaps for h, gap in some
    )


def _heads(view: View, hit: Hit, end: int, lexis: Lexis) -> bool:
    """ "UN Human Rights Monitoring Mission": a body within a body that the tables know."""
    rest = view.text[hit.end - view.start : end - view.start]
    row = lexis.sources.get(hit.value)
    return row is not None and row.kind in BODIES and rest.startswith(" ") and _is_body(rest, lexis)


def _common(word: str, lexis: Lexis) -> bool:
    """A word that is never a name, though a sentence may begin with it."""
    return word in lexis.words_of("not_name") or word in lexis.words_of("opener")


def _one_word(view: View, name: _Name, page: Capitals, lexis: Lexis) -> bool:
    """A single word is a name when its spelling says so, or when it keeps its capital inside a sentence of the page."""
    word = view.text[name.start : name.end]
    crowd = word.endswith("s") and view.text[: name.start].endswith(("the ", "The "))
    if _WITHIN.search(view.left(name.start)) and not _after_cue(view, name, lexis):
        return False  # "the prosecutor's office of Transbaikal"
    if _GIVEN.match(view.text, name.end) and any(
        lexis.roles[lexis.lemma(h.value)][0] == "person" and 0 < h.start - view.start - name.end < APPOSED
        for h in view.of("roles")
    ):
        return False  # "Tatyana, the mother of a conscript"
    person = word in page.surnames or word.endswith(tuple(lexis.words_of("surname_end")))
    if crowd or person or len(word) < 3 or _common(fold(word), lexis):
        return False
    opens = not re.search(r"[a-z,] [\"“(]?$", view.text[: name.start])
    known = any(
        h.start <= view.start + name.start < h.end for h in view.of("roles", "lexicon", "populations", "groups", "cues")
    )
    if _kind_after(view, view.start + name.end, lexis) and not known:
        return True
    return bool(_MARKED.search(word)) or (not known and (not opens or word in page.words))


def _is_marked(view: View, name: _Name) -> bool:
    """Several capitalised words without a word for a body name a person, unless an article or a spelling says otherwise."""
    words = view.text[name.start : name.end].split()
    return view.text[: name.start].endswith(("the ", "The ")) or any(_MARKED.search(word) for word in words)


def _speaks(view: View, name: _Name, lexis: Lexis) -> bool:
    """A word of saying stands right beside the name, a work of its own right after it, or a word for an outlet."""
    start, end = view.start + name.start, view.start + name.end
    for cue in view.of("cues"):
        rows = lexis.cues.get(cue.value, ())
        verb = any(row.form.startswith("S cue") for row in rows)
        if cue.start >= end and verb and _TO_VERB.fullmatch(view.text[name.end : cue.start - view.start]):
            return True
        if cue.end <= start and _FROM_CUE.fullmatch(view.text[cue.end - view.start : name.start]):
            return True
    for hit in view.of("roles"):
        if lexis.roles[lexis.lemma(hit.value)][0] not in ("outlet", "office"):
            continue
        if hit.start > end and _APPOSED.fullmatch(view.folded[name.end : hit.start - view.start]):
            return True  # "X, a channel that …"
        if hit.end + 2 == start and view.text[hit.end - view.start : name.end + 1].endswith((",", ".")):
            return view.text.startswith(", ", hit.end - view.start)  # "another channel, X, …"
    if any(
        h.end <= start and _FROM_ROLE.fullmatch(view.text[h.end - view.start : name.start]) for h in view.of("roles")
    ):
        return True  # "reporters from X", "a lawyer at X"
    holds = _HOLDS.match(view.text, name.end)
    kind = lexis.roles.get(lexis.lemma(fold(holds.group(1))), ("", ""))[0] if holds else ""
    return kind in ("product", "document") or _kind_after(view, end, lexis)
