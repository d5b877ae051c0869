"""Which counts of a table are not told, so that no small one can be reckoned from the others.

A table shows counts of cells and sums of them. Counts below a limit are held back; then, as long as what is left
narrows a small count to a range of fewer than `smallest` people, one more count that narrows it is held back too
(complementary suppression; Willenborg and de Waal 2001). The range is that of a linear programme over all cells, which
are nought or more: what a reader could reckon at best.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Floats = NDArray[np.float64]
Cells = frozenset[int]
TINY = 1e-7


@dataclass(frozen=True)
class Shown:
    """A count that a table would show: that of these cells. The higher `rank`, the later it is given up."""

    cells: Cells
    rank: int = 0


@dataclass
class Publication:
    """Cells with their counts, what is shown of them, and what a reader knows anyway.

    `guarded` are sums that may not be reckoned where they are small, shown or not; `ties` pairs of sums that are
    known to be the same, such as the totals of two tables.
    """

    counts: list[int] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    guarded: list[Cells] = field(default_factory=list)
    ties: list[tuple[Cells, Cells]] = field(default_factory=list)

    def cell(self, count: int) -> int:
        """A new cell; its place."""
        self.counts.append(count)
        return len(self.counts) - 1

    def show(self, cells: Iterable[int], rank: int = 0, *, guarded: bool = True) -> int:
        """Show a sum; its place in `shown`."""
        self.shown.append(Shown(frozenset(cells), rank))
        if guarded:
            self.guard(cells)
        return len(self.shown) - 1

    def guard(self, cells: Iterable[int]) -> None:
        """Let nobody reckon this sum where it is small."""
        self.guarded.append(frozenset(cells))

    def count(self, cells: Iterable[int]) -> int:
        """How many people there are in these cells."""
        return sum(self.counts[cell] for cell in cells)


def held_back(publication: Publication, smallest: int) -> frozenset[int]:
    """The places of what is not told."""
    guarded = set(publication.guarded)
    hidden = {
        place
        for place, one in enumerate(publication.shown)
        if one.cells in guarded and publication.count(one.cells) < smallest
    }
    for cells in sorted(guarded, key=sorted):
        if publication.count(cells) < smallest:
            hidden |= _widened(publication, cells, hidden, smallest)
    return frozenset(hidden)


def _widened(publication: Publication, cells: Cells, hidden: set[int], smallest: int) -> set[int]:
    """What must go besides, until the range of these cells is wide enough. More hidden never narrows a range."""
    besides: set[int] = set()
    while True:
        low, high, narrowing = reckoned(publication, cells, hidden | besides)
        if high - low >= smallest - TINY or not narrowing:
            return besides
        besides.add(
            min(narrowing, key=lambda p: (publication.shown[p].rank, publication.count(_cells(publication, p))))
        )


def reckoned(publication: Publication, cells: Cells, hidden: Iterable[int]) -> tuple[float, float, frozenset[int]]:
    """The lowest and the highest count that these cells could have by what is told, and what narrows it."""
    told = sorted(set(range(len(publication.shown))) - set(hidden))
    rows = [_row(publication, _cells(publication, place)) for place in told]
    rows += [_row(publication, one) - _row(publication, other) for one, other in publication.ties]
    sums = [float(publication.count(_cells(publication, place))) for place in told] + [0.0] * len(publication.ties)
    aim = _row(publication, cells)
    low, below = _end(aim, rows, sums)
    high, above = _end(-aim, rows, sums)
    used = [place for at, place in enumerate(told) if abs(above[at]) > TINY or abs(below[at]) > TINY]
    return low, -high, frozenset(used)


def _end(aim: Floats, rows: Sequence[Floats], sums: Sequence[float]) -> tuple[float, Floats]:
    """The least that a sum can be, and how much each told count has to do with it."""
    if not rows:
        return (0.0 if (aim >= 0).all() else -math.inf), np.zeros(0)
    found = linprog(aim, A_eq=np.array(rows), b_eq=np.array(sums), bounds=(0, None), method="highs")
    if found.status == UNBOUNDED:
        return -math.inf, np.zeros(len(rows))
    assert found.fun is not None  # the true counts meet every row
    return float(found.fun), np.asarray(found.eqlin.marginals)


UNBOUNDED = 3  # what linprog calls it


def _row(publication: Publication, cells: Cells) -> Floats:
    row = np.zeros(len(publication.counts))
    row[list(cells)] = 1.0
    return row


def _cells(publication: Publication, place: int) -> Cells:
    return publication.shown[place].cells
