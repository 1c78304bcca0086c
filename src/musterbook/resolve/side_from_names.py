"""Country words -> whose military a claim is about: its own phrase, its formation, its sentence, else the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from musterbook import regex as re
from musterbook.codebook.match import fold
from musterbook.extract.formations_from_view import FormationMention, by_number
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot
from musterbook.resolve.laws_from_view import articles_from_view

ADJECTIVES = ("adjective", "people")
_OURS_BY = re.compile(
    r"(?:applications?|claims?|requests?|petitions?|bids?|seekers?|desertions?|absences?|refusals?) by (?:the )?$"
)
_HAS = re.compile(
    r"(?:'s)?(?: [a-z-]+)?(?: [a-z-]+)? "
)  # "Russia's heavy losses", "Ukrainian garrison courts", "Ukraine has opened"
_SPEAKER = re.compile(r"(?: [a-z-]+){1,4} ")
STRONG = 6  # the weight of a country word that qualifies people
NEAR = 45  # code points in which a country word qualifies the people after it


def votes_from_views(views: tuple[View, ...], people: frozenset[str]) -> Counter[str]:
    """Count, over a page, how often each country qualifies people of the kind the pack counts."""
    votes: Counter[str] = Counter()
    for view in views:
        for iso, _, weight in _words(view, people) if view.of("countries") else ():
            votes[iso] += weight
    return votes


def _words(
    view: View, people: frozenset[str], bodies: frozenset[str] = frozenset()
) -> list[tuple[str, tuple[int, int], int]]:
    """Country words outside names of sources, with 6 for those that qualify people, 1 for mere places, else 2.

    `bodies`: classes that a country may have as it has people: its courts, its losses, its regiments.
    """
    found: list[tuple[str, tuple[int, int], int]] = []
    countries = view.of("countries")
    if not countries:
        return found
    taken = view.of("sources")
    for hit in countries:
        iso, kind = hit.value.split("|")
        if any(s.start <= hit.start and hit.end <= s.end for s in taken):
            continue
        before = view.left(hit.start - view.start)
        if kind == "capital" and any(c.start == hit.end + 1 for c in view.of("cues")):
            continue  # "London says": who speaks is not whom it speaks of
        if before.endswith("by ") and not _OURS_BY.search(before):
            continue  # "killed by Russian fire": the agent, not the side spoken of
        after = [
            h
            for h in view.of("lexicon")
            if 0 <= h.start - hit.end <= 30
            and (
                h.value in people
                or (h.value in bodies and _HAS.fullmatch(view.folded, hit.end - view.start, h.start - view.start))
            )
        ]
        gap = view.folded[hit.end - view.start : after[0].start - view.start] if after else ""
        where = kind == "name" and re.search(r"\b(?:in|into|to|from|for|of|on|at)(?: the)? $", before)
        has = kind in ADJECTIVES or (kind == "name" and not where and _HAS.fullmatch(gap))
        strong = kind == "people" or (bool(after) and not re.search(r"[,.;:]", gap) and has)
        weight = STRONG if strong else 1 if where else 2
        found.append((iso, (hit.start, hit.end), weight))
    return found


def side_of_page(document: Document, views: tuple[View, ...], people: frozenset[str], lexis: Lexis) -> Slot | None:
    """Return the side most of the page is about, by the countries it names and by what it names of theirs."""
    words = votes_from_views(views, people)
    votes: dict[str, float] = defaultdict(float, words)
    for side, weight in _units_and_terms(views, frozenset(words), lexis):
        votes[side] += weight
    sources = {hit.value for view in views for hit in view.of("sources")}
    for row in (lexis.sources[source] for source in sources):
        votes[row.side] += SOURCE
    for country in _towns(views, lexis):
        votes[country] += TOWN
    for side in _armies(views, lexis):
        if words[side]:  # "the Army" is that of a country which the page names
            votes[side] += ARMY
    votes.pop("", None)
    at_war = lexis.group("at_war")
    if at_war.issuperset(votes):  # a page that names no third country
        for side in _orders(views, lexis):
            votes[side] += ORDER
    best = max(votes.items(), key=lambda it: (it[1] * (AT_WAR if it[0] in at_war else 1), it[0]), default=None)
    return Slot(best[0], How.context, None, "side.most_of_page@1") if best else None


def _units_and_terms(views: tuple[View, ...], named: frozenset[str], lexis: Lexis) -> Iterator[tuple[str, float]]:
    """What each formation and each term of a page says of the side."""
    for view in views:
        for hit in view.of("formations"):
            side = lexis.formations[hit.value].side
            words = view.text[hit.start - view.start : hit.end - view.start]
            if not (named and side not in named and by_number(words)):
                yield side, UNIT  # "the 4th Division" is no unit of a country that the page does not name
        for hit in view.of("terms"):
            if term := lexis.terms.get(hit.value):
                yield term.side, TERM


def _orders(views: tuple[View, ...], lexis: Lexis) -> Iterator[str]:
    """The side of each word of one army's order of battle, courts or offices: "motor rifle", "garrison court"."""
    words = lexis.group("side_words")
    for view in views:
        for hit in view.of("lexicon"):
            if hit.value in words:
                yield hit.value.rpartition("_")[2].upper()


def _towns(views: tuple[View, ...], lexis: Lexis) -> list[str]:
    """The countries of the towns and regions that a page names, each once."""
    named = {hit.value for view in views for hit in view.of("places") if view.text[hit.start - view.start].isupper()}
    return [lexis.places[place].country for place in sorted(named) if lexis.places[place].kind != "country"]


def _speaks(view: View, span: tuple[int, int], iso: str, page: Slot | None, lexis: Lexis) -> bool:
    """ "A French officer told AFP": on a page about a war, somebody of a third country speaks of those at war."""
    at_war = lexis.group("at_war")
    if page is None or page.value not in at_war or iso in at_war:
        return False
    return any(
        0 < cue.start - span[1] <= NEAR
        and _SPEAKER.fullmatch(view.folded, span[1] - view.start, cue.start - view.start)
        for cue in view.of("cues")
    )


ORDER = 1.5  # what a word of one army's order of battle or courts counts for
UNIT, TERM = 4.0, 2.0  # what a formation, and a word of one army, counts for
SOURCE, TOWN = (
    1.5,
    1.0,
)  # most pages quote those who count their own army; swept 0-3 and 0-1, on pages of other armies too
AT_WAR = 2  # whoever writes of a war names third countries as hosts and speakers, seldom for their own soldiers
ARMY = 2  # an army by its name is as good as a country's adjective


def _armies(views: tuple[View, ...], lexis: Lexis) -> list[str]:
    """The countries of the sources on a page that are armies themselves: "the US Army has not seen so many desertions"."""
    force = tuple(lexis.words_of("force_word"))
    named = (lexis.sources[hit.value] for view in views for hit in view.of("sources"))
    return [row.side for row in named if row.side and fold(row.name).endswith(force)]


def _side_of_article(document: Document, view: View, lexis: Lexis) -> Slot | None:
    """The one country whose code has all the articles a sentence names."""
    found = articles_from_view(view)
    if not found:
        return None
    countries = [{law.country for law in lexis.laws.get(number, ())} for _, _, number in found]
    shared = set[str]().union(*countries)
    if len(shared) != 1 or not all(countries):
        return None
    return Slot(shared.pop(), How.stated, document.quote(*found[0][:2]))


def side_from_names(
    document: Document,
    view: View,
    span: tuple[int, int],
    lexis: Lexis,
    formation: FormationMention | None,
    page: Slot | None,
    *,
    abroad: bool = False,
) -> Slot | None:
    """Return the side of a claim whose phrase is `span` (document offsets); `abroad`: courts and offices are a host's."""
    words = _words(view, lexis.group("people"), frozenset() if abroad else lexis.group("sided"))
    inside = [w for w in words if span[0] - 3 <= w[1][0] and w[1][1] <= span[1] + 3]
    for iso, (start, end), _ in inside:
        return Slot(iso, How.stated, document.quote(start, end))
    if formation and formation.side:
        return Slot(formation.side, How.stated, document.quote(formation.start, formation.end))
    if article := _side_of_article(document, view, lexis):
        return article
    strong = [w for w in words if w[2] == STRONG and not _speaks(view, w[1], w[0], page, lexis)]
    sides = {w[0] for w in strong}
    if len(sides) == 1 and (page is None or sides != {page.value}):
        iso, (start, end), _ = strong[0]
        return Slot(iso, How.stated, document.quote(start, end))
    if page is not None:
        return page
    return Slot(words[0][0], How.stated, document.quote(*words[0][1])) if words else None
