"""Weighted regression on independent rows, and τ² by moments, REML or ML.

Rows have variances d + τ². With A = W − W X (X'WX)⁻¹ X'W the residual sum is Q = z'Az, and
E(Q) = rows − parameters + τ² tr A at τ² = 0 (DerSimonian & Laird; Jackson, White & Riley 2012, Stat Med
31:3805). REML and ML go up the score ½ (z'AAz − tr A), for ML tr W in place of tr A, by Fisher's steps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deqi.evidence.network.values import Array

METHODS = ("DL", "REML", "ML")
STEPS = 500  # Fisher's steps at most
CLOSE = 1e-11  # relative step at which the maximum counts as found


class Solved(NamedTuple):
    """A weighted regression."""

    beta: Array  # (p,)
    covariance: Array  # (p, p)
    q: float  # weighted sum of squared residuals
    weights: Array  # (N,)
    residuals: Array  # (N,)


def solve(design: Array, values: Array, weights: Array) -> Solved:
    """Weighted least squares; `design` (N, p) has full column rank."""
    weighted = design.T * weights
    covariance: Array = np.linalg.inv(weighted @ design).astype(np.float64, copy=False)
    beta = covariance @ (weighted @ values)
    residuals = values - design @ beta
    return Solved(beta, covariance, float(weights @ residuals**2), weights, residuals)


def tau2(method: str, design: Array, values: Array, variances: Array) -> float:
    """Heterogeneity variance of rows about their regression; 0 where no row is left over to tell it."""
    if len(values) <= design.shape[1]:
        return 0.0
    moment = by_moments(design, values, variances)
    return moment if method == "DL" else _climb(method, design, values, variances, moment)


def by_moments(design: Array, values: Array, variances: Array, fit: Solved | None = None) -> float:
    """τ² of DerSimonian and Laird, not below nought; `fit` is the regression at τ² = 0 where it is known."""
    fit = fit or solve(design, values, 1.0 / variances)
    left = len(values) - design.shape[1]
    if left < 1:
        return 0.0
    return float(max(0.0, (fit.q - left) / _trace(design, fit)))


def _trace(design: Array, fit: Solved) -> float:
    """Trace of A."""
    squared = (design.T * fit.weights**2) @ design
    return float(fit.weights.sum() - np.sum(fit.covariance * squared))


class _Place(NamedTuple):
    """The likelihood at one τ²."""

    height: float  # log-likelihood but for a constant
    step: float  # Fisher's step from here: score over information


def _climb(method: str, design: Array, values: Array, variances: Array, start: float) -> float:
    """The maximum of the (restricted) likelihood, from the better of the moment estimate and nought."""

    def look(at: float) -> _Place:
        return _look(method, design, solve(design, values, 1.0 / (variances + at)))

    here, place = max(((at, look(at)) for at in {start, 0.0}), key=lambda found: found[1].height)
    for _ in range(STEPS):
        there = max(0.0, here + place.step)
        if abs(there - here) <= CLOSE * (float(variances.mean()) + here):
            return there
        beyond = look(there)
        while beyond.height < place.height - CLOSE * abs(place.height):
            there = 0.5 * (here + there)
            beyond = look(there)
        here, place = there, beyond
    return here


def _look(method: str, design: Array, fit: Solved) -> _Place:
    weights = fit.weights
    height = 0.5 * (float(np.log(weights).sum()) - fit.q)
    slope = float(np.sum((weights * fit.residuals) ** 2)) - float(weights.sum())
    information = float(weights @ weights)
    if method == "ML":
        return _Place(height, slope / information)
    hat = fit.covariance @ ((design.T * weights**2) @ design)
    cubed = (design.T * weights**3) @ design
    information += float(np.sum(hat * hat.T)) - 2.0 * float(np.sum(fit.covariance * cubed))
    restricted = height + 0.5 * float(np.linalg.slogdet(fit.covariance)[1])
    return _Place(restricted, (slope + float(np.trace(hat))) / information)
