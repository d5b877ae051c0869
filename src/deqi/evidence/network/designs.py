"""Designs: trials that compare the same set of treatments, and how much they differ among themselves."""

from __future__ import annotations

import numpy as np

from deqi.evidence.network.intervals import split
from deqi.evidence.network.rows import Rows
from deqi.evidence.network.tau import solve
from deqi.evidence.network.values import Array, Design, Indices, Split


def within_designs(rows: Rows) -> tuple[tuple[Design, ...], Split]:
    """Every design with its own Q under the common effect, and their sum."""
    sets, membership = design_sets(rows)
    trials: list[list[str]] = [[] for _ in sets]
    for trial, at in enumerate(membership):
        trials[at].append(rows.trials[trial])
    totals = _residuals(rows, sets, membership)
    designs = tuple(
        Design(
            treatments=tuple(rows.treatments[arm] for arm in arms),
            studies=tuple(names),
            within=split(totals[at], (len(names) - 1) * (len(arms) - 1)),
        )
        for at, (arms, names) in enumerate(zip(sets, trials, strict=True))
    )
    return designs, split(float(totals.sum()), sum(design.within.df for design in designs))


def design_sets(rows: Rows) -> tuple[list[tuple[int, ...]], Indices]:
    """The designs in the order of their treatments, and the design of each trial (s,)."""
    sets = sorted(set(rows.arms))
    place = {arms: at for at, arms in enumerate(sets)}
    return sets, np.array([place[arms] for arms in rows.arms], dtype=np.intp)


def _residuals(rows: Rows, sets: list[tuple[int, ...]], membership: Indices) -> Array:
    """Q of each design about its own effects (d,)."""
    of_row = membership[rows.trial]
    pairs = np.array([len(arms) == 2 for arms in sets])
    totals = np.zeros(len(sets))
    two = pairs[of_row]
    lowest = np.array([arms[0] for arms in sets], dtype=np.intp)
    at, weights = of_row[two], 1.0 / rows.variances[two]
    values = rows.values[two] * rows.design[two, lowest[at]]
    sums = np.bincount(at, weights, len(sets))
    means = np.bincount(at, weights * values, len(sets)) / np.where(sums > 0, sums, 1.0)
    totals += np.bincount(at, weights * (values - means[at]) ** 2, len(sets))
    counts = np.bincount(membership, minlength=len(sets))
    for several in np.flatnonzero(~pairs & (counts > 1)):
        totals[several] = _residual(rows, of_row == several, sets[several])
    return totals


def _residual(rows: Rows, mine: Array, arms: tuple[int, ...]) -> float:
    return solve(rows.design[mine][:, list(arms[1:])], rows.values[mine], 1.0 / rows.variances[mine]).q
