"""Forecasts of a clinic's people: from what was known of each, the chance of improvement and where a score fell."""

from __future__ import annotations

import numpy as np
from msgspec import structs
from numpy.typing import NDArray
from scipy.special import stdtr

from deqi.knowledge.entities import Population, Score
from deqi.outcome.course import Learnt, Person, Prediction, begin, follow, meaningful_bound

Floats = NDArray[np.float64]
MOST_DRAWS = 250  # of a population's: enough for figures over many people, and a quarter of the time


def thinned(population: Population) -> Learnt:
    """The population with at most `MOST_DRAWS` of its draws, evenly taken."""
    every = max(1, -(-len(population.draws) // MOST_DRAWS))
    return Learnt(structs.replace(population, draws=population.draws[::every]))


def ahead(learnt: Learnt, person: Person, week: float) -> Prediction:
    """The forecast of one week from all that is known of the person; raises ValueError where that is later."""
    return follow(learnt, person).predict(np.array([week]))


def chance(prediction: Prediction, score: Score, baseline: float) -> float | None:
    """The chance of an important improvement; None where the important change is not known."""
    bound = meaningful_bound(score, baseline)
    return None if bound is None else float(prediction.reached(bound)[0])


def chance_in_arm(learnt: Learnt, score: Score, baseline: float, arm: str, week: float) -> float | None:
    """The same for a person of one arm of whom only the first score is known."""
    return chance(begin(learnt, baseline, arm).predict(np.array([week])), score, baseline)


def chances_by_draw(prediction: Prediction, score: Score, baseline: float) -> Floats:
    """The chance of an important improvement under each draw: (draws,); raises ValueError without a target."""
    bound = meaningful_bound(score, baseline)
    if bound is None:
        raise ValueError(f"no important change of '{score.id}' is known")
    standard = prediction.learnt.standardised(bound)
    return np.asarray(stdtr(prediction.tails, (standard - prediction.middles[:, 0]) / prediction.scales[:, 0]))
