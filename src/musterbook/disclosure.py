"""The one door out: base -> Public. Every text is shielded, every place that could lead to somebody is coarse.

Nothing is stored of what is found out on the way: who is private is decided anew each time, from the texts and the tables.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from musterbook.assess.sum_rules_from_codebook import sum_rules_from_codebook
from musterbook.assess.sums_from_entries import sums_from_entries
from musterbook.codebook.guard import Guard
from musterbook.codebook.load import pack_folder
from musterbook.codebook.load_guard import load_guard
from musterbook.codebook.match import fold
from musterbook.compared import Assessment, Cluster, Entry
from musterbook.errors import BaseError
from musterbook.publish.entries_from_page import entries_from_page
from musterbook.publish.facts_from_entries import known_from_entries, last_day
from musterbook.publish.public import Public, PublicDecision, PublicFact, PublicSource
from musterbook.publish.public_fact_from_assessment import public_fact
from musterbook.publish.public_page_from_rows import (
    Held,
    Names,
    Page,
    is_withheld,
    names_from_codebook,
    page_from_rows,
)
from musterbook.shield.counts_from_masks import MaskCount, counts_from_masks
from musterbook.shield.mask_from_span import Mask
from musterbook.shield.sheet_from_texts import Sheet, is_personal, masked_words, sheet_from_texts
from musterbook.store import comparison_rows as held
from musterbook.store.claims_from_base import Wanted, claims
from musterbook.store.pages_from_base import by, open_documents, rows_by_document
from musterbook.store.sqlite import Base

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook
    from musterbook.link.rules_from_codebook import Rules

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the claims that may leave come to, as they may be told: the facts, and the fact and story of each claim."""

    facts: tuple[tuple[Cluster, Assessment], ...]
    places: Mapping[str, tuple[str, str]]  # claim -> fact, story
    entries: Mapping[str, Entry]


def public_from_base(
    base: Base, codebook: Codebook, *, as_of: str = "", wanted: Wanted | None = None, guard: Guard | None = None
) -> Public:
    """Return all of a base that may leave it; the same base gives the same.

    `as_of`: only documents surely published by that day. `wanted` narrows the claims; the other claims of their facts come
    with them, so that nothing a verdict rests on is missing. `guard`: for a pack that is a folder of your own.

    What leaves stands by itself: facts and verdicts are those of the claims as they are told, so that whoever has the release
    comes to the same, and no fact gives a place or a name away that its claims hide.
    """
    if not base.rows("SELECT 1 FROM compared") or base.rows("SELECT 1 FROM stale LIMIT 1"):
        raise BaseError(f"{base.folder}: its claims are not compared yet; run `musterbook build` on it once")
    names = names_from_codebook(codebook, guard or guard_of(base, codebook))
    pages: list[Page] = []
    masks: list[tuple[str, tuple[Mask, ...]]] = []
    entries: dict[str, Entry] = {}
    documents = known_documents(base, as_of)
    for it, sheet in sheets(base, documents, names):
        page = page_from_rows(it, sheet, names)
        entries |= {entry.id: entry for entry in entries_from_page(page, sheet.original, names.rules)}
        pages.append(page)
        masks.append((page.document.id, sheet.masks()))
    facts = facts_from_entries(base, codebook, entries, names.rules)
    chosen = chosen_claims(base, facts, wanted)
    shown = [narrowed(page, facts, chosen) for page in pages]
    kept = [page for page in shown if page.claims or chosen is None]
    there = {page.document.id for page in kept}
    counts = counts_from_masks([it for it in masks if it[0] in there])
    return assembled(base, codebook, as_of, kept, facts, names=names, masked=counts)


@dataclass(frozen=True, slots=True)
class Report:
    """What the door holds back: masks by rule, claims by theme, documents that stay inside; never a name."""

    counts: tuple[MaskCount, ...]
    documents: int
    withheld: tuple[tuple[str, int], ...]
    coarse: int
    closed: int


def report_from_base(base: Base, codebook: Codebook, *, guard: Guard | None = None) -> Report:
    """Return what of a base would be masked, coarsened or held back."""
    names = names_from_codebook(codebook, guard or guard_of(base, codebook))
    documents = open_documents(base)
    withheld, coarse, masks = Counter[str](), 0, []
    for it, sheet in sheets(base, documents, names):
        masks.append((it.document["id"], sheet.masks()))
        for row in it.claims:
            withheld[row["what"]] += is_withheld(row, sheet)
            coarse += bool(row.get("place")) and sheet.is_coarse(row["start"], row["end"])
    every = base.rows("SELECT count(*) AS n FROM documents")[0]["n"]
    held_back = tuple((what, count) for what, count in sorted(withheld.items()) if count)
    return Report(counts_from_masks(masks), len(documents), held_back, coarse, every - len(documents))


def guard_of(base: Base, codebook: Codebook) -> Guard:
    """Return the guard of a base's pack, with the user's own rows on top."""
    own = base.folder / "codebook"
    return load_guard(codebook.pack, own if own.is_dir() else None)


def assembled(
    base: Base,
    codebook: Codebook,
    as_of: str,
    pages: list[Page],
    facts: Facts,
    *,
    names: Names,
    masked: tuple[MaskCount, ...],
) -> Public:
    """Put the pages and facts together, each list sorted by id."""
    claims = tuple(sorted((claim for page in pages for claim in page.claims), key=lambda it: it.id))
    ids = {it.id for it in claims}
    shown = tuple(sorted(public_facts(facts, ids, names.guard), key=lambda it: it.id))
    sources: dict[str, PublicSource] = {id: source for page in pages for id, source in page.sources.items()}
    ends = {origin.key.removesuffix(" ?") for fact in shown for origin in fact.origins}
    sources |= {id: names.sources[id] for id in ends if id in names.sources}
    there = {page.document.id for page in pages}
    return Public(
        title=title_of(codebook.pack),
        as_of=as_of,
        codebook=codebook.version,
        pack=codebook.pack,
        documents=tuple(
            replace(page.document, copy_of=page.document.copy_of if page.document.copy_of in there else "")
            for page in pages
        ),
        claims=claims,
        facts=shown,
        sources=tuple(sources[id] for id in sorted(sources)),
        terms=tuple(term for page in pages for term in page.terms),
        masked=tuple((count.rule, count.masks) for count in masked),
        withheld=sum(len(page.withheld) for page in pages),
        decisions=tuple(public_decisions(base, ids, names.guard)),
    )


def public_decisions(base: Base, shown: Collection[str], guard: Guard) -> Iterator[PublicDecision]:
    """Yield what people decided about claims that are shown, the earliest first; who they were is not told."""
    for row in base.rows('SELECT * FROM decisions ORDER BY at, "left", "right", number'):
        if row["left"] in shown and row["right"] in shown:
            why = masked_words(row["why"], "en", guard)
            yield PublicDecision(row["left"], row["right"], row["judgement"], row["at"], why)


def title_of(pack: str) -> str:
    """Return what a pack calls its world."""
    try:
        return str(json.loads((pack_folder(pack) / "pack.json").read_text(encoding="utf-8"))["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return pack


# ---------------------------------------------------------------- documents and what is read of them


def known_documents(base: Base, as_of: str) -> dict[str, Row]:
    """Return the documents that may leave and were surely published by a day."""
    known = {id: row for id, row in open_documents(base).items() if not as_of or was_known(row["published"], as_of)}
    return {id: {**row, "copy_of": row["copy_of"] if row["copy_of"] in known else ""} for id, row in known.items()}


def was_known(published: str | None, as_of: str) -> bool:
    """True when a page was surely published by a day."""
    return bool(published) and last_day(str(published)) <= last_day(as_of)


def sheets(base: Base, documents: Mapping[str, Row], names: Names) -> Iterator[tuple[Held, Sheet]]:
    """Yield the rows and the sheet of each document, one text at a time."""
    rows = rows_by_document(base)
    public = public_names((row["publisher"] for row in documents.values()), names)
    for id, document in documents.items():
        every = rows["claims"].get(id, [])
        text = base.rows("SELECT text FROM documents WHERE id = ?", (id,))[0]["text"]
        themes = [(row["start"], row["end"], row["what"]) for row in every if row["kind"] == "statement"]
        sheet = sheet_from_texts(
            document["title"] or "", text, document["lang"], names.guard, themes=themes, public=public
        )
        pages = json.loads(document["pages"])
        for row in every:
            row["page"] = sum(start <= row["start"] for start in pages) or None
        yield (
            Held(
                document,
                every,
                by(rows["hops"].get(id, ()), "claim"),
                by(rows["slots"].get(id, ()), "claim"),
                rows["terms"].get(id, ()),
            ),
            sheet,
        )


def public_names(publishers: Iterable[str | None], names: Names) -> frozenset[str]:
    """Return the names of several words that outlets of the base go by: they are nobody's."""
    several = {name for name in publishers if name and " " in name.strip()}
    plain = {name for name in several if not is_personal(name, names.guard)}
    return frozenset(fold(form.strip()) for name in plain for form in (name, name.removeprefix("The ")))


# ---------------------------------------------------------------- facts


def facts_from_entries(base: Base, codebook: Codebook, entries: Mapping[str, Entry], rules: Rules) -> Facts:
    """Return what claims come to as they are told: the stored facts where nothing is told otherwise, else compared anew."""
    if entries == held.held_entries(base):
        return stored_facts(base, entries)
    adding = sum_rules_from_codebook(codebook)
    pages: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.values():
        pages[entry.doc].append(entry)
    known = known_from_entries(
        sorted(entries.values(), key=lambda it: it.id),
        rules,
        decided=[it for it in held.decisions(base) if it[0] in entries and it[1] in entries],
        sums={doc: sums_from_entries(page, adding) for doc, page in sorted(pages.items())},
    )
    places = {
        claim: (fact.cluster.id, story.assessment.cluster)
        for story in known.stories
        for fact in story.facts
        for claim in fact.cluster.members
    }
    return Facts(tuple((it.cluster, it.assessment) for _, it in sorted(known.facts.items())), places, entries)


def stored_facts(base: Base, entries: Mapping[str, Entry]) -> Facts:
    """Return the facts that a base holds."""
    members: dict[str, list[str]] = defaultdict(list)
    places: dict[str, tuple[str, str]] = {}
    for row in base.rows("SELECT claim, cluster, story FROM clusters ORDER BY claim"):
        places[row["claim"]] = row["cluster"], row["story"]
        members[row["cluster"]].append(row["claim"])
    made = held.assessments(base)
    facts = ((Cluster(id, entries[ids[0]].kind, tuple(ids)), made[id]) for id, ids in sorted(members.items()))
    return Facts(tuple(facts), places, entries)


def chosen_claims(base: Base, facts: Facts, wanted: Wanted | None) -> set[str] | None:
    """Return the claims to show: those wanted, with the others of their facts; None for all."""
    if wanted is None:
        return None
    asked = {row["id"] for row in claims(base, wanted)} & facts.places.keys()
    of = {facts.places[claim][0] for claim in asked}
    return {claim for claim, (fact, _) in facts.places.items() if fact in of}


def narrowed(page: Page, facts: Facts, chosen: Collection[str] | None) -> Page:
    """Return a page with the claims that are chosen, each with its fact and story."""
    mine = [it for it in page.claims if chosen is None or it.id in chosen]
    placed = [replace(it, cluster=facts.places[it.id][0], story=facts.places[it.id][1]) for it in mine]
    return replace(page, claims=placed)


def public_facts(facts: Facts, shown: Set[str], guard: Guard) -> Iterator[PublicFact]:
    """Yield the facts that have a claim to show."""
    for cluster, assessment in facts.facts:
        if not shown.isdisjoint(cluster.members):
            entries = [facts.entries[claim] for claim in cluster.members]
            notes = tuple(withdrawn_notes(entries, guard))
            yield public_fact(cluster, assessment, facts.places[cluster.members[0]][1], shown, notes)


def withdrawn_notes(entries: Iterable[Entry], guard: Guard) -> Iterator[str]:
    """Yield a note for each series behind a fact that its source no longer publishes."""
    seen = set()
    for entry in entries:
        for party in (entry.publisher, *entry.chain):
            since = guard.withdrawn.get(party.key, {}).get(entry.what, "")
            if since and (party.key, since) not in seen:
                seen.add((party.key, since))
                yield f"{party.label} no longer publishes this series (since {since}): only what was public is told"
