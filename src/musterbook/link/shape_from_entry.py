"""An entry -> its shape: every slot in the form in which it is compared. Entries of one shape are one to the linker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from musterbook.compared import Entry, Sort
from musterbook.link.rules_from_codebook import Rules, plain
from musterbook.link.span_from_period import Span, span_from_period
from musterbook.model import Bound

NUMBER = re.compile(r"\d+")
ARTICLES = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Shape:
    """What is compared of a claim; "" and None are what nobody said.

    `formation`: id of the codebook, or the number and words of a name; `place`: id, with `above` all it lies in;
    `root`: who it comes from, "" when nobody can be asked; `counted`: class of the words that say who or what was counted.
    """

    kind: str
    what: str
    how: str
    side: str
    per: str
    low: float
    high: float
    bound: Bound | None
    population: str
    counted: str
    formation: str
    place: str
    above: tuple[str, ...]
    laws: frozenset[str]
    span: Span | None
    root: str
    specific: bool
    done: str = ""  # what the words say came of it: tried, done, "" when they do not say


def shape_from_entry(entry: Entry, rules: Rules) -> Shape:
    """Return the shape of an entry."""
    amount = entry.amount
    side = rules.countries.find(entry.dim("side")) or entry.dim("side")
    formation = formation_key(entry.dim("formation"), rules)
    place = place_key(entry.place, rules)
    home = place == side
    measure = rules.measures.get(entry.what)
    population, counted = population_key(entry.population, rules)
    return Shape(
        kind=entry.kind,
        what=entry.what,
        how=counting(measure.kind if measure else "", entry),
        side=side,
        per=entry.per,
        low=amount.low if amount else -1.0,
        high=(amount.high if amount.high is not None else amount.low) if amount else -1.0,
        bound=amount.bound if amount else None,
        population=population,
        counted=counted,
        formation=formation,
        place=place,
        above=chain_of(place, rules),
        laws=frozenset(ARTICLES.findall(entry.dim("law"))),
        span=span_from_period(entry.period) if entry.period else None,
        root=next((hop.key for hop in reversed(entry.chain) if hop.sort == Sort.named), own_word(entry, rules)),
        specific=bool(formation) or (bool(place) and not home),
        done=outcome(entry.quote.text, rules) if entry.quote and measure_is_event(entry, rules) else "",
    )


def own_word(entry: Entry, rules: Rules) -> str:
    """Return the publisher of a page that names nobody, where it is one that counts for itself."""
    publisher = entry.publisher
    known = publisher.sort == Sort.named and publisher.key in rules.sources
    return publisher.key if known and rules.part(publisher.kind, publisher.key) == "counts" else ""


def measure_is_event(entry: Entry, rules: Rules) -> bool:
    """True for what is said of one happening."""
    row = rules.measures.get(entry.what)
    return entry.kind == "incident" or (row is not None and row.kind == "event")


def outcome(text: str, rules: Rules) -> str:
    """Return what words say came of a happening: an attempt that is not said to have come off is tried."""
    said = {rules.outcomes[word] for word in plain(text).split() if word in rules.outcomes}
    return "tried" if "tried" in said and "done" not in said else "done" if "done" in said else ""


def counting(kind: str, entry: Entry) -> str:
    """Return how a figure counts: stock for one that is said of a day, as its measure does otherwise."""
    span = span_from_period(entry.period) if entry.period else None
    if kind in ("stock", "cumulative", "flow") and span is not None and span.days == 1 and entry.kind == "figure":
        return "stock"
    return kind


@lru_cache(maxsize=100_000)
def formation_key(text: str, rules: Rules) -> str:
    """Return the id of a formation, the first number in its name, or its words when they are a name; "" for any unit."""
    if not text:
        return ""
    known = rules.formations.find(text) or next((id for _, _, id in rules.formations.inside(text)), "")
    if known:
        return known
    source = rules.source_names.find(text)
    if source:
        return rules.owner(source)
    numbers = NUMBER.findall(text)
    if numbers:
        same = rules.numbered.get(numbers[0], ())
        return same[0] if len(same) == 1 else numbers[0]
    capitals = [word for word in text.split() if word[:1].isupper()]
    return plain(text) if len(capitals) >= 2 and not rules.countries.inside(text) else ""


@lru_cache(maxsize=100_000)
def place_key(text: str, rules: Rules) -> str:
    """Return the id of a place (two letters for a country), "" for words that name none."""
    if not text:
        return ""
    known = rules.countries.find(text) or rules.places.find(text)
    if known:
        return known
    found = [id for _, _, id in rules.places.inside(text)]
    if found:
        return found[0]
    return next((id for _, _, id in rules.countries.inside(text)), "")


@lru_cache(maxsize=10_000)
def chain_of(place: str, rules: Rules) -> tuple[str, ...]:
    """Return all that a place lies in, nearest first."""
    above: list[str] = []
    while (place := rules.within.get(place, "")) and place not in above:
        above.append(place)
    return tuple(above)


@lru_cache(maxsize=100_000)
def population_key(text: str, rules: Rules) -> tuple[str, str]:
    """Return the group a figure is about ("" for people or things in general), and the class of the words that say who.

    The class is "people" for words that count people, the codebook's own class for others, "" when there are none.
    """
    words = plain(text).split()
    found = [cls for word in reversed(words) if (cls := rules.counted.get(word) or rules.counted.get(word.rstrip("s")))]
    counted = "people" if "people" in found else found[0] if found else ""
    label = rules.populations.find(text)
    if label:
        return plain(label), counted
    inside = [label for _, _, label in rules.populations.inside(text)]
    return (plain(inside[0]) if inside else ""), counted
