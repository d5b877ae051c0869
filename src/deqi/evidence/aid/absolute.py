"""Shares of 100 people with and without a treatment, from what a review or trial prints, with their uncertainty.

The point follows from the printed figures alone; intervals are the 2.5th and 97.5th percentile of seeded draws.
A difference in spreads becomes shares by the probit shift (Furukawa & Leucht 2011; GRADE guidelines 12 and 13):
with = Φ(Φ⁻¹(without) + d). A ratio starts at the baseline; a hazard ratio gives 1 − (1 − without)^HR.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr, ndtri

from deqi.core.labels import Label
from deqi.core.values import Value
from deqi.evidence.aid.absolute_words import CANNOT
from deqi.knowledge.entities import RATIOS, Baseline, Comparison, Domain, Measure, Shares

DRAWS = 10_000
HARMS = frozenset({Domain.HARM, Domain.SERIOUS_HARM, Domain.STOPPED})
DIFFERENCES = frozenset({Measure.MD, Measure.SMD})
RARE = 5.0  # of 100: where both shares are smaller and differ by less than one, they are told of 1,000
SPAN = 2 * 1.959963984540054  # standard errors between the ends of a 95 % interval
LEAST = 1e-3  # a baseline's interval that touches 0 or 100 is taken to end this far from it (of 1)

Array = NDArray[np.float64]


class Part(Value, frozen=True, kw_only=True):
    """How many of `per` people; `low` and `high` are null where nothing tells how uncertain it is."""

    number: float
    low: float | None = None
    high: float | None = None


class Needed(Value, frozen=True, kw_only=True):
    """How many people are treated for one of them to fare otherwise."""

    number: float
    least: float
    most: float


class Absolute(Value, frozen=True, kw_only=True):
    """Shares with and without, and their difference (with minus without), of the same `per` people.

    `more_is_better` tells whether those counted fare well. `needed` is null where the interval is not known or
    holds zero: it would run to infinity and beyond, to harm, so that no number of people can be named. `how`
    is the measure, or "printed" for shares as printed.
    """

    per: int  # 100, or 1,000 where both shares are small and differ by less than 1 of 100
    without_it: Part
    with_it: Part
    difference: Part
    more_is_better: bool
    needed: Needed | None
    how: str
    draws: int  # 0 where no interval could be drawn


class NotConverted(Value, frozen=True, kw_only=True):
    """Why a comparison cannot be told as shares of people."""

    reason: str  # a key of `CANNOT`
    because: Label


def absolute(comparison: Comparison, *, seed: int | None = None, draws: int = DRAWS) -> Absolute | NotConverted:
    """The comparison as shares of people, or why that cannot be done honestly.

    Without a `seed` the draws hang on the comparison's id alone, so that the same knowledge gives the same figures.
    """
    reason = _hindrance(comparison)
    if reason:
        return _not(reason)
    point = _point(comparison)
    if not 0 <= point <= 1:
        return _not("beyond")
    generator = np.random.default_rng(_seed(comparison.id) if seed is None else seed)
    drawn = _drawn(comparison, generator, draws)
    return _told(comparison, (_without(comparison), point), drawn)


def number_needed(without_it: float, with_it: float, per: int = 100) -> float:
    """How many people are treated for one more (or one fewer) with the outcome; infinite where nothing differs."""
    difference = abs(with_it - without_it)
    return per / difference if difference else float("inf")


def more_is_better(comparison: Comparison) -> bool:
    """Whether those counted fare well: harms never do; of scores the people clearly better are counted."""
    if comparison.domain in HARMS:
        return False
    return comparison.measure in DIFFERENCES or comparison.better == "higher"


def _hindrance(comparison: Comparison) -> str:
    if comparison.shares:
        return ""
    if comparison.baseline is None:
        return "no-baseline"
    return "" if _spread(comparison) else "no-spread"


def _spread(comparison: Comparison) -> float | None:
    """The spread by which a difference is divided; 1 where it is already told in spreads or is no difference."""
    return comparison.sd if comparison.measure is Measure.MD else 1.0


def _gain(comparison: Comparison, estimates: Array) -> Array:
    """Differences in spreads, above zero where they favour the treatment."""
    return (estimates if comparison.better == "higher" else -estimates) / (_spread(comparison) or 1.0)


def _without(comparison: Comparison) -> float:
    """The share without the treatment, as a proportion."""
    if comparison.shares:
        return comparison.shares.without_it / 100
    assert comparison.baseline is not None
    return comparison.baseline.percent / 100


def _point(comparison: Comparison) -> float:
    """The proportion with the treatment."""
    if comparison.shares:
        return comparison.shares.with_it / 100
    return float(_moved(comparison, np.array([_without(comparison)]), np.array([comparison.estimate or 0.0]))[0])


def _moved(comparison: Comparison, without: Array, estimates: Array) -> Array:
    """Proportions with the treatment, starting from those without."""
    towards = 1.0 if more_is_better(comparison) else -1.0
    move: dict[Measure, Callable[[], Array]] = {
        Measure.MD: lambda: ndtr(ndtri(without) + towards * _gain(comparison, estimates)),
        Measure.SMD: lambda: ndtr(ndtri(without) + towards * _gain(comparison, estimates)),
        Measure.RR: lambda: without * estimates,
        Measure.OR: lambda: expit(logit(without) + np.log(estimates)),
        Measure.HR: lambda: 1 - (1 - without) ** estimates,
        Measure.RD: lambda: without + estimates / 100,
    }
    return move[comparison.measure]()


def _implied(measure: Measure, without: float, with_it: float) -> float | None:
    """The effect that leads from one printed proportion to the other; None where there is none of this measure."""
    if measure is Measure.RD:
        return (with_it - without) * 100
    if measure not in RATIOS or not (0 < without < 1 and 0 < with_it < 1):
        return None
    ratio = {
        Measure.RR: with_it / without,
        Measure.OR: np.exp(logit(with_it) - logit(without)),
        Measure.HR: np.log1p(-with_it) / np.log1p(-without),
    }
    return float(ratio[measure])


def _drawn(comparison: Comparison, generator: np.random.Generator, draws: int) -> tuple[Array, Array] | None:
    """Draws of the proportions without and with; None where nothing tells how uncertain they are."""
    if comparison.shares:
        return _around_shares(comparison, comparison.shares, generator, draws)
    assert comparison.baseline is not None
    estimates = _estimates(comparison, comparison.estimate or 0.0, generator, draws)
    if estimates is None:
        return None
    without = _baselines(comparison.baseline, generator, draws)
    return without, np.clip(_moved(comparison, without, estimates), 0, 1)


def _around_shares(
    comparison: Comparison, shares: Shares, generator: np.random.Generator, draws: int
) -> tuple[Array, Array] | None:
    """Draws around printed shares.

    The interval of a printed ratio also holds how much studies differ, which counts of people do not: it is laid
    around the ratio of the printed shares, unless the two point opposite ways, as where the ratio counts those who
    fare badly. Else each share has the Beta distribution that its people leave (Jeffreys' prior).
    """
    without = _of_people(shares.without_it, shares.people_without, generator, draws)
    centre = _implied(comparison.measure, shares.without_it / 100, shares.with_it / 100)
    if centre is not None and _same_way(comparison, shares):
        estimates = _estimates(comparison, centre, generator, draws)
        if estimates is not None:
            start = np.full(draws, shares.without_it / 100) if without is None else without
            return start, np.clip(_moved(comparison, start, estimates), 0, 1)
    with_it = _of_people(shares.with_it, shares.people_with, generator, draws)
    return None if without is None or with_it is None else (without, with_it)


def _same_way(comparison: Comparison, shares: Shares) -> bool:
    nought = 0.0 if comparison.measure is Measure.RD else 1.0
    return ((comparison.estimate or nought) - nought) * (shares.with_it - shares.without_it) >= 0


def _of_people(percent: float, people: int | None, generator: np.random.Generator, draws: int) -> Array | None:
    if people is None:
        return None
    had = people * percent / 100
    return generator.beta(had + 0.5, people - had + 0.5, draws)


def _estimates(comparison: Comparison, centre: float, generator: np.random.Generator, draws: int) -> Array | None:
    """Draws of the estimate around `centre`, normal on the scale (log for ratios) on which its interval is even."""
    if comparison.low is None or comparison.high is None:
        return None
    if comparison.measure in RATIOS:
        error = np.log(comparison.high / comparison.low) / SPAN
        return np.exp(generator.normal(np.log(centre), error, draws))
    return generator.normal(centre, (comparison.high - comparison.low) / SPAN, draws)


def _baselines(baseline: Baseline, generator: np.random.Generator, draws: int) -> Array:
    """Draws of the proportion without, logit-normal; all the same where the baseline has no interval."""
    middle = baseline.percent / 100
    if baseline.low is None or baseline.high is None or baseline.low == baseline.high:
        return np.full(draws, middle)
    low, high = (min(max(end / 100, LEAST), 1 - LEAST) for end in (baseline.low, baseline.high))
    return expit(generator.normal(logit(middle), (logit(high) - logit(low)) / SPAN, draws))


def _told(comparison: Comparison, point: tuple[float, float], drawn: tuple[Array, Array] | None) -> Absolute:
    per = 1000 if max(point) * 100 < RARE and abs(point[1] - point[0]) * 100 < 1 else 100
    without, with_it = (value * per for value in point)
    ends: tuple[Array | None, ...] = (None, None, None)
    if drawn is not None:
        ends = (drawn[0] * per, drawn[1] * per, (drawn[1] - drawn[0]) * per)
    difference = _part(with_it - without, ends[2])
    return Absolute(
        per=per,
        without_it=_part(without, ends[0]),
        with_it=_part(with_it, ends[1]),
        difference=difference,
        more_is_better=more_is_better(comparison),
        needed=_needed(difference, per),
        how="printed" if comparison.shares else str(comparison.measure),
        draws=0 if drawn is None else len(drawn[0]),
    )


def _part(number: float, drawn: Array | None) -> Part:
    if drawn is None:
        return Part(number=round(number, 4))
    low, high = (float(end) for end in np.percentile(drawn, (2.5, 97.5)))
    # a skewed distribution or a share at its limit may leave the point just outside
    return Part(number=round(number, 4), low=round(min(low, number), 4), high=round(max(high, number), 4))


def _needed(difference: Part, per: int) -> Needed | None:
    """Null where the interval is not known or holds zero: nobody could then say how many are treated for one."""
    if difference.low is None or difference.high is None or difference.low <= 0 <= difference.high:
        return None
    near, far = sorted((abs(difference.low), abs(difference.high)))
    return Needed(number=per / abs(difference.number), least=per / far, most=per / near)


def _not(reason: str) -> NotConverted:
    return NotConverted(reason=reason, because=CANNOT[reason])


def _seed(id_: str) -> int:
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8], "big")
