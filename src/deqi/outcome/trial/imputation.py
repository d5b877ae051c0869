"""Multiple imputation within each arm, pooled by Rubin's rules, and what if the missing did worse than that.

Each score is drawn from a Bayesian linear regression on the covariates and the other scores of the arm, in the
order of time; where gaps are not monotone the chain goes round ten times. All imputations are drawn together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from deqi.core.values import Value
from deqi.outcome.trial.designs import NotEnough, arm_columns, covariate_columns, expect_rank
from deqi.outcome.trial.values import Array, Estimate, Fit, Trial, contrasts_of, estimate_of

Seen = NDArray[np.bool_]  # where a score was seen

ROUNDS = 10  # of the chain, where gaps are not monotone
SPARE = 3  # degrees of freedom that a regression must leave
FLAT = 1e-10  # of the largest eigenvalue: directions in which an arm's people do not differ
FARTHEST = 10.0  # standard deviations up to which the tipping point is looked for
SHIFTS = (0.0, 0.25, 0.5, 0.75, 1.0)  # standard deviations told in the table


class Rubin(Value, frozen=True, kw_only=True):
    """One arm's pooled difference and how much of its uncertainty comes from what is missing."""

    arm: str
    within: float
    between: float
    missing_information: float  # share of the variance
    monte_carlo_error: float  # of the estimate


class Imputed(Value, frozen=True, kw_only=True):
    """The adjusted difference over all who were randomised, at each time, the main one last."""

    imputations: int
    people: int
    rounds: int
    filled: tuple[int, ...]  # scores drawn at each time
    fits: tuple[Fit, ...]
    rubin: tuple[tuple[Rubin, ...], ...]


class Shift(Value, frozen=True, kw_only=True):
    """The difference when the missing are so much worse than imputed."""

    delta: float
    in_sd: float
    value: Estimate


class Tipping(Value, frozen=True, kw_only=True):
    """How much worse the missing of the arm that does better would have to be for the interval to reach nought.

    `delta` is nought where it does already, and None where it does not within ten standard deviations or where
    nobody of that arm is missing.
    """

    arm: str
    shifted: str  # the arm whose missing are made worse
    missing: int
    sd: float  # of the scores at that time, pooled
    delta: float | None
    shifts: tuple[Shift, ...]


@dataclass(frozen=True)
class Filled:
    """Every imputation: baselines (m, n), scores (m, n, times), and what was there before."""

    baseline: Array
    scores: Array
    rounds: int


def impute(trial: Trial, imputations: int, rng: np.random.Generator) -> Filled:
    """Draw all that is missing; raises NotEnough where an arm has too few people for its regressions."""
    known = np.column_stack([trial.baseline, trial.scores])
    everybody = np.ones(trial.people, dtype=bool)
    covariates, _ = covariate_columns(trial, everybody, fill=True)
    out = np.broadcast_to(known, (imputations, *known.shape)).copy()
    rounds = 1 if _is_monotone(known) else ROUNDS
    for i, name in enumerate(trial.arms):
        own = np.flatnonzero(trial.arm == i)
        # by what is known of them, so that the order of the file has no part in who is drawn what
        own = own[np.lexsort(np.column_stack([known, covariates])[own].T)]
        fixed = np.column_stack([np.ones(len(own)), covariates[own]])
        out[:, own] = _chain(out[:, own], np.isfinite(known[own]), fixed, rounds, rng, name)
    return Filled(out[:, :, 0], out[:, :, 1:], rounds)


def pooled(trial: Trial, filled: Filled, level: float) -> Imputed:
    """The adjusted difference at each time in every imputation, taken together."""
    fits, rubins = [], []
    for at in range(len(trial.times)):
        regressions = _Regressions(trial, filled, at)
        both = [regressions.pooled(i, level) for i in range(1, len(trial.arms))]
        contrasts = contrasts_of(trial.arms, [value for value, _ in both])
        fits.append(Fit(method="imputed", time=trial.times[at], n=trial.people, contrasts=contrasts))
        rubins.append(tuple(rubin for _, rubin in both))
    return Imputed(
        imputations=len(filled.scores),
        people=trial.people,
        rounds=filled.rounds,
        filled=tuple(int(count) for count in (~np.isfinite(trial.scores)).sum(axis=0)),
        fits=tuple(fits),
        rubin=tuple(rubins),
    )


def tipping(trial: Trial, filled: Filled, level: float, *, lower_is_better: bool) -> tuple[Tipping, ...]:
    """For each arm, the shift of the missing at the main follow-up that brings the interval to nought."""
    regressions = _Regressions(trial, filled, len(trial.times) - 1)
    return tuple(_tipping(trial, regressions, i, level, lower_is_better) for i in range(1, len(trial.arms)))


def rubin(estimates: Array, variances: Array, complete_df: float, level: float) -> tuple[Estimate, Rubin]:
    """Rubin's rules with the degrees of freedom of Barnard and Rubin 1999."""
    m = len(estimates)
    within, between = float(variances.mean()), float(estimates.var(ddof=1))
    total = within + (1 + 1 / m) * between
    share = (1 + 1 / m) * between / total
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
    df = 1 / (share**2 / (m - 1) + 1 / observed)
    parts = Rubin(
        arm="", within=within, between=between, missing_information=share, monte_carlo_error=math.sqrt(between / m)
    )
    return estimate_of(float(estimates.mean()), math.sqrt(total), df, level), parts


class _Regressions:
    """The adjusted regression at one time in every imputation, ready to be shifted."""

    def __init__(self, trial: Trial, filled: Filled, at: int) -> None:
        self.trial = trial
        everybody = np.ones(trial.people, dtype=bool)
        covariates, names = covariate_columns(trial, everybody, fill=True)
        shared = np.column_stack([np.ones(trial.people), arm_columns(trial), covariates])
        expect_rank(shared, ("intercept", *trial.arms[1:], *names), trial.people - 1)
        count = len(filled.scores)
        before = filled.baseline - filled.baseline.mean(axis=1, keepdims=True)
        self.x = np.concatenate([np.broadcast_to(shared, (count, *shared.shape)), before[:, :, None]], axis=2)
        self.y = filled.scores[:, :, at]
        self.missing = ~np.isfinite(trial.scores[:, at])
        self.df = float(trial.people - self.x.shape[2])
        transposed = self.x.transpose(0, 2, 1)
        self.inverse = np.linalg.inv(transposed @ self.x)
        self.hat = self.inverse @ transposed  # (m, terms, n)
        self.beta = np.einsum("mpn,mn->mp", self.hat, self.y)
        self.left = self.y - np.einsum("mnp,mp->mn", self.x, self.beta)

    def pooled(self, i: int, level: float, shifted: Array | None = None) -> tuple[Estimate, Rubin]:
        """Arm i's difference; `shifted` (n,) is added to everybody's score."""
        estimates, left = self.beta[:, i], self.left
        if shifted is not None:
            moved = self.hat @ shifted  # (m, terms)
            estimates = estimates + moved[:, i]
            left = left + shifted - np.einsum("mnp,mp->mn", self.x, moved)
        variances = np.einsum("mn,mn->m", left, left) / self.df * self.inverse[:, i, i]
        value, parts = rubin(estimates, variances, self.df, level)
        return value, Rubin(
            arm=self.trial.arms[i],
            within=parts.within,
            between=parts.between,
            missing_information=parts.missing_information,
            monte_carlo_error=parts.monte_carlo_error,
        )


def _tipping(trial: Trial, regressions: _Regressions, i: int, level: float, lower_is_better: bool) -> Tipping:
    start, _ = regressions.pooled(i, level)
    arm_is_better = (start.estimate < 0) == lower_is_better
    shifted = i if arm_is_better else 0
    who = (regressions.missing & (trial.arm == shifted)).astype(float) * (1.0 if lower_is_better else -1.0)
    sd = _pooled_sd(trial)

    def at(delta: float) -> Estimate:
        return regressions.pooled(i, level, delta * who)[0]

    def nearest_end(delta: float) -> float:  # the end of the interval that lies towards nought; above 0 beyond it
        value = at(delta)
        return value.high if start.estimate < 0 else -value.low

    return Tipping(
        arm=trial.arms[i],
        shifted=trial.arms[shifted],
        missing=int(np.abs(who).sum()),
        sd=sd,
        delta=_root(nearest_end, FARTHEST * sd) if who.any() else (0.0 if nearest_end(0) >= 0 else None),
        shifts=tuple(Shift(delta=step * sd, in_sd=step, value=at(step * sd)) for step in SHIFTS),
    )


def _root(function: Callable[[float], float], farthest: float) -> float | None:
    """The first place at which the function reaches nought from below, on a grid fine enough for its one bend."""
    if function(0.0) >= 0:
        return 0.0
    places = np.linspace(0, farthest, 41).tolist()
    for low, high in pairwise(places):
        if function(high) >= 0:
            return float(brentq(function, low, high, xtol=1e-6 * farthest))
    return None


def _pooled_sd(trial: Trial) -> float:
    squares, people = 0.0, 0
    for i in range(len(trial.arms)):
        values = trial.scores[trial.arm == i, -1]
        values = values[np.isfinite(values)]
        squares += float(((values - values.mean()) ** 2).sum())
        people += len(values) - 1
    return math.sqrt(squares / people)


def _is_monotone(known: Array) -> bool:
    """Whether whoever misses one score misses all later ones, the baseline being there."""
    seen = np.isfinite(known)
    return bool(seen[:, 0].all() and (seen[:, 1:] <= seen[:, :-1]).all())


def _chain(values: Array, seen: Seen, fixed: Array, rounds: int, rng: np.random.Generator, arm: str) -> Array:
    """An arm's scores (m, people, times) with every gap drawn."""
    times = values.shape[2]
    gaps = [at for at in range(times) if not seen[:, at].all()]
    for turn in range(rounds):
        for at in gaps:
            others = [k for k in range(times) if k != at and (turn > 0 or k < at)]
            x = np.concatenate([np.broadcast_to(fixed, (len(values), *fixed.shape)), values[:, :, others]], axis=2)
            values[:, ~seen[:, at], at] = _drawn(x, values[:, :, at], seen[:, at], rng, arm)
    return values


def _drawn(x: Array, y: Array, seen: Seen, rng: np.random.Generator, arm: str) -> Array:
    """Scores of whoever is not seen: σ² and β from their posterior under a flat prior, then the score itself."""
    count = len(x)
    there, absent = x[:, seen], x[:, ~seen]
    transposed = there.transpose(0, 2, 1)
    values, axes = np.linalg.eigh(transposed @ there)
    kept = values > FLAT * values[:, -1:]
    root = np.where(kept, 1 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
    df = int(seen.sum()) - int(kept.sum(axis=1).max())
    if df < SPARE:
        raise NotEnough(f"arm '{arm}' has too few scores at one time to impute the others from {x.shape[2]} terms")
    scaled = axes * root[:, None, :]  # a root of (X′X)⁻¹
    observed = y[:, seen]
    beta = np.einsum("mpk,mqk,mq->mp", scaled, scaled, np.einsum("mpn,mn->mp", transposed, observed))
    left = observed - np.einsum("mnp,mp->mn", there, beta)
    sigma = np.sqrt(np.einsum("mn,mn->m", left, left) / rng.chisquare(df, count))[:, None]
    beta = beta + sigma * np.einsum("mpk,mk->mp", scaled, rng.standard_normal(root.shape))
    noise = sigma * rng.standard_normal((count, absent.shape[1]))
    drawn: Array = np.einsum("mnp,mp->mn", absent, beta) + noise
    return drawn
