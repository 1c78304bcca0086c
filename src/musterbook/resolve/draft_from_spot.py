"""A figure in the making, and a count where it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from musterbook.extract.counts_from_view import Count
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.frozen import frozen
from musterbook.model import Bound, Chain, Slot, Stance
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.scene_from_views import MOMENTS, STRETCHES, Scene

TERM = "duration"
TWO, GROUP = 2, 150  # as many as leave together, where no month or year is told
SAID = ("chain.own@1", "chain.of_list_put_out@1")  # rules by which words beside a figure say whose it is


def happens_here(view: View, lexis: Lexis) -> bool:
    """ "Four ran off from the training ground on Thursday night": a day or an hour, and a place that a group leaves."""
    classes = {hit.value for hit in view.of("lexicon")}
    when = not classes.isdisjoint(lexis.group("hour")) or any(date.kind in MOMENTS for date in view.dates)
    return when and not classes.isdisjoint(lexis.group("site"))


@dataclass(slots=True)
class Draft:
    """A figure in the making; local to one document."""

    view: View
    index: int
    count: Count
    measure: str
    noun: str
    by: str
    score: float
    quote: tuple[int, int]
    chain: Chain = field(default_factory=Chain)
    stance: Stance = Stance.asserted
    chain_by: str = ""
    period: Slot | None = None
    place: Slot | None = None
    side: Slot | None = None
    formation: Slot | None = None
    population: Slot | None = None
    law: Slot | None = None
    per: Slot | None = None
    linked: bool = False  # it goes on from the figure before it
    unit: str | None = None  # years or months
    wider: bool = False  # its sentence names a month, a year or more: not the one happening of the page
    before: Draft | None = None  # the counting figure before it
    bound: Bound | None = None  # a bound shared with the number before it


@frozen
class Spot:
    """A count where it stands: its sentence, the figure before it, the line above its list, the page and the tables."""

    view: View
    index: int
    count: Count
    previous: Draft | None
    whole: Draft | None  # as previous, further back: what the number may be a part of
    above: View | None
    scene: Scene
    measuring: Measuring
    lexis: Lexis

    @property
    def bare(self) -> bool:
        """The words do not say what is counted."""
        return not self.count.noun and self.count.number.kind == "count"

    @property
    def wider(self) -> bool:
        """The sentence names a month, a year or more: it is not about the one happening of the page."""
        dated = any(date.kind in STRETCHES for date in self.view.dates)
        return dated or bool(self.previous and self.previous.wider and self.count.partitive)

    @property
    def _of_one_group(self) -> bool:
        """So few that the sentence tells of one group and of no month or year: they left together."""
        count = self.count
        few = TWO <= count.number.low <= GROUP and count.number.kind == "count" and count.number.high is not None
        if not few or count.partitive or count.before or count.noun not in self.lexis.group("people"):
            return False
        return any(date.kind in MOMENTS for date in self.view.dates)

    def words(self) -> Counter[str]:
        """The word classes of the page, without those of a happening where the sentence is about more.

        A sentence that tells when or from where a group left tells of one happening, whatever the page is about.
        """
        happening = self.lexis.group("happening")
        if self.wider:
            return Counter({k: v for k, v in self.scene.words.items() if k not in happening})
        if happens_here(self.view, self.lexis) or self._of_one_group:
            return self.scene.words + Counter(dict.fromkeys(happening, 2))
        return self.scene.words
