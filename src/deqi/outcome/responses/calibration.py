"""Calibration of a bank from answers: marginal maximum likelihood by the EM algorithm.

Bock and Aitkin, Psychometrika 1981;46:443; for graded answers Baker and Kim, Item Response Theory, 2nd ed. 2004,
chapter 8. θ is normal with mean 0 and standard deviation 1 in the persons given; that fixes the scale. Steps
are lengthened by SQUAREM (Varadhan and Roland, Scandinavian Journal of Statistics 2008;35:335) wherever that
does not lower the likelihood. Inside, an item is u = a θ + c with one falling c for each threshold, b = -c / a.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.special import expit

from deqi.core.values import Value
from deqi.outcome.responses.answers import Coded, coded
from deqi.outcome.responses.bank import Array, Bank, Item
from deqi.outcome.responses.errors import cross_product_errors
from deqi.outcome.responses.model import grid, normal
from deqi.outcome.responses.scores import PRIOR

NODES = 61
SPAN = 5.0
LIMIT = 1e-4  # of the largest change of a slope or intercept in one step
MOST = 500
HALVINGS = 12
NEWTON = 2  # inner steps; more would polish a target that moves
TINY = 1e-300

Progress = Callable[[int, float], None]


class Calibration(Value, frozen=True, kw_only=True):
    """A bank, how sure its numbers are, and whether the search came to rest."""

    bank: Bank
    slope_errors: tuple[float, ...]  # NaN where there are too few persons to tell
    threshold_errors: tuple[tuple[float, ...], ...]
    persons: int  # who answered something
    log_likelihood: float
    iterations: int
    change: float  # the largest in the last step
    converged: bool
    notes: tuple[str, ...] = ()  # what was merged or left out


def calibrate(
    responses: ArrayLike,
    ids: tuple[str, ...] | None = None,
    *,
    nodes: int = NODES,
    span: float = SPAN,
    limit: float = LIMIT,
    most: int = MOST,
    progress: Progress | None = None,
) -> Calibration:
    """Slopes and thresholds of each item from persons × items of answer numbers (whole, NaN where none is).

    Answer numbers that nobody gave are merged with the category below (at the low end, above), and a note says
    so. Standard errors are from the cross-product of the persons' scores. `progress` is told the iteration and
    the largest change. Raises BadInput naming the item that nobody answered, that all answer alike, or that
    goes against the others.
    """
    data = coded(responses, ids)
    search = _Search(data, grid(PRIOR, nodes, span))
    values = search.start()
    change, iteration, fit = np.inf, 0, -np.inf
    while iteration < most and change >= limit:
        iteration += 1
        values, change, fit = search.step(values, limit)
        if progress is not None:
            progress(iteration, change)
    data.refuse_backward(values[:, 0])
    slopes, thresholds = cross_product_errors(search.scores(values), values, data)
    return Calibration(
        bank=_bank(data, values),
        slope_errors=slopes,
        threshold_errors=thresholds,
        persons=data.persons,
        log_likelihood=fit,
        iterations=iteration,
        change=float(change),
        converged=bool(change < limit),
        notes=data.notes,
    )


def _bank(data: Coded, values: Array) -> Bank:
    items = []
    for j, id_ in enumerate(data.ids):
        slope, cuts = values[j, 0], values[j, 1 : len(data.codes[j])]
        thresholds = tuple((-cuts / slope).tolist())
        items.append(Item(id=id_, slope=float(slope), thresholds=thresholds, codes=data.codes[j], last=data.last[j]))
    return Bank(items=tuple(items))


@dataclass(frozen=True)
class _Curves:
    """Of all items at all nodes: P and ln P (items, most, nodes) and weights S (1 - S) of the cuts."""

    chances: Array
    logs: Array
    weights: Array  # (items, most + 1, nodes), nought at both ends


class _Search:
    """EM over items that are padded to the same number of categories.

    `values` is (items, most categories): the slope and the cuts; a cut that an item has not is -∞.
    """

    def __init__(self, data: Coded, at: Array) -> None:
        self.at, self.prior = at, np.log(normal(at, *PRIOR))
        self.items, self.most = len(data.ids), max(len(codes) for codes in data.codes)
        sizes = np.array([len(codes) for codes in data.codes])
        self.held = np.arange(self.most) < sizes[:, None]  # categories, and slope with cuts
        persons, items = np.nonzero(data.chosen >= 0)
        places = items * self.most + data.chosen[persons, items]
        shape = (data.persons, self.items * self.most)
        self.picks = csr_array((np.ones(len(places)), (persons, places)), shape=shape)
        self.picked = self.picks.T.tocsr()
        self.counts: Array = np.asarray(self.picks.sum(0)).reshape(self.items, self.most)

    def start(self) -> Array:
        """Slopes of 1.5, and cuts where as many persons stand above as answered so."""
        shares = self.counts / self.counts.sum(1, keepdims=True)
        above = np.cumsum(shares[:, ::-1], 1)[:, ::-1]
        values = np.full((self.items, self.most), -np.inf)
        values[:, 0] = 1.5
        cuts = above[:, 1:].clip(1e-6, 1 - 1e-6)
        values[:, 1:] = np.where(self.held[:, 1:], 1.3 * np.log(cuts / (1 - cuts)), -np.inf)
        return values

    def step(self, values: Array, limit: float) -> tuple[Array, float, float]:
        """Two steps of EM and a longer one in their direction; new values, largest change, log-likelihood."""
        first, fit = self.em(values)
        change = _largest(first, values)
        if change < limit:
            return first, change, fit
        second, before = self.em(first)
        with np.errstate(invalid="ignore"):
            once = np.where(self.held, first - values, 0.0)
            turn = np.where(self.held, second - first, 0.0) - once
            length = -max(1.0, float(np.linalg.norm(once)) / max(float(np.linalg.norm(turn)), TINY))
            longer = np.where(self.held, values - 2 * length * once + length**2 * turn, -np.inf)
        change = _largest(second, first)
        if length < -1.0 and self.sound(longer):
            third, after = self.em(longer)
            if after >= before:
                return third, _largest(third, longer), after
        return second, change, before

    def sound(self, values: Array) -> bool:
        """Whether slopes are finite and cuts fall."""
        cuts = np.where(self.held[:, 1:], values[:, 1:], -np.inf)
        falls = (cuts[:, :-1] > cuts[:, 1:]) | ~self.held[:, 2:]
        return bool(np.isfinite(values[self.held]).all() and falls.all())

    def em(self, values: Array) -> tuple[Array, float]:
        """One step of EM, and the log-likelihood before it."""
        curves = self.curves(values)
        weights, fit = self.posterior(curves.logs)
        expected = np.asarray(self.picked @ weights).reshape(self.items, self.most, -1)
        for _ in range(NEWTON):
            values = self.better(values, self.curves(values), expected)
        return values, fit

    def posterior(self, logs: Array) -> tuple[Array, float]:
        """Each person's posterior on the nodes, and the log-likelihood of all."""
        total = self.picks @ logs.reshape(-1, len(self.at))
        total += self.prior
        top = total.max(1, keepdims=True)
        weights = np.exp(total - top)
        sums = weights.sum(1, keepdims=True)
        weights /= sums
        return weights, float((top + np.log(sums)).sum())

    def curves(self, values: Array) -> _Curves:
        """P of each category at each node; a category that an item has not gets ln P = 0 and no answers."""
        logits = values[:, 1:, None] + values[:, :1, None] * self.at
        reach = np.concatenate([np.ones((self.items, 1, len(self.at))), expit(logits)], 1)
        above = np.concatenate([expit(-logits), np.ones((self.items, 1, len(self.at)))], 1)
        gaps = np.ones((self.items, self.most, 1))
        pairs = self.held[:, 2:]  # categories between two cuts
        gaps[:, 1:-1, 0][pairs] = -np.expm1(values[:, 2:][pairs] - values[:, 1:-1][pairs])
        chances = np.maximum(reach * above * gaps, TINY)
        chances[~self.held] = 1.0
        weights = np.zeros((self.items, self.most + 1, len(self.at)))
        weights[:, 1:-1] = reach[:, 1:] * above[:, :-1]
        return _Curves(chances, np.log(chances), weights)

    def slopes_of(self, curves: _Curves) -> tuple[Array, Array]:
        """Derivatives of ln P of each category in its lower and its upper cut's logit."""
        lower = curves.weights[:, :-1] / curves.chances
        upper = -curves.weights[:, 1:] / curves.chances
        return lower, upper

    def better(self, values: Array, curves: _Curves, expected: Array) -> Array:
        """One scoring step for each item on its expected answers (items, most, nodes), halved till cuts fall."""
        lower, upper = self.slopes_of(curves)
        pull = (expected * lower)[:, 1:] + (expected * upper)[:, :-1]  # in each cut's logit: (items, most - 1, nodes)
        gradient = np.concatenate([np.einsum("jkq,q->j", pull, self.at)[:, None], pull.sum(2)], 1)
        people = expected.sum(1, keepdims=True)
        own = people * (lower**2 * curves.chances)[:, 1:] + people * (upper**2 * curves.chances)[:, :-1]
        across = people * (lower * upper * curves.chances)[:, 1:-1]
        step = np.linalg.solve(self.information(own, across), gradient[:, :, None])[:, :, 0]
        step[~self.held] = 0.0
        size = np.ones((self.items, 1))
        for _ in range(HALVINGS):
            tried = np.where(self.held, values + size * step, -np.inf)
            cuts = tried[:, 1:]
            ordered = ((cuts[:, :-1] > cuts[:, 1:]) | ~self.held[:, 2:]).all(1)
            falls = np.asarray(ordered & (np.abs(size * step) < 2).all(1))
            if falls.all():
                return tried
            size[~falls] /= 2
        return np.where(falls[:, None], tried, values)

    def information(self, own: Array, across: Array) -> Array:
        """Fisher's information of slope and cuts: (items, most, most); 1 on the diagonal of what is not held."""
        out = np.zeros((self.items, self.most, self.most))
        inner = np.arange(1, self.most)
        out[:, inner, inner] = own.sum(2)
        out[:, inner[:-1], inner[1:]] = out[:, inner[1:], inner[:-1]] = across.sum(2)
        mixed = own.copy()
        mixed[:, :-1] += across
        mixed[:, 1:] += across
        out[:, 0, 1:] = out[:, 1:, 0] = np.einsum("jkq,q->jk", mixed, self.at)
        out[:, 0, 0] = np.einsum("jkq,q->j", mixed, self.at**2)
        both = self.held[:, :, None] & self.held[:, None, :]
        return np.where(both, out, np.eye(self.most))

    def scores(self, values: Array) -> Array:
        """Each person's derivative of the log-likelihood: (persons, items, most), in slope and cuts."""
        curves = self.curves(values)
        weights, _ = self.posterior(curves.logs)
        lower, upper = self.slopes_of(curves)
        chosen = self.picks.toarray().reshape(-1, self.items, self.most)

        def mean(of: Array) -> Array:
            return np.asarray(chosen * (weights @ of.reshape(-1, len(self.at)).T).reshape(chosen.shape))

        out = np.zeros(chosen.shape)
        out[:, :, 0] = mean((lower + upper) * self.at).sum(2)
        out[:, :, 1:] = mean(lower)[:, :, 1:] + mean(upper)[:, :, :-1]
        return np.where(self.held, out, 0.0)


def _largest(one: Array, other: Array) -> float:
    with np.errstate(invalid="ignore"):
        return float(np.nanmax(np.abs(one - other), initial=0.0))
