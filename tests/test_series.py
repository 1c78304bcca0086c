"""Figures over time: one way of counting a line, one vote an origin, and what was known when."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.assess.series_from_entries import Asked, Line, apart_from_entries, series_from_entries
from musterbook.compared import Entry, Party, Sort
from musterbook.model import Amount, Bound, Stance

HARBOUR = Party("harbour", "Harbour master", "office", Sort.named)
GUILD = Party("guild", "Pilots' guild", "group", Sort.named)
PAPER = Party("paper", "The Quay", "media", Sort.named)
SOMEBODY = Party("", "a clerk", "", Sort.unnamed)
ASK = Asked("boats", kind="flow")
ALL = Asked("boats", kind="flow", as_of="2024-12-31")


def figure(name: str, period: str, value: float, **more: object) -> Entry:
    amount = Amount(value, value, Bound.exact)
    made = Entry(name, f"doc of {name}", "figure", "boats", PAPER, amount=amount, period=period, chain=(HARBOUR,))
    return replace(made, **{"published": "2024-07-01", **more})  # type: ignore[arg-type]


def bound(value: float, name: Bound, high: float | None = None) -> Amount:
    return Amount(value, value if high is None else high, name)


def end_of(entry: Entry) -> tuple[str, str, bool]:
    end = entry.chain[-1] if entry.chain else entry.publisher
    return end.key, end.label, end.sort != Sort.unnamed


def lines(*entries: Entry, ask: Asked = ASK) -> tuple[Line, ...]:
    return series_from_entries(entries, ask, origin_of=end_of)


def whys(*entries: Entry, ask: Asked = ASK) -> list[str]:
    assert not lines(*entries, ask=ask)
    return [it.why for it in apart_from_entries(entries, ask, origin_of=end_of)]


def ways(*entries: Entry, ask: Asked = ASK) -> list[tuple[str, str, list[str]]]:
    return [(line.how, line.since, [point.period for point in line.points]) for line in lines(*entries, ask=ask)]


# ---------------------------------------------------------------- which line


def test_a_month_is_flow_a_longer_stretch_is_cumulative_at_its_end_and_they_share_no_line() -> None:
    got = ways(figure("a", "2024-03", 40), figure("b", "2024-04", 50), figure("c", "2023-09/2024-04", 300))
    assert got == [("flow", "", ["2024-03", "2024-04"]), ("cumulative", "2023-09", ["2024-04"])]


def test_two_beginnings_are_two_lines_and_one_beginning_is_one() -> None:
    apart = (figure("a", "2022-09/2024-03", 900), figure("b", "2022-02/2024-03", 1100))
    assert [since for _, since, _ in ways(*apart)] == ["2022-02", "2022-09"]
    one = ways(figure("a", "2022-09/2024-03", 900), figure("b", "2022-09-01/2024-05", 1000))
    assert one == [("cumulative", "2022-09", ["2024-03", "2024-05"])]


@pytest.mark.parametrize("period", ["2023", "2023-01/2023-12", "2023-01-01/2023-12-31"])
def test_a_year_is_the_same_however_it_is_written(period: str) -> None:
    assert ways(figure("a", period, 5), ask=Asked("boats", "year")) == [("flow", "", ["2023"])]
    assert ways(figure("a", period, 5)) == [("cumulative", "2023-01", ["2023-12"])]


def test_stock_never_joins_flow_although_the_period_reads_the_same() -> None:
    stock = Asked("boats", kind="stock")
    assert ways(figure("a", "2024-03-07", 9), figure("b", "2024-03", 8), ask=stock) == [("stock", "", ["2024-03"])]
    named = (figure("a", "2024-03", 9, what="boats_stock"), figure("b", "2024-03", 8))
    assert [how for how, _, _ in ways(*named)] == ["stock", "flow"]
    assert ways(figure("a", "2023-05/2024-03", 9), ask=stock) == [("cumulative", "2023-05", ["2024-03"])]


def test_a_day_of_a_cumulative_measure_is_a_count_whose_beginning_nobody_said() -> None:
    assert ways(figure("a", "2024-03-07", 9), ask=Asked("boats", kind="cumulative")) == [
        ("cumulative", "", ["2024-03"])
    ]
    assert whys(figure("a", "2024-03-07", 9)) == ["covers one day of a month"]


@pytest.mark.parametrize(
    ("more", "period"),
    [({"what": "boats_forecast"}, "2024-03"), ({"dims": (("forecast", "yes"),)}, "2024-03"), ({}, "2024-09")],
)
def test_a_forecast_is_on_no_line_with_what_was_seen(more: dict[str, object], period: str) -> None:
    seen = figure("a", period, 40, published="2024-12-01")
    made = lines(seen, figure("b", period, 90, **more))
    assert [(line.how, line.of, line.points[0].best) for line in made] == [("flow", "", 40), ("forecast", "flow", 90)]
    denied = figure("b", period, 90, published="2024-12-01", dims=(("forecast", "no"),))
    assert [line.how for line in lines(seen, denied)] == ["flow"]


def test_forecasts_of_a_month_and_of_a_stretch_are_two_lines() -> None:
    made = lines(
        *(figure(name, period, 9, what="boats_forecast") for name, period in (("a", "2025-01"), ("b", "2025")))
    )
    assert {(line.how, line.of) for line in made} == {("forecast", "flow"), ("forecast", "cumulative")}


def test_a_rate_is_a_line_of_its_own_and_keeps_the_period_it_is_said_of() -> None:
    made = lines(
        figure("a", "2024-03", 40), figure("b", "2024-03", 44, per="month"), figure("c", "2023", 30, per="month")
    )
    assert [(line.per, [point.period for point in line.points]) for line in made] == [
        ("", ["2024-03"]),
        ("month", ["2023", "2024-03"]),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"place": "North quay"},
        {"population": "pilots"},
        {"dims": (("flag", "NL"),)},
        {"amount": Amount(4, 4, Bound.exact, "months")},
    ],
)
def test_another_scope_or_unit_is_another_line(more: dict[str, object]) -> None:
    assert len(lines(figure("a", "2024-03", 4), figure("b", "2024-03", 4, **more))) == 2
    again = figure("b", "2024-04", 4, **more)
    assert [len(line.points) for line in lines(figure("a", "2024-03", 4, **more), again)] == [2]


def test_only_what_is_asked_for_is_counted() -> None:
    nl, be = (figure(flag, "2024-03", 4, dims=(("flag", flag),)) for flag in ("NL", "BE"))
    made = lines(nl, be, figure("x", "2024-03", 9), ask=replace(ASK, dims=(("flag", "NL"),)))
    assert [line.points[0].members for line in made] == [("NL",)]
    assert not lines(figure("a", "2024-03", 4, what="boatsmen"), figure("b", "2024-03", 4, kind="incident"))


def test_what_a_line_cannot_show_is_named_with_its_reason() -> None:
    entries = [
        figure("a", "", 1),
        figure("b", "--03", 1),
        figure("c", "2024-03-01/2024-03-09", 1),
        figure("d", "2024-03", 1, stance=Stance.denied),
        figure("e", "2024-03/2024-02", 1),
        figure("f", "2024-03/..", 1, published=""),
    ]
    assert whys(*entries) == [
        "no period",
        "its period, --03, has no place in the calendar",
        "covers a part of a month",
        "denied by who passes it on",
        "its period, 2024-03/2024-02, has no place in the calendar",
        "its period, 2024-03/.., is open, and its page has no date",
    ]
    assert whys(figure("a", "2024", 5), ask=Asked("boats", kind="stock")) == ["dated to 2024, not to a month"]


def test_a_stretch_that_ends_after_publication_stands_at_publication() -> None:
    assert ways(figure("a", "2022/2024", 9, published="2024-05-06")) == [("cumulative", "2022-01", ["2024-05"])]
    unfinished = lines(figure("a", "2024-05", 9, published="2024-05-06"))[0].points[0]
    assert unfinished.note == "published before the period was over"


# ---------------------------------------------------------------- which figure


def test_a_copy_and_a_repeat_add_no_origin() -> None:
    told = [figure("a", "2024-03", 40), figure("b", "2024-03", 40, copy_of="doc of a"), figure("c", "2024-03", 40)]
    point = lines(*told)[0].points[0]
    assert (point.origins, point.origin_names, point.members) == (1, ("Harbour master",), ("a", "b", "c"))
    assert lines(*told, figure("d", "2024-03", 40, chain=(GUILD,)))[0].points[0].origins == 2


def test_a_later_figure_of_one_origin_is_a_revision_not_a_contradiction() -> None:
    point = lines(figure("a", "2024-03", 64, published="2024-04-02"), figure("b", "2024-03", 684))[0].points[0]
    assert (point.low, point.best, point.high, point.contradicted) == (684, 684, 684, False)
    assert [(it.old, it.new, it.when, it.entry) for it in point.revised] == [(64, 684, "2024-07-01", "a")]


def test_an_old_figure_that_a_late_page_repeats_does_not_come_back() -> None:
    old, new = figure("a", "2024-03", 64, published="2024-04-02"), figure("b", "2024-03", 684)
    point = lines(old, new, replace(old, id="c", published="2024-11-01"))[0].points[0]
    assert (point.best, len(point.revised)) == (684, 1)
    itself = replace(old, id="d", published="2024-11-01", chain=(), publisher=HARBOUR)
    assert lines(old, new, itself)[0].points[0].best == 64


def test_a_number_that_changed_on_its_way_is_told_but_counts_for_nothing() -> None:
    far = figure("b", "2024-03", 64, published="2024-08-01", chain=(PAPER, HARBOUR))
    point = lines(figure("a", "2024-03", 684), far)[0].points[0]
    assert (point.best, point.revised) == (684, ())
    assert point.note == "under the name of Harbour master also 64 (1), not counted"


def test_a_figure_that_is_known_to_be_spoilt_neither_stands_nor_revises_however_near_it_is() -> None:
    sound, bad = figure("a", "2024-03", 684), figure("b", "2024-03", 64, published="2024-08-01")
    made = series_from_entries([sound, bad], ASK, origin_of=end_of, spoilt={"b"})[0].points[0]
    assert (made.best, made.revised, made.members) == (684, (), ("a", "b"))
    assert made.note == "under the name of Harbour master also 64 (1), not counted"
    assert len(lines(sound, bad)[0].points[0].revised) == 1
    alone = series_from_entries([bad], ASK, origin_of=end_of, spoilt={"b"})[0].points[0]
    assert (alone.best, alone.note) == (64, "what goes under the name of Harbour master changed on its way")


def test_papers_that_an_origin_holds_are_no_further_hand() -> None:
    paper = Party("a ledger", "a ledger", "document", Sort.document)
    held = figure("a", "2024-03", 684, chain=(HARBOUR, paper))
    far = figure("b", "2024-03", 64, published="2024-08-01", chain=(PAPER, HARBOUR))
    keys = {"a": ("harbour", "Harbour master", True), "b": ("harbour", "Harbour master", True)}
    made = series_from_entries([held, far], ASK, origin_of=lambda it: keys[it.id])
    assert made[0].points[0].revised == ()


def test_the_parts_that_a_page_tells_beside_their_total_do_not_stand_for_it() -> None:
    parts = [figure(f"c{value}", "2024-03", value, doc="one page") for value in (2, 858, 1010, 150)]
    point = lines(*parts)[0].points[0]
    assert (point.low, point.best, point.high, point.revised) == (1010, 1010, 1010, ())
    assert point.note == "under the name of Harbour master also 2 (1), 150 (1), 858 (1), not counted"
    often = [figure(f"d{at}", "2024-03", 858, doc=f"page {at}") for at in range(2)]
    assert lines(*parts, *often)[0].points[0].best == 858


def test_vaguer_words_for_one_number_are_no_revision() -> None:
    vague = figure("b", "2024-03", 0, amount=bound(1000, Bound.over), published="2024-09-01")
    point = lines(figure("a", "2024-03", 1010), vague)[0].points[0]
    assert (point.low, point.best, point.high, point.revised) == (1010, 1010, 1010, ())
    other = replace(vague, amount=bound(1200, Bound.over))
    assert len(lines(figure("a", "2024-03", 1010), other)[0].points[0].revised) == 1


def test_a_running_count_that_grew_within_the_month_is_no_revision() -> None:
    ends = (figure("a", "2022-09/2024-05-10", 900), figure("b", "2022-09/2024-05-28", 1000, published="2024-05-29"))
    point = lines(*ends)[0].points[0]
    assert (point.best, point.revised, point.members) == (1000, (), ("a", "b"))


def test_two_origins_that_cannot_both_hold_are_kept_and_not_averaged() -> None:
    point = lines(figure("a", "2024-03", 700), figure("b", "2024-03", 960, chain=(GUILD,)))[0].points[0]
    assert (point.low, point.best, point.high, point.contradicted, point.origins) == (700, 700, 960, True, 2)
    assert point.note == "Harbour master says 700, Pilots' guild 960"
    assert [vote.value for vote in point.votes] == [960, 700]
    agreeing = figure("b", "2024-03", 0, chain=(GUILD,), amount=bound(650, Bound.over))
    assert not lines(figure("a", "2024-03", 700), agreeing)[0].points[0].contradicted


def test_counts_up_to_two_days_contradict_only_when_they_fall() -> None:
    early, late = figure("a", "2022-09/2024-05-10", 900), figure("b", "2022-09/2024-05-28", 950, chain=(GUILD,))
    assert not lines(early, late)[0].points[0].contradicted
    assert lines(early, replace(late, amount=bound(800, Bound.exact)))[0].points[0].contradicted
    share = replace(ASK, kind="share")
    assert not lines(early, replace(late, amount=bound(80, Bound.exact)), ask=share)[0].points[0].contradicted


@pytest.mark.parametrize(
    ("amount", "ends"),
    [
        (bound(100, Bound.exact), (100, 100, 100)),
        (bound(100, Bound.about), (90, 100, 110)),
        (bound(100, Bound.nearly), (90, 100, 100)),
        (bound(100, Bound.over), (100, 100, None)),
        (bound(100, Bound.up_to), (None, 100, 100)),
        (bound(100, Bound.between, 140), (100, 120, 140)),
        (Amount(1000, None, Bound.exact), (1000, 1000, None)),
        (bound(0, Bound.exact), (0, 0, 0)),
    ],
)
def test_an_end_that_words_leave_open_is_not_invented(amount: Amount, ends: tuple[float | None, ...]) -> None:
    point = lines(figure("a", "2024-03", 0, amount=amount))[0].points[0]
    assert (point.low, point.best, point.high) == ends


def test_best_is_what_one_origin_said_and_of_two_the_lower() -> None:
    chains = [Party(f"p{at}", f"Pilot {at}", "person", Sort.named) for at in range(4)]
    told = [figure(f"c{at}", "2024-03", value, chain=(chains[at],)) for at, value in enumerate((100, 140, 300, 310))]
    assert lines(*told[:2])[0].points[0].best == 100
    assert lines(*told[:3])[0].points[0].best == 140
    assert lines(*told)[0].points[0].best == 140


def test_an_open_end_counts_only_where_nobody_has_a_name() -> None:
    nameless = figure("b", "2024-03", 70, chain=(SOMEBODY,))
    alone = lines(nameless)[0].points[0]
    assert (alone.best, alone.origins, alone.open, alone.note) == (70, 0, ("b",), "no origin that can be named")
    beside = lines(nameless, figure("a", "2024-03", 40))[0].points[0]
    assert (beside.high, beside.origins, beside.open, beside.contradicted) == (40, 1, ("b",), False)


# ---------------------------------------------------------------- what was known when


def test_what_was_published_later_is_not_seen() -> None:
    told = (figure("a", "2024-03", 64, published="2024-04-02"), figure("b", "2024-03", 684, published="2024-07-01"))
    then = lines(*told, ask=replace(ASK, as_of="2024-06-30"))[0].points[0]
    assert (then.best, then.revised, then.members) == (64, (), ("a",))
    assert lines(*told, ask=replace(ASK, as_of="2024-07-01"))[0].points[0].best == 684
    assert lines(*told, ask=replace(ASK, as_of="2024-07"))[0].points[0].best == 684


def test_what_may_have_been_published_later_is_told_apart() -> None:
    rough, undated = figure("a", "2024-03", 1, published="2024-06"), figure("b", "2024-03", 1, published="")
    why = whys(rough, undated, ask=replace(ASK, as_of="2024-06-15"))
    assert why == [
        "may have been published after the day asked about",
        "no date of publication, so nobody knows whether it was known by then",
    ]
    assert len(lines(undated)[0].points) == 1


def test_of_two_figures_without_order_none_revises_the_other() -> None:
    point = lines(figure("a", "2024-03", 64, published=""), figure("b", "2024-03", 684))[0].points[0]
    assert (point.best, point.revised) == (684, ())
    assert point.note == "under the name of Harbour master also 64 (1), not counted"


def test_a_wrong_question_is_refused() -> None:
    with pytest.raises(ValueError, match="by month"):
        Asked("boats", by="week")
    with pytest.raises(ValueError, match="ISO date"):
        Asked("boats", as_of="last week")


PERIODS = ("2024-03", "2024-04", "2023", "2022-09/2024-03", "2022-09/2024-03-10", "2024-03-07", "", "../2024-05")
CHAINS = ((HARBOUR,), (GUILD,), (PAPER, HARBOUR), (), (SOMEBODY,))
DAYS = ("", "2024-03", "2024-03-09", "2024-07-01")
AMOUNTS = (
    bound(10, Bound.exact),
    bound(12, Bound.exact),
    bound(11, Bound.about),
    bound(9, Bound.over),
    bound(20, Bound.up_to),
)
TOLD = st.builds(
    lambda period, chain, day, amount, per: figure("", period, 0, chain=chain, published=day, amount=amount, per=per),
    st.sampled_from(PERIODS),
    st.sampled_from(CHAINS),
    st.sampled_from(DAYS),
    st.sampled_from(AMOUNTS),
    st.sampled_from(("", "", "month")),
)
CASES = st.lists(TOLD, max_size=9).map(lambda found: [replace(it, id=f"c{at}") for at, it in enumerate(found)])


@settings(max_examples=120, deadline=None)
@given(CASES, st.randoms(use_true_random=False), st.sampled_from(("stock", "flow", "cumulative", "share")))
def test_order_and_doubling_change_nothing_and_every_figure_is_somewhere_once(
    entries: list[Entry], mix: object, kind: str
) -> None:
    ask = replace(ASK, kind=kind)
    mixed = [*entries, *entries[:2]]
    mix.shuffle(mixed)  # type: ignore[attr-defined]
    made = lines(*entries, ask=ask)
    assert made == lines(*mixed, ask=ask)
    rest = apart_from_entries(mixed, ask, origin_of=end_of)
    ids = [id for line in made for point in line.points for id in point.members] + [it.id for it in rest]
    assert sorted(ids) == [it.id for it in entries]
    for line in made:
        for point in line.points:
            assert point.origins == len({vote.origin for vote in point.votes if vote.confirms}) <= len(point.members)
            assert point.best in [vote.value for vote in point.votes]
