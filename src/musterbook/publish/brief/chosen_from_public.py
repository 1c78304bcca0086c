"""What is public and what is asked for -> the facts of a brief, by chapter and theme, and how many were left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from musterbook.publish.brief.chapters_from_pack import Chapter
from musterbook.publish.brief.nouns import Ask
from musterbook.publish.brief.period_from_iso import meets
from musterbook.publish.brief.sides_from_fact import Shown, members
from musterbook.publish.public import PublicClaim, PublicFact

STRENGTH = ("corroborated", "contradicted", "not_comparable", "single_origin", "no_origin")
KINDS = ("figure", "incident", "statement")


@dataclass(frozen=True, slots=True)
class Part:
    """The facts of one theme, measure or kind of happening; `more` were left out because there are too many."""

    kind: str
    what: str
    facts: tuple[PublicFact, ...]
    more: int


@dataclass(slots=True)
class Chosen:
    """What a brief is written from. `apart`: how many facts were left out, by the reason."""

    chapters: list[tuple[Chapter, list[Part]]] = field(default_factory=list)
    apart: Counter[str] = field(default_factory=Counter)

    def facts(self) -> list[PublicFact]:
        """Return the facts that were chosen."""
        return [fact for _, parts in self.chapters for part in parts for fact in part.facts]


def chosen_from_public(shown: Shown, ask: Ask, chapters: Sequence[Chapter], only: set[str] | None = None) -> Chosen:
    """Return the facts of a brief in its order. `only`: the ids of facts to take."""
    chosen = Chosen()
    sides = sides_of_pages(shown)
    published = {doc.id: doc.published for doc in shown.public.documents}
    kept: dict[tuple[str, str], list[PublicFact]] = {}
    for fact in shown.public.facts:
        claims = members(fact, shown)
        if not claims or (only is not None and fact.id not in only):
            continue
        why = left_out(claims, ask, chapters, sides=sides, published=published)
        if why:
            chosen.apart[why] += 1
        else:
            kept.setdefault((fact.kind, claims[0].what), []).append(fact)
    order = order_of(shown)
    taken: set[tuple[str, str]] = set()
    for chapter in chapters:
        mine = sorted(
            (key for key in kept if key not in taken and chapter.holds(*key)), key=lambda it: order.get(it, (9, 0))
        )
        taken |= {*mine}
        parts = [part_of(key, kept[key], shown, ask.most) for key in mine]
        if parts:
            chosen.chapters.append((chapter, parts))
    return chosen


def order_of(shown: Shown) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the place of every theme, kind and measure: figures first, then happenings, then themes as the tables list them."""
    tables: tuple[Mapping[str, object], ...] = (shown.words.measures, shown.words.kinds, shown.words.themes)
    return {
        (kind, id): (at, row)
        for at, (kind, ids) in enumerate(zip(KINDS, tables, strict=True))
        for row, id in enumerate(ids)
    }


def part_of(key: tuple[str, str], facts: list[PublicFact], shown: Shown, most: int) -> Part:
    """Return the facts of one theme: the best supported first, then those told most, then the latest."""

    def rank(fact: PublicFact) -> tuple[object, ...]:
        claims = members(fact, shown)
        day = max((claim.period.partition("/")[2] or claim.period for claim in claims), default="")
        place = STRENGTH.index(fact.verdict) if fact.verdict in STRENGTH else len(STRENGTH)
        return place, -len(fact.origins), -fact.pages, tuple(-ord(c) for c in day), fact.id

    ranked = sorted(facts, key=rank)
    return Part(*key, tuple(ranked[:most]), max(0, len(ranked) - most))


def sides_of_pages(shown: Shown) -> dict[str, set[str]]:
    """Return which sides the claims of each page name."""
    found: dict[str, set[str]] = {}
    for claim in shown.public.claims:
        if side := claim.dim("side"):
            found.setdefault(claim.doc, set()).add(side)
    return found


def left_out(
    claims: Sequence[PublicClaim],
    ask: Ask,
    chapters: Sequence[Chapter],
    *,
    sides: Mapping[str, set[str]],
    published: Mapping[str, str],
) -> str:
    """Return why a fact is not in the brief, "" when it is: one claim of it that fits is enough."""
    fits_theme = [it for it in claims if not ask.themes or any(of_theme(it, theme, chapters) for theme in ask.themes)]
    if not fits_theme:
        return "another theme"
    if ask.side and not any(of_side(it, ask.side, sides) for it in claims):
        known = any(it.dim("side") or sides.get(it.doc) for it in claims)
        return "another side" if known else "no side named on its pages"
    if ask.place and not any(at_place(it, ask.place) for it in claims):
        return "another place, or none named"
    if ask.period and not any(meets(it.period, ask.period, published[it.doc]) for it in claims):
        return "another period, or none known"
    return ""


def of_theme(claim: PublicClaim, theme: str, chapters: Sequence[Chapter]) -> bool:
    """True when a claim is of a theme, a measure or a kind by its id or the beginning of it, or of a chapter."""
    if claim.what == theme or claim.what.startswith(f"{theme}."):
        return True
    return any(row.id == theme and row.holds(claim.kind, claim.what) for row in chapters)


def of_side(claim: PublicClaim, side: str, sides: Mapping[str, set[str]]) -> bool:
    """True for a claim about a side, and for one that names none on a page that speaks of this side only."""
    own = claim.dim("side")
    return own == side if own else sides.get(claim.doc) == {side}


def at_place(claim: PublicClaim, place: str) -> bool:
    """True for a claim about a place or its country."""
    return place.casefold() in (claim.place.casefold(), claim.country.casefold())
