"""A pack and the user's own rows -> the chapters of a brief: which themes, measures and happenings stand where.

The rows lie in `brief/chapters.csv` of a pack, those of a base in `codebook/brief/chapters.csv`, which then replace them.
"""

from __future__ import annotations

from pathlib import Path

from musterbook.codebook.load import Codebook, pack_folder, read_rows
from musterbook.codebook.row import Row
from musterbook.codebook.schema import IncidentKind, Measure, Theme
from musterbook.frozen import frozen

FILE = "brief/chapters.csv"


@frozen
class Chapter(Row):
    """A chapter of a brief. `themes`: beginnings of their ids; `measures` and `incidents`: ids; all separated by `;`."""

    id: str = ""
    label: str = ""
    themes: str = ""
    measures: str = ""
    incidents: str = ""

    def holds(self, kind: str, what: str) -> bool:
        """True when a claim of this kind and id belongs here."""
        if kind == "statement":
            return any(what == it or what.startswith(f"{it}.") for it in cells(self.themes))
        return what in cells(self.measures if kind == "figure" else self.incidents)


def cells(text: str) -> list[str]:
    """Return the values of a cell."""
    return [part.strip() for part in text.split(";") if part.strip()]


def chapters_from_pack(codebook: Codebook, own: Path | None = None) -> tuple[Chapter, ...]:
    """Return the chapters of a pack; one that has none gets a chapter for figures, one for happenings, one for each theme."""
    homes = [own / FILE] if own else []
    for path in (*homes, pack_folder(codebook.pack) / FILE):
        if path.is_file():
            return with_rest(tuple(read_rows(path, Chapter)), codebook)
    return with_rest((), codebook)


def with_rest(rows: tuple[Chapter, ...], codebook: Codebook) -> tuple[Chapter, ...]:
    """Add chapters for what no row holds, so that nothing is left out of a brief because a table forgot it."""
    measures = [it.id for it in codebook.rows("measures", Measure) if not held(rows, "figure", it.id)]
    kinds = [it.id for it in codebook.rows("incident_kinds", IncidentKind) if not held(rows, "incident", it.id)]
    themes = [it for it in codebook.rows("themes", Theme) if not held(rows, "statement", it.id)]
    groups = dict.fromkeys(it.id.partition(".")[0] for it in themes)
    labels = {it.id: it.label for it in themes}
    return (
        *rows,
        *([Chapter(id="figures", label="Figures", measures=";".join(measures))] if measures else []),
        *([Chapter(id="happenings", label="Happenings", incidents=";".join(kinds))] if kinds else []),
        *(Chapter(id=it, label=labels.get(it, it.replace("_", " ").capitalize()), themes=it) for it in groups),
    )


def held(rows: tuple[Chapter, ...], kind: str, what: str) -> bool:
    """True when a chapter holds it."""
    return any(row.holds(kind, what) for row in rows)
