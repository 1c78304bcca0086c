"""Amounts -> whether they fit, with the arithmetic in print. Nothing here knows where a number is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf, isclose

from musterbook.assess.sum_rules import SumRules
from musterbook.model import Amount, Bound, printed

OK, ROUNDING, BROKEN, NOT_TESTABLE, NOT_ADDITIVE = "ok", "rounding", "broken", "not_testable", "not_additive"
RANK = (OK, ROUNDING, BROKEN)
_SAID = {Bound.about: "about ", Bound.nearly: "nearly ", Bound.over: "over ", Bound.at_least: "at least "}
_SAID |= {Bound.up_to: "up to ", Bound.under: "under "}


@dataclass(frozen=True, slots=True)
class Check:
    """What a computation comes to: its verdict, its printed arithmetic, and how far it is off."""

    verdict: str
    words: str
    off: float = 0.0


def said(amount: Amount) -> str:
    """Return an amount with the word that bounds it.

    >>> said(Amount(18000, 18000, Bound.over)), said(Amount(400, 500, Bound.between))
    ('over 18,000', '400–500')
    """
    if amount.bound is Bound.between:
        return f"{printed(amount.low)}–{printed(amount.high or 0)}"
    return f"{_SAID.get(amount.bound, '')}{printed(amount.low)}"


def half_unit(number: float) -> float:
    """Return half of the last decimal place that is written.

    >>> half_unit(88.4), half_unit(5.0)
    (0.05, 0.5)
    """
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0)


def grain(number: float, rules: SumRules) -> float:
    """Return by how much a count may be rounded: half of its zeros' place, from two zeros on, and only so much of it.

    >>> [grain(number, SumRules()) for number in (255000, 56200, 18820, 10000)]
    [500.0, 50.0, 0.0, 100.0]
    """
    if not number or not float(number).is_integer():
        return 0.0
    zeros = len(str(int(number))) - len(str(int(number)).rstrip("0"))
    return min(0.5 * 10.0**zeros, rules.rounding * number) if zeros > 1 else 0.0


def meant(amount: Amount, rules: SumRules) -> tuple[float, float]:
    """Return the least and the most an amount may mean when somebody counts with it."""
    low, high = amount.low, amount.low if amount.high is None else amount.high
    lower = {Bound.about: rules.about, Bound.nearly: rules.nearly}.get(amount.bound, 0.0)
    upper = {Bound.about: rules.about, Bound.over: rules.over, Bound.at_least: rules.over}.get(amount.bound, 0.0)
    least = 0.0 if amount.bound in (Bound.up_to, Bound.under) else low * (1 - lower)
    return least, inf if amount.high is None else high * (1 + upper)


def bound_check(value: float, stated: Amount, rules: SumRules, *, slack: float = 0.0) -> Check:
    """Judge a computed count against a stated amount; `slack` is what rounding of the parts may have moved it by.

    >>> bound_check(1010, Amount(1000, 1000, Bound.over), SumRules())
    Check(verdict='ok', words='fits over 1,000', off=0.0)
    """
    least, most = meant(stated, rules)
    own = grain(stated.low, rules)
    off = max(least - value, value - most, 0.0)
    if stated.bound is Bound.about:
        verdict = OK if abs(value - stated.low) <= own else ROUNDING if not off else BROKEN
    elif off <= 1e-9 * max(1.0, value):
        verdict, off = OK, 0.0
    else:
        verdict = ROUNDING if off <= own + min(slack, rules.rounding * max(stated.low, 1.0)) else BROKEN
    if verdict != OK and stated.bound is Bound.exact:
        return Check(verdict, f"{printed(off)} apart from {said(stated)}", off)
    fits = {OK: "fits", ROUNDING: "is near", BROKEN: "does not fit"}[verdict]
    equal = verdict == OK and isclose(value, stated.low) and stated.bound is Bound.exact
    return Check(verdict, "as stated" if equal else f"{fits} {said(stated)}", off)


def sum_check(parts: Sequence[Amount], total: Amount, rules: SumRules) -> Check:
    """Judge parts against their total; parts that are only "about" widen what fits.

    >>> exact = [Amount(float(n), float(n), Bound.exact) for n in (858, 150, 2, 1010)]
    >>> sum_check(exact[:3], exact[3], SumRules()).words
    '858 + 150 + 2 = 1,010, as stated'
    """
    value = sum(part.low for part in parts)
    check = bound_check(value, total, rules, slack=sum(grain(part.low, rules) for part in parts))
    least, most = (sum(ends) for ends in zip(*(meant(part, rules) for part in parts), strict=True))
    floor, ceiling = meant(total, rules)
    if check.verdict == BROKEN and floor <= most and least <= ceiling:
        check = Check(ROUNDING, f"is near {said(total)}", check.off)
    return Check(
        check.verdict, f"{' + '.join(printed(it.low) for it in parts)} = {printed(value)}, {check.words}", check.off
    )


def difference_check(before: Amount, after: Amount, flow: Amount, rules: SumRules) -> Check:
    """Judge the growth of a running count against the count of the time between.

    >>> exact = [Amount(float(n), float(n), Bound.exact) for n in (289600, 311327, 21602)]
    >>> difference_check(*exact, SumRules()).words
    '311,327 - 289,600 = 21,727 against 21,602: 125 apart, 0.04 % of the running count'
    """
    value = after.low - before.low
    slack = grain(before.low, rules) + grain(after.low, rules)
    check = bound_check(max(value, 0.0), flow, rules, slack=slack)
    words = f"{printed(after.low)} - {printed(before.low)} = {printed(value)}"
    if check.verdict == OK:
        return Check(OK, f"{words}, {check.words}")
    off = abs(value - flow.low)
    share = off / after.low if after.low else inf
    verdict = ROUNDING if check.verdict == ROUNDING or share <= rules.drift else BROKEN
    far = f"{printed(off)} apart, {100 * share:.2g} % of the running count"
    return Check(verdict, f"{words} against {said(flow)}: {far}", off)


def percent_check(part: Amount, whole: Amount, share: Amount, rules: SumRules) -> Check:
    """Judge a share in per cent against the counts it may be of: ok when it rounds to it, rounding when it is near.

    >>> exact = [Amount(float(n), float(n), Bound.exact) for n in (18159, 20538)]
    >>> percent_check(*exact, Amount(88.4, 88.4, Bound.exact), SumRules()).words
    '18,159 / 20,538 = 88.4 %, fits 88.4 %'
    """
    low, high = 100 * part.low / (whole.high or whole.low), 100 * (part.high or part.low) / whole.low
    verdict = share_verdict(low, high, share, rules)
    got = percent(low) if isclose(low, high) else f"{percent(low)}–{percent(high)}"
    fits = {OK: "fits", ROUNDING: "is near", BROKEN: "does not fit"}[verdict]
    off = max(low - share.low, share.low - high, 0.0)
    return Check(verdict, f"{said(part)} / {said(whole)} = {got} %, {fits} {said(share)} %", off)


def share_verdict(low: float, high: float, share: Amount, rules: SumRules) -> str:
    """Judge a computed share, or the range of one, against a stated one."""
    least, most = meant(share, rules)
    unit = half_unit(share.low)
    if high > rules.wide * low or share.bound is Bound.between:  # a range is met by the same range only
        ends = abs(low - share.low) <= rules.close * share.low and abs(high - most) <= rules.close * most
        return OK if ends and share.bound is Bound.between else BROKEN
    if share.bound in (Bound.up_to, Bound.under):
        return OK if rules.cover * share.low <= high and low <= share.low + unit else BROKEN
    centred = share.bound is Bound.about
    tight = (share.low - unit, share.low + unit) if centred else (least - unit, most + unit)
    if low <= tight[1] + 1e-9 and tight[0] - 1e-9 <= high:
        return OK
    cut_off = (min(least, share.low - 2 * unit), max(most, share.low + 2 * unit))  # 86.28 is written as 86.2
    return ROUNDING if low <= cut_off[1] and cut_off[0] <= high else BROKEN


def percent(value: float) -> str:
    """Return a percentage to one decimal place, two where it is below one per cent."""
    return f"{value:.2g}" if value < 1 else printed(round(value, 1))


def ratio_check(new: Amount, old: Amount, ratio: Amount, rules: SumRules) -> Check:
    """Judge "so many times as many" against two counts.

    >>> exact = [Amount(float(n), float(n), Bound.exact) for n in (577, 305)]
    >>> ratio_check(*exact, Amount(1.89, 1.89, Bound.exact), SumRules()).words
    '577 / 305 = 1.89, fits 1.89 times'
    """
    value, stated = new.low / old.low, ratio.low
    least, most = meant(ratio, rules)
    unit = half_unit(stated) if stated % 1 else rules.close * stated
    near = (stated - unit, stated + unit) if ratio.bound is Bound.about else (least - unit, most + unit)
    loosely = ROUNDING if abs(value - stated) <= rules.loose * stated else BROKEN
    verdict = OK if near[0] <= value <= near[1] else loosely
    fits = {OK: "fits", ROUNDING: "is loosely", BROKEN: "does not fit"}[verdict]
    words = f"{said(new)} / {said(old)} = {f'{value:.3g}'}, {fits} {said(ratio)} times"
    return Check(verdict, words, abs(value - stated) / stated)


def union_check(parts: Sequence[Amount], union: Amount) -> Check:
    """Judge lists against what they hold together: where they hold more than that, they overlap and are never added.

    >>> exact = [Amount(float(n), float(n), Bound.exact) for n in (26000, 36000, 49000)]
    >>> union_check(exact[:2], exact[2]).words
    '26,000 + 36,000 = 62,000 against 49,000: about 13,000 are in both, never add them'
    """
    value = sum(part.low for part in parts)
    words = f"{' + '.join(said(part) for part in parts)} = {printed(value)} against {said(union)}"
    if value <= union.low:
        return Check(NOT_TESTABLE, f"{words}: whether they overlap is not said")
    return Check(
        NOT_ADDITIVE, f"{words}: about {printed(value - union.low)} are in both, never add them", value - union.low
    )


def pace_check(known: float, top: float, claim: Amount, *, left: int) -> Check:
    """Judge a claim against a running count that goes on for `left` more periods at its highest pace.

    >>> pace_check(184100, 21602, Amount(250000, 250000, Bound.over), left=2).words
    '184,100 + 2 * 21,602 = 227,304, does not reach over 250,000'
    """
    value = known + left * top
    least = claim.interval()[0]
    words = f"{printed(known)} + {left} * {printed(top)} = {printed(value)}"
    if least > value:
        return Check(BROKEN, f"{words}, does not reach {said(claim)}", least - value)
    return Check(OK, f"{words}, leaves room for {said(claim)}")
