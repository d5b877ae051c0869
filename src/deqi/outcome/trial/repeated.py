"""The mixed model for repeated measures: a normal vector of scores with unstructured covariance, gaps allowed.

Whoever has at least one score counts; what is missing is taken as missing at random. The likelihood, or the
restricted one, is climbed by Fisher scoring (Jennrich and Schluchter 1986) over sums for each pattern of gaps, so
that a step costs nothing that grows with the number of people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve

from deqi.core.values import Value
from deqi.outcome.trial.designs import DEPENDENT, NotEnough, arm_columns, covariate_columns
from deqi.outcome.trial.regression import restricted_information, satterthwaite
from deqi.outcome.trial.values import Array, Contrast, Fit, Trial, contrasts_of, estimate_of

STEPS, HALVINGS = 200, 40
CLIMBED = 1e-12  # of the likelihood's expected rise, at which the top is reached


class Repeated(Value, frozen=True, kw_only=True):
    """One mixed model: what it says of each arm at each time, and how it was fitted."""

    design: str  # clda: the baseline is an outcome, equal between arms | mmrm: the baseline is a covariate
    method: str  # ML | REML
    n: int
    scores: int
    covariates: tuple[str, ...]
    log_likelihood: float
    covariance: tuple[tuple[float, ...], ...]
    times: tuple[tuple[str, tuple[Contrast, ...]], ...]

    def fit_at(self, time: str) -> Fit:
        """The differences at one time."""
        name = {"clda": "mixed", "mmrm": "mmrm"}[self.design]
        return Fit(method=name, time=time, n=self.n, contrasts=dict(self.times)[time])


@dataclass(frozen=True)
class Climbed:
    """The top of the likelihood: β (p,), its covariance, Σ (times, times), and df of each coefficient."""

    beta: Array
    covariance: Array
    sigma: Array
    log_likelihood: float
    df: Array
    people: int
    scores: int


def longitudinal(trial: Trial, method: str, level: float = 0.95, *, adjusted: bool = False) -> Repeated:
    """Baseline and follow-ups as outcomes, arms equal at baseline as randomisation makes them (cLDA).

    Liang and Zeger 2000; Lu 2010. `adjusted` gives each covariate its own slope at each time.
    """
    outcomes = np.column_stack([trial.baseline, trial.scores])
    return _repeated(trial, outcomes, "clda", method, level, adjusted=adjusted)


def measures(trial: Trial, method: str, level: float = 0.95, *, adjusted: bool = False) -> Repeated:
    """Follow-ups as outcomes, the baseline as a covariate with its own slope at each time (MMRM)."""
    return _repeated(trial, trial.scores, "mmrm", method, level, adjusted=adjusted)


def _repeated(trial: Trial, outcomes: Array, design: str, method: str, level: float, *, adjusted: bool) -> Repeated:
    rows = np.isfinite(outcomes).any(axis=1) & (np.isfinite(trial.baseline) | (design == "clda"))
    times = outcomes.shape[1]
    arms = arm_columns(trial)[rows]
    known, names = covariate_columns(trial, rows, fill=True) if adjusted else (np.zeros((int(rows.sum()), 0)), ())
    everywhere = [np.ones((len(arms), 1)), known]
    if design == "mmrm":
        everywhere.append((trial.baseline[rows] - trial.baseline[rows].mean())[:, None])
    common = np.column_stack(everywhere)
    first = times - len(trial.times)  # the first outcome at which arms may differ
    x = _stacked(common, arms, times, first)
    top = climb(outcomes[rows], x, restricted=method == "REML")
    start = common.shape[1] * times
    width = arms.shape[1]
    found = []
    for at, time in enumerate(trial.times):
        places = range(start + at * width, start + (at + 1) * width)
        values = [
            estimate_of(float(top.beta[i]), math.sqrt(float(top.covariance[i, i])), float(top.df[i]), level)
            for i in places
        ]
        found.append((time, contrasts_of(trial.arms, values)))
    return Repeated(
        design=design, method=method, n=top.people, scores=top.scores, covariates=names,
        log_likelihood=top.log_likelihood, covariance=tuple(map(tuple, top.sigma.tolist())), times=tuple(found),
    )  # fmt: skip


def _stacked(common: Array, arms: Array, times: int, first: int) -> Array:
    """(n, times, terms): every common column at each time, then the arms at each time from `first` on."""
    n, width, more = len(common), common.shape[1], arms.shape[1]
    x = np.zeros((n, times, times * width + (times - first) * more))
    for at in range(times):
        x[:, at, at * width : (at + 1) * width] = common
        if at >= first:
            start = times * width + (at - first) * more
            x[:, at, start : start + more] = arms
    return x


class _Pattern:
    """Sums over the people who have scores at the same times: of x x′, x y and y y, for each pair of times."""

    def __init__(self, y: Array, x: Array, seen: Array) -> None:
        self.times = np.flatnonzero(seen)
        self.people = len(y)
        y, x = y[:, self.times], x[:, self.times]
        self.yy = y.T @ y
        self.xy = np.einsum("iap,ib->abp", x, y)
        size, terms = len(self.times), x.shape[2]
        flat = x.reshape(len(x), size * terms)
        self.xx = (flat.T @ flat).reshape(size, terms, size, terms).transpose(0, 2, 1, 3)

    def products(self, beta: Array) -> Array:
        """(times, times): sums of products of residuals."""
        cross: Array = self.xy @ beta
        out: Array = self.yy - cross - cross.T + self.xx @ beta @ beta
        return out


class _Likelihood:
    """The likelihood of all patterns as a function of Σ."""

    def __init__(self, y: Array, x: Array, *, restricted: bool) -> None:
        seen = np.isfinite(y)
        kinds, kind = np.unique(seen, axis=0, return_inverse=True)
        kind = kind.ravel()
        self.patterns = [_Pattern(y[kind == i], x[kind == i], shape) for i, shape in enumerate(kinds) if shape.any()]
        self.times, self.terms = y.shape[1], x.shape[2]
        self.scores = int(seen.sum())
        self.people = int(seen.any(axis=1).sum())
        self.restricted = restricted
        self.pairs = [(a, b) for a in range(self.times) for b in range(a + 1)]
        self.units = np.zeros((len(self.pairs), self.times, self.times))
        for k, (a, b) in enumerate(self.pairs):
            self.units[k, a, b] = self.units[k, b, a] = 1.0

    def at(self, sigma: Array) -> tuple[float, Array, Array, list[Array]]:
        """log L, β, its covariance and the inverse of Σ in each pattern; raises LinAlgError outside the cone."""
        a, b = np.zeros((self.terms, self.terms)), np.zeros(self.terms)
        inverses, logs = [], 0.0
        for pattern in self.patterns:
            lower = np.linalg.cholesky(sigma[np.ix_(pattern.times, pattern.times)])
            inverse = cho_solve((lower, True), np.eye(len(lower)))
            inverses.append(inverse)
            logs += 2 * pattern.people * float(np.log(np.diag(lower)).sum())
            a += np.einsum("ab,abpq->pq", inverse, pattern.xx)
            b += np.einsum("ab,abp->p", inverse, pattern.xy)
        roots = np.linalg.cholesky(a)
        covariance = cho_solve((roots, True), np.eye(self.terms))
        beta = covariance @ b
        total = sum(
            float((w * pattern.products(beta)).sum()) for w, pattern in zip(inverses, self.patterns, strict=True)
        )
        free = self.scores - self.terms if self.restricted else self.scores
        value = -0.5 * (free * math.log(2 * math.pi) + logs + total)
        if self.restricted:
            value -= float(np.log(np.diag(roots)).sum())
        return value, beta, covariance, inverses

    def slope(self, beta: Array, covariance: Array, inverses: list[Array]) -> tuple[Array, Array, list[Array]]:
        """The score and expected information on the elements of Σ, and Σ X′W E_k W X for each."""
        size = len(self.pairs)
        gradient, traces = np.zeros(size), np.zeros((size, size))
        first = np.zeros((size, self.terms, self.terms))
        second = np.zeros((size, size, self.terms, self.terms)) if self.restricted else None
        for pattern, w in zip(self.patterns, inverses, strict=True):
            units = self.units[:, pattern.times][:, :, pattern.times]
            we = w @ units  # (k, t, t)
            wew = we @ w
            gradient += 0.5 * (
                np.einsum("kab,ab->k", wew, pattern.products(beta)) - pattern.people * np.einsum("kaa->k", we)
            )
            traces += pattern.people * np.einsum("kab,lba->kl", we, we)
            flat = pattern.xx.reshape(len(w) ** 2, self.terms**2)
            first += (wew.reshape(size, -1) @ flat).reshape(first.shape)
            if second is not None:
                wewew = np.einsum("kab,lbc->klac", we, wew)
                second += (wewew.reshape(size * size, -1) @ flat).reshape(second.shape)
        if second is None:
            return gradient, 0.5 * traces, list(first)
        self._sums = (first, second, traces)
        gradient += 0.5 * np.einsum("pq,kqp->k", covariance, first)
        return gradient, restricted_information(covariance, first, second, traces), list(first)

    def df(self, covariance: Array) -> Array:
        """Satterthwaite's degrees of freedom at the last Σ whose slope was asked for."""
        first, second, traces = self._sums
        return satterthwaite(covariance, first, second, traces)


def climb(y: Array, x: Array, *, restricted: bool) -> Climbed:
    """The most likely β and Σ for scores y (n, times; NaN where missing) with means x (n, times, terms) β.

    Raises NotEnough where these scores cannot carry the model.
    """
    sigma = _start(y, x)
    likelihood = _Likelihood(y, x, restricted=restricted)
    try:
        value, beta, covariance, inverses = likelihood.at(sigma)
        for _ in range(STEPS):
            gradient, information, _first = likelihood.slope(beta, covariance, inverses)
            step = np.linalg.lstsq(information, gradient, rcond=None)[0]
            if abs(float(gradient @ step)) < CLIMBED * max(1.0, abs(value)):
                break
            moved = _uphill(likelihood, sigma, np.tensordot(step, likelihood.units, 1), value)
            if moved is None:
                break
            sigma, (value, beta, covariance, inverses) = moved
        else:
            raise NotEnough("the mixed model did not settle; there are too few scores for its covariances")
    except np.linalg.LinAlgError:
        raise NotEnough("scores of one time follow from those of the others, which a covariance cannot hold") from None
    if restricted:
        df = likelihood.df(covariance)
    else:  # as nlme: the likelihood's variances are too small by the share of the means among the scores
        covariance = covariance * likelihood.scores / (likelihood.scores - likelihood.terms)
        df = np.full(len(beta), math.inf)
    return Climbed(beta, covariance, sigma, value, df, likelihood.people, likelihood.scores)


Place = tuple[float, Array, Array, list[Array]]


def _uphill(likelihood: _Likelihood, sigma: Array, step: Array, value: float) -> tuple[Array, Place] | None:
    """A step, halved until it leads up within the positive definite matrices; None where none does any more."""
    for halving in range(HALVINGS):
        tried = sigma + step / 2**halving
        try:
            place = likelihood.at(tried)
        except np.linalg.LinAlgError:
            continue
        if place[0] > value:
            return tried, place
    return None


def _start(y: Array, x: Array) -> Array:
    """Variances of what least squares leaves, and covariances where they make a positive definite matrix."""
    seen = np.isfinite(y)
    q, r = np.linalg.qr(x[seen])
    if (np.abs(np.diag(r)) <= DEPENDENT * np.linalg.norm(r, axis=0)).any() or len(q) <= x.shape[2]:
        raise NotEnough("the scores that are there do not tell every arm, time and covariate apart")
    left = np.zeros_like(y)
    left[seen] = y[seen] - q @ (q.T @ y[seen])
    both = np.maximum(seen.T.astype(float) @ seen, 1.0)
    sigma: Array = left.T @ left / both
    if (np.diag(sigma) <= 0).any():
        raise NotEnough("all scores of one time are the same")
    try:
        np.linalg.cholesky(sigma - 1e-3 * np.diag(np.diag(sigma)))
    except np.linalg.LinAlgError:
        return np.diag(np.diag(sigma))
    return sigma
