"""What may leave a base -> all its tables, one per noun, as typed rows in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from musterbook.model import digest
from musterbook.publish.public import Public, PublicClaim, PublicDocument, PublicFact
from musterbook.publish.tables.edtf_from_period import days_from_period, edtf_from_period
from musterbook.publish.tables.summary_from_public import summary_from_public
from musterbook.publish.tables.table import Cell, Table, digits, table_from_records

Record = dict[str, Cell]
OF_KIND = {"figure": "figures", "incident": "incidents", "statement": "statements"}


@dataclass(frozen=True, slots=True)
class Codes:
    """What tables need of a codebook: the pack's dimensions, and the measures that count persons."""

    dims: tuple[str, ...] = ()
    persons: frozenset[str] = field(default=frozenset())


def rows_from_public(public: Public, codes: Codes) -> tuple[Table, ...]:
    """Return all tables; a dimension that some claim has and the pack does not declare becomes a column, too."""
    documents = {it.id: it for it in public.documents}
    dims = tuple(dict.fromkeys((*codes.dims, *sorted({name for it in public.claims for name, _ in it.dims}))))
    claims: dict[str, list[Record]] = {kind: [] for kind in OF_KIND}
    for claim in public.claims:
        claims[claim.kind].append(claim_record(claim, documents[claim.doc], dims))
    kind_of = {it.id: it for it in public.claims}
    return (
        table_from_records("documents", map(document_record, public.documents)),
        *(table_from_records(OF_KIND[kind], records, dims) for kind, records in claims.items()),
        table_from_records("hops", (it for claim in public.claims for it in hop_records(claim))),
        table_from_records("slots", (it for claim in public.claims for it in slot_records(claim))),
        table_from_records("facts", map(fact_record, public.facts)),
        table_from_records("members", (it for fact in public.facts for it in member_records(fact, kind_of))),
        table_from_records("origins", (it for fact in public.facts for it in origin_records(fact))),
        table_from_records("mutations", apart(it for fact in public.facts for it in mutation_records(fact))),
        table_from_records("sums", apart(it for fact in public.facts for it in sum_records(fact))),
        table_from_records("sources", source_records(public)),
        table_from_records("terms", term_records(public)),
        table_from_records("decisions", decision_records(public)),
        table_from_records("summary", summary_from_public(public, codes.persons)),
    )


def document_record(it: PublicDocument) -> Record:
    """Return the row of a page."""
    return {
        "id": it.id,
        "name": it.name,
        "url": it.url,
        "title": it.title.readable if it.title else None,
        "publisher": it.publisher,
        "source": it.source,
        "published": it.published,
        "published_how": it.published_how,
        "guessed": it.guessed,
        "lang": it.lang,
        "sha256": it.sha256,
        "raw_sha256": it.raw,
        "captured": it.captured,
        "method": it.method,
        "copy_of": it.copy_of,
        "likeness": it.likeness if it.copy_of else None,
        "length": it.length,
        "breaks": " ".join(map(str, it.breaks)),
    }


def claim_record(it: PublicClaim, document: PublicDocument, dims: Iterable[str]) -> Record:
    """Return the row of a claim in the table of its kind."""
    return {
        "id": it.id,
        "doc": it.doc,
        "outlet": document.publisher or ("" if document.url else document.name),
        "url": document.url,
        "published": document.published,
        "label": it.label,
        **slots(it),
        **{name: it.dim(name) for name in dims},
        "stance": it.stance,
        "chain": "; ".join(hop.label for hop in it.chain),
        "origin": it.origin,
        "open": it.open,
        "fact": it.cluster,
        "story": it.story,
        "quote": it.quote.text,
        "start": it.start,
        "end": it.end,
        "page": it.page,
        "rule": it.by,
    }


def slots(it: PublicClaim) -> Record:
    """Return what a claim of its kind says."""
    if it.kind == "statement":
        return {"theme": it.what}
    first, last = days_from_period(it.period)
    said: Record = {
        "low": it.low,
        "high": it.high,
        "bound": it.bound,
        "unit": it.unit,
        "place": it.place,
        "country": it.country,
        "period": it.period,
        "period_edtf": edtf_from_period(it.period),
        "date_start": first,
        "date_end": last,
    }
    if it.kind == "incident":
        return {"type": it.what, "time": it.time, **said}
    return {"measure": it.what, "value": value(it), "per": it.per, "population": it.population, **said}


def value(it: PublicClaim) -> str:
    """Return a number as a coding sheet writes it; three decimals get a fourth, since they could be thousands."""
    ends = [it.low] if it.high in (None, it.low) else [it.low, it.high]
    texts = [digits(end) for end in ends if end is not None]
    return "-".join(f"{text}0" if len(text.partition(".")[2]) == 3 else text for text in texts)


def hop_records(claim: PublicClaim) -> Iterator[Record]:
    """Yield the hops of a claim, nearest first."""
    for position, hop in enumerate(claim.chain):
        yield {
            "claim": claim.id,
            "position": position,
            "label": hop.label,
            "source": hop.source,
            "role": hop.role,
            "cue": hop.cue.text if hop.cue else None,
            "start": hop.start,
        }


def slot_records(claim: PublicClaim) -> Iterator[Record]:
    """Yield the values of a claim, each with the words or the rule it stands on."""
    for it in claim.slots:
        yield {
            "claim": claim.id,
            "name": it.name,
            "dimension": it.dim,
            "value": it.value,
            "how": it.how,
            "words": it.words.text if it.words else None,
            "start": it.start,
            "rule": it.rule,
        }


def fact_record(it: PublicFact) -> Record:
    """Return the row of a fact."""
    return {
        "id": it.id,
        "story": it.story,
        "kind": it.kind,
        "verdict": it.verdict,
        "claims": len(it.members),
        "pages": it.pages,
        "origins": len(it.origins),
        "confirming": sum(origin.confirms for origin in it.origins),
        "open_chains": len(it.open_chains),
        "low": it.low,
        "best": it.best,
        "high": it.high,
        "reliability": it.reliability,
        "credibility": it.credibility,
        "support": len(it.support),
        "against": len(it.against),
        "flags": "; ".join(it.flags),
        "count": it.reasons[0] if it.reasons else "",
        "reasons": "; ".join(it.reasons[1:]),
    }


def member_records(fact: PublicFact, claims: Mapping[str, PublicClaim]) -> Iterator[Record]:
    """Yield the claims of a fact that may be shown, each with the end it leads to."""
    end_of = {id: origin.key for origin in fact.origins for id in origin.members}
    for id in fact.members:
        if id in claims:
            yield {
                "fact": fact.id,
                "claim": id,
                "doc": claims[id].doc,
                "kind": claims[id].kind,
                "origin": end_of.get(id, ""),
                "open": id in fact.open_chains,
                "stands": "against" if id in fact.against else "support" if id in fact.support else "",
            }


def origin_records(fact: PublicFact) -> Iterator[Record]:
    """Yield the ends of a fact."""
    for it in fact.origins:
        yield {
            "fact": fact.id,
            "key": it.key,
            "label": it.label,
            "kind": it.kind,
            "confirms": it.confirms,
            "claims": len(it.members),
        }


def mutation_records(fact: PublicFact) -> Iterator[Record]:
    """Yield how figures changed; a row is named by what it says, so that its place among others is no change."""
    for it in fact.mutations:
        id = digest(fact.id, it.kind, it.before, it.after, it.words)
        yield {"id": id, "fact": fact.id, "kind": it.kind, "before": it.before, "after": it.after, "words": it.words}


def sum_records(fact: PublicFact) -> Iterator[Record]:
    """Yield what adds up and what does not."""
    for it in fact.sums:
        yield {
            "id": digest(fact.id, it.kind, *it.members, it.computation),
            "fact": fact.id,
            "kind": it.kind,
            "verdict": it.verdict,
            "computation": it.computation,
            "claims": "; ".join(it.members),
        }


def source_records(public: Public) -> Iterator[Record]:
    """Yield those who are named."""
    for it in public.sources:
        yield {
            "id": it.id,
            "name": it.name,
            "kind": it.kind,
            "kind_label": it.kind_label,
            "side": it.side,
            "group": it.group,
            "reliability": it.reliability,
        }


def term_records(public: Public) -> Iterator[Record]:
    """Yield wrong words, one row each time they stand on a page."""
    for it in public.terms:
        yield {
            "id": digest(it.doc, it.at, it.concept, it.fault),
            "doc": it.doc,
            "concept": it.concept,
            "fault": it.fault,
            "words": it.words.text,
            "start": it.start,
            "at": it.at,
        }


def decision_records(public: Public) -> Iterator[Record]:
    """Yield what people decided about two claims; the last word on a pair comes last in time."""
    for it in public.decisions:
        id = digest(it.left, it.right, it.judgement, it.at)
        yield {"id": id, "left": it.left, "right": it.right, "judgement": it.judgement, "decided": it.at, "why": it.why}


def apart(records: Iterable[Record]) -> Iterator[Record]:
    """Pass records on, of those with one id the first: they say the same."""
    seen: set[Cell] = set()
    for record in records:
        if record["id"] not in seen:
            seen.add(record["id"])
            yield record
