"""The ends of a fact -> two letters of the Admiralty scale, kept apart: reliability of the sources, credibility of the claim."""

from __future__ import annotations

from musterbook.assess.roots_from_entries import Roots
from musterbook.compared import Verdict
from musterbook.link.rules_from_codebook import Rules


def reliability(roots: Roots, rules: Rules) -> str:
    """Return the best letter among the origins with a vote, F when nobody is known: a matter of the source, not of the claim."""
    letters = [rules.kinds[root.kind].reliability for root in roots.counted if root.kind in rules.kinds]
    return min(letters, default="F")


def credibility(verdict: Verdict, roots: Roots, rules: Rules) -> str:
    """Return 1 to 6: a matter of what else is known, not of who says it.

    1 confirmed by another origin · 2 one origin that counts by itself and takes no side · 3 one that passes on, or speaks for
    itself · 4 contradicted, or one side about the matter alone · 6 nobody to judge by. 5 is left to a person.
    """
    if verdict == Verdict.corroborated:
        return "1"
    if verdict == Verdict.contradicted:
        return "4"
    if verdict == Verdict.no_origin:
        return "6"
    kinds = [rules.kinds.get(root.kind) for root in roots.counted]
    if all(kind is not None and kind.partisan for kind in kinds):
        return "4"
    good = any(
        root.confirms and kind is not None and kind.reliability in "AB"
        for root, kind in zip(roots.counted, kinds, strict=True)
    )
    return "2" if good else "3"
