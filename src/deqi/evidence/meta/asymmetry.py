"""Small studies that differ from large ones: Egger's test, and trim and fill."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from deqi.evidence.meta.pool import COMMON, pool, pool_many
from deqi.evidence.meta.regression import regress
from deqi.evidence.meta.values import Array, Asymmetry, Effects, Filled

ROUNDS = 100


def egger(effects: Effects, method: str = "REML", *, classic: bool = False) -> Asymmetry:
    """Does the effect hang on the standard error (Egger 1997)? `limit` is the effect at a standard error of nought.

    As a meta-regression with τ² by `method` and a z test; `classic`: the weighted regression with
    multiplicative dispersion and a t test, as first published.
    """
    errors = {"standard error": np.sqrt(effects.variances)}
    if not classic:
        fit = regress(effects, errors, method)
        slope, limit = fit.coefficients[1].value, fit.coefficients[0].value
        return Asymmetry(statistic=slope.statistic, distribution="z", df=None, p=slope.p, limit=limit)
    fit = regress(effects, errors, COMMON, "knha")  # Knapp–Hartung with τ² at nought is multiplicative dispersion
    slope, limit = fit.coefficients[1].value, fit.coefficients[0].value
    return Asymmetry(statistic=slope.statistic, distribution="t", df=fit.q_residual_df, p=slope.p, limit=limit)


def trim_and_fill(
    effects: Effects, method: str = "REML", estimator: str = "L0", side: str | None = None, test: str = "z"
) -> Filled:
    """How many studies seem to be missing, and the effect with them (Duval & Tweedie 2000).

    `side` is where they are missing; left out, it is the side opposite to that to which Egger's slope
    leans. It shows how much the result could hang on missing studies; it does not find them.
    """
    side = side or ("left" if egger(effects, method).statistic > 0 else "right")
    sign = 1.0 if side == "left" else -1.0
    y = sign * effects.estimates
    order = np.argsort(y, kind="stable")
    missing, centre, raw = 0, 0.0, 0.0
    for _ in range(ROUNDS):
        centre = _centre(effects, y, order[: len(y) - missing], method)
        raw = _missing(y - centre, estimator)
        before, missing = missing, max(0, round(raw))
        if missing == before:
            break
    imputed = order[len(y) - missing :]
    added = sign * (2 * centre - y[imputed])
    return Filled(
        side=side,
        estimator=estimator,
        missing=missing,
        missing_se=_missing_se(len(y), raw, estimator),
        pooled=pool(_with(effects, added, effects.variances[imputed]), method, test),
        imputed=tuple(zip(added.tolist(), effects.variances[imputed].tolist(), strict=True)),
    )


def _centre(effects: Effects, y: Array, kept: NDArray[np.intp], method: str) -> float:
    mean, _, _ = pool_many(y[kept], effects.variances[kept], method)
    return float(mean[0])


def _missing(centred: Array, estimator: str) -> float:
    """L0 or R0 of Duval & Tweedie, from the signed ranks of the distances to the centre; not yet rounded."""
    k = len(centred)
    ranks = np.sign(centred) * _ranks(np.abs(centred))
    if estimator == "R0":
        return k - float(np.max(-ranks, initial=0.0)) - 1
    positive = float(ranks[ranks > 0].sum())
    return (4 * positive - k * (k + 1)) / (2 * k - 1)


def _ranks(a: Array) -> Array:
    """Ranks from 1, equal values sharing their mean (scipy.stats does the same, and takes a second to import)."""
    _, place, times = np.unique(a, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(times) - (times - 1) / 2)[place], float)


def _missing_se(k: int, missing: float, estimator: str) -> float:
    """Standard error of the number, from the variance of the rank sum that it rests on (their appendix)."""
    if estimator == "R0":
        return float(np.sqrt(2 * max(0.0, missing) + 2))
    m = missing
    powers = k * (k + 1) * (2 * k + 1) + 10 * m**3 + 27 * m**2 + 17 * m
    crossed = -18 * k * m**2 - 18 * k * m + 6 * k**2 * m
    return float(4 * np.sqrt((powers + crossed) / 24) / (2 * k - 1))


def _with(effects: Effects, estimates: Array, variances: Array) -> Effects:
    k, n = len(effects.studies), len(estimates)
    return replace(
        effects,
        studies=(*effects.studies, *(f"filled {i + 1}" for i in range(n))),
        rows=(*effects.rows, *range(k + 1, k + n + 1)),
        estimates=np.concatenate([effects.estimates, estimates]),
        variances=np.concatenate([effects.variances, variances]),
        people=(),
    )
