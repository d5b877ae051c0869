"""Meta-regression: how effects change with properties of the studies, and whether subgroups differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace
from scipy.special import chdtrc, fdtrc

from deqi.evidence.meta.heterogeneity import Mask, Weighted, at, data, tau2, tau2_se, weighted
from deqi.evidence.meta.pool import COMMON, adjusted, interval_of, pool, typical_variance
from deqi.evidence.meta.values import Array, Coefficient, Effects, Regression, Subgroup, Subgroups

INTERCEPT = "intercept"


def regress(
    effects: Effects,
    moderators: dict[str, Array],
    method: str = "REML",
    test: str = "z",
    level: float = 0.95,
) -> Regression:
    """Effects on moderators, each (k,), with an intercept; raises ValueError where they do not tell apart.

    R² is the share of τ² that the moderators explain, in percent (Raudenbush 2009).
    """
    x = _design(effects, moderators)
    k, p = x.shape
    d = data(effects.estimates, effects.variances, x)
    fixed = weighted(d, 1 / d.v)
    left = np.zeros(1) if method == COMMON else tau2(d, method)
    fit = fixed if method == COMMON else at(d, left)
    covariance = fit.covariance[0] * adjusted(fit, test, k - p)
    errors = np.sqrt(np.diag(covariance))
    se = None if method == COMMON else tau2_se(d, left, method)
    q_moderators, q_p = _moderators(fit, covariance, test, k - p)
    typical = typical_variance(fixed, d)
    names = (INTERCEPT, *moderators)
    return Regression(
        method=method,
        test=test,
        studies=k,
        coefficients=tuple(
            Coefficient(name=name, value=interval_of(float(b), float(e), test, k - p, level))
            for name, b, e in zip(names, fit.beta[0], errors, strict=True)
        ),
        tau2=float(left[0]),
        tau2_se=None if se is None else float(se[0]),
        i2=100 * float(left[0]) / (float(left[0]) + typical),
        r2=_explained(effects, method, float(left[0])),
        q_residual=float(fixed.q[0]),
        q_residual_df=k - p,
        q_residual_p=float(chdtrc(k - p, fixed.q[0])),
        q_moderators=q_moderators,
        q_moderators_df=p - 1,
        q_moderators_p=q_p,
    )


def subgroups(effects: Effects, groups: Sequence[str], method: str = "REML", test: str = "z") -> Subgroups:
    """Each group pooled by itself, and a test whether their means differ (each with its own τ²)."""
    names = list(dict.fromkeys(groups))
    parts = [Subgroup(name=n, pooled=pool(subset(effects, [g == n for g in groups]), method, test)) for n in names]
    means = np.array([part.pooled.overall.estimate for part in parts])
    weights = np.array([part.pooled.overall.se for part in parts]) ** -2
    q = float((weights * (means - np.average(means, weights=weights)) ** 2).sum())
    df = len(parts) - 1
    return Subgroups(groups=tuple(parts), q_between=q, df=df, p=float(chdtrc(df, q)) if df else 1.0)


def subset(effects: Effects, chosen: Sequence[bool] | Mask) -> Effects:
    """The chosen studies."""
    where = np.flatnonzero(np.asarray(chosen, bool))
    return replace(
        effects,
        studies=tuple(effects.studies[i] for i in where),
        rows=tuple(effects.rows[i] for i in where),
        estimates=effects.estimates[where],
        variances=effects.variances[where],
        people=tuple(effects.people[i] for i in where) if effects.people else (),
    )


def _design(effects: Effects, moderators: dict[str, Array]) -> Array:
    k = len(effects.studies)
    x = np.column_stack([np.ones(k), *moderators.values()])
    if k <= x.shape[1]:
        raise ValueError(f"{k} studies are too few for {x.shape[1] - 1} moderators; at least {x.shape[1] + 1} needed")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError(f"the moderators {', '.join(moderators)} do not tell the studies apart; leave one out")
    return x


def _moderators(fit: Weighted, covariance: Array, test: str, df: int) -> tuple[float, float]:
    """The test of all moderators together: χ², or F where errors are adjusted."""
    slopes = fit.beta[0, 1:]
    q = float(slopes @ np.linalg.solve(covariance[1:, 1:], slopes))
    m = len(slopes)
    return (q / m, float(fdtrc(m, df, q / m))) if test == "knha" else (q, float(chdtrc(m, q)))


def _explained(effects: Effects, method: str, left: float) -> float | None:
    if method == COMMON:
        return None
    alone = pool(effects, method).tau2
    return max(0.0, 100 * (alone - left) / alone) if alone > 0 else None
