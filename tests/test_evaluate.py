"""The scorer: its own small cases, and agreement to the digit with the shared script on readings made from the gold."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from musterbook.codebook.load import load_codebook
from musterbook.errors import InputError
from musterbook.evaluate.gold_from_folder import GoldSet, aliases_for, gold_from_folder
from musterbook.evaluate.names_equal import Aliases, names_equal
from musterbook.evaluate.score_from_readings import marks_of, score
from musterbook.evaluate.slots import SLOTS, same_period, same_value

Reading = dict[str, Any]
Mutation = Callable[[Reading, random.Random], Reading | None]
SHARED = Path(__file__).parents[2] / "shared"
SCRIPT = SHARED / "tools" / "score.py"
needs_shared = pytest.mark.skipif(not SCRIPT.is_file(), reason="../shared is not here")

ALIASES = Aliases(
    names={"the sea herald": "sea herald", "herald": "sea herald"},
    generic=frozenset({"the", "of", "press"}),
    telling=frozenset({"north", "norway", "norwegian"}),
    nations=frozenset({"norway", "norwegian"}),
    wide=frozenset({"norway"}),
    measures=frozenset({"closures", "lamps", "outage"}),
    timed=frozenset({"outage"}),
)
TEXT = "Some 40 lamps went dark in May, the Herald says. Two keepers left. Nothing else was lost in May."
LAMPS: Reading = {
    "quote": "Some 40 lamps went dark in May",
    "measure": "lamps",
    "low": 40,
    "high": 40,
    "bound": "about",
    "period": "2024-05",
    "chain": ["Sea Herald"],
    "stance": "reported",
}
KEEPERS: Reading = {"quote": "Two keepers left", "measure": "other", "low": 2, "high": 2, "bound": "exact", "chain": []}
GOLD: Reading = {"figures": [LAMPS, KEEPERS], "incidents": [], "statements": [], "terms": []}


def judged(reading: Reading | None, gold: Reading = GOLD) -> Reading:
    """Score one reading of TEXT."""
    return score([("a", gold)], {"a": TEXT}, {"a": reading}, ALIASES)


def with_figures(*figures: Reading) -> Reading:
    return {"figures": list(figures)}


def test_a_perfect_reading_is_perfect() -> None:
    table = judged(GOLD)
    assert (table["figures"]["f1"], table["figures"]["all_slots_right"]) == (1.0, 1.0)
    assert set(table["figures"]["slots"].values()) == {1.0}
    assert table["quotes"] == {"anchored": 2, "not_in_text": 0}


def test_no_reading_has_failed_and_an_empty_one_has_not() -> None:
    assert judged(None)["failed"] == ["a"]
    assert judged({})["failed"] == []
    assert judged({})["figures"]["recall"] == 0.0
    assert judged({})["figures"]["precision"] is None


def test_a_missed_figure_counts_against_stated_and_all_slots() -> None:
    table = judged(with_figures(KEEPERS))
    assert table["figures"]["slots"]["bound"] == 1.0
    assert table["figures"]["all_slots_right"] == 0.5
    assert table["stated"]["bound"] == 0.0
    assert table["stated"]["n"]["bound"] == 1


def test_one_wrong_slot_keeps_the_hit_and_costs_the_figure() -> None:
    table = judged(with_figures({**LAMPS, "bound": "exact"}, KEEPERS))
    assert table["figures"]["f1"] == 1.0
    assert table["figures"]["slots"]["bound"] == 0.5
    assert table["figures"]["all_slots_right"] == 0.5


def test_a_quote_elsewhere_does_not_match() -> None:
    assert judged(with_figures({**LAMPS, "quote": "Nothing else was lost in May."}))["figures"]["hit"] == 0
    assert judged(with_figures({**LAMPS, "quote": "40 lamps went out"}))["quotes"]["not_in_text"] == 1


def test_one_to_one_and_the_most_alike_wins() -> None:
    wrong = {**LAMPS, "bound": "over", "chain": []}
    marks = marks_of([("a", GOLD)], {"a": TEXT}, {"a": with_figures(wrong, LAMPS)}, ALIASES)
    assert [miss[1] for miss in marks.misses] == ["missed", "extra"]
    assert marks.counts["figures.right"] == 1


def test_misses_name_the_slot_and_both_values() -> None:
    marks = marks_of([("a", GOLD)], {"a": TEXT}, {"a": with_figures({**LAMPS, "chain": []}, KEEPERS)}, ALIASES)
    assert marks.misses == (("a", "slots", "lamps", 40, "root: None for 'Sea Herald'"),)


def test_a_quiet_document_stays_quiet() -> None:
    silent: Reading = {"figures": [], "terms": []}
    assert judged({}, silent)["negatives"] == {"docs": 1, "quiet": 1}
    assert judged(with_figures(KEEPERS), silent)["negatives"] == {"docs": 1, "quiet": 0}
    assert judged(None, silent)["negatives"] == {"docs": 1, "quiet": 0}


def test_incidents_statements_and_terms() -> None:
    gold: Reading = {
        "figures": [],
        "incidents": [
            {"quote": "Two keepers left", "type": "departure", "date": "2024-05-02", "count": {"low": 2, "high": 2}}
        ],
        "statements": [{"quote": "went dark in May", "theme": "causes.weather"}],
        "terms": [{"surface": "lamps", "concept": "light"}],
    }
    found = copy.deepcopy(gold)
    found["incidents"][0]["date"] = "2024-05"
    found["statements"][0]["theme"] = "causes.other"
    found["terms"][0]["surface"] = "Lamps"
    table = judged(found, gold)
    assert (table["incidents"]["recall"], table["incidents"]["date"], table["incidents"]["count"]) == (1.0, 1.0, 1.0)
    assert (table["statements"]["recall"], table["statements"]["theme_exact"]) == (1.0, 0.0)
    assert table["terms"]["recall"] == 1.0


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Herald", "The Sea Herald", True),
        ("Horn Point Light", "Horn Point lights", True),
        ("7th Keepers Brigade", "8th Keepers Brigade", False),
        ("North Horn Point", "Horn Point", False),
        ("Norwegian Horn Point Keepers Union", "Horn Point Keepers Union", True),
        ("Norwegian Keepers", "Keepers", False),
        ("Horn", "Horn Point", False),
        ("Horn Point", "Horn Point Station House", True),
        ("of", "the", False),
        ("", None, True),
        ("Horn", None, False),
    ],
)
def test_names(left: str | None, right: str | None, same: bool) -> None:
    assert names_equal(left, right, ALIASES) is same
    assert names_equal(right, left, ALIASES) is same


@pytest.mark.parametrize(
    ("gold", "read", "same"),
    [
        ("2022-02", "2022-02-24", True),
        ("2022/2024-09", "2022-01/2024-09", True),
        ("2022-01/2022-12", "2022/2022", True),
        ("2022-02-24/..", "2022-02/..", True),
        ("2022-02/..", "2022-02/2024-01", False),
        ("2022-03", "2022-04", False),
        ("2022", "2022-03", False),
        ("2022-03", "2022-03/2022-03", True),
        ("2022", "2022-01/2022-12", True),
        (None, "", True),
        (None, "2022", False),
        ("--04-18", "--04-18", True),
        ("--04-18", "2025-04-18", False),
        ("..", "2022", False),
    ],
)
def test_periods(gold: str | None, read: str | None, same: bool) -> None:
    assert same_period(gold, read) is same


@pytest.mark.parametrize(
    ("gold", "read", "same"),
    [
        ({"low": 5, "high": 5}, {"low": "5", "high": 5.0}, True),
        ({"low": 5, "high": None}, {"low": None, "high": 5}, True),
        ({"low": 5, "high": 9, "bound": "between"}, {"low": 5, "high": None}, False),
        ({"low": 5, "high": 5}, {"low": "five", "high": 5}, False),
        ({"low": 5, "high": 5}, {"low": [5], "high": 5}, False),
        ({}, {}, True),
    ],
)
def test_values(gold: Reading, read: Reading, same: bool) -> None:
    assert same_value(gold, read) is same


@pytest.mark.parametrize(
    ("slot", "gold", "read", "same"),
    [
        ("measure", {"measure": "other"}, {"measure": "keepers.retired"}, True),
        ("measure", {"measure": "other"}, {"measure": "lamps"}, False),
        ("measure", {"measure": "lamps"}, {"measure": "keepers.retired"}, False),
        ("place", {"place": None}, {"place": "Norway"}, True),
        ("place", {"place": None}, {"place": "Horn Point"}, False),
        ("place", {"place": "Horn Point"}, {"place": "Norway"}, False),
        ("unit", {"measure": "outage", "unit": "months"}, {"unit": "years"}, False),
        ("unit", {"measure": "lamps", "unit": "months"}, {"unit": "years"}, True),
        ("chain", {"chain": ["Herald", "Horn Light"]}, {"chain": ["Sea Herald", "Horn Lights"]}, True),
        ("chain", {"chain": ["Herald"]}, {"chain": ["Herald", "Horn Light"]}, False),
        ("per", {"per": None}, {}, True),
    ],
)
def test_slots(slot: str, gold: Reading, read: Reading, same: bool) -> None:
    assert SLOTS[slot](gold, read, ALIASES) is same


def test_gold_folder_errors_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold readings"):
        gold_from_folder(tmp_path, tmp_path)
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.json: not a gold reading"):
        gold_from_folder(tmp_path, tmp_path)
    (tmp_path / "a.json").write_text('{"figures": [], "language": "en"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt"):
        gold_from_folder(tmp_path, tmp_path, "en")
    with pytest.raises(InputError, match="language is 'ru'"):
        gold_from_folder(tmp_path, tmp_path, "ru")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert gold_from_folder(tmp_path, tmp_path) == GoldSet([("a", {"figures": [], "language": "en"})], {"a": TEXT})


def test_tables_beside_the_gold_are_used(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "names.tsv").write_text("name\taliases\nSea Herald\tHerald; SH\n", encoding="utf-8")
    assert aliases_for(tmp_path / "gold" / "set", load_codebook()).names["sh"] == "sea herald"


# ---------------------------------------------------------------- agreement with the shared script


def perfect(gold: Reading, chance: random.Random) -> Reading:
    return gold


def nothing(gold: Reading, chance: random.Random) -> Reading:
    return {"figures": [], "incidents": []}


def failed(gold: Reading, chance: random.Random) -> Reading | None:
    return None if chance.random() < 0.3 else gold


def dropped(gold: Reading, chance: random.Random) -> Reading:
    return {k: [x for x in v if chance.random() < 0.6] if isinstance(v, list) else v for k, v in gold.items()}


def extra(gold: Reading, chance: random.Random) -> Reading:
    more = [{**copy.deepcopy(x), "quote": x["quote"] + " no such words"} for x in gold["figures"][:2]]
    short = [{**copy.deepcopy(x), "quote": x["quote"][: 1 + len(x["quote"]) // 3]} for x in gold["figures"][:3]]
    return {**gold, "figures": [*more, *short, *gold["figures"], *gold["figures"][:1]]}


ODD: dict[str, list[Any]] = {
    "measure": ["killed", "share", "help_requests", "unheard_of", None],
    "bound": ["over", "about", "exact", None],
    "per": ["day", "month", None, ""],
    "side": ["RU", "UA", None],
    "formation": ["20th Division", "Southern Military District", None, ""],
    "place": ["Russia", "Kursk region", "Kursk", "Poland", None, "the USA"],
    "period": ["2024", "2024-03", "2024-03-01/..", "2022/2024", None, "2024-03-15"],
    "chain": [[], ["Mediazona"], ["TASS", "Zona Media"], ["court data"], ["a Telegram channel"]],
    "stance": ["asserted", "denied"],
    "population": ["mobilised", "contract soldiers", None],
    "law": ["RU-CC-337", None],
    "unit": ["years", "months", None],
    "low": [3, 700.0, "12", None, "many"],
    "high": [3, 700, None],
    "theme": ["drivers.fear", "law.penalty", "drivers"],
    "type": ["trial", "other"],
    "date": ["2025-04", "--04-18", None],
    "count": [None, {"low": 100, "high": None}],
    "concept": ["unauthorised_absence", "x"],
    "surface": ["soch", "AWOL"],
}


def slots_changed(gold: Reading, chance: random.Random) -> Reading:
    reading = copy.deepcopy(gold)
    for part in ("figures", "incidents", "statements", "terms"):
        for item in reading.get(part) or []:
            for key in sorted(ODD):
                if key in item and chance.random() < (0.6 if item[key] == "other" or key == "unit" else 0.2):
                    item[key] = chance.choice(ODD[key])
    return reading


def shuffled(gold: Reading, chance: random.Random) -> Reading:
    reading = slots_changed(dropped(gold, chance), chance)
    doubled = [*reading["figures"], *slots_changed(reading, chance)["figures"]]
    return {**reading, "figures": chance.sample(doubled, len(doubled))}


MUTATIONS: list[Mutation] = [perfect, nothing, failed, dropped, extra, slots_changed, shuffled]


def shared_gold(folder: str) -> tuple[GoldSet, Aliases]:
    """Return the shared gold with the measure ids that its format names."""
    gold_dir = SHARED / "gold" / folder
    return gold_from_folder(gold_dir, SHARED / folder), aliases_for(gold_dir, load_codebook())


def by_script(folder: str, readings: dict[str, Reading | None], tmp_path: Path) -> str:
    """Return what the shared script prints for the readings, misses included."""
    for name, reading in readings.items():
        (tmp_path / f"{name}.txt").write_text("" if reading is None else json.dumps(reading), encoding="utf-8")
    replay = tmp_path / "replay.py"
    replay.write_text(
        "import pathlib, sys\n"
        "for given in sys.argv[1:]:\n"
        "    own = pathlib.Path(__file__).parent / pathlib.Path(given).name\n"
        "    print(own.read_text(encoding='utf-8') or '-')\n",
        encoding="utf-8",
    )
    own = [sys.executable, str(SCRIPT), str(SHARED / "gold" / folder), str(SHARED / folder)]
    command = [*own, "--json", "--misses", "9999", "--", sys.executable, str(replay), "{all}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@needs_shared
@pytest.mark.parametrize("folder", ["seeds", "reports"])
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_agrees_with_the_shared_script(folder: str, mutation: Mutation, tmp_path: Path) -> None:
    known, aliases = shared_gold(folder)
    chance = random.Random(mutation.__name__ + folder)
    readings = {name: mutation(gold, chance) for name, gold in known.gold}
    marks = marks_of(known.gold, known.texts, readings, aliases)
    own = json.dumps(score(known.gold, known.texts, readings, aliases), indent=1)
    lines = [" | ".join(map(str, miss)) for miss in marks.misses]
    assert "\n".join([own, *lines, ""]) == by_script(folder, readings, tmp_path)


def test_aliases_can_be_replaced() -> None:
    assert names_equal("Herald", "Sea Herald", replace(ALIASES, names={})) is False
