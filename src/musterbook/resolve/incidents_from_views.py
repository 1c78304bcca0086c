"""Views, talks and figures -> incidents: happenings with their date, time, place, count; one kind is told once per happening."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from musterbook import regex as re
from musterbook.codebook.match import Hit, fold
from musterbook.extract.groups_from_view import Fired, GroupRow, GroupTable, fired_from_view
from musterbook.extract.lexis_from_codebook import Lexis
from musterbook.extract.views_from_page import View
from musterbook.model import Amount, Anchor, Bound, Chain, Document, How, Incident, Slot, Stance, digest
from musterbook.resolve.dates_from_count import of_speech
from musterbook.resolve.draft_from_spot import Draft
from musterbook.resolve.measure_from_count import Measuring
from musterbook.resolve.period_from_date import period_from_date
from musterbook.resolve.place_from_drafts import place_before
from musterbook.resolve.place_from_names import place_from_names
from musterbook.resolve.scene_from_views import Scene
from musterbook.resolve.side_from_names import side_from_names
from musterbook.resolve.statements_from_views import clause_span
from musterbook.resolve.talks_from_neighbours import Talk, stance_of

_ONE = re.compile(r"\b(?:a|an|the|one|another|his|her|this|that|each)(?: [\w-]+){0,3} $")
_TOGETHER = re.compile(
    r"\b(?:in parallel|at the same time|simultaneously|for (?:its|their|his|her) part|meanwhile|it was then|then,? too"
    r"|that same (?:day|week|month|year)|in the same (?:breath|day|week|month|year)|likewise|alongside)\b"
)
DIVISION = 5  # rank of a division among the echelons
_STAYED = re.compile(
    r" (?:of (?:them|us) )?(?:were|are|was|is|remain(?:ed|s)?|stay(?:ed|s)?) (?:left|behind|in place)\b"
)
_OF_THOSE = re.compile(r"\b(?:of|among) (?:the|these|those) $")  # "two of the 100": those told of before
_AMONG = re.compile(r"\b(?:among|out of)(?: the| its| their| some| about| around| roughly| nearly| over)* $")
NAMED = (
    4  # sentences before a number within which a formation must be named for its men to have left it in one happening
)
CROWD = 3000  # people of one happening; more are statistics
PAIR = 2  # men who still leave as individuals
FEW = 150  # men of one trial or raid; more are statistics
HANDFUL = 20  # as FEW, where they are told of a month or more: 64 convicted in March are statistics
ROUNDED = 0.1  # by how much one number may differ from itself
SEASON = 3  # months
YEAR, MONTH = 4, 7  # lengths of ISO dates


@dataclass(slots=True)
class _Told:
    """One telling of a happening."""

    kind: str
    index: int
    view: View
    fired: Fired
    chain: Chain
    stance: Stance
    when: Slot | None
    time: Slot | None
    place: Slot | None
    country: Slot | None
    count: Draft | None
    side: Slot | None
    formation: Slot | None

    def worth(self) -> int:
        """How much this telling says; what its own words say counts twice."""
        slots = [slot for slot in (self.when, self.time, self.place, self.formation) if slot is not None]
        return len(slots) + sum(slot.how == How.stated for slot in slots) + (self.count is not None)


def incidents_from_views(
    document: Document,
    views: tuple[View, ...],
    talks: tuple[Talk, ...],
    drafts: list[Draft],
    scene: Scene,
    table: GroupTable,
    lexis: Lexis,
    measuring: Measuring,
) -> tuple[Incident, ...]:
    """Return the incidents of a page; later tellings of the same happening only add what the fullest lacks."""
    told: list[_Told] = []
    counts: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.count.number.kind == "count":
            counts[draft.index].append(draft)
    for index, view in enumerate(views):
        if view.sentence.kind in ("title", "heading"):
            continue
        here: list[_Told] = []
        for fired in fired_from_view(view, table):
            if any(t.kind == fired.row.value or _share(t.fired, fired) for t in here):
                continue
            one = _tell(document, index, views, talks[index], fired, counts[index], scene, lexis)
            if _has(one, view, fired.row.needs, lexis.group("people")):
                here.append(one)
        told.extend(here)
    for one in told:
        one.kind = _kind_of_count(one, measuring)
    told.extend(_from_figures(document, told, views, talks, drafts, scene, measuring, lexis))
    kinds = {kind for kind, _, _ in measuring.incidents.values()}
    chosen = _once(sorted(told, key=lambda t: t.index))
    for one in chosen:
        if one.kind in kinds:
            _of_scene(one, scene)
        if one.formation is not None and one.place is None:
            one.place = _where_based(scene)
    return tuple(_incident(document, one, lexis) for one in chosen)


def _kind_of_count(one: _Told, measuring: Measuring) -> str:
    """A group that leaves, told with the number of those in one happening, is what that number counts."""
    own = {kind for kind, formation, _ in measuring.incidents.values() if formation}
    kind, formation, least = measuring.incidents.get(one.count.measure, ("", True, 0.0)) if one.count else ("", True, 0)
    fits = one.kind in own and not formation and one.count and one.count.count.number.low >= least
    return kind if fits else one.kind


def _where_based(scene: Scene) -> Slot | None:
    """The one garrison that a page names: men who left their formation without a word of where left it there."""
    based = {p.label for found in scene.places for p in found if p.garrison and p.kind not in ("country", "region")}
    return Slot(based.pop(), How.context, None, "place.of_garrison@1") if len(based) == 1 else None


def _of_scene(one: _Told, scene: Scene) -> None:
    """What the one place and the one day of a page give to the happening it tells of."""
    if one.place is None and scene.one:
        one.place = Slot(scene.one.label, How.context, None, "place.of_page@1")
    if one.when is None and scene.event and scene.day:
        one.when = Slot(scene.day, How.context, None, "period.of_event@1")


def _from_figures(
    document: Document,
    told: list[_Told],
    views: tuple[View, ...],
    talks: tuple[Talk, ...],
    drafts: list[Draft],
    scene: Scene,
    measuring: Measuring,
    lexis: Lexis,
) -> list[_Told]:
    """A figure whose measure counts the people of one happening tells of it, once more where words of its own do too."""
    found: list[_Told] = []
    for draft in drafts:
        kind, formation, least = measuring.incidents.get(draft.measure, ("", False, 0.0))
        if not kind or draft.view.sentence.kind in ("title", "heading") or draft.count.number.low < least:
            continue
        if not formation and draft.count.number.low > CROWD:
            continue
        if formation and not _left_one_unit(draft, document.published, scene, lexis):
            continue
        others = [t for t in (*told, *found) if t.kind == kind]
        again = draft.linked or bool(_OF_THOSE.search(draft.view.left(draft.count.number.start)))
        if again or _did_not_leave(draft) or any(t.index == draft.index for t in others):
            continue
        if formation and any(_counts_more(t, draft) for t in others):
            continue
        hit = Hit(draft.quote[0], draft.quote[1], "figures", draft.measure)
        fired = Fired(GroupRow(kind, (), (), frozenset(), "", 1.0, f"incident.of_{draft.measure}@1"), (hit,))
        one = _tell(document, draft.index, views, talks[draft.index], fired, [], scene, lexis)
        one.chain, one.stance, one.count = draft.chain, draft.stance, draft
        one.place, one.formation, one.side = (
            draft.place or one.place,
            draft.formation or one.formation,
            draft.side or one.side,
        )
        one.when = one.when or draft.period
        found.append(one)
    return found


def _did_not_leave(draft: Draft) -> bool:
    """ "No more than 25 were left", "dozens among 2,300 trainees": the number is of those who stayed, or of all."""
    folded, start = draft.view.folded, draft.view.start
    stayed = _STAYED.match(folded, draft.count.end - start)
    return bool(stayed or _AMONG.search(draft.view.left(draft.count.number.start)))


def _counts_more(one: _Told, draft: Draft) -> bool:
    """The telling is of more men than the draft counts: these are some of those."""
    return one.count is not None and one.count.count.number.low > draft.count.number.low * (1 + ROUNDED)


def _left_one_unit(draft: Draft, published: str | None, scene: Scene, lexis: Lexis) -> bool:
    """ "1,010 of its men ran from the division": what was done says so, and a division or smaller is named near it."""
    if draft.formation is None or draft.per:
        return False
    level = lexis.levels.get(fold(draft.formation.value.split()[-1]))
    if level is None or int(level.rank or 0) < DIVISION or not _says_they_left(draft, lexis):
        return False
    near = {f.label for found in scene.formations[max(0, draft.index - NAMED) : draft.index + 1] for f in found}
    running = draft.period is not None and draft.period.value.rpartition("/")[2] in ("..", published)
    return draft.formation.value in near and not running


def _says_they_left(draft: Draft, lexis: Lexis) -> bool:
    """A verb of leaving does; "1,010 deserters" and "desertion by 1,010" only with the time in which they left."""
    counted, _, predicate = draft.by.partition("@")[0].removeprefix("measure.").partition("+")
    if predicate in lexis.group("departure"):
        return True
    named = counted in lexis.group("gone") or predicate in lexis.group("gone")
    return named and draft.period is not None and draft.period.how == How.stated


def _has(one: _Told, view: View, needs: str, people: frozenset[str]) -> bool:
    """The sentence has what the row needs: one of the choices that `|` parts, all that `+` joins in it."""
    if not needs:
        return True
    low = one.count.count.number.low if one.count else 0
    persons = [h for h in view.of("lexicon") if h.value in people]
    actor = bool(one.formation or persons or view.of("levels"))
    when = one.when.value if one.when else ""
    has = {
        "place": one.place is not None and one.place.how == How.stated,
        "date": one.when is not None,
        "dated": bool(when) and not _long(when),
        "count": one.count is not None,
        "one": low <= PAIR,
        "many": low > PAIR,
        "few": 0 < low <= (HANDFUL if _over_weeks(when) else FEW),
        "once": one.formation is not None or not _long(when),
        "unit": one.formation is not None,
        "actor": actor,
        "group": actor and not any(_singular(view, h) for h in persons),
    }
    return any(all(has[need.strip()] for need in choice.split("+")) for choice in needs.split("|"))


def _singular(view: View, person: Hit) -> bool:
    """The person stands in the singular: "a tank driver", "Private K."."""
    word = view.folded[person.start - view.start : person.end - view.start]
    return not word.endswith("s") and bool(
        _ONE.search(view.left(person.start - view.start)) or word[0] != view.text[person.start - view.start]
    )


def _share(a: Fired, b: Fired) -> bool:
    """Two rows that rest on the same words tell of the same happening."""
    return any(v.start < w.end and w.start < v.end for v in a.words for w in b.words)


def _long(when: str) -> bool:
    """True for a year and for a stretch longer than a season: no date of one happening."""
    start, _, end = when.partition("/")
    return len(when) == YEAR or (bool(end) and not _months(start) <= _months(end) < _months(start) + SEASON)


def _over_weeks(when: str) -> bool:
    """True for a month and for any longer stretch, not for a day or the night between two."""
    start, _, end = when.partition("/")
    return bool(when) and (len(start) <= MONTH or _months(start) != _months(end or start))


def _months(date: str) -> int:
    """Months since the year 0 of a date that has at least a month; an open or yearless end is far away."""
    year, _, month = date[:MONTH].partition("-")
    return int(year) * 12 + int(month) if year and month else -1


def _tell(
    document: Document,
    index: int,
    views: tuple[View, ...],
    talk: Talk,
    fired: Fired,
    here: list[Draft],
    scene: Scene,
    lexis: Lexis,
) -> _Told:
    view = views[index]
    reach = talk.at(fired.start, fired.end)
    chain = reach.chain if reach else talk.before or (talk.story if talk.page or talk.age <= 3 else Chain())
    count = min(
        here,
        key=lambda d: abs(d.count.start - fired.start),
        default=None,
    )
    if count is not None and not chain.hops:
        chain = count.chain
    when, time = _when(document, view, lexis)
    if when is None and index and _TOGETHER.search(view.folded):
        when = _beside(document, views[index - 1], view, lexis)
    formations = scene.formations[index]
    near = min(formations, key=lambda f: (abs(f.start - fired.start), f.start), default=None)
    formation = (
        Slot(near.label, How.stated, document.quote(near.start, near.end))
        if near
        else (count.formation if count else None)
    )
    side = (count.side if count else None) or side_from_names(
        document, view, (fired.start, fired.end), lexis, near, scene.sides[index]
    )
    place = place_from_names(document, view, (fired.start, fired.end), scene.places[index]) or (
        count.place if count else None
    )
    place = place or place_before(index, views, scene)
    country = next(
        (
            Slot(p.country, How.stated, document.quote(p.start, p.end))
            for p in scene.places[index]
            if place and p.label == place.value and p.country
        ),
        None,
    )
    if country is None and side is not None:
        country = Slot(side.value, How.context, None, "country.of_side@1")
    stance = stance_of(view, chain, reach.family if reach else "", fired.start, fired.end, lexis)
    return _Told(fired.row.value, index, view, fired, chain, stance, when, time, place, country, count, side, formation)


def _beside(document: Document, before: View, view: View, lexis: Lexis) -> Slot | None:
    """ "The decree of May called men up. In parallel parliament ...": the time of the sentence before."""
    if "\n" in document.text[before.sentence.end : view.start]:
        return None
    when, _ = _when(document, before, lexis)
    return Slot(when.value, How.context, None, "period.beside@1") if when else None


def _when(document: Document, view: View, lexis: Lexis) -> tuple[Slot | None, Slot | None]:
    """The first date and the first time of day in the sentence; not the day it was said on."""
    when = time = None
    for date in view.dates:
        period = period_from_date(date, document.published)
        if not period.value or date.kind in ("since", "era") or date.end <= view.dateline:
            continue
        if date.kind != "clock" and of_speech(view, date, lexis):
            continue
        quote = document.quote(view.start + date.start, view.start + date.end)
        if period.how == How.stated:
            slot = Slot(period.value, How.stated, quote)
        else:
            slot = Slot(period.value, period.how, None, f"{period.by} “{quote.text}”")
        if date.kind == "clock":
            time = time or slot
        else:
            when = when or slot
    return when, time


def _once(told: list[_Told]) -> list[_Told]:
    """Fold tellings of one kind that do not disagree on date, place or count; the fullest stands for them, in text order."""
    groups: list[list[_Told]] = []
    for one in told:
        home = next((g for g in groups if all(_agree(one, other) for other in g) or _part(one, g[0])), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    chosen = []
    for group in groups:
        best = max(group, key=lambda t: (t.worth(), -t.index))
        for name in ("when", "time", "place", "country", "count", "formation"):
            if getattr(best, name) is None:
                setattr(best, name, next((v for t in group if (v := getattr(t, name)) is not None), None))
        chosen.append(best)
    return sorted(chosen, key=lambda t: t.index)


def _part(one: _Told, whole: _Told) -> bool:
    """A later telling without a date is of the same happening and another place when it counts fewer men, or none."""
    if one.kind != whole.kind or whole.count is None or whole.count.count.number.low <= PAIR:
        return False
    if one.when and one.when.how == How.stated:
        return False
    if one.place and (whole.place is None or one.place.value != whole.place.value):
        return False
    return one.count is None or one.count.count.number.low < whole.count.count.number.low


def _agree(a: _Told, b: _Told) -> bool:
    if a.kind != b.kind:
        return False
    if a.when and b.when and not (a.when.value.startswith(b.when.value) or b.when.value.startswith(a.when.value)):
        return False
    stated = a.place and b.place and a.place.how == b.place.how == How.stated
    if stated and a.place and b.place and a.place.value != b.place.value:
        return False
    return not (a.count and b.count) or _near(a.count.count.number.low, b.count.count.number.low)


def _near(a: float, b: float) -> bool:
    """Numbers that may be one, rounded: over 1,000 and 1,010."""
    return max(a, b) <= min(a, b) * (1 + ROUNDED)


def _alone(one: _Told, lexis: Lexis) -> Amount | None:
    """One, where the words nearest to those that tell of the happening are of a single person."""
    people = [h for h in one.view.of("lexicon") if h.value in lexis.group("people")]
    nearest = min(people, key=lambda h: (abs(h.start - one.fired.start), h.start), default=None)
    return Amount(1, 1, Bound.exact) if nearest and _singular(one.view, nearest) else None


def _incident(document: Document, one: _Told, lexis: Lexis) -> Incident:
    start, end = clause_span(one.view, one.fired.start, one.fired.end)
    anchor = Anchor(
        digest(document.id, one.fired.start, one.fired.end, "incident"),
        document.quote(start, end),
        one.chain,
        one.stance,
        one.fired.row.where,
    )
    first = one.fired.words[0]
    kind = Slot(one.kind, How.stated, document.quote(first.start, first.end), one.fired.row.where)
    number = one.count.count.number if one.count else None
    amount = Amount(number.low, number.high, number.bound) if number else _alone(one, lexis)
    dims = tuple((name, slot) for name, slot in (("formation", one.formation), ("side", one.side)) if slot)
    return Incident(anchor, kind, one.when, one.time, one.place, one.country, amount, dims)
