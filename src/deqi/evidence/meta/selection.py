"""A selection model: what the effect would be if significant studies were likelier to be published.

The step-function model of Vevea & Hedges (1995): beyond each one-sided p value in `steps` a study's chance
of being seen, relative to the first interval, is a constant of its own. It needs many studies and shows
how much a result could hang on selection; with few studies its intervals are wide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import chdtrc, ndtr, ndtri

from deqi.evidence.meta.pool import interval_of, pool
from deqi.evidence.meta.values import Array, Effects, Interval, Selection

Places = NDArray[np.intp]
STEP = 1e-4  # of a parameter's size, for the curvature


def selection(
    effects: Effects, steps: Sequence[float] = (0.025,), alternative: str = "greater", level: float = 0.95
) -> Selection:
    """The effect under selection by p value, by maximum likelihood.

    `alternative` is the direction that would be favoured: `greater` or `less`. Raises ValueError where
    an interval of p holds no study, since its constant cannot then be estimated.
    """
    sign = 1.0 if alternative == "greater" else -1.0
    y, v = sign * effects.estimates, effects.variances
    cuts = np.array([*steps, 1.0])
    places = np.searchsorted(cuts, ndtr(-y / np.sqrt(v)))
    _expect_studies(places, cuts)
    lost = _likelihood(y, v, cuts[:-1], places)
    start = pool(effects, "ML")
    free = np.array([sign * start.overall.estimate, np.log(max(start.tau2, 1e-4)), *np.zeros(len(steps))])

    def searched(t: Array) -> float:
        return lost(_natural(t))

    best = minimize(searched, free, method="BFGS", options={"gtol": 1e-8})
    found = _natural(best.x)
    errors = np.sqrt(np.diag(np.linalg.inv(_curvature(lost, found))))
    plain = lost(np.array([sign * start.overall.estimate, start.tau2, *np.ones(len(steps))]))
    ratio = max(0.0, 2 * (plain - lost(found)))
    relative = (_chance(float(d), float(e), level) for d, e in zip(found[2:], errors[2:], strict=True))
    return Selection(
        steps=tuple(steps),
        relative=tuple(relative),
        overall=interval_of(sign * float(found[0]), float(errors[0]), "z", 0, level),
        tau2=float(found[1]),
        likelihood_ratio=ratio,
        df=len(steps),
        p=float(chdtrc(len(steps), ratio)),
    )


def _chance(estimate: float, se: float, level: float) -> Interval:
    """A relative chance with its interval, which ends at nought: a chance is not negative."""
    interval = interval_of(estimate, se, "z", 0, level)
    return replace(interval, low=max(0.0, interval.low))


def _natural(free: Array) -> Array:
    """Mean, τ² and relative chances from the scale on which the search is free of bounds."""
    return np.array([free[0], *np.exp(free[1:])])


def _likelihood(y: Array, v: Array, steps: Array, places: Places) -> Callable[[Array], float]:
    """Minus the log likelihood of (mean, τ², relative chances)."""
    bounds = np.sqrt(v) * -ndtri(steps)[:, None]  # the effects at which p crosses a step, (steps, k)

    def lost(parameters: Array) -> float:
        mean, tau2, chances = parameters[0], parameters[1], np.array([1.0, *parameters[2:]])
        spread = np.sqrt(v + tau2)
        above = ndtr((mean - bounds) / spread)  # chance of an effect beyond each bound
        shares = np.diff(above, axis=0, prepend=0.0, append=1.0)
        seen = chances @ shares
        z = (y - mean) / spread
        return float(np.sum(0.5 * z**2 + np.log(spread) - np.log(chances[places]) + np.log(seen)))

    return lost


def _curvature(f: Callable[[Array], float], at: Array) -> Array:
    """The matrix of second derivatives by central differences."""
    h = STEP * np.maximum(np.abs(at), 0.1)
    moves = np.diag(h)
    n = len(at)
    out = np.empty((n, n))
    for i in range(n):
        for j in range(i, n):
            corners = [f(at + s * moves[i] + t * moves[j]) * s * t for s in (1, -1) for t in (1, -1)]
            out[i, j] = out[j, i] = sum(corners) / (4 * h[i] * h[j])
    return out


def _expect_studies(places: Places, cuts: Array) -> None:
    for place in range(len(cuts)):
        if not (places == place).any():
            low = 0.0 if place == 0 else cuts[place - 1]
            raise ValueError(
                f"no study has a one-sided p between {low:g} and {cuts[place]:g}; choose other steps or direction"
            )
