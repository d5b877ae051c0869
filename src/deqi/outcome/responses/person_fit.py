"""Whether somebody's answers hang together: the standardised log-likelihood l_z.

Drasgow, Levine and Williams, British Journal of Mathematical and Statistical Psychology 1985;38:67. With θ
estimated from the same answers l_z spreads a little less than a standard normal, so it marks too few rather
than too many.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from deqi.core.values import Value
from deqi.outcome.responses.bank import Array, Bank, categories
from deqi.outcome.responses.model import Answered, log_probabilities

CONTRADICTORY = -2.0  # about one in fifty persons who answer as the model says
FEWEST = 3  # answers below which nothing can contradict


class PersonFit(Value, frozen=True, kw_only=True):
    """l_z of each person, NaN with fewer than three answers; low means that the answers contradict each other."""

    lz: Array
    contradictory: NDArray[np.bool_]


def person_fit(bank: Bank, responses: ArrayLike, theta: ArrayLike, limit: float = CONTRADICTORY) -> PersonFit:
    """How likely each person's answers are at their θ (persons,), against how likely such answers are on average.

    Raises BadInput naming person and item where an answer is none.
    """
    chosen = categories(bank, responses)
    at = np.asarray(theta, dtype=np.float64)
    logs = log_probabilities(bank, at)
    chances, finite = np.exp(logs), np.where(np.isfinite(logs), logs, 0.0)
    mean = (chances * finite).sum(1)
    variance = (chances * finite**2).sum(1) - mean**2
    answered = (chosen >= 0).T
    spread = np.sqrt(np.where(answered, variance, 0.0).sum(0))
    gap = Answered.of(bank, chosen).log_likelihood(at) - np.where(answered, mean, 0.0).sum(0)
    enough = (answered.sum(0) >= FEWEST) & (spread > 0)
    lz = np.divide(gap, spread, out=np.full(len(chosen), np.nan), where=enough)
    return PersonFit(lz=lz, contradictory=np.less(lz, limit))
