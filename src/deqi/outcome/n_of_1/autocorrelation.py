"""A straight line's regression with errors that fade from day to day: cor(e_s, e_t) = ρ^|s − t|.

Days may be missing: the errors are Markov, so that each day is told from the day before it that is there, and
dividing by what is left turns generalised least squares into ordinary ones (Cochrane and Orcutt's step with Prais and
Winsten's first day, for uneven gaps). ρ is found by restricted maximum likelihood (Patterson and Thompson 1971).

Under flat priors on β and log σ, what is known of one coefficient given ρ is Student's t about the estimate, and of
ρ itself the restricted likelihood (Harville 1974). Averaging over ρ keeps what taking the likeliest ρ as true would
lose: in a few weeks of scores nobody knows ρ well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import stdtr, stdtrit

from deqi.outcome.n_of_1.values import Array

EDGE = 0.995  # beyond it scores of some weeks tell nothing of ρ
PLACES = 200  # steps over ρ
NODES = np.linspace(-EDGE, EDGE, PLACES + 1)
HALVINGS = 60


@dataclass(frozen=True)
class At:
    """Generalised least squares at one ρ: β (p,), (X′V⁻¹X)⁻¹, σ² by REML, and the restricted log-likelihood."""

    rho: float
    beta: Array
    inverse: Array
    variance: float
    log_likelihood: float

    def se(self, place: int) -> float:
        """The standard error of one coefficient."""
        return math.sqrt(self.variance * float(self.inverse[place, place]))


class Regression:
    """y (n,) on x (n, p) of full rank, n > p + 1, at rising whole days."""

    def __init__(self, x: Array, y: Array, days: Array) -> None:
        self.both = np.column_stack([x, y])
        self.gaps = np.diff(days)
        self.free = len(y) - x.shape[1]

    def at(self, rho: float) -> At:
        """The fit at one ρ between −1 and 1."""
        told = np.sign(rho) ** self.gaps * abs(rho) ** self.gaps
        left = np.sqrt(1 - told**2)
        plain = self.both.copy()
        plain[1:] = (self.both[1:] - told[:, None] * self.both[:-1]) / left[:, None]
        q, r = np.linalg.qr(plain[:, :-1])
        back = np.linalg.inv(r)
        along = q.T @ plain[:, -1]
        variance = float(((plain[:, -1] - q @ along) ** 2).sum()) / self.free
        logs = 2 * float(np.log(left).sum() + np.log(np.abs(np.diag(r))).sum())
        value = -0.5 * (self.free * (math.log(2 * math.pi * variance) + 1) + logs)
        return At(rho, back @ along, back @ back.T, variance, value)

    @cached_property
    def fits(self) -> tuple[At, ...]:
        """The fits at all NODES."""
        return tuple(self.at(float(rho)) for rho in NODES)

    def likeliest(self) -> At:
        """The fit at the ρ of the highest restricted likelihood."""
        heights = [fit.log_likelihood for fit in self.fits]
        top = int(np.argmax(heights))
        ends = (NODES[max(0, top - 1)], NODES[min(PLACES, top + 1)])
        found = minimize_scalar(
            lambda rho: -self.at(rho).log_likelihood, bounds=ends, method="bounded", options={"xatol": 1e-10}
        )
        return max((self.at(float(found.x)), self.fits[top]), key=lambda fit: fit.log_likelihood)

    def posterior(self, place: int) -> Posterior:
        """What is known of one coefficient, ρ being as likely beforehand anywhere between −1 and 1."""
        heights = np.array([fit.log_likelihood for fit in self.fits])
        weights = np.exp(heights - heights.max())
        return Posterior(
            weights=weights / weights.sum(),
            middles=np.array([fit.beta[place] for fit in self.fits]),
            errors=np.array([fit.se(place) for fit in self.fits]),
            df=self.free,
        )


@dataclass(frozen=True)
class Posterior:
    """Student's t laws with `df` degrees of freedom, weighted."""

    weights: Array
    middles: Array
    errors: Array
    df: int

    def below(self, value: float) -> float:
        """The probability that the coefficient lies below a value."""
        return float(self.weights @ stdtr(self.df, (value - self.middles) / self.errors))

    def quantile(self, share: float) -> float:
        """The value below which the coefficient lies with this probability."""
        ends = stdtrit(self.df, share) * self.errors + self.middles
        low, high = float(ends.min()), float(ends.max())
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return (low + high) / 2
