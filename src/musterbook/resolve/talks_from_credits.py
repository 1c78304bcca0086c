"""Views and talks -> talks: a sentence that only says whose the numbers before it are covers those numbers."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.idle_from_view import idle
from musterbook.extract.numbers_from_sentence import HOW_MANY
from musterbook.extract.views_from_page import View
from musterbook.model import Chain
from musterbook.resolve.talks_from_neighbours import BEFORE, Reach, Talk, borne_out, points_to_figures
from musterbook.resolve.talks_from_provenance import first_count

_WORKS = (
    r"(?:figures?|numbers?|counts?|tall(?:y|ies)|totals?|data|estimates?|calculations?|arithmetic|sums?|news|information|"
    r"stor(?:y|ies)|details|list|rates?|records?|reckoning|statistics|source|credit|account|report|version|findings?|results?|discovery|conclusions?|analysis|"
    r"assessment|breakdown|tabulation|computations?|compilation|research|study|survey|review|investigation|observation|"
    r"claims?|headcount|material|scoop|disclosure|revelations?|evidence)"
)
_BE = r"(?:is|are|was|were|comes?|came|rests?|stems?|belongs?|has|have|had|goes|go|derives?|relies|appears?|follows?)\b"
_ONE = re.compile(
    rf"(?:so\b|(?:this|that|it) (?:\w+ )?{_BE}|who (?:says|said|counts|counted)\b|"
    rf"(?:the|that|this|such|its) (?:\w+ )?{_WORKS}(?:,| {_BE}| (?:\w+ ){{1,3}}{_BE})|credit (?:\w+ ){{0,4}}{_BE}|"
    r"(?:this |that |it )?(?:we|i) (?:have|know|learn\w*|owe|took) (?:this|that|it|of it)\b)"
)
_NOT_WORDS = frozenset("never not nor neither".split())
_HAS_NOT = re.compile(
    r"\b(?:has|have|had|did|does|do|was|were|will|would|could) (?:not|never) (?:\w+ )?(?:compiled?|published?|released?|confirm(?:ed)?|"
    r"collect(?:ed)?|count(?:ed)?|keep|kept|give|given|provided?|disclosed?|made?|comment(?:ed)?|explain(?:ed)?|vouch(?:ed)?|shown?|seen?|"
    r"answer(?:ed)?|verif(?:y|ied))\b|\bneither [^.;]{1,60} nor\b"
)
QUOTES = frozenset("\"'“«„")
_ASKED = re.compile(  # somebody who asked for the numbers does not give them
    r"(?:the |this |that |his |her |their |its |an? )?(?:\w+ ){0,2}(?:request|question|inquiry|enquiry|query|demand|call|appeal|"
    r"application|interpellation|motion|reaction|response to|comment|criticism|complaint)s?\b"
)
_ALL = re.compile(
    rf"(?:\([^)]*\)\W*$|(?:these|those|both|they|all (?:of )?(?:this|that|these|those)) {_BE}|this we know\b|"
    rf"(?:all|both|every one of|all of|both of) (?:the |these |those )?(?:\w+ ){{0,2}}{_WORKS}\b|"
    rf"(?:the|these|those) (?:\w+ )?(?:figures|numbers|counts|totals|data|estimates|sums|rates|details)(?:,| {_BE}| (?:\w+ ){{1,3}}{_BE}))"
)


def credited(views: tuple[View, ...], talks: list[Talk]) -> list[Talk]:
    """Give the sentences before a credit its chain, unless they say themselves whose words they are."""
    out = list(talks)
    for i, (view, talk) in enumerate(zip(views, talks, strict=True)):
        chain = None if view.sentence.kind in ("title", "heading") else _supplier(view, talk)
        far = 0 if chain is None else BEFORE if talk.made else _far(view)
        if chain is None or not far or borne_out(view, chain, talks[max(0, i - 1)].story):
            continue
        counted = any(v.sentence.block == view.sentence.block and v.says_how_many() for v in views[max(0, i - far) : i])
        for k in range(i - 1, max(-1, i - 1 - far), -1):
            if counted and views[k].sentence.block != view.sentence.block:
                break  # its own paragraph has the numbers
            if any(r.chain.hops for r in out[k].reaches) or views[k].sentence.kind in ("title", "heading"):
                break
            if talk.made and first_count(view) < len(view.text) and views[k].sentence.block != view.sentence.block:
                break  # a sentence with numbers of its own
            whole = Reach(views[k].start, views[k].sentence.end, chain, "says", lent=True)
            out[k] = replace(out[k], reaches=(whole,))
            if far == 1:
                break
    return out


def _far(view: View) -> int:
    """How many sentences back a credit reaches: one for "it" and "the figure", several for "these" and "all the numbers"."""
    head = view.folded.lstrip("\"'-* ")
    quoted = view.folded[:1] in QUOTES and "our" not in view.words  # "“That is few,” said X": a remark on the number
    if quoted or _ASKED.match(head) or (not view.words.isdisjoint(_NOT_WORDS) and _HAS_NOT.search(view.folded)):
        return 0
    if _ALL.match(head) or (points_to_figures(view) and not view.says_how_many()):
        return BEFORE
    return 1 if _ONE.match(head) else 0


def _supplier(view: View, talk: Talk) -> Chain | None:
    """Whom a credit names: its own attribution or sourcing, when no number stands before it in the sentence."""
    if talk.made and talk.source:
        return talk.source
    first = next((r for r in talk.reaches if r.chain.hops), None)
    if first is None:
        return talk.source or (
            talk.story if talk.age == 0 and talk.story.hops and view.folded.startswith("(") else None
        )
    if talk.source and len(talk.source.hops) > len(first.chain.hops):
        return talk.source
    numbers = [n for n in view.numbers if n.kind in HOW_MANY and not idle(view, n)]
    if (
        numbers
        and not view.folded[: numbers[0].start].rstrip().endswith((";", ":"))
        and ";" not in view.folded[: numbers[0].start]
    ):
        return None
    return first.chain
