"""Views and talks -> talks: a sentence that tells how the numbers beside it came about says whose they are, verb of saying or not."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.idle_from_view import idle
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.numbers_from_sentence import HOW_MANY
from musterbook.extract.views_from_page import View
from musterbook.model import Chain, Hop
from musterbook.resolve.hops_from_speakers import Memory, chain_of, hop_of, is_own
from musterbook.resolve.talks_from_neighbours import asks

_WORKS = (
    r"(?:figures?|numbers?|counts?|tall(?:y|ies)|totals?|sums?|sets?|data|dataset|statistics|tables?|lists?|ledgers?|registers?|"
    r"rolls?|tabs?|rows?|columns?|percentages?|shares|estimates?|calculations?|arithmetic|reckoning|accounts?|head-?counts?|surveys?|"
    r"samples?|breakdowns?|details|information|names|entries|results?|findings?|totting-up|bookkeeping|compilation|lines?|passage|quote|counting|adding|legwork|sorting)"
)
_POINTS = re.compile(
    rf"\b(?:these|those|both|all (?:of )?(?:the|these|those)|the two|such|the|this|that) (?:[\w-]+ ){{0,2}}?{_WORKS}\b|"
    r"^\W*(?:it|this|that|they|all (?:of )?(?:this|that|it)|everything(?: here| above)?) (?:was|were|is|are|has been|have been|comes?|"
    r"came|stems?|rests?|goes back)\b|"
    r"\b(?:of|sorted|counted|added|totted|tallied|compiled|listed|collected|gathered|verified|checked) (?:them|these|it)(?: all)?(?: up)?\b"
)
_MADE_WORDS = frozenset(  # one of them is in each of these phrases
    "compiled collected gathered assembled collated pulled drawn drew counted counts tallied totted added sorted extracted "
    "keeps kept maintains maintained obtained got supplied provided passed handed leaked given gave shared forwarded furnished "
    "put worked released issued comes come came stems stem derives derive rests rest originates originate work owe owed taken "
    "lifted copied scraped culled gleaned harvested combed pieced crunched prepared reached circulated slipped sent did does drawn "
    "logged recorded made produced published keep maintain supplies pull do owes".split()
)
_MADE = re.compile(
    r"\b(?:compiled|collected|gathered|assembled|collated|tallied|sorted|extracted|"
    r"(?:keeps?|kept|maintains?|maintained) (?:by|up|the|an?|this|these|such|count|score|track|tabs)|obtained|"
    r"got (?:hold of|them|it)|suppli(?:es|ed)|provided|passed|handed|leaked|given|gave|shared|forwarded|furnished|"
    r"(?:put|pulled|pieced|drawn|drew|totted|added|worked|counted|pull|put) (?:[\w' -]{0,30} )?(?:together|up|out)|"
    r"(?:pulled|drawn|taken|lifted|copied|scraped|culled|gleaned|harvested|extracted) (?:\w+ )?(?:from|out of)|"
    r"(?:were|was|been|are|is) (?:\w+ )?(?:counted|pulled|made|produced|prepared|put together|crunched|recorded|logged) by|"
    r"(?:comes?|came|stems?|derives?|originates?) (?:\w+ )?from|rests? on|(?:the )?work of|owed? (?:them|it|this|these)|"
    r"(?:did|does|do) the (?:counting|sums?|arithmetic|adding|maths?))\b"
)
_FORWARD = re.compile(r"\b(?:following|as follows|below|next)\b|:\W*$")
_GIVEN_TO = re.compile(
    r"\b(?:to|with|before|at) (?:an? |the |some |several |its |his |her )?(?:handful of |group of |number of |few |small )?(?:\w+ )?$"
)
_ASKED_BY = re.compile(  # who asked for the numbers does not give them
    r"\b(?:questions?|requests?|inquir(?:y|ies)|enquir(?:y|ies)|quer(?:y|ies)|motions?|interpellations?|demands?|appeals?) "
    r"(?:\w+ )?(?:by|from|of) (?:[\w'’-]+ ){0,4}$"
)
_ASIDE = re.compile(
    r"(?:'s? [\w-]+)? (?:has |have |had |did |does |do |will |would |could |who has |which has )?"
    r"(?:not|never|neither|nor|no comment|declin\w+|refus\w+|den(?:y|ies|ied)|disput\w+|deleted)\b"
)
_NOT = re.compile(r"\b(?:not|never|neither|nor|nobody|no one|without)\b")


def provenance(view: View, base: Chain | None, memory: Memory, *, told: bool) -> Chain | None:
    """ "X put these totals together from the court's own cards": X, and behind it the cards; None where nothing of the kind is told.

    `base`: whom the sentence names by other words for it, `told` with a verb of saying; who passed the numbers on goes before.
    """
    if view.sentence.kind in ("title", "heading") or view.words.isdisjoint(_MADE_WORDS) or asks(view):
        return None
    end = first_count(view)
    made = _MADE.search(view.folded, 0, end)
    points = _POINTS.search(view.folded, 0, end) if made else None
    if (
        made is None
        or points is None
        or _FORWARD.search(view.folded)
        or _NOT.search(view.folded, max(0, min(points.start(), made.start()) - NOT), max(points.end(), made.end()))
    ):
        return None
    given = [s for s in memory.speakers[view.start] if s.start - view.start < end and _may_give(s, view, memory)]
    known = base.hops if base and any(h.role != "document" for h in base.hops) else ()
    passes = any(h.role != "outlet" for h in known)
    new: list[Hop] = []
    for speaker in given:
        hop = hop_of(speaker, memory)
        drawn = (
            not told
            and hop.role == "document"
            and _DRAWN.search(view.folded, max(0, speaker.start - view.start - 30), speaker.start - view.start)
        )
        may = not known or drawn or (hop.role == "outlet" and passes) or _is_quoted(speaker, view)
        if may and hop.label not in {h.label for h in known} and not is_own(speaker, memory):
            new.append(hop)
    new.sort(key=lambda hop: (hop.role == "document", not hop.named, hop.role != "outlet"))
    if known and not new:
        return base
    if not new or (not known and (new[0].role == "document" or (memory.story and not new[0].named))):
        return None
    passed = next((i for i, hop in enumerate(known) if hop.role != "outlet"), len(known))
    first = [*known[:passed], *(h for h in new if h.role == "outlet"), *known[passed:]]
    return chain_of((*first, *(h for h in new if h.role != "outlet")))


_NO_COUNT = re.compile(
    r"[^\W\d_a-z][\w'’-]* $|\bto (?:an? |the )?$"
)  # "Docket 337": the number is of the name; who was told
NOT = 12  # code points before either in which it may be denied
NAME = 25  # code points of it


def first_count(view: View) -> int:
    """Where in a sentence its first number stands that counts anything, else its length."""
    counts = (n.start for n in view.numbers if n.kind in HOW_MANY and not idle(view, n))
    return next((at for at in counts if not _NO_COUNT.search(view.text, max(0, at - NAME), at)), len(view.text))


_DRAWN = re.compile(
    r"\b(?:out of|from|on the basis of|through) (?:the )?(?:[\w'’-]+ ){0,2}$"
)  # the papers a count was drawn from
_QUOTES = re.compile(
    r", (?:which|who|itself|in turn) ?(?:is |was |in turn )?(?:quotes|quoting|quoted|cites|citing|cited) an? (?:\w+ )?$"
)


def _is_quoted(speaker: Speaker, view: View) -> bool:
    at = speaker.start - view.start
    return speaker.kind == "person" and _QUOTES.search(view.folded, max(0, at - 40), at) is not None


_APPOSED = re.compile(r"[,(–-] ?(?:an?|the|one of the|itself an?) (?:[\w'’-]+ ){0,3}$")


def _may_give(speaker: Speaker, view: View, memory: Memory) -> bool:
    """Somebody who may have made or kept a count: no pronoun, no work, nobody who was only handed it or said nothing of it."""
    at = speaker.start - view.start
    if speaker.kind in ("product", "self") or speaker.noun in ("it", "they", "he", "she", "we"):
        return False
    if memory.lexis.is_party(speaker.source):
        return False  # the page tells of it
    if speaker.kind == "office" and speaker.source is None and " " not in speaker.label:
        return False  # "the army", "the court"
    if speaker.refers and (speaker.kind != "office" or " " not in speaker.label):
        return False
    if speaker.source is None and _APPOSED.search(view.folded, max(0, at - 60), at):
        return False  # it says what somebody named is
    if speaker.source is None and _GIVEN_TO.search(view.folded, max(0, at - 40), at):
        return False
    if _ASKED_BY.search(view.folded, max(0, at - 70), at):
        return False
    return _ASIDE.match(view.folded, speaker.end - view.start) is None
