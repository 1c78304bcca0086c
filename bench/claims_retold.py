"""What becomes of a claim that is passed on: it is reworded, or spoilt. Each change leaves its name on the claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.claims_facts import Fact, World, rounded
from musterbook.model import Bound

NEIGHBOURS = {
    "cases_registered": ("cases_to_court", "absent_persons", "wanted_persons"), "cases_to_court": ("sentences", "cases_registered"),
    "sentences": ("absent_persons", "cases_to_court"), "help_requests": ("persons_helped", "absent_persons"),
    "persons_helped": ("absent_persons", "help_requests"), "killed": ("casualties",), "casualties": ("killed",),
    "absent_persons": ("cases_registered", "refusals"), "wanted_persons": ("absent_persons",),
    "asylum_applications": ("asylum_grants",), "incident_participants": ("absent_persons",), "mass_escape": ("mass_desertion",),
    "mass_desertion": ("mass_escape",), "individual_desertion": ("mass_desertion",), "arrest_raid": ("individual_desertion",),
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A claim on its way; `done` are the names of what was done to it."""

    fact: Fact
    value: int
    bound: Bound
    what: str
    period: str
    place: str
    per: str
    population: str
    formation: str
    law: str
    done: tuple[str, ...]
    quote: str = ""

    def mark(self, name: str) -> None:
        self.done = (*self.done, name)


def draft(fact: Fact, value: int) -> Draft:
    f = fact
    return Draft(f, value, f.bound, f.what, f.period, f.place, f.per, f.population, f.formation, f.law, ())


# ---------------------------------------------------------------- rewording


def round_number(claim: Draft, dice: Random) -> None:
    """1,010 becomes over 1,000, nearly 1,100, about 1,000, or 1,000 without a word."""
    if claim.value < 20 or claim.bound != Bound.exact or claim.what == "share":
        return
    near = rounded(claim.value, dice.choice((1, 2, 2)))
    if near == claim.value:
        claim.bound = Bound.about
    elif near < claim.value:
        claim.bound = dice.choice((Bound.over, Bound.over, Bound.at_least, Bound.about, Bound.exact))
    else:
        claim.bound = dice.choice((Bound.nearly, Bound.nearly, Bound.up_to, Bound.about, Bound.exact))
    claim.value = near
    claim.mark("rounded")


def coarser_period(claim: Draft) -> None:
    """A month becomes its year, a stretch its years, a day its month."""
    ends = [end[: 7 if len(end) == 10 else 4] for end in claim.period.split("/")]
    claim.period = "/".join(dict.fromkeys(ends))
    claim.mark("period coarser")


def reword(claim: Draft, dice: Random, world: World) -> None:
    if claim.fact.kind == "figure":
        return reword_figure(claim, dice)
    return reword_incident(claim, dice, world)


def reword_figure(claim: Draft, dice: Random) -> None:
    if dice.random() < 0.5:
        round_number(claim, dice)
    for name, chance in (("population", 0.30), ("law", 0.25), ("formation", 0.15)):
        if getattr(claim, name) and dice.random() < chance:
            setattr(claim, name, "")
            claim.mark(f"{name} dropped")
    roll = dice.random() * (4 if "rounded" in claim.done else 1)
    if roll < 0.08:
        claim.period = ""
        claim.mark("period missing")
    elif roll < 0.20:
        coarser_period(claim)
    if claim.place and claim.place != claim.fact.side and dice.random() < 0.10:
        claim.place = ""
        claim.mark("place missing")


def reword_incident(claim: Draft, dice: Random, world: World) -> None:
    roll = dice.random()
    if roll < 0.15:
        claim.place = world.within.get(claim.place, "")
        claim.mark("place coarser")
    elif roll < 0.20:
        claim.place = ""
        claim.mark("place missing")
    roll = dice.random()
    if roll < 0.15:
        claim.period = (date.fromisoformat(claim.period) + timedelta(days=dice.choice((-1, 1)))).isoformat()
        claim.mark("day off")
    elif roll < 0.23:
        coarser_period(claim)
    elif roll < 0.27:
        claim.period = ""
        claim.mark("period missing")
    if claim.value and dice.random() < 0.15:
        claim.value, claim.bound = 0, Bound.exact
        claim.mark("number dropped")
    if dice.random() < 0.5:
        round_number(claim, dice)


# ---------------------------------------------------------------- spoiling: each returns whether it could


def lose_digit(claim: Draft, dice: Random) -> bool:
    text = str(claim.value)
    at = dice.randrange(len(text))
    spoilt = text[:at] + text[at + 1 :]
    if len(text) < 3 or spoilt[0] == "0":
        return False
    claim.value = int(spoilt)
    return True


def swap_digits(claim: Draft, dice: Random) -> bool:
    text = str(claim.value)
    pairs = [at for at in range(len(text) - 1) if text[at] != text[at + 1] and (at or text[1] != "0")]
    if len(text) < 3 or not pairs:
        return False
    at = dice.choice(pairs)
    claim.value = int(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return True


def slip_year(claim: Draft, dice: Random) -> bool:
    start, slash, end = claim.period.rpartition("/")
    if not end or end[5:] == "02-29":
        return False
    claim.period = f"{start}{slash}{int(end[:4]) + (1 if start else dice.choice((-1, -1, 1)))}{end[4:]}"
    return True


def change_unit(claim: Draft, dice: Random) -> bool:
    if claim.what not in NEIGHBOURS:
        return False
    claim.what = dice.choice(NEIGHBOURS[claim.what])
    return True


def change_bound(claim: Draft, dice: Random) -> bool:
    claim.bound = dice.choice((Bound.over, Bound.about)) if claim.bound == Bound.exact else Bound.exact
    return claim.value > 0


def lose_rate(claim: Draft, _: Random) -> bool:
    had, claim.per = claim.per, ""
    return had != ""


def tell_as_month(claim: Draft, _: Random) -> bool:
    start, _slash, claim.period = claim.period.rpartition("/")
    return start != ""


SPOIL: dict[str, tuple[float, Callable[[Draft, Random], bool]]] = {
    "digit lost": (2.0, lose_digit),
    "digits swapped": (1.0, swap_digits),
    "year slip": (1.5, slip_year),
    "unit changed": (2.0, change_unit),
    "bound changed": (1.5, change_bound),
    "rate lost": (0.5, lose_rate),
    "told as month": (0.5, tell_as_month),
}


def spoil(claim: Draft, dice: Random) -> None:
    """Do one thing to it, if one of three that are drawn can be done: a bare claim often comes through."""
    for _ in range(3):
        name = dice.choices([*SPOIL], [weight for weight, _ in SPOIL.values()])[0]
        if name in ("rate lost", "told as month", "bound changed") and claim.fact.kind == "incident":
            continue
        if SPOIL[name][1](claim, dice):
            return claim.mark(name)
