"""View -> speakers: what courts publish stands for court records, however it is called."""

from __future__ import annotations

from functools import lru_cache

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_SHOWN = (
    r"(?:keep (?:open|public)|kept (?:open|public)|have opened|leave open|make available|put out|make public|made public|"
    r"publish(?:ed)?|post(?:ed)?|put online|release[ds]?|disclose[ds]?|issue[ds]?|keep|kept|hold)"
)
_ON_RECORD = r"(?:on record|on file|on their books|put on record)"
_ANY = r"(?:the |all |local )*"


@lru_cache(maxsize=4)
def _court_papers(nouns: frozenset[str], courts: frozenset[str], kinds: frozenset[str]) -> re.Pattern[str]:
    """ "The websites of the garrison courts", "courts' own web pages", "what the courts make public", "garrison-court data"."""
    papers, court, kind = ("|".join(sorted(words, key=lambda it: (-len(it), it))) for words in (nouns, courts, kinds))
    return re.compile(
        rf"\b(?:{papers}) (?:of|at|from|kept by|run by) {_ANY}(?:[\w'-]+ (?:and [\w'-]+ )?){{0,3}}(?:{court})\b|"
        rf"\b(?:{papers}) (?:that |which )?{_ANY}(?:[\w'-]+ ){{0,2}}(?:{court}) (?:themselves )?{_SHOWN}\b|"
        rf"\bwhat {_ANY}(?:[\w'-]+ ){{0,2}}(?:{court}) (?:themselves )?(?:have |had |has )?(?:{_ON_RECORD}|{_SHOWN})\b|"
        rf"\b(?:(?:{kind})[ -])*(?:{court})(?:'s?)?[ -]"
        rf"(?:own |public |open |official |electronic |online )*(?:{papers}|data)\b|"
        rf"\b(?:open |public )?data (?:of|from) {_ANY}(?:[\w'-]+ (?:and [\w'-]+ )?){{0,2}}(?:{court})\b"
    )


@lru_cache(maxsize=4)
def _shortest(words: frozenset[str]) -> tuple[str, ...]:
    """The words that hold no other of them: where none of these stands, none of all does."""
    return tuple(sorted(word for word in words if not any(it != word and it in word for it in words)))


def court_papers(view: View, lexis: Lexis) -> list[Speaker]:
    """Return the stretches that name papers of courts: "the websites of the garrison courts", "files the courts keep open"."""
    courts = lexis.words_of("court_word")
    if not any(word in view.folded for word in _shortest(courts)):
        return []
    papers = lexis.words_of("record_noun")
    if not any(word in view.folded for word in ("data", "what ", *_shortest(papers))):
        return []
    pattern = _court_papers(papers, courts, lexis.words_of("court_kind"))
    label = min(lexis.words_of("court_papers"))
    return [
        Speaker(view.start + m.start(), view.start + m.end(), label, None, "document", label)
        for m in pattern.finditer(view.folded)
    ]
