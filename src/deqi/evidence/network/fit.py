"""The network meta-analysis itself: all treatments against all, common and random effects."""

from __future__ import annotations

import math

import numpy as np

from deqi.evidence.network.designs import within_designs
from deqi.evidence.network.intervals import split
from deqi.evidence.network.refusals import known_method, position, refused
from deqi.evidence.network.rows import Rows, independent, parts
from deqi.evidence.network.tau import Solved, by_moments, solve, tau2
from deqi.evidence.network.values import Contrasts, Estimates, Network


def fit(
    contrasts: Contrasts,
    *,
    method: str = "DL",
    reference: str | None = None,
    level: float = 0.95,
    given_tau2: float | None = None,
) -> Network:
    """Fits a connected network under one τ² for all comparisons.

    `method` is DL (Jackson, White & Riley 2012), REML or ML; `given_tau2` takes its place. `reference` is
    the treatment forests are drawn against, by default the first of the alphabet. Multi-arm trials count
    once (see `rows`). Raises BadInput, with the parts named, where the network falls apart.
    """
    known_method(method)
    _possible(level, given_tau2)
    rows = independent(contrasts)
    _one_part(rows)
    reference = rows.treatments[position(rows.treatments, reference) if reference is not None else 0]
    design = rows.design[:, 1:]
    common = solve(design, rows.values, 1.0 / rows.variances)
    df = len(rows.values) - design.shape[1]
    tau = _tau2(method, given_tau2, rows, common)
    random = solve(design, rows.values, 1.0 / (rows.variances + tau)) if tau > 0 else common
    designs, within = within_designs(rows)
    return Network(
        contrasts=contrasts,
        treatments=rows.treatments,
        reference=reference,
        studies=len(rows.trials),
        method=method if given_tau2 is None else "GIVEN",
        level=level,
        common=estimates("common", 0.0, rows.treatments, common, level, df - 1),
        random=estimates("random", tau, rows.treatments, random, level, df - 1),
        tau2=tau,
        i2=max(0.0, 100.0 * (common.q - df) / common.q) if df > 0 and common.q > 0 else 0.0,
        total=split(common.q, df),
        within=within,
        between=split(common.q - within.q, df - within.df),
        designs=designs,
    )


def estimates(model: str, tau: float, treatments: tuple[str, ...], solved: Solved, level: float, df: int) -> Estimates:
    """Square arrays from a regression whose columns are all treatments but the first."""
    count = len(treatments)
    levels, covariance = np.zeros(count), np.zeros((count, count))
    levels[1:], covariance[1:, 1:] = solved.beta[: count - 1], solved.covariance[: count - 1, : count - 1]
    spread = covariance.diagonal()
    variances = spread[:, None] + spread - 2.0 * covariance
    means = covariance.mean(axis=1)
    return Estimates(
        model=model,
        tau2=tau,
        treatments=treatments,
        effects=levels[:, None] - levels,
        ses=np.sqrt(np.maximum(variances, 0.0)),
        covariance=covariance - means[:, None] - means + means.mean(),
        level=level,
        prediction_df=df,
    )


def _tau2(method: str, given: float | None, rows: Rows, common: Solved) -> float:
    if given is not None:
        return given
    if method == "DL":
        return by_moments(rows.design[:, 1:], rows.values, rows.variances, common)
    return tau2(method, rows.design[:, 1:], rows.values, rows.variances)


def _one_part(rows: Rows) -> None:
    found = parts(rows)
    if len(found) > 1:
        told = "; ".join(f"({', '.join(part)})" for part in found)
        raise refused(
            f"The network falls into {len(found)} parts that no trial joins: {told}. "
            "Analyse each part alone, or add a trial that compares a treatment of one with one of another."
        )


def _possible(level: float, given: float | None) -> None:
    if not 0.0 < level < 1.0:
        raise refused(f"The level of intervals is {level}; it lies between 0 and 1, such as 0.95.")
    if given is not None and not 0.0 <= given < math.inf:
        raise refused(f"The given τ² is {given}; it must be a number of at least 0.")
