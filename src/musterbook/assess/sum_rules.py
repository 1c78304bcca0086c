"""How far apart numbers may lie and still be said to add up. Every tolerance is a field, so that a table can fill it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRules:
    """Tolerances as shares of the stated number, distances in characters, and what the codebook knows of its measures.

    "Measured" means: on the reports of examples, on the gold readings that are not held back, and on the cases of
    tests/cases/compare, by moving the value until a finding was lost or a false one came.
    """

    # What a word allows. The table of bounds gives a tenth for each; "over 18,000" said of 25,000 would be another number.
    about: float = 0.10
    nearly: float = 0.10
    over: float = 0.10
    # Trailing zeros may be rounding (255,000 for 254,600), but never for more than this share of the total: without a cap
    # 10,000 would swallow 8,200. Met: 0.04 %.
    rounding: float = 0.01
    # Two cuts of a living register differ, because earlier months are corrected. Met: 125 of 311,327, which is 0.04 %;
    # the smallest true error met in a running count is 0.48 %.
    drift: float = 0.001
    # A ratio said in a word ("halved", "tripled"). Met: 0.56 for "halved", 13 % off; 2.37 for "almost four times" is 41 %.
    loose: float = 0.15
    # A ratio in whole numbers is as good as said when it is this near: 3.04 for "three times".
    close: float = 0.05
    # Parts that tile their total cannot be far off by a slip of one figure; what is further off is about something else.
    slip: float = 0.25
    # The same where nobody says that the parts are all there are.
    excess: float = 0.10
    # A remainder is worth telling when the parts are most of the total. Met: 12,000 + 2,500 of 18,000, which is 81 %; at
    # 59 and 68 % the parts were of other things.
    remainder: float = 0.75
    # "Up to 5 per cent" is not said of 0.2; two lists that each hold more than half of all must overlap.
    cover: float = 0.5
    # Below, a remainder or a near miss says nothing: 4 + 6 of 12 was chance.
    small: float = 100.0
    # A share computed from ranges so wide (its most over its least) fits anything: 50-100 of 300 "is" 30 per cent.
    wide: float = 1.5
    # Part of a time that holds so much of the count of the whole time, though it is at most half of that time.
    crowded: float = 0.8
    # Numbers so near to each other that a reader takes one for the other. Met: 21,600 and 21,602, 0.01 % apart.
    collide: float = 0.0005
    # A running count that grows so many times faster than ever before is counted otherwise. Met: 41 times.
    jump: float = 5.0
    # Two values of one cell from one origin are a revision up to here. Met: 5.2 %.
    revision: float = 0.25
    # Significant digits from which an equality is no chance.
    digits: int = 3
    # Characters: about two sentences; the members of one list ("858 of these, 150 of those"); a share beside its count.
    near: int = 300
    in_list: int = 40
    beside: int = 60
    # Parts among which any choice is tried, and ways to fill one total: more is no list, and chance fits would come.
    most_parts: int = 12
    most_ways: int = 64
    # measure -> its kind: share and ratio are read as such, the `single` kinds are never added up over time.
    kinds: tuple[tuple[str, str], ...] = (("share", "share"), ("ratio", "ratio"))
    single: tuple[str, ...] = ("stock", "share", "ratio", "rate")
    # (measure, measures it is made of): decisions are the positive and the negative ones.
    made_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # (later step, earlier step) of one procedure: who passes the later one passed the earlier one.
    steps: tuple[tuple[str, str], ...] = ()
    # (group, the way it divides people): ranks and kinds of contract divide the same people twice, so that only groups of one
    # way are parts of one total. A group that is not named here divides in its own, unknown way.
    axes: tuple[tuple[str, str], ...] = ()
    # (inner, outer): places and units that lie inside others, all the way up; lists overlap only inside one whole.
    within: tuple[tuple[str, str], ...] = ()

    def axis(self, population: str) -> str:
        """Return the way in which a group divides people, "" when the table does not say."""
        return dict(self.axes).get(population, "")

    def kind(self, measure: str) -> str:
        """Return the kind of a measure, "" when the table has none."""
        return dict(self.kinds).get(measure, "")
