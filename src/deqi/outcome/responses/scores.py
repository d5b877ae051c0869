"""Where persons stand on the trait, from their answers: the mean of the posterior (EAP) or its top (MAP).

Sources: Bock and Mislevy, Applied Psychological Measurement 1982;6:431 (EAP); Baker and Kim, Item Response
Theory, 2nd ed. 2004, chapters 7 and 8. Both put less trust in few answers: they draw the estimate to the prior.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.special import ndtri

from deqi.core.values import Value
from deqi.outcome.responses.bank import Array, Bank, Categories, categories
from deqi.outcome.responses.model import Answered, grid, information, log_probabilities

STEP = 0.8  # between nodes, in the smallest standard error that the bank can reach: good to 1e-5 of θ
LEAST = 61  # nodes: of few items the information bends sharply beside how wide the posterior is
SPAN = 6.0  # standard deviations of the prior on each side; beyond it the tail counts for nobody
PRIOR = (0.0, 1.0)
AT_ONCE = 256  # persons whose posterior stays in the processor's cache
FEW = 8  # persons
LOOKED_AT = 1001  # places where the information of a bank is looked at
STEPS = 100
CLOSE = 1e-10
T_MEAN, T_SD = 50.0, 10.0


class Scores(Value, frozen=True, kw_only=True):
    """θ of each person with its standard error, and how many items each answered."""

    theta: Array
    se: Array
    answered: tuple[int, ...]

    @property
    def t(self) -> Array:
        """T scores, 50 + 10 θ: where the calibration sample has mean 50 and standard deviation 10."""
        return np.asarray(T_MEAN + T_SD * self.theta)

    @property
    def t_se(self) -> Array:
        """Standard errors of the T scores."""
        return np.asarray(T_SD * self.se)

    def interval(self, level: float = 0.95) -> tuple[Array, Array]:
        """Normal intervals of θ."""
        reach = ndtri(0.5 + level / 2) * self.se
        return self.theta - reach, self.theta + reach


def eap(
    bank: Bank,
    responses: ArrayLike,
    prior: tuple[float, float] = PRIOR,
    nodes: int | None = None,
    span: float = SPAN,
) -> Scores:
    """Posterior mean and standard deviation of θ under a normal prior (mean, sd), by a sum over nodes.

    `responses`: persons × items of answer numbers, NaN where there is none; somebody who answered nothing
    gets the prior back. `span`: standard deviations of the prior on each side; `nodes`: how many, else as many
    as the sharpness of the bank needs; they stand closer where it is sharper. Raises BadInput naming person
    and item, ValueError on a prior or grid that is none.
    """
    chosen, table = categories(bank, responses), _table(bank, prior, nodes, span)
    sums = [
        _posterior(table, chosen[low : low + AT_ONCE]) @ table.moments for low in range(0, max(len(chosen), 1), AT_ONCE)
    ]
    total, first, second = np.concatenate(sums).T
    mean = first / total
    return Scores(theta=prior[0] + mean, se=np.sqrt(second / total - mean**2), answered=_answered(chosen))


def posterior(
    bank: Bank,
    responses: ArrayLike,
    prior: tuple[float, float] = PRIOR,
    nodes: int | None = None,
    span: float = SPAN,
) -> tuple[Array, Array]:
    """Nodes (nodes,) and each person's posterior probabilities on them (persons, nodes)."""
    table = _table(bank, prior, nodes, span)
    weights = _posterior(table, categories(bank, responses))
    return table.at, np.asarray(weights / weights.sum(1, keepdims=True, dtype=np.float64))


def map_(bank: Bank, responses: ArrayLike, prior: tuple[float, float] = PRIOR) -> Scores:
    """The top of the posterior of θ and the error from its curvature, by Newton's steps inside a bracket.

    The log posterior curves down everywhere, so it has one top. Raises as `eap` does.
    """
    grid(prior, 3, 1.0)  # refuses a prior that is none
    chosen = categories(bank, responses)
    answered = Answered.of(bank, chosen)
    mean, sd = prior
    reach = sd**2 * (answered.weights @ answered.slopes)  # no item pulls harder than its slope
    low, high = mean - reach, mean + reach
    theta, moved = np.full(len(chosen), mean), high - low
    for _ in range(STEPS):
        slope, curve = answered.derivatives(theta)
        slope, curve = slope - (theta - mean) / sd**2, curve - 1 / sd**2
        low, high = np.where(slope >= 0, theta, low), np.where(slope <= 0, theta, high)
        step = -slope / curve
        # far out the curve is nearly straight, and Newton would leap to and fro between two tails for ever
        shrinks = np.abs(step) <= np.maximum(moved / 2, CLOSE * sd)
        inside = (theta + step >= low) & (theta + step <= high)
        following = np.where(shrinks & inside, theta + step, (low + high) / 2)
        moved, theta = np.abs(following - theta), following
        if moved.max(initial=0.0) < CLOSE * sd:
            break
    curve = answered.derivatives(theta)[1] - 1 / sd**2
    return Scores(theta=theta, se=np.sqrt(-1 / curve), answered=_answered(chosen))


def log_likelihood(bank: Bank, responses: ArrayLike, theta: ArrayLike) -> Array:
    """ln P of each person's answers at their θ (persons,), or at one θ for all."""
    chosen = categories(bank, responses)
    at = np.broadcast_to(np.asarray(theta, dtype=np.float64), (len(chosen),))
    return Answered.of(bank, chosen).log_likelihood(at)


@dataclass(frozen=True)
class Logs:
    """What scoring looks up, worked out once a bank and grid."""

    at: Array  # (nodes,)
    pairs: Array  # ln P of two neighbouring items together: (pairs × most², nodes); most - 1 stands for no answer
    most: int
    offsets: Categories  # of each pair, where all pairs stand under each other
    prior: Array  # ln of the prior's weights
    moments: Array  # (nodes, 3): 1, distance from the prior's mean, its square


@lru_cache(maxsize=64)
def _table(bank: Bank, prior: tuple[float, float], nodes: int | None, span: float) -> Logs:
    at, prior_logs = _nodes(bank, prior, nodes, span)
    logs = log_probabilities(bank, at)
    even = np.zeros((len(logs) + len(logs) % 2, logs.shape[1] + 1, len(at)))  # an item more where they are odd
    even[: len(logs), :-1] = logs
    pairs = even[::2, :, None] + even[1::2, None]
    away = at - prior[0]
    moments = np.stack([np.ones(len(at)), away, away**2], 1)
    wide = even.shape[1] ** 2
    offsets = np.arange(len(pairs)) * wide
    table = Logs(at, pairs.reshape(-1, len(at)), even.shape[1], offsets, prior_logs, moments)
    for array in (table.at, table.pairs, table.offsets, table.prior, table.moments):
        array.setflags(write=False)
    return table


def _nodes(bank: Bank, prior: tuple[float, float], nodes: int | None, span: float) -> tuple[Array, Array]:
    """Nodes a fixed share of the local standard error apart, and ln of the prior's mass on each.

    A sum over nodes that are even on some smooth scale is as good as exact while they stand closer than the
    posterior's spread; on this scale that spread is about the same everywhere.
    """
    places = grid(prior, LOOKED_AT, span)
    precision = np.sqrt(information(bank, places) + prior[1] ** -2)
    steps = (precision[1:] + precision[:-1]) / 2 * np.diff(places)
    passed = np.concatenate([[0.0], np.cumsum(steps)])
    count = nodes or max(math.ceil(passed[-1] / STEP) + 1, LEAST)
    at = np.interp(np.linspace(0.0, passed[-1], count), passed, places)
    return at, -0.5 * ((at - prior[0]) / prior[1]) ** 2 - 0.5 * np.log(information(bank, at) + prior[1] ** -2)


def _posterior(table: Logs, chosen: Categories) -> Array:
    """Unscaled posterior of persons on the nodes."""
    if chosen.shape[1] % 2:
        chosen = np.pad(chosen, ((0, 0), (0, 1)), constant_values=-1)
    known = chosen % table.most  # no answer, -1, becomes the last place
    both = known[:, ::2] * table.most + known[:, 1::2] + table.offsets
    if len(chosen) <= FEW:  # for whom setting up a sparse matrix costs more than it saves
        total = table.pairs.take(both, axis=0).sum(1)
    else:
        ends = np.arange(0, both.size + 1, both.shape[1])
        picks = csr_array((np.ones(both.size), both.ravel(), ends), shape=(len(both), len(table.pairs)))
        total = picks @ table.pairs
    total += table.prior
    total -= total.max(1, keepdims=True)
    return np.asarray(np.exp(total.astype(np.float32)))  # what is left near 0 needs no more, and it is much faster


def _answered(chosen: Categories) -> tuple[int, ...]:
    return tuple((chosen >= 0).sum(1).tolist())
