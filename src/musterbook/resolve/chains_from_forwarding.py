"""What a container says was passed on -> the first hop of every chain: a forwarded post has all it says from somebody else."""

from __future__ import annotations

from dataclasses import replace

from musterbook.codebook.match import fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.model import PRIVATE_ACCOUNT, Anchor, Chain, Document, Extract, Hop, Stance

ROLE = "forwarded"


def forwarded(extract: Extract, document: Document, lexis: Lexis) -> Extract:
    """Return the same claims, each one hop further from its origin: the document was forwarded from somebody.

    Whoever may be a private person is one: an account that is not said to be a channel, is in no table and is called as
    people are.
    """
    label = document.forwarded or PRIVATE_ACCOUNT
    source = lexis.aliases.get(fold(label))
    if source is not None:
        label = lexis.sources[source].name
    elif document.forwarder_sure or not _called_as_people(label):
        source = fold(label) if label != PRIVATE_ACCOUNT else None
    else:
        label = PRIVATE_ACCOUNT
    hop = Hop(label, source, ROLE, None)
    return replace(
        extract,
        figures=tuple(replace(it, anchor=_anchor(it.anchor, hop)) for it in extract.figures),
        incidents=tuple(replace(it, anchor=_anchor(it.anchor, hop)) for it in extract.incidents),
        statements=tuple(replace(it, anchor=_anchor(it.anchor, hop)) for it in extract.statements),
    )


def _called_as_people(label: str) -> bool:
    """ "Ivan", "I. Petrenko", "Petrenko Ivan Ivanovych", but not "Sea Lamp 24" and not "Lamp and Anchor"."""
    words = label.replace(".", ". ").split()
    return len(words) <= 3 and all(word[0].isupper() and word.rstrip(".").isalpha() for word in words)


def _anchor(anchor: Anchor, hop: Hop) -> Anchor:
    """A chain that already names whom the post was forwarded from says no more when it says it twice."""
    if hop.label in anchor.chain.labels():
        return anchor
    stance = Stance.reported if anchor.stance == Stance.asserted else anchor.stance
    return replace(anchor, chain=Chain((hop, *anchor.chain.hops)), stance=stance)
