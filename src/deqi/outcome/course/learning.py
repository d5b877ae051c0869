"""Learning from people who were followed: the posterior, and how its forecasts do for people it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from deqi.knowledge.entities import Population, RuleTested, Score, Tested
from deqi.outcome.course.calibration import Progress, cross_validate
from deqi.outcome.course.fit import FEWEST, fit
from deqi.outcome.course.forecast import meaningful_bound
from deqi.outcome.course.population import Described, population_of, prior_from
from deqi.outcome.course.values import Person, scale_of
from deqi.outcome.scoring import has_room

Step = Callable[[float, float, int], None]  # forecasting which week from which, and how many folds are done


def learn(
    people: Sequence[Person],
    score: Score,
    described: Described,
    *,
    before: Population | None = None,
    stop_below: float,
    folds: int = 10,
    seed: int,
    version: str,
    step: Step | None = None,
) -> Population:
    """What people tell of a score's course, its forecasts tried on those left out in turn.

    `before`: an earlier population of the score, whose posterior is the prior; `stop_below`: the chance of a
    meaningful improvement below which the rule advises to stop. Raises NotLearnt for too few people.
    """
    rng, scale = np.random.default_rng(seed), scale_of(score)
    several = len({person.practitioner for person in people} - {""}) > 1
    arms = {person.arm: _like(person.arm, before) for person in people} if before else {}
    prior = prior_from(before, arms, practitioners=several) if before else None
    standard = (before.centre, before.spread) if before else None
    posterior = fit(scale, people, rng, prior=prior, standard=standard)
    made = population_of(posterior, scale, people, described, seed=seed, version=version)
    tested: list[Tested] = []
    rules: list[RuleTested] = []
    for known, week in _times(people, folds):
        forecasts = cross_validate(
            scale,
            people,
            rng,
            known=known,
            week=week,
            folds=folds,
            target=lambda baseline: _judged(score, baseline),
            progress=_progress(step, known, week),
        )
        tested.append(forecasts.tested())
        if score.important:
            rules.append(forecasts.rule_tested(stop_below))
    return msgspec.structs.replace(made, tested=tuple(tested), rule_tested=tuple(rules))


def _progress(step: Step | None, known: float, week: float) -> Progress | None:
    return None if step is None else lambda done, _folds: step(known, week, done)


def _judged(score: Score, baseline: float) -> float | None:
    """The score at which the rule calls an improvement meaningful; None where it says nothing of such a start."""
    return meaningful_bound(score, baseline) if has_room(score, baseline) else None


def _like(arm: str, before: Population) -> str:
    return arm if arm in before.arms else before.arm


def _times(people: Sequence[Person], folds: int) -> list[tuple[float, float]]:
    """From which week to which forecasts are tried: to the last week at which enough people were seen.

    None where too few would be left to learn from once a part is left out: the population stays untested.
    """
    if sum(bool(person.visits) for person in people) * (folds - 1) // folds < FEWEST:
        return []
    counts: dict[float, int] = {}
    for person in people:
        for visit in person.visits:
            counts[visit.week] = counts.get(visit.week, 0) + 1
    seen = sorted(week for week, count in counts.items() if count >= FEWEST)
    return [(known, seen[-1]) for known in (0.0, *seen[:-1])] if seen else []
