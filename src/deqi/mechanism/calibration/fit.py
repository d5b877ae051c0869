"""The typical person that meets the targets best, how firmly each parameter is held, and others that meet them too.

Least squares on the logarithms, with each parameter's range as its prior: what no target tells stays where the
prior has it, and is reported as not identified. The posterior is Laplace's at the best point; members of the
ensemble are drawn from it and kept by how they really meet the targets.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from deqi.knowledge.entities import ModelParameter
from deqi.mechanism.calibration.targets import Given, Target
from deqi.mechanism.engine import NotSolved
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.people import Typical

STEP = 2e-2  # of a logarithm, for differences: well above the solver's noise
RANGE_SDS = 4  # a range spans so many standard deviations of the prior
MARGIN = 1e-6
LEAST_SHARE = 1 / 30  # of a value whose range reaches down to nothing
DRAWS_FOR_EACH = 32  # candidates for each member of the ensemble
HOPELESS = 50.0  # residual of a person whose equations cannot be followed


@dataclass(frozen=True)
class Fit:
    """A calibrated typical person: best values, the logarithms' covariance, and how the targets are met."""

    names: tuple[str, ...]
    values: Array
    covariance: Array
    prior_sd: Array
    residuals: Array  # of the targets, in tolerances
    off_prior: Array  # how far each value lies from its prior, in the prior's standard deviations
    given: Array
    free: Mapping[str, ModelParameter]

    @property
    def misfit(self) -> float:
        """Sum of squared residuals of the targets."""
        return float(np.sum(self.residuals**2))

    @property
    def shrunk(self) -> Array:
        """The share of each prior's standard deviation that the targets took away: near 0, they say nothing."""
        return 1 - np.sqrt(np.diag(self.covariance)) / self.prior_sd

    def changes(self) -> dict[str, float]:
        """The calibrated numbers by name."""
        return dict(zip(self.names, map(float, self.values), strict=True))

    @property
    def unlikely(self) -> float:
        """How far the values lie from the prior, as a sum of squares."""
        return float(np.sum(self.off_prior**2))


def log_ranges(free: Mapping[str, ModelParameter]) -> tuple[Array, Array]:
    """Logarithms of the lowest and highest values; a range that begins at nothing begins at a small share instead."""
    low = np.log([max(parameter.range[0], parameter.value * LEAST_SHARE) for parameter in free.values()])
    return low, np.log([parameter.range[1] for parameter in free.values()])


class _Problem:
    """Residuals of the targets and of the prior, over the logarithms of the free parameters."""

    def __init__(
        self, typical: Typical, free: Mapping[str, ModelParameter], targets: Sequence[Target], given: Given
    ) -> None:
        self.typical, self.names, self.given = typical, tuple(free), given
        self.mean = np.log([parameter.value for parameter in free.values()])
        self.low, self.high = log_ranges(free)
        self.sd = (self.high - self.low) / RANGE_SDS
        self.observed = np.array([target.observed for target in targets])
        self.tolerance = np.array([target.tolerance for target in targets])

    def off(self, logs: Array) -> Array:
        """How far the targets are missed, in tolerances."""
        try:
            found = self.given(self.typical.with_(dict(zip(self.names, np.exp(logs), strict=True))))
        except NotSolved:
            return np.full(len(self.observed), HOPELESS)
        off = (found - self.observed) / self.tolerance
        bounded: Array = np.where(np.isfinite(off), np.clip(off, -HOPELESS, HOPELESS), HOPELESS)
        return bounded

    def residuals(self, logs: Array) -> Array:
        """Of the targets and of the prior."""
        return np.concatenate([self.off(logs), (logs - self.mean) / self.sd])

    def slopes(self, logs: Array) -> Array:
        """Differences of the targets' residuals for a step of each logarithm; the prior's are known."""
        here = self.off(logs)
        columns = []
        for place in range(len(self.names)):
            moved = logs.copy()
            step = STEP if logs[place] + STEP < self.high[place] else -STEP
            moved[place] += step
            columns.append((self.off(moved) - here) / step)
        return np.vstack([np.column_stack(columns), np.diag(1 / self.sd)])


def sensitivity(
    typical: Typical, free: Mapping[str, ModelParameter], targets: Sequence[Target], given: Given
) -> dict[str, float]:
    """How many tolerances one standard deviation of each parameter's prior moves the targets, together."""
    problem = _Problem(typical, free, targets, given)
    slopes = problem.slopes(problem.mean)[: len(targets)] * problem.sd
    return dict(zip(problem.names, map(float, np.linalg.norm(slopes, axis=0)), strict=True))


def draws(free: Mapping[str, ModelParameter], normal: Array) -> Array:
    """Values of the free parameters (draws, parameters) drawn from their priors by standard normal numbers."""
    low, high = log_ranges(free)
    mean = np.log([parameter.value for parameter in free.values()])
    drawn: Array = np.exp(np.clip(mean + normal * (high - low) / RANGE_SDS, low, high))
    return drawn


def misfits_of(
    typical: Typical, free: Mapping[str, ModelParameter], targets: Sequence[Target], given: Given, values: Array
) -> Array:
    """Sums of squared residuals of the targets for several sets of values (sets, parameters)."""
    problem = _Problem(typical, free, targets, given)
    return np.array([float(np.sum(problem.off(row) ** 2)) for row in np.log(values)])


def fit(
    typical: Typical,
    free: Mapping[str, ModelParameter],
    targets: Sequence[Target],
    given: Given,
    *,
    begin: Mapping[str, float] | None = None,
    steps: int = 20,
    told: Callable[[float], object] = lambda _: None,
) -> Fit:
    """Calibrate the free parameters of a typical person, from their own values or from `begin`.

    Args:
        steps: at most so many, each of which looks at every parameter.
        told: hears the misfit at each step.
    """
    problem = _Problem(typical, free, targets, given)

    def slopes(logs: Array) -> Array:
        found = problem.slopes(logs)
        told(float(np.sum(problem.off(logs) ** 2)))
        return found

    start = problem.mean if begin is None else np.log([begin[name] for name in problem.names])
    found = least_squares(
        problem.residuals,
        np.clip(start, problem.low + MARGIN, problem.high - MARGIN),
        jac=slopes,
        bounds=(problem.low, problem.high),
        max_nfev=steps,
        x_scale=problem.sd,
    )
    jacobian = np.asarray(found.jac)
    off, off_prior = found.fun[: len(targets)], found.fun[len(targets) :]
    return Fit(
        names=problem.names,
        values=np.exp(found.x),
        covariance=np.linalg.inv(jacobian.T @ jacobian),
        prior_sd=problem.sd,
        residuals=off,
        off_prior=off_prior,
        given=off * problem.tolerance + problem.observed,
        free=dict(free),
    )


def resampled(
    best: Fit, typical: Typical, targets: Sequence[Target], given: Given, count: int, seed: int
) -> list[tuple[dict[str, float], float, Array]]:
    """The best typical person and others of the posterior: changes, misfit, and what the model gives for the targets.

    Drawn from the normal distribution about the best one, and kept in proportion to how much likelier each
    really is than that distribution has it; without repeats, so that no member stands twice.
    """
    problem = _Problem(typical, best.free, targets, given)
    generator = np.random.default_rng(seed)
    centre, half = np.log(best.values), np.linalg.cholesky(best.covariance)
    steps = generator.standard_normal((DRAWS_FOR_EACH * count, len(centre)))
    logs = np.clip(centre + steps @ half.T, problem.low, problem.high)
    off = np.array([problem.off(row) for row in logs])
    prior = (logs - problem.mean) / problem.sd
    likelier = 0.5 * np.sum(steps**2, axis=1) - 0.5 * np.sum(off**2, axis=1) - 0.5 * np.sum(prior**2, axis=1)
    # the greatest of the log weights with Gumbel noise: drawing without putting back
    kept = np.argsort(-(likelier + generator.gumbel(size=len(likelier))))[: count - 1]
    found = [(best.changes(), best.misfit, best.given)]
    for row in kept:
        changes = dict(zip(best.names, map(float, np.exp(logs[row])), strict=True))
        given_here = off[row] * problem.tolerance + problem.observed
        found.append((changes, float(np.sum(off[row] ** 2)), given_here))
    return found
