"""The printed name of somebody who is cited -> who that is: a source of the codebook, another name, a document, or nobody."""

from __future__ import annotations

import re
from functools import lru_cache

from musterbook.compared import Party, Sort
from musterbook.link.rules_from_codebook import SEPARATORS, Rules, plain
from musterbook.model import PRIVATE_ACCOUNT

EARLY = 3  # words before a known name that still leave it the head of a label: "Defence minister X in parliament"
ARTICLES = ("a", "an", "some")
WORKS = re.compile(r"\s+(?:report|count|study|analysis|estimate|figures?)s?$")  # what somebody made, who is its source
OPENING = "\"“«„'("
NAME = re.compile(r"[^\W\d_]")
QUOTED = re.compile(r"[\"“«„]([^\"”»“]+)[\"”»“]")
BYWORDS = re.compile(r"\b(?:to|on|in|via|at|for|with|citing|interview|answer|letter|reply)\b|[(,]")


def party_from_label(label: str, source: str | None, rules: Rules) -> Party:
    """Return who a label names; `source` is the id that a reader found for it, None when it found nobody.

    A known name wherever it heads the label; a document by its noun ("leaked list"), whoever else stands in it; any other
    capitalised name as itself; what is left is nobody who can be asked.
    """
    if source is not None and source in rules.sources:
        return known(source, label, rules)
    return _from_words(label, source is not None, rules)


@lru_cache(maxsize=100_000)
def _from_words(label: str, named: bool, rules: Rules) -> Party:
    text = BYWORDS.split(label, 1)[0].strip() or label
    if is_name(WORKS.sub("", text), rules):
        text = WORKS.sub("", text)
    whole = rules.source_names.find(label) or rules.source_names.find(text)
    if whole:
        return known(whole, label, rules)
    if not is_document(text, rules) and is_anybody(text, rules):
        return Party(plain(label), label, "unnamed", Sort.unnamed)
    found = rules.source_names.inside(label) if is_name(label, rules) else []
    head = next((id for start, end, id in found if is_head(label, start, end, rules, {it[0] for it in found})), "")
    if is_document(text, rules):
        holder = head or next((id for _, _, id in reversed(found)), "")
        quoted = QUOTED.search(label)
        if holder or quoted is None:
            return known(holder, label, rules) if holder else Party(plain(label), label, "document", Sort.document)
        id = rules.source_names.find(quoted[1])
        return known(id, label, rules) if id else Party(plain(quoted[1]), label, "", Sort.named)
    if head:
        return known(head, label, rules)
    if (named or is_name(text, rules)) and label != PRIVATE_ACCOUNT:
        return Party(plain(bare(text)), label, "", Sort.named)
    return Party(plain(label), label, "unnamed", Sort.unnamed)


def bare(text: str) -> str:
    """Return a name without the words in small letters before it: "district head Antonov" is "Antonov"."""
    words = text.split()
    first = next((at for at, word in enumerate(words) if word.lstrip(OPENING)[:1].isupper()), 0)
    return " ".join(words[first:])


def is_head(label: str, start: int, end: int, rules: Rules, begins: set[int]) -> bool:
    """True when a known name in a label is whom it is about: what stands before it is a role, what follows no name of its own.

    So "Defence minister X in parliament" is X, and neither "Northern X" nor "X Tribune" is. `begins`: words where names begin.
    """
    words = [word for part in label.replace("_", " ").split() for word in SEPARATORS.sub(" ", part).split()]
    words = words[1:] if len(words) > 1 and words[0].casefold() == "the" else words
    before, after = words[:start], words[end : end + 1]
    role = (
        not before
        or not before[-1][:1].isupper()
        or {plain(before[-1]), plain(" ".join(before[-2:]))} & (rules.unnamed | rules.platforms) != set()
    )
    goes_on = bool(after) and after[0][:1].isupper() and plain(after[0]) not in rules.platforms and end not in begins
    return start < EARLY and role and not goes_on


def publisher_from_name(name: str, rules: Rules) -> Party:
    """Return who publishes under a name: a source that bears it in full, or the name itself."""
    id = rules.source_names.find(name)
    return known(id, name, rules) if id else Party(plain(name), name, "", Sort.named)


def known(id: str, label: str, rules: Rules) -> Party:
    """Return a source of the codebook as a party, counted by whom it speaks for or belongs to."""
    row = rules.sources[id]
    owner = rules.sources.get(rules.owner(id), row)
    return Party(owner.id, row.name, owner.kind, Sort.named)


def is_document(text: str, rules: Rules) -> bool:
    """True when a label speaks of papers somebody holds: a word for them is in it, or it is one of the codebook's."""
    words = plain(text).split()
    return bool(words) and (" ".join(words) in rules.documents or any(word in rules.papers for word in words))


def is_anybody(text: str, rules: Rules) -> bool:
    """True when a label says what somebody is and not who: its last word is a role, or it begins as one of many."""
    words = plain(text).split()
    return bool(words) and (text.split()[0] in ARTICLES or words[-1] in rules.unnamed)


def is_name(text: str, rules: Rules) -> bool:
    """True when a label holds a capitalised word, other than a nationality and other than the first of several."""
    words = [word for word in text.split() if NAME.match(word.lstrip(OPENING)) and plain(word) not in rules.platforms]
    if words and rules.countries.find(words[0]):
        words = [*words[1:2], *words[1:]] if len(words) == 2 and not words[1][:1].isupper() else words[1:]
    capitals = [word for word in words if any(map(str.isupper, word))]
    first = (
        capitals and capitals[0] is words[0] and not capitals[0].isupper() and not rules.source_names.find(capitals[0])
    )
    return bool(capitals) and (len(capitals) > 1 or len(words) == 1 or not first)
