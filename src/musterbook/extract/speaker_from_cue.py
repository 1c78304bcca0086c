"""Cue -> speaker: words behind a word of saying that the codebook does not know."""

from __future__ import annotations

import re

from musterbook.codebook.match import Hit, fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.names_from_view import Speaker
from musterbook.extract.views_from_page import View


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
    if not re.match(r"(?:the|an?|one|some|several) ", fold(words)):
        return None  # "according to schedule"
    if not lexis.words_of("no_source").isdisjoint(fold(words).partition(" of ")[0].split()[-1:]):
        return None  # "going by the usual strength of a division"
    label = " ".join(fold(words).split()[:6]).removeprefix("the ").removeprefix("a ").removeprefix("an ")
    return Speaker(start, start + len(words), label, None, "group") if label else None
