"""Which virtual people are accepted, so that together they look like the people of a trial.

Weights as even as they can be (of greatest entropy) under which means and squares of what was measured meet the
trial's, after Allen 2016 and Rieger 2018, who accept and reject at random to the same end.
"""

import numpy as np
from scipy.optimize import minimize

from deqi.mechanism.engine.rodas import Array


def even_weights(measures: Array, wanted: Array, slack: Array) -> Array:
    """Weights of people (they sum to one) whose weighted measures come to what is wanted.

    Args:
        measures: (people, measures).
        wanted: what each measure's weighted mean should be.
        slack: how far off each may be, as the standard deviation of an error.
    """
    scale = np.maximum(measures.std(axis=0), 1e-12)
    centred = (measures - wanted) / scale
    ridge = (slack / scale) ** 2

    def dual(tilt: Array) -> tuple[float, Array]:
        exponent = centred @ tilt
        top = exponent.max()
        raised = np.exp(exponent - top)
        total = raised.sum()
        value = float(np.log(total) + top + 0.5 * tilt @ (ridge * tilt))
        return value, centred.T @ (raised / total) + ridge * tilt

    found = minimize(dual, np.zeros(measures.shape[1]), jac=True, method="BFGS", options={"maxiter": 500})
    exponent = centred @ found.x
    raised = np.exp(exponent - exponent.max())
    weights: Array = raised / raised.sum()
    return weights


def effective(weights: Array) -> float:
    """How many people with even weights would say as much (Kish)."""
    return float(1 / np.sum(weights**2))


def accepted(weights: Array, count: int, seed: int) -> Array:
    """Indices of people taken in proportion to their weights, each as often as its share asks for (systematic)."""
    steps = (np.random.default_rng(seed).random() + np.arange(count)) / count
    taken: Array = np.searchsorted(np.cumsum(weights), steps, side="right").clip(0, len(weights) - 1)
    return taken
