"""Which parameters decide what comes out: Sobol's indices over the ranges that calibration may try."""

from collections.abc import Callable

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

from deqi.core.arm import Arm, Needling
from deqi.core.simulation import Asked, Index, Sensitivity, SimulatedPerson
from deqi.knowledge import Knowledge
from deqi.mechanism.calibration.fit import log_ranges
from deqi.mechanism.calibration.procedure import free_parameters
from deqi.mechanism.engine import PARAMETERS
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.known import typical
from deqi.mechanism.model.symbols import DAY
from deqi.mechanism.people import Typical, alike, at_rest
from deqi.mechanism.readouts import follow
from deqi.mechanism.schedule import session_minutes

CHUNK = 4096  # people whose states are held at once
RTOL = 1e-4


def sensitivity(
    spec: SimulatedPerson,
    knowledge: Knowledge,
    *,
    asked: Asked = Asked.RELIEF,
    base: int = 1024,
    done: Callable[[int], object] = lambda _: None,
) -> Sensitivity:
    """First-order and total indices of every calibrated parameter of the equations.

    Args:
        asked: other numbers than the relief need an arm with sessions.
        base: a power of two; the model is run `base` times two more than there are parameters.
        done: told how many people have been followed.
    """
    best = typical(knowledge.mechanism, [knowledge.variants[spec.slow]]).with_(
        knowledge.ensembles[spec.slow].members[0]
    )
    free = {n: p for n, p in free_parameters(knowledge, knowledge.variants[spec.slow]).items() if n in PARAMETERS}
    low, high = log_ranges(free)
    problem = {"num_vars": len(free), "names": list(free), "bounds": np.column_stack([low, high]).tolist()}
    drawn = np.exp(sampling.sample(problem, base, calc_second_order=False, seed=spec.seed))
    places = [PARAMETERS.index(name) for name in free]
    outputs = np.empty(len(drawn))
    for first in range(0, len(drawn), CHUNK):
        chosen = slice(first, first + CHUNK)
        parameters = alike(best, len(drawn[chosen]))
        parameters[:, places] = drawn[chosen]
        outputs[chosen] = _asked(spec.arm, spec.days, asked, best, parameters)
        done(len(parameters))
    found = analysis.analyze(problem, outputs, calc_second_order=False, seed=spec.seed)
    rows = zip(free, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
    indices = [
        Index(symbol=name, first=float(s1), first_error=float(e1), total=float(st), total_error=float(et))
        for name, s1, e1, st, et in rows
    ]
    return Sensitivity(
        asked=asked,
        runs=len(drawn),
        mean=float(outputs.mean()),
        sd=float(outputs.std()),
        indices=tuple(sorted(indices, key=lambda index: -index.total)),
    )


def _asked(arm: Arm, days: float, asked: Asked, best: Typical, parameters: Array) -> Array:
    people = at_rest(best, parameters, rtol=RTOL)

    def pain(given: Arm, minute: float) -> tuple[Array, Array]:
        course = follow(people, given, best, minutes=[0.0, minute], outputs=["pain"], rtol=RTOL)[:, :, 0].to_numpy()
        return course[:, 0], course[:, 1]

    if asked is Asked.SESSION:
        assert arm.sessions is not None
        before, after = pain(arm, session_minutes(arm.sessions)[0] + arm.sessions.minutes)
        return before - after
    before, after = pain(arm, days * DAY)
    if asked is Asked.RELIEF:
        return before - after
    sham = Arm(needling=Needling.SUPERFICIAL, sessions=arm.sessions, site=arm.site, de_qi=0, rotated=False)
    return pain(sham, days * DAY)[1] - after
