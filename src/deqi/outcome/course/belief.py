"""What is believed of one person's course, brought up to date at each visit in closed form, draw by draw.

Given a draw of the population's parameters the person is a Gaussian state (noise of the baseline, response, walk) with
a scale of their own, whose posterior is again an inverse gamma: a Kalman filter whose predictions are t
distributions (West and Harrison 1997, chapter 4). Draws under which the person's scores were likelier count for
more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtr, stdtrit

from deqi.knowledge.entities import Population
from deqi.outcome.course.links import linked, unlinked
from deqi.outcome.course.model import WEEKS, Parameters
from deqi.outcome.course.values import Person, Scale

Floats = NDArray[np.float64]

STRATA = (np.arange(15) + 0.5) / 15  # of each draw's t distribution, for quantiles of the mixture


class Learnt:
    """A population made ready: its scale, and its draws by name."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.scale = Scale(
            link=population.link,
            lowest=population.lowest,
            highest=population.highest,
            step=population.step,
            better=population.better,
        )
        self.parameters = Parameters(population.parameters, np.array(population.draws))

    def arm(self, name: str) -> NDArray[np.int64]:
        """The place of an arm; the one that patients are taken to follow where a person has none of the names."""
        arms = self.population.arms
        return np.array([arms.index(name if name in arms else self.population.arm)])

    def standardised(self, score: float) -> float:
        """A score as the model sees it."""
        return float((linked(self.scale, score) - self.population.centre) / self.population.spread)

    def scores(self, standardised: Floats) -> Floats:
        """Back to scores."""
        return unlinked(self.scale, standardised * self.population.spread + self.population.centre)


@dataclass(frozen=True)
class Belief:
    """What is believed after some visits. `means` (3, draws) and `covariances` (3, 3, draws) of the state."""

    learnt: Learnt
    baseline: float  # as the model sees it
    arm: NDArray[np.int64]
    means: Floats
    covariances: Floats
    far: Floats  # (draws,): squared distance of the scores so far from what was predicted
    log_scale: Floats  # (draws,): sum of the logs of the predictions' scales
    week: float
    visits: int

    @property
    def width(self) -> Floats:
        """By how much the person's scores scatter more or less for where they started: (draws,)."""
        return np.asarray(np.exp(self.learnt.parameters.widening * self.baseline))

    def observe(self, week: float, score: float) -> Belief:
        """After one more visit; raises ValueError where it does not come after the last one."""
        if week <= self.week:
            raise ValueError(f"week {week:g} does not come after week {self.week:g}")
        known = self.learnt.parameters
        arrived, expected = self._expected(np.array([week]))
        walked = self.covariances.copy()
        walked[2, 2] += known.wander**2 * (week - self.week) / WEEKS
        along = walked[:, 0] + arrived[:, 0] * walked[:, 1] + walked[:, 2]
        variance = along[0] + arrived[:, 0] * along[1] + along[2] + known.error**2
        told = self.means[0] + arrived[:, 0] * self.means[1] + self.means[2]
        off = (self.learnt.standardised(score) - expected[:, 0]) / self.width - told
        gain = along / variance
        return replace(
            self,
            means=self.means + gain * off,
            covariances=walked - gain[:, None] * along[None, :],
            far=self.far + off**2 / variance,
            log_scale=self.log_scale + 0.5 * np.log(variance) + np.log(self.width),
            week=week,
            visits=self.visits + 1,
        )

    def weights(self) -> Floats:
        """How much each draw counts, after the person's own scores: (draws,), summing to one."""
        tails, count = self.learnt.parameters.tails, self.visits
        log_density = (
            gammaln((tails + count) / 2)
            - gammaln(tails / 2)
            - count / 2 * np.log(math.pi * tails)
            - self.log_scale
            - (tails + count) / 2 * np.log1p(self.far / tails)
        )
        raw = np.exp(log_density - log_density.max())
        return np.asarray(raw / raw.sum())

    def predict(self, weeks: Floats) -> Prediction:
        """The score at later weeks; raises ValueError where one lies before the last visit."""
        if (weeks < self.week).any():
            raise ValueError("a forecast looks ahead of the last visit")
        known = self.learnt.parameters
        arrived, expected = self._expected(weeks)
        state, spread = self.means, self.covariances
        told = state[0][:, None] + arrived * state[1][:, None] + state[2][:, None]
        crossed = spread[0, 0] + 2 * spread[0, 2] + spread[2, 2] + known.error**2
        variance = crossed[:, None] + 2 * arrived * (spread[0, 1] + spread[1, 2])[:, None]
        variance = variance + arrived**2 * spread[1, 1][:, None]
        variance = variance + known.wander[:, None] ** 2 * (weeks - self.week) / WEEKS
        own = (known.tails + self.far) / (known.tails + self.visits)
        width = self.width[:, None]
        return Prediction(
            learnt=self.learnt,
            weeks=weeks,
            middles=expected + width * told,
            scales=width * np.sqrt(variance * own[:, None]),
            tails=known.tails + self.visits,
            weights=self.weights(),
        )

    def _expected(self, weeks: Floats) -> tuple[Floats, Floats]:
        known = self.learnt.parameters
        return known.arrived(weeks), known.mean(np.array([self.baseline]), self.arm, weeks)[:, 0]


@dataclass(frozen=True)
class Prediction:
    """A mixture of t distributions at each of some weeks: `middles` and `scales` (draws, weeks)."""

    learnt: Learnt
    weeks: Floats
    middles: Floats
    scales: Floats
    tails: Floats  # (draws,)
    weights: Floats  # (draws,)

    def reached(self, score: float) -> Floats:
        """The probability, at each week, of a score at least as good as this one."""
        bound = self.learnt.standardised(score)
        return np.asarray(self.weights @ stdtr(self.tails[:, None], (bound - self.middles) / self.scales))

    def quantiles(self, levels: Floats) -> Floats:
        """Scores that so much of the forecast is better than: (weeks, levels); the lowest level is the best score."""
        from_middle = _strata(self.tails.tobytes())
        weights = np.repeat(self.weights / len(STRATA), len(STRATA))
        rows = []
        for middle, scale in zip(self.middles.T, self.scales.T, strict=True):
            atoms = (middle[:, None] + scale[:, None] * from_middle).ravel()
            order = np.argsort(atoms)
            below = np.cumsum(weights[order]) - weights[order] / 2
            rows.append(np.interp(levels, below, atoms[order]))
        return self.learnt.scores(np.array(rows))


@lru_cache(maxsize=16)
def _strata(tails: bytes) -> Floats:
    """Where the strata of each draw's t distribution lie: (draws, strata); the same for all with as many visits."""
    return np.asarray(stdtrit(np.frombuffer(tails)[:, None], STRATA))


def begin(learnt: Learnt, baseline: float, arm: str = "") -> Belief:
    """What is believed of a person of whom only the baseline is known."""
    known = learnt.parameters
    draws = len(known.error)
    between = known.response_spread**2
    if known.practitioner is not None:  # who treats is not known to the population: one more thing that varies
        between = between + known.practitioner**2
    covariances = np.zeros((3, 3, draws))
    covariances[0, 0], covariances[1, 1] = known.left_of_baseline(), between
    return Belief(
        learnt=learnt,
        baseline=learnt.standardised(baseline),
        arm=learnt.arm(arm),
        means=np.zeros((3, draws)),
        covariances=covariances,
        far=np.zeros(draws),
        log_scale=np.zeros(draws),
        week=0.0,
        visits=0,
    )


def follow(learnt: Learnt, person: Person) -> Belief:
    """What is believed after all of a person's visits."""
    belief = begin(learnt, person.baseline, person.arm)
    for visit in person.visits:
        belief = belief.observe(visit.week, visit.value)
    return belief
