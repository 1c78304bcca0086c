"""A folder of gold readings and a folder of texts -> what `score` needs. Reads files, so it is not pure."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from musterbook.codebook.language_rows import UnitWord
from musterbook.codebook.load import Codebook
from musterbook.codebook.schema import Formation, Measure, Place, Source
from musterbook.errors import InputError
from musterbook.evaluate.names_equal import Aliases, names_from_rows, plain

ANCESTORS = 3  # how far above the gold folder its tables may lie


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold readings by name, in order of name, and the text of each."""

    gold: list[tuple[str, dict[str, Any]]]
    texts: dict[str, str]


def gold_from_folder(gold_dir: Path, texts_dir: Path, only: str = "") -> GoldSet:
    """Read every gold reading NAME.json with its text NAME.txt; `only` keeps one language.

    Raises InputError when a folder has no gold, a gold file is no JSON or a text is missing.
    """
    gold = [
        (path.stem, reading)
        for path in sorted(gold_dir.glob("*.json"))
        if (reading := _gold_of(path, only)) is not None
    ]
    if not gold:
        which = f" whose language is {only!r}" if only else ""
        raise InputError(f"{gold_dir}: no gold readings (*.json){which}; give the folder that holds them")
    return GoldSet(gold, {name: _text_of(texts_dir / f"{name}.txt") for name, _ in gold})


def _gold_of(path: Path, only: str) -> dict[str, Any] | None:
    """Return one gold reading, None for a JSON file that is none or is in another language."""
    try:
        reading = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise InputError(f"{path}: not a gold reading ({fault}); mend or remove it") from fault
    if not isinstance(reading, dict) or "figures" not in reading:
        return None
    return reading if only in ("", reading.get("language")) else None


def _text_of(path: Path) -> str:
    """Return the text that a gold reading is about."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: not readable as UTF-8 text ({fault}); each gold reading needs its text") from fault


def aliases_for(gold_dir: Path, codebook: Codebook) -> Aliases:
    """Return what the scorer knows about names: the tables that lie beside the gold, else the pack's own.

    Tables beside the gold are `domain/sources.tsv` and `tools/names.tsv` in a folder above it.
    """
    words = _words()
    rows = list(_rows_beside(gold_dir)) or list(_rows_of_pack(codebook))
    return Aliases(
        names=names_from_rows(rows),
        generic=words["generic"],
        telling=words["telling"],
        nations=words["nation"],
        wide=words["wide"],
        measures=frozenset(row.id for row in codebook.rows("measures", Measure) if not row.finer) - {"other"},
        timed=_timed_measures(codebook),
    )


def _rows_beside(gold_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield (name, aliases) from the nearest folder above the gold that has tables."""
    for folder in list(gold_dir.resolve().parents)[:ANCESTORS]:
        tables = [path for path in (folder / "domain/sources.tsv", folder / "tools/names.tsv") if path.is_file()]
        for path in tables:
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t"):
                    yield row["name"] or "", row["aliases"] or ""
        if tables:
            return


def _rows_of_pack(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Yield (name, aliases) of every source, formation and place of the pack: two spellings of a town are one name."""
    for source in codebook.rows("sources", Source):
        yield source.name, source.aliases
    for formation in codebook.rows("formations", Formation):
        yield formation.name, formation.aliases
    for place in codebook.rows("places", Place):
        yield place.name, place.aliases


def _timed_measures(codebook: Codebook) -> frozenset[str]:
    """Return the measures that are counted in a unit of time: 12 years are not 12 months."""
    times = {plain(row.surface) for row in codebook.rows("units", UnitWord) if row.kind.startswith("duration")}
    return frozenset(row.id for row in codebook.rows("measures", Measure) if times & {*plain(row.unit).split()})


def _words() -> dict[str, frozenset[str]]:
    """Return the words that decide whether names agree, by kind (words.csv)."""
    table = Path(str(files("musterbook"))) / "evaluate" / "words.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    kinds = sorted({row["kind"] for row in rows})
    return {kind: frozenset(row["word"] for row in rows if row["kind"] == kind) for kind in kinds}
