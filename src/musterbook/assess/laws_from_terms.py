"""The terms and laws of a document -> claims whose article is about something else than the word beside it says."""

from __future__ import annotations

from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Concept, Law
from musterbook.model import Document, Extract, Figure

BESIDE = 240  # letters before a claim, within its paragraph, in which a term says what the sentence is about


def law_faults(document: Document, extract: Extract, codebook: Codebook) -> dict[str, str]:
    """Return, by claim, what is wrong with its article: a term of another article's concept stands beside it."""
    articles = {row.id: row for row in codebook.rows("laws", Law) if row.concept}
    labels = {row.id: row.label for row in codebook.rows("concepts", Concept)}
    right = {(row.country, row.concept): row for row in articles.values()}
    found: dict[str, str] = {}
    for claim in extract.figures:
        law = articles.get(law_of(claim))
        if law is None:
            continue
        quote = claim.anchor.quote
        start = max(document.text.rfind("\n", 0, quote.start), quote.start - BESIDE, 0)
        end = document.text.find("\n", quote.end)
        near = {
            use.concept
            for use in extract.terms
            if start <= use.quote.start < min(end if end > 0 else quote.end, quote.end + BESIDE)
        }
        meant = [row for concept in sorted(near) if (row := right.get((law.country, concept))) is not None]
        text = document.text[start : quote.end + BESIDE]
        others = [row for row in meant if row.id != law.id and row.article not in text]
        if others:
            said = labels.get(others[0].concept, others[0].concept).lower()
            found[claim.anchor.id] = (
                f"Article {law.article} is {law.act}; the text speaks of {said}, which is Article {others[0].article}"
            )
    return found


def law_of(claim: Figure) -> str:
    """Return the article a figure names, without its part."""
    value = next((slot.value for name, slot in claim.dims if name == "law"), "")
    return "-".join(value.split("-")[:3])
