"""The truth of the claims corpus: facts as they were first told, and the facts that only look like them.

A release is what one origin publishes in one document: one fact, or a table of two to eight. FAMILIES says how many facts are of
which sort. No two facts of a corpus ask the same question; two happenings of one kind in one city are five days apart or more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import exp, log10
from random import Random

from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Formation, Law, Place, Population, Source
from musterbook.compared import Party, Sort
from musterbook.model import Bound

FAMILIES = {  # share of the facts
    "national": 0.34,  # bulletins of a few origins, month after month, by article and population: crowded
    "regional": 0.20,  # tables of regions
    "formation": 0.12,  # a formation, every third time with a sibling of near or equal digits
    "estimate": 0.07,  # round numbers of officials, for a year or a stretch: they collide
    "share": 0.04,  # per cent: they collide, too
    "city": 0.03,  # persons counted on a day in a city
    "incident": 0.20,  # happenings, every third time with look-alikes
}
SIDES = {"RU": 50, "UA": 30, "MM": 5, "SY": 5, "SD": 3, "ET": 3, "IL": 2, "AF": 2}
FLOWS = {  # measure -> a usual national count of a month
    "cases_registered": 1500, "cases_to_court": 700, "sentences": 500, "suspended_sentences": 200, "help_requests": 400,
    "returned_persons": 900, "asylum_applications": 250, "asylum_grants": 40, "recruited": 20000, "acquittals": 8,
}  # fmt: skip
TOTALS = {"absent_persons": 20000, "persons_helped": 3000, "refusals": 900, "casualties": 90000, "killed": 25000}
STOCKS = {"wanted_persons": 5000, "detained_persons": 600}
KINDS = {
    "trial": 25, "individual_desertion": 22, "arrest_raid": 16, "mass_escape": 8, "mass_desertion": 8, "refusal": 6,
    "crime_by_absconder": 6, "ill_treatment": 5, "resistance": 4,
}  # fmt: skip
ROUND = (50, 100, 200, 500, 1000, 2000, 3000, 5000, 10000, 15000, 20000, 30000, 50000, 100000, 200000)
FIRST, LAST = date(2022, 3, 1), date(2025, 12, 31)
MONTHS = [f"{year}-{month:02}" for year in range(2022, 2026) for month in range(1, 13)][2:]
APART = 5  # days


@dataclass(slots=True)
class Fact:
    """What was told first, and when. `value` 0: no number. `looks` names the fact's look-alike, `id` is given last."""

    what: str
    side: str
    origin: Party
    public: date
    period: str
    value: int = 0
    kind: str = "figure"
    bound: Bound = Bound.exact
    per: str = ""
    population: str = ""
    place: str = ""
    formation: str = ""
    law: str = ""
    looks: str = ""
    id: str = ""

    def question(self) -> tuple[str, ...]:
        return (self.what, self.side, self.place, self.period, self.formation, self.law, self.population, self.per)


Release = list[Fact]


def party(source: Source) -> Party:
    return Party(source.id, source.name, source.kind, Sort.named)


@dataclass
class World:
    """What the codebook knows that facts and pages are made of, by side where that matters."""

    book: Codebook
    cities: dict[str, list[str]] = field(default_factory=dict)
    regions: dict[str, list[str]] = field(default_factory=dict)
    within: dict[str, str] = field(default_factory=dict)
    formations: dict[str, list[str]] = field(default_factory=dict)
    laws: dict[str, list[str]] = field(default_factory=dict)
    origins: dict[str, list[Party]] = field(default_factory=dict)
    outlets: list[Party] = field(default_factory=list)
    populations: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place in self.book.rows("places", Place):
            self.within[place.id] = place.within
            group = {"city": self.cities, "region": self.regions}.get(place.kind)
            if group is not None:
                group.setdefault(place.country, []).append(place.id)
        for unit in self.book.rows("formations", Formation):
            self.formations.setdefault(unit.side, []).append(unit.id)
        for law in self.book.rows("laws", Law):
            if not law.part:
                self.laws.setdefault(law.country, []).append(law.id)
        asked = {"ministry", "court", "ngo", "research", "indep_exile", "party", "telegram", "indep"}
        for source in self.book.rows("sources", Source):
            if source.kind in asked:
                self.origins.setdefault(source.side, []).append(party(source))
            if source.kind not in ("ministry", "court", "party", "person"):
                self.outlets.append(party(source))
        domains = (f"{name}-{at:02}.example" for name in ("courier", "wire", "herald", "daily") for at in range(60))
        self.outlets += [Party(domain, domain, "", Sort.named) for domain in domains]  # that no row knows
        self.populations = sorted({row.label for row in self.book.rows("populations", Population)})


def side_of(dice: Random) -> str:
    return dice.choices([*SIDES], [*SIDES.values()])[0]


def origin_of(world: World, dice: Random, side: str, *, few: int) -> Party:
    """One of the side's first few origins: they publish nearly everything."""
    return dice.choice(world.origins[side][:few])


def near(dice: Random, value: float, spread: float) -> int:
    return max(1, round(value * exp(dice.gauss(0, spread))))


def rounded(value: float, digits: int) -> int:
    """
    >>> rounded(20538, 2), rounded(684, 1)
    (21000, 700)
    """
    step = int(10 ** max(0, int(log10(max(value, 1))) + 1 - digits))
    return round(value / step) * step


def after(period: str, dice: Random, days: int = 18) -> date:
    """A day soon after a period's end."""
    year, month, *_ = (*map(int, period.rpartition("/")[2].split("-")), 12)
    return date(year, month, 28) + timedelta(days=3 + dice.randrange(days))


def national(world: World, dice: Random) -> Iterator[Release]:
    """A bulletin: up to six series of one origin over months. One in three counts from its start, so that it only grows."""
    side = side_of(dice)
    origin, start = origin_of(world, dice, side, few=6), dice.randrange(len(MONTHS) - 12)
    months = MONTHS[start : start + dice.randint(12, 40)]
    lines: list[tuple[Fact, float]] = []
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 4, 6))):
        grows = dice.random() < 0.33
        what, usual = dice.choice([*(TOTALS if grows else FLOWS | STOCKS).items()])
        first = Fact(
            what, side, origin, FIRST, f"{months[0]}/" if grows else "", looks="growing" if grows else "series"
        )
        split = dice.random()
        if split < 0.35 and side in world.laws:
            first.law = dice.choice(world.laws[side])
        elif split < 0.6:
            first.population = dice.choice(world.populations)
        if what in FLOWS and dice.random() < 0.12:
            first.per = "week"
        first.place = side if dice.random() < 0.25 else ""
        lines.append((first, near(dice, usual * (0.3 if split < 0.6 else 1), 0.8)))
    for month in months:
        day, table = after(month, dice), []
        for at, (line, value) in enumerate(lines):
            if line.looks == "growing":
                now = value + near(dice, value * 0.04 + 3, 0.5)
            else:
                now = value if dice.random() < 0.12 else near(dice, value, 0.12)
            lines[at] = (line, now)
            table.append(replace(line, period=line.period + month, value=int(now), public=day))
        yield table


def regional(world: World, dice: Random) -> Iterator[Release]:
    """Tables of two to eight regions for one to four months."""
    side = dice.choices(("RU", "UA", "MM"), (6, 3, 1))[0]
    origin, what = origin_of(world, dice, side, few=10), dice.choice([*FLOWS])
    places = dice.sample(world.regions[side], dice.randint(2, 8))
    law = dice.choice(world.laws[side]) if side in world.laws and dice.random() < 0.4 else ""
    start, usual = dice.randrange(len(MONTHS) - 4), FLOWS[what] / 12 + 4
    for month in MONTHS[start : start + dice.choice((1, 1, 2, 4))]:
        day = after(month, dice)
        yield [
            Fact(what, side, origin, day, month, near(dice, usual, 0.7), place=place, law=law, looks="table")
            for place in places
        ]


def formation(world: World, dice: Random) -> Iterator[Release]:
    """A count of one formation; every third time another formation's is near or equal, in the same document or another."""
    side = dice.choices(("RU", "UA"), (6, 4))[0]
    what, usual = dice.choice((("absent_persons", 300), ("refusals", 60), ("killed", 200), ("wanted_persons", 120)))
    unit, other = dice.sample(world.formations[side], 2)
    period = dice.choice(MONTHS)
    one = Fact(
        what,
        side,
        origin_of(world, dice, side, few=25),
        after(period, dice, 60),
        period,
        near(dice, usual, 0.9),
        formation=unit,
    )
    if dice.random() < 0.25:
        one.population = dice.choice(world.populations)
    if dice.random() > 0.33:
        yield [one]
        return
    value = one.value if dice.random() < 0.5 else near(dice, one.value, 0.02)
    twin = replace(one, formation=other, value=value, looks="other formation")
    yield from ([one, twin],) if dice.random() < 0.5 else ([one], [twin])


def estimate(world: World, dice: Random) -> Iterator[Release]:
    """A round number for a year, a stretch, or up to a month."""
    side = side_of(dice)
    what = dice.choice([*TOTALS, *STOCKS, "cases_registered", "recruited"])
    year, month = dice.randint(2022, 2025), dice.choice(MONTHS[6:])
    period = dice.choice((f"{year}", f"2022-02/{month}", month, f"{year}-01/{year}-06"))
    one = Fact(what, side, origin_of(world, dice, side, few=40), after(period, dice, 40), period, dice.choice(ROUND))
    one.bound = dice.choice((Bound.about, Bound.about, Bound.over, Bound.at_least, Bound.nearly))
    one.population = dice.choice(world.populations) if dice.random() < 0.4 else ""
    one.looks = "round"
    yield [one]


def share(world: World, dice: Random) -> Iterator[Release]:
    """A share, for a population or an article."""
    side, month = side_of(dice), dice.choice(MONTHS)
    one = Fact("share", side, origin_of(world, dice, side, few=15), after(month, dice), month, dice.randint(1, 97))
    one.population = dice.choice(world.populations)
    one.law = dice.choice(world.laws.get(side, [""])) if dice.random() < 0.5 else ""
    one.looks = "round"
    yield [one]


def city(world: World, dice: Random) -> Iterator[Release]:
    """Persons counted on a day in a city."""
    side = dice.choices(("RU", "UA"), (6, 4))[0]
    day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
    what = dice.choice(("incident_participants", "detained_persons", "absent_persons"))
    place = dice.choice(world.cities[side])
    origin = origin_of(world, dice, side, few=30)
    yield [Fact(what, side, origin, day + timedelta(days=1), day.isoformat(), near(dice, 12, 0.9), place=place)]


def incident(world: World, dice: Random) -> Iterator[Release]:
    """A happening. Every third time its like weeks later, in another city the same day, or another kind there and then."""
    side = dice.choices(("RU", "UA", "MM"), (6, 3, 1))[0]
    day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days - 60))
    what, place = dice.choices([*KINDS], [*KINDS.values()])[0], dice.choice(world.cities[side])
    one = Fact(
        what, side, origin_of(world, dice, side, few=30), day + timedelta(days=dice.randrange(3)), day.isoformat()
    )
    one.kind, one.place = "incident", place
    usual = {"trial": 1, "individual_desertion": 1, "mass_escape": 15, "mass_desertion": 25}.get(what, 4)
    if dice.random() < 0.7:
        one.value = usual if usual == 1 else near(dice, usual, 0.8)
    if dice.random() < 0.2 and side in world.formations:
        one.formation = dice.choice(world.formations[side])
    yield [one]
    if dice.random() > 0.33:
        return
    for _ in range(dice.choice((1, 1, 2, 3))):
        way = dice.choice(("weeks apart", "other city", "other kind"))
        twin = replace(
            one, looks=way, origin=origin_of(world, dice, side, few=30) if dice.random() < 0.6 else one.origin
        )
        twin.value = twin.value if dice.random() < 0.5 else near(dice, max(twin.value, 1), 0.5)
        if way == "weeks apart":
            later = timedelta(days=dice.randint(10, 45))
            twin.period, twin.public = (day + later).isoformat(), one.public + later
        elif way == "other city":
            twin.place = dice.choice([at for at in world.cities[side] if at != place])
        else:
            twin.what = dice.choice([kind for kind in KINDS if kind != what])
        yield [twin]


MAKERS: dict[str, Callable[[World, Random], Iterator[Release]]] = {
    "national": national, "regional": regional, "formation": formation, "estimate": estimate, "share": share, "city": city,
    "incident": incident,
}  # fmt: skip


@dataclass
class Asked:
    """The questions that facts of a corpus answer already."""

    questions: set[tuple[str, ...]] = field(default_factory=set)

    def new(self, fact: Fact) -> bool:
        """True the first time a question is asked; a happening must also stand clear of its like."""
        own, taken = fact.question(), [fact.question()]
        if fact.kind == "incident":
            day, own = date.fromisoformat(fact.period), (fact.what, fact.place, fact.period)
            days = [day + timedelta(days=off) for off in range(-APART + 1, APART)]
            taken = [(fact.what, fact.place, other.isoformat()) for other in days]
        if own in self.questions:
            return False
        self.questions.update(taken)
        return True


def releases(world: World, dice: Random) -> Iterator[Release]:
    """Return releases without end, the families in their shares, every fact with its id."""
    asked, made = Asked(), dict.fromkeys(FAMILIES, 0)
    while True:
        family = min(FAMILIES, key=lambda name: made[name] / FAMILIES[name])
        for release in MAKERS[family](world, dice):
            fresh = [fact for fact in release if asked.new(fact)]
            for fact in fresh:
                made[family] += 1
                fact.id = f"{family}-{made[family]:06}"
            if fresh:
                yield fresh
