"""A cross table of counts -> the cells as they may be shown: small ones hidden, and others with them so that no sum gives one away.

With its totals a table is a set of equations: every row and every column adds up. A hidden cell is given away when only one
number fits. It is safe when it could be one more or one less while others make up for it along a closed path of hidden cells; such a
path is looked for through each small cell, and where none is hidden already, the one whose counts are smallest is hidden too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from musterbook.model import demand

Key = tuple[str, str]  # row, column
TOTAL = "total"
LEAST = 5  # a smaller count of people in a row and a column can point at one of them
HIDDEN = "withheld"
HEADLINE = 10**15  # dearer than all counts of a table together


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
    ['43', '<5', 'withheld', '27', 'withheld', 'withheld', '70', '23', '47']
    """
    demand(all(value >= 0 for value in counts.values()), "counts are not negative", None)
    demand(not any(TOTAL in key for key in counts), "totals are made here", TOTAL)
    grid = _grid(counts, least)
    small = {key for key, value in grid.counts.items() if 0 < value < least and key not in headline}
    hidden = _with_company(grid, small, headline)
    return tuple(_cell(grid, key, key in _told(small), key in hidden) for key in sorted(grid.counts))


def _told(small: set[Key]) -> set[Key]:
    """The small cells that are shown as small. A total is not: four cells "<5" that add up to "<5" are one each."""
    return {key for key in small if TOTAL not in key}


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
    """Return the cells to hide: the small ones, and those that it takes so that none of them can be worked out."""
    hidden = set(small)
    for key in sorted(small):
        search = _Search(grid, key, _told(small), hidden, headline)
        both = [up for up in (True, False) if grid.room(key, key in search.small, up)]
        ways = [way for up in both if (way := search.cheapest(up))]
        hidden.update(min(ways)[1] if ways else grid.counts)  # where nothing can move, nothing is shown
    return hidden


@dataclass(frozen=True, slots=True)
class _Search:
    """The look for a closed path through one small cell that costs least to hide."""

    grid: _Grid
    key: Key
    small: set[Key]
    hidden: set[Key]
    headline: frozenset[Key]

    def price(self, cell: Key) -> int:
        """What hiding a cell costs: nothing when it is hidden, its count, and more than all others for a headline."""
        if cell in self.hidden:
            return 0
        return self.grid.counts[cell] + 1 + (cell in self.headline) * HEADLINE

    def free(self, cell: Key, up: bool) -> bool:
        """True when a cell can take part in a path, going this way."""
        return cell != self.key and self.grid.room(cell, cell in self.small, up)

    def cheapest(self, up: bool) -> tuple[int, tuple[Key, ...]] | None:
        """Return price and cells of the path that makes up for one more (or less) in the cell, from its column to its row.

        In a column the next cell goes the other way; in the row it stands in, the one after that goes as the first did.
        """
        todo: list[tuple[int, tuple[Key, ...], str]] = [(0, (), self.key[1])]
        done: set[str] = set()
        while todo:
            cost, path, column = heappop(todo)
            if path and path[-1][0] == self.key[0]:
                return cost, path
            if column in done:
                continue
            done.add(column)
            for row in self.grid.rows:
                cell = (row, column)
                if not self.free(cell, not up):
                    continue
                paid = cost + self.price(cell)
                if row == self.key[0]:
                    heappush(todo, (paid, (*path, cell), column))
                    continue
                for other in ((row, across) for across in self.grid.columns if across not in done):
                    if self.free(other, up):
                        heappush(todo, (paid + self.price(other), (*path, cell, other), other[1]))
        return None
