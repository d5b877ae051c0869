"""Estimates with their intervals, as the results tell them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.stats import t

from deqi.outcome.results.values import Estimate, Share
from deqi.outcome.trial.responders import wilson

LEVEL = 0.95
DIGITS = 4


def share_of(count: int, of: int) -> Share:
    """So many of so many (at least one), with Wilson's interval."""
    low, high = wilson(count, of, LEVEL)
    return Share(count=count, of=of, low=round(low, DIGITS), high=round(high, DIGITS))


def mean_of(values: Sequence[float]) -> Estimate | None:
    """The mean with Student's interval; None of fewer than two."""
    if len(values) < 2:
        return None
    middle = float(np.mean(values))
    reach = float(t.ppf((1 + LEVEL) / 2, len(values) - 1)) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return Estimate(value=round(middle, DIGITS), low=round(middle - reach, DIGITS), high=round(middle + reach, DIGITS))


def uncertain_share(share: float, variance: float) -> Estimate:
    """A share with Wilson's interval, of as many people as would give this variance."""
    spread = share * (1 - share)
    of = spread / variance if variance > 0 and spread > 0 else math.inf
    if math.isinf(of):
        return Estimate(value=round(share, DIGITS), low=round(share, DIGITS), high=round(share, DIGITS))
    low, high = wilson(share * of, of, LEVEL)
    return Estimate(value=round(share, DIGITS), low=round(low, DIGITS), high=round(high, DIGITS))
