"""What the linker is measured beside: the one-a-day rule of conflict data sets, and Splink 5 as it comes.

Splink is a dependency of development only, imported inside the function: the rest runs without it. Untuned means: comparisons
from its own library at round thresholds, its own defaults for everything else, trained on the input without any labels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from musterbook.compared import Entry, Sort

THRESHOLDS = (0.05, 0.2, 0.5, 0.95, 0.99)
COLUMNS = ("unique_id", "what", "side", "value", "period", "month", "place", "origin", "formation", "law", "population")


def one_a_day(entries: Sequence[Entry]) -> list[list[str]]:
    """One fact for each kind, measure, side, place and day (or month, as far as it is told); without a time it stays alone.

    >>> from musterbook.compared import Party
    >>> who = Party("x", "x", "", Sort.named)
    >>> def at(id: str, period: str) -> Entry: return Entry(id, id, "incident", "trial", who, place="p", period=period)
    >>> one_a_day([at("a", "2024-05-02"), at("b", "2024-05-02"), at("c", "2024-05-03"), at("d", ""), at("e", "")])
    [['a', 'b'], ['c'], ['d'], ['e']]
    """
    cells: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entry in entries:
        alone = "" if entry.period else entry.id
        cells[entry.kind, entry.what, entry.dim("side"), entry.place, entry.period, alone].append(entry.id)
    return list(cells.values())


def origin_key(entry: Entry) -> str | None:
    """Whom it is from, as far as the claim alone says; None for somebody unnamed."""
    end = entry.chain[-1] if entry.chain else entry.publisher
    return None if end.sort == Sort.unnamed else end.key


def table_of(entries: Sequence[Entry]) -> Any:
    """The entries as columns, "" as null."""
    import pyarrow

    rows = [
        (
            entry.id,
            entry.what,
            entry.dim("side") or None,
            float(entry.amount.low) if entry.amount else None,
            entry.period or None,
            entry.period.rpartition("/")[2][:7] or None,
            entry.place or None,
            origin_key(entry),
            entry.dim("formation") or None,
            entry.dim("law") or None,
            entry.population or None,
        )
        for entry in entries
    ]
    types = {"value": pyarrow.float64()}
    columns = zip(*rows, strict=True)
    arrays = [
        pyarrow.array(column, type=types.get(name, pyarrow.string()))
        for name, column in zip(COLUMNS, columns, strict=True)
    ]
    return pyarrow.table(dict(zip(COLUMNS, arrays, strict=True)))


def settings() -> Any:
    """What is blocked on and what is compared."""
    import splink.comparison_level_library as levels
    import splink.comparison_library as library
    from splink import SettingsCreator, block_on

    value = library.CustomComparison(
        output_column_name="value",
        comparison_levels=[
            levels.NullLevel("value"),
            levels.ExactMatchLevel("value"),
            levels.PercentageDifferenceLevel("value", 0.05),
            levels.PercentageDifferenceLevel("value", 0.2),
            levels.ElseLevel(),
        ],
    )
    period = library.CustomComparison(
        output_column_name="period",
        comparison_levels=[
            levels.NullLevel("period"),
            levels.ExactMatchLevel("period"),
            levels.ExactMatchLevel("month"),
            levels.ElseLevel(),
        ],
    )
    same = [library.ExactMatch(name) for name in ("place", "origin", "formation", "law", "population")]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[value, period, *same],
        blocking_rules_to_generate_predictions=[
            block_on("what", "side", "month"),
            block_on("what", "side", "value"),
            block_on("place", "period"),
        ],
        retain_matching_columns=False,
    )


def splink_clusters(
    entries: Sequence[Entry], thresholds: Sequence[float] = THRESHOLDS, *, seed: int = 1
) -> dict[float, list[list[str]]]:
    """Return the clusters of an untuned Splink at each threshold; alone: an entry that is linked with none."""
    from splink import DuckDBAPI, Linker, block_on

    database = DuckDBAPI()
    linker = Linker(database.register(table_of(entries)), settings(), log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("what", "side", "value", "period", "origin")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=seed)
    for rule in (block_on("what", "value"), block_on("what", "period"), block_on("origin", "value")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=min(thresholds))
    return {threshold: clusters_at(linker, pairs, threshold) for threshold in thresholds}


def clusters_at(linker: Any, pairs: Any, threshold: float) -> list[list[str]]:
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
    groups: dict[str, list[str]] = defaultdict(list)
    rows = found.as_dict()
    for cluster, id_ in zip(rows["cluster_id"], rows["unique_id"], strict=True):
        groups[cluster].append(id_)
    return sorted(sorted(group) for group in groups.values())


def splink_version() -> str:
    """The version at hand, "" when it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    with suppress(PackageNotFoundError):
        return version("splink")
    return ""
