"""The typical person's best values where the targets have more than one valley.

Many draws of the prior are looked at, the best are fitted a little with few people, the best of these to the end;
then that one is left by redrawing some of its parameters, and what is found from there counts if it is better.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.stats import norm, qmc

from deqi.knowledge.entities import ModelParameter
from deqi.mechanism.calibration.fit import Fit, draws, fit, misfits_of
from deqi.mechanism.calibration.targets import Given, Target
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.people import Typical

DRAWS, STARTS, FEW_STEPS = 256, 5, 3
FINALISTS, STEPS = 2, 10
HOPS, REDRAWN = 3, 0.25  # new starts, and the share of parameters that each draws anew

Targets = tuple[Sequence[Target], Given]
Told = Callable[[str, float], object]


def search(
    person: Typical,
    free: Mapping[str, ModelParameter],
    coarse: Targets,
    fine: Targets,
    *,
    seed: int,
    told: Told = lambda *_: None,
) -> Fit:
    """The best fit that was found.

    Args:
        coarse, fine: the same targets with fewer and with more people.
        told: hears of each stage and its misfit.
    """
    generator = np.random.default_rng(seed)

    def fitted(begin: Mapping[str, float], targets: Targets, steps: int, stage: str) -> Fit:
        return fit(person, free, *targets, begin=begin, steps=steps, told=lambda misfit: told(stage, misfit))

    def best_of(drawn: Array, count: int) -> list[dict[str, float]]:
        misfits = misfits_of(person, free, *coarse, drawn)
        return [_named(free, drawn[one]) for one in np.argsort(misfits)[:count]]

    own = {name: parameter.value for name, parameter in free.items()}
    starts = [own, *best_of(draws(free, even_deviates(DRAWS, len(free), seed)), STARTS)]
    tried = sorted((fitted(start, coarse, FEW_STEPS, "starting") for start in starts), key=_objective)
    best = min((fitted(one.changes(), fine, STEPS, "fitting") for one in tried[:FINALISTS]), key=_objective)
    anew = generator.random((DRAWS, len(free))) < REDRAWN
    away = np.where(anew, draws(free, generator.standard_normal(anew.shape)), best.values)
    hops = sorted((fitted(start, coarse, FEW_STEPS, "leaving") for start in best_of(away, HOPS)), key=_objective)
    return min(best, fitted(hops[0].changes(), fine, STEPS, "fitting"), key=_objective)


def _objective(one: Fit) -> float:
    return one.misfit + one.unlikely


def _named(free: Mapping[str, ModelParameter], values: Array) -> dict[str, float]:
    return {name: float(value) for name, value in zip(free, values, strict=True)}


def even_deviates(count: int, width: int, seed: int) -> Array:
    """Standard normal numbers (count, width), spread evenly (Sobol)."""
    normal: Array = norm.ppf(qmc.Sobol(width, seed=seed).random(count).clip(1e-6, 1 - 1e-6))
    return normal
