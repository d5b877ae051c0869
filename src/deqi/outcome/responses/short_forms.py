"""Short forms: which items to ask, the table from sum score to T score, and how reliable it is.

Sources: Lord and Wingersky, Applied Psychological Measurement 1984;8:453 (the distribution of a sum score, item
by item); Thissen and others, Applied Psychological Measurement 1995;19:39 (EAP of a sum score); Green and
others, Journal of Educational Measurement 1984;21:347 (marginal reliability).
"""

from __future__ import annotations

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.outcome.responses.bank import Array, Bank
from deqi.outcome.responses.model import grid, information, item_information, normal, probabilities
from deqi.outcome.responses.scores import PRIOR, SPAN, T_MEAN, T_SD, Scores

NODES = 161  # sums and averages over a population are smooth


class SumScore(Value, frozen=True, kw_only=True):
    """One row of a conversion table."""

    sum: int  # of answer numbers, every item answered
    theta: float
    se: float
    t: float
    t_se: float
    probability: float  # of this sum in the population
    cumulative: float  # of this sum or a lower one


def sum_scores(
    bank: Bank, prior: tuple[float, float] = PRIOR, nodes: int = NODES, span: float = SPAN
) -> tuple[SumScore, ...]:
    """The posterior mean of θ and its error for each sum of answer numbers, lowest first.

    With two categories an item, θ rises with the sum; with more the graded model does not promise it for every
    bank (Hemker and others, Psychometrika 1997;62:331), though forms of like items do so.

    Raises BadInput where an item has merged categories, since a sum does not tell then who answered what.
    """
    merged = [item.id for item in bank.items if item.merged]
    if merged:
        message = "has merged categories, so a sum of its answers has no one meaning; score the answers instead"
        raise BadInput(*(Fault(file="bank", path=id_, message=message) for id_ in merged))
    at = grid(prior, nodes, span)
    joint = sums(bank, at) * normal(at, *prior)
    chance = joint.sum(1)
    theta = joint @ at / chance
    se = np.sqrt(((at - theta[:, None]) ** 2 * joint).sum(1) / chance)
    lowest = sum(item.codes[0] for item in bank.items)
    rows = zip(theta.tolist(), se.tolist(), chance.tolist(), np.cumsum(chance).tolist(), strict=True)
    return tuple(
        SumScore(
            sum=lowest + i, theta=m, se=s, t=T_MEAN + T_SD * m, t_se=T_SD * s, probability=p, cumulative=min(c, 1.0)
        )
        for i, (m, s, p, c) in enumerate(rows)
    )


def sums(bank: Bank, theta: Array) -> Array:
    """P of each sum of category places, from nought, at each θ: (sums, θ)."""
    out = np.ones((1, len(theta)))
    for item, chances in zip(bank.items, probabilities(bank, theta), strict=True):
        grown = np.zeros((len(out) + len(item.thresholds), len(theta)))
        for k in range(len(item.codes)):
            grown[k : k + len(out)] += out * chances[k]
        out = grown
    return out


def short_form(bank: Bank, size: int, target: tuple[float, float] = PRIOR) -> Bank:
    """The `size` items that tell most about persons spread as `target` (mean, sd of θ), in the bank's order.

    Informations add up, so the best set is the best items; of two that tell the same the earlier one is taken.
    Raises BadInput where the bank has fewer items.
    """
    if not 1 <= size <= len(bank.items):
        message = f"a form of {size} items was asked for; expected from 1 to {len(bank.items)}, the size of the bank"
        raise BadInput(Fault(file="bank", message=message))
    at = grid(target, NODES, SPAN)
    worth = item_information(bank, at) @ normal(at, *target)
    best = sorted(np.argsort(-worth, kind="stable")[:size].tolist())
    return Bank(items=tuple(bank.items[i] for i in best))


def marginal_reliability(bank: Bank, population: tuple[float, float] = PRIOR) -> float:
    """The share of the variance of θ that is not error, averaged over a normal population (mean, sd)."""
    at = grid(population, NODES, SPAN)
    error = 1 / (information(bank, at) + 1 / population[1] ** 2)
    return float(1 - error @ normal(at, *population) / population[1] ** 2)


def empirical_reliability(scores: Scores) -> float:
    """The variance of the EAP scores of a sample, over that variance and their mean squared error."""
    spread = float(np.var(scores.theta))
    return spread / (spread + float(np.mean(scores.se**2)))
