"""The randomisation test: the difference among all orders that might have been drawn (Edgington 1975).

It asks nothing of the scores, neither a normal law nor independent days; only that the order was drawn as it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import comb, prod

import numpy as np

from deqi.outcome.n_of_1.values import Array, Period, Randomisation

MOST_EXACT = 20_000  # orders
DRAWN = 19_999
CLOSE = 1e-9  # of the largest mean: differences that only rounding tells apart


def randomisation_test(periods: Sequence[Period], scheme: str, rng: np.random.Generator) -> Randomisation:
    """Two-sided p of the difference between the means of the periods' means.

    All orders are tried where they are at most 20,000; else 19,999 are drawn with `rng`, and the one that was is
    counted among them. Every block holds both conditions.
    """
    means = np.array([period.mean for period in periods])
    given = np.array([period.condition for period in periods], dtype=float)
    places = [
        [i for i, period in enumerate(periods) if period.block == block]
        for block in dict.fromkeys(period.block for period in periods)
    ]
    of = [(len(block), int(given[block].sum())) for block in places]
    orders = prod(comb(size, others) for size, others in of)
    exact = orders <= MOST_EXACT
    tried = np.array(list(_all(places, given) if exact else _some(places, given, rng)))
    own = _difference(given[None, :], means)[0]
    slack = CLOSE * max(1.0, float(np.abs(means).max()))
    extreme = int((np.abs(_difference(tried, means)) >= abs(own) - slack).sum())
    mirrored = all(2 * others == size for size, others in of)  # each order has an opposite one, with −difference
    return Randomisation(
        scheme=scheme,
        orders=orders,
        exact=exact,
        drawn=len(tried),
        difference=float(own),
        p=extreme / len(tried) if exact else (extreme + 1) / (len(tried) + 1),
        least_p=(2 if mirrored else 1) / orders if exact else 1 / (len(tried) + 1),
    )


def _difference(orders: Array, means: Array) -> Array:
    others = orders.sum(axis=1)
    sums = orders @ means
    found: Array = sums / others - (means.sum() - sums) / (len(means) - others)
    return found


def _all(places: Sequence[Sequence[int]], given: Array) -> Iterator[Array]:
    ways = [list(combinations(block, int(given[block].sum()))) for block in places]
    for chosen in product(*ways):
        order = np.zeros_like(given)
        order[[place for block in chosen for place in block]] = 1.0
        yield order


def _some(places: Sequence[Sequence[int]], given: Array, rng: np.random.Generator) -> Iterator[Array]:
    for _ in range(DRAWN):
        order = given.copy()
        for block in places:
            order[block] = rng.permutation(given[block])
        yield order
