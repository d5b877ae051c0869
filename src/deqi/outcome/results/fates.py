"""What became of each person at each window: over or not, seen or not, improved, worse."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from deqi.knowledge.entities import Score
from deqi.outcome.course import Visit, target
from deqi.outcome.results.reading import Patient
from deqi.outcome.results.windows import Window
from deqi.outcome.scoring import important_change, to_best

TINY = 1e-9  # a change of exactly the threshold counts, whatever the last bit says


@dataclass(frozen=True)
class Fate:
    """One person at one window. `improved` and `worse` are None where no important change is known, or unseen.

    `due`: the window is over for them by the last day of the file; in a file without dates, always.
    """

    patient: Patient
    window: Window
    due: bool
    visit: Visit | None  # of those due
    improved: bool | None
    worse: bool | None

    @property
    def change(self) -> float | None:
        """Points from the first score to this one."""
        return None if self.visit is None else self.visit.value - self.patient.person.baseline


def fates(
    patients: Sequence[Patient], score: Score, window: Window, last_day: datetime.date | None
) -> tuple[Fate, ...]:
    """Everybody at one window, in the order of the file."""
    return tuple(_fate(patient, score, window, last_day) for patient in patients)


def has_improved(score: Score, baseline: float, value: float) -> bool | None:
    """Whether a score is better than the first by the important change and by 30 %; None where that is not known."""
    bound = target(score, baseline)
    return None if bound is None else _sign(score) * (value - bound) <= TINY


def has_worsened(score: Score, baseline: float, value: float) -> bool | None:
    """Whether a score is worse than the first by the important change; None where that is not known."""
    least = important_change(score, baseline).noticed
    return None if least is None else least > 0 and _sign(score) * (value - baseline) >= least - TINY


def can_improve(score: Score, baseline: float) -> bool:
    """Whether the best score is far enough away to improve by the important change and by 30 %."""
    needed, room = important_change(score, baseline).needed, to_best(score, baseline)
    return needed is None or room is None or room >= needed - TINY


def _fate(patient: Patient, score: Score, window: Window, last_day: datetime.date | None) -> Fate:
    due = last_day is None or patient.began is None or (last_day - patient.began).days / 7 >= window.high
    visit, first = window.score(patient.person) if due else None, patient.person.baseline
    return Fate(
        patient=patient,
        window=window,
        due=due,
        visit=visit,
        improved=None if visit is None else has_improved(score, first, visit.value),
        worse=None if visit is None else has_worsened(score, first, visit.value),
    )


def _sign(score: Score) -> int:
    return 1 if score.better == "lower" else -1
