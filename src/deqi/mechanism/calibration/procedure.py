"""Calibration from start to end, seeded: fit, others that fit as well, and the virtual people accepted.

1. Every parameter of origin `calibrated` that moves some target is free, within its range (`screened`).
2. The typical person is fitted (`search`).
3. Members of the ensemble are drawn from the posterior about it and resampled by how they really fit.
4. Each member has the same deviates of people; of all these, people are accepted so that together they look like
   the trial's arms and gain by treatments what reviews found (`acceptance`).
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from deqi.core.arm import Arm
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Ensemble, Held, Met, ModelParameter, Origin, Variant
from deqi.mechanism.calibration.acceptance import accepted, effective, even_weights
from deqi.mechanism.calibration.fit import Fit, resampled, sensitivity
from deqi.mechanism.calibration.search import even_deviates, search
from deqi.mechanism.calibration.targets import (
    RTOL,
    Course,
    Given,
    Target,
    course_of,
    course_targets,
    everything,
    group_targets,
    less_of_each,
)
from deqi.mechanism.engine import PARAMETERS
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.known import typical
from deqi.mechanism.model import MODEL
from deqi.mechanism.people import Typical, alike, at_rest, deviates
from deqi.mechanism.readouts import follow

SEED = 2007
# spread evenly (Sobol), the same in every step, so that a step is a change of parameters only
SEARCHING_PEOPLE, FITTED_PEOPLE = 32, 64
MOVES = 0.05  # of a tolerance, for one standard deviation of the prior: less is nothing
MEMBERS, EACH, ACCEPTED = 12, 512, 512
SLACK_MEAN, SLACK_SQUARE = 0.08, 0.4  # of pain from 0 to 10: how far off the accepted people's moments may be
SLACK_LESS = 0.2  # how far off what they gain by treatments: other trials found it in other people


def calibrate(
    knowledge: Knowledge, slow: str, arms: Mapping[str, Arm], *, told: Callable[[str, float], object] = lambda *_: None
) -> Ensemble:
    """The ensemble of one structure of the slow part.

    Args:
        arms: what verum, sham and conventional care were in the trial whose course is fitted.
        told: hears of each stage and its misfit.
    """
    variant = knowledge.variants[slow]
    person = typical(knowledge.mechanism, [variant])
    course = course_of(knowledge.yardsticks, arms)
    targets, given = everything(course, even_people(FITTED_PEOPLE), knowledge.yardsticks)
    free = screened(person, free_parameters(knowledge, variant), targets, given)
    coarse = everything(course, even_people(SEARCHING_PEOPLE), knowledge.yardsticks)
    best = search(person, free, coarse, (targets, given), seed=SEED, told=told)
    members = resampled(best, person, targets, given, MEMBERS, SEED)
    groups = group_targets(knowledge.yardsticks)
    numbers, weight_of, met = _accept(person, [member for member, _, _ in members], course, groups)
    return Ensemble(
        id=slow,
        model=MODEL.digest,
        seed=SEED,
        members=tuple(member for member, _, _ in members),
        misfits=tuple(round(misfit, 3) for _, misfit, _ in members),
        each=EACH,
        accepted=tuple(int(number) for number in numbers),
        effective=round(effective(weight_of), 1),
        met=_met(targets, best, [row for _, _, row in members]),
        accepted_met=met,
        held=_held(best, free),
    )


def free_parameters(knowledge: Knowledge, variant: Variant) -> dict[str, ModelParameter]:
    """What calibration may move: of the mechanism and of the structure, but for those that a structure switches off."""
    known = [p for part in knowledge.mechanism.values() for p in part.parameters] + list(variant.parameters)
    return {p.symbol: p for p in known if p.origin is Origin.CALIBRATED and p.value > 0}


def screened(
    person: Typical, free: Mapping[str, ModelParameter], targets: Sequence[Target], given: Given
) -> dict[str, ModelParameter]:
    """Those that move some target."""
    moved = sensitivity(person, free, targets, given)
    return {name: parameter for name, parameter in free.items() if moved[name] >= MOVES}


def even_people(count: int) -> Array:
    """Standard normal deviates of people, spread evenly."""
    return even_deviates(count, len(PARAMETERS), SEED)


def _accept(
    person: Typical, members: Sequence[Mapping[str, float]], course: Course, groups: Sequence[Target]
) -> tuple[Array, Array, tuple[Met, ...]]:
    """Numbers of the people accepted, everyone's weights, and how the accepted meet the course and the groups."""
    normal = deviates(EACH, SEED)
    shared = person.with_(members[0])  # whose doses and flare everyone is given later, too
    pain: dict[str, list[Array]] = {name: [] for name in course.arms}
    less: list[Array] = []
    for member in members:
        people = at_rest(shared, alike(person.with_(member), EACH, normal), rtol=RTOL)
        for name, arm in course.arms.items():
            found = follow(people, arm, shared, minutes=course.minutes, outputs=["pain"], rtol=RTOL)
            pain[name].append(found[:, :, 0].to_numpy())
        less.append(less_of_each(people, shared))
    joined, fall = {name: np.concatenate(parts) for name, parts in pain.items()}, np.concatenate(less)
    measures, wanted, slack = [], [], []
    for name in course.arms:
        for place in range(len(course.minutes)):
            mean, sd = course.means[name][place], course.sds[name][place]
            level = joined[name][:, place]
            measures += [level, (level - mean) ** 2]
            wanted += [mean, sd**2 - course.noise**2]
            slack += [SLACK_MEAN, SLACK_SQUARE]
    measures += list(fall.T)
    wanted += [target.observed for target in groups]
    slack += [max(target.tolerance, SLACK_LESS) for target in groups]
    weights = even_weights(np.column_stack(measures), np.array(wanted), np.array(slack))
    numbers = accepted(weights, ACCEPTED, SEED)
    given = []
    for name in course.arms:
        for place in range(len(course.minutes)):
            level = joined[name][numbers, place]
            given += [float(level.mean()), float(np.hypot(level.std(), course.noise))]
    given += [float(mean) for mean in fall[numbers].mean(axis=0)]
    met = tuple(
        Met(
            yardstick=target.yardstick,
            target=target.name,
            observed=round(target.observed, 4),
            tolerance=round(target.tolerance, 4),
            best=round(value, 4),
            low=round(value, 4),
            high=round(value, 4),
        )
        for target, value in zip([*course_targets(course), *groups], given, strict=True)
    )
    return numbers, weights, met


def _met(targets: Sequence[Target], best: Fit, rows: Sequence[Array]) -> tuple[Met, ...]:
    table = np.array(rows)
    return tuple(
        Met(
            yardstick=target.yardstick,
            target=target.name,
            observed=round(float(target.observed), 4),
            tolerance=round(target.tolerance, 4),
            best=round(float(best.given[i]), 4),
            low=round(float(table[:, i].min()), 4),
            high=round(float(table[:, i].max()), 4),
        )
        for i, target in enumerate(targets)
    )


def _held(best: Fit, free: Mapping[str, ModelParameter]) -> tuple[Held, ...]:
    return tuple(
        Held(
            symbol=name,
            best=float(f"{value:.4g}"),
            prior=free[name].value,
            shrunk=round(float(shrunk), 3),
        )
        for name, value, shrunk in zip(best.names, best.values, best.shrunk, strict=True)
    )
