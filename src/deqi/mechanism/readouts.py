"""What is read off a simulation: pain as it is felt, or any state, as arrays with named axes."""

from collections.abc import Callable, Sequence

import numpy as np
import xarray as xr

from deqi.core.arm import Arm
from deqi.mechanism.engine import CORES, RTOL, STATES, solve
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.people import People, Typical
from deqi.mechanism.schedule import schedule

FELT = {"pain": "Tr", "pain_far": "TrFar"}  # pain at the needled segment, and at one far from it
OUTPUTS = (*FELT, *STATES)


def follow(
    people: People,
    arm: Arm,
    typical: Typical,
    *,
    minutes: Sequence[float],
    outputs: Sequence[str],
    rtol: float = RTOL,
    cores: int = CORES,
    done: Callable[[int], object] = lambda _: None,
) -> xr.DataArray:
    """People treated in one way: an array with the axes person, minute, output.

    Args:
        typical: whose doses say what a needle amounts to.
        minutes: increasing; the first session begins at its `first_day`.
        outputs: `pain`, `pain_far`, or states.

    Raises:
        NotSolved: the equations could not be followed.
    """
    needed = sorted({*(FELT.get(name, name) for name in outputs), *(["DA"] if set(outputs) & set(FELT) else [])})
    days = max(minutes[-1], 1.0) / 1440
    found = solve(
        people.parameters,
        people.start,
        schedule(arm, days, typical.dose),
        times=minutes,
        states=needed,
        rtol=rtol,
        cores=cores,
        done=done,
    )
    columns = [_output(people, dict(zip(needed, np.moveaxis(found, 2, 0), strict=True)), name) for name in outputs]
    return xr.DataArray(
        np.stack(columns, axis=2),
        dims=("person", "minute", "output"),
        coords={"minute": list(minutes), "output": list(outputs)},
    )


def _output(people: People, states: dict[str, Array], name: str) -> Array:
    if name not in FELT:
        return states[name]
    transmission = states[FELT[name]]
    half, relief = people.of("k_pain")[:, None], people.of("g_da_pain")[:, None]
    felt: Array = 10 * (1 + half) * transmission / (half + transmission) * (1 - relief * states["DA"])
    return felt
