"""Many people through one schedule, on all cores, in batches between which one can look up or stop."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from deqi.mechanism.engine import kernels, rodas
from deqi.mechanism.engine.rodas import Array

LANES = 4  # four doubles fill a vector of AVX2; eight, on AVX-512, keep less of the workspace close by (ADR 0022)
BATCH = 32  # people between two looks at the progress
CORES = 2
CACHE_LINE = 8  # doubles
RTOL = 1e-6
ATOL_SHARE = 1e-2  # of rtol: levels are around one


_PEAK = kernels.PARAMETERS.index("peak_hour")
_RHYTHM = kernels.PARAMETERS.index("rhythm")


class NotSolved(ValueError):
    """The equations of some person could not be followed: a parameter lies far outside of what they were made for."""


@dataclass(frozen=True)
class Schedule:
    """Inputs constant within segments: `inputs[s, name]` from minute `bounds[s]` to `bounds[s + 1]`."""

    bounds: Array
    inputs: Array


def solve(
    parameters: Array,
    start: Array,
    schedule: Schedule,
    *,
    times: Sequence[float] | Array,
    states: Sequence[str],
    rtol: float = RTOL,
    lanes: int = LANES,
    cores: int = CORES,
    done: Callable[[int], object] = lambda _: None,
) -> Array:
    """States of people at some minutes: an array (people, times, states).

    Args:
        parameters: (people, parameters) in the order of `kernels.PARAMETERS`; the hour of the daily peak is the
            same for all.
        start: (people, states) in the order of `kernels.STATES`, at the schedule's first minute.
        times: minutes, increasing, within the schedule.
        rtol: relative tolerance of the solver; the absolute one is a hundredth of it.
        lanes: people computed together, 4 or 8.
        done: told after each batch how many people it held.

    Raises:
        NotSolved: steps became too small.
    """
    moments = np.ascontiguousarray(times, dtype=float)
    keep = np.array([kernels.STATES.index(name) for name in states], dtype=np.intp)
    out = np.empty((len(parameters), len(moments), len(keep)))

    def batch(first: int) -> int:
        chosen = slice(first, first + BATCH)
        found = np.empty((len(moments), len(keep), len(parameters[chosen])))
        failed = rodas.people(
            _workspace(lanes),
            (0,) * lanes,
            np.ascontiguousarray(parameters[chosen]),
            np.ascontiguousarray(start[chosen]),
            schedule.bounds,
            schedule.inputs,
            float(parameters[0, _PEAK]) * 60,
            bool(np.any(parameters[chosen, _RHYTHM])),
            rtol,
            rtol * ATOL_SHARE,
            moments,
            keep,
            found,
        )
        if failed != rodas.NOBODY:
            raise NotSolved(f"person {first + failed + 1} of {len(parameters)} could not be computed")
        out[chosen] = np.moveaxis(found, 2, 0)
        return found.shape[2]

    for people in _in_threads(batch, range(0, len(parameters), BATCH), cores):
        done(people)
    return out


def _workspace(lanes: int) -> Array:
    """Zeros that begin at a cache line, so that no vector lies across two."""
    wide = np.zeros(kernels.ROWS * lanes + CACHE_LINE)
    first = -(wide.ctypes.data // wide.itemsize) % CACHE_LINE
    return wide[first : first + kernels.ROWS * lanes]


def _in_threads(work: Callable[[int], int], items: Sequence[int], cores: int) -> Iterator[int]:
    """What `work` tells of each item, as it comes; an interruption leaves the items that have not begun."""
    if len(items) == 1:
        yield work(items[0])
        return
    with ThreadPoolExecutor(cores) as pool:
        waiting = {pool.submit(work, item) for item in items}
        try:
            while waiting:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    yield future.result()
        finally:
            for future in waiting:
                future.cancel()
