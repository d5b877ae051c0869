"""A clinic's own outcomes, measure by measure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from deqi.core.labels import Label
from deqi.core.plan import Named
from deqi.knowledge import Knowledge
from deqi.knowledge.entities import Instrument, Population, Score
from deqi.outcome.course import Learnt
from deqi.outcome.course.population import data_hash
from deqi.outcome.results.ahead import chance_in_arm, thinned
from deqi.outcome.results.calibration import Ahead, calibrated, forecasts
from deqi.outcome.results.drift import drift
from deqi.outcome.results.fates import Fate, can_improve, fates
from deqi.outcome.results.groups import grouped
from deqi.outcome.results.reading import Clinic, Measured
from deqi.outcome.results.sensitivity import approaches
from deqi.outcome.results.values import Block, Calibrated, Followed, Results, Yardstick
from deqi.outcome.results.windows import Window, windows_with
from deqi.outcome.results.words import NO_CAUSE, NOT_RANDOMISED
from deqi.outcome.review import population_for
from deqi.outcome.scoring import important_change

SMALLEST = 5
MOST_MEASURES = 6  # the commonest; a bound on the work


def results_of(
    clinic: Clinic,
    knowledge: Knowledge,
    populations: Mapping[str, Population],
    rng: np.random.Generator,
    *,
    source: str,
    version: str,
    week: float = 12.0,
    smallest: int = SMALLEST,
) -> Results:
    """The results at one week. `rng` is used for the limit of the drift alone."""
    windows = windows_with(week)
    chosen = next(window for window in windows if window.week == week)
    measures = sorted(clinic.measures, key=lambda measured: -len(measured.patients))[:MOST_MEASURES]
    names = {id_: condition.labels for id_, condition in knowledge.conditions.items()}
    return Results(
        source=source,
        version=version,
        knowledge=knowledge.digest,
        smallest=smallest,
        windows=windows,
        window=chosen,
        has_conditions=clinic.has_conditions,
        has_sessions=clinic.has_sessions,
        left_out=sum(bool(one.patients) for one in clinic.measures) - len([one for one in measures if one.patients]),
        blocks=tuple(
            _Measure(one, clinic, knowledge.instruments[one.instrument], populations, windows, chosen, smallest).block(
                names, rng
            )
            for one in measures
            if one.patients
        ),
        cause=NO_CAUSE,
        dose=NOT_RANDOMISED,
    )


class _Measure:
    """One measure with all that its block is made of."""

    def __init__(
        self,
        measured: Measured,
        clinic: Clinic,
        instrument: Instrument,
        populations: Mapping[str, Population],
        windows: Sequence[Window],
        chosen: Window,
        smallest: int,
    ) -> None:
        self._measured, self._clinic, self._instrument = measured, clinic, instrument
        self._score: Score = instrument.score(measured.score)
        self._windows, self._chosen, self._smallest = windows, chosen, smallest
        self._population = population_for(populations, measured.instrument, measured.score)
        self._learnt = thinned(self._population) if self._population else None
        self._people = {one: fates(measured.patients, self._score, one, self._last_day) for one in windows}
        self._at = self._people[chosen]

    def block(self, names: Mapping[str, Label], rng: np.random.Generator) -> Block:
        """All parts."""
        groups = grouped(self._people, self._chosen, self._smallest, names)
        threshold = important_change(self._score, self._at[0].patient.person.baseline)
        known, from_first = self._forecasts()
        return Block(
            instrument=Named(id=self._instrument.id, name=self._instrument.labels),
            score=Named(id=self._score.id, name=self._score.labels),
            better=self._score.better,
            important=threshold.points,
            important_known=None if threshold.known is None else str(threshold.known),
            followed=self._followed(),
            whole=groups.whole,
            conditions=groups.conditions,
            doses=groups.doses,
            no_room=self._no_room(),
            approaches=approaches(self._at, self._score, groups.whole, self._learnt, self._smallest),
            population=Named(id=self._population.id, name=self._population.labels) if self._population else None,
            about=self._population.about if self._population else None,
            same_people=self._same_people(),
            yardsticks=self._yardsticks(),
            calibrated=known,
            drift=None if self._learnt is None else drift(from_first, rng, self._smallest),
        )

    @property
    def _last_day(self) -> datetime.date | None:
        return self._clinic.last_day

    def _followed(self) -> Followed:
        last = [one.person.visits[-1].week for one in self._measured.patients if one.person.visits]
        started = len(self._measured.patients)
        never = started - len(last)
        hides_never = min(never, started - never) < self._smallest
        quartiles = [float(f"{week:.3g}") for week in np.quantile(last, (0.25, 0.5, 0.75))] if last else []
        return Followed(
            started=started,
            without_first=_told(self._measured.without_first, self._smallest),
            never_again=None if hides_never else never,
            weeks=(quartiles[0], quartiles[1], quartiles[2]) if len(last) >= self._smallest else None,
            dated=self._last_day is not None,
            until=self._last_day,
        )

    def _no_room(self) -> int | None:
        due = [fate for fate in self._at if fate.due]
        without = sum(not can_improve(self._score, fate.patient.person.baseline) for fate in due)
        return _told(without, self._smallest) if len(due) - without >= self._smallest else None

    def _forecasts(self) -> tuple[tuple[Calibrated, ...], list[Ahead]]:
        """From the first score, and from the last window before the chosen one."""
        if self._learnt is None:
            return (), []
        before = [window for window in self._windows if window.week < self._chosen.week][-1:]
        made: list[tuple[float, list[Ahead]]] = []
        for known in (None, *before):
            made.append((known.week if known else 0.0, forecasts(self._learnt, self._score, self._at, known)))
        told = tuple(calibrated(one, self._score, week, self._chosen.week, self._smallest) for week, one in made)
        return told, made[0][1]

    def _same_people(self) -> bool:
        people = [patient.person for patient in self._measured.patients]
        return self._population is not None and data_hash(people) == self._population.data_hash

    def _yardsticks(self) -> tuple[Yardstick, ...]:
        """What is expected in other arms of the population, of people who start like those due."""
        due = [fate for fate in self._at if fate.due]
        if self._learnt is None or self._population is None or len(due) < self._smallest:
            return ()
        population, learnt = self._population, self._learnt
        return tuple(
            Yardstick(arm=arm, share=share, people=population.people)
            for arm in population.arms
            if arm != population.arm and (share := self._expected(learnt, due, arm)) is not None
        )

    def _expected(self, learnt: Learnt, due: Sequence[Fate], arm: str) -> float | None:
        starts = [fate.patient.person.baseline for fate in due]
        by_start = {
            start: chance_in_arm(learnt, self._score, start, arm, self._chosen.week) for start in dict.fromkeys(starts)
        }
        chances = [by_start[start] for start in starts]
        told = [chance for chance in chances if chance is not None]
        return round(float(np.mean(told)), 4) if len(told) == len(chances) else None


def _told(count: int, smallest: int) -> int | None:
    return count if count >= smallest or count == 0 else None
