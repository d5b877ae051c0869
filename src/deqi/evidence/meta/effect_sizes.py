"""Effect measures from what two arms report: estimate and sampling variance of each study.

Arguments are arrays of shape (k,), the first arm's before the second arm's; a positive difference means
that the first arm has more. Ratios come out as logarithms. Formulas as in the Cochrane Handbook (chapter 6)
and Hedges & Olkin (1985); the exact small-sample factor and the unbiased variance of the standardised
difference as in Hedges (1981). Events: of a study with an empty cell, a half is added to all four.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from deqi.core.statistics import small_sample_factor
from deqi.evidence.meta.values import Array

Estimates = tuple[Array, Array]  # estimate and variance, (k,) each
ADDED = 0.5  # to each cell of a study in which one is empty


def mean_difference(n1: Array, m1: Array, sd1: Array, n2: Array, m2: Array, sd2: Array) -> Estimates:
    """MD, in the unit of the scale; variances of the arms are not pooled."""
    return m1 - m2, sd1**2 / n1 + sd2**2 / n2


def standardised_mean_difference(
    n1: Array, m1: Array, sd1: Array, n2: Array, m2: Array, sd2: Array, *, form: str = "large-sample"
) -> Estimates:
    """SMD (Hedges' g) in pooled standard deviations, with the exact correction for small samples.

    `form`: `large-sample`, the usual variance, or `exact`, the unbiased one of Hedges (1981), which differs
    where arms are small.
    """
    df = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    j = small_sample_factor(df)
    g = j * (m1 - m2) / pooled
    if form == "large-sample":
        return g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))
    return g, 1 / n1 + 1 / n2 + (1 - (df - 2) / (df * j**2)) * g**2


def log_ratio_of_means(n1: Array, m1: Array, sd1: Array, n2: Array, m2: Array, sd2: Array) -> Estimates:
    """ROM: logarithm of the ratio of two means of one sign (delta method)."""
    return np.log(m1 / m2), (sd1 / m1) ** 2 / n1 + (sd2 / m2) ** 2 / n2


def log_risk_ratio(a: Array, n1: Array, c: Array, n2: Array) -> Estimates:
    """RR: logarithm of the ratio of risks; `a` of `n1` and `c` of `n2` had the event."""
    a, b, c, d = _filled(a, n1 - a, c, n2 - c)
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def log_odds_ratio(a: Array, n1: Array, c: Array, n2: Array) -> Estimates:
    """OR: logarithm of the ratio of odds."""
    a, b, c, d = _filled(a, n1 - a, c, n2 - c)
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def risk_difference(a: Array, n1: Array, c: Array, n2: Array) -> Estimates:
    """RD: difference of risks."""
    a, b, c, d = _filled(a, n1 - a, c, n2 - c)
    return a / (a + b) - c / (c + d), a * b / (a + b) ** 3 + c * d / (c + d) ** 3


def change_sd(before: Array, after: Array, correlation: Array) -> Array:
    """The standard deviation of change from those before and after and their correlation (Handbook 6.5.2.8)."""
    return np.sqrt(before**2 + after**2 - 2 * correlation * before * after)


def variance_from_p(estimate: Array, p: Array) -> Array:
    """The variance of an estimate whose two-sided p of a z test is printed."""
    return (np.abs(estimate) / -ndtri(p / 2)) ** 2


def variance_from_interval(low: Array, high: Array, level: float = 0.95) -> Array:
    """The variance from the ends of a symmetric interval; of a ratio give the logarithms of its ends."""
    return ((high - low) / (2 * ndtri((1 + level) / 2))) ** 2


def mean_from_quartiles(q1: Array, median: Array, q3: Array, n: Array) -> Estimates:
    """Mean and standard deviation from median and quartiles: Luo et al. (2018) and Wan et al. (2014)."""
    weight = 0.7 + 0.39 / n
    mean = weight * (q1 + q3) / 2 + (1 - weight) * median
    return mean, (q3 - q1) / (2 * ndtri((0.75 * n - 0.125) / (n + 0.25)))


def mean_from_range(low: Array, median: Array, high: Array, n: Array) -> Estimates:
    """Mean and standard deviation from median and range: Luo et al. (2018) and Wan et al. (2014)."""
    weight = 4 / (4 + n**0.75)
    mean = weight * (low + high) / 2 + (1 - weight) * median
    return mean, (high - low) / (2 * ndtri((n - 0.375) / (n + 0.25)))


def _filled(a: Array, b: Array, c: Array, d: Array) -> tuple[Array, Array, Array, Array]:
    """The four cells, with a half added to each in studies where one is empty."""
    added = np.where((a == 0) | (b == 0) | (c == 0) | (d == 0), ADDED, 0.0)
    return a + added, b + added, c + added, d + added
