"""A cross table of counts -> the cells as they may be shown: small ones hidden, and others with them so that no sum gives one away.

With its totals a table is a set of equations: every row and every column adds up. A hidden cell is given away when only one
number fits. It is safe when it could be one more or one less while others make up for it along a closed path of hidden cells; such
paths are looked for, and as long as there is none for some small cell, the cheapest cell of its row or column is hidden too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from musterbook.model import demand

Key = tuple[str, str]  # row, column
TOTAL = "total"
LEAST = 5  # a smaller count of people in a row and a column can point at one of them
HIDDEN = "withheld"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell as it may be shown; `value` None when it is hidden. `small`: it is why something is hidden."""

    row: str
    column: str
    value: int | None
    shown: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    """Counts with their totals; a total counts negative, so that every line of the grid adds up to nothing."""

    counts: dict[Key, int]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    least: int

    def sign(self, key: Key) -> int:
        return -1 if (key[0] == TOTAL) != (key[1] == TOTAL) else 1

    def room(self, key: Key, small: bool, up: bool) -> bool:
        """True when a hidden cell could hold one more (or less), by what anybody can see of it."""
        more = up == (self.sign(key) > 0)
        low, high = (1, self.least - 1) if small else (0, None)
        return (high is None or self.counts[key] < high) if more else self.counts[key] > low


def cells_from_table(
    counts: Mapping[Key, int], *, least: int = LEAST, headline: frozenset[Key] = frozenset()
) -> tuple[Cell, ...]:
    """Return every cell and total of a table as it may be shown, sorted; cells that are not in `counts` are nought.

    Counts from 1 to `least` - 1 are hidden, unless they are in `headline`: published by at least two independent origins
    already. Nought is shown: it is about nobody.

    >>> [cell.shown for cell in cells_from_table({("a", "x"): 3, ("a", "y"): 40, ("b", "x"): 20, ("b", "y"): 7})]
    ['43', 'withheld', ...]
    """
    demand(all(value >= 0 for value in counts.values()), "counts are not negative", None)
    demand(not any(TOTAL in key for key in counts), "totals are made here", TOTAL)
    grid = _grid(counts, least)
    small = {key for key, value in grid.counts.items() if 0 < value < least and key not in headline}
    hidden = _with_company(grid, small, headline)
    return tuple(_cell(grid, key, key in small, key in hidden) for key in sorted(grid.counts))


def _cell(grid: _Grid, key: Key, small: bool, hidden: bool) -> Cell:
    value = grid.counts[key]
    shown = f"<{grid.least}" if small else HIDDEN if hidden else f"{value:,}"
    return Cell(*key, None if hidden else value, shown, small)


def _grid(counts: Mapping[Key, int], least: int) -> _Grid:
    rows = tuple(sorted({row for row, _ in counts}))
    columns = tuple(sorted({column for _, column in counts}))
    cells = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    cells |= {(row, TOTAL): sum(cells[row, column] for column in columns) for row in rows}
    cells |= {(TOTAL, column): sum(cells[row, column] for row in rows) for column in columns}
    cells[TOTAL, TOTAL] = sum(cells[row, TOTAL] for row in rows)
    return _Grid(cells, (*rows, TOTAL), (*columns, TOTAL), least)


def _with_company(grid: _Grid, small: set[Key], headline: frozenset[Key]) -> set[Key]:
    """Return the cells to hide: the small ones, and as many others as it takes that none of them can be worked out."""
    hidden = set(small)
    while exposed := next((key for key in sorted(small) if not _is_safe(key, grid, small, hidden)), None):
        row = {(exposed[0], column) for column in grid.columns} - hidden
        column = {(row_, exposed[1]) for row_ in grid.rows} - hidden
        lines = sorted((line for line in (row, column) if line), key=lambda line: (-len(line), sorted(line)))
        choice = lines[0] if lines else set(grid.counts) - hidden
        if not choice:
            break
        hidden.add(min(choice, key=lambda key: _cost(key, grid, headline)))
    return hidden


def _cost(key: Key, grid: _Grid, headline: frozenset[Key]) -> tuple[bool, int, bool, int, Key]:
    """What hiding a cell costs: headlines last, totals late, noughts after counts (they hide little), small before large."""
    value = grid.counts[key]
    return key in headline, key.count(TOTAL), value == 0, value, key


def _is_safe(key: Key, grid: _Grid, small: set[Key], hidden: set[Key]) -> bool:
    """True when a hidden cell could as well hold one more or one less."""
    return any(grid.room(key, key in small, up) and _can_balance(key, up, grid, small, hidden) for up in (True, False))


def _can_balance(key: Key, up: bool, grid: _Grid, small: set[Key], hidden: set[Key]) -> bool:
    """True when other hidden cells can make up for a change of one: a path from the cell's column back to its row.

    In a column the next cell goes the other way, in the row it stands in the one after goes as the first, and so on.
    """
    others = hidden - {key}
    reached, todo = {key[1]}, [key[1]]
    ways = {row: [k for k in others if k[0] == row] for row in grid.rows}
    rows_seen: set[str] = set()
    while todo:
        column = todo.pop()
        for cell in (k for k in others if k[1] == column):
            if cell[0] in rows_seen or not grid.room(cell, cell in small, not up):
                continue
            if cell[0] == key[0]:
                return True
            rows_seen.add(cell[0])
            for after in ways[cell[0]]:
                if after[1] not in reached and grid.room(after, after in small, up):
                    reached.add(after[1])
                    todo.append(after[1])
    return False
