"""What was kept from calibration, as the calibrated model foresees it: nothing here is ever fitted."""

from collections.abc import Mapping

import numpy as np

from deqi.core.arm import Arm, Needling, Sessions
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Predicted
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.enrol import Enrolled, enrol
from deqi.mechanism.model.symbols import DAY
from deqi.mechanism.readouts import follow

PEOPLE, SEED = 400, 1997
WEEK = 7 * DAY
COURSE_WEEKS, YEAR_LATER = 8, 60  # weeks: a course, and a year after it
COURSE = Sessions(count=16, per_week=2)
NEEDLED = Arm(needling=Needling.MANUAL, sessions=COURSE)
SHAM = Arm(needling=Needling.SUPERFICIAL, sessions=COURSE, de_qi=0, rotated=False)
RESPONSE, NOISE = 1 / 3, 1.0  # share of the first score that is gone; a rating's own noise


def predictions(knowledge: Knowledge, slow: str, arms: Mapping[str, Arm]) -> tuple[Predicted, ...]:
    """Every number of an yardstick with `use: test` that the model can give; `arms` of the trial in back pain."""
    back = enrol(knowledge, PEOPLE, slow=slow, seed=SEED)
    nerve = enrol(knowledge, PEOPLE, slow=slow, seed=SEED, pain="neuropathic")
    given: dict[tuple[str, str], float] = {
        **_responders(back, arms),
        **_persistence(back),
        ("neuropathic-vs-sham", "acupuncture-against-sham"): _against_sham(nerve),
    }
    return tuple(
        Predicted(
            yardstick=id_,
            arm=row.arm,
            minute=row.minute,
            observed=row.value,
            predicted=round(given[id_, row.arm], 4),
        )
        for id_, yardstick in knowledge.yardsticks.items()
        if yardstick.use == "test"
        for row in yardstick.observed
        if (id_, row.arm) in given
    )


def _pain(enrolled: Enrolled, arm: Arm, weeks: tuple[float, ...]) -> Array:
    minutes = [0.0, *(week * WEEK for week in weeks)]
    found: Array = follow(enrolled.people, arm, enrolled.typical, minutes=minutes, outputs=["pain"], rtol=1e-5)[
        :, :, 0
    ].to_numpy()
    return found


def _responders(enrolled: Enrolled, arms: Mapping[str, Arm]) -> dict[tuple[str, str], float]:
    """Percent with a third less pain after half a year; who kept to the rules of a trial no model of pain knows."""
    noise = np.random.default_rng(SEED).standard_normal((PEOPLE, 2)) * NOISE
    found = {}
    for name, arm in arms.items():
        rated = np.clip(_pain(enrolled, arm, (26,)) + noise, 0, 10)
        found["gerac-responders", name] = float(100 * np.mean(rated[:, 1] <= (1 - RESPONSE) * rated[:, 0]))
    return found


def _persistence(enrolled: Enrolled) -> dict[tuple[str, str], float]:
    """How much of the difference at the end of a course is left a year later, and its loss in three months."""
    weeks = (float(COURSE_WEEKS), float(YEAR_LATER))
    needled, sham, nothing = (_pain(enrolled, arm, weeks) for arm in (NEEDLED, SHAM, Arm()))
    spread = float(np.hypot(needled[:, 0].std(), NOISE))
    found = {}
    for name, other in (("against-none", nothing), ("against-sham", sham)):
        end, later = (float((other - needled)[:, place].mean()) for place in (1, 2))
        found["persistence", name] = later / end
        found["persistence-loss", name] = (end - later) / spread / ((YEAR_LATER - COURSE_WEEKS) / 13)
    return found


def _against_sham(enrolled: Enrolled) -> float:
    """Standardised difference of pain from sham at the end of a course."""
    needled, sham = (_pain(enrolled, arm, (float(COURSE_WEEKS),)) for arm in (NEEDLED, SHAM))
    return float((needled - sham)[:, 1].mean() / np.hypot(sham[:, 1].std(), NOISE))
