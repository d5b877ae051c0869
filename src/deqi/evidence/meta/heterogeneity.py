"""τ², how much true effects differ between studies: nine estimators over many data sets at once.

Everything is written for a batch: `y` and `v` come as (b, k), a data set a row, and are held as (k, b),
since sums over the studies of many data sets are quickest down columns. NaN in `y` stands for no study,
so that data sets of different sizes go together. `x` (k, p) holds moderators, the intercept among them.

Notation as in Viechtbauer (2005, 2010): weights w = 1/(v + τ²); P = W − W X (X'WX)⁻¹ X'W projects onto
what the moderators leave; estimators differ in which quadratic form of y they set equal to its expectation.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from deqi.evidence.meta.values import Array

ITERATIONS = 200
CLOSE = 1e-10  # of the typical size of a variance: steps smaller than this end the search


Mask = NDArray[np.bool_]


def total(a: NDArray[np.float64] | Mask) -> Array:
    """Down the studies; `sum` costs twice as much on few of them."""
    out: Array = np.add.reduce(a)
    return out


@dataclass(frozen=True, slots=True)
class Data:
    """A batch, with absent studies at weight nought."""

    y: Array  # (k, b), 0 where absent
    v: Array  # (k, b), infinite where absent
    x: Array | None  # (k, p); None for the intercept alone
    n: Array  # (b,) studies
    scale: Array  # (b,) the typical size of a variance

    @property
    def df(self) -> Array:
        """Degrees of freedom, (b,)."""
        return self.n - (1 if self.x is None else self.x.shape[1])

    def only(self, chosen: Mask) -> Data:
        """The data sets that are chosen, (b,) of truth."""
        return replace(self, y=self.y[:, chosen], v=self.v[:, chosen], n=self.n[chosen], scale=self.scale[chosen])


def data(y: Array, v: Array, x: Array | None = None) -> Data:
    """A batch ready for the estimators; `y`, `v` (b, k) or (k,)."""
    y, v = np.atleast_2d(y).T, np.atleast_2d(v).T
    here = np.isfinite(y)
    if here.all():
        n = np.full(y.shape[1], float(len(y)))
        return Data(y=y, v=v, x=x, n=n, scale=total(v) / n)
    n = total(here).astype(float)
    scale = total(np.where(here, v, 0.0)) / n
    return Data(y=np.where(here, y, 0.0), v=np.where(here, v, np.inf), x=x, n=n, scale=scale)


class Weighted(ABC):
    """A batch at one set of weights (k, b): what the moderators leave, and traces of P and its powers."""

    w: Array  # (k, b)
    beta: Array  # (b, p)
    residuals: Array  # (k, b)
    wr: Array  # Py, (k, b)

    @property
    def q(self) -> Array:
        """y'Py, the weighted sum of squared residuals, (b,)."""
        return total(self.wr * self.residuals)

    @property
    def ppy(self) -> Array:
        """y'PPy, (b,)."""
        return total(self.wr * self.wr)

    @property
    @abstractmethod
    def pppy(self) -> Array:
        """y'PPPy, (b,)."""

    @property
    @abstractmethod
    def covariance(self) -> Array:
        """(X'WX)⁻¹, (b, p, p)."""

    @abstractmethod
    def traces(self) -> tuple[Array, Array]:
        """tr P and tr PP, (b,) each."""

    @abstractmethod
    def trace(self, a: Array) -> Array:
        """tr(P A) for a diagonal A given as (k, b) with what is absent at nought, (b,)."""


class Plain(Weighted):
    """One mean for all studies, which needs sums alone."""

    def __init__(self, d: Data, w: Array) -> None:
        self.w = w
        self.sum = total(w)
        mean = total(w * d.y) / self.sum
        self.beta = mean[:, None]
        self.residuals = d.y - mean
        self.wr = w * self.residuals

    @property
    def pppy(self) -> Array:
        wu = self.w * self.wr
        return total(wu * self.wr) - total(wu) ** 2 / self.sum

    @property
    def covariance(self) -> Array:
        out: Array = (1 / self.sum)[:, None, None]
        return out

    def traces(self) -> tuple[Array, Array]:
        w2 = self.w * self.w
        s2 = total(w2)
        ratio = s2 / self.sum
        return self.sum - ratio, s2 - 2 * total(w2 * self.w) / self.sum + ratio * ratio

    def trace(self, a: Array) -> Array:
        wa = self.w * a
        return total(wa) - total(wa * self.w) / self.sum


class Moderated(Weighted):
    """A mean that changes with moderators."""

    def __init__(self, d: Data, w: Array) -> None:
        assert d.x is not None
        self._x, self.w = d.x, w
        self._gram = self._moment(w)
        self.beta = self._fit(w * d.y)
        self.residuals = d.y - d.x @ self.beta.T
        self.wr = w * self.residuals

    def _moment(self, a: Array) -> Array:
        out: Array = np.einsum("kb,kp,kq->bpq", a, self._x, self._x)
        return out

    def _fit(self, wy: Array) -> Array:
        right = np.einsum("kb,kp->bp", wy, self._x)
        return np.asarray(np.linalg.solve(self._gram, right[:, :, None])[:, :, 0], float)

    @property
    def pppy(self) -> Array:
        wu = self.w * self.wr
        return total(wu * (self.wr - self._x @ self._fit(wu).T))

    @property
    def covariance(self) -> Array:
        return np.asarray(np.linalg.inv(self._gram), float)

    def traces(self) -> tuple[Array, Array]:
        w2 = self.w * self.w
        h2 = np.linalg.solve(self._gram, self._moment(w2))
        h3 = np.linalg.solve(self._gram, self._moment(w2 * self.w))
        tr_p = total(self.w) - np.trace(h2, axis1=1, axis2=2)
        tr_pp = total(w2) - 2 * np.trace(h3, axis1=1, axis2=2) + np.einsum("bij,bji->b", h2, h2)
        return tr_p, tr_pp

    def trace(self, a: Array) -> Array:
        h = np.linalg.solve(self._gram, self._moment(self.w * self.w * a))
        return np.asarray(total(self.w * a) - np.trace(h, axis1=1, axis2=2), float)


def weighted(d: Data, w: Array) -> Weighted:
    """The batch at given weights (k, b)."""
    return Plain(d, w) if d.x is None else Moderated(d, w)


def at(d: Data, tau2: Array) -> Weighted:
    """The batch at weights 1/(v + τ²), τ² (b,)."""
    return weighted(d, 1 / (d.v + tau2))


def _equal(d: Data) -> Weighted:
    return weighted(d, np.where(np.isfinite(d.v), 1.0, 0.0))


def _present(d: Data) -> Array:
    return np.where(np.isfinite(d.v), d.v, 0.0)


def hedges(d: Data) -> Array:
    """HE: unweighted variance of the effects less the mean sampling variance (Hedges & Olkin 1985)."""
    unit = _equal(d)
    return (unit.q - unit.trace(_present(d))) / d.df


def dersimonian_laird(d: Data) -> Array:
    """DL: moment estimator from Q at weights 1/v (DerSimonian & Laird 1986)."""
    fixed = weighted(d, 1 / d.v)
    return (fixed.q - d.df) / fixed.traces()[0]


def hunter_schmidt(d: Data) -> Array:
    """HS: Q less the number of studies, over the sum of weights (Hunter & Schmidt)."""
    fixed = weighted(d, 1 / d.v)
    return (fixed.q - d.n) / total(fixed.w)


def hunter_schmidt_corrected(d: Data) -> Array:
    """HSk: HS with the small-sample correction k/(k − p) of Brannick et al. (2019)."""
    fixed = weighted(d, 1 / d.v)
    return (d.n / d.df * fixed.q - d.n) / total(fixed.w)


def sidik_jonkman(d: Data) -> Array:
    """SJ: starts from the crude variance of the effects (Sidik & Jonkman 2005); never nought."""
    here = np.isfinite(d.v)
    mean = total(d.y) / d.n
    crude = total(np.where(here, d.y - mean, 0.0) ** 2) / d.n
    return crude * at(d, crude).q / d.df


def paule_mandel(d: Data) -> Array:
    """PM: the τ² at which Q equals its degrees of freedom (Paule & Mandel 1982)."""
    return q_profile(d, d.df)


def empirical_bayes(d: Data) -> Array:
    """EB: the empirical Bayes estimator (Morris 1983), whose equation has the same root as Paule–Mandel's."""
    return paule_mandel(d)


def maximum_likelihood(d: Data) -> Array:
    """ML: by Newton's method on the score, Fisher's where the curvature misleads."""

    def slopes(fit: Weighted) -> tuple[Array, Array, Array]:
        w2 = fit.w * fit.w
        score = fit.ppy - total(fit.w)
        fisher = total(w2)
        return score, fisher, 2 * fit.pppy - fisher

    return _climb(d, slopes)


def restricted_maximum_likelihood(d: Data) -> Array:
    """REML: maximum likelihood of what the fixed effects leave (Patterson & Thompson 1971)."""

    def slopes(fit: Weighted) -> tuple[Array, Array, Array]:
        tr_p, tr_pp = fit.traces()
        return fit.ppy - tr_p, tr_pp, 2 * fit.pppy - tr_pp

    return _climb(d, slopes)


ESTIMATORS: dict[str, Callable[[Data], Array]] = {
    "REML": restricted_maximum_likelihood,
    "ML": maximum_likelihood,
    "DL": dersimonian_laird,
    "PM": paule_mandel,
    "EB": empirical_bayes,
    "HE": hedges,
    "HS": hunter_schmidt,
    "HSk": hunter_schmidt_corrected,
    "SJ": sidik_jonkman,
}


def tau2(d: Data, method: str) -> Array:
    """τ² of each data set by one estimator, never negative, (b,); nought where no freedom is left."""
    if (d.df < 1).all():
        return np.zeros(len(d.n))
    estimate = np.maximum(ESTIMATORS[method](d), 0.0)
    return np.where(d.df > 0, estimate, 0.0)


def tau2_se(d: Data, estimate: Array, method: str) -> Array | None:
    """The standard error of τ² from Fisher's information (REML, ML) or its variance under normality (DL)."""
    fit = at(d, estimate)
    if method == "ML":
        return np.sqrt(2 / total(fit.w * fit.w))
    tr_p, tr_pp = fit.traces()
    if method == "REML":
        return np.sqrt(2 / tr_pp)
    if method == "DL":
        tr_p, tr_pp = weighted(d, 1 / d.v).traces()
        return np.sqrt(2 * d.df + 4 * estimate * tr_p + 2 * estimate**2 * tr_pp) / tr_p
    return None


def tau2_interval(d: Data, level: float) -> tuple[Array, Array]:
    """The interval of τ² by the Q profile (Viechtbauer 2007), (b,) each; from nought where Q is small."""
    tail = (1 - level) / 2
    low, high = (np.asarray(chdtri(d.df, p), float) for p in (tail, 1 - tail))
    return q_profile(d, low), q_profile(d, high)


def q_profile(d: Data, target: Array) -> Array:
    """The τ² at which Q(τ²) equals `target` (b,), nought where Q(0) is already below it.

    Q falls and is convex in τ², so Newton's steps from the left never overshoot.
    """
    tau = np.zeros(len(d.n))
    for _ in range(ITERATIONS):
        fit = at(d, tau)
        above = (d.df > 0) & (fit.q > target)  # with all effects the same, Q is nought and has no slope
        step = np.divide(fit.q - target, fit.ppy, out=np.zeros(len(tau)), where=above)
        tau = tau + step
        if (step <= CLOSE * (d.scale + tau)).all():
            break
    return tau


def _climb(d: Data, slopes: Callable[[Weighted], tuple[Array, Array, Array]]) -> Array:
    """The nearest maximum uphill from the Hedges estimate, by steps that never cross nought.

    `slopes` gives the score, Fisher's information and the observed information, all times two. A data set
    that has arrived is taken out, so that one slow one does not hold up ten thousand.
    """
    tau = np.maximum(hedges(d), 0.0)
    going = np.arange(len(tau))
    for _ in range(ITERATIONS):
        score, fisher, observed = slopes(at(d, tau[going]))
        # far from the top the curve may bend upwards, and a Newton step there may be far too long
        curvature = np.where(observed > 0.5 * fisher, observed, fisher)
        step = np.maximum(score / curvature, -tau[going])
        tau[going] += step
        moved = np.abs(step) > CLOSE * (d.scale + tau[going])
        if not moved.any():
            break
        if not moved.all():
            d, going = d.only(moved), going[moved]
    return tau
