"""The graded response model: probabilities of answers, their information, the score to expect.

With u and v the logits of reaching a category and the one above it, its probability σ(u) - σ(v) is
σ(u) σ(-v) (1 - exp(v - u)), whose last factor does not depend on θ. So the logarithm is exact in both
tails, its slope in θ is a (1 - σ(u) - σ(v)), and it curves down everywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, log_expit

from deqi.outcome.responses.bank import Array, Bank, Categories


@dataclass(frozen=True)
class Edges:
    """A bank as arrays: slopes (items,), lower and upper edges and log gaps (items, most categories).

    The lowest category has the lower edge -∞, the highest the upper edge +∞; places beyond an item's last
    category have the log gap -∞, so that their probability is nought.
    """

    slopes: Array
    lower: Array
    upper: Array
    gaps: Array


@lru_cache(maxsize=64)
def edges(bank: Bank) -> Edges:
    """The arrays of a bank."""
    most = max(len(item.codes) for item in bank.items)
    shape = (len(bank.items), most)
    lower, upper, gaps = np.full(shape, -np.inf), np.full(shape, np.inf), np.full(shape, -np.inf)
    for j, item in enumerate(bank.items):
        steps = len(item.thresholds)
        lower[j, 1 : steps + 1], upper[j, :steps] = item.thresholds, item.thresholds
        gaps[j, : steps + 1] = 0.0
        gaps[j, 1:steps] = np.log(-np.expm1(-item.slope * np.diff(item.thresholds)))
    slopes = np.array([item.slope for item in bank.items])
    for array in (slopes, lower, upper, gaps):
        array.setflags(write=False)
    return Edges(slopes, lower, upper, gaps)


def log_probabilities(bank: Bank, theta: ArrayLike) -> Array:
    """ln P of each category: (items, most categories, θ); -∞ where an item has no such category."""
    held, at = edges(bank), np.asarray(theta, dtype=np.float64)
    slopes = held.slopes[:, None, None]
    reach = log_expit(slopes * (at - held.lower[:, :, None]))
    stay = log_expit(slopes * (held.upper[:, :, None] - at))
    return np.asarray(reach + stay + held.gaps[:, :, None])


def probabilities(bank: Bank, theta: ArrayLike) -> Array:
    """P of each category: (items, most categories, θ)."""
    return np.exp(log_probabilities(bank, theta))


def item_information(bank: Bank, theta: ArrayLike) -> Array:
    """Fisher's information of each item: (items, θ)."""
    held, at = edges(bank), np.asarray(theta, dtype=np.float64)
    slopes = held.slopes[:, None, None]
    tilt = 1 - expit(slopes * (at - held.lower[:, :, None])) - expit(slopes * (at - held.upper[:, :, None]))
    return np.asarray((probabilities(bank, at) * (slopes * tilt) ** 2).sum(1))


def information(bank: Bank, theta: ArrayLike) -> Array:
    """Fisher's information of the whole bank: (θ,)."""
    return np.asarray(item_information(bank, theta).sum(0))


def expected_score(bank: Bank, theta: ArrayLike) -> Array:
    """The sum of answer numbers to expect at each θ (of merged categories, their lowest number)."""
    codes = np.zeros(edges(bank).gaps.shape)
    for j, item in enumerate(bank.items):
        codes[j, : len(item.codes)] = item.codes
    return np.asarray(np.einsum("jk,jkq->q", codes, probabilities(bank, theta)))


@dataclass(frozen=True)
class Answered:
    """The edges around each person's answers; an item without an answer has weight 0."""

    slopes: Array  # (items,)
    lower: Array  # (persons, items)
    upper: Array
    gaps: Array
    weights: Array

    @classmethod
    def of(cls, bank: Bank, chosen: Categories) -> Answered:
        """The edges of these categories."""
        held, place = edges(bank), np.maximum(chosen, 0)
        items = np.arange(len(bank.items))
        lower, upper, gaps = (array[items, place] for array in (held.lower, held.upper, held.gaps))
        return cls(held.slopes, lower, upper, gaps, (chosen >= 0).astype(np.float64))

    def log_likelihood(self, theta: Array) -> Array:
        """ln P of all answers of each person at their θ: (persons,)."""
        at = theta[:, None]
        logs = log_expit(self.slopes * (at - self.lower)) + log_expit(self.slopes * (self.upper - at)) + self.gaps
        return np.asarray((self.weights * logs).sum(1))

    def derivatives(self, theta: Array) -> tuple[Array, Array]:
        """First and second derivative of the log-likelihood in θ, each (persons,)."""
        at = theta[:, None]
        reach, above = expit(self.slopes * (at - self.lower)), expit(self.slopes * (at - self.upper))
        first = self.weights * self.slopes * (1 - reach - above)
        second = -self.weights * self.slopes**2 * (reach * (1 - reach) + above * (1 - above))
        return first.sum(1), second.sum(1)


def normal(nodes: Array, mean: float, sd: float) -> Array:
    """Weights of a normal distribution at evenly spaced nodes, adding to 1."""
    heights = np.exp(-0.5 * ((nodes - mean) / sd) ** 2)
    return np.asarray(heights / heights.sum())


def grid(prior: tuple[float, float], nodes: int, span: float) -> Array:
    """Evenly spaced nodes over `span` standard deviations of the prior on both sides of its mean."""
    mean, sd = prior
    if not (math.isfinite(mean) and math.isfinite(sd) and sd > 0):
        raise ValueError(f"the prior has mean {mean} and standard deviation {sd}; the latter must be above 0")
    if nodes < 3 or not span > 0:
        raise ValueError(f"{nodes} nodes over {span} standard deviations; expected 3 or more over a span above 0")
    return np.linspace(mean - span * sd, mean + span * sd, nodes)
