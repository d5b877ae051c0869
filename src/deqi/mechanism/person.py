"""One person simulated: virtual people like them show the likely course and how unsure it is."""

import numpy as np
import xarray as xr

from deqi.core.simulation import Band, Simulated, SimulatedPerson
from deqi.knowledge import Knowledge
from deqi.mechanism.engine import RTOL
from deqi.mechanism.enrol import enrol
from deqi.mechanism.model.symbols import DAY
from deqi.mechanism.readouts import follow
from deqi.mechanism.schedule import session_minutes

SHOWN = ("pain", "pain_far", "Enk", "End", "Dyn", "Inh", "TNF", "Flow", "Ado", "CS")
WITHIN = (0.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0)  # minutes from the first session's start
BAND = (0.05, 0.5, 0.95)


def simulate(spec: SimulatedPerson, knowledge: Knowledge, *, rtol: float = RTOL) -> Simulated:
    """The course of pain and of what is thought to carry it, over days and within the first session."""
    enrolled = enrol(knowledge, spec.draws, pain=spec.pain, slow=spec.slow, seed=spec.seed, rhythm=spec.rhythm)
    first = session_minutes(spec.arm.sessions)[0] if spec.arm.sessions else 0.0
    end = spec.days * DAY
    days = [minute for minute in np.arange(0, end + 1e-9, DAY if spec.days >= 1 else 15).tolist() if minute <= end]
    session = [first + minute for minute in WITHIN if first + minute <= end]
    minutes = sorted({*days, *session})
    course = follow(enrolled.people, spec.arm, enrolled.typical, minutes=minutes, outputs=SHOWN, rtol=rtol)
    return Simulated(
        days=tuple(minute / DAY for minute in days),
        over_days=_bands(course, days),
        minutes=tuple(minute - first for minute in session),
        within_session=_bands(course, session),
    )


def _bands(course: xr.DataArray, minutes: list[float]) -> dict[str, Band]:
    if not minutes:
        return {}
    chosen = course.sel(minute=minutes)
    low, middle, high = (np.quantile(chosen.to_numpy(), share, axis=0).T.tolist() for share in BAND)
    return {name: Band(low=tuple(low[i]), middle=tuple(middle[i]), high=tuple(high[i])) for i, name in enumerate(SHOWN)}
