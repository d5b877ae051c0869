"""Whether forecasts hold for a clinic's own people: coverage, bias, errors, and chances beside what came."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from deqi.knowledge.entities import Score
from deqi.outcome.course import Forecasts, Learnt, target
from deqi.outcome.course.calibration import LEVELS
from deqi.outcome.results.ahead import ahead, chance
from deqi.outcome.results.fates import Fate, has_improved
from deqi.outcome.results.shares import mean_of, share_of
from deqi.outcome.results.values import Bin, Calibrated, Covered
from deqi.outcome.results.windows import Window

Floats = NDArray[np.float64]
FEWEST = 20  # forecasts, below which nothing is said
MOST = 1000  # the last ones in the file; a bound on the work
MOST_BINS = 5
LARGEST_SCORE = 3.0  # of the normal scores, so that one score cannot raise an alarm alone


@dataclass(frozen=True)
class Ahead:
    """One forecast and what came: which share of it was at least as good, and in points."""

    fate: Fate
    last: float
    outcome: float
    as_good: float
    quantiles: Floats
    improved: float | None  # the chance

    @property
    def normal_score(self) -> float:
        """How far the outcome lies from the forecast, in standard deviations; above 0 it is better."""
        return float(np.clip(-norm.ppf(self.as_good), -LARGEST_SCORE, LARGEST_SCORE))


def forecasts(learnt: Learnt, score: Score, fates: Sequence[Fate], known: Window | None) -> list[Ahead]:
    """A forecast for each person seen at the fates' window, from the first score alone or from all to `known`."""
    found = []
    for fate in fates:
        start = 0.0 if known is None else getattr(known.score(fate.patient.person), "week", None)
        if fate.visit is not None and start is not None:
            found.append((fate, start))
    return [_forecast(learnt, score, fate, start) for fate, start in found[-MOST:]]


def calibrated(found: Sequence[Ahead], score: Score, known: float, week: float, smallest: int) -> Calibrated:
    """What the forecasts came to; of fewer than `FEWEST` only how many they were."""
    count = len(found)
    if count < FEWEST:
        return Calibrated(known=known, week=week, forecasts=count if count >= smallest else None, enough=False)
    gathered = _gathered(found, score, known, week)
    tested = gathered.tested()
    came = [has_improved(score, one.fate.patient.person.baseline, one.outcome) for one in found]
    chances = [one.improved for one in found]
    judged = None not in came and None not in chances
    share = float(np.mean([bool(one) for one in came]))
    return Calibrated(
        known=known,
        week=week,
        forecasts=count,
        enough=True,
        covered=tuple(_covered(found, level, smallest) for level in (0.5, 0.9)),
        bias=mean_of((gathered.outcomes - gathered.quantiles.mean(axis=1)).tolist()),
        crps=tested.crps,
        crps_carried=tested.crps_carried,
        brier=round(gathered.brier(), 4) if judged else None,
        brier_null=round(share * (1 - share), 4)
        if judged and smallest <= sum(map(bool, came)) <= count - smallest
        else None,
        bins=tuple(_bins([(float(c or 0), bool(i)) for c, i in zip(chances, came, strict=True)], smallest))
        if judged
        else (),
    )


def _forecast(learnt: Learnt, score: Score, fate: Fate, start: float) -> Ahead:
    person = fate.patient.person.until(start)
    assert fate.visit is not None
    prediction = ahead(learnt, person, fate.visit.week)
    return Ahead(
        fate=fate,
        last=person.visits[-1].value if person.visits else person.baseline,
        outcome=fate.visit.value,
        as_good=float(prediction.reached(fate.visit.value)[0]),
        quantiles=prediction.quantiles(LEVELS)[0],
        improved=chance(prediction, score, person.baseline),
    )


def _gathered(found: Sequence[Ahead], score: Score, known: float, week: float) -> Forecasts:
    baselines = [one.fate.patient.person.baseline for one in found]
    return Forecasts(
        known=known,
        week=week,
        baselines=np.array(baselines),
        last=np.array([one.last for one in found]),
        outcomes=np.array([one.outcome for one in found]),
        quantiles=np.array([one.quantiles for one in found]),
        improved=np.array([_or_nan(one.improved) for one in found]),
        targets=np.array([_or_nan(target(score, baseline)) for baseline in baselines]),
        better=score.better,
    )


def _covered(found: Sequence[Ahead], level: float, smallest: int) -> Covered:
    """A bound where fewer than `smallest` people are out of the interval, or in it."""
    tail, count = (1 - level) / 2, len(found)
    inside = sum(tail <= one.as_good <= 1 - tail for one in found)
    if count - inside < smallest:
        return Covered(level=level, share=round(1 - (smallest - 1) / count, 4), bound="at-least")
    if inside < smallest:
        return Covered(level=level, share=round((smallest - 1) / count, 4), bound="at-most")
    share = share_of(inside, count)
    return Covered(level=level, share=round(share.share, 4), low=share.low, high=share.high)


def _bins(pairs: Sequence[tuple[float, bool]], smallest: int) -> Iterator[Bin]:
    """People in order of their chance, cut so that of each bin enough improved and enough did not."""
    pairs = sorted(pairs)
    least, bins = max(len(pairs) // MOST_BINS, 1), [list[tuple[float, bool]]()]
    for pair in pairs:
        if len(bins[-1]) >= least and _is_told(bins[-1], smallest):
            bins.append([])
        bins[-1].append(pair)
    if len(bins) > 1 and not (len(bins[-1]) >= least and _is_told(bins[-1], smallest)):
        last = bins.pop()
        bins[-1] += last
    for one in bins:
        if _is_told(one, smallest):
            improved = sum(came for _, came in one)
            yield Bin(expected=round(math.fsum(c for c, _ in one) / len(one), 4), improved=share_of(improved, len(one)))


def _is_told(pairs: Sequence[tuple[float, bool]], smallest: int) -> bool:
    improved = sum(came for _, came in pairs)
    return min(improved, len(pairs) - improved) >= smallest


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value
