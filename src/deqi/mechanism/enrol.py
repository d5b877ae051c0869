"""Who takes part in a simulation: people accepted by calibration, with the kind of pain that is asked for."""

from dataclasses import dataclass

import numpy as np

from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Ensemble, Variant
from deqi.mechanism.engine import PARAMETERS
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.known import typical
from deqi.mechanism.people import OF_PEOPLE, People, Typical, alike, at_rest, deviates


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
) -> Enrolled:
    """Virtual people for a simulation, at rest with their pain."""
    parameters, shared = drawn(knowledge, count, pain=pain, slow=slow, seed=seed, rhythm=rhythm)
    return Enrolled(people=at_rest(shared, parameters, flared=flared), typical=shared)


def drawn(
    knowledge: Knowledge,
    count: int,
    *,
    pain: str = "nociceptive",
    slow: str = "bistable",
    seed: int = 1,
    rhythm: bool = False,
    apart: float = 0.0,
) -> tuple[Array, Typical]:
    """Parameters (people, parameters) of virtual people, and the typical person whose doses and flare they are given.

    Args:
        apart: how far each lies from one of those that calibration accepted, of the spread between people: there
            are only some hundred of these, and a large trial has more.
    """
    ensemble, kind = knowledge.ensembles[slow], knowledge.variants[pain]
    base = typical(knowledge.mechanism, [knowledge.variants[slow]])
    generator = np.random.default_rng(seed)
    numbers = generator.choice(ensemble.accepted, size=count)
    away = generator.standard_normal((count, len(PARAMETERS))) if apart else None
    parameters = _of_kind(accepted(ensemble, base, numbers, away, apart), kind, base)
    if rhythm:
        parameters[:, PARAMETERS.index("rhythm")] = base.dose["daily_rhythm"]
    enrolling = {p.symbol: p.value for p in kind.parameters if p.symbol in OF_PEOPLE}
    return parameters, base.with_(ensemble.members[0]).with_(enrolling)


def accepted(ensemble: Ensemble, base: Typical, numbers: Array, away: Array | None = None, apart: float = 0.0) -> Array:
    """Parameters (people, parameters) of people by their numbers in an ensemble.

    Args:
        away: standard normal numbers (people, parameters) that move each from the accepted one by `apart` of the
            spread between people, which stays what it was.
    """
    normal = deviates(ensemble.each, ensemble.seed)
    found = np.empty((len(numbers), len(PARAMETERS)))
    for member, changes in enumerate(ensemble.members):
        here = numbers // ensemble.each == member
        if here.any():
            places = numbers[here] % ensemble.each
            own = normal[places]
            if away is not None:
                own = np.sqrt(1 - apart**2) * own + apart * away[here]
            found[here] = alike(base.with_(changes), len(places), own)
    return found


def _of_kind(parameters: Array, kind: Variant, before: Typical) -> Array:
    """The same people with another kind of pain: what it changes, changes in each by the same factor.

    The factor is the kind's value beside the mechanism's own before calibration; where that one is 0, the
    kind's value is taken as it stands.
    """
    changed = parameters.copy()
    for parameter in (one for one in kind.parameters if one.symbol in PARAMETERS):
        place, own = PARAMETERS.index(parameter.symbol), before.parameters[parameter.symbol]
        changed[:, place] = changed[:, place] * parameter.value / own if own else parameter.value
    return changed
