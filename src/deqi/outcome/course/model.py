"""The model of a course, and how likely people's scores are under it (docs/adr/0020).

Counted in units of the baselines' spread from their mean, with s0 the baseline and g(t) = 1 - exp(-t / pace), the
score of person i of arm k with practitioner p at week t after the baseline is

    s = s0 (1 - regression) + (response[k] + steepness s0 + r_i + u_p) g(t) + drift t / 52 + a_i + w_i(t) + e

where a_i ~ N(0, error² / (1 + error²)) is what a known baseline leaves open of its own noise, r_i ~
N(0, response_spread²) how the person responds, w_i a random walk that reaches N(0, wander²) in a year, e ~
N(0, error²) the noise of one visit, u_p ~ N(0, practitioner²). All but the last are multiplied by
exp(widening s0) and by one draw a person from an inverse gamma with `tails` degrees of freedom, so that a
person's scores together follow a multivariate t distribution whose width goes with the baseline (Lange, Little and
Taylor 1989), and everything stays in closed form.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from deqi.outcome.course.links import linked
from deqi.outcome.course.values import Person, Scale

Floats = NDArray[np.float64]

WEEKS = 52.0  # drift and wander are told per year
REGRESSION, STEEPNESS, DRIFT, PACE, ERROR, RESPONSE_SPREAD, WANDER, WIDENING, TAILS = (
    "regression",
    "steepness",
    "drift",
    "log pace",
    "log error",
    "log response spread",
    "log wander",
    "widening",
    "log tails",
)
PRACTITIONER = "log practitioner"
SHARED = (REGRESSION, STEEPNESS, DRIFT, PACE, ERROR, RESPONSE_SPREAD, WANDER, WIDENING, TAILS)

# mean and standard deviation before any data, in units of the baselines' spread and in weeks
BEFORE: dict[str, tuple[float, float]] = {
    REGRESSION: (0.15, 0.2),
    STEEPNESS: (0.0, 0.3),
    DRIFT: (0.0, 0.2),
    PACE: (math.log(4.0), 0.6),
    ERROR: (math.log(0.4), 0.5),
    RESPONSE_SPREAD: (math.log(0.5), 0.6),
    WANDER: (math.log(0.4), 0.6),
    WIDENING: (0.0, 0.1),  # beyond what the link already does
    TAILS: (math.log(10.0), 0.7),
    PRACTITIONER: (math.log(0.08), 0.8),  # 0 to 3 % of the variance between people
}
RESPONSE_BEFORE = (-0.3, 0.5)
ERROR_KNOWN = 0.2  # standard deviation of the log of an error that was measured elsewhere
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
LOG_WEIGHTS = np.log(WEIGHTS / WEIGHTS.sum())


@dataclass(frozen=True)
class Prior:
    """What is held of the parameters beforehand: a normal distribution of each name together."""

    names: tuple[str, ...]
    mean: Floats  # (names,)
    covariance: Floats  # (names, names)

    def log_density(self, points: Floats) -> Floats:
        """Of points (draws, names), up to nothing: normalised."""
        lower = np.linalg.cholesky(self.covariance)
        whitened = np.linalg.solve(lower, (points - self.mean).T)
        half_log_determinant = np.log(np.diag(lower)).sum()
        constant = len(self.names) / 2 * math.log(2 * math.pi) + half_log_determinant
        return np.asarray(-0.5 * (whitened**2).sum(axis=0) - constant)


def vague(arms: Sequence[str], *, practitioners: bool, error: float | None = None) -> Prior:
    """The prior before any data. `error`: the error of measurement in units of the spread, where one is known."""
    names = (*(f"response {arm}" for arm in arms), *SHARED, *((PRACTITIONER,) if practitioners else ()))
    told = {**BEFORE, **({ERROR: (math.log(error), ERROR_KNOWN)} if error is not None else {})}
    pairs = [told.get(name, RESPONSE_BEFORE) for name in names]
    spreads = np.array([spread for _, spread in pairs])
    return Prior(names, np.array([mean for mean, _ in pairs]), np.diag(spreads**2))


@dataclass(frozen=True)
class Alike:
    """People with visits at the same weeks: weeks (visits,), and of each person the baseline, scores, arm, group."""

    weeks: Floats
    baselines: Floats  # (people,)
    scores: Floats  # (people, visits)
    arms: NDArray[np.int64]
    groups: NDArray[np.int64]


@dataclass(frozen=True)
class Data:
    """Everyone with a visit after the baseline, standardised; those without one say nothing of a course."""

    alike: tuple[Alike, ...]
    arms: tuple[str, ...]
    practitioners: int  # how many; 0 where none is told


def standardised(scale: Scale, people: Sequence[Person], centre: float, spread: float) -> Data:
    """People as the model sees them."""
    arms = tuple(sorted({person.arm for person in people}))
    names = sorted({person.practitioner for person in people} - {""})
    together: dict[tuple[float, ...], list[Person]] = {}
    for person in people:
        if person.visits:
            together.setdefault(tuple(visit.week for visit in person.visits), []).append(person)
    place = {name: index for index, name in enumerate(names)}

    def on_scale(values: object) -> Floats:
        return (linked(scale, np.asarray(values, dtype=np.float64)) - centre) / spread

    alike = tuple(
        Alike(
            weeks=np.array(weeks),
            baselines=on_scale([person.baseline for person in members]),
            scores=on_scale([[visit.value for visit in person.visits] for person in members]),
            arms=np.array([arms.index(person.arm) for person in members]),
            groups=np.array([place.get(person.practitioner, len(names)) for person in members]),
        )
        for weeks, members in together.items()
    )
    return Data(alike, arms, len(names))


class Parameters:
    """Draws by name: `responses` (draws, arms), the others (draws,)."""

    def __init__(self, names: Sequence[str], draws: Floats) -> None:
        column = {name: draws[:, place] for place, name in enumerate(names)}
        self.responses = np.stack([values for name, values in column.items() if name.startswith("response ")], axis=1)
        self.regression, self.steepness, self.drift = column[REGRESSION], column[STEEPNESS], column[DRIFT]
        self.pace = np.exp(column[PACE])
        self.error = np.exp(column[ERROR])
        self.response_spread = np.exp(column[RESPONSE_SPREAD])
        self.wander = np.exp(column[WANDER])
        self.widening = column[WIDENING]
        self.tails = np.exp(column[TAILS])
        self.practitioner = np.exp(column[PRACTITIONER]) if PRACTITIONER in column else None

    def arrived(self, weeks: Floats) -> Floats:
        """How much of the response has come by each week: (draws, weeks)."""
        return np.asarray(-np.expm1(-weeks / self.pace[:, None]))

    def mean(self, baselines: Floats, arms: NDArray[np.int64], weeks: Floats) -> Floats:
        """The course of people like these: (draws, people, weeks)."""
        response = self.responses[:, arms] + self.steepness[:, None] * baselines
        start = (1 - self.regression[:, None]) * baselines
        later = self.drift[:, None] * weeks / WEEKS
        return np.asarray(start[:, :, None] + response[:, :, None] * self.arrived(weeks)[:, None] + later[:, None])

    def left_of_baseline(self) -> Floats:
        """Variance of the baseline's noise once the baseline is known, true levels having a spread of one."""
        return np.asarray(self.error**2 / (1 + self.error**2))

    def covariance(self, weeks: Floats) -> Floats:
        """Of the scores at some weeks around that course, before widening: (draws, weeks, weeks)."""
        arrived = self.arrived(weeks)
        together = arrived[:, :, None] * arrived[:, None, :]
        walked = np.minimum(weeks[:, None], weeks[None, :]) / WEEKS
        noise = (self.error[:, None] ** 2)[:, :, None] * np.eye(len(weeks)) + self.left_of_baseline()[:, None, None]
        spread, wander = self.response_spread[:, None, None], self.wander[:, None, None]
        return np.asarray(spread**2 * together + wander**2 * walked + noise)


def log_likelihood(names: Sequence[str], draws: Floats, data: Data) -> Floats:
    """Log density of all scores after the baseline under each draw (draws, names): (draws,)."""
    known = Parameters(names, draws)
    if known.practitioner is None or data.practitioners == 0:
        return np.asarray(sum(_log_densities(known, alike, None)[:, 0].sum(axis=-1) for alike in data.alike))
    nodes = np.outer(known.practitioner, NODES)  # (draws, nodes)
    total = np.zeros(len(draws))
    by_group = np.zeros((len(draws), len(NODES), data.practitioners))
    for alike in data.alike:
        each = _log_densities(known, alike, nodes)  # (draws, nodes, people)
        by_group += each @ np.eye(data.practitioners + 1)[alike.groups][:, :-1]
        alone = each[:, :, alike.groups == data.practitioners]  # nobody said whose patient: each has their own
        total += logsumexp(alone + LOG_WEIGHTS[:, None], axis=1).sum(axis=-1)
    return np.asarray(total + logsumexp(by_group + LOG_WEIGHTS[:, None], axis=1).sum(axis=-1))


def _log_densities(known: Parameters, alike: Alike, nodes: Floats | None) -> Floats:
    """Of each person's scores together, at each value of the practitioner's effect: (draws, nodes, people)."""
    count = len(alike.weeks)
    lower = np.linalg.cholesky(known.covariance(alike.weeks))
    whiten = np.linalg.inv(lower)  # (draws, visits, visits)
    off = alike.scores - known.mean(alike.baselines, alike.arms, alike.weeks)  # (draws, people, visits)
    white = off @ whiten.transpose(0, 2, 1)
    width = np.exp(known.widening[:, None] * alike.baselines)  # (draws, people)
    far = (white**2).sum(axis=-1)[:, None, :]
    if nodes is not None:
        effect = (whiten @ known.arrived(alike.weeks)[:, :, None])[:, :, 0]  # (draws, visits)
        along = (white @ effect[:, :, None])[:, None, :, 0]
        far = far - 2 * nodes[:, :, None] * along + (nodes**2 * (effect**2).sum(axis=-1)[:, None])[:, :, None]
    tails = known.tails[:, None, None]
    constant = gammaln((tails + count) / 2) - gammaln(tails / 2) - count / 2 * np.log(math.pi * tails)
    determinant = np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=-1)[:, None] + count * np.log(width)
    return np.asarray(
        constant - determinant[:, None, :] - (tails + count) / 2 * np.log1p(far / width[:, None, :] ** 2 / tails)
    )
