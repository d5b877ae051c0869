"""Experiments on animals and people, put to the model: what was shown, what it does, and whether they agree."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Expected, Experiment, Reading
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.enrol import Enrolled, enrol
from deqi.mechanism.readouts import follow

PEOPLE, SEED = 64, 20261126
SMALL = 1e-9


@dataclass(frozen=True)
class Found:
    """What the model shows where something is expected: the median over people, and where nine of ten lie."""

    expected: Expected
    median: float
    low: float
    high: float

    @property
    def agrees(self) -> bool:
        """Whether the median lies within the bounds."""
        least, most = self.expected.least, self.expected.most
        return (least is None or self.median >= least) and (most is None or self.median <= most)


def put(
    experiment: Experiment, knowledge: Knowledge, slow: str, *, people: int = PEOPLE, seed: int = SEED
) -> tuple[Found, ...]:
    """An experiment on virtual people of one structure, each of whom takes part in every run."""
    kind = "nociceptive" if experiment.pain == "none" else experiment.pain
    enrolled = enrol(knowledge, people, pain=kind, slow=slow, seed=seed, rhythm=experiment.rhythm, flared=False)
    runs = {name: _run(experiment, name, enrolled) for name in experiment.runs}
    return tuple(_find(expected, runs) for expected in experiment.expects)


def _run(experiment: Experiment, name: str, enrolled: Enrolled) -> xr.DataArray:
    readings = [r for e in experiment.expects for r in (e.reading, e.against) if r is not None and r.run == name]
    minutes = sorted({0.0, *(reading.minute for reading in readings)})
    outputs = sorted({reading.output for reading in readings})
    return follow(enrolled.people, experiment.runs[name], enrolled.typical, minutes=minutes, outputs=outputs)


def _find(expected: Expected, runs: Mapping[str, xr.DataArray]) -> Found:
    values = _read(expected.reading, runs)
    if expected.against is not None:
        against = _read(expected.against, runs)
        values = values / np.where(np.abs(against) < SMALL, np.nan, against)
    low, median, high = np.nanquantile(values, (0.05, 0.5, 0.95))
    return Found(expected=expected, median=float(median), low=float(low), high=float(high))


def _read(reading: Reading, runs: Mapping[str, xr.DataArray]) -> Array:
    course = runs[reading.run].sel(output=reading.output)
    there: Array = course.sel(minute=reading.minute).to_numpy()
    first: Array = course.sel(minute=0.0).to_numpy()
    match reading.taken:
        case "relief":
            return first - there
        case "fold":
            return there / first
        case _:
            return there
