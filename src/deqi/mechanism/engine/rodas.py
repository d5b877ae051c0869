"""People through their schedule, some at a time in lanes: the worst lane decides how far a step goes."""

import math

import numpy as np
import numpy.typing as npt

from deqi.mechanism.engine import kernels as k
from deqi.mechanism.engine.kernels import fast
from deqi.mechanism.engine.tableau import RODAS5P

N = len(k.STATES)
SAFETY, SHRINK, GROW = 0.9, 0.2, 6.0
FIRST_STEP, LEAST_STEP = 0.05, 1e-9  # minutes; the first one after the inputs change
TURN = 2 * math.pi / 1440  # of the daily rhythm, a minute
STAGES, GAMMA, C = RODAS5P.stages, RODAS5P.gamma, np.array(RODAS5P.c)
ORDER = RODAS5P.order
BELOW_ROUNDING = 1e-14
NOBODY = -1
Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]
Lanes = tuple[int, ...]


@fast
def group(
    w: Array,
    lanes: Lanes,
    bounds: Array,
    inputs: Array,
    peak: float,
    rhythmic: bool,
    rtol: float,
    atol: float,
    times: Array,
    keep: Indices,
    out: Array,
) -> bool:
    """One group of lanes, whose parameters and start lie in `w`, through all segments.

    `inputs[s]` hold from `bounds[s]` to `bounds[s + 1]`. The states `keep` at `times` go to
    `out[time, kept, lane]`. Tells whether it came to the end.
    """
    L = len(lanes)
    waves = np.zeros(STAGES)
    for row in range(N * L):
        w[k.NEXT * L + row] = w[k.Y * L + row]
    at, h = record(w, lanes, bounds[0], 1.0, bounds[0], 0, times, keep, out), FIRST_STEP
    for segment in range(len(inputs)):
        for j in range(len(k.INPUTS)):
            for i in range(L):
                w[(k.INPUT + j) * L + i] = inputs[segment, j]
        k.prepare(w, lanes)
        t, stop, h, grow = bounds[segment], bounds[segment + 1], min(h, FIRST_STEP), GROW
        while t < stop:
            h = min(h, stop - t)
            error = attempt(w, lanes, t, h, peak, rhythmic, waves, rtol, atol)
            factor = max(SHRINK, SAFETY * max(error, 1e-12) ** (-1.0 / ORDER))
            if not error <= 1.0:
                h, grow = h * factor, 1.0
                if h < LEAST_STEP:
                    return False
                continue
            until = t + h if t + h < stop - BELOW_ROUNDING * stop else stop
            at = record(w, lanes, t, h, until, at, times, keep, out)
            for row in range(N * L):
                w[k.Y * L + row] = w[k.NEXT * L + row]
            t, h, grow = until, h * min(grow, factor), GROW
    return True


@fast
def attempt(
    w: Array,
    lanes: Lanes,
    t: float,
    h: float,
    peak: float,
    rhythmic: bool,
    waves: Array,
    rtol: float,
    atol: float,
) -> float:
    """One step from Y to NEXT, and its error beside the tolerance."""
    turn = 0.0
    if rhythmic:
        turn = -TURN * math.sin(TURN * (t - peak))
        for stage in range(STAGES):
            waves[stage] = math.cos(TURN * (t + C[stage] * h - peak))
        k.slope(w, lanes, waves[0], turn)
    k.factor(w, lanes, waves[0], 1.0 / (GAMMA * h))
    k.step(w, lanes, h, waves, turn)
    return worst(w, lanes, rtol, atol)


@fast
def record(
    w: Array, lanes: Lanes, t: float, h: float, until: float, at: int, times: Array, keep: Indices, out: Array
) -> int:
    """Write the outputs that a step passed; the next output that is due."""
    L = len(lanes)
    while at < len(times) and times[at] <= until:
        share = min(1.0, (times[at] - t) / h)
        for j in range(len(keep)):
            for i in range(L):
                out[at, j, i] = k.between(w, lanes, keep[j] * L + i, share)
        at += 1
    return at


@fast
def worst(w: Array, lanes: Lanes, rtol: float, atol: float) -> float:
    """The largest error of a lane beside its tolerance; not a number counts as huge."""
    k.scaled_error(w, lanes, rtol, atol)
    largest = 0.0
    for i in range(len(lanes)):
        square = float(w[k.ERROR * len(lanes) + i])
        if not square < 1e200:
            return 1e150
        largest = max(largest, square)
    return math.sqrt(largest)


@fast
def people(
    w: Array,
    lanes: Lanes,
    parameters: Array,
    start: Array,
    bounds: Array,
    inputs: Array,
    peak: float,
    rhythmic: bool,
    rtol: float,
    atol: float,
    times: Array,
    keep: Indices,
    out: Array,
) -> int:
    """All people of a batch, in groups: `parameters[person, name]`, `start[person, state]`, `out[time, kept, person]`.

    The last person stands in for those whom the last group lacks. Returns the first person of a group that
    failed, or NOBODY.
    """
    L = len(lanes)
    spare = np.empty((len(times), len(keep), L))
    for first in range(0, len(parameters), L):
        for i in range(L):
            person = min(first + i, len(parameters) - 1)
            for j in range(len(k.PARAMETERS)):
                w[(k.PARAMETER + j) * L + i] = parameters[person, j]
            for j in range(N):
                w[(k.Y + j) * L + i] = start[person, j]
        if not group(w, lanes, bounds, inputs, peak, rhythmic, rtol, atol, times, keep, spare):
            return first
        for i in range(min(L, len(parameters) - first)):
            out[:, :, first + i] = spare[:, :, i]
    return NOBODY
