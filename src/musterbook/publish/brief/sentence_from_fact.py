"""A fact -> its first sentence, by a template for each verdict: who says it, how many say so, and that they do not agree.

Numbers are printed as a claim states them, never as computed; sides that differ stand beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from musterbook.publish.brief.nouns import Draft, Piece, Pieces, Sort
from musterbook.publish.brief.pieces_from_claim import (
    count,
    listed,
    name,
    outlets,
    page,
    page_name,
    plain,
    quoted,
    subject,
)
from musterbook.publish.brief.sides_from_fact import (
    Shown,
    Side,
    amount_of,
    best_first,
    members,
    own_word,
    sides_from_fact,
    silent,
    teller,
)
from musterbook.publish.public import PublicClaim, PublicFact

NAMED = 2  # pages that are named one by one; more are counted
UNSEEN = " (the origin itself is not among the pages)"
ALL = ". None of these is preferred here, and no average is drawn"
WITHHELD = ". What contradicts it is not shown here"
SAYS = {"alleged": " alleges ", "denied": " denies "}


def sentence_from_fact(fact: PublicFact, shown: Shown) -> Draft:
    """Return the sentence that says what a fact comes to and whom it is from."""
    sides = sides_from_fact(fact, shown)
    if fact.verdict == "contradicted":
        return contradicted(fact, sides, shown)
    if not sides:
        return no_origin(fact, shown)
    if len(sides) == 1:
        return single(fact, sides[0], shown)
    return several(fact, sides, shown)


def ordered(fact: PublicFact, sides: Sequence[Side]) -> tuple[str, ...]:
    """Return the claims of sides, the best of each first."""
    leads = [side.lead().id for side in sides]
    return tuple(dict.fromkeys([*leads, *(id for side in sides for id in side.ids())]))


def lead_of(fact: PublicFact, sides: Sequence[Side], shown: Shown) -> PublicClaim:
    """Return the claim that names what a fact is about: one with the most said."""
    claims = [side.lead() for side in sides] or list(best_first(members(fact, shown), fact, shown))
    return min(claims, key=lambda it: (-bool(it.period) - bool(it.place) - len(it.dims), it.id))


def said(claim: PublicClaim, shown: Shown) -> Pieces:
    """Return what a claim says: a figure with what it counts, or the words themselves."""
    amount = amount_of(claim, shown)
    if claim.kind == "figure" and amount is not None:
        return (plain(SAYS.get(claim.stance, " gives ")), amount, plain(" for "), *subject(claim, shown.words))
    verb = SAYS.get(claim.stance, " reports ").rstrip()
    if claim.kind == "incident":
        return (plain(f"{verb} "), *subject(claim, shown.words), plain(": "), *quoted(claim))
    return (plain(f"{verb}: "), *quoted(claim))


# ---------------------------------------------------------------- one origin


def single(fact: PublicFact, side: Side, shown: Shown) -> Draft:
    """Return the sentence for a fact of one origin, however many pages tell it."""
    claim = side.lead()
    by = name(side.label) if side.label else plain("somebody whom no page names")
    amount = amount_of(claim, shown)
    says = SAYS.get(claim.stance, "")
    if claim.kind == "figure" and amount is not None:
        opening = (*capitals((by,)), plain(f"{says}that ")) if says else (plain("According to "), by, plain(", "))
        told: Pieces = (*opening, *subject(claim, shown.words), plain(" came to "), amount)
    elif claim.kind == "incident":
        held = f", {claim.stance} by " if says else ", according to "
        told = (*capitals(subject(claim, shown.words)), plain(held), by, plain(": "), *quoted(claim))
    else:
        opening = (*capitals((by,)), plain(says.rstrip())) if says else (plain("According to "), by)
        told = (*opening, plain(": "), *quoted(claim))
    return Draft((*told, plain("; "), *resting(fact, side, shown), plain(".")), side.ids())


def resting(fact: PublicFact, side: Side, shown: Shown) -> Pieces:
    """Return what a fact of one origin rests on: pages, and that they are no confirmation of each other."""
    docs = shown.pages(side.claims)
    alone = plain(" itself, the single origin") if own_word(side, shown) else None
    if len(docs) == 1:
        reported: Pieces = (plain("told by "), *page(docs[0]), alone or plain(" alone, from this single origin"))
    else:
        told = outlets(docs)
        pages = (plain(" on "), *count("pages", len(docs), "page")) if told != len(docs) else ()
        ending = f", {'both' if told == 2 else 'all'} from " if told > 1 else ", from "
        origin = name(side.label) if side.label else plain("one origin that nobody names")
        reported = (plain("reported by "), *count("outlets", told, "outlet"), *pages, plain(ending), origin)
    unseen = (plain(UNSEEN),) if side.label and not own_word(side, shown) else ()
    return (*reported, *unseen, *party(fact, [side], shown))


def party(fact: PublicFact, sides: Sequence[Side], shown: Shown) -> Pieces:
    """Return the warning that nobody but those who take a side says so."""
    partisan = bool(sides) and all(shown.words.partisan(side.kind) for side in sides)
    if "only_a_party" not in fact.flags and not partisan:
        return ()
    quiet = ", while the side that it is about has no word in it" if "other_side_silent" in fact.flags else ""
    return (plain(f". Only a party to the conflict says so{quiet}"),)


# ---------------------------------------------------------------- several origins


def several(fact: PublicFact, sides: Sequence[Side], shown: Shown) -> Draft:
    """Return the sentence for origins that agree, or that cannot be held against each other."""
    agree = fact.verdict == "corroborated"
    voting = [side for side in sides if side.confirms] if agree else list(sides)
    voting = voting if len(voting) > 1 else list(sides)
    amounts = [amount_of(side.lead(), shown) for side in voting]
    lead = lead_of(fact, voting, shown)
    who = listed([teller(side, shown) for side in voting])
    counted = count("origins", len(voting), "origin")
    opening = capitals(counted)
    opening += (
        plain(" that do not depend on each other, " if agree else ", none of which confirms another, "),
        *who,
        plain(","),
    )
    if lead.kind == "figure" and all(amounts):
        texts = {amount.text for amount in amounts if amount}
        if len(texts) == 1:
            body: Pieces = (plain(" give "), *filter(None, amounts[:1]), plain(" for "), *subject(lead, shown.words))
        else:
            each = listed(
                [
                    (*teller(side, shown), plain(SAYS.get(side.lead().stance, " gives ")), amount)
                    for side, amount in zip(voting, amounts, strict=True)
                    if amount
                ]
            )
            body = (plain(" agree on " if agree else " speak of "), *subject(lead, shown.words), plain(": "), *each)
    else:
        each = listed([(*teller(side, shown), plain(" "), *quoted(side.lead())) for side in voting], "; and ")
        about = (plain(" report "), *subject(lead, shown.words)) if lead.kind != "statement" else (plain(" report"),)
        body = (*about, plain(": "), *each)
    tail = (*told_by(voting, shown), *party(fact, voting, shown), plain("."))
    return Draft((*opening, *body, *tail), ordered(fact, voting))


def told_by(sides: Sequence[Side], shown: Shown) -> Pieces:
    """Return on how many pages it is told."""
    docs = shown.pages(claim for side in sides for claim in side.claims)
    return (plain("; told on "), *count("pages", len(docs), "page"))


def capitals(pieces: Pieces) -> Pieces:
    """Return pieces as a sentence begins with them."""
    return (capital(pieces[0]), *pieces[1:])


def capital(piece: Piece) -> Piece:
    """Return a piece as a sentence begins with it."""
    return Piece(piece.sort, piece.text[:1].upper() + piece.text[1:], piece.value)


def contradicted(fact: PublicFact, sides: Sequence[Side], shown: Shown) -> Draft:
    """Return the sentence that sets what contradicts beside each other; nothing is averaged."""
    against = [shown.claims[id] for id in fact.against if id in shown.claims]
    told = positions(fact, sides, against, shown)
    lead = lead_of(fact, sides, shown)
    opening = (plain("Sources contradict each other on "), *subject(lead, shown.words), plain(": "))
    each = listed([(*who, *what) for who, what, _ in told], "; ", "; ")
    tail = (plain(ALL if len(told) > 1 else WITHHELD), *party(fact, sides, shown), plain("."))
    leads = [claims[0].id for _, _, claims in told]
    rest = [claim.id for _, _, claims in told for claim in claims]
    return Draft((*opening, *each, *tail), tuple(dict.fromkeys([*leads, *rest])))


Position = tuple[Pieces, Pieces, tuple[PublicClaim, ...]]


def positions(fact: PublicFact, sides: Sequence[Side], against: Sequence[PublicClaim], shown: Shown) -> list[Position]:
    """Return who gives what: one position for each number, or words, of each origin or page that names none."""
    by: dict[str, Pieces] = {id: teller(side, shown) for side in sides for id in side.ids() if side.label}
    claims = against or [side.lead() for side in sides] or members(fact, shown)
    groups: dict[tuple[str, str], list[PublicClaim]] = {}
    for claim in best_first(claims, fact, shown):
        amount = amount_of(claim, shown)
        who = "".join(it.text for it in by.get(claim.id, ())) or page_name(shown.doc(claim))
        groups.setdefault((who, amount.text if amount else clean_words(claim)), []).append(claim)
    told = []
    for (_, _), mine in sorted(groups.items(), key=lambda it: (it[1][0].low or 0, it[0])):
        amount = amount_of(mine[0], shown)
        pages = listed([page(doc) for doc in shown.pages(mine)[:NAMED]])
        more = len(shown.pages(mine)) - NAMED
        others = (plain(" and "), *count("more", more, "more page", "more pages")) if more > 0 else ()
        named = by.get(mine[0].id)
        own = named is not None and "".join(it.text for it in named) == page_name(shown.doc(mine[0]))
        as_told = (plain(", as told by "), *pages, *others, plain(",")) if not own else ()
        unnamed = ", citing somebody who is not named," if mine[0].open else ", naming no origin,"
        who_says = (*named, *as_told) if named else (*pages, *others, plain(unnamed))
        verb = SAYS.get(mine[0].stance, " gives ")
        said_words: Pieces = (plain(verb), amount) if amount else (plain(" has "), *quoted(mine[0]))
        told.append((who_says, said_words, tuple(mine)))
    return told


def clean_words(claim: PublicClaim) -> str:
    """Return the words of a claim for telling positions apart."""
    return claim.quote.readable


# ---------------------------------------------------------------- no origin


def no_origin(fact: PublicFact, shown: Shown) -> Draft:
    """Return the sentence for a fact of which no page says whom it has it from, or only that somebody unnamed said so."""
    claims = silent(fact, (), shown)
    lead, docs = claims[0], shown.pages(claims)
    unnamed = any(claim.open for claim in claims)
    rest = "citing somebody who is not named" if unnamed else "naming no origin"
    if len(docs) == 1:
        ending = (plain(f"; the page stands alone, {rest}."),)
        return Draft((*capitals(page(docs[0])), *said(lead, shown), *ending), tuple(it.id for it in claims))
    told = outlets(docs)
    counted = count("pages", len(docs), "page")
    by = () if told == len(docs) else (plain(" of "), *count("outlets", told, "outlet"))
    first = page(shown.doc(lead))
    opening: Pieces = (*capitals(counted), *by, plain(", "), *first, plain(" among them, "))
    body: Pieces = (plain("have: "), *quoted(lead))
    amount = amount_of(lead, shown)
    if lead.kind == "figure" and amount is not None:
        body = (plain("give "), amount, plain(" for "), *subject(lead, shown.words))
    each = "each " if unnamed else ""
    ending = (plain(f"; {each}{rest}, so that they confirm nothing."),)
    if len({it.text for claim in claims if (it := amount_of(claim, shown))}) > 1:
        told_apart = positions(fact, (), claims, shown)
        each_gives = listed([(*who, *what) for who, what, _ in told_apart], "; ", "; ")
        opening, body = (plain("On "), *subject(lead, shown.words), plain(": ")), each_gives
        ending = (plain("; they confirm nothing."),)
    return Draft((*opening, *body, *ending), tuple(it.id for it in claims))


TAGS = {
    "corroborated": "Corroborated",
    "single_origin": "Single origin",
    "contradicted": "Contradicted",
    "not_comparable": "Several origins, none confirms",
    "no_origin": "No origin named",
}


def tag_of(fact: PublicFact) -> str:
    """Return in a few words what a fact rests on."""
    tag = TAGS.get(fact.verdict, fact.verdict.replace("_", " "))
    if "only_a_party" in fact.flags:
        return f"{tag}, a party to the conflict"
    if fact.verdict == "no_origin" and "anonymous" in fact.flags:
        return f"{tag}, anonymous"
    return f"{tag}, round-tripping" if "round_trip" in fact.flags and fact.verdict == "single_origin" else tag


__all__ = ["Sort", "sentence_from_fact", "tag_of"]
