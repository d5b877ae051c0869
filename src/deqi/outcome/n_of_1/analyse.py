"""Analyse one person's alternating periods in every way that an honest report of them should show."""

from __future__ import annotations

import math

import numpy as np

from deqi.core.faults import BadInput, Fault
from deqi.core.values import Value
from deqi.outcome.n_of_1 import words
from deqi.outcome.n_of_1.autocorrelation import Regression
from deqi.outcome.n_of_1.overlap import nap
from deqi.outcome.n_of_1.randomisation import randomisation_test
from deqi.outcome.n_of_1.values import Array, Condition, Difference, Measure, NOf1Report, Series, Verdict

NO_SCATTER = 1e-9  # of the scores' size, below which what is left is rounding


class Plan(Value, frozen=True, kw_only=True):
    """How the scores are analysed. `trend` lets scores drift along a straight line in the main model."""

    trend: bool = False
    scheme: str = ""  # pairs | blocks, as the order was drawn; "": it was not
    level: float = 0.95


def analyse(
    series: Series,
    measure: Measure,
    plan: Plan,
    rng: np.random.Generator,
    *,
    title: str = "",
    source: str = "",
    version: str = "",
) -> NOf1Report:
    """The whole report; `rng` is used only where there are too many orders to try them all.

    Raises BadInput where scores do not scatter at all, since then no interval can be had.
    """
    days, scores, places = series.counted()
    condition = np.array([series.periods[place].condition for place in places], dtype=float)
    _expect_scatter(scores, condition, source)
    important = important_points(measure, float(scores[condition == 0].mean()))
    main, other = (
        difference(days, scores, condition, measure, important, trend=trend, level=plan.level)
        for trend in (plan.trend, not plan.trend)
    )
    lower = measure.better == "lower"
    overlap = nap(scores[condition == 0], scores[condition == 1], lower_is_better=lower, level=plan.level)
    by_lot = randomisation_test(series.periods, plan.scheme, rng) if plan.scheme else None
    verdict, also = (verdict_of(model, measure, important) for model in (main, other))
    known = words.Known(
        series=series, measure=measure, level=plan.level, important=important, main=main, randomisation=by_lot,
        verdict=verdict, trend_matters=verdict is not also,
        alike=abs(float(np.corrcoef(days, condition)[0, 1])),
    )  # fmt: skip
    return NOf1Report(
        title=title,
        source=source,
        version=version,
        measure=measure,
        level=plan.level,
        series=series,
        conditions=(_condition(series, scores, places, 0), _condition(series, scores, places, 1)),
        important=important,
        main=main,
        other=other,
        randomisation=by_lot,
        no_randomisation_because=None if by_lot else words.NOT_RANDOMISED,
        overlap=overlap,
        verdict=verdict,
        words=words.verdict_words(known),
        cause=words.cause(known),
        cautions=tuple(words.cautions(known)),
    )


def important_points(measure: Measure, reference: float) -> float | None:
    """The important change in points, where the reference's scores have this mean."""
    if measure.important is not None or measure.important_share is None:
        return measure.important
    best = measure.lowest if measure.better == "lower" else measure.highest
    return None if best is None else measure.important_share * abs(reference - best) or None


def difference(
    days: Array,
    scores: Array,
    condition: Array,
    measure: Measure,
    important: float | None,
    *,
    trend: bool,
    level: float,
) -> Difference:
    """The other condition minus the reference, errors being like those of the days before."""
    columns = [np.ones(len(days)), condition, *([days - days.mean()] if trend else [])]
    regression = Regression(np.column_stack(columns), scores, days)
    fit, law = regression.likeliest(), regression.posterior(1)
    better = between = worse = None
    if important is not None:
        below, above = law.below(-important), max(0.0, 1 - law.below(important))
        better, worse = (below, above) if measure.better == "lower" else (above, below)
        between = max(0.0, 1 - below - above)
    return Difference(
        trend=trend,
        scores=len(scores),
        reference_mean=float(fit.beta[0]),
        estimate=float(fit.beta[1]),
        se=fit.se(1),
        rho=fit.rho,
        sd=math.sqrt(fit.variance),
        low=law.quantile((1 - level) / 2),
        high=law.quantile((1 + level) / 2),
        slope=float(fit.beta[2]) if trend else None,
        better=better,
        between=between,
        worse=worse,
    )


def verdict_of(found: Difference, measure: Measure, important: float | None) -> Verdict:
    """Where the whole interval lies; otherwise these scores cannot tell."""
    if important is None:
        return Verdict.NOT_KNOWN
    low, high = (-found.high, -found.low) if measure.better == "lower" else (found.low, found.high)
    if low >= important:
        return Verdict.MORE
    if high <= -important:
        return Verdict.WORSE
    return Verdict.LESS if -important < low and high < important else Verdict.CANNOT_TELL


def _condition(series: Series, scores: Array, places: np.ndarray, number: int) -> Condition:
    own = scores[[series.periods[place].condition == number for place in places]]
    return Condition(
        name=series.conditions[number],
        periods=sum(period.condition == number for period in series.periods),
        scores=len(own),
        mean=float(own.mean()),
        median=float(np.median(own)),
    )


def _expect_scatter(scores: Array, condition: Array, source: str) -> None:
    left = max(float(np.ptp(scores[condition == number])) for number in (0, 1))
    if left <= NO_SCATTER * max(1.0, float(np.abs(scores).max())):
        message = (
            "all scores of each condition are the same; without any scatter nobody can say how sure a difference is "
            "(take a score with finer steps, or one that this person can change on)"
        )
        raise BadInput(Fault(file=source, message=message))
