"""The one door out: base -> Public. Every text is shielded, every place that could lead to somebody is coarse.

Nothing is stored of what is found out on the way: who is private is decided anew each time, from the texts and the tables.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from musterbook.codebook.guard import Guard
from musterbook.codebook.load import pack_folder
from musterbook.codebook.load_guard import load_guard
from musterbook.codebook.match import fold
from musterbook.compared import Assessment, Cluster, Entry
from musterbook.errors import BaseError
from musterbook.one_cluster import assess
from musterbook.publish.facts_from_entries import known_by, known_from_entries, last_day
from musterbook.publish.public import Public, PublicFact, PublicSource
from musterbook.publish.public_fact_from_assessment import Shown, public_fact
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
from musterbook.shield.sheet_from_texts import Sheet, is_personal, sheet_from_texts
from musterbook.store import comparison_rows as held
from musterbook.store.claims_from_base import Wanted, claims
from musterbook.store.pages_from_base import by, open_documents, rows_by_document
from musterbook.store.sqlite import Base

if TYPE_CHECKING:
    from musterbook.codebook.load import Codebook

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts with what they come to, and the fact and story of each claim."""

    facts: tuple[tuple[Cluster, Assessment], ...]
    places: dict[str, tuple[str, str]]  # claim -> fact, story
    entries: dict[str, Entry]


def public_from_base(
    base: Base, codebook: Codebook, *, as_of: str = "", wanted: Wanted | None = None, guard: Guard | None = None
) -> Public:
    """Return all of a base that may leave it; the same base gives the same.

    `as_of`: only documents surely published by that day, compared anew. `wanted` narrows the claims; the other claims of their
    facts come with them, so that nothing a verdict rests on is missing. `guard`: for a pack that is a folder of your own.
    """
    if not base.rows("SELECT 1 FROM compared") or base.rows("SELECT 1 FROM stale LIMIT 1"):
        raise BaseError(f"{base.folder}: its claims are not compared yet; run `musterbook build` on it once")
    names = names_from_codebook(codebook, guard or guard_of(base, codebook))
    documents = known_documents(base, as_of)
    facts = facts_from_base(base, names, set(documents), as_of)
    chosen = chosen_claims(base, facts, wanted)
    pages: list[Page] = []
    masks: list[tuple[str, tuple[Mask, ...]]] = []
    for it, sheet in sheets(base, documents, facts, chosen, names=names):
        pages.append(page_from_rows(it, sheet, names))
        masks.append((it.document["id"], sheet.masks()))
    return assembled(base, codebook, as_of, pages, facts, names=names, masked=counts_from_masks(masks))


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
    for it, sheet in sheets(base, documents, Facts((), {}, {}), None, names=names):
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


def sheet_of(base: Base, doc: str, guard: Guard) -> Sheet:
    """Return the sheet of one document of a base: `sheet.text.piece(start, end)` is a quote of it that may be shown."""
    row = base.rows("SELECT title, text, lang FROM documents WHERE id = ?", (doc,))[0]
    sql = 'SELECT "start", "end", theme FROM statements WHERE doc = ? ORDER BY id'
    themes = [(it["start"], it["end"], it["theme"]) for it in base.rows(sql, (doc,))]
    return sheet_from_texts(row["title"] or "", row["text"], row["lang"], guard, themes=themes)


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
    shown = tuple(sorted(public_facts(base, facts, pages, names), key=lambda it: it.id))
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
        claims=tuple(sorted((claim for page in pages for claim in page.claims), key=lambda it: it.id)),
        facts=shown,
        sources=tuple(sources[id] for id in sorted(sources)),
        terms=tuple(term for page in pages for term in page.terms),
        masked=tuple((count.rule, count.masks) for count in masked),
        withheld=sum(len(page.withheld) for page in pages),
    )


def title_of(pack: str) -> str:
    """Return what a pack calls its world."""
    try:
        return str(json.loads((pack_folder(pack) / "pack.json").read_text(encoding="utf-8"))["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return pack


# ---------------------------------------------------------------- documents and what is read of them


def known_documents(base: Base, as_of: str) -> dict[str, Row]:
    """Return the documents that may leave and were surely published by a day."""
    return {id: row for id, row in open_documents(base).items() if not as_of or was_known(row["published"], as_of)}


def was_known(published: str | None, as_of: str) -> bool:
    """True when a page was surely published by a day."""
    return bool(published) and last_day(str(published)) <= last_day(as_of)


def sheets(
    base: Base, documents: dict[str, Row], facts: Facts, chosen: Collection[str] | None, *, names: Names
) -> Iterator[tuple[Held, Sheet]]:
    """Yield the rows and the sheet of each document that is shown, one text at a time."""
    rows = rows_by_document(base, facts.places)
    public = public_names((row["publisher"] for row in documents.values()), names)
    for id, document in documents.items():
        every = rows["claims"].get(id, [])
        mine = [row for row in every if chosen is None or row["id"] in chosen]
        if chosen is not None and not mine:
            continue
        text = base.rows("SELECT text FROM documents WHERE id = ?", (id,))[0]["text"]
        themes = [(row["start"], row["end"], row["what"]) for row in every if row["kind"] == "statement"]
        sheet = sheet_from_texts(
            document["title"] or "", text, document["lang"], names.guard, themes=themes, public=public
        )
        pages = json.loads(document["pages"])
        for row in mine:
            row["page"] = sum(start <= row["start"] for start in pages) or None
        yield (
            Held(
                document,
                mine,
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


def facts_from_base(base: Base, names: Names, documents: Collection[str], as_of: str) -> Facts:
    """Return the facts of the documents that may leave: the stored ones where all may, else compared anew without the rest."""
    entries = held.held_entries(base)
    shown = {id: entry for id, entry in entries.items() if entry.doc in documents}
    if as_of:
        shown = {entry.id: entry for entry in known_by(shown.values(), as_of)[0]}
    if len(shown) < len(entries):
        return facts_anew(base, names, shown)
    members: dict[str, list[str]] = defaultdict(list)
    places: dict[str, tuple[str, str]] = {}
    for row in base.rows("SELECT claim, cluster, story FROM clusters ORDER BY claim"):
        places[row["claim"]] = row["cluster"], row["story"]
        members[row["cluster"]].append(row["claim"])
    made = held.assessments(base)
    return Facts(
        tuple(
            (Cluster(id, entries[claims[0]].kind, tuple(claims)), made[id]) for id, claims in sorted(members.items())
        ),
        places,
        entries,
    )


def facts_anew(base: Base, names: Names, entries: dict[str, Entry]) -> Facts:
    """Return what some claims come to by themselves."""
    known = known_from_entries(
        list(entries.values()),
        names.rules,
        decided=[it for it in held.decisions(base) if it[0] in entries and it[1] in entries],
        sums=held.sums(base),
    )
    places = {
        claim: (fact.cluster.id, story.assessment.cluster)
        for story in known.stories
        for fact in story.facts
        for claim in fact.cluster.members
    }
    return Facts(tuple((it.cluster, it.assessment) for _, it in sorted(known.facts.items())), places, entries)


def chosen_claims(base: Base, facts: Facts, wanted: Wanted | None) -> set[str] | None:
    """Return the claims to show: those wanted, with the others of their facts; None for all."""
    if wanted is None:
        return None if len(facts.entries) == len(facts.places) and not is_narrowed(base, facts) else set(facts.places)
    asked = {row["id"] for row in claims(base, wanted)} & facts.entries.keys()
    of = {facts.places[claim][0] for claim in asked}
    return {claim for claim, (fact, _) in facts.places.items() if fact in of}


def is_narrowed(base: Base, facts: Facts) -> bool:
    """True when the base holds claims that are not compared here."""
    return bool(base.rows("SELECT count(*) AS n FROM entries")[0]["n"] != len(facts.entries))


def public_facts(base: Base, facts: Facts, pages: list[Page], names: Names) -> Iterator[PublicFact]:
    """Yield the facts that have a claim to show."""
    shown = {claim.id for page in pages for claim in page.claims}
    withheld = {claim for page in pages for claim in page.withheld}
    told = {page.document.id: page.told for page in pages}
    for fact in facts.facts:
        members = fact[0].members
        if not shown.isdisjoint(members):
            cluster, assessment = fact if withheld.isdisjoint(members) else narrowed(base, fact, facts, withheld, names)
            entries = [facts.entries[claim] for claim in cluster.members]
            beside = {id for one in assessment.mutations for id in (one.before, one.after)} & facts.entries.keys()
            docs = sorted({it.doc for it in entries} | {facts.entries[id].doc for id in beside})
            words = {said: it for doc in docs for said, it in told.get(doc, {}).items()}
            notes = tuple(withdrawn_notes(entries, names.guard))
            yield public_fact(cluster, assessment, facts.places[members[0]][1], Shown(shown, words, notes))


def narrowed(
    base: Base, fact: tuple[Cluster, Assessment], facts: Facts, withheld: Collection[str], names: Names
) -> tuple[Cluster, Assessment]:
    """Return a fact without the claims that are withheld, assessed anew: no number and no name of theirs is in it."""
    cluster, before = fact
    rest = tuple(claim for claim in cluster.members if claim not in withheld)
    links = tuple(link for link in held.links(base, rest) if {link.left, link.right} <= {*rest})
    left = Cluster(cluster.id, cluster.kind, rest, links)
    sums = [one for one in before.sums if not {*one.members} & {*withheld}]
    return left, assess(left, facts.entries, names.rules, sums=sums)


def withdrawn_notes(entries: Iterable[Entry], guard: Guard) -> Iterator[str]:
    """Yield a note for each series behind a fact that its source no longer publishes."""
    seen = set()
    for entry in entries:
        for party in (entry.publisher, *entry.chain):
            since = guard.withdrawn.get(party.key, {}).get(entry.what, "")
            if since and (party.key, since) not in seen:
                seen.add((party.key, since))
                yield f"{party.label} no longer publishes this series (since {since}): only what was public is told"
