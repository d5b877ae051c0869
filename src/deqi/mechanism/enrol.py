"""Who takes part in a simulation: people accepted by calibration, with the kind of pain that is asked for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Ensemble, Variant
from deqi.mechanism.engine import PARAMETERS
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.known import typical
from deqi.mechanism.people import People, Typical, alike, at_rest, deviates


@dataclass(frozen=True)
class Enrolled:
    """People at rest with their pain, and the typical person whose doses say what a needle amounts to."""

    people: People
    typical: Typical


def enrol(
    knowledge: Knowledge,
    count: int,
    *,
    pain: str = "nociceptive",
    slow: str = "bistable",
    seed: int = 1,
    rhythm: bool = False,
    flared: bool = True,
    done: Callable[[int], object] = lambda _: None,
) -> Enrolled:
    """Virtual people for a simulation: the same for the same seed, the first ones however many are asked for."""
    ensemble, kind = knowledge.ensembles[slow], knowledge.variants[pain]
    base = typical(knowledge.mechanism, [knowledge.variants[slow]])
    chosen = np.random.default_rng(seed).choice(ensemble.accepted, size=count)
    parameters = _of_kind(accepted(ensemble, base, chosen), kind, base)
    if rhythm:
        parameters[:, PARAMETERS.index("rhythm")] = base.dose["daily_rhythm"]
    shared = base.with_(ensemble.members[0])
    return Enrolled(people=at_rest(shared, parameters, flared=flared, done=done), typical=shared)


def accepted(ensemble: Ensemble, base: Typical, numbers: Array) -> Array:
    """Parameters (people, parameters) of people by their numbers in an ensemble."""
    normal = deviates(ensemble.each, ensemble.seed)
    found = np.empty((len(numbers), len(PARAMETERS)))
    for member, changes in enumerate(ensemble.members):
        here = numbers // ensemble.each == member
        if here.any():
            places = numbers[here] % ensemble.each
            found[here] = alike(base.with_(changes), len(places), normal[places])
    return found


def _of_kind(parameters: Array, kind: Variant, before: Typical) -> Array:
    """The same people with another kind of pain: what it changes, changes in each by the same factor.

    The factor is the kind's value beside the mechanism's own before calibration; where that one is 0, the
    kind's value is taken as it stands.
    """
    changed = parameters.copy()
    for parameter in kind.parameters:
        place, own = PARAMETERS.index(parameter.symbol), before.parameters[parameter.symbol]
        changed[:, place] = changed[:, place] * parameter.value / own if own else parameter.value
    return changed
