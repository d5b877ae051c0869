"""Virtual people: parameters that differ from one to the next, and each one's state at rest when a study begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from deqi.mechanism.engine import INPUTS, PARAMETERS, STATES, Schedule, solve
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.model.symbols import DAY

RUN_IN_DAYS = 400  # until the slowest state but the year-long memory stands still
OF_PEOPLE = ("flare", "t_flare", "variety")  # in no equation: how people are when they enrol, and how they differ


@dataclass(frozen=True)
class Typical:
    """The typical person: parameters, how they vary between people, where states start, doses of what is done."""

    parameters: Mapping[str, float]
    spread: Mapping[str, float]  # coefficients of variation
    start: Mapping[str, float]
    dose: Mapping[str, float]
    flare: float = 0.0  # by how much the tissue is worse when people enrol than what stays of it
    t_flare: float = 0.0  # minutes since it became worse, or since the injury
    variety: float = 1.0  # how much people differ, beside what `spread` has it

    def with_(self, changes: Mapping[str, float]) -> "Typical":
        """The same person with some numbers changed, wherever they stand."""
        return replace(
            self,
            parameters={**self.parameters, **{n: v for n, v in changes.items() if n in self.parameters}},
            dose={**self.dose, **{n: v for n, v in changes.items() if n in self.dose}},
            flare=changes.get("flare", self.flare),
            t_flare=changes.get("t_flare", self.t_flare),
            variety=changes.get("variety", self.variety),
        )


@dataclass(frozen=True)
class People:
    """`parameters[person, name]` and `start[person, state]`, in the order of the engine."""

    parameters: Array
    start: Array

    def __len__(self) -> int:
        return len(self.parameters)

    def of(self, name: str) -> Array:
        """One parameter of everyone."""
        column: Array = self.parameters[:, PARAMETERS.index(name)]
        return column


def alike(typical: Typical, count: int, deviates: Array | None = None) -> Array:
    """Parameters of people: log-normal about the typical one, whose value is the mean.

    Args:
        deviates: standard normal numbers (count, parameters); absent: everyone is the typical person.
    """
    means = np.array([typical.parameters[name] for name in PARAMETERS])
    if deviates is None:
        return np.tile(means, (count, 1))
    spread = typical.variety * np.array([typical.spread.get(name, 0.0) for name in PARAMETERS])
    log_sd = np.sqrt(np.log1p(spread**2))
    drawn: Array = means * np.exp(log_sd * deviates - log_sd**2 / 2)
    return drawn


def deviates(count: int, seed: int) -> Array:
    """Standard normal numbers for people: the first ones are the same however many are drawn."""
    return np.random.default_rng(seed).standard_normal((count, len(PARAMETERS)))


def at_rest(
    typical: Typical,
    parameters: Array,
    *,
    rtol: float = 1e-4,
    flared: bool = True,
    done: Callable[[int], object] = lambda _: None,
) -> People:
    """People as they stand when a study begins: at rest with their pain, and then worse for some time if `flared`.

    Someone who was just injured is at rest without pain first: the flare is then their injury.
    """
    start = np.tile([typical.start[name] for name in STATES], (len(parameters), 1))
    damage, d_rest = STATES.index("Dmg"), parameters[:, PARAMETERS.index("d_rest")]
    start[:, damage] = d_rest
    run_in = solve(
        parameters, start, _nothing(RUN_IN_DAYS), times=[RUN_IN_DAYS * DAY], states=STATES, rtol=rtol, done=done
    )
    start = run_in[:, 0]
    if flared and typical.flare:
        # the tissue is set so that after this time, over which it heals, it is worse by the flare
        healed = np.exp(-typical.t_flare / parameters[:, PARAMETERS.index("t_heal")])
        start[:, damage] = d_rest * (1 + typical.flare / healed)
        worse = _nothing(typical.t_flare / DAY)
        start = solve(parameters, start, worse, times=[typical.t_flare], states=STATES, rtol=rtol)[:, 0]
    return People(parameters=parameters, start=start)


def _nothing(days: float) -> Schedule:
    """Days in which nothing is done."""
    inputs = np.zeros((1, len(INPUTS)))
    inputs[0, INPUTS.index("near")] = 1.0
    return Schedule(bounds=np.array([0.0, days * DAY]), inputs=inputs)
