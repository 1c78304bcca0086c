"""Views and drafts -> the papers that a page says its total rests on: they stand behind whoever counted, for the total alone."""

from __future__ import annotations

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Chain, Document, Hop
from musterbook.resolve.breakdowns_from_drafts import PARTS, Pairs
from musterbook.resolve.draft_from_spot import Draft

_RESTS = re.compile(
    r"\b(?:confirm(?:s|ed|ation)?|corroborat(?:e|es|ed|ion)|back(?:s|ed)?(?: \w+)? up|backs?|backed|backing|support(?:s|ed)?|prove[sn]?|"
    r"proof|evidence|substantiat(?:e|es|ed)|underpin(?:s|ned)?|underl(?:ie|ies)|bears? (?:\w+ ){1,2}out|"
    r"rests? (?:up)?on|rested on|(?:is|are) based on|"
    r"attest(?:s|ed)?|verif(?:y|ies|ied)|(?:was|were) (?:given|handed|passed|leaked|sent)|has|holds|possesses|obtained|received|got)\b"
)
_PAPERS = frozenset("documents papers files lists materials".split())
BY = "chain.rests_on@1"


def rests_on_papers(
    document: Document, views: tuple[View, ...], drafts: list[Draft], pairs: Pairs, lexis: Lexis
) -> None:
    """ "X counts 1,010. … The figures are confirmed by secret papers.": the papers are behind the total, its parts are X's."""
    wholes = [whole for whole, parts in pairs if len(parts) >= PARTS and len(whole.chain.hops) == 1]
    if not wholes:
        return
    hop = next((it for view in views if (it := _papers(document, view, lexis)) is not None), None)
    for whole in wholes if hop else ():
        row = lexis.sources.get(whole.chain.hops[0].source or "")
        if hop and row is not None and row.kind in lexis.group("reporter"):
            whole.chain, whole.chain_by = Chain((*whole.chain.hops, hop)), BY
    for draft in drafts if hop else ():
        hops = draft.chain.hops
        lent = draft.chain_by == "chain.credited@1" and len(hops) > 1
        if hop and lent and hops[-1].label == hop.label and not any(draft is whole for whole, _ in pairs):
            draft.chain = Chain(hops[:-1])


def _papers(document: Document, view: View, lexis: Lexis) -> Hop | None:
    """The papers that a sentence without a count says the numbers rest on."""
    if view.words.isdisjoint(_PAPERS) or view.says_how_many():
        return None
    if not _RESTS.search(view.folded):
        return None
    for surface, name in lexis.named_as.items():
        at = view.folded.find(surface)
        if at >= 0 and " " in name and name.endswith("documents"):
            return Hop(name, None, "document", document.quote(view.start + at, view.start + at + len(surface)))
    return None
