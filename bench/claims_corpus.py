"""A corpus of claims whose truth is known: facts (claims_facts.py), and the pages that pass them on, reworded or spoilt
(claims_retold.py).

What is planted; shares are of what can have it, the tests hold them:
- a fact is on 1 to 40 pages, 54 in 100 on one, 3.5 on average; about 80 in 100 facts are figures, the others happenings;
- the first page is the origin's own in half the releases; of the later ones
  20 in 100 copy an earlier page word for word, errors too (half of them say whose text it is: `copy_of`),
  10 have it from another origin: half near the first number (0.5 to 5 per cent, or the same), half another number,
  70 pass an origin's word on, over 0 to 3 relays (55, 30, 11, 4), the origin lost in 6 of 100, nobody one can ask in 6;
- 30 in 100 claims that are passed on are reworded: half of those numbers rounded, with a bound mostly; the population dropped
  in 30 of 100, the article in 25, the formation in 15; the period missing in 8, coarser in 12 (a quarter of that after
  rounding); of happenings the place coarser in 15, missing in 5, the day one off in 15, only its month in 8, missing in 4,
  the number dropped in 15;
- 7 in 100 are spoilt (4 of happenings, which have less to spoil): the year slipped or a bound dropped or added (2 each), a digit
  lost, another measure with the same digits, a happening as another kind (1 each), two digits swapped, a rate lost, a total
  since a start told as that of its last month;
- a contradiction answers the same question and so is the same fact; what was known on another day is another fact.

It flatters: one hand wrote this and knew what is linked by. Slots are codebook ids that no reader misread, a document's claims
are all found, faults are independent of each other, and no page mixes two origins. It says how linking scales and whether
it holds what it was built for, not how good it is on the world.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count as numbers
from itertools import islice
from random import Random

from bench.claims_facts import Fact, Release, World, releases, rounded
from bench.claims_retold import Draft, draft, reword, spoil
from musterbook.codebook.load import load_codebook
from musterbook.compared import Entry, Party, Sort
from musterbook.model import Amount, Bound, Quote, Stance, digest

MOST, TAIL = 40, 1.13  # pages of a fact: the exponent that gives 3.5 on average
COPY, OTHER = 0.20, 0.10  # of the pages after the first
REWORDED, SPOILT = 0.30, 0.08  # of the claims that are passed on; not every one can be spoilt
LOST, OPEN = 0.06, 0.06
UNNAMED = tuple(
    Party(label, label, "", Sort.unnamed)
    for label in ("an official", "a source", "media reports", "relatives", "a lawyer", "law enforcement")
)
WORDS = {
    Bound.exact: "", Bound.about: "about ", Bound.nearly: "nearly ", Bound.over: "over ", Bound.at_least: "at least ",
    Bound.up_to: "up to ", Bound.under: "under ", Bound.between: "between ",
}  # fmt: skip
FRAMES = ("{n} {what}", "{n} {what} in {period}", "there were {n} {what}, {who}", "{what} number {n}", "{n}")


@dataclass(frozen=True, slots=True)
class Planted:
    """An entry with its truth: the fact, and what was done to it on the way."""

    entry: Entry
    fact: str
    done: tuple[str, ...]


# ---------------------------------------------------------------- pages


@dataclass(slots=True)
class Root:
    """Somebody whom pages have it from, with the numbers told there."""

    party: Party
    numbers: dict[str, int]
    done: dict[str, str]


@dataclass(slots=True)
class Page:
    """One document on its way."""

    doc: str
    publisher: Party
    published: date
    chain: tuple[Party, ...]
    claims: list[Draft]
    fate: str
    copy_of: str = ""
    stance: Stance = Stance.reported


def pages_of(dice: Random) -> int:
    """On how many pages a fact is: a long tail."""
    return min(MOST, int(dice.random() ** (-1 / TAIL)))


def other_root(release: Release, party: Party, dice: Random) -> Root:
    """Another origin, that confirms or contradicts: the numbers of a table together, as a page does."""
    numbers, done = {}, {}
    confirms = dice.random() < 0.5
    low, high = dice.choice(((-0.05, -0.005), (0.005, 0.05)) if confirms else ((-0.55, -0.2), (0.25, 1)))
    for fact in release:
        value = round(fact.value * (1 + dice.uniform(low, high)))
        value = rounded(value, 2) if fact.bound != Bound.exact else value
        value += not confirms and value == fact.value > 0
        numbers[fact.id] = min(value, 99) if fact.what == "share" else value
        done[fact.id] = "confirmed" if confirms or not fact.value else "contradicted"
    return Root(party, numbers, done)


def passed_on(chain: list[Party], dice: Random) -> tuple[tuple[Party, ...], str]:
    """A chain that keeps its origin, loses it, or ends in somebody unnamed."""
    roll = dice.random()
    if roll < LOST:
        return tuple(chain[:-1]), "origin lost"
    if roll < LOST + OPEN:
        return (*chain[:-1], dice.choice(UNNAMED)), "open"
    return tuple(chain), ""


@dataclass
class Telling:
    """The pages of one release, one after the other."""

    world: World
    release: Release
    dice: Random
    names: Iterator[str]
    roots: list[Root] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        first = self.release[0].origin
        if self.dice.random() < 0.05:  # what the origin has in hand, or leaks: nobody else has it
            label = f"list {digest(first.key, self.release[0].id)[:6]}"
            first = Party(label, label, "", Sort.document)
        self.roots.append(Root(first, {fact.id: fact.value for fact in self.release}, {}))
        self.relays = self.dice.sample(self.world.outlets, 5)

    def told(self) -> list[Page]:
        sizes = [pages_of(self.dice) for _ in self.release]
        for at in range(max(sizes)):
            facts = [fact for fact, size in zip(self.release, sizes, strict=True) if size > at]
            roll = self.dice.random()
            if at == 0 and roll < 0.5 and self.roots[0].party.sort == Sort.named:
                page = self.own(facts)
            elif at and roll < COPY:
                page = self.copied(facts)
            elif at and roll < COPY + OTHER:
                page = self.other(facts)
            else:
                page = self.passed(facts)
            for claim in page.claims:
                claim.quote = claim.quote or words_of(claim, page, self.dice)
            self.pages.append(page)
        return self.pages

    def day(self) -> date:
        """Soon after it was first told, a month at most."""
        return self.release[0].public + timedelta(days=min(30, int(self.dice.expovariate(0.2))))

    def own(self, facts: list[Fact]) -> Page:
        claims = [draft(fact, fact.value) for fact in facts]
        party, public = self.roots[0].party, self.release[0].public
        return Page(next(self.names), party, public, (), claims, "own", stance=Stance.asserted)

    def other(self, facts: list[Fact]) -> Page:
        side, known = facts[0].side, {root.party.key for root in self.roots}
        free = [party for party in self.world.origins[side] if party.key not in known]
        if not free:
            return self.passed(facts)
        root = other_root(self.release, self.dice.choice(free), self.dice)
        self.roots.append(root)
        claims = self.drafts(root, facts)
        own = self.dice.random() < 0.4
        chain = () if own else (root.party,)
        publisher = root.party if own else self.outlet(chain)
        return Page(next(self.names), publisher, self.day(), chain, claims, "other")

    def drafts(self, root: Root, facts: list[Fact]) -> list[Draft]:
        claims = [draft(fact, root.numbers[fact.id]) for fact in facts]
        for claim in claims:
            if claim.fact.id in root.done:
                claim.mark(root.done[claim.fact.id])
        return claims

    def passed(self, facts: list[Fact]) -> Page:
        root = self.roots[0] if self.dice.random() < 0.75 else self.dice.choice(self.roots)
        count = self.dice.choices((0, 1, 2, 3), cum_weights=(55, 85, 96, 100))[0]
        relays = [party for party in self.dice.sample(self.relays, count) if party.key != root.party.key]
        chain, fate = passed_on([*relays, root.party], self.dice)
        claims = self.drafts(root, facts)
        for claim in claims:
            if self.dice.random() < REWORDED:
                reword(claim, self.dice, self.world)
            if self.dice.random() < SPOILT:
                spoil(claim, self.dice)
        stance = Stance.alleged if self.dice.random() < 0.05 else Stance.reported if chain else Stance.asserted
        return Page(next(self.names), self.outlet(chain), self.day(), chain, claims, fate or "passed on", stance=stance)

    def outlet(self, chain: tuple[Party, ...]) -> Party:
        """Somebody who is not in the chain."""
        named = {party.key for party in chain}
        while (outlet := self.dice.choice(self.world.outlets)).key in named:
            pass
        return outlet

    def copied(self, facts: list[Fact]) -> Page:
        model = self.dice.choice(self.pages)
        wanted = {fact.id for fact in facts}
        claims = [replace(claim) for claim in model.claims if claim.fact.id in wanted]
        told = self.dice.random() < 0.3 and model.publisher.key not in {party.key for party in model.chain}
        chain = (model.publisher, *model.chain) if told else model.chain
        if not chain and self.dice.random() < 0.9:  # who copies an origin's own page mostly says so
            chain = (model.publisher,)
        day = max(self.day(), model.published)
        copy_of = (model.copy_of or model.doc) if self.dice.random() < 0.5 else ""
        stance = model.stance if chain == model.chain else Stance.reported
        return Page(next(self.names), self.outlet(chain), day, chain, claims, "copy", copy_of, stance)


# ---------------------------------------------------------------- entries


def amount_of(claim: Draft) -> Amount | None:
    if not claim.value:
        return None
    if claim.bound == Bound.at_least and claim.value in (100, 1000, 10000):  # hundreds, thousands
        return Amount(claim.value, None, claim.bound)
    return Amount(claim.value, claim.value, claim.bound)


def words_of(claim: Draft, page: Page, dice: Random) -> str:
    """The words it stands on; those of a copy are its model's."""
    number = f"{WORDS[claim.bound]}{claim.value:,}" if claim.value else "several"
    what = claim.what.replace("_", " ") + (f" a {claim.per}" if claim.per else "")
    who = page.chain[0].label if page.chain else "we counted"
    return dice.choice(FRAMES).format(n=number, what=what, period=claim.period or "that time", who=who)


def entries_of(page: Page, dice: Random) -> Iterator[Planted]:
    at, published = dice.randrange(400), page.published.isoformat()
    terms = ("literal_noun",) if dice.random() < 0.03 else ()
    for claim in page.claims:
        words, fact = claim.quote, claim.fact
        dims = tuple(
            (name, value)
            for name, value in (("formation", claim.formation), ("law", claim.law), ("side", fact.side))
            if value
        )
        entry = Entry(
            id=digest(page.doc, at),
            doc=page.doc,
            kind=fact.kind,
            what=claim.what,
            publisher=page.publisher,
            published=published,
            amount=amount_of(claim),
            per=claim.per,
            population=claim.population,
            place=claim.place,
            period=claim.period,
            dims=dims,
            chain=page.chain,
            stance=page.stance,
            quote=Quote(page.doc, at, at + len(words), words),
            title=f"{fact.side}: {claim.what}",
            copy_of=page.copy_of,
            terms=terms,
        )
        at += len(words) + dice.randrange(20, 300)
        yield Planted(entry, fact.id, (page.fate, *((f"looks: {fact.looks}",) if fact.looks else ()), *claim.done))


def planted(count: int, seed: int) -> list[Planted]:
    """Return so many entries with their truth and what was done to each, in an order that says nothing."""
    collects = gc.isenabled()
    gc.disable()  # nothing here is a cycle, and a million small objects are walked again and again
    try:
        dice = Random(seed)
        found = list(islice(tellings(dice, seed), count))
        dice.shuffle(found)
        return found
    finally:
        if collects:
            gc.enable()


def tellings(dice: Random, seed: int) -> Iterator[Planted]:
    """Yield entries without end, page after page."""
    names = (digest("page", seed, number) for number in numbers())
    world = World(load_codebook())
    for release in releases(world, dice):
        for page in Telling(world, release, dice, names).told():
            yield from entries_of(page, dice)


def corpus(count: int, seed: int) -> tuple[list[Entry], dict[str, str]]:
    """Return so many entries, and by an entry's id the id of the fact that it is about."""
    found = planted(count, seed)
    return [one.entry for one in found], {one.entry.id: one.fact for one in found}
