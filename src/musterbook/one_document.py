"""One document -> what it says. Pure: the same text and the same codebook give the same claims, byte for byte."""

from __future__ import annotations

from musterbook.codebook.language_rows import Furniture, Word
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import IncidentCue, ThemeCue
from musterbook.extract.dates_from_sentence import DateGrammar, date_grammar
from musterbook.extract.groups_from_view import GroupTable, group_table
from musterbook.extract.lexis_from_codebook import Lexis, lexis_from_codebook
from musterbook.extract.numbers_from_sentence import NumberGrammar, number_grammar
from musterbook.extract.views_from_page import views_from_page
from musterbook.frozen import frozen
from musterbook.model import Document, Extract, Figure, Leftover
from musterbook.read.page_from_document import FurnitureWords, furniture_words, page_from_document
from musterbook.read.sentences_from_page import sentences_from_page
from musterbook.resolve.chains_from_forwarding import forwarded
from musterbook.resolve.chains_from_frames import cited_on, talks_from_views
from musterbook.resolve.concern_from_views import concerns
from musterbook.resolve.figures_from_views import drafts_from_views, figure_from_draft, scene_from_views
from musterbook.resolve.incidents_from_views import incidents_from_views
from musterbook.resolve.measure_from_count import Measuring, measuring_from_codebook
from musterbook.resolve.statements_from_views import statements_from_views
from musterbook.resolve.terms_from_views import terms_from_views

VERSION = "1"  # of the rules; a base re-reads its documents when this or the codebook changes


@frozen
class Reader:
    """A codebook compiled for reading."""

    codebook: Codebook
    lexis: Lexis
    numbers: NumberGrammar
    dates: DateGrammar
    measuring: Measuring
    themes: GroupTable
    incidents: GroupTable
    furniture: FurnitureWords
    abbreviations: frozenset[str]

    @property
    def version(self) -> str:
        """Names the rules and the tables a reading was made with."""
        return f"{VERSION}.{self.codebook.version}"


def build_reader(codebook: Codebook) -> Reader:
    """Compile a codebook; do it once, read many documents."""
    return Reader(
        codebook,
        lexis_from_codebook(codebook),
        number_grammar(codebook),
        date_grammar(codebook),
        measuring_from_codebook(codebook),
        group_table(codebook.rows("theme_cues", ThemeCue)),
        group_table(codebook.rows("incident_cues", IncidentCue)),
        furniture_words(codebook.rows("furniture", Furniture)),
        frozenset(
            row.surface.lower() for row in codebook.rows("words", Word) if row.kind in ("abbreviation", "initial")
        ),
    )


def extract(document: Document, reader: Reader) -> Extract:
    """Return all that a document says, in text order; what was seen and not understood is among the leftovers."""
    ours = reader.codebook.language
    spans = document.languages or ((0, len(document.text), document.lang),)
    if all(lang != ours for _, _, lang in spans):
        return _unread(document, spans[0], ours)
    page = page_from_document(document, reader.furniture)
    sentences = sentences_from_page(document.text, page, reader.abbreviations)
    if document.languages:
        sentences = tuple(it for it in sentences if _spoken(it.start, document) == ours)
    views = views_from_page(document.text, sentences, reader.lexis.matcher, reader.numbers, reader.dates)
    if not concerns(views, reader.lexis):
        return Extract(document.id, sentences=len(sentences))
    talks = talks_from_views(document, views, reader.lexis)
    scene = scene_from_views(document, views, reader.lexis)
    drafts, leftovers = drafts_from_views(document, views, talks, scene, reader.lexis, reader.measuring)
    talks = cited_on(views, talks)
    incidents = incidents_from_views(
        document, views, talks, drafts, scene, reader.incidents, reader.lexis, reader.measuring
    )
    statements = statements_from_views(document, views, talks, drafts, incidents, reader.themes, reader.lexis)
    terms = terms_from_views(document, views, page, reader.lexis)
    figures = _distinct(tuple(figure_from_draft(document, draft) for draft in drafts))
    others = [
        left for span in document.languages if span[2] != ours for left in _unread(document, span, ours).leftovers
    ]
    left = tuple(sorted((*leftovers, *others), key=lambda it: (it.quote.start, it.quote.end)))
    found = Extract(document.id, figures, incidents, statements, terms, left, len(sentences))
    return forwarded(found, document, reader.lexis) if document.forwarded else found


def _unread(document: Document, span: tuple[int, int, str], ours: str) -> Extract:
    start, end, lang = span
    end = min(end, start + 80)
    why = f"language {lang} is not read yet, only {ours}"
    return Extract(document.id, leftovers=(Leftover(document.quote(start, end), why),) if start < end else ())


def _spoken(at: int, document: Document) -> str:
    """Return the language at a place of a page that mixes them."""
    return next((lang for start, end, lang in document.languages if start <= at < end), document.lang)


def _distinct(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The same words never make two figures."""
    seen: dict[str, Figure] = {}
    for figure in figures:
        seen.setdefault(figure.anchor.id, figure)
    return tuple(seen.values())
