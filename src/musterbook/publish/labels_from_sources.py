"""Who is said to have said something -> the name that may be printed: known sources, outlets, bodies; of others only that they are."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from musterbook.codebook.guard import Guard
from musterbook.shield.cues_from_text import cues_from_text
from musterbook.shield.masks_from_text import masks_from_text
from musterbook.shield.runs_from_text import runs_from_text

SOMEBODY = "somebody not in the codebook"
DECIDED = " ?"  # ends the key of an origin that is somebody's unnamed source


def label_from_source(key: str, label: str, *, public: Collection[str], guard: Guard) -> str:
    """Return how a source is printed; `public` are the keys of sources that the codebook has and of outlets with a page.

    Of anybody else the name is printed only when nothing in it can be that of a person.
    """
    if key.removesuffix(DECIDED) in public or is_body(label, guard):
        return label
    return SOMEBODY


@lru_cache(maxsize=10_000)
def is_body(label: str, guard: Guard) -> bool:
    """True when no word of a label can be the name of a person."""
    runs = runs_from_text(cues_from_text(label, guard), guard).runs
    return all(run.organisation for run in runs) and not masks_from_text(label, "en", guard)
