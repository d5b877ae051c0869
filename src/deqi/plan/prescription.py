"""The choice of points: an exact small optimisation.

Each need (the place of pain, its channel, a pattern, a cause) is worth something; the first point
that meets it brings most, each further one half as much. One position, at most so many needles,
and no forbidden point: those never reach this module. Solved exactly with scipy's `milp` (HiGHS).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from deqi.core.values import Value

DIMINISHING = (1.0, 0.5, 0.25, 0.125)  # worth of the first, second … point for one need
NEEDLE_COST = 0.03  # few needles: a point must bring more than its needles cost
POSITION_COST = 0.001  # between equal prescriptions the position that comes first


class Candidate(Value, frozen=True, kw_only=True):
    """A point that may be used: its needles, the positions that reach it, the needs it meets (0 to 1 each)."""

    code: str
    needles: int
    positions: frozenset[str]
    meets: dict[str, float]


class Choice(Value, frozen=True, kw_only=True):
    """The chosen codes in order and the position they share."""

    codes: tuple[str, ...]
    position: str


def choose(
    candidates: list[Candidate],
    worth: dict[str, float],
    positions: tuple[str, ...],
    max_needles: int,
    each: Sequence[frozenset[str]] = (),
) -> Choice | None:
    """The best set of points reachable in one position; None where no candidate can be reached.

    `each`: groups of needs, of which every one gets a point where that is possible at all.
    """
    pool = sorted((c for c in candidates if c.positions & set(positions)), key=lambda c: c.code)
    if not pool or max_needles < min(c.needles for c in pool):
        return None
    needs = sorted(need for need in worth if any(need in c.meets for c in pool))
    model = _Model(pool, needs, positions)
    result = model.solve(worth, max_needles, each)
    if result is None and each:
        result = model.solve(worth, max_needles, ())
    if result is None:
        return None
    chosen = np.round(result).astype(bool)
    position = next(p for k, p in enumerate(positions) if chosen[model.position_at + k])
    return Choice(codes=tuple(c.code for i, c in enumerate(pool) if chosen[i]), position=position)


class _Model:
    """Columns: one a point (binary), one a position (binary), and the steps of each need (continuous)."""

    def __init__(self, pool: list[Candidate], needs: list[str], positions: tuple[str, ...]) -> None:
        self.pool, self.needs, self.positions = pool, needs, positions
        self.position_at = len(pool)
        self.step_at = self.position_at + len(positions)
        self.columns = self.step_at + len(needs) * len(DIMINISHING)

    def solve(self, worth: dict[str, float], max_needles: int, each: Sequence[frozenset[str]]) -> np.ndarray | None:
        """The columns of the best solution; None where the constraints leave none."""
        found: np.ndarray | None = milp(
            c=-self.worth(worth),
            constraints=[*self.constraints(max_needles), *self.serving(each)],
            bounds=Bounds(0, 1),
            integrality=self.integrality(),
        ).x
        return found

    def worth(self, worth: dict[str, float]) -> np.ndarray:
        gains = np.zeros(self.columns)
        gains[: len(self.pool)] = [-NEEDLE_COST * c.needles for c in self.pool]
        gains[self.position_at : self.step_at] = [-POSITION_COST * k for k in range(len(self.positions))]
        for n, need in enumerate(self.needs):
            at = self.step_at + n * len(DIMINISHING)
            gains[at : at + len(DIMINISHING)] = worth[need] * np.array(DIMINISHING)
        return gains

    def integrality(self) -> np.ndarray:
        kinds = np.zeros(self.columns)
        kinds[: self.step_at] = 1
        return kinds

    def constraints(self, max_needles: int) -> list[LinearConstraint]:
        n = len(self.pool)
        needles = {i: float(c.needles) for i, c in enumerate(self.pool)}
        one_position = {self.position_at + k: 1.0 for k in range(len(self.positions))}
        rows = (
            [needles]
            + [self._reach(i, c) for i, c in enumerate(self.pool)]
            + [self._cover(k) for k in range(len(self.needs))]
        )
        upper = [float(max_needles)] + [0.0] * n + [0.0] * len(self.needs)
        return [
            LinearConstraint(self._matrix(rows), -np.inf, upper),
            LinearConstraint(self._matrix([one_position]), 1.0, 1.0),
        ]

    def serving(self, each: Sequence[frozenset[str]]) -> list[LinearConstraint]:
        """At least one point for each group of needs."""
        rows = [{i: 1.0 for i, c in enumerate(self.pool) if not group.isdisjoint(c.meets)} for group in each]
        return [LinearConstraint(self._matrix([row]), 1.0, np.inf) for row in rows if row]

    def _reach(self, i: int, candidate: Candidate) -> dict[int, float]:
        """A point is used only in a position that reaches it."""
        reached = {self.position_at + k: -1.0 for k, p in enumerate(self.positions) if p in candidate.positions}
        return {i: 1.0, **reached}

    def _cover(self, k: int) -> dict[int, float]:
        """The steps of a need are filled by the chosen points that meet it."""
        at = self.step_at + k * len(DIMINISHING)
        steps = {at + j: 1.0 for j in range(len(DIMINISHING))}
        points = {i: -c.meets[self.needs[k]] for i, c in enumerate(self.pool) if self.needs[k] in c.meets}
        return {**points, **steps}

    def _matrix(self, rows: list[dict[int, float]]) -> csr_array:
        entries = [(r, column, value) for r, row in enumerate(rows) for column, value in row.items()]
        r, c, v = (np.array(part) for part in zip(*entries, strict=True))
        return coo_array((v, (r, c)), shape=(len(rows), self.columns)).tocsr()
