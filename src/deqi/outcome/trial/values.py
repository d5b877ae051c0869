"""A randomised trial as it is analysed, and what comes out, as frozen values.

Arms are numbered: 0 is the reference, the others stand in the order of their codes. `numpy` arrays inside are
never written to; a score that is not known is NaN. A difference is an arm's value minus the reference's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from deqi.core.values import Value

Array = NDArray[np.float64]
Places = NDArray[np.intp]


class Covariate(Value, frozen=True, kw_only=True):
    """One more thing that was known of everybody before treatment."""

    name: str
    numbers: Array | None = None  # (n,); None for a category
    cells: tuple[str, ...] = ()  # of a category; "" where it is not known
    levels: tuple[str, ...] = ()  # the first is the one that the others are compared with

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n,), of whom it is known."""
        return np.array([bool(cell) for cell in self.cells]) if self.numbers is None else np.isfinite(self.numbers)


class Trial(Value, frozen=True, kw_only=True):
    """Everybody who was randomised, a place each, in the order of the file."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]  # of the arms, as the file has them
    arms: tuple[str, ...]  # their names
    arm: Places  # (n,)
    baseline: Array  # (n,)
    scores: Array  # (n, times)
    baseline_name: str
    times: tuple[str, ...]  # names of the follow-ups, the main one last
    covariates: tuple[Covariate, ...] = ()
    cluster: tuple[str, ...] = ()  # who treated each; empty where that is not asked
    cluster_name: str = ""
    notes: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """How many were randomised."""
        return len(self.ids)


class Estimate(Value, frozen=True, kw_only=True):
    """A number with its error and interval; `p` of the hypothesis that it is nought. `df` ∞ for a normal test."""

    estimate: float
    se: float
    df: float
    low: float
    high: float
    p: float


class Contrast(Value, frozen=True, kw_only=True):
    """One arm minus the reference."""

    arm: str
    value: Estimate
    holm: float | None = None  # p after Holm, where several arms are compared with the reference


class Fit(Value, frozen=True, kw_only=True):
    """One way of estimating the difference at one time."""

    method: str  # final | change | ancova | adjusted | hc3 | mixed | mmrm | imputed | cluster | robust
    time: str
    n: int
    contrasts: tuple[Contrast, ...]


def estimate_of(estimate: float, se: float, df: float = math.inf, level: float = 0.95) -> Estimate:
    """With interval and two-sided p from the t distribution, or the normal one where df is ∞."""
    if not (math.isfinite(estimate) and math.isfinite(se)) or se <= 0 or df <= 0:
        return Estimate(estimate=estimate, se=se, df=df, low=math.nan, high=math.nan, p=math.nan)
    law = t(df) if math.isfinite(df) else norm
    reach = float(law.ppf((1 + level) / 2)) * se
    p = float(2 * law.sf(abs(estimate / se)))
    return Estimate(estimate=estimate, se=se, df=df, low=estimate - reach, high=estimate + reach, p=p)


def holm(ps: Sequence[float]) -> list[float]:
    """p values after Holm's step-down correction, in their order."""
    out, highest = [math.nan] * len(ps), 0.0
    order = sorted((i for i, p in enumerate(ps) if not math.isnan(p)), key=lambda i: ps[i])
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * ps[i]))
        out[i] = highest
    return out


def contrasts_of(arms: Sequence[str], values: Sequence[Estimate]) -> tuple[Contrast, ...]:
    """A contrast for each arm but the reference, with Holm's p where there are several."""
    if len(values) == 1:
        return (Contrast(arm=arms[1], value=values[0]),)
    corrected = holm([value.p for value in values])
    return tuple(
        Contrast(arm=arm, value=value, holm=p) for arm, value, p in zip(arms[1:], values, corrected, strict=True)
    )
