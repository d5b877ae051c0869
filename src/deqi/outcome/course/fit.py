"""What the people of a trial or a clinic tell of the course: draws from the posterior, without a Markov chain.

The mode is found by BFGS, the curvature there gives a t distribution that draws are proposed from, and the draws
are weighted by how likely they are (importance sampling, adapted twice to what came of it). Pareto-smoothed
weights tell whether that was sound (Vehtari, Simpson, Gelman, Yao and Gabry 2024): their shape `k` must stay
below 0.7.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from deqi.outcome.course.links import linked, slope, unlinked
from deqi.outcome.course.model import Data, Prior, log_likelihood, standardised, vague
from deqi.outcome.course.values import Person, Scale

Floats = NDArray[np.float64]
LogDensity = Callable[[Floats], Floats]

PROPOSED = (1000, 1500, 5000)  # draws in each round; each round learns from the one before
AT_ONCE = 96  # draws whose likelihood is computed together, so that they stay in the cache
PROPOSAL_TAILS = 6.0
STEP = 1e-3  # of the differences, in units of the prior's spread
SOUND = 0.7  # of the Pareto shape
FEWEST = 20  # people with a visit


class NotLearnt(ValueError):
    """Nothing can be learnt from these people, and why."""


@dataclass(frozen=True)
class Posterior:
    """Draws (draws, names) from the posterior, equally likely, and how they were found."""

    names: tuple[str, ...]
    draws: Floats
    mode: Floats
    effective: float  # how many independent draws the weighted ones are worth
    shape: float  # of the Pareto tail of the weights; sound below 0.7
    centre: float
    spread: float
    arms: tuple[str, ...]


def fit(
    scale: Scale,
    people: Sequence[Person],
    rng: np.random.Generator,
    *,
    keep: int = 1000,
    prior: Prior | None = None,
    standard: tuple[float, float] | None = None,
) -> Posterior:
    """The posterior of the course. `prior` and `standard` (centre and spread) of an earlier one, to go on learning.

    Raises NotLearnt where fewer than 20 people came back, or all started from the same score.
    """
    returned = [person for person in people if person.visits]
    if len(returned) < FEWEST:
        raise NotLearnt(f"{len(returned)} people have a score after the first; at least {FEWEST} are needed")
    centre, spread = standard or _standard(scale, returned)
    data = standardised(scale, returned, centre, spread)
    before = prior or vague(data.arms, practitioners=data.practitioners > 1, error=error_of(scale, centre, spread))
    names, draws, weights, mode = _sampled(before, data, rng)
    shape = pareto_shape(weights)
    chosen = draws[_systematic(weights, keep, rng)]
    return Posterior(
        names=names,
        draws=chosen,
        mode=mode,
        effective=float(1 / (weights**2).sum()),
        shape=shape,
        centre=centre,
        spread=spread,
        arms=data.arms,
    )


def error_of(scale: Scale, centre: float, spread: float) -> float | None:
    """The error of measurement in units of the spread, at the middle of the baselines; None where none is known."""
    if scale.error is None:
        return None
    return scale.error * slope(scale, float(unlinked(scale, centre))) / spread


def _standard(scale: Scale, people: Sequence[Person]) -> tuple[float, float]:
    on_link = linked(scale, [person.baseline for person in people])
    spread = float(on_link.std(ddof=1))
    if spread <= 1e-9 * max(1.0, abs(float(on_link.mean()))):
        raise NotLearnt("everybody started from the same score, so that nothing is told of those who start elsewhere")
    return float(on_link.mean()), spread


def _sampled(prior: Prior, data: Data, rng: np.random.Generator) -> tuple[tuple[str, ...], Floats, Floats, Floats]:
    def log_posterior(points: Floats) -> Floats:
        parts = [points[start : start + AT_ONCE] for start in range(0, len(points), AT_ONCE)]
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            found = np.concatenate([log_likelihood(prior.names, part, data) for part in parts])
        return np.where(np.isfinite(found), found, -np.inf) + prior.log_density(points)

    spreads = np.sqrt(np.diag(prior.covariance))
    mode = middle = _mode(log_posterior, prior.mean, spreads)
    covariance = _covariance(log_posterior, mode, spreads, prior.covariance)
    for count in PROPOSED:
        draws, weights = _weighted(log_posterior, middle, covariance, count, rng)
        if 1 / (weights**2).sum() > 5 * len(middle):  # enough of them are of use to tell a covariance
            middle = weights @ draws
            covariance = ((draws - middle) * weights[:, None]).T @ (draws - middle)
    return prior.names, draws, weights, mode


def _mode(log_posterior: LogDensity, start: Floats, spreads: Floats) -> Floats:
    """Where the posterior is highest; gradients by central differences, all in one call."""

    def minus(units: Floats) -> tuple[float, Floats]:
        steps = np.vstack([np.zeros_like(units), STEP * np.eye(len(units)), -STEP * np.eye(len(units))])
        values = -log_posterior(start + spreads * (units + steps))
        return float(values[0]), (values[1 : len(units) + 1] - values[len(units) + 1 :]) / (2 * STEP)

    found = minimize(minus, np.zeros_like(start), jac=True, method="BFGS", options={"gtol": 1e-2, "maxiter": 200})
    return np.asarray(start + spreads * found.x)


def _covariance(log_posterior: LogDensity, mode: Floats, spreads: Floats, widest: Floats) -> Floats:
    """The inverse of the curvature at the mode; directions that curve the wrong way are as wide as the prior."""
    count = len(mode)
    step = 30 * STEP
    pairs = [(i, j) for i in range(count) for j in range(i, count)]
    unit = step * np.eye(count)
    corners = [
        signs[0] * unit[i] + signs[1] * unit[j] for i, j in pairs for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1))
    ]
    values = log_posterior(mode + spreads * np.array(corners)).reshape(-1, 4)
    bends = (values[:, 0] - values[:, 1] - values[:, 2] + values[:, 3]) / (4 * step**2)
    curvature = np.zeros((count, count))
    for (i, j), value in zip(pairs, bends, strict=True):
        curvature[i, j] = curvature[j, i] = -value
    roots, axes = np.linalg.eigh(curvature)
    least = 1 / (np.diag(widest) / spreads**2).max()  # in these units the prior curves by one
    variances = 1 / np.maximum(roots, least)
    return np.asarray((axes * variances) @ axes.T * np.outer(spreads, spreads))


def _weighted(
    log_posterior: LogDensity, middle: Floats, covariance: Floats, count: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draws from a t distribution, and weights that sum to one."""
    lower = np.linalg.cholesky(covariance)
    normal = rng.standard_normal((count, len(middle)))
    stretch = rng.chisquare(PROPOSAL_TAILS, count) / PROPOSAL_TAILS
    off = normal / np.sqrt(stretch)[:, None]
    draws = middle + off @ lower.T
    proposal = -(PROPOSAL_TAILS + len(middle)) / 2 * np.log1p((off**2).sum(axis=1) / PROPOSAL_TAILS)
    log_weights = smoothed(log_posterior(draws) - proposal)
    return draws, np.exp(log_weights - logsumexp(log_weights))


def smoothed(log_weights: Floats) -> Floats:
    """Weights whose largest are put in the order statistics of the Pareto distribution that fits them."""
    count = len(log_weights)
    tail = _tail(count)
    order = np.argsort(log_weights)
    largest, cut = order[-tail:], log_weights[order[-tail - 1]]
    if not np.isfinite(cut):
        return log_weights
    excess = np.exp(log_weights[largest] - log_weights[order[-1]]) - np.exp(cut - log_weights[order[-1]])
    shape, scale = _pareto(excess)
    expected = (np.arange(tail) + 0.5) / tail
    stretched = scale * (np.expm1(-shape * np.log1p(-expected)) / shape if abs(shape) > 1e-9 else -np.log1p(-expected))
    out = log_weights.copy()
    out[largest] = np.minimum(
        np.log(stretched + np.exp(cut - log_weights[order[-1]])) + log_weights[order[-1]], log_weights[order[-1]]
    )
    return out


def pareto_shape(weights: Floats) -> float:
    """The shape of the tail of some weights: below 0.7 their mean can be trusted."""
    tail = _tail(len(weights))
    ordered = np.sort(weights)
    return _pareto(ordered[-tail:] - ordered[-tail - 1])[0]


def _tail(count: int) -> int:
    return int(min(0.2 * count, 3 * math.sqrt(count)))


def _pareto(excess: Floats) -> tuple[float, float]:
    """Shape and scale of a generalised Pareto distribution, by the estimate of Zhang and Stephens (2009)."""
    ordered = np.sort(excess)
    count = len(ordered)
    if ordered[-1] <= 0:
        return 0.0, 0.0
    grid = 30 + int(math.sqrt(count))
    quartile = max(ordered[int(count / 4 + 0.5) - 1], ordered[-1] * 1e-12)
    rates = 1 / ordered[-1] + (1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))) / (3 * quartile)
    shapes = -np.log1p(-rates[:, None] * ordered).mean(axis=1)
    profile = count * (np.log(rates / shapes) + shapes - 1)
    chosen = float(np.exp(profile - logsumexp(profile)) @ rates)
    raw = float(np.log1p(-chosen * ordered).mean())
    shape = (raw * count + 0.5 * 10) / (count + 10)  # drawn towards one half, as few values tell little
    return shape, -raw / chosen


def _systematic(weights: Floats, keep: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Places of `keep` draws, each chosen about as often as its weight says, in random order."""
    steps = (rng.random() + np.arange(keep)) / keep
    places = np.searchsorted(np.cumsum(weights), steps).clip(max=len(weights) - 1)
    return rng.permutation(places)
