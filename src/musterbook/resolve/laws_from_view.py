"""View -> law: the article of a code a claim names, or the one its page names for the offence it tells of."""

from __future__ import annotations

from collections import Counter

from musterbook import regex as re
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Document, How, Slot

_ARTICLE = re.compile(
    r"\b(?:articles?|arts?\.?) (\d{2,3}(?:\.\d)?)\b(?!\d)|\barticles?\b[^.;:()]{0,40}?,? number (\d{3})\b"
)
_STOPS = re.compile(r"[.;]|\d|, (?:and|while|but)\b")
STOPPED = 60  # code points that a number or the end of a clause between a figure and an article are worth


def articles_from_view(view: View) -> list[tuple[int, int, str]]:
    """Return [start, end) in the document and the number of each article named."""
    if not view.digits or "art" not in view.folded:
        return []
    return [
        (view.start + m.start(), view.start + m.end(), m.group(1) or m.group(2)) for m in _ARTICLE.finditer(view.folded)
    ]


def law_from_view(document: Document, view: View, span: tuple[int, int], country: str | None = None) -> Slot | None:
    """Return the article nearest to the span, as `RU-CC-337`; without a country an article names nothing."""
    found = articles_from_view(view)
    if not found or country is None:
        return None
    start, end, number = min(found, key=lambda a: (_away(view, a, span), a[0]))
    return Slot(f"{country}-CC-{number}", How.stated, document.quote(start, end))


def _away(view: View, article: tuple[int, int, str], span: tuple[int, int]) -> int:
    """How far an article stands from a figure; inside its words not at all."""
    start, end, _ = article
    if span[0] <= start and end <= span[1]:
        return 0
    a, b = (span[1], start) if start >= span[1] else (end, span[0])
    between = view.folded[max(0, a - view.start) : max(0, b - view.start)]
    return max(0, b - a) + STOPPED * len(_STOPS.findall(between))


def laws_of_page(views: tuple[View, ...], lexis: Lexis) -> dict[tuple[str, str], str]:
    """(country, concept) -> the article that a page names for an offence, and (country, "") -> the only one, if the page is about it.

    What an article threatens does not say that the cases of the page are brought under it.
    """
    found: dict[tuple[str, str], str] = {}
    told = offences(lexis)
    spoken = Counter(concept for view in views for h in view.of("terms") if (concept := h.value.split("|")[0]) in told)
    for view in views:
        articles = articles_from_view(view)
        if not articles or any(n.kind == "measurement" for n in view.numbers):
            continue
        for _, _, number in articles:
            for law in lexis.laws.get(number, ()):
                if law.concept:
                    found.setdefault((law.country, law.concept), f"{law.country}-CC-{law.article}")
    for country in {iso for iso, _ in found}:
        ours = [(concept, law) for (iso, concept), law in found.items() if iso == country]
        if len(ours) == 1 and spoken[ours[0][0]] >= sum(spoken.values()) / 2:
            found[country, ""] = ours[0][1]
    return found


def law_of_offence(
    view: View, span: tuple[int, int], country: str, known: dict[tuple[str, str], str], told: frozenset[str]
) -> Slot | None:
    """The article that the page names elsewhere for the offence of a figure's words; where they tell none, the page's only one."""
    concepts = [(_away(view, (h.start, h.end, ""), span), h.value.split("|")[0]) for h in view.of("terms")]
    _, concept = min((c for c in concepts if c[1] in told), default=(0, ""))
    law = known.get((country, concept))
    return Slot(law, How.context, None, "law.of_offence@1" if concept else "law.of_page@1") if law else None


def offences(lexis: Lexis) -> frozenset[str]:
    """The concepts that an article of some code is about."""
    return lexis.offences
