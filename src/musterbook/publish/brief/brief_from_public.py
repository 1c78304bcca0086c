"""What is public and what is asked for -> a brief. Findings become sentences here, and their claims footnotes and annex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from musterbook.publish.brief.chapters_from_pack import Chapter
from musterbook.publish.brief.chosen_from_public import Chosen, Part, chosen_from_public
from musterbook.publish.brief.method_from_public import (
    disclaimer_section,
    law_section,
    method_section,
    reference_period,
    scope_section,
    terms_section,
    used_documents,
)
from musterbook.publish.brief.nouns import (
    LEAD,
    Annex,
    Ask,
    Block,
    Brief,
    Chart,
    Cited,
    Draft,
    Finding,
    Footnote,
    Paragraph,
    Section,
    Sentence,
    TableOf,
)
from musterbook.publish.brief.period_from_iso import day_in_words
from musterbook.publish.brief.pieces_from_claim import clean, number, pieces_from_shielded, subject
from musterbook.publish.brief.remarks_from_fact import remarks_from_fact
from musterbook.publish.brief.sentence_from_fact import lead_of, sentence_from_fact, tag_of
from musterbook.publish.brief.sides_from_fact import Shown, members, shown_from_public, sides_from_fact
from musterbook.publish.brief.sources_from_public import sources_section
from musterbook.publish.brief.words_from_codebook import Words
from musterbook.publish.public import Public, PublicFact

OVERVIEW = 2  # figures from which a chapter has a table of them


@dataclass(slots=True)
class Notes:
    """Numbers given out while a brief is written: of footnotes, quotes and pages, each in the order of first use."""

    shown: Shown
    footnotes: list[Footnote] = field(default_factory=list)
    cited: dict[str, Cited] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    printed: set[int] = field(default_factory=set)
    told: set[Draft] = field(default_factory=set)

    def cite(self, claim: str, shown: Shown) -> Cited:
        """Return the quote of a claim under its number."""
        if claim not in self.cited:
            it = shown.claims[claim]
            doc = shown.doc(it)
            source = self.sources.setdefault(doc.id, len(self.sources) + 1)
            quote = pieces_from_shielded(it.quote)
            origin = clean(it.origin) if it.chain else ""
            self.cited[claim] = Cited(len(self.cited) + 1, claim, it.start, it.end, it.page, quote, doc, source, origin)
        return self.cited[claim]

    def sentence(self, draft: Draft, shown: Shown | None = None) -> Sentence:
        """Return a draft with its footnote."""
        cited = tuple(self.cite(claim, shown or self.shown) for claim in draft.claims)
        first = tuple(sorted({it.source for it in cited[:LEAD]} - self.printed))
        self.printed |= {*first}
        note = Footnote(len(self.footnotes) + 1, cited, first)
        self.footnotes.append(note)
        return Sentence(draft.pieces, note)


def brief_from_public(
    public: Public, words: Words, ask: Ask, *, chapters: Sequence[Chapter], charts: Sequence[Chart] = ()
) -> Brief:
    """Return the brief that is asked for; the same public facts give the same brief."""
    shown = shown_from_public(public, words)
    chosen = chosen_from_public(shown, ask, chapters)
    notes = Notes(shown)
    findings = [section for it in chosen.chapters for section in chapter_sections(*it, notes=notes)]
    if not findings:
        findings = [Section("findings", 1, "Findings", (Paragraph("No fact of the base fits what was asked for."),))]
    return assembled(chosen, notes, ask, findings, charts=charts)


def assembled(
    chosen: Chosen, notes: Notes, ask: Ask, findings: Sequence[Section], *, charts: Sequence[Chart] = ()
) -> Brief:
    """Put the chapters in their order."""
    shown = notes.shown
    framework = law_section(chosen, shown, ask)
    series = [Section("series", 1, "Figures over time", tuple(charts))] if charts else []
    sections = (
        scope_section(chosen, shown, ask),
        method_section(chosen, shown, ask),
        terms_section(chosen, shown),
        *findings,
        *([framework] if framework else []),
        *series,
        sources_section(notes.cited.values(), shown, chosen.facts()),
        annex_section(notes.cited.values()),
        disclaimer_section(),
    )
    title = clean(ask.title) or f"{shown.public.title}: a brief"
    return Brief(
        title, subtitle(ask, shown), ask.made, tuple(cover(chosen, shown, ask)), sections, tuple(notes.footnotes)
    )


def subtitle(ask: Ask, shown: Shown) -> str:
    """Return the line under the title."""
    what = f"Changes since {day_in_words(ask.since)}" if ask.since else "Country-of-origin information brief"
    return f"{what} · {clean(shown.public.title)}"


def cover(chosen: Chosen, shown: Shown, ask: Ask) -> Iterable[tuple[str, str]]:
    """Yield the lines of the cover."""
    claims = [claim for fact in chosen.facts() for claim in members(fact, shown)]
    days = sorted(doc.published[:10] for doc in used_documents(chosen, shown) if doc.published)
    yield "Reference period", reference_period(claims)
    yield "Pages published", f"{day_in_words(days[0])} to {day_in_words(days[-1])}" if days else "not dated"
    yield "Cut-off", day_in_words(shown.public.as_of) if shown.public.as_of else "none set"
    if ask.made:
        yield "Finished", day_in_words(ask.made)


# ---------------------------------------------------------------- findings


def chapter_sections(chapter: Chapter, parts: Sequence[Part], *, notes: Notes) -> Iterable[Section]:
    """Yield a chapter: the table of its figures, then a part for each theme, measure and kind of happening."""
    made = [(part, part_section(chapter, part, notes)) for part in parts]
    figures = [
        (fact, finding)
        for part, section in made
        if part.kind == "figure"
        for fact, finding in zip(part.facts, (it for it in section.blocks if isinstance(it, Finding)), strict=True)
    ]
    rows = [row for row in (figure_row(fact, finding, notes.shown) for fact, finding in figures) if row]
    table = (figures_table(chapter, rows),) if len(rows) >= OVERVIEW else ()
    yield Section(f"c-{chapter.id}", 1, chapter.label, table)
    yield from (section for _, section in made)


def part_section(chapter: Chapter, part: Part, notes: Notes) -> Section:
    """Return the findings on one theme."""
    blocks: list[Block] = [finding_from_fact(fact, notes) for fact in part.facts]
    if part.more:
        facts = f"{part.more:,} further fact{'s' * (part.more > 1)}"
        blocks.append(Paragraph(f"{facts} on this, told less often, stayed out for length; the base holds them."))
    label = heading(part, notes.shown)
    return Section(f"p-{chapter.id}-{part.kind}-{part.what.replace('.', '-')}", 2, label, tuple(blocks))


def heading(part: Part, shown: Shown) -> str:
    """Return what a part is called."""
    label = shown.words.what(members(part.facts[0], shown)[0])
    return label[:1].upper() + label[1:]


def finding_from_fact(fact: PublicFact, notes: Notes) -> Finding:
    """Return all that is said of a fact."""
    drafts = [sentence_from_fact(fact, notes.shown)]
    # A sum is part of each fact that one of its figures belongs to, and is told with the first.
    drafts += [it for it in remarks_from_fact(fact, notes.shown) if it not in notes.told]
    notes.told |= {*drafts}
    grade = f"{fact.reliability}{fact.credibility}"
    return Finding(fact.id, tag_of(fact), grade, tuple(notes.sentence(draft) for draft in drafts))


Row = tuple[tuple[str, ...], int]


def figure_row(fact: PublicFact, finding: Finding, shown: Shown) -> Row | None:
    """Return a figure as a row of its chapter's table: each number that somebody gives, side by side."""
    sides = sides_from_fact(fact, shown)
    lead = lead_of(fact, sides, shown)
    first = finding.sentences[0]
    amounts = dict.fromkeys(piece.text for piece in first.pieces if piece.sort == "number")
    if number(lead, shown.words) is None or not amounts:
        return None
    what = "".join(piece.text for piece in subject(lead, shown.words))
    origins = ", ".join(side.label or "one that nobody names" for side in sides) or "none named"
    cells = (
        what,
        " / ".join(amounts),
        clean(origins),
        f"{fact.pages:,}",
        finding.tag,
        finding.grade,
        f"{first.note.number}",
    )
    return cells, first.note.number


def figures_table(chapter: Chapter, rows: Sequence[Row]) -> TableOf:
    """Return the table of a chapter's figures."""
    columns = ("What is counted", "As stated", "Origins", "Pages", "Rests on", "Grade", "Note")
    widths = (6, 3, 4, 1, 3, 1, 1)
    title = f"{chapter.label}: figures as stated, contradicting ones side by side"
    return TableOf(title, columns, tuple(row for row, _ in rows), tuple(note for _, note in rows), widths)


def annex_section(cited: Iterable[Cited]) -> Section:
    """Return the annex of quotes."""
    intro = Paragraph(
        "Every quote that a footnote stands on, with its place in the text of the archived page, counted in characters. Words in "
        "square brackets stand for what is masked."
    )
    quotes = tuple(cited)
    return Section(
        "annex", 1, "Annex: quotes", (intro, Annex(quotes)) if quotes else (Paragraph("No quote is cited."),)
    )
