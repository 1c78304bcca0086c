"""Pairs that were joined, against pairs that are about one fact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """Pairs of claims: joined rightly, joined, and about one fact."""

    right: int
    joined: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.joined)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.wanted)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.joined + self.wanted)
