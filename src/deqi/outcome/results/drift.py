"""Whether a clinic's outcomes move away from the forecasts: a cumulative sum in both directions (Page 1954).

Each person gives one number: how far their outcome lies from their forecast, as a normal score. The sums rise by what
exceeds `ALLOWED` and never fall below nought. The limit is the height that a clinic without drift, of as many
people, exceeds in one series of twenty.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deqi.outcome.results.calibration import FEWEST, Ahead
from deqi.outcome.results.values import Drift

Floats = NDArray[np.float64]
ALLOWED = 0.25  # half of the shift that matters: half a standard deviation
WRONG = 0.05  # of the series without drift
STEPS = 4_000_000  # of the simulation, in all
SERIES = (1_000, 10_000)  # at least, at most


def drift(found: Sequence[Ahead], rng: np.random.Generator, smallest: int) -> Drift:
    """Whether outcomes moved, in order of the day on which each score was taken."""
    dated = [(day, one.normal_score) for one in found if (day := day_of(one)) is not None]
    if found and not dated:
        return Drift(why_not="undated")
    if len(dated) < FEWEST:
        return Drift(why_not="few", forecasts=len(dated) if len(dated) >= smallest else None)
    dated.sort(key=lambda pair: pair[0])
    scores = np.array([score for _, score in dated])
    height = limit(len(scores), rng)
    better, worse = sums(scores)
    moved = _moved(better, worse, height)
    first = _first_of_rise(better if moved == "better" else worse, height) if moved else 0
    return Drift(
        forecasts=len(scores),
        limit=round(height, 2),
        better=round(float(better.max()), 2),
        worse=round(float(worse.max()), 2),
        moved=moved,
        since=f"{dated[first][0]:%Y-%m}" if moved else "",
        from_start=bool(moved) and first == 0,
    )


def day_of(one: Ahead) -> datetime.date | None:
    """The day on which the outcome was taken; None in a file without dates."""
    began, visit = one.fate.patient.began, one.fate.visit
    return None if began is None or visit is None else began + datetime.timedelta(days=round(visit.week * 7))


def sums(scores: Floats) -> tuple[Floats, Floats]:
    """The cumulative sums towards better and towards worse, along the last axis."""
    up, down = np.zeros_like(scores), np.zeros_like(scores)
    rise, fall = np.zeros(scores.shape[:-1]), np.zeros(scores.shape[:-1])
    for at in range(scores.shape[-1]):
        rise = np.maximum(0.0, rise + scores[..., at] - ALLOWED)
        fall = np.maximum(0.0, fall - scores[..., at] - ALLOWED)
        up[..., at], down[..., at] = rise, fall
    return up, down


def limit(count: int, rng: np.random.Generator) -> float:
    """The height that one of twenty series of so many scores without drift exceeds, by simulation."""
    series = int(np.clip(STEPS // count, *SERIES))
    highest = np.zeros(series)
    rise, fall = np.zeros(series), np.zeros(series)
    for _ in range(count):
        scores = rng.standard_normal(series)
        rise = np.maximum(0.0, rise + scores - ALLOWED)
        fall = np.maximum(0.0, fall - scores - ALLOWED)
        highest = np.maximum(highest, np.maximum(rise, fall))
    return float(np.quantile(highest, 1 - WRONG))


def _moved(better: Floats, worse: Floats, height: float) -> str:
    """Which sum passed the limit; of both the one that passed it last."""
    passed = {name: np.flatnonzero(sum_ > height) for name, sum_ in (("better", better), ("worse", worse))}
    told = {name: int(places[-1]) for name, places in passed.items() if len(places)}
    return max(told, key=told.__getitem__) if told else ""


def _first_of_rise(sum_: Floats, height: float) -> int:
    """Where the rise began that last passed the limit."""
    last = int(np.flatnonzero(sum_ > height)[-1])
    noughts = np.flatnonzero(sum_[: last + 1] == 0)
    return int(noughts[-1]) + 1 if len(noughts) else 0
