"""A fact -> what else must be said of it, a sentence each: pages that do not count, changed copies, sums, wrong words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from musterbook.assess.flags_from_cluster import SPOILT
from musterbook.assess.words_from_flags import MUTATIONS
from musterbook.compared import Sum
from musterbook.publish.brief.nouns import Draft, Piece, Pieces, Sort
from musterbook.publish.brief.pieces_from_claim import clean, count, listed, page, plain
from musterbook.publish.brief.sentence_from_fact import NAMED, capitals
from musterbook.publish.brief.sides_from_fact import Shown, amount_of, sides_from_fact, silent
from musterbook.publish.brief.words_from_codebook import numbers_in
from musterbook.publish.public import PublicClaim, PublicFact

TOLD = SPOILT | {
    "scope_widened",
    "scope_changed",
    "population_changed",
    "bound_dropped",
    "made_exact",
    "period_changed",
}
TOLD |= {"outcome_changed", "speaker_swapped", "hedge_lost", "term_mistranslated"}
OTHERS = 3  # other wordings of one origin that are told
NUMERIC = TOLD - {"outcome_changed", "speaker_swapped", "hedge_lost", "term_mistranslated"}
SUMS = {
    "ok": "The figures of the page add up",
    "rounding": "The figures of the page add up but for rounding",
    "broken": "The figures of the page do not add up",
}
_ID = re.compile(r"[a-z]+(?:_[a-z]+)+")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def remarks_from_fact(fact: PublicFact, shown: Shown) -> Iterator[Draft]:
    """Yield the further sentences of a finding."""
    sides = sides_from_fact(fact, shown)
    if sides:
        yield from uncounted(fact, shown)
    yield from merged(changed(fact, shown))
    yield from otherwise(fact, shown)
    yield from merged(sums(fact, shown))


def uncounted(fact: PublicFact, shown: Shown) -> Iterator[Draft]:
    """Yield that further pages name no origin; they are told, and not counted."""
    claims = silent(fact, sides_from_fact(fact, shown), shown)
    contested = {*fact.against}
    claims = tuple(claim for claim in claims if claim.id not in contested)
    if not claims:
        return
    docs = shown.pages(claims)
    counted = count("pages", len(docs), "further page")
    verb = "tells" if len(docs) == 1 else "tell"
    words = f" {verb} it without an origin that can be named, and {'is' if len(docs) == 1 else 'are'} not counted."
    yield Draft((*capitals(counted), plain(words)), tuple(claim.id for claim in claims))


def merged(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield drafts, those with the same words once, with the claims of all."""
    found: dict[Pieces, list[str]] = {}
    for draft in drafts:
        found.setdefault(draft.pieces, []).extend(draft.claims)
    for pieces, claims in found.items():
        yield Draft(pieces, tuple(dict.fromkeys(claims)))


def otherwise(fact: PublicFact, shown: Shown) -> Iterator[Draft]:
    """Yield in which other numbers an origin's figure is told, where no change and no contradiction says it."""
    told = {*fact.against, *(it.after for it in fact.mutations if it.kind in TOLD)}
    for side in sides_from_fact(fact, shown):
        lead = amount_of(side.lead(), shown)
        groups: dict[str, list[PublicClaim]] = {}
        for claim in side.claims:
            amount = amount_of(claim, shown)
            if lead and amount and amount.text != lead.text and claim.id not in told:
                groups.setdefault(amount.text, []).append(claim)
        for mine in list(groups.values())[:OTHERS]:
            amounts = filter(None, (amount_of(mine[0], shown),))
            pages = listed([page(doc) for doc in shown.pages(mine)[:NAMED]])
            more = len(shown.pages(mine)) - NAMED
            others = (plain(" and "), *count("more", more, "more page")) if more > 0 else ()
            yield Draft(
                (plain("Also told as "), *amounts, plain(": "), *pages, *others, plain(".")),
                tuple(it.id for it in mine),
            )


def changed(fact: PublicFact, shown: Shown) -> Iterator[Draft]:
    """Yield how the figure changed on the way, each way once, with the pages on which it did."""
    groups: dict[tuple[str, str, str], list[tuple[PublicClaim, PublicClaim]]] = {}
    for it in fact.mutations:
        before, after = shown.claims.get(it.before), shown.claims.get(it.after)
        if it.kind in TOLD and before is not None and after is not None:
            now, then = amount_of(after, shown), amount_of(before, shown)
            numeric = it.kind in NUMERIC and now and then and now.text != then.text
            words = (now.text, then.text) if numeric and now and then else ("", "")
            groups.setdefault((it.kind, *words), []).append((after, before))
    for (kind, number, _), pairs in groups.items():
        yield change(kind, pairs, shown, numeric=bool(number))


def change(kind: str, pairs: list[tuple[PublicClaim, PublicClaim]], shown: Shown, *, numeric: bool) -> Draft:
    """Return the sentence for one way in which pages changed a claim."""
    after, before = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    claims = tuple(dict.fromkeys([after[0].id, before[0].id, *(it.id for it in (*after, *before))]))
    pages = shown.pages(after)
    more = len(pages) - NAMED
    named: list[Pieces] = [page(doc) for doc in pages[:NAMED]]
    who = listed([*named, *([count("more", more, "more page", "more pages")] if more > 0 else [])])
    how = MUTATIONS.get(kind, kind.replace("_", " "))
    now, then = amount_of(after[0], shown), amount_of(before[0], shown)
    origin = page(shown.doc(before[0]))
    if numeric and now and then:
        verb = " has " if len(pages) == 1 else " have "
        ending = (plain(", where "), *origin, plain(" has "), then, plain(f": {how}."))
        return Draft((*capitals(who), plain(verb), now, *ending), claims)
    if {it.id for it in after} >= {it.id for it in before}:
        return Draft((plain("In the account of "), *who, plain(f", {how}.")), claims)
    return Draft((plain("In the account of "), *who, plain(f", {how}; compare "), *origin, plain(".")), claims)


def sums(fact: PublicFact, shown: Shown) -> Iterator[Draft]:
    """Yield which figures add up and which do not."""
    for it in dict.fromkeys(fact.sums):
        ids = tuple(id for id in it.members if id in shown.claims)
        if it.verdict in SUMS and ids:
            yield Draft((plain(f"{SUMS[it.verdict]}: "), *computation(it, ids, shown), plain(".")), ids)


def computation(it: Sum, ids: tuple[str, ...], shown: Shown) -> Pieces:
    """Return a computation; a number that stands in no quote is marked as computed."""
    stated: set[float] = set()
    for id in ids:
        stated |= numbers_in(clean(shown.claims[id].quote.readable), shown.words.grammar)
    pieces: list[Piece] = []
    at = 0
    told = _ID.sub(lambda match: shown.words.label(match[0]), clean(it.computation))
    for match in _NUMBER.finditer(told):
        value = float(match[0].replace(",", ""))
        sort = Sort.number if round(value, 6) in stated else Sort.computed
        pieces += [between(told[at : match.start()]), Piece(sort, match[0], f"{value:.12g}")]
        at = match.end()
    return tuple(piece for piece in (*pieces, between(told[at:])) if piece.text)


def between(text: str) -> Piece:
    """Return what stands between the numbers of a computation."""
    return Piece(Sort.computed, text) if any(map(str.isdigit, text)) else plain(text)
