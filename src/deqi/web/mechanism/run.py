"""What the form asks for, simulated: people are enrolled once, results are kept for a while in this process."""

from __future__ import annotations

from hashlib import sha256

import msgspec
import numpy as np
from django.core.cache import cache

from deqi.core.arm import Arm, Needling
from deqi.core.simulation import Band
from deqi.documents.mechanism_course import Beside, Means, Run
from deqi.knowledge import Knowledge
from deqi.mechanism.engine.rodas import Array
from deqi.mechanism.enrol import Enrolled, enrol
from deqi.mechanism.model import MODEL
from deqi.mechanism.model.symbols import DAY
from deqi.mechanism.readouts import follow
from deqi.mechanism.schedule import session_minutes
from deqi.web.mechanism.form import Asked

DRAWS, RTOL, SEED = 64, 1e-4, 1
KEPT_SECONDS = 3600
MOST_DAYS_SHOWN = 121  # moments along the days
AFTER = 120  # minutes that are shown after a session
STEP = 5
OVER_DAYS = ("pain", "TNF", "IL6", "IL10", "CS")
WITHIN = ("pain", "Enk", "End", "Dyn", "Inh", "Ado", "Flow")
FOLDS = frozenset({"Enk", "End", "Dyn", "Flow", "TNF", "IL6", "IL10"})  # shown beside each person's own rest
OUTPUTS = tuple(dict.fromkeys((*OVER_DAYS, *WITHIN)))
BAND = (0.05, 0.5, 0.95)
WITHOUT_SHAM = frozenset({Needling.TOUCH, Needling.NONE})  # there the blunt needle says nothing new


def run(asked: Asked, knowledge: Knowledge) -> Run:
    """The result of a form, from the cache if it is there."""
    key = _key(asked, knowledge)
    kept: Run | None = cache.get(key)
    if kept is None:
        kept = _simulated(asked, knowledge)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def warm(knowledge: Knowledge) -> None:
    """Load the compiled engine and the usual people, so that the first to ask waits no longer than others."""
    for pain in knowledge.variants.values():
        if pain.of == "pain":
            for slow in knowledge.ensembles:
                _enrolled(knowledge, pain.id, slow)
    run(Asked(), knowledge)


def _key(asked: Asked, knowledge: Knowledge) -> str:
    whole = msgspec.json.encode((asked, knowledge.digest, MODEL.digest))
    return f"mechanism:{sha256(whole).hexdigest()}"


def _enrolled(knowledge: Knowledge, pain: str, slow: str) -> Enrolled:
    key = (knowledge.digest, pain, slow)
    found = _ENROLLED.get(key)
    if found is None:
        found = enrol(knowledge, DRAWS, pain=pain, slow=slow, seed=SEED)
        if len(_ENROLLED) >= MOST_ENROLLED:
            _ENROLLED.clear()
        _ENROLLED[key] = found
    return found


MOST_ENROLLED = 12
_ENROLLED: dict[tuple[str, str, str], Enrolled] = {}


def _simulated(asked: Asked, knowledge: Knowledge) -> Run:
    enrolled = _enrolled(knowledge, asked.pain, asked.slow)
    arm = asked.arm()
    end = asked.days * DAY
    days = _days(asked.days)
    session = [float(m) for m in np.arange(0, asked.minutes + AFTER + 1, STEP) if m <= end]
    minutes = sorted({*days, *session})
    treated = follow(enrolled.people, arm, enrolled.typical, minutes=minutes, outputs=OUTPUTS, rtol=RTOL).to_numpy()
    alone = follow(enrolled.people, Arm(), enrolled.typical, minutes=minutes, outputs=OUTPUTS, rtol=RTOL).to_numpy()
    place = {minute: i for i, minute in enumerate(minutes)}
    over, within = [place[m] for m in days], [place[m] for m in session]
    sham = None
    if asked.technique not in WITHOUT_SHAM:
        blunt = asked.arm(Needling.TOUCH)
        last = follow(enrolled.people, blunt, enrolled.typical, minutes=[end], outputs=["pain"], rtol=RTOL)
        sham = float(last.to_numpy().mean())
    begins = session_minutes(arm.sessions) if arm.sessions else []
    return Run(
        needling=asked.technique,
        days=tuple(minute / DAY for minute in days),
        over_days={name: _beside(treated, alone, name, over) for name in OVER_DAYS},
        minutes=tuple(session),
        within={name: _beside(treated, alone, name, within) for name in WITHIN},
        sessions=tuple(minute / DAY for minute in begins if minute <= end),
        held=asked.minutes,
        means=Means(
            first=_mean_pain(alone, over[0]),
            treated=_mean_pain(treated, over[-1]),
            alone=_mean_pain(alone, over[-1]),
            sham=sham,
        ),
    )


def _mean_pain(course: Array, place: int) -> float:
    return float(course[:, place, OUTPUTS.index("pain")].mean())


def _days(days: float) -> list[float]:
    """Moments along the days: whole ones, every so many where they are too many to be seen; hours of a short time."""
    if days < 5:
        return [float(minute) for minute in np.linspace(0, days * DAY, int(days * 24) + 1)]
    every = int(np.ceil(days / (MOST_DAYS_SHOWN - 1)))
    return [float(day) * DAY for day in sorted({*range(0, int(days), every), int(days)})]


def _beside(treated: Array, alone: Array, name: str, places: list[int]) -> Beside:
    column = OUTPUTS.index(name)
    one, other = treated[:, :, column], alone[:, :, column]
    if name in FOLDS:
        rest = other[:, :1]
        one, other = one / rest, other / rest
    low, middle, high = (np.quantile(one[:, places], share, axis=0).tolist() for share in BAND)
    band = Band(low=tuple(low), middle=tuple(middle), high=tuple(high))
    return Beside(band=band, alone=tuple(np.median(other[:, places], axis=0).tolist()))
