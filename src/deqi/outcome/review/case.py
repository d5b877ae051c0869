"""A course of care as handed in: its forecast, and what the answers to other questionnaires ask for."""

from __future__ import annotations

from collections.abc import Mapping

from deqi.core.faults import BadInput, Fault
from deqi.core.labels import Label
from deqi.core.review import Followed, Forecast
from deqi.knowledge.entities import Instrument, Population, Score, Urgency
from deqi.outcome.course import Learnt, Person, Visit, forecast
from deqi.outcome.review.words import not_answered
from deqi.outcome.scoring import AlertState, no_such_instrument, score

Answers = Mapping[str, str | float | bool | None]


def population_for(populations: Mapping[str, Population], instrument: str, score_id: str) -> Population | None:
    """The population of a score; of several the one that stands first."""
    return next((p for p in populations.values() if (p.instrument, p.score) == (instrument, score_id)), None)


def forecast_of(population: Population, instrument: Instrument, measure: Score, followed: Followed) -> Forecast:
    """The forecast of a course of care, until the horizon that was fixed at the first visit."""
    visits = tuple(Visit(week=one.week, value=one.value) for one in followed.scores)
    person = Person(id=followed.patient, baseline=followed.baseline, visits=visits)
    return forecast(Learnt(population), instrument, measure, person, followed.horizon_weeks)


def alerts_of(
    instruments: Mapping[str, Instrument], screens: Mapping[str, Answers], file: str
) -> tuple[tuple[Label, ...], bool]:
    """What the answers ask of the practitioner, the urgent first, and whether one asks for a safety screen today.

    A question that decides and was left empty is told too: it is not known, which is not the same as fine.
    """
    told: list[tuple[bool, Label]] = []
    for id_, answers in screens.items():
        instrument = instruments.get(id_)
        if instrument is None:
            message = no_such_instrument(id_, instruments)
            raise BadInput(Fault(file=file, path=f"screens.{id_}", message=message))
        for alert in score(instrument, answers).alerts:
            fired = alert.state is AlertState.FIRED
            told.append(
                (fired and alert.urgency is Urgency.SAME_DAY, alert.labels if fired else not_answered(alert.about))
            )
    told.sort(key=lambda pair: not pair[0])
    return tuple(label for _, label in told), any(urgent for urgent, _ in told)
