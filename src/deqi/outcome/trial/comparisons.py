"""Differences between arms at one time: of scores, of changes, and adjusted for the baseline and covariates."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_law

from deqi.core.statistics import small_sample_factor
from deqi.core.values import Value
from deqi.outcome.trial.designs import NotEnough, arm_columns, complete, covariate_columns, expect_rank
from deqi.outcome.trial.regression import (
    FEW_CLUSTERS,
    Clustered,
    Fitted,
    cluster_robust,
    least_squares,
    random_intercept,
    robust,
)
from deqi.outcome.trial.values import Array, Contrast, Estimate, Fit, Places, Trial, contrasts_of, estimate_of


class Standardised(Value, frozen=True, kw_only=True):
    """Hedges' g of one arm against the reference: the raw difference and the adjusted one, in the same SD."""

    arm: str
    sd: float  # of the follow-up, pooled within both arms
    raw: Estimate
    adjusted: Estimate


class Interaction(Value, frozen=True, kw_only=True):
    """Whether the difference depends on the baseline: its change for each unit of the baseline, and a joint test."""

    n: int
    contrasts: tuple[Contrast, ...]
    f: float
    df: tuple[int, int]
    p: float


class ByCluster(Value, frozen=True, kw_only=True):
    """The adjusted difference with what people of one practitioner share taken into account."""

    clusters: int
    people: tuple[int, int]  # in the smallest and in the largest
    within_clusters: bool  # whether some cluster has people of several arms
    intercept: Fit
    between: float  # variances
    within: float
    icc: float
    robust: Fit
    few: bool  # too few clusters for the robust interval to be trusted


class Slot(Value, frozen=True, kw_only=True):
    """One follow-up ready for a regression: who is in it, their scores and the columns."""

    rows: NDArray[np.bool_]
    y: Array
    x: Array  # intercept, arms, baseline, covariates
    names: tuple[str, ...]


def slot(trial: Trial, at: int, *, covariates: bool) -> Slot:
    """The people with baseline, this follow-up and, where asked, covariates; raises NotEnough."""
    chosen = trial if covariates else bare(trial)
    rows = complete(chosen, trial.baseline, trial.scores[:, at])
    expect_every_arm(trial, rows, trial.times[at])
    known, names = covariate_columns(chosen, rows)
    before = trial.baseline[rows]
    x = np.column_stack([np.ones(int(rows.sum())), arm_columns(trial)[rows], before - before.mean(), known])
    every = ("intercept", *trial.arms[1:], trial.baseline_name, *names)
    expect_rank(x, every, len(x))
    return Slot(rows=rows, y=trial.scores[rows, at], x=x, names=every)


def bare(trial: Trial) -> Trial:
    """The trial without covariates."""
    parts = {name: getattr(trial, name) for name in trial.__struct_fields__}
    return Trial(**{**parts, "covariates": ()})


def expect_every_arm(trial: Trial, rows: NDArray[np.bool_], time: str) -> None:
    """Raise NotEnough where an arm has fewer than two people among these."""
    counts = np.bincount(trial.arm[rows], minlength=len(trial.arms))
    for name, count in zip(trial.arms, counts, strict=True):
        if count < 2:
            raise NotEnough(f"arm '{name}' has {count} people in whom {time} can be analysed; at least 2 are needed")


def final(trial: Trial, at: int, level: float) -> Fit:
    """The difference of the scores, unadjusted; its variance is pooled over all arms."""
    rows = np.isfinite(trial.scores[:, at])
    expect_every_arm(trial, rows, trial.times[at])
    return _fit("final", trial, at, _by_arm(trial, rows, trial.scores[rows, at]), int(rows.sum()), level)


def change(trial: Trial, at: int, level: float) -> Fit:
    """The difference of the changes from baseline."""
    moved = trial.scores[:, at] - trial.baseline
    rows = np.isfinite(moved)
    expect_every_arm(trial, rows, trial.times[at])
    return _fit("change", trial, at, _by_arm(trial, rows, moved[rows]), int(rows.sum()), level)


def ancova(trial: Trial, at: int, level: float, *, covariates: bool = True, method: str = "") -> Fit:
    """The follow-up's difference at equal baseline, and equal covariates where they are asked for."""
    made = slot(trial, at, covariates=covariates)
    name = method or ("adjusted" if covariates and trial.covariates else "ancova")
    solved = robust(made.x, made.y) if name == "hc3" else least_squares(made.x, made.y)
    return _fit(name, trial, at, solved, len(made.y), level)


def interaction(trial: Trial, at: int, level: float) -> Interaction:
    """The slopes of the difference on the baseline, in the adjusted model."""
    made = slot(trial, at, covariates=True)
    arms = len(trial.arms) - 1
    x = np.column_stack([made.x, made.x[:, 1 : 1 + arms] * made.x[:, [1 + arms]]])
    expect_rank(x, (*made.names, *(f"{arm} × {trial.baseline_name}" for arm in trial.arms[1:])), len(x))
    solved = least_squares(x, made.y)
    places = list(range(made.x.shape[1], x.shape[1]))
    slopes = solved.coefficients[places]
    f = float(slopes @ np.linalg.solve(solved.covariance[np.ix_(places, places)], slopes)) / arms
    df = (arms, int(solved.df[0]))
    values = [estimate_of(float(solved.coefficients[i]), solved.se(i), float(df[1]), level) for i in places]
    contrasts = tuple(Contrast(arm=arm, value=value) for arm, value in zip(trial.arms[1:], values, strict=True))
    return Interaction(n=len(made.y), contrasts=contrasts, f=f, df=df, p=float(f_law.sf(f, *df)))


def standardised(trial: Trial, at: int, level: float) -> tuple[Standardised, ...]:
    """Hedges' g for each arm, over the people of the adjusted analysis, so that both rest on the same.

    The variance of the raw g is 1/n₁ + 1/n₂ + g²/2(n₁ + n₂); the adjusted one has the regression's error in place
    of the first two terms, as the What Works Clearinghouse does.
    """
    made = slot(trial, at, covariates=True)
    fitted = least_squares(made.x, made.y)
    arm = trial.arm[made.rows]
    reference = made.y[arm == 0]
    return tuple(
        _standardised(trial.arms[i], made.y[arm == i], reference, fitted, i, level) for i in range(1, len(trial.arms))
    )


def _standardised(name: str, own: Array, reference: Array, fitted: Fitted, at: int, level: float) -> Standardised:
    n1, n2 = len(own), len(reference)
    df = n1 + n2 - 2
    sd = math.sqrt((((own - own.mean()) ** 2).sum() + ((reference - reference.mean()) ** 2).sum()) / df)
    if sd <= 0:
        raise NotEnough(f"all scores are the same within '{name}' and the reference")
    j = float(small_sample_factor(df))
    g, adjusted = j * float(own.mean() - reference.mean()) / sd, j * float(fitted.coefficients[at]) / sd
    raw_se = math.sqrt(1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)))
    adjusted_se = math.sqrt((j * fitted.se(at) / sd) ** 2 + adjusted**2 / (2 * (n1 + n2)))
    return Standardised(
        arm=name,
        sd=sd,
        raw=estimate_of(g, raw_se, level=level),
        adjusted=estimate_of(adjusted, adjusted_se, level=level),
    )


def by_cluster(trial: Trial, at: int, level: float) -> ByCluster:
    """The adjusted difference with a random intercept for each practitioner, and with a cluster-robust error."""
    made = slot(trial, at, covariates=True)
    names, places = np.unique(np.array(trial.cluster)[made.rows], return_inverse=True)
    cluster: Places = places.ravel().astype(np.intp)
    if len(names) < 2:
        raise NotEnough(f"'{trial.cluster_name}' has one value only; there is nothing to adjust for")
    shared: Clustered = random_intercept(made.x, made.y, cluster)
    sizes = np.bincount(cluster)
    arms = {(int(c), int(a)) for c, a in zip(cluster, trial.arm[made.rows], strict=True)}
    return ByCluster(
        clusters=len(names),
        people=(int(sizes.min()), int(sizes.max())),
        within_clusters=len(arms) > len(names),
        intercept=_fit("cluster", trial, at, shared.fit, len(made.y), level),
        between=shared.between,
        within=shared.within,
        icc=shared.icc,
        robust=_fit("robust", trial, at, cluster_robust(made.x, made.y, cluster), len(made.y), level),
        few=len(names) < FEW_CLUSTERS,
    )


def _by_arm(trial: Trial, rows: NDArray[np.bool_], y: Array) -> Fitted:
    return least_squares(np.column_stack([np.ones(len(y)), arm_columns(trial)[rows]]), y)


def _fit(method: str, trial: Trial, at: int, solved: Fitted, n: int, level: float) -> Fit:
    values = [
        estimate_of(float(solved.coefficients[i]), solved.se(i), float(solved.df[i]), level)
        for i in range(1, len(trial.arms))
    ]
    return Fit(method=method, time=trial.times[at], n=n, contrasts=contrasts_of(trial.arms, values))
