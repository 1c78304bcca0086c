"""Talks of a page -> talks: what a sentence says of those before it, and whose words stand between quotation marks."""

from __future__ import annotations

from dataclasses import replace

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen
from musterbook.model import Chain, Stance


@frozen
class Reach:
    """A chain that covers [start, end) of the document; `page`: it was said to cover the whole page."""

    start: int
    end: int
    chain: Chain
    family: str
    page: bool = False
    own: bool = False  # the page itself, by its publisher's name or as "we"
    lent: bool = False  # it comes from a sentence that only says whose the numbers before it are
    list: bool = False  # it is only said to have put out the list on which a number was found


@frozen
class Talk:
    """The chains of one sentence: its own reaches, and the story it stands in (the last source the page kept to)."""

    reaches: tuple[Reach, ...]
    story: Chain
    told: bool = False  # the sentence lies inside somebody's quoted speech
    page: bool = False  # the story is that of the whole page
    age: int = 0  # sentences since the story was last named
    item: int = 0  # which item of a live page or digest it belongs to
    before: Chain | None = None  # whose words the sentence before it in its paragraph ends with
    block: int = -1  # the paragraph
    opens: bool = False  # it only says who speaks in the paragraph that it opens
    opened: bool = False  # it stands in a paragraph so opened
    source: Chain | None = None  # the sentence only says whom the page has its numbers from
    works: Chain | None = None  # who is said in it to go through papers or to keep a count
    made: bool = False  # it tells how the numbers beside it came about
    asides: tuple[Reach, ...] = ()  # numbers in passing, whoever the rest of the sentence is from

    def at(self, start: int, end: int) -> Reach | None:
        """Return the reach that covers the middle of [start, end), None when nobody is said to say it."""
        middle = (start + end) / 2
        return next((r for r in (*self.asides, *self.reaches) if r.start <= middle < r.end), None)


BEFORE = 4  # sentences back that "so says X" may cover, and to which "X reports this" speaks for the page
FIGURES = frozenset(  # words for what has been counted
    "figure figures number numbers data statistics tally tallies count counts total totals sum sums arithmetic reckoning information "
    "calculation calculations estimate estimates".split()
)
_WORDS = FIGURES | frozenset("counted counting source sources sourced credit courtesy monitoring".split())
_NUMBERS = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS))}|says so)\b")
_POINTED_WORDS = frozenset("figures numbers counts totals data estimates sums rates statistics".split())
_POINTED = re.compile(rf"\b(?:these|those|both|all the|the two|such) (?:\w+ )?(?:{'|'.join(sorted(_POINTED_WORDS))})\b")
_ASKING = frozenset(
    "asked asking asks applied called calls calling pressed pushed petitioned appealed requested demanded sought enquired inquired "
    "know see learn question questions request requests inquiry inquiries enquiry enquiries query "
    "queries motion interpellation demand".split()
)
_ASKS = re.compile(
    r"\b(?:(?:asked|asking|asks|applied|called|calls|calling|pressed|pushed|petitioned|"
    r"appealed) (?:\w+ ){0,4}for|requested|demanded|sought|"
    r"enquired|inquired|wanted to (?:know|see|learn)|(?:put|tabled|submitted|filed|lodged|"
    r"sent in) (?:\w+ ){0,3}(?:question|request|inquiry|"
    r"enquiry|query|motion|interpellation)s?|(?:question|request|inquiry|enquiry|query|interpellation|"
    r"demand)s? (?:for|about|on|concerning))\b"
)
_OPEN, _CLOSE = "“«„", "”»"
_FALSE_WORDS = frozenset(
    "fiction fabrication fabrications fake fakes lie lies invention inventions nonsense propaganda disinformation false untrue "
    "wrong fantasy hoax myth".split()
)
_FALSE = re.compile(
    r"[^.;:]{0,80}?\b(?:was|is|are|were|as|called it|call it) (?:an? |pure |sheer |foreign |enemy |complete |simply |just |another )*"
    rf"(?:{'|'.join(sorted(_FALSE_WORDS))})\b"
)
_DOUBT = ("claims",)


def asks(view: View) -> bool:
    """True when a sentence tells who asked for numbers, which is not who gives them."""
    return not view.words.isdisjoint(_ASKING) and _ASKS.search(view.folded) is not None


def speaks_of_figures(view: View) -> bool:
    """True when a word for figures, or for whose they are, stands in a sentence."""
    return (not view.words.isdisjoint(_WORDS) or "says so" in view.folded) and _NUMBERS.search(view.folded) is not None


def points_to_figures(view: View) -> bool:
    """True for "these figures", "all the data"."""
    return not view.words.isdisjoint(_POINTED_WORDS) and _POINTED.search(view.folded) is not None


_BORNE_OUT = re.compile(
    r"\b(?:support(?:s|ed)?|confirm(?:s|ed)?|back(?:s|ed)?(?: up)?|bears? (?:\w+ ){0,3}out|borne out|bore out|corroborat(?:es?|ed)|"
    r"underpin(?:s|ned)?|substantiat(?:es?|ed)|match(?:es)?|tall(?:y|ies) with|squares? with|agrees? with|stands? behind|"
    r"verif(?:y|ies|ied)|attest(?:s|ed)?|proves?|proven|proved)\b"
)


def borne_out(view: View, chain: Chain, before: Chain) -> bool:
    """ "The numbers are confirmed by secret files": the files stand behind the whole; who gave the numbers gave them.

    `before`: the story told so far.
    """
    last = chain.hops[-1] if chain.hops else None
    if last is None:
        return False
    other = bool(before.hops) and last.label not in before.labels()
    return (other or last.role in ("document", "group") or not last.named) and bool(_BORNE_OUT.search(view.folded))


def whole_page(views: tuple[View, ...], talks: list[Talk]) -> list[Talk]:
    """Where a sentence says that X reports "this", the sentences before it stand in X's story too."""
    out = list(talks)
    for i, talk in enumerate(talks):
        chain = next((r.chain for r in talk.reaches if r.page), None)
        if chain is None or borne_out(views[i], chain, talks[max(0, i - 1)].story):
            continue
        for k in range(i - 1, max(-1, i - 1 - BEFORE), -1):
            if out[k].reaches or views[k].sentence.kind in ("title", "heading"):
                break
            whole = Reach(views[k].start, views[k].sentence.end, chain, "says")
            out[k] = replace(out[k], reaches=(whole,))
    first = next((i for i, t in enumerate(talks) if any(r.page for r in t.reaches)), None)
    if first is None or first > BEFORE:
        return out
    return [replace(t, page=True) for t in out]


def speech_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans between quotation marks in [start, end); straight marks pair up in order."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    piece = text[start:end]
    if '"' not in piece and "''" not in piece and (piece.isascii() or not any(mark in piece for mark in "“«„”»")):
        return spans
    for match in re.finditer(r"[“«„”»\"]|''", piece):
        at, mark = start + match.start(), match.group()
        if opened is None and mark not in _CLOSE:
            opened = at
        elif opened is not None and mark not in _OPEN:
            spans.append((opened, start + match.end()))
            opened = None
    if opened is not None:
        spans.append((opened, end))
    return spans


def quoted(text: str, views: tuple[View, ...], talks: list[Talk]) -> list[Talk]:
    """Sentences inside a quotation belong to whoever the quotation is ascribed to, at its end or before its start."""
    out = list(talks)
    blocks: dict[int, list[int]] = {}
    for i, view in enumerate(views):
        blocks.setdefault(view.sentence.block, []).append(i)
    for members in blocks.values():
        begin, end = views[members[0]].start, views[members[-1]].sentence.end
        for a, b in speech_spans(text, begin, end):
            inside = [i for i in members if views[i].start < b and views[i].sentence.end > a]
            whole = [i for i in inside if views[i].start >= a - 2 and views[i].sentence.end - 2 <= b]
            whole = [i for i in whole if not any(r.chain.hops for r in out[i].reaches)]
            if not whole or b - a < 25:
                continue
            giver = _giver(inside, whole, members, out)
            if giver:
                for i in whole:
                    whole_sentence = Reach(views[i].start, views[i].sentence.end, giver.chain, giver.family)
                    out[i] = replace(out[i], reaches=(whole_sentence,), told=True, age=0, source=None)
    return out


def _giver(inside: list[int], whole: list[int], members: list[int], talks: list[Talk]) -> Reach | None:
    """The attribution of a quotation: in a sentence it shares, else in the one after it, else in the one before."""
    for i in (*[i for i in reversed(inside) if i not in whole], whole[-1] + 1, whole[0] - 1):
        if i in members and talks[i].reaches and not talks[i].told:
            return talks[i].reaches[-1 if i < whole[0] else 0]
    return None


def stance_of(view: View, chain: Chain, family: str, start: int, end: int, lexis: Lexis) -> Stance:
    """Return how the page stands to what [start, end) says: doubt and denial words of the same clause decide."""
    if family == "denies":
        return Stance.denied
    if family in _DOUBT:
        return Stance.alleged
    if chain.hops and not view.words.isdisjoint(_FALSE_WORDS) and _FALSE.match(view.folded, max(0, end - view.start)):
        return Stance.denied
    for cue in view.of("cues"):
        if (
            any(row.family == "doubt" for row in lexis.cues.get(cue.value, ()))
            and abs(cue.start - (start + end) // 2) < 110
        ):
            return Stance.alleged
    return Stance.reported if chain.hops else Stance.asserted
