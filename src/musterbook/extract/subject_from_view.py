"""View -> subject: who does what a verb of saying says, articles, adverbs, appositions and relative clauses between."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_APPOSITION = re.compile(
    r"^[\"”’*']*\s*[,(-].*[,)-][\"”’]*\s*(?:\w+ly )?(?:(?:has|have|had|also|then|in turn|later|"
    r"recently|itself|too|first) )*(?:who )?$",
    re.S,
)
_SHORT = re.compile(r"^[\"”’*']*(?:'s)?(?: [\w'-]+){0,4} ?$")
_LONG = re.compile(r"^[^,;:.()\"“”]{0,70}$")
_RELATIVE = re.compile(r"\b(?:who|which|that|when|where|because|and|but|while)\b")
REACH = 170  # code points between a speaker and its verb, apposition included


def subject_of(view: View, cue: Hit, speakers: tuple[Speaker, ...]) -> Speaker | None:
    """The speaker before the verb: the nearest with nothing but adverbs between, or one whose apposition ends at the verb."""
    best: Speaker | None = None
    for speaker in reversed(speakers):
        if speaker.end > cue.start or cue.start - speaker.end > REACH:
            continue
        gap = view.folded[speaker.end - view.start : cue.start - view.start]
        if best is None and gap == ", " and (_apposed(view, speaker) or _with_name(view, speaker)):
            best = speaker  # "the head of the region, Anna Petrash, put it at 40"
            continue
        if best is None and cue.start - speaker.end <= 2 and _AGENT.search(view.left(speaker.start - view.start)):
            continue  # "records reviewed by X list 1,260 men": the records list them
        if best is not None and _OF_THEM.fullmatch(view.folded[speaker.end - view.start : best.start - view.start]):
            best = speaker  # "relatives of the soldiers said"
            continue
        if (
            best is not None
            and best.noun == "we"
            and WHOM_WE.fullmatch(view.folded[speaker.end - view.start : best.start - view.start])
        ):
            best = speaker  # "an instructor whom we reached said"
            continue
        if not speaker.source and re.match(r" whom\b", view.folded[speaker.end - view.start :]):
            continue  # "the men whom nobody has tracked down"
        if best is None and speaker.noun == "it" and re.match(r" (?:was|is) ", view.folded[speaker.end - view.start :]):
            continue  # "it was X that told"
        if best is not None and (_owns_object(view, speaker, best, gap) or _has_clause(view, speaker, best, gap)):
            best = speaker
            continue
        if best is None and speaker.kind in ("person", "group") and (_WHO.fullmatch(gap) or _WHO_SAYS.fullmatch(gap)):
            best = speaker
            continue
        if best is None and speaker.source and speaker.kind in ("outlet", "office") and _which_says(view, cue, gap):
            best = speaker
            continue
        if best is None and (_SHORT.match(gap) or (_LONG.match(gap) and not _RELATIVE.search(gap))):
            best = speaker
        elif _APPOSITION.match(gap) and (
            best is None or (not best.refers and best.kind != "person") or speaker.kind == "person"
        ):
            if best is not None and best.kind == "person" and best.source is None and speaker.kind != "person":
                break
            best = speaker
    if best is not None and best.kind == "person" and best.refers and best.noun == "it":
        return None
    return best


_NAME_AFTER = re.compile(r", [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}$")


def _with_name(view: View, speaker: Speaker) -> bool:
    """ "A conscript, X, said": the words of a private person end with the name, which is not printed."""
    if speaker.kind != "person" or speaker.source:
        return False
    return bool(_NAME_AFTER.search(view.text[speaker.start - view.start : speaker.end - view.start]))


def _owns_object(view: View, speaker: Speaker, best: Speaker, gap: str) -> bool:
    """The nearest noun is the object of a word that belongs to the real subject."""
    yields = not best.refers or (best.kind in ("office", "outlet") and speaker.kind == "person")
    plain = best.source is None and _LONG.match(gap) and not _RELATIVE.search(gap)
    return yields and bool(plain) and _object(view, best)


def _has_clause(view: View, speaker: Speaker, best: Speaker, gap: str) -> bool:
    """ "A lawyer who defends soldiers said": the nearest noun stands in a relative clause; not "data which X has gathered"."""
    if (best.refers and not _object(view, best)) or (best.source and speaker.kind in ("product", "document")):
        return False
    clause = _WHO_DOES.match(view.folded, speaker.end - view.start)
    return clause is not None and not re.search(r"[,;:.](?!\d)", gap)


_WHO_DOES = re.compile(r" (?:who|which|that) ")
_WHICH_SAYS = re.compile(r"[\"”’'*)]*, (?:which|who) (?:(?:has|had|have|also|then|later|itself|in turn|\w+ly) )*")
_IT = re.compile(r" (?:it|them|this|these|those|him)\b")


def _which_says(view: View, cue: Hit, gap: str) -> bool:
    """ "X, which refers to Y", but no "X, which published it"."""
    return bool(_WHICH_SAYS.fullmatch(gap)) and not _IT.match(view.folded, cue.end - view.start)


WHOM_WE = re.compile(r",? (?:whom|who|that)(?: \w+ly)? $")
IF_WE = re.compile(r"(?:,? (?:whom|who|that)|(?:^|\W)(?:if|when|once|unless|should|were|suppose))(?: \w+ly)? $")
_OF_THEM = re.compile(
    r" of (?:one of )?(?:the |these |those |his |her |their |its |several |some |two |three )?(?:[\w-]+ )?"
)


_GIVEN = re.compile(r"[A-Z][\w’-]+, (?:\d{2}, )?(?:an?|the|one of the|once an?) (?:[\w-]+ ){0,4}$")  # "Oleg, a former"


def _apposed(view: View, speaker: Speaker) -> bool:
    """A name set off by commas after its role."""
    own = view.folded[speaker.start - view.start : speaker.end - view.start]
    before = view.text[max(0, speaker.start - view.start - REACH) : speaker.start - view.start]
    named = speaker.source and (", " in own or before.endswith(", "))
    return speaker.kind == "person" and bool(named or _GIVEN.search(before))


_AGENT = re.compile(r"\b(?:\w+ed|seen|kept|drawn up|shown|sent|given) (?:by|to|with) (?:the )?(?:[\w-]+ )?$")
_WHO = re.compile(r" who [^,;:.\"“”]{3,80} (?:also |later |then )?")
_WHO_SAYS = re.compile(r",? who (?:(?:has|had|have|also|then|later|himself|herself|themselves|in turn|\w+ly) )*")
_OBJECT = re.compile(
    r"\b(?:of|in|at|for|with|from|to|by|on|among|about|\w+ing)(?: (?:the|a|an|its|their|these|those|"
    r"such))?(?: [\w-]+)? $"
)


def _object(view: View, speaker: Speaker) -> bool:
    """The noun stands after a preposition or a participle, so it is not the subject."""
    return bool(_OBJECT.search(view.left(speaker.start - view.start)))
