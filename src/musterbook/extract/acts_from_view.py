"""View -> what is an act there and no attribution: a call-up announced, the men counted who "came to" a number."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.language_rows import Cue
from musterbook.codebook.match import Hit
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.numbers_from_sentence import HOW_MANY
from musterbook.extract.views_from_page import View

_PROCLAIMING = frozenset(("announce", "declare", "announced by", "declared by", "proclaim", "proclaimed by"))
_HEAD = re.compile(
    r" (?:(?:a|an|the|his|her|its|their|this|that|what he called|so-called) )?[\"'“]?(?:\w+ ){0,2}[\"'“]?"
)
_BEGINS = "proclaimed"  # class of what begins by somebody's word
_PASSIVE = 90  # how far before "announced by" its subject may begin
REFUSES = re.compile(  # "soldiers who said no"
    r" (?:[\"“'‘]?(?:no|yes|goodbye|farewell|sorry|nothing|enough|little|hello|hurrah)[\"”'’]?)"
    r"(?=[.,;:!?]|$| (?:to|and|or|about|on|in|when|again|for)\b)"
)


def tells_of(view: View, cue: Hit, row: Cue) -> bool:
    """True when a cue tells what somebody did or has, not what he says."""
    return proclaims(view, cue, row) or shared_out(view, cue, row) or _defines(view, cue, row)


_AS_ONE = re.compile(r" (?:only |also |officially |legally )?as (?:an?|one|the|being|having)\b")


def _defines(view: View, cue: Hit, row: Cue) -> bool:
    """ "Whoever is away for a month counts as a deserter": what a word means is nobody's number."""
    return row.family == "counts" and _AS_ONE.match(view.folded, cue.end - view.start) is not None


def proclaims(view: View, cue: Hit, row: Cue) -> bool:
    """ "X announced his partial call-up": what is announced is X's own act, and the numbers in it are not X's count."""
    if row.surface not in _PROCLAIMING:
        return False
    begun = [h for h in view.of("lexicon") if h.value == _BEGINS]
    if row.form == "cue S":
        return any(
            0 <= cue.start - h.end <= _PASSIVE
            and not re.search(r"[;.]", view.text[h.end - view.start : cue.start - view.start])
            for h in begun
        )
    between = (view.folded[cue.end - view.start : h.start - view.start] for h in begun if 0 < h.start - cue.end <= 40)
    return any(_HEAD.fullmatch(words) for words in between) or any(_whom_began(view, h, cue) for h in begun)


_REPORTS = re.compile(r" (?:back|for|to)\b(?![^,;.]{0,60}\b(?:that|about|how|on)\b)")


def _reports_for_duty(view: View, cue: Hit, row: Cue, speakers: tuple[Speaker, ...]) -> bool:
    """ "500 men reported for duty", "reported back to barracks": they come, and say nothing."""
    if row.surface != "report" or not _REPORTS.match(view.folded, cue.end - view.start):
        return False
    last = next((s for s in reversed(speakers) if s.end <= cue.start), None)
    return last is None or (last.source is None and last.kind in ("person", "group", "product"))


PUTS_AT = re.compile(r" (?:[\w',-]+ ){1,14}?(?:at|above|below|over|between|as high as) ")
_PUTS = ("put the", "put their", "put its")
_LAST_SEEN = re.compile(r"\b(?:last|never|ever|not|rarely|seldom) $")
_SINCE = re.compile(r" (?:in|since|during|before|under|at|there|here)\b")


def says_nothing(view: View, cue: Hit, row: Cue, speakers: tuple[Speaker, ...]) -> bool:
    """ "Soldiers who said no", "sooner than expected", "a rate last observed in 1980", "put their refusal in writing"."""
    before, end = view.left(cue.start - view.start), cue.end - view.start
    if REFUSES.match(view.folded, end) or before.endswith("than "):
        return True
    if _LAST_SEEN.search(before[-8:]) and _SINCE.match(view.folded, end):
        return True
    if row.surface in _PUTS and not PUTS_AT.match(view.folded, end):
        return True
    return _reports_for_duty(view, cue, row, speakers)


_SHARED_OUT = frozenset(("belong to", "belongs to", "come from", "comes from", "came from", "taken from", "drawn from"))
_WORD_FOR_IT = re.compile(r"\b(?:figures?|numbers?|counts?|tall(?:y|ies)|totals?|estimates?|data|statistics|sums?)\b")


def shared_out(view: View, cue: Hit, row: Cue) -> bool:
    """ "Of whom 858 belong to the reserve": a part is said to be somebody's, and the count is not his."""
    if row.surface not in _SHARED_OUT:
        return False
    at = cue.start - view.start
    last = next((n for n in reversed(view.numbers) if n.end <= at), None)
    joined = last is not None and re.fullmatch(
        r" (?:(?:of them|men|people|are|is|were|was|all) ){0,2}", view.folded[last.end : at]
    )
    return bool(joined) and not _WORD_FOR_IT.search(view.left(at))


_WHICH_X = re.compile(
    r"(?:,? (?:that|which|as))? (?:the |president |general |prime minister )?(?:[\w.'-]+ ){1,3}(?:had |has |have )?"
)
_NO_CLAIM = re.compile(r"\s*(?:[,.;:)!?]|$| (?:in|on|at|last|this|that|earlier|back|and|for|by|a|two|three|several) )")
_SAID_NEXT = re.compile(r" (?:that (?!month|year|week|day|autumn|spring|summer|winter|same)|\d|[\"“'])|:")


def _whom_began(view: View, begun: Hit, cue: Hit) -> bool:
    """ "Under the call-up that X announced in spring": what X announced stands before the verb, and nothing is said after it."""
    if not 0 < cue.start - begun.end <= 50:
        return False
    end = cue.end - view.start
    named = _WHICH_X.fullmatch(view.folded, begun.end - view.start, cue.start - view.start)
    return bool(named and _NO_CLAIM.match(view.folded, end) and not _SAID_NEXT.match(view.folded, end))


_COUNTING = frozenset(("count", "tally", "record", "register", "document"))
_AMOUNTS = frozenset(
    ("come to", "stand at", "include", "add up", "hold", "contain", "reach", "yield")
)  # of "it" and "they"
_DEEDS = frozenset(("hear", "add", "count", "recognise", "recognize"))


def is_counted(view: View, row: Cue, speaker: Speaker, lexis: Lexis) -> bool:
    """ "The runaways came to 900", "men who find a way out": they are what is counted, not who counts."""
    if speaker.noun in ("it", "they") and row.surface in _AMOUNTS:
        return not (speaker.noun == "it" and row.surface in ("include", "hold", "contain"))  # a list does
    if row.family != "counts" or row.surface in _COUNTING or speaker.source or speaker.of:
        return False
    if speaker.kind not in ("person", "group"):
        return False
    people = lexis.group("people")
    return any(
        h.value in people and h.start < speaker.end and speaker.start < h.end == speaker.end for h in view.of("lexicon")
    )


def is_deed(view: View, cue: Hit, row: Cue, speaker: Speaker, lexis: Lexis) -> bool:
    """ "Soldiers heard 700 verdicts", "judges added 300 convictions", "an army that counts a million": done, not said."""
    if row.surface not in _DEEDS or speaker.source or speaker.noun in _PRONOUNS:
        return False
    if speaker.of and not speaker.of.islower():
        return False  # somebody of a body with a name
    if row.surface == "count":
        troops = speaker.noun in lexis.words_of("force_word") and _THAT.fullmatch(
            view.folded, speaker.end - view.start, cue.start - view.start
        )
        return bool(troops) and number_after(view, cue)
    able = lexis.private(speaker.noun) if row.surface == "hear" else speaker.kind in ("person", "group", "office")
    return able and number_after(view, cue)


_PRONOUNS = frozenset(("he", "she", "it", "we"))
_THAT = re.compile(r",? (?:that|which) |,? ")
NEAR = 2  # code points between a verb and the number it governs


def number_after(view: View, cue: Hit) -> bool:
    """A number stands right after the verb: "lists nine", "put it at some 300"."""
    end = cue.end - view.start
    return any(n.kind in HOW_MANY and 0 <= n.start - end <= NEAR for n in view.numbers)


FEW = 9  # so many people may be asked: "according to two commanders"


def are_counted(view: View, cue: Hit, speaker: Speaker, lexis: Lexis) -> bool:
    """ "Their leaving was explained by 96 soldiers": a crowd with a number is counted, whatever it is said to have told."""
    if speaker.source or speaker.kind not in ("person", "group"):
        return False
    end = cue.end - view.start
    number = any(
        n.kind == "count" and n.low > FEW and end <= n.start and n.end <= speaker.end - view.start for n in view.numbers
    )
    people = lexis.group("people")
    return number and any(h.value in people and speaker.start <= h.start < speaker.end for h in view.of("lexicon"))
