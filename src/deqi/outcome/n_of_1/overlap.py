"""NAP, the overlap of all pairs of two conditions (Parker and Vannest 2009).

The interval is that of Newcombe 2006, method 5, for the same number under other names (Mann and Whitney's U, area
under the curve). It takes days as independent, which scores of one person seldom are: it is rather too short.
"""

from __future__ import annotations

from scipy.optimize import brentq
from scipy.stats import norm

from deqi.outcome.n_of_1.values import Array, Overlap

TINY = 1e-9  # beside the share, where its own root at 0 or 1 is not met


def nap(reference: Array, other: Array, *, lower_is_better: bool, level: float = 0.95) -> Overlap:
    """How often a score of `other` is better than one of `reference`; 0.5 where they do not differ."""
    gains = reference[:, None] - other[None, :]
    if not lower_is_better:
        gains = -gains
    share = float((gains > 0).mean() + 0.5 * (gains == 0).mean())
    low, high = _interval(share, len(reference), len(other), float(norm.ppf((1 + level) / 2)))
    return Overlap(nap=share, low=low, high=high, pairs=gains.size)


def _interval(share: float, m: int, n: int, z: float) -> tuple[float, float]:
    """Both θ with |share − θ| = z √V(θ)."""
    half = (m + n) / 2 - 1

    def beyond(theta: float) -> float:
        spread = 1 + half * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return float((share - theta) ** 2 - z**2 * theta * (1 - theta) / (m * n) * spread)

    low = 0.0 if share < TINY else float(brentq(beyond, 0.0, share - TINY / 2, xtol=1e-12))
    high = 1.0 if share > 1 - TINY else float(brentq(beyond, share + TINY / 2, 1.0, xtol=1e-12))
    return low, high
