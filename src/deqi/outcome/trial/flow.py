"""Who was randomised, who was seen when, and what the arms were like before treatment and at each time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from deqi.core.values import Value
from deqi.outcome.trial.designs import complete
from deqi.outcome.trial.values import Array, Trial


class Seen(Value, frozen=True, kw_only=True):
    """How many of an arm have a score at one time."""

    time: str
    known: int
    missing: int


class ArmFlow(Value, frozen=True, kw_only=True):
    """One arm's way through the trial."""

    arm: str
    randomised: int
    baseline: Seen
    follow_ups: tuple[Seen, ...]
    no_follow_up: int  # have no score after the baseline
    analysed: int  # in the main adjusted analysis


class Row(Value, frozen=True, kw_only=True):
    """One line of the table of what was known before treatment; a cell an arm."""

    name: str
    level: str = ""  # of a category; empty for a number
    known: tuple[int, ...]
    middle: tuple[float, ...] = ()  # mean and spread of a number
    spread: tuple[float, ...] = ()
    quartiles: tuple[tuple[float, float, float], ...] = ()
    counts: tuple[int, ...] = ()  # of a level


class Course(Value, frozen=True, kw_only=True):
    """An arm at each time from the baseline on: who has a score, their mean with its interval, spread."""

    arm: str
    times: tuple[str, ...]
    people: tuple[int, ...]
    means: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    sds: tuple[float, ...]
    change_percent: tuple[float, ...]  # of the mean, in those seen at both times; negative is a fall


def flow(trial: Trial) -> tuple[ArmFlow, ...]:
    """Every arm's people at every time."""
    analysed = complete(trial, trial.baseline, trial.scores[:, -1])
    return tuple(_arm_flow(trial, i, analysed) for i in range(len(trial.arms)))


def before_treatment(trial: Trial) -> tuple[Row, ...]:
    """Baseline and covariates by arm; no tests, since randomisation is the only way they can differ."""
    return tuple(_rows(trial))


def course(trial: Trial, level: float) -> tuple[Course, ...]:
    """The mean of each arm over time, of everybody who was seen."""
    scores = np.column_stack([trial.baseline, trial.scores])
    return tuple(_course(trial, scores[trial.arm == i], name, level) for i, name in enumerate(trial.arms))


def _arm_flow(trial: Trial, i: int, analysed: NDArray[np.bool_]) -> ArmFlow:
    own = trial.arm == i
    return ArmFlow(
        arm=trial.arms[i],
        randomised=int(own.sum()),
        baseline=_seen(trial.baseline_name, trial.baseline[own]),
        follow_ups=tuple(_seen(time, trial.scores[own, at]) for at, time in enumerate(trial.times)),
        no_follow_up=int((~np.isfinite(trial.scores[own])).all(axis=1).sum()),
        analysed=int((analysed & own).sum()),
    )


def _seen(time: str, scores: Array) -> Seen:
    known = int(np.isfinite(scores).sum())
    return Seen(time=time, known=known, missing=len(scores) - known)


def _rows(trial: Trial) -> Iterator[Row]:
    arms = range(len(trial.arms))
    yield _number_row(trial.baseline_name, [trial.baseline[trial.arm == i] for i in arms])
    for covariate in trial.covariates:
        if covariate.numbers is not None:
            yield _number_row(covariate.name, [covariate.numbers[trial.arm == i] for i in arms])
            continue
        cells = np.array(covariate.cells)
        known = tuple(int((covariate.known & (trial.arm == i)).sum()) for i in arms)
        for level in covariate.levels:
            counts = tuple(int(((cells == level) & (trial.arm == i)).sum()) for i in arms)
            yield Row(name=covariate.name, level=level, known=known, counts=counts)


def _number_row(name: str, by_arm: list[Array]) -> Row:
    kept = [values[np.isfinite(values)] for values in by_arm]
    return Row(
        name=name,
        known=tuple(len(values) for values in kept),
        middle=tuple(float(values.mean()) if len(values) else math.nan for values in kept),
        spread=tuple(float(values.std(ddof=1)) if len(values) > 1 else math.nan for values in kept),
        quartiles=tuple(_quartiles(values) for values in kept),
    )


def _quartiles(values: Array) -> tuple[float, float, float]:
    if not len(values):
        return math.nan, math.nan, math.nan
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75)).tolist()
    return low, middle, high


def _course(trial: Trial, scores: Array, name: str, level: float) -> Course:
    columns = [column[np.isfinite(column)] for column in scores.T]
    spans = [_span(column, level) for column in columns]
    return Course(
        arm=name,
        times=(trial.baseline_name, *trial.times),
        people=tuple(len(column) for column in columns),
        means=tuple(middle for middle, _, _ in spans),
        lows=tuple(low for _, low, _ in spans),
        highs=tuple(high for _, _, high in spans),
        sds=tuple(float(column.std(ddof=1)) if len(column) > 1 else math.nan for column in columns),
        change_percent=tuple(_change_percent(scores[:, 0], column) for column in scores.T),
    )


def _span(values: Array, level: float) -> tuple[float, float, float]:
    if len(values) < 2:
        return (float(values[0]) if len(values) else math.nan), math.nan, math.nan
    middle = float(values.mean())
    reach = float(t.ppf((1 + level) / 2, len(values) - 1)) * float(values.std(ddof=1)) / math.sqrt(len(values))
    return middle, middle - reach, middle + reach


def _change_percent(before: Array, after: Array) -> float:
    both = np.isfinite(before) & np.isfinite(after)
    first = float(before[both].mean()) if both.any() else math.nan
    return 100 * (float(after[both].mean()) - first) / first if first else math.nan
