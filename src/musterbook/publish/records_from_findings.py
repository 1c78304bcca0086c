"""A checked article -> one JSON object: its claims with what is to be said of each. The table and the page are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from musterbook.assess.finding import GRAVE, Checked, Finding, Kind, Remark
from musterbook.compared import Entry, Mutation
from musterbook.model import Amount, Document
from musterbook.publish.reading_from_extract import whole

Json = dict[str, Any]

# What each kind is called, and the sign that tells it without colour.
CALLED = {
    Kind.contradicted: "contradicted",
    Kind.mutated: "changed on the way",
    Kind.does_not_add_up: "does not add up",
    Kind.term_suspicious: "term suspicious",
    Kind.law_suspicious: "law suspicious",
    Kind.not_comparable: "not comparable",
    Kind.recycled: "recycled",
    Kind.probable_origin: "probable origin",
    Kind.single_origin: "single origin",
    Kind.corroborated: "corroborated",
    Kind.repeated: "repeated",
    Kind.adds_up: "adds up",
    Kind.warning: "warning",
    Kind.new: "new",
}
SIGNS = {
    Kind.contradicted: "×",
    Kind.mutated: "≠",
    Kind.does_not_add_up: "Σ",
    Kind.term_suspicious: "?",
    Kind.law_suspicious: "§",
    Kind.not_comparable: "‖",
    Kind.recycled: "«",
    Kind.probable_origin: "~",
    Kind.single_origin: "•",
    Kind.corroborated: "✓",
    Kind.repeated: "=",
    Kind.adds_up: "+",
    Kind.warning: "!",
    Kind.new: "*",
}
TOLD = (Kind.corroborated, Kind.recycled, Kind.repeated, Kind.new)  # what a summary tells of claims with nothing grave


def record_from_checked(document: Document, checked: Checked) -> Json:
    """Return a checked article as plain JSON values; offsets are code points of its text, remarks the gravest first."""
    rows = [claim_row(at, finding, checked) for at, finding in enumerate(checked.findings, 1)]
    return {
        "document": {
            "doc": document.name,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "language": document.lang,
            "url": document.url or None,
            "id": document.id,
            "published_how": document.published_how,
            "guessed": document.guessed,
        },
        "summary": {
            "words": summary_words(rows),
            "claims": len(rows),
            "contradicted": checked.contradicted(),
            "kinds": {kind.value: count for kind in Kind if (count := counted(rows, kind))},
            "remarks": [remark_row(remark, checked) for remark in checked.summary],
        },
        "claims": rows,
    }


def only(record: Json, kind: str) -> Json:
    """Return a record with only the claims of which something of one kind is said; its summary stays that of all."""
    kept = [row for row in record["claims"] if any(remark["kind"] == kind for remark in row["remarks"])]
    return {**record, "claims": kept}


def claim_row(number: int, finding: Finding, checked: Checked) -> Json:
    """Return one claim: its words, what was read, what is said of it, what the fact it tells comes to."""
    claim, fact = finding.claim, finding.assessment
    quote = claim.quote
    return {
        "number": number,
        "id": claim.id,
        "quote": claim.words(),
        "start": quote.start if quote else None,
        "end": quote.end if quote else None,
        "kind": finding.kind.value,
        "sort": claim.kind,
        "what": claim.what,
        **ends(claim.amount),
        "per": claim.per or None,
        "population": claim.population or None,
        "place": claim.place or None,
        "period": claim.period or None,
        "dims": dict(claim.dims),
        "chain": [party.label for party in claim.chain],
        "stance": claim.stance.value,
        "remarks": [remark_row(remark, checked) for remark in finding.remarks],
        "verdict": fact.verdict.value,
        "origins": len(fact.origins),
        "origin_names": [origin.label for origin in fact.origins],
        "pages": fact.pages,
        "flags": list(fact.flags),
        "reliability": fact.reliability,
        "credibility": fact.credibility,
    }


def ends(amount: Amount | None) -> Json:
    """Return what was said of a number; null where there is none."""
    if amount is None:
        return dict.fromkeys(("low", "high", "bound", "unit"))
    return {"low": whole(amount.low), "high": whole(amount.high), "bound": amount.bound.value, "unit": amount.unit}


def remark_row(remark: Remark, checked: Checked) -> Json:
    """Return one remark with the claims that it rests on."""
    others = [other_row(id, checked.others[id], checked) for id in remark.others if id in checked.others]
    return {
        "kind": remark.kind.value,
        "words": remark.words,
        "others": others,
        "mutation": None if remark.mutation is None else mutation_row(remark.mutation),
    }


def other_row(id: str, entry: Entry, checked: Checked) -> Json:
    """Return where a claim stands that a remark rests on; `here`: in the article itself."""
    return {
        "id": id,
        "publisher": entry.publisher.label,
        "published": entry.published or None,
        "quote": entry.words(),
        "title": entry.title or None,
        "doc": entry.doc,
        "here": entry.doc == checked.document,
    }


def mutation_row(mutation: Mutation) -> Json:
    """Return how a figure changed between two claims."""
    return {"kind": mutation.kind, "before": mutation.before, "after": mutation.after, "words": mutation.words}


def counted(rows: Iterable[Json], kind: Kind) -> int:
    """Return of how many claims something of one kind is said."""
    return sum(any(remark["kind"] == kind for remark in row["remarks"]) for row in rows)


def summary_words(rows: list[Json]) -> str:
    """Return what an editor wants to know first: how many claims, how many of each grave kind, and what the rest is.

    >>> row = lambda *kinds: {"kind": kinds[0], "remarks": [{"kind": kind} for kind in kinds]}
    >>> summary_words([row("contradicted", "mutated"), row("mutated"), row("single_origin", "new")])
    '3 claims: 1 contradicted, 2 changed on the way; 1 with nothing grave (1 new)'
    >>> summary_words([])
    'no claims that can be checked'
    """
    if not rows:
        return "no claims that can be checked"
    grave = ", ".join(f"{count:,} {CALLED[kind]}" for kind in GRAVE if (count := counted(rows, kind)))
    mild = [row for row in rows if row["kind"] not in GRAVE]
    told = ", ".join(f"{count:,} {CALLED[kind]}" for kind in TOLD if (count := counted(mild, kind)))
    rest = f"{f'{len(mild):,}' if grave else 'all'} with nothing grave{f' ({told})' * bool(told)}" if mild else ""
    return f"{len(rows):,} claim{'s' * (len(rows) != 1)}: {'; '.join(part for part in (grave, rest) if part)}"


def told_once(remarks: Iterable[Json]) -> list[Json]:
    """Return remarks to print: the same words are told once, with all the claims they rest on, and not again as an end of others.

    >>> told_once([{"kind": "new", "words": "a", "others": [1]}, {"kind": "new", "words": "a", "others": [2, 1]}])
    [{'kind': 'new', 'words': 'a', 'others': [1, 2]}]
    >>> count = {"kind": "repeated", "words": "2 pages, 1 origin", "others": []}
    >>> [it["kind"] for it in told_once([{**count, "kind": "single_origin", "words": "single origin: 2 pages, 1 origin"}, count])]
    ['single_origin']
    """
    found: dict[tuple[str, str], Json] = {}
    for remark in remarks:
        kept = found.setdefault((remark["kind"], remark["words"]), {**remark, "others": []})
        kept["others"] += [other for other in remark["others"] if other not in kept["others"]]
    told = list(found.values())
    longer = [remark["words"] for remark in told]
    return [it for it in told if it["others"] or not any(words.endswith(f": {it['words']}") for words in longer)]


def about(document: Json) -> Iterator[str]:
    """Yield what is known of an article beside its name: publisher, date with the doubt there is, title."""
    how = document["published_how"] or "not said how"
    guessed = f" (guessed: {how})" if document["guessed"] else ""
    date = document["published"] and f"{document['published']}{guessed}"
    yield from (str(it) for it in (document["publisher"], date, document["title"]) if it)


def read_as(row: Json) -> Json:
    """Return a claim in the shape in which the other tables print what was read."""
    slots = {"place": row["place"], "period": row["period"], **row["dims"], "population": row["population"]}
    return {key: row[key] for key in ("low", "high", "bound", "unit", "per", "chain", "stance")} | slots
