"""What goes into a meta-analysis and what comes out, as frozen values.

`numpy` arrays inside are never written to. Estimates stand on the scale on which they are pooled: log
for ratios (`Effects.log` is true), so that whoever prints them raises e to them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deqi.core.values import Value

Array = NDArray[np.float64]


class Effects(Value, frozen=True, kw_only=True):
    """One effect and its sampling variance a study, in the order of the file."""

    studies: tuple[str, ...]  # unique names
    rows: tuple[int, ...]  # where each stands in its file, for messages
    estimates: Array  # (k,)
    variances: Array  # (k,), above zero
    measure: str  # MD, SMD, RR, OR, RD, ROM, or GEN for what the file gives ready-made
    log: bool = False
    people: tuple[float, ...] = ()  # in each study, where the file tells


class Interval(Value, frozen=True, kw_only=True):
    """An estimate with its standard error and interval; `p` of the hypothesis that it is nought."""

    estimate: float
    se: float
    low: float
    high: float
    statistic: float
    p: float


class Pooled(Value, frozen=True, kw_only=True):
    """What studies say together, under one model."""

    model: str  # "random" | "common"
    method: str  # how τ² was estimated: REML, ML, DL …; FE for the common effect
    test: str  # "z" | "knha" (Knapp–Hartung)
    level: float
    studies: int
    overall: Interval
    prediction: tuple[float, float] | None  # of the true effect in a new study; None for the common effect
    tau2: float
    tau2_se: float | None
    tau2_interval: tuple[float, float] | None  # by the Q profile
    i2: float  # percent
    h2: float
    q: float
    q_df: int
    q_p: float
    weights: tuple[float, ...]  # percent, in the order of the studies


class Coefficient(Value, frozen=True, kw_only=True):
    """One moderator's slope, or the intercept."""

    name: str
    value: Interval


class Regression(Value, frozen=True, kw_only=True):
    """How the effect changes with properties of the studies."""

    method: str
    test: str
    studies: int
    coefficients: tuple[Coefficient, ...]
    tau2: float  # what the moderators leave
    tau2_se: float | None
    i2: float
    r2: float | None  # percent of τ² that they explain
    q_residual: float
    q_residual_df: int
    q_residual_p: float
    q_moderators: float
    q_moderators_df: int
    q_moderators_p: float


class Step(Value, frozen=True, kw_only=True):
    """The pooled effect without one study, or with one more."""

    study: str
    overall: Interval
    tau2: float
    i2: float


class Subgroup(Value, frozen=True, kw_only=True):
    """The studies that share a property, pooled."""

    name: str
    pooled: Pooled


class Subgroups(Value, frozen=True, kw_only=True):
    """All subgroups, and whether they differ."""

    groups: tuple[Subgroup, ...]
    q_between: float
    df: int
    p: float


class Asymmetry(Value, frozen=True, kw_only=True):
    """Egger's test: does the effect hang on the standard error?"""

    statistic: float
    distribution: str  # "z" | "t"
    df: int | None
    p: float
    limit: Interval  # the effect as the standard error goes to nought


class Filled(Value, frozen=True, kw_only=True):
    """Trim and fill: how many studies seem to be missing, on which side, and the effect with them."""

    side: str  # left | right
    estimator: str  # L0 | R0
    missing: int
    missing_se: float
    pooled: Pooled
    imputed: tuple[tuple[float, float], ...]  # estimate and variance of each


class Selection(Value, frozen=True, kw_only=True):
    """A step selection model: how much likelier a significant study is to be seen, and the effect without that."""

    steps: tuple[float, ...]  # one-sided p values at which the chance of publication changes
    relative: tuple[Interval, ...]  # chance of publication in each interval beyond the first, which is 1
    overall: Interval
    tau2: float
    likelihood_ratio: float
    df: int
    p: float
