"""Least squares with its classical, robust and cluster-robust errors, and a random intercept for clusters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from deqi.outcome.trial.values import Array, Places

FEW_CLUSTERS = 40  # below these the cluster-robust interval is known to be too short
LEAST_SHARE = 1e-8  # of the variance between clusters, below which there is none


@dataclass(frozen=True)
class Fitted:
    """Coefficients (p,), their covariance (p, p) and the degrees of freedom of each test (p,)."""

    coefficients: Array
    covariance: Array
    df: Array

    def se(self, at: int) -> float:
        """The standard error of one coefficient."""
        return math.sqrt(max(0.0, float(self.covariance[at, at])))


def least_squares(x: Array, y: Array) -> Fitted:
    """Ordinary least squares of y (n,) on x (n, p), which has full rank, with n > p."""
    inverse, beta, residuals = _solved(x, y)
    df = len(y) - x.shape[1]
    covariance = inverse * float(residuals @ residuals) / df
    return Fitted(beta, covariance, np.full(x.shape[1], float(df)))


def robust(x: Array, y: Array) -> Fitted:
    """Least squares with the HC3 covariance of MacKinnon and White (1985), robust to unequal variances."""
    inverse, beta, residuals = _solved(x, y)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    pulled = residuals / np.maximum(1 - leverage, 1e-12)
    meat = (x * (pulled**2)[:, None]).T @ x
    return Fitted(beta, inverse @ meat @ inverse, np.full(x.shape[1], float(len(y) - x.shape[1])))


def cluster_robust(x: Array, y: Array, cluster: Places) -> Fitted:
    """Least squares with the covariance of Liang and Zeger (1986) between clusters, times G/(G−1) · (n−1)/(n−p)."""
    inverse, beta, residuals = _solved(x, y)
    n, p = x.shape
    groups = int(cluster.max()) + 1
    scores = np.zeros((groups, p))
    np.add.at(scores, cluster, x * residuals[:, None])
    factor = groups / (groups - 1) * (n - 1) / (n - p)
    return Fitted(beta, factor * inverse @ (scores.T @ scores) @ inverse, np.full(p, groups - 1.0))


@dataclass(frozen=True)
class Clustered:
    """A random intercept for clusters by REML: its fit, both variances, and the share between clusters."""

    fit: Fitted
    between: float
    within: float

    @property
    def icc(self) -> float:
        """The share of the variance that lies between clusters."""
        return self.between / (self.between + self.within)


def random_intercept(x: Array, y: Array, cluster: Places) -> Clustered:
    """y = x β + u(cluster) + e by REML; tests with Satterthwaite's degrees of freedom.

    The ratio λ of both variances is found on a profile of one dimension; where that is highest at nought the
    clusters do not differ, and what is left is ordinary least squares.
    """
    sums = _Sums(x, y, cluster)
    found = minimize_scalar(lambda u: sums.minus_restricted(u / (1 - u)), bounds=(0, 0.999), method="bounded",
                            options={"xatol": 1e-10})  # fmt: skip
    share = float(found.x)
    if sums.minus_restricted(0.0) <= sums.minus_restricted(share / (1 - share)) or share < LEAST_SHARE:
        plain = least_squares(x, y)
        residuals = y - x @ plain.coefficients
        return Clustered(plain, 0.0, float(residuals @ residuals) / (len(y) - x.shape[1]))
    ratio = share / (1 - share)
    beta, inverse, within = sums.solved(ratio)
    covariance = inverse * within
    fit = Fitted(beta, covariance, sums.satterthwaite(within * ratio, within, covariance))
    return Clustered(fit, within * ratio, within)


class _Sums:
    """Sums over clusters from which every λ is fitted without touching the people again."""

    def __init__(self, x: Array, y: Array, cluster: Places) -> None:
        groups = int(cluster.max()) + 1
        self.n, self.p = x.shape
        self.sizes = np.bincount(cluster, minlength=groups).astype(float)
        self.sx, self.sy = np.zeros((groups, self.p)), np.zeros(groups)
        np.add.at(self.sx, cluster, x)
        np.add.at(self.sy, cluster, y)
        self.xx, self.xy, self.yy = x.T @ x, x.T @ y, float(y @ y)

    def solved(self, ratio: float) -> tuple[Array, Array, float]:
        """β, (X′V⁻¹X)⁻¹ for V in units of the variance within, and that variance by REML."""
        shrink = ratio / (1 + self.sizes * ratio)
        a = self.xx - (self.sx * shrink[:, None]).T @ self.sx
        b = self.xy - self.sx.T @ (shrink * self.sy)
        inverse = np.linalg.inv(a)
        beta = inverse @ b
        left = self.yy - float((shrink * self.sy) @ self.sy) - float(beta @ b)
        return np.asarray(beta), np.asarray(inverse), float(left / (self.n - self.p))

    def minus_restricted(self, ratio: float) -> float:
        """Minus twice the restricted log-likelihood, up to a constant."""
        _, inverse, within = self.solved(ratio)
        logs = float(np.log1p(self.sizes * ratio).sum()) - float(np.linalg.slogdet(inverse)[1])
        return float((self.n - self.p) * math.log(within) + logs)

    def satterthwaite(self, between: float, within: float, covariance: Array) -> Array:
        """df of each coefficient from the expected information on both variances.

        With W = V⁻¹ of a cluster of size m: W = (I − s J) / σ², s = τ² / (σ² + m τ²); its derivatives are J and I.
        """
        m, sx, s2 = self.sizes, self.sx, within
        eigen = s2 + m * between  # of the cluster's mean; the others are σ²

        # Σ X′W E W X and Σ X′W E W F W X, for E and F among J (between) and I (within)
        def outer(w: Array) -> Array:
            return (sx * w[:, None]).T @ sx

        j1 = outer(1 / eigen**2)
        i1 = (self.xx - outer(1 / m)) / s2**2 + outer(1 / (m * eigen**2))
        jj, ji = outer(m / eigen**3), outer(1 / eigen**3)
        ii = (self.xx - outer(1 / m)) / s2**3 + outer(1 / (m * eigen**3))
        first, second = (j1, i1), ((jj, ji), (ji, ii))
        traces = (((m / eigen) ** 2).sum(), (m / eigen**2).sum(), ((m - 1) / s2**2 + 1 / eigen**2).sum())
        trace = ((traces[0], traces[1]), (traces[1], traces[2]))
        return satterthwaite(covariance, first, second, trace)


def satterthwaite(
    covariance: Array,
    first: Sequence[Array] | Array,
    second: Sequence[Sequence[Array]] | Array,
    trace: Sequence[Sequence[float]] | Array,
) -> Array:
    """Degrees of freedom of each coefficient: 2 v² / (g′ I⁻¹ g), I the expected REML information.

    `first[k]` is Σ X′W E_k W X, `second[k][l]` Σ X′W E_k W E_l W X, `trace[k][l]` Σ tr(W E_k W E_l).
    """
    information = restricted_information(covariance, first, second, trace)
    spread = np.linalg.pinv(information, hermitian=True)
    gradients = np.array([np.diag(covariance @ b @ covariance) for b in first])  # (k, p)
    denominator = np.einsum("kp,kl,lp->p", gradients, spread, gradients)
    with np.errstate(divide="ignore"):
        df: Array = 2 * np.diag(covariance) ** 2 / denominator
    return df


def restricted_information(
    covariance: Array,
    first: Sequence[Array] | Array,
    second: Sequence[Sequence[Array]] | Array,
    trace: Sequence[Sequence[float]] | Array,
) -> Array:
    """½ tr(P E_k P E_l) for all k, l, from the same sums."""
    size = len(first)
    out = np.zeros((size, size))
    projected = [covariance @ b for b in first]
    for k in range(size):
        for m in range(k, size):
            inside = trace[k][m] - 2 * float(np.einsum("ij,ji->", covariance, second[k][m]))
            out[k, m] = out[m, k] = 0.5 * (inside + float(np.einsum("ij,ji->", projected[k], projected[m])))
    return out


def _solved(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """(X′X)⁻¹, β and the residuals, by QR."""
    q, r = np.linalg.qr(x)
    back = np.linalg.inv(r)
    beta = back @ (q.T @ y)
    return back @ back.T, beta, y - x @ beta
