"""Cue -> speaker: words behind a word of saying that the codebook does not know."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.codebook.match import Hit, fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View

_ORIGINS = frozenset(("comes from", "come from", "came from", "belongs to", "belong to", "taken from", "follow from"))
_WORK_BEFORE = re.compile(
    r"\b(?:this|that|these|those|it|they|which|all|both|neither|one|rest|latter|former|first|second|third|last|only|where|everything|"
    r"most|whole|much|none|(?:figure|number|count|total|estimate|claim|report|tall(?:y|ie)|sum|calculation|statistic|detail|"
    r"account|version|line|quote|word|list|table|phrase|stor(?:y|ie)|news|information|data|reckoning|arithmetic|credit|"
    r"percentage|share|rate|set|column|chart|graph|map|leak|tip|finding|result|entr(?:y|ie)|name|document|paper|file|"
    r"breakdown|assessment|confirmation|evidence|testimon(?:y|ie)|explanation|answer|reply|repl(?:y|ie)|denial)s?)\b"
)


def is_no_account(view: View, cue: Hit) -> bool:
    """ "Twenty-three belong to the first quarter": what comes from somewhere is no account, so nobody gives one."""
    return cue.value in _ORIGINS and not _WORK_BEFORE.search(view.left(cue.start - view.start)[-90:])


_PICKED = "picked up by"  # a patrol may have, and says nothing


def speaker_from_cue(view: View, cue: Hit, lexis: Lexis) -> Speaker | None:
    """Return who speaks by the words after a cue: a capitalised name is a named source, other words an unnamed one, None for a thing."""
    rest = view.text[cue.end - view.start :]
    match = re.match(
        r"\s+((?:the |a |an )?[^,.;:()\n]{2,60}?)(?=[,.;:()\n]|$| that | said | who | which | whose )", rest
    )
    if match is None or re.match(r"(?:the|a|an)?\s*\d", match.group(1)):
        return None
    words = match.group(1)
    start = cue.end + match.start(1)
    name = re.search(r"[\"“'*]?([A-Z][\w.’'-]*(?: (?:of |and |the )?[A-Z0-9][\w.’'-]*)*)", words)
    if name and fold(name.group(1).split()[0]) not in lexis.words_of("not_name"):
        label = name.group(1).rstrip(".'’")
        return Speaker(start, start + len(words), label, fold(label), "outlet")
    if cue.value == _PICKED or not re.match(r"(?:the|an?|one|some|several) ", fold(words)):
        return None  # "according to schedule"
    if not lexis.words_of("no_source").isdisjoint(fold(words).partition(" of ")[0].split()[-1:]):
        return None  # "going by the usual strength of a division"
    label = " ".join(fold(words).split()[:6]).removeprefix("the ").removeprefix("a ").removeprefix("an ")
    return Speaker(start, start + len(words), label, None, "group") if label else None
