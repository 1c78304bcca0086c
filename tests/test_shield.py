"""No private person leaves: names, nicknames, numbers and addresses are hidden, office holders and organisations stay."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from musterbook.cli import main
from musterbook.codebook.guard import (
    LANGUAGE_GUARD_TABLES,
    PACK_GUARD_TABLES,
    Guard,
    faults_of_guard,
    guard_from_tables,
)
from musterbook.codebook.load import language_folder, load_codebook, pack_folder, read_rows
from musterbook.codebook.load_guard import check_guard, load_guard
from musterbook.codebook.schema import Theme, columns
from musterbook.shield.cells_from_table import cells_from_table
from musterbook.shield.counts_from_masks import counts_from_masks
from musterbook.shield.mask_from_span import BLOCK, Mask, Rule, clipped, joined
from musterbook.shield.masks_from_text import masks_from_text, masks_from_texts
from musterbook.shield.place_from_hiding import masks_from_hiding, place_from_hiding
from musterbook.shield.shielded_from_text import Shielded, shielded

GUARD = load_guard("desertion")
CASES = Path(__file__).parent / "cases" / "shield"
LANGUAGES = ("en", "ru", "uk")
Report = dict[str, Any]


def reports(name: str) -> list[Report]:
    return list(yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8")))


REPORTS = [*reports("seen"), *reports("held_back"), *reports("look_alikes")]


@pytest.fixture(scope="module")
def guard() -> Guard:
    return GUARD


def hide(text: str, guard: Guard, language: str = "en") -> Shielded:
    return shielded(text, masks_from_text(text, language, guard))


def survives(value: str, out: str, kind: str) -> bool:
    """Whether a planted value, or for people any word of it, stands in what is published."""
    words = [value, *(w for w in re.findall(r"[\w'’-]+", value) if len(w) > 2)] if kind in ("name", "nick") else [value]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", out, re.I if " " in word else 0) for word in words)


# ---------------------------------------------------------------- the fixture


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: str(report["id"]))
def test_nothing_planted_survives_and_who_is_public_stays(report: Report, guard: Guard) -> None:
    it = hide(report["text"], guard, report["lang"])
    for out in (it.text, it.readable):
        left = [v for kind, values in report.get("hide", {}).items() for v in values if survives(v, out, kind)]
        assert not left, f"{left} in: {out}"
    assert not [value for value in report["keep"] if value not in it.text], it.text


def test_the_fixture_is_as_large_as_it_says() -> None:
    planted = [v for report in REPORTS for values in report.get("hide", {}).values() for v in values]
    kept = [v for report in REPORTS for v in report["keep"]]
    assert len(planted) >= 200 and len(kept) >= 60
    assert {report["lang"] for report in REPORTS} == {*LANGUAGES}
    for report in REPORTS:
        values = [v for some in report.get("hide", {}).values() for v in some] + report["keep"]
        assert not [value for value in values if value not in report["text"]], report["id"]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: str(report["id"]))
def test_masking_twice_is_masking_once(report: Report, guard: Guard) -> None:
    once = hide(report["text"], guard, report["lang"])
    assert hide(once.text, guard, report["lang"]).text == once.text


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: str(report["id"]))
def test_the_report_of_the_shield_holds_no_name(report: Report, guard: Guard) -> None:
    masks = masks_from_text(report["text"], report["lang"], guard)
    shown = repr(counts_from_masks([("one", masks), ("two", masks)]))
    values = [v for some in report.get("hide", {}).values() for v in some]
    assert not [value for value in values if value in shown]
    assert all(line.documents == 2 for line in counts_from_masks([("one", masks), ("two", masks)]))


# ---------------------------------------------------------------- the rules of doing no harm that concern text


def test_dnh01_a_private_name_becomes_a_role(guard: Guard) -> None:
    it = hide("Former soldier Ostap Verbytsky spoke. Verbytsky is 24.", guard)
    assert str(it) == "Former soldier [a former soldier] spoke. [a former soldier] is 24."
    assert str(hide("Солдат Остап Вербицкий ушёл.", guard, "ru")) == "Солдат [военный] ушёл."
    assert str(hide("Солдат Остап Вербицький пішов.", guard, "uk")) == "Солдат [військовий] пішов."


def test_dnh02_a_public_role_keeps_the_name(guard: Guard) -> None:
    for text in (
        "Deputy Pavlo Ostrohin said so.",
        "Pavlo Ostrohin, a member of parliament, said so.",
        "Pavlo Ostrohin, 51, spokesman of the brigade, said so.",
        "Journalist Pavlo Ostrohin wrote it.",
        "Pavlo Ostrohin, commander of the 3rd Assault Brigade, said so.",
    ):
        assert hide(text, guard).text == text
    for text in (
        "Soldier Pavlo Ostrohin said so.",
        "The minister met Pavlo Ostrohin.",
        "Pavlo Ostrohin wrote to the minister.",
    ):
        assert "Ostrohin" not in hide(text, guard).text


def test_dnh02_a_commander_is_public_with_a_large_unit_only(guard: Guard) -> None:
    assert "Horovyi" in hide("Stepan Horovyi, commander of the 3rd Assault Brigade, left.", guard).text
    assert "Horovyi" not in hide("Stepan Horovyi, commander of the 2nd company, left.", guard).text
    assert "Horovyi" not in hide("Colonel Stepan Horovyi left.", guard).text


def test_dnh02_a_namesake_of_somebody_public_is_private(guard: Guard) -> None:
    assert "Maxim Ivanov" in hide("Maxim Ivanov proposed a bill.", guard).text
    assert "Ivanov" not in hide("Soldier Maxim Ivanov left his post.", guard).text


def test_dnh03_a_hiding_place_is_told_by_its_region(guard: Guard) -> None:
    assert place_from_hiding("ua_sumy", "evasion.hiding", guard) == "ua_sumy_region"
    assert place_from_hiding("ua_sumy", "drivers.pay", guard) == "ua_sumy"
    assert place_from_hiding("village nobody knows", "evasion.hiding", guard) == ""
    text = "He hides in Verkhnia, near Sumy, in the Sumy Region, Ukraine."
    out = str(shielded(text, masks_from_hiding(text, "evasion.hiding", "en", guard)))
    assert "Verkhnia" not in out and "near Sumy" not in out and "the Sumy Region, Ukraine" in out
    assert masks_from_hiding(text, "drivers.pay", "en", guard) == ()


def test_dnh04_a_route_is_withheld_and_that_there_was_one_is_kept(guard: Guard) -> None:
    text = "They cross the river below the mill at night."
    assert str(shielded(text, masks_from_hiding(text, "evasion.border", "en", guard))) == "[route described]"
    assert place_from_hiding("ua_sumy", "evasion.border", guard) == "ua_sumy_region"


LIST = """Soldiers absent from the unit:
Petrenko Ivan Ivanovych, 02.03.1991, Sadova Street 5, +380 44 000 12 34
Koval Stepan Petrovych, date of birth 12.04.1988, +380 44 000 12 35, company 2
Bondar Oleh Olehovych, born 30.11.2001, +380 44 000 12 36, driver
End of the list. In all, 18,000 cases were opened."""


def test_dnh05_a_list_of_persons_goes_line_by_line(guard: Guard) -> None:
    it = hide(LIST, guard)
    assert it.readable.count("[a line of a list of persons]") == 3
    assert it.text.startswith("Soldiers absent") and it.text.endswith("In all, 18,000 cases were opened.")
    assert "company 2" not in it.text and "driver" not in it.text
    prose = "Ivan Petrenko, born in 1991, left.\nNobody called him. The court met.\nOleh Bondar, born in 1990, stayed."
    assert "left" in hide(prose, guard).text, "two men in prose are no list"


def test_dnh06_relatives_are_hidden_too(guard: Guard) -> None:
    it = hide("His sister Myroslava and her son Yurko fled. The wife of Bohdan Kravets, Zoryana, stayed.", guard)
    assert not [n for n in ("Myroslava", "Yurko", "Bohdan", "Kravets", "Zoryana") if n in it.text]
    assert "[a relative]" in it.readable


def test_dnh12_no_mark_says_of_a_person_that_he_deserted(guard: Guard) -> None:
    it = hide("The deserter Ivan Petrenko fled.", guard)
    assert "[a soldier declared absent]" in it.readable
    labels = {label for rows in guard.labels.values() for pair in rows.values() for label in pair}
    assert not [label for label in labels if re.search("desert|дезерт|runaway|traitor", label)]


# ---------------------------------------------------------------- what a number is


@pytest.mark.parametrize(
    "text",
    [
        "Over 18,000 cases, 10 000 000 hryvnias, +10 000 000 more, from 0 to 100 000.",
        "Article 338, part 2.1, Article 407-1; 2024-11-19; 19.11.2024 at 10:30; 2022-2023.",
        "The 20th Guards Division, the 155th Brigade, military unit A1234, T-72B3, Mi-8, Su-34, 152 mm, 82-85.",
        "684 of 1,010 men, 64.5 per cent; 8 916 123 456 roubles; 1 234 567 890 users.",
        "Passport offices issued 18,000 papers. The newborn unit has 300 men. In 1991 the country was born.",
        "Бежали 18 000 человек, статья 338, 20-я дивизия, в/ч 12345, 2022–2024 годы, 100 000 рублей.",
        "Втекли 18 000 осіб, стаття 407, 155-та бригада, в/ч А1234, 2022–2024 роки, 100 000 гривень.",
    ],
)
def test_counts_articles_dates_and_units_are_never_masked(text: str, guard: Guard) -> None:
    assert hide(text, guard).text == text


@given(number=st.integers(0, 10**9), form=st.sampled_from(["{:,}", "{:d}", "{:_}", "over {:,} men"]))
def test_any_count_passes(number: int, form: str) -> None:
    text = f"They counted {form.format(number).replace('_', ' ')} persons in the reports."
    assert hide(text, GUARD).text == text


@given(
    digits=st.from_regex(r"[1-9]\d{8}", fullmatch=True),
    form=st.sampled_from(
        ["+380 {0} {1} {2} {3}", "+7 ({4}0{0}) {1}-{2}-{3}", "8-90{4}-{1}-{2}-{3}", "0{0}-{1}-{2}-{3}"]
    ),
)
def test_any_telephone_number_goes(digits: str, form: str) -> None:
    number = form.format(digits[:2], digits[2:5], digits[5:7], digits[7:], digits[0])
    assert number not in hide(f"Write to the family at {number}, please.", GUARD).text


# ---------------------------------------------------------------- properties

GIVEN = ["Taras", "Oksana", "Yegor", "Lidia", "Остап", "Галина", "Семён", "Соломія", "Андрій"]
FAMILY = ["Hnatiuk", "Malyshkin", "Verbytsky", "Вдовин", "Прокопчук", "Лисенко", "Горелова", "Zazhyhailo", "Quist"]
WORDS = [
    "left",
    "said that",
    "18,000 men",
    "in May",
    "Article 338",
    "Azov",
    "the court",
    "солдат",
    "вчера",
    "дезертир",
    "мати",
    "«",
    "»",
]
STOPS = [" ", ". ", ", ", "\n", ": ", " — "]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Words in any order with private names between them."""
    names = draw(st.lists(st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)), min_size=1, max_size=4))
    full = [f"{first} {last}" for first, last in names]
    parts = draw(st.permutations([*full, *draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))]))
    return "".join(part + draw(st.sampled_from(STOPS)) for part in parts), full


@settings(max_examples=40)
@given(made=texts())
def test_no_full_name_survives_anywhere(made: tuple[str, list[str]]) -> None:
    text, names = made
    it = hide(text, GUARD)
    assert not [name for name in names for word in name.split() if word in it.text or word in it.readable]


@settings(max_examples=40)
@given(made=texts())
def test_offsets_stay_and_masking_is_idempotent(made: tuple[str, list[str]]) -> None:
    text = made[0]
    it = hide(text, GUARD)
    assert len(it.text) == len(text) == len(it)
    assert all(a == b or b == BLOCK for a, b in zip(text, it.text, strict=True))
    assert hide(it.text, GUARD).text == it.text


@settings(max_examples=40)
@given(made=texts())
def test_no_masked_words_occur_outside_their_masks(made: tuple[str, list[str]]) -> None:
    text = made[0]
    masks = masks_from_text(text, "en", GUARD)
    out = shielded(text, masks).text
    hidden = {text[mask.start : mask.end] for mask in masks if mask.rule is not Rule.birth}
    assert not [words for words in hidden if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", out)]


@settings(max_examples=50)
@given(text=st.text(max_size=200), language=st.sampled_from(LANGUAGES))
def test_any_text_is_masked_in_order_and_in_place(text: str, language: str) -> None:
    masks = masks_from_text(text, language, GUARD)
    assert all(a.end <= b.start for a, b in pairwise(masks))
    assert len(shielded(text, masks).text) == len(text)


@given(
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=6),
    cut=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
def test_a_quote_hides_what_its_document_hides(spans: list[tuple[int, int]], cut: tuple[int, int]) -> None:
    text = "abcdefghij" * 4
    it = shielded(text, [Mask(start, start + size, Rule.name, "x") for start, size in spans])
    start, end = min(cut), max(cut)
    assert it.piece(start, end).text == it.text[start:end]


# ---------------------------------------------------------------- types


def test_only_the_shield_makes_shielded_text() -> None:
    with pytest.raises(ValueError, match="only the shield"):
        Shielded("Taras Hnatiuk", "Taras Hnatiuk", ())
    with pytest.raises(ValueError, match="only the shield"):
        Shielded("Taras Hnatiuk", "Taras Hnatiuk", (), object())
    it = shielded("a", ())
    with pytest.raises((ValueError, TypeError)):
        replace(it, text="Taras Hnatiuk")
    with pytest.raises(AttributeError):
        it.text = "Taras Hnatiuk"  # type: ignore[misc]


def test_masks_have_a_span_and_words() -> None:
    with pytest.raises(ValueError, match="span"):
        Mask(3, 3, Rule.name, "a person")
    with pytest.raises(ValueError, match="words"):
        Mask(3, 4, Rule.name, "")
    with pytest.raises(ValueError, match="lie in the text"):
        shielded("abc", [Mask(1, 9, Rule.name, "a person")])
    assert clipped(joined([Mask(2, 6, Rule.name, "x"), Mask(4, 9, Rule.phone, "y")]), 5, 7) == (
        Mask(0, 2, Rule.phone, "y"),
    )


def test_a_title_and_its_text_share_who_is_private(guard: Guard) -> None:
    title, text = masks_from_texts(("Hnatiuk tells his story", "Soldier Taras Hnatiuk left."), "en", guard)
    assert [(mask.start, mask.end) for mask in title] == [(0, 7)]
    assert [(mask.start, mask.end) for mask in text] == [(8, 21)]


def test_a_link_that_spells_a_name_loses_it(guard: Guard) -> None:
    out = hide("Taras Hnatiuk left. https://harbour.example/2024/taras-hnatiuk-story.html TARAS HNATIUK", guard).text
    assert "hnatiuk" not in out.lower() and "https://harbour.example/2024/" in out


def test_a_name_without_capitals_goes_and_ordinary_words_stay(guard: Guard) -> None:
    assert hide("call taras petrenko or petrenko taras", guard).text == "call ██████████████ or ██████████████"
    assert hide("звони тарасу петренко, или нет", guard, "ru").text == "звони ███████████████, или нет"
    text = "he said hope and faith, a chuk of wood, the will to go"
    assert hide(text, guard).text == text


def test_an_account_of_a_source_stays_and_one_of_a_person_goes(guard: Guard) -> None:
    out = hide("See @mediazona, t.me/mediazona/12 and @taras_1990, t.me/taras_1990/5, vk.com/id123.", guard).text
    assert "@mediazona" in out and "t.me/mediazona/12" in out
    assert not [gone for gone in ("taras", "vk.com/id123") if gone in out]


# ---------------------------------------------------------------- tables


def rows_of_guard(languages: tuple[str, ...] = LANGUAGES) -> Iterator[tuple[str, str, Path]]:
    for code in languages:
        for table in LANGUAGE_GUARD_TABLES:
            yield table, code, language_folder(code) / "guard" / f"{table}.csv"


def test_the_tables_of_the_guard_are_in_order() -> None:
    rows: dict[str, list[Any]] = {}
    for table, code, path in rows_of_guard():
        kind = LANGUAGE_GUARD_TABLES[table]
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            assert tuple(reader.fieldnames or ()) == columns(kind), path
            cells = [tuple(row.values()) for row in reader]
        own = [row[:2] for row in cells]
        assert len(own) == len({*own}), f"{path}: {sorted(r for r in {*own} if own.count(r) > 1)[:5]}"
        assert all(row[0] and row[-1] for row in cells), path
        rows.setdefault(table, []).extend((code, row) for row in read_rows(path, kind))
    details = read_rows(pack_folder("desertion") / "guard" / "themes.csv", PACK_GUARD_TABLES["themes"])
    rows["themes"] = [("", row) for row in details]
    assert faults_of_guard(rows, load_codebook().rows("themes", Theme)) == []


def test_a_pack_of_another_world_has_a_guard_as_well() -> None:
    lighthouse = load_guard("lighthouse")
    assert lighthouse.themes == {}
    assert "Hnatiuk" not in hide("The keeper Taras Hnatiuk put out the light.", lighthouse).text


def test_a_guard_is_the_same_whatever_the_order_of_its_tables(guard: Guard) -> None:
    assert load_guard("desertion").version == guard.version
    assert guard_from_tables((load_codebook("lighthouse"),), {"marks": []}).version != guard.version


# ---------------------------------------------------------------- cells


def shown(counts: dict[tuple[str, str], int], **options: Any) -> dict[tuple[str, str], str]:
    return {(cell.row, cell.column): cell.shown for cell in cells_from_table(counts, **options)}


def test_dnh07_small_counts_are_hidden_with_company() -> None:
    table = shown({("a", "x"): 3, ("a", "y"): 40, ("b", "x"): 20, ("b", "y"): 7})
    assert table["a", "x"] == "<5" and table["a", "total"] == "43"
    assert [table["a", "y"], table["b", "x"], table["b", "y"]] == ["withheld"] * 3


def test_dnh07_a_headline_of_two_origins_stays() -> None:
    counts = {("a", "x"): 3, ("a", "y"): 40, ("b", "x"): 20, ("b", "y"): 7}
    assert set(shown(counts, headline=frozenset({("a", "x")})).values()) == {
        "3",
        "40",
        "20",
        "7",
        "43",
        "27",
        "23",
        "47",
        "70",
    }


def test_dnh07_a_table_without_small_counts_is_shown_whole() -> None:
    assert "withheld" not in shown({("a", "x"): 5, ("a", "y"): 0, ("b", "x"): 6, ("b", "y"): 1_200}).values()
    assert shown({("a", "x"): 5, ("b", "y"): 1_200})["b", "y"] == "1,200"


@settings(max_examples=40)
@given(values=st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_dnh07_no_sum_gives_a_small_count_away(values: list[int]) -> None:
    keys = [(row, column) for row in "ab" for column in "xy"]
    cells = {(c.row, c.column): c for c in cells_from_table(dict(zip(keys, values, strict=True)))}
    found: dict[tuple[str, str], set[int]] = {}
    for guess in product(*(options(cells[key]) for key in keys)):
        whole = dict(zip(keys, guess, strict=True))
        whole |= {(row, "total"): sum(whole[row, c] for c in "xy") for row in "ab"}
        whole |= {("total", column): whole["a", column] + whole["b", column] for column in "xy"}
        whole["total", "total"] = whole["a", "total"] + whole["b", "total"]
        if all(value in options(cells[key], 99) for key, value in whole.items()):
            for key, value in whole.items():
                found.setdefault(key, set()).add(value)
    truth = dict(zip(keys, values, strict=True))
    small = [key for key, cell in cells.items() if cell.value is None and 0 < truth.get(key, 1) < 5]
    assert not [key for key in small if len(found[key]) < 2]


def options(cell: Any, most: int = 9) -> range:
    """What a reader can think a cell holds."""
    if cell.value is not None:
        return range(cell.value, cell.value + 1)
    return range(1, 5) if cell.small else range(most + 1)


@pytest.mark.parametrize("where", ["in the village of Verkhnia", "near the town of Verkhnia", "in Verkhnia"])
def test_dnh03_a_place_after_of_is_a_place(where: str, guard: Guard) -> None:
    text = f"They hide {where} and in the Sumy Region of Ukraine."
    out = str(shielded(text, masks_from_hiding(text, "evasion.hiding", "en", guard)))
    assert "Verkhnia" not in out and "the Sumy Region of Ukraine" in out


def test_the_check_of_a_codebook_sees_the_tables_of_the_guard(tmp_path: Path) -> None:
    pack = pack_folder("desertion")
    assert check_guard(pack, pack) == []
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "themes.csv").write_text(
        "theme,detail,label,note,seen\nevasion.hidin,region,,x,y\nevasion.hiding,hide,,x,y\n", encoding="utf-8"
    )
    (folder / "signs.en.csv").write_text("surface,kind,note,seen\nmill,nere,x,y\n", encoding="utf-8")
    (folder / "withdrawn.csv").write_text("source,measures,since,note,seen\npgo,case,2025,x,y\n", encoding="utf-8")
    found = "\n".join(check_guard(tmp_path, pack))
    for words in ("themes.csv:2: theme 'evasion.hidin'", "detail 'hide'", "kind 'nere'", "measure 'case'"):
        assert words in found
    assert main(["codebook", "check", str(tmp_path), "--pack", "desertion"]) == 1


def test_dnh02_who_was_named_in_office_is_known_again_by_the_full_name(guard: Guard) -> None:
    for text in (
        "Deputy Pavlo Ostrohin spoke. Later Pavlo Ostrohin added a number. P. Ostrohin left.",
        "Pavlo Ostrohin, spokesman of the brigade, said so. On Monday Pavlo Ostrohin said it again.",
    ):
        assert hide(text, guard).text == text
    out = hide("Deputy Pavlo Ostrohin spoke. Later Ihor Ostrohin left his unit.", guard).text
    assert "Ihor" not in out, "a namesake is somebody else"
    assert "Ostrohin" not in hide("Deputy Pavlo Ostrohin spoke. Soldier Pavlo Ostrohin left.", guard).text[30:]
