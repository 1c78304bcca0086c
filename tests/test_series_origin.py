"""A figure without a source that equals one value of an imported series gets a probable origin, and its look-alikes get none."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterbook.assess.origin_from_series import (
    EQUAL,
    MEAN,
    Imported,
    imported_from_codebook,
    probable_by_claim,
    probable_from_series,
)
from musterbook.codebook.check import check_folder
from musterbook.codebook.load import Codebook, language_folder, load_codebook, pack_folder
from musterbook.codebook.schema import Series, Source
from musterbook.compared import Entry, Party, Sort
from musterbook.errors import CodebookError
from musterbook.flow import document_at, extractor
from musterbook.model import Amount, Bound, Document, Figure, Slot, significant
from tests.conftest import ROOT

SEED = ROOT.parent / "shared" / "seeds" / "seed-001.txt"
DAY, VALUE = "2024-11-19", 724050
PAGE = Party("gazette.example", "The Gazette", "", Sort.named)
NAMED = Party("clerk", "The Clerk", "", Sort.named)
UNNAMED = Party("officials", "officials", "", Sort.unnamed)


@cache
def book() -> Codebook:
    return load_codebook()


@cache
def series() -> tuple[Imported, ...]:
    return imported_from_codebook(book())


@cache
def losses() -> Imported:
    return next(one for one in series() if one.values.get(DAY) == VALUE)


def figure(value: float, bound: Bound = Bound.exact, *, what: str = "casualties", side: str = "RU") -> Entry:
    dims = (("side", side),) if side else ()
    return Entry(f"{what}-{value}-{bound}", "page", "figure", what, PAGE, amount=Amount(value, value, bound), dims=dims)


def rate(value: float, bound: Bound = Bound.about) -> Entry:
    return replace(figure(value, bound), per="day")


def dates(entry: Entry, before: str = "") -> list[str]:
    return [probable.date for probable in probable_from_series(entry, series(), before=before)]


# ---------------------------------------------------------------- the pack's own series


def test_the_series_is_whole_and_says_where_it_is_from() -> None:
    (row,) = book().rows("series", Series)
    assert len(losses().values) == 1626
    assert (min(losses().values), max(losses().values)) == ("2022-02-25", "2026-08-08")
    assert row.source in {source.id for source in book().rows("sources", Source)}
    assert row.licence == "MIT" and "commit" in row.note
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert row.file in notice and row.notice.partition(";")[0] in notice and "permission notice" in notice


# ---------------------------------------------------------------- a running total


def test_a_value_of_one_day_is_traced_to_that_day() -> None:
    (found,) = probable_from_series(figure(VALUE), series())
    assert (found.date, found.how, found.label) == (DAY, EQUAL, "General Staff of Ukraine")
    assert found.words == "equals the figure of General Staff of Ukraine for 2024-11-19 and of no other day"


def test_a_page_that_calls_the_figure_something_else_is_told_what_it_counts() -> None:
    (found,) = probable_from_series(figure(VALUE, what="killed"), series())
    assert found.words.endswith("of no other day; it counts casualties there")


@pytest.mark.parametrize("published", ["", "2024", "2024-11", "2024-11-19", "2024-11-18", "2025-01-18"])
def test_a_page_that_could_know_the_day_is_traced(published: str) -> None:
    assert dates(replace(figure(VALUE), published=published)) == [DAY]


@pytest.mark.parametrize("published", ["2023", "2024-10", "2024-11-17", "2025-01-19", "2025-02"])
def test_a_page_from_before_the_day_or_long_after_it_is_not(published: str) -> None:
    assert dates(replace(figure(VALUE), published=published)) == []


@pytest.mark.parametrize(
    ("period", "traced"),
    [("2022-02-24/..", True), ("2024-11", True), ("--11-19", True), ("2022-06/2022-08", False), ("2025/..", False)],
)
def test_a_period_that_the_day_is_not_in_keeps_it_apart(period: str, traced: bool) -> None:
    assert dates(replace(figure(VALUE), period=period)) == [DAY] * traced


def test_the_bound_of_the_series_itself_is_no_rounding() -> None:
    assert dates(figure(VALUE, Bound.about)) == [DAY]
    assert dates(figure(VALUE, Bound.over)) == []
    assert dates(figure(675800)) == ["2024-10-18"]
    assert dates(figure(675800, Bound.about)) == [], "four digits may be rounded"


LOOK_ALIKES = {
    "it names its source": replace(figure(VALUE), chain=(NAMED,)),
    "its chain ends in somebody named": replace(figure(VALUE), chain=(UNNAMED, NAMED)),
    "its publisher is the source itself": replace(
        figure(VALUE), publisher=Party("genstab_ua", "X", "party", Sort.named)
    ),
    "other side": figure(VALUE, side="UA"),
    "no side": figure(VALUE, side=""),
    "other measure": figure(VALUE, what="absent_persons"),
    "one formation": replace(figure(VALUE), dims=(("formation", "1st Brigade"), ("side", "RU"))),
    "one population": replace(figure(VALUE), population="officers"),
    "one digit differs": figure(724051),
    "another digit differs": figure(724060),
    "two digits change places": figure(742050),
    "digit lost": figure(72405),
    "rounded": figure(700000, Bound.about),
    "rounded, without saying so": figure(724000),
    "small": figure(500),
    "first days, all round": figure(12000),
    "a year": figure(2024),
    "a rate": replace(figure(VALUE), per="day"),
    "no figure": replace(figure(VALUE), kind="incident"),
    "no amount": replace(figure(VALUE), amount=None),
    "range": replace(figure(VALUE), amount=Amount(VALUE, VALUE + 10, Bound.between)),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_stays_quiet(name: str) -> None:
    assert probable_from_series(LOOK_ALIKES[name], series(), before=DAY) == ()


def test_an_open_chain_is_no_source() -> None:
    assert dates(replace(figure(VALUE), chain=(NAMED, UNNAMED))) == [DAY]


@given(st.data())
def test_every_telling_value_is_found_at_its_own_day_and_one_more_is_another_days(data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(sorted(losses().values)))
    value = losses().values[day]
    expected = [day] if significant(value) >= 4 else []
    assert dates(figure(value)) == dates(replace(figure(value), published=day)) == expected
    assert dates(figure(value + 1)) == [other for other in losses().values if losses().values[other] == value + 1]


@given(st.integers(0, 2_000_000), st.sampled_from(list(Bound)[:-1]))
def test_what_is_found_has_the_value(value: int, bound: Bound) -> None:
    assert all(losses().values[day] == value for day in dates(figure(value, bound)))


def plateau() -> Imported:
    """A made-up series that stands still for two days."""
    values = {"2024-05-01": 10121.0, "2024-05-02": 10345.0, "2024-05-03": 10345.0}
    days = {10121.0: ("2024-05-01",), 10345.0: ("2024-05-02", "2024-05-03")}
    bounds = dict.fromkeys(values, Bound.exact)
    return Imported("p", "p", "The Office", "casualties", frozenset(), "RU", "casualties", values, bounds, days)


def test_a_value_of_two_days_needs_a_publication_and_names_both() -> None:
    assert probable_from_series(figure(10345), [plateau()]) == ()
    found = probable_from_series(replace(figure(10345), published="2024-05-04"), [plateau()])
    assert [it.date for it in found] == ["2024-05-02", "2024-05-03"]
    assert found[0].words == "equals the figure of The Office for 2024-05-02 and of 2024-05-03 too"
    assert [it.date for it in probable_from_series(figure(10121), [plateau()])] == ["2024-05-01"]


# ---------------------------------------------------------------- so many a day


@pytest.mark.parametrize("bound", [Bound.about, Bound.over, Bound.at_least, Bound.exact])
def test_a_rounded_rate_is_the_mean_of_the_days_before(bound: Bound) -> None:
    (found,) = probable_from_series(rate(1500, bound), series(), before=DAY)
    assert (found.how, found.date) == (MEAN, DAY)
    assert found.words.startswith("near the mean of 1,518 a day over the 30 days before 2024-11-19 in the figures of ")
    assert dates(replace(rate(1500, bound), published=DAY)) == [DAY]


RATES_APART = {
    "below its bound": rate(1500, Bound.nearly),
    "another rounding": rate(1400),
    "so round that it fits half of all months": rate(2000),
    "over more": rate(1600, Bound.over),
    "a week": replace(rate(1500), per="week"),
    "no rate": figure(1500, Bound.about),
    "other side": replace(rate(1500), dims=(("side", "UA"),)),
    "with its source": replace(rate(1500), chain=(NAMED,)),
    "another period": replace(rate(1500), period="2023-05"),
}


@pytest.mark.parametrize("name", RATES_APART)
def test_a_rate_that_is_not_that_mean_stays_quiet(name: str) -> None:
    assert dates(RATES_APART[name], DAY) == []


@pytest.mark.parametrize("published", ["", "2024", "2024-11", "2022-03-10", "2031-01-01"])
def test_a_rate_needs_a_day_with_thirty_days_before_it(published: str) -> None:
    assert dates(replace(rate(1500), published=published)) == []


# ---------------------------------------------------------------- a page as a whole


def test_a_page_is_dated_by_its_total_and_its_rate_follows_in_any_order() -> None:
    page = [figure(VALUE), rate(1500), figure(858), replace(rate(1500), id="elsewhere", doc="another page")]
    found = probable_by_claim(page, series())
    assert {claim: it.date for claim, (it,) in found.items()} == {page[0].id: DAY, page[1].id: DAY}
    for seed in range(5):
        mixed = random.Random(seed).sample(page, len(page))
        assert list(probable_by_claim(mixed, series()[::-1]).items()) == list(found.items())


def test_totals_of_two_days_do_not_date_a_page() -> None:
    found = probable_by_claim([figure(VALUE), figure(722440), rate(1500)], series())
    assert len(found) == 2 and rate(1500).id not in found


def entries(document: Document, figures: tuple[Figure, ...]) -> list[Entry]:
    """The figures of a reading as comparing sees them."""
    page = Party(document.id, document.name, "", Sort.document)
    return [
        Entry(
            it.anchor.id,
            document.id,
            "figure",
            it.measure.value,
            page,
            document.published or "",
            it.amount,
            said(it.per),
            said(it.population),
            said(it.place),
            said(it.period),
            tuple((name, slot.value) for name, slot in it.dims),
            tuple(
                Party(hop.source or hop.label, hop.label, "", Sort.named if hop.named else Sort.unnamed)
                for hop in it.anchor.chain.hops
            ),
        )
        for it in figures
    ]


def said(slot: Slot | None) -> str:
    return slot.value if slot else ""


@pytest.mark.skipif(not SEED.is_file(), reason="the seed reports are not beside this checkout")
def test_the_two_unsourced_figures_of_the_seed_and_no_other_are_traced() -> None:
    document = document_at(SEED)
    page = entries(document, extractor(book())(document).figures)
    found = probable_by_claim(page, series())
    amounts = {entry.id: entry.amount.low for entry in page if entry.amount}
    assert {amounts[claim]: (it.date, it.how) for claim, (it,) in found.items()} == {
        724050: (DAY, EQUAL),
        1500: (DAY, MEAN),
    }


def test_a_page_in_other_words_is_traced_through_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(
        "Soldiers desert\n\nTen Russian soldiers deserted from a camp. Russian casualties have reached 724,050, "
        "with over 1,500 casualties a day.\nUkrainian casualties have not reached 724,060.",
        encoding="utf-8",
    )
    document = document_at(path)
    found = probable_by_claim(entries(document, extractor(book())(document).figures), series())
    assert sorted((it.how, it.date) for (it,) in found.values()) == [(EQUAL, DAY), (MEAN, DAY)]


# ---------------------------------------------------------------- another pack, a user's own rows, broken tables

HEAD = "id,source,measure,retold,side,kind,file,licence,notice,note,seen\n"
ROW = "lamps,coast_board,closures,,,cumulative,lamps.csv,CC0,none,lights put out,made up\n"
POINTS = "date,value,bound\n1953-01-01,10321,exact\n1953-01-02,10324,exact\n"


def lighthouse(folder: Path, rows: str = ROW, points: str = POINTS) -> Path:
    """The second pack with a series of its own."""
    pack = folder / "lamps"
    shutil.copytree(pack_folder("lighthouse"), pack)
    (pack / "series.csv").write_text(HEAD + rows, encoding="utf-8")
    (pack / "series").mkdir()
    (pack / "series" / "lamps.csv").write_text(points, encoding="utf-8")
    return pack


def test_another_world_has_its_own_series(tmp_path: Path) -> None:
    imported = imported_from_codebook(load_codebook(str(lighthouse(tmp_path))))
    (found,) = probable_from_series(figure(10324, what="closures", side=""), imported)
    assert (found.date, found.label) == ("1953-01-02", "Coast Board")
    assert probable_from_series(figure(10324, what="visitors", side=""), imported) == ()


def test_a_pack_without_series_has_none() -> None:
    assert imported_from_codebook(load_codebook("lighthouse")) == ()


def test_a_users_own_series_goes_beside_the_packs_and_changes_the_version(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "series").mkdir(parents=True)
    row = "count_x,genstab_ua,absent_persons,,UA,cumulative,x.csv,CC0,none,a list,made up\n"
    (own / "series.csv").write_text(HEAD + row, encoding="utf-8")
    versions = set()
    for value in (10321, 10322):
        (own / "series" / "x.csv").write_text(f"date,value,bound\n2024-01-01,{value},exact\n", encoding="utf-8")
        both = load_codebook(own=own)
        assert [one.id for one in imported_from_codebook(both)] == ["count_x", losses().id]
        versions.add(both.version)
    assert len(versions) == 2, "other points, other version"
    assert check_folder(own, language_folder("en"), pack_folder("desertion")) == []


BROKEN_ROWS = """a,coast_bord,closures,,,cumulative,lamps.csv,CC0,none,a list,made up
b,coast_board,closure,,,cumulative,lamps.csv,CC0,none,a list,made up
c,coast_board,closures,visitor,,cumulative,lamps.csv,CC0,none,a list,made up
d,coast_board,closures,,,flow,lamps.csv,CC0,none,a list,made up
e,coast_board,closures,,,cumulative,lamps.csv,,none,a list,made up
f,coast_board,closures,,,cumulative,lost.csv,CC0,none,a list,made up
g,coast_board,closures,,,cumulative,../lamps.csv,CC0,none,a list,made up
h,coast_board,closures,,,cumulative,headless.csv,CC0,none,a list,made up
"""
BROKEN_POINTS = """1953-01-02,10330,exact
1953-02-30,10330,exact
1953-01-03,many,exact
1953-01-03,nan,exact
1953-01-03,1_0330,exact
1953-01-03,1033,exact
1953-01-04,10330,abuot
1953-01-04,10330
"""
PLANTED = (
    "series.csv:2: source 'coast_bord' is not defined in sources.id; did you mean 'coast_board'?",
    "series.csv:3: measure 'closure' is not defined",
    "series.csv:4: retold 'visitor' is not defined",
    "series.csv:5: kind 'flow' is not known",
    "series.csv:6: empty licence",
    "series.csv:7: file 'lost.csv' is not in the folder series",
    "series.csv:8: file '../lamps.csv' is no plain name",
    "series/headless.csv:1: the first line must be date,value,bound",
    "series/idle.csv:1: no row of series.csv names it",
    "series/lamps.csv:4: date 1953-01-02 does not come after 1953-01-02",
    "series/lamps.csv:5: date '1953-02-30' is no day",
    "series/lamps.csv:6: value 'many' is no number",
    "series/lamps.csv:7: value 'nan' is no number",
    "series/lamps.csv:8: value '1_0330' is no number",
    "series/lamps.csv:9: value 1,033 falls below 10,330",
    "series/lamps.csv:10: bound 'abuot' is not known",
    "series/lamps.csv:11: 2 cells where the header has 3",
)


def test_every_fault_of_broken_series_is_reported_with_its_line_and_they_still_load(tmp_path: Path) -> None:
    pack = lighthouse(tmp_path, BROKEN_ROWS, POINTS + BROKEN_POINTS)
    (pack / "series" / "headless.csv").write_text("day,value\n", encoding="utf-8")
    (pack / "series" / "idle.csv").write_text(POINTS, encoding="utf-8")
    faults = check_folder(pack, language_folder("en"))
    assert not [words for words in PLANTED if not any(fault.startswith(words) for fault in faults)], faults
    assert not [fault for fault in faults if not fault.startswith(PLANTED)]
    assert imported_from_codebook(load_codebook(str(pack)))


def test_a_series_in_order_has_no_fault_nor_has_a_small_correction(tmp_path: Path) -> None:
    pack = lighthouse(tmp_path, points=POINTS + "1953-01-03,10300,exact\n")
    assert check_folder(pack, language_folder("en")) == []


def test_points_that_are_not_utf8_are_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    pack = lighthouse(tmp_path)
    (pack / "series" / "lamps.csv").write_bytes(b"date,value,bound\n1953-01-01,\xff,exact\n")
    with pytest.raises(CodebookError, match="UTF-8"):
        load_codebook(str(pack))
    assert any("cannot be read" in fault for fault in check_folder(pack, language_folder("en")))
