"""Pooling: one effect for several studies, under a common effect or under effects that differ."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from deqi.evidence.meta.heterogeneity import (
    ESTIMATORS,
    Data,
    Weighted,
    at,
    data,
    tau2,
    tau2_interval,
    tau2_se,
    weighted,
)
from deqi.evidence.meta.values import Array, Effects, Interval, Pooled

COMMON = "FE"
METHODS = (*ESTIMATORS, COMMON)
TESTS = ("z", "knha")


def pool(
    effects: Effects, method: str = "REML", test: str = "z", level: float = 0.95, *, profile: bool = False
) -> Pooled:
    """The studies' common effect, or the mean of effects that differ.

    `method`: an estimator of τ² (`METHODS`); FE gives the common effect. `test`: z, or knha for the
    adjustment of Knapp & Hartung (2003), whose intervals keep their level with few studies. `profile` adds
    the interval of τ², which takes as long as all the rest. One study alone comes back as it is.
    """
    d = data(effects.estimates, effects.variances)
    fixed = weighted(d, 1 / d.v)
    estimate = np.zeros(1) if method == COMMON else tau2(d, method)
    fit = fixed if method == COMMON else at(d, estimate)
    tau = float(estimate[0])
    k = len(effects.studies)
    overall = interval_of(float(fit.beta[0, 0]), _se(fit, test, k - 1), test, k - 1, level)
    q = float(fixed.q[0])
    typical = typical_variance(fixed, d)
    random = method != COMMON
    se = tau2_se(d, estimate, method) if random and k > 1 else None
    between = tau2_interval(d, level) if profile and random and k > 1 else None
    return Pooled(
        model="random" if random else "common",
        method=method,
        test=test,
        level=level,
        studies=k,
        overall=overall,
        prediction=_prediction(overall, tau, test, k, level) if random and k > 1 else None,
        tau2=tau,
        tau2_se=None if se is None else float(se[0]),
        tau2_interval=None if between is None else (float(between[0][0]), float(between[1][0])),
        i2=100 * (tau / (tau + typical) if random else _excess(q, k - 1)),
        h2=1 + tau / typical if random else (q / (k - 1) if k > 1 else 1.0),
        q=q,
        q_df=k - 1,
        q_p=float(chdtrc(k - 1, q)) if k > 1 else 1.0,
        weights=tuple((100 * fit.w[:, 0] / fit.w[:, 0].sum()).tolist()),
    )


def pool_many(estimates: Array, variances: Array, method: str = "REML") -> tuple[Array, Array, Array]:
    """Many data sets at once: mean, standard error (z) and τ² of each row of (b, k); NaN for no study."""
    d = data(estimates, variances)
    between = np.zeros(len(d.n)) if method == COMMON else tau2(d, method)
    fit = at(d, between)
    return fit.beta[:, 0], np.sqrt(fit.covariance[:, 0, 0]), between


def interval_of(estimate: float, se: float, test: str, df: int, level: float) -> Interval:
    """An estimate's interval: normal, or of Student's t with `df` where that is adjusted."""
    width = critical(test, df, level) * se
    statistic = estimate / se if se > 0 else float("inf")
    tail = stdtr(df, -abs(statistic)) if test == "knha" and df > 0 else ndtr(-abs(statistic))
    return Interval(
        estimate=estimate,
        se=se,
        low=estimate - width,
        high=estimate + width,
        statistic=statistic,
        p=2 * float(tail),
    )


def critical(test: str, df: int, level: float) -> float:
    """How many standard errors an interval reaches to each side."""
    upper = (1 + level) / 2
    return float(stdtrit(df, upper) if test == "knha" and df > 0 else ndtri(upper))


def typical_variance(fixed: Weighted, d: Data) -> float:
    """What a study's sampling variance typically is, against which I² sets τ² (Higgins & Thompson 2002).

    Infinite where no freedom is left, so that I² is nought there.
    """
    df = float(d.df[0])
    return df / float(fixed.traces()[0][0]) if df > 0 else float("inf")


def adjusted(fit: Weighted, test: str, df: int) -> float:
    """By what the squared standard errors are multiplied: 1, or the factor of Knapp & Hartung."""
    return float(fit.q[0]) / df if test == "knha" and df > 0 else 1.0


def _se(fit: Weighted, test: str, df: int) -> float:
    return float(np.sqrt(fit.covariance[0, 0, 0] * adjusted(fit, test, df)))


def _excess(q: float, df: int) -> float:
    """The share of Q beyond what sampling alone gives."""
    return max(0.0, 1 - df / q) if df and q > df else 0.0


def _prediction(overall: Interval, tau2: float, test: str, k: int, level: float) -> tuple[float, float]:
    """Where the true effect of a new study would lie; as wide a multiple as that of the interval itself."""
    width = critical(test, k - 1, level) * float(np.sqrt(overall.se**2 + tau2))
    return overall.estimate - width, overall.estimate + width
