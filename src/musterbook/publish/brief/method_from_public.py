"""What is public, what was chosen -> the chapters on the brief itself: scope, method, terms, law, disclaimer. Counted, not claimed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from musterbook.codebook.schema import Law
from musterbook.publish.brief.chosen_from_public import STRENGTH, Chosen
from musterbook.publish.brief.nouns import Ask, Block, Paragraph, Section, TableOf
from musterbook.publish.brief.period_from_iso import day_in_words, period_in_words
from musterbook.publish.brief.pieces_from_claim import clean, outlets
from musterbook.publish.brief.sentence_from_fact import TAGS
from musterbook.publish.brief.sides_from_fact import Shown, members
from musterbook.publish.public import PublicClaim, PublicDocument

_LETTER = re.compile(r"\b[SK] \(")  # how notes of the law table say what a part of them stands on
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed by another origin",
    "2": "one origin that counts by itself and takes no side",
    "3": "one origin that passes on, or speaks for itself",
    "4": "contradicted, or one side about the matter alone",
    "5": "improbable; left to a person, never given by the program",
    "6": "nobody to judge by",
}
VERDICTS = {
    "corroborated": "two or more origins that do not depend on each other and count by themselves agree",
    "single_origin": "one origin, however many pages pass it on",
    "contradicted": "claims about the same thing cannot both hold; all are shown, none is averaged away",
    "not_comparable": "several origins, of which none counts the same thing by itself",
    "no_origin": "no page says whom it has it from, or the end of the chain is somebody unnamed",
}
BOUNDS = {
    "about": "within a tenth either way",
    "nearly": "less than, by at most a tenth",
    "over": "more than, without an upper end",
    "at least": "that or more",
    "up to": "that or less",
    "under": "less than",
}
STEPS = (
    (
        "Reading",
        "A program read the pages sentence by sentence into figures, happenings and statements; each stands on an exact quote. "
        "Numbers are printed as stated, with the word that bounds them; what a page does not say was not filled in.",
    ),
    (
        "Origins",
        "For each claim the chain from the page back to whoever is said to have said it first was followed. Pages are not "
        "counted as sources: however many pass a thing on, the origin has one vote, and an end that nobody names has none.",
    ),
    (
        "Comparing",
        "Only figures that count the same thing in the same way, for the same time and people, were held against each other. "
        "What contradicts is shown side by side; nothing was averaged.",
    ),
    (
        "Writing",
        "Every sentence of a finding was made by a template from claims; each has a footnote, and each number in it stands in "
        "a quote of that footnote or is marked as computed. All quotes are in the annex, with the hash of the archived page "
        "and the time of its capture.",
    ),
)
LEFT = (
    "Left to the reader",
    "For whom a source wrote, who pays it, where it was when it reported, its tone and its record of corrections were not "
    "judged by the program. Reliability is that of the kind of source, not of the one page.",
)
DISCLAIMER = (
    "This brief was put together by a program from pages that somebody chose and archived. It is not exhaustive: that a "
    "matter is not mentioned here does not mean that it did not happen.",
    "It draws no conclusion on any claim for protection, and none of law or policy. The merit of an individual case is not "
    "for this brief to judge, and it is not meant to be the only basis of a decision.",
    "Names of places, armed groups and states are those of the sources; their use implies no position on any status or "
    "boundary. Where a source says that somebody was declared absent or charged, that is what was declared or charged.",
    "Private persons are masked to their role. Whoever can be recognised all the same should be protected by whoever reads "
    "this. The archived pages behind it hold names and stay with whoever made the brief.",
)


def used_documents(chosen: Chosen, shown: Shown) -> list[PublicDocument]:
    """Return the pages that the findings stand on."""
    return shown.pages(claim for fact in chosen.facts() for claim in members(fact, shown))


def scope_section(chosen: Chosen, shown: Shown, ask: Ask) -> Section:
    """Return what was asked for and what it was looked for in."""
    docs = used_documents(chosen, shown)
    public = shown.public
    asked = "; ".join(f"{name}: {value}" for name, value in asked_for(ask, shown)) or "everything that the base holds"
    blocks: list[Block] = [
        Paragraph(f"Asked for: {asked}."),
        Paragraph(
            f"The evidence base holds {several(len(public.documents), 'page')} of {several(outlets(public.documents), 'publisher')} "
            f"with {several(len(public.claims), 'claim')} about {several(len(public.facts), 'fact')}. {taken(chosen, docs)}"
        ),
        Paragraph(f"{published_between(docs)} {cut_off(public.as_of)}"),
    ]
    if chosen.apart:
        why = "; ".join(f"{several(n, 'fact')}: {reason}" for reason, n in sorted(chosen.apart.items()))
        blocks.append(Paragraph(f"Left out: {why}."))
    if ask.side:
        blocks.append(
            Paragraph(
                "A claim that names no side was taken only from a page on which every claim that does names the side asked for."
            )
        )
    return Section("scope", 1, "Scope", (*blocks, summary_table(chosen)))


def asked_for(ask: Ask, shown: Shown) -> Iterator[tuple[str, str]]:
    """Yield what was asked for, in words."""
    if ask.themes:
        yield "themes", ", ".join(ask.themes)
    if ask.side:
        yield "side", shown.words.name(ask.side)
    if ask.place:
        yield "place", ask.place
    if ask.period:
        yield "period", period_in_words(ask.period)
    if ask.since:
        yield "changes since", day_in_words(ask.since)


def several(number: int, one: str) -> str:
    """Return how many there are.

    >>> several(1, "page"), several(1200, "copy")
    ('1 page', '1,200 copies')
    """
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{number:,} {one if number == 1 else many}"


def taken(chosen: Chosen, docs: list[PublicDocument]) -> str:
    """Return how much of the base this brief is made from."""
    facts = len(chosen.facts())
    rest = sum(part.more for _, parts in chosen.chapters for part in parts)
    more = (
        f"; {several(rest, 'further fact')} on the same themes, told less often, stayed out for length" if rest else ""
    )
    return f"This brief is made from {several(facts, 'fact')} told on {several(len(docs), 'page')}{more}."


def published_between(docs: list[PublicDocument]) -> str:
    """Return when the pages were published."""
    days = sorted(doc.published[:10] for doc in docs if doc.published)
    guessed = sum(doc.guessed for doc in docs)
    undated = sum(not doc.published for doc in docs)
    if not days:
        return "None of the pages is dated."
    said = f"The pages were published between {day_in_words(days[0])} and {day_in_words(days[-1])}"
    if days[0] == days[-1]:
        said = (
            f"The pages were published on {day_in_words(days[0])}"
            if len(days[0]) == 10
            else f"The pages are of {day_in_words(days[0])}"
        )
    doubts = [
        *([f"the day of {guessed:,} is guessed"] if guessed else []),
        *([f"{undated:,} not dated"] if undated else []),
    ]
    return f"{said}{f' ({chr(59).join(doubts)})' if doubts else ''}."


def cut_off(as_of: str) -> str:
    """Return the last day that was looked at."""
    if as_of:
        return f"Cut-off: nothing published after {day_in_words(as_of)} was looked at, and no page without a date."
    return "Cut-off: none was set; everything archived was looked at."


def reference_period(claims: Iterable[PublicClaim]) -> str:
    """Return the time that findings are about."""
    ends = [end[:10] for claim in claims for end in claim.period.split("/") if end[:4].isdigit()]
    if not ends:
        return "none stated"
    first, last = min(ends), max(ends)
    return day_in_words(first) if first == last else f"{day_in_words(first)} to {day_in_words(last)}"


def summary_table(chosen: Chosen) -> TableOf:
    """Return how many facts of each chapter rest on what."""
    rows = []
    for chapter, parts in chosen.chapters:
        found = Counter(fact.verdict for part in parts for fact in part.facts)
        rows.append((chapter.label, *(f"{found[verdict]:,}" if found[verdict] else "–" for verdict in STRENGTH)))
    return TableOf(
        "What the findings of this brief rest on (number of facts)",
        ("Chapter", *(TAGS[verdict] for verdict in STRENGTH)),
        tuple(rows),
        widths=(4, 2, 2, 3, 2, 2),
    )


def method_section(chosen: Chosen, shown: Shown, ask: Ask) -> Section:
    """Return how it was made: what was really done, with its numbers."""
    docs = used_documents(chosen, shown)
    ways = Counter(doc.method or "not recorded" for doc in docs)
    captured = sorted(doc.captured[:10] for doc in docs if doc.captured)
    between = f" between {day_in_words(captured[0])} and {day_in_words(captured[-1])}" if captured else ""
    if captured and captured[0] == captured[-1]:
        between = f" on {day_in_words(captured[0])}"
    masked = sum(n for _, n in shown.public.masked)
    copies = sum(bool(doc.copy_of) for doc in docs)
    langs = ", ".join(f"{lang} ({n:,})" for lang, n in sorted(Counter(doc.lang for doc in docs).items()))
    ways_told = "; ".join(f"{clean(way)}: {n:,}" for way, n in sorted(ways.items()))
    version = f", Musterbook {clean(ask.version)}" if ask.version else ""
    public = shown.public
    steps = (
        (
            "Archiving",
            f"Each page was archived byte for byte under its SHA-256{between}. How it was taken in: {ways_told or 'none'}. "
            f"Languages: {langs or 'none'}.",
        ),
        *STEPS,
        (
            "Protection",
            f"{several(masked, 'span')} of text {'was' if masked == 1 else 'were'} masked in the base, "
            f"{several(public.withheld, 'claim')} withheld because what they tell is itself a danger; where somebody hides is "
            "told by region at most.",
        ),
        ("Copies", f"{several(copies, 'page')} of those cited repeat{'s' * (copies == 1)} the text of another page."),
        ("Tables used", f"Codebook {public.pack} {public.codebook[:16]}{version}."),
        LEFT,
    )
    return Section("method", 1, "Method", tuple(Paragraph(text, lead) for lead, text in steps))


def terms_section(chosen: Chosen, shown: Shown) -> Section:
    """Return what the words of this brief mean: verdicts, grades, bounds, and the measures that occur."""
    used = {claim.what for fact in chosen.facts() for claim in members(fact, shown) if claim.kind == "figure"}
    verdicts = TableOf(
        "What a finding rests on", ("Tag", "Meaning"), tuple((TAGS[it], VERDICTS[it]) for it in STRENGTH), widths=(1, 3)
    )
    grades = TableOf(
        "Grades: reliability of the origin (letter), credibility of the claim (digit)",
        ("Letter", "Reliability", "Digit", "Credibility"),
        tuple((a, RELIABILITY[a], b, CREDIBILITY[b]) for a, b in zip(RELIABILITY, CREDIBILITY, strict=True)),
        widths=(1, 3, 1, 5),
    )
    bounds = TableOf("Words that bound a number", ("Word", "Meaning"), tuple(BOUNDS.items()), widths=(1, 3))
    measures = tuple(
        (row.label, row.unit or "–", row.kind, row.definition) for id, row in shown.words.measures.items() if id in used
    )
    columns = ("Measure", "Unit", "How it counts", "Definition")
    counted = (TableOf("What is counted", columns, measures, widths=(3, 2, 2, 6)),) if measures else ()
    return Section("terms", 1, "Terms", (verdicts, grades, bounds, *counted))


def law_section(chosen: Chosen, shown: Shown, ask: Ask) -> Section | None:
    """Return the legal framework: the articles of the countries asked for, and the dates on which they changed."""
    sides = {ask.side} if ask.side else {c.dim("side") for f in chosen.facts() for c in members(f, shown)}
    rows = [row for row in shown.words.laws if row.country in sides]
    if not rows:
        return None
    lettered = any(_LETTER.search(row.note) for row in rows)
    blocks: list[Block] = [
        Paragraph(
            "From the law table of the codebook, not from the pages. It gives the range in years that an article threatens "
            "and since when; it is no legal advice. Rows marked unverified were not yet checked against the text of the law."
            + (" In the notes S stands for what was seen in a source, K for what was not." if lettered else "")
        )
    ]
    columns = ("Article", "Act and condition", "Years", "Since", "Note", "Status")
    for country in sorted({row.country for row in rows}):
        mine = [row for row in rows if row.country == country]
        title = f"{shown.words.name(country)}: articles"
        blocks.append(TableOf(title, columns, tuple(law_row(row, shown) for row in mine), widths=(3, 6, 2, 2, 5, 2)))
        if any(row.since for row in mine):
            blocks.append(changes_table(mine, shown))
    return Section("framework", 1, "Legal framework", tuple(blocks))


def law_row(row: Law, shown: Shown) -> tuple[str, ...]:
    """Return an article as a row of the table."""
    act = row.act if not row.condition else f"{row.act}; {row.condition}"
    since = day_in_words(row.since) if row.since else "–"
    return (
        shown.words.articles[row.id],
        act,
        years(row),
        since,
        row.note,
        "unverified" if row.status == "unverified" else "seen in sources",
    )


def years(row: Law) -> str:
    """Return the range of a penalty.

    >>> years(Law(min_years="5", max_years="10")), years(Law(max_years="2")), years(Law(min_years="12")), years(Law())
    ('5–10', 'up to 2', '12 or more', '–')
    """
    if row.min_years and row.max_years:
        return f"{row.min_years}–{row.max_years}"
    return f"up to {row.max_years}" if row.max_years else f"{row.min_years} or more" if row.min_years else "–"


def changes_table(rows: list[Law], shown: Shown) -> TableOf:
    """Return the dates on which articles changed, each with what has been in force since."""
    days = sorted({row.since for row in rows if row.since})
    made = []
    for day in days:
        mine = [row for row in rows if row.since == day]
        told = "; ".join(
            f"{shown.words.articles[row.id]}{' (unverified)' if row.status == 'unverified' else ''}" for row in mine
        )
        made.append((day_in_words(day), told))
    return TableOf(
        f"{shown.words.name(rows[0].country)}: dates of change",
        ("In force since", "Articles"),
        tuple(made),
        widths=(1, 4),
    )


def disclaimer_section() -> Section:
    """Return what a brief is not."""
    return Section("disclaimer", 1, "Disclaimer", tuple(map(Paragraph, DISCLAIMER)))
