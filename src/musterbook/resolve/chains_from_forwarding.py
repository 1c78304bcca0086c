"""What a container says was passed on -> the first hop of every chain: a forwarded post has all it says from somebody else."""

from __future__ import annotations

from dataclasses import replace

from musterbook.codebook.match import fold
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.model import PRIVATE_ACCOUNT, Anchor, Chain, Extract, Hop, Stance

ROLE = "forwarded"


def forwarded(extract: Extract, label: str, lexis: Lexis) -> Extract:
    """Return the same claims, each one hop further from its origin: the document has them from `label`."""
    source = lexis.aliases.get(fold(label))
    if source is not None:
        label = lexis.sources[source].name
    elif label != PRIVATE_ACCOUNT:
        source = fold(label)
    hop = Hop(label, source, ROLE, None)
    return replace(
        extract,
        figures=tuple(replace(it, anchor=_anchor(it.anchor, hop)) for it in extract.figures),
        incidents=tuple(replace(it, anchor=_anchor(it.anchor, hop)) for it in extract.incidents),
        statements=tuple(replace(it, anchor=_anchor(it.anchor, hop)) for it in extract.statements),
    )


def _anchor(anchor: Anchor, hop: Hop) -> Anchor:
    """A chain that already names whom the post was forwarded from says no more when it says it twice."""
    if hop.label in anchor.chain.labels():
        return anchor
    stance = Stance.reported if anchor.stance == Stance.asserted else anchor.stance
    return replace(anchor, chain=Chain((hop, *anchor.chain.hops)), stance=stance)
