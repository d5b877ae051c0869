"""Formulas of statistics that more than one engine needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Array = NDArray[np.float64]


def small_sample_factor(df: Array | float) -> Array:
    """J(df) = Γ(df/2) / (√(df/2) Γ((df − 1)/2)), by which a standardised difference is too large."""
    half = np.asarray(df, dtype=np.float64) / 2
    factor: Array = np.exp(gammaln(half) - 0.5 * np.log(half) - gammaln(half - 0.5))
    return factor
