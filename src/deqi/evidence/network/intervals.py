"""Intervals and tail probabilities by the normal, t and χ² distributions."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtrit

from deqi.evidence.meta.values import Interval
from deqi.evidence.network.refusals import position
from deqi.evidence.network.values import Comparison, Estimates, Split


def normal(level: float) -> float:
    """Half-width of an interval of this level, in standard errors."""
    return float(ndtri(0.5 + 0.5 * level))


def interval(estimate: float, se: float, level: float) -> Interval:
    """Wald's interval."""
    width = normal(level) * se
    statistic = estimate / se if se > 0 else float("nan")
    p = float(2.0 * ndtr(-abs(statistic)))
    return Interval(
        estimate=float(estimate),
        se=float(se),
        low=float(estimate - width),
        high=float(estimate + width),
        statistic=float(statistic),
        p=p,
    )


def split(q: float, df: int) -> Split:
    """Q and its p value by χ²; rounding below nought is nought."""
    q = max(0.0, float(q))
    return Split(q=q, df=df, p=float(chdtrc(df, q)) if df > 0 else float("nan"))


def comparison(estimates: Estimates, treat1: str, treat2: str) -> Comparison:
    """`treat1` against `treat2`, with the prediction interval under the random-effects model.

    The interval is estimate ± t √(SE² + τ²) with df of Q less one (Higgins, Thompson & Spiegelhalter 2009).
    Raises BadInput for a treatment that no trial has.
    """
    a, b = position(estimates.treatments, treat1), position(estimates.treatments, treat2)
    value = interval(estimates.effects[a, b], estimates.ses[a, b], estimates.level)
    predicted = None
    if estimates.model == "random" and estimates.prediction_df > 0:
        t = float(stdtrit(estimates.prediction_df, 0.5 + 0.5 * estimates.level))
        width = t * float(np.hypot(value.se, np.sqrt(estimates.tau2)))
        predicted = (value.estimate - width, value.estimate + width)
    return Comparison(treat1=treat1, treat2=treat2, value=value, prediction=predicted)
