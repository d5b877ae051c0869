"""From what is done to a person to the inputs of the equations, segment by segment."""

from collections.abc import Mapping

import numpy as np

from deqi.core.arm import Arm, Blocker, Medicine, Needling, Sessions, Site
from deqi.mechanism.engine import INPUTS, Schedule
from deqi.mechanism.model.symbols import DAY

Inputs = dict[str, float]
EXERCISE_HOURS = 3  # a week: dose 1, spread evenly, since each single hour would be two more segments
# points over the deep fascia of the hind limb, whose nerves feed the vagal reflex (Liu 2021, ST36 in mice)
VAGAL_POINTS = frozenset({"ST36"})
CUTS: dict[Blocker, Inputs] = {
    Blocker.A1: {"block_a1": 1},
    Blocker.DEAMINASE: {"block_ada": 0.9},
    Blocker.CCK: {"block_cck": 1},
    Blocker.MAST: {"block_mast": 1},
    Blocker.A_FIBRES: {"cut_a": 1},
    Blocker.C_FIBRES: {"cut_c": 1},
    Blocker.VAGUS: {"cut_vagus": 1},
    Blocker.ADRENALS: {"cut_adrenal": 1},
}


def schedule(arm: Arm, days: float, dose: Mapping[str, float]) -> Schedule:
    """The segments of an arm over some days; minute 0 is when the first day begins.

    Args:
        dose: parameters that say what a needle, a frequency or an antagonist amounts to (`needle-dose` and
            `opioid-blockers` in knowledge).
    """
    always = {"near": float(arm.site is Site.SEGMENTAL)}
    for blocked in arm.blocked:
        always |= _blocking(blocked.by, blocked.dose, dose)
    spans = [(medicine.from_day * DAY, medicine.to_day * DAY, _taken(medicine)) for medicine in arm.medicines]
    if arm.exercise_per_week:
        spans.append((0.0, arm.exercise_to_day * DAY, {"exercise": arm.exercise_per_week / EXERCISE_HOURS}))
    if arm.sessions is not None:
        held = _needled(arm, dose) | {"care": arm.care}
        spans += [(begin, begin + arm.sessions.minutes, held) for begin in session_minutes(arm.sessions)]
    end = days * DAY
    bounds = sorted({0.0, end, *(min(edge, end) for begin, stop, _ in spans for edge in (begin, stop))})
    inputs = np.zeros((len(bounds) - 1, len(INPUTS)))
    for row, begin in enumerate(bounds[:-1]):
        total = dict(always)
        for first, stop, given in spans:
            if first <= begin < stop:
                total = {name: total.get(name, 0.0) + given.get(name, 0.0) for name in {*total, *given}}
        for name, value in total.items():
            inputs[row, INPUTS.index(name)] = value
    return Schedule(bounds=np.array(bounds), inputs=inputs)


def session_minutes(sessions: Sessions) -> list[float]:
    """When each session begins: evenly over the week."""
    return [(sessions.first_day + number * 7 / sessions.per_week) * DAY for number in range(sessions.count)]


def _taken(medicine: Medicine) -> Inputs:
    return {medicine.what: medicine.dose}


def _blocking(by: Blocker, amount: float, dose: Mapping[str, float]) -> Inputs:
    receptors = ("mu", "delta", "kappa")
    if by is Blocker.NALOXONE:
        return {f"block_{receptor}": amount * dose[f"naloxone_{receptor}"] for receptor in receptors}
    if by in (Blocker.MU, Blocker.DELTA, Blocker.KAPPA):
        return {f"block_{by.value.split('-')[0]}": amount * dose["antagonist"]}
    return CUTS[by]


def _needled(arm: Arm, dose: Mapping[str, float]) -> Inputs:
    """What a session's needles send, while they are in."""
    felt = 0.5 + arm.de_qi / 10  # 1 with a middling sensation
    twist = float(arm.rotated)
    by_hand = {"low": dose["manual_low"], "high": dose["manual_high"]}
    deep = {"needle": 1.0, "vagal": float(arm.intensity == "low" and bool(VAGAL_POINTS & set(arm.points)))}
    match arm.needling:
        case Needling.MANUAL:
            drives = {"drive_a": dose["manual_a"] * felt, "drive_c": dose["manual_c"] * felt, "twist": twist}
            return deep | by_hand | drives
        case Needling.ELECTRO:
            strong = 2.0 if arm.intensity == "high" else 1.0  # a strong current reaches C fibres
            drives = {"drive_a": dose["electro_a"] * felt, "drive_c": dose["electro_c"] * felt * strong}
            return deep | drives | {"twist": dose["electro_twist"] * twist} | _frequency(arm.hertz, dose)
        case Needling.SUPERFICIAL:
            drives = {"drive_a": dose["superficial_a"], "drive_c": dose["superficial_c"]}
            return {"needle": 1.0, "twist": dose["superficial_twist"] * twist} | drives | by_hand
        case Needling.TOUCH:
            return {"needle": 1.0, "drive_a": dose["touch_a"]} | by_hand
        case Needling.MOXA:
            return {"heat": dose["moxa_heat"], "warm": dose["moxa_warm"]}
        case Needling.CUPPING:
            return {"needle": 1.0, "drive_a": dose["cupping_a"], "warm": dose["cupping_warm"]} | by_hand
        case _:
            return {}


def _frequency(hertz: tuple[float, ...], dose: Mapping[str, float]) -> Inputs:
    """How much slow and fast pulses release: two that take turns give each its share, and more together."""
    more = 1 + dose["mixed_synergy"] if len(hertz) > 1 else 1.0
    slow = sum(1 / (1 + (f / dose["f_low"]) ** 2) for f in hertz) / len(hertz)
    fast = sum(f**2 / (dose["f_high"] ** 2 + f**2) for f in hertz) / len(hertz)
    return {"low": slow * more, "high": fast * more}
