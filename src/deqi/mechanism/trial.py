"""Virtual trials: everyone is simulated in every arm, allotted to one, rated with noise, partly lost, and analysed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from deqi.core.arm import Arm
from deqi.core.simulation import Analysis, ArmCourse, Effect, TrialResult, VirtualTrial
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.model.symbols import DAY
from deqi.mechanism.people import Typical, at_rest
from deqi.mechanism.readouts import follow

LEAST, MOST = 0.0, 10.0
LEVEL = 0.95
ALPHA = 1 - LEVEL
PIECE = 1000  # people
APART = 0.1  # how far a trial's people lie from the accepted ones: their means stay within three points of 100
SHARES = tuple(share / 20 for share in range(-4, 21))  # of the first score that is gone, from worse to all


@dataclass(frozen=True)
class Piece:
    """Some people of a trial, as plain arrays that another machine can be sent."""

    parameters: Array
    typical: Typical
    arms: dict[str, Arm]
    minutes: tuple[float, ...]


def pieces(spec: VirtualTrial, parameters: Array, typical: Typical) -> list[Piece]:
    """A trial's people in pieces of a fixed size: the same on one core and on any number of machines."""
    minutes = tuple(day * DAY for day in spec.days)
    return [
        Piece(parameters=parameters[first : first + PIECE], typical=typical, arms=spec.arms, minutes=minutes)
        for first in range(0, len(parameters), PIECE)
    ]


def treat(piece: Piece) -> dict[str, Array]:
    """Pain (people, visits) of everyone in every arm: at rest first, then treated."""
    people = at_rest(piece.typical, piece.parameters)
    return {
        name: follow(people, arm, piece.typical, minutes=piece.minutes, outputs=["pain"])[:, :, 0].to_numpy()
        for name, arm in piece.arms.items()
    }


def analyse(spec: VirtualTrial, treated: Sequence[dict[str, Array]]) -> TrialResult:
    """A trial from what `treat` made of its pieces, in their order; repeated as often as it asks."""
    courses = {name: np.concatenate([piece[name] for piece in treated]) for name in spec.arms}
    generator = np.random.default_rng(spec.seed)
    analysed = [_once(spec, courses, generator) for _ in range(spec.trials)]
    ratings, effects = analysed[0]
    at, control = spec.days.index(spec.analysis.day), courses[spec.analysis.control]
    others = [name for name in spec.arms if name != spec.analysis.control]
    return TrialResult(
        days=spec.days,
        arms={name: _course(rated, spec.analysis.responder, at) for name, rated in ratings.items()},
        effects=effects,
        true_differences={name: float((courses[name][:, at] - control[:, at]).mean()) for name in others},
        power={name: float(np.mean([found[name].p < ALPHA for _, found in analysed])) for name in others},
        trials=spec.trials,
    )


def _once(
    spec: VirtualTrial, courses: Mapping[str, Array], generator: np.random.Generator
) -> tuple[dict[str, Array], dict[str, Effect]]:
    """Ratings of each arm (people, visits), not a number where somebody was lost, and the effects."""
    ratings = {name: _rated(spec, course, generator) for name, course in courses.items()}
    at, control = spec.days.index(spec.analysis.day), ratings[spec.analysis.control]
    effects = {
        name: effect(rated, control, at, spec.analysis)
        for name, rated in ratings.items()
        if name != spec.analysis.control
    }
    return ratings, effects


def _rated(spec: VirtualTrial, course: Array, generator: np.random.Generator) -> Array:
    taken = course[generator.integers(len(course), size=spec.people)]
    rated = np.clip(taken + spec.noise * generator.standard_normal(taken.shape), LEAST, MOST)
    last_day = spec.days[-1]
    # whoever is lost leaves at a day drawn evenly, and is not seen from then on
    leaves = np.where(generator.random(spec.people) < spec.drop_out, generator.random(spec.people) * last_day, np.inf)
    rated[np.array(spec.days)[None, :] > leaves[:, None]] = np.nan
    return rated


def _course(rated: Array, responder: float, at: int) -> ArmCourse:
    seen = np.isfinite(rated).sum(axis=0)
    both = rated[np.isfinite(rated[:, at]) & (rated[:, 0] > 0)]
    return ArmCourse(
        seen=tuple(int(n) for n in seen),
        mean=tuple(float(mean) for mean in np.nanmean(rated, axis=0)),
        sd=tuple(float(sd) for sd in np.nanstd(rated, axis=0, ddof=1)),
        responders=_gone(both, at, responder),
        responder_curve=tuple((share, _gone(both, at, share)) for share in SHARES),
    )


def _gone(both: Array, at: int, share: float) -> float:
    """The share of people of whose first score at least so much is gone."""
    return float(np.mean(both[:, at] <= (1 - share) * both[:, 0])) if len(both) else 0.0


def effect(treated: Array, control: Array, at: int, analysis: Analysis) -> Effect:
    """The difference between two arms at a visit among those seen: below 0, the treated have less pain.

    ANCOVA takes the first score as covariate; `change` compares falls, `final` the scores. The standardised
    difference is in pooled standard deviations of the first scores, with the interval of the difference.
    """
    treated, control = treated[np.isfinite(treated[:, at])], control[np.isfinite(control[:, at])]
    first = np.concatenate([treated[:, 0], control[:, 0]])
    later = np.concatenate([treated[:, at], control[:, at]])
    group = np.repeat([1.0, 0.0], [len(treated), len(control)])
    columns = [np.ones_like(group), group]
    if analysis.method == "ancova":
        columns.append(first - first.mean())
    outcome = later - first if analysis.method == "change" else later
    design = np.column_stack(columns)
    beta, *_ = np.linalg.lstsq(design, outcome, rcond=None)
    free = len(outcome) - design.shape[1]
    variance = np.sum((outcome - design @ beta) ** 2) / free
    error = float(np.sqrt(variance * np.linalg.inv(design.T @ design)[1, 1]))
    reach = float(stats.t.ppf((1 + LEVEL) / 2, free)) * error
    spread = float(np.sqrt((treated[:, 0].var(ddof=1) + control[:, 0].var(ddof=1)) / 2))
    difference = float(beta[1])
    low, high = difference - reach, difference + reach
    p = float(2 * stats.t.sf(abs(difference) / error, free))
    return Effect(
        difference=difference,
        low=low,
        high=high,
        standardised=difference / spread,
        standardised_low=low / spread,
        standardised_high=high / spread,
        p=p,
    )
