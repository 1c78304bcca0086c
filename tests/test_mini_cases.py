"""The mini-texts: no file may have fewer items right than its floor. `python -m tests.mini_floors` tells more."""

from __future__ import annotations

import pytest

from tests.mini_floors import FILES, Share, broken, floors, share_of, updated

PINNED = {"a.yaml": {"share": 0.5, "items": 10}}


@pytest.mark.parametrize("file", FILES)
def test_share_of_items_right_holds_its_floor(file: str) -> None:
    share = share_of(file)
    print(share)
    assert not broken(share, floors())


def test_a_held_back_file_tells_only_its_share() -> None:
    assert share_of("chains/held_back.yaml").faults == ()


@pytest.mark.parametrize(
    ("right", "items", "said"),
    [(5, 10, ""), (6, 10, ""), (4, 10, "0.400 is below its floor 0.500"), (5, 9, "9 items where 10 were pinned")],
)
def test_a_floor_holds_or_says_why_not(right: int, items: int, said: str) -> None:
    fault = broken(Share("a.yaml", right, items), PINNED)
    assert said in fault and bool(said) == bool(fault)


def test_an_unpinned_file_says_what_to_do() -> None:
    assert "--update" in broken(Share("b.yaml", 1, 1), PINNED)


def test_update_raises_but_lowers_only_with_a_reason() -> None:
    assert updated([Share("a.yaml", 7, 10)], PINNED, "")["a.yaml"]["share"] == 0.7
    assert updated([Share("a.yaml", 4, 10)], PINNED, "") == PINNED
    assert updated([Share("a.yaml", 4, 10)], PINNED, "new items") == {
        "a.yaml": {"share": 0.4, "items": 10, "lowered": "new items"}
    }
