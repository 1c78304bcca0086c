"""Shares of the mini-texts that are read right, beside the floors they may not fall below: `python -m tests.mini_floors`.

    python -m tests.mini_floors                            print the shares; exit status 1 when one is below its floor
    python -m tests.mini_floors --update                   raise the floors to what was measured
    python -m tests.mini_floors --update --allow-lower WHY lower them as well; the reason is kept beside the floor
    python -m tests.mini_floors --faults 20                what is wrong with the items that may be looked at

An item is right when nothing at all is wrong with it. The held_back files are the unseen check: only their share comes out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.mini import CASES, chain_faults, items, slot_faults

Marker = Callable[[dict[str, Any]], list[str]]
FILES: dict[str, Marker] = {
    "chains/wild.yaml": chain_faults,
    "chains/held_back.yaml": chain_faults,
    "figures/wild.yaml": slot_faults,
    "figures/negative.yaml": slot_faults,
    "figures/held_back.yaml": slot_faults,
    "pages/wild.yaml": slot_faults,
    "pages/held_back.yaml": slot_faults,
}
FLOORS = CASES / "floors.json"


@dataclass(frozen=True, slots=True)
class Share:
    """How many items of a file are right; `faults` is empty for a file that nobody looks at."""

    file: str
    right: int
    items: int
    faults: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The share, rounded down to three places so that it never lies above itself."""
        return int(self.right / self.items * 1000) / 1000

    def __str__(self) -> str:
        return f"{self.file:24} {self.right:4} of {self.items:4} right  {self.value:.3f}"


def share_of(file: str) -> Share:
    """Read every item of a case file and count those with nothing wrong."""
    known = items(file)
    wrong = [(item["label"], found) for item in known if (found := FILES[file](item))]
    told = () if "held_back" in file else tuple(f"{file} {label}: {'; '.join(found)}" for label, found in wrong)
    return Share(file, len(known) - len(wrong), len(known), told)


def floors() -> dict[str, dict[str, Any]]:
    """Return the pinned floors by file."""
    return dict(json.loads(FLOORS.read_text(encoding="utf-8"))) if FLOORS.is_file() else {}


def broken(share: Share, pinned: dict[str, dict[str, Any]]) -> str:
    """Return what is wrong with a share beside its floor, "" when it holds; items that went are a change to be pinned."""
    floor = pinned.get(share.file)
    if floor is None:
        return f"{share.file}: no floor is pinned; pin it with `python -m tests.mini_floors --update`"
    if share.value < floor["share"]:
        return f"{share.file}: {share.value:.3f} is below its floor {floor['share']:.3f}"
    if share.items < floor["items"]:
        return f"{share.file}: {share.items} items where {floor['items']} were pinned; restore them, or pin anew and say why"
    return ""


def updated(shares: Sequence[Share], pinned: dict[str, dict[str, Any]], reason: str) -> dict[str, dict[str, Any]]:
    """Return the floors raised to the shares; with a reason those that fell are lowered and carry it."""
    fresh = dict(pinned)
    for share in shares:
        row = {"share": share.value, "items": share.items}
        if not (share.file in pinned and broken(share, pinned)):
            fresh[share.file] = {**row, **{k: v for k, v in pinned.get(share.file, {}).items() if k == "lowered"}}
        elif reason:
            fresh[share.file] = {**row, "lowered": reason}
    return {file: fresh[file] for file in sorted(fresh)}


def main(words: Sequence[str] | None = None) -> int:
    """Print the shares and compare or update; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.mini_floors")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--allow-lower", metavar="REASON", default="", help="with --update: lower floors too, and why")
    parser.add_argument("--faults", type=int, default=0, metavar="N", help="show N faults a file; never of held_back")
    asked = parser.parse_args(words)
    if asked.allow_lower and not asked.update:
        parser.error("--allow-lower goes with --update")
    shares = [share_of(file) for file in FILES]
    for share in shares:
        print(share, *share.faults[: asked.faults], sep="\n  ")
    pinned = floors()
    if asked.update:
        pinned = updated(shares, pinned, asked.allow_lower)
        FLOORS.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    faults = [fault for share in shares if (fault := broken(share, pinned))]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
