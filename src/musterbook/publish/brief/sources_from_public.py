"""The pages a brief stands on -> the list of sources, each with the answers that can be given to the questions about a source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from musterbook.publish.brief.method_from_public import RELIABILITY, several
from musterbook.publish.brief.nouns import Block, Cited, Entry, Listing, Paragraph, Section, TableOf
from musterbook.publish.brief.period_from_iso import day_in_words
from musterbook.publish.brief.pieces_from_claim import clean, page_name
from musterbook.publish.brief.sides_from_fact import NOBODY, Shown
from musterbook.publish.public import PublicClaim, PublicDocument, PublicFact

WORST = ("broken", "rounding", "ok")
SUMS = {"broken": "do not add up", "rounding": "add up but for rounding", "ok": "add up"}


def sources_section(cited: Iterable[Cited], shown: Shown, facts: Sequence[PublicFact]) -> Section:
    """Return the numbered list of pages, and the table of those whom they have it from."""
    claims: dict[str, list[PublicClaim]] = defaultdict(list)
    for claim in shown.public.claims:
        claims[claim.doc].append(claim)
    pages = {it.source: it.doc for it in cited}
    numbers = {doc.id: number for number, doc in pages.items()}
    entries = tuple(entry_of(pages[at], claims[pages[at].id], numbers, shown) for at in sorted(pages))
    blocks: list[Block] = [
        Paragraph(
            "Origins: those whom the pages have it from. A page is a source only for what it says on its own word."
        ),
        origins_table(facts, shown),
        Paragraph("Pages, in the order in which this brief first cites them."),
        Listing(entries),
    ]
    return Section("sources", 1, "Sources and their assessment", tuple(blocks))


def origins_table(facts: Iterable[PublicFact], shown: Shown) -> TableOf:
    """Return who the findings are from, with what is known of them."""
    known = {source.id: source for source in shown.public.sources}
    told: Counter[str] = Counter()
    labels: dict[str, tuple[str, str]] = {}
    for fact in facts:
        for origin in fact.origins:
            if origin.key != NOBODY:
                told[origin.key] += 1
                labels[origin.key] = (clean(origin.label), origin.kind)
    rows = []
    for key in sorted(told, key=lambda it: (-told[it], labels[it][0].casefold(), it)):
        label, kind = labels[key]
        source, row = known.get(key.removesuffix(" ?")), shown.words.sources.get(kind)
        letter = source.reliability if source else row.reliability if row else "F"
        group = source.group if source else row.group if row else ""
        sort = source.kind_label if source else row.label if row else ""
        interest = "yes" if shown.words.partisan(kind) else "none known" if row else "not known"
        rows.append(
            (
                label,
                "; ".join(dict.fromkeys(it for it in (sort, group) if it)) or "not in the codebook",
                interest,
                f"{letter}, {RELIABILITY.get(letter, '')}",
                f"{told[key]:,}",
            )
        )
    columns = ("Origin", "Kind", "Speaks for a side", "Reliability of the kind", "Facts here")
    return TableOf("Origins", columns, tuple(rows), widths=(5, 5, 2, 4, 1))


def entry_of(doc: PublicDocument, claims: Sequence[PublicClaim], numbers: Mapping[str, int], shown: Shown) -> Entry:
    """Return a page with its answers."""
    title = f", “{clean(str(doc.title))}”" if doc.title else f", {clean(doc.name)}" if doc.publisher else ""
    dated = day_in_words(doc.published[:10]) if doc.published else "undated"
    return Entry(f"{page_name(doc)}{title}, {dated}", tuple(answers(doc, claims, numbers, shown)), doc.url)


def answers(
    doc: PublicDocument, claims: Sequence[PublicClaim], numbers: Mapping[str, int], shown: Shown
) -> Iterable[str]:
    """Yield what can be said of a page: who, what it knows itself, when, whose text, whether its figures add up."""
    source = next((it for it in shown.public.sources if it.id == doc.source), None)
    if source and source.kind_label:
        party = ", speaks for a side" if shown.words.partisan(source.kind) else ""
        yield f"Publisher: {source.kind_label} ({source.group}{party}); reliability of the kind {source.reliability}."
    else:
        yield "Publisher: not in the codebook; reliability F, cannot be judged."
    own = sum(not it.chain for it in claims)
    open_ends = sum(it.open for it in claims)
    passed = Counter(clean(it.origin) for it in claims if it.chain and not it.open and it.origin)
    ends = [f"from {name} {n:,}" for name, n in sorted(passed.items(), key=lambda it: (-it[1], it[0]))[:6]]
    parts = [
        *([f"on its own word {own:,}"] if own else []),
        *ends,
        *([f"from somebody unnamed {open_ends:,}"] if open_ends else []),
    ]
    yield f"Access ({several(len(claims), 'claim')}): {', '.join(parts) or 'none'}."
    how = f" ({clean(doc.published_how)})" if doc.published_how else ""
    day = (
        f"published {day_in_words(doc.published[:10])}{how}{', guessed' if doc.guessed else ''}"
        if doc.published
        else "publication not dated"
    )
    captured = f"captured {doc.captured}" if doc.captured else "time of capture not recorded"
    yield f"Time: {day}; {captured}."
    if doc.copy_of:
        other = numbers.get(doc.copy_of)
        yield f"Copy: repeats the text of {f'source {other}' if other else 'a page that is not cited here'}."
    yield from marks(doc, claims, shown)
    yield f"Archive: SHA-256 of the file {doc.raw}; of the text {doc.sha256}."


def marks(doc: PublicDocument, claims: Sequence[PublicClaim], shown: Shown) -> Iterable[str]:
    """Yield what speaks against a page: figures that do not add up, words that a machine translated."""
    mine = {claim.id for claim in claims}
    found = {it.verdict for fact in shown.public.facts for it in fact.sums if mine.issuperset(it.members)}
    verdict = next((it for it in WORST if it in found), "")
    if verdict:
        yield f"Arithmetic: the page's own figures {SUMS[verdict]}."
    faults = sorted({clean(str(term.words)) for term in shown.public.terms if term.doc == doc.id})
    if faults:
        yield f"Terms: {', '.join(f'“{it}”' for it in faults[:4])}: wrong for the term that is meant, often a sign of machine translation."
