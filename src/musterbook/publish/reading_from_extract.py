"""Document + Extract -> one JSON object: what the document says, with the words and reasons behind every value.

Keys stand in a fixed order. The pack's own dimensions become keys of their own names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from musterbook.model import (
    Amount,
    Anchor,
    Dims,
    Document,
    Extract,
    Figure,
    Incident,
    Leftover,
    Quote,
    Slot,
    Statement,
    TermUse,
)

Json = dict[str, Any]
Named = tuple[tuple[str, Slot | None], ...]


def reading_from_extract(document: Document, extract: Extract) -> Json:
    """Return the reading of one document as plain JSON values; offsets are code points of its text."""
    return {
        "doc": document.name,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "language": document.lang,
        "url": document.url or None,
        "id": document.id,
        "published_how": document.published_how,
        "guessed": document.guessed,
        "figures": [figure_row(it, every_dim(extract.figures)) for it in extract.figures],
        "incidents": [incident_row(it, every_dim(extract.incidents)) for it in extract.incidents],
        "terms": [term_row(it) for it in extract.terms],
        "statements": [statement_row(it) for it in extract.statements],
        "leftovers": [leftover_row(it) for it in extract.leftovers],
        "sentences": extract.sentences,
    }


def every_dim(claims: Iterable[Figure | Incident]) -> list[str]:
    """Return the names of all dimensions in use, sorted, so that every row of one list has the same keys."""
    return sorted({name for claim in claims for name, _ in claim.dims})


def figure_row(figure: Figure, dims: list[str]) -> Json:
    """Return one figure."""
    amount = figure.amount
    unit = {} if amount.unit is None else {"unit": amount.unit}
    return {
        **quoted(figure.anchor.quote),
        "measure": figure.measure.value,
        **ends(amount),
        **unit,
        "per": value(figure.per),
        "population": value(figure.population),
        "place": value(figure.place),
        "period": value(figure.period),
        **flat(figure.dims, dims),
        **ending(figure.anchor),
        "why": why(figure_slots(figure)),
    }


def incident_row(incident: Incident, dims: list[str]) -> Json:
    """Return one incident."""
    return {
        **quoted(incident.anchor.quote),
        "type": incident.kind.value,
        "date": value(incident.when),
        "time": value(incident.time),
        "place": value(incident.place),
        "country": value(incident.country),
        "count": None if incident.amount is None else ends(incident.amount),
        **flat(incident.dims, dims),
        **ending(incident.anchor),
        "why": why(incident_slots(incident)),
    }


def statement_row(statement: Statement) -> Json:
    """Return one statement."""
    return {
        **quoted(statement.anchor.quote),
        "theme": statement.theme.value,
        **flat(statement.dims, []),
        **ending(statement.anchor),
        "why": why((("theme", statement.theme), *statement.dims)),
    }


def term_row(term: TermUse) -> Json:
    """Return one use of a term; `fault` names a wrong expansion and `fault_quote` holds its words."""
    return {
        "surface": term.quote.text,
        "concept": term.concept,
        "fault": term.fault,
        "fault_quote": None if term.fault_quote is None else term.fault_quote.text,
        "start": term.quote.start,
        "end": term.quote.end,
    }


def leftover_row(leftover: Leftover) -> Json:
    """Return one thing that was seen and not understood."""
    return {**quoted(leftover.quote), "why": leftover.why}


def figure_slots(figure: Figure) -> Named:
    """Return every slot of a figure under the name it is printed by."""
    own = (("measure", figure.measure), ("per", figure.per), ("population", figure.population))
    return (*own, ("place", figure.place), ("period", figure.period), *figure.dims)


def incident_slots(incident: Incident) -> Named:
    """Return every slot of an incident under the name it is printed by."""
    own = (("type", incident.kind), ("date", incident.when), ("time", incident.time))
    return (*own, ("place", incident.place), ("country", incident.country), *incident.dims)


def quoted(quote: Quote) -> Json:
    """Return the words of a quote and where they stand."""
    return {"quote": quote.text, "start": quote.start, "end": quote.end}


def ends(amount: Amount) -> Json:
    """Return what was said of the number; whole numbers print as such."""
    return {"low": whole(amount.low), "high": whole(amount.high), "bound": amount.bound.value}


def whole(number: float | None) -> float | int | None:
    """Return 5 for 5.0, everything else as it is."""
    return int(number) if number is not None and float(number).is_integer() else number


def ending(anchor: Anchor) -> Json:
    """Return what all claims end with: from whom, how the document stands to it, the id and the rule."""
    chain = anchor.chain
    cues = [None if hop.cue is None else hop.cue.text for hop in chain.hops]
    return {"chain": chain.labels(), "cues": cues, "stance": anchor.stance.value, "id": anchor.id, "by": anchor.by}


def flat(dims: Dims, names: list[str]) -> Json:
    """Return the dimensions as keys; one that others of the list have is null here."""
    return {**dict.fromkeys(names), **{name: slot.value for name, slot in dims}}


def value(slot: Slot | None) -> str | None:
    """Return the value of a slot, None for an empty one."""
    return None if slot is None else slot.value


def why(slots: Iterable[tuple[str, Slot | None]]) -> Json:
    """Return for each filled slot how it is known, with its words or the rule that inferred it."""
    reasons: Json = {}
    for name, slot in slots:
        if slot is not None:
            words = {} if slot.quote is None else {"quote": slot.quote.text}
            rule = {"by": slot.by} if slot.by else {}
            reasons[name] = {"how": slot.how.value, **words, **rule}
    return reasons
