"""The columns that a model is fitted on: arms, baseline and covariates, without any that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from deqi.outcome.trial.values import Array, Covariate, Trial

DEPENDENT = 1e-7  # of a column's length, left after what the columns before it tell


class NotEnough(ValueError):
    """A model that these people cannot carry, and why."""


def arm_columns(trial: Trial) -> Array:
    """(n, arms − 1): 1 for the people of each arm but the reference."""
    return np.asarray((trial.arm[:, None] == np.arange(1, len(trial.arms))).astype(float))


def covariate_columns(trial: Trial, rows: NDArray[np.bool_], *, fill: bool = False) -> tuple[Array, tuple[str, ...]]:
    """(rows, columns) of all covariates and their names; categories as 0 and 1, numbers centred.

    `fill` sets an unknown number to the mean and makes a level of unknown categories (White and Thompson 2005,
    who show that this is sound where treatment was randomised); without it `rows` must all be known. A level
    that nobody in `rows` has is no column.
    """
    columns = [pair for covariate in trial.covariates for pair in _columns(covariate, rows, fill=fill)]
    names = tuple(name for name, _ in columns)
    values = np.column_stack([column for _, column in columns]) if columns else np.zeros((int(rows.sum()), 0))
    return values, names


def _columns(covariate: Covariate, rows: NDArray[np.bool_], *, fill: bool) -> Iterator[tuple[str, Array]]:
    if covariate.numbers is not None:
        values = covariate.numbers[rows]
        mean = float(np.nanmean(values)) if np.isfinite(values).any() else 0.0
        yield covariate.name, np.where(np.isnan(values), 0.0, values - mean) if fill else values - mean
        return
    cells = np.array(covariate.cells)[rows]
    levels = [level for level in covariate.levels if (cells == level).any()][1:]
    for level in [*levels, *([""] if fill and not covariate.known[rows].all() else [])]:
        yield f"{covariate.name} {level}".strip(), (cells == level).astype(float)


def complete(trial: Trial, *scores: Array) -> NDArray[np.bool_]:
    """(n,): of whom all these scores and every covariate are known."""
    known = np.asarray(np.isfinite(np.column_stack(scores)).all(axis=1))
    for covariate in trial.covariates:
        known &= covariate.known
    return known


def expect_rank(x: Array, names: tuple[str, ...], y_count: int) -> None:
    """Raise NotEnough where people are too few or a column adds nothing to those before it."""
    if y_count <= x.shape[1]:
        raise NotEnough(f"{y_count} people are too few for a model with {x.shape[1]} terms")
    _, r = np.linalg.qr(x)
    lengths = np.linalg.norm(x, axis=0)
    for name, left, length in zip(names, np.abs(np.diag(r)), lengths, strict=True):
        if left <= DEPENDENT * max(length, 1e-300):
            raise NotEnough(
                f"'{name}' says nothing that the arms, the baseline and the covariates before it do not say; "
                "leave it out of --adjust"
            )
