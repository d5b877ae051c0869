"""Which treatment is likely to be the best: P-scores, SUCRA and rankograms.

Rankings follow from estimates and their precision only: they say nothing of the certainty of the evidence
or of how much better one treatment is.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from deqi.evidence.network.league import under
from deqi.evidence.network.values import Array, Estimates, Network, Ranking

DRAWS = 10_000
AT_ONCE = 2_000  # draws ranked together: bounds the memory of large networks


def ranking(
    network: Network, *, small_is_good: bool, model: str = "random", draws: int = DRAWS, seed: int = 1
) -> Ranking:
    """P-scores and, from `draws` seeded draws of a multivariate normal, rankogram and SUCRA.

    `small_is_good` says that a lower value is better, as of pain. P-scores: Rücker & Schwarzer 2015, BMC Med
    Res Methodol 15:58; SUCRA: Salanti, Ades & Ioannidis 2011, J Clin Epidemiol 64:163.
    """
    estimates = under(network, model)
    shares = _rankogram(estimates, small_is_good, draws, seed)
    count = len(network.treatments)
    return Ranking(
        treatments=network.treatments,
        model=model,
        small_is_good=small_is_good,
        p_scores=p_scores(estimates, small_is_good=small_is_good),
        sucra=np.cumsum(shares, axis=1)[:, :-1].sum(axis=1) / (count - 1),
        probabilities=shares,
        draws=draws,
        seed=seed,
    )


def p_scores(estimates: Estimates, *, small_is_good: bool) -> Array:
    """Mean certainty, over the others, that a treatment is better than another (n,); their mean is ½."""
    count = len(estimates.treatments)
    sign = -1.0 if small_is_good else 1.0
    certainty = ndtr(sign * estimates.effects / (estimates.ses + np.eye(count)))
    scores: Array = (certainty.sum(axis=1) - certainty.diagonal()) / (count - 1)
    return scores


def best_first(network: Network, *, small_is_good: bool, model: str = "random") -> tuple[str, ...]:
    """Treatments by falling P-score, ties by name."""
    scores = p_scores(under(network, model), small_is_good=small_is_good)
    return tuple(network.treatments[at] for at in np.argsort(-scores, kind="stable"))


def _rankogram(estimates: Estimates, small_is_good: bool, draws: int, seed: int) -> Array:
    """Share of the draws in which treatment i has rank r + 1 (n, n)."""
    count = len(estimates.treatments)
    values, vectors = np.linalg.eigh(estimates.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    means = estimates.effects.mean(axis=1)
    random = np.random.Generator(np.random.PCG64(seed))
    hits = np.zeros(count * count)
    for start in range(0, draws, AT_ONCE):
        part = min(AT_ONCE, draws - start)
        drawn = means + random.standard_normal((part, count)) @ root.T
        order = np.argsort(drawn if small_is_good else -drawn, axis=1)
        hits += np.bincount((order * count + np.arange(count)).ravel(), minlength=count * count)
    return hits.reshape(count, count) / draws
