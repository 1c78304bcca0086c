"""Who is said to have said something -> the name that may be printed: known sources, outlets, bodies; of others only that they are."""

from __future__ import annotations

from functools import lru_cache

from musterbook.codebook.guard import Guard
from musterbook.shield.cues_from_text import cues_from_text
from musterbook.shield.masks_from_text import masks_from_text
from musterbook.shield.runs_from_text import runs_from_text

SOMEBODY = "somebody not in the codebook"
DECIDED = " ?"  # ends the key of an origin that is somebody's unnamed source


def label_from_source(label: str, guard: Guard) -> str:
    """Return how a source is printed that no table knows and that has no page: by name only where nobody can be meant by it."""
    return label if is_body(label, guard) else SOMEBODY


@lru_cache(maxsize=10_000)
def is_body(label: str, guard: Guard) -> bool:
    """True when no word of a label can be the name of a person."""
    runs = runs_from_text(cues_from_text(label, guard), guard).runs
    return all(run.organisation for run in runs) and not masks_from_text(label, "en", guard)
